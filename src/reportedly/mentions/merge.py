"""Joins what two readers found in one report: agreement is kept once, each mention names what found it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ..model import Mention, MentionKind, Parse, Party, Span

# Of these kinds a learned mention stands for itself. Places must be looked up and harms be counted, which
# only the rules do: there it can only confirm.
ADDED = frozenset({MentionKind.ACTOR, MentionKind.WEAPON})
# What a party is taken for that is in no table: whoever acts is somebody unidentified, whoever suffers a civilian.
SORTS = {"actor": "unidentified", "target": "civilians"}


@dataclass(frozen=True, slots=True)
class Reliability:
    """How often mentions are right, by kind, measured on development data (docs/model-card.md).

    `alone` is the share of the rules' mentions that the other reader does not find and that are right,
    `both` that of those which both find; of a kind that was not measured the rules' own score stays.
    A learned mention from `least` on is taken though the rules do not find it.
    """

    alone: Mapping[str, float] = field(default_factory=dict)
    both: Mapping[str, float] = field(default_factory=dict)
    least: float = 0.5


def merge(
    rules: tuple[Mention, ...], learned: tuple[Mention, ...], parse: Parse, reliability: Reliability
) -> tuple[Mention, ...]:
    """The mentions of one kind (or of several) by both readers, in text order.

    Where spans of one kind overlap the rules' mention stays, since its value was looked up, and takes
    over the other's part ("actor", "target"); a part that is told twice keeps its higher probability.
    """
    found = list(rules)
    for kind in MentionKind:
        theirs = sorted((m for m in learned if m.kind is kind), key=lambda m: (m.span.start, m.span.end))
        mine = [k for k, m in enumerate(found) if m.kind is kind]
        if not theirs:
            for k in mine:
                found[k] = replace(found[k], score=reliability.alone.get(kind, found[k].score))
            continue
        mine.sort(key=lambda k: (found[k].span.start, found[k].span.end))
        confirmed = _overlaps([found[k].span for k in mine], [m.span for m in theirs])
        alone = set(range(len(theirs)))
        for place, partners in zip(mine, confirmed, strict=True):
            found[place] = _confirmed(found[place], [theirs[j] for j in partners], reliability)
            alone.difference_update(partners)
        if kind in ADDED:
            found += _added([theirs[j] for j in sorted(alone)], parse, reliability)
    return tuple(sorted(found, key=lambda m: (m.span.start, m.span.end, m.kind)))


def _overlaps(mine: list[Span], theirs: list[Span]) -> list[list[int]]:
    """For each of two lists in text order: the others that share a code point with it."""
    found: list[list[int]] = []
    begin = 0
    longest = max(span.end - span.start for span in theirs)
    for span in mine:
        while begin < len(theirs) and theirs[begin].start + longest <= span.start:
            begin += 1
        j, met = begin, []
        while j < len(theirs) and theirs[j].start < span.end:
            if theirs[j].overlaps(span):
                met.append(j)
            j += 1
        found.append(met)
    return found


def _confirmed(mention: Mention, partners: list[Mention], reliability: Reliability) -> Mention:
    if not partners:
        return replace(mention, score=reliability.alone.get(mention.kind, mention.score))
    return replace(
        mention,
        found_by="+".join(dict.fromkeys([mention.found_by, *(p.found_by for p in partners)])),
        score=reliability.both.get(mention.kind, mention.score),
        extra={**mention.extra, "parts": _parts(partners)},
    )


def _parts(mentions: list[Mention]) -> dict[str, float]:
    parts: dict[str, float] = {}
    for mention in mentions:
        part = mention.extra.get("part", "")
        parts[part] = max(parts.get(part, 0.0), mention.score)
    return parts


def _added(mentions: list[Mention], parse: Parse, reliability: Reliability) -> list[Mention]:
    """Likely mentions that only the learned reader found, those of one place as one."""
    groups: list[list[Mention]] = []
    for mention in mentions:
        if mention.score < reliability.least:
            continue
        if groups and any(m.span.overlaps(mention.span) for m in groups[-1]):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    return [_one(group, parse) for group in groups]


def _one(group: list[Mention], parse: Parse) -> Mention:
    best = max(group, key=lambda m: (m.score, -m.span.start))
    value = best.value
    if isinstance(value, Party):
        value = replace(value, sort=SORTS.get(best.extra.get("part", ""), value.sort))
    extra = {**best.extra, "parts": _parts(group)}
    return replace(best, value=value, token=head_of(parse, best.span), extra=extra)


def head_of(parse: Parse, span: Span) -> int:
    """The word of a span on which the others depend; -1 where the parse has none there."""
    inside = parse.within(span.start, span.end)
    held = {t.i for t in inside}
    return next((t.i for t in inside if t.head not in held or t.head == t.i), -1)
