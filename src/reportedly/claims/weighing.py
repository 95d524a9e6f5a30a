"""Weighs what words alone leave open: would a coder record this?

A logistic model over features that can be read aloud. Its weights are packaged in `ontology/weights.yaml`
and were fitted on coded reports by `scripts/fit_weights.py`, which also prints how well it does on reports
that were not fitted. `likeness` and `roles` weigh other questions in the same way.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, log

from ..mentions.triggers import lexicon
from ..model import Parse, PlacePrecision, Token
from ..ontology.load import data
from .drafts import Draft
from .parties import ARMED
from .retellings import VAGUE

Features = dict[str, float]
_CONDITIONS = frozenset({"if", "unless", "until", "whether"})
_CONTENT = frozenset({"xcomp", "ccomp", "advcl", "pcomp", "acl"})  # relations of what is demanded or threatened
_POINTS = (PlacePrecision.SITE, PlacePrecision.TOWN)
# Groups of which a trained reader knows too few examples for its silence to mean what it means elsewhere.
_UNHEARD = frozenset({"street", "other"})


def probability(features: Features, model: str) -> float:
    """The model's probability in (0, 1); features without a weight count nothing."""
    weights: Mapping[str, float] = data("weights")[model]
    total = weights.get("bias", 0.0) + sum(value * weights.get(name, 0.0) for name, value in features.items())
    return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


def logit(chance: float, least: float) -> float:
    """The log-odds of a probability, which is held `least` away from both ends."""
    held = min(max(chance, least), 1 - least)
    return log(held / (1 - held))


def of_claim(draft: Draft, parse: Parse) -> Features:
    """What speaks for and against recording a draft as a claim."""
    happening = draft.happening
    token = parse.tokens[happening.token]
    start, _ = parse.sentences[happening.sentence]
    weak = bool(happening.triggers) and all(m.value.weak for m in happening.triggers)
    found = {
        f"type {draft.type}": 1.0,
        f"group {happening.group}": 1.0,
        f"kind {draft.kind.value}": 1.0,
        f"status {draft.status.value}": 1.0,
        f"relation {token.dep}": 1.0,
        f"tag {token.tag}": 1.0,
        "weak": weak,
        "several triggers": len(happening.triggers) > 1,
        "actor": bool(draft.actors),
        "target": bool(draft.targets),
        "armed actor": any(p.sort in ARMED for p in draft.actors),
        "armed target": any(p.sort in ARMED for p in draft.targets),
        "both sides": bool(draft.actors and draft.targets),
        "harm": bool(draft.harms),
        "figure": any(h.figure.is_told for _, h in draft.harms),
        "own place": draft.own_place,
        "own town": draft.own_place and draft.where is not None and draft.where.precision in _POINTS,
        "own time": draft.own_time,
        "definite": draft.definite,
        "sourced": bool(draft.attribution.links),
        "weapon": bool(draft.weapons),
        "first sentences": happening.sentence < 2,
        "late": happening.sentence > 8,
        "long sentence": len(draft.sentence.text) > 250,
        "opens sentence": happening.token - start < 6,
    }
    if happening.triggers:
        found[f"word {happening.triggers[0].value.lemma}"] = 1.0
    found |= _parties(draft) | _standing(draft, parse, token)
    found |= _wording(draft, parse, token) | _company(draft) | _told(draft)
    if len(parse.sentences) == 1:  # a text of one sentence is there for what its main clause tells
        found |= {
            "lone": 1.0,
            f"lone, {happening.group}": 1.0,
            "lone, weak": weak,
            "lone, main": found.get("main clause", 0.0),
        }
    if weak:
        found[f"weak {draft.type}"] = 1.0
        found[f"weak {draft.type} with actor"] = bool(draft.actors)
    return {name: float(value) for name, value in found.items() if value}


def _parties(draft: Draft) -> dict[str, float]:
    """Who takes part, by type and by group."""
    kind, group, actors = draft.type, draft.happening.group, draft.actors
    return {
        f"{kind}, no actor": not actors,
        f"{kind}, no target": not draft.targets,
        f"{kind}, no place": not draft.own_place,
        f"{group}, civilians act": bool(actors) and all(p.sort in ("civilians", "other") for p in actors),
        f"{group}, nobody and no figure": not (actors or draft.targets or draft.harms),
        f"{group}, known actor": any(p.actor for p in actors),
        f"{group}, known target": any(p.actor for p in draft.targets),
        f"{group}, described actor": bool(actors) and all(p.sort == "other" for p in actors),
    }


def _standing(draft: Draft, parse: Parse, token: Token) -> dict[str, float]:
    """Where the word stands in its sentence, and whether the text has told of it before."""
    group, told = draft.happening.group, _under_words(parse, token)
    above = parse.head(token)
    return {
        f"{group}, {token.dep}": 1.0,
        f"{group}, {'verb' if token.pos == 'VERB' else 'noun'}": 1.0,
        f"under {above.lemma}": token.dep in ("pobj", "dobj", "nsubj", "xcomp", "pcomp", "compound", "amod"),
        "named by words": told,
        "definite, named by words": told and draft.definite,
        "definite and bare": draft.definite and not (draft.harms or draft.own_place or draft.own_time),
    }


def _wording(draft: Draft, parse: Parse, token: Token) -> Features:
    """How the word itself stands: a bare plural is a habit, a perfect a background, an infinitive an aim."""
    group = draft.happening.group
    verb = token if token.pos in ("VERB", "AUX") else next((t for t in parse.ancestors(token) if t.pos == "VERB"), None)
    found: dict[str, float] = {}
    if token.pos not in ("VERB", "AUX"):
        kinds = {c.lower for c in parse.children(token, "det")}
        owner = any(c.pos != "PRON" for c in parse.children(token, "poss"))
        article = (
            "definite" if kinds & {"the", "this", "that"} else "indefinite" if kinds else "owned" if owner else "bare"
        )
        found[f"noun {article} {token.tag}"] = 1.0
        found[f"{group}, noun {article}"] = 1.0
        found["numbered noun"] = bool(parse.children(token, "nummod"))
        if verb is not None:
            found[f"noun of {verb.tag}"] = 1.0
    if verb is not None:
        helpers = {c.lower for c in parse.children(verb, "aux", "auxpass")}
        found["perfect"] = bool(helpers & {"has", "have"})
        found["past perfect"] = "had" in helpers
        found["to do"] = "to" in helpers
        found["going on"] = verb.tag == "VBG" and bool(helpers & {"is", "are", "was", "were"})
        found["passive"] = bool(parse.children(verb, "auxpass"))
        found["negated"] = bool(parse.children(verb, "neg"))
        found[f"{group}, {verb.tag}"] = 1.0
        found["conditional"] = any(c.lower in _CONDITIONS for c in parse.children(verb, "mark"))
        content = _content_of_words(parse, verb)
        found["content of words"] = content
        found[f"{group}, content of words"] = content
        found["one flees"] = draft.type == "displacement" and any(
            c.tag in ("NN", "NNP") or c.lower in ("he", "she") for c in parse.children(verb, "nsubj")
        )
        found["subordinate"] = bool(parse.children(verb, "mark"))
        above = parse.head(verb)
        main = above.i == verb.i or (verb.dep == "ccomp" and above.head == above.i)
        found["main clause"] = main
        found[f"{group}, main {'verb' if verb is token else 'noun'}"] = main
    words = {t.lower for t in parse.within(draft.sentence.start, draft.sentence.end)}
    found["asked"] = "?" in words
    found["first person"] = bool(words & {"we", "i", "our", "us"})
    found["habit"] = bool(words & {"often", "regularly", "frequently", "routinely", "usually", "always"})
    depth = sum(1 for _ in parse.ancestors(token))
    found["deep"] = depth > 4
    return found


def _content_of_words(parse: Parse, verb: Token) -> bool:
    """True for what is only demanded, promised or threatened: "urged them to hold talks"."""
    above = parse.head(verb)
    if above.i == verb.i or verb.tag not in ("VB", "VBG") or verb.dep not in _CONTENT:
        return False
    words = lexicon()
    kinds = words.verbs.get(above.lemma, ()) + words.nouns.get(above.lemma, ())
    return above.lemma in ("call", "want") or any(words.group[kind] == "words" for kind, _ in kinds)


def _told(draft: Draft) -> Features:
    """What a trained reader says of the sentence, as logits held within +-4; nothing without such a reader."""
    if draft.told is None:
        return {}
    told, group = logit(draft.told, 0.018), draft.happening.group
    only = {"only told": float(any(m.found_by != "rules" for m in draft.happening.triggers))}
    if group in _UNHEARD:
        return {f"{group}, told": told, **only}
    harm = {f"{group}, told, harm": told} if draft.harms else {}
    beside = {"told, beside": told} if draft.beside else {}
    return {"told": told, f"{group}, told": told, **only, **harm, **beside}


def _company(draft: Draft) -> Features:
    """What else of the same group the sentence tells, and whether that tells more."""
    beside = draft.beside
    group = draft.happening.group
    # "accused them of supporting": one deed of words with the other in it.
    under = {d.type for d in beside if d.happening.token in draft.above}
    over = {d.type for d in beside if draft.happening.token in d.above}
    return {
        **{f"{draft.type} under {other}": True for other in under},
        **{f"{draft.type} over {other}": True for other in over},
        **{f"{draft.type} beside {d.type}": True for d in beside},
        "alone": not beside,
        f"{group}, alone": not beside,
        "many beside": len(beside) > 1,
        "told beside": bool(not draft.harms and any(d.harms for d in beside)),
        "same type beside": any(d.type == draft.type for d in beside),
        "comes after": any(d.happening.token < draft.happening.token for d in beside),
        "vague beside exact": draft.type in VAGUE and any(d.type not in VAGUE for d in beside),
        "parties beside": not (draft.actors or draft.targets) and any(d.actors or d.targets for d in beside),
    }


def _under_words(parse: Parse, token: Token) -> bool:
    """True for "the attack" in "condemned the attack", "responsibility for the attack"."""
    above = parse.head(token)
    if above.pos == "ADP":
        above = parse.head(above)
    if token.pos == "VERB" or above.i == token.i:
        return False
    words = lexicon()
    kinds = words.verbs.get(above.lemma, ()) + words.nouns.get(above.lemma, ())
    return above.lemma in ("claim", "responsibility") or any(words.group[kind] == "words" for kind, _ in kinds)
