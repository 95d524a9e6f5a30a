"""Events, parties and reports as FollowTheMoney entities (JSON lines), each value with the statement behind it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from ..model import Event, Party, Report
from ..ports import Dossier
from .lines import json_line
from .parties import country_of, is_person, known_actors
from .rows import headline
from .telling import tell_event, tell_fatalities, tell_stands, tell_where

DATASET = "reportedly"


class FtmExporter:
    """Entities of Event, Article and the kinds of party, each with its values and the statements that hold them."""

    name = "ftm"
    suffix = ".ftm.json"

    def export(self, dossier: Dossier, out: IO[bytes]) -> None:
        """One entity a line: each event after the parties that it names first, then the reports."""
        for entity in _entities(dossier):
            out.write(json_line(entity))


@dataclass(slots=True)
class _Entity:
    """An entity in the making; `origin` names the report or claim that the next values come from."""

    id: str
    schema: str
    caption: str
    values: dict[str, list[str]] = field(default_factory=dict)
    statements: list[dict[str, Any]] = field(default_factory=list)

    def add(self, prop: str, values: Iterable[str | None], origin: str = "", seen: str = "") -> None:
        for raw in values:
            value = " ".join(raw.encode("utf-8", "replace").decode().split()) if raw else ""
            if value and value not in self.values.setdefault(prop, []):
                self.values[prop].append(value)
                self.statements.append(self._statement(prop, value, origin, seen))
        if not self.values.get(prop):
            self.values.pop(prop, None)

    def _statement(self, prop: str, value: str, origin: str, seen: str) -> dict[str, Any]:
        key = f"{DATASET}.{self.id}.{prop}.{value}"
        return {
            "id": hashlib.sha1(key.encode()).hexdigest(),
            "entity_id": self.id,
            "canonical_id": self.id,
            "prop": prop,
            "schema": self.schema,
            "value": value,
            "dataset": DATASET,
            "first_seen": seen or None,
            "last_seen": seen or None,
            "origin": origin or None,
        }

    def done(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "schema": self.schema,
            "caption": self.caption,
            "properties": self.values,
            "datasets": [DATASET],
            "statements": self.statements,
        }


def _entities(dossier: Dossier) -> Iterator[dict[str, Any]]:
    met: set[str] = set()  # parties already written; their number is that of names, not of events
    for event in dossier.events:
        for party in (*event.actors, *event.targets):
            if _names_somebody(party) and _party_id(party) not in met:
                met.add(_party_id(party))
                yield _party(party, event)
        yield _event(event, dossier)
    for report in dossier.reports.values():
        yield _report(report)


def _names_somebody(party: Party) -> bool:
    """False for "civilians" and "gunmen": kinds of people, no entities."""
    return bool(party.actor) or party.sort not in ("civilians", "unidentified")


def _party_id(party: Party) -> str:
    key = party.actor or party.name.casefold()
    return f"{DATASET}-p-{hashlib.sha1(key.encode('utf-8', 'replace')).hexdigest()[:16]}"


def _party(party: Party, event: Event) -> dict[str, Any]:
    if is_person(party):
        schema = "Person"
    elif party.sort in ("state force", "government") and (party.actor or country_of(party)):
        schema = "PublicBody"
    else:
        # a name that the table does not know may be a person's
        schema = "Organization" if party.actor or party.sort in _GROUPS else "LegalEntity"
    entity = _Entity(_party_id(party), schema, party.name)
    entity.add("name", [party.name], event.id)
    entity.add("alias", known_actors().get(party.actor, {}).get("aliases", ()), "actor table")
    entity.add("country", [country_of(party).lower()], "actor table")
    if schema != "Person":
        entity.add("classification", [party.sort], event.id)
    return entity.done()


_GROUPS = ("rebel group", "militia", "terrorist group", "international", "state force")


def _event(event: Event, dossier: Dossier) -> dict[str, Any]:
    entity = _Entity(_id(event.id), "Event", headline(event))
    entity.add("name", [headline(event)], event.id)
    entity.add("recordId", [event.id], event.id)
    when, where = event.when, event.where
    if when:
        entity.add("startDate", [when.earliest.isoformat() if when.earliest else None], event.id)
        entity.add("endDate", [when.latest.isoformat() if when.latest else None], event.id)
    if where:
        entity.add("location", [tell_where(where).partition(" ")[2]], event.id)
        entity.add("country", [(where.country or "").lower()], event.id)
    entity.add("involved", [_party_id(p) for p in (*event.actors, *event.targets) if _names_somebody(p)], event.id)
    entity.add("summary", [f"{tell_event(event)}."], event.id)
    for toll in event.tolls:
        entity.add("notes", [f"{tell_fatalities(toll, dossier)} ({tell_stands(toll.stands)})"], event.id)
    entity.add("keywords", [event.type, event.status, *event.weapons], event.id)
    for name in event.claims:
        claim = dossier.claims.get(name)
        report = dossier.reports.get(claim.report) if claim else None
        if claim and report:
            seen = report.published.isoformat() if report.published else ""
            chain = ", citing ".join([report.outlet or report.id, *(k.name for k in claim.attribution.links)])
            entity.add("description", [f"{chain}: “{s.text}”" for s in claim.evidence], claim.id, seen)
            entity.add("proof", [_id(report.id)], claim.id, seen)
    return entity.done()


def _report(report: Report) -> dict[str, Any]:
    entity = _Entity(_id(report.id), "Article", report.title or report.id)
    seen = report.published.isoformat() if report.published else ""
    entity.add("title", [report.title or report.id], report.id, seen)
    entity.add("publisher", [report.outlet], report.id, seen)
    entity.add("publishedAt", [_published(report)], report.id, seen)
    if report.url.startswith(("http://", "https://")):
        entity.add("sourceUrl", [report.url], report.id, seen)
    entity.add("language", [_LANGUAGES.get(report.language[:2], "")], report.id, seen)
    entity.add("bodyText", [report.text], report.id, seen)
    return entity.done()


def _id(name: str) -> str:
    return f"{DATASET}-{name.encode('utf-8', 'replace').decode()}"


def _published(report: Report) -> str:
    """The day, or the time as FollowTheMoney writes it (UTC without an offset)."""
    if report.published is None:
        return ""
    return report.published.date().isoformat() if report.date_only else report.published.strftime("%Y-%m-%dT%H:%M:%S")


# FollowTheMoney writes languages with three letters.
_LANGUAGES = {"en": "eng", "es": "spa", "fr": "fra", "it": "ita", "de": "deu", "ar": "ara", "ru": "rus", "tr": "tur",
              "fa": "fas", "uk": "ukr", "pt": "por", "he": "heb", "zh": "zho", "ku": "kur", "sw": "swa"}  # fmt: skip
