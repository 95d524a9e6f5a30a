"""A small gazetteer held in memory: for regions, supplements and a user's own list of places."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..ports import Place
from ..text.names import folded_key, skeleton_key, without_article
from .index import Named

_RADIUS = {"site": 1_000, "town": 2_500, "district": 15_000, "province": 60_000, "country": 300_000}


def from_rows(rows: Iterable[Any], prefix: str) -> list[Named]:
    """Named places from rows of `[name, lat, lon, country, admin1, kind, radius_km, aliases]`.

    The last three may be left out: a town, the usual radius of its kind, no other names.
    """
    found = []
    for row in rows:
        name, lat, lon, country, admin1 = row[:5]
        kind = row[5] if len(row) > 5 else "town"
        radius = row[6] if len(row) > 6 else None
        aliases = row[7] if len(row) > 7 else ()
        metres = round(radius * 1000) if radius else _RADIUS[kind]
        key = f"{prefix}:{country or 'xx'}.{folded_key(name).replace(' ', '-')}"
        place = Place(key, name, kind, lat, lon, metres, country or "", admin1 or "")
        found.append(Named(place, tuple(aliases)))
    return found


class TableGazetteer:
    """Places from a list, looked up by exact folded name, then by name without article, then by skeleton."""

    def __init__(self, named: Iterable[Named], name: str = "table") -> None:
        self.name = name
        self._exact: dict[str, list[Place]] = {}
        self._alike: dict[str, list[Place]] = {}
        self._countries: dict[str, Place] = {}
        for entry in sorted(named, key=lambda n: (-n.place.population, n.place.id)):
            place = entry.place
            if place.kind == "country" and place.country:
                self._countries.setdefault(place.country, place)
            for spelling in (place.name, *entry.names):
                for key in {folded_key(spelling), without_article(spelling)}:
                    _add(self._exact, key, place)
                _add(self._alike, skeleton_key(spelling), place)

    def lookup(self, name: str, *, alike: bool = True) -> tuple[Place, ...]:
        """Places that bear this name, or with `alike` one spelled alike, best known first."""
        found = self._exact.get(folded_key(name)) or self._exact.get(without_article(name))
        if not found and alike:
            found = self._alike.get(skeleton_key(name))
        return tuple(found or ())

    def country(self, code: str) -> Place | None:
        """The country of an ISO 3166-1 alpha-2 code."""
        return self._countries.get(code.upper())


def _add(table: dict[str, list[Place]], key: str, place: Place) -> None:
    if key:
        places = table.setdefault(key, [])
        if place not in places:
            places.append(place)
