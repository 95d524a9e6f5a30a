"""`Entry`: one line of the append-only ledger; and `Judgement`, what a person decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    """What a person may decide: of a pair of claims, or of one claim."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"
    ACCEPT = "accept"
    REJECT = "reject"
    AMEND = "amend"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One decision: same / different / unsure of two claims, or accept / reject / amend of one.

    `claims` holds two ids (sorted) or one; `changes` the amended fields in wire form.
    """

    id: str
    verdict: Verdict
    claims: tuple[str, ...]
    author: str
    reason: str = ""
    changes: tuple[tuple[str, Any], ...] = ()


class EntryKind(StrEnum):
    """What a line of the ledger records."""

    REPORT = "report"
    CLAIM = "claim"
    READING = "reading"
    JUDGEMENT = "judgement"
    RETRACTION = "retraction"
    FAILURE = "failure"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger: what was recorded, by whom, when and why.

    `id` is the hash of kind and body alone, so that recording the same thing twice changes
    nothing; `at` is UTC. `body` is JSON-shaped (the wire form of what is recorded).
    A READING lists the claims that one reader version read from one report; the newest reading
    of a report supersedes the earlier ones.
    """

    id: str
    kind: EntryKind
    body: dict[str, Any]
    at: datetime
    author: str = ""
    reason: str = ""
