"""Datelines: the place before a dash at the head of a report, where it was filed."""

from __future__ import annotations

import re

from ..model import Report

# "BEIRUT (Reuters) - ": where the report was filed, not where anything happened.
_DATELINE = re.compile(r"[^.\n]{0,40}?\s?[-\u2013\u2014]\s")


def is_filed(report: Report, start: int, end: int) -> bool:
    """True where the name in text[start:end] only says where the report was filed: "BEIRUT (Reuters) - "."""
    opens = start == 0 or "\n" in report.text[max(0, start - 2) : start] or start <= report.body_start
    return opens and report.text[start:end].isupper() and bool(_DATELINE.match(report.text, end))
