"""How alike two texts are in the words that matter: rare words and names weigh most.

The weight of a word comes from a fixed, packaged table of how common it is in news, never from
the reports at hand. So the likeness of two texts depends on these two alone: adding a report
changes no other pair, and the order of arrival cannot matter.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from functools import cache, lru_cache
from itertools import islice

from ..ontology.load import data, word_set

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_ENDINGS = ("ing", "ed", "es", "s")
_MAX_WORDS = 4000  # of one text; what a report tells stands at its beginning
TITLE_WEIGHT = 3  # a word of the title counts as so many in the text

Profile = dict[str, float]


@lru_cache(maxsize=1 << 17)
def stem(word: str) -> str:
    """The word without its English ending: "raids" and "raided" become one."""
    word = word.lower()
    if "'" in word or "’" in word:
        head, _, tail = word.replace("’", "'").partition("'")
        word = head if len(tail) <= 2 else head + tail
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > 4 and word[-1] == "e" else word


def stems(text: str) -> list[str]:
    """The stems of all words of a text, in order."""
    return [stem(m.group()) for m in _WORD.finditer(text)]


@cache
def stem_set(name: str) -> frozenset[str]:
    """The stems of one list of words in `ontology/linking.yaml`."""
    return frozenset(map(stem, word_set("linking", name)))


@cache
def _table() -> tuple[dict[str, float], float]:
    table = data("commonness")
    texts = table["texts"]
    weights = {w: math.log((texts + 1) / 2 ** (k / 2)) for k, line in table["steps"].items() for w in line.split()}
    return {w: max(x, 0.0) for w, x in weights.items()}, math.log((texts + 1) / (table["floor"] / 2))


def weight(word_stem: str) -> float:
    """How much a stem tells: 0 for "the", about 7 for one that news hardly ever uses."""
    weights, rare = _table()
    return weights.get(word_stem, rare)


def profile(text: str, title: str = "") -> Profile:
    """The words of a text with their weights, scaled to length 1; empty for a text without words."""
    counts: Counter[str] = Counter()
    for match in islice(_WORD.finditer(text), _MAX_WORDS):
        counts[stem(match.group())] += 1
    for key in stems(title[:500]):
        counts[key] += TITLE_WEIGHT
    return _scaled(counts)


def _scaled(counts: Mapping[str, int]) -> Profile:
    weights, rare = _table()
    raw = {w: (1 + math.log(n)) * weights.get(w, rare) for w, n in sorted(counts.items())}
    length = math.sqrt(math.fsum(x * x for x in raw.values()))
    return {w: x / length for w, x in raw.items() if x} if length else {}


def likeness(one: Profile, other: Profile) -> float:
    """The cosine of two profiles, in [0, 1]: 0 no word in common, 1 the same words as often.

    Two news reports on one event mostly lie above 0.18, on different events below
    (`evaluation/linking.py` measures it).
    """
    shared = one.keys() & other.keys()
    return min(1.0, math.fsum([one[w] * other[w] for w in shared]))  # fsum: the same in any order of the words
