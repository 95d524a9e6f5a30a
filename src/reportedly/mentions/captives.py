"""Whether what is taken, seized or held is a person: places change hands, persons are arrested or abducted."""

from __future__ import annotations

from ..model import Parse, Token
from ..ontology.load import data, word_set
from .arguments import patients
from .harm_words import grammar, harm_words

TAKING = word_set("event_types", "arrest", "taking")
# Particles that leave "picked up", "carried off" what they are; "held back", "took in" are none.
_PARTICLES = {"pick": {"up"}, "carry": {"off"}}
_PRONOUNS = frozenset({"he", "him", "she", "her", "me", "us", "who", "whom"})
_CARE = grammar("care")
_CALLED = frozenset({"responsible", "accountable", "liable", "hostage", "hostages", "captive"})


def takes_person(parse: Parse, token: Token) -> bool:
    """True for "took her nephew", "three students seized at the gate"."""
    if token.lemma not in TAKING or token.pos not in ("VERB", "NOUN") or _is_otherwise(parse, token):
        return False
    return any(_is_person(parse, t) for t in patients(parse, token))


def _is_otherwise(parse: Parse, token: Token) -> bool:
    """True for those whom somebody holds back or responsible, brings to hospital or takes anywhere."""
    if {c.lower for c in parse.children(token, "prt")} != _PARTICLES.get(token.lemma, set()):
        return True
    if any(t.lower in _CALLED for t in parse.subtree(token)):
        return True
    goals = [c for c in parse.children(token, "prep") if c.lower in ("to", "into", "for")]
    if token.lemma == "take" and any(c.lower == "to" for c in goals):
        return True
    return any(n.lower in _CARE or n.pos == "PRON" for c in goals for n in parse.children(c, "pobj"))


def _is_person(parse: Parse, token: Token) -> bool:
    if token.pos == "PRON":
        return token.lower in _PRONOUNS
    counted = [n for c in parse.children(token, "prep") if c.lower == "of" for n in parse.children(c, "pobj")]
    if counted and (token.lemma in data("modality")["measures"] or token.pos == "NUM"):  # "dozens of pupils"
        token = counted[0]
    return token.pos == "NOUN" and harm_words().person(token.lower) is not None
