"""Turns the noun phrases around a trigger into parties: as the text names them, and as known."""

from __future__ import annotations

from collections.abc import Iterable

from ..model import Harm, Harmed, Mention, Parse, Party, Report, Span, Token

# What stands behind these in a noun phrase does not belong to the name of a party.
_TAIL = frozenset({"relcl", "acl", "appos", "punct", "cc", "conj", "prep", "advcl"})
# Nouns whose owner is the party: "a convoy of the army", "the positions of the rebels".
_OWNED = frozenset({"of", "belonging"})
_SORT_OF = {
    Harmed.CIVILIAN: ("civilians", "civilians"),
    Harmed.STATE_FORCE: ("unidentified state forces", "state force"),
    Harmed.ARMED_GROUP: ("unidentified armed group", "unidentified"),
}
_PRONOUNS = frozenset({"PRON"})


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


def phrase(report: Report, parse: Parse, head: Token) -> Span:
    """The noun phrase of a head as a coder would quote it: without relative clauses and appositions."""
    kept = [head]
    for child in parse.children(head):
        if child.dep not in _TAIL or (child.dep == "prep" and child.lower == "of"):
            kept += parse.subtree(child)
    tokens = sorted(kept, key=lambda t: t.i)
    first = next(i for i in range(len(tokens)) if tokens[-1].i - tokens[i].i == len(tokens) - 1 - i)
    return Span.of(report.text, tokens[first].start, tokens[-1].end)
