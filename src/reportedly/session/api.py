"""`Ledger`: everything one can do with a ledger from Python."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from reportedly import __version__
from reportedly.config import default_reader, open_store, settings
from reportedly.errors import InvalidQuery, LedgerError, MissingExtra, NotFound
from reportedly.ledger import fold, log
from reportedly.ledger.diff import Change, compare
from reportedly.ledger.explain import Why, why_claim, why_event
from reportedly.ledger.verify import Fault, Verification, verify
from reportedly.model import Claim, Entry, EntryKind, Event, Judgement, Report, Verdict
from reportedly.model.history import voided
from reportedly.ports import Dossier, Engine, Filter, Page, PathLike, Store
from reportedly.stores.memory import MemoryStore

from . import archive
from .adding import Added, Adding
from .questions import question
from .table import html_table, to_frame

_STRETCH = 1000

Link = Callable[[tuple[Claim, ...], tuple[Judgement, ...], dict[str, Report]], tuple[Event, ...]]


def now_utc() -> datetime:
    """The clock, read nowhere else."""
    return datetime.now(UTC)


def _default_link(claims: Any, judgements: Any, reports: Any) -> tuple[Event, ...]:
    from reportedly.pipeline import link

    return tuple(link(claims, judgements, reports))


class Ledger:
    """A ledger of sourced claims: what was reported, who said so, and what people decided of it.

    `where` is a file, `postgresql://user@host/name`, ":memory:" or a `Store`; without it the
    setting REPORTEDLY_LEDGER, else `reportedly.db`. A file that is not there yet is made.
    `make_reader` and `link` replace the package's own reader and linking (for tests and for
    readers of one's own); a reader has a `name` with its version and `read(report) -> claims`.

        with Ledger("events.db") as ledger:
            ledger.add("reports/")
            for event in ledger.events(country="SY", since="2020-04"):
                print(ledger.why(event.id))
    """

    def __init__(
        self,
        where: PathLike | Store | None = None,
        *,
        author: str = "",
        make_reader: Callable[[], Any] = default_reader,
        link: Link = _default_link,
        linker: str = __version__,
        clock: Callable[[], datetime] = now_utc,
    ) -> None:
        self.settings = settings(author=author or None)
        if where is None or isinstance(where, str | Path):
            self.store = open_store(str(where or self.settings.ledger), self.settings.patience)
        else:
            self.store = where
        self._make_reader, self._link, self._linker, self._clock = make_reader, link, linker, clock
        self._is_past = False

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of files and connections."""
        self.store.close()

    # Taking in

    def add(
        self,
        items: Any,
        jobs: int | None = None,
        progress: Callable[[Added], None] | None = None,
        engine: Engine | None = None,
    ) -> Added:
        """Read reports and keep what they claim; what this reader has read already is passed over.

        `items` is a path, a source, a report, something received, or any number of these; they
        are taken one after the other, so that millions need no more memory than dozens. A report
        that cannot be read becomes a recorded failure. `progress` is told after each batch what
        is safely kept. `jobs` is the number of processes (all cores where not given).
        """
        self._refuse_past()
        if engine is None:
            from reportedly.engines.local import engine as local_engine

            engine = local_engine(jobs or self.settings.jobs)
        name = self._make_reader().name
        run = Adding(self.store, engine, self._make_reader, name, self.author, self._clock, progress)
        return run.run(items)

    def record(self, report: Report, claims: tuple[Claim, ...], reader: str, reason: str = "") -> int:
        """Keep claims that somebody else read from a report (hand-coded rows, another program); returns new entries."""
        self._refuse_past()
        return self.store.append(log.read_entries(report, claims, reader, self._clock(), self.author))

    @property
    def author(self) -> str:
        """Who writes: the setting, else the user of the system."""
        if self.settings.author:
            return self.settings.author
        try:
            return getpass.getuser()
        except (KeyError, OSError):
            return ""

    # Asking

    def events(self, **asked: Any) -> tuple[Event, ...]:
        """All events that answer the filters (see `Filter`), by date, then id."""
        return tuple(self._all(self.events_page, question(**asked)))

    def events_page(self, wanted: Filter, cursor: str = "", limit: int = 50) -> Page:
        """Some of the events, and the cursor of the next page."""
        self.refresh()
        return self.store.events(wanted, cursor, limit)

    def claims(self, **asked: Any) -> tuple[Claim, ...]:
        """All claims that answer the filters, by date, then id; as people amended them."""
        return tuple(self._all(self.claims_page, question(**asked)))

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
        claim = self.claim(thing)
        return why_claim(claim, self.report(claim.report), judgements)

    def dossier(self, **asked: Any) -> Dossier:
        """The events that answer the filters with all their claims and reports, for an exporter."""
        events = self.events(**asked)
        claims: dict[str, Claim] = {}
        for k in range(0, len(events), 100):
            ids = tuple(dict.fromkeys(c for event in events[k : k + 100] for c in event.claims))
            claims |= {claim.id: claim for claim in self._all(self.claims_page, Filter(ids=ids))}
        return Dossier(events, claims, self._reports_of(claims.values()))

    def failures(self) -> tuple[Entry, ...]:
        """What could not be taken in or read and was not read since, by time."""
        failed = [entry for _, entry in self.store.entries(EntryKind.FAILURE)]
        named = {entry.body["report"] for entry in failed} - {""}
        read = {report: "" for report in named if self.store.claims(Filter(report=report), limit=1).items}
        return fold.standing_failures(failed, read, self._void())

    def judgements(self) -> tuple[Judgement, ...]:
        """What people decided and did not take back, by time."""
        decided = (entry for _, entry in self.store.entries(EntryKind.JUDGEMENT))
        return fold.standing_judgements(decided, self._void())

    # Deciding

    def judge(
        self,
        verdict: Verdict | str,
        *claims: str,
        reason: str = "",
        changes: dict[str, Any] | None = None,
        author: str = "",
    ) -> Judgement:
        """Decide that two claims tell of the same or of different happenings, or accept, reject or amend one.

        The decision outlives any later reading. `changes` are fields in wire form. Deciding again
        replaces one's own earlier decision; deciding the same again changes nothing.
        """
        self._refuse_past()
        author = author or self.author
        verdict = self._verdict(verdict)
        for claim_id in claims:
            claim = self.claim(claim_id)
            if verdict is Verdict.AMEND:
                self._check_changes(claim, changes or {})
        own = [j for j in self.judgements() if j.author == author and j.claims == tuple(sorted(claims))]
        rivals = [j for j in own if (j.verdict is Verdict.AMEND) == (verdict is Verdict.AMEND)]
        wanted = (verdict, tuple(sorted((changes or {}).items())), reason)
        for same in rivals:
            if (same.verdict, same.changes, same.reason) == wanted:
                return same
        replaces = [j.id for j in rivals]
        try:
            decided = log.judgement(verdict, claims, author, reason, changes, replaces)
        except ValueError as error:
            raise InvalidQuery(str(error), subject=" ".join(claims)) from error
        self.store.append([log.judgement_entry(decided, self._clock(), replaces)])
        return decided

    def retract(self, target: str, reason: str, author: str = "") -> Entry:
        """Take back a report, a claim, a judgement, or any entry by its id; nothing is deleted, and it can be undone.

        Retracting a retraction (by the id of its entry) puts back what it took away.
        """
        self._refuse_past()
        if not reason.strip():
            raise InvalidQuery("a retraction needs a reason", subject=target)
        earlier = [e for _, e in self.store.entries(EntryKind.RETRACTION) if e.body["target"] == target]
        void = self._void()
        for entry in earlier:
            if entry.id not in void:
                return entry
        if not earlier and not self._is_there(target):
            raise NotFound("there is nothing of this id to retract", subject=target)
        replaces = [entry.id for entry in earlier]
        entry = log.retraction_entry(target, self._clock(), author or self.author, reason, replaces)
        self.store.append([entry])
        return entry

    # Proving and keeping

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
            kept = {event.id: event for event in self._all(self.store.events, Filter())}
            made = {event.id: event for event in self._make_events()}
            wrong = sorted(each for each in kept.keys() | made.keys() if kept.get(each) != made.get(each))
            faults += [Fault(0, each, "the kept event does not follow from the entries") for each in wrong]
        return Verification(found.count, found.root, found.chain, tuple(faults))

    def backup(self, path: PathLike) -> str:
        """Write the whole ledger into one packed file, which appears only when complete. Returns its root hash."""
        return archive.write(self.store, Path(path)).root

    def restore(self, path: PathLike) -> str:
        """Take a backup into this empty ledger, and prove that it is the same. Returns its root hash."""
        self._refuse_past()
        return archive.read(Path(path), self.store).root

    def merge(self, other: Ledger) -> int:
        """Take in every entry of another ledger; returns how many were new. In either order the root is the same."""
        self._refuse_past()
        new, held = 0, []
        for _, entry in other.store.entries():
            held.append(entry)
            if len(held) == _STRETCH:
                new += self.store.append(held, every_line=True)
                held = []
        return new + self.store.append(held, every_line=True)

    def as_of(self, time: datetime) -> Ledger:
        """The ledger as it stood at a time, in memory and for reading only."""
        moment = time if time.tzinfo else time.replace(tzinfo=UTC)
        store = MemoryStore()
        store.append([entry for _, entry in self.store.entries() if entry.at <= moment], every_line=True)
        past = Ledger(
            store, author=self.author, make_reader=self._make_reader, link=self._link, linker=self._linker
        )
        past._is_past = True
        return past

    def diff(self, before: datetime, after: datetime | None = None) -> tuple[Change, ...]:
        """Which events are new, gone or changed between two times (to now where the later is not given)."""
        later = self.as_of(after) if after else self
        return compare(self.as_of(before).events(), later.events())

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
        return f"<Ledger {getattr(self.store, 'where', 'in memory')}: {self.store.head().count} entries>"

    # Keeping the events in step

    def refresh(self) -> None:
        """Link anew where something was added since; otherwise the kept events serve."""
        key = self._events_key()
        if self.store.events_key() != key:
            self.store.keep_events(key, self._make_events())

    def _events_key(self) -> str:
        return f"{self.root}/{self._linker}/{self.settings.rule}"

    def _make_events(self) -> tuple[Event, ...]:
        claims = tuple(self._all(self.store.claims, Filter()))
        reports = {report.id: report for report in self._all(self.store.reports, Filter())}
        return self._link(tuple(_unlinked(claims)), self.judgements(), reports)

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
            page = page_of(wanted, cursor, _STRETCH)
            yield from page.items
            cursor = page.cursor
            if not cursor:
                return

    def _one(self, found: tuple[Any, ...], kind: str, wanted: str) -> Any:
        if not found:
            raise NotFound(f"there is no {kind} of this id", subject=wanted)
        return found[0]

    def _is_there(self, target: str) -> bool:
        if self.store.get(target) is not None:
            return True
        asked = Filter(ids=(target,))
        if self.store.claims(asked, limit=1).items or self.store.reports(asked, limit=1).items:
            return True
        return any(entry.body["id"] == target for _, entry in self.store.entries(EntryKind.JUDGEMENT))

    def _void(self) -> frozenset[str]:
        return voided(entry for _, entry in self.store.entries(EntryKind.RETRACTION))

    def _verdict(self, verdict: Verdict | str) -> Verdict:
        try:
            return Verdict(verdict)
        except ValueError as error:
            known = ", ".join(v.value for v in Verdict)
            raise InvalidQuery("there is no such verdict", subject=str(verdict), hint=f"There are: {known}.") from error

    def _check_changes(self, claim: Claim, changes: dict[str, Any]) -> None:
        if not changes:
            raise InvalidQuery("an amendment changes nothing", subject=claim.id, hint="Give the fields to change.")
        try:
            fold.amend(claim, changes)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InvalidQuery(f"the amendment does not fit: {error}", subject=claim.id) from error

    def _refuse_past(self) -> None:
        if self._is_past:
            raise LedgerError("the past cannot be changed", hint="Write to the ledger itself.")


def _unlinked(claims: tuple[Claim, ...]) -> Iterator[Claim]:
    from dataclasses import replace

    for claim in claims:
        yield replace(claim, event="") if claim.event else claim
