"""Events as PLOVER records (JSON lines, POLECAT's fields beside them), with CAMEO codes where one exists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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
    """One record an event: who did what to whom, by PLOVER's categories, modes and contexts."""

    name = "plover"
    suffix = ".jsonl"
    leaves_out = "only those that PLOVER has a category for are in it"

    def export(self, dossier: Dossier, out: IO[bytes]) -> None:
        """One JSON object an event that PLOVER has a category for, in the dossier's order, UTF-8."""
        for event in dossier.events:
            claims = [dossier.claims[c] for c in event.claims if c in dossier.claims]
            coding = code(event.type, event.status, (s.text for c in claims for s in c.evidence))
            if coding.category:
                out.write(json_line(_record(event, coding, claims, dossier)))


@dataclass(frozen=True, slots=True)
class Coding:
    """What PLOVER and CAMEO call an event; `category` "" where PLOVER has none, `mode` None where none is told."""

    category: str
    cameo: str
    mode: str | None
    context: tuple[str, ...]


def code(type_: str, status: str, passages: Iterable[str]) -> Coding:
    """The codes of an event or a claim by its type, its status and the words that tell of it."""
    kind = data("event_types").get(type_, data("event_types")["other"])
    table = data("plover")
    words = " " + " ".join(passages).casefold()
    rule = next((r for r in table["categories"].get(type_, ()) if _fits(words, r)), None)
    category = str(rule["category"] if rule else kind["plover"])
    cameo = str((rule or kind).get("cameo", ""))
    context = _contexts(type_, status, words)
    if status == "denied" and type_ != "denial":
        refused = category in table["refused"]["categories"] and _holds(words, table["refused"]["words"])
        return Coding("REJECT" if refused else "", "120" if refused else "", None, context)
    intended = table["planned"].get(category) if status == "planned" else None
    if category and (status == "threatened" or intended == "THREATEN"):
        of_threat = table["threatened"].get(type_, table["threatened"].get(category))
        return Coding("THREATEN", "138" if of_threat == "violence" else "130", of_threat, context)
    if intended:
        return Coding(intended, "030", None, context)
    usual = rule.get("mode") if rule else table["modes"].get(type_)
    told = next((m for m, cues in table["mode_words"].get(category, {}).items() if _holds(words, cues)), None)
    return Coding(category, cameo, told or (usual if status == "asserted" else None), context)


def _fits(words: str, rule: Mapping[str, Any]) -> bool:
    return _holds(words, rule["words"]) and _holds(words, rule.get("beside", ("",)))


def _holds(words: str, cues: Iterable[str]) -> bool:
    return any(f" {cue}" in words for cue in cues)


def _record(event: Event, coding: Coding, claims: list[Claim], dossier: Dossier) -> dict[str, Any]:
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
        "event": coding.category,
        "mode": coding.mode,
        "context": list(coding.context),
        "quad": next((q for q, roots in data("plover")["quads"].items() if coding.category in roots), ""),
        "cameo": coding.cameo,
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
    table = data("plover")
    return {
        "actorText": party.span.text if party.span else party.name,
        "actorName": party.name,
        "code": country(country_of(party)).alpha3 or str(table["actors"].get(party.sort, "")),
        "sector": _sector(party),
    }


def _sector(party: Party) -> str:
    table, words = data("plover"), set(party.name.casefold().split())
    told = next((sector for sector, cues in table["sector_words"].items() if words & set(cues)), None)
    return str(told or table["sectors"].get(party.sort, ""))


def _contexts(type_: str, status: str, words: str) -> tuple[str, ...]:
    table = data("plover")
    told = [c for c, cues in table["context_words"].items() if _holds(words, cues)]
    intended = table["status"].get(status)
    return tuple(dict.fromkeys([*table["contexts"].get(type_, ()), *told, *([intended] if intended else [])]))


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
