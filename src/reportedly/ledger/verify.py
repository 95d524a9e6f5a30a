"""Checks a journal line by line against its seals, and names what does not hold."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from reportedly.model import EntryKind
from reportedly.model.journal import GENESIS, Head, Line, Root, chain, line_hash

from .log import written_id


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that does not hold: at which line (0 for the whole), of which entry, and what."""

    seq: int
    entry: str
    message: str

    def __str__(self) -> str:
        at = f"line {self.seq}" if self.seq else "ledger"
        return f"{at}{f' ({self.entry})' if self.entry else ''}: {self.message}"


@dataclass(frozen=True, slots=True)
class Verification:
    """What was checked and what was found wrong, by line. `root` is computed from the lines themselves."""

    count: int
    root: str
    chain: str
    faults: tuple[Fault, ...] = ()

    @property
    def holds(self) -> bool:
        """True where nothing is wrong."""
        return not self.faults

    def __str__(self) -> str:
        if self.holds:
            return f"{self.count} entries hold; root {self.root}"
        return "\n".join((f"{len(self.faults)} faults in {self.count} entries", *map(str, self.faults)))


def verify(journal: Iterable[Line], head: Head, root: str = "") -> Verification:
    """Check every line's hashes, the chain, the numbering, and the totals that the store keeps.

    `root` is one that was written down elsewhere (printed, published, sent to a colleague): only
    against it can it show that somebody rewrote the whole ledger or cut off its end together
    with the totals.
    """
    faults: list[Fault] = []
    total, before, expected, count = Root(), GENESIS, 1, 0
    for line in journal:
        count += 1
        faults += _numbering(line, expected)
        faults += _content(line)
        if chain(before, line.hash) != line.chain:
            faults.append(Fault(line.seq, line.id, "the chain is broken: this line or one before it is not as it was"))
        total.add(line.hash)
        before, expected = line.chain, line.seq + 1
    faults += _totals(Head(count, before, total.value), head)
    if root and root != total.value:
        faults.append(Fault(0, "", f"the root is {total.value}, not {root} as written down"))
    return Verification(count, total.value, before, tuple(faults))


def _numbering(line: Line, expected: int) -> list[Fault]:
    if line.seq == expected:
        return []
    gone = f"line {expected} is" if line.seq == expected + 1 else f"lines {expected} to {line.seq - 1} are"
    return [Fault(line.seq, line.id, f"{gone} missing" if line.seq > expected else "the numbering goes back")]


def _content(line: Line) -> list[Fault]:
    if line_hash(line.id, line.kind, line.body, line.at, line.author, line.reason) != line.hash:
        return [Fault(line.seq, line.id, "what is written is not what was recorded")]
    if written_id(line.kind, line.body) != line.id:
        return [Fault(line.seq, line.id, "the id is not that of the content")]
    try:
        json.loads(line.body)
        EntryKind(line.kind)
    except ValueError:
        return [Fault(line.seq, line.id, "it is no entry that can be read")]
    return []


def _totals(found: Head, kept: Head) -> list[Fault]:
    faults = []
    if found.count != kept.count:
        faults.append(Fault(0, "", f"{found.count} lines are there, {kept.count} were recorded"))
    if found.chain != kept.chain:
        faults.append(Fault(0, "", "the last line is not the one that was recorded last"))
    if found.root != kept.root:
        faults.append(Fault(0, "", "the root over all lines is not the one that was recorded"))
    return faults
