"""Names that stand alone: when a state's name, adjective or capital is a party, and of which sort.

"In Syria" is a place; "Syria denies" is a government; "Russian raids" are an air force.
"""

from __future__ import annotations

from ..model import Parse, Token
from .actor_table import ActorTable
from .deeds import Deeds
from .described import Known
from .party_words import PartyWords
from .phrases import Name, controlled

# Prepositions behind which a state's name is a party and not a place; behind the others only where
# words of diplomacy stand before them ("support for", "accusations of").
_PARTY_PREPS = frozenset({"by", "against", "with", "between", "including", "among"})
_SPOKEN_PREPS = frozenset({"on", "for", "to", "of", "from"})
_AGENT = frozenset({"nsubj", "nsubjpass", "dobj", "dative", "agent", "attr", "appos", "poss"})
_LOOSE = frozenset({"ROOT", "compound", "nmod", "amod", "dep"})
_AIR = ("air", "aerial", "drone", "jet", "warplane", "bombing", "raid")


class StateReader:
    """Decides of each name that no described phrase has taken whether it is a party."""

    def __init__(self, parse: Parse, table: ActorTable, words: PartyWords, deeds: Deeds) -> None:
        self.parse, self.table, self.words, self.deeds = parse, table, words, deeds

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
        actor = entry.actor
        if entry.kind == "people":
            label = self.table.label(actor.country)
            return Known(f"{label} civilians", "civilians", actor.country, "", True)
        if entry.kind == "name" and actor.role != "state":
            return Known(actor.name, actor.sort, actor.country, actor.id, True)
        noun = self.deeds.modified(head)
        if noun is not None and (self.deeds.group(noun) or noun.lemma in self.words.voices):
            return self._owner(name, noun)
        if noun is not None and head.dep != "poss":
            return None  # "the Lebanon border"
        if entry.kind == "adjective" or (entry.kind == "seat" and not self._speaks(head)):
            return None
        if self.deeds.in_arms(head):
            return self._state(name, "state force")
        return self._state(name) if entry.kind == "seat" or self._acts(head) else None

    def _state(self, name: Name, sort: str = "government") -> Known:
        actor = name.hit.entry.actor
        return Known(actor.name, sort, actor.country, actor.id, True)

    def _owner(self, name: Name, noun: Token) -> Known | None:
        """Whose deed it is: an air force where it flies, else the state, in arms or in words."""
        actor = name.hit.entry.actor
        if name.hit.entry.kind == "seat":
            spoken = self.deeds.group(noun) == "words" or noun.lemma in self.words.voices
            return self._state(name) if spoken else None
        around = " ".join(t.lower for t in self.parse.tokens[name.last + 1 : noun.i + 1])
        if self.deeds.violent(noun) and any(w in around for w in _AIR):
            air = f"{self.table.label(actor.country)} Air Force"
            listed = self.table.resolve(air)
            return Known(
                listed.name if listed else air, "state force", actor.country, listed.id if listed else "", True
            )
        return self._state(name, "state force" if self.deeds.violent(noun) else "government")

    def _acts(self, head: Token) -> bool:
        top = self.deeds.first_of_list(head)
        if top.dep == "pobj":
            mark = self.parse.head(top)
            if mark.lower in _SPOKEN_PREPS:
                above = self.parse.head(mark)
                if mark.lower == "on" and self.deeds.violent(above):
                    return True  # "strikes on Syria"
                return self.deeds.group(above) == "words" or self._voiced(above)
            return mark.lower in _PARTY_PREPS
        return top.dep in _AGENT or top.dep in _LOOSE

    def _voiced(self, above: Token) -> bool:
        return above.lemma in self.words.voices and above.pos == "NOUN"

    def _speaks(self, head: Token) -> bool:
        top = self.deeds.first_of_list(head)
        verb = self.parse.head(top)
        if top.dep in ("nsubj", "dobj", "dative"):
            return verb.lemma in self.words.metonym_verbs
        if top.dep == "pobj":
            return verb.lower in ("by", "between", "with") or (
                verb.lower in _SPOKEN_PREPS and self._voiced(self.parse.head(verb))
            )
        return top.dep == "poss" and verb.i > top.i
