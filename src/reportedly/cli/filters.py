"""Which events are meant: the options that `events` and `export` share, and what they say."""

from __future__ import annotations

from typing import Annotated, Any

import typer

Since = Annotated[str, typer.Option(metavar="DATE", help="Only what happened then or later (a day, month or year).")]
Until = Annotated[str, typer.Option(metavar="DATE", help="Only what happened then or earlier.")]
Place = Annotated[str, typer.Option(metavar="NAME", help="Only at this place, district or province.")]
Country = Annotated[str, typer.Option(metavar="CODE", help="Only in this country (ISO 3166 code of two letters).")]
Actor = Annotated[str, typer.Option(metavar="NAME", help="Only with this party, as actor or target.")]
EventType = Annotated[
    list[str] | None,
    typer.Option("--type", metavar="TYPE", help="Only of this type, as 'air strike'; may be repeated."),
]
OutcomeName = Annotated[
    str,
    typer.Option("--outcome", metavar="OUTCOME", help="Only with this loss: killed, wounded, captured, ..."),
]
MinToll = Annotated[
    int | None,
    typer.Option(min=0, metavar="N", help="Only with so many of that loss or more (killed where none is named)."),
]
MinSources = Annotated[int, typer.Option(min=0, metavar="N", help="Only with so many independent sources or more.")]
Words = Annotated[str, typer.Option("--text", metavar="WORDS", help="Only with all these words among the quotes.")]


def filters(
    since: str = "",
    until: str = "",
    country: str = "",
    actor: str = "",
    types: list[str] | None = None,
    outcome: str = "",
    toll: int | None = None,
    sources: int = 0,
    words: str = "",
    place: str = "",
) -> dict[str, Any]:
    """The conditions that were set, by the names that the ledger knows."""
    asked = {
        "since": since,
        "until": until,
        "country": country,
        "actor": actor,
        "type": tuple(types or ()),
        "outcome": outcome,
        "at_least": toll,
        "independent": sources,
        "text": words,
        "place": place,
    }
    # None and "" set no condition; "at least 0" does: it asks for a figure at all.
    return {
        name: value for name, value in asked.items() if value not in (None, "", ()) and (value or name == "at_least")
    }
