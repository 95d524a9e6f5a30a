"""Words, word pieces and windows: how a text of any length is cut for the encoder, without loss.

Each word belongs to exactly one window; windows overlap so that it is seen with words on both sides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from ..text.decode import writable

WORD = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*|[^\s\w]|_")
# Pieces a window and pieces two windows share. Shorter windows cost less time and, measured on the
# development reports, no accuracy worth having.
WINDOW = 254
OVERLAP = 64


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text: their offsets in code points and the pieces that each is cut into."""

    spans: tuple[tuple[int, int], ...]
    pieces: tuple[int, ...]
    first: np.ndarray  # index of each word's first piece


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces [start, end) of a text; it answers for the words [low, high)."""

    start: int
    end: int
    low: int
    high: int


def cut_words(text: str, tokenizer: Any) -> Words:
    """The words of a text with their pieces; a word unknown to the tokenizer is one mask piece."""
    spans = tuple((m.start(), m.end()) for m in WORD.finditer(text))
    encodings = tokenizer.encode_batch([writable(text[a:b]) for a, b in spans], add_special_tokens=False)
    unknown = tokenizer.token_to_id("[UNK]")
    pieces: list[int] = []
    first = []
    for encoding in encodings:
        first.append(len(pieces))
        # A "word" of thousands of characters is one piece to the tokenizer; nothing here grows with it.
        pieces += encoding.ids[:16] or [unknown]
    return Words(spans, tuple(pieces), np.array(first, dtype=np.int64))


def cut_windows(words: Words, size: int = WINDOW, overlap: int = OVERLAP) -> tuple[Window, ...]:
    """Windows of at most `size` pieces that together answer for every word once."""
    n = len(words.pieces)
    if n == 0:
        return ()
    if n <= size:
        return (Window(0, n, 0, len(words.first)),)
    count = -(-(n - overlap) // (size - overlap))
    size = -(-(n + (count - 1) * overlap) // count)  # all alike and no longer than they must be
    starts = [round(k * (n - size) / (count - 1)) for k in range(count)]
    borders = [0, *((b + a + size) // 2 for a, b in pairwise(starts)), n]
    found = []
    for k, start in enumerate(starts):
        low, high = np.searchsorted(words.first, [borders[k], borders[k + 1]])
        found.append(Window(start, start + size, int(low), int(high)))
    return tuple(found)
