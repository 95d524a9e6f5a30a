"""The fit behind the scales of a trained reader."""

import numpy as np
import pytest

calibrate = pytest.importorskip("training.calibrate", reason="needs reportedly[train]")


@pytest.mark.parametrize("shift", [-12.0, 0.0, 12.0])
def test_the_fit_finds_its_way_from_far_off(shift):
    chance = np.random.default_rng(5)
    score = chance.normal(0, 3, 4000)
    right = chance.random(4000) < 1 / (1 + np.exp(-(0.5 * score - 1)))
    x = np.column_stack([score + shift, np.ones(4000)])
    slope, constant = calibrate.fit(x, right.astype(float), np.array([1.0, 0.0]), np.array([1.0, 0.01]))
    assert slope == pytest.approx(0.5, abs=0.05)
    assert constant + slope * shift == pytest.approx(-1, abs=0.15)
