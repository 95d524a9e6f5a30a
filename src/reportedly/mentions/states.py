"""Names that stand alone: when a state's name, adjective or capital is a party, and of which sort.

"In Syria" is a place; "Syria denies" is a government; "Russian raids" are an air force.
"""

from __future__ import annotations

from ..model import Parse, Token
from .actor_table import ActorTable
from .described import Known
from .party_words import PartyWords
from .phrases import Name, controlled
from .triggers import lexicon

# Prepositions behind which a state's name is a party and not a place.
_PARTY_PREPS = frozenset(
    {"by", "against", "with", "between", "on", "for", "to", "of", "including", "among", "like", "from"}
)
# Behind these it is one only where the head speaks of deeds or words ("talks with", "strikes on").
_AGENT = ("nsubj", "nsubjpass", "dobj", "dative", "agent", "attr", "appos")
_AIR = ("air", "aerial", "drone", "jet", "warplane", "bombing", "bombardment", "raid")


class StateReader:
    """Decides of each name that no described phrase has taken whether it is a party."""

    def __init__(self, parse: Parse, table: ActorTable, words: PartyWords) -> None:
        self.parse, self.table, self.words = parse, table, words
        self.events = lexicon()

    def head(self, name: Name) -> Token:
        """The word of the name that the rest hangs on."""
        tokens = self.parse.tokens[name.first : name.last + 1]
        inside = range(name.first, name.last + 1)
        outer = [t for t in tokens if t.head not in inside or t.head == t.i]
        nouns = [t for t in outer if t.pos in ("NOUN", "PROPN", "ADJ")]
        return (nouns or outer or list(tokens))[-1]

    def known(self, name: Name) -> Known | None:
        """The party that the name stands for here, None where it is a place or a bare adjective."""
        entry, head = name.hit.entry, self.head(name)
        if entry.kind == "venue" or controlled(self.parse.tokens, name.last, self.words):
            return None
        if entry.kind == "people":
            label = self.table.label(entry.actor.country)
            return Known(f"{label} civilians", "civilians", entry.actor.country, "", True)
        if entry.kind == "seat":
            return self._state(name) if self._speaks(head) else None
        if entry.actor.role != "state":
            actor = entry.actor
            return Known(actor.name, actor.sort, actor.country, actor.id, True)
        return self._of_state(name, head)

    def _of_state(self, name: Name, head: Token) -> Known | None:
        deed = self._deed(head)
        if deed is not None and head.dep in ("amod", "compound", "poss", "nmod", "npadvmod"):
            return self._force(name, deed)
        if name.hit.entry.kind == "adjective":
            return None
        if self._violent(head):
            return self._state(name, "state force")
        return self._state(name) if self._acts(head) else None

    def _state(self, name: Name, sort: str = "government") -> Known:
        actor = name.hit.entry.actor
        return Known(actor.name, sort, actor.country, actor.id, True)

    def _force(self, name: Name, deed: Token) -> Known:
        """Whose strikes they are: an air force where the noun flies, else the state in arms."""
        actor = name.hit.entry.actor
        label = self.table.label(actor.country)
        around = " ".join(t.lower for t in self.parse.tokens[name.last + 1 : deed.i + 1])
        if any(w in around for w in _AIR):
            return Known(f"{label} Air Force", "state force", actor.country, "", True)
        if self.events.group.get(self._type(deed)) == "violence":
            return Known(actor.name, "state force", actor.country, actor.id, True)
        return Known(actor.name, "government", actor.country, actor.id, True)

    def _type(self, token: Token) -> str:
        for table in (self.events.nouns, self.events.verbs):
            for form in (token.lemma, token.lower):
                if form in table:
                    return table[form][0][0]
        return ""

    def _deed(self, head: Token) -> Token | None:
        """The event noun that the adjective modifies ("Israeli raids", "Russian denial")."""
        above = self.parse.head(head)
        if above.i <= head.i or above.pos not in ("NOUN", "PROPN"):
            return None
        return above if self._type(above) in self.events.group else None

    def _violent(self, head: Token) -> bool:
        verb = self.parse.head(head)
        if head.dep != "nsubj" or verb.pos != "VERB":
            return False
        found = self.events.verbs.get(verb.lemma, ())
        return any(self.events.group[kind] == "violence" for kind, _ in found)

    def _acts(self, head: Token) -> bool:
        seen = 0
        while head.dep == "conj" and seen < 8:  # "Jordan, Bahrain and Qatar joined"
            head, seen = self.parse.head(head), seen + 1
        if head.dep in _AGENT or head.dep == "poss":
            return True
        if head.dep == "pobj":
            return self.parse.head(head).lower in _PARTY_PREPS
        return head.dep in ("ROOT", "compound", "nmod", "amod")

    def _speaks(self, head: Token) -> bool:
        verb = self.parse.head(head)
        if head.dep == "conj":
            return self._speaks(verb) if verb.dep != "conj" else False
        if head.dep == "nsubj":
            return verb.lemma in self.words.metonym_verbs
        return (head.dep == "pobj" and verb.lower in ("by", "between")) or head.dep == "agent"
