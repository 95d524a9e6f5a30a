"""`why` and `fold` on small histories written by hand; sentences around quotes on any text."""

from __future__ import annotations

import dataclasses
import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.ledger import explain, log
from reportedly.ledger.fold import amend, fold, standing_judgements
from reportedly.ledger.tell import lines
from reportedly.model import (
    Attribution,
    ClaimKind,
    Event,
    Harmed,
    Link,
    OffsetMap,
    Outcome,
    Report,
    SourceRole,
    Stand,
    Toll,
    Verdict,
)
from reportedly.model.wire_event import event_from_wire, event_to_wire
from tests import ledgers


def sentence(text, words):
    start = text.index(words)
    a, b = explain.sentence_around(text, start, start + len(words))
    return text[a:b]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("One fell. Nine soldiers died near the mill. More later.", "Nine", "Nine soldiers died near the mill."),
        ("One fell. Nine soldiers died", "Nine", "Nine soldiers died"),
        ('He said: "They fled." Nine died.\nNext', "Nine", "Nine died."),
        ("According to J. Smith, nine died. Then", "nine", "According to J. Smith, nine died."),
        ("Some 3.5 km away, nine died. Then", "nine", "Some 3.5 km away, nine died."),
        ("Headline without a stop\nNine died. Then", "Nine", "Nine died."),
        ("First line\nNine died\nThird", "Nine", "Nine died"),
        ("It fell. Nine died. Ten fled. End.", "Nine died. Ten", "Nine died. Ten fled."),
    ],
)
def test_the_sentence_around_a_quote(text, words, expected):
    assert sentence(text, words) == expected


@given(st.text(max_size=80), st.integers(0, 79), st.integers(1, 80))
def test_any_quote_lies_in_its_sentence(text, start, length):
    end = min(len(text), start + length)
    if start < end:
        a, b = explain.sentence_around(text, start, end)
        assert 0 <= a <= start < end <= b <= len(text)


def test_context_has_an_end_where_sentences_have_none():
    text = "word " * 100_000
    a, b = explain.sentence_around(text, 250_000, 250_004)
    assert b - a <= 2 * explain.REACH + 4


def told(report):
    (claim,) = ledgers.claims_of(report)
    return claim


def test_an_account_holds_words_chain_address_and_bytes():
    report = ledgers.report(3)
    report = Report(**{**fields(report), "offsets": OffsetMap(((0, 100, len(report.text), 1),))})
    claim = told(report)
    account = explain.why_claim(claim, report).accounts[0]
    assert (account.outlet, account.url) == (report.outlet, report.url)
    assert [link.name for link in account.chain] == [claim.attribution.links[0].name]
    toll = next(q for q in account.quotes if q.field == "toll")
    assert toll.bytes == (100 + toll.span.start, 100 + toll.span.end)
    assert toll.sentence.startswith("According to")
    assert [q.span.start for q in account.quotes] == sorted(q.span.start for q in account.quotes)


def fields(thing):
    return {name: getattr(thing, name) for name in thing.__slots__}


def test_the_telling_underlines_the_words():
    report = ledgers.report(3)
    claim = told(report)
    text = lines(explain.why_claim(claim, report))
    for k, line in enumerate(text):
        if line.startswith("    | ") and "^" in line:
            words = "".join(c for c, mark in zip(text[k - 1], line) if mark == "^")
            assert any(harm.span.text in words for harm in claim.toll) or claim.actors[0].name in words
    assert any(line.strip().startswith("toll:") for line in text)
    assert any("who says so" in line and claim.attribution.links[0].name in line for line in text)


def test_a_chain_is_told_from_the_outlet_to_the_origin():
    report = ledgers.report(3)
    links = (Link("Agency", SourceRole.AGENCY), Link("Monitor", SourceRole.MONITOR))
    claim = told(report)
    claim = type(claim)(**{**fields(claim), "attribution": Attribution(links)})
    assert f"{report.outlet} <- Agency <- Monitor" in "\n".join(lines(explain.why_claim(claim, report)))


def test_fold_stops_at_a_time():
    clock = ledgers.Clock()
    entries = []
    for k in range(4):
        report = ledgers.report(k)
        entries += log.read_entries(report, ledgers.claims_of(report), "test-1", clock(), "a")
    half = ledgers.START + timedelta(seconds=2)
    state = fold(entries, until=half)
    assert sorted(state.reports) == ["r-0-0", "r-0-1"]
    assert {c.report for c in state.claims.values()} == {"r-0-0", "r-0-1"}
    assert state.readings["r-0-1"].claims == tuple(c.id for c in ledgers.claims_of(ledgers.report(1)))
    assert fold([]).reports == {}


def test_fold_amends_and_keeps_failures_until_they_are_made_good():
    from reportedly.errors import ReportedlyError

    clock, report = ledgers.Clock(), ledgers.report(1)
    failed = log.failure_entry(ReportedlyError("broke"), report.id, clock(), "a", report.id, "test-0")
    state = fold([log.report_entry(report, clock(), "a"), failed])
    assert state.failures == (failed,)
    read = log.read_entries(report, ledgers.claims_of(report), "test-1", clock(), "a")
    claim = told(report)
    change = log.judgement(Verdict.AMEND, [claim.id], "a", "misread", {"type": "air strike"})
    state = fold([failed, *read, log.judgement_entry(change, clock())])
    assert state.failures == ()
    assert state.claims[claim.id] == amend(claim, {"type": "air strike", "id": "c-other"})
    assert state.claims[claim.id].id == claim.id


def test_the_newest_judgement_of_each_author_stands():
    clock = ledgers.Clock()
    decided = [
        log.judgement(Verdict.SAME, ["c-1", "c-2"], "a"),
        log.judgement(Verdict.DIFFERENT, ["c-2", "c-1"], "b"),
        log.judgement(Verdict.UNSURE, ["c-2", "c-1"], "a"),
        log.judgement(Verdict.ACCEPT, ["c-1"], "a"),
        log.judgement(Verdict.AMEND, ["c-1"], "a", changes={"type": "attack"}),
        log.judgement(Verdict.REJECT, ["c-1"], "a"),
    ]
    entries = [log.judgement_entry(j, clock()) for j in decided]
    stands = standing_judgements(reversed(entries))
    assert [j.verdict for j in stands] == ["different", "unsure", "amend", "reject"]
    void = frozenset({decided[2].id})
    assert [j.verdict for j in standing_judgements(entries, void)][:2] == ["same", "different"]


def test_a_judgement_needs_as_many_claims_as_it_judges():
    for verdict, claims in ((Verdict.SAME, ["c-1"]), (Verdict.ACCEPT, ["c-1", "c-2"]), (Verdict.SAME, ["c-1", "c-1"])):
        with pytest.raises(ValueError, match="judges"):
            log.judgement(verdict, claims, "a")


def test_ids_tell_content_apart_and_nothing_else():
    report = ledgers.report(1)
    one = log.report_entry(report, ledgers.START, "a")
    assert one.id == log.report_entry(report, ledgers.START + timedelta(days=1), "b").id
    assert one.id != log.report_entry(ledgers.report(2), ledgers.START, "a").id
    claim = told(report)
    linked = type(claim)(**{**fields(claim), "event": "e-1"})
    assert log.claim_entry(claim, ledgers.START) == log.claim_entry(linked, ledgers.START)


def filled(made_of, **more):
    """A value of this dataclass with something that is not the default in every plain field."""
    made = {}
    for k, field in enumerate(dataclasses.fields(made_of)):
        if field.name in more:
            made[field.name] = more[field.name]
        elif field.type.startswith("tuple[str"):
            made[field.name] = ("x", field.name)
        else:
            made[field.name] = {"bool": True, "str": f"{field.name}-1"}.get(field.type, k)
    return made_of(**made)


def test_the_wire_form_of_events_loses_no_field():
    claim = told(ledgers.report(3))
    stand = filled(Stand)
    toll = filled(Toll, outcome=Outcome.KILLED, party=Harmed.CIVILIAN, stands=(stand,), superseded=(stand, stand))
    event = filled(
        Event,
        kind=ClaimKind.TALLY,
        actors=claim.actors,
        targets=claim.actors,
        when=claim.when,
        where=claim.where,
        tolls=(toll,),
    )
    assert event_from_wire(json.loads(json.dumps(event_to_wire(event)))) == event
