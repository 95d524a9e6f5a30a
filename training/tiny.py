"""Writes a tiny untrained reader for tests: the same graph and files as the real one, in some kilobytes.

python -m training.tiny OUT
"""

from __future__ import annotations

import json
import string
import sys
from pathlib import Path

import torch
from transformers import BertConfig, BertModel

from evaluation.muc4_data import ROLES, TYPES

from .claims import GROUPS, KINDS
from .examples import TAGS
from .export import write
from .model import SpanReader

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")


def tokenizer() -> str:
    """Word pieces of single letters and digits."""
    signs = string.ascii_lowercase + string.digits
    pieces = [*SPECIAL, *signs, *(f"##{c}" for c in signs), *".,;:'\"-()?!"]
    marked = [
        {"id": k, "special": True, "content": s, "single_word": False, "lstrip": False, "rstrip": False}
        | {"normalized": False}
        for k, s in enumerate(SPECIAL)
    ]
    return json.dumps(
        {
            "version": "1.0",
            "truncation": None,
            "padding": None,
            "added_tokens": marked,
            "normalizer": {
                "type": "BertNormalizer",
                "clean_text": True,
                "handle_chinese_chars": True,
                "strip_accents": None,
                "lowercase": True,
            },
            "pre_tokenizer": {"type": "BertPreTokenizer"},
            "post_processor": None,
            "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True},
            "model": {
                "type": "WordPiece",
                "unk_token": "[UNK]",
                "continuing_subword_prefix": "##",
                "max_input_chars_per_word": 100,
                "vocab": {piece: k for k, piece in enumerate(pieces)},
            },
        }
    )


def model(seed: int = 7) -> SpanReader:
    """The reader before any training."""
    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=100,
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        attn_implementation="sdpa",
    )
    body = BertModel(config, add_pooling_layer=False)
    reader = SpanReader(body, len(ROLES), len(TAGS), len(TYPES), len(GROUPS), len(KINDS))
    with torch.no_grad():  # so that an untrained reader finds something
        reader.bias.fill_(-0.5)
        reader.tagger.weight.mul_(6)
    return reader


def main() -> None:
    card = write(model(), tokenizer(), Path(sys.argv[1]), trained={"note": "untrained, for tests"})
    print(json.dumps(card["files"], indent=1))


if __name__ == "__main__":
    main()
