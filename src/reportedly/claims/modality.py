"""Whether a happening is said to have happened, and the words that weaken it."""

from __future__ import annotations

from ..mentions.arguments import LIGHT
from ..model import Parse, Report, Span, Status, Token
from ..ontology.load import data, word_set

NOBODY = frozenset({"nobody", "no", "none", "no-one", "noone", "neither"})


def status_of(parse: Parse, token: Token, kind: str) -> Status:
    """Denied, threatened, planned or asserted, from negation, modals and the verb above."""
    words = data("modality")
    if kind == "denial":
        return Status.DENIED
    if kind == "threat":
        return Status.THREATENED
    verb = _verb(parse, token)
    if verb is None:
        return Status.PLANNED if _governed(parse, token, words["planning_nouns"]) else Status.ASSERTED
    above = list(parse.ancestors(verb))[:4]
    lemmas = {t.lemma for t in above if t.pos in ("VERB", "NOUN", "ADJ")}
    if kind == "claim of responsibility" and _of_nobody(parse, verb):
        return Status.DENIED
    if _negated(parse, verb) or (lemmas & set(words["denying"]) and _inside(parse, verb, words["denying"])):
        return Status.DENIED
    marks = {t.lower for t in parse.children(verb, "aux")}
    if marks & set(words["modals"]) or (verb.tag == "VB" and _governed(parse, verb, words["intending"])):
        threat = lemmas & set(words["threatening"])
        return Status.THREATENED if threat else Status.PLANNED
    if _governed(parse, token, words["planning_nouns"]):
        return Status.PLANNED
    return Status.ASSERTED


def hedges_of(report: Report, parse: Parse, start: int, end: int) -> tuple[Span, ...]:
    """The words between two offsets that weaken what is said ("reportedly", "suspected")."""
    hedges = word_set("modality", "hedges")
    return tuple(Span.of(report.text, t.start, t.end) for t in parse.within(start, end) if t.lower in hedges)


def _verb(parse: Parse, token: Token) -> Token | None:
    """The verb that says whether it happened: a verb itself; for a noun the verb that carries it out or of
    which it is the subject. "Has not claimed responsibility for the attack" denies no attack."""
    if token.pos in ("VERB", "AUX"):
        return token
    above = parse.head(token)
    if above.pos not in ("VERB", "AUX"):
        return None
    if token.dep in ("nsubj", "nsubjpass") or (token.dep in ("dobj", "attr") and above.lemma in LIGHT):
        return above
    return None


def _negated(parse: Parse, verb: Token) -> bool:
    return any(c.dep == "neg" and c.lower in ("not", "n't", "never", "nt") for c in parse.children(verb))


def _of_nobody(parse: Parse, verb: Token) -> bool:
    """True for "no group has claimed", "nobody said", "no claim was made"."""
    above = [verb, *parse.ancestors(verb)][:3]  # "no group has said it was behind the attack"
    subjects = [s for v in above if v.pos in ("VERB", "AUX") for s in parse.children(v, "nsubj", "nsubjpass")]
    words = {w for s in subjects for w in (s.lower, *(d.lower for d in parse.children(s, "det", "neg")))}
    return bool(words & NOBODY)


def _inside(parse: Parse, verb: Token, lemmas: list[str]) -> bool:
    """True where the verb is the content of one of these verbs, not beside it."""
    above = parse.head(verb)
    # "A accused B, C rejects it": what stands before the verb is not its content.
    return verb.dep in ("ccomp", "xcomp", "pcomp", "dobj") and verb.i > above.i and above.lemma in lemmas


def _governed(parse: Parse, token: Token, lemmas: list[str]) -> bool:
    above = parse.head(token)
    if above.pos == "ADP":
        above = parse.head(above)
    return above.i != token.i and above.lemma in lemmas
