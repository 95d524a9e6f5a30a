"""Events as PLOVER records (JSON lines, POLECAT's fields beside them), with CAMEO codes where one exists."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO, Any

from ..model import Claim, Event, Outcome, Party
from ..model.wire_event import toll_to_wire
from ..ontology.load import data
from ..ports import Dossier
from .countries import country
from .lines import json_line
from .losses import loss
from .parties import country_of
from .telling import tell_event


class PloverExporter:
    """One record an event: who did what to whom, by PLOVER's root codes, modes and contexts."""

    name = "plover"
    suffix = ".jsonl"

    def export(self, dossier: Dossier, out: IO[bytes]) -> None:
        """One JSON object an event that is not denied, in the dossier's order, UTF-8."""
        for event in dossier.events:
            if event.status != "denied":
                claims = [dossier.claims[c] for c in event.claims if c in dossier.claims]
                out.write(json_line(_record(event, claims, dossier)))


def _record(event: Event, claims: list[Claim], dossier: Dossier) -> dict[str, Any]:
    kind = data("event_types").get(event.type, data("event_types")["other"])
    root = "THREATEN" if event.status == "threatened" else str(kind["plover"])
    words = " " + " ".join(s.text for c in claims for s in c.evidence).casefold()
    when, killed, injured = event.when, loss(event.tolls), loss(event.tolls, Outcome.WOUNDED)
    reports = [dossier.reports[r] for r in event.reports if r in dossier.reports]
    published = [r.published for r in reports if r.published]
    return {
        "id": event.id,
        "date": (when.earliest or when.latest) if when else None,
        "dateEnd": (when.latest or when.earliest) if when else None,
        "datePrecision": int(when.precision) if when else None,
        "source": [_actor(p) for p in event.actors],
        "target": [_actor(p) for p in event.targets],
        "event": root,
        "mode": _mode(event, root, words),
        "context": _contexts(event, words),
        "quad": next((q for q, roots in data("plover")["quads"].items() if root in roots), ""),
        "cameo": str(kind.get("cameo", "")),
        "eventText": event.type,
        "text": f"{tell_event(event)}.",
        "eventLoc": _place(event),
        "dead": _figure(killed.low, killed.best, killed.high, killed.is_told),
        "injured": _figure(injured.low, injured.best, injured.high, injured.is_told),
        "tolls": [toll_to_wire(t) for t in event.tolls],
        "textInfo": [_said(c, dossier) for c in claims],
        "language": sorted({r.language for r in reports}),
        "publication": list(dict.fromkeys(r.outlet or r.id for r in reports)),
        "coder": "; ".join(sorted({c.reader for c in claims if c.reader})),
        "dateCoded": max(published).date() if published else None,
    }


def _actor(party: Party) -> dict[str, str]:
    text = party.span.text if party.span else party.name
    sector = data("plover")["sectors"].get(party.sort, "")
    return {
        "actorText": text,
        "actorName": party.name,
        "code": country(country_of(party)).alpha3,
        "sector": str(sector),
    }


def _mode(event: Event, root: str, words: str) -> str | None:
    table = data("plover")
    for mode, cues in table["mode_words"].get(root, {}).items():
        if any(" " + cue in words for cue in cues):
            return str(mode)
    return table["modes"].get(event.type) if event.status == "asserted" else None


def _contexts(event: Event, words: str) -> list[str]:
    table = data("plover")
    told = [c for c, cues in table["context_words"].items() if any(" " + cue in words for cue in cues)]
    status = table["status"].get(event.status)
    return list(dict.fromkeys([*table["contexts"].get(event.type, ()), *told, *([status] if status else [])]))


def _place(event: Event) -> dict[str, Any] | None:
    where = event.where
    if where is None:
        return None
    return {
        "name": where.name,
        "rawPlacename": where.span.text if where.span else where.name,
        "district": where.admin2,
        "province": where.admin1,
        "country": country(where.country).alpha3,
        "latitude": where.lat,
        "longitude": where.lon,
        "radius": where.radius,
        "featureType": where.precision.value,
    }


def _figure(low: int | None, best: int | None, high: int | None, told: bool) -> dict[str, int | None] | None:
    return {"low": low, "best": best, "high": high} if told else None


def _said(claim: Claim, dossier: Dossier) -> dict[str, Any]:
    report = dossier.reports.get(claim.report)
    return {
        "claim": claim.id,
        "publication": report.outlet if report else "",
        "headline": report.title if report else "",
        "date": report.published.date() if report and report.published else None,
        "attribution": _names(claim),
        "quotes": [s.text for s in claim.evidence],
    }


def _names(claim: Claim) -> list[str]:
    links: Iterable[Any] = claim.attribution.links
    return [link.name for link in links]
