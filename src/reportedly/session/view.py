"""`View`: everything that can be asked of a ledger, now or as it stood at some time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from reportedly.errors import InvalidQuery, JudgementConflict, MissingExtra, NotFound
from reportedly.ledger import fold
from reportedly.ledger.explain import Why, why_claim, why_event
from reportedly.ledger.verify import Fault, Verification, verify
from reportedly.model import Claim, Entry, EntryKind, Event, Judgement, Report
from reportedly.model.history import voided
from reportedly.ports import Dossier, Filter, Page, Store

from .decided import Decided
from .linking import Linker
from .places import is_at
from .questions import question
from .stream import stream
from .table import html_table, to_frame

STRETCH = 1000

Link = Callable[[tuple[Claim, ...], tuple[Judgement, ...], dict[str, Report]], Iterable[Event]]


class View:
    """What a ledger holds, to be asked and not to be changed.

    `link` makes events of claims, judgements and reports; `linking` names it with its version
    and rule, so that kept events are made anew when either changes.
    """

    def __init__(self, store: Store, link: Link, linking: str) -> None:
        self.store, self._link, self._linking = store, link, linking
        self._decided = Decided()

    def events(self, place: str = "", **asked: Any) -> tuple[Event, ...]:
        """All events that answer the filters (see `Filter`), by date, then id.

        `place` is the name of a site, town, district or province that they are within.
        """
        return tuple(self.each_event(place, **asked))

    def each_event(self, place: str = "", **asked: Any) -> Iterator[Event]:
        """The same one after the other, fetched as they are asked for."""
        return filter(is_at(place), self._all(self.events_page, question(**asked)))

    def events_page(self, wanted: Filter, cursor: str = "", limit: int = 50) -> Page:
        """Some of the events, and the cursor of the next page."""
        self.refresh()
        return self.store.events(wanted, cursor, limit)

    def claims(self, place: str = "", **asked: Any) -> tuple[Claim, ...]:
        """All claims that answer the filters, by date, then id; as people amended them. `place` as for events."""
        return tuple(self.each_claim(place, **asked))

    def each_claim(self, place: str = "", **asked: Any) -> Iterator[Claim]:
        """The same one after the other, fetched as they are asked for."""
        return filter(is_at(place), self._all(self.claims_page, question(**asked)))

    def claims_page(self, wanted: Filter, cursor: str = "", limit: int = 50) -> Page:
        """Some of the claims, and the cursor of the next page. Filters look at claims as they were read."""
        self.refresh()
        page = self.store.claims(wanted, cursor, limit)
        changed = fold.amended({claim.id: claim for claim in page.items}, self.judgements())
        return Page(tuple(changed[claim.id] for claim in page.items), page.cursor)

    def reports(self, **asked: Any) -> tuple[Report, ...]:
        """All reports that answer the filters, by time of publication, then id."""
        return tuple(self._all(self.store.reports, question(**asked)))

    def event(self, event_id: str) -> Event:
        """The event of this id, or NotFound."""
        return self._one(self.events(ids=event_id), "event", event_id)

    def claim(self, claim_id: str) -> Claim:
        """The claim of this id, or NotFound."""
        return self._one(self.claims(ids=claim_id), "claim", claim_id)

    def report(self, report_id: str) -> Report:
        """The report of this id, or NotFound."""
        return self._one(self.reports(ids=report_id), "report", report_id)

    def why(self, thing: str) -> Why:
        """From any number back to the words, and to who said them.

        `thing` is the id of an event or claim, or a figure of an event: `ID:killed`, or with its
        side `ID:killed:civilian`.
        """
        thing, _, figure = thing.partition(":")
        outcome, _, party = figure.partition(":")
        judgements = self.judgements()
        events = self.events(ids=thing)
        if events:
            claims = {claim.id: claim for claim in self.claims(event=thing)}
            reports = self._reports_of(claims.values())
            why = why_event(events[0], claims, reports, judgements, outcome, party)
            if outcome and not why.figures:
                raise NotFound(f"the event tells no figure of {figure}", subject=thing)
            return why
        claim = self._one(self.claims(ids=thing), "event or claim", thing)
        return why_claim(claim, self.report(claim.report), judgements)

    def dossier(self, **asked: Any) -> Dossier:
        """The events that answer the filters with all their claims and reports, for an exporter."""
        events = self.events(**asked)
        claims: dict[str, Claim] = {}
        for k in range(0, len(events), 100):
            ids = tuple(dict.fromkeys(c for event in events[k : k + 100] for c in event.claims))
            claims |= {claim.id: claim for claim in self._all(self.claims_page, Filter(ids=ids))}
        return Dossier(events, claims, self._reports_of(claims.values()))

    def stream(self, keep: Callable[[Event], bool] = lambda _: True, place: str = "", **asked: Any) -> Dossier:
        """As `dossier`, fetched page by page as an exporter goes through it: of any size in little memory.

        `keep` says which of the events found are meant. The ledger must not change meanwhile.
        """
        self.refresh()
        judgements = self.judgements()

        def claims(wanted: Filter, cursor: str, limit: int) -> Page:
            page = self.store.claims(wanted, cursor, limit)
            changed = fold.amended({claim.id: claim for claim in page.items}, judgements)
            return Page(tuple(changed[claim.id] for claim in page.items), page.cursor)

        return stream(self.store.events, claims, self.store.reports, question(**asked), _both(keep, is_at(place)))

    def failures(self) -> tuple[Entry, ...]:
        """What could not be taken in or read and was not read since, by time."""
        failed = [entry for _, entry in self.store.entries(EntryKind.FAILURE)]
        named = {entry.body["report"] for entry in failed} - {""}
        read = {report: "" for report in named if self.store.claims(Filter(report=report), limit=1).items}
        return fold.standing_failures(failed, read, self._void())

    def judgements(self) -> tuple[Judgement, ...]:
        """What people decided and did not take back, by time."""
        decided = self._decided = self._decided.brought_up_to_date(self.store)
        return decided.standing

    def conflicts(self, *claims: str) -> tuple[JudgementConflict, ...]:
        """Judgements that contradict each other (A is B, B is C, A is not C), with who decided what; none is raised.

        Of these claims, or of all. Until one is taken back "different" holds, and a claim that one
        rejects and another accepts is kept.
        """
        from ..events.settle import settle

        found = settle(self.judgements()).conflicts
        return tuple(each for each in found if not claims or set(claims) & set(each.subject.split(", ")))

    @property
    def root(self) -> str:
        """The root hash over the set of entries: write it down elsewhere to prove later that nothing was changed."""
        return self.store.head().root

    def verify(self, root: str = "") -> Verification:
        """Check every seal, the store's own files and indexes, and the kept events; name what does not hold."""
        found = verify(self.store.journal(), self.store.head(), root)
        faults = list(found.faults)
        if not faults:
            faults += [Fault(0, "", message) for message in self.store.check()]
        if not faults and self.store.events_key() == self._events_key():
            made = {event.id: event for event in self._make_events()}
            kept = self._all(self.store.events, Filter())  # one page at a time
            wrong = [event.id for event in kept if made.pop(event.id, None) != event]
            faults += [Fault(0, each, "the kept event does not follow from the entries") for each in sorted(wrong)]
            faults += [Fault(0, each, "an event that follows from the entries is not kept") for each in sorted(made)]
        return Verification(found.count, found.root, found.chain, tuple(faults))

    # Showing

    def to_pandas(self, what: str = "events", **asked: Any) -> Any:
        """Events, claims or reports as a pandas DataFrame, one row each (needs the extra `tables`)."""
        if what not in ("events", "claims", "reports"):
            raise InvalidQuery("a table is of events, claims or reports", subject=what)
        try:
            return to_frame(what, getattr(self, what)(**asked))
        except ModuleNotFoundError as error:
            raise MissingExtra(
                "pandas is not installed", subject="pandas", hint="Install `reportedly[tables]`."
            ) from error

    def _repr_html_(self) -> str:
        return html_table(self.events_page(Filter(newest_first=True), limit=20).items)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {getattr(self.store, 'where', 'in memory')}: {self.store.head().count} entries>"

    # Keeping the events in step

    def refresh(self) -> None:
        """Link what was added since, or all of it anew; otherwise the kept events serve."""
        if self.store.events_key() == self._events_key():
            return
        own = self._link if isinstance(self._link, Linker) else None
        if own and own.go_on(self.store, self._linking):
            return
        head = self.store.head()
        key = f"{head.root}/{self._linking}"
        if own is None:
            self.store.keep_events(key, self._make_events())
            return
        index = own.index(*self._standing())
        unchanged = self.store.head() == head  # or the claims read may be more than those of this root
        self.store.keep_events(key, index.events(), index.links(head.count) if unchanged else None)

    def _events_key(self) -> str:
        return f"{self.root}/{self._linking}"

    def _make_events(self) -> tuple[Event, ...]:
        return tuple(self._link(*self._standing()))

    def _standing(self) -> tuple[tuple[Claim, ...], tuple[Judgement, ...], dict[str, Report]]:
        """All that is linked."""
        claims = tuple(replace(claim, event="") for claim in self._all(self.store.claims, Filter()))
        reports = {report.id: report for report in self._all(self.store.reports, Filter())}
        return claims, self.judgements(), reports

    def _reports_of(self, claims: Any) -> dict[str, Report]:
        ids = tuple(dict.fromkeys(claim.report for claim in claims))
        found: dict[str, Report] = {}
        for k in range(0, len(ids), 300):
            some = self._all(self.store.reports, Filter(ids=ids[k : k + 300]))
            found |= {report.id: report for report in some}
        return found

    def _all(self, page_of: Callable[..., Page], wanted: Filter) -> Iterator[Any]:
        cursor = ""
        while True:
            page = page_of(wanted, cursor, STRETCH)
            yield from page.items
            cursor = page.cursor
            if not cursor:
                return

    def _one(self, found: tuple[Any, ...], kind: str, wanted: str) -> Any:
        if not found:
            raise NotFound(f"there is no {kind} of this id", subject=wanted)
        return found[0]

    def _void(self) -> frozenset[str]:
        return voided(entry for _, entry in self.store.entries(EntryKind.RETRACTION))


def _both(one: Callable[[Event], bool], other: Callable[[Event], bool]) -> Callable[[Event], bool]:
    return lambda event: one(event) and other(event)
