"""Backups: a whole ledger as one packed file of lines that any store can take back.

The first line says what it is and which seals it must give again; then one line an entry, in
the order of the journal. The same ledger gives the same bytes.
"""

from __future__ import annotations

import gzip
import json
import os
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from reportedly.errors import LedgerCorrupt, LedgerError, LedgerFull, LedgerTooNew, UnreadableInput
from reportedly.model import Entry, EntryKind
from reportedly.model.journal import Head
from reportedly.ports import Store

FORMAT = "reportedly-backup"
VERSION = 1
_STRETCH = 500
_FIELDS = ("id", "kind", "body", "at", "author", "reason")


def write(store: Store, path: Path) -> Head:
    """Write the whole ledger to `path`, which appears only when it is complete. Returns what was written."""
    head = store.head()
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    except OSError as error:
        raise UnreadableInput(f"the backup cannot be written: {error.strerror}", subject=str(path)) from error
    try:
        with os.fdopen(handle, "wb") as raw:
            with gzip.GzipFile("", "wb", 6, raw, mtime=0) as packed:
                for line in _lines(store, head):
                    packed.write(line.encode("utf-8") + b"\n")
            raw.flush()
            os.fsync(raw.fileno())
        Path(name).replace(path)
    except OSError as error:
        raise LedgerFull(f"the backup cannot be written: {error.strerror}", subject=str(path)) from error
    finally:
        Path(name).unlink(missing_ok=True)
    return head


def _lines(store: Store, head: Head) -> Iterator[str]:
    top = {"format": FORMAT, "version": VERSION, "count": head.count, "chain": head.chain, "root": head.root}
    yield json.dumps(top, sort_keys=True)
    for line in store.journal():
        if line.seq > head.count:  # written while the backup ran: for the next one
            return
        yield json.dumps([getattr(line, name) for name in _FIELDS])


def read(path: Path, store: Store) -> Head:
    """Take a backup into an empty store and prove that it is whole: count, chain and root must come out the same.

    Raises LedgerError where the store holds something, LedgerCorrupt where the backup does not hold.
    """
    if store.head().count:
        raise LedgerError(
            "the ledger to restore to is not empty", subject=str(path), hint="Restore into a new ledger, then merge."
        )
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            wanted = _top(next(lines, ""), path)
            held: list[Entry] = []
            for line in lines:
                held.append(_entry(line, path))
                if len(held) == _STRETCH:
                    store.append(held, every_line=True)
                    held = []
            store.append(held, every_line=True)
    except (FileNotFoundError, PermissionError, IsADirectoryError) as error:
        raise UnreadableInput(f"the backup cannot be read: {error.strerror}", subject=str(path)) from error
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise LedgerCorrupt("the backup is broken off or is none", subject=str(path)) from error
    found = store.head()
    if found != wanted:
        raise LedgerCorrupt("the backup does not give the ledger that it was made from", subject=str(path))
    return found


def _top(line: str, path: Path) -> Head:
    try:
        top: Any = json.loads(line)
        if top["format"] != FORMAT:
            raise ValueError
        if top["version"] > VERSION:
            raise LedgerTooNew("the backup was written by a newer version", subject=str(path))
        return Head(top["count"], top["chain"], top["root"])
    except (ValueError, TypeError, KeyError) as error:
        raise LedgerCorrupt("the file is no backup of a ledger", subject=str(path)) from error


def _entry(line: str, path: Path) -> Entry:
    try:
        entry_id, kind, body, at, author, reason = json.loads(line)
        return Entry(entry_id, EntryKind(kind), json.loads(body), datetime.fromisoformat(at), author, reason)
    except (ValueError, TypeError) as error:
        raise LedgerCorrupt("the backup holds a line that is no entry", subject=str(path)) from error
