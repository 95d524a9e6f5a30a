"""The packaged gazetteer: towns, areas and countries of the world, with the project's own regions on top."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from ..ontology.load import data
from ..ports import Place
from ..text.names import folded_key, skeleton_key, without_article
from .index import PlaceIndex
from .table import TableGazetteer, from_rows

DATA = Path(__file__).parent / "data"
# Degrees within which a place of the project's own list replaces its namesake of the world index.
_SAME = 0.15


class BundledGazetteer:
    """Places of 500 people and more, provinces, districts and countries, and regions that conflicts are told by.

    Sources: GeoNames (CC BY 4.0), Natural Earth and the US Census Bureau (public domain), and the
    project's own `regions` and `places_extra`. Loading takes some hundredths of a second; the
    index stays on disk and is paged in as needed. Raises MissingModel where the index is not there.
    """

    name = "bundled"

    def __init__(self, folder: Path = DATA) -> None:
        self._index = PlaceIndex(folder)
        self._own = TableGazetteer(
            [*from_rows(data("regions"), "region"), *from_rows(data("places_extra"), "place")], "own"
        )
        self._cached = lru_cache(maxsize=20_000)(self._find)

    def lookup(self, name: str, *, alike: bool = True) -> tuple[Place, ...]:
        """Places that bear this name, best known first; with `alike` also one spelled alike, where none does.

        Exact names first (case, accents, hyphens and apostrophes aside), then without the Arabic
        article, then by consonant skeleton. () where there are none.
        """
        return self._cached(name, alike)

    def country(self, code: str) -> Place | None:
        """The country of an ISO 3166-1 alpha-2 code."""
        found = self._index.exact(f"iso {code.lower()}")
        return found[0] if found else None

    def _find(self, name: str, alike: bool) -> tuple[Place, ...]:
        own = tuple(map(self._grown, self._own.lookup(name, alike=False)))
        key, bare = folded_key(name), without_article(name)
        found = self._index.exact(key)
        if bare != key:
            found = _joined(found, self._index.exact(bare))
        elif not found and not own:
            found = _joined(*(self._index.exact(f"{article} {key}") for article in ("al", "ar", "as", "ash", "ad")))
        if found and found[0].kind == "province":
            found = _joined(found, self._namesakes(found[0], name))
        if alike and not own and not found:
            own = tuple(map(self._grown, self._own.lookup(name)))
            found = self._index.alike(skeleton_key(name))
        return _joined(own, tuple(p for p in found if not any(_is_same(p, mine) for mine in own)))

    def _grown(self, own: Place) -> Place:
        """The project's place with the population of the same place in the world index."""
        if own.kind != "town":
            return own
        found = self._index.alike(skeleton_key(own.name)) + self._index.exact(folded_key(own.name))
        same = (p.population for p in found if _is_same(p, own))
        return replace(own, population=max(same, default=0))

    def _namesakes(self, province: Place, name: str) -> tuple[Place, ...]:
        """Towns inside a province that bear its name in another spelling: a name may mean either."""
        towns = (p for p in self._index.alike(skeleton_key(name)) if p.kind == "town")
        return tuple(p for p in towns if (p.country, p.admin1) == (province.country, province.admin1))


def _joined(*parts: tuple[Place, ...]) -> tuple[Place, ...]:
    return tuple(dict.fromkeys(place for part in parts for place in part))


def _is_same(place: Place, own: Place) -> bool:
    if place.kind != own.kind or place.country != own.country:
        return False
    near = abs(place.lat - own.lat) < _SAME and abs(place.lon - own.lon) < _SAME
    return near or (own.kind == "town" and bool(own.admin1) and place.admin1 == own.admin1)
