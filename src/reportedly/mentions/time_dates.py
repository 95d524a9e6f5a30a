"""Dates, months, seasons and years: what the words name outright, completed against the day of publication."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from ..ontology.load import data
from . import time_calendar as cal
from .time_calendar import UNKNOWN, Days
from .time_words import Word

# A date without a year may lie this many days after publication before it is taken for last year's:
# time zones, and reports dated by their first version.
SLACK = 3
# Newspapers name the year of a day long past: "June 3" in a report of May is the coming one.
SOON = 60
# A verb in the future turns a date forward by so many days at most: later ones name their year.
AHEAD = 200
# A date in figures that is in one order so few days before publication is in that order, whatever the outlet's habit.
FRESH = 7
# How long a time may be, in days, for "the same week", "a month later" to point back to it; two days for a day.
LONGEST = {"week": 10, "fortnight": 16, "month": 31, "quarter": 92, "year": 366, "decade": 3660}
REMEMBERED = 8  # times named before
_BACK = ("last", "past", "previous")


@dataclass(frozen=True, slots=True)
class Scene:
    """What an expression is read against: the day of publication, and the times named before it, the nearest last."""

    anchor: date | None
    told: tuple[Days, ...] = ()
    future: bool = False
    day_first: bool = True
    soon: int = SOON

    def previous(self, unit: str) -> Days:
        """The nearest time named before that is no longer than the unit: "the same day" means no year."""
        longest = LONGEST.get(unit, 2)
        fitting = (d for d in reversed(self.told) if d.earliest and d.latest and (d.latest - d.earliest).days < longest)
        return next(fitting, UNKNOWN)


def _numeric(parts: Mapping[str, Word], scene: Scene) -> Days:
    text = parts["date"].text
    a, b, c = (int(x) for x in text.replace("/", "-").replace(".", "-").split("-"))
    if "iso" in parts["date"].values:
        return _told(cal.day_of(a, b, c) if a else None)
    year = c if c > 99 else c + (1900 if c > 68 else 2000)
    orders = ((b, a), (a, b)) if scene.day_first else ((a, b), (b, a))
    days = [d for d in (cal.day_of(year, *order) for order in orders) if d]
    fresh = [d for d in days if scene.anchor and -1 <= (scene.anchor - d).days <= FRESH]
    return _told(next(iter(fresh if len(fresh) == 1 else days), None))


def _told(day: date | None) -> Days:
    return Days(day, day, True) if day else UNKNOWN


def _landmark(parts: Mapping[str, Word], scene: Scene) -> Days:
    return _told(date.fromisoformat(data("times")["landmarks"][parts["landmark"].text]))


def _military(parts: Mapping[str, Word], scene: Scene) -> Days:
    if "m" in parts or "mm" in parts:
        return _on_days(_month(parts), int(parts["dtg"].text[:2]), None, parts, scene)
    return day_of_month(int(parts["dtg"].text[:2]), scene)


def _day(parts: Mapping[str, Word], scene: Scene) -> Days:
    if "dy" in parts:
        day, year = parts["dy"]["dayyear"]
        return _told(cal.day_of(year, _month(parts), day))
    last = parts["d2"]["dom"] if "d2" in parts else None
    return _on_days(_month(parts), parts["d"]["dom"], last, parts, scene)


def _on_days(month: int, day: int, last: int | None, parts: Mapping[str, Word], scene: Scene) -> Days:
    year = year_told(parts, scene)
    weekday = parts["hw"]["weekday"] if "hw" in parts else None
    first = cal.day_of(year, month, day) if year else _nearest(month, day, weekday, scene)
    if first is None:
        return UNKNOWN
    end = cal.day_of(first.year, month, last) if last else first
    end = end or first
    return Days(min(first, end), max(first, end), bool(year))


def _month(parts: Mapping[str, Word]) -> int:
    return int(parts["m" if "m" in parts else "mm"]["month"])


def year_told(parts: Mapping[str, Word], scene: Scene) -> int | None:
    """The year that the words give: by number, or as "last year"."""
    if "y" in parts:
        return int(parts["y"]["year"])
    if "yy" in parts:
        return int(parts["yy"]["yy"])
    if "rel" in parts and "u" in parts and parts["u"]["unit"] == "year":
        base = ("same" in parts["rel"].values and scene.previous("year").earliest) or scene.anchor
        if base:
            return base.year + direction(parts["rel"])
    return None


def direction(word: Word) -> int:
    """-1 for "last" and "previous", 1 for "next" and "following", else 0."""
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
    limit = cal.shift(scene.anchor, SLACK if weekday is not None else scene.soon)
    return max((d for d in near if d <= limit), default=None)


def _in_year(year: int, month: int, day: int) -> date | None:
    return cal.day_of(year, month, day) if 1 <= year <= 9999 else None


def day_of_month(day: int, scene: Scene) -> Days:
    """The last such day of a month up to publication: "on the 3rd"."""
    if scene.anchor is None:
        return UNKNOWN
    for back in range(3):
        month = cal.add_months(scene.anchor.replace(day=1), -back)
        found = cal.day_of(month.year, month.month, day)
        if found and found <= scene.anchor:
            return Days(found, found)
    return UNKNOWN


def _of_month_day(parts: Mapping[str, Word], scene: Scene) -> Days:
    return day_of_month(parts["od"]["num"], scene)


def _month_expression(parts: Mapping[str, Word], scene: Scene) -> Days:
    month, year = _month(parts), year_told(parts, scene)
    if year:
        return narrow(replace(cal.month_of(year, month), year_told=True), parts)
    return narrow(latest(lambda y: cal.month_of(y, month), parts, scene), parts)


def _season(parts: Mapping[str, Word], scene: Scene) -> Days:
    first, year = parts["s"]["season"], year_told(parts, scene)
    if year:
        return narrow(replace(cal.season_of(year, first), year_told=True), parts)
    return narrow(latest(lambda y: cal.season_of(y, first), parts, scene), parts)


def latest(of_year: Callable[[int], Days], parts: Mapping[str, Word], scene: Scene) -> Days:
    """The nearest such time that has begun; "last X" one that is over, "next X" one that has not begun."""
    if scene.anchor is None:
        return UNKNOWN
    years = [of_year(y) for k in (-2, -1, 0, 1) if 1 <= (y := scene.anchor.year + k) < date.max.year]
    begun = [d for d in years if d.earliest and d.earliest <= scene.anchor]
    ahead = [d for d in years if d.earliest and d.earliest > scene.anchor]
    turn = direction(parts["rel"]) if "rel" in parts else 0
    is_on = bool(begun and begun[-1].latest and begun[-1].latest >= scene.anchor)
    if turn > 0 or (scene.future and ahead and not is_on):
        return ahead[0] if ahead else UNKNOWN
    over = [d for d in begun if d.latest and d.latest < scene.anchor]
    chosen = over if turn < 0 else begun
    return chosen[-1] if chosen else UNKNOWN


def _year(parts: Mapping[str, Word], scene: Scene) -> Days:
    return narrow(replace(cal.year_of(parts["y"]["year"]), year_told=True), parts)


def _decade(parts: Mapping[str, Word], scene: Scene) -> Days:
    start = int(parts["decade"].text[:4])
    if start % 10 or not 1000 <= start <= 2200:
        return UNKNOWN
    return narrow(Days(date(start, 1, 1), date(start + 9, 12, 31), True), parts)


def narrow(days: Days, parts: Mapping[str, Word]) -> Days:
    """The part of a longer time: "early", "the end of", "the second half of"."""
    if "piece" in parts:
        rank = parts["rank"].values.get("rank", -1)
        return cal.piece_of(days, rank, parts["piece"]["halves"])
    for name, part in (("early", "early"), ("mid", "mid"), ("late", "late"), ("start", "early"), ("end", "late")):
        if name in parts:
            return cal.part_of(days, part)
    return days


TOLD: dict[str, Callable[[Mapping[str, Word], Scene], Days]] = {
    "numeric": _numeric,
    "landmark": _landmark,
    "military": _military,
    "day": _day,
    "month": _month_expression,
    "season": _season,
    "year": _year,
    "decade": _decade,
    "monthday": _of_month_day,
}
