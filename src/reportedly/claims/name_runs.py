"""Where names stand in a text: runs of capitalised words that are no title and no known voice."""

from __future__ import annotations

from ..model import Span
from .layout import Layout


class NameRuns:
    """What the words of one report tell of names."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout

    def _span(self, start: int, end: int) -> Span:
        return self.layout.span(start, end)

    def _name_run(self, start: int, end: int) -> tuple[int, int] | None:
        """The last of the name runs, or None."""
        runs = self._name_runs(start, end)
        return runs[-1] if runs else None

    def _name_runs(self, start: int, end: int) -> list[tuple[int, int]]:
        """The runs of capitalised words in [start, end) that are no title and no known voice, in order."""
        runs, k = [], start
        while k < end:
            if k in self.layout.voices:
                k = self.layout.voices[k]
                continue
            first = k
            while k < end and self._is_name_word(k) and k not in self.layout.voices:
                k += 1
            if k > first:
                stop = k
                while stop - 1 > first and self.layout.lower[stop - 1] in ("-", "'", "’", "'s", "’s"):
                    stop -= 1
                if stop == k or self.layout.lower[stop] != "-":  # not the "Britain" of "Britain-based"
                    runs.append((first, stop))
            k = max(k, first + 1)
        return runs

    def _core(self, start: int, end: int, speaker: int) -> tuple[int, int]:
        """The name without what is put beside it: "the Northern Front (NF), the face of ..."; the name alone behind a
        bare description: "a smaller group, the Northern Front"."""
        lower = self.layout.lower
        mark = next((k for k in range(speaker + 1, end) if lower[k] in (",", "(")), end)
        if mark == end:
            return start, end
        first = mark + 1 + (lower[mark + 1 : mark + 2] == ["the"])
        last = first
        while last < end and self.layout.tokens[last].pos == "PROPN":
            last += 1
        if lower[start] in ("a", "an") and last > first:
            return first, last
        return (start, mark) if self.layout.tokens[speaker].text[:1].isupper() else (start, end)

    def _in_voice(self, k: int) -> bool:
        return any(self.layout.voices.get(j, 0) > k for j in range(max(0, k - 8), k))

    def _is_name_word(self, k: int) -> bool:
        t = self.layout.tokens[k]
        word = self.layout.lower[k]
        if word in ("-", "'", "’") or word in ("al", "el", "bin", "ibn", "abu", "de", "van", "von", "da", "der", "ul"):
            return k > 0 and (
                word.isalpha() or (self.layout.tokens[k - 1].end == t.start and self._is_name_word(k - 1))
            )
        if self.layout.lex.has("honorifics", word) or self.layout.lex.role(word) or self.layout.is_time(k):
            return False
        return t.text[:1].isupper() and (
            t.pos in ("PROPN", "X") or (t.pos in ("NOUN", "ADJ", "VERB") and t.text[1:].islower() and t.tag[:2] == "NN")
        )

    def _is_headline(self, k: int) -> bool:
        """True where most words of the sentence bear a capital, as in a title."""
        start, end = self.layout.sentence_range(k)
        words = [t.text for t in self.layout.tokens[start : min(end, start + 40)] if t.text.isalpha()]
        return sum(w[:1].isupper() for w in words) > 0.6 * len(words)

    def _is_acronym(self, k: int) -> bool:
        """True for "FBI" or "OSCE" in a text that is not all in capitals, and for no state."""
        text = self.layout.tokens[k].text
        following = self.layout.tokens[k + 1].text if k + 1 < len(self.layout.tokens) else ""
        if not (text.isalpha() and text.isupper() and 2 < len(text) < 7) or following.isupper():
            return False
        return not self.layout.lex.has("states", text.lower())
