"""Joins what two sentences of one report say of one happening, and tells whether their times and places agree."""

from __future__ import annotations

from datetime import timedelta
from math import cos, hypot, radians

from ..mentions.triggers import lexicon
from ..model import Attribution, Harm, Party, PlacePrecision, Where
from .circumstances import carried
from .drafts import Draft
from .parties import sharpen
from .typology import beyond_property

# Types that say little of how: they can retell any violent happening.
VAGUE = frozenset({"attack", "casualties"})
_WIDE = (PlacePrecision.PROVINCE, PlacePrecision.COUNTRY)


def times_agree(a: Draft, b: Draft) -> bool:
    """True unless both sentences tell a time of their own and these lie more than a day apart."""
    if not (a.own_time and b.own_time):
        return True
    x, y = a.when, b.when
    if not (x and y and x.earliest and y.earliest and x.latest and y.latest):
        return True
    day = timedelta(days=1)
    return x.earliest - day <= y.latest and y.earliest - day <= x.latest


def places_agree(a: Draft, b: Draft) -> bool:
    """True unless both sentences tell a place of their own and neither holds or reaches the other."""
    x, y = a.where, b.where
    if not (a.own_place and b.own_place and x and y) or x.name == y.name:
        return True
    if x.precision in _WIDE or y.precision in _WIDE:
        return _within(x, y) or _within(y, x)
    return metres(x, y) <= max(x.radius or 0, y.radius or 0, 5000)


def _within(inner: Where, outer: Where) -> bool:
    if outer.precision is PlacePrecision.COUNTRY:
        return inner.country == outer.country
    return outer.precision is PlacePrecision.PROVINCE and inner.admin1 == outer.admin1


def metres(x: Where, y: Where) -> float:
    """A flat-earth distance, good to 1 % within a country."""
    if x.lat is None or y.lat is None or x.lon is None or y.lon is None:
        return float("inf")
    return hypot(x.lat - y.lat, (x.lon - y.lon) * cos(radians(x.lat))) * 111_195


def join(into: Draft, other: Draft) -> None:
    """Add to a draft what a retelling says: its parties, its harms, the closer place and time."""
    rank = lexicon().rank
    if rank[other.type] > rank[into.type]:
        into.type = other.type
    into.actors = _named(into.actors, other.actors)
    targets = _union(into.targets, other.targets)
    if into.happening.group != "words":
        targets = sharpen(targets)
    into.targets = tuple(p for p in targets if p.name not in {a.name for a in into.actors})
    if other.own_time and (not into.own_time or (into.said_then and not other.said_then and _is_before(other, into))):
        into.when, into.own_time, into.said_then = other.when, True, other.said_then
    if other.own_place and (not into.own_place or _finer(other.where, into.where)):
        into.where, into.own_place = other.where, True
    seen = {w.text.lower() for w in into.weapons}
    into.weapons += tuple(w for w in other.weapons if w.text.lower() not in seen)
    own, others = (any(h.figure.is_told for _, h in d.harms) for d in (into, other))
    again = bool(other.figures & into.figures)
    into.harms += tuple(h for h in other.harms if not _repeated(h[1], into.harms))
    into.type = beyond_property(into.type, (h for _, h in into.harms))
    # A claim's figures go back to whoever gave them: not to one who later speaks of the happening without them.
    gave = others and not own and other.attribution.links
    named = _closer(other.attribution, into.attribution) and (again or not own or into.attribution.links)
    spoke = again and _speaks_for(other.attribution, into.attribution)
    if gave or named or spoke:
        into.attribution = other.attribution
    into.hedges += tuple(h for h in other.hedges if h not in into.hedges)


def _named(held: tuple[Party, ...], other: tuple[Party, ...]) -> tuple[Party, ...]:
    """The parties told first, unless only the other telling names them ("jihadists", "the Islamic State")."""
    if not held or (any(p.actor for p in other) and not any(p.actor for p in held)):
        return other or held
    return held


def inherit(draft: Draft, first: Draft) -> None:
    """What one voice leaves unsaid of a happening that another voice has told of before."""
    draft.actors = draft.actors or first.actors
    draft.targets = draft.targets or first.targets
    draft.weapons = draft.weapons or first.weapons
    if not draft.own_place and first.own_place:
        draft.where = first.where
    if not draft.own_time and first.when is not None and first.when.basis in ("stated", "context"):
        draft.when = carried(first.when)
    if draft.type in VAGUE:
        draft.type = first.type


def _is_before(a: Draft, b: Draft) -> bool:
    """True where the time of `a` ends no later than that of `b`."""
    return bool(a.when and b.when and a.when.latest and b.when.latest and a.when.latest <= b.when.latest)


def _repeated(harm: Harm, held: tuple[tuple[int, Harm], ...]) -> bool:
    return harm.figure.is_told and any((h.outcome, h.figure) == (harm.outcome, harm.figure) for _, h in held)


def _finer(a: Where | None, b: Where | None) -> bool:
    order = list(PlacePrecision)
    return a is not None and (b is None or order.index(a.precision) < order.index(b.precision))


def _union(a: tuple[Party, ...], b: tuple[Party, ...]) -> tuple[Party, ...]:
    return a + tuple(p for p in b if p.name not in {q.name for q in a})


def _closer(a: Attribution, b: Attribution) -> bool:
    """True where chain `a` names an origin that chain `b` leaves out or only describes ("a monitor")."""
    if b.origin is None:
        return a.origin is not None
    return a.origin is not None and b.origin.name[:1].islower() and a.origin.name[:1].isupper()


def _speaks_for(a: Attribution, b: Attribution) -> bool:
    """True where the origin of `a` speaks for the body that is the origin of `b`: "its director" for a monitor."""
    return b.origin is not None and b.origin.name in {k.name for k in a.links[:-1]}


def same_voice(a: Attribution, b: Attribution) -> bool:
    """True where both go back to one origin, or to none."""
    x, y = a.origin, b.origin
    if x is None or y is None:
        return x is y
    return x.name.lower() == y.name.lower() or {k.name for k in a.links} & {k.name for k in b.links} != set()
