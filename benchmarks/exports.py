"""How long an export takes, how much memory it needs, and how both grow: synthetic events, made as they are read.

    python benchmarks/exports.py [--events 20000 100000] [--formats acled ged events csv parquet]
    python benchmarks/exports.py --events 20000 --ledger FILE     # through a ledger on the disk

Prints for each format and size: seconds, events a second, megabytes written, and the peak of memory above what the
process held before (of Python's own objects; tracing costs time, so time and memory are two runs). With `--ledger` the
events are first kept in that file (made anew), so that fetching them page by page is measured as well.
"""

from __future__ import annotations

import argparse
import io
import random
import time
import tracemalloc
from collections.abc import Collection, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from reportedly.config import part
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
from reportedly.model.wire import claim_id
from reportedly.ports import Dossier

START = date(2015, 1, 1)
GROUPS = tuple(
    Party(f"{name} Brigade", "rebel group") for name in ("Northern", "Southern", "Qadim", "Wahda", "Sanadid")
)
ARMY, CIVILIANS = Party("Syrian Army", "state force", actor="syrian-arab-army"), Party("civilians", "civilians")
TYPES = ("attack", "armed clash", "shelling", "air strike", "bombing", "shooting", "abduction", "territory gained")


class Discard(io.RawIOBase):
    """Counts what is written and keeps none of it."""

    size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.size += len(data)
        return len(data)


def made(k: int) -> tuple[Event, list[Claim], list[Report]]:
    """Event number `k` with two claims of two reports; the same number gives the same event."""
    dice = random.Random(k)
    low = dice.randint(1, 40)
    group, day = dice.choice(GROUPS), START + timedelta(dice.randrange(3650))
    target = dice.choice((ARMY, CIVILIANS))
    side = Harmed.STATE_FORCE if target is ARMY else Harmed.CIVILIAN
    kind = dice.choice(TYPES)
    where = Where(
        f"Town {dice.randrange(400)}", None, dice.uniform(32, 37), dice.uniform(36, 42), 5000, "Homs", None, "SY"
    )
    claims, reports, stands = [], [], []
    for n in range(2):
        figure = Figure(low + 3 * n, low + 3 * n)
        text = f"{group.name} fighters attacked on Monday, killing {figure.low} people, source {n} said. Nr {k}."
        words = str(figure.low) + " people"
        span = Span.of(text, text.index(words), text.index(words) + len(words))
        report = Report(
            f"r-{k}-{n}",
            text,
            f"Outlet {n}",
            datetime(day.year, day.month, day.day, 12, n, tzinfo=UTC),
            title=f"Attack {k}",
        )
        claim = Claim(
            "", report.id, ClaimKind.INCIDENT, kind, Status.ASSERTED, (Span.of(text, 0, len(text)),), (group,),
            (target,), When(day, day), where, toll=(Harm(Outcome.KILLED, figure, span, span, side),),
            reader="benchmark-1", attribution=Attribution((Link(f"source {n}", SourceRole.MONITOR),)),
        )  # fmt: skip
        claim = replace(claim, id=claim_id(claim))
        claims.append(claim)
        reports.append(report)
        stands.append(Stand(f"source {n}", figure.low, figure.high, claim.id))
    toll = Toll(Outcome.KILLED, side, low, low, low + 3, tuple(stands), disputed=True)
    event = Event(
        f"e-{k:08d}", ClaimKind.INCIDENT, kind, tuple(c.id for c in claims), tuple(r.id for r in reports), (group,),
        (target,), When(day, day), where, ("mortar",), (toll,), ("source 0", "source 1"), 2, 3, 1,
        reasons=("same day",),
    )  # fmt: skip
    return event, claims, reports


class Made(Collection[Event]):
    """`count` events, each made when it is read; its claims and reports are at hand until the next."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.claims: dict[str, Claim] = {}
        self.reports: dict[str, Report] = {}

    def __iter__(self) -> Iterator[Event]:
        for k in range(self.count):
            event, claims, reports = made(k)
            self.claims = {c.id: c for c in claims}
            self.reports = {r.id: r for r in reports}
            yield event

    def __len__(self) -> int:
        return self.count

    def __contains__(self, event: object) -> bool:
        return any(event == each for each in self)


class AtHand(Mapping[str, Any]):
    """What belongs to the event that was made last."""

    def __init__(self, events: Made, name: str) -> None:
        self.events, self.name = events, name

    def __getitem__(self, key: str) -> Any:
        return getattr(self.events, self.name)[key]

    def __iter__(self) -> Iterator[str]:
        for _ in self.events:
            yield from getattr(self.events, self.name)

    def __len__(self) -> int:
        return 2 * len(self.events)


def synthetic(count: int) -> Dossier:
    """A dossier of any size in the memory of one event."""
    events = Made(count)
    return Dossier(events, AtHand(events, "claims"), AtHand(events, "reports"))


def filled(path: Path, count: int) -> Any:
    """A ledger on the disk that holds the events, with their claims and reports."""
    from reportedly.session import Ledger

    path.unlink(missing_ok=True)
    ledger = Ledger(path, link=lambda claims, judgements, reports: [made(k)[0] for k in range(count)])
    for k in range(count):
        _, claims, reports = made(k)
        for report, claim in zip(reports, claims, strict=True):
            ledger.record(report, (claim,), "benchmark-1")
    ledger.refresh()
    return ledger


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--events", type=int, nargs="+", default=[20_000, 100_000])
    options.add_argument("--formats", nargs="+", default=["acled", "ged", "events", "csv", "parquet"])
    options.add_argument("--ledger", type=Path)
    asked = options.parse_args()
    print(f"{'format':12} {'events':>8} {'s':>7} {'events/s':>9} {'MB out':>7} {'peak MB':>8}")
    for count in asked.events:
        with filled(asked.ledger, count) if asked.ledger else nullcontext() as ledger:
            for name in asked.formats:
                measure(name, count, ledger.stream if ledger else lambda n=count: synthetic(n))


def measure(name: str, count: int, dossier: Any) -> None:
    """One format: time without tracing, then the peak with it on a tenth and on the whole where it is small."""
    exporter = part("exporter", name)()
    exporter.export(synthetic(10), Discard())  # tables are loaded once
    out, start = Discard(), time.perf_counter()
    exporter.export(dossier(), out)
    took = time.perf_counter() - start
    tracemalloc.start()
    exporter.export(dossier(), Discard())
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    print(f"{name:12} {count:8,} {took:7.1f} {count / took:9,.0f} {out.size / 1e6:7.1f} {peak:8.1f}", flush=True)


if __name__ == "__main__":
    main()
