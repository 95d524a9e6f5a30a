"""What the screen is like: width, colour, progress, and the list of faults at the end."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ..errors import ReportedlyError

if TYPE_CHECKING:
    from rich.console import Console

# Tables are made for 100 columns; a wider terminal gives the columns more room up to here.
COLUMNS, WIDEST = 100, 140
# Faults listed one by one at the end; of more, the number is told.
LISTED = 20


def console(stream: Any = None) -> Console:
    """A console on standard output: colour on a terminal only, 100 columns where there is none."""
    from rich.console import Console

    out = Console(file=stream or sys.stdout, highlight=False, emoji=False, markup=False)
    out.on_broken_pipe = _pass_on  # type: ignore[method-assign]
    out.width = max(60, min(out.width, WIDEST)) if out.is_terminal else COLUMNS
    return out


def _pass_on() -> None:
    """Leave a broken pipe to `main.run`, which ends without a fault: whoever reads has seen enough."""
    raise BrokenPipeError


@contextmanager
def progress(what: str, total: int | None = None, flowing: bool = False) -> Iterator[Callable[[int], None]]:
    """A bar on standard error while something long goes on, told how many more are done.

    None where that is no terminal, nor where the output itself runs over the screen.
    """
    if not sys.stderr.isatty() or (sys.stdout.isatty() and flowing):
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    shown = Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False)
    with shown as bar:
        task = bar.add_task(what, total=total)
        yield lambda done: bar.advance(task, done)


def write_json(value: Any) -> None:
    """One JSON value on one line of standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def tell(message: str) -> None:
    """A line for the person, on standard error."""
    sys.stderr.write(message + "\n")


def list_faults(faults: Sequence[ReportedlyError], done: int, failed: int | None = None) -> None:
    """Say on standard error what could not be taken, each with its code and what to do.

    `failed` is how many there were, where not all of them are at hand.
    """
    failed = len(faults) if failed is None else failed
    if not failed:
        return
    tell(f"{failed} of {failed + done} could not be read:")
    for fault in faults[:LISTED]:
        tell(f"  {fault}")
    if failed > min(LISTED, len(faults)):
        tell(f"  ... and {failed - min(LISTED, len(faults))} more")


def plural(number: int, word: str) -> str:
    """ "1 report", "3 reports"."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"
