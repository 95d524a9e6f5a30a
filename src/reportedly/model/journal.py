"""The two seals of a ledger: a chain over its journal, and a root over the set of its lines.

`chain(before, line)` hashes each line with all that stand before it, so that a line changed,
taken out or moved shows at its own number. `Root` hashes the lines as a set: two ledgers that
hold the same lines have the same root in whatever order the lines came, so merged ledgers can
be compared, and a root that was written down elsewhere proves that nothing was cut off.

`Root` is MuHash3072: each line becomes a number below a 3072-bit prime, and the root is their
product. A sum or an XOR of plain hashes would be open to lines made to cancel each other; to do
so in the product one has to solve discrete logarithms (decision record 0003).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from .entry import Entry
from .wire import canonical

# 2**3072 - 1103717, a safe prime, is the modulus of MuHash3072 (Bellare and Micciancio 1997; Wuille 2017).
_MODULUS = 2**3072 - 1103717
_BYTES = 384
_LONE = re.compile("[\ud800-\udfff]")

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a journal as it is stored: an entry in writing, its number and its two hashes.

    `body` is canonical JSON; `at` is ISO 8601 in UTC with microseconds, so that text order is
    time order. `hash` covers all that is written of the entry, `chain` also all lines before.
    """

    seq: int
    id: str
    kind: str
    body: str
    at: str
    author: str
    reason: str
    hash: str
    chain: str


@dataclass(frozen=True, slots=True)
class Head:
    """Where a journal stands: how many lines, the last chain hash, the root over the set."""

    count: int = 0
    chain: str = GENESIS
    root: str = ""


def write_time(at: datetime) -> str:
    """UTC, ISO 8601, always with microseconds: the form whose text order is time order."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def write_body(body: object) -> str:
    """Canonical JSON that any database can hold: a lone surrogate is written as an escape."""
    return _LONE.sub(lambda found: f"\\u{ord(found[0]):04x}", canonical(body))


def line_hash(entry_id: str, kind: str, body: str, at: str, author: str, reason: str) -> str:
    """SHA-256 over everything that is written of one entry; each field with its length before it."""
    digest = hashlib.sha256()
    for field in (entry_id, kind, at, author, reason, body):
        data = field.encode("utf-8", "surrogatepass")
        digest.update(b"%d:" % len(data))
        digest.update(data)
    return digest.hexdigest()


def chain(before: str, line: str) -> str:
    """The hash of this line and of all before it."""
    return hashlib.sha256(f"{before}{line}".encode("ascii")).hexdigest()


def seal(entry: Entry, seq: int, before: str) -> Line:
    """The entry written down as line `seq`, chained to the hash before it."""
    written = (entry.id, entry.kind.value, write_body(entry.body), write_time(entry.at), entry.author, entry.reason)
    digest = line_hash(*written)
    return Line(seq, *written, digest, chain(before, digest))


class Root:
    """The hash of a set of lines, whatever their order; grows line by line."""

    __slots__ = ("_product",)

    def __init__(self, state: str = "") -> None:
        """From nothing, or from a `state` that was kept."""
        self._product = int(state, 16) if state else 1

    def add(self, line: str) -> None:
        """Take in one line by its hash."""
        number = int.from_bytes(hashlib.shake_256(bytes.fromhex(line)).digest(_BYTES), "little")
        self._product = self._product * number % _MODULUS

    @property
    def state(self) -> str:
        """What has to be kept to go on later, in hexadecimal."""
        return f"{self._product:x}"

    @property
    def value(self) -> str:
        """The root itself: 64 hexadecimal digits."""
        return hashlib.sha256(self._product.to_bytes(_BYTES, "little")).hexdigest()
