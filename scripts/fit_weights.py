"""Fits the weights of `claims/weighing.py` on coded reports and writes `ontology/weights.yaml`.

    python scripts/fit_weights.py CODED_DIR

CODED_DIR holds `<id>.txt`, `<id>.meta.json` and `<id>.json` (gold claims). A draft is a claim where a
coded claim of its group has evidence around its trigger; two drafts tell of one happening where their
coded claims share an event. Prints precision and recall on reports left out, ten parts.
"""

from __future__ import annotations

import sys
from pathlib import Path

import yaml
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from reportedly.claims.assemble import drafts
from reportedly.claims.drafts import Draft
from reportedly.claims.weighing import content_lemmas, of_claim, of_retelling
from reportedly.config import default_reader
from reportedly.mentions.time_anchor import day_of_news
from reportedly.mentions.triggers import lexicon
from reportedly.model import Parse
from reportedly.pipeline import find_mentions

from evaluation.gold import load_coded  # isort: skip

OUT = Path(__file__).parents[1] / "src/reportedly/ontology/weights.yaml"
STRENGTH = {"claim": 0.15, "retelling": 0.3}  # inverse of the penalty; by cross-validation
SMALLEST = 0.03  # weights below it are left out


def coded_for(draft: Draft, parse: Parse, claims: tuple[dict, ...], text: str) -> set[str]:
    """The events of the coded claims that the draft tells of."""
    group = lexicon().group
    tokens = [parse.tokens[t] for t in draft.happening.tokens]
    found = set()
    for claim in claims:
        if group.get(claim["type"]) != draft.happening.group:
            continue
        for quote in claim["evidence"]:
            at = text.find(quote)
            if at >= 0 and any(at <= t.start < at + len(quote) for t in tokens):
                found.add(claim["event"])
    return found


def fit(model: str, rows: list[dict], labels: list[bool], groups: list[int]) -> dict[str, float]:
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(rows)
    met = (matrix > 0).sum(axis=0).A1
    right = (matrix[[k for k, y in enumerate(labels) if y]] > 0).sum(axis=0).A1
    # What was met a few times and never right says more of the sample than of the language.
    seen = (met >= 4) & ((right > 0) | (met >= 25))
    names = [n for n, s in zip(vectorizer.get_feature_names_out(), seen, strict=True) if s]
    matrix = matrix[:, seen]
    regression = LogisticRegression(C=STRENGTH[model], max_iter=2000)
    chance = cross_val_predict(regression, matrix, labels, groups=groups, cv=GroupKFold(10), method="predict_proba")
    for threshold in (0.3, 0.4, 0.5, 0.6):
        hit = sum(p[1] >= threshold and y for p, y in zip(chance, labels, strict=True))
        said = sum(p[1] >= threshold for p in chance)
        measured = f"precision {hit / max(said, 1):.3f} recall {hit / sum(labels):.3f}"
        print(f"{model} at {threshold}: {measured} of {sum(labels)} / {len(labels)}")
    regression.fit(matrix, labels)
    weights = {"bias": round(float(regression.intercept_[0]), 3)}
    for name, weight in sorted(zip(names, regression.coef_[0], strict=True)):
        if abs(weight) >= SMALLEST:
            weights[name] = round(float(weight), 3)
    return weights


def main(folder: Path) -> None:
    reader = default_reader()
    rows: dict[str, list] = {"claim": [], "retelling": []}
    labels: dict[str, list] = {"claim": [], "retelling": []}
    groups: dict[str, list] = {"claim": [], "retelling": []}
    for number, coded in enumerate(load_coded(folder)):
        report = coded.report
        (parse,) = reader.parser.parse([report.text])
        found = find_mentions(report, parse, reader.gazetteer)
        made = list(drafts(report, parse, found, day_of_news(report, found.times)))
        events = [coded_for(d, parse, coded.claims, report.text) for d in made]
        for draft, of in zip(made, events, strict=True):
            rows["claim"].append(of_claim(draft, parse))
            labels["claim"].append(bool(of))
            groups["claim"].append(number)
        lemmas = [content_lemmas(d, parse) for d in made]
        for j, draft in enumerate(made):
            for i in range(j):
                earlier = made[i]
                if not events[i] or not events[j] or earlier.happening.group != draft.happening.group:
                    continue
                if earlier.kind is not draft.kind:
                    continue
                gap = draft.happening.sentence - earlier.happening.sentence
                rows["retelling"].append(of_retelling(draft, earlier, gap, lemmas[i], lemmas[j]))
                labels["retelling"].append(bool(events[i] & events[j]))
                groups["retelling"].append(number)
    weights = {m: fit(m, rows[m], labels[m], groups[m]) for m in ("claim", "retelling")}
    head = "# Weights of claims/weighing.py, fitted by scripts/fit_weights.py on reports coded by hand; logits.\n"
    OUT.write_text(head + yaml.safe_dump(weights, sort_keys=True, width=110), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
