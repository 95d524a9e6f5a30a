"""The year that an account of things long past is about, for its months and days without a year."""

from __future__ import annotations

from datetime import date

from .time_anchor import LEAD, LONG_PAST
from .time_calendar import Days
from .time_dates import Scene
from .time_grammar import Join
from .time_resolve import resolve
from .time_words import Word

# Such a date is of a day or of a month at most.
_GRAIN = 31
# Expressions that show news: read against the day of publication.
_OF_NEWS = frozenset({"weekday", "dayword", "overnight", "unit", "weekend", "stretch", "recent", "ago"})
_DATES = ("day", "numeric", "military", "month")


def year_of_account(joins: tuple[Join, ...], words: tuple[Word, ...], scene: Scene) -> date | None:
    """The last day of the year told of, against which "in June" and "on 4 June" are read; None for news.

    A report with a day of publication is such an account where its first time is a full date long past and nothing
    in its opening is told from the day of publication. One without is always one. An account that begins at the
    end of a year goes on into the next.
    """
    dated = [(words[a.start].start, a.name, resolve(a, scene)) for j in joins for a in j.ends]
    opening = [(name, days) for at, name, days in dated if at <= LEAD]
    full = [d.earliest for _, name, d in dated if name in _DATES and _is_full(d) and d.earliest]
    first = next((d.earliest for name, d in opening if name in _DATES and _is_full(d)), None)
    if scene.anchor is None:
        first = first or max(full, default=None)
    elif any(name in _OF_NEWS for name, _ in opening) or not opening or opening[0][1].earliest != first:
        return None  # what comes first dates the account
    elif first and (scene.anchor - first).days < LONG_PAST:
        return None
    if first is None:
        return None
    return date(first.year + 1, 2, 28) if first.month > 10 and first.year < date.max.year else date(first.year, 12, 31)


def _is_full(days: Days) -> bool:
    """Whether the words name a day or a month with its year."""
    return bool(days.year_told and days.earliest and days.latest and (days.latest - days.earliest).days < _GRAIN)
