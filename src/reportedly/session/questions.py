"""Turns what people ask for by name (`since="2020-04"`, `type="air strike"`) into a `Filter`."""

from __future__ import annotations

import calendar
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from reportedly.errors import InvalidDate, InvalidQuery
from reportedly.ports import Filter

_NAMES = {field.name for field in fields(Filter)}
_MANY = ("ids", "type", "kind")


def question(**asked: Any) -> Filter:
    """A `Filter` of these conditions; None and "" mean no condition. InvalidQuery names one that does not exist.

    Days may be dates, times, or text: YYYY-MM-DD, YYYY-MM or YYYY (whose first day begins and
    whose last day ends a range).
    """
    unknown = sorted(set(asked) - _NAMES)
    if unknown:
        raise InvalidQuery(
            f"there is no filter {', '.join(unknown)}",
            subject=unknown[0],
            hint=f"There are: {', '.join(sorted(_NAMES))}.",
        )
    given = {name: value for name, value in asked.items() if value not in (None, "", ())}
    for name in _MANY:
        if name in given:
            given[name] = (given[name],) if isinstance(given[name], str) else tuple(given[name])
    for name, is_end in (("since", False), ("until", True)):
        if name in given:
            given[name] = day(given[name], is_end)
    for name, size in (("box", 4), ("near", 3)):
        if name in given:
            given[name] = _numbers(name, given[name], size)
    if "since" in given and "until" in given and given["since"] > given["until"]:
        raise InvalidQuery("the range of days runs backwards", subject=f"{given['since']} to {given['until']}")
    if "country" in given:
        given["country"] = str(given["country"]).upper()
    return Filter(**given)


def day(value: Any, is_end: bool = False) -> date:
    """A day from what was given; a month or a year is its first day, or its last at the end of a range."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    parts = str(value).split("-")
    try:
        numbers = [int(part) for part in parts]
        if len(numbers) == 3:
            return date(numbers[0], numbers[1], numbers[2])
        if len(numbers) == 2:
            last = calendar.monthrange(numbers[0], numbers[1])[1]
            return date(numbers[0], numbers[1], last if is_end else 1)
        if len(numbers) == 1:
            return date(numbers[0], 12, 31) if is_end else date(numbers[0], 1, 1)
    except (ValueError, calendar.IllegalMonthError):
        pass
    raise InvalidDate("this is no day", subject=str(value)[:40])


def scope(place: str, country: str, since: str, until: str) -> str:
    """Area and period as they were asked for; "" where neither was, and the events decide."""
    period = (
        f"{since} to {until}" if since and until else f"since {since}" if since else f"until {until}" if until else ""
    )
    area = ", ".join(part for part in (place, country.upper()) if part)
    return "; ".join(part for part in (area, period) if part)


def _numbers(name: str, value: Any, size: int) -> tuple[float, ...]:
    parts = value.split(",") if isinstance(value, str) else list(value)
    try:
        numbers = tuple(float(part) for part in parts)
    except (TypeError, ValueError):
        numbers = ()
    if len(numbers) != size:
        wanted = "south,west,north,east" if name == "box" else "latitude,longitude,metres"
        raise InvalidQuery(f"{name} takes {wanted}", subject=str(value)[:60])
    return numbers
