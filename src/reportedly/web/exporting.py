"""Events in the formats of the field: made whole on disk first, then sent piece by piece.

So a format that cannot be written is an error with its status, never half a file, and memory
holds a piece at a time.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import IO, Annotated, Any

from fastapi import APIRouter, Path, Query
from starlette.responses import Response, StreamingResponse

from ..config import names, part
from ..errors import LedgerLocked
from ..ports import Exporter
from .access import Reader
from .serving import FAULTS, Served, Server, as_json
from .shapes import Asked

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
    asked: Annotated[Asked, Query()],
) -> Response:
    """The events that answer the filters, with their claims, in one format."""
    server.heavy(who)
    exporter = part("exporter", format)()
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
