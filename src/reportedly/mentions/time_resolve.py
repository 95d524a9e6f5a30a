"""From an expression or a phrase of time to a range of days.

Incomplete dates are the nearest in the past, as coders read them; a verb in the future turns
them forward. What the text and the publication together do not tell stays unknown.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from . import time_calendar as cal
from .time_calendar import UNKNOWN, Days
from .time_dates import TOLD, Scene
from .time_distance import DISTANT, back, count_of, distance
from .time_grammar import Atom, Join

_RESOLVERS = TOLD | DISTANT
_NO_BEGINNING = ("unit", "weekend", "stretch", "recent", "duration", "weekday", "dayword", "same")


def resolve(atom: Atom, scene: Scene) -> Days:
    """The days that an expression names; `UNKNOWN` where they cannot be told."""
    return _RESOLVERS[atom.name](atom.parts, scene)


def resolve_join(join: Join, scene: Scene) -> tuple[Days, str]:
    """The days that a whole phrase names, and its role: point, since, until or duration."""
    if join.name in ("range", "both"):
        return _range(join, scene), "point"
    if join.name == "offset":
        return _offset(join, scene), "point"
    if join.name == "overnight":
        return _overnight(join, scene), "point"
    days = resolve(join.ends[0], scene)
    # "From 24 to 29 March" ends; "reeling from last week's loss" does not begin.
    is_closed = "d2" in join.ends[0].parts or ("from" in join.parts and join.ends[0].name in _NO_BEGINNING)
    if join.name == "since" and not is_closed:
        return Days(days.earliest, _not_before(scene.anchor, days.earliest)), "since"
    if join.name == "until":
        before = "by" in join.parts and "before" in join.parts["by"].values
        if join.ends[0].name == "now":
            return days, "point"
        return Days(None, cal.shift(days.earliest, -1) if before and days.earliest else days.latest), "until"
    is_long = join.ends[0].name in ("duration", "stretch", "recent", "now", "nth")
    return days, "duration" if is_long else "point"


def _not_before(day: date | None, first: date | None) -> date | None:
    return None if day is None or (first and first > day) else day


def _range(join: Join, scene: Scene) -> Days:
    first, last = join.ends[0], join.ends[-1]
    b = resolve(last, scene)
    base = replace(scene, anchor=b.latest) if b.year_told and b.latest else scene
    a = resolve(first, base)
    start, end = a.earliest, b.latest
    if start is None or end is None:
        return UNKNOWN
    if start > end:
        if first.name == last.name == "weekday":
            start = cal.shift(start, -7)
        elif not a.year_told:
            start = cal.add_months(start, -12)
        elif not b.year_told:
            end = cal.add_months(end, 12)
    return Days(min(start, end), max(start, end), b.year_told)


def _offset(join: Join, scene: Scene) -> Days:
    """ "Two days after 21 August": from the day that is named."""
    parts, day = join.ends[0].parts, resolve(join.ends[1], scene)
    earlier = "earlier" in parts
    count = count_of(parts)
    return distance(day.earliest if earlier else day.latest, -count if earlier else count, parts)


def _overnight(join: Join, scene: Scene) -> Days:
    days = resolve(join.ends[0], scene) if join.ends and join.ends[0].name != "overnight" else UNKNOWN
    if days.earliest is None or days.latest is None:
        return back(scene, 1, "day")
    if len(join.ends) > 1:
        return _range(join, scene)
    end = cal.shift(days.latest, 1)
    return Days(days.earliest, min(end, max(scene.anchor, days.latest)) if scene.anchor else end)
