"""Looks for texts that break the reader: an error, a span that misquotes, or too much time for the length.

    python -m benchmarks.fuzz [--minutes 10] [--seed 0] [--guided] [--reader rules|both] [--texts REPORTS.jsonl]

Texts are spliced from fragments of news; `--guided` lets atheris choose them by the code they reach (pip install
atheris); `--texts` mixes in pieces of real reports, one a line with `text`, which are only ever printed shortened.
Each new fault is printed once, by where it was raised, with the smallest text found for it.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
import traceback
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

PIECES = """Gunmen|Troops|The Syrian army|Boko Haram|the rebels|a spokesman|Reuters|AFP|(AFP)|SANA|HRW|the U.N.|OMAR:|
[REPORTER]|[ANCHOR]|Q:|THE HOST:|according to|According to|citing|quoting|as cited by|told|told Reuters|said|said that|
says|reported|was quoted as saying|he added|She said|it said|the source|the group|, who|which|whose|claimed|denied|
accused|claimed responsibility for|vowed|warned that|blamed|confirmed|learned|killed|wounded|were killed|was shot dead|
died|injuring|killing|including|among them|others|another|more than|at least|up to|dozens of|scores|a dozen|nearly|two|
12|twenty-two|1,000|3.5 million|10-12|a|an|the|no one|none|half of|one of|civilians|soldiers|people|children|
12-year-old|a woman|drones|two tanks|a convoy|the death toll|casualties|losses|bodies|rose to|amounted to|lost|fell to|
captured|abducted|destroyed|attacked|bombed|shelled|an attack on|the bombing of|clashes between|air strikes|
a suicide bomber|talks|agreement|ceasefire|signed|in|near|at|from|to|between|and|or|of|on|by|with|against|after|before|
Mali|Gao|Aleppo|Damascus|Borno State|Kidal, Mali|15 km east of|the road between|the Turkish border|the province|there|
GAO, Mali (AFP) --|BEIRUT, March 3 (Reuters) -|on Monday|overnight|on March 3|March 3, 2021|two days earlier|last week|
since mid-2012|the night of 14-15 March|in early May|2013-02-30|31/12/99|at 9:30 p.m.|0|-5|00000|99999999999999999999|
they|them|it|his|their|not|never|may have|allegedly|if|would|that|but|while|because|"|"|“|”|‘|’|'|''|(|)|[|]|{|—|-|–|--|
...|…|;|:|:|,|,|,|.|.|.|. |?|!|*|•|- |1.|a)|/|&|%|$5|@user|#tag|http://a.b/c|<b>|&amp;|\\|_|’s|'s|s'|n't|don't|Inc.|Mr.|
Col. Ahmed|Abu Bakr al-Masri|Jean-Pierre|I|II|é|İ|ß|ŉ|ﬁ|½|²|٣|中国|قتل|Сирия|😀|e\u0301\u0302|\u202e|\u200b|\x00|\x1b|
\ufeff|\u2028|\x85|\ud800|\xad|\xa0|\t|¶|¶|¶|¶¶|¶¶|\r¶|\x0c"""
FRAGMENTS = tuple(piece.replace("¶", "\n") for line in PIECES.split("|\n") for piece in line.split("|"))
DAY = datetime(2021, 3, 6, tzinfo=UTC)
SLOW = 0.02  # CPU seconds a word, above which a text of more than a few words is a fault


def text_of(data: bytes, real: list[str]) -> str:
    """The text that some bytes stand for: the first says how it is dressed, the others which fragments it has."""
    if not data:
        return ""
    out = []
    for k in range(1, len(data)):
        n = data[k] + 256 * (data[k - 1] % 2 and data[0] & 1)
        if real and data[0] & 64 and n % 3 == 0:
            out.append(real[(n * 256 + data[k - 1]) % len(real)])
        else:
            out.append(FRAGMENTS[n % len(FRAGMENTS)])
        out.append("" if data[0] & 2 and n % 7 == 0 else " ")
    text = "".join(out)
    if data[0] & 4:
        text = text.upper()
    if data[0] & 8:
        text = text.replace(",", "").replace("'", "").replace("’", "")
    if data[0] & 48 == 16:
        text = text.replace(". ", ".")
    return text


def spans_of(value: Any) -> Iterator[Any]:
    """Every span inside a value, however deep."""
    if is_dataclass(value) and not isinstance(value, type):
        if {"start", "end", "text"} <= {f.name for f in fields(value)}:
            yield value
        for f in fields(value):
            yield from spans_of(getattr(value, f.name))
    elif isinstance(value, dict):
        for one in value.values():
            yield from spans_of(one)
    elif isinstance(value, tuple | list | set | frozenset):
        for one in value:
            yield from spans_of(one)


class Fuzz:
    """Reads texts, and keeps the smallest one for each fault."""

    def __init__(self, reader: Any, real: list[str]) -> None:
        self.reader, self.real, self.count, self.slowest = reader, real, 0, 0.0
        self.faults: dict[str, str] = {}

    def fault(self, text: str) -> str:
        """What is wrong with reading a text, "" where nothing is."""
        from reportedly.model import Report
        from reportedly.pipeline import find_mentions, read

        report, reader, learned = Report("r", text, published=DAY), self.reader, None
        began = time.process_time()
        try:
            (parse,) = reader.parser.parse([text])
            if reader.extractor:
                learned = reader.extractor.extract([report], [parse])[0]
            mentions = find_mentions(report, parse, reader.gazetteer, reader.vague, learned)
            claims = read(report, parse, reader.gazetteer, reader.vague, learned)
        except Exception as error:
            frames = [f for f in traceback.extract_tb(error.__traceback__) if "reportedly" in f.filename]
            where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "outside"
            return f"{type(error).__name__} at {where}"
        took = (time.process_time() - began) / (20 + len(parse.tokens))
        self.slowest = max(self.slowest, took)
        for span in spans_of((mentions, claims, learned)):
            if text[span.start : span.end] != span.text:
                return "a span that misquotes"
        return "slow" if took > SLOW else ""

    def one(self, data: bytes) -> None:
        """Tries the text that some bytes stand for; prints a fault not met before, with a shorter text for it."""
        self.count += 1
        found = self.fault(text_of(data, self.real))
        if found and found not in self.faults:
            data = self._shorter(data, found)
            self.faults[found] = text_of(data, self.real)
            print(f"FAULT {found}: {self.faults[found][:400]!r}", flush=True)

    def _shorter(self, data: bytes, found: str) -> bytes:
        step = len(data) // 2
        while step:
            k = 1
            while k < len(data):
                cut = data[:k] + data[k + step :]
                if self.fault(text_of(cut, self.real)) == found:
                    data = cut
                else:
                    k += step
            step //= 2
        return data


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--longest", type=int, default=120, help="fragments in a text")
    parser.add_argument("--reader", choices=("rules", "both"), default="rules")
    parser.add_argument("--guided", action="store_true")
    parser.add_argument("--texts", type=Path)
    options = parser.parse_args()
    real = _cut(options.texts, options.seed) if options.texts else []
    end = time.monotonic() + 60 * options.minutes
    if options.guided:
        _guided(options, real, end)
        return
    fuzz, choose = _fuzz(options, real), random.Random(options.seed)
    while time.monotonic() < end:
        fuzz.one(choose.randbytes(choose.randrange(2, options.longest)))
    _tell(fuzz)


def _fuzz(options: argparse.Namespace, real: list[str]) -> Fuzz:
    from reportedly.config import reader_of

    return Fuzz(reader_of(reader=options.reader), real)


def _tell(fuzz: Fuzz) -> None:
    print(f"{fuzz.count} texts, {len(fuzz.faults)} faults, at most {fuzz.slowest * 1000:.1f} CPU ms a word", flush=True)


def _guided(options: argparse.Namespace, real: list[str], end: float) -> None:
    import atheris

    with atheris.instrument_imports(include=["reportedly"]):
        import_module("reportedly.pipeline")  # imported here so that what it runs is watched
    fuzz = _fuzz(options, real)

    def one(data: bytes) -> None:
        if time.monotonic() > end:
            _tell(fuzz)
            sys.stdout.flush()
            raise SystemExit
        fuzz.one(data)

    length = f"-max_len={options.longest}"
    atheris.Setup([sys.argv[0], length, "-len_control=10", f"-seed={options.seed or 1}", "-rss_limit_mb=6000"], one)
    atheris.Fuzz()


def _cut(path: Path, seed: int) -> list[str]:
    """Pieces of a few words to a few sentences of real reports, in any order."""
    choose, out = random.Random(seed), []
    for line in path.read_text("utf-8").splitlines():
        text, at = json.loads(line).get("text", ""), 0
        while at < len(text):
            size = choose.choice((8, 25, 60, 200))
            out.append(text[at : at + size])
            at += size
    choose.shuffle(out)
    return out


if __name__ == "__main__":
    main()
