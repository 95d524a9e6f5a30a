"""Turns the noun phrases around a trigger into parties: as the text names them, and as known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ..mentions.actor_table import table
from ..mentions.arguments import behind
from ..mentions.party_words import GROUPS
from ..mentions.triggers import lexicon
from ..model import Harm, Harmed, Link, Mention, Parse, Party, Report, SourceRole, Span, Token
from ..ontology.load import word_set
from .lexicon import OBSERVERS

_FIGHTERS = GROUPS | {"state force", "unidentified"}
ARMED = _FIGHTERS | {"international"}
# What stands behind these in a noun phrase does not belong to the name of a party.
_TAIL = frozenset({"relcl", "acl", "appos", "punct", "cc", "conj", "prep", "advcl"})
# Words before the owner of a thing, who is the party: "a convoy of the army", "the positions of the rebels".
_OWNED = frozenset({"of", "belonging"})
_SORT_OF = {
    Harmed.CIVILIAN: ("civilians", "civilians"),
    Harmed.STATE_FORCE: ("unidentified state forces", "state force"),
    Harmed.ARMED_GROUP: ("unidentified armed group", "unidentified"),
}
_BEARING_ARMS = frozenset({Harmed.STATE_FORCE, Harmed.ARMED_GROUP})
REACH = 8  # words
_PERSONS = frozenset({"he", "she", "they", "who"})
_ONE = word_set("sorts", "lone")
_ARTICLES = frozenset({"the", "a", "an", "his", "her", "its", "their", "this", "that", "these", "those"})
_NOBODY = word_set("sorts", "nobody")
_PLACES_AND_THINGS = frozenset({"other"})
_SORT_OF_ROLE = {SourceRole.OFFICIAL: "government", SourceRole.PARTY: "unidentified"}


class Cast:
    """Everybody whom the report names, by where they stand in the text."""

    def __init__(
        self, report: Report, parse: Parse, actors: tuple[Mention, ...], sources: tuple[Mention, ...] = ()
    ) -> None:
        self.report, self.parse = report, parse
        links = {k.span: k for m in sources for k in m.value.links if k.span is not None}
        self.voices = [links[span] for span in sorted(links)]
        self._at: dict[int, Mention] = {}
        for mention in actors:
            for token in parse.within(mention.span.start, mention.span.end):
                held = self._at.get(token.i)
                # Of two that cover a word the one whose head it is wins, then the longer.
                if held is None or (mention.token == token.i, len(mention.span.text)) > (
                    held.token == token.i,
                    len(held.span.text),
                ):
                    self._at[token.i] = mention

    def at(self, token: Token) -> Mention | None:
        """The actor mention that covers this word."""
        return self._at.get(token.i)

    def tokens(self, mention: Mention) -> tuple[Token, ...]:
        """The words of a mention."""
        return self.parse.within(mention.span.start, mention.span.end)

    def parties(self, heads: Iterable[Token]) -> tuple[Party, ...]:
        """One party a head, without repeats, in the order given; bare things are left out."""
        found: list[Party] = []
        for head in heads:
            for party in self._of(head):
                if party.name not in {p.name for p in found}:
                    found.append(party)
        return tuple(found)

    def known(self, heads: Iterable[Token]) -> tuple[Party, ...]:
        """Only those who are in the report's cast; not whom "no" takes away ("no group has claimed it")."""
        heads = [h for h in heads if not self.nobody(h)]
        return tuple(p for p in self.parties(heads) if p.actor or p.sort not in ("other", ""))

    def nobody(self, head: Token) -> bool:
        """True for "no group", "neither side"."""
        return any(c.lower in ("no", "neither") for c in self.parse.children(head, "det", "preconj"))

    def within(self, start: int, end: int) -> tuple[Party, ...]:
        """The parties named between two offsets, in text order, without repeats."""
        return self.parties(self.parse.within(start, end))

    def _of(self, head: Token) -> tuple[Party, ...]:
        held = self.at(head)
        if held is not None:
            return (held.value,)
        owners = [self.at(n) for n in behind(self.parse, (head,), _OWNED)]
        modifiers = [self.at(c) for c in self.parse.children(head, "poss", "compound", "amod", "nmod")]
        return tuple(m.value for m in owners + modifiers if m is not None)[:1]

    def described(self, head: Token) -> Party | None:
        """A subject as its own words name it ("a warlord", "prosecutors"); a pronoun stands for the subject of
        the sentence before. None for what cannot act: happenings, things left to "it", bare numbers."""
        if self.nobody(head):
            return None
        if head.pos == "PRON":
            return self._speaker_before(head) if head.lower in _PERSONS else None
        if head.pos not in ("NOUN", "PROPN") or head.lemma in lexicon().nouns or head.lemma in _NOBODY:
            return None
        if head.pos == "NOUN" and head.dep in ("compound", "amod", "nmod"):
            return None  # "an emergency meeting"
        span = phrase(self.report, self.parse, head)
        words = span.text.split()
        while words and words[0].lower() in _ARTICLES:
            words = words[1:]
        if not words or len(words) > 8:
            return None
        return Party(" ".join(words), "other", span)

    def _speaker_before(self, pronoun: Token) -> Party | None:
        """For "he" and "she" whoever spoke last, in this sentence or the two before; else the last subject."""
        if pronoun.lower in ("he", "she"):
            first = self.parse.sentences[max(0, self.parse.sentence_of(pronoun.i) - 2)][0]
            start = self.parse.tokens[first].start
            for link in reversed(self.voices):
                if link.span is not None and start <= link.span.start < pronoun.start:
                    return self.spoken(link)
        return self._subject_before(pronoun)

    def _subject_before(self, pronoun: Token) -> Party | None:
        """The nearest subject before a pronoun, in its own sentence or the one before."""
        first = max(0, self.parse.sentence_of(pronoun.i) - 1)
        for k in range(pronoun.i - 1, self.parse.sentences[first][0] - 1, -1):
            token = self.parse.tokens[k]
            if token.dep not in ("nsubj", "nsubjpass") or token.pos == "PRON":
                continue
            held = self._at.get(k)
            if held is not None:
                return held.value
            if token.pos == "PROPN":
                return self.described(token)
        return None

    def before(self, token: Token) -> tuple[Party, ...]:
        """Whoever is named last before a verb without another verb between: its subject in a text whose
        lost commas have misled the parser ("Elsewhere in Syria rebels attacked")."""
        k = token.i - 1
        start = self.parse.sentence_range(token.i)[0]
        while k >= max(start, token.i - REACH):
            word = self.parse.tokens[k]
            held = self._at.get(k)
            if held is not None and held.token == k:
                return (held.value,) if held.value.sort not in _PLACES_AND_THINGS else ()
            if word.pos in ("VERB", "SCONJ", "CCONJ") or word.tag in ("WDT", "WP"):
                return ()
            k -= 1
        return ()

    def between(self, i: int) -> tuple[Party, ...]:
        """The two named behind the next "between" of the sentence; () where none stands there."""
        end = self.parse.sentence_range(i)[1]
        at = next((k for k in range(i, end) if self.parse.tokens[k].lower == "between"), end)
        found = self.parties(self.parse.tokens[k] for k in range(at, end) if k in self._at and self._at[k].token == k)
        return found[:2]

    def modifying(self, token: Token) -> tuple[Party, ...]:
        """Whoever is named right before a noun, inside its noun phrase ("Israeli overnight air raids")."""
        k = token.i - 1
        start = self.parse.sentence_range(token.i)[0]
        while k >= max(start, token.i - 4):
            held = self._at.get(k)
            if held is not None:
                return (held.value,)
            if self.parse.tokens[k].pos not in ("ADJ", "NOUN", "PROPN", "NUM", "PUNCT"):
                return ()
            k -= 1
        return ()

    def spoken(self, link: Link) -> Party:
        """A voice of a chain as a party: the one the cast knows at its words, else by its name and role."""
        if link.span is not None:
            for token in reversed(self.parse.within(link.span.start, link.span.end)):
                held = self.at(token)
                if held is not None:
                    return held.value
        return Party(link.name, _SORT_OF_ROLE.get(link.role, "other"), link.span)

    def harmed(self, harm: Harm) -> Party | None:
        """Who was harmed, as a party: named where the cast knows them, else by what they are."""
        if harm.party is Harmed.EQUIPMENT or harm.figure.high == 0:  # "nobody was hurt"
            return None
        inside = self.parse.within(harm.who.start, harm.who.end)
        for token in reversed(inside):
            held = self.at(token)
            if held is not None and not mistaken(held.value, harm):
                return held.value
        named = _SORT_OF.get(harm.party)
        if named is None:
            return None
        return Party(named[0], named[1], harm.who)


def mistaken(party: Party, harm: Harm) -> bool:
    """True where those harmed are no civilians after all: "his men" of a warlord, "people" of a cell."""
    meant = party.span is not None and party.span.start < harm.who.end and harm.who.start < party.span.end
    return meant and harm.party in _BEARING_ARMS and party.name.endswith("civilians")


def sharpen(parties: Iterable[Party]) -> tuple[Party, ...]:
    """Parties of a deed without those who only tell of it, and without what repeats another less exactly.

    Of "jihadists" and "Islamic State" the named one stays; of two sorts of civilians one; a state stays
    out where one of its own bodies is there ("Syria", "Syrian Army").
    """
    kept: list[Party] = []
    for party in parties:
        actor = table().resolve(party.name) if party.actor else None
        if (actor is None or actor.role not in OBSERVERS) and party not in kept:
            kept.append(party)
    named = {p.sort for p in kept if p.actor and p.sort in _FIGHTERS}
    rebels = bool(named - {"state force"})
    first_civilians = next((p for p in kept if p.sort == "civilians"), None)
    found = []
    for party in kept:
        generic = not party.actor
        if (generic and party.sort in named) or (generic and rebels and party.sort in _FIGHTERS - {"state force"}):
            continue
        if generic and party.sort == "unidentified" and any(p is not party and p.sort in _FIGHTERS for p in kept):
            continue
        if party.sort == "civilians" and generic and party is not first_civilians:
            continue
        if len(party.actor) == 2 and any(p is not party and p.name.startswith(_adjective(party)) for p in kept):
            continue
        found.append(party)
    return tuple(found)


_BY_FORCES = frozenset({"air strike", "shelling", "bombing", "armed clash", "chemical attack"})


def unlikely(actor: Party, kind: str) -> bool:
    """True for one who did not do a deed of this type: civilians shell nobody, "a bomber" says not who sent him."""
    if kind == "bombing" and not actor.actor and actor.name.lower().endswith(("bomber", "bombers")):
        return True
    return kind in _BY_FORCES and actor.sort == "civilians"


def alone(actor: Party) -> Party:
    """A man who attacks people is no civilian: an attacker of whom no more is known."""
    words = actor.span.text.lower().split() if actor.span else []
    if actor.actor or actor.sort != "civilians" or not words or words[-1] not in _ONE:
        return actor
    return replace(actor, name=" ".join(w for w in words if w not in _ARTICLES), sort="unidentified")


def _adjective(state: Party) -> str:
    return state.name[:4]


def phrase(report: Report, parse: Parse, head: Token) -> Span:
    """The noun phrase of a head as a coder would quote it: without relative clauses and appositions."""
    kept = [head]
    for child in parse.children(head):
        if child.dep not in _TAIL or (child.dep == "prep" and child.lower == "of"):
            kept += parse.subtree(child)
    tokens = sorted(kept, key=lambda t: t.i)
    first = next(i for i in range(len(tokens)) if tokens[-1].i - tokens[i].i == len(tokens) - 1 - i)
    return Span.of(report.text, tokens[first].start, tokens[-1].end)
