"""`Mention`: a span of a report with a kind and a normalised value, and what found it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from .values import Span


class MentionKind(StrEnum):
    """What a span of a report speaks of."""

    HARM = "harm"
    TIME = "time"
    PLACE = "place"
    ACTOR = "actor"
    WEAPON = "weapon"
    TRIGGER = "trigger"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that says something, what it says in normal form, and who found it.

    `value` depends on the kind: `Harm` for harms, `When` for times, `Where` for places, `Party`
    for actors, `Trigger` for triggers, `Attribution` for sources, the weapon's name for weapons.
    `score` is the confidence in [0, 1]; 1 where a rule has no measured reliability.
    """

    kind: MentionKind
    span: Span
    value: Any = None
    found_by: str = "rules"
    score: float = 1.0
    token: int = -1  # index of the syntactic head in the parse, -1 where it has none
    extra: dict[str, Any] = field(default_factory=dict, compare=False)
