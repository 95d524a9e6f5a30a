"""A user's own GeoNames dump as a gazetteer: every village of the countries that matter to them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from io import TextIOWrapper
from pathlib import Path

from ..errors import InvalidRecord, UnreadableInput
from ..ontology.load import data
from ..ports import Gazetteer, Place
from ..text.names import folded_key, skeleton_key, without_article
from .index import Named, PlaceIndex, write_index

_COLUMNS = 19  # of the dump format, tab-separated
# Feature codes of areas, and feature classes of everything else that is read.
_AREAS = {"PCLI": "country", "PCLD": "country", "ADM1": "province", "ADM2": "district", "ADM3": "district"}
_CLASSES = {"P": "town", "S": "site", "T": "site", "H": "site", "V": "site", "L": "district"}
_RADIUS = {"site": 1_500, "town": 2_000, "district": 20_000, "province": 80_000, "country": 400_000}
_LONGEST_NAME = 60


def read_dump(paths: Iterable[Path], countries: Sequence[str] = ()) -> Iterator[Named]:
    """The places of GeoNames dumps (`XX.txt`, `allCountries.txt`, or the same zipped), of some countries or of all.

    Settlements, areas and named features; roads, undersea features and historical areas are left
    out. Raises UnreadableInput where a file cannot be opened, InvalidRecord where a line does not
    have the dump's columns.
    """
    wanted = {code.upper() for code in countries}
    for path in paths:
        for number, line in enumerate(_lines(path), 1):
            fields = line.rstrip("\n").split("\t")
            if len(fields) != _COLUMNS:
                raise InvalidRecord(f"line {number} has {len(fields)} columns, not {_COLUMNS}", subject=str(path))
            if wanted and fields[8] not in wanted:
                continue
            named = _named(fields, path, number)
            if named is not None:
                yield named


def _lines(path: Path) -> Iterator[str]:
    try:
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                inner = next(n for n in archive.namelist() if n.endswith(".txt") and "readme" not in n.lower())
                with archive.open(inner) as raw:
                    yield from TextIOWrapper(raw, "utf-8")
        else:
            with path.open(encoding="utf-8") as file:
                yield from file
    except (OSError, UnicodeDecodeError, zipfile.BadZipFile, StopIteration) as error:
        raise UnreadableInput("the GeoNames dump cannot be read", subject=str(path)) from error


def _named(fields: Sequence[str], path: Path, number: int) -> Named | None:
    kind = _AREAS.get(fields[7]) if fields[6] == "A" else _CLASSES.get(fields[6])
    if kind is None or not fields[1]:
        return None
    try:
        lat, lon, population = float(fields[4]), float(fields[5]), int(fields[14] or 0)
    except ValueError as error:
        raise InvalidRecord(f"line {number} has no coordinates or population", subject=str(path)) from error
    country, code = fields[8], fields[10]
    usual = (data("provinces").get(country) or {}).get(code) or [""]
    admin1 = usual[0] or (fields[1] if kind == "province" else code)
    name = data("countries").get(country, {}).get("name", fields[1]) if kind == "country" else fields[1]
    place = Place(
        f"gn:{fields[0]}", admin1 if kind == "province" else name, kind, lat, lon, _RADIUS[kind], country,
        "" if kind == "country" else admin1, "", max(0, min(population, 2**32 - 1)),
    )  # fmt: skip
    others = [n for n in fields[3].split(",") if 0 < len(n) <= _LONGEST_NAME]
    own = [f"iso {country}"] if kind == "country" else []
    return Named(place, tuple(dict.fromkeys([fields[1], fields[2], *others, *own])))


def compile_dump(paths: Iterable[Path], folder: Path, countries: Sequence[str] = ()) -> None:
    """Compile dumps once into a folder that `GeoNamesGazetteer` opens in no time."""
    write_index(read_dump(paths, countries), folder)


class GeoNamesGazetteer:
    """Places of a compiled GeoNames dump; what it lacks is asked of `beneath`, another gazetteer.

    `folder` is what `compile_dump` wrote. Raises MissingModel where it is not there.
    """

    name = "geonames"

    def __init__(self, folder: Path, beneath: Gazetteer | None = None) -> None:
        self._index = PlaceIndex(folder)
        self._beneath = beneath

    def lookup(self, name: str, *, alike: bool = True) -> tuple[Place, ...]:
        """Places that bear this name, best known first; those beneath first, then what the dump adds."""
        known = self._beneath.lookup(name, alike=False) if self._beneath else ()
        found = self._index.exact(folded_key(name)) or self._index.exact(without_article(name))
        if alike and not found and not known:
            known = self._beneath.lookup(name) if self._beneath else ()
            found = self._index.alike(skeleton_key(name))
        seen = {place.id for place in known}
        return known + tuple(place for place in found if place.id not in seen)

    def country(self, code: str) -> Place | None:
        """The country of an ISO 3166-1 alpha-2 code."""
        found = self._index.exact(f"iso {code.lower()}")
        return found[0] if found else (self._beneath.country(code) if self._beneath else None)
