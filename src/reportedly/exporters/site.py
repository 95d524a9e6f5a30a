"""The page: one HTML file with map, timeline, events and their claims; opens without a network."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import IO, Any

from ..model import Claim, Event, Report, Span, Toll
from ..ports import Dossier
from .outlines import outlines
from .outlines import points as corners
from .rows import describe_figure, describe_when, headline, names

# Countries beside those of the events are drawn as outlines only where they lie within this many degrees.
MARGIN = 12


class SiteExporter:
    """Map, timeline, events and claims with their quotes, in one file for a browser or an e-mail."""

    name = "site"
    suffix = ".html"

    def export(self, dossier: Dossier, out: IO[bytes]) -> None:
        """Write the page. All text from reports goes in as data, never as markup; scripts are pinned by hash."""
        payload = _json({"events": [_event(e, dossier) for e in dossier.events], "map": _map(dossier)})
        d3, script = _asset("d3.min.js"), _asset("site.js")
        policy = " ".join(f"'sha256-{_digest(code)}'" for code in (d3, script))
        page = _asset("site.html")
        # Split once at each mark, in order, so that no report's words can be taken for a mark.
        head, rest = page.split("{{policy}}")
        style, rest = rest.split("{{style}}")
        before, rest = rest.split("{{data}}")
        between, rest = rest.split("{{d3}}")
        last, tail = rest.split("{{script}}")
        parts = (head, policy, style, _asset("site.css"), before, payload, between, d3, last, script, tail)
        out.write("".join(parts).encode("utf-8", "replace"))


@lru_cache(maxsize=8)
def _asset(name: str) -> str:
    return (files(__package__) / "data" / name).read_text("utf-8")


def _digest(code: str) -> str:
    return base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()


def _json(value: Any) -> str:
    """JSON that cannot end the script element it stands in."""
    text = json.dumps(value, ensure_ascii=False, default=str, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _map(dossier: Dossier) -> dict[str, Any]:
    """Outlines around the events, and the provinces of the countries in which they lie."""
    points = [(e.where.lon, e.where.lat) for e in dossier.events if e.where and e.where.lat is not None]
    codes = {e.where.country for e in dossier.events if e.where and e.where.country}
    drawn, provinces = [], []
    for code, country in outlines().items():
        if code in codes:
            drawn += [{"rings": country["outline"], "home": True}]
            provinces += [p for p in country["provinces"] if p["rings"]]
        elif any(_near(box, lon, lat) for box in _boxes(code) for lon, lat in points if lon is not None):
            drawn += [{"rings": country["outline"], "home": False}]
    return {"outlines": drawn, "provinces": provinces}


@lru_cache(maxsize=512)
def _boxes(code: str) -> tuple[tuple[float, float, float, float], ...]:
    """West, south, east and north of each ring of a country, worked out once for any number of events."""
    return tuple(_box(corners(ring)) for ring in outlines()[code]["outline"] if ring)


def _box(ring: list[tuple[float, float]]) -> tuple[float, float, float, float]:
    lons, lats = [lon for lon, _ in ring], [lat for _, lat in ring]
    return min(lons), min(lats), max(lons), max(lats)


def _near(box: tuple[float, float, float, float], lon: float, lat: float) -> bool:
    west, south, east, north = box
    return west - MARGIN <= lon <= east + MARGIN and south - MARGIN <= lat <= north + MARGIN


def _event(event: Event, dossier: Dossier) -> dict[str, Any]:
    where, when = event.where, event.when
    return {
        "id": event.id,
        "headline": headline(event),
        "kind": event.kind.value,
        "type": event.type,
        "status": event.status,
        "when": describe_when(when),
        "day": when.earliest or when.latest if when else None,
        "until": when.latest or when.earliest if when else None,
        "place": ", ".join(dict.fromkeys(x for x in (where.name, where.admin1, where.country) if x)) if where else "",
        "precision": where.precision.value if where else "",
        "lat": where.lat if where else None,
        "lon": where.lon if where else None,
        "radius": where.radius if where else None,
        "actors": names(event.actors),
        "targets": names(event.targets),
        "weapons": list(event.weapons),
        "tolls": [_toll(t) for t in event.tolls],
        "killed": max((t.best or t.low or 0 for t in event.tolls if t.outcome == "killed"), default=0),
        "sources": event.independent_sources,
        "reports": len(event.reports),
        "credibility": event.credibility,
        "rule": event.rule,
        "reasons": list(event.reasons),
        "notes": list(event.notes),
        "claims": [_claim(dossier.claims[c], dossier.reports) for c in event.claims if c in dossier.claims],
    }


def _toll(toll: Toll) -> dict[str, Any]:
    return {
        "text": describe_figure(toll),
        "party": toll.party.value,
        "low": toll.low,
        "best": toll.best,
        "high": toll.high,
        "disputed": toll.disputed,
        "stands": [{"source": s.source, "low": s.low, "high": s.high, "claim": s.claim} for s in toll.stands],
        "superseded": [{"source": s.source, "low": s.low, "high": s.high, "claim": s.claim} for s in toll.superseded],
    }


def _claim(claim: Claim, reports: Mapping[str, Report]) -> dict[str, Any]:
    report = reports[claim.report]
    return {
        "id": claim.id,
        "report": claim.report,
        "outlet": report.outlet or report.id,
        "published": report.published.date() if report.published else None,
        "url": report.url if report.url.startswith(("https://", "http://")) else "",
        "title": report.title,
        "chain": [link.name for link in claim.attribution.links],
        "roles": [link.role.value for link in claim.attribution.links],
        "status": claim.status.value,
        "quotes": [_quote(span, claim) for span in claim.evidence],
        "notes": list(claim.notes),
    }


def _quote(span: Span, claim: Claim) -> list[list[str]]:
    """The quoted words cut where a field was read from them: (words, field) pairs in order."""
    marks = sorted(
        (max(s.start, span.start), min(s.end, span.end), field)
        for field, s in _spans(claim)
        if s is not None and s.overlaps(span)
    )
    pieces, at = [], span.start
    for start, end, field in marks:
        if start < at:
            continue  # the longer or earlier mark keeps the words that two share
        pieces += [[span.text[at - span.start : start - span.start], ""]] if start > at else []
        pieces.append([span.text[start - span.start : end - span.start], field])
        at = end
    if at < span.end:
        pieces.append([span.text[at - span.start :], ""])
    return pieces


def _spans(claim: Claim) -> list[tuple[str, Span | None]]:
    return [
        *(("toll", h.span) for h in claim.toll),
        *(("actor", p.span) for p in claim.actors),
        *(("target", p.span) for p in claim.targets),
        ("when", claim.when.span if claim.when else None),
        ("where", claim.where.span if claim.where else None),
        *(("weapon", w) for w in claim.weapons),
        *(("source", k.span) for k in claim.attribution.links),
    ]
