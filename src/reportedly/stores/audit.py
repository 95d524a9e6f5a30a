"""Whether a database's own files and projected tables are what its entries make of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Table, func, select, text

from reportedly.model import EntryKind
from reportedly.model.wire import claim_from_wire, report_from_wire
from reportedly.model.wire_event import event_from_wire

from .project import child_rows
from .rows import claim_item, event_item, report_item
from .schema import (
    claim_losses,
    claim_parties,
    claim_voices,
    claims,
    entries,
    event_losses,
    event_parties,
    events,
    readings,
    reports,
)

_STRETCH = 1000


def faults(connection: Connection) -> Iterator[str]:
    """Every fault in one line: damaged pages, rows that are missing or do not follow from their entry."""
    if connection.dialect.name == "sqlite":
        for row in connection.execute(text("PRAGMA quick_check")):
            if row[0] != "ok":
                yield f"the file is damaged: {row[0]}"
    for kind, table in ((EntryKind.REPORT, reports), (EntryKind.READING, readings), (EntryKind.CLAIM, claims)):
        distinct = select(func.count(func.distinct(entries.c.id))).where(entries.c.kind == kind.value)
        told = connection.execute(distinct).scalar_one()
        kept = connection.execute(select(func.count()).select_from(table)).scalar_one()
        if told != kept:
            yield f"the index of {kind.value}s holds {kept} of {told}"
    yield from _reports(connection)
    yield from _claims(connection)
    yield from _events(connection)


def _joined(connection: Connection, table: Table) -> Iterator[list[Any]]:
    after = 0
    question = select(table, entries.c.body.label("written")).join(entries, entries.c.seq == table.c.seq)
    while True:
        rows = list(connection.execute(question.where(table.c.seq > after).order_by(table.c.seq).limit(_STRETCH)))
        if not rows:
            return
        yield rows
        after = rows[-1].seq


def _differs(row: Any, columns: dict[str, Any]) -> bool:
    return any(row._mapping[name] != value for name, value in columns.items())


def _reports(connection: Connection) -> Iterator[str]:
    for rows in _joined(connection, reports):
        for row in rows:
            try:
                columns = report_item(report_from_wire(json.loads(row.written))).columns
            except (ValueError, KeyError, TypeError):
                yield f"report {row.id} (entry {row.seq}) cannot be read"
                continue
            if _differs(row, columns):
                yield f"the index does not agree with report {row.id} (entry {row.seq})"


def _claims(connection: Connection) -> Iterator[str]:
    for rows in _joined(connection, claims):
        children = [_children(connection, t, rows) for t in (claim_parties, claim_voices, claim_losses)]
        for row in rows:
            try:
                item = claim_item(claim_from_wire(json.loads(row.written)))
            except (ValueError, KeyError, TypeError):
                yield f"claim {row.id} (entry {row.seq}) cannot be read"
                continue
            expected = [{tuple(r.values()) for r in some} for some in child_rows(row.seq, item)]
            if _differs(row, item.columns) or expected != [held.get(row.seq, set()) for held in children]:
                yield f"the index does not agree with claim {row.id} (entry {row.seq})"


def _events(connection: Connection) -> Iterator[str]:
    """Whether kept events are filed under what they say; what they say is for whoever links to check."""
    after = 0
    while True:
        rows = list(
            connection.execute(select(events).where(events.c.seq > after).order_by(events.c.seq).limit(_STRETCH))
        )
        if not rows:
            return
        held = [_children(connection, table, rows) for table in (event_parties, event_losses)]
        for row in rows:
            try:
                item = event_item(event_from_wire(json.loads(row.body)))
            except (ValueError, KeyError, TypeError):
                yield f"the kept event {row.id} cannot be read"
                continue
            told, _, losses = child_rows(row.seq, item)
            expected = [{tuple(r.values()) for r in some} for some in (told, losses)]
            if _differs(row, item.columns) or expected != [found.get(row.seq, set()) for found in held]:
                yield f"the index does not agree with the kept event {row.id}"
        after = rows[-1].seq


def _children(connection: Connection, table: Table, rows: list[Any]) -> dict[int, set[tuple[Any, ...]]]:
    """The child rows of these claims, by owner."""
    found: dict[int, set[tuple[Any, ...]]] = {}
    between = table.c.owner.between(rows[0].seq, rows[-1].seq)
    for row in connection.execute(select(table).where(between)):
        found.setdefault(row.owner, set()).add(tuple(row))
    return found
