"""A dossier as a situation report: fixed templates, ranges, and behind every sentence who says so.

Nothing is inferred: figures of events are added only where they are of one outcome, sums are
called sums, and what is not known is said to be unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from ...model import Claim, Event, Harmed, Outcome, Report, Stand, Toll
from ...ports import Dossier
from ...text.names import folded_key
from ..countries import country
from ..losses import Loss, loss
from ..telling import day, listed, number, tell_event, tell_side, tell_stands, tell_toll, tell_where, toll_number
from .document import Block, Document, Note, Picture, Section, Sentence
from .pictures import MARKED, draw_map, draw_timeline, places

QUOTE = 400  # characters of a quote in a note; the ledger holds the whole
_LARGEST = 10  # events told under each headline figure
_PERSONS = (
    Outcome.KILLED, Outcome.WOUNDED, Outcome.CAPTURED, Outcome.ABDUCTED, Outcome.MISSING, Outcome.DISPLACED,
)  # fmt: skip
_UNDATED = "On a day not told closely"


def compose(dossier: Dossier, title: str = "Situation report", scope: str = "") -> Document:
    """The whole document; `scope` names period and area, else it follows from the events."""
    events = tuple(dossier.events)
    notes = Notes(dossier)
    happened = [e for e in events if e.status == "asserted" and e.kind == "incident"]
    totals = [e for e in events if e.status == "asserted" and e.kind == "tally"]
    said = [e for e in events if e not in happened and e not in totals]
    sections = [
        Section("Basis", (Block(_basis(dossier, events)),)),
        Section("Headline figures", tuple(_headlines(happened, dossier, notes))),
        *_pictures(happened),
        Section("What happened, by area and day"),
        *_areas(happened, dossier, notes),
        *_listed("Totals that sources give for a period", totals, dossier, notes),
        *_listed("Statements, positions, threats and denials", said, dossier, notes),
        Section("Contradictions", tuple(_contradictions(events, dossier, notes))),
        Section("How to read this", (Block(_reading()),)),
    ]
    return Document(title, scope or _scope(events), tuple(sections), tuple(notes.notes))


class Notes:
    """Numbers the sources in the order in which sentences call for them; a claim has one number throughout."""

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._numbers: dict[str, int] = {}
        self.notes: list[Note] = []

    def of(self, claims: Iterable[str]) -> tuple[int, ...]:
        """The numbers of these claims' notes, ascending, each once."""
        return tuple(sorted({self._number(name) for name in claims if name in self._dossier.claims}))

    def _number(self, name: str) -> int:
        if name not in self._numbers:
            self._numbers[name] = len(self.notes) + 1
            self.notes.append(self._note(self._dossier.claims[name]))
        return self._numbers[name]

    def _note(self, claim: Claim) -> Note:
        report = self._dossier.reports.get(claim.report, Report(claim.report, ""))
        chain = ", citing ".join([report.outlet or report.id, *(link.name for link in claim.attribution.links)])
        quote = " […] ".join(" ".join(span.text.split()) for span in claim.evidence)
        if len(quote) > QUOTE:
            quote = quote[:QUOTE].rsplit(" ", 1)[0] + " […]"
        published = day(report.published.date()) if report.published else "date not known"
        url = report.url if report.url.startswith(("https://", "http://")) else ""
        return Note(len(self.notes) + 1, chain, published, quote, url)


def _scope(events: Sequence[Event]) -> str:
    days = [d for e in events if e.when for d in (e.when.earliest, e.when.latest) if d]
    lands = sorted({country(e.where.country).name for e in events if e.where and e.where.country})
    period = "" if not days else day(min(days)) if min(days) == max(days) else f"{day(min(days))} to {day(max(days))}"
    return "; ".join(part for part in (listed(lands, 6), period) if part) or "No events"


def _basis(dossier: Dossier, events: Sequence[Event]) -> tuple[Sentence, ...]:
    reports = [
        dossier.reports[name] for name in sorted({r for e in events for r in e.reports}) if name in dossier.reports
    ]
    outlets = {r.outlet for r in reports if r.outlet}
    times = sorted(r.published.date() for r in reports if r.published)
    span = f", published {_from_to(times[0], times[-1])}" if times else ""
    alone = sum(e.independent_sources <= 1 for e in events)
    known = f"{_count(len(reports), 'report')} by {_count(len(outlets), 'outlet')}{span}"
    return (
        Sentence(f"This report is made from {known}."),
        Sentence(f"They tell of {_count(len(events), 'event')}; {alone} rest on a single source."),
    )


def _from_to(first: date, last: date) -> str:
    return day(first) if first == last else f"{day(first)} to {day(last)}"


def _count(n: int, noun: str) -> str:
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def _headlines(events: Sequence[Event], dossier: Dossier, notes: Notes) -> Iterable[Block]:
    """For each outcome the sum over all events as a range, then the largest events with who says which."""
    for outcome in _PERSONS:
        told = [(e, loss(e.tolls, outcome)) for e in events if any(_is(t, outcome) for t in e.tolls)]
        if not told:
            continue
        stands = [s.claim for e, _ in told for t in e.tolls if _is(t, outcome) for s in t.stands]
        yield Block((Sentence(_sum(outcome, [found for _, found in told], events), notes.of(stands)),))
        told.sort(key=lambda item: (-(item[1].high or item[1].best or 0), item[0].id))
        for event, _ in told[:_LARGEST]:
            yield Block(tuple(_figures(event, outcome, dossier, notes)), item=True)
        rest = len(told) - _LARGEST
        if rest > 0:
            yield Block((Sentence(f"{_count(rest, 'further event')} with smaller figures: see below."),), item=True)
    if not any(t.outcome in _PERSONS for e in events for t in e.tolls):
        yield Block((Sentence("No figures of people lost are told for this period and area."),))


def _is(toll: Toll, outcome: Outcome) -> bool:
    return toll.outcome is outcome and toll.party is not Harmed.EQUIPMENT


def _sum(outcome: Outcome, found: list[Loss], events: Sequence[Event]) -> str:
    """One sentence with the sum as a range; what has no number is said apart."""
    told = [f for f in found if f.low is not None or f.best is not None]
    counted = [f for f in told if f.high != 0]
    low = sum(f.low if f.low is not None else f.best or 0 for f in counted)
    high = None if any(f.high is None for f in counted) else sum(f.high or 0 for f in counted)
    blank, none = len(found) - len(told), len(told) - len(counted)
    without = f", and people in {_count(blank, 'more event')} of which no number is told" if blank else ""
    without += f", and nobody in {_count(none, 'more event')}" if none else ""
    if none and not counted and not blank:
        return f"Nobody was reported {outcome.value} in {_count(none, 'event')}."
    if not counted:
        return f"People were reported {outcome.value} in {_count(blank, 'event')}; no number is told."
    people = "person was" if low == high == 1 else "people were"
    where = _count(len(counted), "event")
    open_end = any(t.outcome is outcome and "at least" in toll_number(t) for e in events for t in e.tolls)
    added = " (the figures of the events added up)" if len(counted) > 1 else ""
    return f"{_capital(number(low, high, open_end))} {people} reported {outcome.value} in {where}{added}{without}."


def _figures(event: Event, outcome: Outcome, dossier: Dossier, notes: Notes) -> Iterable[Sentence]:
    for toll in (t for t in event.tolls if _is(t, outcome)):
        live = _live(toll)
        place = tell_where(event.where)
        words = f"{_capital(tell_toll(toll, dossier))}{' ' + place if place else ''}, {_when(event)}"
        yield Sentence(f"{words} ({tell_stands(live)}).", notes.of(s.claim for s in live))


def _live(toll: Toll) -> list[Stand]:
    return [s for s in toll.stands if s not in toll.superseded]


def _when(event: Event) -> str:
    when = event.when
    if when is None or not (when.earliest or when.latest):
        return "date not told"
    if when.earliest and when.latest:
        return _from_to(when.earliest, when.latest)
    return f"not later than {day(when.latest)}" if when.latest else f"not earlier than {day(when.earliest or date.min)}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


_MAP = "Where it happened: numbers as in the list below; a pale disc is the area within which a place may lie."
_TIMELINE = (
    "People reported killed, by {step}: the bar is the best figure, the black line runs from the lowest to the "
    "highest; a dot marks that something happened."
)


def _pictures(events: Sequence[Event]) -> list[Section]:
    drawn: list[Picture] = []
    rows = places(events)
    scene, line = draw_map(events), draw_timeline(events)
    if scene:
        absent = len(events) - sum(len(some) for *_, some in rows)
        more = f" {_count(absent, 'event')} without a place on the map." if absent else ""
        drawn.append(Picture("map", scene, _MAP + more))
    if line:
        scene, out, step = line
        more = f" {_count(out, 'event')} not drawn, for the {step} is not known." if out else ""
        drawn.append(Picture("timeline", scene, _TIMELINE.format(step=step) + more))
    legend = [f"{n}: {name}, {_count(len(some), 'event')}." for n, (name, _, _, some) in enumerate(rows[:MARKED], 1)]
    if len(rows) > MARKED:
        legend.append(f"{_count(len(rows) - MARKED, 'further place')} without a number.")
    blocks = tuple(Block((Sentence(words),), item=True) for words in legend)
    return [Section("Map and timeline", blocks, tuple(drawn))] if drawn else []


def _areas(events: Sequence[Event], dossier: Dossier, notes: Notes) -> Iterable[Section]:
    groups: dict[tuple[str, str], dict[str, list[Event]]] = {}
    shown: dict[tuple[str, str], str] = {}  # one province goes by several spellings
    for event in events:
        where = event.where
        land = country(where.country if where else "").name or "Country not told"
        area = (where.admin1 if where else "") or "Province not told"
        shown.setdefault((land, folded_key(area)), area)
        groups.setdefault((land, folded_key(area)), {}).setdefault(_day_of(event), []).append(event)
    if not groups:
        yield Section("Nothing", (Block((Sentence("No event is told for this period and area."),)),), level=3)
    for key, days in sorted(groups.items()):
        blocks = []
        for some in days.values():
            blocks += [Block(tuple(_told(event, dossier, notes)), item=True) for event in some]
        yield Section(f"{key[0]}: {shown[key]}", tuple(blocks), level=3)


def _day_of(event: Event) -> str:
    when = event.when
    return str(when.earliest or when.latest) if when and (when.earliest or when.latest) else _UNDATED


def _told(event: Event, dossier: Dossier, notes: Notes) -> Iterable[Sentence]:
    """The event, each of its losses, and how well it is known."""
    yield Sentence(f"{tell_event(event)}.", notes.of(event.claims))
    for toll in event.tolls:
        live = _live(toll)
        yield Sentence(f"{_capital(tell_toll(toll, dossier))} ({tell_stands(live)}).", notes.of(s.claim for s in live))
    if event.independent_sources > 1:
        yield Sentence(f"{event.independent_sources} independent sources.", notes.of(event.claims))


def _listed(title: str, events: Sequence[Event], dossier: Dossier, notes: Notes) -> list[Section]:
    blocks = tuple(Block(tuple(_told(event, dossier, notes)), item=True) for event in events)
    return [Section(title, blocks)] if blocks else []


def _contradictions(events: Sequence[Event], dossier: Dossier, notes: Notes) -> Iterable[Block]:
    found = False
    for event in events:
        for toll in event.tolls:
            if toll.disputed:
                found = True
                what = f"{toll_number(toll)} {tell_side(toll, dossier)} {toll.outcome.value}"
                live = _live(toll)
                text = f"{tell_event(event)}: the figures exclude each other, {what} ({tell_stands(live)})."
                yield Block((Sentence(text, notes.of(s.claim for s in live)),), item=True)
        denied = [c for c in event.claims if c in dossier.claims and dossier.claims[c].status == "denied"]
        if denied and event.status == "asserted":
            found = True
            yield Block((Sentence(f"{tell_event(event)}: this is denied.", notes.of(denied)),), item=True)
    if not found:
        yield Block((Sentence("None among the figures told."),))


def _reading() -> tuple[Sentence, ...]:
    return (
        Sentence("Every figure is what the named source says, not a finding of this report."),
        Sentence("A range runs from the lowest to the highest figure told; reports that repeat one source count once."),
        Sentence("A place stands for the area that the words allow, a date for the days that they allow."),
    )
