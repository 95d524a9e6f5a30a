"""Linking that goes on from what a store kept of its last run, and looks at nothing but what a change touches.

`Resumed` is an `Index` whose sketches, blocks, links and events stay in the store and are fetched
as they are needed; it gives the events that linking everything anew would give.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from ..model import Claim, Event, Judgement, Report
from ..ports import Shelf
from .block import FULL, REACH, Blocks, keys, rank
from .link import Index
from .settle import amend
from .sketch import Sketch, sketch_from_text, sketch_to_text

Claims = Callable[[tuple[str, ...]], Iterable[Claim]]
Events = Callable[[tuple[str, ...]], Iterable[Event]]
Reports = Callable[[tuple[str, ...]], Iterable[Report]]
Changes = tuple[tuple[Event, ...], tuple[str, ...]]


class StoredBlocks(Blocks):
    """`block.Blocks` in a store: the same pairs, found by a look at the neighbours alone."""

    def __init__(self, shelf: Shelf, sketches: Mapping[str, Sketch]) -> None:
        super().__init__()
        self._shelf, self._sketches = shelf, sketches

    def add(self, one: Sketch) -> set[tuple[str, str]]:
        """As `Blocks.add`."""
        self._keys[one.id] = keys(one)
        mine = rank(one)
        self._shelf.enter(one.id, one.report, sketch_to_text(one), [(key, mine) for key in self._keys[one.id]])
        return {pair for key in self._keys[one.id] for pair in self._pushed_in(key, mine, one.id)}

    def remove(self, claim: str) -> set[tuple[str, str]]:
        """As `Blocks.remove`."""
        mine, blocks = rank(self._sketches[claim]), self._blocks_of(claim)
        gained = {pair for key in blocks for pair in self._pushed_in(key, mine, claim) if claim not in pair}
        self._shelf.leave(claim, [(key, mine) for key in blocks])
        del self._keys[claim]
        return gained

    def neighbours(self, claim: str) -> set[str]:
        """As `Blocks.neighbours`."""
        mine = rank(self._sketches[claim])
        found: set[str] = set()
        for key in self._blocks_of(claim):
            before, after = self._shelf.beside(key, mine, claim, FULL)
            reach = FULL if len(before) + len(after) < FULL else REACH
            found.update(before[:reach], after[:reach])
        return found

    def meet(self, one: str, other: str) -> bool:
        """As `Blocks.meet`."""
        mine = rank(self._sketches[one])
        for key in set(self._blocks_of(one)).intersection(self._blocks_of(other)):
            before, after = self._shelf.beside(key, mine, one, FULL)
            if len(before) + len(after) < FULL or other in before[:REACH] or other in after[:REACH]:
                return True
        return False

    def _blocks_of(self, claim: str) -> tuple[str, ...]:
        if claim not in self._keys:
            self._keys[claim] = keys(self._sketches[claim])
        return self._keys[claim]

    def _pushed_in(self, key: str, place: str, claim: str) -> list[tuple[str, str]]:
        """The pairs that are within reach without this claim, and not with it."""
        before, after = self._shelf.beside(key, place, claim, FULL + 1)
        if len(before) + len(after) < FULL:
            return []
        if len(before) + len(after) == FULL:  # without it the block is compared in full
            everyone = [*reversed(before), claim, *after]
            return [(one, other) for i, one in enumerate(everyone) for other in everyone[i + REACH + 1 :]]
        reach = min(REACH, len(before))
        return [(before[k], after[REACH - 1 - k]) for k in range(reach) if REACH - 1 - k < len(after)]


class Resumed(Index):
    """An index that stays in the store but for what is touched; `resume` is the way to use it.

    `claims`, `reports` and `events` fetch by id what stands, claims as they were read. Judgements
    are those of the last run.
    """

    def __init__(
        self,
        shelf: Shelf,
        claims: Claims,
        reports: Reports,
        events: Events,
        judgements: Iterable[Judgement] = (),
        rule: str = "range",
        ranking: Sequence[str] = (),
    ) -> None:
        self._shelf = shelf
        self._fetch_claims, self._fetch_reports, self._fetch_events = claims, reports, events
        self._brought: set[str] = set()  # claims whose sketch and links are at hand
        self._placed: set[str] = set()  # claims whose event is at hand, or was dissolved
        self._dirty: set[tuple[str, str]] = set()
        super().__init__((), {}, judgements, rule, ranking)
        self._blocks = StoredBlocks(shelf, self._sketches)

    def resume(
        self,
        gone: Collection[str],
        new: Collection[Claim],
        reports: Mapping[str, Report],
        judgements: Iterable[Judgement],
    ) -> Changes:
        """Let claims go, take others in, judge anew, and write down all that this changed.

        Returns the events that are new or changed, and the ids of those that are gone.
        """
        changed: dict[str, Event] = {}
        left: set[str] = set()
        for fresh, lost in (self.remove(gone), self.add(new, reports), self.judge(judgements)):
            left = (left | set(lost)) - {event.id for event in fresh}
            changed = {**changed, **{event.id: event for event in fresh}}
            changed = {each: event for each, event in changed.items() if each not in left}
        touched = (self.event_of(claim.id) for claim in new)  # also where the event itself stays as it was
        changed |= {event.id: event for event in touched if event is not None}
        self._shelf.relink([(*pair, self._edges.get(pair[0], {}).get(pair[1])) for pair in sorted(self._dirty)])
        return tuple(changed[each] for each in sorted(changed)), tuple(sorted(left))

    def _held(self, claims: Iterable[str]) -> set[str]:
        asked = set(claims)
        return set(self._shelf.sketches(asked))

    def _bring(self, claims: Iterable[str]) -> None:
        new = set(claims) - self._brought
        if not new:
            return
        self._brought |= new
        for claim, text in self._shelf.sketches(new).items():
            if text:
                self._sketches.setdefault(claim, sketch_from_text(text))
        for one, other, score in self._shelf.links(new):
            if (min(one, other), max(one, other)) not in self._dirty:
                self._edges.setdefault(one, {})[other] = score

    def _bring_told(self, claims: Iterable[str]) -> None:
        new = tuple(sorted(set(claims) - set(self._told)))
        told = list(self._fetch_claims(new))
        missing = tuple(dict.fromkeys(claim.report for claim in told if claim.report not in self._reports))
        self._reports.update((report.id, report) for report in self._fetch_reports(missing))
        for claim in told:
            self._told[claim.id] = claim
            changes = self._settled.changes.get(claim.id)
            self._claims.setdefault(claim.id, amend(claim, changes) if changes else claim)

    def _bring_events(self, claims: Iterable[str]) -> None:
        new = set(claims) - self._placed
        self._placed |= new
        wanted = tuple(sorted(set(self._shelf.events_of(new).values()) - set(self._events)))
        for event in self._fetch_events(wanted):
            self._events[event.id] = event
            self._event_of.update(dict.fromkeys(event.claims, event.id))
            self._placed.update(event.claims)

    def _drop(self, claim: str) -> set[str]:
        touched = super()._drop(claim)
        self._shelf.leave(claim)  # a rejected claim too
        return touched

    def _join(self, one: str, other: str, score: float) -> None:
        super()._join(one, other, score)
        self._dirty.add((min(one, other), max(one, other)))

    def _part(self, one: str, other: str) -> None:
        super()._part(one, other)
        self._dirty.add((min(one, other), max(one, other)))

    def _enter(self, claim: Claim) -> Sketch | None:
        seen = super()._enter(claim)
        self._brought.add(claim.id)
        self._placed.add(claim.id)
        if seen is None:  # rejected: taken in all the same
            self._shelf.enter(claim.id, claim.report, "", ())
        return seen
