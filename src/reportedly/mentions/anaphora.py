"""Places pointed back to: "the province", "the city", "the area", "the Syrian capital"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..model import Mention, MentionKind, Parse, PlacePrecision, Report, Span, Token, Where
from ..ports import Gazetteer
from .datelines import is_filed
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
# Metres of reach that a place has which these nouns mean: a village is no city of a hundred thousand, "the city" no
# village. The reach of a town follows from its inhabitants.
_SIZES = {"village": (0, 5_000), "town": (0, 9_000), "city": (3_500, 100_000)}


def find_anaphors(
    report: Report, parse: Parse, gazetteer: Gazetteer, mentions: Sequence[Mention], main: str
) -> list[Mention]:
    """Definite nouns for kinds of place that name none, each with the nearest earlier place that suits."""
    named = sorted((m for m in mentions if not m.extra["adjectival"] or m.value.precision == "country"), key=_start)
    found: list[Mention] = []
    seen = 0
    latest: dict[str, Mention] = {}  # by noun, the last place named that it may mean
    order: list[Mention] = []
    for token in parse.tokens:
        while seen < len(named) and named[seen].span.start < token.start:
            mention = named[seen]
            if not mention.extra["adjectival"]:
                known = latest if _is_aside(report, mention, main) else {}
                latest |= {noun: mention for noun in _nouns_for(mention.value) if noun not in known}
                order.append(mention)
            seen += 1
        kind = lexicon()["anaphors"].get(token.lower)
        if kind is None or kind == "none":
            continue
        owner = _owner(parse, token, order) if kind == "capital" else ""
        if not owner and not (_is_bare(parse, token, mentions) and _is_area(parse, token)):
            continue
        where = _referred(report, parse, gazetteer, token, kind, latest, order, owner or main)
        if where is not None and where.span is not None:
            extra = {"metonym": False, "cue": _cue(parse, token), "adjectival": False, "anaphor": True}
            extra |= {"container": False, "within": None}
            found.append(Mention(MentionKind.PLACE, where.span, where, score=0.7, token=token.i, extra=extra))
            if kind == "capital":
                latest |= dict.fromkeys(_nouns_for(where), found[-1])
    return found


def _is_aside(report: Report, mention: Mention, main: str) -> bool:
    """True for a place that a text names without going there: it stands for a government, says where the report was
    filed, or lies abroad."""
    filed = is_filed(report, mention.span.start, mention.span.end)
    return bool(mention.extra["metonym"]) or filed or mention.value.country != main


def _nouns_for(where: Where) -> Iterator[str]:
    """The nouns by which a text may point back to the place."""
    if not where.country:  # a sea or a river is no province to point back to
        return
    for noun, kind in lexicon()["anaphors"].items():
        least, most = _SIZES.get(noun, (0, None))
        if (
            where.precision in _WANTED.get(kind, ())
            and least <= (where.radius or least)
            and (most is None or (where.radius or 0) <= most)
        ):
            yield noun


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


def _is_area(parse: Parse, token: Token) -> bool:
    """False for "the target area", which is no area named before, and for the state as those who govern: "worked with
    the state", "the Syrian state"."""
    if token.lower == "area":
        return not any(t.i < token.i for t in parse.children(token, "compound"))
    return token.lower != "state" or (_cue(parse, token) in ("in", "across", "of") and not _adjective(parse, token))


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
    if kind == "capital" and token.i and parse.tokens[token.i - 1].lower in ("provincial", "regional"):
        return _seat(gazetteer, span, order)
    if kind == "capital":
        country = _adjective(parse, token) or main
        found = gazetteer.lookup(f"capital {country}", alike=False) if country else ()
        return where_of(found[0], span, "the capital of the country told") if found else None
    if kind == "country":
        country = _adjective(parse, token) or main
        place = gazetteer.country(country) if country else None
        return where_of(place, span, "the country that the report is about") if place else None
    earlier = latest.get(token.lower)
    if earlier is not None:
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


def _seat(gazetteer: Gazetteer, span: Span, order: Sequence[Mention]) -> Where | None:
    """ "The provincial capital": the town that bears the name of the province named last."""
    province = next((m.value.admin1 for m in reversed(order) if m.value.admin1), "")
    towns = (p for p in gazetteer.lookup(province, alike=False) if p.kind == "town" and p.admin1 == province)
    town = next(towns, None)
    return where_of(town, span, f"the town that {province} is named after") if town else None


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
