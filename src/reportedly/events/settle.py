"""What people judged, made consistent: which claims belong together, which apart, what contradicts.

Where judgements contradict each other (A is B, B is C, A is not C), "different" holds and the
"same" that would break it is set aside and reported; nothing is looped over and nothing raised.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ..errors import JudgementConflict
from ..model import Claim, Judgement, Verdict
from ..model.wire import claim_from_wire, claim_to_wire

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Settled:
    """Judgements as linking uses them. Pairs are sorted; `notes` maps a claim to what contradicts
    about it, `mates` to the claims it is judged the same as."""

    same: frozenset[Pair] = frozenset()
    different: frozenset[Pair] = frozenset()
    rejected: frozenset[str] = frozenset()
    changes: Mapping[str, tuple[tuple[str, Any], ...]] = field(default_factory=dict)
    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    conflicts: tuple[JudgementConflict, ...] = ()
    mates: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def settle(judgements: Iterable[Judgement]) -> Settled:
    """Make judgements consistent; the same whatever their order."""
    judged = sorted({j.id: j for j in judgements}.values(), key=lambda j: (j.claims, j.verdict.value, j.id))
    pairs: dict[Pair, dict[Verdict, list[str]]] = {}
    for j in judged:
        if len(set(j.claims)) == 2 and j.verdict in (Verdict.SAME, Verdict.DIFFERENT):
            one, other = sorted(j.claims)
            pairs.setdefault((one, other), {}).setdefault(j.verdict, []).append(_by(j))
    different = frozenset(p for p, said in pairs.items() if Verdict.DIFFERENT in said)
    notes: dict[str, list[str]] = {}
    conflicts: list[JudgementConflict] = []
    same = _consistent(pairs, different, notes, conflicts)
    rejected = _rejected(judged, notes, conflicts)
    changes = _changes(judged, notes, conflicts)
    told = {claim: tuple(lines) for claim, lines in notes.items()}
    mates: dict[str, list[str]] = {}
    for one, other in sorted(same):
        mates.setdefault(one, []).append(other)
        mates.setdefault(other, []).append(one)
    together = {claim: tuple(others) for claim, others in mates.items()}
    return Settled(same, different, rejected, changes, told, tuple(conflicts), together)


def _report(
    claims: Iterable[str], message: str, notes: dict[str, list[str]], conflicts: list[JudgementConflict]
) -> None:
    conflict = JudgementConflict(message, subject=", ".join(claims))
    conflicts.append(conflict)
    for claim in claims:
        notes.setdefault(claim, []).append(f"{conflict.code}: {message}")


def _consistent(
    pairs: Mapping[Pair, Mapping[Verdict, list[str]]],
    different: frozenset[Pair],
    notes: dict[str, list[str]],
    conflicts: list[JudgementConflict],
) -> frozenset[Pair]:
    """The "same" pairs, in order, less those that would bring together what is judged different."""
    group: dict[str, set[str]] = {}
    apart: dict[str, set[str]] = {}
    for one, other in different:
        apart.setdefault(one, set()).add(other)
        apart.setdefault(other, set()).add(one)
    kept = set()
    for (one, other), said in sorted(pairs.items()):
        if Verdict.SAME not in said:
            continue
        by = ", ".join(said[Verdict.SAME])
        if (one, other) in different:
            against = ", ".join(said[Verdict.DIFFERENT])
            _report((one, other), f"judged same by {by} and different by {against}; kept apart", notes, conflicts)
            continue
        mine, theirs = group.setdefault(one, {one}), group.setdefault(other, {other})
        if mine is not theirs:
            clash = sorted((a, b) for a in mine for b in apart.get(a, ()) if b in theirs)
            if clash:
                a, b = clash[0]
                against = ", ".join(pairs[min(a, b), max(a, b)][Verdict.DIFFERENT])
                text = f"{one} judged same as {other} by {by}, but {a} different from {b} by {against}; kept apart"
                _report(sorted({one, other, a, b}), text, notes, conflicts)
                continue
            _merge(group, mine, theirs)
        kept.add((one, other))
    return frozenset(kept)


def _by(decided: Judgement) -> str:
    """Who decided, with the id by which the decision can be taken back."""
    return f"{decided.author} ({decided.id})" if decided.author else decided.id


def _merge(group: dict[str, set[str]], mine: set[str], theirs: set[str]) -> None:
    small, large = sorted((mine, theirs), key=len)
    large |= small
    for claim in small:
        group[claim] = large


def _rejected(
    judged: list[Judgement], notes: dict[str, list[str]], conflicts: list[JudgementConflict]
) -> frozenset[str]:
    refused = {j.claims[0]: _by(j) for j in judged if j.verdict is Verdict.REJECT and j.claims}
    accepted = {j.claims[0]: _by(j) for j in judged if j.verdict is Verdict.ACCEPT and j.claims}
    for claim in sorted(set(refused) & set(accepted)):
        text = f"accepted by {accepted[claim]} and rejected by {refused[claim]}; kept until one is revoked"
        _report((claim,), text, notes, conflicts)
    return frozenset(set(refused) - set(accepted))


def _changes(
    judged: list[Judgement], notes: dict[str, list[str]], conflicts: list[JudgementConflict]
) -> dict[str, tuple[tuple[str, Any], ...]]:
    amended: dict[str, dict[str, Any]] = {}
    by: dict[tuple[str, str], str] = {}
    for j in judged:
        if j.verdict is not Verdict.AMEND or not j.claims:
            continue
        fields = amended.setdefault(j.claims[0], {})
        for name, value in j.changes:
            if name in fields and fields[name] != value:
                text = f"{name} amended in two ways, by {by[j.claims[0], name]} and {_by(j)}; the first of them is kept"
                _report((j.claims[0],), text, notes, conflicts)
            fields.setdefault(name, value)
            by.setdefault((j.claims[0], name), _by(j))
    return {claim: tuple(sorted(fields.items())) for claim, fields in amended.items()}


def amend(claim: Claim, changes: tuple[tuple[str, Any], ...]) -> Claim:
    """The claim with amended fields (given in wire form); its id stays. Unusable changes leave a note."""
    wire = claim_to_wire(claim)
    wire.update({name: value for name, value in changes if name in wire and name not in ("id", "report")})
    try:
        return claim_from_wire(wire)
    except (KeyError, ValueError, TypeError, AttributeError) as fault:
        note = f"an amendment could not be applied: {type(fault).__name__}"
        return replace(claim, notes=(*claim.notes, note))
