"""The wire form: claims and reports as JSON in the coders' own fields, and back, without loss.

Every quoted field carries `start` and `end` beside its text. `claim_from_wire(claim_to_wire(c))
== c` for every claim (tested as a property); `schema/claims.schema.json` describes the form.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime
from typing import Any

from .claim import Attribution, Claim, ClaimKind, Harm, Harmed, Link, Outcome, Party, SourceRole, Status
from .report import OffsetMap, Report
from .values import Figure, PlacePrecision, Span, When, Where

Wire = dict[str, Any]


def canonical(body: Any) -> str:
    """JSON with sorted keys and no spare blanks: the form that is hashed."""
    return json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def content_id(prefix: str, body: Any) -> str:
    """`prefix-` and the first 16 hex digits of the SHA-256 of the canonical JSON."""
    data = canonical(body).encode("utf-8", "surrogatepass")
    return f"{prefix}-{hashlib.sha256(data).hexdigest()[:16]}"


def span_to_wire(span: Span | None) -> Wire:
    """`text`, `start`, `end`; all null where the words do not say."""
    if span is None:
        return {"text": None, "start": None, "end": None}
    return {"text": span.text, "start": span.start, "end": span.end}


def span_from_wire(wire: Wire) -> Span | None:
    """The inverse of `span_to_wire`."""
    return None if wire.get("start") is None else Span(wire["start"], wire["end"], wire["text"])


def _span(wire: Wire) -> Span:
    return Span(wire["start"], wire["end"], wire["text"])


def party_to_wire(party: Party) -> Wire:
    """A party with its span, as JSON holds it."""
    return {**span_to_wire(party.span), "name": party.name, "sort": party.sort, "actor": party.actor}


def party_from_wire(wire: Wire) -> Party:
    """The inverse of `party_to_wire`."""
    return Party(wire["name"], wire["sort"], span_from_wire(wire), wire.get("actor", ""))


def harm_to_wire(harm: Harm) -> Wire:
    """One outcome for one group of those harmed, as JSON holds it."""
    return {
        "outcome": harm.outcome.value,
        **span_to_wire(harm.span),
        "who": harm.who.text,
        "who_start": harm.who.start,
        "who_end": harm.who.end,
        "party": harm.party.value,
        "low": harm.figure.low,
        "high": harm.figure.high,
        "part_of": harm.part_of,
    }


def harm_from_wire(wire: Wire) -> Harm:
    """The inverse of `harm_to_wire`."""
    return Harm(
        Outcome(wire["outcome"]),
        Figure(wire["low"], wire["high"]),
        _span(wire),
        Span(wire["who_start"], wire["who_end"], wire["who"]),
        Harmed(wire["party"]),
        wire["part_of"],
    )


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _from_day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def when_to_wire(when: When | None) -> Wire | None:
    """A time with its span, days as ISO dates; None for none."""
    if when is None:
        return None
    return {
        **span_to_wire(when.span),
        "earliest": _day(when.earliest),
        "latest": _day(when.latest),
        "basis": when.basis,
        "date_prec": int(when.precision),
    }


def when_from_wire(wire: Wire | None) -> When | None:
    """The inverse of `when_to_wire`."""
    if wire is None:
        return None
    return When(
        _from_day(wire["earliest"]), _from_day(wire["latest"]), span_from_wire(wire), wire.get("basis", "stated")
    )


_WHERE_FIELDS = ("lat", "lon", "radius", "admin1", "admin2", "country", "near", "reason")


def where_to_wire(where: Where | None) -> Wire | None:
    """A place with its span; None for none."""
    if where is None:
        return None
    fields = {name: getattr(where, name) for name in _WHERE_FIELDS}
    return {
        **span_to_wire(where.span),
        "name": where.name,
        **fields,
        "precision": where.precision.value,
        "where_prec": where.ucdp_precision,
    }


def where_from_wire(wire: Wire | None) -> Where | None:
    """The inverse of `where_to_wire`."""
    if wire is None:
        return None
    fields = {name: wire[name] for name in _WHERE_FIELDS if name in wire}
    return Where(wire["name"], span_from_wire(wire), precision=PlacePrecision(wire["precision"]), **fields)


def attribution_to_wire(attribution: Attribution) -> Wire:
    """`attribution` as bare names, as coders write it; `sources` with role and span of each link."""
    return {
        "attribution": [link.name for link in attribution.links],
        "sources": [{**span_to_wire(k.span), "name": k.name, "role": k.role.value} for k in attribution.links],
        "cue": span_to_wire(attribution.cue),
    }


def attribution_from_wire(wire: Wire) -> Attribution:
    """The inverse of `attribution_to_wire`."""
    links = tuple(Link(k["name"], SourceRole(k["role"]), span_from_wire(k)) for k in wire["sources"])
    return Attribution(links, span_from_wire(wire["cue"]))


def claim_to_wire(claim: Claim) -> Wire:
    """One claim as the JSON object that `read --format claims` prints."""
    return {
        "id": claim.id,
        "event": claim.event or None,
        "kind": claim.kind.value,
        "type": claim.type,
        "status": claim.status.value,
        "evidence": [span_to_wire(s) for s in claim.evidence],
        "actors": [party_to_wire(p) for p in claim.actors],
        "targets": [party_to_wire(p) for p in claim.targets],
        "when": when_to_wire(claim.when),
        "where": where_to_wire(claim.where),
        "weapons": [span_to_wire(s) for s in claim.weapons],
        "toll": [harm_to_wire(h) for h in claim.toll],
        **attribution_to_wire(claim.attribution),
        "hedges": [span_to_wire(s) for s in claim.hedges],
        "notes": list(claim.notes),
        "score": round(claim.score, 4),
        "happening": claim.happening,
        "reader": claim.reader,
        "report": claim.report,
    }


def claim_from_wire(wire: Wire) -> Claim:
    """The inverse of `claim_to_wire`; raises KeyError or ValueError where the form is broken."""
    return Claim(
        id=wire["id"],
        report=wire["report"],
        kind=ClaimKind(wire["kind"]),
        type=wire["type"],
        status=Status(wire["status"]),
        evidence=tuple(_span(s) for s in wire["evidence"]),
        actors=tuple(party_from_wire(p) for p in wire["actors"]),
        targets=tuple(party_from_wire(p) for p in wire["targets"]),
        when=when_from_wire(wire["when"]),
        where=where_from_wire(wire["where"]),
        weapons=tuple(_span(s) for s in wire["weapons"]),
        toll=tuple(harm_from_wire(h) for h in wire["toll"]),
        attribution=attribution_from_wire(wire),
        hedges=tuple(_span(s) for s in wire.get("hedges", ())),
        notes=tuple(wire.get("notes", ())),
        reader=wire.get("reader", ""),
        score=wire.get("score", 1.0),
        happening=wire.get("happening", ""),
        event=wire.get("event") or "",
    )


def claim_id(claim: Claim) -> str:
    """The id of a claim: the hash of what it says and where, without reader, score or event."""
    body = claim_to_wire(claim)
    for key in ("id", "event", "happening", "score", "reader", "notes"):
        del body[key]
    return content_id("c", body)


def report_to_wire(report: Report) -> Wire:
    """A report as JSON, with its text, its offset map and the hash of the bytes received."""
    return {
        "id": report.id,
        "text": report.text,
        "outlet": report.outlet,
        "published": report.published.isoformat() if report.published else None,
        "date_only": report.date_only,
        "title": report.title,
        "url": report.url,
        "language": report.language,
        "dateline": report.dateline,
        "body_start": report.body_start,
        "sha256": report.sha256,
        "offsets": [list(run) for run in report.offsets.runs],
        "notes": list(report.notes),
    }


def report_from_wire(wire: Wire) -> Report:
    """The inverse of `report_to_wire`."""
    fields = {k: v for k, v in wire.items() if k not in ("published", "offsets", "notes")}
    published = datetime.fromisoformat(wire["published"]).astimezone(UTC) if wire["published"] else None
    runs = tuple((a, b, c, d) for a, b, c, d in wire["offsets"])
    return Report(**fields, published=published, offsets=OffsetMap(runs), notes=tuple(wire["notes"]))


def reading_to_wire(report: Report, claims: tuple[Claim, ...]) -> Wire:
    """One report's claims as one JSON object: `report`, `published`, `claims`."""
    published = report.published.date().isoformat() if report.published else None
    return {"report": report.id, "published": published, "claims": [claim_to_wire(c) for c in claims]}
