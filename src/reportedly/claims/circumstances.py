"""When and where a happening was: the mentions that its clause governs, else what carries over."""

from __future__ import annotations

from dataclasses import replace

from ..model import Mention, Parse, PlacePrecision, Token, When, Where

_FINENESS = {
    PlacePrecision.SITE: 0,
    PlacePrecision.TOWN: 1,
    PlacePrecision.DISTRICT: 2,
    PlacePrecision.PROVINCE: 3,
    PlacePrecision.COUNTRY: 4,
}


def own(
    parse: Parse, token: Token, mine: set[int], rivals: set[int], mentions: tuple[Mention, ...]
) -> tuple[Mention, ...]:
    """The mentions of the sentence that belong to this happening and to no other.

    From each mention one climbs the tree: the first word met that stands for a happening owns it. One
    that meets none belongs to every happening of the sentence.
    """
    start, end = parse.sentences[parse.sentence_of(token.i)]
    owned, free = [], []
    for mention in mentions:
        if not start <= mention.token < end:
            continue
        owner = _owner(parse, parse.tokens[mention.token], rivals | mine)
        if owner in mine:
            owned.append(mention)
        elif owner is None:
            free.append(mention)
    return tuple(owned or free)


def _owner(parse: Parse, token: Token, tokens: set[int]) -> int | None:
    if token.i in tokens:
        return token.i
    return next((t.i for t in parse.ancestors(token) if t.i in tokens), None)


def where_of(places: tuple[Mention, ...]) -> Where | None:
    """The most specific of the places, the first of equals; metonyms and bare adjectives only as a last resort."""
    plain = [m for m in places if not m.extra.get("metonym") and not m.extra.get("adjectival")]
    if not plain:
        return None
    best = min(plain, key=lambda m: (_FINENESS[m.value.precision], m.span.start))
    where: Where = best.value
    return where


def country_of(places: tuple[Mention, ...]) -> Where | None:
    """The country that an adjective or a metonym names, for claims about words and postures."""
    loose = [m for m in places if m.value.precision is PlacePrecision.COUNTRY]
    return loose[0].value if loose else None


def carried(when: When | None) -> When | None:
    """A neighbour's time as context of another happening: without its words."""
    return replace(when, span=None, basis="context") if when else None
