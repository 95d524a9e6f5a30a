"""Places pointed back to: "the province", "the city", "the area", "the Syrian capital"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..model import Mention, MentionKind, Parse, PlacePrecision, Report, Span, Token, Where
from ..ports import Gazetteer
from .place_words import lexicon
from .whereabouts import where_of

_DETERMINERS = frozenset(("the", "this", "that", "same"))
_AREA = ("district", "province", "town", "site")
_WANTED = {
    "province": ("province",),
    "district": ("district",),
    "town": ("town",),
    "site": ("site",),
    "area": _AREA,
    "region": ("district", "province"),
    "country": ("country",),
}


def find_anaphors(
    report: Report, parse: Parse, gazetteer: Gazetteer, mentions: Sequence[Mention], main: str
) -> list[Mention]:
    """Definite nouns for kinds of place that name none, each with the nearest earlier place that suits."""
    named = sorted((m for m in mentions if not m.extra["adjectival"] or m.value.precision == "country"), key=_start)
    found: list[Mention] = []
    seen = 0
    latest: dict[str, Mention] = {}  # by precision, the last place named
    order: list[Mention] = []
    for token in parse.tokens:
        while seen < len(named) and named[seen].span.start < token.start:
            mention = named[seen]
            if not mention.extra["adjectival"]:
                if mention.value.country:  # a sea or a river is no province to point back to
                    latest[str(mention.value.precision)] = mention
                order.append(mention)
            seen += 1
        kind = lexicon()["anaphors"].get(token.lower)
        if kind is None or kind == "none":
            continue
        owner = _owner(parse, token, order) if kind == "capital" else ""
        if not owner and not _is_bare(parse, token, mentions):
            continue
        where = _referred(report, parse, gazetteer, token, kind, latest, order, owner or main)
        if where is not None and where.span is not None:
            extra = {"metonym": False, "cue": _cue(parse, token), "adjectival": False, "anaphor": True}
            extra |= {"container": False, "within": None}
            found.append(Mention(MentionKind.PLACE, where.span, where, score=0.7, token=token.i, extra=extra))
            if kind == "capital":
                latest["town"] = found[-1]
    return found


def _start(mention: Mention) -> int:
    return mention.span.start


def _is_bare(parse: Parse, token: Token, mentions: Sequence[Mention]) -> bool:
    """True for "the province" that no name completes: not "the province of Homs", "the city Raqqa", "Homs province"."""
    tokens, i = parse.tokens, token.i
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    if following is not None and following.lower in ("of", "-"):  # "the state of X", "the state-run agency"
        return False
    if following is not None and following.text[:1].isupper() and following.pos == "PROPN":
        return False
    for k in range(i - 1, max(-1, i - 5), -1):
        word = tokens[k]
        if word.lower in _DETERMINERS:
            return True
        if word.lower in lexicon()["adjectives"]:
            continue
        if word.pos not in ("ADJ", "NOUN", "ADV") or word.text[:1].isupper():
            return False
    return False


def _owner(parse: Parse, token: Token, order: Sequence[Mention]) -> str:
    """The country named right before as the owner of the noun: "Kenya's capital"; "" where there is none."""
    last = order[-1] if order else None
    if last is None or last.value.precision != "country" or parse.tokens[last.token].head != token.i:
        return ""
    return last.value.country or "" if parse.tokens[last.token].dep == "poss" else ""


def _cue(parse: Parse, token: Token) -> str:
    head = parse.tokens[token.head]
    return head.lower if token.dep == "pobj" else ""


def _referred(
    report: Report,
    parse: Parse,
    gazetteer: Gazetteer,
    token: Token,
    kind: str,
    latest: dict[str, Mention],
    order: Sequence[Mention],
    main: str,
) -> Where | None:
    span = Span.of(report.text, _phrase_start(parse, token), token.end)
    if kind == "capital":
        country = _adjective(parse, token) or main
        found = gazetteer.lookup(f"capital {country}", alike=False) if country else ()
        return where_of(found[0], span, "the capital of the country told") if found else None
    if kind == "country":
        country = _adjective(parse, token) or main
        place = gazetteer.country(country) if country else None
        return where_of(place, span, "the country that the report is about") if place else None
    candidates = [latest[p] for p in _WANTED[kind] if p in latest]
    if candidates:
        earlier = max(candidates, key=_start)
        return replace(earlier.value, span=span, reason=f"points back to {earlier.value.name}")
    # "The state" is mostly no province: it points back only to one that was named.
    return _province_of(gazetteer, span, order) if kind == "province" and token.lower != "state" else None


def _province_of(gazetteer: Gazetteer, span: Span, order: Sequence[Mention]) -> Where | None:
    """ "The province" after a town alone: the province in which it lies."""
    last = next((m.value for m in reversed(order) if m.value.admin1), None)
    if last is None:
        return None
    for place in gazetteer.lookup(last.admin1, alike=False):
        if place.kind == "province" and place.country == last.country:
            return where_of(place, span, f"the province of {last.name}")
    return Where(
        last.admin1, span, last.lat, last.lon, 80_000, last.admin1, None, last.country, PlacePrecision.PROVINCE,
        reason=f"the province of {last.name}",
    )  # fmt: skip


def _phrase_start(parse: Parse, token: Token) -> int:
    k = token.i
    while k > 0 and token.i - k < 5:
        k -= 1
        if parse.tokens[k].lower in _DETERMINERS:
            return parse.tokens[k].start
    return token.start


def _adjective(parse: Parse, token: Token) -> str:
    for k in range(token.i - 1, max(-1, token.i - 4), -1):
        code = lexicon()["adjectives"].get(parse.tokens[k].lower)
        if code:
            return code
    return ""
