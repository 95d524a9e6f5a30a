"""Keeps the projection of events: only what changed is written, so that a small addition costs little."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable

from sqlalchemy import Connection, and_, bindparam, delete, func, insert, select, union, update

from reportedly.model import Event
from reportedly.model.journal import write_body
from reportedly.model.wire_event import event_to_wire

from .project import add_rows, child_rows, chunks, found_in
from .rows import Row, event_item
from .schema import (
    claim_voices,
    claims,
    event_claims,
    event_losses,
    event_parties,
    event_voices,
    events,
    reports,
)

_BATCH = 1000


def replace_events(connection: Connection, wanted: Iterable[Event]) -> None:
    """Make these the events that are kept."""
    old = {row.id: row for row in connection.execute(select(events.c.id, events.c.seq, events.c.digest))}
    last = connection.execute(select(func.coalesce(func.max(events.c.seq), 0))).scalar_one()
    gone = {each: row.seq for each, row in old.items()}
    seq = last
    for batch in chunks(wanted, _BATCH):
        fresh: list[tuple[int, Event, str, str]] = []
        changed: list[int] = []
        for event in batch:
            body = write_body(event_to_wire(event))
            digest = _digest(body)
            row = old.get(event.id)
            gone.pop(event.id, None)
            if row is not None and row.digest == digest:
                continue
            if row is not None:
                changed.append(row.seq)
            seq += 1
            fresh.append((seq, event, body, digest))
        _remove(connection, changed)
        _add(connection, fresh)
    _remove(connection, list(gone.values()))
    _complete(connection, last)


def change_events(connection: Connection, changed: Collection[Event], gone: Collection[str]) -> None:
    """Put these events in place of those of their ids, and strike out the gone; all others stay as they are."""
    ids = sorted({*gone, *(event.id for event in changed)})
    last = connection.execute(select(func.coalesce(func.max(events.c.seq), 0))).scalar_one()
    _remove(connection, [row.seq for row in found_in(connection, select(events.c.seq), events.c.id, ids)])
    fresh = []
    for seq, event in enumerate(changed, last + 1):
        body = write_body(event_to_wire(event))
        fresh.append((seq, event, body, _digest(body)))
    _add(connection, fresh)
    _complete_some(connection, fresh)


def _digest(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()[:32]


def _remove(connection: Connection, numbers: list[int]) -> None:
    for some in chunks(numbers):
        for column in (event_parties.c.owner, event_voices.c.owner, event_losses.c.owner, event_claims.c.event):
            connection.execute(delete(column.table).where(column.in_(some)))
        connection.execute(delete(events).where(events.c.seq.in_(some)))


def _add(connection: Connection, fresh: list[tuple[int, Event, str, str]]) -> None:
    rows: list[Row] = []
    members, parties, voices, losses = [], [], [], []
    for seq, event, body, digest in fresh:
        item = event_item(event)
        rows.append({"seq": seq, "score": 0.0, "digest": digest, "body": body, **item.columns})
        members += [{"event": seq, "claim": claim} for claim in dict.fromkeys(event.claims)]
        more = child_rows(seq, item)
        parties += more[0]
        losses += more[2]
        voices += more[1]
    add_rows(connection, events, rows)
    add_rows(connection, event_claims, members)
    for table, some in ((event_parties, parties), (event_voices, voices), (event_losses, losses)):
        add_rows(connection, table, some)


def _complete(connection: Connection, last: int) -> None:
    """The voices that new events have from their claims, and the scores that all have."""
    own = event_claims.join(claims, and_(claims.c.id == event_claims.c.claim, claims.c.stands))
    spoken = select(event_claims.c.event, claim_voices.c.name).select_from(
        own.join(claim_voices, claim_voices.c.owner == claims.c.seq)
    )
    printed = select(event_claims.c.event, reports.c.outlet).select_from(
        own.join(reports, and_(reports.c.id == claims.c.report, reports.c.stands))
    )
    new = event_claims.c.event > last
    said = union(spoken.where(new), printed.where(new))
    connection.execute(insert(event_voices).from_select(["owner", "name"], said))
    best = select(func.max(claims.c.score)).select_from(own).where(event_claims.c.event == events.c.seq)
    connection.execute(update(events).values(score=func.coalesce(best.scalar_subquery(), 0.0)))


def _complete_some(connection: Connection, fresh: list[tuple[int, Event, str, str]]) -> None:
    """The same for a few events, claim by claim: a database would rather look at all that it holds."""
    owners: dict[str, list[int]] = {}
    for seq, event, _, _ in fresh:
        for claim in event.claims:
            owners.setdefault(claim, []).append(seq)
    spoken = select(claims.c.id, claim_voices.c.name).join(claim_voices, claim_voices.c.owner == claims.c.seq)
    outlet = reports.c.outlet.label("name")
    printed = select(claims.c.id, outlet).join(reports, and_(reports.c.id == claims.c.report, reports.c.stands))
    said = {
        (seq, row.name)
        for question in (spoken, printed)
        for row in found_in(connection, question.where(claims.c.stands), claims.c.id, owners)
        for seq in owners[row.id]
    }
    add_rows(connection, event_voices, [{"owner": seq, "name": name} for seq, name in sorted(said)])
    best: dict[int, float] = {}
    for row in found_in(connection, select(claims.c.id, claims.c.score).where(claims.c.stands), claims.c.id, owners):
        best |= {seq: max(row.score, best.get(seq, row.score)) for seq in owners[row.id]}
    if best:
        one = update(events).where(events.c.seq == bindparam("of")).values(score=bindparam("best"))
        connection.execute(one, [{"of": seq, "best": score} for seq, score in best.items()])
