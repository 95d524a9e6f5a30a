"""Drawings as SVG."""

from __future__ import annotations

from html import escape

from .scene import COLOURS, Bar, Disc, Label, Line, Scene


def to_svg(scene: Scene, title: str) -> str:
    """The drawing as an SVG element that asks nothing of a network; `title` is read out by screen readers."""
    shapes = "".join(_shape(shape) for shape in scene.shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {scene.width} {scene.height}" role="img" '
        f'width="{scene.width}" height="{scene.height}"><title>{escape(title)}</title>'
        f'<rect width="100%" height="100%" fill="{_colour("paper")}"/>{shapes}</svg>'
    )


def _shape(shape: Line | Disc | Bar | Label) -> str:
    if isinstance(shape, Line):
        path = "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in shape.points) + ("Z" if shape.closed else "")
        return f'<path d="{path}" fill="none" stroke="{_colour(shape.kind)}" stroke-width="{shape.width:g}"/>'
    if isinstance(shape, Disc):
        return (
            f'<circle cx="{shape.x:.1f}" cy="{shape.y:.1f}" r="{shape.radius:.1f}" fill="{_colour(shape.kind)}" '
            f'fill-opacity="{shape.opacity:g}"/>'
        )
    if isinstance(shape, Bar):
        return (
            f'<rect x="{shape.x:.1f}" y="{shape.y:.1f}" width="{shape.width:.1f}" height="{shape.height:.1f}" '
            f'fill="{_colour(shape.kind)}"/>'
        )
    return (
        f'<text x="{shape.x:.1f}" y="{shape.y:.1f}" font-size="{shape.size:g}" text-anchor="middle" '
        f'font-family="sans-serif" fill="{_colour("text")}">{escape(shape.text)}</text>'
    )


def _colour(kind: str) -> str:
    return "#{:02x}{:02x}{:02x}".format(*COLOURS[kind])
