"""Drawings as PNG, for documents that hold no SVG: drawn at twice the size and halved, so that edges are smooth."""

from __future__ import annotations

import struct
import zlib
from itertools import pairwise
from typing import Any

import numpy as np

from .scene import COLOURS, Bar, Disc, Label, Line, Scene

_FINE = 2  # pixels drawn for each pixel kept, in either direction
_SCALE = 2  # pixels kept for each unit of the drawing, so that print is sharp
# Five rows of three pixels a character.
_FONT = {
    "0": (7, 5, 5, 5, 7), "1": (2, 6, 2, 2, 7), "2": (7, 1, 7, 4, 7), "3": (7, 1, 7, 1, 7), "4": (5, 5, 7, 1, 1),
    "5": (7, 4, 7, 1, 7), "6": (7, 4, 7, 5, 7), "7": (7, 1, 1, 2, 2), "8": (7, 5, 7, 5, 7), "9": (7, 5, 7, 1, 7),
    "-": (0, 0, 7, 0, 0), ",": (0, 0, 0, 2, 4),
}  # fmt: skip
Canvas = Any  # an array of rows, columns and three colours, float


def to_png(scene: Scene) -> bytes:
    """The drawing as a PNG of twice its width and height in pixels; the same drawing gives the same bytes."""
    k = _FINE * _SCALE
    canvas: Canvas = np.full((scene.height * k, scene.width * k, 3), 255.0)
    for shape in scene.shapes:
        _draw(canvas, shape, k)
    height, width = scene.height * _SCALE, scene.width * _SCALE
    small = canvas.reshape(height, _FINE, width, _FINE, 3).mean(axis=(1, 3))
    return _encode(np.clip(small + 0.5, 0, 255).astype(np.uint8))


def _draw(canvas: Canvas, shape: Line | Disc | Bar | Label, k: int) -> None:
    if isinstance(shape, Line):
        corners = [*shape.points, shape.points[0]] if shape.closed else list(shape.points)
        for start, end in pairwise(corners):
            _segment(canvas, start, end, shape, k)
    elif isinstance(shape, Disc):
        _disc(canvas, shape, k)
    elif isinstance(shape, Bar):
        _fill(canvas, shape.x * k, shape.y * k, shape.width * k, shape.height * k, shape.kind)
    else:
        _text(canvas, shape, k)


def _segment(canvas: Canvas, start: tuple[float, float], end: tuple[float, float], line: Line, k: int) -> None:
    (x0, y0), (x1, y1) = start, end
    height, width = canvas.shape[:2]
    if max(x0, x1) < 0 or max(y0, y1) < 0 or min(x0, x1) * k > width or min(y0, y1) * k > height:
        return
    steps = int(min(max(abs(x1 - x0), abs(y1 - y0)) * k, 4 * (width + height))) + 2
    xs = np.linspace(x0 * k, x1 * k, steps).astype(int)
    ys = np.linspace(y0 * k, y1 * k, steps).astype(int)
    thick = max(1, round(line.width * k))
    for dx in range(-(thick // 2), thick - thick // 2):
        for dy in range(-(thick // 2), thick - thick // 2):
            inside = (xs + dx >= 0) & (xs + dx < width) & (ys + dy >= 0) & (ys + dy < height)
            canvas[ys[inside] + dy, xs[inside] + dx] = COLOURS[line.kind]


def _disc(canvas: Canvas, disc: Disc, k: int) -> None:
    height, width = canvas.shape[:2]
    x, y, radius = disc.x * k, disc.y * k, disc.radius * k
    left, right = max(0, int(x - radius)), min(width, int(x + radius) + 2)
    top, bottom = max(0, int(y - radius)), min(height, int(y + radius) + 2)
    if left >= right or top >= bottom:
        return
    rows, columns = np.ogrid[top:bottom, left:right]
    inside = (columns - x) ** 2 + (rows - y) ** 2 <= radius**2
    part = canvas[top:bottom, left:right]
    part[inside] = part[inside] * (1 - disc.opacity) + np.array(COLOURS[disc.kind]) * disc.opacity


def _fill(canvas: Canvas, x: float, y: float, width: float, height: float, kind: str) -> None:
    rows, columns = canvas.shape[:2]
    left, right = max(0, round(x)), min(columns, round(x + width))
    top, bottom = max(0, round(y)), min(rows, round(y + height))
    if left < right and top < bottom:
        canvas[top:bottom, left:right] = COLOURS[kind]


def _text(canvas: Canvas, label: Label, k: int) -> None:
    dot = label.size * k * 0.7 / 5  # a digit is 0.7 of the font size high
    text = [c for c in label.text if c in _FONT]
    left, top = label.x * k - len(text) * 2 * dot + dot / 2, label.y * k - 5 * dot
    for n, char in enumerate(text):
        for row, bits in enumerate(_FONT[char]):
            for column in range(3):
                if bits >> (2 - column) & 1:
                    _fill(canvas, left + (4 * n + column) * dot, top + row * dot, dot + 0.5, dot + 0.5, "text")


def _encode(pixels: Any) -> bytes:
    height, width = pixels.shape[:2]
    rows = b"".join(b"\x00" + pixels[y].tobytes() for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    chunks = (struct.pack(">I", len(d)) + t + d + struct.pack(">I", zlib.crc32(t + d)) for t, d in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
