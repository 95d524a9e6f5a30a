"""From the encoder's scores to mentions: runs of tagged words, and the fillers of roles."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..model import Attribution, Link, Mention, MentionKind, Party, SourceRole, Span, Where
from .fillers import Scale
from .shipped import Shipped
from .spans import runs

if TYPE_CHECKING:
    from .learned import Scores

# Which mention a tag or a role gives, and the part that its words play. The fillers of MUC-4 roles and
# the parties of coded claims are learned apart and told together.
KINDS = {
    "PerpInd": (MentionKind.ACTOR, "actor"),
    "PerpOrg": (MentionKind.ACTOR, "actor"),
    "actor": (MentionKind.ACTOR, "actor"),
    "Target": (MentionKind.ACTOR, "target"),
    "Victim": (MentionKind.ACTOR, "target"),
    "target": (MentionKind.ACTOR, "target"),
    "Weapon": (MentionKind.WEAPON, "weapon"),
    "place": (MentionKind.PLACE, "place"),
    "harm": (MentionKind.HARM, "harm"),
}
UNNAMED = "other"  # the sort of a party of which only the words are known
# A source belongs to the passage it stands in or beside: so many words between them at most.
BESIDE = 12
# A party, a place or a source of more words than this is a slip of the tags; passages may be of any length.
LONGEST = 40


@dataclass(frozen=True, slots=True)
class Found:
    """One run or filler: its label, words and probability."""

    label: str
    first: int
    last: int
    score: float


def mentions_of(text: str, scores: Scores, shipped: Shipped, scale: Scale) -> tuple[Mention, ...]:
    """All mentions of a text, in text order; of two of one part that overlap the likelier stays."""
    kept: list[tuple[MentionKind, str, Found]] = []
    taken: dict[tuple[MentionKind, str], set[int]] = {}
    candidates = [*tag_runs(text, scores, shipped, scale), *fillers(scores, shipped, scale)]
    for found in sorted(candidates, key=lambda f: (-f.score, f.first, f.last, f.label)):
        if found.label not in KINDS or (text[scores.words.spans[found.first][0]] == '"' and found.first == found.last):
            continue
        kind, part = KINDS[found.label]
        words = taken.setdefault((kind, part), set())
        if words.isdisjoint(range(found.first, found.last + 1)):
            words.update(range(found.first, found.last + 1))
            kept.append((kind, part, found))
    made = [_mention(text, scores, shipped.name, *item) for item in kept]
    made += attributions(text, scores, shipped, scale)
    return tuple(sorted(made, key=lambda m: (m.span, m.kind, str(m.extra.get("part")))))


def tag_runs(text: str, scores: Scores, shipped: Shipped, scale: Scale) -> Iterator[Found]:
    """The runs of every tag that is no role of a filler; runs of marks alone are left out."""
    for k, tag in enumerate(shipped.heads.tags):
        if tag in shipped.heads.roles:
            continue
        inside, begins = scores.inside[:, k], scores.begins[:, k]
        for first, last in runs(inside, begins, scale.cut(tag)):
            if last - first >= LONGEST and tag != "content":
                continue
            if any(text[a].isalnum() for a, _ in scores.words.spans[first : last + 1]):
                yield Found(tag, first, last, scale.tagged(tag, float(inside[first : last + 1].mean())))


def fillers(scores: Scores, shipped: Shipped, scale: Scale) -> Iterator[Found]:
    """Every place of a filler that is likely enough where it stands."""
    relevance = float(scores.relevance[0])
    for c in scores.candidates:
        role = shipped.heads.roles[c.role]
        score = scale.probability(role, c.score, relevance, 1)
        if score >= scale.threshold:
            yield Found(role, c.first, c.last, score)


def span_of(text: str, scores: Scores, found: Found) -> Span:
    """The words of a run in the text, without a mark at either end."""
    first, last = found.first, found.last
    spans = scores.words.spans
    while first < last and not text[spans[last][0]].isalnum() and text[spans[last][0]] not in "\"')”’":
        last -= 1
    while first < last and not text[spans[first][0]].isalnum() and text[spans[first][0]] not in "\"'(“‘":
        first += 1
    return Span.of(text, spans[first][0], spans[last][1])


def _mention(text: str, scores: Scores, name: str, kind: MentionKind, part: str, found: Found) -> Mention:
    span = span_of(text, scores, found)
    named = " ".join(span.text.split())
    value: object = None  # of a harm the words alone are known, not how many
    if kind is MentionKind.ACTOR:
        value = Party(named, UNNAMED, span)
    elif kind is MentionKind.WEAPON:
        value = named
    elif kind is MentionKind.PLACE:
        value = Where(named, span, reason="read by the trained reader, not looked up")
    return Mention(kind, span, value, name, round(found.score, 4), extra={"part": part, "label": found.label})


def attributions(text: str, scores: Scores, shipped: Shipped, scale: Scale) -> list[Mention]:
    """Passages with who says them: each source with the content and the cue nearest to it.

    A source without a passage beside it stands for itself.
    """
    parts: dict[str, list[Found]] = {"source": [], "cue": [], "content": []}
    for found in tag_runs(text, scores, shipped, scale):
        if found.label in parts:
            parts[found.label].append(found)
    made = []
    for source in parts["source"]:
        content = _nearest(source, parts["content"])
        cue = _nearest(source, parts["cue"])
        span = span_of(text, scores, source)
        link = Link(" ".join(span.text.split()), SourceRole.OTHER, span)
        cue_span = span_of(text, scores, cue) if cue else None
        extra = {"part": "source", "label": "source", "cue": cue_span, "source": span}
        passage = span_of(text, scores, content) if content else span
        value = Attribution((link,), cue_span)
        made.append(Mention(MentionKind.SOURCE, passage, value, shipped.name, round(source.score, 4), extra=extra))
    return made


def _nearest(source: Found, others: list[Found]) -> Found | None:
    """The nearest of runs in text order, the one behind before the one in front; None where none is close."""
    at = bisect_left(others, source.first, key=lambda other: other.first)
    best, least = None, BESIDE + 1
    for other in (*others[at : at + 1], *others[max(at - 1, 0) : at]):
        gap = max(other.first - source.last, source.first - other.last, 0)
        if gap < least:
            best, least = other, gap
    return best
