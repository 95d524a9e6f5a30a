"""A claim in the making: what one sentence says of one happening, before retellings are joined."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from ..mentions.found import Mentions
from ..mentions.time_anchor import LONG_PAST, default_when
from ..mentions.time_govern import is_present, is_saying, resolve_for, tells_beginning, verb_of
from ..mentions.triggers import lexicon
from ..model import (
    Attribution,
    ClaimKind,
    Figure,
    Harm,
    Harmed,
    Mention,
    Outcome,
    Parse,
    Party,
    PlacePrecision,
    Report,
    Span,
    Status,
    Token,
    When,
    Where,
)
from ..ontology.load import data
from .circumstances import (
    by_sentence,
    carried,
    country_of,
    is_of_saying,
    is_of_speaker,
    is_scene,
    is_short,
    is_way,
    own,
    where_of,
)
from .content import of_the_words
from .ground import BLAMED, MET, Ground
from .happenings import Happening
from .listed import ListTimes
from .modality import hedges_of, status_of
from .outbreak import MONTH, beginning, since_outbreak, until_now
from .parties import Cast
from .sides import Sides
from .typology import Types

WEEK = 7  # days
# Groups of happenings that take place somewhere.
_PLACED = frozenset({"violence", "control", "custody", "street"})


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
    told_on: bool = False  # dated by the sentence before, whose story it goes on with
    said_then: bool = False  # dated by the day on which somebody said so
    definite: bool = False
    connected: bool = False
    title: bool = False  # told by the report's title, which the text below tells again
    above: frozenset[int] = frozenset()  # the words that govern its word
    beside: tuple[Draft, ...] = ()  # what else of its group the same sentence tells
    lost: bool = False  # told as the losses of its target
    told: float | None = None  # how likely a trained reader holds its sentence to tell of its group; None without one
    score: float = 1.0
    notes: list[str] = field(default_factory=list)

    @property
    def figures(self) -> set[tuple[Outcome, Figure]]:
        """The figures of loss that it tells."""
        return {(h.outcome, h.figure) for _, h in self.harms if h.figure.is_told}

    @property
    def on_both_sides(self) -> bool:
        """True where only losses are told, of soldiers and of fighters: those of a fight, not of one deed."""
        both = {Harmed.STATE_FORCE, Harmed.ARMED_GROUP}
        return not self.happening.triggers and both <= {h.party for _, h in self.harms}

    @property
    def is_claimed_by_nobody(self) -> bool:
        """True for "no group has claimed the attack": coders record that as a claim denied, of nobody."""
        return self.type == "claim of responsibility" and self.status is Status.DENIED


class Drafter:
    """Turns the happenings of one report into drafts, one by one in text order."""

    def __init__(self, report: Report, parse: Parse, found: Mentions, today: When | None) -> None:
        self.report, self.parse, self.found, self.today = report, parse, found, today
        self.now = default_when(report)
        self.cast = Cast(report, parse, found.actors, found.sources)
        actors = {t.i for m in found.actors if m.value.sort == "government" for t in self.cast.tokens(m)}
        self.scenes = tuple(m for m in found.places if is_scene(report, m, m.token in actors))
        self.ground = Ground(report, parse, found.places, self.scenes, found.actors)
        kinds = (self.scenes, found.places, found.times, found.weapons)
        self._scenes, self._places, self._times, self._arms = (by_sentence(parse, kind) for kind in kinds)
        self.lists = ListTimes(report, found.times)
        self._begun = by_sentence(parse, found.times, lambda m: m.extra["verb"])
        self.outbreak = beginning(parse, found.times, of_war=True)
        self._words = {m.token for m in found.triggers if m.value.group == "words"}
        lost = [m.value.who for m in found.harms if m.value.party is Harmed.EQUIPMENT]
        self._lost = {k for who in lost for k in range(who.start, who.end)}
        self._types = Types(parse)
        self._sides = Sides(parse, self.cast)
        self._paragraph = "\n\n" if "\n\n" in report.text else "\n"
        self._scene: Where | None = None  # the last place of a deed that is closer than a whole country

    def draft(self, happening: Happening, rivals: set[int], attribution: Attribution, last: Draft | None) -> Draft:
        """What the sentence says of this happening; `last` is the draft before it."""
        parse = self.parse
        token = parse.tokens[happening.token]
        sentence = self._sentence(happening.sentence)
        mine = set(happening.tokens)
        actors, targets = self._sides.of(happening, attribution)
        where = where_of(self._places_of(happening, mine, rivals))
        times = self._own(mine, rivals, token, self._times)
        spoken_of = self._spoken_of(happening)
        when = self._within(happening) if spoken_of else self._told(happening, sentence, rivals)
        if when is not None and when.basis == "relative":
            when = None  # said in words that this report's own dates do not resolve
        if when is not None and when.latest is None and self.today and self.today.latest:
            when = replace(when, latest=max(self.today.latest, when.earliest or self.today.latest))  # "since 2003"
        weapons = self._weapons(mine, rivals, token)
        kind = self._kind(happening, when, any(self._counts_from(m, token) for m in times))
        draft = Draft(
            happening,
            sentence,
            kind,
            self._types.of(happening, kind, weapons, actors, targets),
            status_of(parse, token, happening.type),
            actors,
            targets,
            when,
            where,
            tuple(m.span for m in weapons),
            tuple((k, m.value) for k, m in happening.harms),
            attribution,
            hedges_of(self.report, parse, sentence.start, sentence.end),
            own_place=where is not None,
            own_time=when is not None,
            said_then=when is not None and not spoken_of and self._told(happening, sentence, rivals, False) is None,
            definite=self._definite(happening),
            title=self._is_title(happening.sentence, sentence),
            above=frozenset(t.i for t in parse.ancestors(token)),
            lost=bool(targets) and any(m.extra.get("frame") == "lost" for _, m in happening.harms),
        )
        if kind is ClaimKind.TALLY:
            draft.when = self._of_total(happening, when)
        self._carry(draft, last, spoken_of)
        return draft

    def _places_of(self, happening: Happening, mine: set[int], rivals: set[int]) -> tuple[Mention, ...]:
        """The places where the sentence says it happened."""
        parse = self.parse
        places = self._own(mine, rivals, parse.tokens[happening.token], self._scenes)
        if happening.group == "words":
            return places or self._of_words(happening, mine, rivals)
        places = tuple(m for m in places if not is_of_saying(parse, m))
        if happening.group == "violence" or happening.type in ("displacement", "deployment"):
            places = tuple(m for m in places if not is_way(m, happening))
        if self._scene is not None:  # else those who speak may be on the spot
            places = tuple(m for m in places if not is_of_speaker(parse, m))
        return places

    def _of_words(self, happening: Happening, mine: set[int], rivals: set[int]) -> tuple[Mention, ...]:
        """The places of what words are about ("condemned the attack in X"), or of the meeting at which they were
        spoken ("met in X and signed a truce")."""
        token = self.parse.tokens[happening.token]
        if happening.type in MET:
            shared = rivals & self._words
        else:
            below = (k for k in rivals if any(t.i in mine for t in self.parse.ancestors(self.parse.tokens[k])))
            shared = set(below) if happening.type in BLAMED else set()
        return self._own(shared, rivals - shared, token, self._scenes) if shared else ()

    def _spoken_of(self, happening: Happening) -> bool:
        """True for "claimed responsibility on Thursday for the attack": the day is that of the words."""
        if happening.group != "violence" or happening.harms or not self._definite(happening):
            return False
        above = (t for m in happening.triggers for t in self.parse.ancestors(self.parse.tokens[m.token]))
        return any(t.i in self._words for t in above)

    def _told(self, happening: Happening, sentence: Span, rivals: set[int], said: bool = True) -> When | None:
        """The time that the sentence tells of it; also that of the saying, where `said`."""
        token = self.parse.tokens[happening.token]
        times = self.found.times
        if happening.group == "words":
            times = of_the_words(self.parse, token, rivals - self._words, self._times.get(happening.sentence, ()))
        return resolve_for(times, sentence, self.parse, token.i, said)

    def _within(self, happening: Happening) -> When | None:
        """The time told inside the noun phrase itself ("Tuesday's attack", "the attack on 3 May")."""
        inside = {t.i for m in happening.triggers for t in self.parse.subtree(self.parse.tokens[m.token])}
        times = self._times.get(happening.sentence, ())
        return next((m.value for m in times if m.token in inside and m.value.earliest), None)

    def _of_total(self, happening: Happening, when: When | None) -> When | None:
        """The time of a total: from the beginning of what it counts up to now."""
        if when is not None:
            return until_now(self.parse, when, happening, self.today)
        here = (self._times.get(happening.sentence, ()), self._begun.get(happening.sentence, ()))
        sentence = self._sentence(happening.sentence)
        return since_outbreak(self.parse, sentence, *here, self.outbreak, bool(happening.harms), self.today)

    def _sentence(self, k: int) -> Span:
        tokens = self.parse.sentence(k)
        return Span.of(self.report.text, tokens[0].start, tokens[-1].end)

    def _is_title(self, k: int, sentence: Span) -> bool:
        if k > 0 or len(self.parse.sentences) < 4 or sentence.text.rstrip().endswith((".", "!", '"', "\u201d")):
            return False
        return self.report.text[sentence.end :][:2].lstrip(" \t").startswith("\n")

    def _own(self, mine: set[int], rivals: set[int], token: Token, of: dict[int, list[Mention]]) -> tuple[Mention, ...]:
        return own(self.parse, token, mine, rivals, of)

    def _weapons(self, mine: set[int], rivals: set[int], token: Token) -> tuple[Mention, ...]:
        """Weapons of the clause, without those that were themselves lost ("ten drones were shot down")."""
        held = self._own(mine, rivals, token, self._arms)
        return tuple(m for m in held if self._lost.isdisjoint(range(m.span.start, m.span.end)))

    def _counts_from(self, mention: Mention, token: Token) -> bool:
        """True for "since March", but not for what began then ("since March, when ten died")."""
        above = {token.i, *(t.i for t in self.parse.ancestors(token))}
        return mention.extra.get("role") == "since" and not tells_beginning(mention, token, above)

    def _kind(self, happening: Happening, when: When | None, since: bool) -> ClaimKind:
        kind = ClaimKind(lexicon().kind[happening.type])
        if kind is not ClaimKind.INCIDENT or happening.group != "violence" or not happening.harms:
            return kind
        cumulative = any(m.extra.get("cumulative") for _, m in happening.harms)
        if not cumulative and all(m.value.figure.low == m.value.figure.high == 1 for _, m in happening.harms):
            return kind  # "killed its leader in August": one is no total, however loosely dated
        days = (when.latest - when.earliest).days if when and when.earliest and when.latest else 0
        long = days > MONTH or since
        # "From 24 March to 9 April": figures over more than a week without one happening are a total.
        total = days > WEEK and not happening.triggers
        return ClaimKind.TALLY if cumulative or long or total else kind

    def _definite(self, happening: Happening) -> bool:
        """True for "the attack", "the blasts", "it": the text has told of it before."""
        for mention in happening.triggers:
            token = self.parse.tokens[mention.token]
            if token.pos == "NOUN" and any(
                c.lower in ("the", "this", "that", "these", "those", "such") for c in self.parse.children(token, "det")
            ):
                return True
        return False

    def _carry(self, draft: Draft, last: Draft | None, spoken_of: bool) -> None:
        """Place and time that the sentence leaves to its context."""
        group = draft.happening.group
        token = self.parse.tokens[draft.happening.token]
        if draft.where is None and draft.kind is ClaimKind.TALLY:  # "Syria's war has killed": of the whole country
            draft.where = country_of(self._own({token.i}, set(), token, self._places))
        if draft.where is None and (headed := self.ground.headed(draft.sentence.start)):
            draft.where, draft.own_place = headed, True
            draft.notes.append("place at the head of the paragraph")
        if draft.where is None and last is not None and group in _PLACED:
            self._carry_place(draft, last)
        if group == "words" and not draft.own_place:
            draft.where = self.ground.of_words(draft.type, draft.actors, draft.targets)
        if draft.where is None:
            draft.where, reason = self.ground.of_deed(draft.happening.sentence)
            draft.notes += [reason] if draft.where else []
        if group in _PLACED and self._is_scene(draft.where):
            self._scene = draft.where
        draft.connected = self._connected(draft)
        if draft.when is None and last is not None and (draft.connected or self._goes_on(draft, last)):
            draft.when = carried(last.when)
            draft.told_on = True
        if draft.when is None and not spoken_of:
            draft.when = self.lists.at(token.start)
        if draft.when is None and draft.kind is not ClaimKind.TALLY:
            draft.when = None if spoken_of else self._untold(draft)

    def _carry_place(self, draft: Draft, last: Draft) -> None:
        """The place of the deed before, or where a new paragraph begins that at which most of the report is set."""
        between = self.report.text[last.sentence.end : draft.sentence.start]
        if self._paragraph in between and self.ground.main is not None:
            draft.where = self.ground.main
            draft.notes.append("place at which most of the report is set")
        else:
            draft.where = last.where if self._scene is None or self._is_scene(last.where) else self._scene
            draft.notes.append("place carried over from the sentence before")

    def _goes_on(self, draft: Draft, last: Draft) -> bool:
        """True for the next sentence of a story: in the past, of the same paragraph, at no other place."""
        if {draft.kind, last.kind} != {ClaimKind.INCIDENT} or not (last.own_time or last.told_on) or draft.own_place:
            return False
        if draft.happening.sentence != last.happening.sentence + 1 or not is_short(last.when):
            return False
        between = self.report.text[last.sentence.end : draft.sentence.start]
        start, end = self.parse.sentences[draft.happening.sentence]
        root = next((t for t in self.parse.tokens[start:end] if t.dep == "ROOT"), self.parse.tokens[start])
        below = {t.lower for t in self.parse.children(root, "aux", "auxpass")}
        past = root.tag == "VBD" or (root.tag == "VBN" and bool(below & {"was", "were"}))
        return past and "\n" not in between and not is_saying(root)

    def _untold(self, draft: Draft) -> When | None:
        """When it was where nothing is said: with the day's news; words and states as of the report's own day, in an
        account of a day long past some time after that day."""
        days = self.today
        if draft.kind is ClaimKind.INCIDENT or days is None or days.earliest is None or days.latest is None:
            return days
        if draft.happening.group == "words" and self._looks_back(days.latest):
            verb = verb_of(self.parse, self.parse.tokens[draft.happening.token])
            modal = verb is not None and any(t.tag == "MD" for t in self.parse.children(verb, "aux"))
            if verb is not None and not modal and not is_present(self.parse, verb):
                return replace(days, latest=date(days.latest.year, 12, 31))
        return self.now if self.now.earliest and (days.latest - days.earliest).days > 1 else days

    def _looks_back(self, day: date) -> bool:
        """True for an account of a day long past, or of a day that only the account itself dates."""
        return self.now.latest is None or (self.now.latest - day).days >= LONG_PAST

    def _is_scene(self, where: Where | None) -> bool:
        """True for a place that later deeds without one may share: no whole country, none abroad."""
        if where is None or where.precision is PlacePrecision.COUNTRY:
            return False
        return self.ground.is_home(where)

    def _connected(self, draft: Draft) -> bool:
        opening = draft.sentence.text[:40].lower()
        return any(opening.startswith(c) for c in data("modality")["connectives"])
