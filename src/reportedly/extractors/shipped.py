"""The files of the learned reader: found, checked against their hashes, and opened.

A folder holds `spanreader.json` (labels, thresholds, how it was trained, and the hashes of the others),
`spanreader.onnx` (the encoder with its heads, in 8-bit numbers) and `tokenizer.json`.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import MissingModel, TamperedModel
from .spans import Heads

CARD, MODEL, TOKENIZER = "spanreader.json", "spanreader.onnx", "tokenizer.json"
FORMAT = 1
_CURE = "Install the package again (`make setup`), or read by rules alone: set REPORTEDLY_READER=rules."


@dataclass(frozen=True, slots=True)
class Shipped:
    """Everything that was read from the folder, checked."""

    name: str
    model: bytes
    tokenizer: str
    heads: Heads
    window: int
    overlap: int
    card: dict[str, Any]


def default_folder() -> Path:
    """Where the package keeps its own model."""
    return Path(str(files("reportedly.extractors") / "data"))


def name_of(folder: Path | None = None) -> str:
    """The trained reader's name with its version, from its description alone."""
    return _name(_card((folder or default_folder()) / CARD))


def _name(card: dict[str, Any]) -> str:
    return f"spanreader-{card.get('version', '')}"


def load(folder: Path | None = None) -> Shipped:
    """The model of a folder, or the package's own.

    Raises MissingModel where a file is not there, TamperedModel where one is cut short or changed.
    """
    folder = folder or default_folder()
    card = _card(folder / CARD)
    contents = {}
    for name in (MODEL, TOKENIZER):
        path = folder / name
        contents[name] = _bytes(path)
        _check(path, contents[name], card)
    try:
        heads = Heads(
            tuple(card["roles"]),
            tuple(card["tags"]),
            tuple(card["types"]),
            int(card["rank"]),
            np.array(card["widths"], np.float32),
            np.array(card["bias"], np.float32),
            tuple(card["kinds"]),
            tuple(card["groups"]),
        )
        return Shipped(
            _name(card),
            contents[MODEL],
            contents[TOKENIZER].decode("utf-8"),
            heads,
            int(card["window"]),
            int(card["overlap"]),
            card,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise TamperedModel(
            "the description of the learned reader does not hold what it must",
            subject=str(folder / CARD),
            hint=_CURE,
        ) from error


def _card(path: Path) -> dict[str, Any]:
    try:
        card = json.loads(_bytes(path))
    except ValueError as error:
        raise TamperedModel(
            "the description of the learned reader is cut short or changed", subject=str(path), hint=_CURE
        ) from error
    if not isinstance(card, dict) or card.get("format") != FORMAT or not isinstance(card.get("files"), dict):
        raise TamperedModel(
            f"the description of the learned reader is not of format {FORMAT}", subject=str(path), hint=_CURE
        )
    return card


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise MissingModel("a file of the learned reader cannot be read", subject=str(path), hint=_CURE) from error


def _check(path: Path, content: bytes, card: dict[str, Any]) -> None:
    known = card["files"].get(path.name)
    if not isinstance(known, dict):
        raise TamperedModel(
            "the description of the learned reader does not name the file", subject=str(path), hint=_CURE
        )
    if len(content) != known.get("bytes"):
        what = "is cut short" if len(content) < (known.get("bytes") or 0) else "is longer than it was"
        raise TamperedModel(
            f"a file of the learned reader {what}: {len(content)} bytes, not {known.get('bytes')}",
            subject=str(path),
            hint=_CURE,
        )
    if hashlib.sha256(content).hexdigest() != known.get("sha256"):
        raise TamperedModel("a file of the learned reader was changed", subject=str(path), hint=_CURE)
