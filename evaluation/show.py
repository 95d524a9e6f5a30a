"""Prints figures as a table, and reports with what coders and the project read side by side."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping
from typing import Any

from .agreement import Wire
from .score import Outcome, evidence_spans

COLUMN = 66
_NAMES = {"p": "precision", "r": "recall", "f1": "F1", "b3_f1": "B-cubed F1"}


def print_figures(task: str, figures: Mapping[str, Wire], of: str) -> None:
    """One line a measure."""
    print(f"{task}: {of}")
    width = max((len(name) for name in figures), default=0)
    for name, values in figures.items():
        cells = [f"{_NAMES.get(k, k)} {v:.3f}" if isinstance(v, float) else f"{k} {v}" for k, v in values.items()]
        print(f"  {name:{width}}  " + "  ".join(f"{c:<16}" for c in cells).rstrip())


def print_json(task: str, figures: Mapping[str, Wire], **known: Any) -> None:
    """The same as one JSON object: `task`, `figures`, and what else is known of the run."""
    print(json.dumps({"task": task, "figures": figures, **known}, ensure_ascii=False, indent=1))


def print_outcome(outcome: Outcome) -> None:
    """One report: each gold claim beside the claim that met it, then those alone; figures missed and wrong."""
    report = outcome.coded.report
    print(
        f"\n=== {report.id}  {report.published:%Y-%m-%d}" if report.published else f"\n=== {report.id}  no date", end=""
    )
    print(f"  {report.outlet}  {report.title}".rstrip())
    for figure in outcome.missed:
        print(f"  figure missed: {figure}")
    for figure in outcome.wrong:
        print(f"  figure wrong:  {figure}")
    met = dict(outcome.pairs)
    for i, gold in enumerate(outcome.coded.claims):
        _print_pair(gold, outcome.found[met[i]] if i in met else None, report.text)
    for j, found in enumerate(outcome.found):
        if j not in met.values():
            _print_pair(None, found, report.text)


def _print_pair(gold: Wire | None, found: Wire | None, text: str) -> None:
    shown = gold or found
    if shown is None:
        return
    spans = evidence_spans(shown, text)
    quote = sentence_around(text, *spans[0]) if spans else str(shown.get("evidence"))
    print()
    for line in textwrap.wrap(quote, 2 * COLUMN + 3):
        print(f"  > {line}")
    left, right = _lines(gold, "not in gold"), _lines(found, "NOT FOUND")
    for k in range(max(len(left), len(right))):
        a, b = (side[k] if k < len(side) else "" for side in (left, right))
        mark = " " if a == b else "|"
        print(f"  {a:<{COLUMN}} {mark} {b}")


def _lines(claim: Wire | None, none: str) -> list[str]:
    if claim is None:
        return [none]
    when, where = claim.get("when") or {}, claim.get("where") or {}
    rows = [
        f"{claim.get('kind')}, {claim.get('type')}, {claim.get('status')}",
        "actors: " + _names(claim.get("actors")),
        "targets: " + _names(claim.get("targets")),
        f"when: {when.get('earliest')} to {when.get('latest')} ({when.get('text')})",
        f"where: {where.get('name')}, {where.get('admin1')}, {where.get('country')} {where.get('precision')}",
        "source: " + " < ".join(claim.get("attribution") or []),
        *(
            f"{h.get('outcome')} {h.get('low')} to {h.get('high')}, {h.get('party')}: {h.get('text')}"
            for h in claim.get("toll") or []
        ),
    ]
    return [row[:COLUMN] for row in rows]


def _names(parties: list[Wire] | None) -> str:
    return "; ".join(p.get("name") or p.get("text") or "?" for p in parties or [])


def sentence_around(text: str, start: int, end: int, reach: int = 300) -> str:
    """The words from the sentence's beginning to its end, no farther than `reach` beyond the span."""
    first = max(text.rfind(mark, max(0, start - reach), start) for mark in (". ", "\n"))
    ends = [k for mark in (". ", "\n") if (k := text.find(mark, end, end + reach)) >= 0]
    return text[first + 1 if first >= 0 else max(0, start - reach) : min(ends, default=end + reach) + 1].strip()
