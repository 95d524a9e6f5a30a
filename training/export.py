"""Writes a trained span reader in the form that ships: ONNX in 8-bit numbers, tokenizer, description.

    python -m training.export --checkpoint FILE [FILE ...] --encoder DIR --out DIR [--curve FILE] [--note TEXT]

FILE is `model.pt` or `state.pt` of a run; of several that began as one the mean of the weights is taken.
The graph gives the features of every piece of one window (`SpanReader.forward`); spans are scored outside
it. The description holds the labels, the few weights that belong to no piece, thresholds, the hashes of
the other two files and how it was trained. Run `training.splits` and `training.calibrate` afterwards.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
import warnings
from pathlib import Path
from typing import Any

import torch
from torch import nn

from evaluation.muc4_data import ROLES, TYPES
from reportedly.extractors.shipped import CARD, FORMAT, MODEL, TOKENIZER
from reportedly.extractors.windows import OVERLAP, WINDOW

from .claims import GROUPS, KINDS
from .encoders import build, encoder_of
from .examples import TAGS
from .keeping import weights_of
from .model import RANK, SpanReader

VERSION = "2"
LIMIT = 30_000_000  # bytes: what a package may weigh
FEATURES = "features"


def to_onnx(model: nn.Module, path: Path, sample: int = 12) -> None:
    """The graph in 32-bit numbers, for one window of any length."""
    ids = torch.randint(5, 50, (1, sample))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter warns of every shape that it keeps fixed
        torch.onnx.export(
            model.eval(),
            (ids, torch.ones_like(ids)),
            str(path),
            dynamo=False,
            input_names=["ids", "mask"],
            output_names=[FEATURES],
            dynamic_axes={"ids": {1: "pieces"}, "mask": {1: "pieces"}, FEATURES: {1: "pieces"}},
            opset_version=17,
        )


def to_int8(source: Path, target: Path) -> None:
    """The same graph in 8-bit numbers.

    Weights are unsigned: the signed kernels of older processors overflow in silence, and a report must
    read the same on every machine.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(source, target, weight_type=QuantType.QUInt8, per_channel=False)


def trimmed(tokenizer: Path) -> str:
    """The tokenizer's description without padding, truncation and the marks that windows set themselves."""
    body = json.loads(tokenizer.read_text("utf-8"))
    body.update(truncation=None, padding=None, post_processor=None)
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def described(model: SpanReader, folder: Path, labels: dict[str, tuple[str, ...]], **more: Any) -> dict[str, Any]:
    """The description of a model whose files lie in the folder."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "files": {name: hash_of(folder / name) for name in (MODEL, TOKENIZER)},
        **labels,
        "rank": RANK,
        "widths": [[round(x, 5) for x in row] for row in model.width.tolist()],
        "bias": [round(x, 5) for x in model.bias.tolist()],
        "window": WINDOW,  # unless `more` says otherwise
        "overlap": OVERLAP,
        **more,
    }


def hash_of(path: Path) -> dict[str, Any]:
    """Length and hash of a file."""
    content = path.read_bytes()
    return {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def write(model: SpanReader, tokenizer: str, out: Path, **more: Any) -> dict[str, Any]:
    """Write all three files; returns the description. Raises SystemExit where the model grew too large."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        to_onnx(model, whole)
        to_int8(whole, out / MODEL)
    if (out / MODEL).stat().st_size > LIMIT:
        raise SystemExit(f"{out / MODEL} has more than {LIMIT} bytes")
    (out / TOKENIZER).write_text(tokenizer, "utf-8")
    labels = {"roles": ROLES, "tags": TAGS, "types": TYPES, "kinds": KINDS, "groups": GROUPS}
    card = described(model, out, labels, **more)
    (out / CARD).write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return card


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--checkpoint", type=Path, nargs="+", required=True)
    for name in ("encoder", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--window", type=int, default=WINDOW, help="pieces of a text seen at once in training")
    parser.add_argument("--curve", type=Path, help="curve.jsonl of the run, kept in the description")
    parser.add_argument("--note", default="", help="what the run saw, for the description")
    options = parser.parse_args()
    encoder, (model, _) = encoder_of(options.encoder), build(options.encoder)
    model.load_state_dict(weights_of(options.checkpoint))
    curve = [json.loads(line) for line in options.curve.read_text("utf-8").splitlines()] if options.curve else []
    card = write(
        model,
        trimmed(options.encoder / "tokenizer.json"),
        options.out,
        window=options.window,
        fillers={"threshold": 0.5},
        trained={"encoder": encoder.name, "encoder_sha256": encoder.sha256, "note": options.note, "curve": curve},
    )
    print(json.dumps(card["files"], indent=1))


if __name__ == "__main__":
    main()
