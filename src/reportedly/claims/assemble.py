"""Puts a report's mentions together into claims: one happening as one chain of sources tells it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..model import Attribution, Claim, ClaimKind, Harm, Link, Mention, Parse, Report, SourceRole, Span, When
from ..model.wire import claim_id, content_id
from .attribution import attribution_at
from .drafts import Draft, Drafter, Mentions
from .happenings import Happening, gather
from .retellings import inherit, join, same_voice
from .weighing import content_lemmas, of_claim, of_retelling, probability

# A draft is recorded, and taken for a retelling, from these probabilities on; chosen on coded reports
# by the F1 of claims in cross-validation (`scripts/fit_weights.py`).
KEEP = 0.5
KEEP_FIGURE = 0.2  # a draft that tells a figure of loss: a number is left out only where it is surely none
JOIN = 0.5
LOOK_BACK = 40  # clusters looked at from the end, so that time stays linear in the length of a report

# A speaker whose words are the deed is the source of the claim about them.
_ROLE_OF_SORT = {"government": SourceRole.OFFICIAL, "international": SourceRole.OFFICIAL}


def assemble(report: Report, parse: Parse, found: Mentions, today: When | None, reader: str) -> tuple[Claim, ...]:
    """The claims of a report, in the order in which it first tells them.

    `today` is the time of a happening of which nothing is said in a report of the day's news.
    """
    kept = []
    for draft in drafts(report, parse, found, today):
        draft.score = probability(of_claim(draft, parse), "claim")
        if draft.happening.group == "words" and not draft.actors:
            continue  # words are a deed only of somebody
        told = any(h.figure.is_told for _, h in draft.harms)
        if draft.score < (KEEP_FIGURE if told else KEEP):
            continue
        kept.append(draft)
    clusters = join_retellings(kept, parse)
    claims = [
        _claim(report, voice, content_id("h", [report.id, n]), reader)
        for n, cluster in enumerate(clusters)
        for voice in cluster
    ]
    return tuple(sorted(claims, key=lambda c: (c.evidence[0], c.id)))


def drafts(report: Report, parse: Parse, found: Mentions, today: When | None) -> Iterator[Draft]:
    """A draft of everything that the sentences say happened, in text order, whether worth recording or not."""
    drafter = Drafter(report, parse, found, today)
    happenings = gather(parse, _usable(parse, found), _real(found.harms))
    tokens_of: dict[int, set[int]] = {}
    for h in happenings:
        tokens_of.setdefault(h.sentence, set()).update(h.tokens)
    last: Draft | None = None
    for h in happenings:
        draft = drafter.draft(h, tokens_of[h.sentence] - set(h.tokens), _voice(report, parse, found, h), last)
        if h.group in ("violence", "control", "custody") and draft.where is not None:
            last = draft
        yield draft


def _usable(parse: Parse, found: Mentions) -> tuple[Mention, ...]:
    """Triggers that are not part of a name or of a date ("Battle Group", "17 March")."""
    named = {
        t.i
        for m in (*found.actors, *found.places, *found.times)
        if (m.extra.get("named", True) and m.kind != "actor") or m.extra.get("named")
        for t in parse.within(m.span.start, m.span.end)
        if t.pos == "PROPN" or m.kind == "time"
    }
    for harm in found.harms:  # "19 supporters were killed": whom it happened to, not what happened
        span = harm.value.who
        named |= {t.i for t in parse.within(span.start, span.end) if t.pos == "NOUN"}
    armed = {m.token for m in found.weapons} | {parse.tokens[m.token].head for m in found.weapons}
    return tuple(m for m in found.triggers if m.token not in named and (m.value.lemma != "use" or m.token in armed))


def _real(harms: tuple[Mention, ...]) -> tuple[Mention, ...]:
    return tuple(m for m in harms if not m.extra.get("unreal"))


def _voice(report: Report, parse: Parse, found: Mentions, happening: Happening) -> Attribution:
    token = parse.tokens[happening.token]
    return attribution_at(found.sources, Span.of(report.text, token.start, token.end))


def join_retellings(kept: list[Draft], parse: Parse) -> list[list[list[Draft]]]:
    """Clusters of drafts of one happening, each as voices: the drafts of one origin, joined into the first."""
    clusters: list[list[list[Draft]]] = []
    lemmas = {id(d): content_lemmas(d, parse) for d in kept}
    for draft in kept:
        best, home = JOIN, None
        for cluster in clusters[-LOOK_BACK:]:
            likely = max(_retelling(draft, d, lemmas) for voice in cluster for d in voice)
            if likely > best:
                best, home = likely, cluster
        if home is None:
            clusters.append([[draft]])
        else:
            _add(home, draft)
    return clusters


def _retelling(draft: Draft, earlier: Draft, lemmas: dict[int, frozenset[str]]) -> float:
    group = draft.happening.group
    if group != earlier.happening.group or draft.kind is not earlier.kind:
        return 0.0
    if group != "violence" and draft.type != earlier.type:
        return 0.0
    if draft.connected and {p.name for p in draft.targets} & {p.name for p in earlier.actors}:
        return 0.0  # "In response, they were hit by": another deed, by the other side
    gap = draft.happening.sentence - earlier.happening.sentence
    return probability(of_retelling(draft, earlier, gap, lemmas[id(earlier)], lemmas[id(draft)]), "retelling")


def _add(cluster: list[list[Draft]], draft: Draft) -> None:
    voice = next((v for v in cluster if same_voice(draft.attribution, v[0].attribution)), None)
    if voice is None and _may_share(draft, cluster):
        voice = cluster[0]
    if voice is not None:
        join(voice[0], draft)
        voice.append(draft)
        return
    inherit(draft, cluster[0][0])
    cluster.append([draft])


def _may_share(draft: Draft, cluster: list[list[Draft]]) -> bool:
    """An unsourced retelling of a sourced passage (a lead, a title) is one claim with it, where figures agree."""
    first = cluster[0][0]
    if draft.attribution.links and first.attribution.links:
        return False
    mine = {(h.outcome, h.figure) for _, h in draft.harms if h.figure.is_told}
    theirs = {(h.outcome, h.figure) for _, h in first.harms if h.figure.is_told}
    return not mine or not theirs or bool(mine & theirs)


def _claim(report: Report, voice: list[Draft], happening: str, reader: str) -> Claim:
    first = voice[0]
    evidence = sorted({d.sentence for d in voice})
    claim = Claim(
        id="",
        report=report.id,
        kind=first.kind,
        type=first.type,
        status=first.status,
        evidence=tuple(evidence),
        actors=first.actors,
        targets=first.targets,
        when=first.when,
        where=first.where,
        weapons=first.weapons,
        toll=_toll(first.harms),
        attribution=_speaker(first),
        hedges=first.hedges,
        notes=tuple(dict.fromkeys(first.notes)),
        reader=reader,
        score=round(max(d.score for d in voice), 4),
        happening=happening,
    )
    return replace(claim, id=claim_id(claim))


def _speaker(draft: Draft) -> Attribution:
    """The chain of sources; words that are deeds go back to who spoke them."""
    if draft.kind is not ClaimKind.STATEMENT or draft.attribution.links or not draft.actors:
        return draft.attribution
    actor = draft.actors[0]
    return Attribution((Link(actor.name, _ROLE_OF_SORT.get(actor.sort, SourceRole.PARTY), actor.span),))


def _toll(harms: tuple[tuple[int, Harm], ...]) -> tuple[Harm, ...]:
    """The harms in text order, each `part_of` pointing at its place in this claim's toll."""
    ordered = sorted(harms, key=lambda item: item[1].span)
    place = {k: n for n, (k, _) in enumerate(ordered)}
    return tuple(replace(h, part_of=place.get(h.part_of) if h.part_of is not None else None) for _, h in ordered)
