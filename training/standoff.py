"""Reports that this project coded itself: claims whose quotes are offsets into texts that stand elsewhere.

    python -m training.standoff unpack DATA OUT     # texts from the sets below DATA, claims from coded/*.jsonl
    python -m training.standoff pack DATA CODED     # the other way round

The texts belong to others and stay where they are published; see `training/coded/README.md` for the sets. Only those
that this project wrote itself (`coded/written.jsonl`) stand beside their claims. After `unpack` OUT holds `<id>.txt`,
`<id>.meta.json` and `<id>.json`, as `evaluation` and `scripts/fit_weights.py` read them.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CODED = Path(__file__).with_name("coded") / "claims.jsonl"
WRITTEN = CODED.with_name("written.jsonl")
# Set -> its file or files below DATA.
SETS = {
    "fakes": "fakes/2011-2015.jsonl",
    "lgl": "geoparsing/lgl.jsonl",
    "muc4": "muc4/dev.jsonl",
    "news": "news_clusters/visible.jsonl",
    "polnear": "polnear/train.jsonl",
    "re3d": "re3d/*/documents.json",
    "wikievents": "wikievents/dev.jsonl",
}
OWN = "own"  # the set of the reports that this project wrote: their records hold the text
QUOTED = {"actors": ("text",), "targets": ("text",), "toll": ("text", "who")}


def texts(data: Path, name: str) -> list[str]:
    """The texts of a set, in its order, without blanks at their ends."""
    files = sorted(data.glob(SETS[name]))
    lines = (line for f in files for line in f.read_text("utf-8").split("\n"))  # texts may hold other line breaks
    return [json.loads(line)["text"].strip() for line in lines if line.strip()]


def to_offsets(claim: dict[str, Any], text: str) -> dict[str, Any]:
    """The claim with every quote as [start, end); fields that quote nothing stay."""
    starts = [s for s in (text.find(q) for q in claim["evidence"]) if s >= 0]

    def at(quote: str | None) -> list[int] | None:
        if quote is None:
            return None
        found = [s for s in (text.find(quote, start) for start in starts) if s >= 0] or [text.find(quote)]
        return [min(found), min(found) + len(quote)]

    return _mapped(claim, at)


def to_quotes(claim: dict[str, Any], text: str) -> dict[str, Any]:
    """The claim with every pair of offsets as the words that stand there."""
    return _mapped(claim, lambda span: None if span is None else text[span[0] : span[1]])


def _mapped(claim: dict[str, Any], change: Any) -> dict[str, Any]:
    out = {
        **claim,
        "evidence": [change(q) for q in claim["evidence"]],
        "weapons": [change(q) for q in claim["weapons"]],
    }
    for field, keys in QUOTED.items():
        out[field] = [item | {key: change(item[key]) for key in keys} for item in claim[field]]
    for field in ("when", "where"):
        if claim[field]:
            out[field] = {**claim[field], "text": change(claim[field]["text"])}
    return out


def pack(data: Path, coded: Path) -> Iterator[dict[str, Any]]:
    """One record a coded report: where its text stands, what is known of it, its claims."""
    known = {name: texts(data, name) for name in SETS}
    for path in sorted(coded.glob("*.txt")):
        text = path.read_text("utf-8")
        name = path.stem.split("-")[0]
        if name == OWN:
            where: dict[str, Any] = {"text": text}
        else:
            number = next(k for k, whole in enumerate(known[name]) if whole.startswith(text))
            where = {"number": number, "length": len(text)}
        meta = json.loads(path.with_suffix(".meta.json").read_text("utf-8"))
        claims = json.loads(path.with_suffix(".json").read_text("utf-8"))["claims"]
        kept = {key: meta.get(key) for key in ("published", "outlet")}
        yield {"report": path.stem, "set": name, **where, **kept, "claims": [to_offsets(c, text) for c in claims]}


def unpack(data: Path, out: Path) -> int:
    """Write the coded reports; returns how many. A set that is not below DATA is left out, and said."""
    out.mkdir(parents=True, exist_ok=True)
    known: dict[str, list[str]] = {}
    missing, written = set(), 0
    for line in (*CODED.read_text("utf-8").splitlines(), *WRITTEN.read_text("utf-8").splitlines()):
        record = json.loads(line)
        name, report = record["set"], record["report"]
        if name == OWN:
            text = record["text"]
        elif any(data.glob(SETS[name])):
            text = known.setdefault(name, known.get(name) or texts(data, name))[record["number"]][: record["length"]]
        else:
            missing.add(name)
            continue
        body = {"report": report, "published": record["published"]}
        claims = [to_quotes(c, text) for c in record["claims"]]
        (out / f"{report}.txt").write_text(text, "utf-8")
        (out / f"{report}.meta.json").write_text(json.dumps({**body, "outlet": record["outlet"]}), "utf-8")
        (out / f"{report}.json").write_text(json.dumps({**body, "claims": claims}, ensure_ascii=False), "utf-8")
        written += 1
    for name in sorted(missing):
        print(f"{SETS[name]} is not below {data}: its reports are left out")
    return written


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("pack", "unpack"))
    parser.add_argument("data", type=Path)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    if options.what == "unpack":
        print(f"{unpack(options.data, options.folder)} reports")
        return
    with CODED.open("w", encoding="utf-8") as coded, WRITTEN.open("w", encoding="utf-8") as written:
        for record in pack(options.data, options.folder):
            file = written if record["set"] == OWN else coded
            file.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
