"""The two drawings of a situation report: where it happened, and when how many were killed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta

from ...model import Event
from ..losses import loss
from ..outlines import lines_in
from .scene import Bar, Disc, Label, Line, Point, Scene

_WIDTH, _HEIGHT = 720, 440
_METRES = 111_320  # a degree of latitude
_LEAST = 1.5  # degrees around a single point
MARKED = 40  # places that get a number


def places(events: Sequence[Event]) -> list[tuple[str, float, float, list[Event]]]:
    """The places on the map with their events, those with most events first: name, latitude, longitude, events."""
    found: dict[tuple[float, float], tuple[str, list[Event]]] = {}
    for event in events:
        where = event.where
        if where is not None and where.lat is not None and where.lon is not None:
            found.setdefault((where.lat, where.lon), (where.name, []))[1].append(event)
    rows = [(name, lat, lon, some) for (lat, lon), (name, some) in found.items()]
    return sorted(rows, key=lambda row: (-len(row[3]), row[0], row[1], row[2]))


def draw_map(events: Sequence[Event]) -> Scene | None:
    """A map with a number for each place; the pale disc is the area within which it may lie. None without places."""
    rows = places(events)
    if not rows:
        return None
    box = _box([(lat, lon) for _, lat, lon, _ in rows])
    south, west, north, east = box
    narrow = math.cos(math.radians((south + north) / 2))
    scale = min(_WIDTH / ((east - west) * narrow), _HEIGHT / (north - south))
    middle_lon, middle_lat = (west + east) / 2, (south + north) / 2

    def at(lon: float, lat: float) -> Point:
        return _WIDTH / 2 + (lon - middle_lon) * narrow * scale, _HEIGHT / 2 - (lat - middle_lat) * scale

    wide_lon, wide_lat = _WIDTH / 2 / narrow / scale, _HEIGHT / 2 / scale
    view = (middle_lat - wide_lat, middle_lon - wide_lon, middle_lat + wide_lat, middle_lon + wide_lon)
    homes = frozenset(e.where.country for e in events if e.where and e.where.country)
    shapes: list[Line | Disc | Bar | Label] = [
        Line(tuple(at(*corner) for corner in ring), kind, 0.6 if kind == "province" else 1.2, closed=True)
        for kind, ring in sorted(lines_in(view, homes), key=lambda item: item[0] != "province")
        if len(ring) > 1
    ]
    for _, lat, lon, some in reversed(rows):
        reach = max((e.where.radius or 0 for e in some if e.where), default=0) / _METRES * scale
        if 6 < reach < _WIDTH:
            shapes.append(Disc(*at(lon, lat), reach, "area", 0.10))
    for number, (_, lat, lon, some) in reversed(list(enumerate(rows, 1))):
        x, y = at(lon, lat)
        shapes.append(Disc(x, y, 4 + min(6.0, math.sqrt(len(some))), "event", 0.8))
        if number <= MARKED:
            shapes.append(Label(x, y - 8 - min(6.0, math.sqrt(len(some))), str(number)))
    return Scene(_WIDTH, _HEIGHT, tuple(shapes))


def _box(spots: list[tuple[float, float]]) -> tuple[float, float, float, float]:
    lats, lons = [s[0] for s in spots], [s[1] for s in spots]
    margin = max(_LEAST, (max(lats) - min(lats)) * 0.15, (max(lons) - min(lons)) * 0.15)
    return (
        max(-90.0, min(lats) - margin),
        min(lons) - margin,
        min(90.0, max(lats) + margin),
        max(lons) + margin,
    )


def draw_timeline(events: Sequence[Event]) -> tuple[Scene, int, str] | None:
    """Killed by day (or by longer steps): the bar is the best figure, the black line runs from low to high.

    Gives the drawing, the number of events left out since their day is not known closely enough,
    and the name of the step; None where no event can be drawn.
    """
    dated = [(e, e.when.earliest, e.when.latest) for e in events if e.when and e.when.earliest and e.when.latest]
    if not dated:
        return None
    first, last = min(d for _, d, _ in dated), max(d for _, _, d in dated)
    step = next((s for s in (1, 7, 30, 365) if (last - first).days // s < 45), 3650)
    bins: dict[int, tuple[int, int, int, int]] = {}
    left_out = len(events) - len(dated)
    for event, start, end in dated:
        k = (start - first).days // step
        if (end - first).days // step != k:
            left_out += 1
            continue
        killed = loss(event.tolls)
        low, best, high = bins.get(k, (0, 0, 0, 0))[:3]
        told = killed.best or 0
        bins[k] = (low + (killed.low or told), best + told, high + (killed.high or told), bins.get(k, (0,) * 4)[3] + 1)
    if not bins:
        return None
    names = {1: "day", 7: "week", 30: "30 days", 365: "365 days", 3650: "3,650 days"}
    return _bars(bins, (last - first).days // step + 1, first, step), left_out, names[step]


def _bars(bins: dict[int, tuple[int, int, int, int]], count: int, first: date, step: int) -> Scene:
    left, right, foot, top, height = 50.0, 20.0, 190.0, 20.0, 240
    most = max(1, *(high for _, _, high, _ in bins.values()))
    slot = (_WIDTH - left - right) / count
    shapes: list[Line | Disc | Bar | Label] = [
        Line(((left, foot), (_WIDTH - right, foot)), "axis"),
        Line(((left, foot), (left, top)), "axis"),
        Label(left - 22, foot + 4, "0"),
        Label(left - 22, top + 8, f"{most:,}"),
    ]
    for k, (low, best, high, number) in sorted(bins.items()):
        x = left + slot * k
        unit = (foot - top) / most
        shapes.append(Bar(x + slot * 0.2, foot - best * unit, max(1.0, slot * 0.6), best * unit, "bar"))
        if high > low:
            middle = x + slot / 2
            shapes.append(Line(((middle, foot - low * unit), (middle, foot - high * unit)), "range", 1.5))
        shapes.append(Disc(x + slot / 2, foot + 8, min(4.0, 1.5 + number / 4), "event"))
    every = max(1, math.ceil(count * 46 / (_WIDTH - left - right)))
    for k in range(0, count, every):
        day = first + timedelta(k * step)
        shapes.append(Label(left + slot * (k + 0.5), foot + 28, f"{day:%m-%d}"))
        if k == 0 or day.year != (first + timedelta((k - every) * step)).year:
            shapes.append(Label(left + slot * (k + 0.5), foot + 42, str(day.year)))
    return Scene(_WIDTH, height, tuple(shapes))
