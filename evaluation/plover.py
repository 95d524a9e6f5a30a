"""Measures PLOVER's root codes on its hand-coded sentences: that of the claim that the main clause tells."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from reportedly.exporters.plover import code
from reportedly.model import Report

from .agreement import Wire
from .gold import digest_of
from .reading import NotMeasured, default_reader, read_claims
from .show import print_figures, print_json

# The records are of PLOVER 0.5; later versions, and this project, name these roots otherwise.
RENAMED = {
    "FIGHT": "ASSAULT",
    "DISAPPROVE": "ACCUSE",
    "INVESTIGATE": "ACCUSE",
    "DEMAND": "REQUEST",
    "YIELD": "RETREAT",
}


def root_of(claim: Wire) -> str:
    """The PLOVER root that the export gives the claim by type, status and words; "" where PLOVER has none."""
    passages = (span["text"] for span in claim.get("evidence", ()))
    return code(claim["type"], claim.get("status", "asserted"), passages).category


def first_root(claims: list[Wire]) -> str:
    """The root of the first claim, which is the main clause's where that tells one; "" where nothing was read."""
    return root_of(claims[0]) if claims else ""


def figures_of(pairs: list[tuple[str, str]]) -> dict[str, Wire]:
    """Accuracy over all sentences, over those with a claim, and over each root of gold."""
    told = [(g, f) for g, f in pairs if f]
    out = {
        "root": _share([g == f for g, f in pairs]),
        "a claim read": _share([bool(f) for _, f in pairs]),
        "root, where read": _share([g == f for g, f in told]),
    }
    for root, _ in Counter(g for g, _ in pairs).most_common():
        out[root] = _share([g == f for g, f in pairs if g == root])
    return out


def _share(all_: list[bool]) -> Wire:
    return {"share": round(sum(all_) / len(all_), 4) if all_ else 0.0, "of": len(all_)}


def load_records(path: Path) -> list[dict[str, Any]]:
    """The records of `gold_standard.jsonl` in a folder, or of the file itself."""
    file = path / "gold_standard.jsonl" if path.is_dir() else path
    if not file.is_file():
        raise NotMeasured(f"there is no {file}")
    return [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]


def main(argv: list[str]) -> int:
    """Prints the figures; 0 also where there is nothing to measure, said on standard error."""
    parser = argparse.ArgumentParser(prog="python -m evaluation plover", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="gold_standard.jsonl, or the folder that holds it")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="show N sentences with another root")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    args = parser.parse_args(argv)
    try:
        records = load_records(args.data)
        reader = default_reader()
    except NotMeasured as reason:
        print(f"plover: not measured: {reason}.", file=sys.stderr)
        return 0
    read = read_claims((Report(id=r["id"], text=r["text"]) for r in records), reader)
    pairs = [(RENAMED.get(r["event"], r["event"]), first_root(read[r["id"]]["claims"])) for r in records]
    figures = figures_of(pairs)
    if args.json:
        print_json("plover", figures, digest=digest_of(args.data), sentences=len(records))
        return 0
    print_figures("plover", figures, f"{len(records)} sentences")
    wrong = [(r, g, f) for r, (g, f) in zip(records, pairs, strict=True) if g != f]
    for record, gold, found in wrong[: args.errors]:
        types = ", ".join(c["type"] for c in read[record["id"]]["claims"]) or "nothing read"
        print(f"{record['id']}: gold {gold}, read {found or '-'} ({types})\n  > {record['text']}")
    return 0
