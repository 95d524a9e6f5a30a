"""A `Filter` as SQL: the same answers as `match`, found by the index that narrows most.

Conditions on a thing's own row are plain. Conditions on its parties, voices, losses, words and
cell each give a set of numbers. Where a set is small, it leads: its members are looked up and
sorted. Where it is large, things are walked in order and each is asked whether it is in the
set; a page is full soon, since a large set is met often. So either way a page costs little.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Table,
    and_,
    exists,
    func,
    literal_column,
    or_,
    select,
    tuple_,
)

from reportedly.ports import Filter

from . import index
from .rows import around, cells, checked_box, chord2, read_cursor, vector
from .schema import (
    claim_losses,
    claim_parties,
    claim_voices,
    claims,
    event_claims,
    event_losses,
    event_parties,
    event_voices,
    events,
    reports,
)
from .words import key

# A set of more members than this does not lead; 20,000 rows are looked up and sorted in some 50 ms.
LARGE = 20_000


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables that one sort of thing is kept in."""

    main: Table
    parties: Table
    voices: Table
    losses: Table


CLAIMS = Tables(claims, claim_parties, claim_voices, claim_losses)
EVENTS = Tables(events, event_parties, event_voices, event_losses)


def named(column: ColumnElement[str], wanted: str) -> ColumnElement[bool]:
    """`match.is_named`: the whole name or its first words."""
    return or_(column == wanted, and_(column >= f"{wanted} ", column < f"{wanted}!"))


def _in_time(main: FromClause, wanted: Filter) -> list[ColumnElement[bool]]:
    found = []
    if wanted.since:
        found.append(main.c.last >= wanted.since.isoformat())
    if wanted.until:
        found.append(main.c.first <= f"{wanted.until.isoformat()}~")
    return found


def _own(main: FromClause, wanted: Filter) -> list[ColumnElement[bool]]:
    """Conditions on the row itself, but for its point."""
    found = _in_time(main, wanted)
    if wanted.ids:
        found.append(main.c.id.in_(wanted.ids))
    if wanted.type:
        found.append(main.c.type.in_(wanted.type))
    if wanted.kind:
        found.append(main.c.kind.in_(wanted.kind))
    for name in ("status", "country"):
        if getattr(wanted, name):
            found.append(main.c[name] == getattr(wanted, name))
    for name in ("admin1", "admin2"):
        if getattr(wanted, name):
            found.append(main.c[name] == key(getattr(wanted, name)))
    if wanted.confidence > 0:
        found.append(main.c.score >= wanted.confidence)
    return found


def _box(main: FromClause, box: tuple[float, float, float, float]) -> list[ColumnElement[bool]]:
    south, west, north, east = box
    lon = main.c.lon
    inside = lon.between(west, east) if west <= east else or_(lon >= west, lon <= east)
    listed = cells(box)
    return [main.c.lat.between(south, north), inside, *([main.c.cell.in_(listed)] if listed is not None else [])]


def _place(main: FromClause, wanted: Filter) -> list[ColumnElement[bool]]:
    found = []
    if wanted.box:
        found += _box(main, checked_box(wanted.box))
    if wanted.near:
        found += _box(main, around(wanted.near))
        away = [main.c[name] - value for name, value in zip("xyz", vector(*wanted.near[:2]))]
        found.append(away[0] * away[0] + away[1] * away[1] + away[2] * away[2] <= chord2(wanted.near[2]))
    return found


def _loss(losses: Table, wanted: Filter) -> Select:
    found = select(losses.c.owner.label("seq")).where(losses.c.outcome == (wanted.outcome or "killed"))
    if wanted.at_least is not None:
        found = found.where(losses.c.best >= wanted.at_least)
    if wanted.at_most is not None:
        found = found.where(losses.c.best <= wanted.at_most)
    return found


def _sets(tables: Tables, wanted: Filter) -> list[Select]:
    """The sets of numbers that every condition on parties, voices, losses and point gives."""
    found: list[Select] = []
    main, parties, voices = tables.main, tables.parties, tables.voices
    if wanted.actor:
        is_actor = or_(named(parties.c.name, key(wanted.actor)), parties.c.actor == wanted.actor)
        found.append(select(parties.c.owner.label("seq")).where(is_actor))
    if wanted.source and tables is EVENTS:
        found.append(select(voices.c.owner.label("seq")).where(named(voices.c.name, key(wanted.source))))
    if wanted.outcome or wanted.at_least is not None or wanted.at_most is not None:
        found.append(_loss(tables.losses, wanted))
    if wanted.box or wanted.near:
        other = main.alias()
        found.append(select(other.c.seq).where(*_place(other, wanted)))
    return found


def _claims_of(dialect: str, wanted: Filter) -> list[Select]:
    """What only claims are asked: their outlet's name, their words, their event."""
    found: list[Select] = []
    if wanted.source:
        name = key(wanted.source)
        spoken = select(claim_voices.c.owner.label("seq")).where(named(claim_voices.c.name, name))
        found.append(spoken.union(_from_outlet(name)).subquery().select())
    if wanted.outlet:
        found.append(_from_outlet(key(wanted.outlet)))
    if wanted.text:
        found.append(index.matching(dialect, "claim_words", wanted.text))
    if wanted.event:
        joined = claims.join(event_claims, event_claims.c.claim == claims.c.id).join(
            events, events.c.seq == event_claims.c.event
        )
        found.append(select(claims.c.seq).select_from(joined).where(events.c.id == wanted.event))
    return found


def _from_outlet(name: str) -> Select:
    of = claims.join(reports, and_(reports.c.id == claims.c.report, reports.c.stands))
    return select(claims.c.seq).select_from(of).where(named(reports.c.outlet, name))


def _events_of(dialect: str, wanted: Filter) -> list[Select]:
    """What events are asked through their claims: words, outlet, report."""
    through = event_claims.join(claims, and_(claims.c.id == event_claims.c.claim, claims.c.stands))
    found: list[Select] = []
    if wanted.text:
        hits = index.matching(dialect, "claim_words", wanted.text).subquery()
        joined = through.join(hits, hits.c[0] == claims.c.seq)
        found.append(select(event_claims.c.event.label("seq")).select_from(joined))
    if wanted.outlet:
        joined = through.join(reports, and_(reports.c.id == claims.c.report, reports.c.stands))
        chosen = named(reports.c.outlet, key(wanted.outlet))
        found.append(select(event_claims.c.event.label("seq")).select_from(joined).where(chosen))
    if wanted.report:
        found.append(
            select(event_claims.c.event.label("seq")).select_from(through).where(claims.c.report == wanted.report)
        )
    return found


def wanted_claims(connection: Connection, wanted: Filter, cursor: str, limit: int) -> Select:
    """The numbers of one page of claims, and one more where there are more."""
    own = [claims.c.stands, *_own(claims, wanted)]
    if wanted.report:
        own.append(claims.c.report == wanted.report)
    sets = _sets(CLAIMS, wanted) + _claims_of(connection.dialect.name, wanted)
    return _page(connection, claims, own, sets, wanted, cursor, limit)


def wanted_events(connection: Connection, wanted: Filter, cursor: str, limit: int) -> Select:
    """The numbers of one page of events, and one more where there are more."""
    own = _own(events, wanted)
    if wanted.event:
        own.append(events.c.id == wanted.event)
    if wanted.independent > 0:
        own.append(events.c.independent >= wanted.independent)
    if wanted.credibility < 6:
        own.append(events.c.credibility <= wanted.credibility)
    sets = _sets(EVENTS, wanted) + _events_of(connection.dialect.name, wanted)
    return _page(connection, events, own, sets, wanted, cursor, limit)


def wanted_reports(connection: Connection, wanted: Filter, cursor: str, limit: int) -> Select:
    """The numbers of one page of reports, and one more where there are more."""
    own = [reports.c.stands, *_in_time(reports, wanted)]
    if wanted.ids:
        own.append(reports.c.id.in_(wanted.ids))
    if wanted.report:
        own.append(reports.c.id == wanted.report)
    if wanted.outlet:
        own.append(named(reports.c.outlet, key(wanted.outlet)))
    sets = [index.matching(connection.dialect.name, "report_words", wanted.text)] if wanted.text else []
    return _page(connection, reports, own, sets, wanted, cursor, limit)


def _is_small(connection: Connection, numbers: Select) -> bool:
    some = numbers.limit(LARGE + 1).subquery()
    return connection.execute(select(func.count()).select_from(some)).scalar_one() <= LARGE


def _page(
    connection: Connection,
    main: Table,
    own: Sequence[Any],
    sets: Sequence[Select],
    wanted: Filter,
    cursor: str,
    limit: int,
) -> Select:
    chosen = list(own)
    leads = False
    for numbers in sets:
        if _is_small(connection, numbers):
            chosen.append(main.c.seq.in_(numbers))
            leads = True
        else:
            held = numbers.subquery()
            chosen.append(exists(select(literal_column("1")).select_from(held).where(held.c[0] == main.c.seq)))
    if cursor:
        place, start = tuple_(main.c.first, main.c.id), tuple_(*read_cursor(cursor))
        chosen.append(place < start if wanted.newest_first else place > start)
    # An expression in place of the bare column keeps the planner from walking in order where a set leads.
    first = main.c.first.concat("") if leads or wanted.ids else main.c.first
    order = (first.desc(), main.c.id.desc()) if wanted.newest_first else (first, main.c.id)
    return select(main.c.seq, main.c.first, main.c.id).where(*chosen).order_by(*order).limit(limit + 1)
