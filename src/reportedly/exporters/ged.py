"""The UCDP GED layout: its 49 columns in order, for events with at least one direct death."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from ..model import Claim, Event, Harmed, Party, Report, Where
from ..ports import Dossier
from .countries import Country, country
from .losses import Loss, loss
from .parties import country_of, sides, ucdp_name, ucdp_side
from .sheet import write_sheet

COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id",
    "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
    "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office",
    "source_date", "source_headline", "source_original", "where_prec", "where_coordinates", "where_description",
    "adm_1", "adm_2", "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region",
    "event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians",
    "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
)  # fmt: skip
STATE_BASED, NON_STATE, ONE_SIDED = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Dyad:
    """The two sides as UCDP sees them; `kind` 1-3, None where the claims do not tell who fought whom.

    `apart` says that dead of state forces can only be of side a, dead of armed groups of side b.
    """

    kind: int | None
    a: str = ""
    b: str = ""
    gw_a: int | None = None
    gw_b: int | None = None
    apart: bool = True


class GedExporter:
    """One row an event of organised violence; ids of UCDP's own tables stay empty."""

    name = "ged"
    suffix = ".csv"
    leaves_out = "only those with a death are in it"

    def export(self, dossier: Dossier, out: IO[bytes]) -> None:
        """Header, then the events in the dossier's order, UTF-8."""
        write_sheet(out, COLUMNS, ged_rows(dossier))


def ged_rows(dossier: Dossier) -> Iterator[tuple[object, ...]]:
    """The rows, one by one; what has no value is ""."""
    for event in dossier.events:
        deaths = loss(event.tolls)
        if event.status == "asserted" and event.kind == "incident" and _has_deaths(deaths):
            yield ged_row(event, deaths, dossier)


def ged_row(event: Event, deaths: Loss, dossier: Dossier) -> tuple[object, ...]:
    """One event in GED's columns."""
    claims = [dossier.claims[c] for c in event.claims if c in dossier.claims]
    reports = sorted(
        (dossier.reports[r] for r in event.reports if r in dossier.reports), key=lambda r: (_published(r), r.id)
    )
    pair = dyad(event, deaths)
    names = f"{pair.a} - {pair.b}" if pair.a and pair.b else ""
    when, where = event.when, event.where
    first = (when.earliest or when.latest) if when else None
    last = (when.latest or when.earliest) if when else None
    nation = country(where.country if where else "")
    return (
        event.id, "", first.year if first else "", "", _status(event, pair), pair.kind,
        "", "", names if pair.kind != ONE_SIDED else "", "", "", names, "", "", pair.a, "", "", pair.b,
        len(reports), *_sources(reports), "; ".join(_originals(claims)) or "; ".join(event.sources),
        *_place(where, nation),
        event.clarity, int(when.precision) if when and first else "", first, last,
        *_deaths(pair, deaths),
        pair.gw_a, pair.gw_b,
    )  # fmt: skip


def _has_deaths(deaths: Loss) -> bool:
    return deaths.is_told and deaths.high != 0 and (deaths.best is None or deaths.best > 0 or bool(deaths.high))


def dyad(event: Event, deaths: Loss) -> Dyad:
    """Who fought whom, or who killed civilians: UCDP's type of violence with its two sides.

    State-based where a government is a side against an armed party, non-state where two armed
    groups are, one-sided where an armed party kills civilians and fights nobody.
    """
    actors, targets = sides(event)
    home = (event.where.country if event.where else "") or ""
    a, b = _armed(actors), _armed(targets)
    if not (a and b) and event.type in ("armed clash", "casualties"):
        a = b = a or b  # clashes are often told as "X and Y clashed"
    pair = _foes(a, b, home)
    if pair:
        return _fight(*pair)
    dead = {side for side, n in deaths.sides if n}
    civilians = any(ucdp_side(p) == "civilians" for p in targets) or Harmed.CIVILIAN in dead
    one = next(iter(_armed(actors)), None)
    if civilians and not _armed(targets) and not (dead - {Harmed.CIVILIAN}):
        return Dyad(ONE_SIDED, ucdp_name(one) if one else "", "Civilians", _gw(one) if one else None)
    hit = next(iter(_armed(targets)), None)
    if hit and ucdp_side(hit) == "government":
        return Dyad(STATE_BASED, ucdp_name(hit), "", _gw(hit))
    return Dyad(None, ucdp_name(one) if one else "", ucdp_name(hit) if hit else "", _gw(one) if one else None)


_RANK = {"government": 0, "organised group": 1, "unclear": 2}


def _foes(a: list[Party], b: list[Party], home: str) -> tuple[Party, Party] | None:
    """The two that fought: a government and a group before two of a kind, the own government of the country first."""
    pairs = [(one, other) for one in a for other in b if ucdp_name(one) != ucdp_name(other)]

    def order(pair: tuple[Party, Party]) -> tuple[int, bool, int]:
        states = [p for p in pair if ucdp_side(p) == "government"]
        own = any(home and country_of(p) == home for p in states)
        return (abs(len(states) - 1), not own, sum(_RANK[ucdp_side(p)] for p in pair))

    return min(pairs, key=order, default=None)


def _fight(one: Party, other: Party) -> Dyad:
    """Governments come first, as UCDP has them; of two equals the first by name."""
    first, second = sorted((one, other), key=lambda p: (_RANK[ucdp_side(p)], ucdp_name(p)))
    kinds = {ucdp_side(first), ucdp_side(second)}
    if "government" in kinds:
        kind: int | None = STATE_BASED
    else:
        kind = NON_STATE if kinds == {"organised group"} else None
    apart = len(kinds) > 1
    return Dyad(kind, ucdp_name(first), ucdp_name(second), _gw(first), _gw(second), apart)


def _armed(parties: tuple[Party, ...]) -> list[Party]:
    return [p for p in parties if ucdp_side(p) in ("government", "organised group", "unclear")]


def _gw(party: Party) -> int | None:
    return country(country_of(party)).gw if ucdp_side(party) == "government" else None


def _deaths(pair: Dyad, deaths: Loss) -> tuple[object, ...]:
    """deaths_a, deaths_b, deaths_civilians, deaths_unknown, best, high, low; best is the sum of the first four."""
    civilians = deaths.of(Harmed.CIVILIAN)
    state, groups = deaths.of(Harmed.STATE_FORCE), deaths.of(Harmed.ARMED_GROUP)
    a, b, unknown = 0, 0, deaths.unknown
    if pair.kind == STATE_BASED and pair.apart:
        a, b = state, groups
    else:  # of two states, two groups or no known dyad nobody says whose dead they were
        unknown += state + groups
    best = deaths.best
    if best is None or best == 0:  # deaths without a number: one is the least that makes an event
        unknown, best = unknown + 1, 1
    high = deaths.high if deaths.high is not None else best
    return (a, b, civilians, unknown, best, max(high, best), min(deaths.low if deaths.low is not None else best, best))


def _place(where: Where | None, nation: Country) -> tuple[object, ...]:
    """where_prec to region: twelve columns."""
    if where is None:
        return ("",) * 12
    on_map = where.lat is not None and where.lon is not None
    point = f"POINT ({where.lon:.6f} {where.lat:.6f})" if on_map else ""
    return (
        where.ucdp_precision,
        f"{where.name} {where.precision.value}" if on_map else "",
        where.span.text if where.span else where.name,
        where.admin1,
        where.admin2,
        where.lat,
        where.lon,
        point,
        priogrid(where.lat, where.lon) if where.lat is not None and where.lon is not None else "",
        nation.name,
        nation.gw,
        nation.ucdp_region,
    )


def priogrid(lat: float, lon: float) -> int:
    """The PRIO-GRID cell of a point: half-degree cells, numbered from 1 at 90 S 180 W eastwards, 720 a row."""
    row = min(int((lat + 90) * 2), 359)
    column = min(int((lon + 180) * 2), 719)
    return row * 720 + column + 1


def _sources(reports: list[Report]) -> tuple[str, str, str, str]:
    """source_article, source_office, source_date, source_headline, one part a report."""
    triples = [(_bare(r.outlet or r.id), _published(r), _bare(r.title)) for r in reports]
    article = ";".join(f'"{",".join(t)}"' for t in triples)
    offices, dates, titles = (";".join(t[k] for t in triples) for k in range(3))
    return article, offices, dates, titles


def _bare(text: str) -> str:
    return " ".join(text.replace('"', "'").replace(";", ",").split())


def _published(report: Report) -> str:
    return report.published.date().isoformat() if report.published else ""


def _originals(claims: list[Claim]) -> list[str]:
    """Who said it inside the reports: the end of each chain, each once."""
    names = (claim.attribution.origin.name for claim in claims if claim.attribution.origin and claim.toll)
    return list(dict.fromkeys(names))


def _status(event: Event, pair: Dyad) -> str:
    """ "Clear", or what a coder must still look at."""
    doubts = [
        *(["type"] if pair.kind is None else []),
        *(["dyad"] if not (pair.a and pair.b) else []),
        *(["geo"] if not (event.where and event.where.lat is not None) else []),
        *(["date"] if not (event.when and (event.when.earliest or event.when.latest)) else []),
        *(["deaths"] if any(t.disputed for t in event.tolls) else []),
    ]
    return f"Check {', '.join(doubts)}" if doubts else "Clear"
