"""From what the encoder says of single words to scores of spans, tags and the whole text; numpy alone.

The exported graph gives for each word the features that `training.model.SpanReader.forward` lays side by
side. Here spans of up to `widest` words are scored from those of their ends, text block by text block, so
that memory does not grow with the number of pairs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

BREAKS = frozenset(".;:?!")
NO_START = frozenset({"a", "an", "the", "of", "and", "to", "in", "on", "by", "that", "which", "was", "were", "is"})
NO_END = frozenset({"a", "an", "the", "of", "and"})


@dataclass(frozen=True, slots=True)
class Heads:
    """How the features are laid out, and the weights that belong to no single word."""

    roles: tuple[str, ...]
    tags: tuple[str, ...]
    types: tuple[str, ...]
    rank: int
    widths: np.ndarray  # (roles, widest): what a span of so many words gains or loses
    bias: np.ndarray  # (roles,)
    kinds: tuple[str, ...] = ()  # types of claims, in the words of the ontology; () of a reader without them
    groups: tuple[str, ...] = ()  # the groups that these types fall into

    @property
    def widest(self) -> int:
        return int(self.widths.shape[1])

    @property
    def sizes(self) -> tuple[int, ...]:
        """Left, right, start, end, mean, tags, relevance and telling, in the order of the features."""
        r = len(self.roles)
        telling = 2 * len(self.groups) + len(self.kinds)
        return r * self.rank, r * self.rank, r, r, r, len(self.tags) * 3, 1 + len(self.types), telling

    def split(self, features: np.ndarray) -> list[np.ndarray]:
        """The parts of the features' last axis."""
        return np.split(features, np.cumsum(self.sizes)[:-1], axis=-1)


def candidates(words: Sequence[str], widest: int) -> np.ndarray:
    """Which spans (first word, width) can be a filler: no article at the ends, no sentence end inside."""
    n = len(words)
    starts = np.array([_may_start(words, i) for i in range(n)], bool)
    ends = np.array([w not in NO_END and (w[0].isalnum() or w == '"') for w in words], bool)
    broken = np.cumsum([0, *(w in BREAKS for w in words)])
    allowed = np.zeros((n, widest), bool)
    for width in range(min(widest, n)):
        m = n - width
        whole = broken[1 + width : 1 + width + m] == broken[:m]
        allowed[:m, width] = starts[:m] & ends[width : width + m] & whole
    return allowed


def _may_start(words: Sequence[str], i: int) -> bool:
    word = words[i]
    initial = i + 1 < len(words) and words[i + 1] == "-"
    return (word not in NO_START or initial) and (word[0].isalnum() or word == '"')


def sigmoid(x: np.ndarray) -> np.ndarray:
    """The logistic function, without overflow."""
    return 0.5 * (1.0 + np.tanh(0.5 * x))


def softmax(x: np.ndarray) -> np.ndarray:
    """Shares that sum to 1 along the last axis."""
    raised = np.exp(x - x.max(axis=-1, keepdims=True))
    return raised / raised.sum(axis=-1, keepdims=True)


def pooled(logits: np.ndarray) -> np.ndarray:
    """One probability a column from the log-mean-exp of all words, as the training pools them."""
    if not len(logits):
        return np.zeros(logits.shape[1], np.float32)
    top = logits.max(axis=0)
    return sigmoid(top + np.log(np.exp(logits - top).mean(axis=0)))


def span_scores(features: np.ndarray, heads: Heads, count: int) -> np.ndarray:
    """Logits (roles, count, widest) of all spans that begin at the first `count` words.

    `features` holds these words and, where the text goes on, `widest - 1` more.
    """
    left, right, start, end, mean = heads.split(features)[:5]
    n, r, rank, widest = len(features), len(heads.roles), heads.rank, heads.widest
    reach = np.minimum(np.arange(count)[:, None] + np.arange(widest), n - 1)
    score = np.empty((r, count, widest), np.float32)
    for width in range(widest):  # plain sums: no library's threads, so the same bits everywhere
        product = left[:count] * right[reach[:, width]]
        score[:, :, width] = product.reshape(count, r, rank).sum(axis=2).T
    sums = np.concatenate([np.zeros((1, r), np.float32), np.cumsum(mean, axis=0, dtype=np.float32)])
    means = (sums[reach + 1] - sums[:count, None]) / np.arange(1, widest + 1, dtype=np.float32)[None, :, None]
    score += start[:count].T[:, :, None] + end.T[:, reach] + means.transpose(2, 0, 1)
    return score + heads.widths[:, None] + heads.bias[:, None, None]


def runs(inside: np.ndarray, begins: np.ndarray, threshold: float) -> list[tuple[int, int]]:
    """First and last words of one tag's runs: words inside with at least the threshold, cut at new beginnings.

    `inside` is the probability of begin or inside, `begins` that of begin alone.
    """
    found: list[tuple[int, int]] = []
    for k in np.flatnonzero(inside >= threshold).tolist():
        if found and k == found[-1][1] + 1 and begins[k] < inside[k] - begins[k]:
            found[-1] = (found[-1][0], k)
        else:
            found.append((k, k))
    return found
