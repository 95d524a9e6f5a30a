"""A dossier fetched page by page is the same as one held in memory, and holds no more than a page."""

import pytest

from reportedly.session import Ledger
from reportedly.session import stream as module
from tests import ledgers


@pytest.fixture
def ledger():
    with Ledger(
        ":memory:", make_reader=lambda: ledgers.TestReader(), link=ledgers.plain_link, clock=ledgers.Clock()
    ) as kept:
        kept.add([ledgers.report(k) for k in range(60)], engine=ledgers.Here())
        yield kept


def test_streamed_and_held_are_the_same(ledger, monkeypatch):
    monkeypatch.setattr(module, "PAGE", 7)
    held, streamed = ledger.dossier(), ledger.stream()
    assert tuple(streamed.events) == held.events and len(streamed.events) == len(held.events) > 10
    assert dict(streamed.claims) == dict(held.claims)
    assert dict(streamed.reports) == dict(held.reports)


def test_claims_and_reports_come_with_their_event(ledger, monkeypatch):
    monkeypatch.setattr(module, "PAGE", 7)
    streamed, asked = ledger.stream(), []
    fetch = ledger.store.claims
    monkeypatch.setattr(ledger.store, "claims", lambda *a: asked.append(a) or fetch(*a))
    for event in streamed.events:
        for name in event.claims:
            assert streamed.reports[streamed.claims[name].report].id == streamed.claims[name].report
    assert len(asked) <= len(streamed.events) // 7 + 1


def test_what_is_not_there_is_missing(ledger):
    streamed = ledger.stream()
    assert "c-none" not in streamed.claims and "r-none" not in streamed.reports
    with pytest.raises(KeyError):
        streamed.claims["c-none"]


def test_filters_and_keep_hold_together(ledger):
    some = ledger.stream(keep=lambda event: event.type == "shelling", country="SY")
    assert {(e.type, e.where.country) for e in some.events} == {("shelling", "SY")} and len(
        ledger.events(country="SY")
    ) > 1
    assert len(some.events) == len(tuple(some.events)) and len(some.reports) == len(dict(some.reports))
