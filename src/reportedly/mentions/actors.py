"""Finds the parties of a report: named, described, unnamed, persons, and what stands for them."""

from __future__ import annotations

from ..model import Mention, MentionKind, Parse, Party, Report, Span, Token
from .abbreviations import with_abbreviations
from .actor_table import ActorTable, Hit, table
from .anaphors import AnaphorReader, Definite
from .deeds import Deeds
from .described import Describer, Known
from .party_words import PartyWords, Word, forms, party_words
from .persons import Person, PersonReader
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
    before), "country" (ISO 3166-1 alpha-2 or ""), "person" and "role" (of `Actor`, or "").
    Linear in the text.
    """
    return _Finder(report, parse).find()


class _Finder:
    """One pass over one report."""

    def __init__(self, report: Report, parse: Parse) -> None:
        self.report, self.parse = report, parse
        self.table: ActorTable = table()
        self.lexicon: PartyWords = party_words()
        words = words_of(report.text)
        hits = with_abbreviations(report.text, words, self.table.find(words, in_capitals(report.text)))
        starts = tuple(words[h.first].start for h in hits)
        self.setting: Setting = setting_of(report, hits, starts, self.table)
        self.names = self._placed(words, hits)
        self.at = {k: name for name in self.names for k in range(name.first, name.last + 1)}
        self.deeds = Deeds(parse, self.lexicon)
        self.states = StateReader(parse, self.table, self.lexicon, self.deeds)
        self.persons = PersonReader(parse, self.lexicon, self.at, self.setting)
        self.definites: dict[int, Definite] = {}
        self.taken: set[int] = set()
        self.found: list[Mention] = []

    def find(self) -> tuple[Mention, ...]:
        """Every mention of an actor, in text order."""
        persons = self.persons.titled()
        inside = {k for person in persons for k in range(person.first, person.last + 1)}
        heads = [(token, word) for token, word in self._heads() if token.i not in inside]
        vague = self._meaning_of_militants(heads)
        describer = Describer(self.parse, self.table, self.at, self.setting, self.deeds, vague)
        for token, word in heads:
            if token.i in self.taken:
                continue
            phrase = phrase_of(self.report.text, self.parse, token, self.at, self.lexicon)
            self._note_definite(phrase)
            known = describer.known(phrase, word)
            if known is None:
                continue
            self._add(phrase, known)
            person = self.persons.described(phrase.first, known)
            if person is not None:
                persons.append(person)
        for person in persons:
            self._add_person(person)
        for name in self.names:
            if name.first not in self.taken:
                self._add_name(name)
        self._add_surnames()
        mentions = sorted(self.found, key=lambda m: (m.token, m.span))
        read = AnaphorReader(self.report, self.parse, self.lexicon, self.deeds).read(mentions, self.definites)
        return tuple(sorted(read, key=lambda m: m.span))

    def _placed(self, words: tuple[Wording, ...], hits: tuple[Hit, ...]) -> tuple[Name, ...]:
        """The names where the parser sees them."""
        placed: list[Name] = []
        floor = -1
        for hit in hits:
            start, end = words[hit.first].start, words[hit.last - 1].end
            if self.report.text[start:end].lower().endswith(("'s", "’s")):
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

    def _note_definite(self, phrase: Phrase) -> None:
        """Keeps "the group", "the militant organisation" to be resolved once all parties are known."""
        tokens = self.parse.tokens
        head = tokens[phrase.head]
        words = [t.lower for t in tokens[phrase.first : phrase.head] if t.text not in ("-", "'s", "’s")]
        word = next((f for f in forms(head) if f in self.lexicon.anaphors), "")
        if not word or phrase.names or phrase.owner or not words or words[0] not in ("the", "this", "that", "these"):
            return
        if all(w in self.lexicon.fillers for w in words[1:]):
            span = Span.of(self.report.text, tokens[phrase.first].start, head.end)
            self.definites[head.i] = Definite(span, head.i, word)

    def _add(self, phrase: Phrase, known: Known) -> None:
        tokens = self.parse.tokens
        first = self._begin(phrase, known)
        inside = [n for n in phrase.names if n.first not in self.taken and n.first >= first]
        if phrase.owner is not None and known.named and phrase.owner.first not in self.taken:
            inside.append(phrase.owner)
        last = max([phrase.head, known.last, *(n.last for n in inside)])
        for name in inside:
            self.taken.update(range(name.first, name.last + 1))
        self.taken.update(range(first, last + 1))
        start = min([tokens[first].start, *(n.start for n in inside if first <= n.first)])
        end = max(tokens[phrase.head].end, tokens[last].end)
        self._mention(start, end, phrase.head, known)

    def _begin(self, phrase: Phrase, known: Known) -> int:
        """The first token of the party: what only the next noun owns, or names another party, stays out."""
        tokens, first = self.parse.tokens, phrase.first
        if known.sort == "civilians":
            others = [n.last for n in phrase.names if n.hit.entry.actor.role != "state"]
            first = max([first, *(k + 1 for k in others)])
        if self.deeds.modified(tokens[phrase.head]) is None:
            return first
        while first < phrase.head and first not in self.at and self._idle(tokens[first]):
            first += 1
        return first

    def _idle(self, token: Token) -> bool:
        """True for a word that says nothing of the party: "remaining", "key", "the"."""
        return token.pos in ("DET", "ADJ", "ADV", "VERB", "NUM") and self.lexicon.side(token) is None

    def _add_person(self, person: Person) -> None:
        if person.last in self.taken:
            return
        tokens = self.parse.tokens
        self.taken.update(range(person.first, person.last + 1))
        self._mention(tokens[person.first].start, tokens[person.last].end, person.head, person.known, person=True)

    def _add_surnames(self) -> None:
        if not self.persons.by_surname:
            return
        for token in self.parse.tokens:
            known = self.persons.surname(token) if token.i not in self.taken and token.i not in self.at else None
            if known is not None:
                self._mention(token.start, token.end, token.i, known, person=True)

    def _add_name(self, name: Name) -> None:
        known = self.states.known(name)
        if known is None:
            return
        tokens = self.parse.tokens
        start = name.start
        if name.first and tokens[name.first - 1].lower == "the":
            start = tokens[name.first - 1].start
        person = name.hit.entry.actor.role == "official"
        self._mention(start, name.end, self.states.head(name).i, known, person=person)

    def _mention(self, start: int, end: int, head: int, known: Known, person: bool = False) -> None:
        span = Span.of(self.report.text, start, end)
        party = Party(known.name, known.sort, span, known.actor)
        actor = self.table.by_id.get(known.actor)
        extra = {
            "named": known.named,
            "anaphor": False,
            "country": known.country,
            "person": person,
            "role": actor.role if actor else "",
        }
        self.found.append(Mention(MentionKind.ACTOR, span, party, token=head, extra=extra))
