"""`reportedly sitrep`: a situation report for a period and an area."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..errors import InvalidQuery
from .export import write_whole
from .filters import Actor, Country, EventType, Place, Since, Until, filters
from .ledger import LedgerPath, opened
from .screen import plural, tell

# Which form a file's suffix asks for.
FORMS = {".html": "sitrep", ".htm": "sitrep", ".md": "sitrep-md", ".markdown": "sitrep-md", ".docx": "sitrep-docx"}


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command("sitrep", short_help="Write a situation report for a period and an area.")(sitrep)


def sitrep(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The file to write: .html, .md or .docx.")],
    ledger: LedgerPath = "",
    since: Since = "",
    until: Until = "",
    place: Place = "",
    country: Country = "",
    actor: Actor = "",
    type: EventType = None,
    title: Annotated[str, typer.Option(metavar="TEXT", help="What stands at its head.")] = "Situation report",
) -> None:
    """Write what happened, with figures as ranges, who says which, contradictions, a map and a timeline."""
    from ..config import part
    from ..session.questions import scope

    form = FORMS.get(out.suffix.lower())
    if form is None:
        known = ", ".join(FORMS)
        raise InvalidQuery("the file's suffix names no form of report", subject=str(out), hint=f"Use one of {known}.")
    exporter = part("exporter", form)(title, scope(place, country, since, until))
    asked = filters(since, until, country, actor, type, place=place)
    with opened(ledger) as kept:
        dossier = kept.stream(**asked)
        number = len(dossier.events)
        write_whole(out, lambda stream: exporter.export(dossier, stream))
    tell(f"Wrote {plural(number, 'event')} to {out}.")
