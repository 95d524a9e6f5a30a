"""`Claim` and its parts: who did what to whom, where, when, with what loss, and who says so."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .values import Figure, Span, When, Where


class ClaimKind(StrEnum):
    """Incident: a datable happening. Tally: a total over a period. Posture: a lasting state.
    Statement: words as deeds (accusation, denial, threat, agreement)."""

    INCIDENT = "incident"
    TALLY = "tally"
    POSTURE = "posture"
    STATEMENT = "statement"


class Status(StrEnum):
    """Whether it is said to have happened; hedges stay `asserted` and are kept apart."""

    ASSERTED = "asserted"
    DENIED = "denied"
    THREATENED = "threatened"
    PLANNED = "planned"


class Outcome(StrEnum):
    """What happened to those (or to the equipment) harmed."""

    KILLED = "killed"
    WOUNDED = "wounded"
    CAPTURED = "captured"
    ABDUCTED = "abducted"
    MISSING = "missing"
    DISPLACED = "displaced"
    DESTROYED = "destroyed"
    DAMAGED = "damaged"
    SHOT_DOWN = "shot down"


class Harmed(StrEnum):
    """Which side of the law of war the harmed stand on, as the report says it."""

    CIVILIAN = "civilian"
    STATE_FORCE = "state force"
    ARMED_GROUP = "armed group"
    MIXED = "mixed"
    UNKNOWN = "unknown"
    EQUIPMENT = "equipment"


class SourceRole(StrEnum):
    """What kind of voice a link of the chain is; analysts weigh them differently."""

    OUTLET = "outlet"
    AGENCY = "agency"
    MONITOR = "monitor"
    OFFICIAL = "official"
    PARTY = "party to the conflict"
    MEDIC = "medic"
    WITNESS = "witness"
    UNNAMED = "unnamed"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who did it or suffered it: as named in the text, and as known.

    `name` is the usual English name, `sort` one of the ontology's sorts of party (state force,
    rebel group, ...), `actor` the id in the actor table or "" where it is in none.
    """

    name: str
    sort: str
    span: Span | None = None
    actor: str = ""


@dataclass(frozen=True, slots=True)
class Harm:
    """One figure of loss: what happened, to whom, how many, and of which other it is a part.

    `span` is the number phrase with its noun; `who` the noun phrase of those harmed;
    `part_of` the index, in the same claim's `toll`, of the figure of which this is a subset.
    """

    outcome: Outcome
    figure: Figure
    span: Span
    who: Span
    party: Harmed
    part_of: int | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """One voice in a chain of sources. `span` is where the text names it."""

    name: str
    role: SourceRole
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """The chain of sources, nearest to the outlet first, the origin last; () where unsourced.

    `cue` is the wording that attributes ("according to", "said", "citing"), where one stands.
    """

    links: tuple[Link, ...] = ()
    cue: Span | None = None

    @property
    def origin(self) -> Link | None:
        """Who it goes back to, as far as the report tells."""
        return self.links[-1] if self.links else None

    def __str__(self) -> str:
        return ", citing ".join(link.name for link in self.links)


@dataclass(frozen=True, slots=True)
class Claim:
    """One happening, tally, posture or statement as one chain of sources tells it.

    Every field that was read from words carries its span. `hedges` are the words that weaken
    it ("reportedly"); `notes` say what could not be resolved, and why; `score` in [0, 1] is the
    reader's confidence that a careful coder would record this claim. Claims of one report with the
    same `happening` tell of the same thing by the reader's own judgement; `event` is set by linking.
    """

    id: str
    report: str
    kind: ClaimKind
    type: str
    status: Status
    evidence: tuple[Span, ...]
    actors: tuple[Party, ...] = ()
    targets: tuple[Party, ...] = ()
    when: When | None = None
    where: Where | None = None
    weapons: tuple[Span, ...] = ()
    toll: tuple[Harm, ...] = ()
    attribution: Attribution = Attribution()
    hedges: tuple[Span, ...] = ()
    notes: tuple[str, ...] = ()
    reader: str = ""
    score: float = 1.0
    happening: str = ""
    event: str = ""
