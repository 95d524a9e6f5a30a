"""`Event`: claims believed to tell of one happening, with reconciled values and the reasons."""

from __future__ import annotations

from dataclasses import dataclass

from .claim import ClaimKind, Harmed, Outcome, Party
from .values import When, Where


@dataclass(frozen=True, slots=True)
class Stand:
    """One origin's figure for one loss: who says how many, in which claim."""

    source: str
    low: int | None
    high: int | None
    claim: str


@dataclass(frozen=True, slots=True)
class Toll:
    """A loss on one side of an event, reconciled: low <= best <= high, None where not told.

    `stands` keeps every figure that went in and `superseded` those that a later figure of the
    same origin replaced. `disputed` is True where the figures of two origins exclude each other.
    `who` names what was lost where it is equipment ("tank"), so that tanks and houses stay apart.
    """

    outcome: Outcome
    party: Harmed
    low: int | None
    best: int | None
    high: int | None
    stands: tuple[Stand, ...] = ()
    superseded: tuple[Stand, ...] = ()
    disputed: bool = False
    rule: str = "range"
    who: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Claims believed to tell of one happening.

    `claims` are ids, sorted. `independent_sources` counts origins, not reports.
    `credibility` is Admiralty 1-6 from corroboration, `clarity` UCDP event clarity 1 or 2.
    `reasons` say why its claims were joined, one line a join. `notes` lists contradictions.
    """

    id: str
    kind: ClaimKind
    type: str
    claims: tuple[str, ...]
    reports: tuple[str, ...]
    actors: tuple[Party, ...] = ()
    targets: tuple[Party, ...] = ()
    when: When | None = None
    where: Where | None = None
    weapons: tuple[str, ...] = ()
    tolls: tuple[Toll, ...] = ()
    sources: tuple[str, ...] = ()
    independent_sources: int = 0
    credibility: int = 6
    clarity: int = 1
    status: str = "asserted"
    rule: str = "range"
    reasons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
