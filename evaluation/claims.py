"""Measures claims: what the reader finds in reports that were coded by hand, field by field."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from .gold import digest_of, load_coded
from .reading import NotMeasured, load_predicted, read_claims
from .score import score
from .show import print_figures, print_json, print_outcome


def main(argv: list[str]) -> int:
    """Prints the figures; 0 also where there is nothing to measure, said on standard error."""
    parser = argparse.ArgumentParser(prog="python -m evaluation claims", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of <id>.txt, <id>.json, <id>.meta.json")
    parser.add_argument("--predicted", type=Path, help="score this file of claims (JSONL) and read nothing")
    parser.add_argument("--save", type=Path, help="write what was read here, one JSON object a report")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="show the N reports read worst")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    args = parser.parse_args(argv)
    try:
        gold = load_coded(args.data) if args.data.is_dir() else ()
        if not gold:
            raise NotMeasured(f"there are no coded reports in {args.data}")
        reports = [coded.report for coded in gold]
        predicted = load_predicted(args.predicted) if args.predicted else read_claims(reports)
    except NotMeasured as reason:
        print(f"claims: not measured: {reason}.", file=sys.stderr)
        return 0
    if args.save:
        lines = (json.dumps(body, ensure_ascii=False) + "\n" for body in predicted.values())
        args.save.write_text("".join(lines), "utf-8")
    total = score(gold, predicted)
    figures = total.figures()
    if args.json:
        print_json("claims", figures, digest=digest_of(args.data), reports=len(gold))
        return 0
    print_figures("claims", figures, f"{len(gold)} reports")
    for outcome in sorted(total.outcomes, key=lambda o: (-o.faults, o.coded.report.id))[: args.errors]:
        print_outcome(outcome)
    return 0
