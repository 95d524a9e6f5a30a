"""Who repeats whom: the family tree of the reports of one event.

A report descends from an earlier one where it shares its text (a copy, trimmed or wrapped), tells
the same in other words with the same figures (a retelling), or names its outlet as source (a
citation). The first of a family is its root; every other report of it adds no independent voice
by itself, though single claims of it may (see `independence`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from ..model import Report
from ..ontology.load import word_set
from .likeness import Profile, likeness, profile, stem, weight
from .reuse import contained, near_copies, report_shingles, signature
from .sketch import name_stems

COPY = 0.35  # share of shingles; unrelated news reports share below 0.01, 99 in 100 own accounts of one event below 0.3
COPIED_RUNS = 10  # shared shingles at least, so that a stock phrase or two make no copy
RETELLING = 0.66  # likeness; 99 in 100 pairs of own accounts of one event lie below 0.64
SPECIFICS = 0.75  # share of figures and names that a copy has in common with its original
RARE = 5.0  # weight of a word in about one news text in 150 or fewer
_UNCOMMON = 3.0  # a capitalised word of less weight is a month, a weekday or the start of a sentence
_NEIGHBOURS = 40  # reports published before one that it is compared with, whatever they share
_MAY_COPY = 0.2  # share of a signature from which a pair of many reports is looked at
_LIKE_BOTH = 0.9  # two directions of containment this near to each other say nothing of who copied
_NAME = re.compile(r"\b[A-Z][a-z'-]{2,}")
_FIGURE = re.compile(r"\b\d{1,9}\b")


@dataclass(frozen=True, slots=True)
class Kin:
    """One report's place in the family tree of an event.

    `parent` is the report it descends from, "" for a root; `how` is copy, retelling or citation;
    `share` in [0, 1] how much of it stands in the parent (or how alike they are); `root` the first
    of its family.
    """

    report: str
    parent: str = ""
    how: str = ""
    share: float = 0.0
    root: str = ""


@lru_cache(maxsize=4096)
def _profile(text: str, title: str) -> Profile:
    return profile(text, title)


@lru_cache(maxsize=4096)
def _figures(body: str) -> frozenset[str]:
    return frozenset(_FIGURE.findall(body))


@lru_cache(maxsize=4096)
def _specifics(body: str) -> frozenset[str]:
    """What tells one happening from another in formulaic reports: figures and names."""
    names = frozenset(s for s in (stem(name) for name in _NAME.findall(body)) if weight(s) >= _UNCOMMON)
    return _figures(body) | (names or frozenset(w for w in _profile(body, "") if weight(w) >= RARE))


def _body(report: Report) -> str:
    return report.text[report.body_start :]


def _alike(one: Report, other: Report) -> float:
    return likeness(_profile(one.text, one.title), _profile(other.text, other.title))


def _tell_the_same(one: Report, other: Report) -> bool:
    """True where the specifics of the one that has fewer mostly stand in the other.

    Bulletins of one outlet share their phrases day by day, but not names and figures.
    """
    mine, theirs = sorted((_specifics(_body(one)), _specifics(_body(other))), key=len)
    return not mine or len(mine & theirs) / len(mine) >= SPECIFICS


def family(reports: Iterable[Report], cited: Mapping[str, frozenset[str]] | None = None) -> tuple[Kin, ...]:
    """The family tree of the reports of one event, ordered by publication, then id.

    `cited` gives for a report the keys (`name_key`) of the sources that its claims name.
    Each report has at most one parent, the closest; no report descends from itself.
    """
    ordered = sorted(reports, key=_published)
    links = []
    for one, other in _candidates(ordered):
        links += _relation(one, other, cited or {})
    parent: dict[str, tuple[str, str, float]] = {}
    for share, _, child, source, how in sorted(links, key=lambda x: (-x[0], x[1], x[2], x[3])):
        if child not in parent and not _descends(source, child, parent):
            parent[child] = (source, how, share)
    return tuple(Kin(r.id, *parent.get(r.id, ("", "", 0.0)), root=_root(r.id, parent)) for r in ordered)


def _candidates(ordered: list[Report]) -> Iterator[tuple[Report, Report]]:
    """Pairs (later, earlier) to look at: all of a few reports; of many the neighbours and what shares a band."""
    at = {report.id: k for k, report in enumerate(ordered)}
    pairs = {(k, j) for k in range(len(ordered)) for j in range(max(0, k - _NEIGHBOURS), k)}
    pairs.update((k, 0) for k in range(1, len(ordered)))
    if len(ordered) > _NEIGHBOURS + 1:
        signed = {report.id: signature(report) for report in ordered}
        pairs.update((max(at[a], at[b]), min(at[a], at[b])) for a, b, _ in near_copies(signed, _MAY_COPY))
    return ((ordered[k], ordered[j]) for k, j in sorted(pairs))


def _published(report: Report) -> tuple[bool, str, str]:
    return (report.published is None, report.published.isoformat() if report.published else "", report.id)


def _relation(
    later: Report, earlier: Report, cited: Mapping[str, frozenset[str]]
) -> list[tuple[float, int, str, str, str]]:
    """How two reports hang together, as (share, rank of the parent, child, parent, how); [] where they do not."""
    mine, theirs = report_shingles(later), report_shingles(earlier)
    ahead, back = contained(mine, theirs), contained(theirs, mine)
    share = max(ahead, back)
    copied = share >= COPY and len(mine & theirs) >= COPIED_RUNS and _tell_the_same(later, earlier)
    names_earlier = bool(earlier.outlet) and name_key(earlier.outlet) in cited.get(later.id, ())
    names_later = bool(later.outlet) and name_key(later.outlet) in cited.get(earlier.id, ())
    retold = not copied and _retold(later, earlier)
    if not (copied or names_earlier or names_later or retold):
        return []
    child, source = later, earlier
    if not _known_order(later, earlier):
        if names_later and not names_earlier:
            child, source = earlier, later
        elif copied and back > ahead and ahead < _LIKE_BOTH * back and not names_earlier:
            child, source = earlier, later  # the shorter stands wholly in the longer: it was trimmed
    elif names_later and not copied and not names_earlier:
        return []  # what was published first cannot repeat what came after
    how = "copy" if copied else "retelling" if retold else "citation"
    score = share if copied else _alike(later, earlier) if retold else 0.3
    return [(round(score, 3), _rank(source), child.id, source.id, how)]


def _rank(report: Report) -> int:
    return report.published.toordinal() * 86400 + report.published.hour * 3600 if report.published else 10**12


def _known_order(one: Report, other: Report) -> bool:
    if one.published is None or other.published is None:
        return False
    if one.date_only or other.date_only:
        return one.published.date() != other.published.date()
    return one.published != other.published


def _retold(one: Report, other: Report) -> bool:
    mine, theirs = _figures(_body(one)), _figures(_body(other))
    if _alike(one, other) < RETELLING:
        return False
    return (mine <= theirs or theirs <= mine) and _tell_the_same(one, other)


def _descends(one: str, ancestor: str, parent: Mapping[str, tuple[str, str, float]]) -> bool:
    while one in parent:
        if one == ancestor:
            return True
        one = parent[one][0]
    return one == ancestor


def _root(one: str, parent: Mapping[str, tuple[str, str, float]]) -> str:
    while one in parent:
        one = parent[one][0]
    return one


def name_key(name: str) -> str:
    """A source's name as a key: "the Al-Monitor website" and "Al Monitor" are one, and so is a person without rank."""
    whole = name_stems(name)
    return " ".join(sorted(whole - _idle() or whole))


@cache
def _idle() -> frozenset[str]:
    """Stems that do not tell one source from another: kinds of outlet, titles and ranks."""
    words = word_set("linking", "outlets") | word_set("linking", "titles")
    return frozenset().union(*map(name_stems, words))
