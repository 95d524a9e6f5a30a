"""Template micro-F1 of MUC-4 (Du, Rush and Cardie, NAACL 2021: GTT).

Per report each predicted template is aligned with at most one of the key, of the same incident type, so
that the report's F1 is highest. The type counts as one slot, and every entity of the five roles as one: a
predicted entity is right where all its wordings belong to one entity of the aligned template, an entity of
the key is found where any predicted one is right for it. Counts are summed over reports.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .ceaf import Entity, normal
from .muc4_data import ROLES, SLOTS, MucReport, running, strings

Counts = tuple[int, int, int, int]  # right of predicted, predicted, found of the key, key


@dataclass(frozen=True, slots=True)
class Filled:
    """A template to be scored: its incident type (or types that a key allows) and entities by role."""

    types: frozenset[str]
    roles: Mapping[str, Sequence[Entity]]

    @property
    def size(self) -> int:
        """How many slots it fills: its type and its entities."""
        return 1 + sum(len(self.roles.get(role, ())) for role in ROLES)


def key_templates(report: MucReport) -> tuple[Filled, ...]:
    """The templates of a key, entities with the wordings that stand in the text, without repeats."""
    text = running(report.text)
    found: list[Filled] = []
    for template in report.templates:
        types = template.slots.get("INCIDENT: TYPE") or ["ATTACK"]
        kinds = frozenset(k.strip(" ?") for value in types for k in value.split("/"))
        roles = {}
        for role, slot in SLOTS.items():
            held = (tuple(w for w in strings(v) if w in text) for v in template.slots.get(slot, ()))
            roles[role] = tuple(e for e in held if e)
        filled = Filled(kinds, roles)
        if filled not in found:
            found.append(filled)
    return tuple(found)


def agreement(predicted: Filled, key: Filled) -> tuple[int, int] | None:
    """Right of the predicted slots, found of the key's; None where the types differ."""
    if not predicted.types <= key.types:
        return None
    right, found = 1, 1
    for role in ROLES:
        known = [{normal(w) for w in e} for e in key.roles.get(role, ())]
        given = [{normal(w) for w in e} for e in predicted.roles.get(role, ())]
        right += sum(any(g <= k for k in known) for g in given)
        found += sum(any(g <= k for g in given) for k in known)
    return right, found


def best(predicted: Sequence[Filled], key: Sequence[Filled]) -> Counts:
    """The counts of one report under its best alignment."""
    total, wanted = sum(t.size for t in predicted), sum(t.size for t in key)
    # Key templates taken so far (as bits) -> the sums of right and found that can be had with them.
    reached: dict[int, set[tuple[int, int]]] = {0: {(0, 0)}}
    for template in predicted:
        fits = [(1 << k, a) for k, known in enumerate(key) if (a := agreement(template, known))]
        grown = {taken: set(sums) for taken, sums in reached.items()}
        for taken, sums in reached.items():
            for bit, (right, found) in fits:
                if not taken & bit:
                    grown.setdefault(taken | bit, set()).update((r + right, f + found) for r, f in sums)
        reached = {taken: _undominated(sums) for taken, sums in grown.items()}
    right, found = max(
        (pair for sums in reached.values() for pair in sums), key=lambda p: (f1((p[0], total, p[1], wanted)), p)
    )
    return right, total, found, wanted


def _undominated(sums: set[tuple[int, int]]) -> set[tuple[int, int]]:
    return {a for a in sums if not any(a != b and a[0] <= b[0] and a[1] <= b[1] for b in sums)}


def f1(counts: Counts) -> float:
    """Harmonic mean of precision and recall; 0 where nothing is right."""
    right, total, found, wanted = counts
    if not right or not found:
        return 0.0
    p, r = right / total, found / wanted
    return 2 * p * r / (p + r)


def summed(rows: Sequence[Counts]) -> Counts:
    """The counts of all reports."""
    return tuple(sum(row[k] for row in rows) for k in range(4))  # type: ignore[return-value]
