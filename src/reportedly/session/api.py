"""`Ledger`: what one can do with a ledger, beside all that can be asked of it."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from reportedly import __version__
from reportedly.config import default_reader, open_store, settings
from reportedly.errors import InvalidQuery, LedgerCorrupt, NotFound
from reportedly.ledger import fold, log
from reportedly.ledger.diff import Change
from reportedly.model import Claim, Entry, EntryKind, Judgement, Report, Verdict
from reportedly.model.wire import content_id
from reportedly.ports import Engine, Filter, PathLike, Store

from . import archive
from .adding import Added, Adding
from .linking import Linker
from .past import Past, changes, past
from .view import STRETCH, Link, View


def now_utc() -> datetime:
    """The clock, read nowhere else."""
    return datetime.now(UTC)


class Ledger(View):
    """A ledger of sourced claims: what was reported, who said so, and what people decided of it.

    `where` is a file, `postgresql://user@host/name`, ":memory:" or a `Store`; without it the
    setting REPORTEDLY_LEDGER, else `reportedly.db`. A file that is not there yet is made.
    `make_reader` and `link` replace the package's own reader and linking (for tests and for
    readers of one's own); a reader has a `name` with its version and `read(report) -> claims`.

        with Ledger("events.db") as ledger:
            ledger.add("reports/")
            for event in ledger.events(country="SY", since="2020-04"):
                print(ledger.why(event.id))
    """

    def __init__(
        self,
        where: PathLike | Store | None = None,
        *,
        author: str = "",
        make_reader: Callable[[], Any] = default_reader,
        link: Link | None = None,
        linker: str = __version__,
        clock: Callable[[], datetime] = now_utc,
    ) -> None:
        self.settings = settings(author=author or None)
        if where is None or isinstance(where, str | Path):
            store = open_store(str(where or self.settings.ledger), self.settings.patience)
        else:
            store = where
        rule, ranking = self.settings.rule, tuple(self.settings.hierarchy)
        named = f"{rule}:{content_id('', ranking)}" if rule == "hierarchy" else rule
        super().__init__(store, link or Linker(rule, ranking), f"{linker}/{named}")
        self._make_reader, self._clock = make_reader, clock

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of files and connections."""
        self.store.close()

    # Taking in

    def add(
        self,
        items: Any,
        jobs: int | None = None,
        progress: Callable[[Added], None] | None = None,
        engine: Engine | None = None,
    ) -> Added:
        """Read reports and keep what they claim; what this reader has read already is passed over.

        `items` is a path, a source, a report, something received, or any number of these; they
        are taken one after the other, so that millions need no more memory than dozens. A report
        that cannot be read becomes a recorded failure. `progress` is told after each batch what
        is safely kept. `jobs` is the number of processes (all cores where not given).
        """
        if engine is None:
            from reportedly.engines.local import engine as local_engine

            engine = local_engine(jobs or self.settings.jobs)
        name = getattr(self._make_reader, "name", "") or self._make_reader().name
        run = Adding(self.store, engine, self._make_reader, name, self.author, self._clock, progress)
        return run.run(items)

    def record(self, report: Report, claims: tuple[Claim, ...], reader: str, reason: str = "") -> int:
        """Keep claims that somebody else read from a report (hand-coded rows, another program); returns new entries."""
        return self.store.append(log.read_entries(report, claims, reader, self._clock(), self.author))

    @property
    def author(self) -> str:
        """Who writes: the setting, else the user of the system."""
        if self.settings.author:
            return self.settings.author
        try:
            return getpass.getuser()
        except (KeyError, OSError):
            return ""

    # Deciding

    def judge(
        self,
        verdict: Verdict | str,
        *claims: str,
        reason: str = "",
        changes: dict[str, Any] | None = None,
        author: str = "",
    ) -> Judgement:
        """Decide that two claims tell of the same or of different happenings, or accept, reject or amend one.

        The decision outlives any later reading. `changes` are fields in wire form. Deciding again
        replaces one's own earlier decision; deciding the same again changes nothing. What contradicts
        another decision is kept as well, and told by `conflicts`.
        """
        author = author or self.author
        verdict = self._verdict(verdict)
        for claim_id in claims:
            claim = self.claim(claim_id)
            if verdict is Verdict.AMEND:
                self._check_changes(claim, changes or {})
        wanted = (author, tuple(sorted(claims)), verdict, tuple(sorted((changes or {}).items())), reason)
        for same in self.judgements():
            if (same.author, same.claims, same.verdict, same.changes, same.reason) == wanted:
                return same
        earlier = (log.judgement_from(entry) for _, entry in self.store.entries(EntryKind.JUDGEMENT))
        replaces = [j.id for j in earlier if (j.author, j.claims) == wanted[:2]]
        try:
            decided = log.judgement(verdict, claims, author, reason, changes, replaces)
        except ValueError as error:
            raise InvalidQuery(str(error), subject=" ".join(claims)) from error
        self.store.append([log.judgement_entry(decided, self._clock(), replaces)])
        return decided

    def retract(self, target: str, reason: str, author: str = "") -> Entry:
        """Take back a report, a claim, a judgement, or any entry by its id; nothing is deleted, and it can be undone.

        Retracting a retraction (by the id of its entry) puts back what it took away.
        """
        if not reason.strip():
            raise InvalidQuery("a retraction needs a reason", subject=target)
        earlier = [e for _, e in self.store.entries(EntryKind.RETRACTION) if e.body["target"] == target]
        void = self._void()
        for entry in earlier:
            if entry.id not in void:
                return entry
        if not earlier and not self._is_there(target):
            raise NotFound("there is nothing of this id to retract", subject=target)
        replaces = [entry.id for entry in earlier]
        entry = log.retraction_entry(target, self._clock(), author or self.author, reason, replaces)
        self.store.append([entry])
        return entry

    # Keeping

    def backup(self, path: PathLike) -> str:
        """Write the whole ledger into one packed file, which appears only when complete. Returns its root hash."""
        return archive.write(self.store, Path(path)).root

    def restore(self, path: PathLike) -> str:
        """Take a backup into this empty ledger, and prove that it is the same. Returns its root hash."""
        return archive.read(Path(path), self.store).root

    def merge(self, other: Ledger) -> int:
        """Take in every entry of another ledger; returns how many were new. In either order the root is the same."""
        new, held = 0, []
        for _, entry in other.store.entries():
            if log.entry_id(entry.kind, entry.body) != entry.id:
                raise LedgerCorrupt("an entry of the other ledger is not what was recorded", subject=entry.id)
            held.append(entry)
            if len(held) == STRETCH:
                new += self.store.append(held, every_line=True)
                held = []
        return new + self.store.append(held, every_line=True)

    def as_of(self, time: datetime) -> Past:
        """The ledger as it stood at a time (UTC where it names no zone), for reading only.

        That of a large ledger lies in a temporary file until it is closed or let go.
        """
        moment = time if time.tzinfo else time.replace(tzinfo=UTC)
        return past(self.store, moment, self._link, self._linking)

    def diff(self, before: datetime, after: datetime | None = None) -> tuple[Change, ...]:
        """Which events are new, gone or changed between two times (to now where the later is not given)."""
        with self.as_of(before) as earlier:
            if after is None:
                return changes(earlier, self)
            with self.as_of(after) as later:
                return changes(earlier, later)

    def _is_there(self, target: str) -> bool:
        if self.store.get(target) is not None:
            return True
        asked = Filter(ids=(target,))
        if self.store.claims(asked, limit=1).items or self.store.reports(asked, limit=1).items:
            return True
        return any(entry.body["id"] == target for _, entry in self.store.entries(EntryKind.JUDGEMENT))

    def _verdict(self, verdict: Verdict | str) -> Verdict:
        try:
            return Verdict(verdict)
        except ValueError as error:
            known = ", ".join(v.value for v in Verdict)
            raise InvalidQuery("there is no such verdict", subject=str(verdict), hint=f"There are: {known}.") from error

    def _check_changes(self, claim: Claim, changes: dict[str, Any]) -> None:
        if not changes:
            raise InvalidQuery("an amendment changes nothing", subject=claim.id, hint="Give the fields to change.")
        try:
            fold.amend(claim, changes)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InvalidQuery(f"the amendment does not fit: {error}", subject=claim.id) from error
