"""Keys to the server: who may read, review or administer; kept in a small file beside the ledger.

Of a key only the SHA-256 is kept. That is enough here: a key is 256 bits drawn by the machine,
not a password that somebody chose, so there is nothing to guess.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from threading import Lock

from ..errors import InvalidQuery, LedgerCorrupt, LedgerError, LedgerLocked, NotFound, UnknownKey

PREFIX = "rk"
LONGEST_NAME = 100
LONGEST_LIFE = 3660  # days
# Code points of a key as sent; one that is longer is not looked at.
LONGEST = 100
_TABLE = """CREATE TABLE IF NOT EXISTS keys (id TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL,
    hash TEXT NOT NULL, made TEXT NOT NULL, expires TEXT NOT NULL, revoked TEXT NOT NULL)"""


class Role(StrEnum):
    """What a key may do; each role may do what those before it may."""

    READ = "read"
    REVIEW = "review"
    ADMIN = "admin"

    def covers(self, wanted: Role) -> bool:
        """True where this role may do what `wanted` may."""
        order = list(Role)
        return order.index(self) >= order.index(wanted)


@dataclass(frozen=True, slots=True)
class Key:
    """One key, without the secret. `name` is who writes with it; times are UTC, None where there is none."""

    id: str
    name: str
    role: Role
    made: datetime
    expires: datetime | None = None
    revoked: datetime | None = None

    def stands(self, now: datetime) -> bool:
        """True where the key opens: not revoked and not expired."""
        return self.revoked is None and (self.expires is None or now < self.expires)


def _now() -> datetime:
    return datetime.now(UTC)


class Keyring:
    """The keys of one ledger. The file is its owner's alone; a key that is revoked opens nothing at once."""

    def __init__(self, path: str | Path, clock: Callable[[], datetime] = _now) -> None:
        self.path, self._clock, self._lock = Path(path), clock, Lock()
        self._db = self._open()

    def _open(self) -> sqlite3.Connection:
        try:
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
            opened = sqlite3.connect(self.path, timeout=10, isolation_level=None, check_same_thread=False)
        except (OSError, sqlite3.Error) as error:
            raise LedgerError(f"the keys cannot be opened ({error})", subject=str(self.path)) from error
        try:
            opened.execute(_TABLE)
        except sqlite3.Error as error:
            opened.close()
            raise LedgerCorrupt("the file holds no keys", subject=str(self.path)) from error
        return opened

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def add(self, name: str, role: Role | str, days: int | None = None) -> tuple[Key, str]:
        """Make a key; returns it and, this once, what its holder sends. It ends after `days`, never where not given."""
        name, role = _name(name), _role(role)
        if days is not None and not 0 < days <= LONGEST_LIFE:
            raise InvalidQuery(f"a key lives 1 to {LONGEST_LIFE} days", subject=str(days))
        now = self._clock()
        key = Key(secrets.token_hex(4), name, role, now, now + timedelta(days=days) if days else None)
        secret = secrets.token_urlsafe(32)
        row = (key.id, name, role.value, _hash(secret), _written(now), _written(key.expires), "")
        with self._writing() as db:
            if any(other.name == name and other.stands(now) for other in self._all(db)):
                raise InvalidQuery("there is a key of this name", subject=name, hint="Revoke it first.")
            db.execute("INSERT INTO keys VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        return key, f"{PREFIX}_{key.id}_{secret}"

    def made(self) -> tuple[Key, ...]:
        """All keys that were ever made, in that order."""
        with self._asking() as db:
            return self._all(db)

    def revoke(self, wanted: str) -> Key:
        """Make a key (by its id, or its holder's name) open nothing from now on."""
        now = self._clock()
        with self._writing() as db:
            for key in self._all(db):
                if wanted in (key.id, key.name) and key.revoked is None:
                    db.execute("UPDATE keys SET revoked = ? WHERE id = ?", (_written(now), key.id))
                    return Key(key.id, key.name, key.role, key.made, key.expires, now)
        raise NotFound("there is no key of this name", subject=wanted, hint="List them with `reportedly key list`.")

    def check(self, sent: str) -> Key:
        """The key that was sent; UnknownKey where it is none, expired or revoked (which of these is not told)."""
        prefix, _, rest = sent.partition("_")
        key_id, _, secret = rest.partition("_")
        if prefix == PREFIX and key_id and secret and len(sent) <= LONGEST and sent.isascii():
            found = self._found(key_id)
            if found and hmac.compare_digest(found[1], _hash(secret)) and found[0].stands(self._clock()):
                return found[0]
        raise UnknownKey("the key does not open this ledger")

    def standing(self, key_id: str) -> Key:
        """The key of this id; UnknownKey where it opens nothing any more."""
        found = self._found(key_id)
        if found is None or not found[0].stands(self._clock()):
            raise UnknownKey("the key does not open this ledger any more")
        return found[0]

    def _found(self, key_id: str) -> tuple[Key, str] | None:
        with self._asking() as db:
            row = db.execute("SELECT * FROM keys WHERE id = ?", (key_id,)).fetchone()
        return (_key(row), row[3]) if row else None

    def _all(self, db: sqlite3.Connection) -> tuple[Key, ...]:
        return tuple(_key(row) for row in db.execute("SELECT * FROM keys ORDER BY rowid"))

    @contextmanager
    def _asking(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                yield self._db
            except sqlite3.OperationalError as error:
                raise LedgerLocked("the keys are being changed", subject=str(self.path)) from error
            except (sqlite3.Error, ValueError) as error:
                raise LedgerCorrupt("the file of keys does not hold together", subject=str(self.path)) from error

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._asking() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")


def keys_beside(ledger: str, given: str = "") -> Path:
    """Where the keys of a ledger are: the file given, else beside the ledger's own, else in the folder of work."""
    if given:
        return Path(given)
    if "://" in ledger or ledger == ":memory:":
        return Path("reportedly.keys")
    return Path(f"{ledger}.keys")


def _name(name: str) -> str:
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise InvalidQuery(f"the holder's name is 1 to {LONGEST_NAME} visible characters", subject=ascii(name[:40]))
    return name


def _role(role: Role | str) -> Role:
    try:
        return Role(role)
    except ValueError as error:
        known = ", ".join(each.value for each in Role)
        raise InvalidQuery("there is no such role", subject=str(role)[:40], hint=f"There are: {known}.") from error


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _written(at: datetime | None) -> str:
    return at.isoformat(timespec="seconds") if at else ""


def _read(at: str) -> datetime | None:
    return datetime.fromisoformat(at) if at else None


def _key(row: tuple[str, ...]) -> Key:
    key_id, name, role, _, made, expires, revoked = row
    return Key(key_id, name, Role(role), datetime.fromisoformat(made), _read(expires), _read(revoked))
