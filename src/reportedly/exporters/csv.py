"""Events as CSV, a row each, for spreadsheets and R."""

from __future__ import annotations

import csv
import io
from typing import IO

from ..ports import Dossier
from .rows import flat

# A cell that begins so is run as a formula by spreadsheets; OWASP advises a quote before it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: object) -> object:
    """Text that a spreadsheet would take for a formula, disarmed with a leading apostrophe."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return "" if value is None else value


class CsvExporter:
    """One row an event, UTF-8 with a byte order mark so that spreadsheets read the accents."""

    name = "csv"
    suffix = ".csv"

    def export(self, dossier: Dossier, out: IO[bytes]) -> None:
        """Header, then the events in the dossier's order; only the header where there are none."""
        text = io.TextIOWrapper(out, encoding="utf-8-sig", errors="replace", newline="", write_through=True)
        writer = None
        for event in dossier.events:
            row = flat(event, dossier)
            if writer is None:
                writer = csv.DictWriter(text, list(row))
                writer.writeheader()
            writer.writerow({key: safe_cell(value) for key, value in row.items()})
        if writer is None:
            text.write("event\r\n")
        text.flush()
        text.detach()
