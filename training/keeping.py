"""What a run keeps beside its weights: their running mean, and all it takes to go on where it stopped."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn


class Average:
    """The exponential moving mean of a model's trained weights; the mean reads better than any single step.

    `decay` is the share of the old mean that stays at each step, less in the first steps so that the
    weights of the beginning are forgotten; 0 keeps no mean.
    """

    def __init__(self, model: nn.Module, decay: float) -> None:
        self.model, self.decay, self.steps = model, decay, 0
        self.mean = {n: p.detach().clone() for n, p in model.named_parameters() if p.requires_grad} if decay else {}

    @torch.no_grad()
    def update(self) -> None:
        """Take in the weights as they are now."""
        self.steps += 1
        decay = min(self.decay, (1 + self.steps) / (10 + self.steps))
        weights = dict(self.model.named_parameters())
        for name, mean in self.mean.items():
            mean.lerp_(weights[name], 1 - decay)

    @contextmanager
    def applied(self) -> Iterator[None]:
        """The model holds the mean within, and its own weights again afterwards."""
        weights = dict(self.model.named_parameters())
        own = {name: weights[name].detach().clone() for name in self.mean}
        self._fill(self.mean)
        try:
            yield
        finally:
            self._fill(own)

    @torch.no_grad()
    def _fill(self, values: dict[str, torch.Tensor]) -> None:
        weights = dict(self.model.named_parameters())
        for name, value in values.items():
            weights[name].copy_(value)

    def state(self) -> dict[str, Any]:
        """What `load` takes."""
        return {"mean": self.mean, "steps": self.steps}

    def load(self, state: dict[str, Any]) -> None:
        """Go on with a mean that was kept."""
        self.steps = state["steps"]
        for name, mean in self.mean.items():
            mean.copy_(state["mean"][name])


def weights_of(paths: Sequence[Path]) -> dict[str, torch.Tensor]:
    """The mean of the weights of checkpoints that began as one; of a run's state its running mean is taken.

    A head that only later runs have is theirs alone. Raises ValueError where one weight has two shapes.
    """
    found: dict[str, list[torch.Tensor]] = {}
    for path in paths:
        kept = torch.load(path, weights_only=True)
        for name, weight in {**kept["model"], **kept.get("average", {}).get("mean", {})}.items():
            found.setdefault(name, []).append(weight)
    if any(w.shape != weights[0].shape for weights in found.values() for w in weights):
        raise ValueError("the checkpoints are not of one make")
    return {n: torch.stack(w).mean(0) if w[0].is_floating_point() else w[0] for n, w in found.items()}


def chances() -> dict[str, Any]:
    """Where the three generators of chance stand."""
    kind, keys, *rest = np.random.get_state()
    version, words, gauss = random.getstate()
    drawn = {"torch": torch.get_rng_state(), "words": torch.tensor(words, dtype=torch.int64)}
    arrays = torch.from_numpy(np.asarray(keys, np.int64))
    return {**drawn, "version": version, "gauss": gauss, "kind": kind, "keys": arrays, "rest": list(rest)}


def set_chances(state: dict[str, Any]) -> None:
    """Set the three generators to where they stood."""
    torch.set_rng_state(state["torch"])
    random.setstate((state["version"], tuple(state["words"].tolist()), state["gauss"]))
    keys = state["keys"].numpy().astype(np.uint32)
    np.random.set_state((state["kind"], keys, *state["rest"]))


def write(path: Path, state: dict[str, Any]) -> None:
    """Write a state so that a run that is stopped meanwhile leaves the old one whole."""
    fresh = path.with_suffix(".new")
    torch.save(state, fresh)
    fresh.replace(path)
