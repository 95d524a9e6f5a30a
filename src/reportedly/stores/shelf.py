"""What linking keeps between two runs, in a database: sketches of claims, blocks in order, links between claims."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, func, insert, select, tuple_, update

from reportedly.model import Event
from reportedly.ports import Links

from .kept import change_events
from .project import Projection, add_rows, chunks, found_in
from .schema import claims, event_claims, events, head, link_blocks, link_claims, link_pairs, reports

_BATCH = 5000
_PLACE = tuple_(link_blocks.c.rank, link_blocks.c.claim)
_GIVEN = tuple_(bindparam("rank"), bindparam("of"))
_IN_BLOCK = select(link_blocks.c.claim).where(link_blocks.c.block == bindparam("block")).limit(bindparam("most"))
_BEFORE = _IN_BLOCK.where(_PLACE < _GIVEN).order_by(link_blocks.c.rank.desc(), link_blocks.c.claim.desc())
_AFTER = _IN_BLOCK.where(_PLACE > _GIVEN).order_by(link_blocks.c.rank, link_blocks.c.claim)
_STANDING = (
    select(claims.c.id, func.max(claims.c.entry).label("entry"), func.max(reports.c.entry).label("version"))
    .select_from(claims.join(reports, and_(reports.c.id == claims.c.report, reports.c.stands)))
    .where(claims.c.stands)
    .group_by(claims.c.id)
)


def keep_links(connection: Connection, links: Links | None, count: int) -> None:
    """Write the links down in place of all before; none where the journal of `count` lines is not what was linked."""
    for table in (link_claims, link_blocks, link_pairs):
        connection.execute(delete(table))
    if links is None or links.count != count:
        connection.execute(update(head).values(linked=-1))
        return
    told = ({"claim": c, "report": r, "entry": "", "version": "", "sketch": s} for c, r, s in links.claims)
    placed = ({"block": b, "rank": r, "claim": c} for b, r, c in links.blocks)
    pairs = (
        {"one": a, "other": b, "score": p} for one, other, p in links.links for a, b in ((one, other), (other, one))
    )
    for table, rows in ((link_claims, told), (link_blocks, placed), (link_pairs, pairs)):
        for some in chunks(rows, _BATCH):
            connection.execute(insert(table), some)
    now = _STANDING.subquery()
    same = now.c.id == link_claims.c.claim
    entry = select(now.c.entry).where(same).scalar_subquery()
    version = select(now.c.version).where(same).scalar_subquery()
    connection.execute(update(link_claims).values(entry=func.coalesce(entry, ""), version=func.coalesce(version, "")))
    connection.execute(update(head).values(linked=count))


class SqlShelf:
    """The `Shelf` of a database, inside the transaction of its connection."""

    def __init__(self, connection: Connection, state: Any) -> None:
        self._connection = connection
        self.count, self.key = int(state.linked), str(state.events_key)
        self.finished = False

    def holds(self, claims: int) -> bool:
        some = select(link_claims.c.claim).limit(claims).subquery()
        return int(self._connection.execute(select(func.count()).select_from(some)).scalar_one()) >= claims

    def changes(
        self, reports: Collection[str], retracted: Collection[str] = ()
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        touched = sorted({*reports, *(Projection(self._connection).owners(retracted) if retracted else ())})
        linked = select(link_claims.c.claim, link_claims.c.entry, link_claims.c.version)
        was = {row.claim: (row.entry, row.version) for row in self._found(linked, link_claims.c.report, touched)}
        now = {row.id: (row.entry, row.version) for row in self._found(_STANDING, claims.c.report, touched)}
        gone = tuple(sorted(each for each, seen in was.items() if now.get(each) != seen))
        return gone, tuple(sorted(each for each, seen in now.items() if was.get(each) != seen))

    def sketches(self, claims: Collection[str]) -> dict[str, str]:
        question = select(link_claims.c.claim, link_claims.c.sketch)
        return {row.claim: row.sketch for row in self._found(question, link_claims.c.claim, claims)}

    def links(self, claims: Collection[str]) -> list[tuple[str, str, float]]:
        question = select(link_pairs.c.one, link_pairs.c.other, link_pairs.c.score)
        return [(row.one, row.other, row.score) for row in self._found(question, link_pairs.c.one, claims)]

    def events_of(self, claims: Collection[str]) -> dict[str, str]:
        joined = event_claims.join(events, events.c.seq == event_claims.c.event)
        question = select(event_claims.c.claim, events.c.id).select_from(joined)
        return {row.claim: row.id for row in self._found(question, event_claims.c.claim, claims)}

    def beside(self, block: str, rank: str, claim: str, most: int) -> tuple[list[str], list[str]]:
        given = {"block": block, "rank": rank, "of": claim, "most": most}
        before = self._connection.execute(_BEFORE, given).scalars()
        return list(before), list(self._connection.execute(_AFTER, given).scalars())

    def enter(self, claim: str, report: str, sketch: str, places: Collection[tuple[str, str]]) -> None:
        stands = self._connection.execute(_STANDING.where(claims.c.id == claim)).one()
        self._connection.execute(delete(link_claims).where(link_claims.c.claim == claim))
        row = {"claim": claim, "report": report, "entry": stands.entry, "version": stands.version, "sketch": sketch}
        self._connection.execute(insert(link_claims), row)
        add_rows(self._connection, link_blocks, [{"block": b, "rank": r, "claim": claim} for b, r in places])

    def leave(self, claim: str, places: Collection[tuple[str, str]] = ()) -> None:
        self._connection.execute(delete(link_claims).where(link_claims.c.claim == claim))
        columns = (link_blocks.c.block, link_blocks.c.rank, link_blocks.c.claim)
        for block, rank in places:
            same = and_(*(column == value for column, value in zip(columns, (block, rank, claim), strict=True)))
            self._connection.execute(delete(link_blocks).where(same))

    def relink(self, pairs: Collection[tuple[str, str, float | None]]) -> None:
        both = [(a, b, score) for one, other, score in pairs for a, b in ((one, other), (other, one))]
        for one, other, _ in both:
            same = and_(link_pairs.c.one == one, link_pairs.c.other == other)
            self._connection.execute(delete(link_pairs).where(same))
        rows = [{"one": one, "other": other, "score": score} for one, other, score in both if score is not None]
        add_rows(self._connection, link_pairs, rows)

    def finish(self, key: str, changed: Collection[Event], gone: Collection[str]) -> None:
        change_events(self._connection, changed, gone)
        self._connection.execute(update(head).values(events_key=key, linked=head.c["count"]))
        self.finished = True

    def _found(self, question: Any, column: Any, values: Collection[str]) -> list[Any]:
        return found_in(self._connection, question, column, sorted(values))
