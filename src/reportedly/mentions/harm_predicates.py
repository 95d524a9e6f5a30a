"""Predicates of harm where they stand: which verb or state, in which voice, and whether it is real."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Outcome
from .harm_phrases import Text
from .harm_words import BASE, ING, PART, PAST, grammar

_BE = grammar("auxiliary")
_HAVE = grammar("have")
_HEARSAY = grammar("hearsay")
_WHO = grammar("who")
_STRUCK = grammar("struck")
_QUOTES = grammar("quotes")
_STRIKING = grammar("striking")
_BODY = grammar("body")
_SUFFERANCE = grammar("sufferance")
_AILMENTS = grammar("ailments")
_TREATING = grammar("treating")
_OTHERWISE = grammar("otherwise")
_ILLNESS = grammar("illness")
_CARE = grammar("care")
_HELD_SO = grammar("held_so")
_DETERMINERS = frozenset({"the", "his", "her", "their", "both", "one"})


@dataclass(frozen=True, slots=True)
class Predicate:
    """A verb or state of harm over tokens [start, end). `suffers`: its subject is the one harmed."""

    start: int
    end: int
    outcome: Outcome
    kinds: frozenset[str] = frozenset()
    suffers: bool = False
    state: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Predicates that share their arguments ("killed and wounded"), and how they stand to what is before them."""

    parts: tuple[Predicate, ...]
    be: bool = False
    have: bool = False
    negated: bool = False
    unreal: bool = False

    @classmethod
    def at(cls, i: int, outcome: Outcome) -> Group:
        """What a single word tells: "the dead", "the victims"."""
        return cls((Predicate(i, i + 1, outcome),))

    @property
    def first(self) -> Predicate:
        """The predicate that stands first."""
        return self.parts[0]

    @property
    def end(self) -> int:
        """The token behind the last predicate."""
        return self.parts[-1].end

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What those harmed met with, each outcome once."""
        return tuple(dict.fromkeys(p.outcome for p in self.parts))


def predicate_at(text: Text, i: int, end: int) -> Predicate | None:
    """The predicate of harm at token i, the longest wording first."""
    if i >= end:
        return None
    word = text.words[i]
    tag = text.parse.tokens[i].tag
    noun = tag == "NN"
    if tag in ("NN", "NNS") and word in text.lex.counted and word not in text.lex.states and not _is_gerund(text, i):
        return None  # "4 martyrs"
    special = _hurt_at(text, i, end) or _taken_at(text, i, end)
    if special is not None:
        return special
    if word in _TREATING and _is_no_hurt(text, i, end):
        return None
    for verb in text.lex.verbs.get(word, ()):
        stop = i + 1 + len(verb.rest)
        if noun and not verb.rest and verb.kinds == {BASE}:
            continue
        if verb.outcome is Outcome.WOUNDED and text.word(i - 1) in ("mortally", "fatally"):
            return Predicate(i, i + 1, Outcome.KILLED, verb.kinds)
        if not verb.rest or (stop <= end and tuple(text.words[i + 1 : stop]) == verb.rest):
            return Predicate(i, stop, verb.outcome, verb.kinds, verb.suffers)
    if word in text.lex.states:
        return Predicate(i, i + 1, text.lex.states[word], frozenset({PART}), False, True)
    if word == "in":
        for phrase, outcome in text.lex.conditions:  # "in critical condition"
            if tuple(text.words[i : i + len(phrase)]) == phrase:
                return Predicate(i, i + len(phrase), outcome, frozenset({PART}), False, True)
    return None


def _hurt_at(text: Text, i: int, end: int) -> Predicate | None:
    """ "suffered minor injuries", "was shot in the leg"."""
    word, tag = text.words[i], text.parse.tokens[i].tag
    if word in _SUFFERANCE and tag.startswith("VB"):
        for k in range(i + 1, min(i + 6, end)):
            if text.words[k] in _AILMENTS:
                kinds = next((v.kinds for v in text.lex.verbs.get(word, ())), frozenset({PART}))
                return Predicate(i, k + 1, Outcome.WOUNDED, kinds, True)
            if text.parse.tokens[k].pos not in ("ADJ", "ADV", "NOUN", "CCONJ", "DET", "VERB"):
                return None
    if word in _STRIKING and tag in ("VBN", "VBD") and (stop := struck_part(text, i + 1, end)):
        return Predicate(i, stop, Outcome.WOUNDED, frozenset({PART}))
    return None


def _taken_at(text: Text, i: int, end: int) -> Predicate | None:
    """ "were taken from the school" (not to a hospital), "are being held"."""
    word, after = text.words[i], text.word(i + 1)
    if text.parse.tokens[i].tag != "VBN" or word not in ("taken", "held") or not stands_in_passive(text, i):
        return None
    if any(
        t.pos == "NOUN" and text.lex.person(t.lower) is None
        for t in text.parse.children(text.parse.tokens[i], "nsubjpass")
    ):
        return None  # "two boxes were taken from the house"
    if word == "held" and after not in _HELD_SO:
        return Predicate(i, i + 1, Outcome.CAPTURED, frozenset({PART}))
    cared = not _CARE.isdisjoint(text.words[i : min(i + 14, end)])
    if word == "taken" and after in ("from", "by") and not cared:
        return Predicate(i, i + 1, Outcome.ABDUCTED, frozenset({PART}))
    return None


def struck_part(text: Text, i: int, end: int) -> int:
    """The end of "in the leg", "through his left shoulder" at token i, or 0."""
    if text.word(i) not in ("in", "through", "on", "across"):
        return 0
    at = next((k for k in range(i + 1, min(i + 4, end)) if text.words[k] in _BODY), 0)
    inner = text.words[i + 1 : at]
    whole = at and text.word(at + 1) != "of"  # not "in the back of a van"
    return at + 1 if whole and inner and inner[0] in _DETERMINERS else 0


def _is_no_hurt(text: Text, i: int, end: int) -> bool:
    """True where those treated were not hurt: "treated with contempt", "treated for cholera"."""
    return text.word(i + 1) in _OTHERWISE or bool(_ILLNESS.intersection(text.words[i + 1 : min(i + 8, end)]))


def _is_gerund(text: Text, i: int) -> bool:
    """True for "killing 12", "killing and wounding scores", whatever the tagger says."""
    if not text.words[i].endswith("ing") or i + 2 >= len(text.words):
        return False
    if text.word(i + 1) in ("and", "or"):
        verbs = text.lex.verbs.get(text.words[i + 2], ())
        return any(v.kinds == {ING} for v in verbs) and text.word(i + 3) != "of"
    phrase = text.phrase(i + 1)
    return phrase is not None and phrase.kind == "count" and text.word(i - 1) not in ("the", "of", "a")


def split_verb(text: Text, i: int, end: int) -> tuple[tuple[str, ...], Predicate] | None:
    """A verb whose particle follows its object: "shot two men dead", "took 20 people hostage"."""
    if text.words[i] in _STRIKING and text.parse.tokens[i].tag.startswith("VB"):
        for k in range(i + 2, min(i + 12, end)):
            if stop := struck_part(text, k, end):
                rest = tuple(text.words[k:stop])
                return rest, Predicate(
                    i, i + 1, Outcome.WOUNDED, frozenset({PAST if text.words[i][-3:] != "ing" else ING})
                )
    for verb in text.lex.verbs.get(text.words[i], ()):
        if verb.rest and not verb.suffers:
            size = len(verb.rest)
            for k in range(i + 2, min(i + 24, end)):
                if text.words[k] == verb.rest[0] and tuple(text.words[k : k + size]) == verb.rest:
                    return verb.rest, Predicate(i, i + 1, verb.outcome, verb.kinds)
    return None


def _grouped(text: Text, first: Predicate, end: int) -> tuple[Predicate, ...]:
    """The predicate and those joined to it with nothing between: "killed, kidnapped and tortured"."""
    parts, k = [first], first.end
    while len(parts) < 6 and k < end:
        at = k
        while (
            at < end
            and at - k < 4
            and (
                text.words[at] in ("and", "or", ",", "/", "&", "then", "even", "later")
                or (at > k and _is_adverb(text, at))
                or (at > k and text.words[at] in _BE)
            )
        ):
            at += 1
        following = predicate_at(text, at, end)
        if (
            following is None
            or (following.kinds.isdisjoint(first.kinds) and not following.state)
            or following.suffers != first.suffers
        ):
            break
        if not following.state and _opens_object(text, following.end, end):
            break  # "210,000 people dead and displaced half the nation"
        parts.append(following)
        k = following.end
    return tuple(parts)


def _opens_object(text: Text, i: int, end: int) -> bool:
    if i < end and text.words[i] in ("almost", "nearly"):
        return True
    phrase = text.phrase(i) if i < end else None
    return phrase is not None and not phrase.anaphor and phrase.kind in ("count", "one")


def _is_adverb(text: Text, i: int) -> bool:
    return text.parse.tokens[i].pos == "ADV" or (text.words[i].endswith("ly") and len(text.words[i]) > 4)


def predicate_after(text: Text, i: int, end: int) -> Group | None:
    """The predicate that the phrase ending before token i is the subject of: "... were reportedly killed"."""
    be = have = modal = negated = to = False
    k = i
    while k < end and k - i < 10:
        word = text.words[k]
        if word in _BE:
            if word.startswith("remain") and predicate_at(text, k, end) is not None:
                break  # "remain captive"
            be = True
        elif word in _HAVE:
            have = True
        elif word in text.lex.modals:
            modal = True
        elif word in text.lex.negations:
            negated = True
        elif word == "to":
            to = k + 1 < end and text.words[k + 1] not in _BE | _HAVE and not be
            if k + 1 < end and text.words[k + 1] == "be" and text.word(k - 1) in _BE:
                modal = True  # "are to be executed"
        elif (
            not (
                word in _WHO
                or word in _QUOTES
                or _is_adverb(text, k)
                or word in _HEARSAY
                or (word in _STRUCK and text.word(k + 1) in ("and", "dead"))
                or (word == "and" and text.word(k - 1) in _STRUCK)
                or (word in ("-", "–", ")") and text.word(k + 1) in _BE | _HAVE)
                or (word == "," and (text.word(k + 1) in _WHO | _BE | _HAVE or text.word(k - 1) in _WHO))
            )
            or predicate_at(text, k, end) is not None
        ):
            break
        k += 1
    found = predicate_at(text, k, end)
    if found is None:
        return None
    return Group(_grouped(text, found, end), be, have, negated, modal or to)


def object_start(text: Text, i: int, end: int) -> int:
    """Where the object of a verb that ends before token i would begin, past adverbs and quotes."""
    k = i
    while k < end and k - i < 3 and (text.words[k] in _QUOTES or (_is_adverb(text, k) and text.phrase(k) is None)):
        k += 1
    return k


def is_real(text: Text, i: int) -> bool:
    """False where the verb at token i is only possible, planned, threatened or denied: "could kill", "did not kill"."""
    k, steps, to = i - 1, 0, False
    if text.words[i].endswith("ing") and text.words[i] != "bring":
        return text.word(k) not in text.lex.negations and text.word(k) not in ("denied", "deny", "denies", "of_not")
    while k >= 0 and steps < 7 and text.ends[k] == text.ends[i]:
        word = text.words[k]
        if word in text.lex.modals:
            # "could have killed" is a guess, "may have killed" as well
            return False
        if word in text.lex.negations:
            return False
        if word == "to" and not to:
            to = True
        elif to:
            return word in text.lex.real or (_is_adverb(text, k) and text.word(k - 1) in text.lex.real)
        elif not (word in _BE or word in _HAVE or _is_adverb(text, k) or word in ("did", "does", "do")):
            return True
        k -= 1
        steps += 1
    return not to


def stands_in_passive(text: Text, i: int) -> bool:
    """True where a form of "be" stands before the verb at token i, adverbs apart."""
    k = i - 1
    while k >= 0 and i - k < 5 and text.ends[k] == text.ends[i]:
        word = text.words[k]
        if word in _BE:
            return True
        if not (_is_adverb(text, k) or word in text.lex.negations or word in _HEARSAY):
            return False
        k -= 1
    return False


def is_passive(text: Text, group: Group, end: int) -> bool:
    """True where the group's subject is the one harmed."""
    first = group.first
    if first.state or first.suffers:
        return not (first.suffers and first.kinds == {BASE} and group.be)
    if PART not in first.kinds:
        return False
    if group.be:
        return True
    if text.word(first.start - 1) in ("who", "which"):
        return False  # "gunmen who killed two guards"
    return not group.have and not has_object(text, group.end, end)


def has_object(text: Text, i: int, end: int) -> bool:
    """True where an object follows: "killed 12", but not "40 killed 50 wounded" nor "killed Monday"."""
    at = object_start(text, i, end)
    if i and text.parse.tokens[i - 1].lower != text.words[i - 1]:
        return False  # "were injured.The minister": a new sentence, its space lost
    phrase = text.phrase(at) if at < end else None
    if phrase is None or (phrase.kind == "pron" and text.words[at] not in ("them", "him", "her")):
        return False
    if phrase.kind == "count":
        if phrase.anaphor:
            return text.parse.tokens[phrase.start].dep == "dobj"  # "shot dead two of them"
        following = predicate_after(text, phrase.end, end)
        return following is None or following.have or PART not in following.first.kinds
    known = text.lex.person(text.words[phrase.head]) is not None
    return known or text.lex.is_equipment(text.words[phrase.head]) or phrase.kind in ("one", "pron")
