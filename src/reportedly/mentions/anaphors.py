"""What stands for a party named before: "they", "it", "the group", "the militants".

Each takes the nearest earlier party that fits it in number and sort; what has none stays out, or
keeps what its own words say.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..model import Mention, MentionKind, Parse, Party, Report, Span, Token
from .deeds import Deeds
from .party_words import GROUPS, PartyWords

WINDOW = 14  # earlier mentions that are looked at
SENTENCES = 3  # sentences back for "the group", 1 for pronouns
_SUBJECT = frozenset({"nsubj", "nsubjpass"})
_PLURAL = frozenset({"they", "them", "their"})
_THING = frozenset({"it", "its"})
_PERSON = frozenset({"he", "him", "his", "she", "her"})


@dataclass(frozen=True, slots=True)
class Definite:
    """A definite phrase that may stand for a party: its span, its head, and what its words say."""

    span: Span
    head: int
    word: str


class AnaphorReader:
    """Resolves what stands for an earlier party, in text order."""

    def __init__(self, report: Report, parse: Parse, words: PartyWords, deeds: Deeds) -> None:
        self.report, self.parse, self.words, self.deeds = report, parse, words, deeds

    def read(self, mentions: list[Mention], definites: dict[int, Definite]) -> list[Mention]:
        """The mentions with definite phrases resolved and pronouns added, in text order."""
        items: list[tuple[int, Mention | None]] = [(m.token, m) for m in mentions]
        heads = {m.token for m in mentions}
        items += [(i, None) for i in definites if i not in heads]
        covered = {t.i for m in mentions for t in self.parse.within(m.span.start, m.span.end)}
        items += [(t.i, None) for t in self.parse.tokens if t.pos == "PRON" and t.i not in covered and self._counts(t)]
        found: list[Mention] = []
        for index, mention in sorted(items, key=lambda item: item[0]):
            definite = definites.get(index)
            if definite is not None:
                mention = self._definite(definite, mention, found)
            elif mention is None:
                mention = self._pronoun(self.parse.tokens[index], found)
            if mention is not None:
                found.append(mention)
        return found

    def _counts(self, token: Token) -> bool:
        if token.lower in _PLURAL | _PERSON:
            return (
                token.dep in _SUBJECT
                or token.dep in ("dobj", "pobj")
                or (token.dep == "poss" and self.deeds.modified(token) is not None)
            )
        return token.lower in _THING and token.dep in _SUBJECT and self.parse.head(token).lemma != "be"

    def _definite(self, item: Definite, mention: Mention | None, before: list[Mention]) -> Mention | None:
        head = self.parse.tokens[item.head]
        speaks = self._speaks(head)
        body = item.word in ("group", "organization", "organisation", "movement", "network")
        reach = 1 if item.word in ("terrorist", "extremist") else SENTENCES
        for earlier in self._window(head.i, before, reach):
            extra, party = earlier.extra, earlier.value
            if not extra["named"] or extra.get("person"):
                continue
            voice = extra.get("role") in ("monitor", "organisation")
            fits = party.sort in GROUPS and not voice
            if (voice and body and speaks) or (fits and not (speaks and body and self._voice_near(head.i, before))):
                return self._standing(item.span, item.head, earlier)
        return mention

    def _voice_near(self, i: int, before: list[Mention]) -> bool:
        """True where a monitor was named last: it is "the group" that says."""
        return any(m.extra.get("role") == "monitor" for m in self._window(i, before, SENTENCES))

    def _pronoun(self, token: Token, before: list[Mention]) -> Mention | None:
        best: tuple[float, Mention] | None = None
        for distance, earlier in enumerate(self._window(token.i, before, 1)):
            if not self._agrees(token, earlier):
                continue
            score = -0.4 * distance
            score += 2.0 if self.parse.tokens[earlier.token].dep in _SUBJECT else 0.0
            score += 0.5 if earlier.extra["named"] else 0.0
            score -= 1.0 if self.parse.sentence_of(earlier.token) != self.parse.sentence_of(token.i) else 0.0
            if best is None or score > best[0]:
                best = (score, earlier)
        if best is None:
            return None
        return self._standing(Span.of(self.report.text, token.start, token.end), token.i, best[1])

    def _agrees(self, token: Token, earlier: Mention) -> bool:
        head = self.parse.tokens[earlier.token]
        person = bool(earlier.extra.get("person"))
        if token.lower in _PERSON:
            return person
        if person:
            return False
        if token.lower in _THING:
            single = head.tag not in ("NNS", "NNPS") and earlier.value.sort not in ("civilians", "unidentified")
            return single and (earlier.extra["named"] or earlier.value.sort in ("government", "state force"))
        plural = head.tag in ("NNS", "NNPS") or head.lemma in ("people", "police") or earlier.extra["named"]
        voice = earlier.extra.get("role") in ("agency", "outlet")
        return plural and not voice

    def _window(self, i: int, before: list[Mention], sentences: int) -> list[Mention]:
        here = self.parse.sentence_of(i)
        return [m for m in reversed(before[-WINDOW:]) if here - self.parse.sentence_of(m.token) <= sentences]

    def _speaks(self, head: Token) -> bool:
        verb = self.parse.head(head)
        return head.dep in _SUBJECT and verb.lemma in self.words.speech

    def _standing(self, span: Span, head: int, earlier: Mention) -> Mention:
        party: Party = replace(earlier.value, span=span)
        extra = {**earlier.extra, "anaphor": True}
        return Mention(MentionKind.ACTOR, span, party, token=head, extra=extra)
