"""Which claims are worth comparing: several keys a claim, so that one wrong field does not lose a pair.

A claim stands in the blocks of: its report; a window of days with a cell of the map; the window
with country and family of types (a wrong or vague place); its month with its place's name; its
place's name with its family (a wrong or missing day); its rarest words; and, for words about a
happening of their own report, the passages around them and the head of the report.
Small blocks are compared in full. A large block is kept in an order that puts like beside like,
and each claim meets its nearest neighbours alone, so that the work grows with the claims, not
with their square. Blocks and ranks are written as text that a database sorts as Python does, so
that blocks kept in a store (`resume`) give the same pairs.
"""

from __future__ import annotations

import hashlib
import math
from bisect import bisect_left, insort
from collections.abc import Iterator

from .likeness import weight
from .sketch import Sketch

Key = str
Rank = str

WINDOW_DAYS = 4
MONTH_DAYS = 32
PASSAGE = 1500  # characters of a report
FULL = 24  # up to so many claims a block is compared in full
REACH = 10  # in a larger block: so many neighbours on each side
_RARE_WORDS = 3
_RARE = 5.0  # weight from which a word is rare: in about one news text in 150 or fewer
_CELL = 1.0  # degrees
_LONGEST = 200  # characters of a key; what is longer is cut and its hash put at the end
_LONGEST_TYPE = 80  # characters of a type that count for the order


def keys(one: Sketch) -> tuple[Key, ...]:
    """The blocks of a claim, each key once, in a fixed order."""
    found: dict[Key, None] = {_key("report", one.report): None}
    name = " ".join(sorted(one.place))
    if one.first is not None and one.last is not None and one.last - one.first <= MONTH_DAYS:
        for day in _steps(one.first, one.last, WINDOW_DAYS) if one.last - one.first < 7 else ():
            for south, west in sorted(_cells(one)):
                found[_key("day", day, south, west)] = None
            if one.family != "other":
                found[_key("day", day, one.country, one.family)] = None
        if name:
            for month in _steps(one.first, one.last, MONTH_DAYS):
                found[_key("month", month, name)] = None
    if name:
        found[_key("place", name, one.kind, one.family)] = None
    for word in rare_words(one):
        found[_key("word", word)] = None
    for passage in _passages(one):
        found[_key("told", one.report, passage)] = None
    return tuple(found)


def _passages(one: Sketch) -> list[int]:
    """The stretches of its report by which a happening and words about it meet, however long the report is."""
    at = one.start // PASSAGE
    if one.about and one.kind == "statement":
        return sorted({0, max(0, at - 1), at, at + 1})
    return [at] if one.kind in ("incident", "tally") else []


def _key(*parts: object) -> Key:
    written = "\t".join(map(str, parts))
    if len(written) > _LONGEST:
        digest = hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()
        written = f"{written[: _LONGEST // 2]}\t{digest}"
    return _storable(written)


def _storable(written: str) -> str:
    """As any database keeps it: NUL and lone surrogates written out."""
    return written.encode("utf-8", "backslashreplace").decode().replace("\0", "\\0")


def _steps(first: int, last: int, width: int) -> range:
    return range(first // width, last // width + 1)


def _cells(one: Sketch) -> set[tuple[int, int]]:
    if one.lat is None or one.lon is None or one.level > 2:
        return set()
    dy = min(one.reach, 40.0) / 111.2
    dx = dy / max(0.2, math.cos(math.radians(one.lat)))
    return {
        (math.floor((one.lat + a) / _CELL), math.floor((one.lon + b) / _CELL)) for a in (-dy, dy) for b in (-dx, dx)
    }


def rare_words(one: Sketch) -> tuple[str, ...]:
    """The words of the passage that news uses least, at most three, rarest first."""
    rare = [(-weight(w), w) for w in one.words if len(w) > 2 and not w.isdigit() and weight(w) >= _RARE]
    return tuple(w for _, w in sorted(rare)[:_RARE_WORDS])


def rank(one: Sketch) -> Rank:
    """The order inside a large block: like claims side by side; what is alike goes by id."""
    lat, lon = round(one.lat or 0.0, 1) + 100, round(one.lon or 0.0, 1) + 200
    kind, day = one.type[:_LONGEST_TYPE], (one.first or 0) + 1000
    return _storable(f"{one.kind}\t{lat:05.1f}\t{lon:05.1f}\t{day:08d}\t{kind}")


class Blocks:
    """All blocks of a set of claims; what pairs it gives depends on the set alone, not on its order of arrival."""

    def __init__(self) -> None:
        self._members: dict[Key, list[tuple[Rank, str]]] = {}
        self._keys: dict[str, tuple[Key, ...]] = {}
        self._ranks: dict[str, Rank] = {}

    def add(self, one: Sketch) -> set[tuple[str, str]]:
        """Take a claim in; returns the pairs that it pushed out of reach in a block (they may `meet` in another)."""
        self._keys[one.id] = keys(one)
        self._ranks[one.id] = rank(one)
        lost: set[tuple[str, str]] = set()
        for key in self._keys[one.id]:
            members = self._members.setdefault(key, [])
            item = (self._ranks[one.id], one.id)
            insort(members, item)
            if len(members) > FULL:
                lost.update(self._pushed(members, bisect_left(members, item)))
        return lost

    @staticmethod
    def _pushed(members: list[tuple[Rank, str]], at: int) -> Iterator[tuple[str, str]]:
        if len(members) == FULL + 1:  # it was compared in full until now
            others = [m for _, m in members]
            for i, one in enumerate(others):
                yield from ((one, other) for other in others[i + REACH + 1 :])
            return
        for i in range(max(0, at - REACH), at):
            j = i + REACH + 1
            if at < j < len(members):
                yield members[i][1], members[j][1]

    def remove(self, claim: str) -> set[tuple[str, str]]:
        """Let a claim go; returns the pairs that come into reach again because it is gone."""
        item = (self._ranks[claim], claim)
        gained: set[tuple[str, str]] = set()
        for key in self._keys[claim]:
            members = self._members[key]
            at = bisect_left(members, item)
            if len(members) > FULL:
                gained.update(pair for pair in self._pushed(members, at) if claim not in pair)
            del members[at]
            if not members:
                del self._members[key]
        del self._keys[claim], self._ranks[claim]
        return gained

    def fill(self, sketches: list[Sketch]) -> None:
        """Take many claims in at once, into blocks that were empty."""
        for one in sketches:
            self._keys[one.id] = keys(one)
            self._ranks[one.id] = rank(one)
            for key in self._keys[one.id]:
                self._members.setdefault(key, []).append((self._ranks[one.id], one.id))
        for members in self._members.values():
            members.sort()

    def places(self) -> Iterator[tuple[Key, Rank, str]]:
        """Every block, rank and claim, in this order."""
        for key in sorted(self._members):
            yield from ((key, place, claim) for place, claim in self._members[key])

    def neighbours(self, claim: str) -> set[str]:
        """The claims that this one is compared with."""
        found: set[str] = set()
        for key in self._keys[claim]:
            members = self._members[key]
            if len(members) > FULL:
                at = bisect_left(members, (self._ranks[claim], claim))
                members = members[max(0, at - REACH) : at + REACH + 1]
            found.update(m for _, m in members)
        found.discard(claim)
        return found

    def meet(self, one: str, other: str) -> bool:
        """True where the two are compared in some block."""
        for key in set(self._keys[one]).intersection(self._keys[other]):
            members = self._members[key]
            if len(members) <= FULL:
                return True
            a = bisect_left(members, (self._ranks[one], one))
            b = bisect_left(members, (self._ranks[other], other))
            if abs(a - b) <= REACH:
                return True
        return False
