"""Claims made by hand for the tests of linking: short texts, one place a town, one source a name."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from reportedly.model import (
    Attribution,
    Claim,
    ClaimKind,
    Figure,
    Harm,
    Harmed,
    Link,
    Outcome,
    Party,
    PlacePrecision,
    Report,
    SourceRole,
    Span,
    Status,
    When,
    Where,
)

TOWNS = {
    "Qarun": (35.10, 36.20),
    "Marda": (36.80, 38.40),
    "Zubeir": (33.20, 36.10),
    "Sabha": (35.15, 36.26),
}


def report(name: str, text: str = "", day: str | None = None, outlet: str = "") -> Report:
    at = datetime.fromisoformat(day).replace(tzinfo=UTC) if day else None
    return Report(
        name, text or f"{name}: what was seen and heard, told at some length by those who were there.", outlet, at
    )


def span(of: Report, words: str) -> Span:
    start = of.text.index(words)
    return Span(start, start + len(words), words)


def claim(
    name: str,
    of: Report,
    town: str | None = "Qarun",
    day: str | None = "2024-03-05",
    type: str = "shelling",
    kind: ClaimKind = ClaimKind.INCIDENT,
    source: str = "",
    killed: tuple[int | None, int | None] | None = None,
    party: Harmed = Harmed.CIVILIAN,
    actors: tuple[str, ...] = ("Northern Shield",),
    words: str | None = None,
) -> Claim:
    lat, lon = TOWNS.get(town or "", (None, None))
    where = Where(town, None, lat, lon, 5000, "Samra", None, "SY", PlacePrecision.TOWN) if town else None
    first = date.fromisoformat(day) if day else None
    passage = span(of, words) if words else Span(0, len(of.text), of.text)
    at = passage.text.rindex(" ") + 1  # the last word stands for those harmed
    who = Span(passage.start + at, passage.end, passage.text[at:])
    harm = Harm(Outcome.KILLED, Figure(*killed), passage, who, party) if killed else None
    return Claim(
        name,
        of.id,
        kind,
        type,
        Status.ASSERTED,
        (passage,),
        tuple(Party(a, "rebel group") for a in actors),
        when=When(first, first) if first else None,
        where=where,
        toll=(harm,) if harm else (),
        attribution=Attribution((Link(source, SourceRole.MONITOR),)) if source else Attribution(),
    )


def with_toll(of: Claim, *harms: Harm) -> Claim:
    return replace(of, toll=harms)
