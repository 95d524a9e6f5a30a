"""The noun phrase around a word that signals a party, as a coder would quote it.

The parser decides where it can; where a report has lost its commas and apostrophes and the parse is
poor, a name that stands right in front of the word counts as part of it. Looks at a bounded number
of words to either side.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Parse, Token
from .actor_table import Hit
from .party_words import PartyWords, forms

REACH = 12  # words to the left that a phrase may hold
BEHIND = 9  # words to the right in which "of X" or "loyal to X" must name its X
_LEFT = frozenset({"DET", "ADJ", "NUM", "NOUN", "PROPN"})
_HYPHENS = frozenset({"-", "–", "‑"})
_MARKS = frozenset({"'s", "’s", "'", "’", "s"})

_TIMES = frozenset(
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "yesterday", "today", "tonight"}
)
_PREFIXES = frozenset({"pro", "anti", "self", "counter", "ex", "former"})
_QUANTITIES = frozenset({"many", "several", "some", "other", "more", "few", "another", "least", "most", "all", "s"})
_FILLERS = frozenset({"group", "organization", "organisation"})


@dataclass(frozen=True, slots=True)
class Name:
    """A name of the table as it stands in the parse: tokens [first, last] and its offsets."""

    hit: Hit
    first: int
    last: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens [first, last] around a head, the names in front of it and what it belongs to.

    `owner` is a name behind "of" or "loyal to", `whole` a described party there ("members of the
    security forces"), `front` the name in "al-Qaeda-linked militants".
    """

    first: int
    head: int
    last: int
    modifiers: tuple[Token, ...]
    names: tuple[Name, ...]
    owner: Name | None = None
    link: str = ""
    whole: Token | None = None
    front: Name | None = None


def phrase_of(text: str, parse: Parse, head: Token, names: dict[int, Name], words: PartyWords) -> Phrase:
    """The phrase of a head noun: its modifiers to the left, and what it belongs to on the right."""
    tokens = parse.tokens
    floor = parse.sentence_range(head.i)[0]
    first, found, modifiers = head.i, [], []
    while first > floor and head.i - first < REACH:
        token = tokens[first - 1]
        if token.lower in _TIMES or "\n" in text[token.end : tokens[first].start]:
            break
        name = names.get(token.i)
        if name is not None:
            if not _attached_name(parse, name, head, first) or controlled(tokens, first - 1, words):
                break
            found.append(name)
            first = max(name.first, floor)
        elif (
            (tokens[first].text in _HYPHENS and token.lower in _PREFIXES)
            or token.text in _HYPHENS
            or token.text in _MARKS
            or _attached(token, head)
        ):
            modifiers.append(token)
            first -= 1
        else:
            break
    while first < head.i and _trimmed(tokens[first]):
        first += 1
    front = None
    if first - 2 >= floor and tokens[first].lower in words.control and tokens[first - 1].text in _HYPHENS:
        front = names.get(first - 2)
        first = front.first if front is not None and front.first >= floor else first - 2
    owner, link, whole = _owner(parse, head, names, words)
    last = owner.last if owner is not None else head.i
    left = tuple(t for t in reversed(modifiers) if t.i >= first)
    return Phrase(first, head.i, last, left, tuple(reversed(found)), owner, link, whole, front)


def controlled(tokens: tuple[Token, ...], last: int, words: PartyWords) -> bool:
    """True where the word at `last` is the front half of "rebel-held" or "US-backed"."""
    k = last + 1
    if k < len(tokens) and tokens[k].text in _HYPHENS:
        return k + 1 < len(tokens) and tokens[k + 1].lower in words.control
    if k + 1 >= len(tokens) or tokens[k].lower not in words.control:
        return False
    return tokens[k].dep == "amod" and tokens[k + 1].pos in ("NOUN", "PROPN", "ADJ")  # a lost hyphen


def _attached(token: Token, head: Token) -> bool:
    if not token.i < token.head <= head.i and not (token.head == head.head and token.i == head.i - 1):
        return False
    if token.pos in _LEFT or token.tag == "PRP$":
        return True
    return (token.tag in ("VBN", "VBG") and token.dep in ("amod", "compound")) or token.dep in ("advmod", "npadvmod")


def _attached_name(parse: Parse, name: Name, head: Token, first: int) -> bool:
    actor = name.hit.entry.actor
    if name.hit.entry.kind == "venue":  # "the Aleppo Brigade", but not "the Aleppo rebels"
        return name.last == head.i - 1 and head.pos == "PROPN" and head.text[:1].isupper()
    if name.hit.entry.kind == "people" or actor.role in ("agency", "outlet"):
        return False
    inside = range(name.first, head.i + 1)
    if any(
        parse.tokens[k].head in inside and parse.tokens[k].head > name.last for k in range(name.first, name.last + 1)
    ):
        return True
    return name.last == first - 1  # right in front of what is held already


def _trimmed(token: Token) -> bool:
    """True for what a phrase does not begin with: numbers, quantities, hyphens, adverbs."""
    return token.pos in ("NUM", "ADV", "PUNCT", "PART") or token.text in _HYPHENS or token.lower in _QUANTITIES


def _owner(
    parse: Parse, head: Token, names: dict[int, Name], words: PartyWords
) -> tuple[Name | None, str, Token | None]:
    """The name behind "of", "loyal to", "belonging to", "from" right behind the head."""
    tokens, link, k = parse.tokens, "", head.i + 1
    end = min(parse.sentence_range(head.i)[1], head.i + BEHIND)
    while k < end and tokens[k].lower in words.links and not link.count(" ") > 2:
        link = f"{link} {tokens[k].lower}".strip()
        k += 1
    if not link:
        beside = names.get(k) if head.tag in ("NN", "NNP") else None  # "the Lebanese group Hezbollah"
        named = beside is not None and beside.hit.entry.kind == "name" and beside.hit.entry.actor.role == "party"
        return (beside if named else None), "", None
    while k < end:
        name = names.get(k)
        token = tokens[k]
        if name is not None and name.hit.entry.kind not in ("venue", "people"):
            modified = name.hit.entry.kind == "adjective" or parse.tokens[name.last].dep in ("compound", "amod", "poss")
            if not modified or name.hit.entry.actor.role != "state":
                return name, link, None
            k = name.last  # "of the Syrian army": the army is what is meant
        elif words.head(token):
            if not any(f in words.titles or f in _FILLERS for f in forms(token)) or link == "of":
                following = tokens[k + 1] if k + 1 < end else None
                if following is None or not (words.head(following) and following.head >= k):
                    return None, link, token
        elif token.pos not in ("DET", "ADJ", "PROPN", "NOUN", "NUM") and token.tag != "PRP$":
            return None, link, None
        k += 1
    return None, link, None
