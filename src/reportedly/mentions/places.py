"""Where a report says that things happened: places with point, radius, admin codes and honest precision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ..model import Mention, MentionKind, Parse, PlacePrecision, Report, Span, Where
from ..ports import Gazetteer, Place
from .anaphora import find_anaphors
from .datelines import is_filed
from .geography import containers, resolve
from .place_words import Toponym, lexicon
from .strays import without_strays
from .toponyms import Finder
from .whereabouts import between, border, placed, told, where_of

_COUNTRY_DOMAINS = {"uk": "GB"}


def find_places(
    report: Report, parse: Parse, gazetteer: Gazetteer, actors: tuple[Mention, ...] = ()
) -> tuple[Mention, ...]:
    """The places a report names or points back to, in text order, each with a `Where`.

    `Mention.span` is the name alone; `Where.span` the whole wording ("15 km east of Raqqa").
    `extra` tells `metonym` (the place stands for a government or belongs to the name of a body),
    `adjectival` ("Syrian"), `anaphor` ("the province"), `cue` (the preposition before it),
    `container` (it only says where the place before it lies) and `within` (the span of the
    place that says where this one lies, or None). `actors` are mentions already found: names of
    places inside the name of a known organisation are passed over. Radii are metres; a place in
    no gazetteer gets the area named with it, or the report's, with a `reason`. Takes time in
    proportion to the text and never raises.
    """
    toponyms = Finder(report, parse, gazetteer, actors).find()
    links = containers(report.text, toponyms)
    chosen = resolve(toponyms, links, _outlet_country(report))
    main = _main_country(toponyms, chosen)
    chosen = without_strays(toponyms, chosen, links, main, gazetteer)
    holding = set(links)
    mentions: list[Mention] = []
    for k, t in enumerate(toponyms):
        place = chosen[k]
        if place is None and not t.level and (links[k] < 0 or chosen[links[k]] is None):
            continue
        where = _where(report, parse, gazetteer, toponyms, chosen, links, k, place, main)
        if where is not None:
            within = toponyms[links[k]] if links[k] >= 0 else None
            mentions.append(_mention(report, parse, t, where, within, k in holding))
    mentions = _with_roads(report, parse, toponyms, mentions)
    found = [*mentions, *find_anaphors(report, parse, gazetteer, mentions, main)]
    return tuple(sorted(found, key=lambda m: (m.span.start, m.span.end)))


def _where(
    report: Report,
    parse: Parse,
    gazetteer: Gazetteer,
    toponyms: Sequence[Toponym],
    chosen: Sequence[Place | None],
    links: Sequence[int],
    k: int,
    place: Place | None,
    main: str,
) -> Where | None:
    t = toponyms[k]
    span = Span.of(report.text, t.start, max(t.end, t.whole_end) if t.level in ("province", "district") else t.end)
    if place is None:
        return _fallback(report, toponyms, chosen, links, k, span, main, gazetteer)
    if (t.adjectival or place.kind == "country") and _is_border(parse, t):
        end = parse.tokens[t.last + 1].end
        return border(gazetteer, place, gazetteer.country(main) if main else None, Span.of(report.text, t.start, end))
    where = where_of(place, span)
    if t.level == "site" and where.precision == PlacePrecision.TOWN and place.id.startswith("gn:"):
        where = replace(where, precision=PlacePrecision.SITE)
    return where if t.adjectival else placed(where, told(parse, t.first), report.text)


def _fallback(
    report: Report,
    toponyms: Sequence[Toponym],
    chosen: Sequence[Place | None],
    links: Sequence[int],
    k: int,
    span: Span,
    main: str,
    gazetteer: Gazetteer,
) -> Where | None:
    """The area told with a name that is in no gazetteer: what holds it, else the last area named, else the country."""
    t = toponyms[k]
    area = chosen[links[k]] if links[k] >= 0 else None
    how = "said to hold it"
    if area is None:
        earlier = ((toponyms[j], chosen[j]) for j in range(k - 1, max(-1, k - 6), -1))
        told = (p for e, p in earlier if p and not e.adjectival and not is_filed(report, e.start, e.end))
        area = next((p for p in told if p.country == main and p.kind in ("province", "district", "town")), None)
        how = "named before it"
    if area is None and main:
        area, how = gazetteer.country(main), "of the report"
    if area is None:
        return Where(t.name, span, precision=_precision(t), reason="in no gazetteer, and no area is told")
    radius = max(area.radius, 20_000)
    return Where(
        t.name, span, area.lat, area.lon, radius, area.admin1 or None, None, area.country or None, _precision(t),
        reason=f"in no gazetteer; centre and radius are of {area.name}, the {area.kind} {how}",
    )  # fmt: skip


def _precision(t: Toponym) -> PlacePrecision:
    return PlacePrecision(t.level) if t.level in ("site", "town", "district", "province") else PlacePrecision.TOWN


def _main_country(toponyms: Sequence[Toponym], chosen: Sequence[Place | None]) -> str:
    """The country that most of the report's places lie in; names of towns count more than those of countries."""
    votes: Counter[str] = Counter()
    for t, place in zip(toponyms, chosen, strict=True):
        if place is not None and place.country and not t.unknown:
            votes[place.country] += 2 if t.adjectival else 3 if place.kind == "country" else 4
    return max(votes, key=lambda c: (votes[c], c)) if votes else ""


def _outlet_country(report: Report) -> str:
    """The country of the outlet by the top-level domain of its address, "" where it has none."""
    host = report.url.partition("://")[2].partition("/")[0].partition(":")[0]
    last = host.rpartition(".")[2].lower()
    return _COUNTRY_DOMAINS.get(last, last.upper()) if len(last) == 2 and last.isalpha() else ""


def _is_border(parse: Parse, t: Toponym) -> bool:
    return t.last + 1 < len(parse.tokens) and parse.tokens[t.last + 1].lower in ("border", "borders", "frontier")


def _mention(
    report: Report, parse: Parse, t: Toponym, where: Where, within: Toponym | None, is_container: bool
) -> Mention:
    head = _head(parse, t)
    extra = {
        "metonym": _is_metonym(parse, t, head, where),
        "cue": t.cue,
        "adjectival": t.adjectival,
        "anaphor": False,
        "container": is_container,
        "within": Span.of(report.text, within.start, within.end) if within else None,
    }
    span = Span.of(report.text, t.start, t.end)
    return Mention(MentionKind.PLACE, span, where, score=round(t.evidence, 2), token=head, extra=extra)


def _head(parse: Parse, t: Toponym) -> int:
    for token in parse.tokens[t.first : t.last + 1]:
        if not t.first <= token.head <= t.last:
            return token.i
    return t.last


def _is_metonym(parse: Parse, t: Toponym, head: int, where: Where) -> bool:
    words, tokens = lexicon(), parse.tokens
    after = tokens[t.last + 1] if t.last + 1 < len(tokens) else None
    token = tokens[head]
    governor = tokens[token.head]
    if t.adjectival:
        return governor.lower not in words["kinds"] and not _is_border(parse, t)
    if after is not None and after.start - t.end <= 1 and after.lower in words["organisations"]:
        return True
    if token.dep in ("compound", "amod", "nmod", "poss") and governor.lower in words["organisations"]:
        return True
    speaks = token.dep == "nsubj" and governor.lemma in words["speaks"] and not where.near
    return speaks and where.precision in ("country", "town", "province") and t.cue == ""


def _with_roads(report: Report, parse: Parse, toponyms: Sequence[Toponym], mentions: list[Mention]) -> list[Mention]:
    """Adds "between X and Y" as a place of its own."""
    by_start = {m.span.start: m for m in mentions}
    added = []
    for left, right in pairwise(toponyms):
        before = parse.tokens[left.first - 1] if left.first else None
        one, two = by_start.get(left.start), by_start.get(right.start)
        gap = report.text[max(left.end, left.whole_end) : right.start].strip()
        if before is None or before.lower not in ("between", "linking", "connecting") or not one or not two:
            continue
        if gap not in ("and", "and the", "to", "with", "and the town of", "and the city of"):
            continue
        where = between(report.text, before.start, (left, one.value), (right, two.value))
        if where is not None and where.span is not None:
            extra = {**one.extra, "cue": "between", "container": False, "within": None, "metonym": False}
            added.append(Mention(MentionKind.PLACE, where.span, where, score=one.score, token=before.i, extra=extra))
    return mentions + added
