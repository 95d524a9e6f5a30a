"""A `Filter` as SQL: the same answers as `match`, found by the index that narrows most.

Conditions on a thing's own row are plain. Conditions on its parties, voices, losses, words and
cell each give a set of numbers. Where a set is small, it leads: its members are looked up and
sorted. Where it is larger, its numbers are gathered once and things are walked in order, by an
index alone, until a page is full. Where it is so large that to gather it would cost more, each
thing walked past is asked; a page is full soon, since so large a set is met often.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Table,
    Text,
    and_,
    exists,
    func,
    or_,
    select,
    tuple_,
    union,
)
from sqlalchemy.sql.visitors import replacement_traverse

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
from .words import key, phrases

# Measured on a million claims in SQLite. To look up a member and sort it takes 4 microseconds; to gather one 0.2; to
# walk past one that is not of the set 0.05; to ask one of its parties 4, of its words 60 to 140.
LEADS = 2_000
GATHERS = 200_000
# A set by bounds on the thing's own row: to ask a row that is walked past takes 1 microsecond.
GATHERS_OWN = 20_000
# Of those by conditions on place none is gathered, since they are found row by row: so many lead, more are asked.
LEADS_ROWS = 10_000
# Events by the words of their claims: to gather one takes 2 microseconds.
GATHERS_THROUGH = 60_000
# Of more things than this that another set gives, words are gathered rather than asked of each.
ASKED = 300


@dataclass(frozen=True, slots=True)
class Members:
    """A set of things: all their numbers, and whether it holds one of a given number.

    The two are written apart, since a database walks the first from the set and must walk the
    second from the thing. `counted` has as many rows as the set and may cost less than its
    numbers. Of no more than `leads` members the set leads, of no more than `gathers` its numbers
    are gathered. `once` is `holds` with what is dear in it gathered, None where nothing is.
    """

    numbers: Select
    holds: Callable[[ColumnElement[int]], ColumnElement[bool]]
    counted: Select | None = None
    leads: int = LEADS
    gathers: int = GATHERS
    once: Callable[[ColumnElement[int]], ColumnElement[bool]] | None = None

    def gathered(self, seq: ColumnElement[int]) -> ColumnElement[bool]:
        """Whether a number is in the set, by all its numbers; the sum keeps an index from leading."""
        return (seq + 0).in_(self.numbers)


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
    if wanted.country:
        found.append(main.c.country == wanted.country)
    for name in ("admin1", "admin2"):
        if getattr(wanted, name):
            found.append(main.c[name] == key(getattr(wanted, name)))
    return found


def _box(main: FromClause, box: tuple[float, float, float, float]) -> list[ColumnElement[bool]]:
    south, west, north, east = box
    lon = main.c.lon
    inside = lon.between(west, east) if west <= east else or_(lon >= west, lon <= east)
    ranges = cells(box)
    near = [or_(*(main.c.cell.between(first, last) for first, last in ranges))] if ranges else []
    return [main.c.lat.between(south, north), inside, *near]


def _place(main: FromClause, wanted: Filter) -> list[ColumnElement[bool]]:
    found = []
    if wanted.box:
        found += _box(main, checked_box(wanted.box))
    if wanted.near:
        found += _box(main, around(wanted.near))
        away = [main.c[name] - value for name, value in zip("xyz", vector(*wanted.near[:2]))]
        found.append(away[0] * away[0] + away[1] * away[1] + away[2] * away[2] <= chord2(wanted.near[2]))
    return found


def _loss(losses: Table, wanted: Filter) -> ColumnElement[bool]:
    found = [losses.c.outcome == (wanted.outcome or "killed")]
    if wanted.at_least is not None:
        found.append(losses.c.best >= wanted.at_least)
    if wanted.at_most is not None:
        found.append(losses.c.best <= wanted.at_most)
    return and_(*found)


def unindexed(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """The same condition in a form that no index answers, for where another index must be taken."""

    def changed(element: Any, **_: Any) -> Any:
        if not isinstance(element, Column) or isinstance(element.type, Boolean):
            return None
        return element.concat("") if isinstance(element.type, Text) else element + 0

    return replacement_traverse(condition, {}, changed)


def _owned_by(owner: ColumnElement[int], condition: ColumnElement[bool], source: FromClause) -> Members:
    """A set whose number is a column of the table (or join) that the condition is on."""
    return Members(
        select(owner).select_from(source).where(condition),
        lambda seq: exists(select(owner).select_from(source).where(owner == seq, unindexed(condition))),
    )


def _own_set(main: Table, condition: Callable[[FromClause], ColumnElement[bool]]) -> Members:
    """A set by a bound on the thing's own row: found by an index where it is small, else asked of each row."""
    other = main.alias()
    numbers = select(other.c.seq).where(condition(other))
    return Members(numbers, lambda _: unindexed(condition(main)), gathers=GATHERS_OWN)


def _sets(tables: Tables, wanted: Filter) -> list[Members]:
    """The sets that conditions on parties, voices, losses, point and what few or nearly all have in common give."""
    found: list[Members] = []
    main, parties, voices, losses = tables.main, tables.parties, tables.voices, tables.losses
    if wanted.actor:
        is_actor = or_(named(parties.c.name, key(wanted.actor)), parties.c.actor == wanted.actor)
        found.append(_owned_by(parties.c.owner, is_actor, parties))
    if wanted.source and tables is EVENTS:
        found.append(_owned_by(voices.c.owner, named(voices.c.name, key(wanted.source)), voices))
    if wanted.outcome or wanted.at_least is not None or wanted.at_most is not None:
        found.append(_owned_by(losses.c.owner, _loss(losses, wanted), losses))
    if wanted.kind:
        found.append(_own_set(main, lambda row: row.c.kind.in_(wanted.kind)))
    if wanted.status:
        found.append(_own_set(main, lambda row: row.c.status == wanted.status))
    if wanted.confidence > 0:
        found.append(_own_set(main, lambda row: row.c.score >= wanted.confidence))
    if wanted.independent > 0 and tables is EVENTS:
        found.append(_own_set(main, lambda row: row.c.independent >= wanted.independent))
    if wanted.credibility < 6 and tables is EVENTS:
        found.append(_own_set(main, lambda row: row.c.credibility <= wanted.credibility))
    if wanted.box or wanted.near:
        placed = _own_set(main, lambda row: and_(*_place(row, wanted)))
        found.append(replace(placed, leads=LEADS_ROWS, gathers=0))
    return found


def _sets_of_claims(dialect: str, wanted: Filter) -> list[Members]:
    """What only claims are asked: who speaks or printed it, their words, their event."""
    found: list[Members] = []
    if wanted.source:
        name = key(wanted.source)
        spoken = _owned_by(claim_voices.c.owner, named(claim_voices.c.name, name), claim_voices)
        printed = _printed_by(name)
        both = union(spoken.numbers, printed.numbers).subquery()
        found.append(Members(select(both.c[0]), lambda seq: or_(spoken.holds(seq), printed.holds(seq))))
    if wanted.outlet:
        found.append(_printed_by(key(wanted.outlet)))
    if wanted.text:
        found.append(_worded(dialect, "claim_words", wanted.text))
    if wanted.event:
        joined = claims.join(event_claims, event_claims.c.claim == claims.c.id).join(
            events, events.c.seq == event_claims.c.event
        )
        of_event = select(claims.c.seq).select_from(joined).where(events.c.id == wanted.event)
        found.append(_from_claims(of_event))
    return found


def _from_claims(numbers: Select) -> Members:
    """A set of claims that are found by joins; always small enough to lead."""
    return Members(numbers, lambda seq: seq.in_(numbers))


def _worded(dialect: str, name: str, words: str) -> Members:
    numbers = index.matching(dialect, name, words)
    found = Members(numbers, lambda seq: exists(numbers.where(numbers.selected_columns[0] == seq)))
    if any(phrase.is_beginning for phrase in phrases(words)):
        # Every word that begins so would be gathered anew for each row that is asked: gather once.
        found = replace(found, holds=found.gathered)
    return replace(found, once=found.gathered)


def _printed_by(name: str) -> Members:
    other, paper = claims.alias(), reports.alias()
    of = other.join(paper, and_(paper.c.id == other.c.report, paper.c.stands))
    return _owned_by(other.c.seq, named(paper.c.outlet, name), of)


def _sets_of_events(dialect: str, wanted: Filter) -> list[Members]:
    """What events are asked through their claims: words, outlet, report."""
    found: list[Members] = []
    if wanted.text:
        found.append(_through_claims(_worded(dialect, "claim_words", wanted.text)))
    if wanted.outlet:
        found.append(_through_claims(_printed_by(key(wanted.outlet))))
    if wanted.report:
        own = claims.alias()
        found.append(_through_claims(_owned_by(own.c.seq, own.c.report == wanted.report, own)))
    return found


def _through_claims(of_claims: Members) -> Members:
    """The events that have a claim in this set."""
    member, claim = event_claims.alias(), claims.alias()
    joined = member.join(claim, and_(claim.c.id == member.c.claim, claim.c.stands))
    hits = of_claims.numbers.subquery()
    numbers = select(member.c.event).select_from(joined.join(hits, hits.c[0] == claim.c.seq))
    own = select(member.c.event).select_from(joined)

    def holds(seq: ColumnElement[int]) -> ColumnElement[bool]:
        return exists(own.where(member.c.event == seq, of_claims.holds(claim.c.seq)))

    def once(seq: ColumnElement[int]) -> ColumnElement[bool]:
        return exists(own.where(member.c.event == seq, of_claims.gathered(claim.c.seq)))

    return Members(numbers, holds, of_claims.numbers, gathers=GATHERS_THROUGH, once=once)


def wanted_claims(connection: Connection, wanted: Filter, cursor: str, limit: int) -> Select:
    """The numbers of one page of claims, and one more where there are more."""
    own = [claims.c.stands, *_own(claims, wanted)]
    if wanted.report:
        own.append(claims.c.report == wanted.report)
    sets = _sets(CLAIMS, wanted) + _sets_of_claims(connection.dialect.name, wanted)
    return _page(connection, claims, own, sets, wanted, cursor, limit)


def wanted_events(connection: Connection, wanted: Filter, cursor: str, limit: int) -> Select:
    """The numbers of one page of events, and one more where there are more."""
    own = _own(events, wanted)
    if wanted.event:
        own.append(events.c.id == wanted.event)
    sets = _sets(EVENTS, wanted) + _sets_of_events(connection.dialect.name, wanted)
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
    sets = [_worded(connection.dialect.name, "report_words", wanted.text)] if wanted.text else []
    return _page(connection, reports, own, sets, wanted, cursor, limit)


def _size(connection: Connection, members: Members) -> int:
    """How many members a set has, no further than makes a difference."""
    counted = members.numbers if members.counted is None else members.counted
    some = counted.limit(max(members.leads, GATHERS if members.once else members.gathers) + 1).subquery()
    return int(connection.execute(select(func.count()).select_from(some)).scalar_one())


def _condition(members: Members, size: int, lead: int | None, seq: ColumnElement[int]) -> ColumnElement[bool]:
    """How a set of this size is asked where the smallest set that leads has `lead` members, None where none does."""
    if size <= members.leads:
        return seq.in_(members.numbers)
    if size <= members.gathers and (lead is None or members.once):
        return members.gathered(seq)
    if members.once and (size <= GATHERS or (lead or 0) > ASKED):
        return members.once(seq)
    return members.holds(seq)


def _page(
    connection: Connection,
    main: Table,
    own: Sequence[Any],
    sets: Sequence[Members],
    wanted: Filter,
    cursor: str,
    limit: int,
) -> Select:
    sizes = [_size(connection, members) for members in sets]
    lead = min((size for members, size in zip(sets, sizes) if size <= members.leads), default=None)
    chosen = [_condition(members, size, lead, main.c.seq) for members, size in zip(sets, sizes)]
    leads = lead is not None
    named_one = bool(wanted.ids or wanted.report or wanted.event)
    chosen += [unindexed(condition) for condition in own] if leads and not named_one else own
    if cursor:
        place, start = tuple_(main.c.first, main.c.id), tuple_(*read_cursor(cursor))
        chosen.append(place < start if wanted.newest_first else place > start)
    # An expression in place of the bare column keeps the planner from walking in order where a set leads.
    first = main.c.first.concat("") if leads or named_one else main.c.first
    order = (first.desc(), main.c.id.desc()) if wanted.newest_first else (first, main.c.id)
    return select(main.c.seq, main.c.first, main.c.id).where(*chosen).order_by(*order).limit(limit + 1)
