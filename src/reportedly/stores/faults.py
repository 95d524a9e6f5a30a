"""Turns what a database driver raises into the project's own errors."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from reportedly.errors import LedgerCorrupt, LedgerError, LedgerFull, LedgerLocked, UnreadableInput

_SQLITE: dict[int, type[LedgerError]] = {
    sqlite3.SQLITE_BUSY: LedgerLocked,
    sqlite3.SQLITE_LOCKED: LedgerLocked,
    sqlite3.SQLITE_FULL: LedgerFull,
    sqlite3.SQLITE_CORRUPT: LedgerCorrupt,
    sqlite3.SQLITE_NOTADB: LedgerCorrupt,
}
_CANNOT_OPEN = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY)
# SQLITE_IOERR_WRITE and _FSYNC: the disk took no more (a quota, a size limit).
_CANNOT_WRITE = (sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_TRUNCATE)

# SQLSTATE of PostgreSQL: lock_not_available, query_canceled, disk_full, ... (its manual, appendix A).
_POSTGRESQL: dict[str, type[LedgerError]] = {
    "55P03": LedgerLocked,
    "40P01": LedgerLocked,
    "40001": LedgerLocked,
    "53100": LedgerFull,
    "53200": LedgerFull,
    "XX001": LedgerCorrupt,
    "XX002": LedgerCorrupt,
    "42P01": LedgerCorrupt,
    "42703": LedgerCorrupt,
}
_MESSAGES: dict[type[LedgerError], str] = {
    LedgerLocked: "another process is writing to this ledger",
    LedgerFull: "there is no space left for the ledger",
    LedgerCorrupt: "the ledger does not hold together, or the file is no ledger",
}


def _sqlite_fault(fault: BaseException, where: str) -> Exception:
    code = getattr(fault, "sqlite_errorcode", 0) or 0
    if code in _CANNOT_WRITE:
        return LedgerFull(_MESSAGES[LedgerFull], subject=where)
    kind = _SQLITE.get(code & 0xFF)
    if kind:
        return kind(_MESSAGES[kind], subject=where)
    if code & 0xFF in _CANNOT_OPEN:
        return UnreadableInput(
            "the ledger cannot be opened for writing", subject=where, hint="Check the path, its folder and your rights."
        )
    if isinstance(fault, sqlite3.OperationalError) and "no such" in str(fault):
        return LedgerCorrupt(f"{_MESSAGES[LedgerCorrupt]} ({fault})", subject=where)
    return LedgerError(f"the database refused: {fault}", subject=where)


def _postgresql_fault(fault: BaseException, where: str) -> Exception:
    state = getattr(fault, "sqlstate", None)
    kind = _POSTGRESQL.get(state or "")
    if kind:
        return kind(_MESSAGES[kind], subject=where)
    if state is None or state[:2] in ("08", "28", "3D"):
        first = str(fault).strip().partition("\n")[0]
        return UnreadableInput(
            f"the database cannot be reached: {first}",
            subject=where,
            hint="Check its address, name and server.",
        )
    return LedgerError(f"the database refused: {str(fault).strip()}", subject=where)


@contextmanager
def told_plainly(where: str) -> Iterator[None]:
    """Lets the project's own errors through and turns those of drivers into them; `where` names the ledger."""
    try:
        yield
    except DBAPIError as error:
        fault = error.orig or error
        turn = _sqlite_fault if isinstance(fault, sqlite3.Error) else _postgresql_fault
        raise turn(fault, where) from error
    except sqlite3.Error as error:
        raise _sqlite_fault(error, where) from error
    except SQLAlchemyError as error:
        raise LedgerError(f"the database refused: {error}", subject=where) from error
