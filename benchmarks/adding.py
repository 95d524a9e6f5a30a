"""Memory and time of `reportedly add` for many reports.

    python -m benchmarks.adding REPORTS.jsonl [--reports 10000] [--jobs N]

Repeats the reports of REPORTS.jsonl, each time as another report (its own id and another first line), adds
them to a new ledger in a temporary folder by the command itself, and prints the peak of resident memory of
the command with its worker processes, sampled ten times a second, and CPU seconds.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def resident(pid: int) -> int:
    """Bytes that a process and its descendants hold, shared pages counted once a process."""
    total, todo = 0, [pid]
    while todo:
        one = todo.pop()
        try:
            status = Path(f"/proc/{one}/smaps_rollup").read_text("ascii", "replace")
            total += next(int(line.split()[1]) for line in status.splitlines() if line.startswith("Pss:")) * 1024
            todo += [int(c) for c in Path(f"/proc/{one}/task/{one}/children").read_text("ascii").split()]
        except (OSError, StopIteration):
            continue
    return total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", type=Path)
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--jobs", type=int)
    options = parser.parse_args()
    lines = [json.loads(line) for line in options.source.read_text("utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        many = Path(folder) / "many.jsonl"
        with many.open("w", encoding="utf-8") as out:
            for k in range(options.reports):
                text = f"Report number {k}.\n{lines[k % len(lines)]['text']}"
                out.write(json.dumps({"id": f"m{k}", "text": text, "published": "2015-07-05"}) + "\n")
        command = [sys.executable, "-c", "from reportedly.cli.main import run; run()", "add", str(many)]
        command += ["--ledger", f"{folder}/ledger.db", *(["--jobs", str(options.jobs)] if options.jobs else [])]
        began, peak = time.monotonic(), 0
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while process.poll() is None:
            peak = max(peak, resident(process.pid))
            time.sleep(0.1)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(f"{options.reports} reports, exit {process.returncode}: peak {peak / 1e6:.0f} MB with workers,")
        print(f"{time.monotonic() - began:.0f} s by the clock, {used.ru_utime + used.ru_stime:.0f} CPU s")


if __name__ == "__main__":
    main()
