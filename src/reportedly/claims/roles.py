"""Weighs who did it and who suffered it among all whom a sentence names, where structure alone misleads.

The structure's own answer is the strongest of the signs; others are where somebody stands, what sort of
party they are, whether they only speak, and what a trained reader says. Weights are in `ontology/weights.yaml`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from ..mentions.arguments import agents, patients
from ..model import Mention, MentionKind, Parse, Party, Report, Token
from .drafts import Draft
from .parties import ARMED, Cast, phrase
from .sides import TOGETHER
from .weighing import Features, logit

ACTOR, TARGET = "actor", "target"
BACK = 1  # sentences before the draft's own whose parties may play a part
UNNAMED = {ACTOR: "unidentified", TARGET: "civilians"}  # what one is whom only the trained reader knows
REACH = 6  # sentences to another draft of the type whose parties may play a part
LISTED = 4  # sentences from one entry of a list to the next
# From which probability the likeliest party plays a part, and from which one beside it does; chosen by the F1
# of parties on coded reports. Violence is done and a place is held by few at a time; words are spoken to several.
FIRST, NEXT = 0.3, 0.6
Bounds = dict[str, tuple[float, float]]
EVERYWHERE: Bounds = {ACTOR: (FIRST, NEXT), TARGET: (FIRST, NEXT)}
BOUNDS: dict[str, Bounds] = {
    "violence": EVERYWHERE | {ACTOR: (FIRST, 0.7)},
    "control": EVERYWHERE | {ACTOR: (0.5, 0.7)},
    "words": EVERYWHERE | {TARGET: (0.25, 0.5)},
}
_AT_NOBODY = frozenset({"denial", "withdrawal"})  # who is named beside it suffers what is denied
MOST = 40  # candidates a draft: a list of a thousand names stays linear


@dataclass(slots=True)
class Candidate:
    """Somebody who may play a part in a happening, and where they stand in it."""

    party: Party
    tokens: list[Token] = field(default_factory=list)  # heads of their mentions, nearest to the happening first
    structure: dict[str, int] = field(default_factory=dict)  # part -> rank in the structure's answer
    read: dict[str, float] = field(default_factory=dict)  # part -> what the trained reader says
    harmed: bool = False
    sentences: int = 0  # how far from the draft's own; the nearest counts
    played: dict[str, int] = field(default_factory=dict)  # part -> in how many other drafts of the group
    mentions: int = 0  # how often the report names them


@dataclass(frozen=True, slots=True)
class Scene:
    """A draft with what its words govern: the heads of those who did and suffered it by structure."""

    draft: Draft
    heads: frozenset[int]
    agents: frozenset[int]
    patients: frozenset[int]

    @classmethod
    def of(cls, draft: Draft, parse: Parse) -> Scene:
        """The scene of a draft."""
        heads = [parse.tokens[m.token] for m in draft.happening.triggers] or [parse.tokens[draft.happening.token]]
        did = frozenset(t.i for h in heads for t in agents(parse, h))
        suffered = frozenset(t.i for h in heads for t in patients(parse, h))
        return cls(draft, frozenset(h.i for h in heads), did, suffered)


class Roles:
    """Finds the candidates of every draft of one report."""

    def __init__(
        self,
        report: Report,
        parse: Parse,
        cast: Cast,
        actors: tuple[Mention, ...],
        drafts: Sequence[Draft],
        learned: Iterable[Mention] | None,
    ) -> None:
        self.report, self.parse, self.cast = report, parse, cast
        self.read = learned is not None
        self.named = Counter(m.value.name.lower() for m in actors)
        self.played: Counter[tuple[str, str, str]] = Counter()
        self._by_type: dict[str, list[Draft]] = {}
        self._place: dict[int, int] = {}  # of each draft among those of its type
        for draft in drafts:
            alike = self._by_type.setdefault(draft.type, [])
            self._place[id(draft)] = len(alike)
            alike.append(draft)
            for part, parties in ((ACTOR, draft.actors), (TARGET, draft.targets)):
                self.played.update((draft.happening.group, part, p.name.lower()) for p in parties)
        self._mentions: dict[int, list[Mention]] = {}
        for mention in actors:
            if mention.token >= 0:
                self._mentions.setdefault(parse.sentence_of(mention.token), []).append(mention)
        self._learned: dict[int, list[tuple[Mention, Token]]] = {}
        for mention in learned or ():
            head = parse.head_of(mention.span.start, mention.span.end) if mention.kind is MentionKind.ACTOR else None
            if head is not None:
                self._learned.setdefault(parse.sentence_of(head.i), []).append((mention, head))

    def candidates(self, draft: Draft) -> tuple[Candidate, ...]:
        """Everybody who may have done or suffered it, those of its own sentence first."""
        found: dict[str, Candidate] = {}
        at = self.parse.tokens[draft.happening.token]
        for part, parties in ((ACTOR, draft.actors), (TARGET, draft.targets)):
            for rank, party in enumerate(parties):
                held = found.setdefault(party.name.lower(), Candidate(party))
                held.structure.setdefault(part, rank)
                if party.span is not None:
                    head = self.parse.head_of(party.span.start, party.span.end)
                    held.tokens += [head] if head is not None else []
        for _, harm in draft.harms:
            hit = self.cast.harmed(harm)
            if hit is not None:
                found.setdefault(hit.name.lower(), Candidate(hit)).harmed = True
        here = draft.happening.sentence
        for back in range(min(BACK, here) + 1):
            for mention in self._mentions.get(here - back, ())[:MOST]:
                party = mention.value
                if party.actor or party.sort not in ("other", ""):
                    held = found.setdefault(party.name.lower(), Candidate(party, sentences=back))
                    held.tokens.append(self.parse.tokens[mention.token])
        for mention, head in self._learned.get(here, ())[:MOST]:
            self._add_read(found, mention, head)
        for near in self._alike(draft):
            gap = abs(near.happening.sentence - here)
            for party in (*near.actors, *near.targets):
                found.setdefault(party.name.lower(), Candidate(party, sentences=max(gap, 1)))
        for name, held in found.items():
            held.tokens.sort(key=lambda t: abs(t.i - at.i))
            held.mentions = self.named[name]
            for part in (ACTOR, TARGET):
                others = self.played[draft.happening.group, part, name] - (part in held.structure)
                if others > 0:
                    held.played[part] = others
        return tuple(found.values())

    def _alike(self, draft: Draft) -> list[Draft]:
        """The nearest other drafts of the type, one before and one behind, within reach, and the last one
        before that names who did it: a list of strikes says only above it whose they are."""
        alike = self._by_type.get(draft.type, [])
        at = self._place.get(id(draft), -1)
        near = [alike[k] for k in (at - 1, at + 1) if at >= 0 and 0 <= k < len(alike)]
        near = [d for d in near if abs(d.happening.sentence - draft.happening.sentence) <= REACH]
        behind = draft
        for before in reversed(alike[max(0, at - MOST) : max(at, 0)]):
            if behind.happening.sentence - before.happening.sentence > LISTED:
                break
            if before.actors:
                return near if before in near else [*near, before]
            behind = before
        return near

    def _add_read(self, found: dict[str, Candidate], mention: Mention, head: Token) -> None:
        part = mention.extra.get("part", "")
        if part not in UNNAMED:
            return
        inside = self.parse.within(mention.span.start, mention.span.end)
        known = next((m for t in (head, *inside) if (m := self.cast.at(t)) is not None), None)
        if known is not None and known.value.name.lower() in found:
            party = known.value
        else:
            span = phrase(self.report, self.parse, head)
            words = span.text.split()
            while len(words) > 1 and words[0].lower() in ("the", "a", "an", "his", "her", "its", "their"):
                words = words[1:]
            party = Party(" ".join(words), UNNAMED[part], span)
        held = found.setdefault(party.name.lower(), Candidate(party))
        held.read[part] = max(held.read.get(part, 0.0), mention.score)
        held.tokens.append(head)


def of_part(candidate: Candidate, part: str, scene: Scene, parse: Parse, read: bool) -> Features:
    """What speaks for and against a candidate playing a part ("actor" or "target") in a draft's happening."""
    draft = scene.draft
    group, kind = draft.happening.group, draft.type
    party = candidate.party
    other = TARGET if part == ACTOR else ACTOR
    held = {ACTOR: draft.actors, TARGET: draft.targets}
    origin = draft.attribution.origin
    links = {k.name.lower() for k in draft.attribution.links}
    said = party.name.lower() in links or (origin is not None and party.span is not None and party.span == origin.span)
    found = {
        "structure": part in candidate.structure,
        "structure, first": candidate.structure.get(part) == 0,
        "structure, other part": other in candidate.structure,
        "structure, nobody": not held[part],
        "structure, somebody else": bool(held[part]) and part not in candidate.structure,
        f"{kind}, structure": part in candidate.structure,
        f"{group}, other part": other in candidate.structure,
        f"{group}, {party.sort}": True,
        f"{kind}, {party.sort}": True,
        f"{group}, known": bool(party.actor),
        "named alone": not party.actor,
        "harmed": candidate.harmed,
        f"{group}, harmed": candidate.harmed,
        "nothing harmed": not draft.harms,
        f"{group}, says it": said,
        f"sentences away {min(candidate.sentences, 3)}": True,
        f"{group}, from before": candidate.sentences > 0,
        "from before, nobody": candidate.sentences > 0 and not held[part],
        "never mentioned": not candidate.tokens,
        "plays it elsewhere": part in candidate.played,
        f"{group}, plays it elsewhere": part in candidate.played,
        "plays it often": candidate.played.get(part, 0) > 2,
        "plays the other elsewhere": other in candidate.played,
        "plays it elsewhere, nobody": part in candidate.played and not held[part],
        f"from before, plays it, {kind}": candidate.sentences > 0 and part in candidate.played and not held[part],
        "named often": candidate.mentions > 3,
        "named once": candidate.mentions == 1,
    }
    if candidate.tokens and not candidate.sentences:
        found |= _standing(candidate.tokens[0], scene, parse, group)
    values = {name: float(value) for name, value in found.items() if value}
    if read:
        values |= _read(candidate, part, other, group)
    return values


def _standing(token: Token, scene: Scene, parse: Parse, group: str) -> dict[str, bool]:
    """Where somebody stands: before or behind the word, in which relation, behind which preposition."""
    gap = token.i - scene.draft.happening.token
    above = parse.head(token)
    near = "far" if abs(gap) > 15 else "middle" if abs(gap) > 5 else "near"
    side = "before" if gap < 0 else "behind"
    prep = above.lower if token.dep == "pobj" else ""
    under = any(t.i in scene.heads for t in parse.ancestors(token))
    return {
        f"{group}, {side}": True,
        f"{side}, {near}": True,
        f"{group}, {token.dep}": True,
        f"{side}, {token.dep}": True,
        f"{group}, {prep} of it": bool(prep) and above.head in scene.heads,
        f"prep {prep}": bool(prep),
        f"{group}, agent": token.i in scene.agents,
        f"{group}, patient": token.i in scene.patients,
        "under it": under,
        f"under it, {token.dep}": under,
        "above it": token.i in scene.draft.above,
        f"child, {token.dep}": token.head in scene.heads,
    }


def _read(candidate: Candidate, part: str, other: str, group: str) -> Features:
    """What the trained reader says, as logits; who is in its answer nowhere has none."""
    mine, theirs = (logit(candidate.read.get(p, 0.0), 0.05) for p in (part, other))
    found = {"read": mine, "read, other part": theirs, f"{group}, read": mine}
    if part not in candidate.structure:
        found["read alone"] = mine
    if not candidate.structure and not candidate.party.actor:
        found["nobody's, read"] = mine
    return found


def settled(weighed: Sequence[tuple[Party, float, float]], bounds: Bounds = EVERYWHERE) -> dict[str, tuple[Party, ...]]:
    """Who plays which part, the likeliest first; nobody plays both, nor twice under two wordings of one name.

    `weighed` holds each party with how likely it did it and suffered it; `bounds` are those that
    the first of a part must reach, and the next.
    """
    chosen: dict[str, list[Party]] = {ACTOR: [], TARGET: []}
    ranked = [(chance, part, party) for party, *both in weighed for part, chance in zip(chosen, both, strict=True)]
    used: set[str] = set()
    for chance, part, party in sorted(ranked, key=lambda x: (-x[0], x[1], x[2].name)):
        first, further = bounds[part]
        if chance < (further if chosen[part] else first) or party.name in used:
            continue
        if not any(share_words(party.name, other.name) for other in chosen[part]):
            chosen[part].append(party)
            used.add(party.name)
    return {part: tuple(parties) for part, parties in chosen.items()}


def share_words(a: str, b: str) -> bool:
    """True where half of the shorter name's words stand in the longer ("Syria", "Syrian Army" do not)."""
    x, y = ({w for w in name.lower().split() if w not in ("the", "of", "and")} for name in (a, b))
    return bool(x and y) and 2 * len(x & y) >= min(len(x), len(y))


def bystander(candidate: Candidate, draft: Draft) -> bool:
    """True for one whom no structure shows to have done a violent thing and who governs, only speaks of it, or is
    named elsewhere and nowhere does such a thing. Fighters who speak are none: they speak of what they did."""
    if draft.happening.group != "violence" or ACTOR in candidate.structure:
        return False
    if candidate.sentences and (ACTOR not in candidate.played or draft.on_both_sides):
        return True
    speaks = candidate.party.name.lower() in {k.name.lower() for k in draft.attribution.links}
    return candidate.party.sort == "government" or (speaks and candidate.party.sort not in ARMED)


def shown(draft: Draft, parse: Parse) -> tuple[Party, ...]:
    """Those of a draft's actors whom the grammar of its sentence shows to have done it."""
    did = Scene.of(draft, parse).agents
    did |= {m.extra["agent"] for _, m in draft.happening.harms if m.extra.get("agent", -1) >= 0}
    heads = {p.name: parse.head_of(p.span.start, p.span.end) for p in draft.actors if p.span is not None}
    return tuple(
        p
        for p in draft.actors
        if (head := heads.get(p.name)) is not None and (head.i in did or _at_whose_hands(parse, head))
    )


def _at_whose_hands(parse: Parse, head: Token) -> bool:
    """True for X in "losses at the hands of X"."""
    of = parse.head(head)
    return of.lower == "of" and parse.head(of).lower == "hands"


def cast_parts(roles: Roles, drafts: Sequence[Draft], probability: Callable[[Features, str], float]) -> None:
    """Gives every draft, in place, those who most likely did and suffered it."""
    ending = " read" if roles.read else ""

    def chance(candidate: Candidate, part: str, scene: Scene) -> float:
        if part == ACTOR and bystander(candidate, scene.draft):
            return 0.0
        if part == TARGET and scene.draft.type in _AT_NOBODY:
            return 0.0
        return probability(of_part(candidate, part, scene, roles.parse, roles.read), part + ending)

    found = []
    for draft in drafts:
        candidates, scene = roles.candidates(draft), Scene.of(draft, roles.parse)
        bounds = EVERYWHERE if draft.type in TOGETHER else BOUNDS.get(draft.happening.group, EVERYWHERE)
        parts = settled([(c.party, chance(c, ACTOR, scene), chance(c, TARGET, scene)) for c in candidates], bounds)
        elsewhere = {c.party.name for c in candidates if c.sentences or not (c.tokens or c.harmed)}
        found.append((parts, elsewhere))
    for draft, (parts, elsewhere) in zip(drafts, found, strict=True):
        if any(p.name in elsewhere for p in parts[ACTOR]):
            draft.notes.append("who did it carried over from what the report tells elsewhere")
        draft.actors = parts[ACTOR]
        if draft.lost:  # "Turkey lost 62 troops": the sentence says who suffered it
            continue
        if any(p.name in elsewhere for p in parts[TARGET]):
            draft.notes.append("whom it was done to carried over from what the report tells elsewhere")
        draft.targets = parts[TARGET]
