"""Which claims make one event: agglomeration by average probability, under what people judged.

Two groups join while the average probability over all their pairs reaches the threshold, the
likeliest first; ties go by id. They never join where any pair across them is vetoed (days or
places that exclude each other) or judged different, so no chain of weak links can tie two events
of different days and places. Claims judged the same are one group from the start, whatever the
model thinks. Claims that the reader took from one happening of one report join first, and are held
against other groups as one claim that says all that they say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from .about import likeliest, referents
from .judge import is_firm, probability, threshold, veto
from .settle import Pair, Settled
from .sketch import Sketch

DENSE = 64  # up to so many claims all pairs of a component are weighed
_FLOORS = (0.5, 0.65, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995)
_APART = -1e9  # never in one event
_UNLIKELY = -1e6  # kept apart by a day or place that is not said in the claim's own words
_WITNESSES = 32  # members of a group in a very large component that are checked for a veto

Edges = Mapping[str, Mapping[str, float]]
Blend = Callable[[float, int, float, int], float]


@dataclass(frozen=True, slots=True)
class Group:
    """Claims of one event, ids sorted, and each join: the likeliest pair across it, and how likely the join was."""

    claims: tuple[str, ...]
    joins: tuple[tuple[str, str, float], ...] = ()


def cluster(sketches: Mapping[str, Sketch], edges: Edges, settled: Settled) -> tuple[Group, ...]:
    """The groups of one or many components, ordered by their smallest claim id.

    Words about a happening of their own report follow it, once the happenings are grouped.
    """
    spoken = referents(sketches, edges, settled.mates)
    found: list[Group] = []
    for part in components(sorted(sketches.keys() - spoken.keys()), edges, settled.same, 0.0):
        found += _split(part, sketches, edges, settled, 0)
    return tuple(sorted(_with_words(found, spoken, settled), key=lambda g: g.claims))


def _with_words(groups: list[Group], spoken: Mapping[str, Mapping[str, float]], settled: Settled) -> list[Group]:
    """The groups, each with the statements that speak of it, save where they were judged different."""
    grown = sorted(groups, key=lambda g: g.claims)
    group_of = {claim: k for k, group in enumerate(grown) for claim in group.claims}
    for one, told in sorted(spoken.items()):
        for k in likeliest(told, group_of):
            if all((min(one, other), max(one, other)) not in settled.different for other in grown[k].claims):
                p, first = max((p, claim) for claim, p in told.items() if group_of[claim] == k)
                grown[k] = Group(tuple(sorted((*grown[k].claims, one))), (*grown[k].joins, (one, first, p)))
                break
        else:
            grown.append(Group((one,)))
    return grown


def components(claims: list[str], edges: Edges, same: Iterable[Pair], floor: float) -> list[list[str]]:
    """Claims that hang together by edges of at least `floor` or by judgement; each part sorted."""
    inside = set(claims)
    judged: dict[str, set[str]] = {}
    for one, other in same:
        if one in inside and other in inside:
            judged.setdefault(one, set()).add(other)
            judged.setdefault(other, set()).add(one)
    parts, seen = [], set()
    for start in claims:
        if start in seen:
            continue
        part, todo = [], [start]
        seen.add(start)
        while todo:
            one = todo.pop()
            part.append(one)
            near = [o for o, p in edges.get(one, {}).items() if p >= floor and o in inside]
            for other in (*near, *judged.get(one, ())):
                if other not in seen:
                    seen.add(other)
                    todo.append(other)
        parts.append(sorted(part))
    return parts


def _split(part: list[str], sketches: Mapping[str, Sketch], edges: Edges, settled: Settled, step: int) -> list[Group]:
    """A component that is too large to weigh in full is cut at its weakest links first."""
    if len(part) == 1:
        return [Group((part[0],))]
    if len(part) <= DENSE:
        return _agglomerate(part, sketches, settled)
    below = _FLOORS[step - 1] if step else threshold()
    if step == len(_FLOORS):
        return _strong_links(part, sketches, edges, settled, below)
    pieces = components(part, edges, settled.same, _FLOORS[step])
    if len(pieces) == len(part):  # all alike: the next cut would leave nothing of a large event
        return _strong_links(part, sketches, edges, settled, below)
    found = []
    for smaller in pieces:
        found += _split(smaller, sketches, edges, settled, step + 1)
    return found


def _agglomerate(part: list[str], sketches: Mapping[str, Sketch], settled: Settled) -> list[Group]:
    least = threshold()
    seen = [sketches[c] for c in part]
    raw = _table(seen, settled)
    table = [row[:] for row in raw]
    size, members = [1] * len(part), {i: [i] for i in range(len(part))}
    joins: dict[int, list[tuple[str, str, float]]] = {i: [] for i in members}

    def join(i: int, j: int, score: float, blend: Blend = _mean) -> None:
        pair = max((raw[a][b], -a, -b) for a in members[i] for b in members[j])
        joins[i] += [*joins.pop(j), (part[-pair[1]], part[-pair[2]], score)]
        for k in members:
            if k not in (i, j):
                table[i][k] = table[k][i] = blend(table[i][k], size[i], table[j][k], size[j])
        size[i] += size[j]
        members[i] += members.pop(j)

    for i, j in _retold(seen):
        if table[i][j] >= 0:
            join(i, j, raw[i][j], _likelier)
    _join_judged(part, settled, members, join)
    while True:
        alive = list(members)
        best = max(
            ((table[i][j], -i, -j) for at, i in enumerate(alive) for j in alive[at + 1 :]), default=(_APART, 0, 0)
        )
        if best[0] < least:
            break
        join(-best[1], -best[2], best[0])
    return [Group(tuple(sorted(part[k] for k in m)), tuple(joins[i])) for i, m in members.items()]


def _table(seen: list[Sketch], settled: Settled) -> list[list[float]]:
    table = [[0.0] * len(seen) for _ in seen]
    for i, one in enumerate(seen):
        for j in range(i):
            table[i][j] = table[j][i] = _weigh(one, seen[j], settled)
    return table


def _mean(a: float, of_a: int, b: float, of_b: int) -> float:
    """The average over the pairs of two groups, unless one of them is kept apart."""
    return min(a, b) if a < 0 or b < 0 else (a * of_a + b * of_b) / (of_a + of_b)


def _likelier(a: float, of_a: int, b: float, of_b: int) -> float:
    """For claims that one report tells of one happening: what the fuller of them says holds for all.

    A day or place that was only carried over from a neighbour gives way to what another says of itself.
    """
    return _APART if _APART in (a, b) else max(a, b)


def _retold(seen: list[Sketch]) -> list[tuple[int, int]]:
    """Each further claim of one happening of one report, with the first, in order of ids."""
    first: dict[tuple[str, str], int] = {}
    found = []
    for j, one in enumerate(seen):
        if one.happening:
            i = first.setdefault((one.report, one.happening), j)
            if i != j:
                found.append((i, j))
    return found


def _join_judged(
    part: list[str], settled: Settled, members: dict[int, list[int]], join: Callable[[int, int, float], object]
) -> None:
    at = {c: i for i, c in enumerate(part)}
    for one, other in sorted(settled.same):
        if one in at and other in at:
            i, j = sorted(next(g for g, m in members.items() if at[c] in m) for c in (one, other))
            if i != j:
                join(i, j, 1.0)


def _weigh(one: Sketch, other: Sketch, settled: Settled) -> float:
    pair = (one.id, other.id) if one.id < other.id else (other.id, one.id)
    if pair in settled.different:
        return _APART
    if pair in settled.same:
        return 1.0
    if veto(one, other):
        return _APART if is_firm(one, other) else _UNLIKELY
    return probability(one, other)


def _strong_links(
    part: list[str], sketches: Mapping[str, Sketch], edges: Edges, settled: Settled, floor: float
) -> list[Group]:
    """A very large event: groups grow along the strongest links, still held to every veto that is checked."""
    group = {c: [c] for c in part}
    joins: dict[int, list[tuple[str, str, float]]] = {id(g): [] for g in group.values()}
    inside = set(part)
    enemies: dict[str, set[str]] = {}
    for a, b in settled.different:
        enemies.setdefault(a, set()).add(b)
        enemies.setdefault(b, set()).add(a)
    judged = [(-2.0, *pair) for pair in settled.same if pair[0] in inside and pair[1] in inside]
    likely = [
        (-p, one, other)
        for one in part
        for other, p in edges.get(one, {}).items()
        if one < other and p >= floor and other in inside
    ]
    for score, one, other in sorted(judged + likely):
        mine, theirs = group[one], group[other]
        if mine is theirs or (score > -2.0 and _excluded(mine, theirs, sketches, enemies)):
            continue
        small, large = sorted((mine, theirs), key=lambda g: (len(g), g[0]))
        joins[id(large)] += [*joins.pop(id(small)), (one, other, min(1.0, -score))]
        large += small
        for claim in small:
            group[claim] = large
    unique = {id(g): g for g in group.values()}
    return [Group(tuple(sorted(g)), tuple(joins[k])) for k, g in unique.items()]


def _excluded(
    mine: list[str], theirs: list[str], sketches: Mapping[str, Sketch], enemies: Mapping[str, set[str]]
) -> bool:
    small, large = sorted((mine, theirs), key=lambda g: (len(g), g[0]))
    other_side = set(large) if enemies else set()
    if any(not other_side.isdisjoint(enemies.get(a, ())) for a in small):
        return True
    checked = sorted(large)[:_WITNESSES]
    return any(veto(sketches[a], sketches[b]) for a in sorted(small)[:_WITNESSES] for b in checked)
