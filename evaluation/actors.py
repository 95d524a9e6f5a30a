"""How many of the gold parties the rules find, under the right name and of the right sort.

    python -m evaluation.actors --data DIR [--errors N]

DIR holds `<id>.txt` and `<id>.json` (hand-coded claims). A gold actor or target counts as found where
a mention that overlaps the claim's evidence has the same name, by name or by text; "name" counts the
names alone, "sort" the share of those found that have the same sort.
"""

from __future__ import annotations

import argparse
import json
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from reportedly.mentions.actors import find_actors
from reportedly.mentions.weapons import find_weapons
from reportedly.model import Mention, Report
from reportedly.parsers.spacy import SpacyParser

_STOP = frozenset({"the", "a", "an", "of", "and", "in", "on", "at", "for", "to", "s", "by", "from", "with"})
_OWNERS = frozenset({"its", "his", "their"})
_ARTICLES = re.compile(r"\b(al|el|ar|as|ad|an|at|az|ash)[-\s](?=\w)")


def fold(name: str) -> set[str]:
    """A name's words, lower case, without accents, articles and apostrophes."""
    text = unicodedata.normalize("NFKD", name or "").encode("ascii", "ignore").decode().lower()
    text = _ARTICLES.sub("", text.replace("'", ""))
    return {w[:-1] if len(w) > 4 and w.endswith("s") else w for w in re.findall(r"[a-z0-9]+", text)} - _STOP - _OWNERS


def same_name(a: str, b: str) -> bool:
    """True where the two names share at least half of the shorter one's words."""
    x, y = fold(a), fold(b)
    return bool(x and y) and len(x & y) / min(len(x), len(y)) >= 0.5


@dataclass
class Tally:
    """Counts over all reports, and what was missed."""

    counts: Counter = field(default_factory=Counter)
    missed: list[tuple] = field(default_factory=list)
    sorts: list[tuple] = field(default_factory=list)


def _overlapping(text: str, quotes: list[str], mentions: tuple[Mention, ...]) -> list[Mention]:
    found = []
    for quote in quotes:
        at = text.find(quote)
        if at >= 0:
            found += [m for m in mentions if m.span.start < at + len(quote) and m.span.end > at]
    return found


def score_party(tally: Tally, report: str, party: dict, near: list[Mention]) -> None:
    """Adds one gold party to the counts."""
    name, text, counts = party.get("name") or "", party.get("text") or "", tally.counts
    counts["parties"] += 1
    named = [m for m in near if same_name(name, m.value.name)]
    either = [m for m in near if any(same_name(x, y) for x in (name, text) for y in (m.value.name, m.span.text))]
    counts["name"] += bool(named)
    counts["found"] += bool(either)
    if not named:
        tally.missed.append((report, name, party["sort"], text, "found" if either else "-"))
    best = [m for m in either if same_name(text, m.span.text)] or named or either
    if either:
        agree = any(m.value.sort == party["sort"] for m in best)
        counts["sort"] += agree
        if not agree:
            tally.sorts.append((report, name, party["sort"], text, sorted({m.value.sort for m in best})))


def measure(folder: Path) -> Tally:
    """Reads every report of the folder and compares."""
    parser, tally = SpacyParser(), Tally()
    for path in sorted(folder.glob("*.json")):
        if path.name.endswith(".meta.json"):
            continue
        gold, text = json.loads(path.read_text("utf-8")), path.with_suffix(".txt").read_text("utf-8")
        meta_path = path.with_suffix(".meta.json")
        meta = json.loads(meta_path.read_text("utf-8")) if meta_path.is_file() else {}
        report = Report(id=gold["report"], text=text, outlet=meta.get("outlet") or "", title=meta.get("title") or "")
        (parse,) = parser.parse([text])
        actors, weapons = find_actors(report, parse), find_weapons(report, parse)
        for claim in gold["claims"]:
            near = _overlapping(text, claim["evidence"], actors)
            for party in claim["actors"] + claim["targets"]:
                score_party(tally, gold["report"], party, near)
            arms = [w.span.text for w in _overlapping(text, claim["evidence"], weapons)]
            for weapon in claim["weapons"]:
                tally.counts["weapons"] += 1
                hit = any(same_name(weapon, arm) for arm in arms)
                tally.counts["weapon found"] += hit
                if not hit:
                    tally.missed.append((gold["report"], weapon, "WEAPON", "", "-"))
    return tally


def main(argv: list[str] | None = None) -> int:
    """Prints the shares, and on request what was missed."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--errors", type=int, default=0, help="print up to N misses of each kind")
    args = options.parse_args(argv)
    tally = measure(args.data)
    counts = tally.counts
    for label, part, whole in (
        ("found (name or text)", "found", "parties"),
        ("found by name", "name", "parties"),
        ("same sort, of those found", "sort", "found"),
        ("weapons found", "weapon found", "weapons"),
    ):
        share = counts[part] / counts[whole] if counts[whole] else 0.0
        print(f"{label:28} {share:.3f}  ({counts[part]} of {counts[whole]})")
    for title, rows in (("not found by name", tally.missed), ("other sort", tally.sorts)):
        for row in rows[: args.errors]:
            print(title, *row, sep=" | ")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
