"""Measures times: of the phrases that coders quoted for a claim's time, how many are found and mean the same days."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from reportedly.mentions.times import find_times
from reportedly.model import Mention
from reportedly.parsers.spacy import SpacyParser

from .agreement import Wire, same_time
from .gold import Coded, digest_of, load_coded
from .score import evidence_spans
from .show import print_figures, print_json, sentence_around


def main(argv: list[str]) -> int:
    """Prints the figures; 0 also where there is nothing to measure, said on standard error."""
    parser = argparse.ArgumentParser(prog="python -m evaluation times", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of <id>.txt, <id>.json, <id>.meta.json")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="show N phrases read otherwise than coded")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    args = parser.parse_args(argv)
    gold = load_coded(args.data) if args.data.is_dir() else ()
    if not gold:
        print(f"times: not measured: there are no coded reports in {args.data}.", file=sys.stderr)
        return 0
    shares: dict[str, list[bool]] = {"found": [], "when": [], "when, dated report": [], "day": []}
    errors: list[str] = []
    for coded, times in zip(gold, _times(gold), strict=True):
        for claim, start, end in quoted_times(coded):
            _compare(coded, claim["when"], times, start, end, shares, errors)
    figures: dict[str, Wire] = {
        name: {"share": round(sum(all_) / len(all_), 4), "of": len(all_)} for name, all_ in shares.items() if all_
    }
    if args.json:
        print_json("times", figures, digest=digest_of(args.data), reports=len(gold))
        return 0
    print_figures("times", figures, f"{len(gold)} reports")
    for line in errors[: args.errors]:
        print(line)
    return 0


def _times(gold: tuple[Coded, ...]) -> Iterator[tuple[Mention, ...]]:
    parses = SpacyParser().parse(coded.report.text for coded in gold)
    return (find_times(coded.report, parse) for coded, parse in zip(gold, parses, strict=True))


def quoted_times(coded: Coded) -> Iterator[tuple[Wire, int, int]]:
    """Each claim whose time is told in words, and where they stand: inside the evidence, else nearest to it."""
    text = coded.report.text
    for claim in coded.claims:
        when = claim["when"] or {}
        words = when.get("text")
        if not words or not when.get("earliest") or not when.get("latest"):
            continue
        places = list(_occurrences(text, words))
        spans = evidence_spans(claim, text) or [(0, 0)]
        if places:
            start = min(places, key=lambda at: min(max(s - at, at - e, 0) for s, e in spans))
            yield claim, start, start + len(words)


def _occurrences(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _compare(
    coded: Coded,
    when: Wire,
    times: tuple[Mention, ...],
    start: int,
    end: int,
    shares: dict[str, list[bool]],
    errors: list[str],
) -> None:
    read = [
        {"earliest": str(m.value.earliest or ""), "latest": str(m.value.latest or "")}
        for m in times
        if m.span.start < end and start < m.span.end
    ]
    agrees = any(same_time(when, days) for days in read)
    shares["found"].append(bool(read))
    shares["when"].append(agrees)
    if coded.report.published:
        shares["when, dated report"].append(agrees)
    if when["earliest"] == when["latest"]:
        shares["day"].append(any(same_time(when, days, slack=0) for days in read))
    if not agrees:
        told = ", ".join(f"{d['earliest']} to {d['latest']}" for d in read) or "not found"
        errors.append(
            f"{coded.report.id}: {when['text']!r} coded {when['earliest']} to {when['latest']}, read {told}\n"
            f"  > {sentence_around(coded.report.text, start, end)}"
        )
