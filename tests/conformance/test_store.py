"""What every implementation of the `Store` port must do: run over memory, SQLite and a real PostgreSQL."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from datetime import date, timedelta
from itertools import count

import pytest

from reportedly.errors import InvalidQuery, LedgerCorrupt
from reportedly.ledger import log
from reportedly.ledger.fold import fold
from reportedly.ledger.verify import verify
from reportedly.model import EntryKind, Verdict
from reportedly.ports import Filter
from reportedly.stores import query
from reportedly.stores.memory import MemoryStore
from reportedly.stores.sql import SqlStore
from tests import ledgers, postgres

NUMBERS = count()


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def make(request, tmp_path):
    """Opens empty stores of one kind, and closes them at the end."""
    opened = []

    def new():
        if request.param == "memory":
            store = MemoryStore()
        elif request.param == "sqlite":
            store = SqlStore(tmp_path / f"{next(NUMBERS)}.db", patience=0.3)
        else:
            store = SqlStore(postgres.database(request.getfixturevalue("server")), patience=0.3)
        opened.append(store)
        return store

    yield new
    for store in opened:
        store.close()


@pytest.fixture
def store(make):
    return make()


def read(store, *numbers, reader="test-1", clock=None, seed=0):
    """Reports of these numbers received and read; returns all their claims."""
    clock = clock or ledgers.Clock()
    found = []
    for k in numbers:
        report = ledgers.report(k, seed)
        claims = ledgers.claims_of(report, reader)
        store.append(log.read_entries(report, claims, reader, clock(), "tester"))
        found += claims
    return found


def ids(page):
    return [thing.id for thing in page.items]


def test_what_is_appended_is_there_as_it_was(store):
    read(store, 1, 2)
    entries = [entry for _, entry in store.entries()]
    assert [seq for seq, _ in store.entries()] == list(range(1, 7))
    assert [e.kind for e in entries[:3]] == [EntryKind.REPORT, EntryKind.CLAIM, EntryKind.READING]
    assert all(store.get(entry.id) == entry for entry in entries)
    assert [e for _, e in store.entries(after=4)] == entries[4:]
    assert [e for _, e in store.entries(EntryKind.CLAIM)] == [e for e in entries if e.kind is EntryKind.CLAIM]
    assert store.known([entries[0].id, "n-none"]) == {entries[0].id}
    assert store.get("n-none") is None


def test_appending_again_changes_nothing(store):
    report = ledgers.report(1)
    entries = log.read_entries(report, ledgers.claims_of(report), "test-1", ledgers.START, "a")
    again = log.read_entries(report, ledgers.claims_of(report), "test-1", ledgers.START + timedelta(days=1), "b")
    assert store.append(entries) == 3
    before = store.head()
    assert store.append(again) == 0
    assert store.append([*entries, *entries]) == 0
    assert store.append([]) == 0
    assert store.head() == before


def test_an_append_is_whole_or_nothing(store):
    read(store, 1)
    before = store.head()
    good = log.report_entry(ledgers.report(2), ledgers.START)
    broken = replace(log.report_entry(ledgers.report(3), ledgers.START), body={"no": object()})
    with pytest.raises(TypeError):
        store.append([good, broken])
    assert store.head() == before
    assert store.get(good.id) is None
    assert store.append([good]) == 1


def test_an_entry_that_is_not_in_the_form_of_its_kind_is_refused(store):
    read(store, 1)
    before = store.head()
    claim = log.make(EntryKind.CLAIM, {"id": "c-1", "report": "r-0-1"}, ledgers.START)
    report = log.make(EntryKind.REPORT, {"text": "no more than that"}, ledgers.START)
    reading = log.make(EntryKind.READING, {"report": "r-0-1"}, ledgers.START)
    retraction = log.make(EntryKind.RETRACTION, {}, ledgers.START)
    for broken in (claim, report, reading, retraction):
        with pytest.raises(LedgerCorrupt):
            store.append([broken])
    assert store.head() == before
    assert len(store.claims(Filter()).items) == 1


def test_the_journal_verifies_and_the_root_is_free_of_order(make):
    one, other = make(), make()
    read(one, 1, 2, 3)
    other.append([entry for _, entry in reversed(list(one.entries()))])
    assert one.head().root == other.head().root
    assert one.head().chain != other.head().chain
    for store in (one, other):
        assert verify(store.journal(), store.head()).holds
        assert store.check() == ()
    read(other, 4)
    assert one.head().root != other.head().root


def test_union_keeps_every_line_and_dates_back(make):
    one, other = make(), make()
    report = ledgers.report(1)
    early = log.read_entries(report, ledgers.claims_of(report), "test-1", ledgers.START, "a")
    late = log.read_entries(report, ledgers.claims_of(report), "test-1", ledgers.START + timedelta(days=1), "b")
    newer = log.read_entries(report, ledgers.claims_of(report, "test-2"), "test-2", ledgers.START + timedelta(1 / 2))
    one.append(late)
    one.append(newer)
    other.append(early)
    assert one.claims(Filter()).items[0].reader == "test-1"
    assert one.append(early, every_line=True) == 3
    assert one.append(early, every_line=True) == 0
    # The old reading is older still than thought: the newer one stands.
    assert one.claims(Filter()).items[0].reader == "test-2"
    assert verify(one.journal(), one.head()).holds
    assert one.check() == ()
    assert other.append([e for _, e in one.entries()], every_line=True) == 5
    assert other.head().root == one.head().root
    assert other.claims(Filter()) == one.claims(Filter())


def test_a_newer_reader_supersedes(store):
    old = read(store, *range(8))
    clock = ledgers.Clock(ledgers.START + timedelta(days=1))
    new = read(store, *range(4), reader="test-2", clock=clock)
    standing = {c.id for c in store.claims(Filter()).items}
    assert standing == {c.id for c in new} | {c.id for c in old[4:]}
    entries = [e.id for _, e in store.entries(EntryKind.REPORT)]
    assert store.read_by("test-1", entries) == set(entries)
    assert store.read_by("test-2", [*entries, "n-none"]) == set(entries[:4])


def test_a_corrected_report_waits_for_its_own_reading(store):
    read(store, 1)
    changed = replace(ledgers.report(1), text=ledgers.report(1).text + " The toll may rise.")
    store.append([log.report_entry(changed, ledgers.START + timedelta(days=1))])
    assert store.reports(Filter()).items == (changed,)
    assert store.claims(Filter()).items == ()
    claims = ledgers.claims_of(changed)
    store.append(log.read_entries(changed, claims, "test-1", ledgers.START + timedelta(days=2)))
    assert store.claims(Filter()).items == claims


def test_retractions_and_their_retraction(store):
    claims = read(store, 1, 2, 3)
    at = ledgers.START + timedelta(days=1)
    of_claim = log.retraction_entry(claims[0].id, at, "a", "misread")
    of_report = log.retraction_entry("r-0-2", at, "a", "withdrawn by the outlet")
    reading = next(e for _, e in store.entries(EntryKind.READING) if e.body["report"] == "r-0-3")
    of_reading = log.retraction_entry(reading.id, at, "a", "wrong reader")
    store.append([of_claim, of_report, of_reading])
    assert store.claims(Filter()).items == ()
    assert ids(store.reports(Filter(ids=("r-0-1", "r-0-2", "r-0-3")))) == [
        r.id for r in sorted((ledgers.report(k) for k in (1, 3)), key=_published)
    ]
    back = [log.retraction_entry(e.id, at, "a", "was right") for e in (of_claim, of_report, of_reading)]
    store.append(back)
    assert {c.id for c in store.claims(Filter()).items} == {c.id for c in claims}
    store.append([log.retraction_entry(back[0].id, at, "a", "no, was wrong")])
    assert {c.id for c in store.claims(Filter()).items} == {c.id for c in claims[1:]}
    assert store.check() == ()


def _published(report):
    return (report.published.isoformat() if report.published else "~", report.id)


def test_a_retraction_may_come_before_what_it_retracts(store):
    report = ledgers.report(1)
    claims = ledgers.claims_of(report)
    store.append([log.retraction_entry(claims[0].id, ledgers.START, "a", "known to be false")])
    store.append(log.read_entries(report, claims, "test-1", ledgers.START))
    assert store.claims(Filter()).items == ()


@pytest.fixture
def filled(store):
    claims = read(store, *range(40))
    reports = {r.id: r for r in store.reports(Filter()).items}
    store.keep_events("one", ledgers.plain_link(claims, (), reports))
    return store


@pytest.fixture
def oracle():
    memory = MemoryStore()
    claims = read(memory, *range(40))
    memory.keep_events("one", ledgers.plain_link(claims, (), {r.id: r for r in memory.reports(Filter()).items}))
    return memory


FILTERS = [
    Filter(),
    Filter(newest_first=True),
    Filter(since=date(2026, 4, 1), until=date(2026, 6, 30)),
    Filter(until=date(2026, 2, 1)),
    Filter(since=date(2026, 9, 1)),
    Filter(box=(30.0, 30.0, 40.0, 40.0)),
    Filter(box=(-20.0, 170.0, 70.0, -170.0)),
    Filter(box=(-90.0, -180.0, 90.0, 180.0)),
    Filter(box=(-20.0, -180.0, 10.0, 180.0)),
    Filter(box=(0.0, 29.3, 35.0, 29.1)),
    Filter(near=(0.0, 29.0, 30_000.0)),
    Filter(near=(-16.0, 179.9, 60_000.0)),
    Filter(near=(66.0, -179.9, 100_000.0)),
    Filter(country="SY"),
    Filter(country="CD", admin1="nord kivu"),
    Filter(admin1="Homs"),
    Filter(actor="Northern Front"),
    Filter(actor="rio verde"),
    Filter(actor="ac"),
    Filter(actor="North"),
    Filter(type=("shelling", "bombing")),
    Filter(kind=("tally",)),
    Filter(status="denied"),
    Filter(status="asserted", kind=("incident",), text="soldiers"),
    Filter(text="soldiers", actor="gunmen"),
    Filter(text="sold*", source="valley"),
    Filter(outcome="wounded"),
    Filter(at_least=30),
    Filter(outcome="killed", at_least=5, at_most=20),
    Filter(at_most=10),
    Filter(source="valley"),
    Filter(source="evening post"),
    Filter(outlet="Radio"),
    Filter(report="r-0-7"),
    Filter(independent=2),
    Filter(credibility=4),
    Filter(confidence=0.8),
    Filter(text="mill soldiers"),
    Filter(text='"near the mill"'),
    Filter(text="sold* TAL"),
    Filter(text="nowhere"),
    Filter(text="'; DROP TABLE entries; -- killed"),
    Filter(country="SY", actor="gunmen", since=date(2026, 2, 1), confidence=0.1),
    Filter(type=("shelling",), source="residents", newest_first=True),
]


SIZES = {
    "all lead": [1],
    "gathered": [query.LEADS_ROWS + 1],
    "gathered in part": [query.GATHERS_THROUGH + 1],
    "asked": [query.GATHERS + 1],
    "one leads": [query.LEADS, query.GATHERS + 1, query.GATHERS],
    "few lead": [1, query.GATHERS + 1],
}


@pytest.mark.parametrize("what", ["claims", "events", "reports"])
@pytest.mark.parametrize("sizes", SIZES.values(), ids=list(SIZES))
def test_filters_answer_as_in_plain_python(filled, oracle, what, sizes, monkeypatch):
    """The same however large the sets of a filter are, by which it is chosen how they are asked."""
    told = itertools.cycle(sizes)
    monkeypatch.setattr(query, "_size", lambda *_: next(told))
    for wanted in FILTERS:
        got, expected = getattr(filled, what)(wanted), getattr(oracle, what)(wanted)
        assert got == expected, wanted


def test_filters_do_choose(oracle):
    """The questions above are no empty ones: nearly all answer with some, not all, of the claims or events."""
    telling = 0
    for wanted in FILTERS:
        claims, events = oracle.claims(wanted).items, oracle.events(wanted).items
        telling += 0 < len(claims) < 40 or 0 < len(events) < len(oracle.events(Filter()).items)
    assert telling >= len(FILTERS) - 10


@pytest.mark.parametrize("what", ["claims", "events", "reports"])
@pytest.mark.parametrize("newest_first", [False, True])
def test_pages_join_to_the_whole(filled, what, newest_first):
    page_of, wanted = getattr(filled, what), Filter(newest_first=newest_first)
    whole, cursor, joined = page_of(wanted).items, "", []
    for _ in range(50):
        page = page_of(wanted, cursor, 7)
        joined += page.items
        cursor = page.cursor
        if not cursor:
            break
    assert tuple(joined) == whole
    assert len(whole) > 7
    with pytest.raises(InvalidQuery):
        page_of(wanted, "made up", 7)


def test_claims_know_their_event(filled):
    event = filled.events(Filter()).items[0]
    claims = filled.claims(Filter(event=event.id)).items
    assert sorted(c.id for c in claims) == list(event.claims)
    assert {c.event for c in claims} == {event.id}
    assert filled.events(Filter(ids=(event.id,))).items == (event,)


def test_kept_events_are_replaced(filled):
    assert filled.events_key() == "one"
    events = filled.events(Filter()).items
    changed = replace(events[0], type="other", tolls=(), claims=events[0].claims[:1])
    filled.keep_events("two", [changed, *events[2:]])
    assert filled.events_key() == "two"
    kept = filled.events(Filter()).items
    assert {e.id for e in kept} == {e.id for e in events} - {events[1].id}
    assert filled.events(Filter(type=("other",))).items == (changed,)
    assert filled.claims(Filter(event=events[1].id)).items == ()


def test_search_that_means_nothing_is_refused(filled):
    for wanted in (Filter(text="..."), Filter(box=(10, 0, 0, 0)), Filter(near=(95.0, 0.0, 1.0))):
        with pytest.raises(InvalidQuery):
            filled.claims(wanted)


HOSTILE = (
    "a\0b\x01\x1f <script>alert(1)</script>",
    "lone \ud800 surrogate",
    "Ünïcödé كلمة ኣማርኛ 漢字 ½ ﬁ İ",
    "quote ' \" ` $$ %s :name {x} \\ \\u0000",
    "x" * 3000 + " " + " ".join(f"w{k}" for k in range(200_000)),
)


def test_no_text_breaks_the_store(store):
    for k, text in enumerate(HOSTILE):
        report = replace(ledgers.report(k, text=text), title=text[:200], outlet=text[:60], url=text[:40])
        assert store.append([log.report_entry(report, ledgers.START, text[:30])]) == 1
        assert store.reports(Filter(ids=(report.id,))).items == (report,)
    assert verify(store.journal(), store.head()).holds
    assert store.check() == ()
    assert ids(store.reports(Filter(text="unicode 漢字"))) == ["r-0-2"]
    assert ids(store.reports(Filter(text="script"))) == ["r-0-0"]


def test_no_name_is_too_long_for_an_index(store):
    report = replace(ledgers.report(1), id="漢" * log.LONGEST_ID, outlet="ĸ漢字" * 5000)
    (claim,) = ledgers.claims_of(ledgers.report(1))
    party = replace(claim.actors[0], name="漢字 " * 5000)
    where = claim.where and replace(claim.where, admin1="ö漢" * 9000, name="x" * 9000)
    claim = replace(claim, report=report.id, actors=(party,), where=where)
    store.append(log.read_entries(report, [claim], "test-1", ledgers.START))
    assert store.claims(Filter(actor=party.name)).items == (claim,)
    assert store.claims(Filter(outlet=report.outlet, report=report.id)).items == (claim,)
    assert store.check() == ()


def test_projection_equals_the_fold_of_any_history(make):
    """Random histories: what the store says stands is what `fold` says, whatever the order of arrival."""
    for seed in range(6):
        dice = random.Random(seed)
        entries = _history(dice)
        store = make()
        dice.shuffle(entries)
        for k in range(0, len(entries), 5):
            store.append(entries[k : k + 5], every_line=True)
        state = fold(entries)
        assert {r.id: r for r in store.reports(Filter()).items} == state.reports
        assert {c.id: c for c in store.claims(Filter()).items} == state.claims
        assert store.check() == ()


def _history(dice):
    clock, entries = ledgers.Clock(), []
    for k in range(8):
        for version in range(dice.randint(1, 2)):
            report = replace(ledgers.report(k), title=f"version {version}")
            for reader in dice.sample(("test-1", "test-2", "test-3"), dice.randint(0, 2)):
                entries += log.read_entries(report, ledgers.claims_of(report, reader), reader, clock(), "a")
            entries.append(log.report_entry(report, clock(), "b"))
    targets = [e.id for e in entries] + [e.body["id"] for e in entries if "id" in e.body]
    for _ in range(10):
        entry = log.retraction_entry(dice.choice(targets), clock(), "a", "because")
        entries.append(entry)
        targets.append(entry.id)
    return entries


def test_judgements_are_kept(store):
    claims = read(store, 1, 2)
    decided = log.judgement(Verdict.DIFFERENT, [c.id for c in claims], "a", "two villages", None)
    store.append([log.judgement_entry(decided, ledgers.START)])
    kept = [log.judgement_from(e) for _, e in store.entries(EntryKind.JUDGEMENT)]
    assert kept == [decided]
