"""Puts a report's mentions together into claims: one happening as one chain of sources tells it."""

from __future__ import annotations

from dataclasses import replace

from ..model import Attribution, Claim, Harm, Link, Mention, Parse, Report, SourceRole, Span, When
from ..model.wire import claim_id, content_id
from .attribution import attribution_at
from .drafts import Draft, Drafter, Mentions, is_claim
from .happenings import Happening, gather
from .retellings import join, same_happening, same_voice

# A speaker whose words are the deed is the source of the claim about them.
_ROLE_OF_SORT = {"government": SourceRole.OFFICIAL, "international": SourceRole.OFFICIAL}


def assemble(report: Report, parse: Parse, found: Mentions, today: When | None, reader: str) -> tuple[Claim, ...]:
    """The claims of a report, in the order in which it first tells them.

    `today` is the time of a happening of which nothing is said in a report of the day's news.
    """
    drafter = Drafter(report, parse, found, today)
    happenings = gather(parse, _usable(parse, found), _real(found.harms))
    tokens_of: dict[int, set[int]] = {}
    for h in happenings:
        tokens_of.setdefault(h.sentence, set()).update(h.tokens)
    clusters: list[list[list[Draft]]] = []
    last: Draft | None = None
    for h in happenings:
        rivals = tokens_of[h.sentence] - set(h.tokens)
        draft = drafter.draft(h, rivals, _voice(report, parse, found, h), last)
        if not is_claim(draft, parse):
            continue
        _place(clusters, draft)
        if h.group in ("violence", "control", "custody"):
            last = draft
    claims = [
        _claim(report, voice, content_id("h", [report.id, n]), reader)
        for n, cluster in enumerate(clusters)
        for voice in cluster
    ]
    return tuple(sorted(claims, key=lambda c: (c.evidence[0], c.id)))


def _usable(parse: Parse, found: Mentions) -> tuple[Mention, ...]:
    """Triggers that are not part of a name or of a date ("Battle Group", "17 March")."""
    named = {
        t.i
        for m in (*found.actors, *found.places, *found.times)
        if (m.extra.get("named", True) and m.kind != "actor") or m.extra.get("named")
        for t in parse.within(m.span.start, m.span.end)
        if t.pos == "PROPN" or m.kind == "time"
    }
    return tuple(m for m in found.triggers if m.token not in named)


def _real(harms: tuple[Mention, ...]) -> tuple[Mention, ...]:
    return tuple(m for m in harms if not m.extra.get("unreal"))


def _voice(report: Report, parse: Parse, found: Mentions, happening: Happening) -> Attribution:
    token = parse.tokens[happening.token]
    return attribution_at(found.sources, Span.of(report.text, token.start, token.end))


def _place(clusters: list[list[list[Draft]]], draft: Draft) -> None:
    """Join the draft to the cluster it retells and there to the voice it shares, else begin anew."""
    for cluster in reversed(clusters):
        nearest = cluster[-1][-1]
        gap = draft.happening.sentence - nearest.happening.sentence
        if not any(same_happening(draft, voice[0], gap) for voice in cluster):
            continue
        voice = next((v for v in cluster if same_voice(draft.attribution, v[0].attribution)), None)
        if voice is None and _may_share(draft, cluster):
            voice = cluster[0]
        if voice is None:
            cluster.append([draft])
        else:
            join(voice[0], draft)
            voice.append(draft)
        return
    clusters.append([[draft]])


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
        notes=tuple(first.notes),
        reader=reader,
        happening=happening,
    )
    return replace(claim, id=claim_id(claim))


def _speaker(draft: Draft) -> Attribution:
    """The chain of sources; words that are deeds go back to who spoke them."""
    if draft.happening.group != "words" or draft.attribution.links or not draft.actors:
        return draft.attribution
    actor = draft.actors[0]
    return Attribution((Link(actor.name, _ROLE_OF_SORT.get(actor.sort, SourceRole.PARTY), actor.span),))


def _toll(harms: tuple[tuple[int, Harm], ...]) -> tuple[Harm, ...]:
    """The harms in text order, each `part_of` pointing at its place in this claim's toll."""
    ordered = sorted(harms, key=lambda item: item[1].span)
    place = {k: n for n, (k, _) in enumerate(ordered)}
    return tuple(replace(h, part_of=place.get(h.part_of) if h.part_of is not None else None) for _, h in ordered)
