"""Weapons in text, by family."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.mentions.triggers import lexicon
from reportedly.mentions.weapons import find_weapons
from reportedly.model import Report
from reportedly.ontology.load import data
from reportedly.parsers.spacy import SpacyParser


@pytest.fixture(scope="module")
def read():
    parser = SpacyParser()

    def _read(text: str) -> list[tuple[str, str]]:
        (parse,) = parser.parse([text])
        found = find_weapons(Report(id="r", text=text), parse)
        assert all(text[m.span.start : m.span.end] == m.span.text for m in found)
        return [(m.span.text, m.value) for m in found]

    return _read


@pytest.mark.parametrize(
    "text, found",
    [
        ("A car bomb killed six people.", [("car bomb", "car bomb")]),
        (
            "Helicopters dropped barrel bombs on the town.",
            [("Helicopters", "helicopter"), ("barrel bombs", "barrel bomb")],
        ),
        ("They fired rocket-propelled grenades.", [("rocket-propelled grenades", "rocket")]),
        ("MORTAR ROUNDS FELL ON THE BARRACKS.", [("MORTAR ROUNDS", "mortar")]),
        (
            "The men were killed with machetes and AK-47 rifles.",
            [("machetes", "blade"), ("AK-47", "small arms"), ("rifles", "small arms")],
        ),
        ("A man drove a truck into the crowd.", [("truck", "vehicle")]),
        ("A van ploughed into shoppers. The van was white.", [("van", "vehicle"), ("van", "vehicle")]),
        ("The rebels seized a gas field and a truck.", []),
        (
            "A vehicle-borne improvised explosive device went off.",
            [("vehicle-borne improvised explosive device", "car bomb")],
        ),
    ],
)
def test_weapons_are_found_by_family(read, text, found):
    assert read(text) == found


def test_every_family_implies_a_known_type_or_none():
    for family, entry in data("weapons").items():
        assert entry["forms"], family
        assert entry["implies"] is None or entry["implies"] in lexicon().kind, family


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(["car", "bomb", "-", "gas", "suicide", "mine", "rocket", ".", "\n", "é"]), max_size=20))
def test_no_text_raises(read, words):
    read(" ".join(words))
