"""Who did it and who suffered it, as the sentence's structure tells: the arguments of a trigger.

Works on verbs (active, passive, participles without a subject of their own, light verbs) and on
nouns ("an attack by X on Y", "Israeli raids", "clashes between X and Y"). All functions take and
give tokens of one `Parse` and never look beyond its sentence.
"""

from __future__ import annotations

from collections.abc import Container, Iterable

from ..model import Parse, Token
from ..ontology.load import word_set
from .harm_words import grammar

SUBJECT = ("nsubj", "csubj")
PASSIVE = ("nsubjpass",)
LIGHT = word_set("sorts", "arguments", "light")
DRIVEN = word_set("sorts", "arguments", "driven")
THROWN = word_set("sorts", "arguments", "thrown")
COLLECTIVE = word_set("sorts", "arguments", "collective")
HELD = word_set("sorts", "arguments", "strongholds")
# Prepositions behind which the one stands at whom words as deeds are aimed: "support for", "a threat to".
TOWARDS = frozenset({"for", "to"})
# Prepositions behind which the one who suffers a violent noun or verb stands.
AGAINST = frozenset({"on", "against", "at", "upon", "targeting", "towards", "toward", "of"})
# Prepositions behind which the one stands at whom something is fired, thrown or dropped.
AIMED = frozenset({"against", "at", "into", "on", "onto", "toward", "towards"})


def is_passive(parse: Parse, verb: Token) -> bool:
    """True for "was attacked" and for a bare participle behind its noun ("those attacked by")."""
    if parse.children(verb, "nsubjpass", "auxpass"):
        return True
    return verb.tag == "VBN" and verb.dep in ("acl", "relcl", "amod") and not parse.children(verb, "aux")


def conjuncts(parse: Parse, token: Token) -> tuple[Token, ...]:
    """The token and those joined to it by "and", in text order."""
    found, todo = [token], [token]
    while todo:
        for child in parse.children(todo.pop(), "conj"):
            found.append(child)
            todo.append(child)
    return tuple(sorted(found, key=lambda t: t.i))


def agents(parse: Parse, trigger: Token) -> tuple[Token, ...]:
    """The heads of the noun phrases of those who did it; () where the sentence does not say."""
    if trigger.pos in ("VERB", "AUX"):
        return tuple(c for t in _verb_agent(parse, trigger) for c in conjuncts(parse, t))
    sides = _between(parse, trigger)
    if sides:
        return sides[:1]
    return tuple(c for t in _noun_agent(parse, trigger) for c in conjuncts(parse, t))


def patients(parse: Parse, trigger: Token) -> tuple[Token, ...]:
    """The heads of the noun phrases of those who suffered it; () where the sentence does not say."""
    if trigger.pos in ("VERB", "AUX"):
        return tuple(c for t in _verb_patient(parse, trigger) for c in conjuncts(parse, t))
    sides = _between(parse, trigger)
    if sides:
        return sides[1:]
    return tuple(c for t in _noun_patient(parse, trigger) for c in conjuncts(parse, t))


def behind(parse: Parse, words: Iterable[Token], prepositions: Container[str]) -> list[Token]:
    """The nouns behind these prepositions of the words: "the base" of "fired on the base"."""
    found = (p for w in words for p in parse.children(w, "prep") if p.lower in prepositions)
    return [n for p in found for n in parse.children(p, "pobj")]


def _between(parse: Parse, noun: Token) -> tuple[Token, ...]:
    """The two sides of "clashes between X and Y"."""
    return tuple(c for n in _under(parse, noun, frozenset({"between"})) for c in conjuncts(parse, n))


def _by(parse: Parse, token: Token) -> list[Token]:
    """The noun behind "by", whether the parser calls it an agent or a preposition."""
    marks = [c for c in parse.children(token, "agent", "prep") if c.lower == "by"]
    return [n for mark in marks for n in parse.children(mark, "pobj")]


def _preps(parse: Parse, noun: Token) -> list[Token]:
    """The prepositions of a noun; also those that the parser hung on "a series of" before it or on the verb
    of which it is the subject ("fighting erupted between")."""
    found = list(parse.children(noun, "prep", "agent"))
    # "An attack by rebels on the base": the parser hangs "on" under the rebels.
    found += [
        c for by in found if by.lower == "by" for n in parse.children(by, "pobj") for c in parse.children(n, "prep")
    ]
    above = parse.head(noun)
    if noun.dep == "pobj" and above.lower == "of" and parse.head(above).lemma in COLLECTIVE:
        found += [c for c in parse.children(parse.head(above), "prep", "agent") if c.i > noun.i]
    if noun.dep in ("nsubj", "nsubjpass") and above.pos in ("VERB", "AUX"):
        found += [c for c in parse.children(above, "prep", "agent") if c.lower in ("between", "with", "by")]
    return found


def _under(parse: Parse, noun: Token, words: frozenset[str]) -> list[Token]:
    return [n for c in _preps(parse, noun) if c.lower in words for n in parse.children(c, "pobj")]


def _relative(parse: Parse, subject: Token, verb: Token) -> Token:
    """The noun that "who", "which", "that" stand for."""
    if subject.tag in ("WDT", "WP", "WP$") and verb.dep == "relcl":
        return parse.head(verb)
    return subject


def _verb_agent(parse: Parse, verb: Token, depth: int = 0) -> list[Token]:
    if is_passive(parse, verb):
        return _by(parse, verb)
    subjects = [_relative(parse, s, verb) for s in parse.children(verb, *SUBJECT)]
    if subjects or depth > 4 or verb.head == verb.i:
        return subjects
    above = parse.head(verb)
    if verb.dep in ("conj", "xcomp", "advcl", "ccomp", "pcomp", "aux", "dep") and above.pos in ("VERB", "AUX"):
        if is_passive(parse, above) and verb.dep != "conj":
            return _by(parse, above)  # "were hit by jets, killing five": the jets killed
        return _verb_agent(parse, above, depth + 1)
    if verb.dep in ("acl", "relcl") and verb.tag == "VBG":
        return [above]
    if verb.dep == "pcomp":  # "accused of killing": the one accused
        return _verb_agent(parse, parse.head(above), depth + 1) if above.head != above.i else []
    return []


def _verb_patient(parse: Parse, verb: Token, depth: int = 0) -> list[Token]:
    if is_passive(parse, verb):
        subjects = [_relative(parse, s, verb) for s in parse.children(verb, "nsubjpass", "nsubj")]
        if subjects:
            return subjects
        if verb.dep in ("acl", "relcl", "amod"):
            return [parse.head(verb)]
        if verb.dep == "conj" and depth < 4:
            return _verb_patient(parse, parse.head(verb), depth + 1)
        return []
    if verb.lemma == "blame":  # "blame the deaths on X"
        blamed = behind(parse, (verb, *parse.children(verb, "dobj")), ("on",))
        if blamed:
            return blamed
    objects = list(parse.children(verb, "dobj", "dative"))
    if verb.lemma in DRIVEN:  # "drove a van into pedestrians", "ploughed through the crowd"
        run_down = behind(parse, (verb, *objects), ("into", "through", "at", "towards"))
        if run_down:
            return run_down
    fired = verb.lemma in THROWN or any(o.lemma == "fire" for o in objects)
    if objects and fired:  # "fired rockets at the suburb", "dropped bombs on the school", "opened fire on a bus"
        hit = [n for n in behind(parse, (verb, *objects), AIMED) if n.lower not in grammar("weekdays")]
        if hit:
            return hit
    if objects and verb.lemma in LIGHT:  # "carried out an attack on the airport"
        found = [n for o in objects for n in _under(parse, o, AGAINST | TOWARDS)]
        if found:
            return found
    if objects:
        return [o for o in objects if o.tag not in ("WDT", "WP")] or [parse.head(verb)]
    return behind(parse, (verb,), AGAINST - {"of"})


def _noun_agent(parse: Parse, noun: Token) -> list[Token]:
    found = _under(parse, noun, frozenset({"by", "of"}) if noun.lemma in HELD else frozenset({"by"}))
    if found:
        return found
    if noun.dep == "appos":  # "Iran, a strong backer of the government"
        return [parse.head(noun)]
    carrier = _carrier(parse, noun)
    if carrier is not None and (noun.dep in ("nsubjpass", "attr") or carrier.lemma in LIGHT):
        if noun.dep in ("nsubjpass",) or is_passive(parse, carrier):
            return _by(parse, carrier)
        found = [s for s in _verb_agent(parse, carrier) if s.i != noun.i]
        if found:
            return found
    return [c for c in parse.children(noun, "poss", "amod", "compound", "nmod") if c.pos in ("PROPN", "ADJ", "NOUN")]


def _noun_patient(parse: Parse, noun: Token) -> list[Token]:
    opposite = _under(parse, noun, frozenset({"with"}))
    if opposite:
        return opposite[:1]
    against = AGAINST - {"of"} if noun.lemma in HELD else AGAINST | TOWARDS
    found = _under(parse, noun, against)
    if found:
        return found
    carrier = _carrier(parse, noun)
    if carrier is None:
        return []
    if noun.dep == "nsubj" and not is_passive(parse, carrier):  # "the blast hit the market"
        return list(parse.children(carrier, "dobj"))
    return behind(parse, (carrier,), AGAINST - {"of"})


def _carrier(parse: Parse, noun: Token) -> Token | None:
    """The verb that the noun is subject or object of."""
    above = parse.head(noun)
    if noun.dep in ("dobj", "nsubj", "nsubjpass", "attr", "conj") and above.pos in ("VERB", "AUX"):
        return above
    if noun.dep == "pobj":  # "killed in air strikes", "came under attack", "died after shelling"
        verb = parse.head(above)
        return verb if verb.pos in ("VERB", "AUX") and above.lower in ("under", "in", "with") else None
    return None
