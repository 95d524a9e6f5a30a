"""Turns the noun phrases around a trigger into parties: as the text names them, and as known."""

from __future__ import annotations

from collections.abc import Iterable

from ..mentions.actor_table import table
from ..model import Harm, Harmed, Link, Mention, Parse, Party, Report, SourceRole, Span, Token

# What stands behind these in a noun phrase does not belong to the name of a party.
_TAIL = frozenset({"relcl", "acl", "appos", "punct", "cc", "conj", "prep", "advcl"})
# Nouns whose owner is the party: "a convoy of the army", "the positions of the rebels".
_OWNED = frozenset({"of", "belonging"})
_SORT_OF = {
    Harmed.CIVILIAN: ("civilians", "civilians"),
    Harmed.STATE_FORCE: ("unidentified state forces", "state force"),
    Harmed.ARMED_GROUP: ("unidentified armed group", "unidentified"),
}
REACH = 8  # words
_PLACES_AND_THINGS = frozenset({"other"})
_SORT_OF_ROLE = {SourceRole.OFFICIAL: "government", SourceRole.PARTY: "unidentified"}


class Cast:
    """Everybody whom the report names, by where they stand in the text."""

    def __init__(self, report: Report, parse: Parse, actors: tuple[Mention, ...]) -> None:
        self.report, self.parse = report, parse
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
        """Only those who are in the report's cast."""
        return tuple(p for p in self.parties(heads) if p.actor or p.sort not in ("other", ""))

    def within(self, start: int, end: int) -> tuple[Party, ...]:
        """The parties named between two offsets, in text order, without repeats."""
        return self.parties(self.parse.within(start, end))

    def _of(self, head: Token) -> tuple[Party, ...]:
        held = self.at(head)
        if held is not None:
            return (held.value,)
        owners = [
            self.at(n)
            for prep in self.parse.children(head, "prep")
            if prep.lower in _OWNED
            for n in self.parse.children(prep, "pobj")
        ]
        modifiers = [self.at(c) for c in self.parse.children(head, "poss", "compound", "amod", "nmod")]
        return tuple(m.value for m in owners + modifiers if m is not None)[:1]

    def before(self, token: Token) -> tuple[Party, ...]:
        """Whoever is named last before a verb without another verb between: its subject in a text whose
        lost commas have misled the parser ("Elsewhere in Syria rebels attacked")."""
        k = token.i - 1
        start = self.parse.sentences[self.parse.sentence_of(token.i)][0]
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
        end = self.parse.sentences[self.parse.sentence_of(i)][1]
        at = next((k for k in range(i, end) if self.parse.tokens[k].lower == "between"), end)
        found = self.parties(self.parse.tokens[k] for k in range(at, end) if k in self._at and self._at[k].token == k)
        return found[:2]

    def modifying(self, token: Token) -> tuple[Party, ...]:
        """Whoever is named right before a noun, inside its noun phrase ("Israeli overnight air raids")."""
        k = token.i - 1
        start = self.parse.sentences[self.parse.sentence_of(token.i)][0]
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
        if harm.party is Harmed.EQUIPMENT:
            return None
        inside = self.parse.within(harm.who.start, harm.who.end)
        for token in reversed(inside):
            held = self.at(token)
            if held is not None:
                return held.value
        named = _SORT_OF.get(harm.party)
        if named is None:
            return None
        return Party(named[0], named[1], harm.who)


_ARMED = frozenset({"rebel group", "militia", "terrorist group", "unidentified", "state force"})
_TELLERS = frozenset({"monitor", "agency", "outlet"})


def sharpen(parties: Iterable[Party]) -> tuple[Party, ...]:
    """Parties of a deed without those who only tell of it, and without what repeats another less exactly.

    Of "jihadists" and "Islamic State" the named one stays; of two sorts of civilians one; a state stays
    out where one of its own bodies is there ("Syria", "Syrian Army").
    """
    kept: list[Party] = []
    for party in parties:
        actor = table().resolve(party.name) if party.actor else None
        if (actor is None or actor.role not in _TELLERS) and party not in kept:
            kept.append(party)
    named = {p.sort for p in kept if p.actor and p.sort in _ARMED}
    rebels = bool(named - {"state force"})
    first_civilians = next((p for p in kept if p.sort == "civilians"), None)
    found = []
    for party in kept:
        generic = not party.actor
        if (generic and party.sort in named) or (generic and rebels and party.sort in _ARMED - {"state force"}):
            continue
        if generic and party.sort == "unidentified" and any(p is not party and p.sort in _ARMED for p in kept):
            continue
        if party.sort == "civilians" and generic and party is not first_civilians and party.name.endswith("civilians"):
            continue
        if len(party.actor) == 2 and any(p is not party and p.name.startswith(_adjective(party)) for p in kept):
            continue
        found.append(party)
    return tuple(found)


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
