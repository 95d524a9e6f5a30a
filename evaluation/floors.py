"""Holds measures to their floors: figures may rise freely, and fall only with a reason that is written down.

`floors.json` names, for each task, the data below the root that is given (`parts`, where the task
takes a root of its own and reads some folders of it), the digest of the data the floors were taken
on, and the floor of each figure. Other data is not compared.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from .gold import digest_of

FILE = Path(__file__).parent / "floors.json"
# A figure may wander by this much (another platform's parser) before it counts as below its floor.
ROOM = 0.005
# Figures of these kinds are quality; the others ("gold", "of") only say of how many.
QUALITIES = ("f1", "share", "b3_f1", "accuracy")

Floors = dict[str, dict[str, Any]]


def measured(task: str, data: Path) -> dict[str, float]:
    """Every quality of a task as "figure.kind", by running it; {} where it measured nothing."""
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            import_module(f"evaluation.{task}").main(["--data", str(data), "--json"])
        body = json.loads(printed.getvalue())
    except (ModuleNotFoundError, SystemExit, json.JSONDecodeError) as error:
        print(f"{task}: not measured: it printed no JSON ({error!r}).", file=sys.stderr)
        return {}
    return dict(flatten(body.get("figures", body)))


def flatten(body: Any, path: str = "") -> list[tuple[str, float]]:
    """Every quality in nested JSON, by its dotted path."""
    if not isinstance(body, dict):
        return []
    found: list[tuple[str, float]] = []
    for name, value in body.items():
        where = f"{path}.{name}" if path else name
        if isinstance(value, int | float) and not isinstance(value, bool) and name in QUALITIES:
            found.append((where, round(float(value), 4)))
        found += flatten(value, where)
    return found


def below(floors: dict[str, float], figures: dict[str, float]) -> list[str]:
    """One sentence for each figure that fell below its floor or is gone."""
    out = []
    for name, floor in floors.items():
        if name not in figures:
            out.append(f"{name} is no longer measured; its floor is {floor:.3f}")
        elif figures[name] < floor - ROOM:
            out.append(f"{name} is {figures[name]:.3f}, below its floor of {floor:.3f}")
    return out


def moved(entry: dict[str, Any], figures: dict[str, float], digest: str, reason: str) -> dict[str, Any]:
    """The entry with floors raised to what was measured; lowered only with a reason, which is kept."""
    floors = dict(entry.get("floors", {}))
    lowered = list(entry.get("lowered", []))
    for name, value in figures.items():
        old = floors.get(name)
        if old is None or value > old:
            floors[name] = value
        elif reason and value < old - ROOM:
            lowered.append({"figure": name, "from": old, "to": value, "reason": reason})
            floors[name] = value
    return {**entry, "digest": digest, "floors": floors, "lowered": lowered}


def check(floors: Floors, root: Path, raising: bool, reason: str) -> tuple[Floors, list[str]]:
    """Runs every task that has an entry; the entries as they are to be, and what is wrong."""
    faults: list[str] = []
    new = dict(floors)
    for task, entry in floors.items():
        data = root / entry["data"]
        parts = [root / part for part in entry.get("parts", [entry["data"]])]
        if not entry.get("floors") and not raising:
            print(f"{task}: no floors yet.")
            continue
        if gone := [part for part in parts if not part.exists()]:
            print(f"{task}: not measured: there is no {gone[0]}.", file=sys.stderr)
            continue
        digest = "+".join(digest_of(part) for part in parts)
        if entry.get("digest") not in (None, digest) and not raising:
            print(f"{task}: not compared: {data} is not the data that the floors were taken on.", file=sys.stderr)
            continue
        figures = measured(task, data)
        if not figures:
            continue
        fallen = [] if reason else below(entry.get("floors", {}), figures)
        faults += [f"{task}: {fault}" for fault in fallen]
        print(f"{task}: {len(entry.get('floors', {}))} floors, {len(fallen)} not held")
        if raising and not fallen:
            new[task] = moved(entry, figures, digest, reason)
    return new, faults


def main(argv: list[str]) -> int:
    """1 where a figure is below its floor, else 0; data that is not there is said and is no failure."""
    parser = argparse.ArgumentParser(prog="python -m evaluation check", description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="the root below which each task's data lies")
    parser.add_argument("--floors", type=Path, default=FILE, help="another file of floors")
    parser.add_argument("--raise", dest="raising", action="store_true", help="raise the floors to what is measured")
    parser.add_argument("--lower", metavar="REASON", default="", help="lower them too, for this reason")
    args = parser.parse_args(argv)
    try:
        floors = json.loads(args.floors.read_text("utf-8"))
    except (OSError, json.JSONDecodeError) as error:
        print(f"The floors cannot be read from {args.floors}: {error}.", file=sys.stderr)
        return 2
    new, faults = check(floors, args.data, args.raising or bool(args.lower), args.lower)
    if new != floors:
        args.floors.write_text(json.dumps(new, indent=1, sort_keys=True) + "\n", "utf-8")
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        print("A floor falls only with a stated reason: --lower REASON.", file=sys.stderr)
    return 1 if faults else 0
