"""Harms of a report: who was killed, wounded, captured, displaced or destroyed, how many, on which side."""

from __future__ import annotations

from dataclasses import replace

from ..model import Harm, Harmed, Mention, MentionKind, Parse, Report, Span
from .harm_circumstances import agent_of, is_cumulative
from .harm_findings import Finding
from .harm_frames import find_frames
from .harm_party import parties
from .harm_phrases import Phrase, Text
from .harm_repeats import headline_end, settle
from .harm_words import grammar
from .numbers import PROJECT, read_count

_SKIPPED = grammar("skipped")


def find_harms(
    report: Report, parse: Parse, rule: str = PROJECT, actors: tuple[Mention, ...] = ()
) -> tuple[Mention, ...]:
    """Every loss that a report tells of, with its figure and whose it was, in text order.

    Each mention's value is a `Harm`; its `part_of` is an index into the returned tuple. `extra` holds `verb` (the
    token of the predicate), `agent` (the token of who did it, -1 where untold), `cumulative` (a total over a
    period), `frame` (the sentence frame) and `told` (the figure as these words alone give it, where a hedged
    telling of the same number elsewhere decided). `rule` names the bounds of vague quantities; `actors` are the
    parties that the report names.
    """
    text = Text(parse, rule)
    told = _ordered(find_frames(text))
    settled = settle(text, told, headline_end(report, parse))
    sides = parties(text, settled, actors)
    return tuple(_mention(report, text, f, side, own) for f, side, own in zip(settled, sides, told))


def _ordered(found: list[Finding]) -> list[Finding]:
    """In text order, each once, with the indices of parents kept right."""
    order = sorted(range(len(found)), key=lambda k: (found[k].phrase.start, k))
    place: dict[int, int] = {}
    first: dict[tuple[str, int], int] = {}
    kept: list[int] = []
    for k in order:
        key = (found[k].outcome, found[k].phrase.start)
        if key in first:
            place[k] = first[key]
            continue
        place[k] = first[key] = len(kept)
        kept.append(k)
    result = []
    for n, k in enumerate(kept):
        parent = place.get(found[k].parent, -1)
        result.append(replace(found[k], parent=parent if parent != n else -1))
    return result


def _mention(report: Report, text: Text, finding: Finding, party: Harmed, told: Finding) -> Mention:
    tokens, phrase = text.parse.tokens, finding.phrase
    span = Span.of(report.text, tokens[phrase.start].start, tokens[_end(text, phrase) - 1].end)
    first, last = _who(text, finding), _end(text, phrase)
    if finding.whose is not None and (not phrase.noun or text.lex.person(text.words[phrase.head]) is Harmed.UNKNOWN):
        first, last = finding.whose.start, finding.whose.end
    who = Span.of(report.text, tokens[first].start, tokens[last - 1].end)
    parent = finding.parent if finding.parent >= 0 else None
    harm = Harm(finding.outcome, finding.figure, span, who, party, parent)
    extra = {
        "verb": finding.verb,
        "agent": agent_of(text, finding),
        "cumulative": is_cumulative(text, finding),
        "frame": finding.frame,
    }
    if told.figure != finding.figure:
        extra["told"] = told.figure
    return Mention(MentionKind.HARM, span, harm, token=phrase.head, extra=extra)


def _end(text: Text, phrase: Phrase) -> int:
    """The end of the phrase with the "of X" that belongs to it: "19 supporters of the president"."""
    if not phrase.noun or text.word(phrase.end) != "of" or phrase.end + 1 >= text.ends[phrase.start]:
        return phrase.end
    further = text.phrase(phrase.end + 1)
    return further.end if further is not None and further.kind in ("the", "name", "bare") else phrase.end


def _who(text: Text, finding: Finding) -> int:
    """The token at which the noun phrase of those harmed begins, past the number."""
    phrase = finding.phrase
    if phrase.kind != "count" or not phrase.noun:
        return phrase.start
    count = read_count(text.words, phrase.start, text.rule)
    at = count.end if count else phrase.start
    while at < phrase.head and text.words[at] in _SKIPPED:
        at += 1
    return min(at, phrase.head)
