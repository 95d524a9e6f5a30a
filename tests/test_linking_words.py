"""Words about a happening follow it: condemnations, denials, claims of responsibility, blame for one attack."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportedly.events.block import FULL, Blocks
from reportedly.events.link import link
from reportedly.events.sketch import sketch, sketch_from_text, sketch_to_text
from reportedly.model import ClaimKind, Judgement, Verdict
from tests.claims_made import claim, report

TEXT = (
    "A bomb tore through the bus station of Qarun on 5 March, killing 14 people, the mayor said. "
    "Residents put the dead at 17. Lowland condemned the attack. The Northern Shield denied any part in it. "
    "In Marda the army freed two farmers. The minister called for talks."
)
ATTACK, OTHER_TOLL = "A bomb tore through the bus station of Qarun", "Residents put the dead at 17"
CONDEMNED, DENIED = "Lowland condemned the attack", "The Northern Shield denied any part in it"
FREED, TALKS = "In Marda the army freed two farmers", "The minister called for talks"
OF = report("a", TEXT, "2024-03-06")
LATER = report("b", "Fourteen died when a bomb tore through the bus station of Qarun on 5 March.", "2024-03-07")
REPORTS = {"a": OF, "b": LATER}


def said(name: str, type: str, words: str, who: str, of=OF):
    made = claim(name, of, None, None, type, ClaimKind.STATEMENT, who, actors=(who,), words=words)
    return replace(made, targets=())


def told():
    return [
        claim("c1", OF, type="bombing", source="the mayor", killed=(14, 14), actors=(), words=ATTACK),
        claim("c2", OF, type="bombing", source="residents", killed=(17, 17), actors=(), words=OTHER_TOLL),
        said("c3", "condemnation", CONDEMNED, "Lowland"),
        said("c4", "denial", DENIED, "Northern Shield"),
        claim("c5", OF, "Marda", type="release", actors=("the army",), words=FREED),
        said("c6", "demand", TALKS, "the minister"),
        claim("d1", LATER, type="bombing", killed=(14, 14), actors=()),
    ]


def together(events):
    return {c: e.id for e in events for c in e.claims}


def test_a_condemnation_and_a_denial_follow_the_attack_of_their_report_through_all_reports():
    of = together(link(told(), REPORTS))
    assert of["c1"] == of["c2"] == of["c3"] == of["c4"] == of["d1"]
    assert len({of["c1"], of["c5"], of["c6"]}) == 3


def test_a_join_of_words_says_which_happening_they_speak_of():
    event = next(e for e in link(told(), REPORTS) if "c3" in e.claims)
    assert any(line.startswith(("c3 and c1", "c3 and c2")) for line in event.reasons)


def test_who_condemns_an_attack_neither_did_it_nor_bears_witness_to_it():
    attack, condemned = told()[0], told()[2]
    (alone,), (event,) = link([attack], REPORTS), link([attack, condemned], REPORTS)
    assert event.type == "bombing" and event.actors == () and "Lowland" in event.sources
    assert event.independent_sources == alone.independent_sources == 1
    assert event.credibility == alone.credibility
    (words,) = link([condemned], REPORTS)
    assert words.independent_sources == 1


def test_words_without_a_happening_in_their_report_stay_by_themselves():
    of = together(link([told()[0], said("w1", "condemnation", LATER.text[:13], "Lowland", LATER)], REPORTS))
    assert of["c1"] != of["w1"]


def test_what_people_judged_different_is_not_joined_by_words():
    judged = [Judgement(f"j{k}", Verdict.DIFFERENT, (c, "c3"), "Ana") for k, c in enumerate(("c1", "c2", "d1"))]
    of = together(link(told(), REPORTS, judged))
    assert of["c3"] != of["c1"] == of["c4"]


@pytest.mark.parametrize(
    "words, one",
    [
        ("The mayor blamed the Shield for the attack", True),
        ("The mayor saw the Shield's hand in the market bombing", True),
        ("The mayor accused the Shield of attacks on farmers", False),
        ("The mayor accused the Shield of planning an attack", False),
        ("The mayor said the Shield often strikes villages", False),
    ],
)
def test_blame_speaks_of_a_happening_where_it_names_one_attack(words, one):
    of = report("r", words + ".")
    seen = sketch(said("c1", "accusation", words, "the mayor", of), of)
    assert seen.about is one
    assert sketch_from_text(sketch_to_text(seen)) == seen


def test_in_a_long_report_words_still_meet_the_happening_beside_them():
    text = " ".join(f"On day {k} shells fell on the mill of Qarun." + " Nothing more was said." * 20 for k in range(40))
    of = report("long", text + " Lowland condemned the attack.")
    incidents = [
        claim(f"c{k:02}", of, None, None, actors=(), words=f"On day {k} shells fell on the mill") for k in range(40)
    ]
    blocks = Blocks()
    blocks.fill([sketch(c, of) for c in (*incidents, said("w", "condemnation", CONDEMNED, "Lowland", of))])
    assert len(incidents) > FULL
    assert {"c39", "c38"} <= blocks.neighbours("w")
