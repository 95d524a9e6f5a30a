"""Puts a report's mentions together into claims: one happening as one chain of sources tells it."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from ..mentions.captives import TAKING
from ..mentions.found import Mentions
from ..model import Attribution, Claim, ClaimKind, Harm, Link, Mention, Parse, Party, Report, SourceRole, Span, When
from ..model.wire import claim_id, content_id
from .attribution import Voices
from .context import from_context
from .drafts import Draft, Drafter
from .happenings import Happening, gather
from .known_by import KnownBy
from .likeness import Telling, of_retelling, tellings
from .parties import ARMED
from .passing import is_passing
from .retellings import VAGUE, inherit, join, places_agree, same_voice, times_agree
from .roles import Roles, cast_parts, shown
from .standing import steps
from .typology import beyond_property, by_doer
from .weighing import of_claim, probability

# A draft is recorded, and taken for a retelling, from these probabilities on; chosen on coded reports
# by the F1 of claims in cross-validation (`scripts/fit_weights.py`).
KEEP = 0.37
KEEP_FIGURE = 0.2  # a draft that tells a figure of loss: a number is left out only where it is surely none
KEEP_LONE = 0.3  # in a text of one sentence, which is there for something
KEEP_MAIN, KEEP_MAIN_WEAK = 0.06, 0.1  # what its main verb says that somebody did: that is what it is there for
JOIN = 0.55
TAKEN = 0.6  # that two tellings of who was taken are of the same captives
TITLE = 0.9  # that a fitting sentence close below a title tells the title's happening
TITLE_REACH = 6  # sentences
# Bounds that keep time linear in the length of a report, far above what one report tells of one happening:
LOOK_BACK = 40  # clusters looked at from the end
LATEST = 24  # drafts of a cluster looked at from the end, besides its first
FULL = 200  # drafts of a cluster; told once more, it is a happening of its own

# Talks, treaties, sanctions and trials are seen by others: who takes part is not thereby the source.
_SEEN = frozenset({"talks", "agreement", "sanction", "trial"})
# Harm of which no happening is told: who stands near it only tells of it, unless the grammar says that they did it.
_DONE_BY_NOBODY = frozenset({"casualties", "displacement"})
_TAKEN = frozenset({"arrest", "abduction"})
# A speaker whose words are the deed is the source of the claim about them.
_ROLE_OF_SORT = {"government": SourceRole.OFFICIAL, "international": SourceRole.OFFICIAL}


def assemble(report: Report, parse: Parse, found: Mentions, today: When | None, reader: str) -> tuple[Claim, ...]:
    """The claims of a report, in the order in which it first tells them, of one sentence the main clause's first.

    `today` is the time of a happening of which nothing is said in a report of the day's news.
    """
    kept = []
    lone = len(parse.sentences) == 1
    for draft in drafts(report, parse, found, today):
        draft.score = probability(of_claim(draft, parse), "claim" if draft.told is None else "claim told")
        if draft.happening.group == "words" and not draft.actors and not draft.is_claimed_by_nobody:
            continue  # words are a deed only of somebody
        if _ran_off(draft) or _answered(draft) or is_passing(draft, parse):
            continue
        figured = any(h.figure.is_told for _, h in draft.harms)
        least = KEEP_FIGURE if figured else KEEP_LONE if lone else KEEP
        if draft.score < (min(least, _least_of_main(parse, draft)) if lone else least):
            continue
        kept.append(draft)
    clusters = join_retellings(report, parse, kept)
    # What only the title tells in its clipped words is told below in others.
    clusters = [c for c in clusters if not all(d.title for voice in c for d in voice)] or clusters
    told = sorted((voice[0] for cluster in clusters for voice in cluster), key=lambda d: d.sentence)
    from_context(told)
    for draft in told:
        if draft.type in _DONE_BY_NOBODY:
            draft.actors = shown(draft, parse)
    known = KnownBy(report.text)
    voices = [
        (_claim(report, voice, content_id("h", [report.id, n]), reader, known), _standing(parse, voice[0]))
        for n, cluster in enumerate(clusters)
        for voice in cluster
    ]
    return tuple(claim for claim, _ in sorted(voices, key=lambda pair: (pair[0].evidence[0], pair[1])))


def _standing(parse: Parse, draft: Draft) -> tuple[int, int]:
    """How far below the main clause, then where in the sentence a draft is told."""
    words = [parse.tokens[k] for k in draft.happening.tokens]
    return min(steps(parse, word) for word in words), draft.happening.token


def _least_of_main(parse: Parse, draft: Draft) -> float:
    """The least score of what somebody did by the main verb, as a word of the event types has it; 1 for all else."""
    verbs = [m for m in draft.happening.triggers if m.found_by == "rules" and m.value.verbal]
    main = [m for m in verbs if steps(parse, parse.tokens[m.token]) == 0]
    if not (draft.actors and main):
        return 1.0
    return KEEP_MAIN_WEAK if all(m.value.weak for m in main) else KEEP_MAIN


def _ran_off(draft: Draft) -> bool:
    """True for "the attackers fled": the flight of fighters displaces nobody."""
    figured = any(h.figure.is_told and (h.figure.low or 0) > 1 for _, h in draft.harms)
    hit = draft.targets or draft.actors
    return draft.type == "displacement" and not figured and bool(hit) and all(p.sort in ARMED for p in hit)


def _answered(draft: Draft) -> bool:
    """True for "rejects these allegations": the words that a denial answers are told where they were spoken."""
    return draft.definite and any(d.type == "denial" and d.happening.token in draft.above for d in draft.beside)


def drafts(report: Report, parse: Parse, found: Mentions, today: When | None) -> list[Draft]:
    """A draft of everything that the sentences say happened, in text order, whether worth recording or not."""
    made, roles = structured(report, parse, found, today)
    cast_parts(roles, made, probability)
    for draft in made:
        held = by_doer(draft.kind, draft.type, draft.happening, draft.actors, draft.targets)
        draft.type = beyond_property(held, (h for _, h in draft.harms))
    return made


def structured(report: Report, parse: Parse, found: Mentions, today: When | None) -> tuple[list[Draft], Roles]:
    """The same with the parties that the structure of the sentences shows, and everybody who may be one."""
    drafter, voices = Drafter(report, parse, found, today), Voices(found.sources)
    gathered = gather(parse, _usable(parse, found), _real(parse, found.harms))
    happenings = [part for h in gathered for part in _by_voice(h, voices)]
    tokens_of: dict[int, set[int]] = {}
    for h in happenings:
        tokens_of.setdefault(h.sentence, set()).update(h.tokens)
    last: Draft | None = None
    made: list[Draft] = []
    for h in happenings:
        draft = drafter.draft(h, tokens_of[h.sentence] - set(h.tokens), _voice(report, parse, voices, h), last)
        if found.told is not None:
            told = found.told.get((h.sentence, h.group))
            draft.told = told.score if told else 0.0
        if h.group in ("violence", "control", "custody") and draft.where is not None:
            last = draft
        made.append(draft)
    for _, together in groupby(made, key=lambda d: d.happening.sentence):
        here = list(together)
        for draft in here:
            draft.beside = tuple(d for d in here if d is not draft and d.happening.group == draft.happening.group)
    return made, Roles(report, parse, drafter.cast, found.actors, made, found.learned)


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

    def bare_use(m: Mention) -> bool:  # violence only beside a weapon; "would use force" is a threat
        return m.value.lemma == "use" and m.value.group == "violence" and m.token not in armed

    return tuple(m for m in found.triggers if m.token not in named and not bare_use(m))


def _real(parse: Parse, harms: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Harms without those of the subject of an active verb: "soldiers seized the radio" captured no soldiers."""
    return tuple(m for m in harms if not m.extra.get("unreal") and not _active(parse, m))


def _active(parse: Parse, harm: Mention) -> bool:
    verb = harm.extra.get("verb", -1)
    if verb < 0 or harm.extra.get("frame") != "passive" or parse.tokens[verb].tag != "VBD":
        return False
    token = parse.tokens[verb]
    objects = parse.children(token, "dobj")
    return bool(objects) and harm.token < verb < objects[0].i and not parse.children(token, "auxpass", "nsubjpass")


def _by_voice(happening: Happening, voices: Voices) -> list[Happening]:
    """The happening once for every source that gives its own figures: "police say nine died, the hospital eleven"."""
    apart: dict[str, list[tuple[int, Mention]]] = {}
    for item in happening.harms:
        origin = voices.at(item[1].span).origin if item[1].value.figure.is_told else None
        if origin is not None:
            apart.setdefault(origin.name.lower(), []).append(item)
    others = [items for _, items in list(apart.items())[1:]]
    if not others:
        return [happening]
    moved = {k for items in others for k, _ in items}
    kept = tuple(item for item in happening.harms if item[0] not in moved)
    return [replace(happening, harms=kept), *(replace(happening, triggers=(), harms=tuple(i)) for i in others)]


def _voice(report: Report, parse: Parse, voices: Voices, happening: Happening) -> Attribution:
    """Whose words tell it: those around its figures first ("a committee on the blast said 512 had died"),
    else those around its trigger."""
    for _, mention in happening.harms:
        told = voices.at(mention.span)
        if told.links:
            return told
    token = parse.tokens[happening.token]
    return voices.at(Span.of(report.text, token.start, token.end))


def join_retellings(report: Report, parse: Parse, kept: list[Draft]) -> list[list[list[Draft]]]:
    """Clusters of drafts of one happening, each as voices: the drafts of one origin, joined into the first."""
    clusters: list[list[list[Draft]]] = []
    members: list[list[Telling]] = []
    for told in tellings(report, parse, kept):
        best, home = JOIN, -1
        for n in range(max(0, len(clusters) - LOOK_BACK), len(clusters)):
            if len(members[n]) < FULL:
                looked_at = (members[n][0], *members[n][1:][-LATEST:])
                likely = max(_retelling(told, t, parse) for t in looked_at)
                if likely > best:
                    best, home = likely, n
        if home < 0:
            clusters.append([[told.draft]])
            members.append([told])
        else:
            _add(clusters[home], told.draft)
            members[home].append(told)
    return clusters


def _retelling(later: Telling, before: Telling, parse: Parse) -> float:
    draft, earlier = later.draft, before.draft
    group = draft.happening.group
    if group != earlier.happening.group or draft.kind is not earlier.kind:
        return 0.0
    same_captives = _is_of_same_captives(draft, earlier)
    if group != "violence" and draft.type != earlier.type and not same_captives:
        return 0.0
    if group == "control" and not places_agree(draft, earlier):
        return 0.0  # held, taken or left: each place is a matter of its own
    if draft.connected and {p.name for p in draft.targets} & {p.name for p in earlier.actors}:
        return 0.0  # "In response, they were hit by": another deed, by the other side
    if earlier.connected and draft.on_both_sides:
        return 0.0  # losses of both sides are those of the whole, not of the answer to it
    gap = later.sentence - before.sentence
    if earlier.title and not draft.title and gap < TITLE_REACH and _may_retell(draft, earlier):
        return TITLE
    likely = probability(of_retelling(later, before, parse), "retelling")
    return max(likely, TAKEN) if same_captives else likely


def _is_of_same_captives(draft: Draft, earlier: Draft) -> bool:
    """True for "the nuns were abducted" and "the nuns, taken in May": told again to say who is freed or still held."""
    shared = {p.name for p in draft.targets} & {p.name for p in earlier.targets} - {"civilians"}
    taken = (_is_taken(draft) and earlier.type in _TAKEN) or (_is_taken(earlier) and draft.type in _TAKEN)
    return bool(shared) and taken and times_agree(draft, earlier) and places_agree(draft, earlier)


def _is_taken(draft: Draft) -> bool:
    """True for "were taken", "the 19 seized": neither arrested nor abducted in so many words."""
    triggers = draft.happening.triggers
    return draft.type in _TAKEN and bool(triggers) and all(m.value.lemma in TAKING for m in triggers)


def _may_retell(draft: Draft, title: Draft) -> bool:
    """True where nothing speaks against a sentence telling what the title tells."""
    figures, told = draft.figures, title.figures
    actors, named = {p.name for p in draft.actors if p.actor}, {p.name for p in title.actors if p.actor}
    if (figures and told and not figures & told) or (actors and named and not actors & named):
        return False
    if not title.harms and all(m.span.text.endswith("s") and not m.value.verbal for m in title.happening.triggers):
        return False  # "steps up its attacks": many
    alike = draft.type == title.type or bool({draft.type, title.type} & VAGUE)
    return alike and places_agree(draft, title) and times_agree(draft, title)


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
    mine, theirs = draft.figures, first.figures
    return not mine or not theirs or bool(mine & theirs)


def _claim(report: Report, voice: list[Draft], happening: str, reader: str, known: KnownBy) -> Claim:
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
        attribution=known.chain(_speaker(first)),
        hedges=first.hedges,
        notes=tuple(dict.fromkeys(first.notes)),
        reader=reader,
        score=round(max(d.score for d in voice), 4),
        happening=happening,
    )
    return replace(claim, id=claim_id(claim))


def _speaker(draft: Draft) -> Attribution:
    """The chain of sources; words that are deeds go back to who spoke them."""
    if draft.kind is not ClaimKind.STATEMENT or not draft.actors or draft.type in _SEEN:
        return draft.attribution
    actor, origin = draft.actors[0], draft.attribution.origin
    # "A accused B, which B denied": B did not say the first.
    other_side = origin is not None and any(same_party(p, origin) for p in draft.targets)
    if draft.attribution.links and not other_side:
        return draft.attribution
    name = _own_name(actor)
    return Attribution((Link(name, _ROLE_OF_SORT.get(actor.sort, SourceRole.PARTY), actor.span),))


def _own_name(party: Party) -> str:
    """How a party is named as a source: by its name, or else by its own words ("the foreign ministry")."""
    words = party.span.text.split() if party.span else []
    words = words[1:] if words[:1] and words[0].lower() in ("the", "a", "an") else words
    told = " ".join(words)
    owned = "'s " in told or "’s " in told  # "the UN's envoy" is not the UN
    described = party.sort in ("government", "international", "state force") and not party.actor
    described = described and not (words and words[-1].lower() in ("government", "regime", "authorities"))
    renamed = party.name.lower() not in told.lower() and len(told) > 3  # not "it"
    return told if owned or (described and renamed) else party.name


def same_party(party: Party, link: Link) -> bool:
    """True where a voice is this party, by the actor table or by name."""
    return party.name.lower() == link.name.lower() or (party.span is not None and party.span == link.span)


def _toll(harms: tuple[tuple[int, Harm], ...]) -> tuple[Harm, ...]:
    """The harms in text order, each `part_of` pointing at its place in this claim's toll."""
    ordered = sorted(harms, key=lambda item: item[1].span)
    place = {k: n for n, (k, _) in enumerate(ordered)}
    return tuple(replace(h, part_of=place.get(h.part_of) if h.part_of is not None else None) for _, h in ordered)
