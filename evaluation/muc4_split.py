"""Which fillers of a MUC-4 report belong to one incident: they are parted by where and how they are told.

Targets and victims carry the incidents, for hardly any is told of in two; those most likely of one
incident are brought together first. Perpetrators and weapons then go to the incident they fit best, and
to every other that they fit well enough: a group may be named once for all that it did.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from reportedly.extractors.learned import Scores

Places = Sequence[tuple[int, int]]  # first and last word of every place of a filler
CARRIERS = ("Target", "Victim")
AROUND = 30  # words on either side of a filler whose incident type counts
FEATURES = ("apart", "one sentence", "paragraphs", "another", "type", "first apart", "length", "one role")

_PARAGRAPH = re.compile(r"\n\s*\n|\n {2,}")
_ANOTHER = re.compile(
    r"\b(?:another|meanwhile|also|other|earlier|previous(?:ly)?|in addition|moreover|separate(?:ly)?"
    r"|later|second|third|different|similar)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Filler:
    """One filler of a report: its role, its wording and where it stands."""

    role: str
    wording: str
    places: tuple[tuple[int, int], ...]


class Layout:
    """Sentences, paragraphs and words of contrast of one report, counted over its words."""

    def __init__(self, text: str, scores: Scores) -> None:
        spans = scores.words.spans
        self.scores, self.length = scores, len(spans)
        breaks = np.zeros((2, self.length + 1), int)  # of sentences and of paragraphs, before each word
        for k in range(1, self.length):
            paragraph = bool(_PARAGRAPH.search(text[spans[k - 1][1] : spans[k][0]]))
            breaks[:, k] = paragraph or text[spans[k - 1][0]] in ".!?", paragraph
        self.sentence, self.paragraph = breaks.cumsum(axis=1)
        starts = [a for a, _ in spans]
        found = np.zeros(self.length + 1, int)
        for match in _ANOTHER.finditer(text):
            found[min(bisect_left(starts, match.start()) + 1, self.length)] += 1
        self.another = found.cumsum()

    def pair(self, a: Filler, b: Filler) -> list[float]:
        """What `FEATURES` names, of two fillers where they stand nearest to each other."""
        apart, x, y = min((max(q[0] - p[1], p[0] - q[1], 0), p, q) for p in a.places for q in b.places)
        low, high = sorted((min(x[1], y[1]), max(x[0], y[0])))
        sentences = abs(self.sentence[x[0]] - self.sentence[y[0]])
        types = [_shares(told_at(self.scores, f.places)) for f in (a, b)]
        return [
            float(np.log1p(apart)),
            float(sentences == 0),
            float(min(abs(self.paragraph[x[0]] - self.paragraph[y[0]]), 5)),
            float(self.another[high] > self.another[low]),
            float(types[0] @ types[1]),
            float(np.log1p(abs(min(a.places)[0] - min(b.places)[0]))),
            float(np.log1p(self.length)),
            float(a.role == b.role),
        ]


def told_at(scores: Scores, places: Places) -> np.ndarray:
    """The strongest logit of each type near any of the places."""
    rows = [scores.told[max(a - AROUND, 0) : b + AROUND + 1, 1:].max(axis=0) for a, b in places]
    return np.max(rows, axis=0) if rows else scores.told[:, 1:].max(axis=0)


def _shares(logits: np.ndarray) -> np.ndarray:
    raised = np.exp(logits - logits.max())
    return np.asarray(raised / raised.sum())


def together(layout: Layout, fillers: Sequence[Filler], weights: Sequence[float]) -> np.ndarray:
    """How likely each two fillers are of one incident; `weights` are those of `FEATURES` and a constant."""
    found = np.eye(len(fillers))
    for i, j in combinations(range(len(fillers)), 2):
        x = np.dot(weights, [*layout.pair(fillers[i], fillers[j]), 1.0])
        found[i, j] = found[j, i] = 1 / (1 + np.exp(-x))
    return found


def parted(fillers: Sequence[Filler], chance: np.ndarray, same: float, shared: float) -> list[list[int]]:
    """The fillers of each incident, by index.

    Carriers are one incident while their mean chance is at least `same`; another filler goes to its likeliest
    incident and to all of at least `shared`.
    """
    groups = [[k] for k, f in enumerate(fillers) if f.role in CARRIERS]
    if not groups:
        return [list(range(len(fillers)))] if fillers else []
    while len(groups) > 1:
        mean, i, j = max((chance[np.ix_(a, b)].mean(), -i, -j) for (i, a), (j, b) in combinations(enumerate(groups), 2))
        if mean < same:
            break
        groups[-i] += groups.pop(-j)
    carriers = [list(g) for g in groups]
    for k, filler in enumerate(fillers):
        if filler.role not in CARRIERS:
            means = [float(chance[k, g].mean()) for g in carriers]
            for group, mean in zip(groups, means, strict=True):
                if mean == max(means) or mean >= shared:
                    group.append(k)
    return groups
