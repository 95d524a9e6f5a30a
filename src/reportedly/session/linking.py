"""Keeps the events of a ledger in step with its entries: all linked anew, or only what a change touches.

Both ways give the same events. What the second needs to go on from (sketches, blocks, links) lies
in the store beside the events, so that any process may go on where another one ended.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportedly.ledger import fold
from reportedly.model import Claim, Entry, EntryKind, Event, Judgement, Report
from reportedly.model.history import about, voided
from reportedly.ports import Filter, Shelf, Store

if TYPE_CHECKING:
    from ..events.link import Index

# To link a claim into what is there costs about as much as linking so many anew.
WORTH = 15
_IDS = 300  # ids in one question to the store


@dataclass(frozen=True, slots=True)
class Linker:
    """The package's own linking, by a rule of reconciling figures and, for `hierarchy`, a ranking of sources."""

    rule: str = "range"
    ranking: tuple[str, ...] = ()

    def __call__(
        self, claims: Iterable[Claim], judgements: Iterable[Judgement], reports: dict[str, Report]
    ) -> tuple[Event, ...]:
        return self.index(claims, judgements, reports).events()

    def index(self, claims: Iterable[Claim], judgements: Iterable[Judgement], reports: dict[str, Report]) -> Index:
        """All claims linked, ready to be kept."""
        from ..events.link import Index

        return Index(claims, reports, judgements, self.rule, self.ranking)

    def go_on(self, store: Store, linking: str) -> bool:
        """Link what was added since the events were kept; False, and nothing done, where that is not to be had.

        It is not where no links were kept, or another linking kept them, or so much is new that
        linking anew is quicker.
        """
        with store.relinking() as shelf:
            if shelf is None or shelf.key.partition("/")[2] != linking:
                return False
            since = tuple(entry for _, entry in store.entries(after=shelf.count))
            gone, new = shelf.changes(*_touched(since))
            if not shelf.holds((len(gone) + len(new)) * WORTH):
                return False
            changed, lost = self._resume(store, shelf, gone, new, since)
            shelf.finish(f"{store.head().root}/{linking}", changed, lost)
        return True

    def _resume(
        self, store: Store, shelf: Shelf, gone: Sequence[str], new: Sequence[str], since: Sequence[Entry]
    ) -> tuple[tuple[Event, ...], tuple[str, ...]]:
        from ..events.resume import Resumed

        def claims(ids: tuple[str, ...]) -> list[Claim]:
            return [each for some in _some(ids) for each in store.claims(Filter(ids=some)).items]

        def reports(ids: tuple[str, ...]) -> list[Report]:
            return [each for some in _some(ids) for each in store.reports(Filter(ids=some)).items]

        def events(ids: tuple[str, ...]) -> list[Event]:
            return [each for some in _some(ids) for each in store.events(Filter(ids=some)).items]

        told = claims(tuple(new))
        texts = {report.id: report for report in reports(tuple(dict.fromkeys(claim.report for claim in told)))}
        before, after = _judgements(store, shelf.count, since)
        index = Resumed(shelf, claims, reports, events, before, self.rule, self.ranking)
        return index.resume(gone, told, texts, after)


def _touched(since: Iterable[Entry]) -> tuple[set[str], set[str]]:
    """The reports of which other claims may stand after these entries, and the ids that they retract."""
    reports, retracted = set(), set()
    for entry in since:
        if entry.kind is EntryKind.RETRACTION:
            retracted.add(str(entry.body["target"]))
        elif entry.kind in (EntryKind.REPORT, EntryKind.READING, EntryKind.CLAIM):
            reports.add(about(entry))
    return reports, retracted


def _judgements(
    store: Store, count: int, since: Sequence[Entry]
) -> tuple[tuple[Judgement, ...], tuple[Judgement, ...]]:
    """What people had decided by line `count`, and what they have decided now."""
    decided = list(store.entries(EntryKind.JUDGEMENT))
    retracted = list(store.entries(EntryKind.RETRACTION))
    now = fold.standing_judgements((e for _, e in decided), voided(e for _, e in retracted))
    if not any(entry.kind in (EntryKind.JUDGEMENT, EntryKind.RETRACTION) for entry in since):
        return now, now
    void = voided(e for seq, e in retracted if seq <= count)
    return fold.standing_judgements((e for seq, e in decided if seq <= count), void), now


def _some(ids: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    return (ids[k : k + _IDS] for k in range(0, len(ids), _IDS))
