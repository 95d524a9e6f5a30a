"""Lists of noun phrases: what "and", commas and "including" join, and what modifies them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .harm_phrases import Phrase, Text, is_age, is_known
from .harm_words import grammar

_MORE = grammar("more")
_WEEKDAYS = grammar("weekdays")
_PREPOSITIONS = grammar("prepositions")
_ATTACHED = grammar("attached")
_QUOTES = grammar("quotes")
_VERBAL = grammar("auxiliary") | grammar("have")
_WHEN = grammar("when")
_TIMES = grammar("times")
_AND = grammar("and")
_SUBSET = grammar("subset")
MAX_ITEMS, MAX_SKIP = 40, 36


def skip_modifiers(text: Text, i: int, end: int) -> int:
    """Past "of X", "from the Y group", "in Z", "on Monday", adverbs and brackets: to what the phrase belongs to."""
    start, below = i, False
    while i < end and i - start < MAX_SKIP:
        word = text.words[i]
        if word in _ATTACHED and text.word(i + 1) in ("to", "with"):
            i += 1
            continue
        if word in _WHEN and text.word(i + 1) in _TIMES:
            i += 2  # "earlier this week"
            continue
        if word in _PREPOSITIONS and text.word(i + 1) == "(" and ")" in text.words[i + 2 : i + 9]:
            i = text.words.index(")", i + 2)  # "from (the Shia group) X"
            word = "from"
        if word == "," and i + 2 < end and is_age(text, i + 1) and text.words[i + 2] == ",":
            i += 3 if text.words[i + 2] == "," and text.word(i + 3) not in _VERBAL else 2
            continue
        if word == "," and i > start and (apposed := _apposition(text, i, end)) > i:
            i = apposed
            continue
        if word == "(":
            past = _brackets(text, i, end, text.word(start) in _PREPOSITIONS)
            if past == i:
                return i
            i = past
        elif word == "as" and text.word(i + 1) == "well":
            return i
        elif word == "and" and below and (further := _joined_inside(text, i, end)) > i:
            i = further
        elif word in _PREPOSITIONS and i + 1 < end:
            at = i + 1 + (text.word(i + 1) == "the" and text.word(i + 2) in _QUOTES)
            at += at < end - 1 and text.words[at] in _QUOTES
            phrase = text.phrase(at)
            if phrase is None or (phrase.kind == "pron" and word not in ("of",)):
                return i
            i, below = _joined_inside(text, max(phrase.end, i + 2), end), True
        elif (
            word in _WEEKDAYS
            or word in ("'s", "’s", '"', "”", "“")
            or (
                text.parse.tokens[i].pos == "ADV"
                and word not in ("when", "where", "then", "mostly", "elsewhere", "mainly", "no")
            )
        ):
            i += 1
        else:
            return i
    return i


def _brackets(text: Text, i: int, end: int, governed: bool) -> int:
    """Past what stands in brackets, and past the name behind it where a preposition governs both."""
    close = next((k for k in range(i + 1, min(i + 10, end)) if text.words[k] == ")"), None)
    if close is None:
        return i
    named = text.phrase(close + 1) if close + 1 < end and governed else None
    # "of Syria's (pro-government) National Defence Forces"
    return named.end if named is not None and named.kind == "name" else close + 1


def _apposition(text: Text, i: int, end: int) -> int:
    """Past ", the capital," where the verb follows: "homes in X, the capital, have been destroyed"."""
    phrase = text.phrase(i + 1) if i + 1 < end else None
    if phrase is None or phrase.kind not in ("the", "one", "name"):
        return i
    at = phrase.end
    if text.word(at) in ("of", "in") and at + 1 < end and (below := text.phrase(at + 1)) is not None:
        at = below.end
    return at if text.word(at) == "," and text.word(at + 1) in _VERBAL else i


def _joined_inside(text: Text, i: int, end: int) -> int:
    """Past a second name inside the same "of ...": "members of the YPG and Asayish"."""
    while i + 1 < end and text.words[i] == "and":
        quoted = text.words[i + 1] in _QUOTES and i + 2 < end
        phrase = text.phrase(i + 1 + quoted)
        if phrase is None or phrase.kind not in ("name", "bare", "the") or is_known(text, phrase.head):
            return i
        if text.words[phrase.head] in text.lex.deeds:
            return i
        i = phrase.end
    return i


@dataclass(frozen=True, slots=True)
class Listed:
    """Phrases joined by "and", commas or "including"; `subset[k]` tells that item k is part of the one before.

    `tail` is the end of the last item, `after` the first token past what modifies it.
    """

    items: tuple[Phrase, ...]
    subset: tuple[bool, ...]
    tail: int
    after: int


def _can_join(text: Text, phrase: Phrase | None, far: bool) -> bool:
    if phrase is None or phrase.kind == "pron":
        return False
    if text.words[phrase.head] in text.lex.deeds and text.word(phrase.head + 1) == "of":
        return False  # "... and the injury of 40 others" begins anew
    if not phrase.noun:
        return phrase.kind in ("count", "some")
    known = is_known(text, phrase.head)
    if phrase.kind in ("name", "the", "bare"):
        return known and (not far or phrase.kind != "name")
    return known or (
        not far and text.lex.person(text.words[phrase.head]) is None and text.words[phrase.head] not in text.lex.never
    )


def phrase_list(text: Text, i: int) -> Listed | None:
    """The list of phrases that begins at token i, with what stands after it."""
    first = text.phrase(i)
    if first is None:
        return None
    end = text.ends[i]
    items, subset, tail, inside = [first], [False], first.end, False
    while len(items) < MAX_ITEMS:
        at = skip_modifiers(text, tail, end)
        step = _next(text, at, end, tail, items[-1].kind)
        if step is None:
            return Listed(tuple(items), tuple(subset), tail, at)
        phrase, opens = step
        apposing = phrase.kind == "one" or text.words[phrase.start] == "the"
        apposed = items[-1].kind == "name" and apposing and text.word(phrase.start - 1) == ","
        inside = (inside or opens) and not (text.words[phrase.end - 1] in _MORE and phrase.kind == "count")
        tail = phrase.end
        last = items[-1]
        if (
            phrase.kind == "bare"
            and last.kind == "count"
            and last.noun
            and not last.anaphor
            and not opens
            and len(last.more) < 4
        ):
            items[-1] = replace(last, end=phrase.end, more=(*last.more, phrase.head))
        elif not apposed:
            items.append(phrase)
            subset.append(inside or (phrase.anaphor and phrase.partitive))
    return Listed(tuple(items), tuple(subset), tail, tail)


def _acts(text: Text, phrase: Phrase) -> bool:
    """True for the subject of a verb that is no harm: "killed 12 people and a mortar hit a house"."""
    tokens, at = text.parse.tokens, phrase.end
    if phrase.kind == "count" or at >= len(tokens) or text.ends[at] != text.ends[phrase.head]:
        return False
    if not tokens[at].is_finite or text.is_harm_verb(at) or tokens[at].pos == "AUX":
        return False
    return tokens[phrase.head].dep in ("nsubj", "nsubjpass")


def _next(text: Text, at: int, end: int, tail: int, last: str) -> tuple[Phrase, bool] | None:
    """The next item of a list at token `at`, and whether it opens a subset; None where the list ends."""
    k, joined, opens = at, False, False
    while k < end and k - at < 6:
        word = text.words[k]
        if word in ("-", "–", "(") and k == at and text.word(k + 1) in _SUBSET:
            k += 1
            continue
        if word in _AND:
            joined = True
        elif word in _SUBSET and not (word == "among" and text.word(k + 1) not in ("them", "whom")):
            opens = True
            k += word == "among"
        elif (word == "as" and text.words[k : k + 3] == ["as", "well", "as"]) or (
            word in ("along", "together") and text.word(k + 1) == "with"
        ):
            joined = True
            k += 2 if word == "as" else 1
        elif word == "of" and text.word(k + 1) in ("whom", "which", "them"):
            opens = True
            k += 1
        else:
            break
        k += 1
    if k >= end:
        return None
    phrase = text.phrase(k)
    if phrase is not None and phrase.kind == "count" and text.word(phrase.end) in ("said", "says", "say", "told"):
        return None  # "killing four civilians two residents said"
    if opens:
        return (phrase, True) if phrase is not None and phrase.kind != "pron" else None
    if joined:
        near = at == tail or text.word(tail) == ","
        named = phrase is not None and phrase.kind == last == "name" and near and text.words[k - 1] == "and"
        good = phrase is not None and (named or _can_join(text, phrase, at > tail)) and not _acts(text, phrase)
        return (phrase, False) if phrase is not None and good else None
    if phrase is not None and phrase.kind == "one" and at == tail and phrase.noun and is_known(text, phrase.head):
        # "a nurse a hospital employee and two soldiers": a comma was lost
        further = text.phrase(phrase.end + 1) if text.word(phrase.end) == "and" and phrase.end + 1 < end else None
        return (phrase, False) if _can_join(text, further, False) and is_known(text, tail - 1) else None
    if phrase is None or phrase.kind != "count":
        return None
    if phrase.anaphor:
        return phrase, True
    # "14 jihadists 5 civilians": a comma was lost
    return (phrase, False) if at == tail and phrase.noun and is_known(text, phrase.head) else None
