"""The actor table: every name leads home, and names are found however they are written."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.mentions.actor_table import table
from reportedly.mentions.wording import keys_of, skeleton, words_of
from reportedly.ontology.load import data

SORTS = set(data("sorts")["sorts"])
ROLES = {"party", "state", "monitor", "agency", "outlet", "organisation", "official"}


def test_there_are_enough_actors_and_their_ids_are_unique():
    ids = [a.id for a in table().actors]
    assert len(ids) >= 450
    assert len(set(ids)) == len(ids)


def test_every_alias_leads_home():
    lost = [(a.id, name) for a in table().actors for name in (a.name, *a.aliases) if table().resolve(name) is not a]
    assert not lost


def test_every_actor_is_well_formed():
    for actor in table().actors:
        assert actor.sort in SORTS, actor.id
        assert actor.role in ROLES, actor.id
        assert not actor.country or actor.country in table().states, actor.id
        assert actor.since is None or actor.until is None or actor.since <= actor.until, actor.id


@pytest.mark.parametrize(
    "name, home",
    [
        ("Da'esh", "islamic-state"),
        ("DAESH", "islamic-state"),
        ("Jabhat al Nusra", "nusra-front"),
        ("the Syrian Observatory", "sohr"),
        ("AFP", "afp"),
        ("U.S.", "us"),
        ("Hizbullah", "hezbollah"),
        ("Sendero Luminoso", "shining-path"),
        ("Médecins Sans Frontières", "msf"),
        ("Faylaq al-Rahmaan", "faylaq-al-rahman"),
    ],
)
def test_names_resolve_in_many_spellings(name, home):
    assert table().resolve(name).id == home


def test_names_that_nobody_has_resolve_to_nothing():
    assert table().resolve("") is None
    assert table().resolve("a bakery in the old town") is None
    assert table().resolve("hope") is None


def test_words_of_war_places_tell_their_country_and_are_no_actors():
    assert table().resolve("Aleppo") is None
    assert [h.entry.actor.country for h in table().find(words_of("Shells fell on Aleppo."))] == ["SY"]


def test_the_longest_name_wins():
    (hit,) = table().find(words_of("Islamic State of Iraq and the Levant"))
    assert hit.entry.actor.id == "islamic-state"


def test_skeletons_join_spellings_and_part_confusable_names():
    assert skeleton("jaysh") == skeleton("jeish") == skeleton("jaish")
    assert skeleton("hamas") != skeleton("hama")


@given(st.text(max_size=200))
def test_words_stand_where_they_say(text):
    words = words_of(text)
    assert all(0 <= w.start < w.end <= len(text) for w in words)
    assert all(a.end <= b.start for a, b in pairwise(words))
    keys_of(text)
    hits = table().find(words)
    assert all(a.last <= b.first for a, b in pairwise(hits))
    table().resolve(text)
