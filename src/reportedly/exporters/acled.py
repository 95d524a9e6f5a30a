"""The ACLED layout: its 31 columns in order, so that what reads ACLED reads this."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import IO

from ..model import Claim, Event, Harm, Harmed, Outcome, Party, Report, Stand, Toll, When
from ..ontology.load import data
from ..ports import Dossier
from .acled_types import PROTESTS, RIOTS, acled_type, disorder_type, is_codable, targets_civilians
from .countries import country
from .losses import SIDES
from .parties import Coded, acled_actor, sides, voices
from .sheet import write_sheet
from .telling import tell_event, tell_fatalities, tell_stands

COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type",
    "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting",
    "iso", "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision",
    "source", "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip
NOTES_LIMIT = 4000  # a cell that every spreadsheet holds whole (their limit is 32,767)


class AcledExporter:
    """One row an event that ACLED would record; the page on formats says what it leaves out."""

    name = "acled"
    suffix = ".csv"
    leaves_out = "only those that ACLED would record are in it"

    def export(self, dossier: Dossier, out: IO[bytes]) -> None:
        """Header, then the events in the dossier's order, UTF-8."""
        write_sheet(out, COLUMNS, acled_rows(dossier))


def acled_rows(dossier: Dossier) -> Iterator[tuple[object, ...]]:
    """The rows, one by one; what has no value is ""."""
    for event in dossier.events:
        if is_codable(event):
            yield acled_row(event, dossier)


def acled_row(event: Event, dossier: Dossier) -> tuple[object, ...]:
    """One event in ACLED's columns."""
    claims = [dossier.claims[c] for c in event.claims if c in dossier.claims]
    reports = [dossier.reports[r] for r in event.reports if r in dossier.reports]
    coding = acled_type(event, claims)
    where = event.where
    nation = country(where.country if where else "")
    actors, targets = sides(event)
    one, beside_one = _side(actors, event, coding)
    two, beside_two = _side(targets, event, coding)
    if one is None and two is not None and two.inter == 7:
        one = Coded(f"Unidentified Armed Group ({nation.name})" if nation.name else "Unidentified Armed Group", 3)
    middle = _event_day(event.when)
    number, reason = fatalities(event, claims)
    return (
        f"{(where.country if where else None) or 'XX'}{event.id.removeprefix('e-')}",
        middle,
        middle.year if middle else "",
        event.when.acled_precision if event.when and middle else "",
        disorder_type(coding),
        *coding,
        *((one.name, beside_one, one.inter) if one else ("", "", 0)),
        *((two.name, beside_two, two.inter) if two else ("", "", 0)),
        _interaction(one.inter if one else 0, two.inter if two else 0),
        "Civilian targeting" if targets_civilians(event, coding) else "",
        nation.numeric,
        nation.acled_region,
        nation.name,
        *((where.admin1, where.admin2, "", where.name, where.lat, where.lon) if where else ("",) * 6),
        where.acled_precision if where and where.lat is not None else "",
        "; ".join(dict.fromkeys(r.outlet or r.id for r in reports)),
        _scale(reports, where.country if where else None),
        notes(event, dossier, reason),
        number,
        "; ".join(_tags(event, number)),
        _timestamp(reports),
    )


def notes(event: Event, dossier: Dossier, reason: str = "") -> str:
    """What happened as a coder tells it, each loss with who says which; at most 4,000 characters."""
    parts = [f"{tell_event(event)}."]
    for toll in event.tolls:
        live = [s for s in toll.stands if s not in toll.superseded]
        said = f" ({tell_stands(live)})" if live else ""
        words = tell_fatalities(toll, dossier)
        parts.append(f"{words[:1].upper()}{words[1:]}{said}.")
    parts += [reason] if reason else []
    text = " ".join(parts)
    return text if len(text) <= NOTES_LIMIT else text[: NOTES_LIMIT - 4].rsplit(" ", 1)[0] + " ..."


def fatalities(event: Event, claims: list[Claim]) -> tuple[int, str]:
    """ACLED's most conservative reported figure, and a sentence where a rule stands in for a number.

    Per side the lowest figure that stands, vague words at the codebook's values (tens 10, dozens
    12, hundreds 100); the total is that of the sides, or of all where that is larger.
    """
    by_id = {claim.id: claim for claim in claims}
    killed = [t for t in event.tolls if t.outcome is Outcome.KILLED and t.party is not Harmed.EQUIPMENT]
    apart = [n for t in killed if t.party in SIDES if (n := _lowest(t, by_id)) is not None]
    whole = [n for t in killed if t.party not in SIDES if (n := _lowest(t, by_id)) is not None]
    if apart or whole:
        return max(sum(apart), *whole, 0), ""
    if not killed:
        return 0, ""
    least = int(data("acled")["unnumbered"])
    return least, f"Number of fatalities not told: coded as {least}."


def _lowest(toll: Toll, claims: dict[str, Claim]) -> int | None:
    live = [s for s in toll.stands if s not in toll.superseded]
    told = [n for s in live if (n := _conservative(s, toll, claims)) is not None]
    return min(told) if told else toll.low


def _conservative(stand: Stand, toll: Toll, claims: dict[str, Claim]) -> int | None:
    claim = claims.get(stand.claim)
    for harm in claim.toll if claim else ():
        if (harm.outcome, harm.figure.low, harm.figure.high) == (toll.outcome, stand.low, stand.high):
            vague = _vague_value(harm)
            if vague is not None:
                return vague
    return stand.low if stand.low is not None else stand.high


def _vague_value(harm: Harm) -> int | None:
    """The codebook's value of a vague number phrase; None where it holds digits or no such word."""
    words = " ".join(harm.span.text.casefold().split())
    if any(c.isdigit() for c in words):
        return None
    return next((low for cue, low in _vague() if re.search(rf"\b{re.escape(cue)}\b", words)), None)


@cache
def _vague() -> tuple[tuple[str, int], ...]:
    rule = data("vague")["rules"]["acled"]
    return tuple(sorted(((str(k), int(v[0])) for k, v in rule.items()), key=lambda item: -len(item[0])))


def _event_day(when: When | None) -> date | None:
    """The day that stands for a range: the day itself, the middle of the range, or the end that is told."""
    if when is None:
        return None
    if when.earliest and when.latest:
        return when.earliest + timedelta((when.latest - when.earliest).days // 2)
    return when.earliest or when.latest


def _side(parties: tuple[Party, ...], event: Event, coding: tuple[str, str]) -> tuple[Coded | None, str]:
    """The first party of a side that is not a mere onlooker, and the others as associated actors."""
    where = (event.where.country if event.where else "") or ""
    coded = [acled_actor(p, where) for p in parties]
    if coding[0] in (PROTESTS, RIOTS):  # civilians who protest are protesters
        word, inter = ("Protesters", 6) if coding[0] == PROTESTS else ("Rioters", 5)
        coded = [Coded(c.name.replace("Civilians", word), inter, c.associated) if c.inter == 7 else c for c in coded]
    if not coded:
        return None, ""
    others = [name for c in coded[1:] for name in (c.name, c.associated)]
    beside = dict.fromkeys(name for name in (coded[0].associated, *others) if name and name != coded[0].name)
    return coded[0], "; ".join(beside)


def _interaction(one: int, two: int) -> str:
    """The two codes joined, lowest first; a party alone is joined with 0, as in "10"."""
    low, high = sorted((one, two))
    if not high:
        return ""
    return f"{low}{high}" if low else f"{high}0"


def _scale(reports: list[Report], where: str | None) -> str:
    """Source scale from what the actor table knows of the outlets; "" where it knows none of them."""
    scale, found = data("acled")["scale"], []
    for report in reports:
        row = voices().get(report.outlet.casefold())
        if row is not None:
            near = where and row.get("country") == where
            role = row["role"]
            found.append(
                scale[role] if role == "monitor" or (role in scale and not near) else scale["same" if near else "other"]
            )
    return "-".join(sorted(dict.fromkeys(found)))


def _tags(event: Event, number: int) -> list[str]:
    """What ACLED has no column for: the ledger's id, dispute, number of origins, credibility."""
    tags = [f"ledger={event.id}", f"independent sources={event.independent_sources}"]
    tags.append(f"credibility={event.credibility}")
    if any(t.disputed for t in event.tolls):
        tags.append("disputed figures")
    best = max((t.high or 0 for t in event.tolls if t.outcome is Outcome.KILLED), default=0)
    if best > number:
        tags.append(f"highest reported fatalities={best}")
    return tags


def _timestamp(reports: list[Report]) -> object:
    """Seconds since 1970 of the latest report's publication; "" where none is known."""
    times = [int(r.published.timestamp()) for r in reports if r.published]
    return max(times) if times else ""
