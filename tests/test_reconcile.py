"""Tolls by rule, updates, subsets, disputes; credibility, clarity; time, place, type and parties."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from reportedly.errors import InvalidQuery
from reportedly.events.grade import clarity
from reportedly.events.reconcile import event_id, reconcile
from reportedly.model import (
    ClaimKind,
    Figure,
    Harm,
    Harmed,
    Outcome,
    Party,
    PlacePrecision,
    Span,
    Status,
    When,
    Where,
)
from tests.claims_made import claim, report, with_toll

REPORTS = {
    "a": report("a", "Shells fell on the bakery street before dawn and people ran.", "2024-03-05", "Gazette"),
    "b": report("b", "The old quarter came under fire, doctors counted victims all day.", "2024-03-06", "Herald"),
    "c": report("c", "Funerals were held in the rain while officials argued.", "2024-03-07", "Crier"),
    "d": report("d", "A later look at that morning, with the names put on the mosque door.", "2024-03-09", "Orient"),
}


def told(*figures, party=Harmed.CIVILIAN):
    """One claim a report, each of its own source."""
    return [
        claim(f"c{k}", REPORTS["abcd"[k]], source=f"Source {'ABCD'[k]}", killed=f, party=party)
        for k, f in enumerate(figures)
    ]


def toll(claims, rule="range", ranking=()):
    (found,) = reconcile(claims, REPORTS, rule, ranking).tolls
    return found


def numbers(found):
    return found.low, found.best, found.high


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("range", (10, 12, 15)),
        ("conservative", (10, 10, 10)),
        ("majority", (12, 12, 12)),
        ("latest", (15, 15, 15)),
        ("hierarchy", (10, 10, 10)),
    ],
)
def test_rules_by_name(rule, expected):
    claims = told((12, 12), (10, 10), (12, 12), (15, 15))
    found = toll(claims, rule, ("Source B", "Source D"))
    assert numbers(found) == expected
    assert found.rule == rule
    assert len(found.stands) == 4


def test_unknown_rule_is_refused():
    with pytest.raises(InvalidQuery, match="mean"):
        reconcile(told((1, 1)), REPORTS, "mean")


def test_hierarchy_without_a_ranked_source_falls_back_to_the_range():
    assert numbers(toll(told((3, 3), (9, 9)), "hierarchy", ("Nobody Here",))) == (3, 3, 9)


def test_open_figures_keep_their_open_end():
    assert numbers(toll(told((62, None)))) == (62, 62, 62)
    assert numbers(toll(told((None, 20)))) == (None, 20, 20)
    assert numbers(toll(told((None, None)))) == (None, None, None)


def test_at_least_does_not_contradict_a_higher_figure():
    assert not toll(told((10, None), (14, 14))).disputed
    assert toll(told((20, None), (14, 14))).disputed


def test_later_figure_of_one_origin_replaces_the_earlier():
    first = claim("c0", REPORTS["a"], source="Valley Monitor", killed=(31, 31))
    later = claim("c1", REPORTS["c"], source="Valley Monitor", killed=(53, 53))
    found = toll([first, later])
    assert numbers(found) == (53, 53, 53)
    assert [s.claim for s in found.superseded] == ["c0"]
    assert not found.disputed


def test_rose_to_replaces_inside_one_report():
    text = "The Valley Monitor put the dead at 31. By night the toll rose to 53, the Valley Monitor said."
    of = report("e", text, "2024-03-05")
    one = claim("c0", of, source="Valley Monitor", killed=(31, 31), words="put the dead at 31")
    two = claim("c1", of, source="Valley Monitor", killed=(53, 53), words="the toll rose to 53")
    (found,) = reconcile([one, two], {"e": of}).tolls
    assert numbers(found) == (53, 53, 53)


def _harm(of, low, party, who, part_of=None, outcome=Outcome.KILLED):
    start = of.text.index(who)
    at = Span(start, start + len(who), who)
    return Harm(outcome, Figure(low, low), at, at, party, part_of)


def test_subsets_stay_apart_from_their_total():
    text = "53 people died, 46 civilians with 12 children among them, and seven fighters."
    of = report("e", text)
    harms = (
        _harm(of, 53, Harmed.MIXED, "people"),
        _harm(of, 46, Harmed.CIVILIAN, "civilians", 0),
        _harm(of, 12, Harmed.CIVILIAN, "children", 1),
        _harm(of, 7, Harmed.ARMED_GROUP, "fighters", 0),
    )
    found = reconcile([with_toll(claim("c0", of), *harms)], {"e": of}).tolls
    assert [(t.party, t.best) for t in found] == [
        (Harmed.CIVILIAN, 46),
        (Harmed.ARMED_GROUP, 7),
        (Harmed.MIXED, 53),
    ]


def test_two_bodies_of_one_side_add_up_and_things_are_counted_by_kind():
    of = report("e", "three soldiers and two policemen died, two tanks and five trucks burned")
    harms = (
        _harm(of, 3, Harmed.STATE_FORCE, "soldiers"),
        _harm(of, 2, Harmed.STATE_FORCE, "policemen"),
        _harm(of, 2, Harmed.EQUIPMENT, "tanks", outcome=Outcome.DESTROYED),
        _harm(of, 5, Harmed.EQUIPMENT, "trucks", outcome=Outcome.DESTROYED),
    )
    found = reconcile([with_toll(claim("c0", of), *harms)], {"e": of}).tolls
    assert [(t.party, t.who, t.best) for t in found] == [
        (Harmed.STATE_FORCE, "", 5),
        (Harmed.EQUIPMENT, "tank", 2),
        (Harmed.EQUIPMENT, "truck", 5),
    ]


def test_victims_of_one_nation_are_a_part_and_no_rival():
    of = report("e", "84 people died. Two Chinese tourists died.")
    whole = with_toll(claim("c0", of, source="Source A"), _harm(of, 84, Harmed.CIVILIAN, "people"))
    part = with_toll(claim("c1", of, source="Source B"), _harm(of, 2, Harmed.CIVILIAN, "Chinese tourists"))
    (found,) = reconcile([whole, part], {"e": of}).tolls
    assert numbers(found) == (84, 84, 84)
    assert not found.disputed and len(found.stands) == 2


def test_contradictions_name_both_sides():
    event = reconcile(told((20, None), (8, 8)), REPORTS)
    assert event.notes[0] == "killed, civilian, disputed: Source A: 20 or more; Source B: 8"


def test_credibility_by_corroboration():
    assert reconcile([claim("c0", REPORTS["a"], source="Valley Monitor")], REPORTS).credibility == 3
    assert reconcile(told((5, 5), (5, 5)), REPORTS).credibility == 2
    assert reconcile(told((5, 5), (5, 5), (5, 5)), REPORTS).credibility == 1
    assert reconcile(told((5, 5), (50, 50), (5, 5)), REPORTS).credibility == 3
    denied = replace(claim("c9", REPORTS["d"], source="the army"), status=Status.DENIED)
    assert reconcile([*told((5, 5)), denied], REPORTS).credibility == 4
    assert reconcile([denied], REPORTS).credibility == 5
    planned = replace(claim("c9", REPORTS["d"]), status=Status.PLANNED)
    assert reconcile([planned], REPORTS).credibility == 6


def test_denied_figures_do_not_count():
    denied = replace(claim("c9", REPORTS["d"], source="the army", killed=(900, 900)), status=Status.DENIED)
    assert numbers(toll([*told((5, 5)), denied])) == (5, 5, 5)


def test_most_specific_time_and_place_that_the_claims_support():
    vague = replace(
        claim("c0", REPORTS["a"], source="Source A"),
        when=When(date(2024, 3, 1), date(2024, 3, 31)),
        where=Where("Samra", None, 35.1, 36.3, 60_000, "Samra", None, "SY", PlacePrecision.PROVINCE),
    )
    close = claim("c1", REPORTS["b"], source="Source B")
    event = reconcile([vague, close], REPORTS)
    assert event.where is not None and event.where.name == "Qarun"
    assert event.when is not None and event.when.earliest == event.when.latest == date(2024, 3, 5)


def test_vague_types_and_nameless_parties_give_way():
    loose = replace(
        claim("c0", REPORTS["a"], type="attack", source="Source A"), actors=(Party("gunmen", "unidentified"),)
    )
    event = reconcile([loose, claim("c1", REPORTS["b"], type="bombing", source="Source B")], REPORTS)
    assert event.type == "bombing"
    assert [p.name for p in event.actors] == ["Northern Shield"]
    assert "also told as attack" in event.notes


def test_clarity_needs_one_day_and_one_town():
    day, town = When(date(2024, 3, 5), date(2024, 3, 5)), Where("Qarun", lat=35.0, lon=36.0)
    assert clarity(ClaimKind.INCIDENT, day, town) == 1
    assert clarity(ClaimKind.TALLY, day, town) == 2
    assert clarity(ClaimKind.INCIDENT, None, town) == 2
    assert clarity(ClaimKind.INCIDENT, day, replace(town, precision=PlacePrecision.PROVINCE)) == 2


def test_event_id_is_the_hash_of_the_smallest_claim():
    assert event_id(["c2", "c1"]) == event_id(["c1"]) != event_id(["c2"])


def _event(*parties, side="actors"):
    """An event told by one claim a party, each by an origin of its own."""
    told = []
    for k, party in enumerate(parties):
        one = claim(f"c{k}", report(f"r{k}"), source=f"Monitor {k}", actors=())
        told.append(replace(one, **{side: party if isinstance(party, tuple) else (party,)}))
    return reconcile(told, {f"r{k}": report(f"r{k}") for k in range(len(parties))})


def test_the_forces_of_a_state_are_one_party_and_no_heap():
    event = _event(
        Party("Samran Army", "state force"),
        Party("Samran government", "government"),
        Party("Samran military", "state force"),
        Party("militants", "unidentified"),
        side="targets",
    )
    assert [p.name for p in event.targets] == ["Samran military"]


def test_whoever_stands_on_both_sides_stays_where_more_origins_put_it():
    shield, army = Party("Northern Shield", "rebel group"), Party("Samran Army", "state force")
    told = [
        replace(claim(f"c{k}", report(f"r{k}"), source=f"Monitor {k}"), actors=(shield,), targets=(army,))
        for k in (0, 1)
    ]
    told.append(replace(claim("c2", report("r2"), source="Monitor 2"), actors=(army, shield), targets=()))
    event = reconcile(told, {f"r{k}": report(f"r{k}") for k in range(3)})
    assert [p.name for p in event.actors] == ["Northern Shield"]
    assert [p.name for p in event.targets] == ["Samran Army"]


def _tolls(claims):
    return reconcile(claims, {c.report: report(c.report) for c in claims}).tolls


def test_a_loss_told_with_and_without_its_side_is_one_line():
    army = (Party("Samran Army", "state force"),)
    first, second = report("a", "Rebels killed 18"), report("b", "27 soldiers")
    told = [
        replace(claim("c1", first, source="X", killed=(18, 18), party=Harmed.MIXED), targets=army),
        replace(claim("c2", second, source="Y", killed=(27, 27), party=Harmed.STATE_FORCE), targets=army),
    ]
    (found,) = _tolls(told)
    assert (found.party, found.low, found.high, found.disputed) == (Harmed.STATE_FORCE, 18, 27, True)


def test_people_and_dead_are_one_loss_but_civilians_by_name_are_not_all_the_dead():
    first, second, third = (
        report("a", "killed 20 people"),
        report("b", "there are 189 dead"),
        report("c", "46 villagers"),
    )
    people = claim("c1", first, source="X", killed=(20, 20))
    dead = claim("c2", second, source="Y", killed=(189, 189), party=Harmed.UNKNOWN)
    villagers = claim("c3", third, source="Z", killed=(46, 46))
    (found,) = _tolls([people, dead])
    assert (found.party, found.low, found.high) == (Harmed.UNKNOWN, 20, 189)
    assert {t.party for t in _tolls([villagers, dead])} == {Harmed.CIVILIAN, Harmed.UNKNOWN}


def test_a_late_retelling_of_an_old_figure_does_not_lower_one_that_has_risen():
    old = report("a", "the toll has risen to 27", day="2024-03-07")
    late = report("b", "19 were killed", day="2024-03-09")
    told = [claim("c1", old, source="X", killed=(27, 27)), claim("c2", late, source="X", killed=(19, 19))]
    (found,) = reconcile(told, {"a": old, "b": late}).tolls
    assert (found.low, found.high, found.superseded) == (19, 27, ())


def test_a_lone_voice_does_not_name_what_many_call_an_attack():
    told = [claim(f"c{k}", report(f"r{k}"), source=f"Monitor {k}", type="attack") for k in range(3)]
    told.append(claim("c3", report("r3"), source="Monitor 3", type="shelling"))
    reports = {f"r{k}": report(f"r{k}") for k in range(4)}
    assert reconcile(told, reports).type == "attack"
    assert reconcile(told[2:], reports).type == "shelling"
