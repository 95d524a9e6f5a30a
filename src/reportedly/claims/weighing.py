"""Weighs two questions that words alone leave open: would a coder record this, and is it told again?

Both are logistic models over features that can be read aloud. Their weights are packaged in
`ontology/weights.yaml` and were fitted on coded reports by `scripts/fit_weights.py`, which also prints
how well they do on reports that were not fitted.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, log

from ..mentions.triggers import lexicon
from ..model import Parse, PlacePrecision, Token
from ..ontology.load import data
from .drafts import Draft
from .parties import ARMED
from .retellings import VAGUE, metres, places_agree, times_agree

Features = dict[str, float]
_CONDITIONS = frozenset({"if", "unless", "until", "whether"})
_CONTENT = frozenset({"xcomp", "ccomp", "advcl", "pcomp", "acl"})  # relations of what is demanded or threatened
_POINTS = (PlacePrecision.SITE, PlacePrecision.TOWN)
# Groups of which a trained reader knows too few examples for its silence to mean what it means elsewhere.
_UNHEARD = frozenset({"street", "other"})
# What says something else of two happenings of one sentence than of two that stand apart.
_BY_DISTANCE = ("same type", "one vague", "definite", "other type", "same place", "same trigger", "no place of its own")


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
    return {
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


def of_retelling(
    draft: Draft, earlier: Draft, gap: int, earlier_lemmas: frozenset[str], lemmas: frozenset[str]
) -> Features:
    """What speaks for and against `draft` telling of the same happening as `earlier`, `gap` sentences before."""
    figures, told = draft.figures, earlier.figures
    actors, before = {p.name for p in draft.actors}, {p.name for p in earlier.actors}
    targets, hit = {p.name for p in draft.targets}, {p.name for p in earlier.targets}
    origin, other = draft.attribution.origin, earlier.attribution.origin
    same_words = {m.value.lemma for m in draft.happening.triggers} & {m.value.lemma for m in earlier.happening.triggers}
    union = lemmas | earlier_lemmas
    found = {
        "same type": draft.type == earlier.type,
        "one vague": (draft.type in VAGUE) != (earlier.type in VAGUE),
        "both vague": draft.type in VAGUE and earlier.type in VAGUE,
        "other type": draft.type != earlier.type and not {draft.type, earlier.type} & VAGUE,
        "other kind": draft.kind is not earlier.kind,
        "other status": draft.status is not earlier.status,
        f"group {draft.happening.group}": True,
        f"kind {draft.kind.value}": True,
        "shared figure": bool(figures & told),
        "other figure": bool(figures and told and not figures & told),
        "shared actor": bool(actors & before),
        "other actor": bool(actors and before and not actors & before),
        "shared target": bool(targets & hit),
        "other target": bool(targets and hit and not targets & hit),
        "same trigger": bool(same_words),
        "same sentence": gap == 0,
        "next sentence": gap == 1,
        "near": 1 < gap < 4,
        "far": gap > 7,
        "definite": draft.definite,
        "definite, same type": draft.definite and draft.type == earlier.type,
        "connected": draft.connected,
        "sides reversed": bool(actors & hit or targets & before),
        "harm only": not draft.happening.triggers,
        "earlier in title": earlier.happening.sentence == 0,
        "both sourced alike": origin is not None and other is not None and origin.name == other.name,
        "sourced unlike": origin is not None and other is not None and origin.name != other.name,
        "likeness": len(lemmas & earlier_lemmas) / len(union) if union else 0.0,
        **_circumstances(draft, earlier),
        **(_within(draft, earlier) if gap == 0 else {}),
    }
    near = "same sentence" if gap == 0 else "close" if gap < 4 else "apart"
    for name in _BY_DISTANCE:
        found[f"{near}, {name}"] = found[name]
    found[f"{near}, shared parties"] = found["shared actor"] and found["shared target"]
    found[f"{near}, no parties"] = not (actors or targets) or not (before or hit)
    found[f"{near}, likeness"] = found["likeness"]
    return {name: float(value) for name, value in found.items() if value}


def _within(draft: Draft, earlier: Draft) -> dict[str, bool]:
    """How two happenings of one sentence hang together."""
    word, other = draft.happening.token, earlier.happening.token
    governed = word in earlier.above or other in draft.above
    return {
        "one governs the other": governed,
        "siblings": not governed and bool(draft.above & earlier.above),
        "unrelated": not governed and not draft.above & earlier.above,
        "only one has harms": bool(draft.harms) != bool(earlier.harms),
        "both have harms": bool(draft.harms) and bool(earlier.harms),
        "close by": abs(word - other) < 6,
    }


def _circumstances(draft: Draft, earlier: Draft) -> dict[str, bool]:
    both = draft.own_place and earlier.own_place
    agree = places_agree(draft, earlier)
    same = both and draft.where is not None and earlier.where is not None and draft.where.name == earlier.where.name
    times = draft.own_time and earlier.own_time
    near = (
        both and draft.where is not None and earlier.where is not None and metres(draft.where, earlier.where) < 30_000
    )
    return {
        "same place": same,
        "near place": near and not same,
        "compatible place": both and agree and not near and not same,
        "other place": both and not agree and not near,
        "no place of its own": not draft.own_place,
        "same time": times and times_agree(draft, earlier) and draft.when == earlier.when,
        "compatible time": times and times_agree(draft, earlier) and draft.when != earlier.when,
        "other time": times and not times_agree(draft, earlier),
        "no time of its own": not draft.own_time,
    }


def content_lemmas(draft: Draft, parse: Parse) -> frozenset[str]:
    """The content words of the draft's sentence."""
    tokens = parse.sentence(draft.happening.sentence)
    return frozenset(t.lemma for t in tokens if t.is_content)
