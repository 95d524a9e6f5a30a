"""Measures role fillers and templates on reports with MUC-4 keys.

    python -m evaluation muc4 --data DIR [--split NAME ...] [--model DIR] [--held-out] [--against FILE] [--json]

DIR holds `<split>.jsonl` with `docid`, `text` and `templates`; without `--split` all but `dev` are read.
Prints CEAF-REE per role, the template micro-F1 of GTT and what the rules give of the official slots date,
location, human count and effect; with 95 % bootstrap intervals over reports, and paired with `--against`.
The last line is `CEAF-REE F1 NN.NN`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any

from reportedly.errors import ModelError, ReportedlyError
from reportedly.extractors.learned import LearnedReader

from . import ceaf, templates
from .muc4_data import ROLES, MucReport, read_muc4
from .muc4_read import Build, build_templates, read_report
from .muc4_slots import SLOT_NAMES, measure_slots

HELD_OUT = 10  # every tenth development report was held out in training
TIMES = 2000


def main(argv: list[str]) -> int:
    """Prints the figures; 0 also where there is nothing to measure, said on standard error."""
    parser = argparse.ArgumentParser(prog="python -m evaluation muc4", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of <split>.jsonl")
    parser.add_argument("--split", nargs="+", help="which files; all but dev where not given")
    parser.add_argument("--model", type=Path, help="folder of another model than the one that ships")
    parser.add_argument("--held-out", action="store_true", help="of dev the tenth that training did not see")
    parser.add_argument("--against", type=Path, help="fillers of another reader (written by --save), to pair with")
    parser.add_argument("--save", type=Path, help="write the fillers here")
    parser.add_argument("--no-slots", action="store_true", help="leave out the official slots")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="show the fillers of N reports read worst")
    args = parser.parse_args(argv)
    paths = _paths(args.data, args.split)
    if not paths:
        print(f"muc4: not measured: there are no such files in {args.data}.", file=sys.stderr)
        return 0
    reports = [r for path in paths for r in read_muc4(path)]
    if args.held_out:
        reports = reports[::HELD_OUT]
    try:
        reader = LearnedReader(args.model)
    except ModelError as error:
        print(f"muc4: {error}", file=sys.stderr)
        return 1
    outcome = Outcome(reader, reports)
    if args.save:
        args.save.write_text(json.dumps(outcome.fillers, indent=1), "utf-8")
    against = json.loads(args.against.read_text("utf-8")) if args.against else None
    figures = outcome.figures(against)
    if not args.no_slots:
        figures["slots"] = _slots(reports)
    if args.json:
        print(json.dumps({"task": "muc4", "reports": len(reports), "figures": figures}))
        return 0
    show(figures, f"{len(reports)} reports of {', '.join(p.stem for p in paths)}, {reader.name}")
    for line in outcome.worst(args.errors):
        print(line)
    print(f"CEAF-REE F1 {100 * figures['ceaf']['all']['f1']:.2f}")
    return 0


def _paths(folder: Path, splits: Sequence[str] | None) -> list[Path]:
    if not folder.is_dir():
        return [folder] if folder.is_file() else []
    if splits:
        return [p for name in splits if (p := folder / f"{name}.jsonl").is_file()]
    return sorted(p for p in folder.glob("*.jsonl") if p.stem != "dev")


class Outcome:
    """What was read from each report, and its counts."""

    def __init__(self, reader: LearnedReader, reports: Sequence[MucReport], build: Build | None = None) -> None:
        self.reports = reports
        self.fillers: dict[str, dict[str, tuple[ceaf.Entity, ...]]] = {}
        self.rows: list[dict[str, tuple[int, int, int]]] = []
        self.template_rows: list[templates.Counts] = []
        build = build or Build(**reader.shipped.card.get("templates", {}))
        for count, report in enumerate(reports, 1):
            found, scores = read_report(reader, report.text)
            self.fillers[report.id] = found
            self.rows.append(ceaf.counts(report.entities, found))
            made = build_templates(reader, report.text, found, scores, build)
            self.template_rows.append(templates.best(made, templates.key_templates(report)))
            if sys.stderr.isatty():
                print(f"\rread {count} reports", end="", file=sys.stderr)

    def figures(self, against: dict[str, Any] | None = None) -> dict[str, Any]:
        """Everything measured, as JSON."""
        total = ceaf.micro(self.rows)
        table = {role: _prf(total.get(role, (0, 0, 0))) for role in (*ROLES, "all")}
        table["all"]["interval"] = ceaf.interval(self.rows, TIMES)
        sums = templates.summed(self.template_rows)
        micro = {
            "p": sums[0] / sums[1] if sums[1] else 0.0,
            "r": sums[2] / sums[3] if sums[3] else 0.0,
            "f1": templates.f1(sums),
            "interval": resampled(self.template_rows, lambda rows: templates.f1(templates.summed(rows))),
        }
        found: dict[str, Any] = {"ceaf": table, "templates": micro}
        if against is not None:
            found["paired"] = self._paired(against)
        return found

    def _paired(self, against: dict[str, Any]) -> dict[str, Any]:
        """The gain over another reader on the same reports, with the interval of the difference."""
        other = [ceaf.counts(r.entities, against.get(r.id, {})) for r in self.reports]
        pairs = list(zip(self.rows, other, strict=True))

        def gain(rows: Sequence[Any]) -> float:
            mine, theirs = (ceaf.micro([row[k] for row in rows]).get("all", (0, 0, 0)) for k in (0, 1))
            return ceaf.f1(*mine) - ceaf.f1(*theirs)

        return {"other": _prf(ceaf.micro(other)["all"]), "gain": gain(pairs), "interval": resampled(pairs, gain)}

    def worst(self, count: int) -> list[str]:
        """The reports with the most fillers missed or wrong, with both lists."""

        def faults(k: int) -> int:
            return sum(got[1] + got[2] - 2 * got[0] for got in self.rows[k].values())

        lines = []
        for k in sorted(range(len(self.reports)), key=lambda k: -faults(k))[:count]:
            report = self.reports[k]
            lines.append(f"\n{report.id}: {faults(k)} faults")
            for role in ROLES:
                key = [" / ".join(e) for e in report.entities[role]]
                lines.append(f"  {role:8} key {key}  read {[e[0] for e in self.fillers[report.id][role]]}")
        return lines


def resampled(rows: Sequence[Any], measure: Callable[[Sequence[Any]], float], times: int = TIMES) -> list[float]:
    """The 95 % bootstrap interval of a measure over reports."""
    chance, found = Random(0), []
    for _ in range(times if rows else 0):
        found.append(measure([rows[chance.randrange(len(rows))] for _ in rows]))
    found.sort()
    return [found[int(0.025 * times)], found[int(0.975 * times)]] if found else [0.0, 0.0]


def _prf(got: tuple[int, int, int]) -> dict[str, Any]:
    hit, predicted, key = got
    return {
        "p": hit / predicted if predicted else 0.0,
        "r": hit / key if key else 0.0,
        "f1": ceaf.f1(*got),
        "predicted": predicted,
        "key": key,
    }


def _slots(reports: Sequence[MucReport]) -> dict[str, Any]:
    try:
        from .reading import NotMeasured, default_reader
    except ImportError as error:
        return {"not measured": str(error)}
    try:
        return measure_slots(reports, default_reader())
    except (NotMeasured, ReportedlyError) as reason:
        return {"not measured": str(reason)}


def show(figures: dict[str, Any], title: str) -> None:
    """A table for reading."""
    print(f"muc4: {title}\n\nCEAF-REE       precision  recall      F1  predicted    key")
    for role, row in figures["ceaf"].items():
        print(f"{role:14} {_row(row)}  {row['predicted']:9}  {row['key']:5}")
    print(f"{'':14} 95 % interval over reports of F1 {_interval(figures['ceaf']['all']['interval'])}")
    print(f"\ntemplates      {_row(figures['templates'])}   (GTT micro-average)")
    print(f"{'':14} 95 % interval over reports of F1 {_interval(figures['templates']['interval'])}")
    if paired := figures.get("paired"):
        print(f"\nagainst        {_row(paired['other'])}")
        print(f"{'':14} gain {100 * paired['gain']:.2f}, 95 % paired interval {_interval(paired['interval'])}")
    slots = figures.get("slots", {})
    if "not measured" in slots:
        print(f"\nofficial slots: not measured: {slots['not measured']}")
    elif slots:
        print("\nofficial slots, by the rules")
        for name in SLOT_NAMES:
            print(f"{name:14} {_row(slots[name])}")
    print()


def _row(row: dict[str, Any]) -> str:
    return f"{100 * row['p']:9.2f} {100 * row['r']:7.2f} {100 * row['f1']:7.2f}"


def _interval(bounds: Sequence[float]) -> str:
    return f"[{100 * bounds[0]:.2f}, {100 * bounds[1]:.2f}]"
