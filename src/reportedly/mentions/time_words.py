"""A report's words seen as words of time: each with its classes and values, and one code a word.

The codes make the whole report one short string, so that the grammar can be regular expressions
over classes of words ("a month, then a day") instead of over letters.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ..ontology.load import data, word_set

# No part can match in two ways, so that any text is read in one pass.
_WORD = re.compile(
    r"""
    (?P<iso>\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?![\d]))
  | (?P<dmy>\d{1,2}([-/.])\d{1,2}\3(?:\d{4}|\d{2})(?![\d]))
  | (?P<landmark>9/11(?!\d))
  | (?P<dtg>\d{6}Z\b)
  | (?P<clock>\d{1,2}:\d{2}(?!\d))
  | (?P<dayyear>(?:0[1-9]|[12]\d|3[01])(?:19|20)\d\d(?!\w))
  | (?P<decade>\d{4}['’]?s\b)
  | (?P<figure>\d{1,12}(?:,\d{3})*(?:st|nd|rd|th)?(?!\w))
  | (?P<word>[ap]\.m\b|[^\W_]++(?:['’][^\W_]++)*+)
  | (?P<gap>\n[ \t]*\n)
  | (?P<mark>[^\w\s]|_)
    """,
    re.VERBOSE,
)
_MARKS = {",": "comma", ".": "dot", "-": "dash", "–": "dash", "—": "dash", "/": "slash", "(": "paren", ")": "paren"}
_NUMBERS = (
    ("num",),
    ("num", "dom"),
    ("num", "yy"),
    ("num", "dom", "yy"),
    ("num", "dom", "ordinal"),
    ("num", "ordinal"),
    ("num", "year"),
    ("num", "clockfigure"),
    ("num", "year", "clockfigure"),
    ("num", "dayyear"),
)
_PLAIN = frozenset(("plain",))


@dataclass(frozen=True, slots=True)
class Word:
    """One word, number or mark of a report, with its value in each class it belongs to."""

    start: int
    end: int
    text: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    @property
    def is_capitalised(self) -> bool:
        """True for "War", not for "war" and "WAR"."""
        return self.text[0].isupper() and not self.text.isupper()


@cache
def _lexicon() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for name, words in data("times")["words"].items():
        pairs = words.items() if isinstance(words, dict) else ((w, True) for w in words)
        for word, value in pairs:
            found.setdefault(str(word), {})[name] = value
            if name == "number":
                found[str(word)]["num"] = value
    return found


@cache
def alphabet() -> dict[frozenset[str], str]:
    """One code for every set of classes that a word can have."""
    sets = {frozenset(v) for v in _lexicon().values()} | {frozenset(n) for n in _NUMBERS} | {_PLAIN}
    sets |= {frozenset(v) - {"month", "abbr", "weekday", "season"} or _PLAIN for v in _lexicon().values()}
    singles = {"iso", "dmy", "landmark", "dtg", "clock", "decade", "gap", "mark", *_MARKS.values()}
    sets |= {frozenset((s,)) for s in singles}
    return {s: chr(0xE000 + k) for k, s in enumerate(sorted(sets, key=sorted))}


def codes_of(name: str) -> str:
    """The codes of all words of a class, ready to stand in a bracket expression."""
    found = "".join(code for classes, code in alphabet().items() if name in classes)
    if not found:
        raise KeyError(f"no word of time belongs to the class {name}")
    return found


def read_words(text: str) -> tuple[tuple[Word, ...], str]:
    """The words of a text with their values, and the string of their codes, one a word."""
    words: list[Word] = []
    for match in _WORD.finditer(text):
        kind = match.lastgroup or "word"
        words.append(Word(match.start(), match.end(), match.group(), _values(kind, match.group())))
    doubtful = word_set("times", "doubtful")
    letters = alphabet()
    codes = []
    for k, word in enumerate(words):
        if word.text[0].isalpha() and not _is_time_word(words, k, doubtful):
            rest = {n: v for n, v in word.values.items() if n not in ("month", "abbr", "weekday", "season")}
            words[k] = word = Word(word.start, word.end, word.text, rest)
        codes.append(letters[frozenset(word.values) or _PLAIN])
    return tuple(words), "".join(codes)


def _values(kind: str, text: str) -> Mapping[str, Any]:
    if kind == "word":
        return _lexicon().get(_bare(text), {})
    if kind == "figure":
        return _figure(text)
    if kind == "dayyear":  # "Feb 022015": a date that has lost its comma
        return {"num": int(text), "dayyear": (int(text[:2]), int(text[2:]))}
    if kind == "mark":
        return {_MARKS.get(text, "mark"): text}
    return {kind: text}


def _bare(text: str) -> str:
    lower = text.lower()
    return lower[:-2] if lower[-2:] in ("'s", "’s") else lower


def _figure(text: str) -> dict[str, Any]:
    digits = text.rstrip("stndrh").replace(",", "")
    value = int(digits)
    found: dict[str, Any] = {"num": value}
    if text[-1].isalpha():
        found["ordinal"] = True
    elif "," not in text and len(digits) == 4:
        if 1900 <= value <= 2100:
            found["year"] = value
        if value < 2400 and value % 100 < 60:
            found["clockfigure"] = value
    if 1 <= value <= 31 and len(digits) <= 2:
        found["dom"] = value
    if len(text) == 2 and text.isdigit():
        found["yy"] = value + (1900 if value > 68 else 2000)
    return found


def _is_time_word(words: list[Word], k: int, doubtful: frozenset[str]) -> bool:
    """Whether a month, weekday or season is meant as one: by its capital and, if doubtful, its neighbours."""
    word = words[k]
    if not word.values.keys() & {"month", "weekday", "season"}:
        return True
    bare = _bare(word.text)
    if "season" in word.values and word.is_capitalised and k + 1 < len(words) and words[k + 1].is_capitalised:
        return False  # "the Winter Games"
    if "season" not in word.values and word.text[0].islower() and word.text[-1:] != "s":
        return False
    if bare not in doubtful:
        return True
    before = words[k - 1].values if k else {}
    after = words[k + 1].values if k + 1 < len(words) else {}
    if after.keys() & {"comma", "dot"} and k + 2 < len(words):
        after = words[k + 2].values
    if bare in ("sun", "sat", "mon", "wed"):
        return bool(after.keys() & {"dom", "month", "iso", "dmy"})
    strong = {"in", "since", "last", "this", "next", "early", "mid", "late", "until", "of", "during", "dom", "past"}
    if bare in ("may", "march") and word.text[0].isupper():
        strong |= {"from", "between", "by", "dash", "end", "start"}
    if "season" in word.values:
        of_year = "of" in after and k + 2 < len(words) and "year" in words[k + 2].values
        named = before.keys() & {"in", "last", "this", "next", "early", "mid", "late", "since", "until"}
        if "the" in before and k > 1:  # "since the spring", but not "the spring that feeds the well"
            named = words[k - 2].values.keys() & {"in", "since", "during", "until", "by", "from"}
        return bool(named) or "year" in after or of_year
    return bool(before.keys() & strong or after.keys() & {"dom", "year", "dayyear"})
