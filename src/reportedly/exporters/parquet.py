"""Events as Parquet, and as GeoParquet with a point and the radius within which it may lie (extra `tables`)."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from itertools import islice
from typing import IO, TYPE_CHECKING, Any

from ..errors import MissingExtra
from ..model import Event, Party, Stand, Toll
from ..model.wire_event import event_to_wire
from ..ports import Dossier
from .rows import COLUMNS, flat

if TYPE_CHECKING:
    import pyarrow as pa

BATCH = 2000  # events a row group: what is held in memory at a time

_WHOLE = (
    "date_prec", "radius_m", "where_prec", "killed_low", "killed_best", "killed_high", "wounded_low", "wounded_best",
    "wounded_high", "independent_sources", "reports", "claims", "credibility", "clarity",
)  # fmt: skip


class ParquetExporter:
    """One row an event, typed; tolls and parties as nested columns, and the whole event as JSON in `wire`."""

    name = "parquet"
    suffix = ".parquet"

    def export(self, dossier: Dossier, out: IO[bytes]) -> None:
        """Row groups of 2,000 events in the dossier's order; MissingExtra where pyarrow is not installed."""
        _write(dossier, out, geo=False)


class GeoparquetExporter:
    """As `parquet`, with a WKB point in `geometry` and GeoParquet 1.1 metadata; `radius_m` bounds the point."""

    name = "geoparquet"
    suffix = ".parquet"

    def export(self, dossier: Dossier, out: IO[bytes]) -> None:
        """Events without a place on the map have a null geometry; MissingExtra where pyarrow is not installed."""
        _write(dossier, out, geo=True)


def _arrow() -> Any:
    try:
        import pyarrow
        import pyarrow.parquet
    except ModuleNotFoundError as error:
        raise MissingExtra(
            "Parquet needs pyarrow, which is not installed", subject="pyarrow", hint="Install `reportedly[tables]`."
        ) from error
    return pyarrow


def _schema(pa: Any, geo: bool) -> pa.Schema:
    party = pa.struct([("name", pa.string()), ("sort", pa.string()), ("actor", pa.string())])
    stand = pa.struct(
        [("source", pa.string()), ("low", pa.int64()), ("high", pa.int64()), ("claim", pa.string()),
         ("superseded", pa.bool_())]
    )  # fmt: skip
    toll = pa.struct(
        [("outcome", pa.string()), ("party", pa.string()), ("who", pa.string()), ("low", pa.int64()),
         ("best", pa.int64()), ("high", pa.int64()), ("disputed", pa.bool_()), ("rule", pa.string()),
         ("stands", pa.list_(stand))]
    )  # fmt: skip
    kinds: dict[str, Any] = dict.fromkeys(_WHOLE, pa.int64())
    kinds |= dict.fromkeys(("earliest", "latest"), pa.date32()) | dict.fromkeys(("latitude", "longitude"), pa.float64())
    kinds["disputed"] = pa.bool_()
    fields = [(name, kinds.get(name, pa.string())) for name in COLUMNS]
    fields += [(f"{name}_list", pa.list_(party)) for name in ("actors", "targets")]
    fields += [("toll_list", pa.list_(toll))]
    fields += [(f"{name}_list", pa.list_(pa.string())) for name in _LISTS]
    fields += [("wire", pa.string())]
    return pa.schema([*fields, ("geometry", pa.binary())] if geo else fields)


_LISTS = ("claims", "reports", "sources", "weapons", "reasons", "notes")


def _write(dossier: Dossier, out: IO[bytes], geo: bool) -> None:
    pa = _arrow()
    schema = _schema(pa, geo)
    events, bounds = iter(dossier.events), Bounds()
    with pa.parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        for rows in _batches(events, geo, bounds):
            writer.write_table(pa.Table.from_pylist(rows, schema=schema))
        if geo:
            writer.add_key_value_metadata({"geo": json.dumps(_metadata(bounds), sort_keys=True)})


def _batches(events: Iterator[Event], geo: bool, bounds: Bounds) -> Iterator[list[dict[str, Any]]]:
    while some := list(islice(events, BATCH)):
        yield [_row(event, geo, bounds) for event in some]


class Bounds:
    """The box around the points seen so far."""

    def __init__(self) -> None:
        self.box: list[float] | None = None

    def add(self, lon: float, lat: float) -> None:
        """Let the box hold this point too."""
        west, south, east, north = self.box or (lon, lat, lon, lat)
        self.box = [min(west, lon), min(south, lat), max(east, lon), max(north, lat)]


def _row(event: Event, geo: bool, bounds: Bounds) -> dict[str, Any]:
    row: dict[str, Any] = {k: _clean(v) for k, v in flat(event).items()}
    row |= {f"{side}_list": [_party(p) for p in getattr(event, side)] for side in ("actors", "targets")}
    row["toll_list"] = [_toll(t) for t in event.tolls]
    row |= {f"{name}_list": [_clean(v) for v in getattr(event, name)] for name in _LISTS}
    row["wire"] = json.dumps(event_to_wire(event))  # ASCII: halves of surrogate pairs survive as escapes
    where = event.where
    if geo:
        row["geometry"] = None
        if where is not None and where.lat is not None and where.lon is not None:
            row["geometry"] = point(where.lon, where.lat)
            bounds.add(where.lon, where.lat)
    return row


def _clean(value: Any) -> Any:
    """Text that UTF-8 can hold; anything else as it is."""
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value


def _party(party: Party) -> dict[str, str]:
    return {"name": _clean(party.name), "sort": _clean(party.sort), "actor": _clean(party.actor)}


def _toll(toll: Toll) -> dict[str, Any]:
    return {
        "outcome": toll.outcome.value,
        "party": toll.party.value,
        "who": _clean(toll.who),
        "low": toll.low,
        "best": toll.best,
        "high": toll.high,
        "disputed": toll.disputed,
        "rule": toll.rule,
        "stands": [_stand(s, s in toll.superseded) for s in toll.stands],
    }


def _stand(stand: Stand, superseded: bool) -> dict[str, Any]:
    return {
        "source": _clean(stand.source),
        "low": stand.low,
        "high": stand.high,
        "claim": stand.claim,
        "superseded": superseded,
    }


def point(lon: float, lat: float) -> bytes:
    """A point in well-known binary, little-endian: longitude, then latitude."""
    return struct.pack("<BIdd", 1, 1, lon, lat)


def _metadata(bounds: Bounds) -> dict[str, Any]:
    """GeoParquet 1.1; without `crs` the coordinates are WGS 84, longitude first (OGC:CRS84)."""
    column: dict[str, Any] = {"encoding": "WKB", "geometry_types": ["Point"] if bounds.box else []}
    if bounds.box:
        column["bbox"] = bounds.box
    return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
