"""Opens a ledger's database: makes it where there is none, brings an older one up to date, refuses a foreign one."""

from __future__ import annotations

import sqlite3
import time
from importlib.resources import files
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from reportedly.errors import InvalidQuery, LedgerCorrupt, LedgerTooNew, UnreadableInput

from .schema import HEAD_REVISION, KNOWN_REVISIONS, metadata

VERSION_TABLE = "reportedly_revision"
_MAGIC = b"SQLite format 3\0"
# Pages of the cache a connection may hold, in KiB (negative, as SQLite counts).
_CACHE_KIB = -32_000


def address(where: str | Path) -> URL:
    """The database that a path or a URL means: a path is SQLite, `postgresql://` is PostgreSQL."""
    written = str(where)
    if "://" not in written:
        return URL.create("sqlite", database=str(Path(written)))
    try:
        url = make_url(written)
    except ArgumentError as error:
        raise InvalidQuery("this is no address of a database", subject=written) from error
    if url.get_backend_name() == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() == "sqlite" and url.database:
        return url
    raise InvalidQuery(
        "a ledger is a file or a PostgreSQL database",
        subject=url.render_as_string(),
        hint="Give a path or postgresql://user@host/name.",
    )


def connect(url: URL, timeout: float) -> Engine:
    """An engine on this database; a writer that finds another one waits up to `timeout` seconds."""
    if url.get_backend_name() == "postgresql":
        return _connect_postgresql(url, timeout)
    _refuse_foreign_file(Path(url.database or ""))
    engine = create_engine(url, connect_args={"timeout": timeout, "check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _connect_postgresql(url: URL, timeout: float) -> Engine:
    engine = create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": 10})

    def wait_no_longer(connection: Any, _record: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = {int(timeout * 1000)}")
            cursor.execute("SET synchronous_commit = on")
        connection.commit()

    event.listen(engine, "connect", wait_no_longer)
    return engine


def _refuse_foreign_file(path: Path) -> None:
    hint = "Check the path, its folder and your rights."
    if not path.parent.is_dir():
        raise UnreadableInput("the folder of the ledger does not exist", subject=str(path), hint=hint)
    if path.is_dir():
        raise UnreadableInput("the ledger is a folder, not a file", subject=str(path), hint=hint)
    try:
        with path.open("rb") as file:
            start = file.read(len(_MAGIC))
    except FileNotFoundError:
        return
    except OSError as error:
        raise UnreadableInput(f"the ledger cannot be read: {error.strerror}", subject=str(path), hint=hint) from error
    if start and start != _MAGIC:
        raise LedgerCorrupt("the file is no ledger, or its beginning is destroyed", subject=str(path))


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # transactions are begun by `_begin_sqlite` alone
    for _ in range(50):  # the switch to WAL does not wait for others by itself
        try:
            if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                connection.execute("PRAGMA journal_mode = WAL")
            break
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            time.sleep(0.1)
    connection.execute("PRAGMA synchronous = FULL")  # what is acknowledged survives a power cut
    connection.execute(f"PRAGMA cache_size = {_CACHE_KIB}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def prepare(engine: Engine, where: str) -> None:
    """Make or update the tables; LedgerCorrupt for a database of something else, LedgerTooNew for a newer one."""
    with engine.connect() as connection:
        if _revision(connection, where) == HEAD_REVISION:
            return
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":  # two processes may come here at once
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('reportedly'))"))
        if _revision(connection, where) != HEAD_REVISION:
            _migrate(connection)


def _revision(connection: Connection, where: str) -> str:
    """The revision of the tables, "" where there are none."""
    present = set(inspect(connection).get_table_names())
    if VERSION_TABLE not in present:
        own = present & set(metadata.tables)
        if own or (present and connection.dialect.name == "sqlite"):
            raise LedgerCorrupt("the database belongs to another program", subject=where)
        return ""
    row = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).first()
    if row is None:
        raise LedgerCorrupt("the ledger does not tell its own version", subject=where)
    if row[0] not in KNOWN_REVISIONS:
        raise LedgerTooNew("the ledger was written by a newer version", subject=where)
    return str(row[0])


def _migrate(connection: Connection) -> None:
    # Imported here: a ledger that is up to date opens without Alembic.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(files("reportedly.stores") / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
