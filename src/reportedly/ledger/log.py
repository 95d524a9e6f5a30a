"""Makes the lines of a ledger: what was reported, claimed, read, judged, retracted, or failed.

Pure: time and author are arguments. The same thing always gives the same id, so that writing
it twice changes nothing.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from reportedly.errors import InvalidRecord, ReportedlyError
from reportedly.model import Claim, Entry, EntryKind, Judgement, Report, Verdict
from reportedly.model.journal import write_body
from reportedly.model.wire import claim_to_wire, content_id, report_to_wire

# Code points of a report's own id: in any script it fits an index entry of PostgreSQL (2,704 bytes).
LONGEST_ID = 500
_UNFIT = re.compile("[\x00\ud800-\udfff]")

PAIR_VERDICTS = (Verdict.SAME, Verdict.DIFFERENT, Verdict.UNSURE)


def entry_id(kind: EntryKind, body: dict[str, Any]) -> str:
    """`n-` and 32 digits of the SHA-256 of kind and body: two things never share it by accident or on purpose."""
    return written_id(kind.value, write_body(body))


def written_id(kind: str, body: str) -> str:
    """`entry_id` of a body that is written down already."""
    data = f"{kind}\n{body}".encode()
    return f"n-{hashlib.sha256(data).hexdigest()[:32]}"


def make(kind: EntryKind, body: dict[str, Any], at: datetime, author: str = "", reason: str = "") -> Entry:
    """One entry with the id that its content gives it. `at` must know its time zone.

    Of author and reason, what no database can hold (NUL, lone surrogates) is left out.
    """
    return Entry(entry_id(kind, body), kind, body, at, _UNFIT.sub("", author), _UNFIT.sub("", reason))


def report_entry(report: Report, at: datetime, author: str = "") -> Entry:
    """That a report was received. InvalidRecord where its id is no short, visible text."""
    if not 0 < len(report.id) <= LONGEST_ID or not report.id.isprintable():
        raise InvalidRecord("the id of a report is short, visible text", subject=ascii(report.id[:80]))
    return make(EntryKind.REPORT, report_to_wire(report), at, author)


def claim_entry(claim: Claim, at: datetime, author: str = "") -> Entry:
    """That a claim was read; which event it belongs to is no part of it."""
    return make(EntryKind.CLAIM, claim_to_wire(replace(claim, event="")), at, author)


def reading_entry(
    report: Entry, claims: Sequence[Entry], reader: str, at: datetime, author: str = "", reason: str = ""
) -> Entry:
    """That one reader read this version of a report and found these claims, in text order."""
    body = {
        "report": report.body["id"],
        "entry": report.id,
        "reader": reader,
        "claims": list(dict.fromkeys(claim.id for claim in claims)),
    }
    return make(EntryKind.READING, body, at, author, reason)


def read_entries(
    report: Report, claims: Sequence[Claim], reader: str, at: datetime, author: str = ""
) -> tuple[Entry, ...]:
    """All lines of one report read: the report, its claims, the reading. They belong into one append."""
    received = report_entry(report, at, author)
    told = tuple(claim_entry(claim, at, author) for claim in claims)
    return (received, *told, reading_entry(received, told, reader, at, author))


def failure_entry(
    error: ReportedlyError, name: str, at: datetime, author: str = "", report: str = "", reader: str = ""
) -> Entry:
    """That something given could not be taken in or read, and why; `name` says what it was."""
    body = {
        "name": name,
        "report": report,
        "reader": reader,
        "code": error.code,
        "message": error.message,
        "hint": error.hint,
        "subject": error.subject,
    }
    return make(EntryKind.FAILURE, body, at, author)


def judgement(
    verdict: Verdict,
    claims: Sequence[str],
    author: str,
    reason: str = "",
    changes: dict[str, Any] | None = None,
    replaces: Sequence[str] = (),
) -> Judgement:
    """One decision with the id that its content gives it; the ids of a pair are put in order.

    `replaces` are the ids of earlier judgements that this one takes the place of: who says same,
    then different, then same again has decided three times.
    """
    ordered = tuple(sorted(claims))
    wanted = 2 if verdict in PAIR_VERDICTS else 1
    if len(set(ordered)) != wanted:
        raise ValueError(f"{verdict.value} judges {wanted} claim{'s' if wanted > 1 else ''}, not {len(set(ordered))}")
    pairs = tuple(sorted((changes or {}).items()))
    told = [verdict.value, ordered, author, reason, [list(p) for p in pairs], sorted(replaces)]
    return Judgement(content_id("j", told), verdict, ordered, author, reason, pairs)


def judgement_entry(decided: Judgement, at: datetime, replaces: Sequence[str] = ()) -> Entry:
    """That a person decided."""
    body = {
        "id": decided.id,
        "verdict": decided.verdict.value,
        "claims": list(decided.claims),
        "author": decided.author,
        "reason": decided.reason,
        "changes": dict(decided.changes),
        "replaces": sorted(replaces),
    }
    return make(EntryKind.JUDGEMENT, body, at, decided.author, decided.reason)


def judgement_from(entry: Entry) -> Judgement:
    """The decision that an entry records."""
    body = entry.body
    return Judgement(
        body["id"],
        Verdict(body["verdict"]),
        tuple(body["claims"]),
        body["author"],
        body["reason"],
        tuple(sorted(body["changes"].items())),
    )


def retraction_entry(target: str, at: datetime, author: str, reason: str, replaces: Sequence[str] = ()) -> Entry:
    """That a report, claim, judgement or any entry no longer stands; `target` is its id.

    `replaces` are earlier retractions of the same target that were themselves taken back.
    """
    return make(EntryKind.RETRACTION, {"target": target, "replaces": sorted(replaces)}, at, author, reason)
