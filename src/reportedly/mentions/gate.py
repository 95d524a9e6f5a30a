"""A cheap look at a text's bare words: may it hold claims at all?

A report is passed over only where none of the words that trigger a claim or name a harm stands in it.
Its recall on coded reports is measured by `python -m evaluation gate`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ..ontology.load import data

_WORD = re.compile(r"[a-z]+")
# Endings under which a word of the lexicon may stand in a text.
_ENDINGS = ("", "s", "es", "ed", "d", "ing", "er", "ers", "ings")
# Groups whose words, met alone, tell of conflict; words as deeds ("deal", "visit") need company.
_GROUPS = frozenset({"violence", "control", "custody", "street"})


@lru_cache(maxsize=1)
def _words() -> frozenset[str]:
    lemmas: set[str] = set()
    for entry in data("event_types").values():
        for key in ("verbs", "nouns") + (("weak_verbs", "weak_nouns") if entry["group"] in _GROUPS else ()):
            lemmas.update(entry.get(key, ()))
        if entry["group"] in _GROUPS:
            lemmas.update(word for phrase in entry.get("phrases", ()) for word in phrase.split() if len(word) > 4)
    lemmas.update(["kill", "wound", "injure", "die", "dead", "death", "deadly", "casualty", "victim", "hostage"])
    found = set()
    for lemma in lemmas:
        found.update(lemma + ending for ending in _ENDINGS)
        found.update(lemma.removesuffix("e") + ending for ending in ("ing", "ed", "ings"))
        found.update(lemma + lemma[-1] + ending for ending in ("ing", "ed", "er"))
        found.update({lemma.removesuffix("y") + "ies", lemma.removesuffix("y") + "ied"})
    return frozenset(found)


def may_hold_claims(text: str) -> bool:
    """False only where no word of the text can trigger a claim; linear in the text, no parse."""
    words = _words()
    return any(match[0] in words for match in _WORD.finditer(text.lower()))
