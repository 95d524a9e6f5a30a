"""Claims and events as tables of 100 columns, each with its words beneath."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ..model import Claim, Event, Report
from .screen import plural
from .words import (
    chain_in_words,
    harms_in_words,
    parties_in_words,
    quote_of,
    toll_in_words,
    when_in_words,
    where_in_words,
)

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table

# Name and least width of each column, and its share of the room that a wider screen gives. With a
# blank between them they fill 100 columns.
_CLAIM = (
    ("When", 11, 0),
    ("Where", 15, 1),
    ("What", 13, 0),
    ("Who → whom", 20, 2),
    ("Toll", 18, 0),
    ("According to", 18, 2),
)
_EVENT = (
    ("When", 11, 0),
    ("Where", 16, 1),
    ("What", 13, 0),
    ("Who → whom", 21, 2),
    ("Toll", 21, 1),
    ("Sources", 13, 1),
)


def print_claims(out: Console, report: Report, claims: Sequence[Claim]) -> None:
    """A report's claims: one row each, its quote beneath."""
    from rich.text import Text

    title = [report.outlet, report.published.date().isoformat() if report.published else "", report.title]
    head = Text(" · ".join(filter(None, title)) or report.id, style="bold", no_wrap=True, overflow="ellipsis")
    out.print(head)
    if not claims:
        out.print(Text("  No claims: " + ("; ".join(report.notes) or "nothing of a conflict was found."), style="dim"))
        out.print()
        return
    out.print(_row(out, _CLAIM, [name for name, _, _ in _CLAIM], "dim"))
    for claim in claims:
        status = "" if claim.status == "asserted" else f"\n({claim.status.value})"
        out.print(
            _row(
                out,
                _CLAIM,
                [
                    when_in_words(claim.when),
                    where_in_words(claim.where),
                    claim.type + status,
                    parties_in_words(claim.actors, claim.targets),
                    harms_in_words(claim.toll),
                    chain_in_words(claim.attribution),
                ],
            )
        )
        out.print(_beneath(f"“{quote_of(claim)}”", "italic dim"))
    out.print()


def print_events(out: Console, events: Iterable[Event]) -> int:
    """The events by row, each with its id, its claims and its sources beneath. Returns how many."""
    number = 0
    for event in events:
        if not number:
            out.print(_row(out, _EVENT, [name for name, _, _ in _EVENT], "dim"))
        number += 1
        sources = f"{event.independent_sources} independent" if event.independent_sources > 1 else "1 source"
        if not event.independent_sources:
            sources = "none named"
        status = "" if event.status == "asserted" else f"\n({event.status})"
        out.print(
            _row(
                out,
                _EVENT,
                [
                    when_in_words(event.when),
                    where_in_words(event.where),
                    event.type + status,
                    parties_in_words(event.actors, event.targets),
                    toll_in_words(event.tolls),
                    sources,
                ],
            )
        )
        named = ", ".join(event.sources[:4]) + (" and others" if len(event.sources) > 4 else "")
        counts = f"{plural(len(event.claims), 'claim')} in {plural(len(event.reports), 'report')}"
        out.print(_beneath(" · ".join(filter(None, (event.id, counts, named))), "dim"))
    return number


def _row(out: Console, columns: Sequence[tuple[str, int, int]], cells: Sequence[str], style: str = "") -> Table:
    from rich.table import Table

    spare = max(0, out.width - sum(width + 1 for _, width, _ in columns) + 1)
    shares = sum(share for _, _, share in columns)
    table = Table.grid(padding=(0, 1), pad_edge=False)
    for _, width, share in columns:
        table.add_column(width=width + spare * share // shares, overflow="fold")
    table.add_row(*cells, style=style)
    return table


def _beneath(words: str, style: str) -> RenderableType:
    from rich.padding import Padding
    from rich.text import Text

    return Padding(Text(words, style=style), (0, 0, 0, 2))
