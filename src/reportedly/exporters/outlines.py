"""The outlines of countries and provinces that pages and pictures are drawn on, packaged with the project."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Any

Box = tuple[float, float, float, float]  # south, west, north, east in degrees


@lru_cache(maxsize=1)
def outlines() -> dict[str, Any]:
    """By ISO 3166-1 code: `outline` (rings) and `provinces` (each with `rings`).

    A ring is a list of longitude and latitude steps in hundredths of a degree, the first from 0, 0.
    """
    packed = (files(__package__) / "data/outlines.json.gz").read_bytes()
    data: dict[str, Any] = json.loads(gzip.decompress(packed))
    return data


def points(ring: list[int]) -> list[tuple[float, float]]:
    """A ring's corners as longitude and latitude in degrees."""
    x = y = 0
    found = []
    for k in range(0, len(ring), 2):
        x, y = x + ring[k], y + ring[k + 1]
        found.append((x / 100, y / 100))
    return found


def lines_in(box: Box, homes: frozenset[str]) -> Iterator[tuple[str, list[tuple[float, float]]]]:
    """Every ring that touches the box with what it is: "province" (of the countries `homes`) or "country"."""
    for code, country in outlines().items():
        if code in homes:
            for province in country["provinces"]:
                for ring in province["rings"] or ():
                    yield from _touching(ring, box, "province")
        for ring in country["outline"]:
            yield from _touching(ring, box, "country")


def _touching(ring: list[int], box: Box, kind: str) -> Iterator[tuple[str, list[tuple[float, float]]]]:
    south, west, north, east = box
    corners = points(ring)
    lons, lats = [p[0] for p in corners], [p[1] for p in corners]
    if corners and min(lons) <= east and max(lons) >= west and min(lats) <= north and max(lats) >= south:
        yield kind, corners
