"""Events as CSV, a row each, for spreadsheets and R."""

from __future__ import annotations

from typing import IO

from ..ports import Dossier
from .rows import COLUMNS, flat
from .sheet import safe_cell, write_sheet

__all__ = ["CsvExporter", "safe_cell"]


class CsvExporter:
    """One row an event, UTF-8 with a byte order mark so that spreadsheets read the accents."""

    name = "csv"
    suffix = ".csv"

    def export(self, dossier: Dossier, out: IO[bytes]) -> None:
        """Header, then the events in the dossier's order; only the header where there are none."""
        rows = (tuple(flat(event).values()) for event in dossier.events)
        write_sheet(out, COLUMNS, rows, mark=True)
