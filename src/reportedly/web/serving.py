"""What the routes share: the ledger, the gate, and the order in which things are done to them."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field
from threading import Lock
from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.responses import Response

from ..config import default_reader
from ..errors import ReportedlyError
from ..model import Claim, Event, Report
from ..model.wire import claim_to_wire, reading_to_wire, report_to_wire
from ..model.wire_event import event_to_wire
from ..ports import Dossier, Page
from ..session import Ledger
from ..sources.jsonl import from_record
from .access import Gate, Who
from .shapes import Fault, GivenReport

# Requests that a heavy one (reading, proving, exporting) counts as.
HEAVY = 20.0
# Statuses that any address may answer with; each has the body of `Fault`.
FAULTS: dict[int | str, dict[str, Any]] = {
    status: {"model": Fault} for status in (400, 401, 403, 404, 409, 413, 422, 429, 500, 501, 503, 507)
}


@dataclass
class Server:
    """One ledger as it is served. Writers take turns, and events are linked anew by one request alone."""

    ledger: Ledger
    gate: Gate
    make_reader: Callable[[], Any] = default_reader
    writing: Lock = field(default_factory=Lock)
    reading: Lock = field(default_factory=Lock)
    linking: Lock = field(default_factory=Lock)

    def refresh(self) -> None:
        """Bring the events up to date; requests that come meanwhile wait for the one that does it."""
        with self.linking:
            self.ledger.refresh()

    def written_by(self, who: Who, author: str = "") -> Ledger:
        """The same ledger, written in the name of whoever asks."""
        twin = copy(self.ledger)
        twin.settings = twin.settings.model_copy(update={"author": author or who.name})
        return twin

    def read(self, report: Report) -> tuple[Claim, ...]:
        """What the reader finds in a report; one at a time, since a parser is no more than one."""
        with self.reading:
            return tuple(self.make_reader().read(report))

    def heavy(self, who: Who) -> None:
        """Count a heavy request as many."""
        self.gate.limiter.take(who.key or "everybody", HEAVY - 1)

    def dossier(self, events: tuple[Event, ...]) -> Dossier:
        """These events with their claims and reports."""
        ids = list(dict.fromkeys(claim for event in events for claim in event.claims))
        claims: dict[str, Claim] = {}
        for k in range(0, len(ids), 300):
            claims |= {claim.id: claim for claim in self.ledger.claims(ids=ids[k : k + 300])}
        names = list(dict.fromkeys(claim.report for claim in claims.values()))
        reports: dict[str, Report] = {}
        for k in range(0, len(names), 300):
            reports |= {report.id: report for report in self.ledger.reports(ids=names[k : k + 300])}
        return Dossier(events, claims, reports)


def _served(request: Request) -> Server:
    found: Server = request.app.state.server
    return found


async def _now(request: Request) -> Server:
    return _served(request)


Served = Annotated[Server, Depends(_now)]


def given(report: GivenReport, number: int = 0) -> Any:
    """A report as received, or the error that it is; an error is raised by whoever takes it in."""
    record = {name: value for name, value in report.model_dump().items() if value}
    return from_record(record, f"report {number}", {}, {})


def taken(report: GivenReport) -> Report:
    """The report of what was given; raises what is wrong with it."""
    from ..reports.intake import intake
    from ..session.adding import sound

    received = given(report)
    if isinstance(received, ReportedlyError):
        raise received
    return sound(intake(received))


def as_json(body: Any, status: int = 200) -> Response:
    """JSON as it is; what stands in a report stays what it is."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return Response(text.encode("utf-8", "replace"), status, media_type="application/json")


def page_to_wire(page: Page, to_wire: Callable[[Any], Any]) -> dict[str, Any]:
    """A page as JSON."""
    return {"items": [to_wire(item) for item in page.items], "cursor": page.cursor}


def line_of(report: Report) -> dict[str, Any]:
    """A report without its text and the way back to its bytes, as lists show it."""
    wire = report_to_wire(report)
    del wire["text"], wire["offsets"]
    return {**wire, "length": len(report.text)}


__all__ = [
    "FAULTS",
    "HEAVY",
    "Served",
    "Server",
    "as_json",
    "claim_to_wire",
    "event_to_wire",
    "given",
    "line_of",
    "page_to_wire",
    "reading_to_wire",
    "report_to_wire",
    "taken",
]
