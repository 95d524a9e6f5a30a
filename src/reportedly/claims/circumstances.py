"""When and where a happening was: the mentions that its clause governs, else what carries over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import islice

from ..mentions.datelines import is_filed
from ..mentions.time_govern import is_saying
from ..model import Mention, Parse, PlacePrecision, Report, Token, When, Where
from .happenings import Happening

_FINENESS = {
    PlacePrecision.SITE: 0,
    PlacePrecision.TOWN: 1,
    PlacePrecision.DISTRICT: 2,
    PlacePrecision.PROVINCE: 3,
    PlacePrecision.COUNTRY: 4,
}
# Clauses that describe a noun: "the clash that broke out in X", "talks held in Y".
_DESCRIBING = frozenset({"acl", "relcl"})


def by_sentence(
    parse: Parse, mentions: Iterable[Mention], token_of: Callable[[Mention], int] = lambda mention: mention.token
) -> dict[int, list[Mention]]:
    """The mentions by the sentence in which a token of theirs stands, so that each sentence looks at its own alone."""
    found: dict[int, list[Mention]] = {}
    for mention in mentions:
        if token_of(mention) >= 0:
            found.setdefault(parse.sentence_of(token_of(mention)), []).append(mention)
    return found


def own(
    parse: Parse, token: Token, mine: set[int], rivals: set[int], mentions: Mapping[int, list[Mention]]
) -> tuple[Mention, ...]:
    """The mentions (see `by_sentence`) of the sentence that belong to this happening and to no other.

    From each mention one climbs the tree: the first word met that stands for a happening owns it, and, where
    that word only describes another one ("the talks held in Oslo"), that one too. A mention that meets none
    belongs to every happening of the sentence.
    """
    owned, described, free = [], [], []
    for mention in mentions.get(parse.sentence_of(token.i), ()):
        owner = _owner(parse, parse.tokens[mention.token], rivals | mine)
        if owner in mine:
            owned.append(mention)
        elif owner is None:
            free.append(mention)
        elif parse.tokens[owner].dep in _DESCRIBING and parse.tokens[owner].head in mine:
            described.append(mention)
    return tuple(owned or described or free)


def _owner(parse: Parse, token: Token, tokens: set[int]) -> int | None:
    if token.i in tokens:
        return token.i
    return next((t.i for t in parse.ancestors(token) if t.i in tokens), None)


# Before the name of a country these say that something happened there; without one it is an actor.
_LOCATIVE = frozenset({"in", "inside", "across", "throughout", "within", "into", "from", "near", "at", "over", "to"})


def is_scene(report: Report, mention: Mention, acts: bool) -> bool:
    """True where a place mention says where something happened: no metonym, dateline or bare adjective.

    `acts` says that the same words name a government ("Ankara sent troops").
    """
    where: Where = mention.value
    if mention.extra.get("metonym") or mention.extra.get("adjectival"):
        return False
    if report.text[mention.span.end : mention.span.end + 6].lstrip("- ").startswith("based"):
        return False
    if (acts or where.precision is PlacePrecision.COUNTRY) and mention.extra.get("cue") not in _LOCATIVE:
        return False
    return not is_dateline(report, mention)


def is_dateline(report: Report, mention: Mention) -> bool:
    """True where a place only says where the report was filed: "BEIRUT (Reuters) - "."""
    return is_filed(report, mention.span.start, mention.span.end)


def is_of_saying(parse: Parse, mention: Mention) -> bool:
    """True where a place only says where somebody spoke: "he said by telephone from Oslo"."""
    if mention.extra.get("cue") != "from":
        return False
    verb = next(islice((t for t in parse.ancestors(parse.tokens[mention.token]) if t.pos == "VERB"), 1), None)
    return is_saying(verb) and verb is not None and verb.i < mention.token


def is_way(mention: Mention, happening: Happening) -> bool:
    """True where a whole country only says where those who did it came from ("planes from Norway"), or, of those who
    fled, where they went. Who crosses a border does it where they arrive."""
    crossed = any(m.value.lemma == "cross" for m in happening.triggers)
    cues = ("to", "into", "towards") if happening.type == "displacement" and not crossed else ("from",)
    return mention.value.precision is PlacePrecision.COUNTRY and mention.extra.get("cue") in cues


def is_of_speaker(parse: Parse, mention: Mention) -> bool:
    """True where a place says where those who speak are: "doctors in Oslo said", "according to police in Oslo"."""
    noun = next((t for t in parse.ancestors(parse.tokens[mention.token]) if t.pos in ("NOUN", "PROPN")), None)
    if noun is None:
        return False
    above = parse.head(noun)
    if noun.dep == "pobj":
        return above.lower == "to" and parse.head(above).lower == "according"
    return noun.dep == "nsubj" and (is_saying(above) or above.lemma == "put")


def where_of(places: tuple[Mention, ...]) -> Where | None:
    """The most specific of the scenes, of equals one that is named, and the first; None where there is none."""
    if not places:
        return None
    where: Where = min(places, key=_closeness).value
    return where


def _closeness(mention: Mention) -> tuple[int, bool, int]:
    return _FINENESS[mention.value.precision], bool(mention.extra.get("anaphor")), mention.span.start


def country_of(places: tuple[Mention, ...]) -> Where | None:
    """The country that an adjective or a metonym names, for claims about words and postures."""
    loose = [m for m in places if m.value.precision is PlacePrecision.COUNTRY]
    return loose[0].value if loose else None


def carried(when: When | None) -> When | None:
    """A neighbour's time as context of another happening: without its words."""
    return replace(when, span=None, basis="context") if when else None


def is_short(when: When | None) -> bool:
    """True where a time is told to the day or the night."""
    return bool(when and when.earliest and when.latest and (when.latest - when.earliest).days <= 1)
