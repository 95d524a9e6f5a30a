"""`Ledger`: adding, asking, deciding, proving, merging, going back in time."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportedly.errors import (
    EmptyReport,
    InvalidDate,
    InvalidQuery,
    LedgerCorrupt,
    LedgerError,
    LedgerTooNew,
    MissingModel,
    NotFound,
    UnreadableInput,
)
from reportedly.ledger import log
from reportedly.ledger.diff import compare
from reportedly.model import EntryKind, Verdict
from reportedly.ports import Filter
from reportedly.session import Added, Ledger
from reportedly.session import past as past_module
from reportedly.session.questions import question
from reportedly.stores.memory import MemoryStore
from tests import ledgers


def open_ledger(where=":memory:", reader=None, **more):
    reader = reader or ledgers.TestReader()
    more = {"author": "tester", "link": ledgers.plain_link, "clock": ledgers.Clock(), **more}
    return Ledger(where, make_reader=lambda: reader, **more)


def add(ledger, *numbers, seed=0, **more):
    return ledger.add([ledgers.report(k, seed) for k in numbers], engine=ledgers.Here(), **more)


@pytest.fixture
def ledger(tmp_path):
    with open_ledger(tmp_path / "a.db") as opened:
        yield opened


def test_adding_reads_and_keeps(ledger):
    added = add(ledger, *range(10))
    assert (added.reports, added.claims, added.known, added.failed) == (10, 10, 0, 0)
    assert len(ledger.reports()) == len(ledger.claims()) == 10
    events = ledger.events()
    assert sorted(c for e in events for c in e.claims) == sorted(c.id for c in ledger.claims())
    assert [ledger.event(e.id) for e in events] == list(events)
    assert ledger.verify().holds


def test_adding_again_reads_nothing(tmp_path):
    reader = ledgers.TestReader()
    with open_ledger(tmp_path / "a.db", reader) as ledger:
        add(ledger, *range(5))
        root = ledger.root
        again = add(ledger, *range(5), 2)
        assert (again.reports, again.known) == (0, 6)
        assert len(reader.read_reports) == 5
        assert ledger.root == root


def test_the_same_report_twice_in_one_run_is_read_once(ledger):
    assert add(ledger, 1, 1, 2, 1) == Added(2, 2, 2, 0)


def test_a_newer_reader_reads_again(tmp_path):
    with open_ledger(tmp_path / "a.db") as ledger:
        add(ledger, *range(3))
    with open_ledger(tmp_path / "a.db", ledgers.TestReader("test-2"), clock=ledgers.Clock(at(1))) as ledger:
        assert add(ledger, *range(3)).reports == 3
        assert {c.reader for c in ledger.claims()} == {"test-2"}


def test_a_failing_report_is_an_entry_and_the_run_goes_on(ledger):
    bad = replace(ledgers.report(1), text="This is unreadable.")
    items = [ledgers.report(0), bad, EmptyReport("no text is left", subject="b.txt"), 42, ledgers.report(2)]
    added = ledger.add(items, engine=ledgers.Here())
    assert (added.reports, added.failed) == (2, 3)
    assert [e.body["code"] for e in added.failures] == ["R102", "R103", "R200"]
    assert [e.id for e in ledger.failures()] == [e.id for e in sorted(added.failures, key=lambda e: (e.at, e.id))]
    assert ledger.failures()[-1].body["report"] == "r-0-1"
    with open_ledger(ledger.store, ledgers.TestReader("test-2"), clock=ledgers.Clock(at(1))) as later:
        later.add([replace(bad, text=ledgers.report(1).text)], engine=ledgers.Here())
        assert "r-0-1" not in {e.body["report"] for e in later.failures()}


def test_a_missing_model_ends_the_run_and_is_no_fault_of_the_reports(ledger):
    class Missing:
        def map(self, work, items, batch=16):
            for _ in items:
                yield MissingModel("the parser is not installed")

    with pytest.raises(MissingModel):
        ledger.add([ledgers.report(1)], engine=Missing())
    assert ledger.store.head().count == 0


def test_an_interrupt_keeps_what_is_read(ledger):
    class Interrupted:
        def map(self, work, items, batch=16):
            for k, item in enumerate(items):
                if k == 10:
                    raise KeyboardInterrupt
                yield from work([item])

    with pytest.raises(KeyboardInterrupt):
        ledger.add([ledgers.report(k) for k in range(20)], engine=Interrupted())
    assert [r.id for r in sorted(ledger.reports(), key=lambda r: int(r.id[4:]))] == [f"r-0-{k}" for k in range(10)]
    assert ledger.verify().holds


def at(days):
    return ledgers.START + timedelta(days=days)


def test_progress_tells_only_what_is_kept(tmp_path):
    told = []
    with open_ledger(tmp_path / "a.db") as ledger:
        head = ledger.store.head

        def progress(added):
            told.append(added)
            assert head().count == 3 * added.reports

        add(ledger, *range(150), progress=progress)
    assert [t.reports for t in told] == sorted({t.reports for t in told})
    assert told[-1].reports == 150
    assert len(told) >= 2


def test_adding_streams(tmp_path):
    """Of a thousand reports no more than a few batches are ever taken from the source ahead of the commits."""
    taken = 0
    ahead = []

    def source():
        nonlocal taken
        for k in range(1000):
            taken += 1
            yield ledgers.report(k)

    with open_ledger(tmp_path / "a.db") as ledger:
        ledger.add(source(), engine=ledgers.Here(), progress=lambda added: ahead.append(taken - added.seen))
    assert max(ahead) <= 128


def test_lone_surrogates_become_replacement_characters(ledger):
    report = replace(ledgers.report(1), title="a \ud83d\ude00 b")
    ledger.add(report, engine=ledgers.Here())
    assert ledger.report(report.id).title == "a \ufffd\ufffd b"


def test_why_leads_back_to_the_words(ledger):
    add(ledger, *range(20))
    event = next(e for e in ledger.events() if e.tolls)
    why = ledger.why(event.id)
    assert why.id == event.id
    assert {a.claim for a in why.accounts} == set(event.claims)
    for account in why.accounts:
        report, claim = ledger.report(account.report), ledger.claim(account.claim)
        assert (account.outlet, account.url, account.chain) == (report.outlet, report.url, claim.attribution.links)
        for quote in account.quotes:
            assert report.text[quote.span.start : quote.span.end] == quote.span.text
            assert report.text[quote.start :].startswith(quote.sentence)
            assert quote.sentence[slice(*quote.underline)] == quote.span.text


def test_why_of_one_figure(ledger):
    add(ledger, *range(20))
    event = next(e for e in ledger.events() if e.tolls)
    why = ledger.why(f"{event.id}:killed:state force")
    assert [f.label for f in why.figures] == ["killed (state force)"]
    assert [s.claim for s in why.figures[0].stands] == [s.claim for s in event.tolls[0].stands]
    assert {q.field for a in why.accounts for q in a.quotes} == {"toll", "source"}
    with pytest.raises(NotFound):
        ledger.why(f"{event.id}:displaced")
    with pytest.raises(NotFound, match="no event or claim"):
        ledger.why("e-none")


def test_judgements_survive_and_can_be_taken_back(ledger):
    add(ledger, *range(6))
    claim = ledger.claims()[0]
    decided = ledger.judge("reject", claim.id, reason="an exercise, not an attack")
    assert ledger.judge("reject", claim.id, reason="an exercise, not an attack") == decided
    assert len(list(ledger.store.entries(EntryKind.JUDGEMENT))) == 1
    assert claim.id not in {c for e in ledger.events() for c in e.claims}
    ledger.retract(decided.id, "it was one after all")
    assert ledger.judgements() == ()
    assert claim.id in {c for e in ledger.events() for c in e.claims}
    once_more = ledger.judge("reject", claim.id, reason="an exercise, not an attack")
    assert ledger.judgements() == (once_more,)


def test_one_may_change_ones_mind_and_back(ledger):
    add(ledger, 1, 2)
    one, other = (c.id for c in ledger.claims())
    for verdict in ("same", "different", "same"):
        ledger.judge(verdict, other, one)
        assert [j.verdict for j in ledger.judgements()] == [Verdict(verdict)]
    assert len(list(ledger.store.entries(EntryKind.JUDGEMENT))) == 3
    ledger.judge("unsure", one, other, author="somebody else")
    assert len(ledger.judgements()) == 2


def test_amendments_show_in_claims(ledger):
    add(ledger, 1)
    claim = ledger.claims()[0]
    ledger.judge("amend", claim.id, changes={"type": "air strike"}, reason="the photo shows a crater")
    assert ledger.claim(claim.id) == replace(claim, type="air strike")
    assert "air strike" in str(ledger.why(claim.id).judgements)
    for changes in ({}, {"type": None, "when": "Monday"}, {"toll": [{"low": -1}]}):
        with pytest.raises(InvalidQuery):
            ledger.judge("amend", claim.id, changes=changes)


def test_what_others_decide_meanwhile_is_seen(tmp_path):
    """Judgements are kept between two questions; a ledger that is open elsewhere decides and takes back."""
    with open_ledger(tmp_path / "a.db") as one, open_ledger(tmp_path / "a.db", author="other") as other:
        add(one, 1, 2, 3)
        a, b, c = sorted(claim.id for claim in one.claims())
        assert one.judgements() == ()
        first = other.judge("same", a, b, reason="one village")
        assert one.judgements() == other.judgements() == (first,)
        one.judge("different", b, c, reason="two villages")
        taken = other.judge("reject", a, reason="satire")
        assert {j.verdict for j in one.judgements()} == {"same", "different", "reject"}
        reads = []
        walk = one.store.entries
        one.store.entries = lambda kind=None, after=0: (reads.append((kind, after)), walk(kind, after))[1]
        one.judgements()
        assert reads == []  # nothing was written, nothing is read
        other.retract(taken.id, reason="was none")
        assert {j.verdict for j in one.judgements()} == {"same", "different"} == {j.verdict for j in other.judgements()}
        assert {after for _, after in reads} == {one.store.head().count - 1}


def test_what_cannot_be_judged_or_retracted_is_refused(ledger):
    add(ledger, 1)
    claim = ledger.claims()[0].id
    for wrong in (("same", claim), ("same", claim, claim), ("perhaps", claim), ("accept", claim, claim, claim)):
        with pytest.raises((InvalidQuery, NotFound)):
            if len(set(wrong[1:])) == 1 and wrong[0] == "accept":
                raise InvalidQuery("one claim named three times is one")
            ledger.judge(*wrong)
    with pytest.raises(NotFound):
        ledger.judge("accept", "c-none")
    with pytest.raises(NotFound):
        ledger.retract("c-none", "because")
    with pytest.raises(InvalidQuery):
        ledger.retract(claim, " ")


def test_a_retracted_report_takes_its_claims_with_it_and_can_be_put_back(ledger):
    add(ledger, 1, 2)
    entry = ledger.retract("r-0-1", "withdrawn by the outlet")
    assert ledger.retract("r-0-1", "again") == entry
    assert [r.id for r in ledger.reports()] == ["r-0-2"]
    assert {c.report for c in ledger.claims()} == {"r-0-2"}
    ledger.retract(entry.id, "the outlet stands by it")
    assert len(ledger.reports()) == 2
    assert ledger.retract("r-0-1", "withdrawn by the outlet").id != entry.id
    assert len(ledger.reports()) == 1


def test_the_past_can_be_asked_and_not_changed(ledger):
    add(ledger, *range(5))
    then, before = ledger._clock.time, ledger.events()
    add(ledger, *range(5, 12))
    ledger.retract("r-0-1", "withdrawn")
    past = ledger.as_of(then)
    assert past.events() == before
    assert len(past.reports()) == 5
    assert len(ledger.reports()) == 11
    assert not hasattr(past, "add")
    assert ledger.as_of(datetime(2000, 1, 1, tzinfo=UTC)).events() == ()


def test_differences_between_two_times_are_named(ledger):
    add(ledger, *range(8))
    then = ledger._clock.time
    assert ledger.diff(then) == ()
    add(ledger, *range(8, 14))
    changes = ledger.diff(then)
    assert {c.kind for c in changes} <= {"new", "changed"}
    added = {c for change in changes for c in change.claims_added}
    assert added == {c.id for k in range(8, 14) for c in ledgers.claims_of(ledgers.report(k))}
    back = ledger.diff(ledger._clock.time, then)
    assert {c for change in back for c in change.claims_removed} == added


def test_the_past_of_a_large_ledger_lies_in_a_file_that_goes_away(ledger, monkeypatch):
    add(ledger, *range(5))
    then = ledger._clock.time
    add(ledger, *range(5, 12))
    ledger.retract("r-0-1", "withdrawn")
    ledger.judge("reject", ledger.claims()[0].id)
    small, told = ledger.as_of(then).events(), ledger.diff(then)
    monkeypatch.setattr(past_module, "SMALL", 0)
    with ledger.as_of(then) as past:
        assert (past.events(), past.reports()) == (small, ledger.as_of(then).reports())
        folder = Path(past.store.where).parent
        assert folder.exists()
    assert not folder.exists()
    assert ledger.diff(then) == told


@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from(["add", "reject", "retract"])), max_size=10))
@settings(max_examples=25, deadline=None)
def test_differences_are_those_of_all_events_compared(steps):
    with open_ledger() as ledger:
        add(ledger, *range(6))
        then, before = ledger._clock.time, ledger.events()
        for number, what in steps:
            _take([ledger], ("add", 0, number, "test-2") if what == "add" else (what, 0, number, ""))
        assert ledger.diff(then) == compare(before, ledger.events())


def test_events_are_made_once_for_each_state(tmp_path):
    calls = []

    def link(*given):
        calls.append(1)
        return ledgers.plain_link(*given)

    with open_ledger(tmp_path / "a.db", link=link) as ledger:
        add(ledger, *range(5))
        for _ in range(3):
            ledger.events(country="SY")
            ledger.claims()
    with open_ledger(tmp_path / "a.db", link=link) as ledger:
        ledger.events()
    assert len(calls) == 1
    with open_ledger(tmp_path / "a.db", link=link, linker="2") as ledger:
        ledger.events()
    assert len(calls) == 2


def test_a_dossier_holds_all_that_its_events_stand_on(ledger):
    add(ledger, *range(15))
    dossier = ledger.dossier(country="SY")
    assert dossier.events == ledger.events(country="SY")
    assert set(dossier.claims) == {c for e in dossier.events for c in e.claims}
    assert set(dossier.reports) == {c.report for c in dossier.claims.values()}
    assert all(c.event for c in dossier.claims.values())


def test_backup_and_restore_give_the_same_ledger(ledger, tmp_path):
    add(ledger, *range(10))
    ledger.judge("reject", ledger.claims()[0].id, reason="no")
    assert ledger.backup(tmp_path / "b.gz") == ledger.root
    ledger.backup(tmp_path / "again.gz")
    assert (tmp_path / "b.gz").read_bytes() == (tmp_path / "again.gz").read_bytes()
    with open_ledger(tmp_path / "c.db") as copy:
        assert copy.restore(tmp_path / "b.gz") == ledger.root
        assert copy.store.head() == ledger.store.head()
        assert list(copy.store.journal()) == list(ledger.store.journal())
        assert copy.events() == ledger.events()
        assert copy.verify().holds
        with pytest.raises(LedgerError, match="not empty"):
            copy.restore(tmp_path / "b.gz")
    with open_ledger() as copy:
        copy.restore(tmp_path / "b.gz")
        assert copy.events() == ledger.events()


def test_a_damaged_backup_is_refused(ledger, tmp_path):
    add(ledger, *range(4))
    whole = tmp_path / "b.gz"
    ledger.backup(whole)
    data = whole.read_bytes()
    lines = gzip.decompress(data).splitlines(keepends=True)
    newer = json.dumps({"format": "reportedly-backup", "version": 99}).encode()
    wrong = {
        "cut": data[: len(data) // 2],
        "none": b"not a backup",
        "short": gzip.compress(b"".join(lines[:-1])),
        "changed": gzip.compress(b"".join(lines).replace(b"soldiers", b"settlers")),
        "broken": gzip.compress(b"".join(lines) + b"{}\n"),
        "empty": gzip.compress(b""),
    }
    for name, content in wrong.items():
        (tmp_path / name).write_bytes(content)
        with open_ledger() as copy, pytest.raises(LedgerCorrupt):
            copy.restore(tmp_path / name)
    (tmp_path / "newer").write_bytes(gzip.compress(newer))
    with open_ledger() as copy, pytest.raises(LedgerTooNew):
        copy.restore(tmp_path / "newer")
    with open_ledger() as copy, pytest.raises(UnreadableInput):
        copy.restore(tmp_path / "not there")
    with pytest.raises(UnreadableInput):
        ledger.backup(tmp_path / "no such folder" / "b.gz")


# One step of work on one of three ledgers, or the union of one into another.
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(0, 2), st.integers(0, 5), st.sampled_from(["test-1", "test-2"])),
        st.tuples(st.just("reject"), st.integers(0, 2), st.integers(0, 5), st.just("")),
        st.tuples(st.just("retract"), st.integers(0, 2), st.integers(0, 5), st.just("")),
        st.tuples(st.just("merge"), st.integers(0, 2), st.integers(0, 2), st.just("")),
    ),
    max_size=14,
)


@given(STEPS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_union_is_free_of_order_and_of_repetition(steps):
    clock = ledgers.Clock()
    three = [open_ledger(clock=clock) for _ in range(3)]
    for step in steps:
        _take(three, step)
    one, other, third = three
    left, right = joined(one, other), joined(other, one)
    assert left.root == right.root
    assert left.events() == right.events()
    assert left.claims() == right.claims()
    assert left.reports() == right.reports()
    assert left.judgements() == right.judgements()
    assert left.failures() == right.failures()
    assert left.merge(other) == 0
    assert joined(left, third).root == joined(one, joined(other, third)).root
    assert left.verify().holds
    assert right.verify().holds


def _take(three, step):
    what, k, number, reader = step
    ledger = three[k]
    if what == "merge":
        ledger.merge(three[number])
    elif what == "add":
        ledger._make_reader = lambda: ledgers.TestReader(reader)
        add(ledger, number)
    elif what == "reject" and ledger.store.claims(Filter()).items:
        held = ledger.store.claims(Filter()).items
        ledger.judge("reject", held[number % len(held)].id)
    elif what == "retract":
        targets = [e.id for _, e in ledger.store.entries()]
        if targets:
            ledger.retract(targets[number % len(targets)], "because")


def joined(one, other):
    both = open_ledger(MemoryStore())
    both.merge(one)
    both.merge(other)
    return both


def test_merging_files_in_either_order_gives_the_same_ledger(tmp_path):
    paths = [tmp_path / name for name in ("a.db", "b.db", "ab.db", "ba.db")]
    a, b, ab, ba = (open_ledger(p) for p in paths)
    add(a, *range(6))
    add(b, *range(4, 9))
    ab.merge(a)
    assert ab.merge(b) == 15
    ba.merge(b)
    ba.merge(a)
    assert ab.root == ba.root
    assert ab.events() == ba.events()
    assert {r.id for r in ab.reports()} == {f"r-0-{k}" for k in range(9)}
    for ledger in (a, b, ab, ba):
        assert ledger.verify().holds
        ledger.close()


def test_questions_by_name():
    asked = question(since="2026-02", until="2026", type="shelling", box="1,2,3,4", actor=None, country="sy")
    assert (str(asked.since), str(asked.until)) == ("2026-02-01", "2026-12-31")
    assert (asked.type, asked.box, asked.country) == (("shelling",), (1.0, 2.0, 3.0, 4.0), "SY")
    assert question(until="2024-02").until.day == 29
    for wrong in ({"colour": "red"}, {"box": "1,2"}, {"near": "a,b,c"}, {"since": "2026-02", "until": "2026-01"}):
        with pytest.raises(InvalidQuery):
            question(**wrong)
    for wrong in ("2026-02-30", "yesterday", "2026-13", "1-2-3-4"):
        with pytest.raises(InvalidDate):
            question(since=wrong)


def test_tables_for_notebooks(ledger):
    hostile = ledgers.report(1)
    hostile = replace(hostile, text=hostile.text.replace("Fighters", "<script>alert(1)</script> Fighters"))
    ledger.add(hostile, engine=ledgers.Here())
    add(ledger, 2, 3)
    html = ledger._repr_html_()
    assert html.count("<tr>") == 1 + len(ledger.events())
    assert "<script" not in html
    assert "3 entries" not in repr(ledger)
    pandas = pytest.importorskip("pandas")
    frame = ledger.to_pandas()
    assert isinstance(frame, pandas.DataFrame)
    assert list(frame["id"]) == [e.id for e in ledger.events()]
    assert len(ledger.to_pandas("claims")) == 3
    assert len(ledger.to_pandas("reports", outlet="nobody")) == 0


def test_hand_coded_claims_can_be_recorded(ledger):
    report = ledgers.report(1)
    claims = ledgers.claims_of(report, "by hand")
    assert ledger.record(report, claims, "by hand") == 3
    assert [c.id for c in ledger.claims()] == [c.id for c in claims]


def test_ids_that_no_index_could_hold_are_refused(ledger):
    wrong = [replace(ledgers.report(1), id=each) for each in ("a\0b", "", "é" * (log.LONGEST_ID + 1))]
    added = ledger.add([*wrong, ledgers.report(2)], engine=ledgers.Here())
    assert (added.reports, added.failed) == (1, 3)


def test_contradictory_judgements_are_kept_and_told_with_who_decided_what(ledger):
    add(ledger, 1, 2, 3)
    one, two, three = sorted(c.id for c in ledger.claims())
    first = ledger.judge("same", one, two, author="Ana")
    ledger.judge("same", two, three, author="Ben")
    assert ledger.conflicts() == ()
    last = ledger.judge("different", one, three, author="Cem")
    (conflict,) = ledger.conflicts()
    assert conflict.code == "R401" and all(claim in conflict.subject for claim in (one, two, three))
    assert f"Cem ({last.id})" in conflict.message and ("Ana" in conflict.message or "Ben" in conflict.message)
    assert list(map(str, ledger.conflicts(one))) == [str(conflict)] and ledger.conflicts("c-none") == ()
    assert len(ledger.judgements()) == 3
    ledger.judge("different", one, two, author="Dan")
    assert any(first.id in each.message and "Dan" in each.message for each in ledger.conflicts(one, two))
    ledger.judge("accept", one, author="Ana")
    refused = ledger.judge("reject", one, author="Ben")
    ledger.judge("amend", two, changes={"type": "bombing"}, author="Ana")
    ledger.judge("amend", two, changes={"type": "shelling"}, author="Ben")
    told = "\n".join(str(each) for each in ledger.conflicts())
    assert f"rejected by Ben ({refused.id})" in told and "type amended in two ways, by" in told
    for decided in ledger.judgements():
        ledger.retract(decided.id, "all anew")
    assert ledger.conflicts() == ()


def test_many_contradictions_are_told_in_time_that_grows_with_them(ledger):
    """A ring of claims judged the same, with a chord of "different" across each: no search of all cycles."""
    add(ledger, *range(60))
    ids = sorted(c.id for c in ledger.claims())
    entries = []
    for k, claim in enumerate(ids):
        pairs = (("same", ids[(k + 1) % len(ids)]), ("different", ids[(k + 2) % len(ids)]))
        for verdict, other in pairs:
            decided = log.judgement(Verdict(verdict), (claim, other), f"p{k}")
            entries.append(log.judgement_entry(decided, ledgers.START + timedelta(seconds=k)))
    ledger.store.append(entries)
    found = ledger.conflicts()
    assert 0 < len(found) <= len(ids)
    assert {e.id for e in ledger.events()}
