"""Who a described party is: "government forces", "rebel fighters", "Kurdish self-defence units".

A head noun and its modifiers give the sort and the usual name; the country comes from an adjective,
a state's name or what the report is about.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..model import Parse, Token
from ..ontology.load import data
from .actor_table import Actor, ActorTable
from .deeds import Deeds
from .party_words import GROUPS, Word, forms
from .phrases import Name, Phrase, controlled, phrase_of
from .setting import Setting

# Words of state forces that a land without an army has too.
_CIVIL_FORCES = frozenset({"police", "intelligence", "security", "government", "guards"})
VOICES = frozenset({"monitor", "agency", "outlet", "organisation"})


@dataclass(frozen=True, slots=True)
class Known:
    """A party as known: its usual name, sort and country, the actor's id where it is in the table.

    `last` is the last token of the phrase that tells it, where that lies behind the head.
    """

    name: str
    sort: str
    country: str = ""
    actor: str = ""
    named: bool = False
    last: int = -1


class Describer:
    """Names the parties of one report by their noun phrases."""

    def __init__(
        self,
        parse: Parse,
        table: ActorTable,
        names: dict[int, Name],
        setting: Setting,
        deeds: Deeds,
        vague: Word | None,
    ) -> None:
        self.parse, self.table, self.names, self.setting = parse, table, names, setting
        self.words, self.deeds, self.vague = deeds.words, deeds, vague

    def known(self, phrase: Phrase, head: Word) -> Known | None:
        """Who the phrase speaks of, None where it names nobody in particular ("a group")."""
        tokens = self.parse.tokens
        own = self._of_name(phrase, head) or self._of_unlisted(phrase) or self._of_whole(phrase, head)
        if own is not None:
            return own
        linked = self._linked(phrase, head)
        if linked is not None:
            return linked
        if self._idle_force(phrase, head):
            return None
        country = self._country(phrase)
        left = tokens[phrase.head - 1] if phrase.head > phrase.first else None
        pair = self.words.pair(left, tokens[phrase.head]) if left is not None else None
        side = self._side(phrase, skip=1 if pair else 0)
        word = self._weigh(pair or head, side)
        if word is None:
            return self._plain(phrase, head, country)
        if word.vague and word.sort == "unidentified" and self.vague is not None:
            word = self.vague
        elif word.vague and self._labels_deed(phrase):
            word = Word("unidentified", "unidentified terrorists")
        elif word.sort == "other" and self.vague is not None and self.vague.sort == "rebel group":
            word = replace(word, sort="rebel group") if "opposition" in word.name else word
        known = self._filled(word, country, phrase)
        if known.sort == "government" and word.name == "{adj} government" and self.deeds.in_arms(tokens[phrase.head]):
            return Known(known.name, "state force", known.country, known.actor)
        return known

    def _linked(self, phrase: Phrase, head: Word) -> Known | None:
        """Those said to be tied to a body and not to be it: "al-Qaeda-linked militants"."""
        if phrase.front is None or head.sort == "civilians":
            return None
        actor, tie = phrase.front.hit.entry.actor, self.parse.tokens[phrase.front.last + 2].lower
        if actor.sort not in GROUPS or tie in ("held", "controlled", "occupied"):
            return None
        return Known(f"{actor.name}-linked militants", actor.sort, actor.country, "", True)

    def _labels_deed(self, phrase: Phrase) -> bool:
        """True for "a terrorist attack": nobody is said to have done it."""
        noun = self.deeds.modified(self.parse.tokens[phrase.head])
        return noun is not None and self.deeds.violent(noun)

    def _of_whole(self, phrase: Phrase, head: Word) -> Known | None:
        """What "members of the security forces", "fighters loyal to the regime" belong to."""
        whole = phrase.whole
        word = self.words.head(whole) if whole is not None and head.generic and self._links(phrase.link) else None
        if whole is None or word is None:
            return None
        inner = phrase_of("", self.parse, whole, self.names, self.words)
        known = self.known(replace(inner, whole=None), word)
        if known is not None and known.sort == "government" and head.sort != "government":
            return Known(f"{known.name} forces".strip(), "state force", known.country, last=whole.i)
        return replace(known, last=max(known.last, whole.i)) if known is not None else None

    @staticmethod
    def _links(link: str) -> bool:
        """True for links that make the one a part of the other."""
        return not link.startswith(("in", "for", "with", "from", "to", "within"))

    def _idle_force(self, phrase: Phrase, head: Word) -> bool:
        """True for "a force", "social forces": no body of troops."""
        token = self.parse.tokens[phrase.head]
        sided = any(self.words.side(t) for t in phrase.modifiers)
        if token.lemma != "force" or phrase.names or not head.generic or sided:
            return False
        plain = [t for t in phrase.modifiers if t.pos == "ADJ"]
        return bool(plain) or token.tag not in ("NNS", "NNPS")

    def _of_unlisted(self, phrase: Phrase) -> Known | None:
        """A body under a name that the table does not know: "the Shields of Homs Brigade"."""
        tokens = self.parse.tokens
        head = tokens[phrase.head]
        sort = next((self.words.named_bodies[f] for f in forms(head) if f in self.words.named_bodies), "")
        front = [t for t in phrase.modifiers if t.i < phrase.head and t.text[:1].isupper() and t.pos == "PROPN"]
        places = [n for n in phrase.names if n.hit.entry.kind == "venue"]
        front = front or [tokens[n.first] for n in places]
        written = head.pos == "PROPN" and head.text[:1].isupper()
        if not sort or not front or not (written or set(forms(head)) & self.words.lower_bodies):
            return None
        if all(self.words.side(t) or self.words.head(t) for t in front):
            return None
        name = " ".join(t.text for t in tokens[front[0].i : phrase.head + 1])
        for hyphen in (" - ", " – "):
            name = name.replace(hyphen, hyphen.strip())
        return Known(name, sort, self.setting.at(head.start), "", True)

    def _of_name(self, phrase: Phrase, head: Word) -> Known | None:
        """The named body that the phrase stands for: "ISIL terrorists", "forces loyal to Assad"."""
        if head.firm and head.sort == "civilians":
            return None
        for name in (*phrase.names, *([phrase.owner] if phrase.owner else [])):
            actor = name.hit.entry.actor
            if actor.role == "state":
                continue
            if name is phrase.owner and not phrase.link and not head.generic:
                continue
            if actor.role == "official":
                known = self._of_person(actor, phrase, head)
                return replace(known, last=name.last) if known is not None else None
            if name is phrase.owner and ("affiliated" in phrase.link or phrase.link == "in" or "for" in phrase.link):
                continue
            if actor.role in VOICES or actor.sort in ("international", "other"):
                return self._of_body(actor, phrase, head)
            return Known(actor.name, actor.sort, actor.country, actor.id, True)
        return None

    def _of_person(self, actor: Actor, phrase: Phrase, head: Word) -> Known | None:
        label = self.table.label(actor.country)
        if actor.sort != "government" or not label:
            return Known(actor.name, actor.sort, actor.country, actor.id, True)
        if head.sort == "government":
            return Known(f"{label} government", "government", actor.country)
        if head.firm:
            return None
        if any(t.lower.startswith("anti") for t in phrase.modifiers):
            return Known(f"{label} rebels", "rebel group", actor.country)
        return Known(f"{label} government forces", "state force", actor.country)

    def _of_body(self, actor: Actor, phrase: Phrase, head: Word) -> Known:
        """Those who act for an international or civil body: "UN inspectors"."""
        if head.generic and actor.role not in ("agency", "outlet"):
            return Known(actor.name, actor.sort, actor.country, actor.id, True)
        noun = self.parse.tokens[phrase.head].lower
        sort = "civilians" if actor.role in ("agency", "outlet") and head.sort == "civilians" else actor.sort
        return Known(f"{actor.name} {noun}", sort, actor.country, "", True)

    def _country(self, phrase: Phrase) -> str:
        """The country that the phrase itself names; "" where it names none."""
        for name in (*reversed(phrase.names), *([phrase.owner] if phrase.owner else [])):
            if name.hit.entry.actor.country:
                return name.hit.entry.actor.country
        return ""

    def _side(self, phrase: Phrase, skip: int) -> Word | None:
        tokens = self.parse.tokens
        found: list[Word] = []
        stop = phrase.head - skip
        joined = ""
        for token in phrase.modifiers:
            if token.i >= stop or controlled(tokens, token.i, self.words):
                continue
            if token.lower in ("pro", "anti", "self"):
                joined = token.lower
                continue
            if joined and token.text in ("-", "–", "‑"):
                continue
            if token.lower == "backed" and self.words.head(tokens[phrase.head]) is not None:
                found += self._backed(tokens[phrase.head])
            side = self.words.sides.get(f"{joined}-{token.lower}") if joined else None
            joined = ""
            side = side or self.words.side(token)
            if side:
                found.append(side)
        return min(found, key=lambda w: w.rank, default=None)

    def _backed(self, head: Token) -> list[Word]:
        """ "US-backed fighters" are rebels; a backed army or militia stays what it is."""
        word = self.words.head(head)
        if word is None or not (word.generic or word.vague):
            return []
        return [Word("rebel group", "{adj} rebels", place=True, rank=-1)]

    def _weigh(self, head: Word, side: Word | None) -> Word | None:
        """Of what the head says and what its modifiers say, the one that counts."""
        if head.vague and side is not None and side.name == "Islamist rebels":
            return Word("terrorist group", "Islamist militants")
        if head.firm or (side is not None and head.sort == side.sort and not head.generic):
            return head
        if side is None:
            return head if head.bare else None
        if head.sort == "government" and side.sort == "state force":
            return head
        if head.sort in ("civilians", "other"):
            return head
        return side

    def _plain(self, phrase: Phrase, head: Word, country: str) -> Known | None:
        """A head that says nothing, of a named country: "Turkish delegation", "Iraqi commander"."""
        label = self.table.label(country)
        if not label:
            return None
        token = self.parse.tokens[phrase.head]
        sort = self.words.titles.get(token.lemma, "")
        if token.lemma == "ally":
            state = self.table.states[country].actor
            return Known(state.name, "government", country, state.id, True)
        if sort == "government" or token.lemma in ("delegation", "negotiator", "leadership", "spokesman", "leader"):
            return Known(f"{label} government", "government", country)
        return Known(f"{label} {token.lower}", sort or "unidentified", country)

    def _filled(self, word: Word, country: str, phrase: Phrase) -> Known:
        explicit = bool(country)
        if not country and (word.place or "{adj}" in word.name):
            country = self.setting.at(self.parse.tokens[phrase.head].start)
            if word.sort == "state force" and not _CIVIL_FORCES.intersection(word.name.split()):
                country = data("settings")["armies_of"].get(country, country)
        label = self.table.label(country)
        if word.name == "{phrase}":
            tokens = self.parse.tokens[phrase.first : phrase.head + 1]
            kept = [t for t in tokens if t.pos not in ("DET", "NUM", "PUNCT") and t.tag not in ("PRP$", "POS")]
            return Known(" ".join(t.lower if t.pos != "PROPN" else t.text for t in kept), word.sort, country)
        if word.name == "{word}":
            return Known(self.parse.tokens[phrase.head].text, word.sort, country)
        if "{adj}" in word.name:
            return self._listed((word.name.replace("{adj}", label).strip()), word.sort, country)
        if explicit and label and word.sort in ("civilians", "unidentified", "militia", "terrorist group"):
            return Known(f"{label} {word.name}", word.sort, country)
        return Known(word.name, word.sort, country if word.place or explicit else "")

    def _listed(self, name: str, sort: str, country: str) -> Known:
        """The party under its entry in the table where it has one ("Iraqi police")."""
        actor = self.table.resolve(name)
        if actor is not None and actor.sort == sort:
            return Known(actor.name, actor.sort, actor.country, actor.id)
        return Known(name, sort, country)
