"""What can be told: reports to read or to keep, decisions, and what is taken back."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from ..errors import AccessError
from ..model import Entry
from ..model.wire import reading_to_wire
from ..session.keys import Role
from .access import Reader, Reviewer
from .errors import body_of
from .serving import FAULTS, Served, as_json, given, taken
from .shapes import GivenJudgement, GivenReport, GivenReports, GivenRetraction, Outcomes, Reading, Thing

router = APIRouter(prefix="/v1", responses=FAULTS)


@router.post("/read", response_model=Reading, tags=["reports"])
def read(server: Served, who: Reader, report: GivenReport) -> Response:
    """What one report says happened and who says so; nothing is kept."""
    server.heavy(who)
    received = taken(report)
    return as_json(reading_to_wire(received, server.read(received)))


@router.post("/reports", response_model=Outcomes, tags=["reports"])
def add(server: Served, who: Reviewer, body: GivenReports) -> Response:
    """Read reports into the ledger. One that cannot be read is a recorded failure."""
    server.heavy(who)
    items = [given(report, number) for number, report in enumerate(body.reports, 1)]
    with server.writing, server.reading:
        added = server.written_by(who).add(items, jobs=1)
    counts = {name: getattr(added, name) for name in ("reports", "claims", "known", "failed")}
    return as_json({**counts, "failures": [_fault(entry) for entry in added.failures]})


@router.post("/judgements", response_model=Thing, tags=["judging"])
def judge(server: Served, who: Reviewer, body: GivenJudgement) -> Response:
    """Decide that two claims tell of the same or of different happenings, or accept, reject or amend one.

    It is kept also where it contradicts what others decided; `conflicts` then says what, and by whom.
    """
    if body.author not in ("", who.name) and not who.may(Role.ADMIN):
        raise AccessError("only an admin decides in the name of another", subject=body.author)
    with server.writing:
        decided = server.written_by(who).judge(
            body.verdict,
            *body.claims,
            reason=body.reason,
            changes=body.changes or None,
            author=body.author or who.name,
        )
        against = [body_of(each) for each in server.ledger.conflicts(*decided.claims)]
    return as_json({**asdict(decided), "changes": dict(decided.changes), "conflicts": against})


@router.post("/retractions", response_model=Thing, tags=["judging"])
def retract(server: Served, who: Reviewer, body: GivenRetraction) -> Response:
    """Take back a report, a claim, a judgement or any entry; nothing is deleted, and it can be undone."""
    with server.writing:
        entry = server.written_by(who).retract(body.target, body.reason, who.name)
    return as_json({"id": entry.id, "target": body.target, "author": entry.author, "reason": entry.reason})


def _fault(entry: Entry) -> dict[str, Any]:
    body = entry.body
    return {
        "code": body["code"],
        "message": body["message"],
        "hint": body["hint"],
        "subject": body["subject"] or body["name"],
    }
