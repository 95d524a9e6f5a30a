"""`judge`, `retract`, `conflicts` and `failures`: what people decide of claims, and what could not be read."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from ..errors import InvalidQuery
from .ledger import LedgerPath, fault_of, opened
from .screen import plural, tell

Author = Annotated[str, typer.Option(metavar="NAME", help="Who decides (default: REPORTEDLY_AUTHOR, else the user).")]
Reason = Annotated[str, typer.Option(metavar="WORDS", help="Why.")]


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command("judge", short_help="Decide of one claim, or of two whether they tell of the same.")(judge)
    app.command("retract", short_help="Take back a report, a claim or a judgement.")(retract)
    app.command("conflicts", short_help="List judgements that contradict each other.")(conflicts)
    app.command("failures", short_help="List what could not be taken in or read.")(failures)


def judge(
    verdict: Annotated[str, typer.Argument(metavar="VERDICT", help="same, different, unsure; accept, reject, amend.")],
    claims: Annotated[list[str], typer.Argument(metavar="CLAIM", help="One claim, or two.")],
    change: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="FIELD=JSON", help="With amend: a field of the wire form; may be repeated."),
    ] = None,
    reason: Reason = "",
    author: Author = "",
    ledger: LedgerPath = "",
) -> None:
    """Decide that two claims tell of the same or of different happenings, or accept, reject or amend one.

    A decision outlives any later reading and always wins over the machine.
    """
    changes = parse_changes(change or [])
    with opened(ledger) as kept:
        decided = kept.judge(verdict, *claims, reason=reason, changes=changes or None, author=author)
        against = kept.conflicts(*decided.claims)
    typer.echo(decided.id)
    for conflict in against:
        tell(str(conflict))


def retract(
    target: Annotated[str, typer.Argument(metavar="ID", help="The id of a report, a claim, a judgement or an entry.")],
    reason: Annotated[str, typer.Option(metavar="WORDS", help="Why; it must be said.")],
    author: Author = "",
    ledger: LedgerPath = "",
) -> None:
    """Take something back: it stays in the ledger but counts no more. Retracting the retraction puts it back."""
    with opened(ledger) as kept:
        typer.echo(kept.retract(target, reason, author).id)


def conflicts(ledger: LedgerPath = "") -> None:
    """List judgements of people that contradict each other, with who decided what; all stay until one is retracted."""
    with opened(ledger) as kept:
        found = kept.conflicts()
    for conflict in found:
        typer.echo(str(conflict))
    tell(f"{plural(len(found), 'conflict')}.")


def failures(ledger: LedgerPath = "") -> None:
    """List what could not be taken in or read, and was not read since."""
    with opened(ledger) as kept:
        found = kept.failures()
    for entry in found:
        typer.echo(f"{entry.at:%Y-%m-%d %H:%M} {fault_of(entry)}")
    tell(f"{plural(len(found), 'failure')}.")


def parse_changes(options: list[str]) -> dict[str, Any]:
    """Read `status="denied"` and the like; a value that is no JSON is taken as text."""
    changes: dict[str, Any] = {}
    for option in options:
        name, mark, value = option.partition("=")
        if not mark or not name.strip():
            raise InvalidQuery(f"the change {option[:60]!r} means nothing", hint="Write FIELD=JSON.")
        try:
            changes[name.strip()] = json.loads(value)
        except ValueError:
            changes[name.strip()] = value
    return changes
