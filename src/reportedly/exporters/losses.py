"""How many were lost in an event, over all sides and per side, without counting anybody twice.

A figure of no side ("53 dead") is the total of the sides ("46 civilians"), never an addition to
them: of the two the larger counts, and what no side accounts for stays of unknown side.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..model import Harmed, Outcome, Toll

SIDES = (Harmed.CIVILIAN, Harmed.STATE_FORCE, Harmed.ARMED_GROUP)


@dataclass(frozen=True, slots=True)
class Loss:
    """Persons lost: `low`, `best`, `high`; None where no figure is told.

    `sides` is the best figure of each side told, `unknown` the rest of `best`. `is_told` says that
    such a loss is told of at all, with a figure or without.
    """

    low: int | None = None
    best: int | None = None
    high: int | None = None
    sides: tuple[tuple[Harmed, int], ...] = ()
    is_told: bool = False

    @property
    def unknown(self) -> int:
        """The part of `best` that is of no side told."""
        return (self.best or 0) - sum(n for _, n in self.sides)

    def of(self, side: Harmed) -> int:
        """The best figure of one side; 0 where none is told."""
        return dict(self.sides).get(side, 0)


def loss(tolls: Iterable[Toll], outcome: Outcome = Outcome.KILLED) -> Loss:
    """The persons of one outcome over all sides of an event."""
    meant = [t for t in tolls if t.outcome is outcome and t.party is not Harmed.EQUIPMENT]
    apart = [t for t in meant if t.party in SIDES]
    whole = [t for t in meant if t.party not in SIDES]
    sides = tuple((t.party, t.best or 0) for t in apart if t.best is not None)
    return Loss(
        _larger(_sum(t.low for t in apart), _largest(t.low for t in whole)),
        _larger(_sum(t.best for t in apart), _largest(t.best for t in whole)),
        _high(apart, whole),
        sides,
        bool(meant),
    )


def _high(apart: list[Toll], whole: list[Toll]) -> int | None:
    """The upper bound; None where any figure is open, for then nothing bounds the sum."""
    told = [t for t in (*apart, *whole) if (t.low, t.best, t.high) != (None, None, None)]
    if not told or any(t.high is None for t in told):
        return None
    return _larger(_sum(t.high for t in apart), _largest(t.high for t in whole))


def _sum(bounds: Iterable[int | None]) -> int | None:
    told = [b for b in bounds if b is not None]
    return sum(told) if told else None


def _largest(bounds: Iterable[int | None]) -> int | None:
    return max((b for b in bounds if b is not None), default=None)


def _larger(one: int | None, other: int | None) -> int | None:
    return _largest((one, other))
