"""Which side the harmed stand on, from their noun and the words beside it."""

from __future__ import annotations

from ..model import Harmed
from .harm_phrases import Phrase, Text

_COMBAT = frozenset({Harmed.STATE_FORCE, Harmed.ARMED_GROUP})


def party_of(text: Text, phrase: Phrase) -> Harmed:
    """The party that a phrase signals by itself; unknown where it does not."""
    word = text.words[phrase.head]
    if phrase.noun and text.lex.person(word) is None and text.lex.is_equipment(word):
        return Harmed.EQUIPMENT
    if not phrase.noun or phrase.kind == "pron":
        return Harmed.UNKNOWN
    own = text.lex.person(word)
    base = text.lex.neutral.get(_one(text, word))
    beside = _beside(text, phrase)
    if base is not None or own in (None, Harmed.UNKNOWN):
        return beside or base or own or Harmed.UNKNOWN
    return own


def _one(text: Text, word: str) -> str:
    return word[:-1] if word.endswith("s") and word[:-1] in text.lex.neutral else word


def _beside(text: Text, phrase: Phrase) -> Harmed | None:
    """The side that modifiers before the head, or "of X", "from X", "loyal to X" after it, tell."""
    votes = [text.lex.sides.get(w) for w in text.words[phrase.start : phrase.head]]
    armed = [v for v in votes if v is not None]
    k = phrase.end
    if text.word(k) in ("of", "from", "loyal", "belonging", "affiliated", "with"):
        armed += [v for v in (text.lex.sides.get(w) for w in text.words[k : k + 7]) if v is not None][:2]
    if not armed:
        return None
    return Harmed.ARMED_GROUP if Harmed.ARMED_GROUP in armed else armed[0]
