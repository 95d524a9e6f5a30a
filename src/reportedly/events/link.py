"""From claims to events: `link` for all at once, `Index` to add, replace and judge one report at a time.

Both give the same events for the same claims, reports and judgements, in whatever order these came.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from ..model import Claim, Event, Judgement, Report
from ..ports import Links
from .block import Blocks
from .cluster import Group, cluster
from .judge import opinion, probability, threshold
from .reconcile import reconcile
from .settle import amend, settle
from .sketch import Sketch, sketch, sketch_to_text
from .tolls import check_rule

_MAX_REASONS = 60  # joins told of one event
_SPEAKS = 0.5  # a feature of at least this score is named among the reasons of a join


def link(
    claims: Iterable[Claim],
    reports: Mapping[str, Report],
    judgements: Iterable[Judgement] = (),
    rule: str = "range",
    ranking: Sequence[str] = (),
) -> tuple[Event, ...]:
    """Group claims that tell of one happening into events, with reconciled values and reasons.

    Events come by date, undated last, then by id. Claims judged rejected are left out; claims
    whose report is not in `reports` link on what they say themselves. `rule` is one of
    `tolls.RULES`, `ranking` the sources for `hierarchy`, most trusted first; raises InvalidQuery
    for another rule.
    """
    return Index(claims, reports, judgements, rule, ranking).events()


def relink(
    index: Index, claims: Iterable[Claim], reports: Mapping[str, Report]
) -> tuple[tuple[Event, ...], tuple[str, ...]]:
    """Add claims to an index; returns the events that are new or changed and the ids of those that are gone."""
    return index.add(claims, reports)


class Index:
    """Events that are kept up to date: adding a report touches only the blocks that its claims stand in."""

    def __init__(
        self,
        claims: Iterable[Claim] = (),
        reports: Mapping[str, Report] | None = None,
        judgements: Iterable[Judgement] = (),
        rule: str = "range",
        ranking: Sequence[str] = (),
    ) -> None:
        check_rule(rule)
        self._rule, self._ranking = rule, tuple(ranking)
        self._reports: dict[str, Report] = dict(reports or {})
        self._settled = settle(judgements)
        self._told: dict[str, Claim] = {}  # as read, before amendments
        self._claims: dict[str, Claim] = {}
        self._sketches: dict[str, Sketch] = {}
        self._blocks = Blocks()
        self._edges: dict[str, dict[str, float]] = {}
        self._events: dict[str, Event] = {}
        self._event_of: dict[str, str] = {}
        self._old: dict[str, Event] = {}  # dissolved since the last refresh
        self._fill(claims)

    def events(self) -> tuple[Event, ...]:
        """All events, by date, undated last, then by id."""
        return tuple(sorted(self._events.values(), key=_order))

    def event_of(self, claim: str) -> Event | None:
        """The event that a claim belongs to; None for a claim that is unknown or rejected."""
        found = self._event_of.get(claim)
        return self._events[found] if found else None

    def links(self, count: int) -> Links:
        """What is to be kept of an index of the first `count` lines of a journal, for `resume`."""
        seen = self._sketches
        left_out = ((claim.id, claim.report, "") for claim in self._told.values() if claim.id not in seen)
        kept = ((one.id, one.report, sketch_to_text(one)) for one in seen.values())
        pairs = ((one, other, p) for one, near in self._edges.items() for other, p in near.items() if one < other)
        return Links(count, chain(kept, left_out), self._blocks.places(), pairs)

    def add(self, claims: Iterable[Claim], reports: Mapping[str, Report]) -> tuple[tuple[Event, ...], tuple[str, ...]]:
        """Take claims in; returns the new or changed events and the ids of those that are gone."""
        self._reports.update(reports)
        touched: set[str] = set()
        for claim in sorted(claims, key=lambda c: c.id):
            if claim.id not in self._told:
                touched |= self._take(claim)
        return self._refresh(touched)

    def remove(self, claims: Iterable[str]) -> tuple[tuple[Event, ...], tuple[str, ...]]:
        """Let claims go (read anew, or retracted); returns as `add` does."""
        touched: set[str] = set()
        for claim in sorted(self._held(claims)):
            self._told.pop(claim, None)
            touched |= self._drop(claim)
            touched.discard(claim)
        return self._refresh(touched)

    def judge(self, judgements: Iterable[Judgement]) -> tuple[tuple[Event, ...], tuple[str, ...]]:
        """Replace all judgements by these; returns as `add` does."""
        old, self._settled = self._settled, settle(judgements)
        new = self._settled
        pairs = (old.same ^ new.same) | (old.different ^ new.different)
        touched = {c for pair in pairs for c in pair}
        touched |= {c for c in {*old.notes, *new.notes} if old.notes.get(c) != new.notes.get(c)}
        redone = set(old.rejected ^ new.rejected)
        redone |= {c for c in {*old.changes, *new.changes} if old.changes.get(c) != new.changes.get(c)}
        redone = self._held(redone)
        self._bring_told(redone)
        for claim in sorted(redone):
            touched |= self._drop(claim)
            touched |= self._take(self._told[claim])
        return self._refresh(touched)

    # -- what is fetched where the index is not all in memory (`resume`)

    def _held(self, claims: Iterable[str]) -> set[str]:
        """Those of the claims that were taken in, rejected ones too."""
        return set(claims) & set(self._told)

    def _bring(self, claims: Iterable[str]) -> None:
        """Have the sketches and links of these claims at hand."""

    def _bring_told(self, claims: Iterable[str]) -> None:
        """Have these claims themselves at hand, and their reports."""

    def _bring_events(self, claims: Iterable[str]) -> None:
        """Have the events of these claims at hand."""

    def _join(self, one: str, other: str, score: float) -> None:
        self._edges.setdefault(one, {})[other] = score
        self._edges.setdefault(other, {})[one] = score

    def _part(self, one: str, other: str) -> None:
        del self._edges[one][other], self._edges[other][one]

    # -- from here on: how the index keeps itself right

    def _enter(self, claim: Claim) -> Sketch | None:
        """The sketch of a claim as judged; None where it was rejected."""
        self._told[claim.id] = claim
        if claim.id in self._settled.rejected:
            return None
        changes = self._settled.changes.get(claim.id)
        claim = amend(claim, changes) if changes else claim
        self._claims[claim.id] = claim
        self._sketches[claim.id] = seen = sketch(claim, self._reports.get(claim.report))
        return seen

    def _fill(self, claims: Iterable[Claim]) -> None:
        ordered = sorted({c.id: c for c in claims}.values(), key=lambda c: c.id)
        self._blocks.fill([seen for c in ordered if (seen := self._enter(c))])
        for one in self._sketches:
            for other in self._blocks.neighbours(one):
                if one < other:
                    self._weigh(one, other)
        self._refresh(set(self._sketches))

    def _weigh(self, one: str, other: str) -> bool:
        score = probability(self._sketches[one], self._sketches[other])
        if score < threshold():
            return False
        self._join(one, other, score)
        return True

    def _take(self, claim: Claim) -> set[str]:
        """Put a claim into its blocks; returns it and the claims whose links changed."""
        seen = self._enter(claim)
        if seen is None:
            return set()
        touched = {claim.id}
        lost, near = self._blocks.add(seen), self._blocks.neighbours(claim.id)
        self._bring({*near, *(each for pair in lost for each in pair)})
        for one, other in sorted(lost):
            if other in self._edges.get(one, {}) and not self._blocks.meet(one, other):
                self._part(one, other)
                touched |= {one, other}
        for other in near:
            self._weigh(claim.id, other)
        return touched

    def _drop(self, claim: str) -> set[str]:
        """Take a claim out of its blocks and its event; returns the claims whose links changed."""
        self._bring([claim])
        if claim not in self._sketches:  # it was rejected
            return set()
        touched = set(self._edges.get(claim, {}))
        self._bring(touched)
        for other in touched:
            self._part(claim, other)
        self._bring_events([claim])
        touched |= self._retire(claim)
        gained = self._blocks.remove(claim)
        self._bring({each for pair in gained for each in pair})
        for one, other in sorted(gained):
            if other not in self._edges.get(one, {}) and self._weigh(one, other):
                touched |= {one, other}
        self._claims.pop(claim, None)
        del self._sketches[claim]
        return touched - {claim}

    def _retire(self, claim: str) -> set[str]:
        """Dissolve the event of a claim until the next refresh; returns the claims it had."""
        event = self._events.pop(self._event_of.get(claim, ""), None)
        if event is None:
            return set()
        self._old[event.id] = event
        for mate in event.claims:
            del self._event_of[mate]
        return set(event.claims)

    def _refresh(self, touched: set[str]) -> tuple[tuple[Event, ...], tuple[str, ...]]:
        """Group anew every component that holds a touched claim; returns what changed and what is gone."""
        self._bring_events(touched)
        mates = {mate for claim in touched for mate in self._retire(claim)}
        inside = self._reach(touched | mates)
        self._bring_events(inside)
        for claim in inside:
            self._retire(claim)
        sketches = {claim: self._sketches[claim] for claim in sorted(inside)}
        fresh = self._made(cluster(sketches, self._edges, self._settled), touched)
        self._events.update(fresh)
        self._event_of.update((claim, e.id) for e in fresh.values() for claim in e.claims)
        old, self._old = self._old, {}
        changed = (e for e in fresh.values() if old.get(e.id) != e)
        return tuple(sorted(changed, key=_order)), tuple(sorted(set(old) - set(fresh)))

    def _reach(self, starts: set[str]) -> set[str]:
        """All claims that hang together with these, by likeness or by judgement."""
        seen: set[str] = set()
        todo = set(starts)
        while todo:
            self._bring(todo)
            todo = {one for one in todo if one in self._sketches}
            seen |= todo
            near = {o for one in todo for o in (*self._edges.get(one, ()), *self._settled.mates.get(one, ()))}
            todo = near - seen
        return seen

    def _made(self, groups: Iterable[Group], touched: set[str]) -> dict[str, Event]:
        """The events of the groups; an event that was there of the same claims, joined alike, is not made again."""
        before = {event.claims: event for event in self._old.values()}
        found, new = [], []
        for group in groups:
            old, reasons = before.get(group.claims), self._reasons(group)
            if old is not None and old.reasons == reasons and touched.isdisjoint(group.claims):
                found.append(old)
            else:
                new.append((group, reasons))
        self._bring_told({claim for group, _ in new for claim in group.claims})
        return {e.id: e for e in (*found, *(self._event(*each) for each in new))}

    def _event(self, group: Group, reasons: tuple[str, ...]) -> Event:
        claims = [self._claims[c] for c in group.claims]
        notes = {line: None for c in group.claims for line in self._settled.notes.get(c, ())}
        return reconcile(claims, self._reports, self._rule, self._ranking, reasons, tuple(notes), self._sketches)

    def _reasons(self, group: Group) -> tuple[str, ...]:
        lines = []
        for one, other, score in sorted(group.joins)[:_MAX_REASONS]:
            if (min(one, other), max(one, other)) in self._settled.same:
                lines.append(f"{one} and {other}: judged the same")
                continue
            said = opinion(self._sketches[one], self._sketches[other])
            why = "; ".join(f.reason for f in said.features if f.score is not None and f.score >= _SPEAKS)
            lines.append(f"{one} and {other} ({score:.2f}): {why}")
        return tuple(lines)


def _order(event: Event) -> tuple[bool, str, str]:
    when = event.when
    day = (when.earliest or when.latest) if when else None
    return (day is None, day.isoformat() if day else "", event.id)
