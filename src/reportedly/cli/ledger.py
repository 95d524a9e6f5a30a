"""`add`, `events` and `why`: reports into the ledger, events out of it, and the words behind a number."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import EmptyReport
from .filters import (
    Actor,
    EventType,
    LedgerPath,
    MinSources,
    MinToll,
    OutcomeName,
    Place,
    Since,
    Until,
    filters,
)
from .read import Files, Jobs, Language, Mapping, Outlet, Published, received
from .screen import console, list_faults, plural, progress, tell

if TYPE_CHECKING:
    from ..session import Ledger


class EventsFormat(StrEnum):
    """How events are shown."""

    TABLE = "table"
    JSON = "json"


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command("add", short_help="Read reports into the ledger.")(add)
    app.command("events", short_help="List the events with their reconciled figures.")(events)
    app.command("why", short_help="Show the words and the sources behind a number.")(why)


@contextmanager
def opened(path: str) -> Iterator[Ledger]:
    """The ledger of this path, or the default one, closed at the end."""
    from ..session import Ledger

    ledger = Ledger(path or None)
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
    """Read reports and keep what they say in the ledger; a report that is known changes nothing."""
    items = received(files, mapping, published, outlet, language)
    with opened(ledger) as kept, progress("Adding") as advance:
        added = kept.add(items, jobs=jobs, progress=advance)
    faults = list(added.failures)
    list_faults(faults, added.reports + added.known)
    if not added.reports and not added.known:
        if not faults:
            raise EmptyReport("no reports were found in what was given", hint="Give files, or folders that hold some.")
        raise typer.Exit(1)
    known = f"; {plural(added.known, 'report')} known before" if added.known else ""
    tell(f"Added {plural(added.reports, 'report')} with {plural(added.claims, 'claim')}{known}.")


def events(
    ledger: LedgerPath = "",
    since: Since = "",
    until: Until = "",
    place: Place = "",
    actor: Actor = "",
    type: EventType = None,
    outcome: OutcomeName = "",
    min_toll: MinToll = None,
    min_sources: MinSources = 0,
    format: Annotated[EventsFormat, typer.Option(help="A table, or JSON.")] = EventsFormat.TABLE,
) -> None:
    """Show the events that the claims of the ledger tell of, with their reconciled figures."""
    asked = filters(since, until, place, actor, type, outcome, min_toll, min_sources)
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
        str, typer.Argument(metavar="ID", help="An event, a claim, or a figure: EVENT:killed, EVENT:killed:civilian.")
    ],
    ledger: LedgerPath = "",
    format: Annotated[EventsFormat, typer.Option(help="A text, or JSON.")] = EventsFormat.TABLE,
) -> None:
    """Show what stands behind a number: the quoted words, underlined, and the chain of sources."""
    with opened(ledger) as kept:
        found = kept.why(id)
    if format is EventsFormat.JSON:
        from dataclasses import asdict

        from .screen import write_json

        write_json(asdict(found))
        return
    from .reasons import print_why

    print_why(console(), found)


def _print_json(found: Any) -> None:
    """A JSON array with one event a line."""
    import json

    from ..model.wire_event import event_to_wire

    lines = (json.dumps(event_to_wire(event), ensure_ascii=False) for event in found)
    sys.stdout.write("[" + ",\n ".join(lines) + "]\n")
