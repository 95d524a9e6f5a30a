"""From entries to what stands: reports, readings, claims, judgements, failures; at any time of the past.

Pure, and blind to the order in which entries arrived (`model.history` holds the rules).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from reportedly.model import Claim, Entry, EntryKind, Judgement, Report, Verdict
from reportedly.model.history import earliest, standing
from reportedly.model.wire import claim_from_wire, claim_to_wire, report_from_wire

from .log import PAIR_VERDICTS, judgement_from


@dataclass(frozen=True, slots=True)
class Reading:
    """Which reader read a report when, and what it found: ids of claims in text order."""

    report: str
    reader: str
    at: datetime
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class State:
    """All that stands. Reports and readings by report id; claims by id, report by report in text order;
    judgements by time, then id; failures likewise, without those that a later reading made good."""

    reports: dict[str, Report] = field(default_factory=dict)
    readings: dict[str, Reading] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)
    judgements: tuple[Judgement, ...] = ()
    failures: tuple[Entry, ...] = ()
    void: frozenset[str] = frozenset()


def fold(entries: Iterable[Entry], until: datetime | None = None) -> State:
    """What stands after these entries, or after those of them that are not later than `until`."""
    held = [entry for entry in entries if until is None or entry.at <= until]
    first = earliest(held)
    stands = standing(first.values())
    judgements = standing_judgements((e for e in first.values() if e.kind is EntryKind.JUDGEMENT), stands.void)
    claims: dict[str, Claim] = {}
    for entry_id in stands.claims:
        claim = claim_from_wire(first[entry_id].body)
        claims[claim.id] = claim
    readings = {
        report: Reading(
            report,
            first[each].body["reader"],
            first[each].at,
            tuple(first[c].body["id"] for c in first[each].body["claims"] if c in first),
        )
        for report, each in stands.readings.items()
    }
    return State(
        reports={report: report_from_wire(first[each].body) for report, each in stands.reports.items()},
        readings=readings,
        claims=amended(claims, judgements),
        judgements=judgements,
        failures=standing_failures(first.values(), stands.readings, stands.void),
        void=stands.void,
    )


def _is_in(entry: Entry, void: frozenset[str]) -> bool:
    return entry.id not in void and entry.body.get("id") not in void


def standing_judgements(entries: Iterable[Entry], void: frozenset[str] = frozenset()) -> tuple[Judgement, ...]:
    """Of each author's decisions on the same question, the newest; by time, then id.

    A pair of claims is one question, whether to keep a claim is one, and each set of fields to
    amend is one.
    """
    last: dict[Any, Entry] = {}
    for entry in sorted(earliest(entries).values(), key=lambda e: (e.at, e.id)):
        if _is_in(entry, void):
            last[_question(judgement_from(entry))] = entry
    ordered = sorted(last.values(), key=lambda e: (e.at, e.id))
    return tuple(judgement_from(entry) for entry in ordered)


def _question(decided: Judgement) -> tuple[Any, ...]:
    if decided.verdict in PAIR_VERDICTS:
        return ("pair", decided.author, decided.claims)
    if decided.verdict is Verdict.AMEND:
        return ("amend", decided.author, decided.claims, tuple(name for name, _ in decided.changes))
    return ("keep", decided.author, decided.claims)


def amended(claims: dict[str, Claim], judgements: Sequence[Judgement]) -> dict[str, Claim]:
    """The claims with what people amended put in place; ids stay. In the order of the judgements."""
    found = dict(claims)
    for decided in judgements:
        claim = found.get(decided.claims[0])
        if decided.verdict is Verdict.AMEND and claim is not None:
            found[claim.id] = amend(claim, dict(decided.changes))
    return found


def amend(claim: Claim, changes: dict[str, Any]) -> Claim:
    """The claim with these fields (wire form) in place; ValueError or KeyError where they do not fit."""
    fixed = {"id": claim.id, "report": claim.report}
    return claim_from_wire({**claim_to_wire(claim), **changes, **fixed})


def standing_failures(
    entries: Iterable[Entry], readings: dict[str, str] | Any, void: frozenset[str]
) -> tuple[Entry, ...]:
    """Failures that no reading of the same report made good; by time, then id."""
    held = (e for e in entries if e.kind is EntryKind.FAILURE and e.id not in void)
    return tuple(sorted((e for e in held if e.body["report"] not in readings), key=lambda e: (e.at, e.id)))
