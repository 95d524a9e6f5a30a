"""Fillers are parted into incidents by where they stand."""

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from evaluation.muc4_read import Build, build_templates
from evaluation.muc4_split import FEATURES, Filler, Layout, parted, together
from reportedly.extractors.learned import LearnedReader

TINY = Path(__file__).parent / "extractors" / "tiny"
TEXT = """   GUNMEN KILLED THE MAYOR ANA SOL. THEY BURNED HER CAR.

   MEANWHILE, A BOMB DAMAGED THE BRIDGE OF ALTA. IN ANOTHER TOWN A CLERK DIED."""


@pytest.fixture(scope="module")
def layout():
    return Layout(TEXT, LearnedReader(TINY).scores(TEXT))


def filler(layout, role, wording):
    words = [TEXT[a:b] for a, b in layout.scores.words.spans]
    at = words.index(wording)
    return Filler(role, wording.lower(), ((at, at),))


def test_what_is_seen_of_two_fillers(layout):
    sol, car = filler(layout, "Victim", "SOL"), filler(layout, "Target", "CAR")
    bridge, gunmen = filler(layout, "Target", "BRIDGE"), filler(layout, "PerpInd", "GUNMEN")
    near = dict(zip(FEATURES, layout.pair(gunmen, sol), strict=True))
    assert near["one sentence"] == 1 and near["paragraphs"] == 0 and near["another"] == 0
    assert dict(zip(FEATURES, layout.pair(sol, car), strict=True))["one sentence"] == 0
    far = dict(zip(FEATURES, layout.pair(car, bridge), strict=True))
    assert far["one sentence"] == 0 and far["paragraphs"] == 1 and far["another"] == 1 and far["one role"] == 1
    assert layout.pair(car, bridge) == layout.pair(bridge, car)


def test_the_chance_of_one_incident_is_symmetric_and_within_bounds(layout):
    fillers = [filler(layout, "Victim", "SOL"), filler(layout, "Target", "CAR"), filler(layout, "Target", "BRIDGE")]
    chance = together(layout, fillers, [0.0] * 2 + [-2.0] + [0.0] * 5 + [1.0])
    assert np.array_equal(chance, chance.T) and ((chance > 0) & (chance <= 1)).all()
    assert chance[0, 1] > 0.5 > chance[1, 2]


def matrix(size, **pairs):
    found = np.full((size, size), 0.1)
    for name, value in pairs.items():
        i, j = int(name[1]), int(name[2])
        found[i, j] = found[j, i] = value
    return found


def made(*roles):
    return [Filler(role, str(k), ((k, k),)) for k, role in enumerate(roles)]


def test_carriers_of_one_incident_stay_together_and_a_group_may_be_in_two():
    fillers = made("Victim", "Target", "Target", "PerpOrg", "Weapon")
    chance = matrix(5, p01=0.9, p03=0.9, p13=0.9, p23=0.85, p24=0.3)
    groups = parted(fillers, chance, 0.5, 0.8)
    assert sorted(map(sorted, groups)) == [[0, 1, 3], [2, 3, 4]]


def test_every_filler_goes_somewhere_whatever_the_chances():
    roles = ("Victim", "PerpInd", "Target", "Weapon", "Victim")
    rng = np.random.default_rng(5)
    for _ in range(50):
        chance = rng.random((5, 5))
        chance = (chance + chance.T) / 2
        groups = parted(made(*roles), chance, float(rng.random()), float(rng.random()))
        assert {k for g in groups for k in g} == set(range(5))
        carriers = [{k for k in g if roles[k] in ("Victim", "Target")} for g in groups]
        assert all(carriers) and not any(a & b for a, b in combinations(carriers, 2))


def test_without_carriers_all_are_one_incident_and_of_nothing_there_is_none():
    assert parted(made("PerpInd", "Weapon"), np.eye(2), 0.5, 0.8) == [[0, 1]]
    assert parted([], np.eye(0), 0.5, 0.8) == []


def test_templates_hold_every_filler_and_a_report_that_is_not_relevant_has_none():
    reader = LearnedReader(TINY)
    scores = reader.scores(TEXT)
    fillers = {"Victim": (("ana sol",),), "Target": (("bridge of alta",),), "Weapon": (("bomb",),)}
    weights = [0.0] * 8 + [-5.0]
    (whole,) = build_templates(reader, TEXT, fillers, scores, Build())
    assert {r: tuple(e) for r, e in whole.roles.items()} == fillers
    two = build_templates(reader, TEXT, fillers, scores, Build(weights=weights))
    assert [set(t.roles) & {"Victim", "Target"} for t in two] in ([{"Victim"}, {"Target"}], [{"Target"}, {"Victim"}])
    assert build_templates(reader, TEXT, {}, scores, Build(relevant=1.01)) == ()
    assert len(build_templates(reader, TEXT, {}, scores, Build(relevant=0.0))) == 1
