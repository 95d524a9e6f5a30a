"""Measures how reliable an exported reader's scores are, and writes scales and thresholds beside it.

    python -m training.calibrate --model DIR --muc4 DIR [--polnear DIR] [--claims DIR]

Run `training.splits` before it.
Fillers are measured on the tenth of MUC-4 DEV that training held out, sources, cues and contents on PolNeAR
dev, the fields of claims on coded reports that were not trained on. Nothing else of a model changes.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from evaluation.ceaf import counts, f1, micro, normal
from evaluation.muc4_data import ROLES, MucReport
from evaluation.muc4_read import Build, build_templates
from evaluation.templates import best, key_templates, summed
from evaluation.templates import f1 as template_f1
from reportedly.extractors.fillers import Scale, entities, logit
from reportedly.extractors.learned import LearnedReader, Scores
from reportedly.extractors.shipped import CARD
from reportedly.extractors.spans import runs

from .claims import claim_examples
from .examples import Example, muc_examples, polnear_examples
from .train import HELD_OUT

RIDGE = 1.0  # holds the few weights near those of the raw scores
# Holds what a role adds near what all add: by the log loss on folds left out, anything from 10 to 30 is best.
ROLE_RIDGE = 20.0
Rows = list[tuple[str, str, float, float, int]]  # role, wording, raw score, relevance, how often


def fit(
    x: np.ndarray, y: np.ndarray, start: np.ndarray, ridge: float | np.ndarray = RIDGE, steps: int = 50
) -> np.ndarray:
    """Logistic regression by Newton's method, with a ridge (one, or one a weight) towards `start`."""
    w = start.astype(float).copy()

    def loss(w: np.ndarray) -> float:
        line = x @ w
        return float((np.logaddexp(0, line) - y * line).sum() + (ridge * (w - start) ** 2).sum() / 2)

    for _ in range(steps):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (p - y) + ridge * (w - start)
        curve = (x * (p * (1 - p))[:, None]).T @ x + np.diag(np.broadcast_to(ridge, w.shape))
        step = np.linalg.solve(curve, gradient)
        while loss(w - step) > loss(w) and np.abs(step).max() > 1e-9:
            step /= 2  # a whole step may overshoot where the start is far off
        w -= step
        if np.abs(step).max() < 1e-8:
            break
    return w


def filler_rows(reader: LearnedReader, text: str, scores: Scores) -> Rows:
    """Every wording with what its probability is made of."""
    found: dict[tuple[str, str], list[float]] = {}
    for c in scores.candidates:
        a, b = scores.words.spans[c.first][0], scores.words.spans[c.last][1]
        key = (reader.shipped.heads.roles[c.role], " ".join(text[a:b].lower().split()))
        found.setdefault(key, []).append(c.score)
    relevance = float(scores.relevance[0])
    return [(role, wording, max(s), relevance, len(s)) for (role, wording), s in found.items()]


def design(rows: Rows) -> np.ndarray:
    """One line a wording: the logit of its score, a constant, and one column a role."""
    lines = [[logit(score), 1.0, *(float(role == r) for r in ROLES)] for role, _, score, _, _ in rows]
    return np.array(lines, float).reshape(-1, 2 + len(ROLES))


def fit_fillers(read: Sequence[tuple[MucReport, Rows]]) -> dict[str, Any]:
    """Weights of the fillers' scale; a wording is right where it names an entity of its role in the key.

    The whole report's relevance and how often a wording stands in it add nothing on reports left out: 0.
    """
    rows, right = [], []
    for report, found in read:
        known = {role: {normal(w) for e in report.entities[role] for w in e} for role in ROLES}
        rows += found
        right += [normal(row[1]) in known[row[0]] for row in found]
    start = np.array([1.0, 0.0] + [0.0] * len(ROLES))
    ridge = np.array([RIDGE, RIDGE / 100] + [ROLE_RIDGE] * len(ROLES))
    w = fit(design(rows), np.array(right, float), start, ridge)
    shift = {r: round(float(w[1] + x), 4) for r, x in zip(ROLES, w[2:], strict=True)}
    return {"weights": [round(float(w[0]), 4), 0.0, 0.0], "shift": shift}


def scale_of(fillers: dict[str, Any]) -> Scale:
    return Scale.of({"fillers": fillers}, ROLES)


def predicted(scale: Scale, rows: Rows, threshold: float) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Role -> entities at a threshold."""
    scored: dict[str, dict[str, float]] = {role: {} for role in ROLES}
    for role, wording, score, relevance, times in rows:
        scored[role][wording] = scale.probability(role, score, relevance, times)
    return {role: entities(found, role, threshold) for role, found in scored.items()}


def fit_threshold(read: Sequence[tuple[MucReport, Rows]], scale: Scale) -> tuple[float, float]:
    """CEAF-REE F1 and the threshold that gives the best, smoothed over its neighbours."""
    grid = np.round(np.arange(0.2, 0.66, 0.02), 2)
    values = []
    for threshold in grid:
        rows = [counts(r.entities, predicted(scale, found, float(threshold))) for r, found in read]
        values.append(f1(*micro(rows)["all"]))
    smooth = np.convolve(np.pad(values, 2, mode="edge"), np.ones(5) / 5, mode="valid")
    at = int(smooth.argmax())
    return values[at], float(grid[at])


def crossed(read: Sequence[tuple[MucReport, Rows]], folds: int = 5) -> float:
    """CEAF-REE F1 where scale and threshold are fitted on the other folds."""
    rows = []
    for k in range(folds):
        rest = [x for n, x in enumerate(read) if n % folds != k]
        fillers = fit_fillers(rest)
        _, threshold = fit_threshold(rest, scale_of(fillers))
        rows += [counts(r.entities, predicted(scale_of(fillers), found, threshold)) for r, found in read[k::folds]]
    return f1(*micro(rows)["all"])


def fit_build(reader: LearnedReader, read: Sequence[tuple[MucReport, Scores]]) -> tuple[dict[str, Any], float]:
    """How templates are built best, and their micro-F1; how fillers are parted was learned before (`splits`)."""
    options = []
    weights = reader.shipped.card.get("templates", {}).get("weights", [])
    filled = [
        (r, s, {k: entities(w, k, reader.scale.threshold) for k, w in reader.wordings(r.text, s).items()})
        for r, s in read
    ]
    for relevant in (0.4, 0.6, 0.8, 0.9, 1.01):
        for same in (0.3, 0.4, 0.5, 0.6) if weights else (0.5,):
            build = Build(relevant, weights, same)
            rows = [
                best(build_templates(reader, r.text, fillers, s, build), key_templates(r)) for r, s, fillers in filled
            ]
            chosen = {"relevant": relevant, "same": same, "shared": build.shared, "weights": weights}
            options.append((template_f1(summed(rows)), chosen))
    value, chosen = max(options, key=lambda o: o[0])
    return chosen, value


def fit_tags(reader: LearnedReader, examples: Sequence[Example], tags: Sequence[str]) -> dict[str, dict[str, float]]:
    """Per tag: the raw threshold of the best overlap F1 of its runs, and the scale of their probability."""
    read = [(e, reader.scores(e.text)) for e in examples]
    found = {}
    for tag in tags:
        k = reader.shipped.heads.tags.index(tag)
        options = []
        for threshold in (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7):
            scored = [run for e, s in read for run in _runs(s, e, k, threshold)]
            hit, known = sum(right for _, right in scored), sum(int((e.tags[:, k] == 1).sum()) for e, _ in read)
            options.append((f1(hit, len(scored), known), threshold, scored))
        value, threshold, scored = max(options, key=lambda o: o[0])
        x = np.array([[logit(p), 1.0] for p, _ in scored]).reshape(-1, 2)
        slope, offset = fit(x, np.array([right for _, right in scored], float), np.array([1.0, 0.0]))
        found[tag] = {
            "threshold": threshold,
            "slope": round(float(slope), 4),
            "offset": round(float(offset), 4),
            "f1": round(value, 4),
            "reports": len(examples),
        }
    return found


def _runs(scores: Scores, example: Example, column: int, threshold: float) -> list[tuple[float, bool]]:
    """Probability of each run, and whether it shares a word with a marked one that none had before."""
    inside, begins = scores.inside[:, column], scores.begins[:, column]
    wanted = example.tags[:, column]
    number = np.cumsum(wanted == 1) * (wanted > 0)
    used: set[int] = set()
    out = []
    for first, last in runs(inside, begins, threshold):
        met = {int(m) for m in number[first : last + 1] if m} - used
        if met:
            used.add(min(met))
        out.append((float(inside[first : last + 1].mean()), bool(met)))
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("model", "muc4"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    for name in ("polnear", "claims"):
        parser.add_argument(f"--{name}", type=Path)
    options = parser.parse_args()
    path = options.model / CARD
    card = json.loads(path.read_text("utf-8"))
    reader = LearnedReader(options.model)
    held = muc_examples(options.muc4 / "dev.jsonl", reader.tokenizer)[::HELD_OUT]
    scored = [(e.report, reader.scores(e.text)) for e in held if e.report]
    rows = [(r, filler_rows(reader, r.text, s)) for r, s in scored]
    fillers = fit_fillers(rows)
    value, threshold = fit_threshold(rows, scale_of(fillers))
    card["fillers"] = {**fillers, "threshold": threshold}
    measured = {"reports": len(held), "ceaf_ree_f1": round(value, 4), "ceaf_ree_f1_crossed": round(crossed(rows), 4)}
    path.write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", "utf-8")
    card["templates"], value = fit_build(LearnedReader(options.model), scored)
    measured["template_f1"] = round(value, 4)
    card["scales"] = {}
    if options.polnear:
        texts = polnear_examples(options.polnear / "dev.jsonl", reader.tokenizer)
        card["scales"].update(fit_tags(reader, texts, ("source", "cue", "content")))
    if options.claims:
        reports = claim_examples(options.claims, reader.tokenizer)
        card["scales"].update(fit_tags(reader, reports, ("actor", "target", "place", "harm")))
    card["measured"] = measured
    path.write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", "utf-8")
    print(json.dumps({k: card[k] for k in ("fillers", "templates", "scales", "measured")}, indent=1))


if __name__ == "__main__":
    main()
