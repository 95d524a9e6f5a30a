"""What the rules ask of a parse again and again, computed once and in linear time."""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate

from ..model import Parse, Report, Span
from .lexicon import Lexicon
from .quotes import quotations

NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl", "csubj"})


class Layout:
    """A report's words with the reach of each subtree, the clauses before each word, and the quotations."""

    def __init__(self, report: Report, parse: Parse, lex: Lexicon) -> None:
        self.report, self.parse, self.lex = report, parse, lex
        self.tokens = parse.tokens
        self.lower = [t.text.lower() for t in parse.tokens]
        self.sentences = self._joined()
        self.sentence = [0] * len(parse.tokens)
        for k, (start, end) in enumerate(self.sentences):
            self.sentence[start:end] = [k] * (end - start)
        self.left, self.right = self._reaches()
        self._finite = [0, *accumulate(t.is_finite for t in parse.tokens)]
        self._subjects = [0, *accumulate(t.dep in _SUBJECTS for t in parse.tokens)]
        self.quotes = quotations(report.text)
        self._openings = [a for a, _ in self.quotes]
        # The outlet's own reporters, as a transcript marks them: "ALI HASAN, BYLINE: ...".
        self.bylines = frozenset(self.lower[k - 2] for k, w in enumerate(self.lower) if w == "byline" and k > 1)
        # Names that are the subject of a saying somewhere in the report.
        self.spoken = frozenset(
            t.text.lower()
            for t in parse.tokens
            if t.dep == "nsubj" and t.pos == "PROPN" and lex.has("plain", parse.tokens[t.head].lemma)
        )
        self.voices = self._voices()
        self.voice_ends = frozenset(self.voices.values())

    def _joined(self) -> list[tuple[int, int]]:
        """The sentences, with those joined again that the parser cut after "Capt." or "Oct."."""
        out: list[tuple[int, int]] = []
        for start, end in self.parse.sentences:
            last = self.lower[start - 1] if start else ""
            last = self.lower[start - 2] + "." if last == "." and start > 1 else last
            before = self.tokens[start - 1].text[:1].isupper() if start else False
            if (
                out
                and before
                and last[-1:] == "."
                and (self.lex.has("honorifics", last) or self.lex.has("times", last))
            ) or (out and self._only_speaks(start, end)):
                out[-1] = (out[-1][0], end)
            else:
                out.append((start, end))
        return out

    def _only_speaks(self, start: int, end: int) -> bool:
        """True for a "sentence" that only says who spoke ("Hasan said."), cut off from what was said."""
        tokens = self.tokens[start:end]
        between = self.report.text[self.tokens[start - 1].end : tokens[0].start]
        if not 2 <= len(tokens) <= 9 or "\n\n" in between:
            return False
        verbs = [t for t in tokens if t.tag in ("VBD", "VBZ")]
        if len(verbs) != 1 or not self.lex.has("plain", verbs[0].lemma) or verbs[0].i == start:
            return False
        if verbs[0].text.istitle():
            return False  # a by-line of Mr Said
        spoken = all(
            t.i <= verbs[0].i or t.pos in ("PUNCT", "ADP", "ADV", "DET", "NUM") or self.is_time(t.i) for t in tokens
        )
        before = all(
            t.pos in ("PRON", "PROPN", "DET", "NOUN", "PUNCT", "ADJ", "ADV") for t in tokens if t.i < verbs[0].i
        )
        return spoken and before and any(t.pos in NOMINAL for t in tokens if t.i < verbs[0].i)

    def _reaches(self) -> tuple[list[int], list[int]]:
        """First and last token of each subtree: leaves hand theirs up to their heads."""
        n = len(self.tokens)
        left, right, waiting = list(range(n)), list(range(n)), [0] * n
        for t in self.tokens:
            if t.head != t.i:
                waiting[t.head] += 1
        ready = [k for k in range(n) if not waiting[k]]
        while ready:
            k = ready.pop()
            head = self.tokens[k].head
            if head == k:
                continue
            left[head], right[head] = min(left[head], left[k]), max(right[head], right[k])
            waiting[head] -= 1
            if not waiting[head]:
                ready.append(head)
        return left, right

    def _voices(self) -> dict[int, int]:
        """First token of each known name -> the token after it."""
        words = [w.removesuffix("'s").removesuffix("’s").strip("'’") for w in self.lower]
        solid = [k for k, w in enumerate(words) if w not in ("-", "–", "", "/", "s")]
        plain = [words[k] for k in solid]
        found, k = {}, 0
        while k < len(plain):
            hit = self.lex.voice_at(plain, k)
            # A name is written with a capital: "observatory" alone may be one too, "times" is not.
            if hit and (self.tokens[solid[k]].text[:1].isupper() or hit[1].role == "monitor"):
                found[solid[k]] = solid[hit[0] - 1] + 1
                k = hit[0]
            else:
                k += 1
        return found

    def span(self, start: int, end: int) -> Span:
        """The text of the tokens [start, end)."""
        return Span.of(self.report.text, self.tokens[start].start, self.tokens[end - 1].end)

    def sentence_range(self, i: int) -> tuple[int, int]:
        """The half-open token range of the sentence that holds token `i`."""
        return self.sentences[self.sentence[i]]

    def has_clause(self, start: int, end: int) -> bool:
        """True where [start, end) holds a finite verb with a subject."""
        if start >= end:
            return False
        return self._finite[end] > self._finite[start] and self._subjects[end] > self._subjects[start]

    def has_finite(self, start: int, end: int) -> bool:
        """True where [start, end) holds a finite verb."""
        return start < end and self._finite[end] > self._finite[start]

    def is_time(self, k: int) -> bool:
        """True where token `k` is a word of time or a number beside one."""
        word = self.lower[k]
        if self.lex.has("times", word):
            return True
        return (word.isdigit() and len(word) <= 4) and (k > 0 and self.lex.has("times", self.lower[k - 1]))

    def is_word(self, k: int) -> bool:
        """True where token `k` holds a letter or a digit."""
        return any(c.isalnum() for c in self.tokens[k].text)

    def quotation(self, offset: int) -> tuple[int, int] | None:
        """The last quotation that begins before this code point, whether it reaches there or not."""
        k = bisect_left(self._openings, offset) - 1
        return self.quotes[k] if k >= 0 else None

    def quotations_from(self, offset: int) -> tuple[tuple[int, int], ...]:
        """The quotations that begin at or after this code point, at most twenty."""
        k = bisect_left(self._openings, offset)
        return self.quotes[k : k + 20]

    def is_mark(self, k: int) -> bool:
        """True where token `k` is a quotation mark."""
        return k >= 0 and self.tokens[k].text in ('"', "“", "”", "''", "``")

    def is_quoted(self, k: int) -> bool:
        """True where token `k` stands inside a quotation."""
        found = self.quotation(self.tokens[k].start)
        return found is not None and self.tokens[k].end <= found[1]
