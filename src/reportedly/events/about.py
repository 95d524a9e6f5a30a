"""Words about a happening, and which one of their own report they speak of.

A condemnation, a denial or a claim of responsibility gives neither the day nor the place of what it speaks of, and says
little of it. Held against every claim of the event it would join none. So it is likened to the happenings of its own
report alone, by weights of its own, and follows the likeliest of them wherever that one goes.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from .compare import place_score, time_score
from .likeness import likeness
from .sketch import Sketch

TERMS = (
    *("bias", "near", "lead", "later", "violent", "incident", "time", "time untold", "place", "place untold"),
    *("condemnation", "condemnation*lead", "denial", "denial*next", "same passage", "root text"),
)
_HALF = 600.0  # characters in which nearness falls by half
_NEXT = 150.0  # the same for a denial, which answers what was said just before
_LEAD = 800.0  # the same for how near a happening stands to the head of its report

Edges = Mapping[str, Mapping[str, float]]


def speaker_first(one: Sketch, other: Sketch) -> tuple[Sketch, Sketch] | None:
    """The two as (words, happening of the same report); None where they are not such a pair."""
    if one.report != other.report:
        return None
    if _speaks(one) and _is_told(other):
        return one, other
    return (other, one) if _speaks(other) and _is_told(one) else None


def _speaks(one: Sketch) -> bool:
    return one.about and one.kind == "statement"


def _is_told(one: Sketch) -> bool:
    return one.kind in ("incident", "tally")


def terms(words: Sketch, told: Sketch) -> tuple[float, ...]:
    """The numbers that the weights of `about` apply to, in the order of `TERMS`."""
    gap = max(0, words.start - told.end, told.start - words.end)
    time, place = time_score(words, told), place_score(words, told)
    lead = 0.5 ** (told.start / _LEAD)
    condemns, denies = float(words.type == "condemnation"), float(words.type == "denial")
    return (
        1.0,
        0.5 ** (gap / _HALF),
        lead,
        float(told.start > words.end),
        float(told.violent),
        float(told.kind == "incident"),
        *(time or 0.0, float(time is None)),
        *(place or 0.0, float(place is None)),
        *(condemns, condemns * lead),
        *(denies, denies * 0.5 ** (gap / _NEXT)),
        float(gap == 0),
        math.sqrt(likeness(words.words, told.words)),
    )


def referents(sketches: Mapping[str, Sketch], edges: Edges, held: Iterable[str]) -> dict[str, dict[str, float]]:
    """What each of the statements may speak of, by edges that are there; those in `held` are left out."""
    apart, found = set(held), {}
    for one in sorted(sketches.keys() - apart):
        words = sketches[one]
        if _speaks(words):
            near = edges.get(one, {}).items()
            told = {o: p for o, p in near if o in sketches and speaker_first(words, sketches[o])}
            if told:
                found[one] = told
    return found


def likeliest(told: Mapping[str, float], group_of: Mapping[str, int]) -> list[int]:
    """The groups that a statement may speak of, the likeliest first; several passages of one group count together."""
    unlike: dict[int, float] = {}
    for claim, p in sorted(told.items()):
        unlike[group_of[claim]] = unlike.get(group_of[claim], 0.0) + math.log1p(-min(p, 0.999))
    return sorted(unlike, key=lambda g: (unlike[g], g))
