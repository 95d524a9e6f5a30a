"""Which of its namesakes a place name means, from the other places of the report; distances and bearings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from math import asin, cos, degrees, exp, hypot, log10, radians, sin

from ..ports import Place
from ..text.names import folded_key, skeleton_key
from .place_words import Toponym, lexicon

EARTH = 6_371_000.0  # metres
_MOST_SENSES, _MOST_ANCHORS, _ROUNDS = 40, 14, 3
# What a place of unknown population is worth, by kind, in powers of ten of inhabitants.
_LEAST = {"site": 3.0, "town": 2.3, "district": 3.0, "province": 5.0, "country": 6.5}
_OWN = ("place:", "region:")


@cache
def _gaps() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What may stand between two places of which the second, or of which the first, an adjective, holds the other."""
    holding, described = ("|".join(sorted(lexicon()[name])) for name in ("holding", "described"))
    after = re.compile(
        r"\s*(?:,|\(|,?\s*(?:in|of|inside|near))\s*(?:(?:the|a|its|northern|southern|eastern|western|central|rural"
        r"|[a-z]{4,9}east|[a-z]{4,9}west|[a-z]{4,9}eastern|[a-z]{4,9}western)\s+){0,3}"
        rf"(?:(?:{holding})\s+(?:of\s+)?)?(?:the\s+)?"
    )
    return after, re.compile(rf"\s+(?:[a-z-]+\s+){{0,3}}(?:{described})s?(?:\s+of)?\s+")


def distance(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Metres between two points (latitude, longitude), exact to 1 % over the ranges that matter here."""
    span = abs(a[1] - b[1])
    east = radians(min(span, 360 - span)) * cos(radians((a[0] + b[0]) / 2))
    return EARTH * hypot(radians(a[0] - b[0]), east)


def moved(point: tuple[float, float], metres: float, bearing: float) -> tuple[float, float]:
    """The point so many metres from `point` at a bearing in degrees from north."""
    lat, lon, turn, arc = radians(point[0]), radians(point[1]), radians(bearing), metres / EARTH
    north = asin(max(-1.0, min(1.0, sin(lat) * cos(arc) + cos(lat) * sin(arc) * cos(turn))))
    east = lon + asin(max(-1.0, min(1.0, sin(turn) * sin(arc) / max(1e-9, cos(north)))))
    return round(degrees(north), 5), round((degrees(east) + 180) % 360 - 180, 5)


def containers(text: str, toponyms: Sequence[Toponym]) -> list[int]:
    """For each toponym the index of the one that says where it lies ("X, Idlib province"), -1 if none does."""
    found = [-1] * len(toponyms)
    after, of_adjective = _gaps()
    for k in range(len(toponyms) - 1):
        here, following = toponyms[k], toponyms[k + 1]
        start = max(here.end, here.whole_end)
        if following.start - start > 60:
            continue
        gap = text[start : following.start]
        if here.adjectival:
            if of_adjective.fullmatch(gap):
                found[k + 1] = k
        elif gap in ("'s ", "’s ", "s ") and _holds(here):
            found[k + 1] = k
        elif not following.adjectival and _holds(following) and after.fullmatch(gap):
            found[k] = k + 1
    # "A, B and C in Idlib province": members of a list share the container of the last.
    for k in range(len(toponyms) - 2, -1, -1):
        gap = text[toponyms[k].end : toponyms[k + 1].start]
        if found[k] == -1 and found[k + 1] > k + 1 and gap in (", ", " and ", ", and ", " or ", " "):
            found[k] = found[k + 1]
    return found


def _holds(t: Toponym) -> bool:
    return any(p.kind in ("country", "province", "district") for p in t.places[:4]) or (
        bool(t.places) and t.places[0].population > 300_000
    )


def resolve(toponyms: Sequence[Toponym], links: Sequence[int], hint: str = "") -> list[Place | None]:
    """The place each toponym means, None where it is in no gazetteer.

    Judged together: by what holds it, its kind as the words tell it, how well known it is, the
    countries and provinces of the other names, and how near they are. One name means one place in
    a report unless the words around it say otherwise. `hint` is the country of the outlet.
    """
    groups: dict[str, list[int]] = defaultdict(list)
    for k, t in enumerate(toponyms):
        groups[folded_key(t.name)].append(k)
    company = _Company(toponyms, groups)
    chosen: list[Place | None] = [_likeliest(t, company) for t in toponyms]
    for _ in range(_ROUNDS):
        context = _Context(toponyms, chosen, links, groups, hint, company)
        updated = list(chosen)
        for name, members in groups.items():
            shared = next((links[k] for k in members if links[k] >= 0), -1)
            judged: dict[tuple[str, Place | None], Place] = {}  # a name told a thousand times is judged once
            for k in members:
                t, link = toponyms[k], links[k] if links[k] >= 0 else shared
                container = chosen[link] if link >= 0 else None
                if len(t.places) > 1:
                    if (t.level, container) not in judged:
                        judged[t.level, container] = context.best(t, name, container)
                    updated[k] = judged[t.level, container]
        if updated == chosen:
            break
        chosen = updated
    return chosen


def _likeliest(t: Toponym, company: _Company) -> Place | None:
    return max(t.places[:_MOST_SENSES], key=lambda p: _prior(p, t) + company.of(p, t)) if t.places else None


class _Company:
    """How well each sense of a name keeps company with senses of the other names, before any is chosen.

    "Richmond", "Berea" and "Madison County" have many namesakes each, but only in Kentucky do they
    lie together. Senses are sorted into cells of one degree, so that only neighbours are compared.
    """

    def __init__(self, toponyms: Sequence[Toponym], groups: dict[str, list[int]]) -> None:
        self.cells: dict[tuple[int, int], list[tuple[Place, float, str]]] = defaultdict(list)
        for name, members in groups.items():
            senses = [p for p in toponyms[members[0]].places[:_MOST_SENSES] if p.kind in ("town", "district", "site")]
            for p in senses:
                self.cells[round(p.lat), round(p.lon)].append((p, 1 / (1 + 0.1 * len(senses)), name))

    def of(self, p: Place, t: Toponym) -> float:
        """Up to 3.0: about 1 for each other name with a sense within some tens of kilometres."""
        if p.kind in ("country", "province") or len(t.places) < 2:
            return 0.0
        mine = folded_key(t.name)
        best: dict[str, float] = defaultdict(float)
        for lat in (-1, 0, 1):
            for lon in (-1, 0, 1):
                for q, weight, name in self.cells.get((round(p.lat) + lat, round(p.lon) + lon), ())[:60]:
                    if name != mine and name not in mine and mine not in name and q.country == p.country:
                        apart = distance((p.lat, p.lon), (q.lat, q.lon)) - min(q.radius, 20_000)
                        best[name] = max(best[name], weight * exp(-max(0.0, apart) / 50_000))
        return min(3.0, 1.3 * sum(best.values()))


class _Context:
    """What the other names of the report say about where it plays."""

    def __init__(
        self,
        toponyms: Sequence[Toponym],
        chosen: Sequence[Place | None],
        links: Sequence[int],
        groups: dict[str, list[int]],
        hint: str,
        company: _Company,
    ) -> None:
        self.company = company
        self.countries: defaultdict[str, float] = defaultdict(float, {hint: 1.0} if hint else {})
        self.provinces: defaultdict[tuple[str, str], float] = defaultdict(float)
        self.by_name: dict[str, list[tuple[Place, float]]] = {}
        for name, members in groups.items():
            place = chosen[members[0]]
            if place is None:
                continue
            t = toponyms[members[0]]
            sure = 1.0 if len(t.places) == 1 or any(links[k] >= 0 for k in members) else 0.6
            sure *= (0.5 if t.adjectival else 1.0) * (1 + min(2.0, 0.3 * (len(members) - 1)))
            if place.kind == "town" and place.population < 2000 and len(t.places) > 1:
                sure *= 0.5
            self.by_name[name] = [(place, sure)]
            self.countries[place.country] += sure
            if place.admin1:
                self.provinces[place.country, place.admin1] += sure
        anchors = [
            (p, w, n) for n, rows in self.by_name.items() for p, w in rows if p.kind != "country" and p.radius < 250_000
        ]
        self.anchors = sorted(anchors, key=lambda a: -a[1])[:_MOST_ANCHORS]

    def best(self, t: Toponym, name: str, container: Place | None) -> Place:
        """The place that fits best to those named around it; it may be `container` itself."""
        own = self.by_name.get(name, [])
        mine, weight = own[0] if own else (None, 0.0)
        total = sum(self.countries.values()) - weight
        area_total = sum(self.provinces.values()) - (weight if mine and mine.admin1 else 0.0)

        def score(p: Place) -> float:
            value = _prior(p, t) + 0.6 * self.company.of(p, t)
            if container is not None and container is not p:
                value += 8.0 if is_inside(p, container) else -1.0
            here = self.countries[p.country] - (weight if mine and mine.country == p.country else 0.0)
            value += 3.0 * here / total if total > 0.3 else 0.0
            if area_total > 0.3 and p.admin1:
                same = mine and (mine.country, mine.admin1) == (p.country, p.admin1)
                value += 2.0 * (self.provinces[p.country, p.admin1] - (weight if same else 0.0)) / area_total
            return value + (self._nearness(p, name) if p.kind != "country" else 0.0)

        return max(t.places[:_MOST_SENSES], key=score)

    def _nearness(self, p: Place, name: str) -> float:
        near = sorted(
            (w * exp(-max(0.0, distance((p.lat, p.lon), (a.lat, a.lon)) - a.radius / 2) / 80_000)
             for a, w, other in self.anchors if other != name),
            reverse=True,
        )  # fmt: skip
        return (1.8 * min(1.2, near[0]) + min(1.5, 0.6 * sum(near[1:]))) if near else 0.0


def _prior(p: Place, t: Toponym) -> float:
    """How likely a report means this place before anything else is known, in powers of ten of inhabitants."""
    value = 1.2 * max(_LEAST[p.kind], log10(p.population + 1))
    if p.kind == "country":
        value += 3.0
    elif p.kind == "district" and not t.level and folded_key(p.name) != folded_key(t.name):
        value -= 2.5  # "Peoria" is the town, "Peoria County" the county
    elif p.kind == "district" and not p.name.endswith(("County", "Parish")):
        value -= 1.5
    if p.id.startswith(_OWN):
        value += 1.0 if p.kind in ("town", "site") else 2.0
    elif skeleton_key(p.name) != skeleton_key(t.name) and p.kind in ("town", "site"):
        value -= 2.5
    if t.level:
        value += 4.0 if p.kind == t.level else 2.0 if {p.kind, t.level} in _CLOSE else -1.0
    elif p.kind == "province" and any(
        q.kind == "town" and q.country == p.country and (q.admin1 == p.name or q.id.startswith(_OWN))
        for q in t.places[:8]
    ):
        value -= 3.0  # a bare name that a town and its province share is the town's
    return value


_CLOSE = ({"site", "town"}, {"district", "province"}, {"district", "town"}, {"district", "site"})


def is_inside(p: Place, container: Place) -> bool:
    """True where `p` lies in the country, province, district or reach of `container`."""
    if container.kind == "country" and container.country:
        return p.country == container.country
    named = (folded_key(container.name), folded_key(container.admin1))
    if container.kind == "province" and container.country == p.country and p.admin1 and folded_key(p.admin1) in named:
        return True
    return distance((p.lat, p.lon), (container.lat, container.lon)) <= 1.05 * container.radius + 15_000
