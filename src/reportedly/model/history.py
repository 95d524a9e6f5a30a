"""What stands: the rules by which later lines of a ledger replace earlier ones.

All rules look at the set of entries alone, never at the order in which they arrived, so that
merged ledgers agree. Of lines that record the same thing the earliest counts. "Newest" is by
time, then by id. What was retracted does not stand; a retraction that was itself retracted is
void. The newest version of a report stands, with the newest reading of that version.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .entry import Entry, EntryKind


@dataclass(frozen=True, slots=True)
class Standing:
    """Ids of the entries that stand: each report's with its reading's, and claims in reading order."""

    reports: Mapping[str, str]
    readings: Mapping[str, str]
    claims: tuple[str, ...]
    void: frozenset[str]


def subject(entry: Entry) -> str:
    """The id that people know the thing by: of the report, claim or judgement; else the entry's own."""
    if entry.kind in (EntryKind.REPORT, EntryKind.CLAIM, EntryKind.JUDGEMENT):
        return str(entry.body.get("id") or entry.id)
    return entry.id


def about(entry: Entry) -> str:
    """The id of the report that the entry belongs to; "" where it belongs to none."""
    if entry.kind is EntryKind.REPORT:
        return str(entry.body.get("id", ""))
    if entry.kind in (EntryKind.CLAIM, EntryKind.READING, EntryKind.FAILURE):
        return str(entry.body.get("report") or "")
    return ""


def earliest(entries: Iterable[Entry]) -> dict[str, Entry]:
    """Of lines that record the same thing, the one by the smallest time, author and reason."""
    found: dict[str, Entry] = {}
    for entry in entries:
        other = found.get(entry.id)
        if other is None or (entry.at, entry.author, entry.reason) < (other.at, other.author, other.reason):
            found[entry.id] = entry
    return found


def newest(entries: Iterable[Entry]) -> Entry | None:
    """The last by time, then by id."""
    return max(entries, key=lambda entry: (entry.at, entry.id), default=None)


def voided(retractions: Iterable[Entry]) -> frozenset[str]:
    """Every id that is retracted by a retraction that stands.

    Decided from the outside in: what nobody retracts stands, what it retracts does not, and so
    on. Hashes cannot run in a circle; were one forged, both sides would count as void.
    """
    entries = list({entry.id: entry for entry in retractions}.values())
    own = {entry.id for entry in entries}
    against: dict[str, int] = dict.fromkeys(own, 0)
    for entry in entries:
        if entry.body["target"] in own:
            against[entry.body["target"]] += 1
    target = {entry.id: str(entry.body["target"]) for entry in entries}
    void: set[str] = set()
    ready = [each for each, count in against.items() if count == 0]
    done: set[str] = set()
    while ready:
        each = ready.pop()
        done.add(each)
        aim = target[each]
        if each not in void:
            void.add(aim)
        if aim in own:
            against[aim] -= 1
            if against[aim] == 0:
                ready.append(aim)
    return frozenset(void | (own - done))


def stands(
    reports: Iterable[Entry], readings: Iterable[Entry], void: frozenset[str]
) -> tuple[Entry | None, Entry | None]:
    """Of one report's versions and readings, the version and the reading that stand."""
    report = newest(e for e in reports if not {e.id, subject(e)} & void)
    if report is None:
        return None, None
    fitting = (e for e in readings if e.body.get("entry") == report.id and e.id not in void)
    return report, newest(fitting)


def standing(entries: Iterable[Entry]) -> Standing:
    """What stands of a set of entries, in whatever order they come. Reports by id."""
    unique = earliest(entries)
    void = voided(e for e in unique.values() if e.kind is EntryKind.RETRACTION)
    versions: dict[str, list[Entry]] = {}
    read: dict[str, list[Entry]] = {}
    for entry in unique.values():
        if entry.kind is EntryKind.REPORT:
            versions.setdefault(about(entry), []).append(entry)
        elif entry.kind is EntryKind.READING:
            read.setdefault(about(entry), []).append(entry)
    reports, readings, claims = {}, {}, []
    for report_id in sorted(versions):
        report, reading = stands(versions[report_id], read.get(report_id, ()), void)
        if report:
            reports[report_id] = report.id
        if reading:
            readings[report_id] = reading.id
            claims += [c for c in reading.body["claims"] if _is_claim(unique.get(c), void)]
    return Standing(reports, readings, tuple(claims), void)


def _is_claim(entry: Entry | None, void: frozenset[str]) -> bool:
    return entry is not None and entry.kind is EntryKind.CLAIM and not {entry.id, subject(entry)} & void
