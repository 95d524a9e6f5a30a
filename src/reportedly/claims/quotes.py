"""Quotations: where words are put between marks, also over sentences, also where a mark was lost."""

from __future__ import annotations

_CLOSING = {"“": "”", "„": "“”", "«": "»", "‘": "’"}
_LONGEST = 4000  # code points; a quotation that runs on longer has lost its closing mark
_SHORTEST = 3


def quotations(text: str) -> tuple[tuple[int, int], ...]:
    """The stretches of text between quotation marks, marks included, in order, never overlapping.

    A straight mark opens where a space stands before it and none after it. A quotation that is
    opened again before it was closed, or never closed, ends at the end of its paragraph.
    """
    found: list[tuple[int, int]] = []
    start, closers = -1, ""
    for at, char in enumerate(text):
        if char == "\n" and start >= 0 and text[at : at + 2].strip() == "" and not _reopened(text, at):
            found.append((start, at))  # unclosed at the end of a paragraph
            start = -1
        if char == "'" and text[at : at + 2] == "''":
            char = '"'  # two apostrophes for a double mark
        elif char == "'" and at and text[at - 1 : at + 1] == "''":
            continue
        if char not in '"“”„«»‘’':
            continue
        if char == "“" and start >= 0 and not _opens(text, at):
            char = "”"  # typed the wrong way round
        if (
            start >= 0
            and char in closers
            and not (char == '"' and _opens(text, at))
            and not _apostrophe(text, at, char)
        ):
            found.append((start, min(at + (2 if text[at] == "'" else 1), len(text))))
            start = -1
        elif char in "“„«‘" or (char == '"' and _opens(text, at)):
            if char == "‘" and start >= 0:
                continue  # a quotation inside a quotation
            if start >= 0:
                found.append((start, _sentence_end(text, start, at)))
            start, closers = at, _CLOSING.get(char, '"”')
        if start >= 0 and at - start > _LONGEST:
            start = -1
    if start >= 0:
        found.append((start, _sentence_end(text, start, min(len(text), start + _LONGEST))))
    return tuple((a, b) for a, b in found if b - a > _SHORTEST)


def _opens(text: str, at: int) -> bool:
    before = text[at - 1] if at else " "
    after = text[at + 1 : at + 3].removeprefix("'")[:1] or " "
    return (before.isspace() or before in "([—–-:") and not after.isspace()


def _apostrophe(text: str, at: int, char: str) -> bool:
    return char == "’" and at + 1 < len(text) and text[at + 1].isalpha()


def _reopened(text: str, at: int) -> bool:
    """True where the next paragraph begins with a mark: the quotation goes on there."""
    after = text[at : at + 6].lstrip()
    return after[:1] in ('"', "“")


def _sentence_end(text: str, start: int, limit: int) -> int:
    stops = [k + 1 for k in (text.find(mark, start, limit) for mark in (". ", ".\n", "!", "?")) if k >= 0]
    return min(stops, default=limit)
