"""How close to a sentence's main clause a word stands: what that clause tells is what the sentence is there for."""

from __future__ import annotations

from itertools import islice

from ..mentions.time_govern import is_saying
from ..model import Parse, Token
from ..ontology.load import data

_DEEP = 20  # words up the tree that are looked at
_CLAUSE = 5  # what a clause below the main one counts, in words
_CLAUSES = frozenset({"advcl", "relcl", "acl", "ccomp", "csubj", "parataxis", "appos"})


def steps(parse: Parse, token: Token) -> int:
    """How far the token stands below its sentence's main verb, which is 0 itself.

    The verb of what somebody says is a main verb too: "police said that two men were held".
    """
    if token.dep == "aux":  # "the two sides must agree": said of the verb
        token = parse.head(token)
    far = 0
    for word in (token, *islice(parse.ancestors(token), _DEEP)):
        if is_main(parse, word):
            break
        far += _CLAUSE if word.dep in _CLAUSES else 1
    return far


def is_main(parse: Parse, word: Token) -> bool:
    """True for the head of the sentence, for that of the words which it only reports, and for what it only begins."""
    for _ in range(_DEEP):
        above = parse.head(word)
        if above.i == word.i:
            return True
        reported = word.dep in ("ccomp", "parataxis") and is_saying(above)
        begun = word.dep == "xcomp" and above.lemma in data("modality")["beginning"]  # "decided to allow"
        if not (reported or begun):
            return False
        word = above
    return False
