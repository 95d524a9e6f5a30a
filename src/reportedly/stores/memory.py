"""A ledger in memory: the plainest meaning of the `Store` port, for tests, views of the past and short work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from typing import Any

from reportedly.errors import LedgerCorrupt
from reportedly.model import Claim, Entry, EntryKind, Event
from reportedly.model.history import Standing, earliest, standing
from reportedly.model.journal import GENESIS, Head, Line, Root, seal
from reportedly.model.wire import claim_from_wire, report_from_wire
from reportedly.ports import Filter, Links, Page

from .match import has_words, is_named, is_wanted, is_wanted_report
from .rows import Item, claim_item, event_item, read_cursor, report_item, write_cursor
from .words import key

_Held = tuple[Item, Any]


class MemoryStore:
    """Keeps entries in lists; every question looks at all that stands. Not for more than some 10,000 claims."""

    def __init__(self) -> None:
        self._lines: list[Line] = []
        self._entries: list[Entry] = []
        self._root = Root()
        self._ids: dict[str, Entry] = {}
        self._hashes: set[str] = set()
        self._events: tuple[Event, ...] = ()
        self._key = ""
        self._made_at = -1
        self._reports: list[_Held] = []
        self._claims: list[_Held] = []

    def append(self, entries: Sequence[Entry], every_line: bool = False) -> int:
        lines: list[tuple[Entry, Line]] = []
        head = self._lines[-1].chain if self._lines else GENESIS
        ids, hashes = set(self._ids), set(self._hashes)
        for entry in entries:
            line = seal(entry, len(self._lines) + len(lines) + 1, head)
            if line.hash in hashes if every_line else entry.id in ids:
                continue
            _check_form(entry)
            ids.add(entry.id)
            hashes.add(line.hash)
            lines.append((entry, line))
            head = line.chain
        for entry, line in lines:
            self._lines.append(line)
            self._entries.append(entry)
            self._ids.setdefault(entry.id, entry)
            self._hashes.add(line.hash)
            self._root.add(line.hash)
        return len(lines)

    def entries(self, kind: EntryKind | None = None, after: int = 0) -> Iterator[tuple[int, Entry]]:
        for k, entry in enumerate(self._entries[after:], after + 1):
            if kind is None or entry.kind is kind:
                yield k, entry

    def journal(self) -> Iterator[Line]:
        return iter(self._lines)

    def head(self) -> Head:
        return Head(len(self._lines), self._lines[-1].chain if self._lines else GENESIS, self._root.value)

    def get(self, entry_id: str) -> Entry | None:
        return self._ids.get(entry_id)

    def known(self, ids: Iterable[str]) -> set[str]:
        return {each for each in ids if each in self._ids}

    def read_by(self, reader: str, versions: Iterable[str]) -> set[str]:
        readings = (e.body for e in self._entries if e.kind is EntryKind.READING)
        return {body["entry"] for body in readings if body["reader"] == reader} & set(versions)

    def reports(self, wanted: Filter, cursor: str = "", limit: int = 1000) -> Page:
        self._refresh()
        return _page((h for h in self._reports if is_wanted_report(h[0], wanted)), wanted, cursor, limit)

    def claims(self, wanted: Filter, cursor: str = "", limit: int = 1000) -> Page:
        self._refresh()
        event_of = {claim: event.id for event in self._events for claim in event.claims}
        chosen = (h for h in self._claims if self._is_wanted_claim(*h, wanted, event_of))
        named = ((item, replace(claim, event=event_of.get(claim.id, ""))) for item, claim in chosen)
        return _page(named, wanted, cursor, limit)

    def events(self, wanted: Filter, cursor: str = "", limit: int = 1000) -> Page:
        self._refresh()
        claims = {claim.id: (item, claim) for item, claim in self._claims}
        held = (self._event(event, claims) for event in self._events)
        return _page((h for h in held if self._is_wanted_event(*h, wanted, claims)), wanted, cursor, limit)

    def keep_events(self, key: str, events: Iterable[Event], links: Links | None = None) -> None:
        self._events, self._key = tuple(events), key

    def relinking(self) -> AbstractContextManager[None]:
        return nullcontext()  # so few claims are linked anew

    def events_key(self) -> str:
        return self._key

    def check(self) -> tuple[str, ...]:
        return ()

    def close(self) -> None:
        pass

    def standing(self) -> Standing:
        """What stands of all entries."""
        return standing(self._entries)

    def _refresh(self) -> None:
        if self._made_at == len(self._entries):
            return
        stands, first = self.standing(), earliest(self._entries)
        reports = [report_from_wire(first[e].body) for e in stands.reports.values()]
        self._reports = [(report_item(report), report) for report in reports]
        outlets = {report.id: key(report.outlet) for report in reports}
        self._claims = []
        for entry_id in stands.claims:
            claim = claim_from_wire(first[entry_id].body)
            item = claim_item(claim)
            self._claims.append((replace(item, voices=(*item.voices, outlets[claim.report])), claim))
        self._made_at = len(self._entries)

    def _event(self, event: Event, claims: dict[str, _Held]) -> _Held:
        item = event_item(event)
        own = [claims[c][0] for c in event.claims if c in claims]
        voices = (*item.voices, *(voice for each in own for voice in each.voices))
        columns = {**item.columns, "score": max((each.columns["score"] for each in own), default=0.0)}
        return replace(item, columns=columns, voices=voices), event

    def _is_wanted_claim(self, item: Item, claim: Claim, wanted: Filter, event_of: dict[str, str]) -> bool:
        return (
            is_wanted(item, replace(wanted, credibility=6, independent=0))
            and has_words(item, wanted)
            and (not wanted.report or claim.report == wanted.report)
            and (not wanted.event or event_of.get(claim.id) == wanted.event)
            and (not wanted.outlet or is_named(item.voices[-1], key(wanted.outlet)))
        )

    def _is_wanted_event(self, item: Item, event: Event, wanted: Filter, claims: dict[str, _Held]) -> bool:
        own = [claims[c] for c in event.claims if c in claims]
        return (
            is_wanted(item, wanted)
            and (not wanted.text or any(has_words(each, wanted) for each, _ in own))
            and (not wanted.report or any(claim.report == wanted.report for _, claim in own))
            and (not wanted.event or event.id == wanted.event)
            and (not wanted.outlet or any(is_named(each.voices[-1], key(wanted.outlet)) for each, _ in own))
        )


def _check_form(entry: Entry) -> None:
    """LedgerCorrupt where an entry is not in the form of its kind."""
    needed = {
        EntryKind.READING: ("report", "entry", "reader", "claims"),
        EntryKind.RETRACTION: ("target",),
        EntryKind.JUDGEMENT: ("id", "verdict", "claims"),
    }
    try:
        if entry.kind is EntryKind.REPORT:
            report_from_wire(entry.body)
        elif entry.kind is EntryKind.CLAIM:
            claim_from_wire(entry.body)
        elif not all(name in entry.body for name in needed.get(entry.kind, ())):
            raise KeyError(entry.kind)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise LedgerCorrupt(f"an entry is not in the form of its kind ({error!r})", subject=entry.id) from error


def _page(held: Iterable[_Held], wanted: Filter, cursor: str, limit: int) -> Page:
    def place(each: _Held) -> tuple[str, str]:
        return each[0].columns["first"], each[0].columns["id"]

    ordered = sorted(held, key=place, reverse=wanted.newest_first)
    if cursor:
        start = read_cursor(cursor)
        ordered = [h for h in ordered if (place(h) < start if wanted.newest_first else place(h) > start)]
    page = ordered[:limit]
    more = len(ordered) > limit and page
    return Page(tuple(thing for _, thing in page), write_cursor(page[-1][0]) if more else "")
