"""Which noun phrase names a source: its own, the one that "who" stands for, or a document's issuer."""

from __future__ import annotations

from .cues import Cue, lemma_of
from .layout import NOMINAL, Layout
from .naming import Named, Namer
from .nominals import phrase_after, phrase_left, phrase_right
from .speakers import Range


def name_of(layout: Layout, namer: Namer, cue: Cue) -> Named | None:
    """Whom the source of a cue names; None for a cue without a source, or where nobody is found."""
    if cue.source is None:
        return None
    source, speaker = cue.source, cue.speaker
    word = layout.lower[speaker]
    if word in ("who", "which", "that") and layout.tokens[speaker].pos in ("PRON", "DET", "SCONJ"):
        noun = _antecedent(layout, cue)
        if noun is None:
            return None
        source, speaker = (phrase_left(layout, noun), noun + 1), noun
    issuer = _issuer(layout, source, speaker)
    if issuer:
        source, speaker = issuer
    return namer.name(source, speaker)


def _antecedent(layout: Layout, cue: Cue) -> int | None:
    """The noun that "who" or "which" stands for."""
    token = layout.tokens[cue.head]
    while token.dep != "relcl" and token.head != token.i:
        up = layout.tokens[token.head]
        if up.i < cue.speaker:
            break
        token = up
    if token.dep == "relcl" and layout.tokens[token.head].pos in NOMINAL and token.head < cue.speaker:
        noun = layout.tokens[token.head]
        beside = noun.dep == "appos" and any(t.lower in ("a", "an") for t in layout.parse.children(noun, "det"))
        return noun.head if beside else noun.i  # "the mayor, a Communist, who": the mayor
    before = cue.speaker - 1
    while before > cue.speaker - 3 and before >= 0 and layout.tokens[before].pos not in NOMINAL:
        before -= 1
    return before if before >= 0 and layout.tokens[before].pos in NOMINAL else None


def _issuer(layout: Layout, source: Range, speaker: int) -> tuple[Range, int] | None:
    """Who stands behind a document: "videos posted by activists", "a statement by the ministry"."""
    word = layout.lower[speaker]
    if not layout.lex.has("documents", word.removesuffix("s")) and not layout.lex.has("given", word):
        return None
    verb = layout.parse.head(layout.tokens[speaker])
    at = verb
    while at.dep == "conj" and not layout.parse.children(at, "nsubj") and at.head != at.i:
        at = layout.parse.head(at)  # "They were angry and issued a statement denying it"
    subjects = layout.parse.children(at, "nsubj", "nsubjpass")
    if layout.tokens[speaker].dep == "dobj" and verb.i < speaker and subjects and subjects[0].i < verb.i:
        subject = subjects[0].i
        if layout.lex.has("issuing", lemma_of(verb)) or layout.lower[verb.i + 1] == "out":
            return (phrase_left(layout, subject), phrase_right(layout, subject, verb.i)), subject
    _, end = layout.sentence_range(speaker)
    for k in range(speaker + 1, min(end, speaker + 10)):
        if layout.lower[k] in ("by", "from"):
            if layout.lex.has("viewed", layout.lower[k - 1]):
                return None  # "a draft seen by the paper" is not the paper's
            found = phrase_after(layout, k + 1)
            return ((found[0], found[1]), found[2]) if found else None
        if layout.tokens[k].tag == "VBG":
            return None  # "videos documenting crimes by rebels" are not the rebels'
        if layout.tokens[k].tag[:2] not in ("VB", "RB", "NN", "IN", "DT", "JJ") and layout.lower[k] not in (
            "online",
            "and",
        ):
            return None
    return None
