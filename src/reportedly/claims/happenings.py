"""Gathers what one sentence says happened: triggers and harms that belong together.

"Mortar fire killed two people and wounded five" is one happening with two harms; "rebels seized the
town and shelled the airport" is two. The structure of the sentence decides; where it is silent, the
nearest trigger takes the harm.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..mentions.triggers import Trigger, lexicon
from ..model import Harm, Harmed, Mention, Outcome, Parse, Token

# What a harm says happened where no trigger says more.
TYPE_OF_OUTCOME = {
    Outcome.ABDUCTED: "abduction",
    Outcome.CAPTURED: "arrest",
    Outcome.DISPLACED: "displacement",
}
# What a trigger adds nothing to where the harm has the same verb.
_NO_MORE = frozenset({"territory gained", "deployment", "withdrawal"})
# Losses of life and limb, and those who bear arms: their dead, wounded and captured are one toll.
_BODILY = frozenset({Outcome.KILLED, Outcome.WOUNDED})
_FIGHTING = frozenset({Harmed.ARMED_GROUP, Harmed.STATE_FORCE})
_DEEDS = frozenset({"violence", "custody", "control"})
# Relations across which one happening does not reach: another clause tells of another thing.
BORDERS = frozenset({"ccomp", "conj", "advcl", "parataxis", "csubj"})


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that a sentence says happened: its triggers (best first) and its harms."""

    sentence: int
    type: str
    group: str
    triggers: tuple[Mention, ...]
    harms: tuple[tuple[int, Mention], ...]  # with their index among the report's harms

    @property
    def token(self) -> int:
        """The word that stands for the happening in the sentence's structure."""
        if self.triggers:
            return self.triggers[0].token
        mention = self.harms[0][1]
        verb = mention.extra.get("verb", -1)
        return verb if verb >= 0 else mention.token

    @property
    def tokens(self) -> tuple[int, ...]:
        """Every word that stands for it."""
        verbs = [m.extra.get("verb", -1) for _, m in self.harms]
        found = {m.token for m in self.triggers} | {v for v in verbs if v >= 0} | {m.token for _, m in self.harms}
        return tuple(sorted(t for t in found if t >= 0))


def gather(parse: Parse, triggers: tuple[Mention, ...], harms: tuple[Mention, ...]) -> tuple[Happening, ...]:
    """The happenings of a report in text order, each within one sentence."""
    by_sentence: dict[int, tuple[list[Mention], list[tuple[int, Mention]]]] = {}
    for mention in triggers:
        by_sentence.setdefault(parse.sentence_of(mention.token), ([], []))[0].append(mention)
    for k, mention in enumerate(harms):
        token = mention.token if mention.token >= 0 else _token_at(parse, mention)
        by_sentence.setdefault(parse.sentence_of(token), ([], []))[1].append((k, mention))
    found: list[Happening] = []
    for k in sorted(by_sentence):
        found += _of_sentence(parse, k, *by_sentence[k])
    return tuple(found)


def _token_at(parse: Parse, mention: Mention) -> int:
    token = parse.at(mention.span.start)
    return token.i if token else 0


def _of_sentence(parse: Parse, k: int, triggers: list[Mention], harms: list[tuple[int, Mention]]) -> list[Happening]:
    verbs = {m.extra.get("verb", -1) for _, m in harms}
    lists = _listed(parse, harms)
    listed = {verb_of(m) for i, m in harms if i in lists}
    triggers = [t for t in triggers if t.token not in listed and (t.token not in verbs or _says_how(t.value))]
    clusters = _cluster(parse, triggers)
    held: dict[int, list[tuple[int, Mention]]] = {}
    loose: dict[str, list[tuple[int, Mention]]] = {}
    for item in harms:
        first = lists.get(item[0], item)
        at = _nearest(parse, first[1], clusters)
        harm: Harm = first[1].value
        if at is None:
            kind = TYPE_OF_OUTCOME.get(harm.outcome, "casualties")
            if _is_booty(harm):
                kind = "other"  # seized goods are no arrest
            loose.setdefault(kind, []).append(item)
        else:
            held.setdefault(at, []).append(item)
    found = [_happening(k, cluster, held.get(n, [])) for n, cluster in enumerate(clusters)]
    group = lexicon().group
    found += [Happening(k, kind, group[kind], (), tuple(items)) for kind, items in loose.items()]
    return sorted(found, key=lambda h: h.token)


def _listed(parse: Parse, harms: list[tuple[int, Mention]]) -> dict[int, tuple[int, Mention]]:
    """Losses that go on a list of others, by index, each with one of those: "40 rebels were killed and six captured",
    "the war killed 9,000 and displaced a million", "arrested two men and seized a rifle" tell of one happening."""
    hit = [item for item in harms if item[1].value.outcome in _BODILY]
    found = {}
    for k, mention in harms:
        harm: Harm = mention.value
        if _is_booty(harm):
            beside = [i for i in harms if i[1].value.party is not Harmed.EQUIPMENT]
        elif harm.outcome in (Outcome.CAPTURED, Outcome.ABDUCTED):
            beside = [i for i in hit if i[1].value.party is harm.party and harm.party in _FIGHTING]
        elif harm.outcome is Outcome.DISPLACED and parse.tokens[verb_of(mention)].lemma != "flee":
            beside = hit  # who flees does something more; who is driven out is one more loss
        else:
            continue
        joined = next((i for i in beside if _coordinated(parse, verb_of(mention), verb_of(i[1]))), None)
        if joined is not None:
            found[k] = joined
    return found


def _is_booty(harm: Harm) -> bool:
    return harm.outcome is Outcome.CAPTURED and harm.party is Harmed.EQUIPMENT


def verb_of(harm: Mention) -> int:
    """The predicate that tells the harm, else its noun."""
    verb: int = harm.extra.get("verb", -1)
    return verb if verb >= 0 else harm.token


def _coordinated(parse: Parse, a: int, b: int) -> bool:
    """True for verbs that "and" joins, and for one that stands twice."""
    return a >= 0 and b >= 0 and _first_of(parse, a) == _first_of(parse, b)


def _first_of(parse: Parse, i: int) -> int:
    token = parse.tokens[i]
    while token.dep == "conj" and token.head != token.i:
        token = parse.tokens[token.head]
    return token.i


def _says_how(trigger: Trigger) -> bool:
    """False for a verb that is itself the harm and says nothing of how it happened ("killed", "left
    for"); true for "stabbed"."""
    if trigger.type in _NO_MORE:
        return False
    return trigger.type != "attack" or not (trigger.weak or trigger.lemma == "kill")


def _happening(k: int, cluster: list[Mention], harms: list[tuple[int, Mention]]) -> Happening:
    rank = lexicon().rank
    best = sorted(cluster, key=lambda m: (-rank[m.value.type], m.value.weak, m.span.start))
    trigger: Trigger = best[0].value
    return Happening(k, trigger.type, trigger.group, tuple(best), tuple(harms))


def _cluster(parse: Parse, triggers: list[Mention]) -> list[list[Mention]]:
    """Triggers of one group that stand in one clause, or one inside the other, go together."""
    clusters: list[list[Mention]] = []
    for mention in triggers:
        home = next((c for c in clusters if any(_together(parse, mention, other) for other in c)), None)
        if home is None:
            clusters.append([mention])
        else:
            home.append(mention)
    return clusters


def _together(parse: Parse, a: Mention, b: Mention) -> bool:
    if a.value.group != b.value.group or a.value.group not in ("violence", "street"):
        return a.value.group == b.value.group and a.value.type == b.value.type and _one_clause(parse, a, b)
    return _one_clause(parse, a, b)


def _one_clause(parse: Parse, a: Mention, b: Mention) -> bool:
    return _clause(parse, parse.tokens[a.token]) == _clause(parse, parse.tokens[b.token])


def _clause(parse: Parse, token: Token) -> int:
    """The index of the word that heads the clause of `token`."""
    while token.head != token.i:
        if token.dep in BORDERS and token.pos in ("VERB", "AUX"):
            break
        token = parse.tokens[token.head]
    return token.i


def _nearest(parse: Parse, harm: Mention, clusters: list[list[Mention]]) -> int | None:
    """The cluster that did the harm: of the fitting group, bound by structure, else close by."""
    value: Harm = harm.value
    verb = harm.extra.get("verb", -1)
    if _is_booty(value):  # of a deed that the same subject did
        deeds = (n for n, c in enumerate(clusters) if c[0].value.group in _DEEDS)
        return next((n for n in deeds if any(_coordinated(parse, verb_of(harm), m.token) for m in clusters[n])), None)
    at = parse.tokens[verb if verb >= 0 else max(harm.token, 0)]
    wanted = {
        Outcome.ABDUCTED: ("custody",),
        Outcome.CAPTURED: ("custody", "violence", "control"),
        Outcome.DISPLACED: ("control",),
        Outcome.MISSING: ("violence", "custody"),
    }.get(value.outcome, ("violence",))
    best: tuple[int, int] | None = None
    above = {t.i for t in parse.ancestors(at)} | {at.i}
    clause = _clause(parse, at)
    for n, cluster in enumerate(clusters):
        if cluster[0].value.group not in wanted or cluster[0].value.type == "release":
            continue  # those released get no toll: the sentence also tells how they were taken
        if value.outcome is Outcome.DISPLACED and cluster[0].value.type not in ("displacement", "evacuation"):
            continue
        for mention in cluster:
            token = parse.tokens[mention.token]
            bound = token.i in above or at.i in {t.i for t in parse.ancestors(token)}
            same = _clause(parse, token) == clause
            distance = abs(token.i - at.i) + (0 if bound else 15) + (0 if same else 10)
            if best is None or distance < best[0]:
                best = (distance, n)
    return None if best is None or best[0] > 60 else best[1]
