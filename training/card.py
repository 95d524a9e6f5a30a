# ruff: noqa: E501  (the prose of a page)
"""Writes the model card from the description that ships with the model, so that its figures are the model's own.

    python -m training.card --model src/reportedly/extractors/data --out docs/model-card.md [--figures FILE]

`--figures` is what `python -m evaluation muc4 --json` printed for reports that were not trained on.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HEAD = """# Model card: the trained reader

Written by `python -m training.card` from the description that ships with the model.

**What it is.** One encoder with heads for role fillers (perpetrators, organisations, targets, victims, weapons), for
tags of sources, cues, contents, actors, targets, places and harms, for the relevance of a report to conflict and for its
type of incident. It reads English. It is a second reader beside the rules, never the only one.

**What it is not for.** It does not decide what is true, does not know who anybody is, and gives no figures. Its scores
are shares of mentions that careful coders would have marked in news of the kinds below; elsewhere they are not measured.
"""

DATA = """## Data

| data | used for | licence as stated |
|---|---|---|
| all-MiniLM-L6-v2 | the encoder to begin with | Apache-2.0 |
| MUC-4 DEV, 1,300 reports of 1989-1991 on Latin America | fillers, relevance, types; every tenth held out | public release |
| PolNeAR train (news, 2016), a share each epoch | sources, cues, contents | none stated |
| coded reports: 116 on Syria and Iraq (FA-KES, re3d), 893 of many kinds, coded by a language model, 224 of them also written by one (`training/coded`) | actors, targets, places, harms, which sentence tells of what | annotation own; CC BY 4.0, public |
| 1,090 uncoded texts of MUC-4 DEV, PolNeAR train, LGL, GeoVirus and news clusters, none of them in `gold/dev` | the same, as two teachers see it | as above |
| all-mpnet-base-v2 | the encoder of one teacher | Apache-2.0 |

Of these only the written reports are part of the project. MUC-4 TST1 and TST2, PolNeAR dev and the coded reports of `gold/dev` were not
trained on; TST3 and TST4 were not looked at. Scales and thresholds were fitted on the held-out tenth of DEV, on PolNeAR
dev and on the coded reports of `gold/dev`: figures of the tags below are therefore those of the data they were fitted on.
Of the 130 reports held out of DEV 22 are among the 893 coded ones: their fillers were not learnt, their claims were, so
figures of the held-out tenth flatter a little. Two of the uncoded texts share a third of their runs of ten words with two
reports of `gold/dev` on the same attack.
"""

LIMITS = """## Limits

- Victims and perpetrators are learned from newswire of one region and time; groups of other wars are found by what is
  said of them, less well.
- The encoder ignores case. That serves reports in capitals and hurts where a capital is the only sign of a name.
- One line of training. On 200 reports, differences under about four points are chance.
- A filler of more than ten words is never found; a report in another language gives noise and is not given to it.
- Reports that use the words of violence otherwise (sport, history, trade) still draw fillers; relevance damps them.

## Making it again

```
pip install 'reportedly[train]'
python -m training.train --muc4 DIR --polnear DIR --claims GOLD --encoder SMALL --out ONE --average 0
python -m training.train --muc4 DIR --muc-share 0 --claims GOLD CODED --encoder LARGE --out LARGE_TEACHER --average 0 \\
    --epochs 4 --rate 6e-5 --seed 7
python -m training.train --muc4 DIR --polnear DIR --claims GOLD CODED --encoder SMALL --out SMALL_TEACHER \\
    --start ONE/model.pt --muc-share 0.25 --polnear-share 0.05 --rate 1e-4 --epochs 6 --average 0.995 --seed 7
python -m training.distil --teacher LARGE_TEACHER/state.pt --encoder LARGE --texts FILE --out large.npz
python -m training.distil --teacher SMALL_TEACHER/state.pt --encoder SMALL --texts FILE --out small.npz
python -m training.train --muc4 DIR --polnear DIR --claims GOLD CODED --taught large.npz small.npz --encoder SMALL \\
    --out TWO --start ONE/model.pt --muc-share 0.25 --polnear-share 0.05 --rate 1e-4 --epochs 5 --average 0.995 --seed 7
python -m training.train --muc4 DIR --muc-share 0 --claims GOLD CODED --encoder LARGE --out LARGER_TEACHER --average 0 \\
    --start LARGE_TEACHER/state.pt --epochs 2 --rate 4e-5 --seed 7
python -m training.distil --teacher LARGER_TEACHER/state.pt --encoder LARGE --texts FILE --out large.npz
python -m training.distil --teacher TWO/state.pt --encoder SMALL --texts FILE --out small.npz
python -m training.train --muc4 DIR --polnear DIR --claims GOLD CODED --taught large.npz small.npz --encoder SMALL \\
    --out THREE --start TWO/state.pt --muc-share 0.35 --polnear-share 0.12 --rate 1e-4 --epochs 2.75 --average 0.995 --seed 8
python -m training.train --muc4 DIR --polnear DIR --claims GOLD CODED --taught large.npz small.npz --encoder SMALL \\
    --out FOUR --start THREE/state.pt --muc-share 0.8 --polnear-share 0.3 --rate 8e-5 --head-rate 8e-4 --epochs 2 \\
    --average 0.997 --seed 11
python -m training.export --checkpoint FOUR/state.pt --encoder SMALL --out MODEL
python -m training.splits --model MODEL --muc4 DIR
python -m training.calibrate --model MODEL --muc4 DIR --polnear DIR --claims DIR
python -m training.card --model MODEL --out docs/model-card.md
```

SMALL is all-MiniLM-L6-v2, LARGE all-mpnet-base-v2. When the reader that ships was made, CODED grew on the way: the first
teachers had 381 reports of it to learn from, TWO and the larger teacher 636, THREE 823 and FOUR 893 (all but the last 26
of the written ones); the small teacher was stopped after 800 of its steps and FOUR after 1,600 of 1,770, and the first
1,000 steps of THREE were made as of a run of four epochs. A run that was stopped goes on with `--resume`. The first run takes about an hour of one core, each other one half of that to one; each repeats with the same
seed on the same machine up to the order of sums.
"""


def lines(card: dict[str, Any], figures: dict[str, Any] | None) -> Iterator[str]:
    """The card, line by line."""
    yield HEAD
    files = ", ".join(
        f"`{name}` {f['bytes'] / 1e6:.1f} MB (sha256 `{f['sha256'][:16]}...`)" for name, f in card["files"].items()
    )
    yield f"**Version** {card['version']}: {files}.\n"
    yield DATA
    trained = card.get("trained", {})
    yield f"## Training\n\n{trained.get('note', '')}\n"
    yield from _table(
        ("step", "CPU seconds", "CEAF-REE F1, held-out tenth", "threshold"),
        [(c["step"], c["cpu_s"], f"{100 * c['held_f1']:.1f}", c["threshold"]) for c in trained.get("curve", [])],
    )
    yield "\n## Figures\n"
    measured = card.get("measured", {})
    if measured:
        yield (
            f"MUC-4 DEV, held-out tenth ({measured['reports']} reports), as exported: CEAF-REE F1 "
            f"{100 * measured['ceaf_ree_f1']:.1f} with the scale fitted there, {100 * measured['ceaf_ree_f1_crossed']:.1f} with "
            f"the scale fitted on other folds; template micro-F1 {100 * measured['template_f1']:.1f}.\n"
        )
    if figures:
        table = figures["figures"]["ceaf"]
        yield f"MUC-4 TST1 and TST2 ({figures['reports']} reports), `python -m evaluation muc4`:\n"
        rows = [(role, *(f"{100 * row[k]:.1f}" for k in ("p", "r", "f1"))) for role, row in table.items()]
        yield from _table(("CEAF-REE", "precision", "recall", "F1"), rows)
        low, high = table["all"]["interval"]
        micro = figures["figures"]["templates"]
        yield f"\n95 % interval over reports: {100 * low:.1f} to {100 * high:.1f}. Template micro-F1 {100 * micro['f1']:.1f} "
        yield f"({100 * micro['interval'][0]:.1f} to {100 * micro['interval'][1]:.1f}).\n"
    scales = card.get("scales", {})
    if scales:
        yield "Tags, by overlap of runs, at the threshold chosen on the same reports:\n"
        rows = [(tag, s["reports"], f"{100 * s['f1']:.1f}", s["threshold"]) for tag, s in scales.items()]
        yield from _table(("tag", "reports", "F1", "threshold"), rows)
        yield ""
    yield LIMITS


def _table(head: tuple[str, ...], rows: list[tuple[Any, ...]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(map(str, row)) + " |"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--figures", type=Path)
    options = parser.parse_args()
    card = json.loads((options.model / "spanreader.json").read_text("utf-8"))
    figures = json.loads(options.figures.read_text("utf-8")) if options.figures else None
    options.out.write_text("\n".join(lines(card, figures)), "utf-8")


if __name__ == "__main__":
    main()
