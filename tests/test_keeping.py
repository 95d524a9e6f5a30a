"""What can go wrong with a ledger's file: tampering, locks, full disks, foreign files, a real `kill -9`."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from reportedly.errors import LedgerCorrupt, LedgerFull, LedgerLocked, LedgerTooNew, UnreadableInput
from reportedly.ledger import log
from reportedly.ledger.verify import verify
from reportedly.model.journal import Root, write_body
from reportedly.model.wire_event import event_to_wire
from reportedly.ports import Filter
from reportedly.session import Ledger
from reportedly.stores import schema
from reportedly.stores.connect import VERSION_TABLE, connect
from reportedly.stores.sql import SqlStore
from tests import ledgers


def fill(path, count=4):
    with closing(SqlStore(path)) as store:
        clock = ledgers.Clock()
        for k in range(count):
            report = ledgers.report(k)
            store.append(log.read_entries(report, ledgers.claims_of(report), "test-1", clock(), "tester"))
        return store.head()


def change(path, *statements):
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def faults(path, root=""):
    with closing(SqlStore(path)) as store:
        return verify(store.journal(), store.head(), root).faults


@pytest.fixture
def path(tmp_path):
    fill(tmp_path / "a.db")
    return tmp_path / "a.db"


def test_a_sound_ledger_has_no_faults(path):
    assert faults(path) == ()


@pytest.mark.parametrize("column", ["body", "author", "reason", "at", "kind", "id"])
def test_any_changed_column_is_named(path, column):
    change(path, f"UPDATE entries SET {column} = {column} || 'x' WHERE seq = 5")
    assert [f.seq for f in faults(path)] == [5]


def test_one_flipped_bit_in_a_body_is_named(path):
    with closing(sqlite3.connect(path)) as connection:
        body = connection.execute("SELECT body FROM entries WHERE seq = 2").fetchone()[0]
        k = body.index('"low":') + 6
        flipped = body[:k] + chr(ord(body[k]) ^ 1) + body[k + 1 :]
        connection.execute("UPDATE entries SET body = ? WHERE seq = 2", (flipped,))
        connection.commit()
    (fault,) = faults(path)
    assert fault.seq == 2
    assert "not what was recorded" in str(fault)


def test_a_changed_line_with_its_hashes_made_to_fit_breaks_the_chain(path):
    from reportedly.model.journal import line_hash

    with closing(sqlite3.connect(path)) as connection:
        row = connection.execute("SELECT id, kind, body, at, author, reason FROM entries WHERE seq = 3").fetchone()
        forged = line_hash(*row[:4], "somebody else", row[5])
        connection.execute("UPDATE entries SET author = 'somebody else', hash = ? WHERE seq = 3", (forged,))
        connection.commit()
    found = faults(path)
    assert 3 in {f.seq for f in found}
    assert any("root" in f.message for f in found)


def test_a_deleted_row_is_named(path):
    change(path, "DELETE FROM entries WHERE seq = 4")
    found = faults(path)
    assert any(f.seq == 5 and "line 4 is missing" in f.message for f in found)
    assert any("11 lines are there, 12 were recorded" in f.message for f in found)


def test_a_cut_off_end_is_named(path):
    change(path, "DELETE FROM entries WHERE seq > 9")
    assert any("9 lines are there, 12 were recorded" in f.message for f in faults(path))


def test_two_lines_that_changed_places_are_named(path):
    change(
        path,
        "UPDATE entries SET seq = -1 WHERE seq = 2",
        "UPDATE entries SET seq = 2 WHERE seq = 3",
        "UPDATE entries SET seq = 3 WHERE seq = -1",
    )
    assert {f.seq for f in faults(path)} >= {2, 3}


def test_a_rewritten_ledger_shows_against_a_root_written_down(path, tmp_path):
    with closing(SqlStore(path)) as store:
        root = store.head().root
    assert faults(path, root) == ()
    fill(tmp_path / "other.db", 3)
    (fault,) = faults(tmp_path / "other.db", root)
    assert "written down" in fault.message


def test_a_changed_index_is_named(path):
    change(path, "UPDATE claims SET country = 'XX' WHERE seq = 2", "DELETE FROM claim_parties WHERE owner = 5")
    with closing(SqlStore(path)) as store:
        assert [line.split(" ")[-1] for line in store.check()] == ["2)", "5)"]


def test_a_kept_event_that_was_changed_is_named(path):
    with Ledger(path, make_reader=ledgers.TestReader, link=ledgers.plain_link) as ledger:
        one, other = ledger.events()[:2]
        assert ledger.verify().holds
        body = write_body(event_to_wire(replace(one, sources=("somebody else",))))
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("UPDATE events SET body = ? WHERE id = ?", (body, one.id))
            connection.commit()
        assert [f.entry for f in ledger.verify().faults] == [one.id]
        change(path, f"UPDATE events SET type = 'other' WHERE id = '{other.id}'")
        assert [str(f) for f in ledger.verify().faults] == [
            f"ledger: the index does not agree with the kept event {other.id}"
        ]


def test_lines_made_to_cancel_in_a_sum_do_not_cancel_in_the_root():
    lines = [f"{k:064x}" for k in range(50)]
    root = Root()
    for line in lines:
        root.add(line)
    shuffled, doubled = Root(), Root(root.state)
    for line in random.Random(1).sample(lines, 50):
        shuffled.add(line)
    for _ in range(2):
        doubled.add(lines[0])
    assert shuffled.value == root.value
    assert doubled.value != root.value


def test_a_second_writer_waits_and_then_goes_on(path):
    with closing(sqlite3.connect(path, isolation_level=None)) as other, closing(SqlStore(path, patience=5)) as store:
        other.execute("BEGIN IMMEDIATE")
        release = threading.Timer(0.4, lambda: None)
        release.start()
        done = []
        entry = log.report_entry(ledgers.report(9), ledgers.START)
        writer = threading.Thread(target=lambda: done.append(store.append([entry])))
        writer.start()
        time.sleep(0.2)
        assert not done
        assert len(store.claims(Filter()).items) == 4  # readers do not wait
        other.execute("ROLLBACK")
        writer.join(5)
        release.join()
        assert done == [1]


def test_a_second_writer_that_waits_in_vain_is_told(path):
    with closing(sqlite3.connect(path, isolation_level=None)) as other, closing(SqlStore(path, patience=0.1)) as store:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerLocked):
            store.append([log.report_entry(ledgers.report(9), ledgers.START)])
        other.execute("ROLLBACK")
        assert store.append([log.report_entry(ledgers.report(9), ledgers.START)]) == 1


@pytest.mark.parametrize("content", [b"not a database at all", b"SQLite format 3\0" + b"\xff" * 4096, b"\0" * 5000])
def test_a_file_that_is_no_ledger_is_refused_and_left_alone(tmp_path, content):
    path = tmp_path / "a.db"
    path.write_bytes(content)
    with pytest.raises(LedgerCorrupt):
        SqlStore(path)
    assert path.read_bytes() == content


def test_a_database_of_another_program_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "a.db"
    change(path, "CREATE TABLE bookmarks (url TEXT)")
    with pytest.raises(LedgerCorrupt, match="another program"):
        SqlStore(path)
    with closing(sqlite3.connect(path)) as connection:
        assert [row[0] for row in connection.execute("SELECT name FROM sqlite_master")] == ["bookmarks"]


def test_a_half_destroyed_ledger_says_so(path):
    data = bytearray(path.read_bytes())
    for k in range(4096, len(data), 2):
        data[k] ^= 0x5A
    path.write_bytes(bytes(data))
    with pytest.raises(LedgerCorrupt), closing(SqlStore(path)) as store:
        list(store.entries())
        store.claims(Filter())


def test_a_ledger_of_a_newer_version_is_refused(path):
    change(path, f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
    with pytest.raises(LedgerTooNew):
        SqlStore(path)


def test_a_ledger_of_the_first_form_is_brought_up_to_date(path):
    with Ledger(path) as ledger:
        events, root = ledger.events(), ledger.root
    tables = [f"DROP TABLE {table.name}" for table in (schema.link_claims, schema.link_blocks, schema.link_pairs)]
    later = [f"DROP INDEX {name}_{column}" for name in ("claims", "events") for column in ("kind", "status")]
    later += ["DROP INDEX event_claims_claim", "CREATE INDEX event_claims_claim ON event_claims (claim)"]
    tables += ["ALTER TABLE head DROP COLUMN linked", f"UPDATE {VERSION_TABLE} SET version_num = '0001'"]
    change(path, *later, *tables)
    with Ledger(path, clock=ledgers.Clock()) as ledger:
        assert (ledger.events(), ledger.root) == (events, root)
        ledger.record(ledgers.report(9), ledgers.claims_of(ledgers.report(9)), "test-1")
        assert {c for e in ledger.events() for c in e.claims} == {claim.id for claim in ledger.claims()}
        assert ledger.verify().holds


@pytest.mark.parametrize("where", ["", "no/such/folder/a.db"])
def test_a_place_that_cannot_hold_a_ledger_is_named(tmp_path, where):
    with pytest.raises(UnreadableInput):
        SqlStore(tmp_path / where)


def test_a_full_disk_is_told_and_loses_nothing(path):
    with closing(SqlStore(path)) as store:
        before = store.head()

        def limit(connection, _record, _proxy):
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages + 3}")

        from sqlalchemy import event

        event.listen(store._engine, "checkout", limit)
        big = ledgers.report(50, text="According to nobody, nothing. " * 20_000)
        with pytest.raises(LedgerFull):
            store.append([log.report_entry(big, ledgers.START)])
        event.remove(store._engine, "checkout", limit)
        assert store.head() == before
        assert verify(store.journal(), store.head()).holds
        assert store.check() == ()


def test_a_disk_that_takes_no_more_is_told(path, tmp_path):
    """The same by a limit of the operating system on the size of files, in a process of its own."""
    script = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "from reportedly.stores.sql import SqlStore\n"
        "from reportedly.errors import LedgerFull\n"
        "from reportedly.ledger import log\n"
        "from tests import ledgers\n"
        "store = SqlStore(sys.argv[1])\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))\n"
        "try:\n"
        "    for k in range(100, 400):\n"
        "        report = ledgers.report(k, text='w%d ' % k * 3000)\n"
        "        store.append([log.report_entry(report, ledgers.START)])\n"
        "        print(k, flush=True)\n"
        "except LedgerFull:\n"
        "    print('full')\n"
    )
    told = subprocess.run([sys.executable, "-c", script, path], capture_output=True, text=True, env=environment())
    assert told.stdout.splitlines()[-1:] == ["full"], told.stderr
    with closing(SqlStore(path)) as store:
        there = {report.id for report in store.reports(Filter()).items}
        assert {f"r-0-{k}" for k in told.stdout.splitlines()[:-1]} <= there
        assert verify(store.journal(), store.head()).holds


def environment():
    root = Path(__file__).parent.parent
    return {**os.environ, "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}"}


def _start(script, path):
    return subprocess.Popen([sys.executable, "-c", script, path], stdout=subprocess.PIPE, text=True, env=environment())


WRITER = """
import sys
from reportedly.session import Ledger
from tests import ledgers

told = 0
def progress(added):
    global told
    told = added.seen
    sys.stdout.write(f"{told}\\n")
    sys.stdout.flush()

with Ledger(sys.argv[1], author="tester", make_reader=ledgers.TestReader, link=ledgers.plain_link) as ledger:
    print("begun", flush=True)
    ledger.add((ledgers.report(k) for k in range(600)), engine=ledgers.Here(), progress=progress)
"""


def test_kill_9_loses_nothing_acknowledged_and_doubles_nothing(tmp_path):
    path, dice = tmp_path / "a.db", random.Random(7)
    acknowledged = 0
    for _ in range(3):
        with _start(WRITER, path) as process:
            assert process.stdout.readline() == "begun\n"
            time.sleep(dice.uniform(0.02, 0.35))
            process.send_signal(signal.SIGKILL)
            told = [int(line) for line in process.stdout.read().splitlines() if line.strip().isdigit()]
            assert process.wait() == -signal.SIGKILL
        acknowledged = max([acknowledged, *told])
        with closing(SqlStore(path)) as store:
            assert len(store.reports(Filter(), limit=5000).items) >= acknowledged
            assert verify(store.journal(), store.head()).holds
            assert store.check() == ()
    assert acknowledged > 0
    subprocess.run([sys.executable, "-c", WRITER, path], check=True, capture_output=True, env=environment())
    with closing(SqlStore(path)) as store:
        assert len(store.reports(Filter(), limit=5000).items) == 600
        assert len(store.claims(Filter(), limit=5000).items) == 600
        assert store.head().count == 1800
        assert verify(store.journal(), store.head()).holds
        assert store.check() == ()


def test_killed_while_it_is_made_a_ledger_can_be_made_again(tmp_path):
    script = "import sys; from reportedly.stores.sql import SqlStore; print('x', flush=True); SqlStore(sys.argv[1])"
    for k in range(3):
        path = tmp_path / f"{k}.db"
        with _start(script, path) as process:
            process.stdout.readline()
            time.sleep(0.04 * k + 0.01)
            process.kill()
        assert fill(path).count == 12
        assert faults(path) == ()


def test_two_processes_may_make_one_ledger_at_once(tmp_path):
    script = "import sys; from tests.test_keeping import fill; fill(sys.argv[1], 3)"
    path = tmp_path / "a.db"
    both = [subprocess.Popen([sys.executable, "-c", script, path], env=environment()) for _ in range(2)]
    assert [process.wait(30) for process in both] == [0, 0]
    with closing(SqlStore(path)) as store:
        assert len(store.reports(Filter()).items) == 3
    assert faults(path) == ()


def test_migrations_make_the_tables_that_the_code_expects(tmp_path):
    from alembic.config import Config
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    SqlStore(tmp_path / "a.db").close()
    from alembic.autogenerate import compare_metadata

    from reportedly.stores.connect import address

    engine = connect(address(tmp_path / "a.db"), 1)
    words = (*schema.WORD_TABLES, VERSION_TABLE)

    def is_ours(thing, name, kind, *_):
        return kind != "table" or not name.startswith(words)

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": is_ours, "compare_type": True})
        assert compare_metadata(context, schema.metadata) == []
    engine.dispose()
    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_heads() == [schema.HEAD_REVISION]
    assert {s.revision for s in scripts.walk_revisions()} == set(schema.KNOWN_REVISIONS)
