"""Measures how places are found and resolved: on texts with annotated toponyms, and on coded claims.

    python -m evaluation geo --data DIR [--gold DIR]

`DIR` holds `lgl.jsonl` and `geovirus.jsonl`, one JSON object a line with `text` and `toponyms` (start, end,
lat, lon). LGL annotates adjectives of nationality, GeoVirus does not: they are counted accordingly. A toponym
is found where a mention overlaps it, each mention once; `exact` also wants the same ends. 161 km (100 miles) is
the field's usual limit of a right resolution. `--gold DIR` holds claims coded by hand: the share of claims
with a point for which a place within 50 km is mentioned in their evidence.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean, median
from typing import Any

from reportedly.gazetteers.bundled import BundledGazetteer
from reportedly.mentions.geography import distance
from reportedly.mentions.places import find_places
from reportedly.model import Mention, Report
from reportedly.parsers.spacy import SpacyParser

from .show import print_json

LIMIT = 161.0
CLAIM_LIMIT = 50.0
CORPORA = {"lgl": True, "geovirus": False}  # whether adjectives are annotated


@dataclass
class Tally:
    """What was found of one corpus; errors in kilometres."""

    gold: int = 0
    found: int = 0
    right: int = 0
    exact: int = 0
    errors: list[float] = field(default_factory=list)
    unplaced: int = 0
    missed: list[str] = field(default_factory=list)
    spurious: list[str] = field(default_factory=list)
    far: list[str] = field(default_factory=list)

    def detection(self) -> dict[str, float]:
        """Precision, recall and F1 of the places found."""
        precision, recall = self.right / max(1, self.found), self.right / max(1, self.gold)
        return {"p": precision, "r": recall, "f1": 2 * precision * recall / max(1e-9, precision + recall)}

    def near(self) -> float:
        """The share of the places found that lie within LIMIT of where they are."""
        return sum(e <= LIMIT for e in self.errors) / max(1, len(self.errors))

    def lines(self, name: str) -> Iterator[str]:
        """The figures of this corpus, one line each."""
        found = self.detection()
        yield f"{name}: {self.gold} toponyms, {self.found} mentions"
        exact = self.exact / max(1, self.right)
        yield f"  detection  P {found['p']:.3f}  R {found['r']:.3f}  F1 {found['f1']:.3f}  (exact ends: {exact:.3f})"
        if self.errors:
            near = self.near()
            yield (
                f"  resolution {near:.3f} within {LIMIT:.0f} km of {len(self.errors)}; "
                f"mean {mean(self.errors):.0f} km, median {median(self.errors):.1f} km"
            )


def records(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a JSONL file."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def compare(text: str, toponyms: Sequence[dict[str, Any]], mentions: Sequence[Mention], tally: Tally) -> None:
    """Add one text's annotated toponyms and mentions to the tally."""
    free = list(mentions)
    tally.gold += len(toponyms)
    tally.found += len(mentions)
    for toponym in toponyms:
        start, end = toponym["start"], toponym["end"]
        hits = [m for m in free if m.span.start < end and start < m.span.end]
        if not hits:
            tally.missed.append(_excerpt(text, start, end))
            continue
        hit = max(hits, key=lambda m: min(end, m.span.end) - max(start, m.span.start))
        free.remove(hit)
        tally.right += 1
        tally.exact += (hit.span.start, hit.span.end) == (start, end)
        where = hit.value
        if where.lat is None:
            tally.unplaced += 1
        elif toponym.get("lat") is not None:
            error = distance((where.lat, where.lon), (toponym["lat"], toponym["lon"])) / 1000
            tally.errors.append(error)
            if error > LIMIT:
                tally.far.append(
                    f"{error:.0f} km {where.name}/{where.admin1}/{where.country}: {_excerpt(text, start, end)}"
                )
    tally.spurious.extend(_excerpt(text, m.span.start, m.span.end) for m in free)


def _excerpt(text: str, start: int, end: int) -> str:
    return f"{text[max(0, start - 40) : start]}[{text[start:end]}]{text[end : end + 30]}".replace("\n", " ")


def measure(path: Path, adjectives: bool, parser: SpacyParser, gazetteer: BundledGazetteer) -> Tally:
    """Find and resolve the places of every text of a corpus."""
    tally = Tally()
    rows = list(records(path))
    for row, parse in zip(rows, parser.parse(r["text"] for r in rows), strict=True):
        report = Report(id=str(row.get("docid", "")), text=row["text"], url=row.get("url", ""))
        mentions = [
            m
            for m in find_places(report, parse, gazetteer)
            if not m.extra["anaphor"] and (adjectives or not m.extra["adjectival"])
        ]
        compare(row["text"], row["toponyms"], _single(mentions), tally)
    return tally


def _single(mentions: Sequence[Mention]) -> list[Mention]:
    """Without "between X and Y", which annotations take as two names."""
    return [m for m in mentions if not m.span.text.startswith(("between ", "linking ", "connecting "))]


def coverage(folder: Path, parser: SpacyParser, gazetteer: BundledGazetteer) -> tuple[int, int, list[str]]:
    """Claims with a point, those with a place mentioned within 50 km, and excerpts of the others."""
    total, covered, missed = 0, 0, []
    for path in sorted(folder.glob("*.txt")):
        text = path.read_text("utf-8")
        gold = json.loads(path.with_suffix(".json").read_text("utf-8"))
        (parse,) = parser.parse([text])
        mentions = find_places(Report(id=path.stem, text=text), parse, gazetteer)
        for claim in gold["claims"]:
            where = claim.get("where")
            if not where or where.get("lat") is None:
                continue
            total += 1
            if _is_covered(text, claim, where, mentions):
                covered += 1
            else:
                missed.append(f"{path.stem} {where['name']} ({where.get('text')})")
    return total, covered, missed


def _is_covered(text: str, claim: dict[str, Any], where: dict[str, Any], mentions: Sequence[Mention]) -> bool:
    spans = [(text.find(q), text.find(q) + len(q)) for q in [*claim["evidence"], where.get("text") or ""] if q]
    point = where["lat"], where["lon"]
    for mention in mentions:
        inside = any(a <= mention.span.start and mention.span.end <= b for a, b in spans if a >= 0)
        value = mention.value
        if not inside or value.lat is None:
            continue
        if distance((value.lat, value.lon), point) <= CLAIM_LIMIT * 1000:
            return True
        if where["precision"] == "province" and value.admin1 and value.admin1 == where.get("admin1"):
            return True
        if where["precision"] == "country" and value.country == where.get("country"):
            return True
    return False


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures; 2 where the data is not there."""
    arguments = argparse.ArgumentParser(prog="evaluation geo", description="Places: detection and resolution.")
    arguments.add_argument("--data", type=Path, required=True, help="folder with lgl.jsonl and geovirus.jsonl")
    arguments.add_argument("--gold", type=Path, help="folder with coded claims")
    arguments.add_argument("--errors", type=int, default=0, help="print so many errors of each kind")
    arguments.add_argument("--json", action="store_true", help="print one JSON object")
    args = arguments.parse_args(argv)
    parser, gazetteer = SpacyParser(), BundledGazetteer()
    seen, figures = False, {}
    for name, adjectives in CORPORA.items():
        path = args.data / f"{name}.jsonl"
        if not path.is_file():
            print(f"{path} is not there: {name} is not measured", file=sys.stderr)
            continue
        seen = True
        tally = measure(path, adjectives, parser, gazetteer)
        if args.json:
            figures[name] = {"detection": tally.detection(), "near": {"share": tally.near()}}
            continue
        print("\n".join(tally.lines(name)))
        for kind in ("missed", "spurious", "far"):
            step = max(1, len(getattr(tally, kind)) // max(1, args.errors))
            for excerpt in getattr(tally, kind)[::step][: args.errors]:
                print(f"  {kind}: {excerpt}")
    if args.json and seen:
        print_json("geo", figures)
        return 0
    if args.gold:
        total, covered, missed = coverage(args.gold, parser, gazetteer)
        share = covered / max(1, total)
        print(f"gold: a place within {CLAIM_LIMIT:.0f} km in the evidence of {covered} of {total} claims: {share:.3f}")
        for excerpt in missed[: args.errors]:
            print(f"  uncovered: {excerpt}")
    return 0 if seen or args.gold else 2


if __name__ == "__main__":
    raise SystemExit(main())
