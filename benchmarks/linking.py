"""How long linking takes, and how it grows: synthetic claims over eight years, 400 towns, 6 countries.

    python benchmarks/linking.py [--claims 20000 40000 ...]

For each size: seconds to link all claims at once (by the clock, and of processor time, which a busy
machine does not change; the growth is of the latter), and the median and worst time to add one report to
the full index. About three claims a report, two reports a happening; one claim in ten lacks its
day, one in six its town. The time span stays the same, so that more claims also means denser blocks.
"""

from __future__ import annotations

import argparse
import random
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from reportedly.events.link import Index
from reportedly.model import (
    Attribution,
    Claim,
    ClaimKind,
    Figure,
    Harm,
    Harmed,
    Link,
    Outcome,
    Party,
    PlacePrecision,
    Report,
    SourceRole,
    Span,
    Status,
    When,
    Where,
)

TYPES = ("armed clash", "air strike", "shelling", "bombing", "shooting", "attack", "abduction", "arrest", "talks")
SYLLABLES = ("ba", "ko", "ri", "tan", "mu", "sel", "dar", "ghu", "zan", "li", "pe", "nor", "ka", "fim", "tu", "vo")
DAYS = 8 * 365
START = date(2015, 1, 1)

Told = dict[str, Any]


def _names(rng: random.Random, count: int, length: int) -> list[str]:
    names: set[str] = set()
    while len(names) < count:
        names.add("".join(rng.choice(SYLLABLES) for _ in range(length)).capitalize())
    return sorted(names)


class World:
    """Towns, groups and words to make claims of; the same seed gives the same claims."""

    def __init__(self, seed: int = 11) -> None:
        self.rng = rng = random.Random(seed)
        self.towns = [
            (name, 12 + (k // 70) * 6 + rng.random() * 4, 20 + rng.random() * 5, f"{'ABCDEF'[k // 70]}X")
            for k, name in enumerate(_names(rng, 400, 3))
        ]
        self.groups = _names(rng, 60, 4)
        self.sources = [f"{name} Monitor" for name in _names(rng, 80, 3)]
        self.words = [w.lower() for w in _names(rng, 6000, 4)]

    def happening(self) -> Told:
        rng = self.rng
        return {
            "town": rng.choice(self.towns),
            "day": START + timedelta(days=rng.randrange(DAYS)),
            "type": rng.choice(TYPES),
            "actor": rng.choice(self.groups),
            "killed": rng.randint(1, 40),
            "words": rng.sample(self.words, 6),
        }

    def reports(self, claims: int) -> list[tuple[Report, list[Claim]]]:
        made: list[tuple[Report, list[Claim]]] = []
        total, shown = 0, []
        while total < claims:
            told = []
            for _ in range(min(self.rng.choice((2, 3, 4)), claims - total)):
                if shown and self.rng.random() < 0.55:
                    told.append(self.rng.choice(shown[-200:]))
                else:
                    told.append(self.happening())
                    shown.append(told[-1])
            made.append(self._report(f"r{len(made):06}", told))
            total += len(told)
        return made

    def _report(self, name: str, told: list[Told]) -> tuple[Report, list[Claim]]:
        rng, sentences = self.rng, []
        for h in told:
            words = " ".join([*h["words"], *rng.sample(self.words, 8)])
            place, actor, killed = h["town"][0], h["actor"], h["killed"]
            sentences.append(f"The {h['type']} at {place} by {actor} killed {killed} people, with {words}.")
        day = max(h["day"] for h in told) + timedelta(days=1)
        at = datetime(day.year, day.month, day.day, tzinfo=UTC)
        claims, start = [], 0
        for k, (h, sentence) in enumerate(zip(told, sentences, strict=True)):
            claims.append(self._claim(f"{name}-{k}", name, h, Span(start, start + len(sentence), sentence)))
            start += len(sentence) + 1
        return Report(name, " ".join(sentences), f"Outlet {rng.randrange(50)}", at), claims

    def _claim(self, name: str, report: str, h: Told, span: Span) -> Claim:
        rng = self.rng
        town, lat, lon, country = h["town"]
        where = Where(town, None, lat, lon, 5000, country=country)
        if rng.random() < 1 / 6:
            where = Where(country, country=country, precision=PlacePrecision.COUNTRY)
        when = None if rng.random() < 0.1 else When(h["day"], h["day"] + timedelta(days=rng.choice((0, 0, 0, 1))))
        harm = Harm(Outcome.KILLED, Figure(h["killed"] + rng.choice((0, 0, 0, 2))), span, span, Harmed.CIVILIAN)
        kind = ClaimKind.STATEMENT if h["type"] == "talks" else ClaimKind.INCIDENT
        source = Attribution((Link(rng.choice(self.sources), SourceRole.MONITOR),))
        actors = (Party(h["actor"], "rebel group"),)
        return Claim(
            name, report, kind, h["type"], Status.ASSERTED, (span,), actors, (), when, where, (), (harm,), source
        )


def _add_each(index: Index, late: list[tuple[Report, list[Claim]]]) -> list[float]:
    """Seconds to add each of these reports, under new ids, sorted."""
    took = []
    for k, (report, claims) in enumerate(late):
        new = replace(report, id=f"z{k}")
        moved = [replace(c, id=f"z{k}-{n}", report=new.id) for n, c in enumerate(claims)]
        start = time.perf_counter()
        index.add(moved, {new.id: new})
        took.append(time.perf_counter() - start)
    return sorted(took)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, nargs="+", default=[50_000, 100_000])
    args = parser.parse_args(argv)
    before = 0.0
    for size in args.claims:
        world = World()
        made, late = world.reports(size), world.reports(60)
        reports = {r.id: r for r, _ in made}
        start, work = time.perf_counter(), time.process_time()
        index = Index((c for _, cs in made for c in cs), reports)
        wall, took = time.perf_counter() - start, time.process_time() - work
        events = index.events()
        added = _add_each(index, late)
        growth = f" (x{took / before:.2f})" if before else ""
        print(
            f"{size} claims linked in {wall:.1f} s, processor time {took:.1f} s{growth}: {len(events)} events, "
            f"the largest of {max(len(e.claims) for e in events)} claims; "
            f"one report added in {added[len(added) // 2] * 1000:.0f} ms, at most {added[-1] * 1000:.0f} ms",
            flush=True,
        )
        before = took
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
