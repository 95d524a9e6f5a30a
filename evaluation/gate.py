"""Measures the gate: of the reports that hold claims, how many are not passed over; how many others are."""

from __future__ import annotations

import argparse
from pathlib import Path

from reportedly.mentions.gate import may_hold_claims

from .gold import digest_of, load_coded
from .show import print_figures, print_json


def main(argv: list[str]) -> int:
    """Prints the recall over reports with at least one coded claim; 0 also where there are none."""
    parser = argparse.ArgumentParser(prog="python -m evaluation gate", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of coded reports")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    args = parser.parse_args(argv)
    held = [coded.report for coded in load_coded(args.data) if coded.claims]
    if not held:
        print(f"gate: not measured: there are no coded reports in {args.data}.")
        return 0
    passed = [may_hold_claims(report.text) for report in held]
    figures = {"recall": {"share": sum(passed) / len(held), "of": len(held)}}
    if args.json:
        print_json("gate", figures, digest=digest_of(args.data), reports=len(held))
        return 0
    print_figures("gate", figures, f"{len(held)} reports with claims")
    for report, ok in zip(held, passed, strict=True):
        if not ok:
            print(f"  passed over: {report.id}")
    return 0
