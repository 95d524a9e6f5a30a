"""Hand-coded rows against a ledger, in the layout that they came in."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from reportedly.errors import ReportedlyError
from reportedly.model.coded import CodedRow

from .view import View

if TYPE_CHECKING:
    from ..events.compare_rows import Comparison


def parted(rows: Iterable[CodedRow | ReportedlyError]) -> tuple[list[CodedRow], list[ReportedlyError]]:
    """The rows of a table that could be read, and what was wrong with the others."""
    read: list[CodedRow] = []
    faults: list[ReportedlyError] = []
    for row in rows:
        if isinstance(row, ReportedlyError):
            faults.append(row)
        else:
            read.append(row)
    return read, faults


def compared(view: View, rows: list[CodedRow], **asked: Any) -> Comparison:
    """Which rows (at least one, all of one layout) are matched, missing or extra; `asked` are filters of events."""
    from ..events.compare_rows import compare_rows
    from ..exporters import acled, ged
    from ..sources.tables import from_cells

    layout, dossier = rows[0].layout, view.stream(**asked)
    columns, own = (
        (acled.COLUMNS, acled.acled_rows(dossier)) if layout == "acled" else (ged.COLUMNS, ged.ged_rows(dossier))
    )
    return compare_rows(rows, (from_cells(layout, columns, cells) for cells in own))


def comparison_to_wire(found: Comparison) -> dict[str, Any]:
    """A comparison as JSON, days as ISO 8601."""
    wire: dict[str, Any] = json.loads(json.dumps(asdict(found), default=str))
    return wire
