"""Takes reports into a ledger, stream in, batch by batch kept: what was acknowledged survives any end of the run."""

from __future__ import annotations

import re
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from reportedly.errors import InputError, InvalidRecord, LedgerError, ModelError, ReportedlyError
from reportedly.ledger import log
from reportedly.model import Claim, Entry, Report
from reportedly.ports import Engine, Received, Source, Store

# Reports between two commits, and the seconds after which what is read is kept even if it is fewer.
BATCH = 64
SECONDS = 2.0
# Of so many failures the lines are handed back; all are in the ledger.
LISTED = 1000
_LONE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Added:
    """What became of what was given: reports newly read, the claims in them, reports known before, failures.

    `failures` are the ledger's lines of the first thousand of them, in order.
    """

    reports: int = 0
    claims: int = 0
    known: int = 0
    failed: int = 0
    failures: tuple[Entry, ...] = ()

    @property
    def seen(self) -> int:
        """How many items were dealt with."""
        return self.reports + self.known + self.failed

    def __str__(self) -> str:
        return f"{self.reports} reports read, {self.claims} claims, {self.known} known before, {self.failed} failed"


@dataclass(frozen=True)
class ReadingWork:
    """The work that an engine hands out: reports in, their claims out. `make` gives the reader, once a process."""

    make: Callable[[], Any]

    def __call__(self, reports: list[Report]) -> list[tuple[Claim, ...] | ReportedlyError]:
        reader = self.make()
        return [reader.read(report) for report in reports]


@dataclass
class Adding:
    """One run of `Ledger.add`: where it writes, what reads, and what has come of it so far."""

    store: Store
    engine: Engine
    make: Callable[[], Any]
    reader: str
    author: str
    clock: Callable[[], datetime]
    progress: Callable[[Added], None] | None = None
    added: Added = field(default_factory=Added)
    _waiting: deque[tuple[Report, Entry]] = field(default_factory=deque)
    _held: list[Entry] = field(default_factory=list)
    _counts: Added = field(default_factory=Added)
    _kept_at: float = field(default_factory=time.monotonic)

    def run(self, items: Any) -> Added:
        """Read and keep all items. A fault of one item becomes an entry; one of the ledger or the reader ends the run.

        Interrupted from the keyboard, it keeps what is read already.
        """
        try:
            self._read_all(items)
        except KeyboardInterrupt:
            self._keep()
            raise
        self._keep()
        return self.added

    def _read_all(self, items: Any) -> None:
        results = self.engine.map(ReadingWork(self.make), self._unread(flat(items)), 4)
        for result in results:
            report, received = self._waiting.popleft()
            if isinstance(result, ModelError):  # no other report will fare better
                raise result
            if isinstance(result, ReportedlyError):
                self._hold_failure(result, report.id, report=report.id, kept=(received,))
            else:
                self._hold_reading(report, result)
            self._keep_when_due()

    def _unread(self, items: Iterator[Any]) -> Iterator[Report]:
        """The reports that this reader has not read yet; all others are dealt with on the way."""
        for some in _stretches(items, BATCH):
            received = [both for item in some if (both := self._received(item)) is not None]
            read = self.store.read_by(self.reader, [entry.id for _, entry in received])
            ahead = {entry.id for _, entry in self._waiting}
            for report, entry in received:
                if entry.id in read or entry.id in ahead:
                    self._count(known=1)
                    continue
                ahead.add(entry.id)
                self._waiting.append((report, entry))
                yield report
            self._keep_when_due()

    def _received(self, item: Any) -> tuple[Report, Entry] | None:
        """The report of an item with its entry; None where there is none, which is then a failure held."""
        name = getattr(item, "name", "") or getattr(item, "subject", "") or getattr(item, "id", "") or ""
        try:
            report = _taken_in(item)
            return report, log.report_entry(report, self.clock(), self.author)
        except LedgerError:
            raise
        except ReportedlyError as error:
            self._hold_failure(error, name)
        except Exception as error:  # whatever a text does to the intake, the run goes on
            told = InputError(f"the report could not be taken in ({type(error).__name__}: {error})"[:500], subject=name)
            self._hold_failure(told, name)
        return None

    def _hold_reading(self, report: Report, claims: tuple[Claim, ...]) -> None:
        self._held += log.read_entries(report, claims, self.reader, self.clock(), self.author)
        self._count(reports=1, claims=len(claims))

    def _hold_failure(self, error: ReportedlyError, name: str, report: str = "", kept: tuple[Entry, ...] = ()) -> None:
        entry = log.failure_entry(error, name, self.clock(), self.author, report, self.reader if report else "")
        self._held += [*kept, entry]
        self._count(failed=1, failures=(entry,) if len(self._counts.failures) < LISTED else ())

    def _count(self, **more: Any) -> None:
        self._counts = replace(self._counts, **{k: getattr(self._counts, k) + v for k, v in more.items()})

    def _keep_when_due(self) -> None:
        new = self._counts.seen - self.added.seen
        if new >= BATCH or (new and time.monotonic() - self._kept_at >= SECONDS):
            self._keep()

    def _keep(self) -> None:
        """Commit, and only then tell of it."""
        if self._held:
            self.store.append(self._held)
            self._held = []
        self._kept_at = time.monotonic()
        if self._counts != self.added:
            self.added = self._counts
            if self.progress:
                self.progress(self.added)


def _taken_in(item: Any) -> Report:
    """The report that an item is or becomes; raises what is wrong with it."""
    if isinstance(item, Report):
        return sound(item)
    if isinstance(item, ReportedlyError):
        raise item
    if not isinstance(item, Received):
        raise InvalidRecord(f"a {type(item).__name__} is no report", hint="Give paths or reports.")
    from reportedly.reports.intake import intake

    return intake(item)


def sound(report: Report) -> Report:
    """The report with U+FFFD for each lone surrogate: no JSON brings two that meet back as they were."""
    names = ("text", "title", "outlet", "dateline")
    mended: dict[str, Any] = {name: _LONE.sub("\ufffd", getattr(report, name)) for name in names}
    return replace(report, **mended) if any(mended[n] != getattr(report, n) for n in names) else report


def flat(items: Any) -> Iterator[Any]:
    """One by one whatever was given: a path, a source, something received, a report, or many of these."""
    if isinstance(items, str | Path):
        from reportedly.sources.files import files

        yield from files([items]).receive()
    elif isinstance(items, Received | Report | ReportedlyError):
        yield items
    elif isinstance(items, Source):
        yield from items.receive()
    elif isinstance(items, Iterable):
        for item in items:
            yield from flat(item)
    else:
        yield items


def _stretches(items: Iterator[Any], size: int) -> Iterator[list[Any]]:
    held: list[Any] = []
    for item in items:
        held.append(item)
        if len(held) >= size:
            yield held
            held = []
    if held:
        yield held
