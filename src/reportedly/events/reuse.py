"""Which reports share text: shingles, banded MinHash signatures, and what share of one stands in the other.

A signature is 128 32-bit numbers of a report (rensa's R-MinHash over its 5-word shingles, fixed seed), small
enough to keep in the ledger. Its bands find near-copies among any number of reports without
comparing all pairs; the shingles then say how much is shared, and in which direction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from zlib import crc32

from rensa import RMinHash

from ..model import Report
from .likeness import stems

SHINGLE = 5  # words; a run of five equal words outside of fixed phrases is copied
PERMUTATIONS = 128
BANDS = 32  # of 4 numbers: reports that share half of their shingles meet in a band 9 times in 10
SEED = 42
_BAND_NEIGHBOURS = 50  # a text reprinted a thousand times gives chains, not half a million pairs
MAX_WORDS = 5000  # of one report

Signature = tuple[int, ...]


def shingles(text: str) -> frozenset[int]:
    """The hashes of all runs of five word stems; of a shorter text, of all its words together."""
    words = stems(text)[:MAX_WORDS]
    if not words:
        return frozenset()
    runs = range(max(1, len(words) - SHINGLE + 1))
    return frozenset(crc32(" ".join(words[k : k + SHINGLE]).encode("utf-8", "surrogatepass")) for k in runs)


def report_shingles(report: Report) -> frozenset[int]:
    """The shingles of a report's running text, without title, dateline and byline."""
    return _body_shingles(report.text, report.body_start)


@lru_cache(maxsize=4096)
def _body_shingles(text: str, start: int) -> frozenset[int]:  # keyed by the text, whose hash costs nothing twice
    return shingles(text[start:])


def signature(report: Report) -> Signature:
    """The MinHash signature of a report; () for one without words."""
    marks = report_shingles(report)
    if not marks:
        return ()
    sketch = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    sketch.update([str(m) for m in sorted(marks)])
    return tuple(sketch.digest())


def bands(signed: Signature) -> tuple[tuple[int, ...], ...]:
    """The block keys of a signature: reports that share one may be near-copies."""
    width = PERMUTATIONS // BANDS
    return tuple((k, *signed[k * width : (k + 1) * width]) for k in range(BANDS)) if signed else ()


def near_copies(signatures: Mapping[str, Signature], least: float = 0.5) -> tuple[tuple[str, str, float], ...]:
    """Pairs of reports (ids sorted) of which at least the share `least` of the signature is equal.

    The share estimates the Jaccard index of their shingles, to about 0.05. Pairs in order of ids.
    """
    blocks: dict[tuple[int, ...], list[str]] = {}
    for report in sorted(signatures):
        for band in bands(signatures[report]):
            blocks.setdefault(band, []).append(report)
    met = {
        (a, b)
        for members in blocks.values()
        for k, b in enumerate(members)
        for a in (members[0], *members[max(1, k - _BAND_NEIGHBOURS) : k])
        if a != b
    }
    scored = ((a, b, equal_share(signatures[a], signatures[b])) for a, b in sorted(met))
    return tuple((a, b, share) for a, b, share in scored if share >= least)


def equal_share(one: Signature, other: Signature) -> float:
    """The share of equal numbers in two signatures; 0 where one is empty."""
    if not one or not other:
        return 0.0
    return sum(a == b for a, b in zip(one, other)) / len(one)


def contained(part: Iterable[int], whole: frozenset[int]) -> float:
    """What share of the shingles of `part` stands in `whole`, in [0, 1]; 0 where there are none."""
    marks = part if isinstance(part, frozenset) else frozenset(part)
    return len(marks & whole) / len(marks) if marks else 0.0
