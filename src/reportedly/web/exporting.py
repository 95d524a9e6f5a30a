"""Events in the formats of the field: made whole on disk first, then sent piece by piece.

So a format that cannot be written is an error with its status, never half a file, and memory
holds a piece at a time.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from io import StringIO
from tempfile import SpooledTemporaryFile
from typing import IO, Annotated, Any

from fastapi import APIRouter, Path, Query
from starlette.responses import Response, StreamingResponse

from ..config import names, part
from ..errors import InvalidRecord, LedgerLocked
from ..ports import Exporter
from ..session.comparing import compared, comparison_to_wire, parted
from ..session.questions import scope
from ..sources.tables import read_rows
from .access import Reader
from .errors import body_of
from .serving import FAULTS, Served, Server, as_json
from .shapes import AskedExport, Compared, GivenTable

router = APIRouter(prefix="/v1", responses=FAULTS)

# Bytes kept in memory before a file is made, and of one piece sent.
IN_MEMORY, PIECE = 4_000_000, 65_536
_TYPES = {".jsonl": "application/x-ndjson", ".geojson": "application/geo+json", ".parquet": "application/octet-stream"}


@router.get("/formats", response_model=list[str], tags=["exports"])
def formats(who: Reader) -> Response:
    """The names of the formats that events can be exported in."""
    return as_json(list(names("exporter")))


@router.get("/export/{format}", response_class=StreamingResponse, tags=["exports"])
def export(
    server: Served,
    who: Reader,
    format: Annotated[str, Path(max_length=50, pattern=r"^[a-z0-9-]+$")],
    asked: Annotated[AskedExport, Query()],
) -> Response:
    """The events that answer the filters, with their claims, in one format."""
    server.heavy(who)
    exporter = _exporter(format, asked)
    conditions = asked.conditions()
    made = _made(server, exporter, conditions)
    if made is None:  # somebody wrote meanwhile: once more, while writers wait
        with server.writing:
            made = _made(server, exporter, conditions)
    if made is None:
        raise LedgerLocked("another program changes the ledger while it is exported")
    size = made.tell()
    made.seek(0)
    headers = {
        "Content-Disposition": f'attachment; filename="reportedly-{format}{exporter.suffix}"',
        "Content-Length": str(size),
    }
    return StreamingResponse(pieces(made), headers=headers, media_type=type_of(exporter.suffix))


@router.post("/compare", response_model=Compared, tags=["exports"])
def compare(server: Served, who: Reader, given: GivenTable) -> Response:
    """Which hand-coded rows the ledger has, which it lacks, and what it has beside them, field by field."""
    server.heavy(who)
    rows, faults = parted(read_rows(StringIO(given.csv, newline=""), "the table"))
    if not rows:
        raise faults[0] if faults else InvalidRecord("the table has a header and no row", subject="csv")
    server.refresh()
    found = comparison_to_wire(compared(server.ledger, rows, **given.conditions()))
    return as_json({**found, "faults": [body_of(fault) for fault in faults]})


def _exporter(format: str, asked: AskedExport) -> Exporter:
    made = part("exporter", format)
    if not format.startswith("sitrep"):
        return made()
    of = scope(asked.place, asked.country, asked.since, asked.until)
    return made(asked.title or "Situation report", of)


def _made(server: Server, exporter: Exporter, conditions: dict[str, Any]) -> IO[bytes] | None:
    """The whole export, at its end; None where the events changed under it."""
    server.refresh()
    before = server.ledger.store.events_key()
    made: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed when the last piece is sent
    try:
        exporter.export(server.ledger.stream(**conditions), made)
        if server.ledger.store.events_key() == before:
            return made
    except BaseException:
        made.close()
        raise
    made.close()
    return None


def pieces(made: IO[bytes]) -> Iterator[bytes]:
    """The file piece by piece; closed at the end, however that comes."""
    with made:
        while piece := made.read(PIECE):
            yield piece


def type_of(suffix: str) -> str:
    """The media type of a format; text that is not said to be anything else is UTF-8."""
    found = _TYPES.get(suffix) or mimetypes.guess_type(f"x{suffix}")[0] or "application/octet-stream"
    return f"{found}; charset=utf-8" if found.startswith("text/") else found
