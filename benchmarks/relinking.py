"""How long it takes to add one report to a large ledger and to have its events in step.

    python -m benchmarks.relinking [--claims 100000] [--added 20] [--where FILE-or-URL]

Fills a ledger with the made-up claims of `benchmarks.linking`, links them all and keeps what linking needs to go on
(both timed), then adds reports one by one, each in a ledger opened anew as a command does: the time to keep the
report with its claims, to bring the events in step, and to fetch a page of 50 events. Prints median and worst by the
clock, and of processor time, which a busy machine changes less.
A ledger named by `--where` is kept, and not filled again.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from benchmarks.linking import World
from reportedly.ledger import log
from reportedly.model import Claim, Report
from reportedly.ports import Filter
from reportedly.session import Ledger

START = datetime(2026, 1, 1, tzinfo=UTC)


def main() -> None:
    """Fill, link, add, print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--claims", type=int, default=100_000)
    options.add_argument("--added", type=int, default=20)
    options.add_argument("--where", default="")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="reportedly-benchmark-") as folder:
        where = given.where or str(Path(folder) / "a.db")
        world = World()
        made = world.reports(given.claims)
        with Ledger(where) as ledger:
            known = ledger.store.head().count
        if not known:
            fill(where, made)
        late = world.reports(given.added * 5)
        steps = [add(where, known + k, *one) for k, one in enumerate(random.Random(known).sample(late, given.added))]
        for name, at in (("keep the report", 0), ("bring events in step", 1), ("page of 50 events", 2), ("all", 3)):
            told = [[step[at][kind] * 1000 for step in steps] for kind in (0, 1)]
            clock, cpu = ((statistics.median(times), max(times)) for times in told)
            print(
                f"{name:<22} median {clock[0]:6.1f} ms, worst {clock[1]:6.1f} ms; "
                f"of the processor {cpu[0]:6.1f}, {cpu[1]:6.1f} ms"
            )


def fill(where: str, made: list[tuple[Report, list[Claim]]]) -> None:
    """All reports into a new ledger, linked."""
    with Ledger(where) as ledger:
        entries = [each for report, told in made for each in log.read_entries(report, told, "benchmark", START)]
        for k in range(0, len(entries), 5000):
            ledger.store.append(entries[k : k + 5000])
        size = _size(where)
        began, cpu = time.perf_counter(), time.process_time()
        ledger.refresh()
        wall, took = time.perf_counter() - began, time.process_time() - cpu
    claims = sum(len(told) for _, told in made)
    print(f"{claims} claims linked and kept in {wall:.0f} s, processor time {took:.0f} s", flush=True)
    print(f"ledger {size / 1e6:.0f} MB, with its events and links {_size(where) / 1e6:.0f} MB", flush=True)


def _size(where: str) -> int:
    return sum(p.stat().st_size for p in Path(where).parent.glob(f"{Path(where).name}*")) if "://" not in where else 0


def add(where: str, number: int, report: Report, told: list[Claim]) -> list[tuple[float, float]]:
    """Seconds by the clock and of the processor for each step, and for all."""
    new = replace(report, id=f"z{number}")
    moved = [replace(claim, id=f"z{number}-{k}", report=new.id) for k, claim in enumerate(told)]
    marks = []

    def mark() -> None:
        marks.append((time.perf_counter(), time.process_time()))

    with Ledger(where) as ledger:
        ledger.store.head()  # the file is open
        mark()
        ledger.store.append(log.read_entries(new, moved, "benchmark", START + timedelta(seconds=number + 1)))
        mark()
        ledger.refresh()
        mark()
        ledger.events_page(Filter(newest_first=True), limit=50)
        mark()
        assert {claim.id for claim in moved} <= {c for e in ledger.events(report=new.id) for c in e.claims}
    spans = [*pairwise(marks), (marks[0], marks[-1])]
    return [(late[0] - soon[0], late[1] - soon[1]) for soon, late in spans]


if __name__ == "__main__":
    main()
