"""What a store writes beside each entry so that questions are answered fast; all of it can be made again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, floor, radians, sin
from typing import Any
from urllib.parse import quote

from reportedly.errors import InvalidQuery
from reportedly.model import Claim, Event, Figure, Report, When, Where
from reportedly.model.journal import write_time

from .words import claim_text, key, report_text, words

Row = dict[str, Any]

UNKNOWN_DAY = "~"  # sorts after every date
EARTH = 6_371_008.8  # mean radius in metres (IUGG)
# A box of more rows of cells than this is asked for without them: it holds much of the world.
MOST_ROWS = 60


@dataclass(frozen=True, slots=True)
class Losses:
    """Who was lost, in whole numbers by outcome: the sums of what is not part of another figure."""

    outcome: str
    low: int | None
    best: int | None
    high: int | None


def days(when: When | None) -> tuple[str, str]:
    """First and last day as text that sorts; an open end reaches to the ends of time."""
    if when is None or (when.earliest is None and when.latest is None):
        return UNKNOWN_DAY, ""
    first = when.earliest.isoformat() if when.earliest else ""
    return first, when.latest.isoformat() if when.latest else UNKNOWN_DAY


def cell(lat: float, lon: float) -> int:
    """The number of the one-degree cell of a point."""
    return (min(floor(lat), 89) + 90) * 360 + (floor(lon) + 180) % 360


def cells(box: tuple[float, float, float, float]) -> list[tuple[int, int]]:
    """The one-degree cells that a box touches, as ranges of numbers; none where it spans too many rows to list."""
    south, west, north, east = box
    rows = range(floor(south), min(floor(north), 89) + 1)
    if len(rows) > MOST_ROWS:
        return []
    left, right = (floor(west) + 180) % 360, (floor(east) + 180) % 360
    parts = ((left, 359), (0, right)) if west > east or left > right else ((left, right),)
    if west <= east and east - west >= 359:
        parts = ((0, 359),)
    return [((row + 90) * 360 + first, (row + 90) * 360 + last) for row in rows for first, last in parts]


def checked_box(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """The box; InvalidQuery where it is none on this planet."""
    south, west, north, east = box
    if not (-90 <= south <= north <= 90 and -180 <= west <= 180 and -180 <= east <= 180):
        raise InvalidQuery("a box is south, west, north, east in degrees", subject=str(box))
    return box


def vector(lat: float, lon: float) -> tuple[float, float, float]:
    """The point on the unit sphere; the straight distance of two such points orders them by nearness."""
    a, b = radians(lat), radians(lon)
    return cos(a) * cos(b), cos(a) * sin(b), sin(a)


def chord2(metres: float) -> float:
    """The square of the straight distance, on the unit sphere, of points so many metres apart."""
    half = min(metres / (2 * EARTH), radians(90))
    return (2 * sin(half)) ** 2


def around(near: tuple[float, float, float]) -> tuple[float, float, float, float]:
    """A box that holds the whole circle."""
    lat, lon, metres = near
    if not (-90 <= lat <= 90 and -180 <= lon <= 180 and metres >= 0):
        raise InvalidQuery("near is latitude, longitude and metres", subject=str(near))
    up = metres / 111_000 + 1e-6
    south, north = max(-90.0, lat - up), min(90.0, lat + up)
    narrow = min(cos(radians(south)), cos(radians(north)))
    side = up / narrow if narrow > 0.01 else 360.0
    if side >= 180:
        return south, -180.0, north, 180.0
    west, east = lon - side, lon + side
    return south, west + 360 if west < -180 else west, north, east - 360 if east > 180 else east


def place_columns(where: Where | None) -> Row:
    """Point, cell and administrative areas of a place; names folded."""
    row: Row = dict.fromkeys(("lat", "lon", "x", "y", "z", "cell"))
    row |= {"country": "", "admin1": "", "admin2": ""}
    if where is None:
        return row
    row |= {"country": where.country or "", "admin1": key(where.admin1 or ""), "admin2": key(where.admin2 or "")}
    if where.lat is not None and where.lon is not None:
        x, y, z = vector(where.lat, where.lon)
        row |= {"lat": where.lat, "lon": where.lon, "x": x, "y": y, "z": z, "cell": cell(where.lat, where.lon)}
    return row


def _sum(values: Iterable[int | None]) -> int | None:
    told = [value for value in values if value is not None]
    return sum(told) if told else None


def claim_losses(claim: Claim) -> tuple[Losses, ...]:
    """What one claim tells of each outcome, parts left out."""
    by: dict[str, list[Figure]] = {}
    for harm in claim.toll:
        if harm.part_of is None:
            by.setdefault(harm.outcome.value, []).append(harm.figure)
    return tuple(
        Losses(
            outcome,
            _sum(f.low for f in figures),
            _sum(f.low if f.low is not None else f.high for f in figures),
            _sum(f.high for f in figures),
        )
        for outcome, figures in sorted(by.items())
    )


def event_losses(event: Event) -> tuple[Losses, ...]:
    """What is reconciled of each outcome, all sides together."""
    outcomes = sorted({toll.outcome.value for toll in event.tolls})
    return tuple(
        Losses(
            outcome,
            _sum(t.low for t in event.tolls if t.outcome == outcome),
            _sum(t.best if t.best is not None else t.low for t in event.tolls if t.outcome == outcome),
            _sum(t.high for t in event.tolls if t.outcome == outcome),
        )
        for outcome in outcomes
    )


def parties(thing: Claim | Event) -> list[tuple[str, str]]:
    """(folded name, actor id) of each party of a claim or an event, each once, in order."""
    return list(dict.fromkeys((key(p.name), p.actor) for p in thing.actors + thing.targets))


def report_columns(report: Report) -> Row:
    """What reports are asked for by. The outlet is folded."""
    published = write_time(report.published) if report.published else UNKNOWN_DAY
    return {
        "id": report.id,
        "outlet": key(report.outlet),
        "first": published,
        "last": published if report.published else "",
        "language": key(report.language),
        "url": quote(report.url, safe=":/?#[]@!$&'()*+,;=%", errors="replace"),
    }


def claim_columns(claim: Claim) -> Row:
    """What claims are asked for by, in one row."""
    first, last = days(claim.when)
    return {
        "id": claim.id,
        "report": claim.report,
        "kind": claim.kind.value,
        "type": claim.type,
        "status": claim.status.value,
        "first": first,
        "last": last,
        "score": claim.score,
        **place_columns(claim.where),
    }


def event_columns(event: Event) -> Row:
    """What events are asked for by, in one row."""
    first, last = days(event.when)
    return {
        "id": event.id,
        "kind": event.kind.value,
        "type": event.type,
        "status": event.status,
        "first": first,
        "last": last,
        "independent": event.independent_sources,
        "credibility": event.credibility,
        **place_columns(event.where),
    }


@dataclass(frozen=True, slots=True)
class Item:
    """A report, claim or event with everything that it can be asked for by."""

    columns: Row
    parties: tuple[tuple[str, str], ...] = ()
    voices: tuple[str, ...] = ()
    losses: tuple[Losses, ...] = ()
    words: str = ""


def report_item(report: Report) -> Item:
    """A report as it is asked for."""
    return Item(report_columns(report), words=" ".join(words(report_text(report))))


def claim_item(claim: Claim) -> Item:
    """A claim as it is asked for; its outlet stands with its report."""
    voices = tuple(dict.fromkeys(key(link.name) for link in claim.attribution.links))
    return Item(
        claim_columns(claim), tuple(parties(claim)), voices, claim_losses(claim), " ".join(words(claim_text(claim)))
    )


def event_item(event: Event) -> Item:
    """An event as it is asked for; its words are those of its claims."""
    voices = tuple(dict.fromkeys(map(key, event.sources)))
    return Item(event_columns(event), tuple(parties(event)), voices, event_losses(event))


def write_cursor(item: Item) -> str:
    """Where a page ended: the first day and the id."""
    return f"{item.columns['first']}|{item.columns['id']}"


def read_cursor(cursor: str) -> tuple[str, str]:
    """The inverse of `write_cursor`; InvalidQuery where it is none."""
    first, bar, item_id = cursor.partition("|")
    if not bar:
        raise InvalidQuery("this cursor was not given by a page", subject=cursor[:80])
    return first, item_id
