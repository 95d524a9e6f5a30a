"""The scale of fillers is fitted soundly wherever the raw scores stand."""

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("transformers")

from evaluation.muc4_data import ROLES, MucReport, Template
from training.calibrate import fit, fit_fillers, scale_of


@pytest.mark.parametrize("offset", [-40.0, -8.0, 0.0, 8.0, 40.0])
def test_the_fit_ends_at_the_least_loss_however_far_off_the_start_is(offset):
    rng = np.random.default_rng(1)
    z = rng.normal(0, 2, 400)
    y = (rng.random(400) < 1 / (1 + np.exp(-z))).astype(float)
    x = np.stack([z + offset, np.ones(400)], 1)
    ridge = np.array([1.0, 0.01])
    start = np.array([1.0, 0.0])
    w = fit(x, y, start, ridge)
    p = 1 / (1 + np.exp(-x @ w))
    assert np.isfinite(w).all()
    assert np.abs(x.T @ (p - y) + ridge * (w - start)).max() < 1e-3


def test_scores_become_the_shares_that_are_right():
    right, wrong = [f"right {k}" for k in range(6)], [f"wrong {k}" for k in range(18)]
    text = " ".join(right + wrong)
    roles = {role: tuple((w,) for w in right) for role in ROLES}
    report = MucReport("X", text, (Template("ATTACK", roles, {}),))
    rows = [(role, w, 0.995, 0.99, 1) for role in ROLES for w in right + wrong]
    rows += [(role, f"other {k}", 0.05, 0.99, 1) for role in ROLES for k in range(20)]
    scale = scale_of(fit_fillers([(report, rows)]))
    for role in ROLES:
        assert scale.probability(role, 0.995, 0.99, 1) == pytest.approx(0.25, abs=0.07)
        assert scale.probability(role, 0.05, 0.99, 1) < 0.1
        assert scale.probability(role, 0.995, 0.01, 9) == scale.probability(role, 0.995, 0.99, 1)
