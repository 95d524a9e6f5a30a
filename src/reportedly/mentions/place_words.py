"""What a toponym is, the word lists by which one is known, and how well known a place is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from ..ontology.load import data
from ..ports import Place
from ..text.names import folded_key, skeleton_key

LARGE = 100_000  # inhabitants from which a town is taken for itself without a cue
KNOWN = 15_000


@dataclass(frozen=True, slots=True)
class Toponym:
    """A span taken for the name of a place, with the places it may mean.

    `level` is the kind the words around it give ("province of X"), `container` the index of the
    toponym that holds it ("X, Idlib province"), `cue` the word that introduces it, `evidence` in
    [0, 1] how sure it is that a place is meant.
    """

    start: int
    end: int
    first: int
    last: int
    name: str
    places: tuple[Place, ...]
    adjectival: bool = False
    level: str = ""
    cue: str = ""
    evidence: float = 0.5
    whole_end: int = 0  # end of the name with its kind ("Homs province")
    unknown: bool = False  # a name with a strong cue that no gazetteer has


@cache
def lexicon() -> dict[str, Any]:
    """The word lists of places, as sets where they are looked up."""
    words = dict(data("places"))
    for key, value in words.items():
        if isinstance(value, list):
            words[key] = frozenset(map(str, value))
    for key, value in data("place_words").items():
        words[key] = frozenset(value.split())
    words["given"] = (words["given"] - words["never"]) | words["given_more"]
    words["adjectives"] = {
        folded_key(form): code for code, row in data("countries").items() for form in row["adjectives"]
    }
    words["short"] = {
        short: (country, name) for country, table in words["abbreviations"].items() for short, name in table.items()
    }
    return words


def is_upper(text: str) -> bool:
    """True for a report sent in capitals, where capitals say nothing about names."""
    sample = text[:4000]
    lower = sum(map(str.islower, sample))
    return sum(map(str.isupper, sample)) > 3 * lower


def is_major(place: Place, name: str) -> bool:
    """True for places that a report may name without saying what they are."""
    return place.kind in ("country", "province") or (place.population >= LARGE and not is_odd(place, name))


def leading(t: Toponym) -> Place:
    """The best known of the places that bear this very name."""
    named = [p for p in t.places[:12] if not is_odd(p, t.name)]
    return max(named, key=lambda p: (p.kind == "country", p.population)) if named else t.places[0]


def is_odd(place: Place, name: str) -> bool:
    """True where the name is a foreign or old one of the place: likelier something else."""
    if place.id.startswith(("place:", "region:", "country:", "adm1:", "iso:")):
        return False
    if place.kind == "district":
        return folded_key(name) != folded_key(place.name)
    return skeleton_key(name) != skeleton_key(place.name) and folded_key(name) not in folded_key(place.name)
