"""A small dossier made by hand, for the tests of exporters and pages."""

from __future__ import annotations

from datetime import UTC, date, datetime

from reportedly.model import (
    Attribution,
    Claim,
    ClaimKind,
    Event,
    Figure,
    Harm,
    Harmed,
    Link,
    Outcome,
    Party,
    Report,
    SourceRole,
    Span,
    Stand,
    Status,
    Toll,
    When,
    Where,
)
from reportedly.ports import Dossier

TEXTS = {
    "r-1": (
        "Levant Courier",
        "Militants attacked army posts near al-Sukhnah on Thursday, killing 18 soldiers, a monitor said.",
    ),
    "r-2": ("=Orient </script><b>Wire", "At least 27 soldiers died in the attack near al-Sukhnah, officials said."),
}


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span.of(text, start, start + len(words))


def killed(text: str, words: str, low: int, high: int | None) -> Harm:
    return Harm(Outcome.KILLED, Figure(low, high), span(text, words), span(text, "soldiers"), Harmed.STATE_FORCE)


def dossier() -> Dossier:
    """Two reports of one attack with two tolls, and one event without place, time or figure."""
    reports = {
        key: Report(key, text, outlet=outlet, published=datetime(2020, 4, 10, tzinfo=UTC), title="An attack")
        for key, (outlet, text) in TEXTS.items()
    }
    one, two = TEXTS["r-1"][1], TEXTS["r-2"][1]
    where = Where("al-Sukhnah", span(one, "al-Sukhnah"), 34.89, 38.87, 8000, "Homs", None, "SY", near=True)
    when = When(date(2020, 4, 9), date(2020, 4, 9), span(one, "on Thursday"))
    army = Party("Syrian Army", "state force", span(one, "army"), "sy-army")
    militants = Party("Islamic State", "terrorist group", span(one, "Militants"), "islamic-state")
    claims = {
        "c-1": Claim(
            "c-1",
            "r-1",
            ClaimKind.INCIDENT,
            "attack",
            Status.ASSERTED,
            (Span.of(one, 0, len(one)),),
            (militants,),
            (army,),
            when,
            where,
            toll=(
                Harm(
                    Outcome.KILLED, Figure(18, 18), span(one, "18 soldiers"), span(one, "soldiers"), Harmed.STATE_FORCE
                ),
            ),
            attribution=Attribution((Link("a monitor", SourceRole.MONITOR, span(one, "a monitor")),)),
        ),
        "c-2": Claim(
            "c-2",
            "r-2",
            ClaimKind.INCIDENT,
            "attack",
            Status.ASSERTED,
            (Span.of(two, 0, len(two)),),
            toll=(
                Harm(
                    Outcome.KILLED,
                    Figure(27, None),
                    span(two, "At least 27 soldiers"),
                    span(two, "soldiers"),
                    Harmed.STATE_FORCE,
                ),
            ),
            attribution=Attribution((Link("officials", SourceRole.OFFICIAL, span(two, "officials")),)),
        ),
        "c-3": Claim("c-3", "r-2", ClaimKind.STATEMENT, "threat", Status.THREATENED, (span(two, "officials said"),)),
    }
    toll = Toll(
        Outcome.KILLED,
        Harmed.STATE_FORCE,
        18,
        18,
        27,
        (Stand("a monitor", 18, 18, "c-1"), Stand("officials", 27, None, "c-2")),
        disputed=True,
    )
    events = (
        Event(
            "e-1",
            ClaimKind.INCIDENT,
            "attack",
            ("c-1", "c-2"),
            ("r-1", "r-2"),
            (militants,),
            (army,),
            when,
            where,
            tolls=(toll,),
            sources=("a monitor", "officials"),
            independent_sources=2,
            credibility=2,
            reasons=("same town and day",),
            notes=("killed: a monitor says 18, officials say 27 or more",),
        ),
        Event("e-2", ClaimKind.STATEMENT, "threat", ("c-3",), ("r-2",)),
    )
    return Dossier(events, claims, reports)
