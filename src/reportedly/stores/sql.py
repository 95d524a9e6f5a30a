"""A ledger in SQLite or PostgreSQL, by the same SQLAlchemy Core code."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, insert, select, text, update

from reportedly.errors import LedgerCorrupt
from reportedly.model import Entry, EntryKind, Event
from reportedly.model.journal import Head, Line, Root, seal
from reportedly.model.wire import claim_from_wire, report_from_wire
from reportedly.model.wire_event import event_from_wire
from reportedly.ports import Filter, Links, Page

from . import audit, query
from .connect import address, connect, prepare
from .faults import told_plainly
from .kept import replace_events
from .project import Projection, found_in
from .rows import Row
from .schema import entries, event_claims, events, head, readings
from .shelf import SqlShelf, keep_links

# Seconds that a writer waits for another one before it gives up with LedgerLocked.
PATIENCE = 10.0
_STRETCH = 1000  # lines fetched at a time when all are walked
_LINE = (
    entries.c.seq,
    entries.c.id,
    entries.c.kind,
    entries.c.body,
    entries.c.at,
    entries.c.author,
    entries.c.reason,
    entries.c.hash,
    entries.c.chain,
)


class SqlStore:
    """Keeps a ledger in a database: a path is a SQLite file, `postgresql://...` a shared server.

    One writer at a time; another waits `patience` seconds and then gets LedgerLocked. Readers
    never wait. Raises UnreadableInput, LedgerCorrupt or LedgerTooNew where it cannot be opened.
    """

    def __init__(self, where: str | Path, patience: float = PATIENCE) -> None:
        url = address(where)
        self.where = (
            url.database if url.get_backend_name() == "sqlite" else url.set(drivername="postgresql").render_as_string()
        )
        with told_plainly(str(self.where)):
            self._engine = connect(url, patience)
            try:
                prepare(self._engine, str(self.where))
            except BaseException:
                self._engine.dispose()
                raise

    def append(self, entries: Sequence[Entry], every_line: bool = False) -> int:
        if not entries:
            return 0
        with self._writing() as connection:
            lock = select(head).with_for_update()  # SQLite holds its lock already and ignores this
            state = connection.execute(lock).one()
            there = self._present(connection, entries)
            root, chain, count = Root(state.root), state.chain, int(state._mapping["count"])
            lines: list[Line] = []
            fresh: list[tuple[int, str, Entry]] = []
            again: list[tuple[str, Entry]] = []
            for entry in entries:
                line = seal(entry, count + 1, chain)
                if entry.id in there and (not every_line or line.hash in there[entry.id]):
                    continue
                if entry.id in there:
                    again.append((line.at, entry))
                else:
                    fresh.append((line.seq, line.at, entry))
                there.setdefault(entry.id, set()).add(line.hash)
                lines.append(line)
                root.add(line.hash)
                chain, count = line.chain, line.seq
            if lines:
                self._write(connection, lines, fresh, again)
                connection.execute(update(head).values(count=count, chain=chain, root=root.state))
        return len(lines)

    def entries(self, kind: EntryKind | None = None, after: int = 0) -> Iterator[tuple[int, Entry]]:
        for line in self._walk(kind, after):
            yield line.seq, self._entry(line)

    def journal(self) -> Iterator[Line]:
        return self._walk(None, 0)

    def head(self) -> Head:
        with self._reading() as connection:
            row = connection.execute(select(head)).one()
        return Head(int(row._mapping["count"]), row.chain, Root(row.root).value)

    def get(self, entry_id: str) -> Entry | None:
        question = select(*_LINE).where(entries.c.id == entry_id)
        with self._reading() as connection:
            row = connection.execute(question.order_by(entries.c.at, entries.c.author, entries.c.reason)).first()
        return self._entry(Line(*row)) if row else None

    def known(self, ids: Iterable[str]) -> set[str]:
        with self._reading() as connection:
            return {row.id for row in found_in(connection, select(entries.c.id), entries.c.id, ids)}

    def read_by(self, reader: str, versions: Iterable[str]) -> set[str]:
        question = select(readings.c.version).where(readings.c.reader == reader)
        with self._reading() as connection:
            return {row.version for row in found_in(connection, question, readings.c.version, versions)}

    def reports(self, wanted: Filter, cursor: str = "", limit: int = 1000) -> Page:
        with self._reading() as connection:
            rows, more = self._page(connection, query.wanted_reports(connection, wanted, cursor, limit), limit)
            bodies = self._bodies(connection, rows)
        return Page(tuple(report_from_wire(bodies[row.seq]) for row in rows), more)

    def claims(self, wanted: Filter, cursor: str = "", limit: int = 1000) -> Page:
        with self._reading() as connection:
            rows, more = self._page(connection, query.wanted_claims(connection, wanted, cursor, limit), limit)
            bodies = self._bodies(connection, rows)
            joined = event_claims.join(events, events.c.seq == event_claims.c.event)
            owner = select(event_claims.c.claim, events.c.id).select_from(joined)
            of = {r.claim: r.id for r in found_in(connection, owner, event_claims.c.claim, [r.id for r in rows])}
        claims = (claim_from_wire(bodies[row.seq]) for row in rows)
        return Page(tuple(replace(claim, event=of.get(claim.id, "")) for claim in claims), more)

    def events(self, wanted: Filter, cursor: str = "", limit: int = 1000) -> Page:
        with self._reading() as connection:
            rows, more = self._page(connection, query.wanted_events(connection, wanted, cursor, limit), limit)
            question = select(events.c.seq, events.c.body)
            found = found_in(connection, question, events.c.seq, [row.seq for row in rows])
        bodies = {row.seq: row.body for row in found}
        return Page(tuple(event_from_wire(json.loads(bodies[row.seq])) for row in rows), more)

    def keep_events(self, key: str, events: Iterable[Event], links: Links | None = None) -> None:
        with self._writing() as connection:
            count = connection.execute(select(head.c["count"]).with_for_update()).scalar_one()
            replace_events(connection, events)
            keep_links(connection, links, int(count))
            connection.execute(update(head).values(events_key=key))
        if self._engine.dialect.name == "sqlite":
            with self._reading() as connection:  # the planner's statistics, where they are out of date
                connection.execute(text("PRAGMA optimize"))

    @contextmanager
    def relinking(self) -> Iterator[SqlShelf | None]:
        with self._writing() as connection:
            state = connection.execute(select(head).with_for_update()).one()
            shelf = SqlShelf(connection, state) if state.linked >= 0 else None
            yield shelf
            if shelf is None or not shelf.finished:
                connection.rollback()

    def events_key(self) -> str:
        with self._reading() as connection:
            return str(connection.execute(select(head.c.events_key)).scalar_one())

    def check(self) -> tuple[str, ...]:
        with self._reading() as connection:
            return tuple(audit.faults(connection))

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with told_plainly(str(self.where)), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with (
            told_plainly(str(self.where)),
            self._engine.connect().execution_options(writes=True) as connection,
            connection.begin(),
        ):
            yield connection

    def _present(self, connection: Connection, new: Sequence[Entry]) -> dict[str, set[str]]:
        """The hashes of the lines that are there already, by entry id."""
        there: dict[str, set[str]] = {}
        question = select(entries.c.id, entries.c.hash)
        for row in found_in(connection, question, entries.c.id, dict.fromkeys(entry.id for entry in new)):
            there.setdefault(row.id, set()).add(row.hash)
        return there

    def _write(
        self,
        connection: Connection,
        lines: Sequence[Line],
        fresh: Sequence[tuple[int, str, Entry]],
        again: Sequence[tuple[str, Entry]],
    ) -> None:
        rows: list[Row] = [{column.name: getattr(line, column.name) for column in _LINE} for line in lines]
        connection.execute(insert(entries), rows)
        try:
            Projection(connection).take(fresh, again)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            message = f"an entry is not in the form of its kind ({error!r})"
            raise LedgerCorrupt(message, subject=str(self.where)) from error

    def _walk(self, kind: EntryKind | None, after: int) -> Iterator[Line]:
        question = select(*_LINE).order_by(entries.c.seq).limit(_STRETCH)
        if kind is not None:
            question = question.where(entries.c.kind == kind.value)
        while True:
            with self._reading() as connection:
                rows = connection.execute(question.where(entries.c.seq > after)).all()
            yield from (Line(*row) for row in rows)
            if len(rows) < _STRETCH:
                return
            after = rows[-1].seq

    def _entry(self, line: Line) -> Entry:
        try:
            at = datetime.fromisoformat(line.at)
            return Entry(line.id, EntryKind(line.kind), json.loads(line.body), at, line.author, line.reason)
        except ValueError as error:
            raise LedgerCorrupt(f"entry {line.seq} cannot be read: {error}", subject=str(self.where)) from error

    def _page(self, connection: Connection, question: Select, limit: int) -> tuple[list[Any], str]:
        rows = list(connection.execute(question))
        more = f"{rows[limit - 1].first}|{rows[limit - 1].id}" if len(rows) > limit > 0 else ""
        return rows[:limit], more

    def _bodies(self, connection: Connection, rows: Sequence[Any]) -> dict[int, Any]:
        question = select(entries.c.seq, entries.c.body)
        found = found_in(connection, question, entries.c.seq, [row.seq for row in rows])
        try:
            return {row.seq: json.loads(row.body) for row in found}
        except ValueError as error:
            raise LedgerCorrupt(f"an entry cannot be read: {error}", subject=str(self.where)) from error
