"""Scores claims that were read against claims coded by hand.

Every figure is micro-averaged over all reports. Figures of harm are compared as sets of a whole
report; all else over the claims that were found, that is whose evidence overlaps and whose type
is of the same group.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .agreement import (
    GROUP_OF,
    Figure,
    Wire,
    figure_of,
    pair_figures,
    paired_names,
    same_name,
    same_place,
    same_time,
    variants,
)
from .gold import Coded

Span = tuple[int, int]


@dataclass
class Counts:
    """Hits, found and gold of one measure."""

    hits: int = 0
    found: int = 0
    gold: int = 0

    def add(self, hits: int, found: int, gold: int) -> None:
        self.hits, self.found, self.gold = self.hits + hits, self.found + found, self.gold + gold

    def figures(self) -> Wire:
        """Precision, recall, F1, and of how many in gold."""
        p = self.hits / self.found if self.found else 0.0
        r = self.hits / self.gold if self.gold else 0.0
        f1 = 2 * p * r / (p + r) if p + r else 0.0
        return {"p": round(p, 4), "r": round(r, 4), "f1": round(f1, 4), "gold": self.gold}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one report: the pairs of claims, and figures missed and wrong."""

    coded: Coded
    found: list[Wire]
    pairs: list[tuple[int, int]]
    missed: list[Figure]
    wrong: list[Figure]

    @property
    def faults(self) -> int:
        """How many claims and figures of the two sides have no partner."""
        alone = len(self.coded.claims) + len(self.found) - 2 * len(self.pairs)
        return alone + len(self.missed) + len(self.wrong)


@dataclass
class Score:
    """All measures over a set of reports, and what became of each report."""

    counts: dict[str, Counts] = field(default_factory=dict)
    shares: dict[str, list[bool]] = field(default_factory=dict)
    linked: list[tuple[Any, Any]] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)

    def count(self, name: str, hits: int, found: int, gold: int) -> None:
        self.counts.setdefault(name, Counts()).add(hits, found, gold)

    def share(self, name: str, agrees: bool) -> None:
        self.shares.setdefault(name, []).append(agrees)

    def figures(self) -> dict[str, Wire]:
        """Every figure by name, in a fixed order."""
        out = {name: counts.figures() for name, counts in self.counts.items()}
        for name, all_ in self.shares.items():
            out[name] = {"share": round(sum(all_) / len(all_), 4), "of": len(all_)}
        out["linking"] = {"b3_f1": b_cubed(self.linked), "of": len(self.linked)}
        return out


def score(gold: Iterable[Coded], predicted: Mapping[str, Wire]) -> Score:
    """Scores the claims of each report; a report of which nothing was read counts as empty."""
    total = Score()
    for coded in gold:
        found = predicted.get(coded.report.id, {"claims": []})["claims"]
        missed, wrong = _score_figures(total, coded, found)
        pairs = pair_claims(coded.claims, found, coded.report.text)
        total.count("claims", len(pairs), len(found), len(coded.claims))
        for i, j in pairs:
            _score_claim(total, coded.claims[i], found[j])
            event = found[j].get("event") or f"{coded.report.id}#{j}"
            total.linked.append((coded.claims[i]["event"], event))
        total.outcomes.append(Outcome(coded, found, pairs, missed, wrong))
    return total


# -- figures of harm, over a whole report ----------------------------------------------------------


def told_figures(claims: Iterable[Wire]) -> dict[Figure, list[tuple[Any, str]]]:
    """Every counted figure of a report once, with who was harmed and the origin it goes back to."""
    found: dict[Figure, list[tuple[Any, str]]] = {}
    for claim in claims:
        origin = (claim.get("attribution") or [""])[-1]
        for harm in claim.get("toll") or []:
            if harm.get("low") is not None or harm.get("high") is not None:
                found.setdefault(figure_of(harm), []).append((harm.get("party"), origin))
    return found


def _score_figures(total: Score, coded: Coded, found: list[Wire]) -> tuple[list[Figure], list[Figure]]:
    gold, read = told_figures(coded.claims), told_figures(found)
    pairs = pair_figures(list(gold), list(read))
    sizes = len(read), len(gold)
    total.count("toll", len(pairs), *sizes)
    parties = sum(bool({p for p, _ in gold[g]} & {p for p, _ in read[r]}) for g, r in pairs)
    total.count("toll+party", parties, *sizes)
    origins = sum(any(_same_origin(a, b) for _, a in gold[g] for _, b in read[r]) for g, r in pairs)
    total.count("toll+source", origins, *sizes)
    met_gold, met_read = {g for g, _ in pairs}, {r for _, r in pairs}
    return [g for g in gold if g not in met_gold], [r for r in read if r not in met_read]


def _same_origin(a: str, b: str) -> bool:
    return a == b == "" or same_name(a, b)


# -- claims ----------------------------------------------------------------------------------------


def evidence_spans(claim: Wire, text: str) -> list[Span]:
    """Where a claim's quotes stand; one without offsets is looked up at its first occurrence."""
    spans = []
    for quote in claim.get("evidence") or []:
        if isinstance(quote, dict) and "start" in quote:
            spans.append((quote["start"], quote["end"]))
            continue
        words = quote.get("text", "") if isinstance(quote, dict) else quote
        at = text.find(words) if words else -1
        if at >= 0:
            spans.append((at, at + len(words)))
    return spans


def pair_claims(gold: Iterable[Wire], found: list[Wire], text: str) -> list[tuple[int, int]]:
    """Claims of one group whose evidence overlaps, each once; agreeing figures, type and overlap first."""
    read = [(evidence_spans(c, text), {figure_of(h) for h in c.get("toll") or []}) for c in found]
    candidates = []
    for i, claim in enumerate(gold):
        spans = evidence_spans(claim, text)
        for j, (others, figures) in enumerate(read):
            shared = sum(max(0, min(e, f) - max(s, t)) for s, e in spans for t, f in others)
            if shared and GROUP_OF.get(claim["type"]) == GROUP_OF.get(found[j].get("type", ""), "?"):
                agreeing = sum(figure_of(h) in figures for h in claim["toll"])
                candidates.append((-agreeing, claim["type"] != found[j].get("type"), -shared, i, j))
    taken_gold: set[int] = set()
    taken_found: set[int] = set()
    pairs = []
    for *_, i, j in sorted(candidates):
        if i not in taken_gold and j not in taken_found:
            taken_gold.add(i)
            taken_found.add(j)
            pairs.append((i, j))
    return pairs


def _score_claim(total: Score, gold: Wire, found: Wire) -> None:
    total.share("type", gold["type"] == found.get("type"))
    total.share("status", gold["status"] == found.get("status"))
    for name in ("actors", "targets", "weapons"):
        mine, theirs = variants(gold[name]), variants(found.get(name))
        total.count(name, paired_names(mine, theirs), len(theirs), len(mine))
    if gold["when"]:
        total.share("when", same_time(gold["when"], found.get("when")))
        if gold["when"]["earliest"] == gold["when"]["latest"]:
            total.share("day", same_time(gold["when"], found.get("when"), slack=0))
    if gold["where"]:
        total.share("where", same_place(gold["where"], found.get("where")))
    chain, read = gold["attribution"], found.get("attribution") or []
    total.share("source", same_name(chain[-1], read[-1]) if chain and read else not chain and not read)
    total.share("chain", len(chain) == len(read) and all(map(same_name, chain, read)))


def b_cubed(pairs: list[tuple[Any, Any]]) -> float:
    """B-cubed F1 of (gold cluster, found cluster) of items."""
    if not pairs:
        return 0.0
    gold: dict[Any, set[int]] = {}
    found: dict[Any, set[int]] = {}
    for k, (g, f) in enumerate(pairs):
        gold.setdefault(g, set()).add(k)
        found.setdefault(f, set()).add(k)
    shared = [len(gold[g] & found[f]) for g, f in pairs]
    p = sum(n / len(found[f]) for n, (_, f) in zip(shared, pairs, strict=True)) / len(pairs)
    r = sum(n / len(gold[g]) for n, (g, _) in zip(shared, pairs, strict=True)) / len(pairs)
    return round(2 * p * r / (p + r), 4) if p + r else 0.0
