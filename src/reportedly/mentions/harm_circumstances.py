"""Around a harm: who did it, and whether its figure counts one event or a whole period."""

from __future__ import annotations

from ..model import Parse
from .harm_findings import Finding
from .harm_phrases import Text
from .harm_words import grammar
from .time_govern import compares

_CONFLICT = grammar("conflict")
_BEGAN = grammar("began")
_PERIODS = grammar("periods")
AROUND = 25


def is_cumulative(text: Text, finding: Finding) -> bool:
    """True for a total over a period: "since 2011", "so far this year", "in three years of conflict"."""
    at = min(finding.verb, finding.phrase.start)
    end = text.ends[at]
    start = max(0, at - AROUND)
    words = text.words[start : min(end, max(finding.verb, finding.phrase.end) + AROUND)]
    for k, word in enumerate(words):
        near = words[k + 1 : k + 7]
        since = word == "since" and not compares(text.parse, text.parse.tokens[start + k])
        if since and (_CONFLICT.intersection(near) or _BEGAN.intersection(near) or any(_is_year(w) for w in near)):
            return True
        if (word == "so" and near[:1] == ["far"]) or (word == "period" and near[:1] in (["from"], ["of"], ["between"])):
            return True
        if (
            word in ("past", "last", "this", "recent", "previous")
            and _PERIODS.intersection(near[:3])
            and near[:1] != ["week"]
        ):
            return True
        if word == "of" and _CONFLICT.intersection(near[:2]) and k and words[k - 1] in _PERIODS:
            return True
    before = text.words[max(0, finding.verb - 6) : finding.verb]
    large = finding.figure.low is not None and finding.figure.low >= 1000
    return large and bool(_CONFLICT.intersection((*before, *words)))


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdigit() and word[:2] in ("19", "20")


def agent_of(text: Text, finding: Finding) -> int:
    """The token of who did it: the subject of an active verb, the "by" of a passive; -1 where untold."""
    parse = text.parse
    if finding.verb < 0 or finding.verb >= len(parse.tokens):
        return -1
    verb = parse.tokens[finding.verb]
    if finding.frame in ("active", "subset", "anaphor"):
        return _subject(parse, finding.verb)
    for child in parse.children(verb, "agent"):
        below = parse.children(child, "pobj")
        if below:
            return below[0].i
    end = text.ends[finding.verb]
    for k in range(finding.verb + 1, min(finding.verb + 12, end - 1)):
        if text.words[k] == "by":
            phrase = text.phrase(k + 1)
            return phrase.head if phrase is not None and phrase.kind != "count" else -1
    return -1


def _subject(parse: Parse, verb: int) -> int:
    """The subject of a verb, or of the verb it depends on ("attacked the town, killing 12")."""
    token = parse.tokens[verb]
    for _ in range(4):
        below = parse.children(token, "nsubj")
        if below:
            return below[0].i
        if token.head == token.i or token.dep not in (
            "conj",
            "advcl",
            "xcomp",
            "ccomp",
            "acl",
            "relcl",
            "prep",
            "pcomp",
        ):
            return -1
        if token.dep in ("relcl", "acl"):
            return token.head
        token = parse.head(token)
    return -1
