"""How fast reports are read, and how fast those without conflict are passed over.

    python -m benchmarks.reading REPORTS.jsonl [--limit N]

REPORTS.jsonl holds one report a line with `text`. Prints reports of 300 words per CPU second of one core,
for parsing, for the rules, for both, and with the trained reader; and texts per CPU second that the gate
alone looks at. CPU seconds, since a shared machine makes the clock useless; the best of two rounds.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path

from reportedly.config import default_reader
from reportedly.extractors.learned import LearnedReader
from reportedly.mentions.gate import may_hold_claims
from reportedly.model import Report
from reportedly.parsers.spacy import SpacyParser
from reportedly.pipeline import read

QUIET = "The choir of the village sang on Sunday, and the bakery opened its second shop beside the river. "


def seconds(work: Callable[[], object], rounds: int = 2) -> float:
    """CPU seconds of the quickest round."""
    found = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        found.append(time.process_time() - began)
    return min(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("reports", type=Path)
    parser.add_argument("--limit", type=int, default=80)
    options = parser.parse_args()
    lines = options.reports.read_text("utf-8").splitlines()[: options.limit]
    texts = [json.loads(line)["text"] for line in lines]
    units = sum(len(t.split()) for t in texts) / 300
    began = time.process_time()
    default_reader().read(Report("r", "Gunmen killed two soldiers near Mopti on Monday."))
    print(f"start-up with the first report: {time.process_time() - began:.2f} CPU s")
    structure, gazetteer, trained = SpacyParser(), default_reader().gazetteer, LearnedReader(threads=1)
    parses = list(structure.parse(texts))
    reports = [Report(f"r{k}", text) for k, text in enumerate(texts)]
    parsing = seconds(lambda: list(structure.parse(texts)))
    rules = seconds(lambda: [read(r, p, gazetteer) for r, p in zip(reports, parses, strict=True)])
    print(f"{len(texts)} reports, {units:.0f} units of 300 words")
    print(f"parsing      {units / parsing:8.1f} reports of 300 words per CPU second")
    print(f"rules        {units / rules:8.1f}")
    print(f"both         {units / (parsing + rules):8.1f}")
    heard = seconds(lambda: [trained.extract([r], [p]) for r, p in zip(reports, parses, strict=True)])
    learned = [trained.extract([r], [p])[0] for r, p in zip(reports, parses, strict=True)]
    weighed = seconds(
        lambda: [read(r, p, gazetteer, learned=m) for r, p, m in zip(reports, parses, learned, strict=True)]
    )
    print(f"trained      {units / heard:8.1f}")
    print(f"all three    {units / (parsing + heard + weighed):8.1f}")
    quiet = QUIET * 16
    passing = seconds(lambda: [may_hold_claims(quiet) for _ in range(2000)])
    print(f"passed over  {2000 / passing:8.0f} reports of 300 words without conflict per CPU second")


if __name__ == "__main__":
    main()
