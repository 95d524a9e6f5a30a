"""Where sentences and paragraphs end, told from the characters alone and in linear time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ..ontology.load import data

_END = re.compile(r"[.!?…]+[\"'”’»)\]]{0,3}(?=\s|$)|\n")
_NEXT = re.compile(r"\s*[\"'“‘«(\[]{0,3}(\w)")
_WORD_BEFORE = re.compile(r"[\w.&’'-]{1,24}$")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """The sentences of a text as half-open offsets without the blanks around them, in order.

    A full stop after an abbreviation or an initial, or before a small letter, ends nothing;
    a line break always does.
    """
    start = 0
    for found in _END.finditer(text):
        if found.group() == "\n" or _ends(text, found.start(), found.end()):
            yield from _trimmed(text, start, found.end())
            start = found.end()
    yield from _trimmed(text, start, len(text))


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The offsets of the sentence, or the sentences, that hold text[start:end]."""
    low, high = start, end
    for a, b in sentences(text):
        if a < end and start < b:
            low, high = min(low, a), max(high, b)
        elif a >= end:
            break
    return low, high


def _ends(text: str, stop: int, end: int) -> bool:
    following = _NEXT.match(text, end)
    if following and following.group(1).islower():
        return False
    if text[stop] != "." or (end - stop > 1 and text[stop : stop + 2] != '."'):
        return True
    before = _WORD_BEFORE.search(text, max(0, stop - 24), stop)
    word = before.group().lower() if before else ""
    return not (word in _abbreviations() or (re.fullmatch(r"(?:\w\.)*\w", word) and not word.isdigit()))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(word.rstrip(".").lower() for word in data("abbreviations"))
