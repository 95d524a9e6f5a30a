"""Reads MUC-4 reports with their answer keys: role fillers and templates.

A filler of a key is written `"A" / "B"` (alternative wordings of one entity), perhaps with `?` before
it (optional). As in the published role-filler task (Du et al., EACL 2021) victims are the human targets
that have a name, wordings count only where they stand in the text, and entities of two templates are one
where the wordings of either hold those of the other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
SLOTS = {
    "PerpInd": "PERP: INDIVIDUAL ID",
    "PerpOrg": "PERP: ORGANIZATION ID",
    "Target": "PHYS TGT: ID",
    "Victim": "HUM TGT: NAME",
    "Weapon": "INCIDENT: INSTRUMENT ID",
}
TYPES = ("ATTACK", "BOMBING", "KIDNAPPING", "ARSON", "ROBBERY", "FORCED WORK STOPPAGE")
_STRING = re.compile(r'"((?:\\.|[^"\\])*)"')

Entity = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """One incident of a key: its type and the entities of each role."""

    type: str
    roles: dict[str, tuple[Entity, ...]]
    slots: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class MucReport:
    """One report with its templates, and its entities by role over all of them."""

    id: str
    text: str
    templates: tuple[Template, ...]

    @property
    def entities(self) -> dict[str, tuple[Entity, ...]]:
        """By role: entities over all templates, with the wordings that stand in the text."""
        text = running(self.text)
        return {role: _held(merged(e for t in self.templates for e in t.roles[role]), text) for role in ROLES}


def strings(value: str) -> Entity:
    """The alternative wordings of one filler, before any `:`."""
    head = _before_colon(value)
    return tuple(s.replace('\\"', '"').replace("\\", "").lower().strip() for s in _STRING.findall(head))


def _before_colon(value: str) -> str:
    at, quoted = 0, False
    while at < len(value):
        if value[at] == "\\":
            at += 2
            continue
        if value[at] == '"':
            quoted = not quoted
        elif value[at] == ":" and not quoted:
            return value[:at]
        at += 1
    return value


def merged(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """Entities without those whose wordings are a subset or a superset of an earlier one's."""
    found: list[Entity] = []
    for entity in entities:
        wordings = set(entity)
        if not any(wordings <= set(f) or set(f) <= wordings for f in found):
            found.append(entity)
    return tuple(found)


def _held(entities: Iterable[Entity], text: str) -> tuple[Entity, ...]:
    held = (tuple(w for w in entity if w in text) for entity in entities)
    return tuple(e for e in held if e)


def running(text: str) -> str:
    """The text in lower case with line breaks as blanks, in which wordings are looked up."""
    return text.lower().replace("\n", " ")


def read_muc4(path: Path) -> Iterator[MucReport]:
    """The reports of one JSONL file, in order."""
    for line in path.read_text("utf-8").splitlines():
        raw = json.loads(line)
        templates = []
        for slots in raw["templates"]:
            kind = (slots.get("INCIDENT: TYPE") or ["ATTACK"])[0].split("/")[0].strip(" ?")
            roles = {role: merged(e for v in slots.get(slot, ()) if (e := strings(v))) for role, slot in SLOTS.items()}
            templates.append(Template(kind, roles, slots))
        yield MucReport(raw["docid"], raw["text"], tuple(templates))
