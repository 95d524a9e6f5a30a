"""Distances, centres and reaches of what the place index is built from."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt
from typing import Any


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


def decoded_arcs(topology: dict[str, Any]) -> list[list[tuple[float, float]]]:
    """The lines of a TopoJSON file in degrees."""
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
