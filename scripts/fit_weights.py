"""Fits the weights of `claims/weighing.py` on coded reports and writes `ontology/weights.yaml`.

    python scripts/fit_weights.py CODED_DIR [CODED_DIR ...] [--own DIR] [--written FILE] [--told FILE]

A CODED_DIR holds `<id>.txt`, `<id>.meta.json` and `<id>.json` (gold claims). A draft is a claim where a
coded claim of its group has evidence around its trigger; two drafts tell of one happening where their
coded claims share an event. `--written` (default `scripts/written_reports.txt`) holds reports of this
project's own, marked word by word, so that more than one war's news is learnt from. `--own` holds the
reports that this project coded itself (`python -m training.standoff unpack`); how much more or less their coders
record than the others is fitted as a weight of its own and then left out. `--told` is what
`python -m training.crossfit` wrote: what the trained reader says of reports it did not learn from; the
weights for reading with it are fitted on these. Prints precision and recall on reports left out, ten parts.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import yaml
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from reportedly.claims.assemble import drafts, structured
from reportedly.claims.drafts import Draft
from reportedly.claims.likeness import of_retelling, tellings
from reportedly.claims.roles import ACTOR, TARGET, Scene, of_part
from reportedly.claims.weighing import of_claim
from reportedly.config import reader_of
from reportedly.mentions.time_anchor import day_of_news
from reportedly.mentions.triggers import lexicon
from reportedly.model import Mention, MentionKind, Parse, Report, Span
from reportedly.ontology.load import data
from reportedly.pipeline import find_mentions

from evaluation.agreement import paired_names, variants  # isort: skip
from evaluation.gold import Coded, load_coded  # isort: skip

OUT = Path(__file__).parents[1] / "src/reportedly/ontology/weights.yaml"
WRITTEN = Path(__file__).with_name("written_reports.txt")
READ = " read"  # ending of the weights for reading with the trained reader
# Inverse of the penalty; by cross-validation.
STRENGTH = {"claim": 0.4, "claim told": 0.4, "retelling": 0.1}
STRENGTH |= {part + ending: 0.1 for part in (ACTOR, TARGET) for ending in ("", READ)}
SMALLEST = 0.03  # weights below it are left out
CODER = "coded by this project"  # a sign that the fit may use and the reader never has
OWN = 1.0  # what a draft of a written report weighs
# What a draft of a report that this project coded itself weighs: nobody has checked that coding; by cross-validation.
UNCHECKED = 0.4
_MARK = re.compile(r"\{(\w+)\}")

Events = set[str] | None  # what happened according to the coders, as keys; None where they did not say
Truth = Callable[[Sequence[Draft], Parse], list[Events]]  # of each draft of a report


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


def met_by(draft: Draft, parse: Parse, claims: tuple[dict, ...], text: str) -> list[dict]:
    """The coded claims of the draft's group whose evidence holds a word that stands for it."""
    group = lexicon().group
    tokens = [parse.tokens[t] for t in draft.happening.tokens]
    return [
        claim
        for claim in claims
        if group.get(claim["type"]) == draft.happening.group
        and any(at <= t.start < at + len(q) for q in claim["evidence"] if (at := text.find(q)) >= 0 for t in tokens)
    ]


def coded_for(made: Sequence[Draft], parse: Parse, claims: tuple[dict, ...], text: str) -> list[Events]:
    """Of each draft the events of the coded claims that it tells of.

    Words are one deed each: where one draft has the type of a coded claim, or else governs the others, what else of
    the group its sentence holds ("accused them of supporting", with the support) tells of nothing of its own.
    """
    events: list[set[str]] = [set() for _ in made]
    for claim in claims:
        met = [k for k, draft in enumerate(made) if claim in met_by(draft, parse, (claim,), text)]
        if met and made[met[0]].happening.group != "violence":
            right = [k for k in met if made[k].type == claim["type"]]
            met = right or [k for k in met if not any(made[j].happening.token in made[k].above for j in met)]
        for k in met:
            events[k].add(claim["event"])
    return list(events)


def told_by(draft: Draft, parse: Parse, claims: tuple[dict, ...], text: str) -> dict | None:
    """The coded claim that a draft tells of best; None where it tells of none."""
    return min(met_by(draft, parse, claims, text), key=lambda c: c["type"] != draft.type, default=None)


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


def marked_for(made: Sequence[Draft], parse: Parse, marks: dict[int, str], title: int) -> list[Events]:
    """Of each draft the keys of the words that it stands on; None in a title, which repeats what follows."""
    return [
        None
        if draft.sentence.end <= title
        else {marks[parse.tokens[t].start] for t in draft.happening.tokens if parse.tokens[t].start in marks}
        for draft in made
    ]


def reports(coded_reports: Iterable[Coded], own: Path) -> Iterator[tuple[Report, Truth, float]]:
    for coded in coded_reports:
        yield coded.report, lambda made, p, c=coded: coded_for(made, p, c.claims, c.report.text), 1.0
    for report, marks in written(own):
        title = report.text.find("\n")
        yield report, lambda made, p, m=marks, n=title: marked_for(made, p, m, n), OWN


def rows_of(
    report: Report,
    truth: Truth,
    parse: Parse,
    found,
    group: int,
    weight: float,
    into: dict[str, Rows],
    model: str,
    own: bool = False,
) -> None:
    coder = {CODER: 1.0} if own else {}
    made = drafts(report, parse, found, day_of_news(report, found.times))
    told = [(d, e) for d, e in zip(made, truth(made, parse), strict=True) if e is not None]
    for draft, events in told:
        into[model].add(of_claim(draft, parse) | coder, bool(events), group, weight)
    events = [e for _, e in told if e]
    claims = tellings(report, parse, [d for d, e in told if e])
    for later in claims:
        for earlier in claims[: later.place]:
            draft, before = later.draft, earlier.draft
            if before.happening.group == draft.happening.group and before.kind is draft.kind:
                same = bool(events[later.place] & events[earlier.place])
                into["retelling"].add(of_retelling(later, earlier, parse), same, group, weight)


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
        if abs(weight) >= SMALLEST and name != CODER:
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


def part_rows(
    report: Report, claims: tuple[dict, ...], parse: Parse, found, group: int, into: dict[str, Rows], ending: str
) -> None:
    """Everybody around the drafts that are claims, and whether coders gave them the part."""
    made, roles = structured(report, parse, found, day_of_news(report, found.times))
    for draft in made:
        claim, scene = told_by(draft, parse, claims, report.text), Scene.of(draft, parse)
        for candidate in roles.candidates(draft) if claim else ():
            named = (candidate.party.name, candidate.party.span.text if candidate.party.span else "")
            for part in (ACTOR, TARGET):
                right = paired_names(variants(claim[f"{part}s"]), [named]) > 0
                into[part + ending].add(of_part(candidate, part, scene, parse, roles.read), right, group, 1.0)


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
    parser.add_argument("--own", type=Path)
    parser.add_argument("--written", type=Path, default=WRITTEN)
    parser.add_argument("--told", type=Path)
    options = parser.parse_args()
    reader = reader_of(reader="rules")
    told = told_of(options.told)
    by_us = load_coded(options.own) if options.own else ()
    coded = [*(c for folder in options.coded for c in load_coded(folder)), *by_us]
    own = {c.report.id for c in by_us}
    parses = {c.report.id: next(iter(reader.parser.parse([c.report.text]))) for c in coded}

    def found_in(report: Report, parse: Parse, ending: str):
        learned = mentions_from(told[report.id], report.text) if ending else None
        return find_mentions(report, parse, reader.gazetteer, learned=learned)

    weights: dict[str, dict[str, float]] = {}
    for ending in ("", READ) if told else ("",):
        parts = {ACTOR + ending: Rows(), TARGET + ending: Rows()}
        for number, c in enumerate(coded):
            if not ending or c.report.id in told:
                found = found_in(c.report, parses[c.report.id], ending)
                part_rows(c.report, c.claims, parses[c.report.id], found, number, parts, ending)
        weights |= {model: fit(model, rows) for model, rows in parts.items()}
    _write(weights)  # drafts are weighed with the parties that these give them
    rows = {"claim": Rows(), "claim told": Rows(), "retelling": Rows()}
    for number, (report, truth, weight) in enumerate(reports(coded, options.written)):
        parse = parses.get(report.id) or next(iter(reader.parser.parse([report.text])))
        ours = report.id in own
        weight = UNCHECKED if ours else weight
        rows_of(report, truth, parse, found_in(report, parse, ""), number, weight, rows, "claim", ours)
        if report.id in told:
            rest = {**rows, "retelling": Rows()}
            rows_of(report, truth, parse, found_in(report, parse, READ), number, weight, rest, "claim told", ours)
    _write(weights | {model: fit(model, rows[model]) for model in rows if rows[model].labels})


def _write(weights: dict[str, dict[str, float]]) -> None:
    head = "# Weights of the claims stage, fitted by scripts/fit_weights.py on coded reports; logits.\n"
    OUT.write_text(head + yaml.safe_dump(weights, sort_keys=True, width=110), "utf-8")
    data.cache_clear()


if __name__ == "__main__":
    main()
