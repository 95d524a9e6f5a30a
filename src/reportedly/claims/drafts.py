"""A claim in the making: what one sentence says of one happening, before retellings are joined."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..mentions.arguments import agents, patients
from ..mentions.triggers import lexicon
from ..model import (
    Attribution,
    ClaimKind,
    Harm,
    Harmed,
    Mention,
    Parse,
    Party,
    Report,
    Span,
    Status,
    Token,
    When,
    Where,
)
from ..ontology.load import data
from .circumstances import carried, country_of, own, where_of
from .happenings import Happening
from .modality import hedges_of, status_of
from .parties import Cast

STATES = frozenset({"state force", "government", "international"})
ARMED = frozenset({"state force", "rebel group", "militia", "terrorist group", "unidentified", "international"})


@dataclass(slots=True)
class Draft:
    """One happening as one sentence tells it. `own_place` and `own_time` say that its words do."""

    happening: Happening
    sentence: Span
    kind: ClaimKind
    type: str
    status: Status
    actors: tuple[Party, ...]
    targets: tuple[Party, ...]
    when: When | None
    where: Where | None
    weapons: tuple[Span, ...]
    harms: tuple[tuple[int, Harm], ...]
    attribution: Attribution
    hedges: tuple[Span, ...] = ()
    own_place: bool = False
    own_time: bool = False
    definite: bool = False
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Mentions:
    """Everything that was found in one report, by kind, each in text order."""

    actors: tuple[Mention, ...] = ()
    places: tuple[Mention, ...] = ()
    times: tuple[Mention, ...] = ()
    weapons: tuple[Mention, ...] = ()
    harms: tuple[Mention, ...] = ()
    triggers: tuple[Mention, ...] = ()
    sources: tuple[Mention, ...] = ()


class Drafter:
    """Turns the happenings of one report into drafts, one by one in text order."""

    def __init__(self, report: Report, parse: Parse, found: Mentions, today: When | None) -> None:
        self.report, self.parse, self.found, self.today = report, parse, found, today
        self.cast = Cast(report, parse, found.actors)
        self.weapon_types = {
            form: entry.get("implies")
            for entry in data("weapons").values()
            for form in entry.get("forms", ())
            if entry.get("implies")
        }

    def draft(self, happening: Happening, rivals: set[int], attribution: Attribution, last: Draft | None) -> Draft:
        """What the sentence says of this happening; `last` is the draft before it."""
        parse = self.parse
        token = parse.tokens[happening.token]
        sentence = self._sentence(happening.sentence)
        mine = set(happening.tokens)
        actors, targets = self._parties(happening)
        places = self._own(mine, rivals, token, self.found.places)
        where = where_of(places)
        times = self._own(mine, rivals, token, self.found.times)
        when = next((m.value for m in times if m.extra.get("role") not in ("dateline", "publication")), None)
        weapons = self._weapons(mine, rivals, token)
        kind = self._kind(happening, times)
        draft = Draft(
            happening,
            sentence,
            kind,
            self._type(happening, weapons, actors, targets),
            status_of(parse, token, happening.type),
            actors,
            targets,
            when,
            where,
            weapons,
            tuple((k, m.value) for k, m in happening.harms),
            attribution,
            hedges_of(self.report, parse, sentence.start, sentence.end),
            own_place=where is not None,
            own_time=when is not None,
            definite=self._definite(happening),
        )
        self._carry(draft, places, last)
        return draft

    def _sentence(self, k: int) -> Span:
        tokens = self.parse.sentence(k)
        return Span.of(self.report.text, tokens[0].start, tokens[-1].end)

    def _own(
        self, mine: set[int], rivals: set[int], token: Token, mentions: tuple[Mention, ...]
    ) -> tuple[Mention, ...]:
        return own(self.parse, token, mine, rivals, mentions)

    def _parties(self, happening: Happening) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
        parse, cast = self.parse, self.cast
        tokens = [parse.tokens[m.token] for m in happening.triggers]
        did = [a for t in tokens for a in agents(parse, t)]
        suffered = [p for t in tokens for p in patients(parse, t)]
        for _, mention in happening.harms:
            agent = mention.extra.get("agent", -1)
            if agent >= 0:
                did.append(parse.tokens[agent])
        actors = list(cast.known(did))
        targets = list(cast.known(suffered))
        for _, mention in happening.harms:
            party = cast.harmed(mention.value)
            if party is not None and party.name not in {p.name for p in targets}:
                targets.append(party)
        names = {p.name for p in targets}
        if len(actors) > 1:
            actors = [p for p in actors if p.name not in names] or actors[:1]
        actor_names = {p.name for p in actors}
        return tuple(actors), tuple(p for p in targets if p.name not in actor_names)

    def _weapons(self, mine: set[int], rivals: set[int], token: Token) -> tuple[Span, ...]:
        return tuple(m.span for m in self._own(mine, rivals, token, self.found.weapons))

    def _type(
        self, happening: Happening, weapons: tuple[Span, ...], actors: tuple[Party, ...], targets: tuple[Party, ...]
    ) -> str:
        """The trigger's type, made more specific by the weapon where the trigger says little."""
        if happening.type not in ("attack", "casualties", "shooting"):
            return happening.type
        rank = lexicon().rank
        implied = [k for w in weapons if (k := self.weapon_types.get(w.text.lower()))]
        best = max([happening.type, *implied], key=lambda k: rank.get(k, 0))
        if best == "attack" and self._armed_sides(actors, targets):
            return "armed clash" if not happening.harms else best
        return best

    @staticmethod
    def _armed_sides(actors: tuple[Party, ...], targets: tuple[Party, ...]) -> bool:
        return any(p.sort in ARMED for p in actors) and any(p.sort in ARMED for p in targets)

    def _kind(self, happening: Happening, times: tuple[Mention, ...]) -> ClaimKind:
        kind = ClaimKind(lexicon().kind[happening.type])
        if kind is not ClaimKind.INCIDENT:
            return kind
        cumulative = any(m.extra.get("cumulative") for _, m in happening.harms)
        spans = [m.value for m in times if m.value.earliest and m.value.latest]
        long = any((w.latest - w.earliest).days > 31 for w in spans) or any(
            m.extra.get("role") == "since" for m in times
        )
        if happening.group == "violence" and (cumulative or (long and happening.harms)):
            return ClaimKind.TALLY
        return kind

    def _definite(self, happening: Happening) -> bool:
        """True for "the attack", "the blasts", "it": the text has told of it before."""
        for mention in happening.triggers:
            token = self.parse.tokens[mention.token]
            if token.pos == "NOUN" and any(
                c.lower in ("the", "this", "that", "these", "those", "such") for c in self.parse.children(token, "det")
            ):
                return True
        return False

    def _carry(self, draft: Draft, places: tuple[Mention, ...], last: Draft | None) -> None:
        """Place and time that the sentence leaves to its context."""
        group = draft.happening.group
        if draft.where is None and last is not None and group in ("violence", "control", "custody"):
            draft.where = last.where
            draft.notes.append("place carried over from the sentence before")
        if draft.where is None:
            draft.where = country_of(places)
        if draft.when is None and last is not None and self._connected(draft):
            draft.when = carried(last.when)
        if draft.when is None and draft.kind is not ClaimKind.TALLY:
            draft.when = self.today

    def _connected(self, draft: Draft) -> bool:
        opening = draft.sentence.text[:40].lower()
        return any(opening.startswith(c) for c in data("modality")["connectives"])


def is_claim(draft: Draft, parse: Parse) -> bool:
    """True where the words say enough for a coder to record it: who, to whom, how many or where."""
    happening = draft.happening
    if happening.harms and happening.group in ("violence", "custody", "control"):
        return any(h.figure.is_told or h.party is not Harmed.EQUIPMENT for _, h in draft.harms) or bool(draft.actors)
    weak = all(m.value.weak for m in happening.triggers)
    parties = bool(draft.actors) + bool(draft.targets)
    if happening.group == "words":
        return bool(draft.actors) and (not weak or parties == 2)
    if happening.group == "control":
        armed = any(p.sort in ARMED | STATES for p in draft.actors)
        return (armed or (draft.type in ("displacement", "evacuation", "withdrawal") and not weak)) and (
            draft.own_place or bool(draft.targets) or not weak
        )
    if weak:
        return parties == 2 or (bool(draft.actors) and draft.own_place)
    return parties > 0 or (draft.own_place and not draft.definite)
