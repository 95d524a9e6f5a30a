"""How well losses are read: figures of harm against hand-coded reports.

    python -m evaluation.harms --data DIR [--errors] [--out PREDICTED.jsonl] [--rule RULE]

DIR holds `<id>.txt` and `<id>.json` as the coding guidelines describe. A report's figures are its distinct
(outcome, low, high) triples; two agree where the outcome is the same, open ends are open on both sides, and
bounds are equal within 1 (above 5) or 2 %. Each gold triple is paired with one predicted triple, exact pairs
first. `toll+party` asks besides that one of the parties harmed agrees. Precision, recall and F1 are micro
averages over all reports.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportedly.mentions.harms import find_harms
from reportedly.model import Mention, Report
from reportedly.parsers.spacy import SpacyParser

from .show import print_json

Triple = tuple[str, int | None, int | None]
Figures = dict[Triple, set[str]]


@dataclass
class Tally:
    """Counts of agreeing, predicted and gold figures, and the figures that one side alone has."""

    hit: int = 0
    hit_party: int = 0
    predicted: int = 0
    gold: int = 0
    cpu: float = 0.0

    def row(self, hit: int) -> dict[str, float]:
        p, r = hit / max(self.predicted, 1), hit / max(self.gold, 1)
        return {"p": p, "r": r, "f1": 2 * p * r / max(p + r, 1e-9)}

    def line(self, name: str, hit: int) -> str:
        cells = "  ".join(f"{key} {value:.3f}" for key, value in self.row(hit).items())
        return f"{name:12} {cells}  gold {self.gold}"


def near(a: int | None, b: int | None) -> bool:
    """True where two bounds agree: both open, or within 1 (above 5) or 2 %."""
    if a is None or b is None:
        return a is b
    return abs(a - b) <= max(1 if a > 5 else 0, 0.02 * abs(a))


def pair(gold: Figures, predicted: Figures) -> list[tuple[Triple, Triple]]:
    """Gold triples with the predicted ones that agree, each used once, exact ones first."""
    pairs = [(g, g) for g in gold if g in predicted]
    left = [p for p in predicted if p not in gold]
    for g in gold:
        if g in predicted:
            continue
        found = next((p for p in left if p[0] == g[0] and near(g[1], p[1]) and near(g[2], p[2])), None)
        if found is not None:
            left.remove(found)
            pairs.append((g, found))
    return pairs


def figures(items: Iterator[dict[str, Any]]) -> Figures:
    """The told figures of toll items in wire form, each with the parties given for it."""
    found: Figures = defaultdict(set)
    for item in items:
        if item["low"] is not None or item["high"] is not None:
            found[item["outcome"], item["low"], item["high"]].add(item["party"])
    return found


def toll_item(mention: Mention) -> dict[str, Any]:
    """A harm as an item of a claim's toll, in the coders' form."""
    harm = mention.value
    return {
        "outcome": harm.outcome.value,
        "text": harm.span.text,
        "who": harm.who.text,
        "party": harm.party.value,
        "low": harm.figure.low,
        "high": harm.figure.high,
        "part_of": None,
    }


def main(arguments: list[str] | None = None) -> int:
    """Print the table; 2 where the data is missing."""
    parser = argparse.ArgumentParser(description="Score the reading of losses against hand-coded reports.")
    parser.add_argument("--data", type=Path, required=True, help="folder of <id>.txt and <id>.json")
    parser.add_argument("--errors", action="store_true", help="print every missed and every wrong figure")
    parser.add_argument("--out", type=Path, help="write what was read as JSON lines, one pseudo-claim a figure")
    parser.add_argument("--rule", default="project", help="rule for vague quantities")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    args = parser.parse_args(arguments)
    paths = sorted(p for p in args.data.glob("*.json") if not p.name.endswith(".meta.json"))
    if not paths:
        print(f"no coded reports in {args.data}", file=sys.stderr)
        return 2
    tally, lines = Tally(), []
    texts = [p.with_suffix(".txt").read_text("utf-8") for p in paths]
    for path, text, parse in zip(paths, texts, SpacyParser().parse(texts), strict=True):
        record = json.loads(path.read_text("utf-8"))
        start = time.process_time()
        mentions = find_harms(Report(record["report"], text), parse, args.rule)
        tally.cpu += time.process_time() - start
        gold = figures(item for claim in record["claims"] for item in claim.get("toll") or [])
        predicted = figures(map(toll_item, mentions))
        pairs = pair(gold, predicted)
        tally.hit += len(pairs)
        tally.hit_party += sum(bool(gold[g] & predicted[p]) for g, p in pairs)
        tally.predicted += len(predicted)
        tally.gold += len(gold)
        if args.errors:
            show(record["report"], gold, predicted, pairs, mentions)
        lines.append({"report": record["report"], "claims": [pseudo_claim(m) for m in mentions]})
    if args.out:
        args.out.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    if args.json:
        rows = {"toll": tally.row(tally.hit), "toll+party": tally.row(tally.hit_party)}
        print_json("harms", rows, reports=len(paths), gold=tally.gold)
        return 0
    print(tally.line("toll", tally.hit))
    print(tally.line("toll+party", tally.hit_party))
    print(f"{len(paths)} reports, {1000 * tally.cpu / len(paths):.1f} ms of CPU each without the parse")
    return 0


def pseudo_claim(mention: Mention) -> dict[str, Any]:
    """One figure as a claim of its own, with the fields a scorer of claims asks for."""
    return {
        "type": "casualties",
        "status": "asserted",
        "evidence": [mention.span.text],
        "toll": [toll_item(mention)],
        "attribution": [],
        **{key: [] for key in ("actors", "targets", "weapons")},
    }


def show(report: str, gold: Figures, predicted: Figures, pairs: list, mentions: tuple[Mention, ...]) -> None:
    """The figures that one side alone has, those predicted with their words."""
    for triple in gold:
        if triple not in [g for g, _ in pairs]:
            print(report, "missed", *triple, sorted(gold[triple]))
    for triple in predicted:
        if triple not in [p for _, p in pairs]:
            words = [m.span.text for m in mentions if (m.value.outcome.value, *_bounds(m)) == triple]
            print(report, "wrong", *triple, words)


def _bounds(mention: Mention) -> tuple[int | None, int | None]:
    return mention.value.figure.low, mention.value.figure.high


if __name__ == "__main__":
    raise SystemExit(main())
