"""How words are found again, alike in every store: no stemming, so that it works in any language.

Text and query go through the same folding (compatibility forms apart, accents off, small
letters) and the same splitting into runs of letters and digits. A query is words that must
all occur, phrases in quotes, and beginnings that end in a star.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from reportedly.errors import InvalidQuery
from reportedly.model import Claim, Report

# Half a million code points hold any report of the press; PostgreSQL ends at 1 MB of distinct words.
INDEXED = 500_000
LONGEST_WORD = 200
LONGEST_KEY = 600
_WORD = re.compile(r"[^\W_]+")
_TERM = re.compile(r'"([^"]*)"?|(\S+)')


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand side by side in this order; the last may be only a beginning."""

    words: tuple[str, ...]
    is_beginning: bool = False


def fold(text: str) -> str:
    """Small letters without accents: what names and words are compared by."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text)
    return "".join(c for c in apart if not unicodedata.combining(c)).casefold()


def words(text: str) -> list[str]:
    """The words of a text in order, folded; no more than the first half million code points are read."""
    return [word[:LONGEST_WORD] for word in _WORD.findall(fold(text[:INDEXED]))]


def key(name: str) -> str:
    """What a name is looked up by: its words, folded, with single blanks; no more than fits an index."""
    return " ".join(words(name))[:LONGEST_KEY]


def phrases(query: str) -> tuple[Phrase, ...]:
    """The parts of a query; InvalidQuery where it holds no word."""
    found = []
    for quoted, bare in _TERM.findall(query):
        term = quoted or bare
        parts = tuple(words(term))
        if parts:
            found.append(Phrase(parts, term.rstrip().endswith("*")))
    if not found:
        raise InvalidQuery("the search holds no word", subject=query[:80], hint="Give a word or a name.")
    return tuple(found)


def report_text(report: Report) -> str:
    """All that can be searched of a report."""
    return f"{report.title} {report.text}"


def claim_text(claim: Claim) -> str:
    """All that can be searched of a claim: its quotes and every name in it."""
    parts: Iterable[str] = (
        *(span.text for span in claim.evidence),
        claim.type,
        *(party.name for party in claim.actors + claim.targets),
        *(span.text for span in claim.weapons),
        *(harm.span.text for harm in claim.toll),
        *(link.name for link in claim.attribution.links),
        *((claim.where.name, claim.where.admin1 or "") if claim.where else ()),
    )
    return " ".join(parts)


def holds(text_words: list[str], wanted: tuple[Phrase, ...]) -> bool:
    """True where a text of these words matches every phrase."""
    line = f" {' '.join(text_words)} "
    return all((f" {' '.join(p.words)}" + ("" if p.is_beginning else " ")) in line for p in wanted)
