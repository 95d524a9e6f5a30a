"""`add`, `events` and `why`: reports into the ledger, events out of it, and the words behind a number."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import EmptyReport, NotFound, ReportedlyError
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
from .read import Files, Jobs, Language, Mapping, Outlet, Published, received
from .screen import console, list_faults, plural, progress, tell, write_json

if TYPE_CHECKING:
    from ..model import Entry, Event
    from ..session import Ledger


LedgerPath = Annotated[
    str,
    typer.Option(
        "--ledger",
        "-l",
        metavar="FILE|URL",
        help="The ledger (default: REPORTEDLY_LEDGER, else reportedly.db in this folder).",
    ),
]


class EventsFormat(StrEnum):
    """How events are shown."""

    TABLE = "table"
    JSON = "json"


class WhyFormat(StrEnum):
    """How reasons are shown."""

    TEXT = "text"
    JSON = "json"


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command("add", short_help="Read reports into the ledger.")(add)
    app.command("events", short_help="List the events with their reconciled figures.")(events)
    app.command("why", short_help="Show the words and the sources behind a number.")(why)


@contextmanager
def opened(path: str, new: bool = False) -> Iterator[Ledger]:
    """The ledger of this path, or the default one, closed at the end; NotFound where it is to be there and is not."""
    from ..config import settings
    from ..session import Ledger

    where = path or settings().ledger
    if not new and "://" not in where and where != ":memory:" and not Path(where).exists():
        raise NotFound("there is no ledger of this name", subject=where, hint="Make one with `reportedly add`.")
    ledger = Ledger(where)
    try:
        yield ledger
    finally:
        ledger.close()


def add(
    files: Files,
    ledger: LedgerPath = "",
    published: Published = "",
    outlet: Outlet = "",
    language: Language = "",
    mapping: Mapping = "",
    jobs: Jobs = None,
) -> None:
    """Read reports and keep what they say in the ledger; a report that is known changes nothing.

    What was kept stays kept, however the run ends; run again, it goes on where it was.
    """
    items = received(files, mapping, published, outlet, language)
    with opened(ledger, new=True) as kept, progress("Adding") as advance:
        seen = 0

        def told(so_far: object) -> None:
            nonlocal seen
            now = so_far.seen  # type: ignore[attr-defined]
            advance(now - seen)
            seen = now

        added = kept.add(items, jobs=jobs, progress=told)
    list_faults([fault_of(entry) for entry in added.failures], added.reports + added.known, added.failed)
    if not added.reports and not added.known:
        if not added.failed:
            raise EmptyReport("no reports were found in what was given", hint="Give files, or folders that hold some.")
        raise typer.Exit(1)
    known = f"; {plural(added.known, 'report')} known before" if added.known else ""
    tell(f"Added {plural(added.reports, 'report')} with {plural(added.claims, 'claim')}{known}.")


def fault_of(entry: Entry) -> ReportedlyError:
    """The error that a failure in the ledger records."""
    body = entry.body
    error = ReportedlyError(body["message"], hint=body["hint"], subject=body["subject"] or body["name"])
    error.code = body["code"]
    return error


def events(
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
    format: Annotated[EventsFormat, typer.Option(help="A table, or a JSON array.")] = EventsFormat.TABLE,
) -> None:
    """Show the events that the claims of the ledger tell of, with their reconciled figures."""
    asked = filters(since, until, country, actor, type, outcome, min_toll, min_sources, text, place)
    with opened(ledger) as kept:
        found = kept.events(**asked)
    if format is EventsFormat.JSON:
        _print_json(found)
        return
    from .tables import print_events

    number = print_events(console(), found)
    sys.stdout.flush()
    tell(f"{plural(number, 'event')}." if number else "No events: none are in the ledger, or none that were asked for.")


def why(
    id: Annotated[
        str,
        typer.Argument(metavar="ID", help="An event, a claim, or a figure: EVENT:killed, EVENT:killed:civilian."),
    ],
    ledger: LedgerPath = "",
    format: Annotated[WhyFormat, typer.Option(help="A text, or JSON.")] = WhyFormat.TEXT,
) -> None:
    """Show what stands behind a number: the quoted words, underlined, and the chain of sources."""
    with opened(ledger) as kept:
        found = kept.why(id)
    if format is WhyFormat.JSON:
        from dataclasses import asdict

        write_json(asdict(found))
        return
    from .reasons import print_why

    print_why(console(), found)


def _print_json(found: Sequence[Event]) -> None:
    """A JSON array with one event a line."""
    import json

    from ..model.wire_event import event_to_wire

    lines = (json.dumps(event_to_wire(event), ensure_ascii=False) for event in found)
    sys.stdout.write("[" + ",\n ".join(lines) + "]\n")
