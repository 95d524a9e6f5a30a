"""Linking that goes on from what the store kept: after any change it gives what linking everything anew gives."""

from __future__ import annotations

import random
import shutil
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from reportedly.errors import InvalidQuery
from reportedly.events import block, resume
from reportedly.events.sketch import sketch, sketch_from_text, sketch_to_text
from reportedly.model import EntryKind, Verdict, When
from reportedly.ports import Filter
from reportedly.session import Ledger, linking
from reportedly.stores.memory import MemoryStore
from reportedly.stores.schema import link_blocks, link_claims, link_pairs
from reportedly.stores.sql import SqlStore
from tests import ledgers, postgres
from tests.claims_made import TOWNS, claim, report

TOLD = (
    "Shells fell on the old market of the town at dawn and many people were hurt there.",
    "An aircraft hit the northern bridge, residents said, and several fighters were killed.",
    "Gunmen attacked a checkpoint on the road to the capital during the night, a monitor said.",
)


@pytest.fixture(autouse=True)
def always_worth_it(monkeypatch):
    """However small the ledger, only what changed is linked; and blocks are large from four claims on."""
    monkeypatch.setattr(linking, "WORTH", 0)
    for module in (block, resume):
        monkeypatch.setattr(module, "FULL", 4)
        monkeypatch.setattr(module, "REACH", 2)


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """A ledger without entries, linked, to be copied."""
    path = tmp_path_factory.mktemp("relinking") / "empty.db"
    with Ledger(path) as ledger:
        ledger.refresh()
    return path


def read(number: int, version: int = 0):
    """A report and what some reader took from it; the same numbers give the same."""
    dice = random.Random(f"{number}-{version}")
    text = " ".join(dice.sample(TOLD, 2)) + f" So it was told for the {number % 3} time."
    told = report(
        f"r{number}", text, dice.choice((None, "2024-03-05", "2024-03-06")), dice.choice(("A Post", "B Post"))
    )
    claims = []
    for _ in range(dice.randint(1, 3)):
        made = claim(
            f"c-{number}-{dice.randrange(6)}",
            told,
            dice.choice((None, "Qarun", "Qarun", "Sabha", *TOWNS)),
            dice.choice((None, "2024-03-05", "2024-03-05", "2024-03-06", "2024-05-20")),
            dice.choice(("shelling", "shelling", "air strike", "attack", "no such type")),
            source=dice.choice(("", "Valley Monitor")),
            killed=dice.choice((None, (3, 3), (10, None))),
            words=dice.choice([None, *(each for each in TOLD if each in text)]),
        )
        claims.append(replace(made, happening=dice.choice(("", "", "h1")), score=round(dice.random(), 3)))
    return told, tuple({each.id: each for each in claims}.values())


def take(ledger, step):
    what, number, other = step
    if what == "read":
        told, claims = read(number, other % 3)
        ledger.record(told, claims, f"test-{other % 3}")
        return
    if what == "merge":
        with Ledger(MemoryStore(), author="b", clock=ledgers.Clock(ledgers.START - timedelta(other % 2))) as theirs:
            for k in range(3):
                take(theirs, (("read", "read", "reject", "retract")[(number + k) % 4], number + k, other))
            ledger.merge(theirs)
        return
    held = ledger.store.claims(Filter()).items
    if not held:
        return
    one, two = held[number % len(held)], held[other % len(held)]
    if what == "pair" and one.id != two.id:
        ledger.judge(Verdict.SAME if other % 2 else Verdict.DIFFERENT, one.id, two.id, author=f"p{number % 2}")
    elif what == "reject":
        ledger.judge(Verdict.REJECT if other % 3 else Verdict.ACCEPT, one.id)
    elif what == "amend":
        ledger.judge(Verdict.AMEND, one.id, changes={"type": ("shelling", "air strike")[other % 2]})
    elif what == "retract":
        ledger.retract(one.report if other % 2 else one.id, "a test")
    elif what == "undo":
        kinds = (EntryKind.RETRACTION, EntryKind.JUDGEMENT, EntryKind.READING)
        ids = [entry.id for _, entry in ledger.store.entries(kinds[other % 3])]
        if ids:
            ledger.retract(ids[number % len(ids)], "once more")


def kept(store):
    """All that the store keeps of linking."""
    questions = (
        select(link_claims.c.claim, link_claims.c.report, link_claims.c.sketch),
        select(link_blocks.c.block, link_blocks.c.rank, link_blocks.c.claim),
        select(link_pairs.c.one, link_pairs.c.other, link_pairs.c.score),
    )
    with store._reading() as connection:
        return tuple({tuple(row) for row in connection.execute(question)} for question in questions)


def anew(ledger):
    """What linking everything gives: the events, and what would be kept."""
    index = ledger._link.index(*ledger._standing())
    links = index.links(0)
    pairs = {(a, b, p) for one, other, p in links.links for a, b in ((one, other), (other, one))}
    return index.events(), (set(links.claims), set(links.blocks), pairs)


def scores(ledger):
    """The best score of the claims of each event, as `confidence` asks for it."""
    steps = [k / 20 for k in range(1, 20)]
    return {e.id: max((s for s in steps if ledger.store.events(Filter(ids=(e.id,), confidence=s)).items), default=0)
            for e in ledger.events()}  # fmt: skip


STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["read", "read", "read", "read", "pair", "pair", "reject", "amend", "retract", "undo", "merge"]
        ),
        st.integers(0, 11),
        st.integers(0, 11),
    ),
    min_size=4,
    max_size=14,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 12), STEPS)
def test_going_on_equals_linking_anew(empty, tmp_path, start, steps):
    path = tmp_path / "a.db"
    for each in tmp_path.glob("a.db*"):
        each.unlink()
    shutil.copy(empty, path)
    with Ledger(path, author="tester", clock=ledgers.Clock()) as ledger:
        for number in range(start):
            take(ledger, ("read", number, 0))
        for step in steps:
            take(ledger, step)
            went_on = ledger._link.go_on(ledger.store, ledger._linking)
            assert went_on
            events, links = anew(ledger)
            assert ledger.events() == events
            assert kept(ledger.store) == links
        best = {claim.id: claim.score for claim in ledger.claims()}
        expected = {e.id: max(best[c] for c in e.claims) for e in ledger.events()}
        assert all(abs(expected[e] - s) <= 0.05 for e, s in scores(ledger).items())
        assert ledger.verify().holds


def test_large_blocks_with_their_own_bounds(empty, tmp_path, monkeypatch):
    """Many reports of one shelling, one after the other, and some of them gone again."""
    for module in (block, resume):
        monkeypatch.setattr(module, "FULL", 24)
        monkeypatch.setattr(module, "REACH", 10)
    path = shutil.copy(empty, tmp_path / "a.db")
    with Ledger(path, author="tester", clock=ledgers.Clock()) as ledger:
        for number in range(40):
            told = report(f"r{number:02}", f"{TOLD[number % 3]} Told by witness {number * 7919}.", "2024-03-06")
            day = ("2024-03-05", "2024-03-06")[number % 2]
            ledger.record(told, (claim(f"c{number:02}", told, "Qarun", day, source=f"S {number % 9}"),), "test")
            assert ledger._link.go_on(ledger.store, ledger._linking)
        assert (ledger.events(), kept(ledger.store)) == anew(ledger)
        for number in range(0, 40, 4):
            ledger.retract(f"r{number:02}", "a test")
            assert ledger._link.go_on(ledger.store, ledger._linking)
        assert (ledger.events(), kept(ledger.store)) == anew(ledger)


def test_two_processes_go_on_from_each_other(empty, tmp_path):
    path = shutil.copy(empty, tmp_path / "a.db")
    clock = ledgers.Clock()
    with Ledger(path, author="a", clock=clock) as one, Ledger(path, author="b", clock=clock) as other:
        for number in range(8):
            take((one, other)[number % 2], ("read", number, 0))
            if number % 3 == 0:
                assert one.events() == anew(one)[0]
        assert other.events() == anew(one)[0]
        assert one.verify().holds


def test_where_linking_cannot_go_on_it_starts_anew(empty, tmp_path, monkeypatch):
    path = shutil.copy(empty, tmp_path / "a.db")
    with Ledger(path, author="a", clock=ledgers.Clock()) as ledger:
        for number in range(6):
            take(ledger, ("read", number, 0))
        ledger.refresh()
        monkeypatch.setattr(linking, "WORTH", 10**6)  # nothing is worth it
        take(ledger, ("read", 7, 0))
        assert not ledger._link.go_on(ledger.store, ledger._linking)
        assert ledger.events() == anew(ledger)[0]
        monkeypatch.setattr(linking, "WORTH", 0)
    with Ledger(path, author="a", linker="another") as later:
        assert not later._link.go_on(later.store, later._linking)
        assert later.events() == anew(later)[0]
    with Ledger(path, author="a", link=ledgers.plain_link, linker="plain") as plain:
        take(plain, ("read", 8, 0))
        plain.refresh()  # a linking of somebody's own keeps no links
    with Ledger(path, author="a", linker="another") as later:
        assert not later._link.go_on(later.store, later._linking)
        assert later.events() == anew(later)[0]
        assert later._link.go_on(later.store, later._linking)


def test_a_fault_on_the_way_leaves_all_as_it_was(empty, tmp_path, monkeypatch):
    path = shutil.copy(empty, tmp_path / "a.db")
    with Ledger(path, author="a", clock=ledgers.Clock()) as ledger:
        for number in range(5):
            take(ledger, ("read", number, 0))
        ledger.refresh()
        before, key = kept(ledger.store), ledger.store.events_key()
        take(ledger, ("read", 6, 0))

        def broken(*_):
            raise InvalidQuery("a test")

        with monkeypatch.context() as patched:
            patched.setattr("reportedly.stores.shelf.change_events", broken)
            with pytest.raises(InvalidQuery):
                ledger.refresh()
        assert (kept(ledger.store), ledger.store.events_key()) == (before, key)
        assert ledger.events() == anew(ledger)[0]


def test_postgresql_goes_on_too(server):
    with closing(SqlStore(postgres.database(server))) as store:
        ledger = Ledger(store, author="a", clock=ledgers.Clock())
        ledger.refresh()
        dice = random.Random(5)
        for _ in range(30):
            what = dice.choice(("read", "read", "read", "pair", "reject", "amend", "retract", "undo"))
            take(ledger, (what, dice.randrange(12), dice.randrange(12)))
            assert ledger._link.go_on(store, ledger._linking)
        assert (ledger.events(), kept(store)) == anew(ledger)


@given(st.integers(0, 500), st.integers(0, 2))
def test_a_sketch_comes_back_as_it_was(number, version):
    told, claims = read(number, version)
    for each in claims:
        odd = replace(each, when=When(None, date(2024, 3, number % 28 + 1)))
        for one in (sketch(each, told), sketch(odd), sketch(replace(each, type="a “type” of\u2028its own"))):
            again = sketch_from_text(sketch_to_text(one))
            assert again == one
            assert list(again.words.items()) == list(one.words.items())
