"""How alike two claims are, feature by feature: a score in [0, 1] each, and a reason in words.

`measure` is the fast form for the inner loop, `features` the same with reasons for people.
None means that one of the two does not tell: a missing day or place neither joins nor parts.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from .likeness import likeness
from .sketch import Sketch, nobody

NAMES = ("time", "place", "type", "kind", "actors", "targets", "toll", "text", "source", "near")
Scores = tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing compared: its name, how alike in [0, 1] (None: not told), and why, in words."""

    name: str
    score: float | None
    reason: str


def measure(one: Sketch, other: Sketch) -> Scores:
    """The scores of all features, in the order of `NAMES`; symmetric in the two claims."""
    return (
        time_score(one, other),
        place_score(one, other),
        type_score(one, other),
        kind_score(one, other),
        party_score(one.actors, other.actors),
        party_score(one.targets, other.targets),
        toll_score(one, other),
        likeness(one.words, other.words),
        None if not (one.origin and other.origin) else float(one.origin == other.origin),
        near_score(one, other),
    )


def days_apart(one: Sketch, other: Sketch) -> int | None:
    """Whole days between the two times, 0 where they overlap, None where one is not told."""
    if one.first is None or one.last is None or other.first is None or other.last is None:
        return None
    return max(0, one.first - other.last, other.first - one.last)


def time_score(one: Sketch, other: Sketch) -> float | None:
    """1 for the same day, less for ranges that overlap in part, near 0 beyond a week."""
    gap = days_apart(one, other)
    if gap is None:
        return None
    if gap:
        return 0.5 / (1 + gap) if gap <= 7 else 0.0
    shared = min(one.last, other.last) - max(one.first, other.first) + 1  # type: ignore[operator,type-var]
    union = max(one.last, other.last) - min(one.first, other.first) + 1  # type: ignore[operator,type-var]
    return 0.5 + 0.5 * math.sqrt(shared / union)


def kilometres(one: Sketch, other: Sketch) -> float | None:
    """Distance of the two points on the sphere, None where one has none."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    mid = math.radians((one.lat + other.lat) / 2)
    turn = abs(one.lon - other.lon)
    dx = min(turn, 360 - turn) * math.cos(mid)
    return 111.2 * math.hypot(one.lat - other.lat, dx)


def place_score(one: Sketch, other: Sketch) -> float | None:
    """1 for one place, 0.5 to 0.8 for a place inside another, 0 beyond both radii."""
    if one.place and one.place == other.place and one.country == other.country:
        return 1.0
    far = kilometres(one, other)
    if far is not None:
        if far < 6 and abs(one.level - other.level) <= 1:
            return 0.95
        reach = one.reach + other.reach
        if far <= reach:
            return 0.5 + 0.3 * min(one.reach, other.reach) / max(one.reach, other.reach, 1.0)
        return max(0.0, 0.4 - 0.4 * (far - reach) / 50)
    if one.admin and other.admin:
        return 0.6 if one.admin & other.admin else 0.1
    if one.country and other.country:
        return 0.4 if one.country == other.country else 0.0
    return None


def type_score(one: Sketch, other: Sketch) -> float:
    """1 for one type, 0.6 within a group, 0.5 where one is vague, 0.3 for two kinds of violence, else 0."""
    if one.type == other.type:
        return 1.0
    if one.groups & other.groups:
        return 0.6
    if speaks_of(one, other) or speaks_of(other, one):
        return 0.6
    if (one.vague and other.violent) or (other.vague and one.violent):
        return 0.5
    return 0.3 if one.violent and other.violent else 0.0


def speaks_of(one: Sketch, other: Sketch) -> bool:
    """True where one is a claim of responsibility, a condemnation or a denial, and the other an attack."""
    return one.about and other.violent and other.kind == "incident"


def kind_score(one: Sketch, other: Sketch) -> float:
    """1 for one kind, 0.7 for words about an attack beside an attack, else 0."""
    if one.kind == other.kind:
        return 1.0
    return 0.7 if speaks_of(one, other) or speaks_of(other, one) else 0.0


def party_score(some: frozenset[str], others: frozenset[str]) -> float | None:
    """1 where a party stands on both sides under one name, less for part of a name; None untold."""
    if not some or not others:
        return None
    if some & others - nobody():
        return 1.0
    best = 0.0
    for one in some:
        words = set(one.split())
        for other in others:
            theirs = set(other.split())
            shared = words & theirs
            if shared:
                score = len(shared) / min(len(words), len(theirs))
                best = max(best, score * (0.9 if shared - nobody() else 0.5))
    return best


def toll_score(one: Sketch, other: Sketch) -> float | None:
    """1 where the figures of a loss allow each other, the smaller over the larger where not."""
    if not one.toll or not other.toll:
        return None
    scores = [_figures(figure, other.toll[outcome]) for outcome, figure in one.toll.items() if outcome in other.toll]
    return sum(scores) / len(scores) if scores else None


def _figures(a: tuple[int | None, int | None], b: tuple[int | None, int | None]) -> float:
    if a == b:
        return 1.0
    low_a, high_a = a[0] or 0, a[1] if a[1] is not None else math.inf
    low_b, high_b = b[0] or 0, b[1] if b[1] is not None else math.inf
    point_a = low_a if a[0] is not None else high_a
    point_b = low_b if b[0] is not None else high_b
    ratio = min(point_a, point_b) / max(point_a, point_b) if max(point_a, point_b) else 1.0
    overlap = low_a <= high_b and low_b <= high_a
    return 0.5 + 0.4 * ratio if overlap else 0.8 * ratio


def near_score(one: Sketch, other: Sketch) -> float | None:
    """1 for passages side by side in one report, falling by half every 600 characters; None across reports."""
    if one.report != other.report:
        return None
    gap = max(0, one.start - other.end, other.start - one.end)
    return 0.5 ** (gap / 600)


def features(one: Sketch, other: Sketch) -> tuple[Feature, ...]:
    """All features with reasons in words, in the order of `NAMES`."""
    says = (_say_time, _say_place, _say_type, _say_kind, _say_actors, _say_targets, _say_toll, _say_text)
    scores = measure(one, other)
    reasons = [say(one, other) for say in says]
    reasons.append("not both sourced" if scores[8] is None else ("same" if scores[8] else "different") + " origin")
    reasons.append("different reports" if scores[9] is None else "passages of one report")
    return tuple(map(Feature, NAMES, scores, reasons))


def _say_time(one: Sketch, other: Sketch) -> str:
    gap = days_apart(one, other)
    if gap is None:
        return "time not told by both"
    if gap:
        return f"{gap} day{'s' if gap > 1 else ''} apart"
    return "same time" if (one.first, one.last) == (other.first, other.last) else "times overlap"


def _say_place(one: Sketch, other: Sketch) -> str:
    if one.place and one.place == other.place:
        return f"same place ({' '.join(sorted(one.place))})"
    far = kilometres(one, other)
    if far is not None:
        inside = " within" if far <= one.reach + other.reach else " beyond"
        return f"{far:.0f} km apart,{inside} what the places cover"
    return "place not told by both" if place_score(one, other) is None else "known by province or country only"


def _say_type(one: Sketch, other: Sketch) -> str:
    return f"both {one.type}" if one.type == other.type else f"{one.type} and {other.type}"


def _say_kind(one: Sketch, other: Sketch) -> str:
    return f"both {one.kind}" if one.kind == other.kind else f"{one.kind} and {other.kind}"


def _say_parties(some: frozenset[str], others: frozenset[str], what: str) -> str:
    shared = sorted(some & others)
    if shared:
        return f"same {what} ({', '.join(shared)})"
    return f"{what}s not told by both" if not (some and others) else f"other {what}s"


def _say_actors(one: Sketch, other: Sketch) -> str:
    return _say_parties(one.actors, other.actors, "actor")


def _say_targets(one: Sketch, other: Sketch) -> str:
    return _say_parties(one.targets, other.targets, "target")


def _say_toll(one: Sketch, other: Sketch) -> str:
    shared = sorted(set(one.toll) & set(other.toll))
    if not shared:
        return "no loss told by both"
    return "; ".join(f"{k} {_range(one.toll[k])} and {_range(other.toll[k])}" for k in shared)


def _range(figure: tuple[int | None, int | None]) -> str:
    low, high = figure
    if low == high:
        return "some" if low is None else str(low)
    return f"up to {high}" if low is None else f"{low} or more" if high is None else f"{low}-{high}"


def _say_text(one: Sketch, other: Sketch) -> str:
    shared = sorted(set(one.words) & set(other.words), key=lambda w: (-one.words[w] * other.words[w], w))[:4]
    return "shares " + ", ".join(shared) if shared else "no words that matter in common"
