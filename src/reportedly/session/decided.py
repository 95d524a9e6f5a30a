"""What people decided, kept between two questions: a team decides thousands of times, and every page asks for it."""

from __future__ import annotations

from dataclasses import dataclass

from reportedly.ledger import fold
from reportedly.model import Entry, EntryKind, Judgement
from reportedly.model.history import voided
from reportedly.ports import Store


@dataclass(frozen=True, slots=True)
class Decided:
    """The judgements that stand after `count` lines of a journal that ends in `chain`; by time, then id."""

    count: int = 0
    chain: str = ""
    judgements: tuple[Entry, ...] = ()
    retractions: tuple[Entry, ...] = ()
    standing: tuple[Judgement, ...] = ()

    def brought_up_to_date(self, store: Store) -> Decided:
        """The same after all lines that the store has now; only those that are new are read."""
        head = store.head()
        if (head.count, head.chain) == (self.count, self.chain):
            return self
        before = self if head.count > self.count else Decided()  # else it is another journal

        def read(kind: EntryKind) -> tuple[Entry, ...]:
            return tuple(entry for seq, entry in store.entries(kind, after=before.count) if seq <= head.count)

        judgements = before.judgements + read(EntryKind.JUDGEMENT)
        retractions = before.retractions + read(EntryKind.RETRACTION)
        new = (len(judgements), len(retractions)) != (len(before.judgements), len(before.retractions))
        standing = fold.standing_judgements(judgements, voided(retractions)) if new else before.standing
        return Decided(head.count, head.chain, judgements, retractions, standing)
