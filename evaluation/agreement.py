"""When two coders are held to agree: on a name, a figure, a time, a place."""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import date
from typing import Any

Wire = dict[str, Any]
Figure = tuple[Any, Any, Any]  # outcome, low, high

GROUPS = {
    "violence": (
        "armed clash", "air strike", "shelling", "bombing", "chemical attack", "shooting", "vehicle attack", "attack",
        "execution", "assassination", "sexual violence", "property destruction", "casualties",
    ),
    "control": ("territory gained", "deployment", "withdrawal", "presence", "displacement", "evacuation"),
    "custody": ("arrest", "abduction", "release", "trial"),
    "words": (
        "agreement", "talks", "accusation", "denial", "threat", "demand", "claim of responsibility", "condemnation",
        "support", "sanction",
    ),
    "street": ("protest", "riot"),
    "other": ("other",),
}  # fmt: skip
GROUP_OF = {kind: group for group, kinds in GROUPS.items() for kind in kinds}

_SMALL_WORDS = frozenset(
    ["the", "a", "an", "of", "and", "in", "on", "at", "for", "to", "s", "by", "from", "with", "its", "his", "their"]
)
_ARABIC_ARTICLE = re.compile(r"\b(al|el|ar|as|ad|an|at|az|ash)[-\s](?=\w)")
NEAR_KM = 50
EARTH_DIAMETER_KM = 12742


def name_words(name: str | None) -> frozenset[str]:
    """A name as a set of words: no accents, no articles (English or Arabic), no plural s."""
    plain = unicodedata.normalize("NFKD", name or "").encode("ascii", "ignore").decode().lower()
    plain = _ARABIC_ARTICLE.sub("", plain.replace("'", ""))
    words = re.findall(r"[a-z0-9]+", plain)
    return frozenset(w[:-1] if len(w) > 4 and w.endswith("s") else w for w in words) - _SMALL_WORDS


def same_name(a: str | None, b: str | None) -> bool:
    """True where two names share at least half of the words of the shorter one."""
    x, y = name_words(a), name_words(b)
    return bool(x and y) and 2 * len(x & y) >= min(len(x), len(y))


def variants(parties: list[Any] | None) -> list[tuple[str, ...]]:
    """What each party may be called: its usual name and its mention."""
    return [
        (p.get("name") or "", p.get("text") or "") if isinstance(p, dict) else (p,) for p in (parties or [])
    ]  # fmt: skip


def paired_names(gold: list[tuple[str, ...]], found: list[tuple[str, ...]]) -> int:
    """How many of the gold parties are among those found, each taken once, in order."""
    left, hits = list(found), 0
    for party in gold:
        match = next((k for k, f in enumerate(left) if any(same_name(x, y) for x in party for y in f)), None)
        if match is not None:
            del left[match]
            hits += 1
    return hits


def figure_of(harm: Wire) -> Figure:
    """A figure of harm as outcome and bounds."""
    return harm.get("outcome"), harm.get("low"), harm.get("high")


def close_figures(a: Figure, b: Figure) -> bool:
    """The same outcome, and bounds that differ by 2 % at most, by 1 above 5; an open end only equals an open end."""
    return a[0] == b[0] and all(_close(x, y) for x, y in zip(a[1:], b[1:], strict=True))


def _close(x: float | None, y: float | None) -> bool:
    if x is None or y is None:
        return x is y
    return abs(x - y) <= max(1 if x > 5 else 0, 0.02 * abs(x))


def pair_figures(gold: list[Figure], found: list[Figure]) -> list[tuple[Figure, Figure]]:
    """Figures that agree, one to one: equal ones first, then close ones, in order."""
    left = list(found)
    pairs: dict[Figure, Figure] = {}
    for agrees in (lambda g, f: g == f, close_figures):
        for g in gold:
            match = None if g in pairs else next((f for f in left if agrees(g, f)), None)
            if match is not None:
                left.remove(match)
                pairs[g] = match
    return list(pairs.items())


def same_time(gold: Wire, found: Wire | None, slack: int = 1) -> bool:
    """Both ends of the gold range met within so many days."""
    if not found or not found.get("earliest"):
        return False
    try:
        return all(_days_apart(gold[end], found[end]) <= slack for end in ("earliest", "latest"))
    except (KeyError, TypeError, ValueError):
        return False  # an end that is not told meets nothing


def _days_apart(a: str, b: str) -> int:
    return abs((date.fromisoformat(a) - date.fromisoformat(b[:10])).days)


def same_place(gold: Wire, found: Wire | None) -> bool:
    """Within 50 km; where gold is a province or country, the same admin-1 or country by name."""
    if not found:
        return False
    here, there = _point(gold), _point(found)
    if gold.get("precision") not in ("province", "country") and here:
        return there is not None and kilometres(here, there) <= NEAR_KM
    if gold.get("admin1") and found.get("admin1"):
        return same_name(gold["admin1"], found["admin1"])
    if gold.get("precision") == "country":
        return bool(gold.get("country") == found.get("country"))
    return same_name(gold.get("name"), found.get("name"))


def _point(where: Wire) -> tuple[float, float] | None:
    lat, lon = where.get("lat"), where.get("lon")
    return None if lat is None or lon is None else (lat, lon)


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The great-circle distance of two points in degrees."""
    (lat1, lon1), (lat2, lon2) = a, b
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    half = math.sin((phi2 - phi1) / 2) ** 2
    half += math.cos(phi1) * math.cos(phi2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return EARTH_DIAMETER_KM * math.asin(min(1, math.sqrt(half)))
