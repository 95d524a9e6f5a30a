"""From an expression of time to a range of days, against the day of publication.

Incomplete dates are the nearest in the past, as coders read them; a verb in the future turns
them forward. What the text and the publication together do not tell stays unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ..ontology.load import data
from . import time_calendar as cal
from .time_calendar import UNKNOWN, Days
from .time_grammar import Atom, Join
from .time_words import Word

# A date without a year may lie this many days after publication before it is taken for last year's:
# time zones, and reports dated by their first version.
SLACK = 3
# "In recent days", "weeks", "months": how far back coders reach.
RECENT = {"hour": (1, "day"), "day": (7, "day"), "week": (28, "day"), "month": (3, "month"), "year": (3, "year")}
RECENTLY = 14
# "For months", "for years", number not told.
UNTOLD = 3
# A verb in the future turns a date forward by so many days at most: later ones name their year.
AHEAD = 200
_BACK = ("last", "past", "previous")


@dataclass(frozen=True, slots=True)
class Scene:
    """What an expression is read against: the day of publication, and the time named before it."""

    anchor: date | None
    previous: Days = UNKNOWN
    future: bool = False
    day_first: bool = True


def resolve(atom: Atom, scene: Scene) -> Days:
    """The days that an expression names; `UNKNOWN` where they cannot be told."""
    return _RESOLVERS[atom.name](atom.parts, scene)


def resolve_join(join: Join, scene: Scene) -> tuple[Days, str]:
    """The days that a whole phrase names, and its role: point, since, until or duration."""
    if join.name in ("range", "both"):
        return _range(join, scene), "point"
    if join.name == "overnight":
        return _overnight(join, scene), "point"
    days = resolve(join.ends[0], scene)
    if join.name == "since":
        return Days(days.earliest, _not_before(scene.anchor, days.earliest)), "since"
    if join.name == "until":
        before = "by" in join.parts and "before" in join.parts["by"].values
        if join.ends[0].name == "now":
            return days, "point"
        return Days(None, cal.shift(days.earliest, -1) if before and days.earliest else days.latest), "until"
    if join.name == "offset":
        return _shifted(days, join.parts, scene), "point"
    is_long = join.ends[0].name in ("duration", "stretch", "recent", "now")
    return days, "duration" if is_long else "point"


def _not_before(day: date | None, first: date | None) -> date | None:
    return None if day is None or (first and first > day) else day


def _range(join: Join, scene: Scene) -> Days:
    first, last = join.ends[0], join.ends[-1]
    b = resolve(last, scene)
    base = replace(scene, anchor=b.latest) if b.year_told and b.latest else scene
    a = resolve(first, base)
    if a.earliest and b.latest and a.earliest > b.latest:
        if first.name == last.name == "weekday":
            a = Days(cal.shift(a.earliest, -7), a.latest)
        elif not a.year_told:
            a = Days(cal.add_months(a.earliest, -12), None)
        elif not b.year_told:
            b = Days(None, cal.add_months(b.latest, 12))
    ends = [d for d in (a.earliest, b.latest) if d]
    return Days(min(ends), max(ends), b.year_told) if len(ends) == 2 else UNKNOWN


def _overnight(join: Join, scene: Scene) -> Days:
    days = resolve(join.ends[0], scene) if join.ends and join.ends[0].name != "overnight" else UNKNOWN
    if days.earliest is None or days.latest is None:
        return _back(scene, 1, "day")
    if len(join.ends) > 1:
        return _range(join, scene)
    end = cal.shift(days.latest, 1)
    return Days(days.earliest, min(end, max(scene.anchor, days.latest)) if scene.anchor else end)


# -- dates ---------------------------------------------------------------------------------------


def _numeric(parts: Mapping[str, Word], scene: Scene) -> Days:
    text = parts["date"].text
    a, b, c = (int(x) for x in text.replace("/", "-").replace(".", "-").split("-"))
    if "iso" in parts["date"].values:
        return _told(cal.day_of(a, b, c) if a else None)
    year = c if c > 99 else c + (1900 if c > 68 else 2000)
    orders = ((b, a), (a, b)) if scene.day_first else ((a, b), (b, a))
    return _told(next((d for d in (cal.day_of(year, *order) for order in orders) if d), None))


def _told(day: date | None) -> Days:
    return Days(day, day, True) if day else UNKNOWN


def _landmark(parts: Mapping[str, Word], scene: Scene) -> Days:
    return _told(date.fromisoformat(data("times")["landmarks"][parts["landmark"].text]))


def _military(parts: Mapping[str, Word], scene: Scene) -> Days:
    if "m" in parts or "mm" in parts:
        return _on_days(_month(parts), int(parts["dtg"].text[:2]), None, parts, scene)
    return _day_of_month(int(parts["dtg"].text[:2]), scene)


def _day(parts: Mapping[str, Word], scene: Scene) -> Days:
    last = parts["d2"]["dom"] if "d2" in parts else None
    return _on_days(_month(parts), parts["d"]["dom"], last, parts, scene)


def _on_days(month: int, day: int, last: int | None, parts: Mapping[str, Word], scene: Scene) -> Days:
    year = _year_told(parts, scene)
    weekday = parts["hw"]["weekday"] if "hw" in parts else None
    first = cal.day_of(year, month, day) if year else _nearest(month, day, weekday, scene)
    if first is None:
        return UNKNOWN
    end = cal.day_of(first.year, month, last) if last else first
    end = end or first
    return Days(min(first, end), max(first, end), bool(year))


def _month(parts: Mapping[str, Word]) -> int:
    return int(parts["m" if "m" in parts else "mm"]["month"])


def _year_told(parts: Mapping[str, Word], scene: Scene) -> int | None:
    """The year that the words give: by number, or as "last year"."""
    if "y" in parts:
        return int(parts["y"]["year"])
    if "yy" in parts:
        return int(parts["yy"]["yy"])
    if "rel" in parts and "u" in parts and parts["u"]["unit"] == "year":
        base = scene.previous.earliest if "same" in parts["rel"].values and scene.previous.earliest else scene.anchor
        if base:
            return base.year + _direction(parts["rel"])
    return None


def _direction(word: Word) -> int:
    if any(name in word.values for name in _BACK):
        return -1
    return 1 if word.values.keys() & {"next", "following"} else 0


def _nearest(month: int, day: int, weekday: int | None, scene: Scene) -> date | None:
    """The day in the year that fits: the past one, unless the verb looks forward or it is all but today."""
    if scene.anchor is None:
        return None
    near = [d for y in range(-4, 2) if (d := _in_year(scene.anchor.year + y, month, day))]
    if weekday is not None and (fitting := [d for d in near if d.weekday() == weekday]):
        near = fitting
    if scene.future and (ahead := [d for d in near if 0 <= (d - scene.anchor).days <= AHEAD]):
        return ahead[0]
    limit = cal.shift(scene.anchor, SLACK)
    return max((d for d in near if d <= limit), default=None)


def _in_year(year: int, month: int, day: int) -> date | None:
    return cal.day_of(year, month, day) if 1 <= year <= 9999 else None


def _day_of_month(day: int, scene: Scene) -> Days:
    if scene.anchor is None:
        return UNKNOWN
    for back in range(3):
        month = cal.add_months(scene.anchor.replace(day=1), -back)
        found = cal.day_of(month.year, month.month, day)
        if found and found <= scene.anchor:
            return Days(found, found)
    return UNKNOWN


def _of_month_day(parts: Mapping[str, Word], scene: Scene) -> Days:
    return _day_of_month(parts["od"]["num"], scene)


# -- months, seasons, years ----------------------------------------------------------------------


def _month_expression(parts: Mapping[str, Word], scene: Scene) -> Days:
    month, year = _month(parts), _year_told(parts, scene)
    if year:
        return _narrow(replace(cal.month_of(year, month), year_told=True), parts)
    return _narrow(_latest(lambda y: cal.month_of(y, month), parts, scene), parts)


def _season(parts: Mapping[str, Word], scene: Scene) -> Days:
    first, year = parts["s"]["season"], _year_told(parts, scene)
    if year:
        return _narrow(replace(cal.season_of(year, first), year_told=True), parts)
    return _narrow(_latest(lambda y: cal.season_of(y, first), parts, scene), parts)


def _latest(of_year: Callable[[int], Days], parts: Mapping[str, Word], scene: Scene) -> Days:
    """The nearest such time that has begun; "last X" one that is over, "next X" one that has not begun."""
    if scene.anchor is None:
        return UNKNOWN
    years = [of_year(scene.anchor.year + k) for k in (-2, -1, 0, 1)]
    begun = [d for d in years if d.earliest and d.earliest <= scene.anchor]
    ahead = [d for d in years if d.earliest and d.earliest > scene.anchor]
    direction = _direction(parts["rel"]) if "rel" in parts else 0
    is_on = bool(begun and begun[-1].latest and begun[-1].latest >= scene.anchor)
    if direction > 0 or (scene.future and ahead and not is_on):
        return ahead[0] if ahead else UNKNOWN
    over = [d for d in begun if d.latest and d.latest < scene.anchor]
    chosen = over if direction < 0 else begun
    return chosen[-1] if chosen else UNKNOWN


def _year(parts: Mapping[str, Word], scene: Scene) -> Days:
    return _narrow(replace(cal.year_of(parts["y"]["year"]), year_told=True), parts)


def _decade(parts: Mapping[str, Word], scene: Scene) -> Days:
    start = int(parts["decade"].text[:4])
    if start % 10 or not 1000 <= start <= 2200:
        return UNKNOWN
    return _narrow(Days(date(start, 1, 1), date(start + 9, 12, 31), True), parts)


def _narrow(days: Days, parts: Mapping[str, Word]) -> Days:
    """The part of a longer time: "early", "the end of", "the second half of"."""
    if "piece" in parts:
        rank = parts["rank"].values.get("rank", -1)
        return cal.piece_of(days, rank, parts["piece"]["halves"])
    for name, part in (("early", "early"), ("mid", "mid"), ("late", "late"), ("start", "early"), ("end", "late")):
        if name in parts:
            return cal.part_of(days, part)
    return days


# -- days told by their distance -----------------------------------------------------------------


def _weekday(parts: Mapping[str, Word], scene: Scene) -> Days:
    if scene.anchor is None:
        return UNKNOWN
    direction = _direction(parts["wrel"]) if "wrel" in parts else 0
    back = cal.shift(scene.anchor, -1) if direction < 0 else scene.anchor
    day = cal.latest_weekday(parts["w"]["weekday"], back)
    if direction > 0 or (scene.future and day < scene.anchor):
        day = cal.shift(day, 7)
    return Days(day, day)


def _dayword(parts: Mapping[str, Word], scene: Scene) -> Days:
    if scene.anchor is None:
        return UNKNOWN
    count = -2 if "before" in parts else 2 if "after" in parts else parts["dw"]["dayword"] if "dw" in parts else 0
    day = cal.shift(scene.anchor, count)
    return Days(day, day)


def _night(parts: Mapping[str, Word], scene: Scene) -> Days:
    return _back(scene, 1, "day")


def _back(scene: Scene, count: int, unit: str) -> Days:
    """From so long before publication until publication."""
    return Days(cal.move(scene.anchor, -count, unit), scene.anchor) if scene.anchor else UNKNOWN


def _unit(parts: Mapping[str, Word], scene: Scene) -> Days:
    unit = parts["u"]["unit"]
    rel = parts.get("rel")
    # "The previous week", "that month", "the following day" are told from the time named before.
    tied = rel is not None and bool(rel.values.keys() & {"previous", "following", "same"})
    base = scene.previous.earliest if tied and scene.previous.earliest else scene.anchor
    if base is None:
        return UNKNOWN
    direction = _direction(rel) if rel else 0
    if rel and "past" in rel.values:
        return _back(scene, 1, unit)
    days = _narrow(cal.unit_around(cal.move(base, direction, unit), unit), parts)
    if tied or direction or not scene.anchor or not days.latest or not days.earliest:
        return days
    if "later" in parts:
        return Days(scene.anchor, max(days.latest, scene.anchor))
    return Days(days.earliest, max(days.earliest, min(days.latest, scene.anchor)))


def _weekend(parts: Mapping[str, Word], scene: Scene) -> Days:
    if scene.anchor is None:
        return UNKNOWN
    direction = _direction(parts["rel"]) if "rel" in parts else 0
    saturday = cal.latest_weekday(5, cal.shift(scene.anchor, -2) if direction < 0 else scene.anchor)
    saturday = cal.shift(saturday, 7) if direction > 0 else saturday
    return Days(saturday, cal.shift(saturday, 1))


def _stretch(parts: Mapping[str, Word], scene: Scene) -> Days:
    count, unit = _count(parts), parts["u"]["unit"]
    if scene.anchor and _direction(parts["rel"]) > 0:
        return Days(scene.anchor, cal.move(scene.anchor, count, unit))
    return _back(scene, count, unit)


def _count(parts: Mapping[str, Word]) -> int:
    return min(int(parts["n"]["num"]), 100_000)


def _recent(parts: Mapping[str, Word], scene: Scene) -> Days:
    if "recently" in parts:
        return _back(scene, RECENTLY, "day")
    return _back(scene, *RECENT.get(parts["u"]["unit"], (3, "year")))


def _now(parts: Mapping[str, Word], scene: Scene) -> Days:
    return _back(scene, 1, "day")


def _ago(parts: Mapping[str, Word], scene: Scene) -> Days:
    return _distance(scene.anchor, -_count(parts), parts)


def _distance(base: date | None, count: int, parts: Mapping[str, Word]) -> Days:
    """So many units away: the day itself for days, the calendar week, month or year for longer units."""
    if base is None:
        return UNKNOWN
    unit = parts["u"]["unit"]
    target = cal.move(base, count, unit)
    if "vague" in parts["n"].values and unit in ("day", "hour", "night"):
        return Days(cal.shift(target, -2), cal.shift(target, 2))
    return cal.unit_around(target, "week" if unit == "fortnight" else unit)


def _shift(parts: Mapping[str, Word], scene: Scene) -> Days:
    """ "Two days earlier", "a week later": from the time named before.

    "A day after the fall of the town" is read for the fall: it was a day before the time named.
    """
    base = scene.previous
    word = parts["earlier"] if "earlier" in parts else parts["later"]
    if not base.is_known and not word.values.keys() & {"later"}:
        base = Days(scene.anchor, scene.anchor)
    if "after" in word.values:
        return _distance(base.earliest, -_count(parts), parts)
    if "before" in word.values:
        return _distance(base.latest, _count(parts), parts)
    return _shifted(base, parts, scene)


def _shifted(base: Days, parts: Mapping[str, Word], scene: Scene) -> Days:
    if "earlier" in parts or "before" in parts:
        return _distance(base.earliest, -_count(parts), parts)
    return _distance(base.latest, _count(parts), parts)


def _neighbour(parts: Mapping[str, Word], scene: Scene) -> Days:
    base = scene.previous if scene.previous.is_known else Days(scene.anchor, scene.anchor)
    word = parts.get("u") or parts["u2"]
    back = "before" in parts or ("rel" in parts and _direction(parts["rel"]) < 0)
    start = base.earliest if back else base.latest
    if start is None:
        return UNKNOWN
    return cal.unit_around(cal.move(start, -1 if back else 1, word["unit"]), word["unit"])


def _same(parts: Mapping[str, Word], scene: Scene) -> Days:
    base = scene.previous
    if base.earliest is None:
        base = Days(scene.anchor, scene.anchor)
    if base.earliest is None or "dp" in parts:
        return base
    if "sw" in parts:
        day = cal.latest_weekday(parts["sw"]["weekday"], cal.shift(base.earliest, 6))
        return Days(day, day)
    unit = parts["u"]["unit"]
    return base if unit in ("day", "night", "hour") else cal.unit_around(base.earliest, unit)


def _duration(parts: Mapping[str, Word], scene: Scene) -> Days:
    return _back(scene, _count(parts) if "n" in parts else UNTOLD, parts["u"]["unit"])


def _holiday(parts: Mapping[str, Word], scene: Scene) -> Days:
    if "eid" in parts:
        both = [_feast("eid al-fitr", parts, scene), _feast("eid al-adha", parts, scene)]
        known = [d for d in both if d.earliest]
        return max(known, key=lambda d: d.earliest or date.min) if known else UNKNOWN
    word = parts.get("h")
    name = "new year" if word is None else word.values.get("holiday") or word.values["feast"]
    return _feast(name, parts, scene)


def _feast(name: str, parts: Mapping[str, Word], scene: Scene) -> Days:
    year = _year_told(parts, scene)
    days = cal.feast_of(name, year) if year else _latest(lambda y: cal.feast_of(name, y), parts, scene)
    if days.earliest is None or days.latest is None:
        return UNKNOWN
    if "eve" in parts:
        eve = cal.shift(days.earliest, -1)
        return Days(eve, eve)
    if "rank" in parts:
        rank = parts["rank"].values.get("rank", -1)
        day = days.latest if rank < 0 else cal.shift(days.earliest, rank - 1)
        return Days(day, day)
    return days


def _part(parts: Mapping[str, Word], scene: Scene) -> Days:
    """A part of a day or an hour alone: of the day named before, else of the day of publication."""
    known = scene.previous
    if known.earliest and known.latest and (known.latest - known.earliest).days <= 1:
        return known
    return Days(scene.anchor, scene.anchor)


_RESOLVERS: dict[str, Callable[[Mapping[str, Any], Scene], Days]] = {
    "numeric": _numeric,
    "landmark": _landmark,
    "military": _military,
    "day": _day,
    "month": _month_expression,
    "season": _season,
    "year": _year,
    "decade": _decade,
    "weekday": _weekday,
    "dayword": _dayword,
    "overnight": _night,
    "unit": _unit,
    "weekend": _weekend,
    "stretch": _stretch,
    "recent": _recent,
    "now": _now,
    "ago": _ago,
    "shift": _shift,
    "neighbour": _neighbour,
    "same": _same,
    "duration": _duration,
    "holiday": _holiday,
    "monthday": _of_month_day,
    "daypart": _part,
    "clock": _part,
}
