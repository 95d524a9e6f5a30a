"""Made-up reports, claims and events for the tests of keeping, and a linking plain enough to check by eye."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from reportedly.errors import LedgerError
from reportedly.model import (
    Attribution,
    Claim,
    ClaimKind,
    Event,
    Figure,
    Harm,
    Harmed,
    Judgement,
    Link,
    Outcome,
    Party,
    Report,
    SourceRole,
    Span,
    Stand,
    Status,
    Toll,
    Verdict,
    When,
    Where,
)
from reportedly.model.wire import claim_id

START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
PLACES = (
    ("Tal Amra", "Homs", "SY", 34.73, 36.71),
    ("Port Selim", "Tanga", "TZ", -5.07, 39.1),
    ("Sukhoye", "Chukotka", "RU", 66.0, 179.5),
    ("Vatu", "Northern", "FJ", -16.4, -179.8),
    ("Kibale", "Nord-Kivu", "CD", 0.1, 29.2),
)
TYPES = ("armed clash", "shelling", "bombing", "abduction")
ACTORS = (("Northern Front", "nf"), ("Army of the Coast", "ac"), ("Río Verde Militia", ""), ("gunmen", ""))
SOURCES = ("Valley Monitor", "Coastal Press Agency", "a military source", "residents")
OUTLETS = ("The Courier", "Évening Post", "Radio Mashriq")
OUTCOMES = (Outcome.KILLED, Outcome.WOUNDED, Outcome.CAPTURED)


class Clock:
    """A clock that goes on by a second each time it is read."""

    def __init__(self, start: datetime = START) -> None:
        self.time = start

    def __call__(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time


def report(k: int, seed: int = 0, text: str = "") -> Report:
    """Report number `k`: one sentence that always holds the same kinds of words."""
    dice = random.Random(f"{seed}-{k}")
    place, actor, source = dice.choice(PLACES), dice.choice(ACTORS), dice.choice(SOURCES)
    number = dice.randint(1, 60)
    body = text or (
        f"Fighters of the {actor[0]} attacked {place[0]} on Monday. "
        f"According to {source}, {number} soldiers were killed near the mill number {k}."
    )
    published = datetime(2026, 1, 1, 6, tzinfo=UTC) + timedelta(days=dice.randint(0, 300))
    return Report(
        id=f"r-{seed}-{k}",
        text=body,
        outlet=dice.choice(OUTLETS),
        published=None if dice.random() < 0.1 else published,
        title=f"Attack on {place[0]}",
        url=f"https://news.example/{k}",
        sha256=f"{k:064x}",
    )


def claims_of(report: Report, reader: str = "test-1", score: float | None = None) -> tuple[Claim, ...]:
    """What the test reader reads from a report: one claim, or none where the report holds no figure."""
    dice = random.Random(f"{report.id}-{reader}")
    at = report.text.find("According to")
    if at < 0:
        return ()
    text = report.text
    number = int("".join(filter(str.isdigit, text[at : text.index(" soldiers")])))
    place = next(p for p in PLACES if p[0] in text)
    actor = next(a for a in ACTORS if a[0] in text)
    source = next(s for s in SOURCES if s in text)
    harm = span_of(text, f"{number} soldiers")
    first = date(2026, 1, 1) + timedelta(days=dice.randint(0, 300))
    when = When(first, first + timedelta(days=dice.choice((0, 0, 3, 40))), span_of(text, "Monday"))
    outcome = dice.choice(OUTCOMES)
    claim = Claim(
        id="",
        report=report.id,
        kind=dice.choice((ClaimKind.INCIDENT, ClaimKind.INCIDENT, ClaimKind.TALLY)),
        type=dice.choice(TYPES),
        status=dice.choice((Status.ASSERTED, Status.ASSERTED, Status.DENIED)),
        evidence=(Span.of(text, at, len(text)),),
        actors=(Party(actor[0], "rebel group", span_of(text, actor[0]), actor[1]),),
        when=dice.choice((when, when, when, When(None, first), When(first, None), None)),
        where=Where(place[0], span_of(text, place[0]), place[3], place[4], 5000, place[1], None, place[2])
        if dice.random() < 0.9
        else None,
        toll=(
            Harm(outcome, Figure(number, dice.choice((number, None))), harm, harm, Harmed.STATE_FORCE),
            Harm(outcome, Figure(1, 1), harm, harm, Harmed.STATE_FORCE, part_of=0),
        ),
        attribution=Attribution((Link(source, SourceRole.MONITOR, span_of(text, source)),)),
        reader=reader,
        score=round(dice.random(), 4) if score is None else score,
    )
    return (Claim(**{name: getattr(claim, name) for name in claim.__slots__ if name != "id"}, id=claim_id(claim)),)


def span_of(text: str, words: str) -> Span:
    start = text.index(words)
    return Span.of(text, start, start + len(words))


class TestReader:
    """Reads by `claims_of`; a report that holds "unreadable" breaks it."""

    __test__ = False

    def __init__(self, name: str = "test-1") -> None:
        self.name = name
        self.read_reports: list[str] = []

    def read(self, report: Report) -> tuple[Claim, ...]:
        self.read_reports.append(report.id)
        if "unreadable" in report.text:
            raise ValueError("the test reader cannot read this")
        return claims_of(report, self.name)


class Here:
    """An engine that works in this process and gives an item that breaks the work as an error."""

    def map(self, work, items, batch=16):
        for item in items:
            try:
                yield work([item])[0]
            except Exception as error:
                yield LedgerError(f"the reader broke off: {error}")


def plain_link(
    claims: Iterable[Claim], judgements: Iterable[Judgement], reports: dict[str, Report]
) -> tuple[Event, ...]:
    """One event for each type and place; what is judged rejected is left out."""
    rejected = {j.claims[0] for j in judgements if j.verdict is Verdict.REJECT}
    groups: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        if claim.id not in rejected:
            groups.setdefault((claim.type, claim.where.name if claim.where else ""), []).append(claim)
    return tuple(_event(group) for _, group in sorted(groups.items()))


def _event(group: list[Claim]) -> Event:
    group = sorted(group, key=lambda c: c.id)
    days = [c.when for c in group if c.when and c.when.earliest and c.when.latest]
    lows = [h.figure.low or 0 for c in group for h in c.toll if h.outcome is Outcome.KILLED and h.part_of is None]
    stands = tuple(
        Stand(str(c.attribution), h.figure.low, h.figure.high, c.id)
        for c in group
        for h in c.toll
        if h.outcome is Outcome.KILLED and h.part_of is None
    )
    toll = Toll(Outcome.KILLED, Harmed.STATE_FORCE, min(lows), max(lows), max(lows), stands) if lows else None
    return Event(
        id=f"e-{group[0].id}",
        kind=group[0].kind,
        type=group[0].type,
        claims=tuple(c.id for c in group),
        reports=tuple(sorted({c.report for c in group})),
        actors=tuple({p.name: p for c in group for p in c.actors}.values()),
        when=When(min(d.earliest for d in days), max(d.latest for d in days)) if days else None,
        where=group[0].where,
        tolls=(toll,) if toll else (),
        sources=tuple(sorted({str(c.attribution) for c in group})),
        independent_sources=len({str(c.attribution) for c in group}),
        credibility=max(1, 6 - len(group)),
    )
