"""How a place is told: "15 km east of X", "near X", "southern X", "the Turkish border", and what that makes of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ..model import Parse, PlacePrecision, Span, Where
from ..ports import Gazetteer, Place
from .geography import distance, moved
from .place_words import Toponym, lexicon

_PRECISION = {
    "site": PlacePrecision.SITE,
    "town": PlacePrecision.TOWN,
    "district": PlacePrecision.DISTRICT,
    "province": PlacePrecision.PROVINCE,
    "country": PlacePrecision.COUNTRY,
}
# "Near" a town: the reach that UCDP codes as precision 2 (within about 25 km), halved, since most mean less.
_NEAR = 12_000
_ASIDE = 25_000  # "east of X" with no distance
_BACK = 10  # tokens before a name that may belong to its phrase
_NUMBER = re.compile(r"\d{1,4}(?:[.,]\d{1,2})?")


@dataclass(frozen=True, slots=True)
class Told:
    """What the words before a name add to it."""

    start: int  # where the phrase begins, as a code point offset
    metres: float | None = None
    bearing: int | None = None
    near: bool = False
    part: str = ""  # "southern" in "southern Damascus"


def where_of(place: Place, span: Span, reason: str = "") -> Where:
    """A gazetteer's place as the value of a mention."""
    return Where(
        place.name,
        span,
        place.lat,
        place.lon,
        place.radius,
        place.admin1 or (place.name if place.kind == "province" and place.country else None),
        place.admin2 or None,
        place.country or None,
        _PRECISION[place.kind],
        reason=reason,
    )


def told(parse: Parse, first: int) -> Told:
    """What stands before the name at token `first`: distance, direction, nearness, part."""
    words, tokens = lexicon(), parse.tokens
    out = Told(tokens[first].start)
    k, of, floor = first - 1, False, max(0, first - _BACK)
    while k >= floor:
        word = tokens[k].lower
        if word in words["between"]:
            of = of or word == "of"
        elif (bearing := _bearing(parse, k)) is not None:
            if bearing[0] < 0 and not of:
                return replace(out, part=tokens[k].lower)
            start = tokens[bearing[1]].start
            if not of:  # "southern Damascus"
                return replace(
                    out, start=start, part=tokens[k].lower if bearing[1] == k else f"{tokens[bearing[1]].lower}{word}"
                )
            out = replace(out, start=start, bearing=bearing[0] if bearing[0] >= 0 else None, near=bearing[0] >= 0)
            k = bearing[1]
        elif (word in words["lengths"] and out.bearing is not None) or (
            word in words["lengths"] and _follows_from(parse, k)
        ):
            metres = _length(parse, k)
            if metres is None:
                return out
            return replace(out, start=tokens[metres[1]].start, metres=metres[0], near=True)
        elif word in words["near_nouns"] or (
            word in words["near"] and (k == first - 1 or tokens[k + 1].lower in ("the", "to"))
        ):
            return replace(out, start=tokens[k].start, near=True)
        elif (
            tokens[k].pos in ("ADJ", "NOUN", "PROPN", "ADP", "DET")
            and word in ("countryside", "direction", "outskirts")
        ) or (tokens[k].pos == "ADJ" and word in words["adjectives"]):
            pass
        else:
            return out
        k -= 1
    return out


def _bearing(parse: Parse, k: int) -> tuple[int, int] | None:
    """Degrees and the first token of a direction that ends at token `k` ("south - west", "northeast")."""
    directions, tokens = lexicon()["directions"], parse.tokens
    word = tokens[k].lower
    if k >= 2 and tokens[k - 1].text == "-" and f"{tokens[k - 2].lower}-{word}" in directions:
        return directions[f"{tokens[k - 2].lower}-{word}"], k - 2
    return (directions[word], k) if word in directions else None


def _follows_from(parse: Parse, k: int) -> bool:
    """ "40 km from X"."""
    return k + 1 < len(parse.tokens) and parse.tokens[k + 1].lower in ("from", "outside", "off", "away")


def _length(parse: Parse, k: int) -> tuple[float, int] | None:
    """Metres of the length whose unit is token `k`, and its first token."""
    words, tokens = lexicon(), parse.tokens
    unit, j = words["lengths"][tokens[k].lower], k - 1
    if j >= 0 and tokens[j].text == "-":
        j -= 1
    if j < 0:
        return None
    if _NUMBER.fullmatch(tokens[j].text):
        return float(tokens[j].text.replace(",", ".")) * unit, j
    number = words["number_words"].get(tokens[j].lower)
    return (number * unit, j) if number else None


def placed(where: Where, how: Told, text: str) -> Where:
    """The place moved, widened or narrowed as the words before its name say."""
    assert where.span is not None
    span = Span.of(text, min(how.start, where.span.start), where.span.end)
    if where.lat is None or where.lon is None or where.radius is None:
        return replace(where, span=span, near=how.near)
    point = (where.lat, where.lon)
    if how.metres is not None:
        radius = max(2_000, round(how.metres * (0.25 if how.bearing is not None else 1.0)))
        lat, lon = moved(point, how.metres, how.bearing) if how.bearing is not None else point
        return replace(
            where, span=span, lat=lat, lon=lon, radius=radius, near=True, precision=_narrowed(where.precision),
            reason=f"{how.metres / 1000:g} km from {where.name}",
        )  # fmt: skip
    if how.bearing is not None and where.precision in ("town", "site"):
        lat, lon = moved(point, _ASIDE / 3, how.bearing)
        return replace(
            where, span=span, lat=lat, lon=lon, radius=_ASIDE, near=True, reason="direction without distance"
        )
    if how.bearing is not None or how.part in _turns():
        bearing = how.bearing if how.bearing is not None else _turns()[how.part]
        return _part(where, span, how.part, bearing)
    if how.part:
        return replace(where, span=span, name=f"{how.part} {where.name}")
    if how.near:
        return replace(where, span=span, radius=max(_NEAR, 2 * where.radius), near=True)
    return where


def _turns() -> dict[str, int]:
    return lexicon()["directions"]


def _narrowed(precision: PlacePrecision) -> PlacePrecision:
    return PlacePrecision.TOWN if precision == PlacePrecision.SITE else precision


def _part(where: Where, span: Span, part: str, bearing: int) -> Where:
    """The northern, central ... part of a place: half its reach, from a centre half way out."""
    assert where.lat is not None and where.lon is not None and where.radius is not None
    lat, lon = (where.lat, where.lon) if bearing < 0 else moved((where.lat, where.lon), 0.4 * where.radius, bearing)
    name = f"{part} {where.name}" if part else where.name
    return replace(where, name=name, span=span, lat=lat, lon=lon, radius=max(1_000, round(0.7 * where.radius)))


def border(gazetteer: Gazetteer, first: Place, second: Place | None, span: Span) -> Where:
    """The border of a country with another: a stretch without a point, in the country that the report is about."""
    if second is None or second.country == first.country:
        reason = "a border; with which neighbour is not told"
        return replace(where_of(first, span, reason), name=f"border of {first.name}", near=True)
    a, b = (second.lat, second.lon), (first.lat, first.lon)
    share = second.radius / max(1.0, second.radius + first.radius)
    lat, lon = a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share
    return Where(
        f"border of {second.name} with {first.name}", span, round(lat, 4), round(lon, 4),
        min(second.radius, round(distance(a, b))), None, None, second.country, PlacePrecision.COUNTRY, True,
        "a border; no point of it is told",
    )  # fmt: skip


def between(text: str, start: int, left: tuple[Toponym, Where], right: tuple[Toponym, Where]) -> Where | None:
    """ "The road between X and Y": the middle, with a radius that reaches both; None where either has no point."""
    (_, one), (t, two) = left, right
    if one.lat is None or one.lon is None or two.lat is None or two.lon is None:
        return None
    apart = distance((one.lat, one.lon), (two.lat, two.lon))
    if apart > 400_000:
        return None
    admin1 = one.admin1 if one.admin1 == two.admin1 else None
    country = one.country if one.country == two.country else None
    return Where(
        f"between {one.name} and {two.name}", Span.of(text, start, t.end), round((one.lat + two.lat) / 2, 5),
        round((one.lon + two.lon) / 2, 5), max(2_000, round(apart / 2)), admin1, None, country,
        PlacePrecision.TOWN if apart < 30_000 else PlacePrecision.DISTRICT, True, "between two places",
    )  # fmt: skip
