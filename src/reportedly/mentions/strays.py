"""Which places a report cannot mean by a name: namesakes far from all that it tells of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ..ports import Gazetteer, Place
from ..text.names import folded_key, respellings, skeleton_key
from .geography import distance, is_inside
from .place_words import KNOWN, Toponym, is_odd

# Inhabitants from which a province, or a town, abroad is named in passing without its country ("Texas", "Nice").
_GREAT, _LARGE = 3_000_000, 150_000
_FAR = 300_000  # metres from every other place, at which likeness of a name alone is no proof
_OTHERS = 3  # names elsewhere that make a lone one abroad suspect


def without_strays(
    toponyms: Sequence[Toponym],
    chosen: Sequence[Place | None],
    links: Sequence[int],
    main: str,
    gazetteer: Gazetteer,
) -> list[Place | None]:
    """The places chosen, without those that the report cannot mean: None, or what its own country spells alike."""
    named, towns = _countries(toponyms, chosen)
    sure = [p for t, p in zip(toponyms, chosen, strict=True) if p and not t.unknown and p.kind != "country"]
    kept: list[Place | None] = []
    for t, place, link in zip(toponyms, chosen, links, strict=True):
        container = chosen[link] if link >= 0 else None
        if t.unknown:
            place = _trusted(place, container, main, sure)
        elif place is not None and _is_stray(t, place, container, named, towns):
            place = _respelled(t, named, gazetteer)
        kept.append(place)
    return kept


def _trusted(place: Place | None, container: Place | None, main: str, sure: Sequence[Place]) -> Place | None:
    """A place found by likeness of its name alone counts where the report's other places agree with it."""
    if place is None:
        return None
    if container is not None:
        return place if is_inside(place, container) else None
    near = not sure or any(distance((p.lat, p.lon), (place.lat, place.lon)) < _FAR + p.radius for p in sure)
    return place if place.country == main and near else None


def _respelled(t: Toponym, named: Counter[str], gazetteer: Gazetteer) -> Place | None:
    """A town whose name is this one spelled another way, in a country of which the report names more."""
    towns = (p for name in respellings(t.name) for p in gazetteer.lookup(name, alike=False) if p.kind == "town")
    near = [p for p in towns if named[p.country] >= _OTHERS]
    return max(near, key=lambda p: named[p.country], default=None)


def _countries(toponyms: Sequence[Toponym], chosen: Sequence[Place | None]) -> tuple[Counter[str], Counter[str]]:
    """How many different names of the report lie in each country, of any kind and of smaller areas alone."""
    names = {
        (folded_key(t.name), place.country, place.kind != "country")
        for t, place in zip(toponyms, chosen, strict=True)
        if place is not None
    }
    return Counter(country for _, country, _ in names), Counter(country for _, country, small in names if small)


def _is_weak(t: Toponym, place: Place) -> bool:
    """True where the name of its country alone ("China") does not make a place likely."""
    translated = place.kind == "province" and skeleton_key(place.name) != skeleton_key(t.name)  # "Sud" for Southern
    return (
        translated or is_odd(place, t.name) or t.evidence < 0.5 or (place.kind == "town" and place.population < KNOWN)
    )


def _is_stray(t: Toponym, place: Place, container: Place | None, named: Counter[str], towns: Counter[str]) -> bool:
    """True for a little-known namesake in a country of which the report names nothing else.

    "The village of al-Sabha" in a report on Syria is not the Sabha of Libya; "Front" is no town of Italy;
    "X, Borno state" lies in Borno.
    """
    company = towns if _is_weak(t, place) else named
    if place.kind == "country" or place.id.startswith("region:") or company[place.country] > 1:
        return False
    if container is not None:
        return bool(container.country) and not is_inside(place, container)
    if place.population > (_GREAT if place.kind == "province" else _LARGE):
        return False
    if named.total() - named[place.country] < _OTHERS:
        return False
    unsure = t.evidence < 0.75 or t.level in ("town", "site", "district")
    return unsure or (place.kind != "province" and max(named.values()) > _OTHERS)
