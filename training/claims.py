"""Training examples from reports coded by hand: their parties, places and harms, and which sentence tells of what."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F

from reportedly.extractors.telling import columns
from reportedly.extractors.windows import cut_words
from reportedly.ontology.load import data
from reportedly.parsers.spacy import SpacyParser

from .examples import TAGS, Example, Sentence, tag_offsets

KINDS = tuple(sorted(data("event_types")))
GROUPS = tuple(sorted({entry["group"] for entry in data("event_types").values()}))
GROUP_OF = columns(KINDS, GROUPS)  # of each kind: the place of its group
FIELDS = ("actor", "target", "place", "harm")
WHOLE = 0.8  # share of a quoted passage, or so many code points of it, that must lie in a sentence
ENOUGH = 20  # code points


def claim_examples(folder: Path, tokenizer: Any) -> list[Example]:
    """Coded reports with the words of actors, targets, places and harms, and the kinds of claim by sentence."""
    paths = [p for p in sorted(folder.glob("*.json")) if not p.name.endswith(".meta.json")]
    texts = [p.with_suffix(".txt").read_text("utf-8") for p in paths]
    parses = SpacyParser().parse(texts)
    found = []
    for path, text, parse in zip(paths, texts, parses, strict=True):
        gold = json.loads(path.read_text("utf-8"))
        words = cut_words(text, tokenizer)
        tags = np.zeros((len(words.spans), len(TAGS)), np.int64)
        for claim in gold["claims"]:
            starts = [text.find(quote) for quote in claim["evidence"]]
            for name, quoted in _fields(claim):
                at = _near(text, quoted, [s for s in starts if s >= 0])
                if at >= 0:
                    tag_offsets(tags, TAGS.index(name), words, at, at + len(quoted))
        known = np.array([t in FIELDS for t in TAGS])
        borders = [(parse.tokens[a].start, parse.tokens[b - 1].end) for a, b in parse.sentences if b > a]
        starts = [a for a, _ in words.spans]
        sentences = tuple(_sentences(text, gold["claims"], borders, starts))
        found.append(Example(gold["report"], text, words, tags, known, sentences=sentences))
    return found


def _sentences(
    text: str, claims: Iterable[dict[str, Any]], borders: Iterable[tuple[int, int]], starts: list[int]
) -> Iterator[Sentence]:
    quotes = [(text.find(q), len(q), KINDS.index(c["type"])) for c in claims for q in c["evidence"]]
    for start, end in borders:
        kinds = np.zeros(len(KINDS), np.float32)
        for at, length, kind in quotes:
            shared = min(at + length, end) - max(at, start)
            if at >= 0 and shared >= min(ENOUGH, length * WHOLE):
                kinds[kind] = 1
        for low, high in borders_of([(start, end)], starts):
            yield Sentence(low, high, kinds)


def borders_of(sentences: Iterable[tuple[int, int]], starts: list[int]) -> Iterator[tuple[int, int]]:
    """Sentences [start, end) in code points as words [low, high); without those that hold no word."""
    for start, end in sentences:
        low, high = bisect_left(starts, start), bisect_left(starts, end)
        if high > low:
            yield low, high


def telling_loss(example: Example, words: torch.Tensor, telling: torch.Tensor) -> torch.Tensor:
    """How far the sentences' say is from what coders recorded: by group of claims, and by kind within it."""
    group_of = torch.from_numpy(GROUP_OF)
    place = {int(w): k for k, w in enumerate(words)}
    n, by_group, by_kind, wanted, taught = len(GROUPS), [], [], [], []
    for sentence in example.sentences:
        if sentence.low not in place or sentence.high - 1 not in place:
            continue
        part = telling[place[sentence.low] : place[sentence.high - 1] + 1]
        weight = part[:, :n].softmax(0)
        by_group.append((weight * part[:, n : 2 * n]).sum(0))
        by_kind.append((weight[:, group_of] * part[:, 2 * n :]).sum(0))
        kinds = torch.from_numpy(sentence.kinds)
        wanted.append(kinds)
        told = sentence.groups
        taught.append(
            torch.stack([kinds[group_of == g].amax() for g in range(n)]) if told is None else torch.from_numpy(told)
        )
    if not wanted:
        return torch.zeros(())
    of_groups = F.binary_cross_entropy_with_logits(torch.stack(by_group), torch.stack(taught), reduction="sum")
    of_kinds = F.binary_cross_entropy_with_logits(torch.stack(by_kind), torch.stack(wanted), reduction="sum")
    return (of_groups + of_kinds) / 10


def _fields(claim: dict[str, Any]) -> Iterable[tuple[str, str]]:
    for name, key in (("actor", "actors"), ("target", "targets")):
        yield from ((name, p["text"]) for p in claim[key] if p["text"])
    if claim["where"] and claim["where"]["text"]:
        yield "place", claim["where"]["text"]
    yield from (("harm", h["text"]) for h in claim["toll"] if h["text"])


def _near(text: str, quoted: str, starts: list[int]) -> int:
    """The place of a quoted field nearest behind the start of the claim's evidence."""
    for start in starts:
        at = text.find(quoted, start)
        if 0 <= at < start + 600:
            return at
    return text.find(quoted)
