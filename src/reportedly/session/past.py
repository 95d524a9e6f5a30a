"""A ledger as it stood at some time, and what changed between two times, without holding a large ledger in memory."""

from __future__ import annotations

import hashlib
import shutil
import weakref
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from tempfile import mkdtemp

from reportedly.ledger.diff import Change, compare
from reportedly.model import Entry, Event
from reportedly.model.journal import write_body
from reportedly.model.wire_event import event_to_wire
from reportedly.ports import Store
from reportedly.stores.memory import MemoryStore

from .view import Link, View

# Entries up to which the past is held in memory; a longer one lies in a temporary file.
SMALL = 20_000
_STRETCH = 500  # entries taken over at a time


class Past(View):
    """A ledger as it stood, for reading only. Of a large one a temporary file goes away with it, or by `close`."""

    def __init__(self, store: Store, link: Link, linking: str, folder: str = "") -> None:
        super().__init__(store, link, linking)
        self._gone = weakref.finalize(self, _let_go, store, folder)

    def __enter__(self) -> Past:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._gone()


def _let_go(store: Store, folder: str) -> None:
    store.close()
    if folder:
        shutil.rmtree(folder, ignore_errors=True)


def past(store: Store, moment: datetime, link: Link, linking: str) -> Past:
    """What stood after the entries that are not later than `moment`, which must know its time zone."""
    folder = ""
    copy: Store = MemoryStore()
    if store.head().count > SMALL:
        from reportedly.stores.sql import SqlStore

        folder = mkdtemp(prefix="reportedly-past-")
        copy = SqlStore(Path(folder) / "past.db")
    found = Past(copy, link, linking, folder)
    entries = (entry for _, entry in store.entries() if entry.at <= moment)
    for some in _stretches(entries):
        copy.append(some, every_line=True)
    return found


def _stretches(entries: Iterator[Entry]) -> Iterator[list[Entry]]:
    while some := list(islice(entries, _STRETCH)):
        yield some


def changes(before: View, after: View) -> tuple[Change, ...]:
    """Every event that is new, gone or changed; only these are held, of all others no more than a hash.

    An event that is the same on both sides holds all its claims on both, so none of the others
    could be matched with it.
    """
    old = {event.id: _digest(event) for event in before.each_event()}
    new = []
    for event in after.each_event():
        if old.get(event.id) == _digest(event):
            del old[event.id]
        else:
            new.append(event)
    return compare(_of(before, old), new)


def _of(view: View, ids: Iterable[str]) -> list[Event]:
    wanted = set(ids)
    return [event for event in view.each_event() if event.id in wanted]


def _digest(event: Event) -> bytes:
    return hashlib.sha256(write_body(event_to_wire(event)).encode()).digest()
