"""Fits the weights of `claims/weighing.py` on coded reports and writes `ontology/weights.yaml`.

    python scripts/fit_weights.py CODED_DIR [CODED_DIR ...] [--written FILE] [--told FILE]

A CODED_DIR holds `<id>.txt`, `<id>.meta.json` and `<id>.json` (gold claims). A draft is a claim where a
coded claim of its group has evidence around its trigger; two drafts tell of one happening where their
coded claims share an event. `--written` (default `scripts/written_reports.txt`) holds reports of this
project's own, marked word by word, so that more than one war's news is learnt from. `--told` is what
`python -m training.crossfit` wrote: what the trained reader says of reports it did not learn from; the
weights for reading with it are fitted on these. Prints precision and recall on reports left out, ten parts.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain
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
from reportedly.model import Mention, MentionKind, Parse, Report, Span
from reportedly.pipeline import find_mentions

from evaluation.gold import load_coded  # isort: skip

OUT = Path(__file__).parents[1] / "src/reportedly/ontology/weights.yaml"
WRITTEN = Path(__file__).with_name("written_reports.txt")
STRENGTH = {"claim": 0.4, "claim told": 0.4, "retelling": 0.1}  # inverse of the penalty; by cross-validation
SMALLEST = 0.03  # weights below it are left out
OWN = 1.0  # what a draft of a written report weighs
_MARK = re.compile(r"\{(\w+)\}")

# What happened according to the coders, as keys; None where they did not say.
Truth = Callable[[Draft, Parse], set[str] | None]


@dataclass
class Rows:
    """What one model is fitted on."""

    features: list[dict] = field(default_factory=list)
    labels: list[bool] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)

    def add(self, features: dict, label: bool, group: int, weight: float) -> None:
        self.features.append(features)
        self.labels.append(label)
        self.groups.append(group)
        self.weights.append(weight)


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


def written(path: Path) -> Iterator[tuple[Report, dict[int, str]]]:
    """This project's own reports, and the key of each marked word by its offset."""
    for part in path.read_text("utf-8").split("\n== ")[1:]:
        name, body = part.split("\n", 1)
        for number, piece in enumerate(body.strip().splitlines() if name == "records" else [body]):
            text, marks, at = "", {}, 0
            for mark in _MARK.finditer(piece):
                text += piece[at : mark.start()]
                marks[len(text)] = mark[1]
                at = mark.end()
            yield Report(f"{name} {number}", text + piece[at:], published=datetime(2015, 5, 20, tzinfo=UTC)), marks


def marked_for(draft: Draft, parse: Parse, marks: dict[int, str], title: int) -> set[str] | None:
    """The keys of the words that the draft stands on; None in a title, which repeats what follows."""
    if draft.sentence.end <= title:
        return None
    return {marks[parse.tokens[t].start] for t in draft.happening.tokens if parse.tokens[t].start in marks}


def reports(folders: Iterable[Path], own: Path) -> Iterator[tuple[Report, Truth, float]]:
    for coded in chain.from_iterable(map(load_coded, folders)):
        yield coded.report, lambda d, p, c=coded: coded_for(d, p, c.claims, c.report.text), 1.0
    for report, marks in written(own):
        title = report.text.find("\n")
        yield report, lambda d, p, m=marks, n=title: marked_for(d, p, m, n), OWN


def rows_of(
    report: Report, truth: Truth, parse: Parse, found, group: int, weight: float, into: dict[str, Rows], model: str
) -> None:
    made = list(drafts(report, parse, found, day_of_news(report, found.times)))
    told = [(d, e) for d in made if (e := truth(d, parse)) is not None]
    for draft, events in told:
        into[model].add(of_claim(draft, parse), bool(events), group, weight)
    claims = [(d, e, content_lemmas(d, parse)) for d, e in told if e]
    for j, (draft, events, lemmas) in enumerate(claims):
        for earlier, before, earlier_lemmas in claims[:j]:
            if earlier.happening.group != draft.happening.group or earlier.kind is not draft.kind:
                continue
            gap = draft.happening.sentence - earlier.happening.sentence
            features = of_retelling(draft, earlier, gap, earlier_lemmas, lemmas)
            into["retelling"].add(features, bool(events & before), group, weight)


def fit(model: str, rows: Rows, measure: bool = True) -> dict[str, float]:
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(rows.features)
    met = (matrix > 0).sum(axis=0).A1
    right = (matrix[[k for k, y in enumerate(rows.labels) if y]] > 0).sum(axis=0).A1
    # What was met a few times and never right says more of the sample than of the language.
    seen = (met >= 4) & ((right > 0) | (met >= 25))
    names = [n for n, s in zip(vectorizer.get_feature_names_out(), seen, strict=True) if s]
    matrix = matrix[:, seen]
    regression = LogisticRegression(C=STRENGTH[model], max_iter=2000)
    if measure:
        _measure(model, regression, matrix, rows)
    regression.fit(matrix, rows.labels, rows.weights)
    weights = {"bias": round(float(regression.intercept_[0]), 3)}
    for name, weight in sorted(zip(names, regression.coef_[0], strict=True)):
        if abs(weight) >= SMALLEST:
            weights[name] = round(float(weight), 3)
    return weights


def _measure(model: str, regression: LogisticRegression, matrix, rows: Rows) -> None:
    chance = cross_val_predict(
        regression, matrix, rows.labels, groups=rows.groups, cv=GroupKFold(10), method="predict_proba"
    )
    for threshold in (0.3, 0.4, 0.5, 0.6):
        hit = sum(p[1] >= threshold and y for p, y in zip(chance, rows.labels, strict=True))
        said = sum(p[1] >= threshold for p in chance)
        measured = f"precision {hit / max(said, 1):.3f} recall {hit / sum(rows.labels):.3f}"
        print(f"{model} at {threshold}: {measured} of {sum(rows.labels)} / {len(rows.labels)}")


def told_of(path: Path | None) -> dict[str, list[dict]]:
    """By report id: what `training.crossfit` wrote of its mentions."""
    lines = path.read_text("utf-8").splitlines() if path else ()
    return {raw["report"]: raw["mentions"] for raw in map(json.loads, lines)}


def mentions_from(raw: Iterable[dict], text: str) -> tuple[Mention, ...]:
    """The trained reader's mentions of a report, as it gives them."""
    return tuple(
        Mention(
            MentionKind(m["kind"]),
            Span.of(text, m["start"], m["end"]),
            m["value"],
            "told",
            m["score"],
            m["token"],
            m["extra"],
        )
        for m in raw
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("coded", type=Path, nargs="+")
    parser.add_argument("--written", type=Path, default=WRITTEN)
    parser.add_argument("--told", type=Path)
    options = parser.parse_args()
    reader = default_reader()
    told = told_of(options.told)
    rows = {"claim": Rows(), "claim told": Rows(), "retelling": Rows()}
    for number, (report, truth, weight) in enumerate(reports(options.coded, options.written)):
        (parse,) = reader.parser.parse([report.text])
        found = find_mentions(report, parse, reader.gazetteer)
        rows_of(report, truth, parse, found, number, weight, rows, "claim")
        if report.id in told:
            learned = mentions_from(told[report.id], report.text)
            found = find_mentions(report, parse, reader.gazetteer, learned=learned)
            rows_of(report, truth, parse, found, number, weight, {**rows, "retelling": Rows()}, "claim told")
    weights = {model: fit(model, rows[model]) for model in rows if rows[model].labels}
    head = "# Weights of claims/weighing.py, fitted by scripts/fit_weights.py on reports coded by hand; logits.\n"
    OUT.write_text(head + yaml.safe_dump(weights, sort_keys=True, width=110), "utf-8")


if __name__ == "__main__":
    main()
