"""Whose side the setting tells: of people in a market, of those whom police arrest, of one who is named."""

from __future__ import annotations

from ..model import Figure, Harmed, Outcome
from .harm_circumstances import agent_of, is_cumulative
from .harm_findings import MATERIAL, Finding
from .harm_phrases import Phrase, Text
from .harm_words import grammar, singular

_ARRESTS = grammar("arrests")
_OPEN_ARRESTED = frozenset({"men", "women", "people", "persons", "suspects", "suspect", "arrests", "individuals"})
_WANTED = grammar("wanted")
_PLOTS = grammar("plots")
_UNREST = grammar("unrest")
_OPEN = grammar("open")
_ANYBODY = grammar("anybody")
_GROUPS = grammar("groups")
_INCLUDING = grammar("including")
COMBAT = frozenset({Harmed.STATE_FORCE, Harmed.ARMED_GROUP})
_HOMELY = grammar("homely")
_REMAINS = grammar("remains")
_MARTYRS = frozenset({"martyr", "martyrs"})
_BOMBARDMENT = grammar("bombardment")
# How far around a setting is looked for, how far for the common words of daily life, and how far before a charge.
AROUND, NEAR, CHARGED = 45, 20, 25
# A total beyond this is a war's, and wars kill both.
WAR_TOTAL = 5000
NOBODY, ONE = Figure(0, 0), Figure(1, 1)


def from_setting(text: Text, f: Finding) -> Harmed:
    """The displaced and abducted are civilians, and so are the arrested who are no suspects, and people in a market,
    a mosque, a restaurant or a crowd."""
    if f.outcome in (Outcome.DISPLACED, Outcome.ABDUCTED) or _is_just_arrested(text, f):
        return Harmed.CIVILIAN
    if f.figure == NOBODY:  # "there were no injuries": of nobody it is told more than the sentence tells
        return _in_the_sentence(text, f)
    if f.outcome in MATERIAL:
        return Harmed.EQUIPMENT  # persons said to be destroyed were recorded as killed
    if (f.phrase.noun and text.words[f.phrase.head] not in _OPEN | _MARTYRS) or f.phrase.kind not in ("count", "some"):
        return Harmed.UNKNOWN
    if not _REMAINS.isdisjoint((text.words[f.phrase.head], text.word(f.phrase.start - 2))):
        return Harmed.UNKNOWN  # where the dead lie is not where they died: "15 bodies", "the bodies of two martyrs"
    if text.words[f.phrase.head] in _MARTYRS:  # those whom bombs make martyrs; those of a battle may have borne arms
        return Harmed.UNKNOWN if _BOMBARDMENT.isdisjoint(_around(text, f, CHARGED)) else Harmed.CIVILIAN
    if is_cumulative(text, f) or (f.figure.low is not None and f.figure.low > WAR_TOTAL):
        return Harmed.UNKNOWN
    civil = not text.lex.civil_settings.isdisjoint(_around(text, f, AROUND))
    return Harmed.CIVILIAN if civil or not _HOMELY.isdisjoint(_around(text, f, NEAR)) else Harmed.UNKNOWN


def _around(text: Text, f: Finding, reach: int) -> list[str]:
    return text.words[max(0, f.phrase.start - reach) : f.phrase.end + reach]


def of_one_person(text: Text, f: Finding) -> Harmed:
    """Of a single person, named or meant by a pronoun, the last words that call somebody something tell the side;
    who is called nothing is a civilian."""
    head = text.words[f.phrase.head]
    open_noun = f.phrase.kind in ("one", "the") and singular(head) in _ANYBODY
    if f.figure != ONE or f.outcome in MATERIAL or not (f.phrase.kind in ("name", "pron") or open_noun):
        return Harmed.UNKNOWN
    if not _WANTED.isdisjoint(text.words[f.phrase.start : f.phrase.end]):
        return Harmed.UNKNOWN
    doer = agent_of(text, f)
    for k in range(f.phrase.start - 1, max(-1, f.phrase.start - AROUND), -1):
        side, listed = text.lex.person(text.words[k]), text.word(k + 1) in _INCLUDING
        one = text.parse.tokens[k].tag in ("NN", "NNP") and text.words[k] not in _GROUPS
        if k != doer and side in COMBAT and (listed or one):
            return side or Harmed.UNKNOWN
        if side is Harmed.CIVILIAN:
            break
    return Harmed.CIVILIAN


def _is_just_arrested(text: Text, f: Finding) -> bool:
    """True for people taken by police of whom nothing is said but that: "31 people were arrested"."""
    phrase = f.phrase if f.phrase.noun or f.whose is None else f.whose
    suspected = _WANTED.intersection(text.words[phrase.start : phrase.end])
    if f.outcome is not Outcome.CAPTURED or f.figure == NOBODY or suspected:
        return False
    held = text.words[f.verb] in _ARRESTS or "custody" in text.words[f.verb : f.verb + 3]
    return held if not phrase.noun else is_open_arrest(text, f, phrase) and from_charges(text, f) is Harmed.UNKNOWN


def is_open_arrest(text: Text, f: Finding, phrase: Phrase) -> bool:
    """True where police take somebody of whom the words alone tell no side: men, people, a name, suspects."""
    words = text.words[phrase.start : phrase.end]
    held = text.words[f.verb] in _ARRESTS or text.lex.counted.get(words[-1]) is Outcome.CAPTURED
    if not held or is_sided(text, phrase) or "suspected" in words:
        return False
    titled = any(text.lex.person(w) for w in words)
    return text.words[phrase.head] in _OPEN_ARRESTED or (phrase.kind == "name" and not titled)


def from_charges(text: Text, f: Finding) -> Harmed:
    """Those arrested are fighters where terror or arms are told of in the same breath, civilians in unrest."""
    at = min(f.verb, f.phrase.start)
    around = text.words[max(0, at - CHARGED) : text.ends[f.phrase.start] + CHARGED // 2]
    if not _PLOTS.isdisjoint(around):
        return Harmed.ARMED_GROUP
    return Harmed.UNKNOWN if _UNREST.isdisjoint(around) else Harmed.CIVILIAN


def _in_the_sentence(text: Text, f: Finding) -> Harmed:
    """Civilian where the sentence names civilians or a place of theirs."""
    start, end = text.parse.sentence_range(f.phrase.start)
    words = text.words[start:end]
    civil = any(text.lex.person(w) is Harmed.CIVILIAN or w in text.lex.civil_settings for w in words)
    return Harmed.CIVILIAN if civil else Harmed.UNKNOWN


def is_sided(text: Text, phrase: Phrase) -> bool:
    """True where a word beside the noun tells the side."""
    return any(w in text.lex.sides for w in (*text.words[phrase.start : phrase.head], *words_behind(text, phrase.end)))


def words_behind(text: Text, k: int) -> list[str]:
    """The words of the phrase that "of", "from", "loyal to", "described as" bring at token k."""
    at = k + (text.word(k) == "," and text.word(k + 1) in ("described", "identified"))
    while at < k + 3 and text.word(at) in ("loyal", "belonging", "affiliated", "described", "identified", "allied"):
        at += 1
    if text.word(at) not in ("of", "from", "to", "with", "as") or at + 1 >= len(text.words):
        return []
    if text.words[at + 1] == "(" and ")" in text.words[at + 2 : at + 9]:
        at = text.words.index(")", at + 2)  # "from (the Shia group) X"
        if at + 1 >= len(text.words):
            return []
    phrase = text.phrase(at + 1)
    return text.words[k : phrase.end] if phrase is not None else []
