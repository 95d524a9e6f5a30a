"""The evidence as W3C PROV (JSON-LD): which claim was read from which report by whom, and how events came of them.

Reports, claims and events are entities, reading and linking activities, outlets and other
sources agents; the reader is a software agent. Quotes stand in `prov:value` with their offsets.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO, Any
from urllib.parse import quote

from ..model import Claim, Event, Link, Report
from ..model.wire_event import toll_to_wire
from ..ports import Dossier
from .telling import tell_event

Node = dict[str, Any]

_CONTEXT: Node = {
    "@vocab": "urn:reportedly:terms:",
    "prov": "http://www.w3.org/ns/prov#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dcterms": "http://purl.org/dc/terms/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "rep": "urn:reportedly:terms:",
    "dcterms:issued": {"@type": "xsd:dateTime"},
    "rep:earliest": {"@type": "xsd:date"},
    "rep:latest": {"@type": "xsd:date"},
    **{
        f"prov:{name}": {"@type": "@id"}
        for name in (
            "wasAttributedTo", "wasDerivedFrom", "wasQuotedFrom", "wasGeneratedBy", "used", "wasAssociatedWith",
            "hadPrimarySource", "agent",
        )
    },
}  # fmt: skip


class ProvExporter:
    """One JSON-LD document; node by node, so that its size is no matter."""

    name = "prov"
    suffix = ".jsonld"

    def export(self, dossier: Dossier, out: IO[bytes]) -> None:
        """Events in the dossier's order, each followed by its claims; then the reports; agents where first met."""
        out.write(b'{"@context":' + _bytes(_CONTEXT) + b',\n"@graph":[')
        for k, node in enumerate(_nodes(dossier)):
            out.write((b",\n" if k else b"\n") + _bytes(node))
        out.write(b"\n]}\n")


def _bytes(node: Node) -> bytes:
    return json.dumps(node, ensure_ascii=False, default=str).encode("utf-8", "replace")


def _nodes(dossier: Dossier) -> Iterator[Node]:
    met: set[str] = set()  # agents already described; their number is that of names, not of claims
    for event in dossier.events:
        claims = [dossier.claims[c] for c in event.claims if c in dossier.claims]
        yield _event(event)
        yield _linking(event)
        for claim in claims:
            yield _claim(claim)
            yield _reading(claim)
            yield from _agents(claim, met)
    for report in dossier.reports.values():
        yield _report(report)
        outlet = _agent(report.outlet, "outlet", met) if report.outlet else None
        if outlet:
            yield outlet


def iri(kind: str, name: str) -> str:
    """The identifier of a thing: `urn:reportedly:claim:c-1`; every character that an IRI cannot hold is escaped."""
    return f"urn:reportedly:{kind}:{quote(name.encode('utf-8', 'replace'), safe='-._~')}"


def _event(event: Event) -> Node:
    when, where = event.when, event.where
    return {
        "@id": iri("event", event.id),
        "@type": ["prov:Entity", "rep:Event"],
        "rdfs:label": f"{tell_event(event)}.",
        "rep:type": event.type,
        "rep:status": event.status,
        "rep:earliest": when.earliest.isoformat() if when and when.earliest else None,
        "rep:latest": when.latest.isoformat() if when and when.latest else None,
        "prov:atLocation": _location(event) if where else None,
        "rep:tolls": [toll_to_wire(t) for t in event.tolls],
        "rep:independentSources": event.independent_sources,
        "rep:credibility": event.credibility,
        "rep:note": list(event.notes),
        "prov:wasDerivedFrom": [iri("claim", c) for c in event.claims],
        "prov:wasGeneratedBy": iri("linking", event.id),
    }


def _location(event: Event) -> Node | None:
    where = event.where
    if where is None:
        return None
    return {
        "@type": "prov:Location",
        "rdfs:label": where.name,
        "rep:latitude": where.lat,
        "rep:longitude": where.lon,
        "rep:radius": where.radius,
        "rep:country": where.country,
    }


def _linking(event: Event) -> Node:
    return {
        "@id": iri("linking", event.id),
        "@type": ["prov:Activity", "rep:Linking"],
        "prov:used": [iri("claim", c) for c in event.claims],
        "rep:rule": event.rule,
        "rep:reason": list(event.reasons),
    }


def _claim(claim: Claim) -> Node:
    links = claim.attribution.links
    report = iri("report", claim.report)
    return {
        "@id": iri("claim", claim.id),
        "@type": ["prov:Entity", "rep:Claim"],
        "rep:kind": claim.kind.value,
        "rep:type": claim.type,
        "rep:status": claim.status.value,
        "prov:value": [s.text for s in claim.evidence],
        "rep:quote": [{"rep:start": s.start, "rep:end": s.end, "prov:value": s.text} for s in claim.evidence],
        "rep:toll": [
            {"rep:outcome": h.outcome.value, "rep:party": h.party.value, "rep:low": h.figure.low,
             "rep:high": h.figure.high, "prov:value": h.span.text}
            for h in claim.toll
        ],
        "prov:wasQuotedFrom": report,
        "prov:hadPrimarySource": report,
        "prov:wasGeneratedBy": iri("reading", f"{claim.report}/{claim.reader}"),
        # the origin last, as the chain runs from the outlet to it
        "prov:wasAttributedTo": [iri("agent", k.name) for k in links],
        "prov:qualifiedAttribution": [
            {"@type": "prov:Attribution", "prov:agent": iri("agent", k.name), "rep:role": k.role.value, "rep:link": n}
            for n, k in enumerate(links, 1)
        ],
    }  # fmt: skip


def _reading(claim: Claim) -> Node:
    return {
        "@id": iri("reading", f"{claim.report}/{claim.reader}"),
        "@type": ["prov:Activity", "rep:Reading"],
        "prov:used": iri("report", claim.report),
        "prov:wasAssociatedWith": iri("agent", claim.reader or "reader"),
    }


def _agents(claim: Claim, met: set[str]) -> Iterator[Node]:
    reader = claim.reader or "reader"
    if reader not in met:
        met.add(reader)
        yield {"@id": iri("agent", reader), "@type": ["prov:Agent", "prov:SoftwareAgent"], "rdfs:label": reader}
    for link in claim.attribution.links:
        found = _source(link, met)
        if found:
            yield found


def _source(link: Link, met: set[str]) -> Node | None:
    return _agent(link.name, link.role.value, met)


def _agent(name: str, role: str, met: set[str]) -> Node | None:
    if name in met:
        return None
    met.add(name)
    return {"@id": iri("agent", name), "@type": "prov:Agent", "rdfs:label": name, "rep:role": role}


def _report(report: Report) -> Node:
    return {
        "@id": iri("report", report.id),
        "@type": ["prov:Entity", "rep:Report"],
        "dcterms:title": report.title,
        "dcterms:issued": report.published.isoformat() if report.published else None,
        "dcterms:language": report.language,
        "dcterms:source": report.url,
        "rep:sha256": report.sha256,
        "prov:wasAttributedTo": [iri("agent", report.outlet)] if report.outlet else [],
    }
