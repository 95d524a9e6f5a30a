"""`Parse`: sentence structure in neutral terms, so that no rule sees a parser's own objects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM"})


@dataclass(frozen=True, slots=True)
class Token:
    """One token: offsets in code points of the report, and its place in the dependency tree.

    `pos` is the Universal Dependencies part of speech, `tag` the Penn Treebank tag, `dep` the
    relation to `head` in ClearNLP style (nsubj, nsubjpass, dobj, agent, prep, pobj, ...).
    `head` is an index into `Parse.tokens`; a root points at itself.
    """

    i: int
    start: int
    end: int
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    entity: str = ""

    @property
    def lower(self) -> str:
        """The text in small letters."""
        return self.text.lower()

    @property
    def is_finite(self) -> bool:
        """True for a verb with a tense of its own: "fled", "must", but not "fleeing"."""
        return self.tag in FINITE

    @property
    def is_content(self) -> bool:
        """True for a word that says something by itself, unlike "the", "of" or "she"."""
        return self.pos in CONTENT


@dataclass(frozen=True, slots=True)
class Parse:
    """The tokens of a report in order, and its sentences as half-open token ranges."""

    tokens: tuple[Token, ...]
    sentences: tuple[tuple[int, int], ...]
    _children: tuple[tuple[int, ...], ...] = field(default=(), repr=False, compare=False)

    def __post_init__(self) -> None:
        below: list[list[int]] = [[] for _ in self.tokens]
        for token in self.tokens:
            if token.head != token.i:
                below[token.head].append(token.i)
        object.__setattr__(self, "_children", tuple(map(tuple, below)))

    def head(self, token: Token) -> Token:
        """The token that `token` depends on; a root is its own head."""
        return self.tokens[token.head]

    def children(self, token: Token, *deps: str) -> tuple[Token, ...]:
        """Direct dependents in text order, of the given relations or of all."""
        found = (self.tokens[k] for k in self._children[token.i])
        return tuple(t for t in found if not deps or t.dep in deps)

    def subtree(self, token: Token) -> tuple[Token, ...]:
        """The token and all below it, in text order."""
        found, todo = [], [token.i]
        while todo:
            k = todo.pop()
            found.append(k)
            todo.extend(self._children[k])
        return tuple(self.tokens[k] for k in sorted(found))

    def ancestors(self, token: Token) -> Iterator[Token]:
        """The heads above the token, nearest first."""
        while token.head != token.i:
            token = self.tokens[token.head]
            yield token

    def sentence_of(self, i: int) -> int:
        """The index of the sentence that holds token `i`."""
        low, high = 0, len(self.sentences)
        while low < high:
            mid = (low + high) // 2
            if self.sentences[mid][1] <= i:
                low = mid + 1
            else:
                high = mid
        return low

    def sentence(self, k: int) -> tuple[Token, ...]:
        """The tokens of sentence `k`."""
        start, end = self.sentences[k]
        return self.tokens[start:end]

    def sentence_range(self, i: int) -> tuple[int, int]:
        """The half-open token range of the sentence that holds token `i`."""
        return self.sentences[self.sentence_of(i)]

    def at(self, offset: int) -> Token | None:
        """The token that covers this code point, or the first after it; None past the end."""
        low, high = 0, len(self.tokens)
        while low < high:
            mid = (low + high) // 2
            if self.tokens[mid].end <= offset:
                low = mid + 1
            else:
                high = mid
        return self.tokens[low] if low < len(self.tokens) else None

    def within(self, start: int, end: int) -> tuple[Token, ...]:
        """The tokens that share a code point with [start, end)."""
        first = self.at(start)
        if first is None:
            return ()
        k = first.i
        while k < len(self.tokens) and self.tokens[k].start < end:
            k += 1
        return self.tokens[first.i : k]

    def head_of(self, start: int, end: int) -> Token | None:
        """The token of [start, end) that stands highest in the tree: the first whose head lies outside."""
        inside = self.within(start, end)
        if not inside:
            return None
        low, high = inside[0].i, inside[-1].i
        return next((t for t in inside if t.head == t.i or not low <= t.head <= high), inside[0])
