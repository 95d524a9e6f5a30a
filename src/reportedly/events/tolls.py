"""One toll from many figures: per outcome and side, by a named rule, without hiding who disagrees.

Rules, by name:
- `range` (default): low the lowest and high the highest figure told; best the figure most origins
  give, or the lower median where none is given twice.
- `conservative`: the lowest figure, as ACLED codes.
- `majority`: the figure that most origins give; of equals the lower.
- `latest`: the figure published last.
- `hierarchy`: the figure of the source that stands first in the user's ranking.

Subsets never count with their total: "53, including 46 civilians" is a total of 53 and, apart,
46 civilians; "two Chinese tourists" are no rival to "84 people". A later figure of one origin
replaces its earlier ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ..errors import InvalidQuery
from ..model import Claim, Harm, Harmed, Outcome, Report, Stand, Status, Toll
from ..ontology.load import data
from .family import name_key
from .independence import Origin
from .likeness import stem, stem_set, stems, weight
from .sketch import nobody

RULES = ("range", "conservative", "majority", "latest", "hierarchy")
_NAME_WEIGHT = 3.0  # "Six", "Women" at the start of a sentence weigh less, names of nations and people more
_PEOPLE = (Harmed.CIVILIAN, Harmed.UNKNOWN)
_ALL_SIDES = (Harmed.MIXED, Harmed.UNKNOWN)
_STATE = ("state force", "government")
_OUTCOMES = {o: k for k, o in enumerate(Outcome)}
_SIDES = {p: k for k, p in enumerate(Harmed)}

Loss = tuple[Outcome, Harmed, str]


@dataclass(frozen=True, slots=True)
class _Figure:
    """One claim's figure for one loss, with what orders it: when it was first published, where it stands."""

    stand: Stand
    origin: str
    published: datetime | None
    report: str
    position: int
    update: bool
    named_part: bool
    anybody: bool
    of_forces: bool

    @property
    def point(self) -> int | None:
        """The figure as one number: its lower bound, or else its upper."""
        return self.stand.low if self.stand.low is not None else self.stand.high

    @property
    def order(self) -> tuple[bool, str, int, str]:
        """Later figures come last; of one time, those that stand further down."""
        at = self.published.isoformat() if self.published else ""
        return (self.published is not None, at, self.position, self.stand.claim)


def reconcile_tolls(
    claims: Iterable[Claim],
    origins: Mapping[str, Origin],
    reports: Mapping[str, Report],
    rule: str = "range",
    ranking: Sequence[str] = (),
) -> tuple[Toll, ...]:
    """The tolls of one event, ordered by outcome and side; raises InvalidQuery for an unknown rule."""
    check_rule(rule)
    losses: dict[Loss, list[_Figure]] = {}
    for claim in sorted(claims, key=lambda c: c.id):
        if claim.status is Status.ASSERTED:
            for loss, figure in _figures(claim, origins[claim.id], reports):
                losses.setdefault(loss, []).append(figure)
    _join_sides(losses)
    _name_totals(losses)
    ordered = sorted(losses, key=lambda k: (_OUTCOMES[k[0]], _SIDES[k[1]], k[2]))
    return tuple(_toll(loss, losses[loss], rule, tuple(map(name_key, ranking))) for loss in ordered)


def check_rule(rule: str) -> None:
    """Raises InvalidQuery where there is no rule of this name."""
    if rule not in RULES:
        raise InvalidQuery(f"there is no rule named {rule!r}", hint=f"Use one of {', '.join(RULES)}.")


def _figures(claim: Claim, origin: Origin, reports: Mapping[str, Report]) -> list[tuple[Loss, _Figure]]:
    report = reports.get(origin.report) or reports.get(claim.report)
    words = " ".join(s.text for s in claim.evidence).lower()
    update = any(cue in words for cue in data("linking")["updates"])
    position = min((s.start for s in claim.evidence), default=0)
    struck = {p.sort for p in claim.targets}
    forces = not struck.isdisjoint(_STATE) and struck <= {*_STATE, "militia"}  # "soldiers and allied militiamen"
    found = []
    for loss, harms in _whole(claim.toll).items():
        low, high = _sum(harms)
        stand = Stand(origin.name, low, high, claim.id)
        at = report.published if report else None
        part = loss[1] in _PEOPLE and all(_names_a_group(h) for h in harms)
        anybody = all(_is_anybody(h) for h in harms)
        found.append((loss, _Figure(stand, origin.key, at, claim.report, position, update, part, anybody, forces)))
    return found


def _is_anybody(harm: Harm) -> bool:
    """True for "people", "dead": words that leave the side of those harmed open."""
    words = stems(harm.who.text)
    return bool(words) and words[-1] in stem_set("anybody")


def _names_a_group(harm: Harm) -> bool:
    """True for "two Chinese tourists": victims told by nation, place or name, not all of them."""
    names = [stem(w) for w in harm.who.text.split() if w[0].isupper() and not w.isupper()]
    return any(weight(name) >= _NAME_WEIGHT and name not in nobody() for name in names)


def _loss(harm: Harm) -> Loss:
    if harm.party is Harmed.EQUIPMENT:
        words = harm.who.text.split()
        return harm.outcome, harm.party, stem(words[-1]) if words else ""
    side = Harmed.UNKNOWN if harm.party in _ALL_SIDES else harm.party
    return harm.outcome, side, ""


def _whole(toll: tuple[Harm, ...]) -> dict[Loss, list[Harm]]:
    """Per loss the figures that are no part of another figure of the same loss, each told once."""
    found: dict[Loss, list[Harm]] = {}
    for harm in toll:
        loss = _loss(harm)
        if any(_loss(above) == loss for above in _above(harm, toll)):
            continue
        if loss[1] is Harmed.UNKNOWN and harm.part_of is not None:
            continue  # "22 dead, five of them ...": a part of unknown side is no total
        same = found.setdefault(loss, [])
        if all((h.figure, stems(h.who.text)) != (harm.figure, stems(harm.who.text)) for h in same):
            same.append(harm)
    return found


def _above(harm: Harm, toll: tuple[Harm, ...]) -> list[Harm]:
    above: list[Harm] = []
    at = harm.part_of
    while at is not None and 0 <= at < len(toll) and toll[at] not in above and len(above) < len(toll):
        above.append(toll[at])
        at = toll[at].part_of
    return above


def _sum(harms: list[Harm]) -> tuple[int | None, int | None]:
    told = [h.figure for h in harms if h.figure.is_told] or [harms[0].figure]
    if len(told) == 1:
        return told[0].low, told[0].high
    low = sum(f.low or 0 for f in told)
    return low, None if any(f.high is None for f in told) else sum(f.high or 0 for f in told)


def _join_sides(losses: dict[Loss, list[_Figure]]) -> None:
    """The same loss told with its side and without is one: "18 killed" in an attack on soldiers alone and
    "27 soldiers killed"; "20 people", which the reader takes for civilians, and "189 dead"."""
    for outcome in {k[0] for k in losses}:
        open_side, soldiers = (outcome, Harmed.UNKNOWN, ""), (outcome, Harmed.STATE_FORCE, "")
        civilians = (outcome, Harmed.CIVILIAN, "")
        if open_side in losses and soldiers in losses:
            _move(losses, open_side, soldiers, lambda f, there: f.of_forces and f.stand.claim not in there)
        if open_side in losses and civilians in losses:
            _move(losses, civilians, open_side, lambda f, there: f.anybody and f.stand.claim not in there)
        told = [k for k in losses if k[0] is outcome and k != open_side and k[1] is not Harmed.EQUIPMENT]
        told = [k for k in told if any(f.point is not None for f in losses[k])]
        if len(told) == 1 and all(f.point is None for f in losses.get(open_side, ())):
            _move(losses, open_side, told[0], lambda f, there: True)


def _move(losses: dict[Loss, list[_Figure]], source: Loss, to: Loss, fits: Callable[[_Figure, set[str]], bool]) -> None:
    there = {f.stand.claim for f in losses[to]}
    moved = [f for f in losses.get(source, ()) if fits(f, there)]
    kept = [f for f in losses.get(source, ()) if not fits(f, there)]
    losses[to] += moved
    losses.pop(source, None)
    if kept:
        losses[source] = kept


def _name_totals(losses: dict[Loss, list[_Figure]]) -> None:
    """A total over both sides is called mixed where the same event has losses of two sides apart."""
    for outcome in {k[0] for k in losses}:
        total = (outcome, Harmed.UNKNOWN, "")
        sides = {k[1] for k in losses if k[0] is outcome} - {Harmed.UNKNOWN, Harmed.EQUIPMENT}
        if len(sides) > 1 and total in losses:
            losses[outcome, Harmed.MIXED, ""] = losses.pop(total)


def _toll(loss: Loss, figures: list[_Figure], rule: str, ranking: tuple[str, ...]) -> Toll:
    ordered = sorted(figures, key=lambda f: f.order)
    voices: dict[str, list[_Figure]] = {}
    for figure in ordered:
        voices.setdefault(figure.origin, []).append(figure)
    old = [f for f in ordered if any(_replaces(later, f) for later in voices[f.origin] if later.order > f.order)]
    gone = {f.stand.claim for f in old}
    live = [f for f in ordered if f.stand.claim not in gone]
    told = _whole_tolls([f for f in live if f.point is not None])
    low, best, high = _RULES[rule](told, ranking) if told else (None, None, None)
    outcome, side, who = loss
    stands = tuple(f.stand for f in ordered)
    return Toll(outcome, side, low, best, high, stands, tuple(f.stand for f in old), _disputed(told), rule, who)


def _whole_tolls(told: list[_Figure]) -> list[_Figure]:
    """Without the figures of one nation's or one family's victims, where a higher one counts people as such."""
    most = max((f.point or 0 for f in told if not f.named_part), default=0)
    return [f for f in told if not f.named_part or (f.point or 0) >= most] or told


def _replaces(later: _Figure, earlier: _Figure) -> bool:
    if later.origin != earlier.origin or later.point is None:
        return False
    if (later.stand.low, later.stand.high) == (earlier.stand.low, earlier.stand.high):
        return False
    if later.report == earlier.report:
        return later.update and later.position > earlier.position
    if earlier.update and not later.update and (later.point or 0) < (earlier.point or 0):
        return False  # a figure said to have risen is not lowered by a late retelling of an older one
    return bool(later.published and earlier.published and later.published > earlier.published)


def _disputed(told: list[_Figure]) -> bool:
    """True where the figures of two origins exclude each other."""
    sides = list({(f.origin, f.stand.low, f.stand.high): f for f in told}.values())
    return any(a.origin != b.origin and excludes(a.stand, b.stand) for k, a in enumerate(sides) for b in sides[:k])


def excludes(one: Stand, other: Stand) -> bool:
    """True where no number fits both figures: "at least 20" and "8"."""
    if one.high is not None and (other.low or 0) > one.high:
        return True
    return other.high is not None and (one.low or 0) > other.high


def _bounds(told: list[_Figure]) -> tuple[int | None, int | None]:
    lows = [f.stand.low for f in told if f.stand.low is not None]
    highs = [x for f in told for x in (f.stand.low, f.stand.high) if x is not None]
    return (min(lows) if lows else None), (max(highs) if highs else None)


def _votes(told: list[_Figure]) -> list[tuple[int, int]]:
    """(figure, by how many origins), the most supported first, of equals the lower."""
    pairs = {(f.origin, f.point) for f in told if f.point is not None}
    counts = Counter(point for _, point in pairs if point is not None)
    return sorted(counts.items(), key=lambda x: (-x[1], x[0]))


Answer = tuple[int | None, int | None, int | None]


def _range(told: list[_Figure], ranking: tuple[str, ...]) -> Answer:
    low, high = _bounds(told)
    votes = _votes(told)
    if votes[0][1] > 1 and (len(votes) == 1 or votes[1][1] < votes[0][1]):
        return low, votes[0][0], high
    points = sorted(point for point, _ in votes)
    return low, points[(len(points) - 1) // 2], high


def _chosen(told: list[_Figure], point: int | None) -> Answer:
    low, high = _bounds([f for f in told if f.point == point])
    return low, point, high


def _conservative(told: list[_Figure], ranking: tuple[str, ...]) -> Answer:
    least = min(f.point for f in told if f.point is not None)
    return least, least, least


def _majority(told: list[_Figure], ranking: tuple[str, ...]) -> Answer:
    return _chosen(told, _votes(told)[0][0])


def _latest(told: list[_Figure], ranking: tuple[str, ...]) -> Answer:
    return _chosen([told[-1]], told[-1].point)


def _hierarchy(told: list[_Figure], ranking: tuple[str, ...]) -> Answer:
    def place(figure: _Figure) -> int:
        names = (figure.origin, name_key(figure.stand.source))
        return min((k for k, ranked in enumerate(ranking) if ranked in names), default=len(ranking))

    first = min(map(place, told))
    return _range([f for f in told if place(f) == first], ())


_RULES = {
    "range": _range,
    "conservative": _conservative,
    "majority": _majority,
    "latest": _latest,
    "hierarchy": _hierarchy,
}
