"""Predicates that the surface of a sentence hides and its tree shows: "Two men aged 22 and 30 were detained"."""

from __future__ import annotations

from dataclasses import replace

from ..model import Token
from .harm_phrases import Phrase, Text
from .harm_predicates import Group, predicate_at
from .harm_words import PART

_SUBJECTS = ("nsubj", "nsubjpass")
_FAR = 40


def governing(text: Text, phrase: Phrase, after: int, end: int) -> Group | None:
    """The predicate of harm past `after` whose subject this phrase is, or None.

    Asked only where nothing of harm follows the phrase at once; a relative clause, an apposition or an age stands
    between. "was pulled out and arrested": of verbs that share the subject, the first that tells of harm.
    """
    subject = text.parse.tokens[phrase.head]
    if subject.dep not in _SUBJECTS or not phrase.noun:
        return None
    verb: Token | None = text.parse.head(subject)
    passive = subject.dep == "nsubjpass"
    while verb is not None:
        passive = bool(text.parse.children(verb, "auxpass")) or (passive and verb.tag == "VBN")
        found = predicate_at(text, verb.i, end) if after <= verb.i < min(end, after + _FAR) else None
        if found is not None:
            return _as_said(text, verb, Group((found,), be=passive))
        verb = _next(text, verb)
    return None


def _next(text: Text, verb: Token) -> Token | None:
    """The verb joined to this one that has the same subject."""
    if verb.lower == "found" and verb.i + 1 < text.ends[verb.i] and predicate_at(text, verb.i + 1, text.ends[verb.i]):
        return text.parse.tokens[verb.i + 1]  # "were found burnt"
    joined = text.parse.children(verb, "conj")
    return next((v for v in joined if v.pos == "VERB" and not text.parse.children(v, *_SUBJECTS)), None)


def _as_said(text: Text, verb: Token, group: Group) -> Group | None:
    """The group with what its auxiliaries tell; None for a participle that is no passive and does harm itself."""
    helpers = text.parse.children(verb, "aux", "neg", "auxpass")
    if group.first.state or not (PART in group.first.kinds or group.first.suffers):
        return None
    if not group.be and not group.first.suffers:
        return None
    return replace(
        group,
        have=any(t.lemma == "have" for t in helpers),
        negated=any(t.dep == "neg" for t in helpers),
        unreal=any(t.tag in ("MD", "TO") for t in helpers),
    )
