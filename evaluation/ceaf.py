"""CEAF-REE: how well role fillers were found, entity by entity (Du, Rush and Cardie, EACL 2021).

Per report and role, predicted entities are matched one to one with those of the key so that as many as
possible agree; one agrees where all its wordings are wordings of the key's entity. Precision and recall
count entities over all reports and roles.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence

Entity = tuple[str, ...]
Fillers = Mapping[str, Sequence[Entity]]
_ARTICLE = re.compile(r"\b(?:a|an|the)\b")
_MARK = re.compile(r"[^\w\s]|_")


def normal(wording: str) -> str:
    """A wording as it is compared: lower case, without articles, punctuation and spare blanks."""
    return " ".join(_ARTICLE.sub(" ", _MARK.sub("", wording.lower())).split())


def matched(key: Sequence[Entity], predicted: Sequence[Entity]) -> int:
    """The largest number of predicted entities that can be matched one to one with the key's."""
    keys = [{normal(w) for w in e} for e in key]
    agree = [[k for k, known in enumerate(keys) if {normal(w) for w in e} <= known] for e in predicted]
    holder: dict[int, int] = {}

    def place(p: int, seen: set[int]) -> bool:
        for k in agree[p]:
            if k in seen:
                continue
            seen.add(k)
            if k not in holder or place(holder[k], seen):
                holder[k] = p
                return True
        return False

    return sum(place(p, set()) for p in range(len(predicted)))


def counts(key: Fillers, predicted: Fillers) -> dict[str, tuple[int, int, int]]:
    """Per role of one report: matched, predicted and key entities."""
    return {r: (matched(key[r], predicted.get(r, ())), len(predicted.get(r, ())), len(key[r])) for r in key}


def f1(hit: int, predicted: int, key: int) -> float:
    """F1 of counts, 0 where nothing was found."""
    return 2 * hit / (predicted + key) if hit else 0.0


def micro(rows: Sequence[dict[str, tuple[int, int, int]]]) -> dict[str, tuple[int, int, int]]:
    """The counts of all reports, per role and in sum ("all")."""
    total: dict[str, tuple[int, int, int]] = {}
    for row in rows:
        for role, got in row.items():
            for name in (role, "all"):
                old = total.get(name, (0, 0, 0))
                total[name] = (old[0] + got[0], old[1] + got[1], old[2] + got[2])
    return total


def interval(rows: Sequence[dict[str, tuple[int, int, int]]], times: int = 2000, seed: int = 0) -> tuple[float, float]:
    """The 95 % bootstrap interval of F1 over reports."""
    sums = [micro([row])["all"] for row in rows]
    chance = random.Random(seed)
    found = []
    for _ in range(times):
        drawn = [sums[chance.randrange(len(sums))] for _ in sums]
        found.append(f1(*(sum(d[k] for d in drawn) for k in range(3))))
    found.sort()
    return found[int(0.025 * times)], found[int(0.975 * times)]
