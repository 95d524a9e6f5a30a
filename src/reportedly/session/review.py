"""What needs a person's eye: pairs of claims that linking is unsure of, and claims of low confidence.

Nothing is kept between calls: what was decided is in the ledger, and decided is decided, also
after reports were read again (a claim that says the same has the same id).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from ..events.block import Blocks
from ..events.judge import opinion, probability, threshold
from ..events.sketch import Sketch, sketch
from ..ledger.explain import sentence_around
from ..model import Claim, Judgement, Report, Verdict
from .view import View

# A pair is unsure where its probability lies within this of the point at which linking joins.
MARGIN = 0.2
# A claim is doubtful where the reader's confidence is less than even.
DOUBTFUL = 0.5
# Claims that one look takes in, newest first: some two seconds of work. Filters bring others in.
LOOKED_AT = 5000


@dataclass(frozen=True, slots=True)
class Pair:
    """Two claims (by id) that may tell of one event, with what speaks for and against.

    `probability` in [0, 1] is the linking's; `joined` says whether they stand in one event now.
    """

    claims: tuple[Claim, Claim]
    reports: tuple[Report, Report]
    probability: float
    reasons: tuple[str, ...]
    joined: bool


@dataclass(frozen=True, slots=True)
class Doubt:
    """One claim that the reader itself was not sure of, with its report."""

    claim: Claim
    report: Report


def unsure_pairs(view: View, author: str = "", most: int = 50, **asked: Any) -> tuple[Pair, ...]:
    """The pairs that linking is least sure of, at most `most`, nearest to the threshold first.

    Left out is what anybody judged same or different, what `author` judged unsure, and what holds
    a rejected claim. `asked` narrows the claims that are looked at (see `Filter`).
    """
    judgements = view.judgements()
    settled = _settled_pairs(judgements, author)
    rejected = {j.claims[0] for j in judgements if j.verdict is Verdict.REJECT}
    claims = {claim.id: claim for claim in _looked_at(view, asked) if claim.id not in rejected}
    reports = _reports(view, claims.values())
    sketches = {key: sketch(claim, reports.get(claim.report)) for key, claim in claims.items()}
    ranked = sorted((abs(p - threshold()), pair, p) for pair, p in _unsure(sketches) if pair not in settled)
    return tuple(_pair(pair, p, claims, reports, sketches) for _, pair, p in ranked[:most])


def doubtful_claims(view: View, author: str = "", most: int = 50, **asked: Any) -> tuple[Doubt, ...]:
    """The claims of least confidence that nobody has accepted, rejected or amended; least sure first, then by id."""
    single = (Verdict.ACCEPT, Verdict.REJECT, Verdict.AMEND)
    settled = {j.claims[0] for j in view.judgements() if j.verdict in single}
    found = [c for c in _looked_at(view, asked) if c.score < DOUBTFUL and c.id not in settled]
    chosen = sorted(found, key=lambda claim: (claim.score, claim.id))[:most]
    reports = _reports(view, chosen)
    return tuple(Doubt(claim, reports[claim.report]) for claim in chosen if claim.report in reports)


def _settled_pairs(judgements: Iterable[Judgement], author: str) -> set[tuple[str, ...]]:
    sure = (Verdict.SAME, Verdict.DIFFERENT)
    return {
        tuple(sorted(j.claims))
        for j in judgements
        if j.verdict in sure or (j.verdict is Verdict.UNSURE and j.author == author)
    }


def _looked_at(view: View, asked: dict[str, Any]) -> list[Claim]:
    asked = {"newest_first": True, **asked}
    return list(islice(view.each_claim(**asked), LOOKED_AT))


def _reports(view: View, claims: Iterable[Claim]) -> dict[str, Report]:
    ids = tuple(dict.fromkeys(claim.report for claim in claims))
    found: dict[str, Report] = {}
    for k in range(0, len(ids), 300):
        found |= {report.id: report for report in view.reports(ids=ids[k : k + 300])}
    return found


def _unsure(sketches: dict[str, Sketch]) -> Iterable[tuple[tuple[str, str], float]]:
    """Every pair that is compared at all and whose probability is near the threshold, once."""
    blocks = Blocks()
    blocks.fill([sketches[key] for key in sorted(sketches)])
    for one in sorted(sketches):
        for other in blocks.neighbours(one):
            if one < other:
                p = probability(sketches[one], sketches[other])
                if abs(p - threshold()) <= MARGIN:
                    yield (one, other), p


def _pair(
    pair: tuple[str, str],
    p: float,
    claims: dict[str, Claim],
    reports: dict[str, Report],
    sketches: dict[str, Sketch],
) -> Pair:
    one, other = (claims[key] for key in pair)
    said = opinion(sketches[one.id], sketches[other.id])
    reasons = tuple(f"{f.name}: {f.reason}" for f in said.features if f.score is not None)
    both = (reports[one.report], reports[other.report])
    return Pair((one, other), both, p, reasons, bool(one.event) and one.event == other.event)


def passages(claim: Claim, report: Report) -> tuple[tuple[str, str, str], ...]:
    """The claim's words, each with what stands before and after them in their sentence."""
    found = []
    for span in claim.evidence:
        start, end = sentence_around(report.text, span.start, span.end)
        found.append((report.text[start : span.start], span.text, report.text[span.end : end]))
    return tuple(found)
