"""Arithmetic on days, weeks, months, years and feasts; everything a closed range of days."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

from ..ontology.load import data

_FIRST, _LAST = date.min, date.max


@dataclass(frozen=True, slots=True)
class Days:
    """A closed range of days; an end that is not told is None. `year_told`: the words name the year."""

    earliest: date | None
    latest: date | None
    year_told: bool = False

    @property
    def is_known(self) -> bool:
        """True where at least one end is told."""
        return self.earliest is not None or self.latest is not None


UNKNOWN = Days(None, None)


def shift(day: date, days: int) -> date:
    """The day so many days later, kept within the calendar."""
    return date.fromordinal(min(max(day.toordinal() + days, _FIRST.toordinal()), _LAST.toordinal()))


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month."""
    count = min(max(day.year * 12 + day.month - 1 + months, 12), 9999 * 12 + 11)
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def day_of(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none ("31 June")."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_of(year: int, month: int) -> Days:
    """All days of a month."""
    return Days(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def year_of(year: int) -> Days:
    """All days of a year."""
    return Days(date(year, 1, 1), date(year, 12, 31))


def season_of(year: int, first_month: int) -> Days:
    """The season of three months; winter is from December into the next year."""
    end = add_months(date(year, first_month, 1), 2)
    return Days(date(year, first_month, 1), month_of(end.year, end.month).latest)


def unit_around(day: date, unit: str) -> Days:
    """The calendar day, week (Monday to Sunday), month, quarter, year or decade that holds the day."""
    if unit == "week":
        monday = shift(day, -day.weekday())
        return Days(monday, shift(monday, 6))
    if unit == "month":
        return month_of(day.year, day.month)
    if unit == "quarter":
        return season_of(day.year, (day.month - 1) // 3 * 3 + 1)
    if unit == "year":
        return year_of(day.year)
    if unit == "decade":
        start = max(day.year // 10 * 10, 1)
        return Days(date(start, 1, 1), date(min(start + 9, 9999), 12, 31))
    return Days(day, day)


def move(day: date, count: int, unit: str) -> date:
    """The day `count` units later (earlier where negative)."""
    count = max(min(count, 100_000), -100_000)
    if unit in ("month", "quarter"):
        return add_months(day, count * (3 if unit == "quarter" else 1))
    if unit in ("year", "decade"):
        return add_months(day, count * (120 if unit == "decade" else 12))
    days = {"week": 7, "fortnight": 14, "minute": 0}.get(unit, 1)
    # Hours are kept in days, rounded up: 36 hours may reach back over two midnights.
    amount = -(-abs(count) // 24) * (1 if count > 0 else -1) if unit == "hour" else count * days
    return shift(day, amount)


def latest_weekday(weekday: int, day: date) -> date:
    """The latest such weekday that is not after the day."""
    return shift(day, -((day.weekday() - weekday) % 7))


def part_of(days: Days, part: str) -> Days:
    """ "Early", "mid" or "late" of a month (1-10, 11-20, 21 to the end) or the same third of a longer time."""
    a, b = days.earliest, days.latest
    if a is None or b is None:
        return days
    length = (b - a).days + 1
    if length in (365, 366):  # of a year: its first quarter, June and July, its last quarter
        ends = {
            "early": (a, date(a.year, 3, 31)),
            "mid": (date(a.year, 6, 1), date(a.year, 7, 31)),
            "late": (date(a.year, 10, 1), b),
        }
    else:
        is_month = 28 <= length <= 31 and a.day == 1
        cut1, cut2 = (10, 20) if is_month else (length // 3, length - length // 3)
        ends = {
            "early": (a, shift(a, cut1 - 1)),
            "mid": (shift(a, cut1), shift(a, cut2 - 1)),
            "late": (shift(a, cut2), b),
        }
    first, last = ends[part]
    return Days(first, max(first, last), days.year_told)


def piece_of(days: Days, rank: int, piece: str) -> Days:
    """ "The first half", "the last week", "the second quarter" of a month or year."""
    a, b = days.earliest, days.latest
    if a is None or b is None:
        return days
    length = (b - a).days + 1
    if piece == "week":
        start = shift(b, -6) if rank < 0 else shift(a, 7 * (rank - 1))
        return Days(start, shift(start, 6), days.year_told)
    count = 2 if piece == "half" else 4
    rank = count if rank < 0 or rank > count else rank
    if length > 300:
        first = add_months(a, (rank - 1) * 12 // count)
        return Days(first, shift(add_months(first, 12 // count), -1), days.year_told)
    first = shift(a, length * (rank - 1) // count)
    return Days(first, max(first, shift(a, length * rank // count - 1)), days.year_told)


def feast_of(name: str, year: int) -> Days:
    """The days of a feast in a year; unknown where the table does not reach."""
    if name == "thanksgiving":
        first = date(year, 11, 1)
        return _one(shift(first, (3 - first.weekday()) % 7 + 21))
    if name == "easter":
        return _one(_easter(year))
    table = data("times")["holidays"].get(name)
    when = table and (table.get("every") or table["days"].get(year))
    if not when:
        return UNKNOWN
    month, day = map(int, when.split("-"))
    start = date(year, month, day)
    return Days(start, shift(start, table["length"] - 1))


def _one(day: date) -> Days:
    return Days(day, day)


def _easter(year: int) -> date:
    """Western Easter Sunday, by the anonymous Gregorian computus."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)
