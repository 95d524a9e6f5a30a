"""Days told by their distance from publication or from the time named before: weekdays, "last week", "a day later"."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from . import time_calendar as cal
from .time_calendar import UNKNOWN, Days
from .time_dates import Scene, direction, latest, narrow, year_told
from .time_words import Word

# "In recent days", "weeks", "months": how far back coders reach.
RECENT = {"hour": (1, "day"), "day": (7, "day"), "week": (28, "day"), "month": (3, "month"), "year": (3, "year")}
RECENTLY = 14
# "For months", "for years", number not told.
UNTOLD = 3


def _weekday(parts: Mapping[str, Word], scene: Scene) -> Days:
    if scene.anchor is None:
        return UNKNOWN
    turn = direction(parts["wrel"]) if "wrel" in parts else 0
    limit = cal.shift(scene.anchor, -1) if turn < 0 else scene.anchor
    day = cal.latest_weekday(parts["w"]["weekday"], limit)
    if turn > 0 or (scene.future and day < scene.anchor):
        day = cal.shift(day, 7)
    return Days(day, day)


def _dayword(parts: Mapping[str, Word], scene: Scene) -> Days:
    if scene.anchor is None:
        return UNKNOWN
    count = -2 if "before" in parts else 2 if "after" in parts else parts["dw"]["dayword"] if "dw" in parts else 0
    day = cal.shift(scene.anchor, count)
    return Days(day, day)


def _night(parts: Mapping[str, Word], scene: Scene) -> Days:
    return back(scene, 1, "day")


def back(scene: Scene, count: int, unit: str) -> Days:
    """From so long before publication until publication."""
    return Days(cal.move(scene.anchor, -count, unit), scene.anchor) if scene.anchor else UNKNOWN


def _unit(parts: Mapping[str, Word], scene: Scene) -> Days:
    unit = parts["u"]["unit"]
    rel = parts.get("rel")
    # "The previous week", "that month", "the following day" are told from the time named before.
    tied = rel is not None and bool(rel.values.keys() & {"previous", "following", "same"})
    base = (tied and scene.previous(unit).earliest) or scene.anchor
    if base is None:
        return UNKNOWN
    turn = direction(rel) if rel else 0
    if rel and "past" in rel.values:
        return back(scene, 1, unit)
    days = narrow(cal.unit_around(cal.move(base, turn, unit), unit), parts)
    if tied or turn or not scene.anchor or not days.latest or not days.earliest:
        return days
    if "later" in parts:
        return Days(scene.anchor, max(days.latest, scene.anchor))
    return Days(days.earliest, max(days.earliest, min(days.latest, scene.anchor)))


def _weekend(parts: Mapping[str, Word], scene: Scene) -> Days:
    if scene.anchor is None:
        return UNKNOWN
    turn = direction(parts["rel"]) if "rel" in parts else 0
    saturday = cal.latest_weekday(5, cal.shift(scene.anchor, -2) if turn < 0 else scene.anchor)
    saturday = cal.shift(saturday, 7) if turn > 0 else saturday
    return Days(saturday, cal.shift(saturday, 1))


def _stretch(parts: Mapping[str, Word], scene: Scene) -> Days:
    count, unit = count_of(parts), parts["u"]["unit"]
    if scene.anchor and direction(parts["rel"]) > 0:
        return Days(scene.anchor, cal.move(scene.anchor, count, unit))
    return back(scene, count, unit)


def count_of(parts: Mapping[str, Word]) -> int:
    """The number of a phrase, held to what a calendar can bear."""
    return min(int(parts["n"]["num"]), 100_000)


def _recent(parts: Mapping[str, Word], scene: Scene) -> Days:
    if "recently" in parts:
        return back(scene, RECENTLY, "day")
    unit = parts["u" if "u" in parts else "uu"]["unit"]
    return back(scene, *RECENT.get(unit, (3, "year")))


def _now(parts: Mapping[str, Word], scene: Scene) -> Days:
    return back(scene, 1, "day")


def _ago(parts: Mapping[str, Word], scene: Scene) -> Days:
    return distance(scene.anchor, -count_of(parts), parts)


def distance(base: date | None, count: int, parts: Mapping[str, Word]) -> Days:
    """So many units away: the day itself for days, the calendar week, month or year for longer units."""
    if base is None:
        return UNKNOWN
    unit = parts["u"]["unit"]
    target = cal.move(base, count, unit)
    if "vague" in parts["n"].values and unit in ("day", "hour", "night"):
        return Days(cal.shift(target, -2), cal.shift(target, 2))
    return cal.unit_around(target, "week" if unit == "fortnight" else unit)


def _shift(parts: Mapping[str, Word], scene: Scene) -> Days:
    """ "Two days earlier", "a week later": from the time named before."""
    base = scene.previous(parts["u"]["unit"])
    if not base.is_known and "earlier" in parts:
        base = Days(scene.anchor, scene.anchor)
    if "earlier" in parts:
        return distance(base.earliest, -count_of(parts), parts)
    return distance(base.latest, count_of(parts), parts)


def _tied(parts: Mapping[str, Word], scene: Scene) -> Days:
    """ "A day after the fall of the town": read for the fall, a day before the time named."""
    before = scene.previous(parts["u"]["unit"])
    base = before if before.is_known else Days(scene.anchor, scene.anchor)
    count = count_of(parts)
    return distance(base.latest, count, parts) if "earlier" in parts else distance(base.earliest, -count, parts)


def _neighbour(parts: Mapping[str, Word], scene: Scene) -> Days:
    word = parts.get("u") or parts["u2"]
    before = scene.previous(word["unit"])
    base = before if before.is_known else Days(scene.anchor, scene.anchor)
    back = "before" in parts or ("rel" in parts and direction(parts["rel"]) < 0)
    start = base.earliest if back else base.latest
    if start is None:
        return UNKNOWN
    return cal.unit_around(cal.move(start, -1 if back else 1, word["unit"]), word["unit"])


def _same(parts: Mapping[str, Word], scene: Scene) -> Days:
    base = scene.previous(parts["u"]["unit"] if "u" in parts else "day")
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
    return back(scene, count_of(parts) if "n" in parts else UNTOLD, parts["u"]["unit"])


def _nth(parts: Mapping[str, Word], scene: Scene) -> Days:
    """ "For a third day": from two days before until today."""
    word = parts["nth"]
    count = int(word["nth"] if "nth" in word.values else word["num"])
    return back(scene, max(min(count, 1000) - 1, 0), parts["u"]["unit"])


def _then(parts: Mapping[str, Word], scene: Scene) -> Days:
    return scene.told[-1] if scene.told else UNKNOWN


def _opening(parts: Mapping[str, Word], scene: Scene) -> Days:
    """ "The first six months of 2013", "the last ten days of this month"."""
    whole = cal.year_of(parts["y"]["year"]) if "y" in parts else UNKNOWN
    if scene.anchor and "whole" in parts:
        whole = cal.unit_around(scene.anchor, parts["whole"]["unit"])
    if whole.earliest is None or whole.latest is None:
        return UNKNOWN
    count, unit = count_of(parts), parts["u"]["unit"]
    if parts["rank"].values.get("rank", -1) < 0:
        return Days(max(cal.shift(cal.move(whole.latest, -count, unit), 1), whole.earliest), whole.latest, "y" in parts)
    end = cal.shift(cal.move(whole.earliest, count, unit), -1)
    return Days(whole.earliest, max(min(end, whole.latest), whole.earliest), "y" in parts)


def _holiday(parts: Mapping[str, Word], scene: Scene) -> Days:
    if "eid" in parts:
        both = [_feast("eid al-fitr", parts, scene), _feast("eid al-adha", parts, scene)]
        known = [d for d in both if d.earliest]
        return max(known, key=lambda d: d.earliest or date.min) if known else UNKNOWN
    word = parts.get("h")
    name = "new year" if word is None else word.values.get("holiday") or word.values["feast"]
    return _feast(name, parts, scene)


def _feast(name: str, parts: Mapping[str, Word], scene: Scene) -> Days:
    year = year_told(parts, scene)
    days = cal.feast_of(name, year) if year else latest(lambda y: cal.feast_of(name, y), parts, scene)
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
    known = scene.told[-1] if scene.told else UNKNOWN
    if known.earliest and known.latest and (known.latest - known.earliest).days <= 1:
        return known
    return Days(scene.anchor, scene.anchor)


DISTANT: dict[str, Callable[[Mapping[str, Word], Scene], Days]] = {
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
    "tied": _tied,
    "neighbour": _neighbour,
    "same": _same,
    "duration": _duration,
    "nth": _nth,
    "then": _then,
    "opening": _opening,
    "holiday": _holiday,
    "daypart": _part,
    "clock": _part,
}
