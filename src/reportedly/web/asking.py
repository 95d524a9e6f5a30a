"""What can be asked: reports, claims, events, the words behind a number, what needs a decision, and proof."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from .. import __version__
from ..model.wire import claim_to_wire, report_to_wire
from ..model.wire_event import event_to_wire
from ..ports import Page
from ..session.places import page_at
from ..session.questions import question
from ..session.review import doubtful_claims, unsure_pairs
from .access import Admin, Reader, Reviewer
from .errors import body_of
from .serving import FAULTS, Served, as_json, line_of, page_to_wire
from .shapes import (
    AskedMost,
    AskedPage,
    AskedReports,
    AskedRoot,
    AskedTimes,
    AskedWords,
    Conditions,
    Fault,
    Found,
    Health,
    Id,
    Proof,
    Thing,
    ThingPage,
)

router = APIRouter(prefix="/v1", responses=FAULTS)
PathId = Annotated[Id, Path()]
Paged = Annotated[AskedPage, Query()]
Most = Annotated[AskedMost, Query()]


@router.get("/health", response_model=Health, tags=["server"])
def health(server: Served) -> Response:
    """Whether the server answers and its ledger opens. Needs no key."""
    server.ledger.store.head()
    return as_json({"status": "ok", "version": __version__})


@router.get("/events", response_model=ThingPage, tags=["events"])
def events(server: Served, who: Reader, asked: Paged) -> Response:
    """Events with their reconciled figures, by date, then id."""
    wanted = question(**Conditions.conditions(asked))
    server.refresh()
    found = page_at(server.ledger.store.events, asked.place, wanted, asked.cursor, asked.limit)
    return as_json(_page(found, event_to_wire, asked))


def _page(found: Page, to_wire: Callable[[Any], Any], asked: AskedPage) -> dict[str, Any]:
    """A page as JSON; of things at a named place it says where it ended before it was full."""
    wire = page_to_wire(found, to_wire)
    if asked.place:
        wire["partial"] = bool(found.cursor) and len(found.items) < asked.limit
    return wire


@router.get("/events/{id}", response_model=Thing, tags=["events"])
def event(server: Served, who: Reader, id: PathId) -> Response:
    """One event."""
    server.refresh()
    return as_json(event_to_wire(server.ledger.event(id)))


@router.get("/claims", response_model=ThingPage, tags=["claims"])
def claims(server: Served, who: Reader, asked: Paged) -> Response:
    """Claims, by date, then id, as people amended them."""
    wanted = question(**Conditions.conditions(asked))
    server.refresh()
    found = page_at(server.ledger.claims_page, asked.place, wanted, asked.cursor, asked.limit)
    return as_json(_page(found, claim_to_wire, asked))


@router.get("/claims/{id}", response_model=Thing, tags=["claims"])
def claim(server: Served, who: Reader, id: PathId) -> Response:
    """One claim."""
    server.refresh()
    return as_json(claim_to_wire(server.ledger.claim(id)))


@router.get("/reports", response_model=ThingPage, tags=["reports"])
def reports(server: Served, who: Reader, asked: Annotated[AskedReports, Query()]) -> Response:
    """Reports without their text, by time of publication, then id."""
    page = server.ledger.store.reports(question(**asked.conditions()), asked.cursor, asked.limit)
    return as_json(page_to_wire(page, line_of))


@router.get("/reports/{id:path}", response_model=Thing, tags=["reports"])
def report(server: Served, who: Reader, id: PathId) -> Response:
    """One report with its text."""
    return as_json(report_to_wire(server.ledger.report(id)))


@router.get("/search", response_model=Found, tags=["claims"])
def search(server: Served, who: Reader, asked: Annotated[AskedWords, Query()]) -> Response:
    """The first claims and reports that hold these words; page on at /v1/claims and /v1/reports."""
    wanted = question(text=asked.text)
    server.refresh()
    told = server.ledger.claims_page(wanted, limit=asked.limit)
    published = server.ledger.store.reports(wanted, limit=asked.limit)
    return as_json({"claims": page_to_wire(told, claim_to_wire), "reports": page_to_wire(published, line_of)})


@router.get("/why/{id:path}", response_model=Thing, tags=["events"])
def why(server: Served, who: Reader, id: PathId) -> Response:
    """The words and the sources behind an event, a claim, or a figure (`EVENT:killed`, `EVENT:killed:civilian`)."""
    server.refresh()
    return as_json(asdict(server.ledger.why(id)))


@router.get("/judgements", response_model=list[Thing], tags=["judging"])
def judgements(server: Served, who: Reader) -> Response:
    """What people decided and did not take back, by time."""
    return as_json([{**asdict(j), "changes": dict(j.changes)} for j in server.ledger.judgements()])


@router.get("/conflicts", response_model=list[Fault], tags=["judging"])
def conflicts(server: Served, who: Reader) -> Response:
    """Judgements that contradict each other, with who decided what."""
    return as_json([body_of(each) for each in server.ledger.conflicts()])


@router.get("/failures", response_model=list[Thing], tags=["reports"])
def failures(server: Served, who: Reader) -> Response:
    """What could not be taken in or read, and was not read since, by time."""
    return as_json([{"id": e.id, "at": e.at.isoformat(), **e.body} for e in server.ledger.failures()])


@router.get("/review/pairs", response_model=dict[str, list[dict[str, Any]]], tags=["judging"])
def pairs(server: Served, who: Reviewer, asked: Most) -> Response:
    """Pairs of claims of which linking is unsure, and nobody has decided, nearest to its threshold first."""
    server.refresh()
    found = unsure_pairs(server.ledger, who.name, asked.most, **asked.conditions())
    items = [
        {
            "claims": [claim_to_wire(claim) for claim in pair.claims],
            "reports": [line_of(report) for report in pair.reports],
            "probability": round(pair.probability, 4),
            "reasons": pair.reasons,
            "joined": pair.joined,
        }
        for pair in found
    ]
    return as_json({"items": items})


@router.get("/review/claims", response_model=dict[str, list[dict[str, Any]]], tags=["judging"])
def doubts(server: Served, who: Reviewer, asked: Most) -> Response:
    """Claims of low confidence that nobody has decided on, least sure first."""
    server.refresh()
    found = doubtful_claims(server.ledger, who.name, asked.most, **asked.conditions())
    return as_json({"items": [{"claim": claim_to_wire(d.claim), "report": line_of(d.report)} for d in found]})


@router.get("/diff", response_model=dict[str, list[dict[str, Any]]], tags=["events"])
def diff(server: Served, who: Reader, asked: Annotated[AskedTimes, Query()]) -> Response:
    """Which events are new, gone or changed since a time, and in which fields."""
    server.heavy(who)
    changes = server.ledger.diff(_utc(asked.since), _utc(asked.until) if asked.until else None)
    items = [
        {
            "kind": change.kind,
            "before": event_to_wire(change.before) if change.before else None,
            "after": event_to_wire(change.after) if change.after else None,
            "fields": [asdict(each) for each in change.fields],
            "claims_added": change.claims_added,
            "claims_removed": change.claims_removed,
        }
        for change in changes
    ]
    return as_json({"items": items})


@router.get("/verify", response_model=Proof, tags=["server"])
def verify(server: Served, who: Admin, asked: Annotated[AskedRoot, Query()]) -> Response:
    """Check every seal of the ledger, and that its root is the one that was written down."""
    server.heavy(who)
    found = server.ledger.verify(asked.root)
    return as_json(
        {"holds": found.holds, "count": found.count, "root": found.root, "faults": [str(f) for f in found.faults]}
    )


def _utc(at: datetime) -> datetime:
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
