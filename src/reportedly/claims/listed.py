"""The time that a heading or the line above a list tells for what stands under it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from ..model import Mention, Report, When
from .circumstances import carried, is_short

# "- Near Gao, three strikes ...": one item of a list.
_ITEM = re.compile(r"[ \t]*(?:[-\u2013\u2014*\u2022\u25cf]{1,2}|\(?\d{1,2}[.)])[ \t]")
# "Thursday. ", "On 3 May: ", "3 May \u2013 ": nothing but the time before the text that it dates.
_HEAD = re.compile(r"[ \t]*(?:[-*\u2022\u25cf#]+[ \t]*)?$")
_MARK = re.compile(r"[ \t]*(?:[.:\u2013\u2014]|-)(?:[ \t]|$|\n)|[ \t]*(?:\n|$)")
_ROLES = ("point", "duration")


class ListTimes:
    """The time that the line above a list tells for all its items ("On 3 May:", "between 3 and 5 May:"), and that of
    the day at the head of a passage ("Thursday. ") until the next such head."""

    def __init__(self, report: Report, times: Iterable[Mention]) -> None:
        self._starts: list[int] = []
        self._whens: list[When | None] = []
        told = [m for m in times if m.extra["role"] in _ROLES and m.value.earliest and m.value.latest]
        above: When | None = None  # of the line that opens a list
        head: When | None = None  # of the day that opens a passage
        at = k = 0
        for line in report.text.splitlines(keepends=True):
            end = at + len(line)
            here = []
            while k < len(told) and told[k].span.start < end:
                here.append(told[k])
                k += 1
            item, lists = bool(_ITEM.match(line)), line.rstrip().endswith(":")
            if not item and line.strip():
                above = here[0].value if len(here) == 1 and lists else None
            if here and not lists and _opens(report.text, at, here[0]):
                head = here[0].value
            self._starts.append(at)
            self._whens.append((above if item and not here else None) or head)
            at = end

    def at(self, offset: int) -> When | None:
        """The time of the list or passage that the text at this code point belongs to, or None."""
        k = bisect_right(self._starts, offset) - 1
        return carried(self._whens[k]) if k >= 0 else None


def _opens(text: str, start: int, mention: Mention) -> bool:
    """True for a day that stands alone at the head of a line: "Thursday. The army ..."."""
    alone = _HEAD.match(text[start : mention.span.start]) and _MARK.match(text, mention.span.end)
    return bool(alone) and is_short(mention.value)
