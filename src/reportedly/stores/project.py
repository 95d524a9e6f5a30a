"""Keeps the projected tables in step with the entries, batch by batch, inside the append's transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, insert, or_, select, update
from sqlalchemy.sql.elements import ColumnElement

from reportedly.model import Claim, Entry, EntryKind, Report
from reportedly.model.history import stands, voided
from reportedly.model.wire import claim_from_wire, report_from_wire

from . import index
from .rows import Item, Row, claim_item, report_item
from .schema import claim_losses, claim_parties, claim_voices, claims, entries, readings, reports

CHUNK = 400  # values in one IN list; every SQLite takes 999


def chunks(values: Iterable[Any], size: int = CHUNK) -> Iterator[list[Any]]:
    """The values in lists of no more than `size`."""
    held: list[Any] = []
    for value in values:
        held.append(value)
        if len(held) == size:
            yield held
            held = []
    if held:
        yield held


def found_in(connection: Connection, question: Select, column: ColumnElement, values: Iterable[Any]) -> list[Any]:
    """The rows of a question whose column is one of these values, asked for in pieces."""
    rows: list[Any] = []
    for some in chunks(values):
        rows.extend(connection.execute(question.where(column.in_(some))))
    return rows


def child_rows(seq: int, item: Item) -> tuple[list[Row], list[Row], list[Row]]:
    """The rows of an item's parties, voices and losses."""
    return (
        [{"owner": seq, "name": name, "actor": actor} for name, actor in item.parties],
        [{"owner": seq, "name": name} for name in item.voices],
        [{"owner": seq, "outcome": o.outcome, "low": o.low, "best": o.best, "high": o.high} for o in item.losses],
    )


def add_rows(connection: Connection, table: Any, rows: Sequence[Row]) -> None:
    """Insert rows, where there are any."""
    if rows:
        connection.execute(insert(table), list(rows))


class Projection:
    """One append's work on the projected tables: what is new, what stands now, what stands no more."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def take(self, fresh: Sequence[tuple[int, str, Entry]], again: Sequence[tuple[str, Entry]]) -> None:
        """Take in new entries (number, time, entry), and further lines of entries that were there (time, entry)."""
        void = self._void()
        by_kind: dict[EntryKind, list[tuple[int, str, Entry]]] = {}
        for each in fresh:
            by_kind.setdefault(each[2].kind, []).append(each)
        touched = self._add_reports(by_kind.get(EntryKind.REPORT, ()))
        touched |= self._add_readings(by_kind.get(EntryKind.READING, ()))
        touched |= self._date_back(again)
        told = [(seq, entry, claim_from_wire(entry.body)) for seq, _, entry in by_kind.get(EntryKind.CLAIM, ())]
        touched |= {claim.report for _, _, claim in told}
        targets = {str(entry.body["target"]) for _, _, entry in by_kind.get(EntryKind.RETRACTION, ())}
        if targets:
            touched |= self.owners(targets | void)
        standing_claims = self._settle(touched, void)
        self._add_claims(told, standing_claims, void)

    def _void(self) -> frozenset[str]:
        question = select(entries.c.id, entries.c.body).where(entries.c.kind == EntryKind.RETRACTION.value)
        rows = self._connection.execute(question)
        return voided(_entry(row.id, EntryKind.RETRACTION, json.loads(row.body)) for row in rows)

    def _add_reports(self, fresh: Iterable[tuple[int, str, Entry]]) -> set[str]:
        rows, texts = [], []
        for seq, at, entry in fresh:
            item = report_item(_report(entry))
            rows.append({"seq": seq, "entry": entry.id, "at": at, "stands": False, **item.columns})
            texts.append((seq, item.words))
        add_rows(self._connection, reports, rows)
        index.add(self._connection, "report_words", texts)
        return {row["id"] for row in rows}

    def _add_readings(self, fresh: Iterable[tuple[int, str, Entry]]) -> set[str]:
        rows = [
            {
                "seq": seq,
                "entry": entry.id,
                "at": at,
                "stands": False,
                "report": entry.body["report"],
                "version": entry.body["entry"],
                "reader": entry.body["reader"],
            }
            for seq, at, entry in fresh
        ]
        add_rows(self._connection, readings, rows)
        return {row["report"] for row in rows}

    def _add_claims(self, told: Sequence[tuple[int, Entry, Claim]], standing: set[str], void: frozenset[str]) -> None:
        rows: list[Row] = []
        parties: list[Row] = []
        voices: list[Row] = []
        losses: list[Row] = []
        texts = []
        for seq, entry, claim in told:
            item = claim_item(claim)
            holds = entry.id in standing and not {entry.id, claim.id} & void
            rows.append({"seq": seq, "entry": entry.id, "stands": holds, **item.columns})
            for held, more in zip((parties, voices, losses), child_rows(seq, item)):
                held.extend(more)
            texts.append((seq, item.words))
        for table, some in ((claims, rows), (claim_parties, parties), (claim_voices, voices), (claim_losses, losses)):
            add_rows(self._connection, table, some)
        index.add(self._connection, "claim_words", texts)

    def _date_back(self, again: Sequence[tuple[str, Entry]]) -> set[str]:
        """Of lines that record the same thing the earliest counts."""
        touched = set()
        for at, entry in again:
            for kind, table in ((EntryKind.REPORT, reports), (EntryKind.READING, readings)):
                if entry.kind is kind:
                    is_later = (table.c.entry == entry.id) & (table.c.at > at)
                    if self._connection.execute(update(table).where(is_later).values(at=at)).rowcount:
                        touched.add(str(entry.body["id" if kind is EntryKind.REPORT else "report"]))
        return touched

    def owners(self, ids: Iterable[str]) -> set[str]:
        """The reports to which these ids of any kind belong, through chains of retractions too."""
        found: set[str] = set()
        todo, seen = set(ids), set()
        while todo:
            seen |= todo
            for some in chunks(todo):
                asked = (
                    select(reports.c.id).where(or_(reports.c.id.in_(some), reports.c.entry.in_(some))),
                    select(readings.c.report).where(readings.c.entry.in_(some)),
                    select(claims.c.report).where(or_(claims.c.id.in_(some), claims.c.entry.in_(some))),
                )
                for question in asked:
                    found |= set(self._connection.execute(question).scalars())
            earlier = select(entries.c.body).where(entries.c.kind == EntryKind.RETRACTION.value)
            rows = found_in(self._connection, earlier, entries.c.id, todo)
            todo = {str(json.loads(row.body)["target"]) for row in rows} - seen
        return found

    def _settle(self, touched: set[str], void: frozenset[str]) -> set[str]:
        """Decide anew what stands of these reports; returns the claim entries of the readings that do."""
        standing: set[str] = set()
        for some in chunks(sorted(touched)):
            versions = self._rows(select(reports).where(reports.c.id.in_(some)), "id")
            read = self._rows(select(readings).where(readings.c.report.in_(some)), "report")
            chosen: dict[str, str] = {}
            for report_id in some:
                report, reading = stands(
                    [_version(row) for row in versions.get(report_id, ())],
                    [_reading(row) for row in read.get(report_id, ())],
                    void,
                )
                self._mark(reports, versions.get(report_id, ()), report.id if report else "")
                self._mark(readings, read.get(report_id, ()), reading.id if reading else "")
                if reading:
                    chosen[report_id] = reading.id
            bodies = found_in(self._connection, select(entries.c.body), entries.c.id, chosen.values())
            standing |= {claim for row in bodies for claim in json.loads(row.body)["claims"]}
            old = self._connection.execute(select(claims).where(claims.c.report.in_(some)))
            self._mark_claims(list(old), standing, void)
        return standing

    def _rows(self, question: Select, by: str) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = {}
        for row in self._connection.execute(question):
            found.setdefault(row._mapping[by], []).append(row)
        return found

    def _mark(self, table: Any, rows: Iterable[Any], chosen: str) -> None:
        for row in rows:
            holds = row.entry == chosen
            if row.stands != holds:
                self._connection.execute(update(table).where(table.c.seq == row.seq).values(stands=holds))

    def _mark_claims(self, rows: Iterable[Any], standing: set[str], void: frozenset[str]) -> None:
        for row in rows:
            holds = row.entry in standing and not {row.entry, row.id} & void
            if row.stands != holds:
                self._connection.execute(update(claims).where(claims.c.seq == row.seq).values(stands=holds))


def _entry(entry_id: str, kind: EntryKind, body: dict[str, Any], at: str = "") -> Entry:
    return Entry(entry_id, kind, body, datetime.fromisoformat(at) if at else datetime.min)


def _version(row: Any) -> Entry:
    return _entry(row.entry, EntryKind.REPORT, {"id": row.id}, row.at)


def _reading(row: Any) -> Entry:
    return _entry(row.entry, EntryKind.READING, {"entry": row.version}, row.at)


def _report(entry: Entry) -> Report:
    return report_from_wire(entry.body)
