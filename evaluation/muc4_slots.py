"""The official MUC-4 slots that the rules can fill: date, location, human count and effect.

Each is compared over a whole report, as a set: what the reader's violent incidents say against what all
templates of the key say. An answer counts once, and is right where it meets one of the key:

    date      the ranges of days share a day or lie a day apart
    location  the most specific place of the key shares a word with the place read, or holds it
    count     a number of persons harmed is among the key's numbers
    effect    death or injury is told as the key tells it
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from reportedly.model import Claim, Outcome, Report

from .muc4_data import MucReport

SLOT_NAMES = ("date", "location", "human count", "human effect")
MONTHS = {
    m: k for k, m in enumerate(["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"], 1)
}
_DAY = re.compile(r"\b(\d{1,2}) (JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]*\.? (?:19)?(\d\d)\b")
_NAME = re.compile(r"[a-z0-9]{3,}")
_EFFECTS = {Outcome.KILLED: "DEATH", Outcome.WOUNDED: "INJURY"}
HEAD = 250  # code points in which the dateline stands

Days = tuple[date, date]


def days_of(text: str) -> list[date]:
    """The days named in capitals ("4 FEB 90"), in order; those that do not exist are left out."""
    found = []
    for match in _DAY.finditer(text.upper()):
        try:
            found.append(date(1900 + int(match[3]), MONTHS[match[2]], int(match[1])))
        except ValueError:
            continue
    return found


def as_report(report: MucReport) -> Report:
    """The report as the reader takes it, published on the day of its dateline."""
    day = next(iter(days_of(report.text[:HEAD])), None)
    published = datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None
    return Report(report.id, report.text, published=published)


def key_slots(report: MucReport) -> dict[str, list[Any]]:
    """What the key says of each slot, over all templates."""
    found: dict[str, list[Any]] = {name: [] for name in SLOT_NAMES}
    for template in report.templates:
        slots = template.slots
        for value in slots.get("INCIDENT: DATE", ()):
            days = days_of(value)
            if days:
                found["date"].append((min(days) - timedelta(3 if value.startswith("-") else 0), max(days)))
        for value in slots.get("INCIDENT: LOCATION", ()):
            if value not in ("-", "*"):
                found["location"].append(value.lower())
        for value in (*slots.get("HUM TGT: NUMBER", ()), *slots.get("HUM TGT: TOTAL NUMBER", ())):
            number = re.match(r"\D?(\d+)", value)
            if number:
                found["human count"].append(int(number[1]))
        for value in slots.get("HUM TGT: EFFECT OF INCIDENT", ()):
            head = value.partition(":")[0]
            found["human effect"] += [e for e in ("DEATH", "INJURY") if e in head.split(" / ")]
    return {name: list(dict.fromkeys(values)) for name, values in found.items()}


def read_slots(claims: Iterable[Claim]) -> dict[str, list[Any]]:
    """What the claims of violence say of each slot."""
    found: dict[str, list[Any]] = {name: [] for name in SLOT_NAMES}
    for claim in claims:
        if claim.kind != "incident" or not (claim.toll or claim.weapons or claim.targets):
            continue
        if claim.when and claim.when.earliest and claim.when.latest:
            found["date"].append((claim.when.earliest, claim.when.latest))
        if claim.where:
            found["location"].append(claim.where.name.lower())
        for harm in claim.toll:
            if harm.outcome in _EFFECTS:
                found["human effect"].append(_EFFECTS[harm.outcome])
                if harm.figure.low:
                    found["human count"].append(harm.figure.low)
    return {name: list(dict.fromkeys(values)) for name, values in found.items()}


def agrees(slot: str, read: Any, key: Any) -> bool:
    """True where an answer meets one of the key."""
    if slot == "date":
        return bool(read[0] <= key[1] + timedelta(1) and key[0] <= read[1] + timedelta(1))
    if slot == "location":
        parts = key.split(":")
        wanted = set(_NAME.findall(parts[-1].partition("(")[0]))
        return bool(set(_NAME.findall(read)) & wanted) or (len(parts) == 1 and wanted <= set(_NAME.findall(read)))
    return bool(read == key)


def measure_slots(reports: Sequence[MucReport], reader: Any) -> dict[str, dict[str, float]]:
    """Slot -> precision, recall and F1 over reports."""
    sums = {name: [0, 0, 0, 0] for name in SLOT_NAMES}
    for report in reports:
        read, key = read_slots(reader.read(as_report(report))), key_slots(report)
        for name in SLOT_NAMES:
            right = sum(any(agrees(name, r, k) for k in key[name]) for r in read[name])
            found = sum(any(agrees(name, r, k) for r in read[name]) for k in key[name])
            counts = (right, len(read[name]), found, len(key[name]))
            sums[name] = [a + b for a, b in zip(sums[name], counts, strict=True)]
    table = {}
    for name, (right, total, found, wanted) in sums.items():
        p, r = right / total if total else 0.0, found / wanted if wanted else 0.0
        table[name] = {"p": p, "r": r, "f1": 2 * p * r / (p + r) if p + r else 0.0, "key": float(wanted)}
    return table
