"""Hand-coded rows against a ledger's own, in one layout: matched, missing, extra, and where they differ.

Rows of one id are one event: a table that came from the ledger and was corrected by hand comes
back to it. Of others a pair may tell of one event where its times are at most three days apart and its places at most
fifty kilometres (or, where either has no point or a rough one, in one area of a name). Of the
pairs the likeliest are taken first, each row at most once: nearer in time, nearer in space,
sides of like names, like figures, same type.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from math import asin, cos, radians, sin, sqrt

from rapidfuzz.fuzz import token_set_ratio

from ..model.coded import CodedRow
from ..ontology.load import word_set
from ..text.names import folded_key, skeleton_key

DAYS = 3  # apart at most: reports often give the day after
KILOMETRES = 50.0  # apart at most where both places are exact; UCDP's precision 2 is 25 km about a point
_ROUGH = {"acled": 2, "ged": 3}  # from this place precision on a point stands for an area
LIKE = 75.0  # of 100: names of sides that may be one ("Islamic State", "Islamic State (Syria)")


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in which a pair differs: what the hand-coded row has, and what the ledger has."""

    field: str
    coded: str
    own: str


@dataclass(frozen=True, slots=True)
class Match:
    """A hand-coded row and the ledger's row for the same event; `score` in [0, 1], the higher the likelier."""

    coded: CodedRow
    own: CodedRow
    score: float
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """`missing` are in the file and not in the ledger, `extra` in the ledger and not in the file.

    Extra are only rows within the file's own period and countries; `outside` counts the others.
    """

    matched: tuple[Match, ...] = ()
    missing: tuple[CodedRow, ...] = ()
    extra: tuple[CodedRow, ...] = ()
    outside: int = 0
    fields: dict[str, int] = field(default_factory=dict)


def compare_rows(coded: Iterable[CodedRow], own: Iterable[CodedRow]) -> Comparison:
    """The comparison, the same in whatever order; its time grows with the pairs of one week and area."""
    theirs = sorted(coded, key=_key)
    ours = sorted(own, key=_key)
    by_id = {row.id: j for j, row in enumerate(ours) if row.id}
    same = [(2.0, i, by_id[row.id]) for i, row in enumerate(theirs) if row.id in by_id]
    pairs = sorted([*same, *_pairs(theirs, ours)], key=lambda p: (-p[0], p[1], p[2]))
    taken_theirs: dict[int, tuple[float, int]] = {}
    taken_ours: set[int] = set()
    for score, i, j in pairs:
        if i not in taken_theirs and j not in taken_ours:
            taken_theirs[i] = (min(1.0, score), j)
            taken_ours.add(j)
    matched = tuple(
        Match(theirs[i], ours[j], score, differences(theirs[i], ours[j]))
        for i, (score, j) in sorted(taken_theirs.items())
    )
    rest = [row for j, row in enumerate(ours) if j not in taken_ours]
    covers = _coverage(theirs)
    extra = tuple(row for row in rest if covers(row))
    counts: dict[str, int] = {}
    for match in matched:
        for difference in match.differences:
            counts[difference.field] = counts.get(difference.field, 0) + 1
    missing = tuple(row for i, row in enumerate(theirs) if i not in taken_theirs)
    return Comparison(matched, missing, extra, len(rest) - len(extra), dict(sorted(counts.items())))


def _key(row: CodedRow) -> tuple[str, str, int, str]:
    return (str(row.earliest or row.latest or ""), row.id, row.line, row.place)


def _days(row: CodedRow) -> tuple[date, date] | None:
    first, last = row.earliest or row.latest, row.latest or row.earliest
    return (first, last) if first and last else None


def _pairs(theirs: list[CodedRow], ours: list[CodedRow]) -> Iterator[tuple[float, int, int]]:
    """Pairs that may be one event, by blocks: the weeks that a row touches and its half-degree cell or area."""
    index: dict[tuple[int, str], list[int]] = {}
    for j, row in enumerate(ours):
        for block in _blocks(row):
            index.setdefault(block, []).append(j)
    for i, row in enumerate(theirs):
        seen: set[int] = set()
        for block in _blocks(row, wide=True):
            seen.update(index.get(block, ()))
        for j in sorted(seen):
            score = likeness(row, ours[j])
            if score > 0:
                yield score, i, j


_LONG = 366  # days of a range that are looked at; longer ones are no single event


def _blocks(row: CodedRow, wide: bool = False) -> set[tuple[int, str]]:
    days = _days(row)
    if days is None:
        return set()
    first, last = days[0].toordinal(), min(days[1].toordinal(), days[0].toordinal() + _LONG)
    slack = DAYS if wide else 0
    weeks = range((first - slack) // 7, (last + slack) // 7 + 1)
    return {(week, area) for week in weeks for area in _cells(row, wide)}


def _cells(row: CodedRow, wide: bool) -> set[str]:
    cells = {f"in {_name(row.country)}/{_area(row.admin1)}"} if row.admin1 else {f"in {_name(row.country)}/"}
    if row.lat is not None and row.lon is not None:
        y, x = int((row.lat + 90) // 0.5), int((row.lon + 180) // 0.5)
        reach_x = min(8, int(KILOMETRES / max(1.0, 55.6 * cos(radians(row.lat)))) + 1) if wide else 0
        near = range(-1, 2) if wide else range(1)
        cells |= {f"{y + dy} {(x + dx) % 720}" for dy in near for dx in range(-reach_x, reach_x + 1)}
    return cells


def likeness(one: CodedRow, other: CodedRow) -> float:
    """How likely two rows tell of one event, in [0, 1]; 0 where time or place forbids it."""
    apart = _days_apart(one, other)
    near = _nearness(one, other)
    if apart is None or apart > DAYS or near == 0:
        return 0.0
    sides = _sides(one, other)
    deaths = _deaths(one, other)
    same = 1.0 if one.kind == other.kind else 0.5 if one.kind.split(" / ")[0] == other.kind.split(" / ")[0] else 0.0
    # weights by what tells events of one week and area apart: the day and the place most, the type least
    return round(0.3 * (1 - apart / (DAYS + 1)) + 0.3 * near + 0.2 * sides + 0.15 * deaths + 0.05 * same, 4)


def _days_apart(one: CodedRow, other: CodedRow) -> int | None:
    a, b = _days(one), _days(other)
    if a is None or b is None:
        return None
    return max(0, (b[0] - a[1]).days, (a[0] - b[1]).days)


def _nearness(one: CodedRow, other: CodedRow) -> float:
    far = distance(one, other)
    if far is not None and far <= KILOMETRES:
        return 1 - 0.5 * far / KILOMETRES
    if one.country and other.country and _name(one.country) != _name(other.country):
        return 0.0
    rough = far is None or any((row.place_precision or 1) >= _ROUGH.get(row.layout, 3) for row in (one, other))
    if rough and one.admin1 and other.admin1 and _area(one.admin1) == _area(other.admin1):
        return 0.3
    return 0.1 if rough and not (one.admin1 and other.admin1) and one.country else 0.0


def distance(one: CodedRow, other: CodedRow) -> float | None:
    """Kilometres between the two points; None where either has none."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    lat1, lat2 = radians(one.lat), radians(other.lat)
    a = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin(radians(other.lon - one.lon) / 2) ** 2
    return 12742 * asin(min(1.0, sqrt(a)))


def _name(text: str) -> str:
    return folded_key(text)


def _area(text: str) -> str:
    """An area's name by its consonants, without the word for what it is: "Homs province" and "Hims" are one."""
    words = [word for word in folded_key(text).split() if word not in word_set("linking", "area_words")]
    return skeleton_key(" ".join(words)) if words else folded_key(text)


def _sides(one: CodedRow, other: CodedRow) -> float:
    """The share of the shorter list of sides that has a like name in the other; one half where either has none."""
    if not one.sides or not other.sides:
        return 0.5
    few, many = sorted((one.sides, other.sides), key=len)
    return sum(any(_alike(a, b) for b in many) for a in few) / len(few)


def _alike(one: str, other: str) -> bool:
    return token_set_ratio(folded_key(one[:200]), folded_key(other[:200])) >= LIKE


def _deaths(one: CodedRow, other: CodedRow) -> float:
    a, b = one.best, other.best
    if a is None or b is None:
        return 0.5
    if (one.low or a) <= (other.high or b) and (other.low or b) <= (one.high or a):
        return 1.0
    return min(a, b) / max(a, b, 1)


def differences(coded: CodedRow, own: CodedRow) -> tuple[Difference, ...]:
    """The fields in which a pair differs, in a fixed order; what neither tells is no difference."""
    found = [
        ("date", _period(coded), _period(own)),
        ("date_precision", _shown(coded.date_precision), _shown(own.date_precision)),
        ("country", coded.country, own.country),
        ("admin1", coded.admin1, own.admin1),
        ("place", coded.place, own.place),
        ("place_precision", _shown(coded.place_precision), _shown(own.place_precision)),
        ("type", coded.kind, own.kind),
        ("sides", "; ".join(coded.sides), "; ".join(own.sides)),
        *((name, _shown(getattr(coded, name)), _shown(getattr(own, name))) for name in _figures(coded)),
    ]
    different = [Difference(name, a, b) for name, a, b in found if not _same(name, a, b, coded, own)]
    far = distance(coded, own)
    if far is not None and far >= 1:
        different.append(Difference("distance_km", "0", f"{far:.0f}"))
    return tuple(different)


def _figures(row: CodedRow) -> tuple[str, ...]:
    return ("best",) if row.layout == "acled" else ("low", "best", "high")


def _same(name: str, a: str, b: str, coded: CodedRow, own: CodedRow) -> bool:
    if a == b:
        return True
    if name == "sides":
        return len(coded.sides) == len(own.sides) > 0 and all(any(_alike(x, y) for y in own.sides) for x in coded.sides)
    if name in ("country", "admin1", "place"):
        return bool(a and b) and (_area(a) == _area(b) or _alike(a, b))
    return False


def _period(row: CodedRow) -> str:
    days = _days(row)
    if days is None:
        return ""
    return str(days[0]) if days[0] == days[1] else f"{days[0]} to {days[1]}"


def _shown(value: object) -> str:
    return "" if value is None else str(value)


def _coverage(theirs: list[CodedRow]) -> Callable[[CodedRow], bool]:
    """Says of a row whether the file covers its time and country, so that its absence there says something."""
    periods = [d for other in theirs if (d := _days(other))]
    countries = {_name(other.country) for other in theirs}
    first = min((p[0] for p in periods), default=date.max).toordinal() - DAYS
    last = max((p[1] for p in periods), default=date.min).toordinal() + DAYS

    def covers(row: CodedRow) -> bool:
        days = _days(row)
        if days is None or _name(row.country) not in countries:
            return False
        return first <= days[0].toordinal() and days[1].toordinal() <= last

    return covers
