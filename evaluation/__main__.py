"""`python -m evaluation TASK --data PATH`: measures one task; `check --data ROOT` holds all to their floors."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

# Task -> what it measures; the module of the same name has `main(argv) -> int`.
TASKS = {
    "claims": "claims read from reports that were coded by hand",
    "gate": "reports that hold claims and are not passed over unread",
    "times": "phrases of time in the same reports",
    "harms": "figures of harm in the same reports",
    "linking": "claims and reports of one event brought together (coded reports, news clusters)",
    "cells": "pairs of claims of one day and place, drawn to be judged by hand (FA-KES)",
    "actors": "parties named in the same reports",
    "polnear": "attributions: source, cue and content (PolNeAR)",
    "geo": "places: found and resolved (LGL, GeoVirus)",
    "plover": "event types as PLOVER root codes",
    "muc4": "terrorist incidents in newswire (MUC-4)",
    "check": "every task that has floors, held to them",
}
MODULES = {"check": "floors"}


def usage() -> str:
    """The tasks, one a line."""
    lines = [f"  {name:9} {what}" for name, what in TASKS.items()]
    return "usage: python -m evaluation TASK --data PATH [--json] [--errors N]\n\n" + "\n".join(lines)


def main(argv: list[str]) -> int:
    """Runs one task; 2 where there is no such task."""
    if not argv or argv[0] in ("-h", "--help"):
        print(usage())
        return 0
    task, *rest = argv
    if task not in TASKS:
        print(f"There is no task {task!r}.\n{usage()}", file=sys.stderr)
        return 2
    name = f"{__package__}.{MODULES.get(task, task)}"
    if find_spec(name) is None:
        print(f"{task}: not measured: this version does not hold the measure yet.", file=sys.stderr)
        return 0
    data = data_of(rest)
    if data is not None and not data.exists():
        print(f"{task}: not measured: there is no {data}.", file=sys.stderr)
        return 0
    return int(import_module(name).main(rest))


def data_of(argv: list[str]) -> Path | None:
    """The path given with `--data`, or None where none is given."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--data", type=Path, nargs="?")
    given: Path | None = parser.parse_known_args(argv)[0].data
    return given


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
