"""Tells whether two sentences of one report speak of the same happening, and joins what they say."""

from __future__ import annotations

from datetime import timedelta
from math import cos, hypot, radians

from ..mentions.triggers import lexicon
from ..model import Attribution, Harm, Party, PlacePrecision, Where
from .drafts import Draft

# Types that say little of how: they can retell any violent happening.
VAGUE = frozenset({"attack", "casualties"})
_WIDE = (PlacePrecision.PROVINCE, PlacePrecision.COUNTRY)


def same_happening(draft: Draft, earlier: Draft, sentences_between: int) -> bool:
    """True where `draft` retells `earlier`: nothing contradicts, and something says so."""
    if draft.kind is not earlier.kind or draft.status is not earlier.status:
        return False
    if not _types_agree(draft, earlier) or not _times_agree(draft, earlier) or not _places_agree(draft, earlier):
        return False
    figures = {(h.outcome, h.figure) for _, h in draft.harms if h.figure.is_told}
    told = {(h.outcome, h.figure) for _, h in earlier.harms if h.figure.is_told}
    if figures & told:
        return True
    if _sides_differ(draft.actors, earlier.actors):
        return False
    if draft.definite or earlier.happening.sentence == draft.happening.sentence:
        return sentences_between < 8
    if draft.happening.harms and not draft.happening.triggers:
        return sentences_between < 4 and not (draft.own_place and earlier.own_place and draft.own_time)
    same_place = draft.own_place and earlier.own_place and draft.where.name == earlier.where.name  # type: ignore[union-attr]
    return draft.type == earlier.type and (same_place or (sentences_between < 3 and not draft.own_place))


def _types_agree(a: Draft, b: Draft) -> bool:
    if a.happening.group != b.happening.group:
        return False
    if a.type == b.type:
        return True
    return a.happening.group == "violence" and (a.type in VAGUE or b.type in VAGUE)


def _times_agree(a: Draft, b: Draft) -> bool:
    if not (a.own_time and b.own_time):
        return True
    x, y = a.when, b.when
    if not (x and y and x.earliest and y.earliest and x.latest and y.latest):
        return True
    day = timedelta(days=1)
    return x.earliest - day <= y.latest and y.earliest - day <= x.latest


def _places_agree(a: Draft, b: Draft) -> bool:
    x, y = a.where, b.where
    if not (a.own_place and b.own_place and x and y) or x.name == y.name:
        return True
    if x.precision in _WIDE or y.precision in _WIDE:
        return _within(x, y) or _within(y, x)
    return _metres(x, y) <= max(x.radius or 0, y.radius or 0, 5000)


def _within(inner: Where, outer: Where) -> bool:
    if outer.precision is PlacePrecision.COUNTRY:
        return inner.country == outer.country
    return outer.precision is PlacePrecision.PROVINCE and inner.admin1 == outer.admin1


def _metres(x: Where, y: Where) -> float:
    """A flat-earth distance, good to 1 % within a country."""
    if x.lat is None or y.lat is None or x.lon is None or y.lon is None:
        return float("inf")
    return hypot(x.lat - y.lat, (x.lon - y.lon) * cos(radians(x.lat))) * 111_195


def _sides_differ(a: tuple[Party, ...], b: tuple[Party, ...]) -> bool:
    return bool(a and b) and not {p.name for p in a} & {p.name for p in b}


def join(into: Draft, other: Draft) -> None:
    """Add to a draft what a retelling says: its parties, its harms, the closer place and time."""
    rank = lexicon().rank
    if rank[other.type] > rank[into.type]:
        into.type = other.type
    into.actors = _union(into.actors, other.actors) if not into.actors else into.actors
    into.targets = tuple(p for p in _union(into.targets, other.targets) if p.name not in {a.name for a in into.actors})
    if other.own_time and not into.own_time:
        into.when, into.own_time = other.when, True
    if other.own_place and (not into.own_place or _finer(other.where, into.where)):
        into.where, into.own_place = other.where, True
    seen = {w.text.lower() for w in into.weapons}
    into.weapons += tuple(w for w in other.weapons if w.text.lower() not in seen)
    into.harms += tuple(h for h in other.harms if not _repeated(h[1], into.harms))
    if len(other.attribution.links) > len(into.attribution.links):
        into.attribution = other.attribution
    into.hedges += tuple(h for h in other.hedges if h not in into.hedges)


def _repeated(harm: Harm, held: tuple[tuple[int, Harm], ...]) -> bool:
    return harm.figure.is_told and any((h.outcome, h.figure) == (harm.outcome, harm.figure) for _, h in held)


def _finer(a: Where | None, b: Where | None) -> bool:
    order = list(PlacePrecision)
    return a is not None and (b is None or order.index(a.precision) < order.index(b.precision))


def _union(a: tuple[Party, ...], b: tuple[Party, ...]) -> tuple[Party, ...]:
    return a + tuple(p for p in b if p.name not in {q.name for q in a})


def same_voice(a: Attribution, b: Attribution) -> bool:
    """True where both go back to one origin, or to none."""
    x, y = a.origin, b.origin
    if x is None or y is None:
        return x is y
    return x.name.lower() == y.name.lower() or {k.name for k in a.links} & {k.name for k in b.links} != set()
