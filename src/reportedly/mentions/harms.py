"""Harms of a report: who was killed, wounded, captured, displaced or destroyed, how many, on which side."""

from __future__ import annotations

from ..model import Figure, Harm, Harmed, Mention, MentionKind, Parse, Report, Span
from .harm_frames import Finding, find_frames
from .harm_party import parties
from .harm_phrases import Phrase, Text
from .harm_repeats import headline_end, settle
from .numbers import PROJECT, read_count


def find_harms(report: Report, parse: Parse, rule: str = PROJECT) -> tuple[Mention, ...]:
    """Every loss that a report tells of, with its figure and whose it was, in text order."""
    text = Text(parse, rule)
    found = settle(text, find_frames(text), headline_end(report, parse))
    return tuple(_mention(report, text, f, side) for f, side in zip(found, parties(text, found)))


def _mention(report: Report, text: Text, finding: Finding, party: Harmed) -> Mention:
    tokens, phrase = text.parse.tokens, finding.phrase
    span = Span.of(report.text, tokens[phrase.start].start, tokens[phrase.end - 1].end)
    first = _who(text, phrase)
    who = Span.of(report.text, tokens[first].start, tokens[phrase.end - 1].end)
    harm = Harm(finding.outcome, finding.figure, span, who, party, finding.parent if finding.parent >= 0 else None)
    return Mention(MentionKind.HARM, span, harm, token=phrase.head, extra={"verb": finding.verb, "frame": finding.frame})


def _who(text: Text, phrase: Phrase) -> int:
    if phrase.kind != "count" or not phrase.noun:
        return phrase.start
    count = read_count(text.words, phrase.start, text.rule)
    at = count.end if count else phrase.start
    while at < phrase.head and text.words[at] in _SKIPPED:
        at += 1
    return min(at, phrase.head)


_SKIPPED = frozenset({"of", "the", "its", "their", "more", "other", '"', "them", "whom", "which"})
