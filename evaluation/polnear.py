"""Measures attributions on PolNeAR: F1 of sources, cues and contents by overlap.

    python -m evaluation.polnear --data DIR [--split dev] [--trained [DIR]]

DIR holds `<split>.jsonl` with `text` and `attributions` (spans of source, cue and content). A span
that was found counts as right where it shares a code point with a marked one; each marked span is
used once, in text order. Beside it the share of code points that agree (precision, recall, F1). With
`--trained` the trained reader is measured (the one that ships, or that of a folder) in place of the rules.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from reportedly.claims.attribution import attributions
from reportedly.errors import ModelError
from reportedly.extractors.learned import LearnedReader
from reportedly.extractors.tagged import span_of, tag_runs
from reportedly.model import Report
from reportedly.parsers.spacy import SpacyParser

from .show import print_json

PARTS = ("source", "cue", "content")
Spans = list[tuple[int, int]]


def overlap_pairs(gold: Spans, found: Spans) -> int:
    """How many spans can be paired one to one by overlap, taken in order of their ends."""
    left, hits = sorted(found, key=lambda s: (s[1], s[0])), 0
    for start, end in sorted(gold, key=lambda s: (s[1], s[0])):
        best = max(
            (k for k, (a, b) in enumerate(left) if a < end and start < b),
            key=lambda k: (
                (min(end, left[k][1]) - max(start, left[k][0])) / (max(end, left[k][1]) - min(start, left[k][0]))
            ),
            default=None,
        )
        if best is not None:
            left.pop(best)
            hits += 1
    return hits


def covered(spans: Spans) -> set[int]:
    """The code points that the spans hold."""
    return {k for a, b in spans for k in range(a, b)}


def f1(hits: int, found: int, gold: int) -> tuple[float, float, float]:
    """Precision, recall and their harmonic mean."""
    p, r = hits / found if found else 0.0, hits / gold if gold else 0.0
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def gold_spans(record: dict[str, Any], part: str) -> Spans:
    """The marked spans of a part, one an attribution (its first piece to its last)."""
    found = {
        (min(s for s, _ in item["spans"]), max(e for _, e in item["spans"]))
        for attribution in record["attributions"]
        for item in attribution.get(part, [])
        if item["spans"]
    }
    return sorted(found)


def found_spans(report: Report, parse: Any) -> dict[str, Spans]:
    """What the rules find, in the same form."""
    out: dict[str, set[tuple[int, int]]] = {part: set() for part in PARTS}
    for cue, source, content in attributions(report, parse):
        out["cue"].add((cue.start, cue.end))
        if source:
            out["source"].add((source.start, source.end))
        if content:
            out["content"].add((content[0].start, content[-1].end))
    return {part: sorted(spans) for part, spans in out.items()}


def trained_spans(reader: LearnedReader, text: str) -> dict[str, Spans]:
    """What the trained reader marks, in the same form: the runs of its tags."""
    scores = reader.scores(text)
    out: dict[str, set[tuple[int, int]]] = {part: set() for part in PARTS}
    for found in tag_runs(text, scores, reader.shipped, reader.scale):
        if found.label in out:
            span = span_of(text, scores, found)
            out[found.label].add((span.start, span.end))
    return {part: sorted(spans) for part, spans in out.items()}


def measure(
    records: Iterable[dict[str, Any]],
    parses: Iterable[Any],
    find: Callable[[Report, Any], dict[str, Spans]] = found_spans,
) -> dict[str, tuple[float, ...]]:
    """Part -> (precision, recall, F1) by overlap, and `<part> chars` by code points."""
    sums = {name: [0, 0, 0] for part in PARTS for name in (part, f"{part} chars")}
    for record, parse in zip(records, parses):
        report = Report(record["docid"], record["text"])
        mine = find(report, parse)
        for part in PARTS:
            gold = gold_spans(record, part)
            for name, counts in (
                (part, (overlap_pairs(gold, mine[part]), len(mine[part]), len(gold))),
                (f"{part} chars", _chars(gold, mine[part])),
            ):
                sums[name] = [a + b for a, b in zip(sums[name], counts)]
    return {name: f1(*counts) for name, counts in sums.items()}


def _chars(gold: Spans, found: Spans) -> tuple[int, int, int]:
    g, f = covered(gold), covered(found)
    return len(g & f), len(f), len(g)


def main(argv: list[str] | None = None) -> int:
    """Print the table; 0 where it ran, 2 where the data is not there."""
    parser = argparse.ArgumentParser(prog="evaluation.polnear", description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True, type=Path, help="folder with <split>.jsonl")
    parser.add_argument("--split", default="dev")
    parser.add_argument("--trained", nargs="?", const="", metavar="DIR", help="measure the trained reader")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    args = parser.parse_args(argv)
    path = args.data / f"{args.split}.jsonl"
    if not path.is_file():
        print(f"There is no {path}: give the folder that holds {args.split}.jsonl with --data.", file=sys.stderr)
        return 2
    records = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    if args.trained is None:
        table = measure(records, SpacyParser().parse(r["text"] for r in records))
    else:
        try:
            reader = LearnedReader(Path(args.trained) if args.trained else None)
        except ModelError as error:
            print(f"polnear: {error}", file=sys.stderr)
            return 1
        table = measure(records, records, lambda report, _: trained_spans(reader, report.text))
    who = "the rules" if args.trained is None else reader.name
    if args.json:
        figures = {name: dict(zip(("p", "r", "f1"), row, strict=True)) for name, row in table.items()}
        print_json("polnear", figures, texts=len(records), reader=who)
        return 0
    print(f"PolNeAR {args.split}: {len(records)} texts, {who}")
    for name, (p, r, f) in table.items():
        print(f"{name:14} precision {p:.3f}  recall {r:.3f}  F1 {f:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
