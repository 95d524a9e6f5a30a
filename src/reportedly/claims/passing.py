"""Drafts of what a sentence only names in passing: they tell of nothing that is not told elsewhere.

"Urged the rebels to allow visits" records a demand, not an agreement nor talks; "said during a visit" records neither.
"""

from __future__ import annotations

from ..model import Parse, Token
from ..ontology.load import data, word_set
from .drafts import Draft

# Relations by which a verb or noun is part of what other words are about.
_CONTENT = frozenset({"xcomp", "ccomp", "pcomp", "advcl", "acl", "prep", "agent", "conj", "dobj"})
_DEPTH = 12  # words looked at on the way up


def is_passing(draft: Draft, parse: Parse) -> bool:
    """True where the draft's word names, in passing, what no coder records as a happening of its own."""
    token = parse.tokens[draft.happening.token]
    if draft.happening.group == "words":
        if token.dep == "amod" and token.tag == "VBN":  # "the alleged attack"
            return True
        return _is_content(draft, parse, token) or _is_named(draft, parse, token)
    if draft.type == "arrest":  # "sentenced to life imprisonment"
        return token.pos == "NOUN" and any(d.type == "trial" and d.happening.token in draft.above for d in draft.beside)
    if draft.type == "territory gained":
        return _is_attempt(parse, token)
    # "a burnt-out car", "a looted shop": how things look, unless they are counted
    return draft.type == "property destruction" and token.dep == "amod" and not draft.harms


def _is_attempt(parse: Parse, token: Token) -> bool:
    """True for "fought to take", "a bid to retake", "unable to hold": the town was not taken by it."""
    above = parse.head(token)
    return (
        token.tag == "VB" and token.dep in ("xcomp", "acl", "ccomp") and above.lemma in data("modality")["attempting"]
    )


def _is_content(draft: Draft, parse: Parse, token: Token) -> bool:
    """True for an infinitive or gerund that says what other words of the sentence are about: "accused them of
    supporting", "refused to discuss". Words that are only asked for, denied or laid to others were not spoken."""
    if draft.type == "sanction":
        return False  # what one agrees or refuses to impose is the sanction itself
    if token.tag not in ("VB", "VBG") or any(c.tag == "MD" for c in parse.children(token, "aux")):
        return False
    if _is_aim(parse, token):
        return True
    if token.tag == "VBG" and token.dep == "advcl":
        return False  # "condemned the raid, calling for calm": spoken besides
    words = {d.happening.token for d in draft.beside}
    below = token
    for above in _up(parse, token):
        if below.dep not in _CONTENT or (below.dep == "conj" and above.tag != below.tag):
            return False
        if above.i in words and below.dep != "conj":
            return True
        below = above
    return False


def _is_aim(parse: Parse, token: Token) -> bool:
    """True for "went there to negotiate": an aim, of which nobody says that it was reached."""
    aim = token.dep == "advcl" or (token.dep == "xcomp" and parse.head(token).lemma in word_set("modality", "moving"))
    return token.tag == "VB" and aim and any(c.lower == "to" for c in parse.children(token, "aux"))


def _up(parse: Parse, token: Token) -> list[Token]:
    found = []
    for above in parse.ancestors(token):
        found.append(above)
        if len(found) == _DEPTH:
            break
    return found


def _is_named(draft: Draft, parse: Parse, token: Token) -> bool:
    """True for talks, treaties and allegations that are the occasion or the object of something else."""
    if token.pos not in ("NOUN", "PROPN"):
        return False
    above = parse.head(token)
    if draft.type == "talks":  # "during a visit", "told a news conference", "ruled out any dialogue"
        occasion = token.dep == "pobj" and above.lower in data("modality")["occasions"]
        return token.dep == "dobj" or (occasion and not _is_told_of(parse, token))
    if draft.type == "agreement":  # "violated the truce"
        return token.dep == "dobj" and draft.definite
    if draft.type == "support":  # "its Syrian ally handed over", "and its allies": who they are, not what they do
        told = token.dep in ("attr", "appos", "acomp", "oprd") or bool(parse.children(token, "prep"))
        return token.lemma in ("ally", "supporter", "backer") and not told
    if draft.type == "accusation":  # "denied allegations", "investigating claims"
        made = above.lemma in data("modality")["raising"]
        return token.lemma in ("accusation", "allegation") and token.dep == "dobj" and not made
    return False


def _is_told_of(parse: Parse, token: Token) -> bool:
    """True where the sentence goes on to say what the occasion was: "a meeting between them", "that was held"."""
    between = any(c.lower == "between" for c in parse.children(token, "prep"))
    return between or bool(parse.children(token, "relcl", "acl"))
