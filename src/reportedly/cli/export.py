"""`reportedly export`: events with their claims in the formats of the field, or as a page."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, Annotated

import typer

from ..errors import ExportError
from .filters import (
    Actor,
    Country,
    EventType,
    MinSources,
    MinToll,
    OutcomeName,
    Place,
    Since,
    Until,
    Words,
    filters,
)
from .ledger import LedgerPath, opened
from .screen import plural, tell


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command("export", short_help="Write events in a format of the field, or as a page.")(export)


def export(
    format: Annotated[
        str, typer.Argument(metavar="FORMAT", help="claims, csv, geojson, site, ... (an unknown one lists all).")
    ],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The file to write; - for standard output.")],
    ledger: LedgerPath = "",
    since: Since = "",
    until: Until = "",
    place: Place = "",
    country: Country = "",
    actor: Actor = "",
    type: EventType = None,
    outcome: OutcomeName = "",
    min_toll: MinToll = None,
    min_sources: MinSources = 0,
    text: Words = "",
) -> None:
    """Write events, their claims and their quotes to a file in a format of the field."""
    from ..config import part

    exporter = part("exporter", format)()
    asked = filters(since, until, country, actor, type, outcome, min_toll, min_sources, text, place)
    with opened(ledger) as kept:
        dossier = kept.stream(**asked)
        if str(out) == "-":
            exporter.export(dossier, sys.stdout.buffer)
            sys.stdout.buffer.flush()
            return
        write_whole(out, lambda stream: exporter.export(dossier, stream))
        number = len(dossier.events)
    chosen = getattr(exporter, "leaves_out", "")
    tell(
        f"Wrote {out} from {plural(number, 'event')}; {chosen} (docs/formats.md)."
        if chosen
        else f"Wrote {plural(number, 'event')} to {out}."
    )


def write_whole(path: Path, write: Callable[[IO[bytes]], None]) -> None:
    """Write a file so that it is there whole or not at all; raises ExportError where that cannot be."""
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("wb", dir=path.parent, prefix=f".{path.name}.", delete=False) as stream:
            temporary = stream.name
            write(stream)
        _as_others_may_read(temporary)
        Path(temporary).replace(path)
    except OSError as error:
        raise ExportError(
            f"the file cannot be written ({error.strerror or error})", subject=str(path), hint="Check folder and space."
        ) from error
    finally:
        if temporary and Path(temporary).exists():
            Path(temporary).unlink()


def _as_others_may_read(name: str) -> None:
    """A temporary file is its owner's alone; the file it becomes follows the user's own mask."""
    mask = os.umask(0)
    os.umask(mask)
    Path(name).chmod(0o666 & ~mask)
