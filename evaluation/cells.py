"""Pairs of claims from reports on one day and place, drawn to be judged one by one: does linking join what it should?

    python -m evaluation cells --data FILE [--seed N] [--blind]
    python -m evaluation cells --judged evaluation/cells.csv

FILE holds reports as JSON lines with `claimed_date` and `location` (FA-KES). Reports that share both are a cell. All
reports of FILE are read and linked together. From the cells two kinds of pairs of claims of different reports are
drawn, half each: pairs that linking joined, and pairs that it did not join though type, day and place nearly agree.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import json
import random
import textwrap
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from reportedly.errors import ReportedlyError
from reportedly.events.compare import days_apart, place_score, type_score
from reportedly.events.sketch import Sketch, sketch
from reportedly.model import Claim, Report
from reportedly.pipeline import link
from reportedly.reports.intake import intake
from reportedly.sources.jsonl import from_record

from .reading import default_reader

COUNT = 40  # pairs, half of each kind
SEED = 5
# What "nearly agree" means: one group of types, at most a day between, one place or one inside the other.
LEAST_TYPE, MOST_DAYS, LEAST_PLACE = 0.6, 1, 0.5
AROUND = 200  # characters shown on each side of a passage
LONGEST_DAYS = 7  # a longer time agrees with nearly every day, and says nothing
VERDICTS = ("same", "different", "cannot be told")
COLUMNS = ("cell", "report", "claim", "at", "other report", "other claim", "other at", "linked", "verdict", "mistake")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two claims of different reports of one cell, by id, and whether linking put them into one event."""

    cell: str
    one: str
    other: str
    linked: bool


def load(path: Path) -> tuple[dict[str, Report], dict[str, str]]:
    """Reports by id, and the cell ("day|place") of each that has both; a line that is no report is left out."""
    reports: dict[str, Report] = {}
    cells: dict[str, str] = {}
    for line in path.read_text("utf-8").split("\n"):  # texts may hold other line breaks
        with contextlib.suppress(ReportedlyError, json.JSONDecodeError):
            row = json.loads(line)
            received = from_record(row, path.name, {}, {})
            if isinstance(received, ReportedlyError):
                continue
            report = intake(received)
            reports[report.id] = report
            if row.get("claimed_date") and row.get("location"):
                cells[report.id] = f"{row['claimed_date']}|{row['location']}"
    return reports, cells


def nearly_agree(one: Sketch, other: Sketch) -> bool:
    """True where type group, day and place are told by both and are the same, or nearly."""
    spans = [s.last - s.first for s in (one, other) if s.first is not None and s.last is not None]
    if len(spans) < 2 or max(spans) >= LONGEST_DAYS:
        return False
    gap, place = days_apart(one, other), place_score(one, other)
    if gap is None or gap > MOST_DAYS or place is None or place < LEAST_PLACE:
        return False
    return type_score(one, other) >= LEAST_TYPE


def candidates(
    claims: Iterable[Claim], reports: Mapping[str, Report], cells: Mapping[str, str], event_of: Mapping[str, str]
) -> tuple[list[Pair], list[Pair]]:
    """All pairs of claims of different reports of one cell: those linked, and those not linked that nearly agree."""
    members: dict[str, list[Sketch]] = {}
    for claim in sorted(claims, key=lambda c: c.id):
        if claim.report in cells:
            members.setdefault(cells[claim.report], []).append(sketch(claim, reports.get(claim.report)))
    linked, near = [], []
    for cell in sorted(members):
        for one, other in combinations(members[cell], 2):
            if one.report == other.report:
                continue
            if one.id in event_of and event_of[one.id] == event_of.get(other.id):
                linked.append(Pair(cell, one.id, other.id, True))
            elif nearly_agree(one, other):
                near.append(Pair(cell, one.id, other.id, False))
    return linked, near


def spread(pairs: Iterable[Pair], count: int, seed: int) -> list[Pair]:
    """`count` pairs by chance, one of each cell in turn, so that a cell of many reports does not outweigh the rest.

    The same pairs for the same input and seed; fewer where there are not so many.
    """
    chance = random.Random(seed)
    by_cell: dict[str, list[Pair]] = {}
    for pair in sorted(pairs, key=lambda p: (p.cell, p.one, p.other)):
        by_cell.setdefault(pair.cell, []).append(pair)
    queues = [by_cell[cell] for cell in sorted(by_cell)]
    chance.shuffle(queues)
    for queue in queues:
        chance.shuffle(queue)
    drawn: list[Pair] = []
    while len(drawn) < count and any(queues):
        drawn += [queue.pop() for queue in queues if queue][: count - len(drawn)]
    return drawn


def sample(linked: Sequence[Pair], near: Sequence[Pair], count: int = COUNT, seed: int = SEED) -> list[Pair]:
    """Half of `count` from each kind, in an order that does not tell which is which."""
    drawn = spread(linked, count // 2, seed) + spread(near, count - count // 2, seed + 1)
    random.Random(seed + 2).shuffle(drawn)
    return drawn


def extent(claim: Claim) -> str:
    """Where the claim's passages lie in its report, as "start-end", in code points."""
    return f"{min(s.start for s in claim.evidence)}-{max(s.end for s in claim.evidence)}"


def passage(claim: Claim, text: str) -> str:
    """The claim's passages, each between « and », with the words around them."""
    shown, at = [], 0
    for span in sorted(claim.evidence, key=lambda s: (s.start, s.end)):
        start = max(at, span.start)
        before = max(at, start - AROUND)
        shown.append(("" if before <= at else " [...] ") + f"{text[before:start]}«{text[start : span.end]}»")
        at = max(at, span.end)
    return "".join(shown) + text[at : at + AROUND]


def reading(claim: Claim) -> str:
    """What was read from a passage, on one line."""
    when, where = claim.when, claim.where
    parts = [
        f"{claim.kind}, {claim.type}, {claim.status}",
        f"by {'; '.join(p.name for p in claim.actors) or '?'} on {'; '.join(p.name for p in claim.targets) or '?'}",
        f"{when.earliest} to {when.latest} ({when.basis})" if when else "no time",
        f"{where.name}, {where.admin1}" if where else "no place",
        *(f"{h.outcome} {h.figure.low}-{h.figure.high} {h.party} ({h.who.text})" for h in claim.toll),
        f"source: {claim.attribution or '?'}",
    ]
    return " | ".join(parts)


def show(number: int, pair: Pair, claims: Mapping[str, Claim], reports: Mapping[str, Report], blind: bool) -> str:
    """One pair as it is laid before whoever judges: both passages and both readings."""
    lines = [f"--- {number}  {pair.cell}" + ("" if blind else f"  {'linked' if pair.linked else 'not linked'}")]
    for key in (pair.one, pair.other):
        claim = claims[key]
        text = reports[claim.report].text
        lines.append(f"{claim.report} {reports[claim.report].outlet} {key} {extent(claim)}")
        quote = passage(claim, text)
        lines += textwrap.wrap(quote, 118, initial_indent="  > ", subsequent_indent="  > ")
        lines.append(f"  {reading(claim)}")
    return "\n".join(lines)


def read_verdicts(path: Path) -> list[dict[str, str]]:
    """The judged pairs of a file with the columns of `COLUMNS`; ValueError where a row is none."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for number, row in enumerate(rows, 1):
        if set(row) != set(COLUMNS) or row["verdict"] not in VERDICTS or row["linked"] not in ("yes", "no"):
            raise ValueError(f"{path.name}, row {number}: not a judged pair")
    return rows


def summary(rows: Iterable[Mapping[str, str]]) -> dict[str, dict[str, int]]:
    """How many pairs that were linked, and that were not, were judged the same, different, or beyond telling."""
    counts = Counter((row["linked"], row["verdict"]) for row in rows)
    names = {"yes": "linked", "no": "not linked"}
    return {names[key]: {verdict: counts[key, verdict] for verdict in VERDICTS} for key in names}


def main(argv: list[str]) -> int:
    """Prints the drawn pairs, or with `--judged` the sum of what was judged."""
    parser = argparse.ArgumentParser(prog="python -m evaluation cells", description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, help="JSON lines with claimed_date and location")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--count", type=int, default=COUNT, help="how many pairs, half of each kind")
    parser.add_argument("--blind", action="store_true", help="do not tell whether a pair was linked")
    parser.add_argument("--judged", type=Path, help="sum up this file of verdicts; nothing is read or drawn")
    args = parser.parse_args(argv)
    if args.judged:
        for kind, counts in summary(read_verdicts(args.judged)).items():
            print(f"{kind}: " + ", ".join(f"{n} {verdict}" for verdict, n in counts.items()))
        return 0
    if not args.data:
        parser.error("give --data FILE or --judged FILE")
    reports, cells = load(args.data)
    reader = default_reader()
    claims = {claim.id: claim for found in reader.read_many(reports.values()) for claim in found}
    event_of = {c: event.id for event in link(claims.values(), reports) for c in event.claims}
    linked, near = candidates(claims.values(), reports, cells, event_of)
    shared = [n for n in Counter(cells.values()).values() if n > 1]
    print(
        f"{reader.name}: {len(claims)} claims of {len(reports)} reports; {sum(shared)} reports in {len(shared)} cells "
        f"of two or more; {len(linked)} pairs linked in {len({p.cell for p in linked})} cells, {len(near)} not linked "
        f"that nearly agree in {len({p.cell for p in near})}"
    )
    for number, pair in enumerate(sample(linked, near, args.count, args.seed), 1):
        print(show(number, pair, claims, reports, args.blind))
    return 0


if __name__ == "__main__":
    import sys

    raise SystemExit(main(sys.argv[1:]))
