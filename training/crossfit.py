"""Reads each coded report by a reader that did not learn from it, so that what is fitted on top stays honest.

    python -m training.crossfit --claims DIR [DIR ...] --start model.pt --encoder DIR --card spanreader.json --out FILE

What it starts from must not have seen their claims either, or what is fitted trusts the reader too much. Reports of
one day of publication (of one family, where they have none) stay together, for they tell of the same things. FILE
gets one line a report: its id and the reader's mentions.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from reportedly.extractors.learned import LearnedReader
from reportedly.extractors.windows import WINDOW
from reportedly.model import Mention, Report
from reportedly.parsers.spacy import SpacyParser

from .claims import claim_examples
from .encoders import build
from .examples import Example
from .export import trimmed, write
from .train import KEEP_EMPTY, MASKED, Trainer


def fold_of(path: Path, folds: int) -> int:
    """The part that a coded report falls into."""
    meta = json.loads(path.with_suffix(".meta.json").read_text("utf-8"))
    key = meta.get("published") or path.stem.rsplit("-", 1)[0]
    if not meta.get("published") and path.stem.count("-") < 2:
        key = path.stem
    return int(hashlib.sha256(str(key).encode()).hexdigest(), 16) % folds


def mentions_to_wire(mentions: Sequence[Mention]) -> list[dict[str, Any]]:
    """What of a mention the rules look at."""
    return [
        {
            "kind": m.kind.value,
            "start": m.span.start,
            "end": m.span.end,
            "value": m.value if isinstance(m.value, str) else None,
            "score": m.score,
            "token": m.token,
            "extra": {k: v for k, v in m.extra.items() if isinstance(v, str)},
        }
        for m in mentions
    ]


def read_part(
    options: argparse.Namespace, card: dict[str, Any], part: int, paths: Sequence[Path], examples: Sequence[Example]
) -> Iterator[dict[str, Any]]:
    """The lines of one part's reports, read by a reader that learnt from the other parts."""
    learnt = [e for path, e in zip(paths, examples, strict=True) if fold_of(path, options.folds) != part]
    trainer = Trainer(options, [], [], learnt)
    trainer.run()
    with tempfile.TemporaryDirectory() as folder:
        scales = {"fillers": card["fillers"], "scales": card["scales"]}
        write(trainer.model, trimmed(options.encoder / "tokenizer.json"), Path(folder), **scales)
        reader = LearnedReader(Path(folder), threads=options.threads)
        parser = SpacyParser()
        for path, example in zip(paths, examples, strict=True):
            if fold_of(path, options.folds) == part:
                (parse,) = parser.parse([example.text])
                (mentions,) = reader.extract([Report(example.id, example.text)], [parse])
                yield {"report": example.id, "mentions": mentions_to_wire(mentions)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--claims", type=Path, nargs="+", required=True)
    for name in ("start", "encoder", "card", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--folds", type=int, default=4)
    parser.add_argument("--epochs", type=float, default=6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    options = parser.parse_args()
    options.polnear_share = options.average = 0.0
    options.muc_share = 1.0
    options.masked, options.keep_empty, options.window, options.resume = MASKED, KEEP_EMPTY, WINDOW, False
    random.seed(options.seed)
    _, tokenizer = build(options.encoder)
    examples = [e for folder in options.claims for e in claim_examples(folder, tokenizer)]
    where = {p.stem: p for folder in options.claims for p in folder.glob("*.json")}
    paths = [where[e.id] for e in examples]
    card = json.loads(options.card.read_text("utf-8"))
    with options.out.open("w", encoding="utf-8") as out:
        for part in range(options.folds):
            for line in read_part(options, card, part, paths, examples):
                out.write(json.dumps(line, ensure_ascii=False) + "\n")
            print(f"part {part + 1} of {options.folds} read", flush=True)


if __name__ == "__main__":
    main()
