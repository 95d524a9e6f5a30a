"""Training examples from MUC-4 reports and PolNeAR attributions, as labelled words; claims are in `claims`."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from evaluation.muc4_data import ROLES, TYPES, MucReport, read_muc4
from reportedly.extractors.windows import Words, cut_words

from .model import WIDEST

TAGS = (*ROLES, "source", "cue", "content", "actor", "target", "place", "harm")
ARTICLES = frozenset({"a", "an", "the"})


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words [low, high) of an example and which kinds of claim coders recorded there, as 0 and 1.

    Where a larger reader told it instead, `kinds` and `groups` (of kinds) are how sure that one is.
    """

    low: int
    high: int
    kinds: np.ndarray
    groups: np.ndarray | None = None


@dataclass(slots=True)
class Example:
    """One text as words; `bags` hold, per entity, its role and all places (start, width) of its wordings.

    `tags` is (words, TAGS) with 0 outside, 1 begin, 2 inside; `known` says which tags were annotated. `soft`
    stands for the known tags of a text that a larger reader told of: (words, known tags, 3), shares of one.
    """

    id: str
    text: str
    words: Words
    tags: np.ndarray
    known: np.ndarray
    bags: list[tuple[int, list[tuple[int, int]]]] = field(default_factory=list)
    has_spans: bool = False
    relevance: np.ndarray | None = None
    report: MucReport | None = None
    sentences: tuple[Sentence, ...] = ()
    soft: np.ndarray | None = None


def lower(words: Words, text: str) -> list[str]:
    return [text[a:b].lower() for a, b in words.spans]


def occurrences(words: list[str], wording: str, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    """Where a wording stands, as (first word, last word), without leading articles and closing marks."""
    sought = [m[0] for m in pattern.finditer(wording)]
    while len(sought) > 1 and (sought[0] in ARTICLES or not sought[0][0].isalnum()):
        sought = sought[1:]
    while len(sought) > 1 and not sought[-1][0].isalnum():
        sought = sought[:-1]
    n = len(sought)
    if not sought:
        return []
    return [(i, i + n - 1) for i in range(len(words) - n + 1) if words[i] == sought[0] and words[i : i + n] == sought]


def tag(tags: np.ndarray, column: int, first: int, last: int) -> None:
    if not tags[first : last + 1, column].any():
        tags[first, column] = 1
        tags[first + 1 : last + 1, column] = 2


def muc_examples(path: Path, tokenizer: Any) -> list[Example]:
    """Reports with role fillers, relevance and incident types."""
    from reportedly.extractors.windows import WORD

    found = []
    for report in read_muc4(path):
        words = cut_words(report.text, tokenizer)
        low = lower(words, report.text)
        tags = np.zeros((len(low), len(TAGS)), np.int64)
        bags = []
        for column, role in enumerate(ROLES):
            for entity in report.entities[role]:
                places = sorted({p for wording in entity for p in occurrences(low, wording, WORD)})
                fit = [(i, j - i) for i, j in places if j - i < WIDEST]
                if fit:
                    bags.append((column, fit))
                for i, j in sorted(places, key=lambda p: p[0] - p[1]):
                    tag(tags, column, i, j)
        known = np.zeros(len(TAGS), bool)
        known[: len(ROLES)] = True
        relevance = np.zeros(1 + len(TYPES), np.float32)
        relevance[0] = bool(report.templates)
        for template in report.templates:
            if template.type in TYPES:
                relevance[1 + TYPES.index(template.type)] = 1
        found.append(Example(report.id, report.text, words, tags, known, bags, True, relevance, report))
    return found


def polnear_examples(path: Path, tokenizer: Any) -> list[Example]:
    """Texts with the words of sources, cues and contents."""
    found = []
    for line in path.read_text("utf-8").splitlines():
        raw = json.loads(line)
        words = cut_words(raw["text"], tokenizer)
        tags = np.zeros((len(words.spans), len(TAGS)), np.int64)
        for attribution in raw["attributions"]:
            for part in ("source", "cue", "content"):
                for piece in attribution.get(part, ()):
                    for start, end in piece["spans"]:
                        tag_offsets(tags, TAGS.index(part), words, start, end)
        known = np.array([t in ("source", "cue", "content") for t in TAGS])
        found.append(Example(raw["docid"], raw["text"], words, tags, known))
    return found


def tag_offsets(tags: np.ndarray, column: int, words: Words, start: int, end: int) -> None:
    inside = [k for k, (a, b) in enumerate(words.spans) if a < end and start < b]
    if inside:
        tag(tags, column, inside[0], inside[-1])
