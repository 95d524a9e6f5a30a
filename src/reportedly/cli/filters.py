"""Which events are meant: the options that `events` and `export` share, and what they say."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import typer

from ..errors import InvalidDate, InvalidQuery

LedgerPath = Annotated[
    str,
    typer.Option(
        "--ledger",
        "-l",
        metavar="FILE|URL",
        help="The ledger (default: REPORTEDLY_LEDGER, else reportedly.db in this folder).",
    ),
]
Since = Annotated[str, typer.Option(metavar="DATE", help="Only what happened on this day or later.")]
Until = Annotated[str, typer.Option(metavar="DATE", help="Only what happened on this day or earlier.")]
Place = Annotated[str, typer.Option(metavar="NAME", help="Only at this place, province or country (name or ISO code).")]
Actor = Annotated[str, typer.Option(metavar="NAME", help="Only with this party, as actor or target.")]
EventType = Annotated[
    list[str] | None, typer.Option("--type", metavar="TYPE", help="Only of this type; may be repeated.")
]
OutcomeName = Annotated[
    str, typer.Option("--outcome", metavar="OUTCOME", help="Only with this loss: killed, wounded, ...")
]
MinToll = Annotated[
    int | None,
    typer.Option(min=0, metavar="N", help="Only with at least so many of that loss (killed where none is named)."),
]
MinSources = Annotated[int, typer.Option(min=0, metavar="N", help="Only with so many independent sources or more.")]


def filters(
    since: str,
    until: str,
    place: str,
    actor: str,
    types: list[str] | None,
    outcome: str,
    toll: int | None,
    sources: int,
) -> dict[str, Any]:
    """The conditions that were set, by the names that the ledger knows."""
    first, last = day(since), day(until)
    if first and last and first > last:
        raise InvalidQuery(f"the range from {first} to {last} runs backwards", hint="Swap --since and --until.")
    asked = {
        "since": first,
        "until": last,
        "place": place,
        "actor": actor,
        "type": tuple(types or ()),
        "outcome": outcome,
        "at_least": toll,
        "independent": sources,
    }
    return {name: value for name, value in asked.items() if value not in (None, "", (), 0)}


def day(text: str) -> date | None:
    """A day written YYYY-MM-DD; None where nothing is written."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidDate(f"the date {text[:40]!r} does not exist") from error
