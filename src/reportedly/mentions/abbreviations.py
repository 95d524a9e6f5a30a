"""Abbreviations that a report itself explains: "Jaish-e-Mohammed (JeM)", and "JeM" from then on."""

from __future__ import annotations

from .actor_table import Entry, Hit
from .wording import Word

_BRACKETS = frozenset({"(", "[", "(the", "[the"})
LONGEST = 8  # letters that an abbreviation may have


def with_abbreviations(text: str, words: tuple[Word, ...], hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """The hits, and those of every abbreviation that stands in brackets behind a name. Linear.

    What the report explains goes before what the table says of the same letters.
    """
    told: dict[str, tuple[int, Entry]] = {}
    for hit in hits:
        if hit.entry.kind != "name" or hit.entry.actor.role == "state" or hit.last >= len(words):
            continue
        word = words[hit.last]
        between = text[words[hit.last - 1].end : word.start].strip().lower()
        if between in _BRACKETS and text[word.end : word.end + 1] in (")", "]") and _short(text, word):
            told.setdefault(word.key, (hit.last, hit.entry))
    if not told:
        return hits
    kept = [h for h in hits if not (h.last == h.first + 1 and _told(words, h.first, told))]
    taken = {i for h in kept for i in range(h.first, h.last)}
    added = [Hit(i, i + 1, told[w.key][1]) for i, w in enumerate(words) if i not in taken and _told(words, i, told)]
    return tuple(sorted([*kept, *added], key=lambda h: h.first))


def _told(words: tuple[Word, ...], i: int, told: dict[str, tuple[int, Entry]]) -> bool:
    word = words[i]
    return word.capital and word.key in told and i >= told[word.key][0]


def _short(text: str, word: Word) -> bool:
    """True for what looks like an abbreviation: few letters, at least two of them capitals."""
    raw = text[word.start : word.end]
    return 2 <= len(raw) <= LONGEST and sum(c.isupper() for c in raw) >= 2
