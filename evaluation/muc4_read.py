"""What the learned reader makes of a MUC-4 report: its role fillers, and templates built from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reportedly.extractors.fillers import entities, logit
from reportedly.extractors.learned import LearnedReader, Scores

from .ceaf import Entity
from .muc4_split import Filler, Layout, parted, together, told_at
from .templates import Filled


@dataclass(frozen=True, slots=True)
class Build:
    """How templates are built; chosen on development reports (docs/model-card.md).

    A report with fillers, or of at least `relevant` probability, has templates. Its fillers are parted into
    incidents by `weights`, `same` and `shared` (`muc4_split`); without weights they are of one incident.
    """

    relevant: float = 0.5
    weights: Sequence[float] = ()
    same: float = 0.5
    shared: float = 0.8


def read_report(reader: LearnedReader, text: str) -> tuple[dict[str, tuple[Entity, ...]], Scores]:
    """Role -> entities, and the scores they were read from."""
    scores = reader.scores(text)
    wordings = reader.wordings(text, scores)
    return {role: entities(found, role, reader.scale.threshold) for role, found in wordings.items()}, scores


def build_templates(
    reader: LearnedReader, text: str, fillers: dict[str, tuple[Entity, ...]], scores: Scores, build: Build
) -> tuple[Filled, ...]:
    """One template an incident, of the type that is told around its fillers and in the whole report."""
    types = reader.shipped.heads.types
    whole = np.array([logit(float(p)) for p in scores.relevance[1:]])
    if not any(fillers.values()):
        if scores.relevance[0] < build.relevant:
            return ()
        return (Filled(frozenset({types[int(whole.argmax())]}), {}),)
    places = _places(reader, text, scores)
    found = [Filler(role, e[0], places.get((role, e[0]), ((0, 0),))) for role, es in fillers.items() for e in es]
    groups = [list(range(len(found)))]
    if build.weights and len(found) > 1:
        chance = together(Layout(text, scores), found, build.weights)
        groups = parted(found, chance, build.same, build.shared)
    return tuple(_filled([found[k] for k in sorted(group)], scores, whole, types) for group in groups)


def _filled(fillers: Sequence[Filler], scores: Scores, whole: np.ndarray, types: Sequence[str]) -> Filled:
    near = told_at(scores, [p for f in fillers for p in f.places])
    roles: dict[str, tuple[Entity, ...]] = {}
    for filler in fillers:
        roles[filler.role] = (*roles.get(filler.role, ()), (filler.wording,))
    return Filled(frozenset({types[int((near + whole).argmax())]}), roles)


def _places(reader: LearnedReader, text: str, scores: Scores) -> dict[tuple[str, str], tuple[tuple[int, int], ...]]:
    found: dict[tuple[str, str], tuple[tuple[int, int], ...]] = {}
    for c in scores.candidates:
        a, b = scores.words.spans[c.first][0], scores.words.spans[c.last][1]
        key = (reader.shipped.heads.roles[c.role], " ".join(text[a:b].lower().split()))
        found[key] = (*found.get(key, ()), (c.first, c.last))
    return found
