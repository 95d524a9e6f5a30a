"""The sides of the parties that a report names, and whose they are who are told of as "his men" or by a bare number."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from ..model import Harmed, Mention
from .arguments import agents, patients
from .harm_circumstances import agent_of
from .harm_findings import Finding
from .harm_phrases import Phrase, Text
from .harm_words import grammar, singular

_SIDE_OF = {
    "state force": Harmed.STATE_FORCE,
    "rebel group": Harmed.ARMED_GROUP,
    "militia": Harmed.ARMED_GROUP,
    "terrorist group": Harmed.ARMED_GROUP,
    "unidentified": Harmed.ARMED_GROUP,
}
_OWN = grammar("own")
_LOSE = grammar("lose")
_FOES = grammar("foes_of_state")
_OURS = frozenset({"our", "ours"})
_CONCEDE = grammar("concede")
_BODIES = grammar("remains")
_FOLLOWERS = grammar("followers")
_PARTICIPLES = frozenset({"VBG", "VBN"})
_CARRYING = frozenset({"carrying", "transporting", "ferrying", "taking"})
# How far back the owner of "his men" is looked for.
BACK = 60
# How far above a number the verb that concedes it stands.
REACH = 4


class Sides:
    """The armed parties of one report, by the words that name them or stand for them."""

    def __init__(self, text: Text, actors: Iterable[Mention]) -> None:
        self.text = text
        self.armed: list[tuple[int, int, Harmed]] = []  # first token, end, side; in text order
        self.named: dict[int, Harmed] = {}
        # A report that calls the state "the regime" and fighters "ours" speaks for those.
        self.ours = None if _FOES.isdisjoint(text.words) else Harmed.ARMED_GROUP
        for mention in actors:
            side = _SIDE_OF.get(mention.value.sort)
            tokens = text.parse.within(mention.span.start, mention.span.end)
            if side is None or not tokens or text.words[mention.token] in text.lex.counted:
                continue
            self.armed.append((tokens[0].i, tokens[-1].i + 1, side))
            if mention.value.sort != "unidentified":
                self.named.update(dict.fromkeys(range(tokens[0].i, tokens[-1].i + 1), side))

    def within(self, start: int, end: int) -> Harmed | None:
        """The side of the first party named among these words."""
        return next((self.named[k] for k in range(start, end) if k in self.named), None)

    def of_owner(self, finding: Finding) -> Harmed | None:
        """ "His men", "scores of their members", "three of his comrades": the side of whoever is named last before
        and did not do it, or of whoever lost them."""
        if not _OURS.isdisjoint(self.text.words[finding.phrase.start : finding.phrase.end]):
            return self.ours
        mark = self._possessive(finding.phrase)
        if mark < 0:
            return None
        loses = self.text.word(finding.verb) in _LOSE
        losers = agents(self.text.parse, self.text.parse.tokens[finding.verb]) if loses else ()
        agent = losers[0].i if losers else agent_of(self.text, finding)
        for start, end, side in reversed(self.armed):
            if start <= mark - BACK:
                break
            if end <= mark and (start <= agent < end) is loses:
                return side
        return None

    def _possessive(self, phrase: Phrase) -> int:
        """The token of "his" in "two of his men", -1 where no such word owns those harmed."""
        words = self.text.words
        if not phrase.noun or singular(words[phrase.head]) not in _FOLLOWERS:
            return -1
        return next((k for k in range(phrase.start, phrase.head) if words[k] in _OWN), -1)

    def conceded(self, finding: Finding) -> Harmed | None:
        """ "The separatist side admits to 22 dead", "the army left 19 bodies": what a side admits, suffers or leaves
        behind are its own losses."""
        parse = self.text.parse
        head = finding.phrase.head
        counts = not finding.phrase.noun or self.text.words[head] in self.text.lex.counted
        if not counts or head >= len(parse.tokens):
            return None
        for token in islice(parse.ancestors(parse.tokens[head]), REACH):
            if token.lemma in _CONCEDE or (token.lemma == "leave" and self.text.words[head] in _BODIES):
                told = (self.named.get(t.i) for t in agents(parse, token))
                return next((side for side in told if side is not None), None)
        return None

    def struck(self, finding: Finding) -> Harmed | None:
        """ "Fired on a bus carrying soldiers, wounding five": those at whom the deed was aimed, where a bare number
        stands behind a participle."""
        parse, verb = self.text.parse, finding.verb
        if finding.phrase.noun or finding.phrase.anaphor or verb < 0:
            return None
        token = parse.tokens[verb]
        if token.tag not in _PARTICIPLES or token.dep != "advcl" or finding.phrase.start < verb:
            return None
        hit = patients(parse, parse.head(token))
        carried = [n for t in hit for c in parse.children(t, "acl") if c.lower in _CARRYING for n in patients(parse, c)]
        return next((self.named[t.i] for t in (*hit, *carried) if t.i in self.named), None)
