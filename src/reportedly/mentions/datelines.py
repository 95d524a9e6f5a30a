"""Datelines and headings: where a report was filed, and where what a paragraph tells took place."""

from __future__ import annotations

import re

from ..model import Report

# "BEIRUT (Reuters) - ": where the report was filed, not where anything happened.
_DATELINE = re.compile(r"[^.\n]{0,40}?\s?[-\u2013\u2014]\s")


def is_filed(report: Report, start: int, end: int) -> bool:
    """True where the name in text[start:end] only says where the report was filed: "BEIRUT (Reuters) - "."""
    opens = start == 0 or "\n" in report.text[max(0, start - 2) : start] or start <= report.body_start
    return opens and report.text[start:end].isupper() and bool(_DATELINE.match(report.text, end))


# "* GAO, northern Mali: ", "KIDAL. ", "Norway \u2013 ": the place of all that its paragraph tells.
_LINE = re.compile(r"(?:^|\n)[ \t]*(?:(?:[*\u2022\u25cf\u2013\u2014-]+|\d{1,3}[.)])[ \t]*)?$")
_HEADING = re.compile(r"(?:(?:,| ?/) ?[^:.,/\n]{2,30}| \([^)\n]{2,30}\))?(?: ?: | [\u2013\u2014] )")
_STOP = re.compile(r"(?: \([^)\n]{2,30}\))?\. ")
_BREAK = re.compile(r"\n[ \t]*(?:\n|[*\u2022\u25cf\u2013\u2014-])")


def is_heading(report: Report, start: int, end: int) -> bool:
    """True where the name in text[start:end] opens a paragraph that tells what happened there."""
    text = report.text
    if not opens_paragraph(report, start) or is_filed(report, start, end):
        return False
    return bool(_HEADING.match(text, end)) or (text[start:end].isupper() and bool(_STOP.match(text, end)))


def opens_paragraph(report: Report, start: int) -> bool:
    """True where a paragraph, a bullet or a numbered item begins at this offset."""
    return bool(_LINE.search(report.text, max(0, start - 12), start))


def in_one_paragraph(report: Report, start: int, end: int) -> bool:
    """True where no new paragraph or bullet begins in text[start:end]."""
    return not _BREAK.search(report.text, start, end)
