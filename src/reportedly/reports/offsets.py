"""The way from a report's text back to the bytes received: alignment and composition of maps."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence

from ..model import OffsetMap
from ..text.decode import ByteRun
from ..text.markup import Piece

# Words in a row that must agree before a jump in the page is believed. Four words seldom recur by chance.
GRAM = 4
# Words looked ahead when a single word differs (a footnote mark, a list bullet).
NEAR = 12
_WORD = re.compile(r"\S+")


def align(text: str, page: str) -> tuple[Piece, ...]:
    """Where each word of `text` stands in `page`, in page order; words not found are left out.

    `text` is what an extractor kept of `page`: same words, same order, other blanks, gaps. Every
    piece is exact (`text[a:a+n] == page[b:b+n]`). Linear but for a logarithm.
    """
    ours, theirs = _words(text), _words(page)
    ends = _grams(page, theirs)
    pieces: list[Piece] = []
    i = j = 0
    while i < len(ours):
        if j >= len(theirs) or _cut(text, ours[i]) != _cut(page, theirs[j]):
            jump = _next(text, ours, i, page, theirs, j, ends)
            if jump is None:
                i += 1
                continue
            j = jump
        (a, a_end), (b, _b_end) = ours[i], theirs[j]
        if pieces and i and j:
            last, before, width = pieces[-1], ours[i - 1][1], pieces[-1][2]
            joined = last[0] + width == before and last[1] + width == theirs[j - 1][1]
            if joined and text[before:a] == page[theirs[j - 1][1] : b]:
                pieces[-1] = (last[0], last[1], a_end - last[0], 1)
                i, j = i + 1, j + 1
                continue
        pieces.append((a, b, a_end - a, 1))
        i, j = i + 1, j + 1
    return tuple(pieces)


def through(first: Iterable[Piece], second: Sequence[Piece]) -> tuple[Piece, ...]:
    """Two maps one after the other: from the text of `first` to where `second` leads.

    Both are sorted; a piece of `second` wider than one (an entity) holds one character.
    """
    starts = [piece[0] for piece in second]
    out: list[Piece] = []
    for a, b, length, width in first:
        if width != 1:  # one character that stands for several of the next text
            head, tail = _at(second, starts, b), _at(second, starts, b + width - 1)
            if head and tail:
                _push(out, (a, head[0], 1, tail[0] + tail[1] - head[0]))
            continue
        k = max(0, bisect_right(starts, b) - 1)
        while k < len(second) and second[k][0] < b + length:
            s, c, n, w = second[k]
            low, high = max(b, s), min(b + length, s + n)
            if low < high:
                _push(out, (a + low - b, c + (low - s) * w, high - low, w))
            k += 1
    return tuple(out)


def offset_map(pieces: Iterable[Piece], runs: Sequence[ByteRun]) -> OffsetMap:
    """From the report's text, by way of the decoded characters, to the bytes received."""
    return OffsetMap(through(pieces, runs))


def _at(pieces: Sequence[Piece], starts: Sequence[int], offset: int) -> tuple[int, int] | None:
    k = bisect_right(starts, offset) - 1
    if k < 0:
        return None
    s, c, n, w = pieces[k]
    return (c + (offset - s) * w, w) if offset < s + n else None


def _push(out: list[Piece], piece: Piece) -> None:
    """Add a piece, joined to the last where it goes on without a gap."""
    if out:
        a, b, n, w = out[-1]
        if w == piece[3] and a + n == piece[0] and b + n * w == piece[1]:
            out[-1] = (a, b, n + piece[2], w)
            return
    out.append(piece)


def _words(text: str) -> list[tuple[int, int]]:
    return [found.span() for found in _WORD.finditer(text)]


def _cut(text: str, span: tuple[int, int]) -> str:
    return text[span[0] : span[1]]


def _gram(text: str, words: Sequence[tuple[int, int]], k: int) -> int:
    return hash(tuple(_cut(text, span) for span in words[k : k + GRAM]))


def _grams(text: str, words: Sequence[tuple[int, int]]) -> dict[int, list[int]]:
    ends: dict[int, list[int]] = defaultdict(list)
    for k in range(len(words) - GRAM + 1):
        ends[_gram(text, words, k)].append(k)
    return ends


def _next(
    text: str,
    ours: Sequence[tuple[int, int]],
    i: int,
    page: str,
    theirs: Sequence[tuple[int, int]],
    j: int,
    ends: dict[int, list[int]],
) -> int | None:
    """The next word of the page from which on it reads as our text does from word `i`."""
    if i + GRAM <= len(ours):
        places = ends.get(_gram(text, ours, i), ())
        k = bisect_left(places, j)
        if k < len(places) and _cut(page, theirs[places[k]]) == _cut(text, ours[i]):
            return places[k]
    wanted = [_cut(text, span) for span in ours[i : i + 2]]
    for k in range(j, min(j + NEAR, len(theirs))):
        if [_cut(page, span) for span in theirs[k : k + len(wanted)]] == wanted:
            return k
    return None
