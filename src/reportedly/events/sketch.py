"""What linking looks at in a claim, worked out once: days, place, type, parties, toll, words, origin."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from ..model import Attribution, Claim, Harm, Harmed, Party, Report, When, Where
from ..ontology.load import data, word_set
from .likeness import Profile, profile, stem_set, stems

_LEVEL = {"site": 0, "town": 1, "district": 2, "province": 3, "country": 4}
_RADIUS_KM = (3.0, 8.0, 30.0, 90.0, 700.0)  # where a place has no radius of its own; by level
_OPEN_DAYS = 365  # a time with one open end reaches so far
_LETTERS = re.compile(r"(?<=\w) \([^()]+\)$")


@dataclass(frozen=True, slots=True)
class Sketch:
    """A claim as linking sees it. Days are proleptic ordinals, distances kilometres; None is not told."""

    id: str
    report: str
    kind: str
    type: str
    groups: frozenset[str]
    family: str
    violent: bool
    vague: bool
    about: bool
    first: int | None
    last: int | None
    stated: bool
    published: int | None
    lat: float | None
    lon: float | None
    reach: float
    level: int
    country: str
    admin: frozenset[str]
    place: frozenset[str]
    actors: frozenset[str]
    targets: frozenset[str]
    toll: Mapping[str, tuple[int | None, int | None]]
    words: Profile
    origin: str
    start: int
    end: int
    happening: str = ""
    placed: bool = True


# The fields that are kept as they are.
_PLAIN = (
    *("id", "report", "kind", "type", "first", "last", "stated", "published", "lat", "lon", "reach", "level"),
    *("country", "origin", "start", "end", "happening", "placed", "about"),
)


@dataclass(frozen=True, slots=True)
class TypeTraits:
    """What linking knows of an event type; see `ontology/linking.yaml`."""

    groups: frozenset[str] = frozenset()
    family: str = "other"
    violent: bool = False
    vague: bool = False
    about: bool = False


@cache
def _types() -> dict[str, TypeTraits]:
    table = data("linking")
    groups, families = table["groups"], table["families"]
    names = {t for part in (*groups.values(), *families.values(), table["vague"]) for t in part}
    return {
        t: TypeTraits(
            frozenset(g for g, members in groups.items() if t in members),
            next((f for f, members in families.items() if t in members), "other"),
            t in table["violent"],
            t in table["vague"],
            t in table["about"],
        )
        for t in names
    }


def type_traits(name: str) -> TypeTraits:
    """The traits of an event type; an unknown type stands alone."""
    return _types().get(name) or TypeTraits()


def nobody() -> frozenset[str]:
    """Stems of names that stand for nobody in particular ("civilians", "gunmen")."""
    return stem_set("nobody")


@cache
def _one_attack() -> re.Pattern[str]:
    nouns = "|".join(sorted(word_set("linking", "one_attack")))
    return re.compile(rf"(?i)(?:\b(?:the|this|that)|['’]s)\s+(?:[\w-]+\s+){{0,2}}(?:{nouns})\b")


def _names_one_attack(evidence: str) -> bool:
    """True for "blamed the army for the attack", not for "accused the army of attacks"."""
    return bool(_one_attack().search(evidence))


@cache
def _no_names() -> re.Pattern[str]:
    """Articles and other words that are no part of a name."""
    places = "|".join(sorted(word_set("linking", "place_words")))
    return re.compile(rf"\b(?:al|el|ar|as|ad|an|at|az|ash|the|of|in|{places})\b")


@lru_cache(maxsize=65536)
def name_stems(name: str) -> frozenset[str]:
    """The words by which a name is known, without article, case and ending, and without its letters ("(UN)")."""
    plain = _no_names().sub(" ", _LETTERS.sub("", name).lower().replace("-", " "))
    return frozenset(stems(plain))


def party_keys(parties: Iterable[Party]) -> frozenset[str]:
    """One key a party: its id in the actor table, or else the stems of its name."""
    return frozenset(p.actor or " ".join(sorted(name_stems(p.name))) for p in parties) - {""}


def origin_key(attribution: Attribution) -> str:
    """Who the claim goes back to, as a key; "" where the text names no source."""
    origin = attribution.origin
    return " ".join(sorted(name_stems(origin.name))) if origin else ""


def _days(when: When | None) -> tuple[int | None, int | None]:
    if when is None or (when.earliest is None and when.latest is None):
        return None, None
    first = when.earliest.toordinal() if when.earliest else None
    last = when.latest.toordinal() if when.latest else None
    if first is None:
        return last - _OPEN_DAYS if last else None, last
    return first, first + _OPEN_DAYS if last is None else last


def toll_sums(toll: tuple[Harm, ...]) -> dict[str, tuple[int | None, int | None]]:
    """Per outcome the figure that counts all sides, subsets left out; equipment counts apart."""
    sums: dict[str, tuple[int | None, int | None]] = {}
    for harm in toll:
        if harm.part_of is not None or not harm.figure.is_told:
            continue
        key = harm.outcome.value + (" things" if harm.party is Harmed.EQUIPMENT else "")
        low, high = harm.figure.low, harm.figure.high
        if key in sums:
            one, two = sums[key]
            low = (one or 0) + (low or 0)
            high = None if two is None or high is None else two + high
        sums[key] = (low, high)
    return sums


def sketch(claim: Claim, report: Report | None = None) -> Sketch:
    """The sketch of a claim; `report` gives the day of publication, where it is known."""
    traits = type_traits(claim.type)
    first, last = _days(claim.when)
    where = claim.where
    level = _LEVEL[where.precision] if where else 4
    published = report.published.toordinal() if report and report.published else None
    evidence = " ".join(span.text for span in claim.evidence)
    return Sketch(
        claim.id,
        claim.report,
        claim.kind.value,
        claim.type,
        traits.groups,
        traits.family,
        traits.violent,
        traits.vague,
        traits.about or (claim.type in word_set("linking", "about_one") and _names_one_attack(evidence)),
        first,
        last,
        claim.when is not None and claim.when.basis == "stated",
        published,
        where.lat if where else None,
        where.lon if where else None,
        _reach(where, level),
        level,
        (where.country or "") if where else "",
        name_stems(where.admin1) if where and where.admin1 else frozenset(),
        name_stems(where.name) if where else frozenset(),
        party_keys(claim.actors),
        party_keys(claim.targets),
        toll_sums(claim.toll),
        profile(evidence),
        origin_key(claim.attribution),
        min((s.start for s in claim.evidence), default=0),
        max((s.end for s in claim.evidence), default=0),
        claim.happening,
        _says(claim, where),
    )


def _says(claim: Claim, where: Where | None) -> bool:
    """True where the claim's own passage names its place; "the town" rests on what stood before."""
    if where is None or where.span is None:
        return True
    span = where.span
    return bool(name_stems(span.text)) and any(e.holds(span) for e in claim.evidence)


def _reach(where: Where | None, level: int) -> float:
    if where is None:
        return _RADIUS_KM[4]
    return where.radius / 1000 if where.radius else _RADIUS_KM[level]


def sketch_to_text(one: Sketch) -> str:
    """The sketch as one line of JSON, to be kept; what follows from the type is left out."""
    sets = [sorted(names) for names in (one.admin, one.place, one.actors, one.targets)]
    toll = [[key, *figure] for key, figure in one.toll.items()]
    words = [[word, share] for word, share in one.words.items()]
    plain = [getattr(one, name) for name in _PLAIN]
    return json.dumps([plain, sets, toll, words], separators=(",", ":"))


def sketch_from_text(text: str) -> Sketch:
    """The inverse of `sketch_to_text`, to the last digit; ValueError where the text is none."""
    plain, sets, toll, words = json.loads(text)
    given = dict(zip(_PLAIN, plain, strict=True))
    traits = type_traits(given["type"])
    admin, place, actors, targets = (frozenset(names) for names in sets)
    return Sketch(
        **given,
        groups=traits.groups,
        family=traits.family,
        violent=traits.violent,
        vague=traits.vague,
        admin=admin,
        place=place,
        actors=actors,
        targets=targets,
        toll={key: (low, high) for key, low, high in toll},
        words=dict(words),
    )
