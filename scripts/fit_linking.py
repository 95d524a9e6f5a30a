"""Fits the weights by which claims are linked, from hand-coded claims, and writes them into the package.

    python scripts/fit_linking.py CODED_DIR --read CLAIMS.jsonl --out src/reportedly/ontology/linking_weights.yaml

CLAIMS.jsonl is what `reportedly read --format claims` finds in the same texts: claims that match a coded
one count with its event too, fully for pairs of one report, little across reports, where more of them
cost more on coded claims than they gained. CODED_DIR holds `<id>.txt`, `<id>.json` and `<id>.meta.json`
as `evaluation/coded.py` reads them. All pairs of claims are used, in two models (one report, different
reports): a logistic regression with a ridge penalty, solved by Newton's method, so the same data give
the same weights. The threshold of clustering is the lowest within 0.002 of the best B-cubed F1 over four
folds of reports; reports that share an event stay in one fold.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np

from evaluation.coded import Coded, load_coded
from evaluation.gold import load_coded as load_gold
from evaluation.linking import bcubed
from evaluation.score import pair_claims
from reportedly.events.judge import TERMS, terms, veto
from reportedly.events.sketch import Sketch, sketch
from reportedly.model.wire import claim_from_wire

RIDGE = 1.0
FOLDS = 4
GRID = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)
PARTS = ("within", "across")
READ_COUNTS = {"within": 1.0, "across": 0.15}  # across reports more of them cost precision on coded claims


class Pairs:
    """All pairs of coded claims: their terms, whether one event, and which claims."""

    def __init__(self, sketches: list[Sketch], keys: list[str]) -> None:
        self.sketches, self.keys = sketches, keys
        rows: dict[str, list] = {part: [] for part in PARTS}
        at: dict[str, list] = {part: [] for part in PARTS}
        for i, one in enumerate(self.sketches):
            for j, other in enumerate(self.sketches[:i]):
                if not veto(one, other):
                    part = "within" if one.report == other.report else "across"
                    rows[part].append(terms(one, other))
                    at[part].append((i, j))
        self.rows = {part: np.array(rows[part]) for part in PARTS}
        self.at = {part: np.array(at[part]) for part in PARTS}
        keys = np.array(self.keys)
        self.same = {part: (keys[self.at[part][:, 0]] == keys[self.at[part][:, 1]]).astype(float) for part in PARTS}


def coded_pairs(coded: tuple[Coded, ...]) -> Pairs:
    """All pairs of claims as they were coded."""
    sketches = [sketch(c, one.report) for one in coded for c in one.claims]
    return Pairs(sketches, [one.events[c.id] for one in coded for c in one.claims])


def read_pairs(folder: Path, claims: Path) -> Pairs:
    """All pairs of those claims of a reader that match a coded one."""
    read = {row["report"]: row["claims"] for row in map(json.loads, claims.read_text("utf-8").splitlines())}
    sketches, keys = [], []
    for one in load_gold(folder):
        found = read.get(one.report.id, [])
        for i, j in pair_claims(one.claims, found, one.report.text):
            sketches.append(sketch(claim_from_wire(found[j]), one.report))
            keys.append(one.claims[i]["event"])
    return Pairs(sketches, keys)


def fit(rows: np.ndarray, same: np.ndarray, count: np.ndarray | None = None) -> np.ndarray:
    """The weights of a ridge logistic regression; the bias is not penalised. `count` weighs the rows."""
    count = np.ones(len(same)) if count is None else count
    weights = np.zeros(rows.shape[1])
    ridge = np.eye(rows.shape[1]) * RIDGE
    ridge[0, 0] = 1e-6
    for _ in range(60):
        p = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        gradient = rows.T @ (count * (p - same)) + ridge @ weights
        step = np.linalg.solve((rows * (count * p * (1 - p))[:, None]).T @ rows + ridge, gradient)
        weights -= step
        if np.abs(step).max() < 1e-8:
            break
    return weights


def folds(pairs: Pairs) -> np.ndarray:
    """The fold of each claim; reports that share an event go together, the largest groups first."""
    parent: dict[str, str] = {}

    def root(x: str) -> str:
        while parent.setdefault(x, x) != x:
            x = parent[x]
        return x

    first: dict[str, str] = {}
    for one, key in zip(pairs.sketches, pairs.keys, strict=True):
        parent[root(one.report)] = root(first.setdefault(key, one.report))
    sizes: dict[str, int] = {}
    for one in pairs.sketches:
        sizes[root(one.report)] = sizes.get(root(one.report), 0) + 1
    filled, fold = [0] * FOLDS, {}
    for group, size in sorted(sizes.items(), key=lambda x: (-x[1], x[0])):
        fold[group] = filled.index(min(filled))
        filled[fold[group]] += size
    return np.array([fold[root(one.report)] for one in pairs.sketches])


def group(table: np.ndarray, least: float) -> dict[int, int]:
    """Agglomeration by average over a full table of probabilities, as `events.cluster` does it."""
    table, n = table.copy(), len(table)
    np.fill_diagonal(table, -9)
    members, size = {i: [i] for i in range(n)}, np.ones(n)
    while True:
        i, j = divmod(int(table.argmax()), n)
        if table[i, j] < least:
            return {k: i for i, m in members.items() for k in m}
        mean = (table[i] * size[i] + table[j] * size[j]) / (size[i] + size[j])
        table[i] = table[:, i] = np.where(np.minimum(table[i], table[j]) < 0, -9, mean)
        table[i, i], table[j], table[:, j] = -9, -9, -9
        size[i] += size[j]
        members[i] += members.pop(j)


def cross_validate(pairs: Pairs, read: Pairs) -> dict[float, float]:
    """B-cubed F1 over all claims, each weighed by a model that did not see its fold, for each threshold."""
    fold, n = folds(pairs), len(pairs.keys)
    fold_of = {one.report: k for one, k in zip(pairs.sketches, fold, strict=True)}
    theirs = np.array([fold_of.get(one.report, -1) for one in read.sketches])
    table = np.full((n, n), -9.0)
    for part in PARTS:
        at = pairs.at[part]
        for k in range(FOLDS):
            inside = (fold[at[:, 0]] == k) & (fold[at[:, 1]] == k)
            outside = (fold[at[:, 0]] != k) & (fold[at[:, 1]] != k)
            there = read.at[part]
            others = (theirs[there[:, 0]] != k) & (theirs[there[:, 1]] != k)
            weights = fit_both(pairs, read, part, outside, others)
            p = 1 / (1 + np.exp(-np.clip(pairs.rows[part][inside] @ weights, -30, 30)))
            table[at[inside, 0], at[inside, 1]] = table[at[inside, 1], at[inside, 0]] = p
    gold = dict(enumerate(pairs.keys))
    return {least: bcubed(group(table, least), gold)[2] for least in GRID}


def fit_both(pairs: Pairs, read: Pairs, part: str, mine: np.ndarray, theirs: np.ndarray) -> np.ndarray:
    """The weights from coded and read claims together, each where its mask is true."""
    rows = np.vstack([pairs.rows[part][mine], read.rows[part][theirs]])
    same = np.concatenate([pairs.same[part][mine], read.same[part][theirs]])
    count = np.concatenate([np.ones(int(mine.sum())), np.full(int(theirs.sum()), READ_COUNTS[part])])
    return fit(rows, same, count)


def digest(folder: Path) -> str:
    """The SHA-256 of all coded files, by name."""
    total = hashlib.sha256()
    for path in sorted(folder.glob("*.json")):
        total.update(path.name.encode() + path.read_bytes())
    return total.hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("coded", type=Path)
    parser.add_argument("--read", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    pairs, read = coded_pairs(load_coded(args.coded)), read_pairs(args.coded, args.read)
    scores = cross_validate(pairs, read)
    best = min(least for least in scores if scores[least] >= max(scores.values()) - 0.002)
    print("B-cubed F1 by threshold:", {k: round(v, 3) for k, v in scores.items()})
    lines = [
        "# Weights of the linking model; written by scripts/fit_linking.py, not by hand.",
        f"# {len(pairs.keys)} hand-coded claims, {len(set(pairs.keys))} events; ridge {RIDGE}; four folds of reports.",
        f"# With them {len(read.keys)} claims as the reader found them, matched to the coded ones.",
        f"data_sha256: {digest(args.coded)}",
        f"cross_validated_bcubed_f1: {round(scores[best], 3)}",
        f"threshold: {best}",
        "weights:",
    ]
    for part in PARTS:
        lines.append(f"  {part}:")
        weights = fit_both(pairs, read, part, np.full(len(pairs.same[part]), True), np.full(len(read.same[part]), True))
        lines += [f"    {json.dumps(name)}: {w:.4f}" for name, w in zip(TERMS, weights, strict=True) if abs(w) >= 5e-5]
    args.out.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
