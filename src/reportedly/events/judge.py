"""How likely two claims tell of one event: a logistic model over the features, weights in the package.

The weights stand in `ontology/linking_weights.yaml` with how they were fitted;
`scripts/fit_linking.py` makes them again from hand-coded claims. Three sets: for claims of one
report (where coders tell happenings apart by their sources), for claims of different reports, and
for words about a happening of their own report (`about`).
What people judged is not decided here: `cluster` puts it above every probability.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

from ..ontology.load import data
from . import about
from .compare import NAMES, Feature, Scores, days_apart, features, kilometres, measure, speaks_of
from .likeness import weight
from .sketch import Sketch, nobody

MAX_GAP_DAYS = 1  # told times of one happening differ by one day at most (457 of 460 coded pairs overlap)
MAX_GAP_KM = 25.0  # beyond both radii; all of 1606 coded pairs of one event lie within them
READERS_WORD = 0.95  # for claims that the reader itself took from one happening of one report
_DATED = ("incident", "tally")
_UNTOLD = 0.4  # what a product counts for a time or place that is not told

TERMS = (
    "bias",
    *(f"{name}{part}" for name in NAMES for part in ("", " untold")),
    "time*place",
    "time*type",
    "place*type",
    "time*place*type",
    "root text",
    "root text*time*place",
    "same place",
    "same day",
    "same day and place",
    "same day, place and type",
    "source*time*place",
    "speaks of",
    "speaks of*near",
    "rare place",
    "rare place*type",
    "rare place*type, time untold",
    "a day apart, one inferred",
    "a day apart, one inferred*place",
    *(f"both {kind}{part}" for kind in ("tally", "posture", "statement") for part in ("", "*time*place")),
    "incident and tally",
    "places apart",
    "place names shared",
    "other actors",
    "targets*time*place",
    "vague*time*place",
    "toll unlike",
    "toll unlike*source",
    "same number of dead",
)
_FEW = 3  # so few dead are told of many a happening
_UNLIKE = 0.5  # figures of a loss that are less alike than this are told of two happenings


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the model thinks of a pair: the probability of one event, the features, and a veto in words."""

    probability: float
    features: tuple[Feature, ...]
    veto: str = ""


def terms(one: Sketch, other: Sketch) -> tuple[float, ...]:
    """The numbers that the weights apply to, in the order of `TERMS`."""
    scores = measure(one, other)
    values = [1.0]
    for score in scores:
        values += (0.0, 1.0) if score is None else (score, 0.0)
    return (
        *values,
        *_products(scores),
        *_particular(one, other, scores),
        *_kinds(one, other, scores),
        *_contrasts(one, other, scores),
    )


def _products(scores: Scores) -> tuple[float, ...]:
    time = _UNTOLD if scores[0] is None else scores[0]
    place = _UNTOLD if scores[1] is None else scores[1]
    kind, text, source = scores[2] or 0.0, math.sqrt(scores[7] or 0.0), scores[8] or 0.0
    here, then, both = float(place >= 0.9), float(time >= 0.99), time * place
    same = here * then
    return (
        both,
        time * kind,
        place * kind,
        both * kind,
        text,
        text * both,
        here,
        then,
        same,
        same if kind == 1.0 else 0.0,
        source * both,
    )


def _particular(one: Sketch, other: Sketch, scores: Scores) -> tuple[float, ...]:
    """Words about the other's attack, and a place that news seldom names: few things happen in one of those."""
    about = 1.0 if speaks_of(one, other) or speaks_of(other, one) else 0.0
    rare = min(1.0, sum(sorted(weight(w) for w in one.place & other.place)) / 15) if scores[1] else 0.0
    kind = scores[2] or 0.0
    untold = rare * kind if scores[0] is None else 0.0
    return about, about * (scores[9] or 0.0), rare, rare * kind, untold, *_a_day_apart(one, other, scores)


def _a_day_apart(one: Sketch, other: Sketch, scores: Scores) -> tuple[float, float]:
    """A day that follows from the publication or from a neighbouring claim is easily one day off."""
    incidents = one.kind == other.kind == "incident"
    inferred = float(incidents and days_apart(one, other) == 1 and not (one.stated and other.stated))
    return inferred, inferred * (_UNTOLD if scores[1] is None else scores[1])


def _time_and_place(scores: Scores) -> float:
    return (_UNTOLD if scores[0] is None else scores[0]) * (_UNTOLD if scores[1] is None else scores[1])


def _kinds(one: Sketch, other: Sketch, scores: Scores) -> tuple[float, ...]:
    if one.kind != other.kind or one.kind == "incident":
        return (0.0,) * 6
    both = _time_and_place(scores)
    at = ("tally", "posture", "statement").index(one.kind) * 2
    values = [0.0] * 6
    values[at], values[at + 1] = 1.0, both
    return tuple(values)


def _contrasts(one: Sketch, other: Sketch, scores: Scores) -> tuple[float, ...]:
    """What tells two happenings of one day and area apart: sites, parties and figures that are not the same."""
    both = _time_and_place(scores)
    unlike = float(scores[6] is not None and scores[6] < _UNLIKE)
    others = scores[4] == 0 and bool(one.actors - nobody()) and bool(other.actors - nobody())
    return (
        float({one.kind, other.kind} == {"incident", "tally"}),
        float(_are_two_places(one, other)),
        len(one.place & other.place) / max(1, len(one.place | other.place)),
        float(others),
        (scores[5] or 0.0) * both,
        both if one.vague != other.vague and one.violent and other.violent else 0.0,
        unlike,
        unlike * (scores[8] or 0.0),
        float(_have_same_dead(one, other)),
    )


def _are_two_places(one: Sketch, other: Sketch) -> bool:
    """True for two towns or sites by name; "the market of Qarun" and "Qarun" are no two."""
    if not one.place or not other.place or max(one.level, other.level) > 1:
        return False
    return not (one.place <= other.place or other.place <= one.place)


def _have_same_dead(one: Sketch, other: Sketch) -> bool:
    dead = one.toll.get("killed")
    return dead is not None and dead == other.toll.get("killed") and (dead[0] or 0) > _FEW


def terms_of(part: str) -> tuple[str, ...]:
    """The names of the terms of one set of weights."""
    return about.TERMS if part == "about" else TERMS


@cache
def _weights(part: str) -> tuple[float, ...]:
    table = data("linking_weights")["weights"][part]
    return tuple(float(table.get(name, 0.0)) for name in terms_of(part))


@cache
def threshold() -> float:
    """The average probability from which two groups of claims are one event."""
    return float(data("linking_weights")["threshold"])


def probability(one: Sketch, other: Sketch) -> float:
    """How likely two claims tell of one event, in [0, 1]; 0 where time or place rule it out."""
    if one.happening and one.happening == other.happening and one.report == other.report:
        return READERS_WORD
    if veto(one, other):
        return 0.0
    part, values = weighed(one, other)
    logit = sum(w * x for w, x in zip(_weights(part), values) if x)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def weighed(one: Sketch, other: Sketch) -> tuple[str, tuple[float, ...]]:
    """The set of weights that a pair is judged by, and the numbers they apply to."""
    spoken = about.speaker_first(one, other)
    if spoken:
        return "about", about.terms(*spoken)
    return "within" if one.report == other.report else "across", terms(one, other)


def veto(one: Sketch, other: Sketch) -> str:
    """Why the two cannot be one event whatever else agrees: days or places that exclude each other; "" if none.

    One report that gives two days means two happenings; two reports may differ by a day on one.
    Never where the reader took both from one happening of one report. Words about an event may
    fall days later and elsewhere, and a lasting posture has no one day: they are not held to these.
    """
    if one.happening and one.happening == other.happening and one.report == other.report:
        return ""
    if one.kind in _DATED and other.kind in _DATED:
        gap = days_apart(one, other)
        most = 0 if one.report == other.report else MAX_GAP_DAYS
        if gap is not None and gap > most:
            return f"{gap} day{'s' if gap > 1 else ''} apart"
    if one.kind != "statement" and other.kind != "statement":
        far = kilometres(one, other)
        if far is not None and far > one.reach + other.reach + MAX_GAP_KM:
            return f"{far:.0f} km apart"
    return ""


def is_firm(one: Sketch, other: Sketch) -> bool:
    """True where both claims say their day and place in their own words, none carried over from a neighbour."""
    return one.stated and other.stated and one.placed and other.placed


def opinion(one: Sketch, other: Sketch) -> Opinion:
    """The probability with its reasons, for people who judge a pair."""
    return Opinion(probability(one, other), features(one, other), veto(one, other))
