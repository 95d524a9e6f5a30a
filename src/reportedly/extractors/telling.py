"""Which sentence tells of what, as the trained reader sees it: violence, control, words of the parties.

Each word says how much it counts for a group of claims and what it says of it; a sentence's say is the
mean of its words by that weight. The word that counts most stands for the happening.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import numpy as np

from ..model import Mention, MentionKind, Parse, Span, Token
from ..ontology.load import data
from .shipped import Shipped
from .spans import sigmoid, softmax

FLOOR = 0.03  # what is less likely is not mentioned
_HEADS = frozenset({"VERB", "NOUN", "PROPN", "ADJ", "AUX"})


def columns(kinds: Sequence[str], groups: Sequence[str]) -> np.ndarray:
    """Of each type of claim: which of the groups it falls into."""
    types = data("event_types")
    return np.array([groups.index(types[kind]["group"]) for kind in kinds], np.int64)


def says(telling: np.ndarray, group_of: np.ndarray, groups: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of the words of one sentence: weight of each word by group, logits of the groups, logits of the types."""
    weight = softmax(telling[:, :groups].T).T
    by_group = (weight * telling[:, groups : 2 * groups]).sum(axis=0)
    by_type = (weight[:, group_of] * telling[:, 2 * groups :]).sum(axis=0)
    return weight, by_group, by_type


def tellings(
    text: str, parse: Parse, spans: Sequence[tuple[int, int]], telling: np.ndarray, shipped: Shipped
) -> Iterator[Mention]:
    """A mention a sentence and group that it may tell of; `value` is the likeliest type of claim.

    `extra` holds the group; `score` is the probability that a coder records a claim of that group here.
    """
    kinds, groups = shipped.heads.kinds, shipped.heads.groups
    if not groups:
        return
    group_of = columns(kinds, groups)
    starts = [a for a, _ in spans]
    for first, last in parse.sentences:
        if last <= first:
            continue
        low = bisect_left(starts, parse.tokens[first].start)
        high = bisect_left(starts, parse.tokens[last - 1].end)
        if high <= low:
            continue
        weight, by_group, by_type = says(telling[low:high], group_of, len(groups))
        chance = sigmoid(by_group)
        for g in np.flatnonzero(chance >= FLOOR).tolist():
            token = _standing(parse.tokens[first:last], spans[low:high], weight[:, g])
            kind = max((k for k in range(len(kinds)) if group_of[k] == g), key=lambda k: float(by_type[k]))
            yield Mention(
                MentionKind.TRIGGER,
                Span.of(text, token.start, token.end),
                kinds[kind],
                shipped.name,
                round(float(chance[g]), 4),
                token.i,
                {"group": groups[g]},
            )


def _standing(tokens: Sequence[Token], spans: Sequence[tuple[int, int]], weight: np.ndarray) -> Token:
    """The verb or noun whose words count most."""
    starts = [a for a, _ in spans]
    counts = []
    for token in tokens:
        low, high = bisect_left(starts, token.start), bisect_left(starts, token.end)
        counts.append(float(weight[low:high].sum()) if token.pos in _HEADS else -1.0)
    return tokens[max(range(len(tokens)), key=counts.__getitem__)]
