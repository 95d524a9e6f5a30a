"""Finds the parties of a report: named, described, unnamed, persons, and what stands for them."""

from __future__ import annotations

from ..model import Mention, MentionKind, Parse, Party, Report, Span, Token
from .actor_table import ActorTable, Hit, table
from .deeds import Deeds
from .described import Describer, Known
from .party_words import PartyWords, Word, party_words
from .phrases import Name, Phrase, controlled, phrase_of
from .setting import Setting, setting_of
from .states import StateReader
from .wording import Word as Wording
from .wording import in_capitals, words_of

_NOUNS = frozenset({"NOUN", "PROPN", "ADJ"})


def find_actors(report: Report, parse: Parse) -> tuple[Mention, ...]:
    """Every party that the report speaks of, in text order, as named in it and as known.

    Kind ACTOR, value `Party`; the span is the noun phrase without its numbers, `token` its head.
    `extra` holds "named" (the phrase holds a name), "anaphor" (it stands for a party named
    before) and "country" (ISO 3166-1 alpha-2 or ""). Linear in the text.
    """
    return _Finder(report, parse).find()


class _Finder:
    """One pass over one report."""

    def __init__(self, report: Report, parse: Parse) -> None:
        self.report, self.parse = report, parse
        self.table: ActorTable = table()
        self.lexicon: PartyWords = party_words()
        words = words_of(report.text)
        hits = self.table.find(words, in_capitals(report.text))
        starts = tuple(words[h.first].start for h in hits)
        self.setting: Setting = setting_of(report, hits, starts, self.table)
        self.names = self._placed(words, hits)
        self.at = {k: name for name in self.names for k in range(name.first, name.last + 1)}
        self.deeds = Deeds(parse, self.lexicon)
        self.states = StateReader(parse, self.table, self.lexicon, self.deeds)
        self.taken: set[int] = set()
        self.found: list[Mention] = []

    def find(self) -> tuple[Mention, ...]:
        heads = self._heads()
        describer = Describer(
            self.parse, self.table, self.lexicon, self.setting, self.deeds, self._meaning_of_militants(heads)
        )
        for token, word in heads:
            phrase = phrase_of(self.report.text, self.parse, token, self.at, self.lexicon)
            known = describer.known(phrase, word)
            if known is not None:
                self._add(phrase, known)
        for name in self.names:
            if name.first not in self.taken:
                self._add_name(name)
        return tuple(sorted(self.found, key=lambda m: m.span))

    def _placed(self, words: tuple[Wording, ...], hits: tuple[Hit, ...]) -> tuple[Name, ...]:
        """The names where the parser sees them."""
        placed: list[Name] = []
        floor = -1
        for hit in hits:
            start, end = words[hit.first].start, words[hit.last - 1].end
            if self.report.text[start:end].endswith(("'s", "’s")):
                end -= 2
            tokens = [t for t in self.parse.within(start, end) if t.i > floor]
            if tokens:
                floor = tokens[-1].i
                placed.append(Name(hit, tokens[0].i, floor, start, end))
        return tuple(placed)

    def _meaning_of_militants(self, heads: list[tuple[Token, Word]]) -> Word | None:
        """Who "militants" are in this report: its rebels, else its terrorists, else not told."""
        sorts = {word.sort for _, word in heads} | {n.hit.entry.actor.sort for n in self.names}
        if any(word.sort == "rebel group" for _, word in heads):
            return Word("rebel group", "{adj} rebels", place=True)
        return Word("terrorist group", "unspecified militants", vague=True) if "terrorist group" in sorts else None

    def _heads(self) -> list[tuple[Token, Word]]:
        """The nouns that signal a party, without those that only modify the next."""
        heads: list[tuple[Token, Word]] = []
        for token in self.parse.tokens:
            word = self._word(token) if token.pos in _NOUNS and token.i not in self.at else None
            if word is None or controlled(self.parse.tokens, token.i, self.lexicon):
                continue
            if heads and heads[-1][0].i == token.i - 1 and self._modifies(*heads[-1], token):
                heads.pop()
            heads.append((token, word))
        return heads

    def _word(self, token: Token) -> Word | None:
        left = self.parse.tokens[token.i - 1] if token.i else None
        return (self.lexicon.pair(left, token) if left is not None else None) or self.lexicon.head(token)

    @staticmethod
    def _modifies(left: Token, word: Word, token: Token) -> bool:
        """True where `left` is part of the phrase of the noun right behind it ("rebel fighters")."""
        if token.pos == "ADJ":
            return False
        return left.tag not in ("NNS", "NNPS") or word.generic or left.head == token.i

    def _add(self, phrase: Phrase, known: Known) -> None:
        tokens = self.parse.tokens
        inside = [n for n in phrase.names if n.first not in self.taken]
        if phrase.owner is not None and known.named and phrase.owner.first not in self.taken:
            inside.append(phrase.owner)
        last = max([phrase.head, *(n.last for n in inside)])
        for name in inside:
            self.taken.update(range(name.first, name.last + 1))
        start = min([tokens[phrase.first].start, *(n.start for n in inside if n.first >= phrase.first)])
        end = max(tokens[phrase.head].end, tokens[last].end)
        self._mention(start, end, phrase.head, known)

    def _add_name(self, name: Name) -> None:
        known = self.states.known(name)
        if known is None:
            return
        tokens = self.parse.tokens
        start = name.start
        if name.first and tokens[name.first - 1].lower == "the":
            start = tokens[name.first - 1].start
        self._mention(start, name.end, self.states.head(name).i, known)

    def _mention(self, start: int, end: int, head: int, known: Known, anaphor: bool = False) -> None:
        span = Span.of(self.report.text, start, end)
        party = Party(known.name, known.sort, span, known.actor)
        extra = {"named": known.named, "anaphor": anaphor, "country": known.country}
        self.found.append(Mention(MentionKind.ACTOR, span, party, token=head, extra=extra))
