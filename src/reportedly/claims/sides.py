"""Who did it and who suffered it, as the structure of a sentence shows."""

from __future__ import annotations

from ..mentions.arguments import agents, behind, conjuncts, is_passive, patients
from ..model import Attribution, Parse, Party, Token
from .happenings import Happening
from .lexicon import OBSERVERS
from .parties import ARMED, Cast, alone, sharpen, unlikely

TOGETHER = frozenset({"talks", "agreement"})  # deeds of words in which all who meet take part alike
Pair = tuple[tuple[Party, ...], tuple[Party, ...]]  # those who did it, those who suffered it


class Sides:
    """Tells the sides of one report's happenings."""

    def __init__(self, parse: Parse, cast: Cast) -> None:
        self.parse, self.cast = parse, cast

    def of(self, happening: Happening, attribution: Attribution) -> Pair:
        """Those who did it and those who suffered it; of words, those who speak and those whom they speak to."""
        actors, targets = self._by_structure(happening, attribution)
        if happening.group == "street" and not actors:
            actors = self._subjects(happening)
        if happening.group == "words":
            actors, targets = self._speakers(happening, actors, targets, attribution)
        if happening.type in TOGETHER:
            actors, targets = self._met(happening, (*actors, *targets)), ()
        return actors, targets

    def _met(self, happening: Happening, parties: tuple[Party, ...]) -> tuple[Party, ...]:
        """All who take part: with those behind "with" in "signed an accord with X", "X held talks with Y"."""
        parse = self.parse
        tokens = [parse.tokens[m.token] for m in happening.triggers]
        tokens += [parse.head(t) for t in tokens if t.dep == "dobj"]
        words = dict.fromkeys(w for t in tokens for w in (t, *parse.children(t, "dobj")))
        opposite = (c for n in behind(parse, words, ("with", "between")) for c in conjuncts(parse, n))
        found = {p.name: p for p in (*parties, *self.cast.known(opposite))}
        return tuple(found.values())

    def _by_structure(self, happening: Happening, attribution: Attribution) -> Pair:
        parse, cast = self.parse, self.cast
        tokens = [parse.tokens[m.token] for m in happening.triggers]
        did = [a for t in tokens for a in agents(parse, t)]
        suffered = [p for t in tokens for p in patients(parse, t)]
        for _, mention in happening.harms:
            agent = mention.extra.get("agent", -1)
            if agent >= 0:
                did.append(parse.tokens[agent])
        actors = list(cast.known(did))
        losers = [parse.tokens[m.extra["verb"]] for _, m in happening.harms if m.extra.get("frame") == "lost"]
        lost = cast.known(s for verb in losers for s in agents(parse, verb))
        if lost:  # "Turkey lost 62 troops": Turkey's
            return tuple(actors), lost
        actors = actors or list(self._at_the_hands(happening)) or list(self._by_order(tokens))
        targets = list(cast.known(suffered))
        for _, mention in happening.harms:
            party = cast.harmed(mention.value)
            if party is not None and party.name not in {p.name for p in targets}:
                targets.append(party)
        names = {p.name for p in targets}
        if len(actors) > 1:
            actors = [p for p in actors if p.name not in names] or actors[:1]
        if happening.group != "words":
            actors, targets = list(sharpen(actors)), list(sharpen(targets))
        if happening.group == "violence":
            actors = [alone(p) for p in actors if not unlikely(p, happening.type)]
            if happening.type == "bombing":
                targets = [p for p in targets if not unlikely(p, "bombing") or p.sort == "civilians"]
        if happening.type == "armed clash":
            actors, targets = self._of_clash(happening, actors, targets)
        if happening.type == "displacement":
            actors, targets = self._driven_out(tokens, actors, targets)
        if happening.type == "territory gained" and not targets:
            targets = [p for p in self._taken_from(tokens) if p not in actors]
        others = {p.name for p in actors} | {k.name for k in attribution.links if k.role in OBSERVERS}
        return tuple(actors), tuple(p for p in targets if p.name not in others)

    def _driven_out(
        self, tokens: list[Token], actors: list[Party], targets: list[Party]
    ) -> tuple[list[Party], list[Party]]:
        """Those who flee did not do it: they suffered it."""
        fleeing = {p.name for t in tokens if t.pos == "VERB" for p in self.cast.known(agents(self.parse, t))}
        fled = [p for p in actors if p.name in fleeing and p.sort not in ARMED - {"unidentified"}]
        names = {p.name for p in targets}
        kept = [p for p in actors if p not in fled and p.sort != "civilians"]
        return kept, targets + [p for p in fled if p.name not in names]

    def _taken_from(self, tokens: list[Token]) -> tuple[Party, ...]:
        """Who lost it in "took the town from the army"."""
        words = [w for t in tokens for w in (t, *self.parse.children(t, "dobj"))]
        return self.cast.known(behind(self.parse, words, ("from",)))

    def _of_clash(
        self, happening: Happening, actors: list[Party], targets: list[Party]
    ) -> tuple[list[Party], list[Party]]:
        """Both sides of a clash: those harmed in "killed in clashes with X", those around "between ... and"."""
        if actors and targets:
            return actors, targets
        if not actors and len(targets) > 1:
            harmed = {p.name for _, m in happening.harms if (p := self.cast.harmed(m.value))}
            own_side = [p for p in targets if p.name in harmed]
            if own_side and len(own_side) < len(targets):
                return own_side[:1], [p for p in targets if p.name not in harmed]
        pair = self.cast.between(happening.token)
        if len(pair) == 2:
            return [pair[0]], [pair[1]]
        return actors, targets

    def _at_the_hands(self, happening: Happening) -> tuple[Party, ...]:
        """Who did it in "killed at the hands of X"."""
        parse = self.parse
        start, end = parse.sentences[happening.sentence]
        for i in range(start, end - 2):
            if parse.tokens[i].lower == "hands" and parse.tokens[i + 1].lower == "of":
                preps = parse.children(parse.tokens[i], "prep")
                return self.cast.known(n for p in preps for n in parse.children(p, "pobj"))
        return ()

    def _by_order(self, tokens: list[Token]) -> tuple[Party, ...]:
        """Who did it by the order of words alone, where the structure says nothing."""
        for token in tokens:
            if token.pos == "VERB" and token.tag != "VBN" and not is_passive(self.parse, token):
                found = self.cast.before(token)
            elif token.pos in ("NOUN", "PROPN"):
                found = self.cast.modifying(token)
            else:
                found = ()
            if found:
                return found
        return ()

    def _speakers(
        self, happening: Happening, actors: tuple[Party, ...], targets: tuple[Party, ...], attribution: Attribution
    ) -> Pair:
        """Who demands, accuses, denies: the subject, else the one whose words these are."""
        origin = attribution.origin
        modal = all(self.parse.tokens[m.token].tag == "MD" for m in happening.triggers)
        if not modal and (not actors or self._left_open(happening, actors)):
            actors = self._subjects(happening) or actors
        if origin is None or (actors and not modal):
            return (actors, targets) if not modal else ((), ())
        speaker = self.cast.spoken(origin)
        if modal:  # "the world must act, he said": he demands it of the world
            verbs = [self.parse.head(self.parse.tokens[m.token]) for m in happening.triggers]
            targets = self.cast.known(s for v in verbs for s in self.parse.children(v, "nsubj", "nsubjpass"))
        return (speaker,), tuple(p for p in targets if p.name != speaker.name)

    def _left_open(self, happening: Happening, actors: tuple[Party, ...]) -> bool:
        """True where "he" stands for nobody that the report names as a person."""
        heads = {a.lower for m in happening.triggers for a in agents(self.parse, self.parse.tokens[m.token])}
        return bool(heads & {"he", "she"}) and all(p.sort == "civilians" and not p.actor for p in actors)

    def _subjects(self, happening: Happening) -> tuple[Party, ...]:
        """Whoever the sentence says spoke or acted, also where they are in nobody's table: "prosecutors"."""
        heads = [a for m in happening.triggers for a in agents(self.parse, self.parse.tokens[m.token])]
        return tuple(p for h in dict.fromkeys(heads) if (p := self.cast.described(h)) is not None)
