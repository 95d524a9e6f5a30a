"""The seven plug points, each a Protocol; everything that touches the world stands behind one.

An implementation registers by entry point in the group `reportedly.<port>` (for example
`reportedly.exporter`) and must pass the port's conformance suite in `tests/conformance/`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO, Any, Protocol, runtime_checkable

from .errors import ReportedlyError
from .model import Claim, Entry, EntryKind, Event, Mention, Parse, Report
from .model.journal import Head, Line


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

    def extract(self, reports: Sequence[Report], parses: Sequence[Parse] = ()) -> list[tuple[Mention, ...]]:
        """The mentions of each report, in text order; the same whatever the batch.

        Where the reports' parses are given, also which sentence tells of what (kind trigger).
        """
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


@dataclass(frozen=True, slots=True)
class Filter:
    """Which reports, claims or events are meant; every condition that is set must hold.

    Times overlap the range; what has no time matches no range. `box` is south, west, north,
    east in degrees (west may exceed east across the date line), `near` latitude, longitude and
    metres; both look at the point of the place. `actor` and `source` are ids, or the first words
    of a name, without regard to case and accents. `text` holds words that must all occur,
    "phrases in quotes", and beginnings with a star. `at_least` and `at_most` bound the persons
    of `outcome` (killed where none is set). `independent` counts origins; `confidence` is the
    least score of a claim (of an event: of its best claim); `credibility` the worst Admiralty
    figure still meant.
    """

    ids: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    box: tuple[float, float, float, float] | None = None
    near: tuple[float, float, float] | None = None
    country: str = ""
    admin1: str = ""
    admin2: str = ""
    actor: str = ""
    type: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    status: str = ""
    outcome: str = ""
    at_least: int | None = None
    at_most: int | None = None
    source: str = ""
    outlet: str = ""
    report: str = ""
    event: str = ""
    independent: int = 0
    confidence: float = 0.0
    credibility: int = 6
    text: str = ""
    newest_first: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Some of what was asked for, in order, and the `cursor` that brings the next; "" at the end."""

    items: tuple[Any, ...]
    cursor: str = ""


@dataclass(frozen=True, slots=True)
class Links:
    """What linking writes down for its next run; all text is its own, and means nothing to a store.

    `claims` are rows of claim, report and sketch ("" for a claim that was left out), `blocks` of
    block, rank and claim, `links` of two claims and how likely they tell of one event. `count` is
    how many lines of the journal were linked.
    """

    count: int
    claims: Iterable[tuple[str, str, str]] = ()
    blocks: Iterable[tuple[str, str, str]] = ()
    links: Iterable[tuple[str, str, float]] = ()


class Shelf(Protocol):
    """The `Links` of the last run, opened for the next, which changes them and the events in one transaction."""

    count: int  # lines of the journal that were linked
    key: str  # under which the events were kept

    def holds(self, claims: int) -> bool:
        """True where so many claims or more were linked."""
        ...

    def changes(
        self, reports: Collection[str], retracted: Collection[str] = ()
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Of these reports the linked claims that stand no more or changed, and those that now stand.

        Also of the reports to which the retracted ids, of any kind, belong.
        """
        ...

    def sketches(self, claims: Collection[str]) -> dict[str, str]:
        """What was written down of these claims, where it was."""
        ...

    def links(self, claims: Collection[str]) -> list[tuple[str, str, float]]:
        """Every link of these claims, each claim first in its own."""
        ...

    def events_of(self, claims: Collection[str]) -> dict[str, str]:
        """The ids of the events that these claims are in."""
        ...

    def beside(self, block: str, rank: str, claim: str, most: int) -> tuple[list[str], list[str]]:
        """The claims of a block before and after a place, nearest first, at most so many on each side."""
        ...

    def enter(self, claim: str, report: str, sketch: str, places: Collection[tuple[str, str]]) -> None:
        """Write down a claim with its sketch and its blocks and ranks."""
        ...

    def leave(self, claim: str, places: Collection[tuple[str, str]] = ()) -> None:
        """Strike out a claim and its blocks and ranks."""
        ...

    def relink(self, pairs: Collection[tuple[str, str, float | None]]) -> None:
        """Set these links; None strikes one out."""
        ...

    def finish(self, key: str, changed: Collection[Event], gone: Collection[str]) -> None:
        """Put the changed events in place, strike out the gone, and keep it all under this key."""
        ...


class Store(Protocol):
    """Keeps the ledger's entries, append-only and idempotent, and answers questions about what stands.

    Pages are in the order of the first day (of publication, for reports), then of the id;
    what has no day comes last. The reconciled events are a projection that is handed in.
    """

    def append(self, entries: Sequence[Entry], every_line: bool = False) -> int:
        """Keep these entries, all or none; ones already there change nothing. Returns how many were new.

        With `every_line`, an entry that is there with another time or author is kept beside it:
        the union of two ledgers.
        """
        ...

    def entries(self, kind: EntryKind | None = None, after: int = 0) -> Iterator[tuple[int, Entry]]:
        """Entries in order of their sequence number, of one kind or of all, after a sequence number."""
        ...

    def journal(self) -> Iterator[Line]:
        """Every line as it is stored, in order, nothing checked."""
        ...

    def head(self) -> Head:
        """How many lines there are, the last chain hash and the root over the set."""
        ...

    def get(self, entry_id: str) -> Entry | None:
        """The entry of this id."""
        ...

    def known(self, ids: Iterable[str]) -> set[str]:
        """Those of these entry ids that are there."""
        ...

    def read_by(self, reader: str, versions: Iterable[str]) -> set[str]:
        """Those of these report entries that a reader of this name has read."""
        ...

    def reports(self, wanted: Filter, cursor: str = "", limit: int = 1000) -> Page:
        """Reports that stand."""
        ...

    def claims(self, wanted: Filter, cursor: str = "", limit: int = 1000) -> Page:
        """Claims of the readings that stand, each with the id of its event where events are kept."""
        ...

    def events(self, wanted: Filter, cursor: str = "", limit: int = 1000) -> Page:
        """Events of the projection that was kept last."""
        ...

    def keep_events(self, key: str, events: Iterable[Event], links: Links | None = None) -> None:
        """Keep these events in place of all before; `key` says what they were made from.

        With `links` a later run may go on from there, unless somebody appended meanwhile.
        """
        ...

    def relinking(self) -> AbstractContextManager[Shelf | None]:
        """The links that were kept with the events, while others wait to write; None where none were.

        Nothing is changed where it ends without `finish`.
        """
        ...

    def events_key(self) -> str:
        """The key under which events were kept last; "" where none were."""
        ...

    def check(self) -> tuple[str, ...]:
        """What is wrong with the store's own files and projections, one line each; () where all is well."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...


@dataclass(frozen=True, slots=True)
class Dossier:
    """What leaves: events with their claims and reports, read-only. Events by date, then id.

    All three may be fetched as they are asked for, so that a ledger leaves in constant memory:
    an exporter goes through `events` in order, and asks for the claims and reports of each.
    """

    events: Collection[Event]
    claims: Mapping[str, Claim]
    reports: Mapping[str, Report]


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
