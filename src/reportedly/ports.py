"""The seven plug points, each a Protocol; everything that touches the world stands behind one.

An implementation registers by entry point in the group `reportedly.<port>` (for example
`reportedly.exporter`) and must pass the port's conformance suite in `tests/conformance/`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Protocol, runtime_checkable

from .errors import ReportedlyError
from .model import Claim, Entry, EntryKind, Event, Mention, Parse, Report


@dataclass(frozen=True, slots=True)
class Received:
    """Bytes as they came, with what is known of them; `name` says where they came from."""

    data: bytes
    name: str
    media_type: str = "text/plain"  # text/plain | text/html
    fields: dict[str, Any] = field(default_factory=dict)  # id, published, outlet, title, url, language


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a gazetteer. `kind` is site, town, district, province or country."""

    id: str
    name: str
    kind: str
    lat: float
    lon: float
    radius: int
    country: str
    admin1: str = ""
    admin2: str = ""
    population: int = 0


@runtime_checkable
class Source(Protocol):
    """Brings reports in: a file, a feed, an archive."""

    def receive(self) -> Iterator[Received | ReportedlyError]:
        """Each report's bytes in order; a fault of one is yielded, never raised, and the rest goes on."""
        ...


@runtime_checkable
class Parser(Protocol):
    """Gives the sentence structure of texts."""

    name: str

    def parse(self, texts: Iterable[str]) -> Iterator[Parse]:
        """One `Parse` a text, in order; offsets in code points of the text; never raises on any text."""
        ...


@runtime_checkable
class Extractor(Protocol):
    """Finds mentions in one report by other means than the rules (a trained model, a language model)."""

    name: str

    def extract(self, reports: Sequence[Report]) -> list[tuple[Mention, ...]]:
        """The mentions of each report, in text order; the same whatever the batch."""
        ...


@runtime_checkable
class Gazetteer(Protocol):
    """Knows places by name."""

    name: str

    def lookup(self, name: str, *, alike: bool = True) -> tuple[Place, ...]:
        """Places that bear this name, best known first; () where there are none.

        With `alike` also those of a name spelled alike, where no place bears the very name.
        """
        ...

    def country(self, code: str) -> Place | None:
        """The country of an ISO 3166-1 alpha-2 code."""
        ...


class Store(Protocol):
    """Keeps the ledger's entries; append-only and idempotent."""

    def append(self, entries: Sequence[Entry]) -> int:
        """Keep these entries, all or none; ones already there change nothing. Returns how many were new."""
        ...

    def entries(self, kind: EntryKind | None = None, after: int = 0) -> Iterator[tuple[int, Entry]]:
        """Entries in order of their sequence number, of one kind or of all, after a sequence number."""
        ...

    def get(self, entry_id: str) -> Entry | None:
        """The entry of this id."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...


@dataclass(frozen=True, slots=True)
class Dossier:
    """What leaves: events with their claims and reports, read-only. Events by date, then id."""

    events: tuple[Event, ...]
    claims: dict[str, Claim]
    reports: dict[str, Report]


class Exporter(Protocol):
    """Writes a dossier in one format."""

    name: str
    suffix: str

    def export(self, dossier: Dossier, out: IO[bytes]) -> None:
        """Write the whole to `out`; the same dossier gives the same bytes."""
        ...


@runtime_checkable
class Engine(Protocol):
    """Says where work runs: in this process, on all cores, on a cluster."""

    def map(self, work: Callable[[list[Any]], list[Any]], items: Iterable[Any], batch: int = 16) -> Iterator[Any]:
        """`work` applied batch by batch; results in the order of the items, one for one."""
        ...


PathLike = str | Path
