"""`reportedly compare`: hand-coded rows in the layout of ACLED or UCDP GED against the ledger."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import InvalidRecord
from .filters import Actor, Country, Place, Since, Until, filters
from .ledger import LedgerPath, opened
from .screen import list_faults, plural, tell, write_json

if TYPE_CHECKING:
    from ..events.compare_rows import Comparison
    from ..model.coded import CodedRow


class CompareFormat(StrEnum):
    """How a comparison is shown."""

    TEXT = "text"
    JSON = "json"


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command("compare", short_help="Compare hand-coded rows with the ledger.")(compare)


def compare(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV in the layout of ACLED or UCDP GED.")],
    ledger: LedgerPath = "",
    since: Since = "",
    until: Until = "",
    place: Place = "",
    country: Country = "",
    actor: Actor = "",
    format: Annotated[CompareFormat, typer.Option(help="A text, or JSON.")] = CompareFormat.TEXT,
) -> None:
    """Show which rows are matched, missing or extra, with the differences field by field."""
    from ..session.comparing import compared, parted
    from ..sources.tables import read_table

    rows, faults = parted(read_table(file))
    list_faults(faults, len(rows), len(faults))
    if not rows:
        raise InvalidRecord(
            "no row of the table could be read", subject=str(file), hint="Correct the rows named above."
        )
    asked = filters(since, until, country, actor, place=place)
    with opened(ledger) as kept:
        found = compared(kept, rows, **asked)
    if format is CompareFormat.JSON:
        from ..session.comparing import comparison_to_wire

        write_json(comparison_to_wire(found))
        return
    _show(found)
    matched, missing = plural(len(found.matched), "row"), plural(len(found.missing), "row")
    tell(f"{matched} matched, {missing} missing in the ledger, {plural(len(found.extra), 'event')} extra.")


def _show(found: Comparison) -> None:
    write = sys.stdout.write
    for match in found.matched:
        write(f"matched {_name(match.coded)} = {match.own.id} ({match.score:.2f})\n")
        for d in match.differences:
            write(f"    {d.field}: {_line(d.coded) or '-'} | {_line(d.own) or '-'}\n")
    for row in found.missing:
        write(f"missing {_name(row)}: {_what(row)}\n")
    for row in found.extra:
        write(f"extra   {row.id}: {_what(row)}\n")
    if found.outside:
        write(f"({plural(found.outside, 'event')} of the ledger outside the table's period and countries)\n")
    if found.fields:
        write("differences by field: " + ", ".join(f"{name} {n}" for name, n in found.fields.items()) + "\n")


def _name(row: CodedRow) -> str:
    return _line(row.id) or f"line {row.line}"


def _what(row: CodedRow) -> str:
    dead = "" if row.best is None else f"{row.best} dead"
    parts = (
        str(row.earliest or "no date"),
        row.place or row.admin1 or row.country,
        row.kind,
        "; ".join(row.sides),
        dead,
    )
    return _line(", ".join(part for part in parts if part))


def _line(text: str) -> str:
    """One line without control characters, which a terminal would obey."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:300]
