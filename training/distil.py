"""Has a large reader tell what it sees in texts that nobody coded, for a small one to learn from.

    python -m training.distil --teacher FILE [FILE ...] --encoder DIR --texts FILE [FILE ...] --out FILE [--limit N]

FILE of --teacher is a checkpoint of `training.train`; of several around one encoder the mean is told. --texts are lines
of JSON with a `text` each, or folders of `.txt`. OUT is given to `training.train --taught OUT [OUT ...]`: the small
reader then learns how sure the teacher is instead of yes and no, or how sure teachers around several encoders are in
the mean. A word is the same to every tokenizer, so what one reader says of words the other can learn. A teacher must
not have learnt from the reports that the small one is measured on.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from reportedly.extractors.spans import sigmoid
from reportedly.extractors.telling import says
from reportedly.extractors.windows import OVERLAP, WINDOW, cut_windows, cut_words
from reportedly.parsers.spacy import SpacyParser

from .claims import FIELDS, GROUP_OF, GROUPS, borders_of
from .encoders import build, marks_of
from .examples import TAGS, Example, Sentence
from .keeping import weights_of
from .model import SpanReader

LONGEST = 6000  # code points of a text that are told
TAUGHT = np.array([tag in FIELDS for tag in TAGS])  # the tags that are told


def read_texts(paths: Iterable[Path]) -> Iterator[str]:
    """The texts of files of JSON lines and of folders of `.txt`, each once."""
    seen: set[str] = set()
    for path in paths:
        if path.is_dir():
            texts = [p.read_text("utf-8") for p in sorted(path.glob("*.txt"))]
        else:
            texts = [json.loads(line)["text"] for line in path.read_text("utf-8").split("\n") if line.strip()]
        for text in texts:
            if text not in seen:
                seen.add(text)
                yield text[:LONGEST]


class Teacher:
    """One or more checkpoints around one encoder, telling the mean of what each sees."""

    def __init__(self, checkpoints: Iterable[Path], encoder: Path) -> None:
        self.models: list[SpanReader] = []
        for path in checkpoints:
            model, self.tokenizer = build(encoder)
            model.load_state_dict(weights_of([path]))
            self.models.append(model.eval())
        self.begin, self.end, _ = marks_of(self.tokenizer)

    @torch.no_grad()
    def tell(self, text: str, sentences: Iterable[tuple[int, int]]) -> dict[str, Any]:
        """What it sees: `tags` (words, taught tags, 3), and of each sentence [low, high) its groups and kinds."""
        words = cut_words(text, self.tokenizer)
        features = torch.stack([self._features(model, words) for model in self.models])
        parts = self.models[0].split(features)
        tags = parts[5].view(*features.shape[:2], len(TAGS), 3)[:, :, TAUGHT].softmax(-1).mean(0)
        told = []
        starts = [a for a, _ in words.spans]
        for low, high in borders_of(sentences, starts):
            each = [says(telling[low:high].numpy(), GROUP_OF, len(GROUPS)) for telling in parts[7]]
            groups, kinds = (np.mean([sigmoid(s[k]) for s in each], axis=0) for k in (1, 2))
            told.append((low, high, groups.astype(np.float32), kinds.astype(np.float32)))
        return {"text": text, "tags": tags.numpy().astype(np.float16), "sentences": told}

    def _features(self, model: SpanReader, words: Any) -> torch.Tensor:
        found = []
        for window in cut_windows(words, WINDOW, OVERLAP):
            pieces = [self.begin, *words.pieces[window.start : window.end], self.end]
            ids = torch.tensor([pieces])
            with torch.autocast("cpu", dtype=torch.bfloat16):
                hidden = model.encoder(input_ids=ids, attention_mask=torch.ones_like(ids)).last_hidden_state
            at = torch.from_numpy(words.first[window.low : window.high]) - window.start + 1
            found.append(model.heads(hidden[0, at].float()))
        return torch.cat(found)


def write_told(told: Iterable[dict[str, Any]], out: Path) -> None:
    """Keep what was told as plain arrays, all texts one behind the other."""
    told = list(told)
    sentences = [(k, *sentence) for k, one in enumerate(told) for sentence in one["sentences"]]
    np.savez_compressed(
        out,
        texts=np.array([one["text"] for one in told]),
        words=np.array([len(one["tags"]) for one in told]),
        tags=np.concatenate([one["tags"] for one in told]),
        sentences=np.array([s[:3] for s in sentences], np.int64),
        groups=np.stack([s[3] for s in sentences]),
        kinds=np.stack([s[4] for s in sentences]),
    )


def taught_examples(paths: Sequence[Path], tokenizer: Any) -> list[Example]:
    """What teachers told, as examples for a reader with a tokenizer of its own; of several the mean.

    Raises ValueError where they did not tell of the same texts.
    """
    each = [dict(np.load(path, allow_pickle=False)) for path in paths]
    first = each[0]
    if any(not np.array_equal(first[name], other[name]) for other in each for name in ("texts", "sentences")):
        raise ValueError("the teachers told of different texts")
    tags, groups, kinds = (
        np.mean([one[name].astype(np.float32) for one in each], axis=0, dtype=np.float32)
        for name in ("tags", "groups", "kinds")
    )
    about: dict[int, list[Sentence]] = {}
    for (k, low, high), group, kind in zip(first["sentences"].tolist(), groups, kinds, strict=True):
        about.setdefault(k, []).append(Sentence(low, high, kind, group))
    ends = np.cumsum(first["words"])
    found = []
    for k, (text, soft) in enumerate(zip(first["texts"].tolist(), np.split(tags, ends[:-1]), strict=True)):
        words = cut_words(text, tokenizer)
        none = np.zeros((len(words.spans), len(TAGS)), np.int64)
        found.append(Example(f"taught {k}", text, words, none, TAUGHT, sentences=tuple(about.get(k, ())), soft=soft))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--teacher", type=Path, nargs="+", required=True)
    parser.add_argument("--texts", type=Path, nargs="+", required=True)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=0, help="so many texts, drawn at random")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    texts = list(read_texts(options.texts))
    random.Random(options.seed).shuffle(texts)
    texts = texts[: options.limit or None]
    teacher, told = Teacher(options.teacher, options.encoder), []
    for text, parse in zip(texts, SpacyParser().parse(texts), strict=True):
        if text.split():
            spans = [(parse.tokens[a].start, parse.tokens[b - 1].end) for a, b in parse.sentences if b > a]
            told.append(teacher.tell(text, spans))
        if len(told) % 100 == 0:
            print(f"{len(told)} of {len(texts)} told", flush=True)
    write_told(told, options.out)


if __name__ == "__main__":
    main()
