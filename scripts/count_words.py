"""Counts in how many texts each word stem stands and writes the packaged commonness table.

    python scripts/count_words.py TEXTS.jsonl [TEXTS.jsonl ...] --out src/reportedly/ontology/commonness.yaml

Each line of input is a JSON object with `text`. Only counts leave this script, never a text:
stems that stand in fewer than `FLOOR` texts are left out, and the rest are kept by the rounded
logarithm of their count alone.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from pathlib import Path

from reportedly.events.likeness import stems

FLOOR = 6
HEAD = """# How common English word stems are in news, by document frequency: `steps` maps k to the stems
# that stand in about 2^(k/2) of `texts` news texts. Stems in fewer than {floor} texts are not listed and
# count as rare. Made by scripts/count_words.py from the texts of FA-KES, MUC-3/4, PolNeAR, LGL and GeoVirus.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    counts: Counter[str] = Counter()
    total = 0
    for path in args.texts:
        for line in filter(str.strip, path.read_text("utf-8").split("\n")):
            counts.update(set(stems(json.loads(line)["text"])))
            total += 1
    steps: dict[int, list[str]] = {}
    for stem, count in sorted(counts.items()):
        if count >= FLOOR and len(stem) <= 24 and not stem.isdigit():
            steps.setdefault(round(2 * math.log2(count)), []).append(stem)
    rows = [f"  {k}: {json.dumps(' '.join(steps[k]), ensure_ascii=False)}" for k in sorted(steps)]
    body = HEAD.format(floor=FLOOR) + f"texts: {total}\nfloor: {FLOOR}\nsteps:\n" + "\n".join(rows) + "\n"
    args.out.write_text(body, "utf-8")


if __name__ == "__main__":
    main()
