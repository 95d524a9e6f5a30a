"""Figures that stand apart from the harm they count: "the death toll rose to 53", "the loss amounted to 401"."""

from __future__ import annotations

from dataclasses import replace

from ..model import Figure, Outcome
from .harm_findings import Findings
from .harm_lists import phrase_list
from .harm_phrases import Phrase, Text
from .harm_predicates import is_real
from .harm_words import grammar
from .numbers import read_count

_LINKS = grammar("tally_links")
TALLIES = grammar("tallies")
_STOP = grammar("stop")
_LOSE = grammar("lose")
_PUT = grammar("put")
_QUOTES = grammar("quotes")
_RANGING = grammar("ranging")
_AMOUNTED = grammar("amounted")
_REACH, _FAR = 32, 40


def tally_at(findings: Findings, i: int, end: int) -> int | None:
    """Record the figure of a tally whose key word stands at token i; where to read on, or None."""
    text, word = findings.text, findings.text.words[i]
    if word == "toll":
        return _itemised(findings, text, _toll(findings, text, i, end), end)
    if word in ("number", "figure", "tally", "count"):
        return _itemised(findings, text, _number(findings, text, i, end), end)
    if word in ("loss", "losses"):
        return _loss(findings, text, i, end)
    if word in _PUT:
        return _put(findings, text, i, end)
    if word in _LOSE:
        return _lost(findings, text, i, end)
    if word in ("fate", "whereabouts") and text.word(i + 1) == "of" and i + 2 < end:
        phrase = text.phrase(i + 2)
        if phrase is not None and phrase.kind == "count":
            findings.add(Outcome.MISSING, phrase, i, "fate")
            return phrase.end
    return None


def _put(findings: Findings, text: Text, i: int, end: int) -> int | None:
    """ "put the dead at 50,000, and the displaced at half a million"."""
    done = None
    for k in range(i + 1, min(i + _FAR, end - 2)):
        outcome = text.lex.states.get(text.words[k]) if text.words[k + 1] == "at" else None
        if outcome is None or (done is None and k > i + 6) or "the" not in text.words[max(i, k - 4) : k]:
            continue
        if "of" in text.words[i:k]:
            return None  # "put the number of dead at four"
        at = k + 2 + (text.words[k + 2] in _QUOTES)
        phrase = text.phrase(at) if at < end else None
        if phrase is not None and phrase.kind == "count" and _personal(text, phrase):
            findings.add(outcome, phrase, k, "number", text.phrase(i + 1) if done is None else None)
            done = phrase.end
    return done


def _itemised(findings: Findings, text: Text, i: int | None, end: int) -> int | None:
    """Past the parts of a tally: "... reached 236 people as follows: 82 gunmen and 154 civilians"."""
    if i is None:
        return None
    at = i
    while at < end and at - i < 4 and text.words[at] != ":":
        at += 1
    if at + 1 >= end or text.words[at] != ":":
        return i
    listed = phrase_list(text, at + 1)
    if listed is None or any(p.kind != "count" or not p.noun for p in listed.items):
        return i
    for item in listed.items:
        findings.add_part(item, "subset")
    return listed.tail


def _count_after(text: Text, i: int, end: int, reach: int) -> Phrase | None:
    """The first count of persons that a linking word leads to, within reach."""
    for k in range(i, min(i + reach, end - 1)):
        word = text.words[k]
        if word in _STOP and not (word == "as" and text.word(k + 1) in ("high", "many")) and text.word(k + 1) != "be":
            return None
        if word == "estimated":
            phrase = text.phrase(k)
            if phrase is not None and phrase.kind == "count" and _personal(text, phrase):
                return phrase
        far = word in ("is", "are", "was", "were", "be") and k > i + 3 and reach < _FAR
        if word in _LINKS and (not far or _ends_there(text, k + 1, end)):
            at = k + 1 + (text.words[k + 1] in _QUOTES)
            phrase = text.phrase(at) if at < end else None
            if phrase is not None and phrase.kind == "count" and phrase.figure is not None and _personal(text, phrase):
                return phrase
    return None


def _ends_there(text: Text, i: int, end: int) -> bool:
    """True for a bare number after which nothing is counted: "... was 213." """
    phrase = text.phrase(i) if i < end else None
    return (
        phrase is not None
        and not phrase.noun
        and (phrase.end >= end or text.words[phrase.end] in (".", ",", '"', "he", "the"))
    )


def _personal(text: Text, phrase: Phrase) -> bool:
    word = text.words[phrase.head]
    return (
        not phrase.noun
        or text.lex.person(word) is not None
        or (
            not text.lex.is_equipment(word)
            and word not in text.lex.never
            and text.parse.tokens[phrase.head].pos == "PROPN"
        )
    )


def _toll(findings: Findings, text: Text, i: int, end: int) -> int | None:
    outcome = Outcome.WOUNDED if text.word(i - 1) in ("injury", "wounded") else Outcome.KILLED
    k = i - 1
    while k >= 0 and text.words[k] in ("its", "their", "the", "death", "a", "new"):
        k -= 1
    for start in range(max(k - 4, 0), k + 1):  # "updated to 18 its toll"
        phrase = text.phrase(start) if text.word(start - 1) in ("to", "at") else None
        if phrase is not None and phrase.kind == "count" and phrase.end == k + 1 and _personal(text, phrase):
            findings.add(outcome, phrase, i, "toll")
            return i + 1
    phrase = _count_after(text, i + 1, end, _REACH)
    if phrase is None:
        return None
    findings.add(outcome, _ranging(text, phrase, i), i, "toll")
    return phrase.end


def _ranging(text: Text, phrase: Phrase, i: int) -> Phrase:
    """The figure from the lower bound on: "estimates vary from 10,000 to more than 30,000"."""
    if text.word(phrase.start - 1) != "to" or phrase.figure is None:
        return phrase
    for k in range(max(i, phrase.start - 6), phrase.start - 1):
        lower = read_count(text.words, k, text.rule) if text.word(k - 1) == "from" else None
        if lower is not None and lower.end == phrase.start - 1 and text.word(k - 2) in _RANGING:
            return replace(phrase, figure=Figure(lower.figure.low, phrase.figure.high))
    return phrase


def _number(findings: Findings, text: Text, i: int, end: int) -> int | None:
    """ "the number of rebels killed has risen to 39"; "puts the figure at 191000"."""
    if text.words[i] == "number" and text.word(i - 1) in ("a", "large", "an", "unknown", "big", "great", "small"):
        return None
    outcome = None
    for k in range(i + 1, min(i + 20, end)):
        outcome = outcome or text.lex.states.get(text.words[k]) or text.lex.counted.get(text.words[k])
        if outcome is None and (verbs := text.lex.verbs.get(text.words[k])):
            outcome = next((v.outcome for v in verbs if not v.rest), None)
    of = text.word(i + 1) == "of"
    if not of or text.words[i] != "number":
        outcome = findings.main_outcome(i) if of else findings.last_outcome(i) or outcome
    if outcome is None:
        return None
    phrase = _count_after(text, i + 1 + (of and text.words[i] == "number"), end, _FAR)
    if phrase is None:
        return None
    if phrase.noun:
        outcome = text.lex.counted.get(text.words[phrase.head], outcome)  # "the figure of seven martyrs"
    findings.add(outcome, phrase, i, "number", _whose(text, i, end))
    return phrase.end


def _whose(text: Text, i: int, end: int) -> Phrase | None:
    """Those that "the loss of ..." or "the number of ..." names."""
    phrase = text.phrase(i + 2) if text.word(i + 1) == "of" and i + 2 < end else None
    if phrase is not None and text.word(phrase.end) == "and":
        further = text.phrase(phrase.end + 1) if phrase.end + 1 < end else None
        if (
            further is not None
            and further.kind in ("the", "bare")
            and text.parse.tokens[further.head].pos in ("NOUN", "PROPN")
        ):
            return replace(phrase, end=further.end, more=(further.head,))
    return phrase


def _loss(findings: Findings, text: Text, i: int, end: int) -> int | None:
    for k in range(i + 1, min(i + _FAR, end - 1)):
        if text.words[k] in _AMOUNTED:
            phrase = _count_after(text, k, end, 4)
            if phrase is not None:
                findings.add(Outcome.KILLED, phrase, i, "loss", _whose(text, i, end))
                return phrase.end
    return _lost(findings, text, i + 1, end) if text.word(i + 1) == "of" else None


def _lost(findings: Findings, text: Text, i: int, end: int) -> int | None:
    phrase = text.phrase(i + 1) if i + 1 < end else None
    if phrase is None or phrase.kind not in ("count", "one") or not phrase.noun:
        return None
    word = text.words[phrase.head]
    if not is_real(text, i):
        return None
    if text.lex.person(word) is not None and word not in ("life", "lives"):
        findings.add(Outcome.KILLED, phrase, i, "lost")
    elif text.lex.is_equipment(word) and word not in text.lex.not_captured and phrase.kind == "count":
        findings.add(Outcome.DESTROYED, phrase, i, "lost")
    else:
        return None
    return phrase.end
