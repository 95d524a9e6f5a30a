"""Files and folders as `Source`: plain text, HTML, JSONL, PDF and WARC, also packed with gzip."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, cast

from ..errors import InvalidRecord, ReportedlyError, TooLarge, UnreadableInput
from ..ports import PathLike, Received
from .jsonl import from_record, read_lines, record_fields
from .prepare import LIMIT, prepare

HTML, LINES = (".html", ".htm", ".xhtml"), (".jsonl", ".ndjson")
PDF, WARC, FEED = (".pdf",), (".warc",), (".rss", ".atom")
# What a walk through a folder takes up; a file that is named is read whatever its suffix.
WALKED = (".txt", ".text", *HTML, *LINES, *PDF, *WARC, *FEED)
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True)
class FilesSource:
    """Reports from files; folders are walked in sorted order, hidden files and unknown suffixes left out.

    `mapping` names the fields of JSONL records (ours -> theirs), `given` holds fields for every
    report (published, outlet, language); what a record of JSONL says itself wins over them. Beside
    `NAME.txt` a `NAME.meta.json` may hold its fields, which give way to `given`.
    """

    paths: tuple[PathLike, ...]
    mapping: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, Any] = field(default_factory=dict)

    def receive(self) -> Iterator[Received | ReportedlyError]:
        """Each report in order of the paths; a file that cannot be read is yielded as an error."""
        for path in self.paths:
            for file in _walk(Path(path)):
                if isinstance(file, ReportedlyError):
                    yield file
                    continue
                try:
                    yield from self._file(file)
                except (OSError, EOFError, zlib.error) as error:
                    yield _unreadable(file, error)
                except ReportedlyError as error:
                    error.subject = error.subject or str(file)
                    yield error

    def _file(self, path: Path) -> Iterator[Received | ReportedlyError]:
        suffix = _suffix(path)
        if suffix in WARC:
            from .warc import WarcSource

            yield from WarcSource(path, self.given).receive()
            return
        with _open(path) as stream:
            if suffix in LINES:
                yield from read_lines(stream, str(path), self.mapping, self.given)
                return
            data = stream.read(LIMIT + 1)
            if len(data) > LIMIT:
                limit = f"beyond the limit of {LIMIT // 10**6} MB a report"
                yield TooLarge(
                    f"the file is {limit}", subject=str(path), hint="Split it into one report a file or a line."
                )
                return
        if suffix == ".json":
            yield from self._json(data, path)
            return
        fields = {**_sidecar(path), **self.given}
        if suffix in FEED:
            from .feeds import from_feed

            yield from from_feed(data, str(path), self.given)
            return
        if suffix in PDF or data.startswith(b"%PDF-"):
            from .pdf import from_pdf

            yield from_pdf(data, str(path), fields)
            return
        yield prepare(Received(data, str(path), "text/html" if suffix in HTML else "text/plain", fields))

    def _json(self, data: bytes, path: Path) -> Iterator[Received | ReportedlyError]:
        """A JSON file of one record, or of a list of them."""
        try:
            content = json.loads(data.decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:
            yield InvalidRecord(f"the file is not JSON: {error}", subject=str(path))
            return
        for k, record in enumerate(content if isinstance(content, list) else [content]):
            where = f"{path}:{k + 1}" if isinstance(content, list) else str(path)
            if isinstance(record, dict):
                yield from_record(record, where, self.mapping, self.given)
            else:
                yield InvalidRecord(f"record {k + 1} is not an object", subject=where)


def files(paths: Iterable[PathLike], mapping: Mapping[str, str] | None = None, **given: Any) -> FilesSource:
    """The source of these files and folders."""
    return FilesSource(tuple(paths), mapping or {}, {k: v for k, v in given.items() if v})


def _walk(path: Path) -> Iterator[Path | ReportedlyError]:
    try:
        if not path.is_dir():
            yield path
            return
        inside = sorted(path.iterdir())
    except OSError as error:
        yield _unreadable(path, error)
        return
    for child in inside:
        if child.name.startswith("."):
            continue
        if child.is_dir():
            # A link to a folder may lead in a circle; its files are reached by their own path.
            if not child.is_symlink():
                yield from _walk(child)
        elif _suffix(child) in WALKED:
            yield child


def _suffix(path: Path) -> str:
    suffixes = [s.lower() for s in path.suffixes]
    return (suffixes[-2] if len(suffixes) > 1 else "") if suffixes[-1:] == [".gz"] else "".join(suffixes[-1:])


@contextmanager
def _open(path: Path) -> Iterator[IO[bytes]]:
    with path.open("rb") as stream:
        packed = stream.peek(2)[:2] == _GZIP
        if packed:
            with gzip.GzipFile(fileobj=stream) as unpacked:
                yield cast("IO[bytes]", unpacked)
        else:
            yield stream


def _sidecar(path: Path) -> dict[str, Any]:
    """The fields of `NAME.meta.json` beside `NAME.txt`, by the names of JSONL records."""
    beside = path.with_suffix(".meta.json")
    if not path.suffix or not beside.is_file():
        return {}
    try:
        content = json.loads(beside.read_text("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise InvalidRecord(f"the file beside it, {beside.name}, is not JSON: {error}", subject=str(path)) from error
    if not isinstance(content, dict):
        raise InvalidRecord(f"the file beside it, {beside.name}, is not a JSON object", subject=str(path))
    return {k: v for k, v in record_fields(content, {}).items() if k not in ("text", "html")}


def _unreadable(path: Path, error: Exception) -> UnreadableInput:
    if isinstance(error, FileNotFoundError):
        return UnreadableInput("there is no such file", subject=str(path), hint="Check the path.")
    if isinstance(error, PermissionError):
        return UnreadableInput("the file may not be read", subject=str(path), hint="Check its permissions.")
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return UnreadableInput(f"the file cannot be read ({reason})", subject=str(path))
