"""Cuts a text into words as names are compared: without accents, apostrophes, dots and capitals.

Works on the characters of the report, not on a parser's tokens, so that "Da’esh", "U.S.-led" and
"al-Nusra" are cut the same way whatever the parser makes of them. Linear in the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

# Abbreviations with dots, or letters and digits with apostrophes inside.
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’`ʿʾ‘][^\W_]+)*")
_MARKS = str.maketrans("", "", "'’`ʿʾ‘.")
_POSSESSIVE = ("'s", "’s", "`s")
# Arabic and Spanish articles: left out where they stand in front of a name.
ARTICLES = frozenset({"al", "el"})
HYPHEN_ARTICLES = frozenset({"ar", "as", "ad", "an", "at", "az", "ash", "ur", "ul", "esh", "ez", "er", "ed", "es"})
_VOWELS = str.maketrans("", "", "aeiouyw")


@dataclass(frozen=True, slots=True)
class Word:
    """One word: half-open offsets in code points, and the key by which it is compared."""

    start: int
    end: int
    key: str
    capital: bool
    upper: bool
    article: bool = False
    dotted: bool = False


@lru_cache(maxsize=20_000)
def key_of(raw: str) -> str:
    """The letters and digits of a word, lower case, in ASCII, without a possessive ending."""
    lower = raw.lower()
    if lower.endswith(_POSSESSIVE):
        lower = lower[:-2]
    lower = lower.translate(_MARKS)
    return lower if lower.isascii() else anyascii(lower).lower()


def words_of(text: str) -> tuple[Word, ...]:
    """Every word of the text, in order; signs and spaces are left out."""
    found: list[Word] = []
    for match in _WORD.finditer(text):
        raw, start, end = match.group(), match.start(), match.end()
        key = key_of(raw)
        hyphen = text[end : end + 1] in ("-", "‑", "–")
        article = key in ARTICLES or (hyphen and key in HYPHEN_ARTICLES)
        found.append(Word(start, end, key, raw[0].isupper(), _upper(raw), article, raw.endswith(".")))
    return tuple(found)


def _upper(raw: str) -> bool:
    """True for "ISIS" and "ISISs", "IS's": all capitals but for an ending."""
    bare = raw[:-1] if raw.endswith("s") else raw
    return bare.rstrip("'’`").isupper()


def singular(key: str) -> str:
    """The word without a final "s", which may be a plural or a possessive that lost its apostrophe."""
    return key[:-1] if len(key) > 3 and key.endswith("s") and not key.endswith("ss") else key


def keys_of(name: str) -> tuple[str, ...]:
    """A name's words as they are compared, without articles; all of its words where nothing else is left."""
    words = words_of(name)
    kept = tuple(w.key for w in words if not w.article and w.key != "the")
    return kept or tuple(w.key for w in words)


def skeleton(key: str) -> str:
    """The consonants of a transliterated word: "jaysh", "jaish" and "jeish" are one."""
    bare = key.translate(_VOWELS).replace("kh", "h").replace("gh", "g").replace("dh", "d").replace("q", "k")
    return "".join(c for i, c in enumerate(bare) if i == 0 or bare[i - 1] != c)


def in_capitals(text: str) -> bool:
    """True for a text that is all in upper case, as old wire reports are."""
    letters = [c for c in text[:4000] if c.isalpha()]
    return len(letters) > 20 and sum(c.isupper() for c in letters) > 0.7 * len(letters)
