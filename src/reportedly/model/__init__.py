"""The nouns and values of the journey, all frozen.

Conventions, said once: offsets are half-open, in Unicode code points of `Report.text`, and
`report.text[span.start:span.end] == span.text` always; times are UTC, ISO 8601; places WGS 84
degrees with a radius in metres; figures count persons (or pieces of equipment) and an open end
is None; scores lie in [0, 1]; ids are prefixed content hashes; every collection is a tuple whose
order is stated: evidence and toll in text order, attribution from the outlet to the origin.
"""

from .claim import (
    Attribution,
    Claim,
    ClaimKind,
    Harm,
    Harmed,
    Link,
    Outcome,
    Party,
    SourceRole,
    Status,
)
from .entry import Entry, EntryKind, Judgement, Verdict
from .event import Event, Stand, Toll
from .mention import Mention, MentionKind
from .parse import Parse, Token
from .report import OffsetMap, Report
from .values import DatePrecision, Figure, PlacePrecision, Span, When, Where

__all__ = [
    "Attribution",
    "Claim",
    "ClaimKind",
    "DatePrecision",
    "Entry",
    "EntryKind",
    "Event",
    "Figure",
    "Harm",
    "Harmed",
    "Judgement",
    "Link",
    "Mention",
    "MentionKind",
    "OffsetMap",
    "Outcome",
    "Parse",
    "Party",
    "PlacePrecision",
    "Report",
    "SourceRole",
    "Span",
    "Stand",
    "Status",
    "Token",
    "Toll",
    "Verdict",
    "When",
    "Where",
]
