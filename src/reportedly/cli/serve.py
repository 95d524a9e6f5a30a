"""`serve` and `key`: the ledger over HTTP, and the keys that open it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import NotFound
from .ledger import LedgerPath
from .screen import console, plural, tell

if TYPE_CHECKING:
    from ..session.keys import Key, Keyring

KeysPath = Annotated[
    str,
    typer.Option("--keys", metavar="FILE", help="The file of keys (default: REPORTEDLY_KEYS, else beside the ledger)."),
]


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command("serve", short_help="Serve the ledger over HTTP.")(serve)
    keys = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    keys.command("add", short_help="Make a key and print it, this once.")(add_key)
    keys.command("list", short_help="List the keys, without their secrets.")(list_keys)
    keys.command("revoke", short_help="Make a key open nothing any more.")(revoke_key)
    app.add_typer(keys, name="key", help="The keys that open the server.", short_help="Keys to the server.")


def serve(
    ledger: LedgerPath = "",
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Where to listen; this machine alone by default.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="N", help="The port to listen on.")] = 8000,
    keys: KeysPath = "",
    no_keys: Annotated[
        bool, typer.Option("--no-keys", help="Ask for no key: whoever is on this machine may do all.")
    ] = False,
    rate: Annotated[
        float, typer.Option(min=0, metavar="N", help="Requests a second of one key; 0 for any number.")
    ] = 50.0,
) -> None:
    """Serve the ledger over HTTP: the interface under /v1, and a page to look at and to review under /."""
    from ..config import part

    where = _ledger(ledger, must_exist=True)
    run = part("server", "http")
    run(where, _keys_path(where, keys), host=host, port=port, no_keys=no_keys, rate=rate, tell=tell)


def add_key(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Who holds the key and decides in this name.")],
    role: Annotated[str, typer.Option(metavar="ROLE", help="read, review or admin.")] = "read",
    days: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Days until it expires (default: never).")
    ] = None,
    ledger: LedgerPath = "",
    keys: KeysPath = "",
) -> None:
    """Make a key and print it; it is shown this once and cannot be shown again."""
    with _ring(ledger, keys) as ring:
        key, secret = ring.add(name, role, days)
    typer.echo(secret)
    until = f" until {key.expires:%Y-%m-%d}" if key.expires else ""
    tell(f"{key.name} may {key.role.value}{until}. Keep the key safe: only its hash is stored.")


def list_keys(ledger: LedgerPath = "", keys: KeysPath = "") -> None:
    """List the keys that were made: id, holder, role, since when, and whether they open anything."""
    from datetime import UTC, datetime

    from rich.text import Text

    with _ring(ledger, keys) as ring:
        found = ring.made()
    out, now = console(), datetime.now(UTC)
    for key in found:
        out.print(Text(f"{key.id}  {key.role.value:<6}  {key.made:%Y-%m-%d}  {_state(key, now):<18}  {key.name}"))
    tell(f"{plural(len(found), 'key')}.")


def _state(key: Key, now: object) -> str:
    if key.revoked:
        return f"revoked {key.revoked:%Y-%m-%d}"
    if key.expires:
        word = "until" if key.stands(now) else "expired"  # type: ignore[arg-type]
        return f"{word} {key.expires:%Y-%m-%d}"
    return "no end"


def revoke_key(
    wanted: Annotated[str, typer.Argument(metavar="NAME|ID", help="The holder's name, or the id of the key.")],
    ledger: LedgerPath = "",
    keys: KeysPath = "",
) -> None:
    """Make a key open nothing from now on, also on a server that is running."""
    with _ring(ledger, keys) as ring:
        key = ring.revoke(wanted)
    tell(f"The key {key.id} of {key.name} is revoked.")


@contextmanager
def _ring(ledger: str, keys: str) -> Iterator[Keyring]:
    from contextlib import closing

    from ..session.keys import Keyring

    with closing(Keyring(_keys_path(_ledger(ledger), keys))) as ring:
        yield ring


def _keys_path(ledger: str, keys: str) -> str:
    from ..config import settings
    from ..session.keys import keys_beside

    return str(keys_beside(ledger, keys or settings().keys))


def _ledger(path: str, must_exist: bool = False) -> str:
    from pathlib import Path

    from ..config import settings

    where = path or settings().ledger
    if must_exist and "://" not in where and where != ":memory:" and not Path(where).exists():
        raise NotFound("there is no ledger of this name", subject=where, hint="Make one with `reportedly add`.")
    return where
