"""Near-copies: which reports tell in the same words, so that reprints of one line count once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from zlib import crc32

from rensa import RMinHash

from ..model import Report

# Words in a row that make a shingle. Two writers share a run of five words on one happening by
# chance or from one quote; whole paragraphs of them only by copying.
SHINGLE = 5
# 128 hashes in 32 bands of 4 bring together pairs from about 0.4 resemblance (1/32 to the 1/4).
HASHES, BANDS = 128, 32
SEED = 20130821
# Share of the shorter text found in the other from which a report counts as a copy.
COPY = 0.5
# Reports compared within one band; in a larger crowd of equals the first ones stand for the rest.
CROWD = 8
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Copy:
    """Two reports in the same words. `resemblance` is the Jaccard share of common shingles,
    `containment` the share of the shorter one's that stand in the other; both in [0, 1].
    `first` comes before `second` in the order given.
    """

    first: str
    second: str
    resemblance: float
    containment: float


def shingles(text: str) -> frozenset[int]:
    """The runs of five words of a text, as numbers; case, punctuation and lost apostrophes do not matter."""
    words = _WORD.findall(re.sub(r"['’]", "", text).casefold())
    if not words:
        return frozenset()
    runs = (words[k : k + SHINGLE] for k in range(max(1, len(words) - SHINGLE + 1)))
    return frozenset(crc32(" ".join(run).encode("utf-8", "replace")) for run in runs)


def overlap(one: frozenset[int], other: frozenset[int]) -> tuple[float, float]:
    """Resemblance and containment of two sets of shingles; 0 where one is empty."""
    if not one or not other:
        return 0.0, 0.0
    common = len(one & other)
    return common / len(one | other), common / min(len(one), len(other))


def near_copies(reports: Iterable[Report], least: float = COPY) -> tuple[Copy, ...]:
    """Pairs of reports of which the shorter stands in the other by `least` or more, sorted by order given.

    Candidates are found by MinHash: a short reprint of one paragraph of a long report (under
    about 0.4 resemblance) may be missed; compare such pairs with `overlap`. Linear in the number
    of reports.
    """
    ids: list[str] = []
    sets: list[frozenset[int]] = []
    for report in reports:
        ids.append(report.id)
        sets.append(shingles(report.text[report.body_start :] or report.text))
    found = []
    for a, b in sorted(set(_candidates(sets))):
        resemblance, containment = overlap(sets[a], sets[b])
        if containment >= least and ids[a] != ids[b]:
            found.append(Copy(ids[a], ids[b], round(resemblance, 4), round(containment, 4)))
    return tuple(found)


def families(reports: Sequence[Report], least: float = COPY) -> tuple[tuple[str, ...], ...]:
    """Report ids in groups of near-copies, each in the order given; a report without copies is alone."""
    parent = {report.id: report.id for report in reports}

    def root(name: str) -> str:
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    order = {name: k for k, name in enumerate(parent)}
    for copy in near_copies(reports, least):
        a, b = sorted((root(copy.first), root(copy.second)), key=order.__getitem__)
        parent[b] = a
    groups: dict[str, list[str]] = defaultdict(list)
    for name in parent:
        groups[root(name)].append(name)
    return tuple(tuple(group) for group in groups.values())


def _candidates(sets: Sequence[frozenset[int]]) -> Iterator[tuple[int, int]]:
    rows = HASHES // BANDS
    buckets: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for k, one in enumerate(sets):
        if not one:
            continue
        sketch = RMinHash(num_perm=HASHES, seed=SEED)
        sketch.update([str(number) for number in sorted(one)])
        digest = sketch.digest()
        for band in range(BANDS):
            crowd = buckets[(band, *digest[band * rows : (band + 1) * rows])]
            for earlier in crowd:
                yield earlier, k
            if len(crowd) < CROWD:
                crowd.append(k)
