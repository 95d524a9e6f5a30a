"""What only a server can do wrong: many writers at once, a lock held too long, a server that is not there."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing

import psycopg
import pytest

from reportedly.errors import InvalidQuery, LedgerCorrupt, LedgerLocked, LedgerTooNew, UnreadableInput
from reportedly.ledger import log
from reportedly.ledger.verify import verify
from reportedly.ports import Filter
from reportedly.session import Ledger
from reportedly.stores.connect import VERSION_TABLE
from reportedly.stores.sql import SqlStore
from tests import ledgers, postgres
from tests.test_keeping import environment

WRITER = """
import sys
from reportedly.session import Ledger
from tests import ledgers

first = int(sys.argv[2])
with Ledger(sys.argv[1], author="tester", make_reader=ledgers.TestReader, link=ledgers.plain_link) as ledger:
    for k in range(first, first + 40, 4):
        ledger.add((ledgers.report(j) for j in range(k, k + 4)), engine=ledgers.Here())
"""


@pytest.fixture
def address(server):
    return postgres.database(server)


def test_writers_at_once_lose_and_double_nothing(address):
    command = [sys.executable, "-c", WRITER, address]
    writers = [subprocess.Popen([*command, str(first)], env=environment()) for first in (0, 20, 40)]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    with closing(SqlStore(address)) as store:
        assert {r.id for r in store.reports(Filter()).items} == {f"r-0-{k}" for k in range(80)}
        assert store.head().count == 240
        assert verify(store.journal(), store.head()).holds
        assert store.check() == ()


def test_a_writer_that_waits_in_vain_is_told(address):
    entry = log.report_entry(ledgers.report(1), ledgers.START)
    with closing(SqlStore(address, patience=0.2)) as store, psycopg.connect(address) as other:
        other.execute("SELECT * FROM head FOR UPDATE")
        with pytest.raises(LedgerLocked):
            store.append([entry])
        assert store.reports(Filter()).items == ()  # readers do not wait
        other.rollback()
        assert store.append([entry]) == 1


def test_tampering_on_the_server_is_named(address):
    with closing(SqlStore(address)) as store:
        report = ledgers.report(1)
        store.append(log.read_entries(report, ledgers.claims_of(report), "test-1", ledgers.START))
        with psycopg.connect(address, autocommit=True) as other:
            other.execute("UPDATE entries SET body = replace(body, 'soldiers', 'settlers') WHERE seq = 2")
        assert {f.seq for f in verify(store.journal(), store.head()).faults} == {2}


def test_a_newer_a_foreign_and_a_broken_database_are_refused(server):
    newer, foreign, broken = (postgres.database(server) for _ in range(3))
    SqlStore(newer).close()
    SqlStore(broken).close()
    for address, statement in (
        (newer, f"UPDATE {VERSION_TABLE} SET version_num = '9999'"),
        (foreign, "CREATE TABLE claims (id INT)"),
        (broken, "DROP TABLE event_claims"),
    ):
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement)
    with pytest.raises(LedgerTooNew):
        SqlStore(newer)
    with pytest.raises(LedgerCorrupt, match="another program"):
        SqlStore(foreign)
    with pytest.raises(LedgerCorrupt), closing(SqlStore(broken)) as store:
        store.claims(Filter(event="e-1"))


def test_tables_of_others_beside_the_ledger_do_no_harm(server):
    address = postgres.database(server)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE TABLE spatial_ref_sys (srid INT)")
    SqlStore(address).close()
    SqlStore(address).close()


@pytest.mark.parametrize("where", ["postgresql://ledger@127.0.0.1:1/none", "postgresql://nobody@{host}/no_such"])
def test_a_server_or_database_that_is_not_there_is_named(server, where):
    with pytest.raises(UnreadableInput, match="cannot be reached"):
        SqlStore(where.format(host=server.rpartition("@")[2]))


def test_a_password_never_shows():
    with pytest.raises(UnreadableInput) as told:
        SqlStore("postgresql://ledger:secret@127.0.0.1:1/none")
    assert "secret" not in str(told.value)


@pytest.mark.parametrize("where", ["mysql://x/y", "://", "sqlite://"])
def test_an_address_that_is_none_is_refused(where):
    with pytest.raises(InvalidQuery):
        SqlStore(where)


def test_a_file_and_a_server_hold_the_same_ledger(address, tmp_path):
    def opened(where):
        return Ledger(where, author="a", make_reader=ledgers.TestReader, link=ledgers.plain_link, clock=ledgers.Clock())

    with opened(tmp_path / "a.db") as file, opened(address) as server:
        for ledger in (file, server):
            ledger.add([ledgers.report(k) for k in range(12)], engine=ledgers.Here())
        assert file.store.head() == server.store.head()
        assert file.events() == server.events()
        server.backup(tmp_path / "server.gz")
        file.backup(tmp_path / "file.gz")
        assert (tmp_path / "server.gz").read_bytes() == (tmp_path / "file.gz").read_bytes()
        assert server.verify().holds
