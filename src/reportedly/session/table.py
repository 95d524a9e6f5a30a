"""Events, claims and reports as flat rows: for pandas and for notebooks."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from reportedly.model import Claim, Event, Report, Where

Row = dict[str, Any]


def event_row(event: Event) -> Row:
    """One event, the killed and wounded of all sides as low, best and high."""
    row: Row = {
        "id": event.id,
        "type": event.type,
        "kind": event.kind.value,
        "status": event.status,
        **_days(event),
        **_place(event.where),
        "actors": "; ".join(p.name for p in event.actors),
        "targets": "; ".join(p.name for p in event.targets),
    }
    for outcome in ("killed", "wounded"):
        for end in ("low", "best", "high"):
            told = [getattr(t, end) for t in event.tolls if t.outcome == outcome]
            known = [value for value in told if value is not None]
            row[f"{outcome}_{end}"] = sum(known) if known else None
    return row | {
        "is_disputed": any(t.disputed for t in event.tolls),
        "sources": "; ".join(event.sources),
        "independent_sources": event.independent_sources,
        "credibility": event.credibility,
        "claims": len(event.claims),
        "reports": len(event.reports),
    }


def claim_row(claim: Claim) -> Row:
    """One claim, its first quote and its chain of sources."""
    return {
        "id": claim.id,
        "event": claim.event,
        "report": claim.report,
        "type": claim.type,
        "kind": claim.kind.value,
        "status": claim.status.value,
        **_days(claim),
        **_place(claim.where),
        "actors": "; ".join(p.name for p in claim.actors),
        "targets": "; ".join(p.name for p in claim.targets),
        "toll": "; ".join(f"{h.figure} {h.outcome.value} ({h.party.value})" for h in claim.toll),
        "attribution": str(claim.attribution),
        "evidence": claim.evidence[0].text if claim.evidence else "",
        "score": claim.score,
        "reader": claim.reader,
    }


def report_row(report: Report) -> Row:
    """One report without its text."""
    names = ("id", "outlet", "published", "title", "url", "language", "sha256")
    return {**{name: getattr(report, name) for name in names}, "length": len(report.text)}


_ROWS: dict[str, Any] = {"events": event_row, "claims": claim_row, "reports": report_row}


def to_frame(what: str, things: Iterable[Any]) -> Any:
    """A pandas DataFrame with one row each; ModuleNotFoundError where pandas is not installed."""
    import pandas

    rows = [_ROWS[what](thing) for thing in things]
    return pandas.DataFrame(rows).convert_dtypes() if rows else pandas.DataFrame()


_SHOWN = ("earliest", "type", "place", "actors", "targets", "killed_low", "killed_best", "killed_high", "sources")


def html_table(events: Iterable[Event]) -> str:
    """The events as an HTML table; whatever stands in a report is escaped."""
    head = "".join(f"<th>{name.replace('_', ' ')}</th>" for name in _SHOWN)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(_shown(row[name]))}</td>" for name in _SHOWN) + "</tr>"
        for row in map(event_row, events)
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _shown(value: Any) -> str:
    return "" if value is None else str(value)


def _days(thing: Event | Claim) -> Row:
    when = thing.when
    return {"earliest": when.earliest if when else None, "latest": when.latest if when else None}


def _place(where: Where | None) -> Row:
    row: Row = {"place": where.name if where else ""}
    for name in ("admin1", "country", "lat", "lon", "radius"):
        row[name] = getattr(where, name) if where else None
    return row
