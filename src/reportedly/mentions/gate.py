"""A cheap look at a text's bare words: may it hold claims at all?

A report is passed over where no strong word of conflict stands in it and too few weak ones do. Its
recall on coded reports is measured by `python -m evaluation gate`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ..ontology.load import data

_WORD = re.compile(r"[a-z]+")
# Endings under which a word of the lexicon may stand in a text.
_ENDINGS = ("", "s", "es", "ed", "d", "ing", "er", "ers", "ings")
# So many different weak words ("hit", "talks", "support") count as a strong one. Chosen on coded
# reports (all 155 pass) against local news of which a quarter then needs no parse.
ENOUGH_WEAK = 4
# Code points; a text of a sentence or two is cheap to parse, and one weak word is enough, also one that tells something
# only in a phrase ("impose restrictions", "seek refuge").
SHORT = 600
_STRONG_GROUPS = frozenset({"violence", "control", "custody", "street"})


def _forms(lemmas: set[str]) -> frozenset[str]:
    found: set[str] = set()
    for lemma in lemmas:
        found.update(lemma + ending for ending in _ENDINGS)
        found.update(lemma.removesuffix("e") + ending for ending in ("ing", "ed", "ings"))
        found.update(lemma + lemma[-1] + ending for ending in ("ing", "ed", "er"))
        found.update({lemma.removesuffix("y") + "ies", lemma.removesuffix("y") + "ied"})
    return frozenset(found)


@lru_cache(maxsize=1)
def _words() -> tuple[frozenset[str], frozenset[str]]:
    """Strong and weak words, in all their forms."""
    strong = set(data("gate")["strong"])
    weak: set[str] = set()
    for entry in data("event_types").values():
        certain = strong if entry["group"] in _STRONG_GROUPS else weak
        certain.update(w for key in ("verbs", "nouns") for w in entry.get(key, ()))
        weak.update(w for key in ("weak_verbs", "weak_nouns") for w in entry.get(key, ()))
    strong -= set(data("gate")["common"])
    return _forms(strong), _forms(weak | set(data("gate")["common"])) - _forms(strong)


@lru_cache(maxsize=1)
def _of_phrases() -> frozenset[str]:
    """The word of each phrase that says the most, its longest, in all its forms."""
    phrases = (re.findall("[a-z]+", p) for entry in data("event_types").values() for p in entry.get("phrases", ()))
    idle = frozenset(data("gate")["idle"])
    telling = ([w for w in words if len(w) > 2 and w not in idle] for words in phrases)
    return _forms({max(words, key=len) for words in telling if words})


def may_hold_claims(text: str) -> bool:
    """False only where the text's words cannot make a claim; linear in the text, no parse."""
    strong, weak = _words()
    enough = ENOUGH_WEAK if len(text) > SHORT else 1
    met: set[str] = set()
    for match in _WORD.finditer(text.lower()):
        word = match[0]
        if word in strong:
            return True
        if word in weak or (enough == 1 and word in _of_phrases()):
            met.add(word)
            if len(met) >= enough:
                return True
    return False
