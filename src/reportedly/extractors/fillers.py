"""From scores of spans to role fillers of a report: one wording an entity, without repeats.

An entity is right only where all its wordings are, so one wording is given for each. Two spans are taken
for one entity where one's words are part of the other's, where one is the other's bare head noun, or
where one is written in initials.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

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


def logit(p: float) -> float:
    """The inverse of the logistic function, held within +-9."""
    p = min(max(p, 1.2e-4), 1 - 1.2e-4)
    return math.log(p / (1 - p))


def logistic(x: float) -> float:
    """The logistic function, without overflow."""
    return 0.5 * (1.0 + math.tanh(0.5 * x))


@dataclass(frozen=True, slots=True)
class Scale:
    """Turns raw scores into probabilities, as measured on development data (docs/model-card.md).

    A filler's probability is logistic in the logit of its score, that of the whole text's relevance
    and the logarithm of how often it was found; `shift` is what a role adds. Of a tag: `slope` and
    `offset` on the logit of its mean probability. Raw scores stay as they are where nothing was measured.
    """

    weights: tuple[float, float, float]
    shift: dict[str, float]
    threshold: float
    tags: dict[str, tuple[float, float, float]]  # tag -> slope, offset, raw threshold

    @classmethod
    def of(cls, card: Mapping[str, Any], roles: Sequence[str]) -> Scale:
        """The scale that a model's description holds."""
        fillers = card.get("fillers", {})
        shift = fillers.get("shift", {})
        weights = fillers.get("weights", (1.0, 0.0, 0.0))
        return cls(
            (float(weights[0]), float(weights[1]), float(weights[2])),
            {role: float(shift.get(role, 0.0)) for role in roles},
            float(fillers.get("threshold", 0.5)),
            {
                tag: (float(t.get("slope", 1.0)), float(t.get("offset", 0.0)), float(t.get("threshold", 0.5)))
                for tag, t in card.get("scales", {}).items()
            },
        )

    def probability(self, role: str, score: float, relevance: float, times: int) -> float:
        """How likely a wording names a filler of the role."""
        a, b, c = self.weights
        return logistic(a * logit(score) + b * logit(relevance) + c * math.log(times) + self.shift[role])

    def tagged(self, tag: str, inside: float) -> float:
        """How likely a run of a tag is right, from the mean probability of its words."""
        slope, offset, _ = self.tags.get(tag, (1.0, 0.0, 0.5))
        return logistic(slope * logit(inside) + offset)

    def cut(self, tag: str) -> float:
        """The raw probability from which a word belongs to a run of the tag."""
        return self.tags.get(tag, (1.0, 0.0, 0.5))[2]
