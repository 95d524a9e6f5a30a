"""Whether a party acts, or is struck, with arms: "the regime shelled", "Russian raids".

A state that bombs is a state force; one that talks is a government.
"""

from __future__ import annotations

from ..model import Parse, Token
from .party_words import PartyWords, forms
from .triggers import lexicon

_MODIFIER = frozenset({"amod", "compound", "poss", "nmod", "npadvmod"})
_BETWEEN = frozenset({"by", "between", "against", "from", "with", "involving"})
CHAIN = 40  # members of a list ("Australia, Bahrain, Canada, ...") that are followed to its head


class Deeds:
    """Answers for the words of one parse; every answer looks at a bounded number of words."""

    def __init__(self, parse: Parse, words: PartyWords) -> None:
        self.parse, self.words = parse, words
        self.events = lexicon()

    def group(self, token: Token) -> str:
        """The group of the event types ("violence", "words", ...) that a word belongs to, or ""."""
        tables = (self.events.verbs,) if token.pos == "VERB" else (self.events.nouns,)
        for table in tables:
            for form in (*forms(token), token.lower):
                if form in table:
                    return self.events.group[table[form][0][0]]
        return ""

    def violent(self, token: Token) -> bool:
        """True for words of violence: "shell", "raid", "clashes"."""
        return self.group(token) == "violence"

    def first_of_list(self, token: Token) -> Token:
        """The head of the list that the word stands in, or the word itself."""
        for _ in range(CHAIN):
            if token.dep not in ("conj", "appos") or token.head == token.i:
                break
            token = self.parse.head(token)
        return token

    def modified(self, head: Token) -> Token | None:
        """The noun that the word is a modifier of, to its right; None where it is none."""
        above, dep = self.parse.head(head), head.dep
        for _ in range(3):  # "regime air strikes": the strikes, not the air
            if above.dep not in _MODIFIER or above.head <= above.i:
                break
            above = self.parse.head(above)
        if dep in _MODIFIER and above.i > head.i and (above.pos in ("NOUN", "PROPN") or above.tag == "VBG"):
            return above
        return None

    def in_arms(self, head: Token) -> bool:
        """True where the party at this word fights or is fought."""
        noun = self.modified(head)
        if noun is not None:
            return self.violent(noun) or bool(set(forms(noun)) & self.words.held)
        top = self.first_of_list(head)
        above = self.parse.head(top)
        if top.dep == "nsubj":
            return self._strikes(above)
        if top.dep == "pobj" and above.lower in _BETWEEN:
            carrier = self.parse.head(above)
            return self.violent(carrier) or (above.lower == "by" and self._about_violence(carrier))
        if top.dep in ("dobj", "attr"):  # "nations that conducted strikes include X"
            return above.lemma in ("include", "be") and any(
                self.violent(t) for s in self.parse.children(above, "nsubj") for t in self.parse.subtree(s)[:CHAIN]
            )
        return False

    def _strikes(self, verb: Token) -> bool:
        if self.violent(verb):
            return True
        return verb.lemma in self.words.light and any(self.violent(t) for t in self.parse.children(verb, "dobj"))

    def _about_violence(self, verb: Token) -> bool:
        """ "attacks carried out by", "strikes were conducted by"."""
        if verb.lemma not in self.words.light:
            return False
        if verb.dep in ("acl", "relcl") and self.violent(self.parse.head(verb)):
            return True
        return any(self.violent(t) for t in self.parse.children(verb, "nsubjpass"))
