"""Drawings as plain shapes: composed once, written as SVG or as pixels.

Coordinates are in pixels of a canvas, from its upper left corner.
"""

from __future__ import annotations

from dataclasses import dataclass

Point = tuple[float, float]

# Colours by what a shape is, as red, green, blue: readable in print and for the colour-blind.
COLOURS = {
    "paper": (255, 255, 255),
    "country": (110, 118, 128),
    "province": (205, 210, 216),
    "area": (178, 24, 43),
    "event": (178, 24, 43),
    "bar": (69, 117, 180),
    "range": (20, 20, 20),
    "axis": (90, 90, 90),
    "text": (20, 20, 20),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points; closed where it is an outline."""

    points: tuple[Point, ...]
    kind: str
    width: float = 1.0
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Disc:
    """A filled circle; `opacity` in [0, 1]."""

    x: float
    y: float
    radius: float
    kind: str
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    kind: str


@dataclass(frozen=True, slots=True)
class Label:
    """Digits, hyphens and commas: what both ways of writing can draw. `x` is the middle, `y` the foot."""

    x: float
    y: float
    text: str
    size: float = 11.0


@dataclass(frozen=True, slots=True)
class Scene:
    """A drawing of a width and a height with its shapes from the back to the front."""

    width: int
    height: int
    shapes: tuple[Line | Disc | Bar | Label, ...]
