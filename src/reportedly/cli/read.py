"""`reportedly read`: what reports say, on the screen or as JSON, without keeping it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import EmptyReport, MissingModel, ReportedlyError
from .screen import console, list_faults, plural, progress, tell, write_json

if TYPE_CHECKING:
    from ..ports import Received


class ReadFormat(StrEnum):
    """How claims are shown."""

    TABLE = "table"
    CLAIMS = "claims"


# Options that more than one command takes.
Files = Annotated[
    list[Path],
    typer.Argument(metavar="FILE", help="Text, HTML, JSONL, PDF or WARC files, or folders; - for standard input."),
]
Published = Annotated[str, typer.Option(metavar="DATE", help="Publication date of reports that do not say.")]
Outlet = Annotated[str, typer.Option(metavar="NAME", help="Outlet of reports that do not say.")]
Language = Annotated[
    str, typer.Option(metavar="CODE", help="Language of the reports (en), told from the text where not given.")
]
Mapping = Annotated[
    str,
    typer.Option(
        "--map", metavar="OURS=THEIRS,...", help="Names of fields in JSONL, as published=claimed_date,outlet=source."
    ),
]
Jobs = Annotated[
    int | None, typer.Option("--jobs", "-j", min=1, metavar="N", help="Worker processes (default: one a core).")
]


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command("read", short_help="Show what reports say happened, and who says so.")(read)


def read(
    files: Files,
    published: Published = "",
    outlet: Outlet = "",
    language: Language = "",
    format: Annotated[ReadFormat, typer.Option(help="A table, or one JSON object a report.")] = ReadFormat.TABLE,
    mapping: Mapping = "",
    jobs: Jobs = None,
) -> None:
    """Show what reports say happened and who says so; nothing is kept.

    With --format claims one JSON object a report goes to standard output, in the order given.
    """
    from ..model.wire import reading_to_wire
    from .tables import print_claims

    faults: list[ReportedlyError] = []
    done = claims_found = 0
    out = console()
    with progress("Reading", flowing=True) as advance:
        for result in readings(received(files, mapping, published, outlet, language), jobs):
            advance(1)
            if isinstance(result, ReportedlyError):
                faults.append(result)
                continue
            report, claims = result
            done, claims_found = done + 1, claims_found + len(claims)
            if format is ReadFormat.CLAIMS:
                write_json(reading_to_wire(report, claims))
            else:
                print_claims(out, report, claims)
    sys.stdout.flush()
    list_faults(faults, done)
    if not done and not faults:
        raise EmptyReport("no reports were found in what was given", hint="Give files, or folders that hold some.")
    if not done:
        raise typer.Exit(1)
    if format is ReadFormat.TABLE:
        tell(f"{plural(claims_found, 'claim')} in {plural(done, 'report')}.")


def received(
    paths: list[Path], mapping: str, published: str, outlet: str, language: str
) -> Iterator[Received | ReportedlyError]:
    """The reports of these paths; options that mean nothing are refused before any is read."""
    from ..reports.dates import read_published
    from ..sources.files import files
    from ..sources.jsonl import parse_map

    if published:
        read_published(published)
    names = parse_map(mapping)
    given = {"published": published, "outlet": outlet, "language": language}
    return _each(paths, lambda path: files([path], names, **given).receive(), given)


def _each(paths: list[Path], receive: Any, given: dict[str, str]) -> Iterator[Received | ReportedlyError]:
    from ..ports import Received
    from ..sources.prepare import LIMIT, prepare

    for path in paths:
        if str(path) == "-":
            fields = {name: value for name, value in given.items() if value}
            yield prepare(Received(sys.stdin.buffer.read(LIMIT + 1), "standard input", "text/plain", fields))
        else:
            yield from receive(path)


def readings(items: Iterator[Received | ReportedlyError], jobs: int | None) -> Iterator[Any]:
    """For each report in order: the report and its claims, or why there are none."""
    from ..engines.local import engine

    return engine(jobs).map(ReadWork(), items, batch=4)


class ReadWork:
    """Takes in and reads a batch; each process loads the reader when it has its first."""

    def __init__(self) -> None:
        self._reader: Any = None

    @property
    def reader(self) -> Any:
        if self._reader is None:
            from ..config import default_reader

            try:
                self._reader = default_reader()
            except ImportError as error:
                raise MissingModel(f"a part of the reader is not installed ({error})") from error
        return self._reader

    def __call__(self, items: list[Any]) -> list[Any]:
        return [item if isinstance(item, ReportedlyError) else self._one(item) for item in items]

    def _one(self, item: Received) -> Any:
        from ..reports.intake import intake

        try:
            report = intake(item)
            return report, self.reader.read(report)
        except ReportedlyError as error:
            error.subject = error.subject or item.name
            return error
