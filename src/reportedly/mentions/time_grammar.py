"""The grammar of times: regular expressions over the codes of words, in two steps.

First the expressions that name one time ("Monday, Dec. 26", "early last month", "two days
earlier"), then those that join them ("from X to Y", "since X", "late on X").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from .time_words import Word, codes_of

# What stands for a whole expression of the first step in the second.
DAY, PART, NIGHT, LONG, AWAY, LOOSE = (chr(0xF8F0 + k) for k in range(6))
_STANDS = (
    {"daypart": PART, "clock": PART, "overnight": NIGHT, "shift": AWAY, "tied": AWAY}
    | dict.fromkeys(("stretch", "recent", "now", "ago", "duration", "nth", "then"), LOOSE)
    | dict.fromkeys(("month", "season", "year", "decade", "unit", "weekend", "opening"), LONG)
)
_CLASS = re.compile(r"(?<!\^)\{([a-z|]+)\}")
_NOT_CLASS = re.compile(r"\{\^([a-z|]+)\}")

_MONTH = r"(?:(?P<m>{abbr}){dot}?|(?P<mm>{month}))"
_YEAR = r"(?:{comma}?(?P<y>{year}))"
_REL = r"(?P<rel>{last|this|next|past|previous|following|same})"
_DAYS = r"(?P<d>{dom})(?:(?:{comma}{the}?{dom}){0,6}(?:{and|to|dash|slash}){the}?(?P<d2>{dom}))?"
_LATER_DAYS = r"(?P<d>{dom})(?:(?:{dash|to|slash}|(?:{comma}{dom}){0,6}{and|dash}){the}?(?P<d2>{dom})(?!{plain}))?"
_PART = (
    r"(?:(?:{the}?(?P<early>{early})|{the}?(?P<mid>{mid})|{the}?(?P<late>{late}))(?:{dash}|{of}{the}?)?"
    r"|{the}?(?P<start>{start}){of}{the}?|{the}?(?P<end>{end}){of}{the}?"
    r"|{the}?(?P<rank>{rank|last}){dash}?(?P<piece>{halves}){of}{the}?)"
)
_COUNT = r"(?:{hedge}{0,3}(?P<n>{num|vague}){article}?)"
_HEAD = r"(?:{the}?(?P<hw>{weekday})(?:{comma}|{dot})?{the}?)?"

# Earlier ones win where two have the same length.
_ATOMS = (
    ("numeric", _HEAD + r"(?P<date>{iso|dmy})"),
    ("landmark", r"(?P<landmark>{landmark})"),
    ("military", r"(?P<dtg>{dtg})(?:{month|abbr}(?:{year|num})?)?"),
    ("day", _HEAD + _DAYS + r"{of}?" + _MONTH + r"(?:" + _YEAR + r"|{of}?" + _REL + r"(?P<u>{unit}))?"),
    ("day", _HEAD + _DAYS + r"{dash}?" + _MONTH + r"{dash}?(?P<yy>{yy})(?={paren|gap|mark|dash|comma}|$)"),
    ("day", _HEAD + _MONTH + r"{the}?" + _LATER_DAYS + _YEAR),
    ("day", _HEAD + _MONTH + r"(?P<dy>{dayyear})"),
    ("day", _HEAD + r"(?<!{in})" + _MONTH + r"{the}?" + _LATER_DAYS),
    ("month", _PART + r"?(?:" + _REL + r")?" + _MONTH + r"(?:{of|comma}?(?P<y>{year}))?"),
    ("month", _PART + r"?" + _MONTH + r"{of}?" + _REL + r"(?P<u>{unit})"),
    ("season", _PART + r"?" + _REL + r"?(?P<s>{season})(?:{of|comma}?(?P<y>{year}))?"),
    ("season", _PART + r"?(?P<s>{season}){of}?" + _REL + r"(?P<u>{unit})"),
    ("year", _PART + r"(?P<y>{year})"),
    ("year", r"(?<={in|since|until|from|between|during|of})(?P<y>{year})"),
    ("year", r"(?<={to|and|by|before|after|over|dash})(?P<y>{year})(?!{plain})"),
    ("year", r"(?P<y>{year})(?={dash|to}{year})"),
    ("year", r"(?<!{hedge})(?P<y>{year})(?={plain|conflict|num|unit|age})"),
    ("decade", r"{the}?" + r"(?:(?P<early>{early})|(?P<mid>{mid})|(?P<late>{late}))?{dash}?(?P<decade>{decade})"),
    ("weekday", r"(?:(?P<wrel>{last|this|next|past|previous|following}){past}?)?(?:{early|late})?(?P<w>{weekday})"),
    ("dayword", r"(?P<dw>{dayword})"),
    ("overnight", r"(?P<on>{overnight})"),
    ("overnight", r"(?P<lastnight>{last}){night}"),
    ("overnight", r"(?:{during|over}){the}{night}"),
    ("dayword", r"(?P<this>{this}){daypart}"),
    ("dayword", r"{the}{dayunit}(?P<before>{before}){dayword}|{the}{dayunit}(?P<after>{after}){dayword}"),
    (
        "neighbour",
        r"{the}(?:(?P<u>{unit})(?:(?P<before>{before})|(?P<after>{after}))|(?P<rel>{previous|following|next})(?P<u2>{unit}))",
    ),
    ("recent", r"{the}{last|past}(?P<u>{units})|{past}(?P<uu>{units})"),
    ("unit", r"{the}?" + _REL + r"(?P<u>{unit})"),
    ("unit", r"(?:(?P<earlier>{earlier})|(?P<later>{later})){in|on}?" + _REL + r"(?P<u>{unit})"),
    ("unit", r"(?:(?P<earlier>{earlier})|(?P<later>{later})){in}?{the}(?P<u>{unit})"),
    ("unit", _PART + _REL + r"?{the}?(?!{hours})(?P<u>{unit})"),
    ("weekend", r"{the}?" + _REL + r"?{the}?(?P<we>{weekend})"),
    ("stretch", r"(?:{the|this})?(?P<rel>{last|past|next|previous|following})" + _COUNT + r"(?P<u>{unit})"),
    ("stretch", r"{the}?" + r"{hedge}{0,3}(?P<n>{num|vague})(?P<rel>{last|past|previous|next|following})(?P<u>{unit})"),
    ("recent", r"{the}?{recent}(?P<u>{units})"),
    ("recent", r"(?P<recently>{recently})"),
    ("now", r"(?P<now>{now})|(?P<earlier>{earlier})"),
    ("ago", _COUNT + r"(?P<u>{unit}){and}?(?P<ago>{ago})"),
    ("shift", _COUNT + r"(?P<u>{unit})(?:(?P<earlier>{earlier})|(?P<later>{later}))"),
    (
        "shift",
        _COUNT + r"(?P<u>{unit})(?:(?P<earlier>{before})|(?P<later>{after}))(?={comma|dot|gap|paren|mark|and}|$)",
    ),
    ("tied", _COUNT + r"(?P<u>{unit})(?:(?P<earlier>{before})|(?P<later>{after}))"),
    ("same", r"{the}?{same}{same}?(?P<u>{unit})(?!{units})"),
    ("same", r"{the}?{same}(?:(?P<dp>{daypart})|(?P<sw>{weekday}))"),
    (
        "duration",
        r"(?<={for|during|in|over|of|after})(?:{the})?"
        + _COUNT
        + r"(?P<u>{unit})(?!{ago|earlier|later|before|after|age})",
    ),
    ("duration", r"(?<={for})(?P<u>{units})"),
    ("nth", r"(?<={for}){the|article}(?P<nth>{nth|ordinal}){running}?(?P<u>{unit})"),
    ("nth", r"(?<={for})(?P<nth>{nth|ordinal}){running}(?P<u>{unit})"),
    ("then", r"(?<={since})(?P<then>{then})|(?P<then2>{then})(?={dot|gap}|$)"),
    ("opening", r"{the}?(?P<rank>{rank|last})(?P<n>{num})(?P<u>{unit}){of}(?:{this}(?P<whole>{unit})|(?P<y>{year}))"),
    ("duration", _COUNT + r"(?P<u>{unit})(?={of}{plain|conflict})"),
    ("duration", r"(?P<n>{num}){dash}?(?P<u>{unit})(?:{dash}?{age})?(?P<war>{conflict})"),
    ("duration", r"(?P<n>{num}){dash}?(?P<u>{unit})(?:{dash}?{age})?{plain}(?P<war>{conflict})"),
    (
        "holiday",
        r"(?:{the}?(?P<rank>{rank|last}){dayunit}{of})?{the}?(?P<h>{holiday})"
        r"(?:{comma}?{of|in}?(?P<y>{year})|{dayunit}|(?P<eve>{eve}))?",
    ),
    ("holiday", r"(?:{the}?(?P<rank>{rank|last}){dayunit}{of})?{the}?{eid}{dash}?{alnames}{dash}?(?P<h>{feast})"),
    ("holiday", r"(?P<eid>{eid})"),
    ("holiday", r"{the}?(?P<new>{new}){yearword}(?:{dayunit}|(?P<eve>{eve}))"),
    ("monthday", r"(?<={on|of}){the}(?P<od>{ordinal})(?!{plain|of|month|abbr})"),
    ("daypart", r"{the}?(?:{early|late}{dash}?)?(?P<part>{daypart})"),
    ("clock", r"(?P<clock>{clock|clockfigure})(?:{meridiem}{zone}?|{zone}{time}?)|(?P<clock2>{clock})"),
    ("clock", r"(?P<clock>{num}){meridiem}"),
)

_ON = r"(?:{on|in|at|over|during|for|from|after|early|late|earlier|later}|{dash}){0,4}{the}?"
_BEFORE_DAY = (
    r"(?:(?:{in|at|during})?{the}{early}?{hours}{of|on}{the}?|(?:{in|at|by|before|during|from|since|on|over})?{the}?{early}?(?:{hours}{of})?{the}?{dash}?\$"
    r"(?:{of|on|in|comma}|{early|late})?)"
)
_AFTER_DAY = r"(?:{comma}?{at|around}?(?:{in|on}?{the}?(?:{early|late}|{early}{hours}{of}{the}?))?\$)"
# The second step, over whole expressions: `#` is a day, `&` a longer time, `@` any of them, `$` a part of a day,
# `%` a night, `~` a distance ("two days after").
_JOINS = (
    ("range", r"{from}{the}?(?P<a>@)\$?(?:{until|to|dash|into}|{up}{to}){the}?(?P<b>@)\$?"),
    ("range", r"{between}{the}?(?P<a>@)\$?{and|to}{the}?(?P<b>@)\$?"),
    ("range", _BEFORE_DAY + r"?" + _ON + r"(?P<a>@)\$?(?:{to|dash|until|into|slash}){the}?(?P<b>@)\$?"),
    ("both", _ON + r"(?P<a>#)\$?(?:{comma}?#){0,5}{comma}?{and}{on|in}?(?P<b>#)\$?"),
    ("both", _ON + r"(?P<a>&)(?:{comma}?&){0,5}{comma}?{and}{on|in}?(?P<b>&)"),
    ("offset", _ON + r"(?P<a>~){the}?(?P<b>@)"),
    ("since", r"(?P<since>{since}){the}?{early|late}?(?P<a>@)"),
    ("since", r"(?P<since>{since})(?:{^comma|dot|gap|since|paren|mark}){1,12}?{in|on}?(?P<a>@)"),
    ("point", r"{between}{the}?(?P<a>#)"),
    ("since", r"(?P<from>{from})(?P<a>@){onward}?"),
    ("until", r"(?P<until>{until}|{up}{to}){the}?(?P<a>@)"),
    ("until", r"(?P<by>{by|before})(?P<a>@)"),
    ("overnight", r"(?P<o>%){from|on|of|in}?(?P<a>@)(?:(?:{to|dash|into|and})(?P<b>@))?"),
    ("overnight", _ON + r"(?P<a>@)(?P<o>%)"),
    ("overnight", r"{on|in|from}?(?P<alone>%)"),
    ("point", _ON + r"(?P<a>[@~])"),
    ("point", _BEFORE_DAY + r"?" + _ON + r"(?P<a>#)" + _AFTER_DAY + r"{0,2}"),
    (
        "daypart",
        r"(?:{in|at|by|before|during|from|since|around}{the}?{early}?{hours}?{of}?{the}?)(?P<a>\$)(?:{of|in|and}?\$)?",
    ),
)


_SIGNS = (
    ("[@~]", f"[{DAY}{LONG}{LOOSE}{AWAY}]"),
    ("@", f"[{DAY}{LONG}{LOOSE}]"),
    ("#", DAY),
    ("&", LONG),
    ("~", AWAY),
    (r"\$", PART),
    ("%", NIGHT),
)


@dataclass(frozen=True, slots=True)
class Atom:
    """One expression of the first step: which, over which words, and its named parts."""

    name: str
    start: int
    end: int
    parts: dict[str, Word]


@dataclass(frozen=True, slots=True)
class Join:
    """One phrase of the second step: how it joins its `ends` (the atoms named first and last) to a time."""

    name: str
    start: int
    end: int
    ends: tuple[Atom, ...]
    parts: dict[str, Word]
    atoms: tuple[Atom, ...]


_Piece = TypeVar("_Piece", Atom, Join)


def _compile(template: str) -> re.Pattern[str]:
    def expand(match: re.Match[str], sign: str = "") -> str:
        return f"[{sign}{''.join(codes_of(n) for n in match.group(1).split('|'))}]"

    pattern = _NOT_CLASS.sub(lambda m: expand(m, f"^{DAY}{LONG}{LOOSE}{AWAY}"), template)
    pattern = _CLASS.sub(expand, pattern)
    for sign, stands in _SIGNS:
        pattern = pattern.replace(sign, stands)
    return re.compile(pattern)


@cache
def _atom_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, _compile(template)) for name, template in _ATOMS)


@cache
def _join_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, _compile(template)) for name, template in _JOINS)


def find_atoms(words: tuple[Word, ...], codes: str) -> tuple[Atom, ...]:
    """Every expression of one time, the longest first where they meet, in text order."""
    found: list[tuple[int, int, int, Atom]] = []
    for order, (name, pattern) in enumerate(_atom_patterns()):
        for match in pattern.finditer(codes):
            start, end = match.span()
            if end > start:
                parts = {k: words[match.start(k)] for k, v in match.groupdict().items() if v}
                found.append((start - end, order, start, Atom(name, start, end, parts)))
    return tuple(_without_overlap(found))


def _without_overlap(found: list[tuple[int, int, int, _Piece]]) -> list[_Piece]:
    """The longest pieces that share no word, in text order."""
    taken: set[int] = set()
    kept: list[_Piece] = []
    for *_, piece in sorted(found, key=lambda f: f[:3]):
        place = range(piece.start, piece.end)
        if taken.isdisjoint(place):
            taken.update(place)
            kept.append(piece)
    return sorted(kept, key=lambda p: p.start)


def join_atoms(words: tuple[Word, ...], codes: str, atoms: tuple[Atom, ...]) -> tuple[Join, ...]:
    """The atoms joined to whole phrases of time with their prepositions, in text order."""
    short, places, held = _collapse(codes, atoms)
    found: list[tuple[int, int, int, Join]] = []
    for order, (name, pattern) in enumerate(_join_patterns()):
        for match in pattern.finditer(short):
            start, end = match.span()
            inside = tuple(held[k] for k in range(start, end) if k in held)
            named = {k: match.start(k) for k, g in match.groupdict().items() if g}
            parts = {k: words[places[v]] for k, v in named.items() if v not in held}
            ends = tuple(held[named[k]] for k in ("a", "b") if k in named)
            if name == "both" and len({a.name for a in ends if a.name in ("year", "unit")}) > 1:
                continue  # "elected in 2016, and last month threatened"
            join = Join(name, places[start], places[end], ends or inside, parts, inside)
            found.append((places[start] - places[end], order, start, join))
    return tuple(_without_overlap(found))


def _collapse(codes: str, atoms: tuple[Atom, ...]) -> tuple[str, list[int], dict[int, Atom]]:
    """The codes with each atom as one sign; where each sign stands among the words; the atoms by sign."""
    out: list[str] = []
    places: list[int] = []
    held: dict[int, Atom] = {}
    at = 0
    for atom in atoms:
        out.extend(codes[at : atom.start])
        places.extend(range(at, atom.start))
        held[len(out)] = atom
        out.append(_STANDS.get(atom.name, DAY))
        places.append(atom.start)
        at = atom.end
    out.extend(codes[at:])
    places.extend(range(at, len(codes) + 1))
    return "".join(out), places, held
