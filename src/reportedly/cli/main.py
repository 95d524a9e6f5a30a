"""The command line: `reportedly COMMAND`. Heavy parts are imported inside the commands only.

Standard output holds what was asked for and nothing else; progress, faults and errors go to
standard error. Exit status: 0 done (perhaps with faults of single reports, listed at the end),
1 the whole command failed, 2 it was called wrongly, 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from .. import __version__
from ..errors import ReportedlyError
from . import compare, export, judging, keeping, ledger, read, review, serve, sitrep

app = typer.Typer(
    name="reportedly",
    help="Reads what news reports say happened in a conflict, and keeps who said so.",
    no_args_is_help=True,
    rich_markup_mode=None,  # plain help costs a third of the start-up time
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for group in (read, ledger, export, sitrep, compare, judging, review, keeping, serve):
    group.register(app)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"reportedly {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    pass


def run() -> None:
    """Run a command and turn what went wrong into a sentence and an exit status."""
    try:
        app()
    except ReportedlyError as error:
        _fail(str(error), 1)
    except BrokenPipeError:
        # Whoever read the output has seen enough (`| head`); nothing more can be written.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        _fail("Interrupted; what was recorded before stays.", 130)
    except Exception as error:
        if os.environ.get("REPORTEDLY_DEBUG"):
            raise
        hint = "This is a fault of reportedly. Set REPORTEDLY_DEBUG=1 and run again for the details to report."
        _fail(f"R000: {type(error).__name__}: {error}. {hint}", 1)


def _fail(message: str, status: int) -> None:
    sys.stderr.write(f"{message}\n")
    sys.exit(status)


if __name__ == "__main__":
    run()
