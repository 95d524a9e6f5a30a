"""The conventions that `model` states, held as properties."""

import pickle
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.errors import ReportedlyError, UnreadableInput
from reportedly.model import (
    Attribution,
    Claim,
    ClaimKind,
    Figure,
    Harm,
    Harmed,
    Link,
    OffsetMap,
    Outcome,
    Party,
    SourceRole,
    Span,
    Status,
    When,
    Where,
)
from reportedly.model.wire import claim_from_wire, claim_id, claim_to_wire

TEXT = "Nineteen soldiers died near Palmyra on Thursday, a monitor said."


def span_strategy(text=TEXT):
    pairs = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text)))
    return pairs.filter(lambda p: p[0] < p[1]).map(lambda p: Span.of(text, *p))


spans = span_strategy()
maybe_span = st.none() | spans
figures = st.tuples(st.none() | st.integers(0, 999), st.none() | st.integers(0, 999)).map(
    lambda p: Figure(*sorted(p)) if None not in p else Figure(*p)
)
parties = st.builds(Party, st.text(max_size=9), st.sampled_from(["state force", "civilians"]), maybe_span)
harms = st.builds(Harm, st.sampled_from(Outcome), figures, spans, spans, st.sampled_from(Harmed), st.none())
links = st.builds(Link, st.text(min_size=1, max_size=9), st.sampled_from(SourceRole), maybe_span)
days = st.dates(date(1990, 1, 1), date(2030, 1, 1))
whens = st.tuples(days, days, maybe_span).map(lambda p: When(min(p[:2]), max(p[:2]), p[2]))
wheres = st.builds(Where, st.text(max_size=9), maybe_span, st.floats(-90, 90), st.floats(-180, 180))


def tuples(of):
    return st.lists(of, max_size=3).map(tuple)


claims = st.builds(
    Claim,
    id=st.just("c-1"),
    report=st.just("r-1"),
    kind=st.sampled_from(ClaimKind),
    type=st.just("air strike"),
    status=st.sampled_from(Status),
    evidence=st.lists(spans, min_size=1, max_size=2).map(tuple),
    actors=tuples(parties),
    targets=tuples(parties),
    when=st.none() | whens,
    where=st.none() | wheres,
    weapons=tuples(spans),
    toll=tuples(harms),
    attribution=st.builds(Attribution, tuples(links), maybe_span),
)


@given(claims)
def test_wire_form_loses_nothing(claim):
    assert claim_from_wire(claim_to_wire(claim)) == claim


@given(claims)
def test_claim_id_ignores_who_read_it(claim):
    from dataclasses import replace

    assert claim_id(claim) == claim_id(replace(claim, reader="other-2", event="e-9", score=0.5))


def test_span_must_fit_its_text():
    with pytest.raises(ValueError, match="does not fit"):
        Span(0, 3, "abcd")


def test_figure_must_stand_upright():
    with pytest.raises(ValueError, match="upside down"):
        Figure(5, 4)


@pytest.mark.parametrize(
    ("days", "ucdp", "acled"), [(1, 1, 1), (2, 2, 2), (6, 2, 2), (7, 3, 2), (31, 4, 3), (90, 5, 3)]
)
def test_time_precision_follows_the_range(days, ucdp, acled):
    when = When(date(2020, 1, 1), date.fromordinal(date(2020, 1, 1).toordinal() + days - 1))
    assert (when.precision, when.acled_precision) == (ucdp, acled)


def test_offsets_lead_back_to_the_bytes():
    received = "<p>Café blast</p>".encode()
    text = "Café blast"
    runs = OffsetMap(((0, 3, 3, 1), (3, 6, 1, 2), (4, 8, 6, 1)))
    start, end = runs.to_bytes(0, len(text))
    assert received[start:end].decode() == text
    assert runs.to_bytes(20, 21) is None


def test_errors_survive_the_way_between_processes():
    error = pickle.loads(pickle.dumps(UnreadableInput("cannot open", subject="a.txt")))
    assert isinstance(error, ReportedlyError)
    assert str(error).startswith("R101: cannot open [a.txt]. ")
