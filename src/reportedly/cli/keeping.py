"""`verify`, `backup`, `restore`, `merge` and `diff`: that a ledger is whole, and what changed in it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from ..errors import InvalidDate, LedgerCorrupt
from .ledger import LedgerPath, opened
from .screen import console, plural, tell

Backup = Annotated[Path, typer.Argument(metavar="BACKUP", help="The packed file of a backup.")]


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command("verify", short_help="Prove that nothing in the ledger was changed.")(verify)
    app.command("backup", short_help="Write the whole ledger into one packed file.")(backup)
    app.command("restore", short_help="Take a backup into a new ledger.")(restore)
    app.command("merge", short_help="Take in what another ledger holds.")(merge)
    app.command("diff", short_help="Show which events changed since a time.")(diff)


def verify(
    ledger: LedgerPath = "",
    root: Annotated[str, typer.Option(metavar="HASH", help="A root hash that was written down elsewhere.")] = "",
) -> None:
    """Check every seal of the ledger and print its root hash, to be written down elsewhere."""
    with opened(ledger) as kept:
        found = kept.verify(root)
    typer.echo(str(found))
    if not found.holds:
        raise LedgerCorrupt(f"the ledger does not hold ({plural(len(found.faults), 'fault')})", subject=ledger)


def backup(out: Backup, ledger: LedgerPath = "") -> None:
    """Write the whole ledger into one packed file, and print its root hash."""
    with opened(ledger) as kept:
        typer.echo(kept.backup(out))
    tell(f"The backup is in {out}.")


def restore(backup: Backup, ledger: LedgerPath = "") -> None:
    """Take a backup into a new ledger, prove that it is the same, and print its root hash."""
    with opened(ledger, new=True) as kept:
        typer.echo(kept.restore(backup))


def merge(
    other: Annotated[str, typer.Argument(metavar="OTHER", help="The ledger whose entries are taken in.")],
    ledger: LedgerPath = "",
) -> None:
    """Take in every entry of another ledger that this one lacks; in either order the root is the same."""
    with opened(other) as theirs, opened(ledger, new=True) as ours:
        new = ours.merge(theirs)
        typer.echo(ours.root)
    tell(f"{plural(new, 'new entry') if new == 1 else f'{new:,} new entries'} taken in.")


def diff(
    since: Annotated[str, typer.Argument(metavar="TIME", help="A day or a time (UTC), as 2020-04-09T18:00.")],
    until: Annotated[str, typer.Option(metavar="TIME", help="Up to this time (default: now).")] = "",
    ledger: LedgerPath = "",
) -> None:
    """Show which events are new, gone or changed since a time, and in which fields."""
    first, last = moment(since), moment(until) if until else None
    with opened(ledger) as kept:
        changes = kept.diff(first, last)
    from rich.text import Text

    from .words import when_in_words, where_in_words

    out = console()
    for change in changes:
        event = change.after or change.before
        if event is None:
            continue
        names = ", ".join(field.name for field in change.fields)
        line = f"{change.kind:<8} {event.id}  {event.type}, {when_in_words(event.when)}, {where_in_words(event.where)}"
        out.print(Text(line + (f": {names}" if names else "")))
    tell(f"{plural(len(changes), 'change')}.")


def moment(text: str) -> datetime:
    """A time in UTC; a day is its beginning."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise InvalidDate(
            f"the time {text[:40]!r} does not exist", hint="Write YYYY-MM-DD or YYYY-MM-DDTHH:MM."
        ) from error
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
