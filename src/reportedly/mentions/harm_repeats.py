"""One figure told twice: the headline's "kills 10" and the text's "at least 10" are the same figure.

A headline leaves hedges away for want of room. Where the text gives the same number with a hedge, or a number
where the headline only says "dozens", the coders count one figure, the careful one; so does this module.
"""

from __future__ import annotations

from dataclasses import replace

from ..model import Figure, Harmed, Parse, Report
from .harm_findings import Finding
from .harm_phrases import Text
from .harm_words import grammar, singular
from .numbers import bound

HEADLINE_TOKENS = 30
# A vague word stands for a number told later only in the title itself.
TITLE_TOKENS = 15
_VAGUE = grammar("vague")


def headline_end(report: Report, parse: Parse) -> int:
    """The token at which the running text begins: after the title, or after the first sentence where none is known."""
    first = parse.sentences[0][1] if parse.sentences else 0
    body = parse.at(report.body_start) if report.body_start else None
    return max(min(first, HEADLINE_TOKENS), body.i if body is not None else 0)


def _anchor(figure: Figure, words: list[str]) -> tuple[int, ...]:
    """The numbers that a hedged figure may have been made of: "more than 50" of 50."""
    low, high = figure.low, figure.high
    if low is None or low == high or _VAGUE.intersection(words):
        return ()
    if high is None:
        return (low - 1,) if {"more", "over", "above", "excess"}.intersection(words) else (low,)
    middle = (low * 10 + 8) // 9
    about = (n for n in range(middle - 2, middle + 2) if bound(n, "about") == figure)
    return (*about, *((high,) if bound(high, "nearly") == figure else ()))


def settle(text: Text, found: list[Finding], headline: int) -> list[Finding]:
    """Give an exact figure the bounds of the same number told with a hedge elsewhere in the report."""
    hedged: dict[tuple[str, int], list[Finding]] = {}
    for f in found:
        if f.parent < 0 and f.figure.is_told:
            for n in _anchor(f.figure, text.words[f.phrase.start : f.phrase.end]):
                hedged.setdefault((f.outcome, n), []).append(f)
    return [_settled(text, f, found, hedged, headline) for f in found]


def _same_people(text: Text, a: Finding, b: Finding) -> bool:
    """False where the nouns tell of different people: "10 children" are not the "at least 10 people"."""
    if not a.phrase.noun or not b.phrase.noun:
        return True
    one, other = text.words[a.phrase.head], text.words[b.phrase.head]
    if singular(one) == singular(other):
        return True
    sides = {None if w in ("man", "men") else text.lex.person(w) for w in (one, other)}
    return len(sides) == 1 or (Harmed.CIVILIAN not in sides and not sides.isdisjoint({None, Harmed.UNKNOWN}))


def _settled(text: Text, f: Finding, found: list[Finding], hedged: dict, headline: int) -> Finding:
    low, at = f.figure.low, f.phrase.start
    if f.parent >= 0 or low is None:
        return f
    if low == f.figure.high:
        same = next((h for h in hedged.get((f.outcome, low), ()) if _same_people(text, f, h)), None)
        return replace(f, figure=same.figure) if same is not None and (low >= 5 or at < headline) else f
    if at < min(headline, TITLE_TOKENS) and _VAGUE.intersection(text.words[at : f.phrase.end]):
        for other in found:
            later = other.outcome is f.outcome and other.parent < 0 and other.phrase.start > headline
            if later and other.figure.low is not None and low <= other.figure.low < 10 * low:
                return replace(f, figure=other.figure)
    return f
