"""Linking as properties: order never matters, judgements win, missing fields never raise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.errors import InvalidQuery
from reportedly.events.block import FULL, Blocks
from reportedly.events.compare import NAMES
from reportedly.events.judge import opinion, probability
from reportedly.events.link import Index, link, relink
from reportedly.events.sketch import sketch
from reportedly.model import ClaimKind, Judgement, Verdict, When
from tests.claims_made import TOWNS, claim, report, span

REPORTS = {r.id: r for r in (report(f"r{k}", day="2024-03-06" if k % 2 else None) for k in range(6))}
TYPES = ("shelling", "air strike", "armed clash", "attack", "denial", "condemnation", "no such type")
DAYS = (None, "2024-03-05", "2024-03-06", "2024-03-09", "2024-05-20")


def _claims(draw_from):
    return [
        replace(
            claim(f"c{k:02}", REPORTS[r], town, day, type, kind, source, killed), status=claim("x", REPORTS[r]).status
        )
        for k, (r, town, day, type, kind, source, killed) in enumerate(draw_from)
    ]


claims = st.lists(
    st.tuples(
        st.sampled_from(sorted(REPORTS)),
        st.sampled_from([None, *TOWNS]),
        st.sampled_from(DAYS),
        st.sampled_from(TYPES),
        st.sampled_from(list(ClaimKind)),
        st.sampled_from(["", "Valley Monitor", "the army"]),
        st.sampled_from([None, (3, 3), (10, None), (None, 20), (None, None)]),
    ),
    max_size=12,
).map(_claims)


def judgements_over(n):
    pairs = st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(lambda p: p[0] < p[1])
    verdicts = st.sampled_from([Verdict.SAME, Verdict.DIFFERENT, Verdict.UNSURE])
    made = st.tuples(pairs, verdicts, st.sampled_from(["Ana", "Ben"]))
    return st.lists(made, max_size=6).map(
        lambda rows: [
            Judgement(f"j{k}", verdict, (f"c{a:02}", f"c{b:02}"), who) for k, ((a, b), verdict, who) in enumerate(rows)
        ]
    )


def together(events):
    return {c: e.id for e in events for c in e.claims}


@settings(max_examples=60, deadline=None)
@given(claims, judgements_over(12), st.randoms(use_true_random=False))
def test_order_of_arrival_never_changes_the_result(made, judged, rng):
    whole = link(made, REPORTS, judged)
    mixed = made[:]
    rng.shuffle(mixed)
    rng.shuffle(judged)
    assert link(mixed, dict(reversed(REPORTS.items())), judged) == whole
    index = Index((), REPORTS, judged)
    for one in mixed:
        relink(index, [one], REPORTS)
    assert index.events() == whole


@settings(max_examples=40, deadline=None)
@given(claims, judgements_over(12))
def test_judging_later_or_letting_go_equals_linking_anew(made, judged):
    index = Index(made, REPORTS)
    index.judge(judged)
    assert index.events() == link(made, REPORTS, judged)
    index.remove(c.id for c in made[::2])
    assert index.events() == link(made[1::2], REPORTS, judged)


@settings(max_examples=80, deadline=None)
@given(claims, judgements_over(12))
def test_judgements_always_win(made, judged):
    of = together(link(made, REPORTS, judged))
    said = {}
    for j in judged:
        if j.verdict is not Verdict.UNSURE:
            said.setdefault(j.claims, set()).add(j.verdict)
    for (one, other), verdicts in said.items():
        if one in of and other in of and Verdict.DIFFERENT in verdicts:
            assert of[one] != of[other]
    if not any(Verdict.DIFFERENT in v for v in said.values()):
        for one, other in said:
            if one in of and other in of:
                assert of[one] == of[other]


@settings(max_examples=60, deadline=None)
@given(claims)
def test_every_claim_is_in_one_event_and_tolls_are_in_order(made):
    events = link(made, REPORTS)
    assert sorted(c for e in events for c in e.claims) == sorted(c.id for c in made)
    for event in events:
        assert 1 <= event.credibility <= 6 and event.clarity in (1, 2)
        assert 1 <= event.independent_sources <= len(event.claims)
        for toll in event.tolls:
            told = [x for x in (toll.low, toll.best, toll.high) if x is not None]
            assert told == sorted(told)


@settings(max_examples=60, deadline=None)
@given(claims)
def test_the_model_is_symmetric_and_bounded(made):
    seen = [sketch(c, REPORTS[c.report]) for c in made]
    for one in seen:
        for other in seen:
            said = opinion(one, other)
            assert 0 <= said.probability <= 1
            assert said.probability == pytest.approx(probability(other, one))
            assert [f.name for f in said.features] == list(NAMES)
            assert all(f.reason for f in said.features)
            assert all(f.score is None or 0 <= f.score <= 1 for f in said.features)


def test_one_attack_in_two_reports_is_one_event_with_reasons():
    one, two = report("a", "Mortars hit the market of Qarun on 5 March."), report("b", "Shells fell on Qarun market.")
    (event,) = link(
        [claim("c1", one, source="Valley Monitor"), claim("c2", two, source="the army")], {"a": one, "b": two}
    )
    assert event.claims == ("c1", "c2")
    assert "same time" in event.reasons[0] and "same place" in event.reasons[0]
    assert event.where is not None and event.where.name == "Qarun"
    assert event.independent_sources == 2 and event.credibility == 2 and event.clarity == 1


def test_weak_links_never_chain_two_days_or_two_places():
    """A vague claim (no day, no place) fits both attacks, and still cannot tie them together."""
    reports = {n: report(n) for n in "abc"}
    first, second = claim("c1", reports["a"]), claim("c2", reports["b"], day="2024-03-09")
    vague = replace(claim("c3", reports["c"]), when=When(date(2024, 3, 5), date(2024, 3, 9)))
    of = together(link([first, second, vague], reports))
    assert of["c1"] != of["c2"]
    elsewhere = claim("c4", reports["b"], town="Marda")
    placeless = claim("c5", reports["c"], town=None)
    of = together(link([first, elsewhere, placeless], reports))
    assert of["c1"] != of["c4"]


def test_two_sources_in_one_report_tell_of_one_event_and_its_other_happening_stays_apart():
    text = (
        "Mortars hit Qarun market, killing 12, the Valley Monitor said. The army put the dead at 7. "
        "In Marda a bridge fell."
    )
    of = report("a", text, "2024-03-06")
    told = [
        claim("c1", of, source="Valley Monitor", killed=(12, 12), words=text[:61]),
        claim("c2", of, source="the army", killed=(7, 7), words="The army put the dead at 7"),
        claim("c3", of, town="Marda", type="property destruction", words="In Marda a bridge fell"),
    ]
    events = link(told, {"a": of})
    assert {e.claims for e in events} == {("c1", "c2"), ("c3",)}


def test_human_same_joins_what_the_model_rules_out():
    reports = {n: report(n) for n in "ab"}
    far = [claim("c1", reports["a"]), claim("c2", reports["b"], town="Marda", day="2024-05-20")]
    assert len(link(far, reports)) == 2
    (event,) = link(far, reports, [Judgement("j1", Verdict.SAME, ("c1", "c2"), "Ana")])
    assert event.reasons == ("c1 and c2: judged the same",)


def test_contradictory_judgements_are_reported_not_looped_over():
    reports = {n: report(n) for n in "abc"}
    told = [claim(f"c{k}", reports[n]) for k, n in enumerate("abc")]
    judged = [
        Judgement("j1", Verdict.SAME, ("c0", "c1"), "Ana"),
        Judgement("j2", Verdict.SAME, ("c1", "c2"), "Ben"),
        Judgement("j3", Verdict.DIFFERENT, ("c0", "c2"), "Cem"),
    ]
    events = link(told, reports, judged)
    of = together(events)
    assert of["c0"] != of["c2"]
    notes = [n for e in events for n in e.notes if n.startswith("R401")]
    assert notes and all("c0" in n and "c2" in n for n in notes)


def test_rejected_claims_are_left_out_and_amended_ones_changed():
    reports = {n: report(n) for n in "ab"}
    told = [claim("c1", reports["a"]), claim("c2", reports["b"])]
    (event,) = link(told, reports, [Judgement("j1", Verdict.REJECT, ("c2",), "Ana")])
    assert event.claims == ("c1",)
    amended = Judgement("j2", Verdict.AMEND, ("c1",), "Ana", changes=(("type", "air strike"),))
    (event,) = link(told[:1], reports, [amended])
    assert event.type == "air strike"
    broken = Judgement("j3", Verdict.AMEND, ("c1",), "Ana", changes=(("kind", "no such kind"),))
    (event,) = link(told[:1], reports, [broken])
    assert event.kind is ClaimKind.INCIDENT


def test_event_ids_are_stable_when_a_claim_joins():
    reports = {n: report(n) for n in "ab"}
    (before,) = link([claim("c1", reports["a"])], reports)
    (after,) = link([claim("c1", reports["a"]), claim("c2", reports["b"])], reports)
    assert before.id == after.id


def test_large_blocks_give_the_same_pairs_in_any_order():
    of = report("one")
    seen = [sketch(replace(claim(f"c{k:03}", of), id=f"c{k:03}")) for k in range(FULL + 30)]
    whole, grown = Blocks(), Blocks()
    whole.fill(seen)
    for one in reversed(seen):
        grown.add(one)
    assert all(whole.neighbours(s.id) == grown.neighbours(s.id) for s in seen)
    for one in seen[FULL - 5 :]:
        grown.remove(one.id)
    small = Blocks()
    small.fill(seen[: FULL - 5])
    assert all(small.neighbours(s.id) == grown.neighbours(s.id) for s in seen[: FULL - 5])


def test_a_large_event_is_the_same_however_it_grew():
    reports = {f"r{k}": report(f"r{k}") for k in range(90)}
    told = [claim(f"c{k:03}", reports[f"r{k}"], source=f"Source {k}") for k in range(90)]
    whole = link(told, reports)
    index = Index(told[40:], reports)
    for one in reversed(told[:40]):
        index.add([one], reports)
    assert index.events() == whole
    assert max(len(e.claims) for e in whole) > 40


def test_unknown_rule_is_refused():
    with pytest.raises(InvalidQuery):
        link((), {}, rule="average")


def test_nothing_links_to_nothing():
    assert link((), {}) == ()


def test_what_one_report_tells_of_one_happening_is_held_against_others_as_one_claim():
    """A sentence that names no place and had a wrong one carried over follows the fuller sentence beside it."""
    text = "Gunmen stormed the Northern Shield post at Qarun, killing 12. The shooting went on until dawn."
    of, other = report("a", text, "2024-03-06"), report("b", day="2024-03-06")
    full = replace(claim("c1", of, type="armed clash", killed=(12, 12), words=text[:60]), happening="h-1")
    bare = replace(
        claim("c2", of, town="Marda", type="shooting", words="The shooting went on until dawn"), happening="h-1"
    )
    assert bare.where is not None
    bare = replace(bare, where=replace(bare.where, span=span(of, text[:6])))
    again = claim("c3", other, type="armed clash", killed=(12, 12))
    (event,) = link([full, bare, again], {"a": of, "b": other})
    assert event.claims == ("c1", "c2", "c3")
    assert event.where is not None and event.where.name == "Qarun"
