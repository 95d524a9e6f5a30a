"""How a large ledger answers: `python -m benchmarks.ledger --claims 100000 [--where FILE-or-URL] [--cold]`.

Fills a ledger with made-up claims (ten a report, one event for every two claims, one judgement for
every 200, one in 10,000 of a rare kind or status), then times a filtered page of 50 events, full-text
searches, and `why`, each as the median and the worst of twenty different questions. The events are
planted: linking a million claims takes a quarter of an hour, and the pages read what linking would
have kept. Prints one line a measure. The ledger is made in a temporary folder and deleted at the
end, unless `--where` names one that stays and is used again.

`--cold` asks each question of a file of which the system holds nothing in memory, through a ledger
opened anew (Linux, SQLite).
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from reportedly.ledger import log
from reportedly.model import (
    Attribution,
    Claim,
    ClaimKind,
    Entry,
    Event,
    Figure,
    Harm,
    Harmed,
    Link,
    Outcome,
    Party,
    Report,
    SourceRole,
    Span,
    Stand,
    Status,
    Toll,
    Verdict,
    When,
    Where,
)
from reportedly.ports import Filter
from reportedly.session import Ledger
from reportedly.stores.sql import SqlStore

CLAIMS_A_REPORT = 10
START = datetime(2026, 1, 1, tzinfo=UTC)
TYPES = ("armed clash", "shelling", "air strike", "bombing", "abduction", "arrest", "attack", "shooting")
SYLLABLES = ("ba", "dar", "el", "gor", "ha", "kin", "lu", "mar", "na", "or", "qa", "ri", "sul", "ta", "wa", "zed")
DAYS = 4000
CLAIMS_A_JUDGEMENT = 200
RARE = 10_000  # one claim in so many is threatened, another one a posture
LATE = "Late Front"  # an actor known only of late, in one claim of forty


class World:
    """Made-up places, actors and sources, drawn from with the skew that real ones have."""

    def __init__(self, seed: int = 1) -> None:
        self.dice = random.Random(seed)
        self.places = [
            (self.name(), f"province {k % 300}", f"{chr(65 + k % 20)}{chr(65 + k % 7)}", *self.point())
            for k in range(5000)
        ]
        self.actors = [self.name(3) for _ in range(400)]
        self.sources = [self.name(2) for _ in range(300)]

    def name(self, length: int = 2) -> str:
        return "".join(self.dice.choices(SYLLABLES, k=length + 1)).title()

    def point(self) -> tuple[float, float]:
        return round(self.dice.uniform(-35, 55), 4), round(self.dice.uniform(-20, 110), 4)

    def skewed(self, things: list) -> object:
        return things[int(len(things) * self.dice.random() ** 3)]

    def sentence(self, k: int) -> tuple[str, dict[str, str], tuple, int]:
        place, number = self.skewed(self.places), self.dice.randint(1, 90)
        words = {"actor": self.skewed(self.actors), "place": place[0], "source": self.skewed(self.sources)}
        text = (
            f"Fighters of {words['actor']} attacked a post near {words['place']} on Monday and {number} soldiers were "
            f"killed beside bridge {k % 9973}, according to {words['source']}. "
        )
        return text, words, place, number


def reports(world: World, count: int) -> Iterator[tuple[Report, list[Claim]]]:
    """Reports with their claims, as a reader would give them."""
    for k in range(count):
        parts = [world.sentence(k * CLAIMS_A_REPORT + j) for j in range(CLAIMS_A_REPORT)]
        text = "".join(part[0] for part in parts)
        report = Report(
            f"r-{k}",
            text,
            f"Outlet {k % 80}",
            START + timedelta(days=k % DAYS),
            title=parts[0][1]["place"],
            sha256=f"{k:064x}",
        )
        claims, start = [], 0
        for j, (sentence, words, place, number) in enumerate(parts):
            claims.append(claim(world, report, k * CLAIMS_A_REPORT + j, start, sentence, words, place, number))
            start += len(sentence)
        yield report, claims


def claim(
    world: World, report: Report, n: int, start: int, sentence: str, words: dict, place: tuple, number: int
) -> Claim:
    def at(what: str) -> Span:
        k = report.text.index(what, start)
        return Span.of(report.text, k, k + len(what))

    late = n % 40 == 7
    day = date(2015, 1, 1) + timedelta(days=DAYS - 60 + n % 60 if late else world.dice.randrange(DAYS))
    harm = at(f"{number} soldiers")
    return Claim(
        f"c-{n:08x}",
        report.id,
        ClaimKind.POSTURE if n % RARE == 1 else ClaimKind.INCIDENT,
        TYPES[n % len(TYPES)],
        Status.THREATENED if n % RARE == 3 else Status.ASSERTED,
        (Span.of(report.text, start, start + len(sentence) - 1),),
        actors=(Party(LATE if late else words["actor"], "rebel group", at(words["actor"])),),
        when=When(day, day, at("Monday")),
        where=Where(words["place"], at(words["place"]), place[3], place[4], 5000, place[1], None, place[2]),
        toll=(Harm(Outcome.KILLED, Figure(number, number), harm, harm, Harmed.STATE_FORCE),),
        attribution=Attribution((Link(words["source"], SourceRole.MONITOR, at(words["source"])),)),
        reader="benchmark",
        score=round(world.dice.random(), 3),
    )


def events(store: SqlStore) -> Iterator[Event]:
    """One event for every two claims, in the order of the claims."""
    cursor = ""
    while True:
        page = store.claims(Filter(), cursor, 1000)
        for one, other in zip(page.items[::2], page.items[1::2]):
            yield _event(one, other)
        cursor = page.cursor
        if not cursor:
            return


def _event(one: Claim, other: Claim) -> Event:
    figures = [c.toll[0].figure.low or 0 for c in (one, other)]
    stands = tuple(Stand(str(c.attribution), f, f, c.id) for c, f in zip((one, other), figures))
    return Event(
        f"e-{one.id[2:]}",
        one.kind,
        one.type,
        tuple(sorted((one.id, other.id))),
        tuple(sorted({one.report, other.report})),
        actors=tuple(dict.fromkeys(one.actors + other.actors)),
        when=one.when,
        where=one.where,
        tolls=(Toll(Outcome.KILLED, Harmed.STATE_FORCE, min(figures), max(figures), max(figures), stands),),
        sources=tuple(sorted({str(one.attribution), str(other.attribution)})),
        independent_sources=len({str(one.attribution), str(other.attribution)}),
        credibility=2,
    )


def fill(store: SqlStore, world: World, claims: int) -> None:
    """Append everything, some hundred reports a time, and keep the events as a ledger would find them."""
    held: list = []
    began = time.perf_counter()
    for report, told in reports(world, claims // CLAIMS_A_REPORT):
        held += log.read_entries(report, told, "benchmark", START)
        if len(held) >= 5000:
            store.append(held)
            held = []
    store.append(held)
    spent = time.perf_counter() - began
    print(f"append: {claims} claims in {spent:.0f} s, {claims / spent:.0f} claims/s", flush=True)
    decided = [_judgement(world, k, claims) for k in range(claims // CLAIMS_A_JUDGEMENT)]
    store.append(decided)
    began = time.perf_counter()
    store.keep_events(_ledger(store)._events_key(), events(store))
    print(f"keep events: {time.perf_counter() - began:.0f} s", flush=True)


def _judgement(world: World, k: int, claims: int) -> Entry:
    """What a person decided on a claim, of every kind one in three."""
    claim, other = (f"c-{world.dice.randrange(claims):08x}" for _ in range(2))
    decided = (
        log.judgement(Verdict.ACCEPT, (claim,), "a desk", "seen"),
        log.judgement(Verdict.AMEND, (claim,), "a desk", "as the words say", {"type": "attack"}),
        log.judgement(Verdict.DIFFERENT, (claim, other), "another desk", "two villages"),
    )[k % 3]
    return log.judgement_entry(decided, START + timedelta(minutes=k))


def _ledger(store: SqlStore) -> Ledger:
    """A ledger as it is opened, but for the linking, which is never asked for."""
    return Ledger(store, link=lambda *_: (), linker="benchmark")


def questions(world: World) -> Iterator[tuple[str, Callable[[World], Filter]]]:
    """What is asked, by name."""
    day = lambda w: date(2015, 1, 1) + timedelta(days=w.dice.randrange(DAYS - 60))  # noqa: E731
    place = lambda w: w.skewed(w.places)  # noqa: E731
    yield "first page", lambda w: Filter()
    yield "newest first", lambda w: Filter(newest_first=True)
    yield "type and month", lambda w: Filter(type=(w.dice.choice(TYPES),), since=(d := day(w)), until=d + timedelta(30))
    yield "frequent actor", lambda w: Filter(actor=w.actors[w.dice.randrange(5)])
    yield "rare actor", lambda w: Filter(actor=w.actors[-1 - w.dice.randrange(50)])
    yield "actor, type, 50 killed", lambda w: Filter(actor=w.skewed(w.actors), type=(TYPES[1],), at_least=50)
    yield "country and since", lambda w: Filter(country=place(w)[2], since=day(w))
    yield "province", lambda w: Filter(country=(p := place(w))[2], admin1=p[1])
    yield "box of two degrees", lambda w: Filter(box=((p := place(w))[3] - 1, p[4] - 1, p[3] + 1, p[4] + 1))
    yield "box of forty degrees", lambda w: Filter(box=(-5.0, 0.0, 35.0, 40.0), since=day(w))
    yield "within 50 km, 30 killed", lambda w: Filter(near=((p := place(w))[3], p[4], 50_000.0), at_least=30)
    yield "source and confidence", lambda w: Filter(source=w.skewed(w.sources), confidence=0.9, independent=2)
    yield "two frequent actors' meeting", lambda w: Filter(actor=w.actors[0], source=f"outlet {w.dice.randrange(80)}")
    yield "actor known only of late", lambda w: Filter(actor=LATE)
    yield "late actor and source", lambda w: Filter(actor=LATE, source=w.skewed(w.sources))
    yield "rare status", lambda w: Filter(status="threatened", country=place(w)[2])
    yield "rare kind", lambda w: Filter(kind=("posture",))
    yield "outlet", lambda w: Filter(outlet=f"Outlet {w.dice.randrange(80)}", since=day(w))
    yield "no event at all", lambda w: Filter(actor=w.actors[0], source=w.sources[0], at_least=5000)


SEARCHES: tuple[tuple[str, Callable[[World], str]], ...] = (
    ("rare word", lambda w: w.places[-1 - w.dice.randrange(500)][0]),
    ("frequent word", lambda w: "soldiers"),
    ("two words", lambda w: f"{w.skewed(w.actors)} {w.skewed(w.places)[0]}"),
    ("number, in one of fifty", lambda w: str(w.dice.randint(1, 90))),
    ("phrase, in one of ninety", lambda w: f'"{w.dice.randint(1, 90)} soldiers"'),
    ("phrase", lambda w: f'"beside bridge {w.dice.randrange(9973)}"'),
    ("beginning", lambda w: f"{w.name(2)[:4]}*"),
)


def timed(name: str, ask: Callable[[], object], before: Callable[[], None] | None, times: int = 20) -> None:
    """Print the median and the worst, by the clock and by the processor (others may share the machine)."""
    clock, cpu = [], []
    for _ in range(times):
        if before:
            before()
        began, began_cpu = time.perf_counter(), time.process_time()
        ask()
        clock.append((time.perf_counter() - began) * 1000)
        cpu.append((time.process_time() - began_cpu) * 1000)
    told = f"median {statistics.median(clock):6.1f} ms, worst {max(clock):6.1f} ms"
    print(f"{name:<36} {told}; of the processor {statistics.median(cpu):6.1f}, {max(cpu):6.1f} ms", flush=True)


class Asked:
    """The ledger that is asked; where it is cold, opened anew for every question, with nothing of it in memory."""

    def __init__(self, store: SqlStore, cold: bool) -> None:
        self.ledger, self.before = _ledger(store), self._forget if cold else None

    def _forget(self) -> None:
        where = Path(self.ledger.store.where)  # type: ignore[attr-defined]
        self.ledger.close()
        for path in (where, where.with_name(f"{where.name}-wal")):
            if path.exists():
                with path.open("rb") as file:
                    os.fsync(file.fileno())
                    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        self.ledger = _ledger(SqlStore(where))


def measure(store: SqlStore, world: World, cold: bool = False) -> None:
    asked = Asked(store, cold)
    some = [e.id for e in store.events(Filter(), limit=1000).items]

    def page(name: str, what: str, make: Callable[[World], Filter]) -> None:
        def ask() -> object:
            ledger, wanted = asked.ledger, make(world)
            if what == "reports":
                return ledger.store.reports(wanted, limit=50)
            return ledger.events_page(wanted) if what == "events" else ledger.claims_page(wanted)

        timed(name, ask, asked.before)

    for name, make in questions(world):
        page(f"events: {name}", "events", make)
    for name, words in SEARCHES:
        for what in ("events", "claims", "reports"):
            page(f"text in {what}: {name}", what, lambda w, words=words: Filter(text=words(w)))
    timed("why of an event", lambda: asked.ledger.why(world.dice.choice(some)), asked.before)
    timed("why of a figure", lambda: asked.ledger.why(f"{world.dice.choice(some)}:killed"), asked.before)
    timed("why of a claim", lambda: asked.ledger.why(f"c-{world.dice.randrange(1000):08x}"), asked.before)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--claims", type=int, default=100_000)
    options.add_argument("--where", default="")
    options.add_argument("--cold", action="store_true", help="of a file that the system holds nothing of in memory")
    given = options.parse_args()
    world = World()
    with tempfile.TemporaryDirectory(prefix="reportedly-benchmark-") as folder:
        store = SqlStore(given.where or Path(folder) / "benchmark.db")
        if not store.head().count:
            fill(store, world, given.claims)
        if not given.where:
            print(f"size: {sum(p.stat().st_size for p in Path(folder).iterdir()) / 1e9:.2f} GB")
        measure(store, world, given.cold)
        store.close()


if __name__ == "__main__":
    main()
