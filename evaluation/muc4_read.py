"""What the learned reader makes of a MUC-4 report: its role fillers, and templates built from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reportedly.extractors.fillers import entities
from reportedly.extractors.learned import LearnedReader, Scores

from .ceaf import Entity
from .templates import Filled

# Words on either side of a filler whose incident type decides the template it goes to.
AROUND = 30


@dataclass(frozen=True, slots=True)
class Build:
    """How templates are built; chosen on held-out development reports (docs/model-card.md).

    A report of at least `relevant` probability has templates, one for each incident type of at least
    `typed`, and one for the likeliest type at any rate.
    """

    relevant: float = 0.5
    typed: float = 0.5


def read_report(reader: LearnedReader, text: str) -> tuple[dict[str, tuple[Entity, ...]], Scores]:
    """Role -> entities, and the scores they were read from."""
    scores = reader.scores(text)
    wordings = reader.wordings(text, scores)
    return {role: entities(found, role, reader.scale.threshold) for role, found in wordings.items()}, scores


def build_templates(
    reader: LearnedReader, text: str, fillers: dict[str, tuple[Entity, ...]], scores: Scores, build: Build
) -> tuple[Filled, ...]:
    """One template an incident type that the report tells of; each filler goes to the type told around it."""
    types = reader.shipped.heads.types
    if not any(fillers.values()) and scores.relevance[0] < build.relevant:
        return ()
    told = scores.relevance[1:]
    chosen = [k for k in range(len(types)) if told[k] >= build.typed] or [int(told.argmax())]
    roles: list[dict[str, list[Entity]]] = [{role: [] for role in fillers} for _ in chosen]
    if len(chosen) > 1:
        places = _places(reader, text, scores)
    for role, found in fillers.items():
        for entity in found:
            at = 0
            if len(chosen) > 1:
                near = _told_at(scores, places.get((role, entity[0]), []))[chosen]
                at = int(near.argmax())
            roles[at][role].append(entity)
    return tuple(
        Filled(frozenset({types[k]}), {role: tuple(e) for role, e in held.items()})
        for k, held in zip(chosen, roles, strict=True)
    )


def _places(reader: LearnedReader, text: str, scores: Scores) -> dict[tuple[str, str], list[tuple[int, int]]]:
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for c in scores.candidates:
        a, b = scores.words.spans[c.first][0], scores.words.spans[c.last][1]
        key = (reader.shipped.heads.roles[c.role], " ".join(text[a:b].lower().split()))
        found.setdefault(key, []).append((c.first, c.last))
    return found


def _told_at(scores: Scores, places: Sequence[tuple[int, int]]) -> np.ndarray:
    """The strongest logit of each type near any of the places."""
    rows = [scores.told[max(a - AROUND, 0) : b + AROUND + 1, 1:].max(axis=0) for a, b in places]
    return np.max(rows, axis=0) if rows else scores.told[:, 1:].max(axis=0)
