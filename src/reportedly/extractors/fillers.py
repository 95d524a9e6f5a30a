"""From scores of spans to role fillers of a report: one wording an entity, without repeats.

An entity is right only where all its wordings are, so one wording is given for each. Two spans are taken
for one entity where one's words are part of the other's, where one is the other's bare head noun, or
where one is written in initials.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_SMALL = frozenset({"of", "the", "and", "de", "del", "la", "el", "los", "for", "y", "a", "an"})
_WORD = re.compile(r"[a-z0-9']+")
# Roles whose fillers are told by common nouns: the same head noun there means the same entity.
_COMMON = frozenset({"PerpInd", "Weapon"})


def same_entity(a: str, b: str, role: str) -> bool:
    """True where two wordings of one report most likely name one entity."""
    x, y = _WORD.findall(a.lower()), _WORD.findall(b.lower())
    if not x or not y:
        return True
    if set(x) <= set(y) or set(y) <= set(x):
        return True
    if _head(x) == _head(y) and (len(x) == 1 or len(y) == 1 or role in _COMMON):
        return True
    return _initials(x) == "".join(y) or _initials(y) == "".join(x)


def _head(words: list[str]) -> str:
    last = words[-1]
    return last[:-1] if last.endswith("s") and len(last) > 3 else last


def _initials(words: list[str]) -> str:
    return "".join(w[0] for w in words if w not in _SMALL) if len(words) > 1 else ""


def entities(scored: Mapping[str, float], role: str, threshold: float) -> tuple[tuple[str, ...], ...]:
    """Wordings at or above the threshold, best first, each of another entity."""
    kept: list[str] = []
    for wording, score in sorted(scored.items(), key=lambda item: (-item[1], item[0])):
        if score < threshold:
            break
        if not any(same_entity(wording, other, role) for other in kept):
            kept.append(wording)
    return tuple((w,) for w in kept)
