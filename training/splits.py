"""Learns which fillers of a report belong to one incident, from the templates of development reports.

    python -m training.splits --model DIR --muc4 DIR

The fillers are those of the key, where they stand in the text, so that nothing here depends on what the
reader finds in reports that it knows. The weights go into the description of the model, under `templates`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import numpy as np

from evaluation.ceaf import normal
from evaluation.muc4_data import ROLES, MucReport, read_muc4
from evaluation.muc4_split import FEATURES, Filler, Layout
from evaluation.templates import key_templates
from reportedly.extractors.learned import LearnedReader, Scores
from reportedly.extractors.shipped import CARD
from reportedly.extractors.windows import WORD

from .calibrate import fit
from .examples import lower, occurrences
from .train import HELD_OUT

RIDGE = 3.0


def key_fillers(report: MucReport, scores: Scores) -> list[tuple[Filler, frozenset[int]]]:
    """The fillers of a key that stand in the text, with the templates that hold them."""
    low = lower(scores.words, report.text)
    templates = key_templates(report)
    found = []
    for role in ROLES:
        known = [{normal(w) for e in t.roles[role] for w in e} for t in templates]
        for entity in report.entities[role]:
            places = sorted({p for wording in entity for p in occurrences(low, wording, WORD)})
            if places:
                wordings = {normal(w) for w in entity}
                held = frozenset(k for k, words in enumerate(known) if words & wordings)
                found.append((Filler(role, entity[0], tuple(places)), held))
    return found


def fit_pairs(read: Sequence[tuple[MucReport, Scores]]) -> list[float]:
    """Weights of `FEATURES`, and a constant, for the chance that two fillers are of one incident."""
    lines, same = [], []
    for report, scores in read:
        fillers = key_fillers(report, scores)
        layout = Layout(report.text, scores)
        for (a, of_a), (b, of_b) in combinations(fillers, 2):
            lines.append([*layout.pair(a, b), 1.0])
            same.append(bool(of_a & of_b))
    x = np.array(lines)
    mean, spread = x.mean(axis=0), x.std(axis=0)
    mean[-1], spread[-1] = 0.0, 1.0
    w = fit((x - mean) / spread, np.array(same, float), np.zeros(len(FEATURES) + 1), RIDGE) / spread
    w[-1] -= float(w[:-1] @ mean[:-1])
    return [round(float(v), 4) for v in w]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("model", "muc4"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    options = parser.parse_args()
    path = options.model / CARD
    card = json.loads(path.read_text("utf-8"))
    reader = LearnedReader(options.model)
    learnt = [r for k, r in enumerate(read_muc4(options.muc4 / "dev.jsonl")) if k % HELD_OUT and r.templates]
    weights = fit_pairs([(r, reader.scores(r.text)) for r in learnt])
    card["templates"] = {**card.get("templates", {}), "weights": weights}
    path.write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", "utf-8")
    print(json.dumps(dict(zip((*FEATURES, "constant"), weights, strict=True)), indent=1))


if __name__ == "__main__":
    main()
