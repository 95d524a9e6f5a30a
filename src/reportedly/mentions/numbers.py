"""Quantities in words and digits as figures: "nearly 100" is 90 to 100, "dozens" is 24 and more.

The bounds are those by which the project's hand-coded reports were made; the rule for vague words
("dozens", "hundreds") can be chosen by name, see `ontology/vague.yaml`. Pure: words in, figures out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ..errors import InvalidQuery
from ..model import Figure, Span
from ..ontology.load import data

PROJECT = "project"
# Beyond this many digits nothing is a count of persons, and turning digits into numbers is no longer cheap.
MAX_DIGITS = 12
MAX_COUNT = 10**11

_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")
_DECIMAL = re.compile(r"\d{1,4}\.\d{1,3}")
_TOKEN = re.compile(r"\d+(?:st|nd|rd|th)\b|\d+(?:[.,:]\d+)*|[A-Za-z]+[.\-]?\d[\w\-]*|[^\W\d_]+(?:['’][^\W\d_]+)?|\S")
_DASHES = frozenset("-–—−")
Phrases = dict[str, tuple[tuple[tuple[str, ...], object], ...]]


@dataclass(frozen=True, slots=True)
class Count:
    """A quantity found at words[start:end]. `hedged` where the words do not give an exact number."""

    start: int
    end: int
    figure: Figure
    hedged: bool = False


def _phrases(pairs: Iterator[tuple[str, object]]) -> Phrases:
    """Phrases by first word, the longest first, so that "no fewer than" wins over "no"."""
    table: dict[str, list[tuple[tuple[str, ...], object]]] = {}
    for text, value in pairs:
        words = tuple(text.split())
        table.setdefault(words[0], []).append((words, value))
    return {k: tuple(sorted(v, key=lambda entry: -len(entry[0]))) for k, v in table.items()}


@dataclass(frozen=True, slots=True)
class _Words:
    """`vague.yaml`, compiled for look-up."""

    before: Phrases
    after: Phrases
    vague: Phrases
    exact: Phrases
    ones: dict[str, int]
    tens: dict[str, int]
    multipliers: dict[str, int]
    units: frozenset[str]
    money: frozenset[str]
    months: frozenset[str]
    labels: frozenset[str]
    year_cues: frozenset[str]
    possessors: frozenset[str]


@cache
def _words(rule: str) -> _Words:
    table = data("vague")
    if rule not in table["rules"]:
        raise InvalidQuery(f"there is no rule for vague quantities called {rule!r}", hint=", ".join(table["rules"]))
    vague = {**table["rules"][rule], **dict.fromkeys(table["unbounded"], (None, None))}
    flat = ((text, op) for op, texts in table["before"].items() for text in texts)
    behind = ((text, op) for op, texts in table["after"].items() for text in texts)
    units = frozenset(table["units"]) | {f"{unit}s" for unit in table["units"]} | {"centuries", "inches"}
    return _Words(
        _phrases(flat),
        _phrases(behind),
        _phrases((k, Figure(*v)) for k, v in vague.items()),
        _phrases((k, Figure(v, v)) for k, v in table["exact"].items()),
        table["ones"],
        table["tens"],
        table["multipliers"],
        units,
        frozenset(table["money"]),
        frozenset(table["months"]),
        frozenset(table["labels"]),
        frozenset(table["year_cues"]),
        frozenset(table["possessors"]),
    )


def _match(table: Phrases, words: Sequence[str], i: int) -> tuple[int, object] | None:
    """The end and value of the longest phrase of the table that stands at word i."""
    for phrase, value in table.get(words[i], ()) if i < len(words) else ():
        end = i + len(phrase)
        if len(phrase) == 1 or tuple(words[i:end]) == phrase:
            return end, value
    return None


def _at(words: Sequence[str], i: int) -> str:
    return words[i] if 0 <= i < len(words) else ""


def _digits(words: Sequence[str], i: int, lex: _Words) -> tuple[int, int] | None:
    """(value, end) of a number in digits: "1,200", "12 000", "1.5 million"."""
    word = words[i]
    if len(word) > MAX_DIGITS + 3:
        return None
    if _DECIMAL.fullmatch(word):
        multiplier = lex.multipliers.get(_at(words, i + 1).removesuffix("s"))
        whole, part = word.split(".")
        if multiplier is None or multiplier < 1000:
            return None
        return int(whole) * multiplier + int(part) * multiplier // 10 ** len(part), i + 2
    if not _DIGITS.fullmatch(word):
        return None
    value, end = int(word.replace(",", "")), i + 1
    while len(word) <= 3 and value and end - i < 3 and re.fullmatch(r"\d{3}", _at(words, end)):
        value, end = value * 1000 + int(words[end]), end + 1
    if (multiplier := lex.multipliers.get(_at(words, end))) and not (multiplier == 12 and value > 99):
        value, end = value * multiplier, end + 1
    return value, end


def _spelled(words: Sequence[str], i: int, lex: _Words) -> tuple[int, int] | None:
    """(value, end) of a number in words: "twenty-one", "two hundred and five", "a hundred"."""
    total, current, at, last = 0, 0, i, 10**12
    if words[i] in ("a", "an") and _at(words, i + 1) in lex.multipliers and words[i + 1] != "k":
        current, at = 1, i + 1
    elif words[i] in ("hundred", "thousand") and _at(words, i - 1) in ("than", "over", "nearly", "least", "about"):
        current = 1  # "more than hundred", as some outlets write
    end = i
    while at - i < 16:
        word = _at(words, at)
        if end > i and (word in _DASHES or word == "and"):  # a joint, if a numeral follows that fits
            at, word, tens = at + 1, _at(words, at + 1), words[at - 1] in lex.tens
            if tens != (words[at - 1] in _DASHES) or (not tens and words[at - 2] not in lex.multipliers):
                break
        if word in lex.ones and (
            current % 100 == 0 or (current % 100 >= 20 and current % 10 == 0 < lex.ones[word] < 10)
        ):
            current += lex.ones[word]
        elif word in lex.tens and current % 100 == 0:
            current += lex.tens[word]
        elif word in lex.multipliers and word != "k" and current and lex.multipliers[word] < last:
            multiplier = lex.multipliers[word]
            current *= multiplier
            if multiplier >= 1000:
                total, current, last = total + current, 0, multiplier
        else:
            break
        at += 1
        end = at
    return (total + current, end) if end > i else None


def _number(words: Sequence[str], i: int, lex: _Words) -> tuple[int, int] | None:
    if i >= len(words) or not words[i]:
        return None
    found = _digits(words, i, lex) if words[i][0].isascii() and words[i][0].isdigit() else _spelled(words, i, lex)
    return found if found and found[0] <= MAX_COUNT else None


def bound(n: int, op: str) -> Figure:
    """The figure of a hedged number, by the coders' rules: "nearly" is 90 % to n, "about" 10 % either way."""
    if op == "at_least":
        return Figure(n, None)
    if op == "more":
        return Figure(n + 1, None)
    if op == "nearly":
        return Figure(round(n * 9 / 10), n)
    if op == "about":
        return Figure(round(n * 9 / 10), round(n * 11 / 10))
    if op == "up_to":
        return Figure(None, n)
    if op == "fewer":
        return Figure(None, max(n - 1, 0))
    return Figure(n, n)


def _range(words: Sequence[str], i: int, first: int, end: int, lex: _Words) -> tuple[Figure, int] | None:
    """ "10 to 15", "10-15", "two or three", and after "between": "10 and 15"."""
    link = _at(words, end)
    between = _at(words, i - 1) == "between"
    if not (link in _DASHES or link == "to" or link == "or" or (between and link == "and")):
        return None
    if link == "to" and _at(words, i - 1) == "from":
        return None  # "rose from 12 to 18": two figures, not one
    second = _number(words, end + 1, lex)
    if second is None or second[0] <= first or (link == "or" and second[0] > 3 * first + 1):
        return None
    return Figure(first, second[0]), second[1]


def _is_count(words: Sequence[str], start: int, end: int, hedged: bool, value: int, lex: _Words) -> bool:
    """False for dates, years, ages, times, distances, money, shares and numbers that are names."""
    before, after, digits = _at(words, start - 1), _at(words, end), words[start][0].isdigit()
    unit = _at(words, end + 1) if after in _DASHES else after
    if unit in lex.units or (after in _DASHES and unit[:1].isdigit()):
        return False
    if unit == "old" or before in lex.money or after in lex.money or after == "/" or before == "/":
        return False
    if before in _DASHES and _at(words, start - 2)[:1].isdigit():
        return False
    if not digits:
        return True
    if not hedged and value <= 31 and (after in lex.months or (before in lex.months and not after.endswith("s"))):
        return False
    if before in lex.labels:
        return False
    if 1900 <= value <= 2099 and end == start + 1 and len(words[start]) == 4 and not hedged:
        if before in lex.possessors or (before.isdigit() and _at(words, start - 2) in lex.months):
            return False  # "his 2004 death", "June 24 2014 Hundreds"
        return before not in lex.year_cues and before not in lex.months and after.isalpha() and len(after) > 3
    return not (words[start][0] == "0" and len(words[start]) > 1)


def read_count(words: Sequence[str], i: int, rule: str = PROJECT) -> Count | None:
    """The quantity that begins at word i of lower-cased words, or None where none does.

    Reads hedges before ("at least", "nearly"), numbers in digits or words, ranges, vague words
    ("dozens", "several hundred"), and hedges behind ("or more"). Ages, dates, years, times,
    distances, money, percentages and numbered names are no counts. Raises InvalidQuery for a
    rule that does not exist.
    """
    lex = _words(rule)
    at, op, prefixed = i, "", False
    for _ in range(3):
        hedge = _match(lex.before, words, at)
        if hedge is None:
            break
        at, prefixed = hedge[0], True
        op = op if op and op != "exact" else str(hedge[1])
    between = _at(words, at) == "between"
    core = at + between
    if core >= len(words):
        return None
    vague = _match(lex.vague, words, core)
    if vague is not None and not between and isinstance(vague[1], Figure):
        if (prefixed and not vague[1].is_told) or _at(words, vague[0]) in lex.units:
            return None
        return Count(i, vague[0], vague[1], True)
    number = _number(words, core, lex)
    fixed = _match(lex.exact, words, core)
    if fixed is not None and isinstance(fixed[1], Figure) and (number is None or fixed[0] > number[1]):
        value = fixed[1].low or 0
        return Count(i, fixed[0], bound(value, op), op not in ("", "exact"))
    if number is None:
        return None
    value, end = number
    ranged = _range(words, core, value, end, lex)
    if between and ranged is None:
        return None
    if ranged is not None:
        if not _is_count(words, core, ranged[1], True, value, lex):
            return None
        return Count(i, ranged[1], ranged[0], True)
    if not _is_count(words, core, end, op not in ("", "exact"), value, lex):
        return None
    behind = _match(lex.after, words, end)
    if behind is not None and op in ("", "exact"):
        end, op = behind[0], str(behind[1])
    return Count(i, end, bound(value, op), op not in ("", "exact"))


def read_figure(text: str, rule: str = PROJECT) -> Figure | None:
    """What a quantity in words says: `read_figure("nearly 100")` is 90 to 100; None where it says none."""
    counts = find_counts(text, rule)
    return counts[0][1] if counts else None


def find_counts(text: str, rule: str = PROJECT) -> tuple[tuple[Span, Figure], ...]:
    """Every quantity of a text with the words it was read from, in text order."""
    pieces = [(m.start(), m.end()) for m in _TOKEN.finditer(text)]
    words = [text[a:b].lower() for a, b in pieces]
    found, i = [], 0
    while i < len(words):
        count = read_count(words, i, rule)
        if count is None:
            i += 1
            continue
        found.append((Span.of(text, pieces[count.start][0], pieces[count.end - 1][1]), count.figure))
        i = count.end
    return tuple(found)
