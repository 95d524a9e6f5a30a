"""How a large ledger answers: `python -m benchmarks.ledger --claims 100000 [--where FILE-or-URL]`.

Fills a ledger with made-up claims (ten a report, one event for every two claims), then times a
filtered page of 50 events, full-text searches, and `why`, each as the median and the worst of
twenty different questions. Prints one line a measure. The ledger is made in a temporary folder
and deleted at the end, unless `--where` names one.
"""

from __future__ import annotations

import argparse
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

    day = date(2015, 1, 1) + timedelta(days=world.dice.randrange(DAYS))
    harm = at(f"{number} soldiers")
    return Claim(
        f"c-{n:08x}",
        report.id,
        ClaimKind.INCIDENT,
        TYPES[n % len(TYPES)],
        Status.ASSERTED,
        (Span.of(report.text, start, start + len(sentence) - 1),),
        actors=(Party(words["actor"], "rebel group", at(words["actor"])),),
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
        actors=one.actors,
        when=one.when,
        where=one.where,
        tolls=(Toll(Outcome.KILLED, Harmed.STATE_FORCE, min(figures), max(figures), max(figures), stands),),
        sources=tuple(sorted({str(one.attribution), str(other.attribution)})),
        independent_sources=len({str(one.attribution), str(other.attribution)}),
        credibility=2,
    )


def fill(store: SqlStore, world: World, claims: int) -> None:
    """Append everything, some hundred reports a time, and keep the events."""
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
    began = time.perf_counter()
    store.keep_events("benchmark", events(store))
    print(f"keep events: {time.perf_counter() - began:.0f} s", flush=True)


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
    yield "no event at all", lambda w: Filter(actor=w.actors[0], source=w.sources[0], at_least=5000)


SEARCHES: tuple[tuple[str, Callable[[World], str]], ...] = (
    ("rare word", lambda w: w.places[-1 - w.dice.randrange(500)][0]),
    ("frequent word", lambda w: "soldiers"),
    ("two words", lambda w: f"{w.skewed(w.actors)} {w.skewed(w.places)[0]}"),
    ("phrase", lambda w: f'"beside bridge {w.dice.randrange(9973)}"'),
    ("beginning", lambda w: f"{w.name(2)[:4]}*"),
)


def timed(name: str, ask: Callable[[], object], times: int = 20) -> None:
    """Print the median and the worst, by the clock and by the processor (others may share the machine)."""
    clock, cpu = [], []
    for _ in range(times):
        began, began_cpu = time.perf_counter(), time.process_time()
        ask()
        clock.append((time.perf_counter() - began) * 1000)
        cpu.append((time.process_time() - began_cpu) * 1000)
    told = f"median {statistics.median(clock):6.1f} ms, worst {max(clock):6.1f} ms"
    print(f"{name:<36} {told}; of the processor {statistics.median(cpu):6.1f}, {max(cpu):6.1f} ms", flush=True)


def measure(store: SqlStore, world: World) -> None:
    for name, make in questions(world):
        timed(f"events: {name}", lambda make=make: store.events(make(world), limit=50))
    for name, words in SEARCHES:
        timed(f"text in events: {name}", lambda words=words: store.events(Filter(text=words(world)), limit=50))
        timed(f"text in claims: {name}", lambda words=words: store.claims(Filter(text=words(world)), limit=50))
        timed(f"text in reports: {name}", lambda words=words: store.reports(Filter(text=words(world)), limit=50))
    ledger = Ledger(store, link=lambda *_: (), linker="benchmark")
    ledger.refresh = lambda: None  # the events were kept by `fill`
    some = [e.id for e in store.events(Filter(), limit=1000).items]
    timed("why of an event", lambda: ledger.why(world.dice.choice(some)))
    timed("why of a figure", lambda: ledger.why(f"{world.dice.choice(some)}:killed"))
    timed("why of a claim", lambda: ledger.why(f"c-{world.dice.randrange(1000):08x}"))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--claims", type=int, default=100_000)
    options.add_argument("--where", default="")
    given = options.parse_args()
    world = World()
    with tempfile.TemporaryDirectory(prefix="reportedly-benchmark-") as folder:
        store = SqlStore(given.where or Path(folder) / "benchmark.db")
        if not store.head().count:
            fill(store, world, given.claims)
        if not given.where:
            print(f"size: {sum(p.stat().st_size for p in Path(folder).iterdir()) / 1e9:.2f} GB")
        measure(store, world)
        store.close()


if __name__ == "__main__":
    main()
