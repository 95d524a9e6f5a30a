"""Everything that was found in one report, before anything is made of it."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Mention
from .told import Told


@dataclass(frozen=True, slots=True)
class Mentions:
    """Everything that was found in one report, by kind, each in text order."""

    actors: tuple[Mention, ...] = ()
    places: tuple[Mention, ...] = ()
    times: tuple[Mention, ...] = ()
    weapons: tuple[Mention, ...] = ()
    harms: tuple[Mention, ...] = ()
    triggers: tuple[Mention, ...] = ()
    sources: tuple[Mention, ...] = ()
    told: Told | None = None  # what a trained reader holds the sentences to tell of
    learned: tuple[Mention, ...] | None = None  # whatever else it found
