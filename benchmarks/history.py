"""Time and memory of `as_of`, `diff` and `verify`, and how both grow: `python -m benchmarks.history`.

    python -m benchmarks.history [--claims 10000 20000]

Fills a ledger with the made-up claims of `benchmarks.linking` for each size, adds a few reports, and runs each in a
process of its own: seconds of processor time, and the peak of resident memory above what a process holds that has only
opened the ledger.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from benchmarks.linking import World
from benchmarks.relinking import START, add, fill

TASKS = {
    "opened": "ledger.store.head()",
    "as of a time": "past = ledger.as_of(then); past.store.head(); past.close()",
    "events as of a time": "past = ledger.as_of(then); past.refresh(); past.close()",
    "differences since": "assert ledger.diff(then)",
    "verify": "assert ledger.verify().holds",
}
WORK = """
import sys, time
from datetime import datetime
from reportedly.session import Ledger
then = datetime.fromisoformat(sys.argv[2])
with Ledger(sys.argv[1]) as ledger:
    {task}
with open("/proc/self/status") as status:  # the peak of this program alone, not of the one that started it
    peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
print(peak // 1024, time.process_time())
"""


def main() -> None:
    """Fill, ask, print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--claims", type=int, nargs="+", default=[10_000, 20_000])
    for size in options.parse_args().claims:
        with tempfile.TemporaryDirectory(prefix="reportedly-benchmark-") as folder:
            where, world = str(Path(folder) / "a.db"), World()
            fill(where, world.reports(size))
            for number, (report, told) in enumerate(world.reports(10)):
                add(where, number, report, told)
            base = 0
            for name, task in TASKS.items():
                peak, took = ask(where, task)
                base = base or peak
                print(f"{size:8,} claims: {name:<20} {took:6.1f} s, {peak - base:5} MB above {base}", flush=True)


def ask(where: str, task: str) -> tuple[int, float]:
    """The peak of memory in MB and the seconds of processor time of one task."""
    then = (START + timedelta(milliseconds=500)).isoformat()
    command = [sys.executable, "-c", WORK.format(task=task), where, then]
    peak, took = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return int(peak), float(took)


if __name__ == "__main__":
    main()
