"""Events as GeoJSON for QGIS and web maps: points with the radius within which they may lie."""

from __future__ import annotations

import json
from typing import IO, Any

from ..model import Event
from ..ports import Dossier
from .rows import flat, headline


class GeojsonExporter:
    """A feature an event (RFC 7946); events whose place is not known have a null geometry."""

    name = "geojson"
    suffix = ".geojson"

    def export(self, dossier: Dossier, out: IO[bytes]) -> None:
        """One FeatureCollection, features in the dossier's order, written one by one."""
        out.write(b'{"type":"FeatureCollection","features":[')
        for k, event in enumerate(dossier.events):
            text = json.dumps(_feature(event), ensure_ascii=False, default=str)
            out.write((b",\n" if k else b"\n") + text.encode("utf-8", "surrogatepass"))
        out.write(b"\n]}\n")


def _feature(event: Event) -> dict[str, Any]:
    where = event.where
    point = None
    if where is not None and where.lat is not None and where.lon is not None:
        point = {"type": "Point", "coordinates": [where.lon, where.lat]}
    return {
        "type": "Feature",
        "id": event.id,
        "geometry": point,
        "properties": {"headline": headline(event), **flat(event)},
    }
