"""How well claims and reports are grouped by event, against hand-coded keys: B-cubed precision, recall, F1.

    python -m evaluation.linking --data DIR [--json]

DIR holds `gold/dev` (hand-coded claims, see `evaluation/coded.py`) and `data/news_clusters/visible.jsonl`
(reports with an event each); what is missing there is left out.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Hashable, Mapping
from pathlib import Path

from evaluation.coded import load_coded
from evaluation.show import print_json
from reportedly.events.likeness import likeness, profile
from reportedly.events.link import link

REPORT_THRESHOLD = 0.19  # average likeness from which two groups of reports are one event

Scores = tuple[float, float, float]


def bcubed(found: Mapping[Hashable, Hashable], gold: Mapping[Hashable, Hashable]) -> Scores:
    """B-cubed precision, recall and F1 (Bagga and Baldwin 1998), averaged over the items of `gold`."""
    ours: dict[Hashable, set[Hashable]] = {}
    theirs: dict[Hashable, set[Hashable]] = {}
    for item, key in found.items():
        ours.setdefault(key, set()).add(item)
    for item, key in gold.items():
        theirs.setdefault(key, set()).add(item)
    precision = recall = 0.0
    for item, key in gold.items():
        mine, true = ours[found[item]], theirs[key]
        precision += len(mine & true) / len(mine) / len(gold)
        recall += len(mine & true) / len(true) / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def measure_claims(folder: Path) -> tuple[Scores, int]:
    """Link all coded claims of a folder; the scores over claims, and how many there are."""
    coded = load_coded(folder)
    reports = {one.report.id: one.report for one in coded}
    gold = {claim: key for one in coded for claim, key in one.events.items()}
    events = link((c for one in coded for c in one.claims), reports)
    return bcubed({claim: e.id for e in events for claim in e.claims}, gold), len(gold)


def measure_reports(path: Path, least: float = REPORT_THRESHOLD) -> tuple[Scores, int]:
    """Group whole reports by likeness alone; the scores over reports, and how many there are."""
    rows = [json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip()]
    profiles = [profile(row["text"], row["title"] or "") for row in rows]
    found = _group([[likeness(a, b) for b in profiles] for a in profiles], least)
    return bcubed(dict(enumerate(found)), {k: row["event"] for k, row in enumerate(rows)}), len(rows)


def _group(table: list[list[float]], least: float) -> list[int]:
    """Average-link agglomeration; the group of each item."""
    members = {i: [i] for i in range(len(table))}
    while len(members) > 1:
        alive = list(members)
        best, i, j = max((table[a][b], a, b) for k, a in enumerate(alive) for b in alive[k + 1 :])
        if best < least:
            break
        for k in alive:
            n, m = len(members[i]), len(members[j])
            table[i][k] = table[k][i] = (table[i][k] * n + table[j][k] * m) / (n + m)
        members[i] += members.pop(j)
    of = {k: i for i, group in members.items() for k in group}
    return [of[k] for k in range(len(table))]


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="evaluation.linking", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args(argv)
    results = {}
    for name in ("train", "dev"):
        folder = args.data / "gold" / name
        if folder.is_dir():
            results[f"claims of gold/{name}"] = measure_claims(folder)
    clusters = args.data / "data" / "news_clusters" / "visible.jsonl"
    if clusters.is_file():
        results["reports of news_clusters"] = measure_reports(clusters)
    if args.json:
        rows = {k: dict(zip(("p", "r", "f1"), scores, strict=True)) | {"of": n} for k, (scores, n) in results.items()}
        print_json("linking", rows)
    else:
        for name, ((p, r, f), n) in results.items():
            print(f"{name} ({n}): B-cubed precision {p:.3f} recall {r:.3f} F1 {f:.3f}")
    return 0 if results else 1


if __name__ == "__main__":
    raise SystemExit(main())
