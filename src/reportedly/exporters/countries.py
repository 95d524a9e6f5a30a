"""Countries in other data sets' codes: ISO numeric, Gleditsch-Ward, regions; by ISO 3166-1 alpha-2."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ..ontology.load import data


@dataclass(frozen=True, slots=True)
class Country:
    """One country: `numeric` and `alpha3` of ISO 3166-1, `gw` the Gleditsch-Ward state number; None where none is."""

    name: str
    numeric: int | None
    alpha3: str
    gw: int | None
    acled_region: str
    ucdp_region: str


NOWHERE = Country("", None, "", None, "", "")


@cache
def country(code: str | None) -> Country:
    """The country of a code; for a code that no table knows one that has the code as its name."""
    if not code:
        return NOWHERE
    return _table().get(code, Country(code, None, code, None, "", ""))


@cache
def code_of(name: str) -> str:
    """The code of a country by its usual or other name or adjective, as "Syria" or "Syrian"; "" where none."""
    return _names().get(name.casefold(), "")


@cache
def _table() -> dict[str, Country]:
    names = {code: row["name"] for code, row in data("countries").items()}
    found = {}
    for region in data("country_codes"):
        for code, (numeric, alpha3, gw, *own) in region["countries"].items():
            ucdp = own[0] if own else region["ucdp"]
            found[code] = Country(names.get(code, code), numeric, alpha3, gw, region["acled"], ucdp)
    return found


@cache
def _names() -> dict[str, str]:
    found: dict[str, str] = {}
    for code, row in data("countries").items():
        for name in (row["name"], *row.get("aliases", ()), *row.get("adjectives", ())):
            found.setdefault(str(name).casefold(), code)
    return found
