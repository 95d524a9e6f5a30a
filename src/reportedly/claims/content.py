"""Times that belong to what words are about ("blamed for the attack on Sunday", "agreed to meet on Friday"), not to
when they were spoken."""

from __future__ import annotations

from collections.abc import Container, Iterable

from ..model import Mention, Parse, Token

# Clauses that say what is demanded, agreed or threatened, or describe it.
_CLAUSES = frozenset({"ccomp", "xcomp", "pcomp", "acl", "relcl"})
# A time before a noun is the noun's: "the 2003 ceasefire", "Tuesday's attack".
_BEFORE_NOUN = frozenset({"nummod", "compound", "amod", "nmod", "poss"})
# Words of time limits, which are those of what is demanded or agreed: "to withdraw within ten days".
_LIMITS = ("within", "until", "till", "before", "by")


def of_the_words(parse: Parse, token: Token, deeds: Container[int], times: Iterable[Mention]) -> tuple[Mention, ...]:
    """The times that may be those of the words whose predicate is `token`; `deeds` are the tokens of other
    happenings."""
    return tuple(m for m in times if m.token < 0 or not _is_of_content(parse, token, deeds, m))


def _is_of_content(parse: Parse, token: Token, deeds: Container[int], mention: Mention) -> bool:
    if mention.extra["role"] == "until" or mention.span.text.lower().startswith(_LIMITS):
        return True
    first = parse.tokens[mention.token]
    path = [first]
    for above in parse.ancestors(first):
        if above.i == token.i:
            break
        path.append(above)
    else:
        return False
    if any(t.i in deeds for t in path):
        return True
    if token.pos != "VERB" or any(t.dep == "advcl" and t.tag == "VBD" for t in path):
        return False  # "the truce of 1994"; "vowed to fight on when he took office last year"
    if any(t.dep in _CLAUSES for t in path):
        return True
    of_noun = first.dep in _BEFORE_NOUN or "of" in (first.lower, *(t.lower for t in path[1:2]))
    return of_noun and len(path) > 1 and path[-1].lower not in ("in", "at")  # "in a letter of 3 May" is no content
