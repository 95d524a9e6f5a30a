"""Parties in other data sets' terms: their country, whether they bear arms, ACLED and UCDP names and codes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from ..model import Event, Party
from ..ontology.load import data, files_in
from .countries import code_of, country

# Sorts whose members bear arms; those of a government may act by arms and are counted with its forces.
ARMED = ("state force", "government", "rebel group", "militia", "terrorist group", "international", "unidentified")
STATE = ("state force", "government")
GROUPS = ("rebel group", "militia", "terrorist group")


@dataclass(frozen=True, slots=True)
class Coded:
    """A party as ACLED writes it: `name`, the associated actor where one stands beside it, `inter` 1-8."""

    name: str
    inter: int
    associated: str = ""


@cache
def known_actors() -> dict[str, dict[str, Any]]:
    """The rows of the actor table by id; states by their code in small letters."""
    found: dict[str, dict[str, Any]] = {}
    for name in files_in("actors"):
        for row in data(name):
            if "iso" in row:
                found[row["iso"].lower()] = {"country": row["iso"], "role": "state", **row}
            elif "id" in row:
                found[row["id"]] = row
    return found


@cache
def voices() -> dict[str, dict[str, Any]]:
    """Agencies, outlets and monitors by each of their names in small letters."""
    rows = [row for row in known_actors().values() if row.get("role") in ("agency", "outlet", "monitor")]
    return {name.casefold(): row for row in rows for name in (row["name"], *row.get("aliases", ()))}


def sides(event: Event) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """Who did it and who suffered it; a party told on both sides (own losses told with the deed) stays a target."""
    suffered = {party.name for party in event.targets}
    return tuple(party for party in event.actors if party.name not in suffered), event.targets


def is_person(party: Party) -> bool:
    """True where the table knows this party as a person."""
    return bool(known_actors().get(party.actor, {}).get("role") == "official")


@lru_cache(maxsize=65536)
def country_of(party: Party) -> str:
    """The ISO code of the country a party is of, by the table or by its name ("Syrian Army"); "" where not known."""
    row = known_actors().get(party.actor)
    if row is not None:
        return str(row.get("country") or "")
    words = party.name.split()[:3]
    for length in range(len(words), 0, -1):
        if found := code_of(" ".join(words[:length]).removesuffix("'s")):
            return found
    return ""


def ucdp_side(party: Party) -> str:
    """UCDP's view of a party: government, organised group, civilians, unclear or none."""
    return str(data("sorts")["sorts"].get(party.sort, {}).get("ucdp_side", "none"))


def ucdp_name(party: Party) -> str:
    """A party as UCDP names it: "Government of Syria", "Civilians", else its usual name."""
    home = country_of(party)
    if party.sort in STATE and home:
        return f"Government of {country(home).name}"
    return "Civilians" if party.sort == "civilians" else party.name


@lru_cache(maxsize=65536)
def acled_actor(party: Party, where: str) -> Coded:
    """A party as ACLED names and numbers it in an event in the country `where` (ISO code or "").

    State forces outside their own country are external forces (8).
    """
    inter = int(data("sorts")["sorts"].get(party.sort, {}).get("acled_inter", 8))
    home = country_of(party) or (where if party.sort in (*STATE, "civilians", "unidentified") else "")
    place = country(home).name
    group = next((g for g in data("acled")["collective"] if set(party.name.casefold().split()) & set(g["words"])), None)
    if group and group["inter"] in (5, 6) and party.sort == "civilians":
        return Coded(f"{group['name']} ({place})" if place else group["name"], group["inter"])
    if party.sort == "civilians":
        kind = data("acled")["civilian_groups"].get(party.name, "")
        beside = f"{kind} ({place})" if kind and place else kind
        return Coded(f"Civilians ({place})" if place else "Civilians", inter, beside or _other_name(party))
    if party.sort in STATE and home and where and home != where:
        inter = 8
    if party.sort == "state force" and place and group and _is_generic(party, home):
        return Coded(f"{group['name']} {place}", inter)
    if party.sort == "unidentified":
        return Coded(f"Unidentified Armed Group ({place})" if place else "Unidentified Armed Group", inter)
    if party.sort == "government" and place and party.name.casefold().endswith("government"):
        return Coded(f"Government of {place}", inter)
    return Coded(party.name, inter)


def _is_generic(party: Party, home: str) -> bool:
    """True where a name says no more than whose forces they are ("Syrian Army"); the table's own names stay."""
    first = party.name.split()[:1]
    return bool(first) and (code_of(first[0]) == home or party.name == party.name.lower())


def _other_name(party: Party) -> str:
    return "" if party.name.casefold() in ("civilians", "civilian") else party.name
