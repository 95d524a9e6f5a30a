"""`Report`: one text as published, and the way from its offsets back to the bytes received."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Where each run of `Report.text` stood in the bytes received.

    `runs` are (text offset in code points, byte offset, length in code points, bytes per code
    point), sorted by text offset; text between runs was put in by cleaning and has no bytes.
    """

    runs: tuple[tuple[int, int, int, int], ...] = ()

    def to_bytes(self, start: int, end: int) -> tuple[int, int] | None:
        """The byte range that holds text[start:end], or None where no run covers either end."""
        first, last = self._at(start), self._at(end - 1)
        if first is None or last is None:
            return None
        return first[0], last[0] + last[1]

    def _at(self, offset: int) -> tuple[int, int] | None:
        k = bisect_right(self.runs, offset, key=lambda run: run[0]) - 1
        if k < 0:
            return None
        text, byte, length, width = self.runs[k]
        return (byte + (offset - text) * width, width) if offset < text + length else None


@dataclass(frozen=True, slots=True)
class Report:
    """One text as published: frozen, with who published it, when, and what bytes it came from.

    `published` is UTC, or None where nobody told; `date_only` says that its time of day is not
    known. `body_start` is the offset at which the running text begins, after title, dateline
    and byline. `sha256` is the hash of the bytes received.
    """

    id: str
    text: str
    outlet: str = ""
    published: datetime | None = None
    date_only: bool = True
    title: str = ""
    url: str = ""
    language: str = "en"
    dateline: str = ""
    body_start: int = 0
    sha256: str = ""
    offsets: OffsetMap = OffsetMap()
    notes: tuple[str, ...] = ()
