"""Fits the weights by which claims are linked, from hand-coded claims, and writes them into the package.

    python scripts/fit_linking.py CODED_DIR ... --read CLAIMS.jsonl --out src/reportedly/ontology/linking_weights.yaml

CLAIMS.jsonl is what `reportedly read --format claims` finds in the texts of the first folder: claims that match a coded
one count with its event too, fully for pairs of one report, little across reports, where more of them
cost more on coded claims than they gained. Each CODED_DIR holds `<id>.txt`, `<id>.json` and `<id>.meta.json`
as `evaluation/coded.py` reads them, with keys of its own. All pairs of claims of one folder are used, in three models
(one report, different reports, words about a happening of their report): a logistic regression with a ridge penalty,
solved by Newton's method, so the same data give the same weights. The model of words about a happening learns from
those statements that their coder gave the key of a happening: coders differ in whether they do, less in which one.
Folders after the first count less among claims as such: their reports tell of events of their own for the most part.
The threshold of clustering lies in the middle of those within 0.003 of the best B-cubed F1 over four folds of reports
(the curve is flat); reports that share an event stay in one fold.
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
from reportedly.events.about import likeliest
from reportedly.events.judge import terms_of, veto, weighed
from reportedly.events.sketch import Sketch, sketch
from reportedly.model.wire import claim_from_wire

RIDGE = 1.0
FOLDS = 4
GRID = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)
LEVEL = 0.003  # thresholds whose scores differ by less are equally good
PARTS = ("within", "across", "about")
# Across reports more of the read claims cost precision on coded ones.
READ_COUNTS = {"within": 1.0, "across": 0.15, "about": 1.0}
FURTHER_COUNTS = {"within": 0.2, "across": 0.2, "about": 1.0}  # the pairs of every folder but the first


class Pairs:
    """All pairs of coded claims: their terms, whether one event, and which claims."""

    def __init__(self, sketches: list[Sketch], keys: list[str]) -> None:
        self.sketches, self.keys = sketches, keys
        rows: dict[str, list] = {part: [] for part in PARTS}
        at: dict[str, list] = {part: [] for part in PARTS}
        for i, one in enumerate(self.sketches):
            for j, other in enumerate(self.sketches[:i]):
                if not veto(one, other):
                    part, values = weighed(one, other)
                    rows[part].append(values)
                    at[part].append((i, j))
        self.rows = {part: np.array(rows[part]).reshape(-1, len(terms_of(part))) for part in PARTS}
        self.at = {part: np.array(at[part], int).reshape(-1, 2) for part in PARTS}
        keys = np.array(self.keys)
        self.same = {part: (keys[self.at[part][:, 0]] == keys[self.at[part][:, 1]]).astype(float) for part in PARTS}

    def words(self) -> np.ndarray:
        """Which of the two claims of each pair of `about` is the statement."""
        spoken = [self.sketches[i].about and self.sketches[i].kind == "statement" for i, _ in self.at["about"]]
        return np.where(np.array(spoken, bool), self.at["about"][:, 0], self.at["about"][:, 1])

    def taught(self, part: str) -> np.ndarray:
        """Which pairs the weights are fitted from."""
        if part != "about":
            return np.full(len(self.same[part]), True)
        words = self.words()
        return np.isin(words, words[self.same[part] == 1])


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


def cross_validate(folders: list[Pairs], read: Pairs) -> dict[float, list[float]]:
    """For each threshold and folder B-cubed F1 over all claims, each weighed by a model that did not see its fold."""
    fold = [folds(pairs) for pairs in folders]
    fold_of = {one.report: k for one, k in zip(folders[0].sketches, fold[0], strict=True)}
    theirs = np.array([fold_of.get(one.report, -1) for one in read.sketches])
    tables = [np.full((len(pairs.keys), len(pairs.keys)), -9.0) for pairs in folders]
    for part in PARTS:
        for k in range(FOLDS):
            outside = [(of[p.at[part]] != k).all(axis=1) for p, of in zip(folders, fold, strict=True)]
            weights = fit_all(folders, read, part, outside, (theirs[read.at[part]] != k).all(axis=1))
            for pairs, of, table in zip(folders, fold, tables, strict=True):
                at = pairs.at[part]
                inside = (of[at] == k).all(axis=1)
                p = 1 / (1 + np.exp(-np.clip(pairs.rows[part][inside] @ weights, -30, 30)))
                table[at[inside, 0], at[inside, 1]] = table[at[inside, 1], at[inside, 0]] = p
    scored = zip(folders, tables, strict=True)
    scores = [{least: bcubed(grouped(p, t, least), dict(enumerate(p.keys)))[2] for least in GRID} for p, t in scored]
    return {least: [of[least] for of in scores] for least in GRID}


def grouped(pairs: Pairs, table: np.ndarray, least: float) -> dict[int, int]:
    """The group of each claim: happenings by `group`, then each statement with what it speaks of."""
    spoken: dict[int, dict[str, float]] = {}
    for one, (i, j) in zip(pairs.words(), pairs.at["about"], strict=True):
        if table[i, j] >= least:
            spoken.setdefault(int(one), {})[str(i + j - one)] = table[i, j]
    rest = [k for k in range(len(pairs.keys)) if k not in spoken]
    found = {rest[i]: k for i, k in group(table[np.ix_(rest, rest)], least).items()}
    return found | {one: likeliest(told, {c: found[int(c)] for c in told})[0] for one, told in spoken.items()}


def fit_all(folders: list[Pairs], read: Pairs, part: str, mine: list[np.ndarray], theirs: np.ndarray) -> np.ndarray:
    """The weights from coded and read claims together, each where its mask is true."""
    used = [(p, mask & p.taught(part)) for p, mask in zip((*folders, read), (*mine, theirs), strict=True)]
    rows = np.vstack([p.rows[part][mask] for p, mask in used])
    same = np.concatenate([p.same[part][mask] for p, mask in used])
    weight = [1.0, *(FURTHER_COUNTS[part] for _ in folders[1:]), READ_COUNTS[part]]
    count = np.concatenate([np.full(int(mask.sum()), w) for w, (_, mask) in zip(weight, used, strict=True)])
    return fit(rows, same, count)


def digest(folders: list[Path]) -> str:
    """The SHA-256 of all coded files, by folder as given and by name."""
    total = hashlib.sha256()
    for path in (p for folder in folders for p in sorted(folder.glob("*.json"))):
        total.update(path.name.encode() + path.read_bytes())
    return total.hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("coded", type=Path, nargs="+")
    parser.add_argument("--read", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    folders = [coded_pairs(load_coded(folder)) for folder in args.coded]
    read = read_pairs(args.coded[0], args.read)
    scores = cross_validate(folders, read)
    sizes = [len(p.keys) for p in folders]
    mean = {least: float(np.average(scores[least], weights=sizes)) for least in scores}
    level = [least for least in sorted(mean) if mean[least] >= max(mean.values()) - LEVEL]
    best = level[len(level) // 2]
    print("B-cubed F1 by threshold:", {k: [round(x, 3) for x in (mean[k], *v)] for k, v in scores.items()})
    lines = [
        "# Weights of the linking model; written by scripts/fit_linking.py, not by hand.",
        f"# {sum(sizes)} hand-coded claims, {sum(len(set(p.keys)) for p in folders)} events; ridge {RIDGE}; "
        "four folds of reports.",
        f"# With them {len(read.keys)} claims as the reader found them, matched to the coded ones.",
        f"data_sha256: {digest(args.coded)}",
        f"cross_validated_bcubed_f1: {round(mean[best], 3)}",
        f"threshold: {best}",
        "weights:",
    ]
    for part in PARTS:
        lines.append(f"  {part}:")
        masks = [np.full(len(p.same[part]), True) for p in (*folders, read)]
        weights = fit_all(folders, read, part, masks[:-1], masks[-1])
        named = zip(terms_of(part), weights, strict=True)
        lines += [f"    {json.dumps(name)}: {w:.4f}" for name, w in named if abs(w) >= 5e-5]
    args.out.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
