"""Dates of publication, in the forms in which outlets, feeds and data sets write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any

from ..errors import InvalidDate
from ..ontology.load import data

# No report is older than the first news agency (Havas, 1835), none comes from the far future.
FIRST_YEAR, LAST_YEAR = 1835, 2200


@dataclass(frozen=True, slots=True)
class Published:
    """When a report came out, in UTC; `date_only` where the time of day is not told."""

    at: datetime
    date_only: bool
    notes: tuple[str, ...] = ()


def read_published(value: Any) -> Published:
    """A publication time from a string, a date or a datetime.

    ISO 8601, RFC 2822 and written dates ("5 July 2015", "July 5, 2015", "05.07.2015", day first).
    A time without zone is taken as UTC, with a note. Raises InvalidDate where the date does not
    exist or names no day.
    """
    if isinstance(value, datetime):
        return _zoned(value)
    if isinstance(value, date):
        return Published(_midnight(value), True)
    text = str(value).strip()
    found = _iso(text) or _mail(text) or _written(text)
    if found is None:
        raise InvalidDate(f"the publication date {text[:60]!r} does not exist or names no day")
    if not FIRST_YEAR <= found.at.year <= LAST_YEAR:
        raise InvalidDate(f"the publication date {text[:60]!r} lies outside {FIRST_YEAR}-{LAST_YEAR}")
    return found


def date_at(text: str, start: int) -> tuple[date, int] | None:
    """The written date that begins at `start`, with its year, and where it ends; None where none does."""
    for pattern in written_dates():
        found = pattern.match(text, start)
        if found:
            day = _day(found)
            if day:
                return day, found.end()
    return None


@cache
def written_dates() -> tuple[re.Pattern[str], ...]:
    """The forms of a written date: day month year, month day year, numbers with the day first, ISO."""
    opening = data("openings")
    months = "|".join(sorted(opening["months"], key=len, reverse=True))
    days = "|".join(sorted(opening["weekdays"], key=len, reverse=True))
    weekday = rf"(?:(?:{days})\.?,?\s{{1,3}})?"
    month = rf"(?P<month>{months})\.?"
    year = r"(?P<year>\d{4})(?!\d)"
    ordinal = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
    forms = (
        rf"{weekday}{ordinal}\s{{1,3}}(?:of\s)?{month},?\s{{1,3}}{year}",
        rf"{weekday}{month}\s{{1,3}}{ordinal}(?!\d),?\s{{1,3}}{year}",
        rf"{weekday}(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})(?!\d)",
        rf"{weekday}(?P<day>\d{{1,2}})[-/.](?P<month>\d{{1,2}})[-/.]{year}",
        rf"{ordinal}\s{month}\s(?P<short>\d{{2}})(?!\d)",
    )
    return tuple(re.compile(form, re.IGNORECASE) for form in forms)


def _day(found: re.Match[str]) -> date | None:
    parts = found.groupdict()
    months = data("openings")["months"]
    month = parts["month"].lower()
    # Wires of the last century wrote two figures for the year; none of them is of this one.
    year = int(parts["year"]) if parts.get("year") else 1900 + int(parts["short"])
    try:
        return date(year, int(month) if month.isdigit() else months[month], int(parts["day"]))
    except ValueError:
        return None


def _iso(text: str) -> Published | None:
    try:
        if len(text) <= 10:
            return Published(_midnight(date.fromisoformat(text)), True)
        return _zoned(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        return None


def _mail(text: str) -> Published | None:
    if len(text) < 12 or ":" not in text:  # a bare written date would be read with the clock at zero
        return None
    try:
        return _zoned(parsedate_to_datetime(text))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _written(text: str) -> Published | None:
    found = date_at(text, 0)
    if found is None or text[found[1] :].strip(" .,"):
        return None
    return Published(_midnight(found[0]), True)


def _zoned(value: datetime) -> Published:
    if value.tzinfo is None:
        # Data sets write a bare day as midnight.
        if (value.hour, value.minute, value.second) == (0, 0, 0):
            return Published(value.replace(tzinfo=UTC), True)
        return Published(value.replace(tzinfo=UTC), False, ("publication time given without a zone: taken as UTC",))
    return Published(value.astimezone(UTC), False)


def _midnight(value: date) -> datetime:
    return datetime(value.year, value.month, value.day, tzinfo=UTC)
