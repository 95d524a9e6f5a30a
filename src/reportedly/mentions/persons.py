"""Persons as parties: "Syrian President Bashar al-Assad", "Lt. Gen. X", "lawyer Y", and later "Y".

A person's sort follows from the title: a minister is a government, a general a state force, a lawyer
a civilian; a spokesman or leader is what the body named with the title is.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Parse, Token
from .described import Known
from .party_words import GROUPS, PartyWords, forms
from .phrases import Name
from .setting import Setting
from .wording import key_of, singular

LONGEST = 10  # tokens that a name may have
LEFT = 7  # tokens in front of a title that may belong to it
_JOINTS = frozenset({"-", "–", "‑", ".", "'", "’", '"', "“", "”"})
_PARTICLES = frozenset({"al", "el", "bin", "ibn", "de", "del", "von", "van", "abu", "umm", "ould", "ben", "la", "da"})
_FALSE = frozenset({"and", "or", "the"})


@dataclass(frozen=True, slots=True)
class Person:
    """Tokens [first, last] with the title, the head of the name, and who it is."""

    first: int
    last: int
    head: int
    known: Known


class PersonReader:
    """Reads the persons of one report in text order and remembers them by surname."""

    def __init__(self, parse: Parse, words: PartyWords, names: dict[int, Name], setting: Setting) -> None:
        self.parse, self.words, self.names, self.setting = parse, words, names, setting
        self.by_surname: dict[str, Known] = {}

    def titled(self) -> list[Person]:
        """Every title with a name behind it."""
        found: list[Person] = []
        tokens, i = self.parse.tokens, 0
        while i < len(tokens):
            person = self._at(i) if self._is_title(tokens[i]) else None
            if person is not None:
                found.append(person)
                self.by_surname.setdefault(key_of(tokens[person.last].text), person.known)
                i = person.last
            i += 1
        return found

    def described(self, first: int, known: Known) -> Person | None:
        """A name right in front of its description: "X Y, a lawyer"; `first` is where that begins."""
        tokens = self.parse.tokens
        if first < 1 or tokens[first].lower not in ("a", "an"):
            return None
        last = first - 1
        if tokens[last].text in (",", "(") and last:
            last -= 1
        k = last
        while k >= 0 and last - k < LONGEST and self._of_name(tokens[k]):
            k -= 1
        k += 1
        while k < last and tokens[k].text in _JOINTS:
            k += 1
        if last - k < 1 or tokens[last].pos != "PROPN":
            return None
        name = _joined(tokens[k : last + 1])
        person = Known(name, known.sort, known.country, "", True)
        self.by_surname.setdefault(key_of(tokens[last].text), person)
        return Person(k, last, last, person)

    def surname(self, token: Token) -> Known | None:
        """Who a surname alone stands for, once the person has been named in full."""
        if token.pos not in ("PROPN", "NOUN") or not token.text[:1].isupper():
            return None
        key = key_of(token.text)
        return self.by_surname.get(key) or self.by_surname.get(singular(key))

    def _is_title(self, token: Token) -> bool:
        return token.i not in self.names and any(f in self.words.titles or f in self.words.bodies for f in _keys(token))

    def _of_name(self, token: Token) -> bool:
        if token.i in self.names:
            return self.names[token.i].hit.entry.actor.role == "official"
        if token.text in _JOINTS or token.lower in _PARTICLES:
            return True
        return token.pos == "PROPN" and token.text[:1].isalpha() and token.lower not in _FALSE

    def _at(self, i: int) -> Person | None:
        tokens = self.parse.tokens
        end = self.parse.sentence_range(i)[1]
        last = i
        while last + 1 < end and self._is_title(tokens[last + 1]):
            last += 1
        start = last + 1
        while last + 1 < end and last - start < LONGEST and self._of_name(tokens[last + 1]):
            if self.words.head(tokens[last + 1]) and last + 1 > start:
                break
            last += 1
        while last >= start and (tokens[last].text in _JOINTS or tokens[last].lower in _PARTICLES):
            last -= 1
        if last < start or tokens[start].text in _JOINTS or tokens[start].pos != "PROPN":
            return None
        if not tokens[start].text[:1].isupper() and not _is_lowered(tokens[start]):
            return None
        first = self._left(i)
        official = next((self.names[k] for k in range(start, last + 1) if k in self.names), None)
        if official is not None:
            actor = official.hit.entry.actor
            return Person(first, last, last, Known(actor.name, actor.sort, actor.country, actor.id, True))
        country, sort = self._side(first, start)
        return Person(first, last, last, Known(_joined(tokens[start : last + 1]), sort, country, "", True))

    def _left(self, i: int) -> int:
        """Where the words begin that belong to the title: "the Pentagon press secretary"."""
        tokens, first = self.parse.tokens, i
        while first > 0 and i - first < LEFT:
            token = tokens[first - 1]
            name = self.names.get(token.i)
            if name is not None and name.hit.entry.kind != "venue":
                first = max(name.first, 0)
                continue
            fits = token.pos in ("ADJ", "NOUN", "PROPN", "DET") and first - 1 < token.head <= i + LONGEST
            if not fits and token.text not in ("-", "'s", "’s"):
                break
            first -= 1
            if token.pos == "DET":
                break
        return first

    def _side(self, first: int, start: int) -> tuple[str, str]:
        """Country and sort, from the words in front of the name."""
        tokens, country, body, sorts = self.parse.tokens, "", "", []
        for k in range(first, start):
            name = self.names.get(k)
            if name is not None:
                country = country or name.hit.entry.actor.country
                if name.hit.entry.actor.role != "state":
                    body = name.hit.entry.actor.sort
                continue
            sorts += [self.words.titles[f] for f in _keys(tokens[k]) if f in self.words.titles]
            word = self.words.side(tokens[k]) if not sorts else None
            if word is not None and not body:
                body = word.sort
        if body == "international" and "state force" not in sorts:
            return country, body
        for sort in ("state force", "government", "civilians"):
            if sort in sorts and not (body and any(f in self.words.bodies for f in _keys(tokens[start - 1]))):
                return country, body if body in GROUPS else sort
        return country, body or (sorts[0] if sorts else "other")


def _keys(token: Token) -> tuple[str, ...]:
    return (*forms(token), key_of(token.text))


def _is_lowered(token: Token) -> bool:
    """True in a text all in capitals, which the parser reads in lower case."""
    return token.text.isupper()


def _joined(tokens: tuple[Token, ...]) -> str:
    """The words of a name as they stand in the text."""
    parts: list[str] = []
    for left, token in zip((None, *tokens), tokens):
        parts.append(" " + token.text if left is not None and token.start > left.end else token.text)
    return "".join(parts)
