"""Measures chains of sources on hand-coded claims, given where each claim stands.

    python -m evaluation.chains --data DIR [--errors]

DIR holds `<id>.txt`, `<id>.meta.json` and `<id>.json` (claims with `evidence` and `attribution`).
For each claim the attribution at its first evidence is compared: `source` is the share whose
origins bear the same name (or are both absent), `chain` the share whose links all agree in order.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from reportedly.claims.attribution import attribution_at, find_sources
from reportedly.model import Report, Span
from reportedly.parsers.spacy import SpacyParser

_STOP = frozenset(
    {"the", "a", "an", "of", "and", "in", "on", "at", "for", "to", "by", "from", "with", "his", "its", "their", "s"}
)
_ARTICLE = re.compile(r"\b(al|el|ar|as|ad|an|at|az|ash)[-\s](?=\w)")


def name_words(name: str) -> set[str]:
    """A name's words in lower case, without accents, articles and plural endings."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower().replace("'", "")
    words = re.findall(r"[a-z0-9]+", _ARTICLE.sub("", plain))
    return {w[:-1] if len(w) > 4 and w.endswith("s") else w for w in words} - _STOP


def same_name(a: str, b: str) -> bool:
    """True where two names share at least half of the shorter one's words."""
    left, right = name_words(a), name_words(b)
    return bool(left and right) and len(left & right) >= 0.5 * min(len(left), len(right))


def compare(folder: Path) -> Iterator[tuple[str, str, list[str], list[str]]]:
    """(report, evidence, chain as coded, chain as found) of each claim, in order of the files."""
    paths = [p for p in sorted(folder.glob("*.json")) if not p.name.endswith(".meta.json")]
    texts = [p.with_suffix(".txt").read_text("utf-8") for p in paths]
    for path, text, parse in zip(paths, texts, SpacyParser().parse(texts)):
        meta = path.with_suffix(".meta.json")
        fields = json.loads(meta.read_text("utf-8")) if meta.is_file() else {}
        report = Report(path.stem, text, outlet=fields.get("outlet") or "", title=fields.get("title") or "")
        sources = find_sources(report, parse)
        for claim in json.loads(path.read_text("utf-8"))["claims"]:
            quote = claim["evidence"][0]
            start = text.find(quote)
            if start >= 0:
                found = attribution_at(sources, Span.of(text, start, start + len(quote)))
                yield path.stem, quote, claim["attribution"], [link.name for link in found.links]


def agree(coded: list[str], found: list[str]) -> tuple[bool, bool]:
    """(origin agrees, whole chain agrees)."""
    source = (not coded and not found) or bool(coded and found and same_name(coded[-1], found[-1]))
    return source, len(coded) == len(found) and all(map(same_name, coded, found))


def main(argv: list[str] | None = None) -> int:
    """Print the two shares; 0 where it ran, 2 where there are no claims."""
    parser = argparse.ArgumentParser(prog="evaluation.chains", description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True, type=Path, help="folder of hand-coded reports")
    parser.add_argument("--errors", action="store_true", help="list the chains that differ")
    args = parser.parse_args(argv)
    rows = list(compare(args.data))
    if not rows:
        print(f"There are no hand-coded claims in {args.data}.", file=sys.stderr)
        return 2
    marks = [agree(coded, found) for _, _, coded, found in rows]
    for (report, quote, coded, found), (_, whole) in zip(rows, marks):
        if args.errors and not whole:
            print(f"{report}: coded {coded} found {found} | {quote[:80]}")
    source, chain = (sum(column) / len(rows) for column in zip(*marks))
    print(f"{len(rows)} claims  source {source:.3f}  chain {chain:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
