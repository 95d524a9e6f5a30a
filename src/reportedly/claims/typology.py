"""Which type of event a draft tells of: that of its word, made closer by weapons, by what flies and by who fought."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from ..mentions.arguments import agents, behind
from ..mentions.captives import TAKING
from ..mentions.triggers import lexicon
from ..model import ClaimKind, Harm, Harmed, Mention, Outcome, Parse, Party
from ..ontology.load import data, word_set
from .happenings import Happening
from .parties import ARMED

_LAWLESS = frozenset({"rebel group", "militia", "terrorist group", "unidentified"})

_OPEN = frozenset({"attack", "armed clash"})  # types that do not say by which means


class Types:
    """Tells the types of one report's happenings."""

    def __init__(self, parse: Parse) -> None:
        self._parse = parse
        signs = word_set("event_types", "air strike", "signs")
        self._airborne = any(t.lemma in signs or t.lower in signs for t in parse.tokens)
        self._implied = {family: entry.get("implies") for family, entry in data("weapons").items()}

    def of(
        self,
        happening: Happening,
        kind: ClaimKind,
        weapons: tuple[Mention, ...],
        actors: tuple[Party, ...],
        targets: tuple[Party, ...],
    ) -> str:
        """The trigger's type, made more specific by weapon and actor where the trigger says little."""
        held = happening.type
        taken = all(m.value.lemma in TAKING for m in happening.triggers)  # not said how
        abducted = any(m.value.outcome is Outcome.ABDUCTED for _, m in happening.harms)
        lawless = bool(actors) and all(p.sort in _LAWLESS for p in actors)
        if held == "arrest" and taken and (lawless or abducted):
            return "abduction"
        if held == "displacement" and _marches(happening, actors + targets):
            return "deployment"
        if happening.group != "violence":
            return held
        if held == "air strike" and not self._airborne and all(m.value.weak for m in happening.triggers):
            held = "attack"  # "a raid", where nothing flies
        if held == "bombing" and self._from_the_air(happening):
            return "air strike"
        if kind is ClaimKind.TALLY and held in _OPEN:
            return "casualties" if happening.harms else held
        implied = {k for m in weapons if (k := self._implied.get(m.value))}
        if any("air force" in p.name.lower() for p in actors) or self._by_air_force(happening):
            implied.add("air strike")
        if held in ("attack", "casualties", "shelling", "armed clash") and "air strike" in implied:
            return "air strike"
        if held in ("attack", "casualties") and len(implied) == 1:
            held = max(implied | {held}, key=lambda k: lexicon().rank.get(k, 0))
        if held == "attack" and _may_fight(actors, targets) and not happening.harms:
            return "armed clash"
        return held

    def _by_air_force(self, happening: Happening) -> bool:
        """True for "the president's air force pounded": the party is whose it is, the deed that of its planes."""
        doers = (a for m in happening.triggers for a in agents(self._parse, self._parse.tokens[m.token]))
        return any(t.lemma == "force" and t.i > 0 and self._parse.tokens[t.i - 1].lower == "air" for t in doers)

    def _from_the_air(self, happening: Happening) -> bool:
        """True for "planes dropped bombs", "the bombs from the aircraft": what flies brought them, not bore them."""
        parse, carriers = self._parse, word_set("event_types", "air strike", "carriers")
        words = [parse.tokens[m.token] for m in happening.triggers]
        above = [
            t for w in words if w.dep in ("dobj", "nsubjpass", "pobj", "conj") for t in islice(parse.ancestors(w), 3)
        ]
        verbs = [t for t in (*words, *above) if t.pos == "VERB"]
        flies = [a for v in verbs for a in agents(parse, v)]
        flies += behind(parse, (*words, *above), ("from",))
        return any(v.lemma == "drop" for v in verbs) or any(t.lemma in carriers for t in flies)


def beyond_property(type_: str, harms: Iterable[Harm]) -> str:
    """Burning and looting in which people were hurt is an attack: of 47 such that coders recorded, all but one."""
    hurt = (h for h in harms if h.outcome in (Outcome.KILLED, Outcome.WOUNDED) and h.party is not Harmed.EQUIPMENT)
    return "attack" if type_ == "property destruction" and any(h.figure.high != 0 for h in hurt) else type_


def by_doer(
    kind: ClaimKind, type_: str, happening: Happening, actors: tuple[Party, ...], targets: tuple[Party, ...]
) -> str:
    """Losses that somebody inflicted are more than losses: a fight where both sides bear arms, else an attack; and
    those of "clashes" or "attacks" are theirs, over however long a time.

    Of 170 such drafts that coders recorded 14 were losses alone, 31 of 81 between armed sides a fight, and of the
    others an attack or a closer kind of one the most.
    """
    if type_ != "casualties":
        return type_
    if happening.triggers:
        return happening.type if happening.type in _OPEN and not _says_little(happening) else type_
    if kind is not ClaimKind.INCIDENT and all(m.extra.get("agent", -1) < 0 for _, m in happening.harms):
        return type_  # the dead of a year or a war, of whom nobody in particular killed all
    if not any(p.sort in ARMED for p in actors):
        return type_
    return "armed clash" if targets and all(p.sort in ARMED for p in targets) else "attack"


def _says_little(happening: Happening) -> bool:
    """True for "violence", or of a side that "has been fighting", but not for "clashes" or "attacks"."""
    vague = data("event_types")["casualties"]["vague"]
    return all((m.value.verbal and m.value.weak) or m.value.lemma in vague for m in happening.triggers)


def _marches(happening: Happening, movers: tuple[Party, ...]) -> bool:
    """True for soldiers that cross a border: they are sent where others flee."""
    return (
        any(m.value.lemma == "cross" for m in happening.triggers)
        and bool(movers)
        and all(p.sort in ARMED for p in movers)
    )


def _may_fight(actors: tuple[Party, ...], targets: tuple[Party, ...]) -> bool:
    return any(p.sort in ARMED for p in actors) and any(p.sort in ARMED for p in targets)
