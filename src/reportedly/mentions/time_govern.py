"""Which time governs a predicate: that of its own clause first, never one of a clause about something else."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container
from itertools import islice, takewhile

from ..model import Mention, Parse, Span, Token, When
from ..ontology.load import data, word_set

# The cost of each step in the tree from a time up to the predicate, by relation; at FAR the time
# belongs to another happening ("the town, which fell in 2012, was bombed").
FAR = 40
_CROSSING = {"relcl": FAR, "acl": 10, "advcl": 15, "ccomp": 5, "conj": 10, "parataxis": 10, "appos": 20}
# A time before a noun dates the noun: "a June 3 poll".
_BEFORE_NOUN = {"compound": 20, "nummod": 20, "nmod": 20, "amod": 20, "poss": 4}
# "Said on Thursday" dates the saying; it dates the happening only where nothing else does.
_SAYING = 12
# No farther up the tree, and no farther along a sentence (in code points), is a time looked for.
_DEPTH, _REACH = 40, 1500
_ELSEWHERE = 30
_OUTSIDE_SPAN = 6
_STRETCH, _VAGUE = 3, 25
_DATES_NOTHING = 0.45
# Roles of times that date no happening.
_UNDATED = frozenset({"dateline", "compared"})


def compares(parse: Parse, token: Token | None) -> bool:
    """True for a time, by its first token, that only says how long there was no such thing: "the deadliest attack in
    the city since March", "for the third time in a week"."""
    before = parse.tokens[token.i - 1] if token and token.i else None
    if before is None or before.pos not in ("NOUN", "PROPN", "ADJ"):
        return False
    phrase = takewhile(lambda t: t.pos not in ("VERB", "AUX"), (before, *parse.ancestors(before)))
    return any(_is_ranked(parse, t) for above in phrase for t in (above, *parse.children(above, "amod")))


def _is_ranked(parse: Parse, word: Token) -> bool:
    """True for "deadliest", "most serious", "third"; not for "most of them"."""
    if word.tag == "JJS":
        return word.lower not in ("most", "least")
    return word.lower in data("times")["words"]["rank"] or any(t.tag == "RBS" for t in parse.children(word, "advmod"))


def is_saying(verb: Token | None) -> bool:
    """True where a verb only says that somebody said something."""
    return verb is not None and verb.lemma in word_set("times", "reporting")


def verb_of(parse: Parse, token: Token | None) -> Token | None:
    """The verb of the clause that a token belongs to, or None where there is none."""
    if token is None:
        return None
    if token.pos in ("VERB", "AUX"):
        return token
    above = islice(parse.ancestors(token), _DEPTH)
    return next((t for t in above if t.pos in ("VERB", "AUX")), None)


def _past_before(parse: Parse, predicate: Token) -> int:
    """The verb that one in the present goes on from ("was founded in 2013 and now holds the town"), whose past time
    does not date it; -2 where there is none."""
    verb = verb_of(parse, predicate)
    return verb.head if verb is not None and verb.dep == "conj" and is_present(parse, verb) else -2


def _is_point(mention: Mention) -> bool:
    return mention.extra.get("role") == "point"


def is_present(parse: Parse, verb: Token) -> bool:
    """True for a verb in the present, simple or progressive."""
    finite = [t for t in (verb, *parse.children(verb, "aux", "auxpass")) if t.tag in ("VBZ", "VBP", "VBD", "MD")]
    perfect = verb.tag == "VBN" and any(t.lemma == "have" for t in finite)
    return bool(finite) and not perfect and all(t.tag in ("VBZ", "VBP") for t in finite)


def resolve_for(
    times: tuple[Mention, ...], span: Span, parse: Parse, token: int = -1, said: bool = True
) -> When | None:
    """The time that governs what a span tells, or None where its sentence names none for it.

    `token` is the predicate's token, by default the head of the span. A time of the predicate's
    own clause comes first, then one of the clauses around it; "said on Thursday" gives way to
    any other, and is not taken at all where not `said`; nor is a time inside a relative clause
    about something else, nor "now" and "still", which date nothing.
    """
    predicate = parse.tokens[token] if 0 <= token < len(parse.tokens) else parse.head_of(span.start, span.end)
    if predicate is None:
        return None
    first, last = parse.sentence_range(predicate.i)
    low = max(min(parse.tokens[first].start, span.start), predicate.start - _REACH)
    high = min(max(parse.tokens[last - 1].end, span.end), predicate.start + _REACH)
    best: tuple[tuple[int, ...], When] | None = None
    # A time inside another follows it and ends no later: the order by end holds but for those.
    begin = max(0, bisect_right(times, low, key=lambda m: m.span.start) - 1)
    lasting = _past_before(parse, predicate)
    chain = {t.i: k for k, t in enumerate((predicate, *islice(parse.ancestors(predicate), _DEPTH)))}
    for k in range(begin, len(times)):
        mention = times[k]
        if mention.span.start >= high:
            break
        if mention.span.end <= low or mention.extra.get("role") in _UNDATED or mention.token < 0:
            continue
        if mention.extra.get("verb") == lasting and mention.extra.get("tense") == "past" and _is_point(mention):
            continue
        cost = _cost(mention, predicate, chain, span, parse, said)
        rank = (int(mention.value.basis == "relative"), cost, abs(mention.token - predicate.i))
        if cost < FAR and (best is None or rank < best[0]):
            best = rank, mention.value
    return best[1] if best else None


def _cost(mention: Mention, predicate: Token, chain: dict[int, int], span: Span, parse: Parse, said: bool) -> int:
    """How far a time is from a predicate; the smaller, the surer that it dates it."""
    begins = tells_beginning(mention, predicate, chain)
    if mention.score < _DATES_NOTHING or (mention.extra.get("inside") is not None and not begins):
        return FAR
    if begins and mention.extra.get("role") in ("since", "until"):
        return FAR  # the verb of "since the war began" is dated by the time inside
    cost = 0 if span.overlaps(mention.span) else _OUTSIDE_SPAN
    cost += _STRETCH if mention.extra.get("role") == "duration" else 0
    cost += _VAGUE if mention.score < 0.6 else 0
    return cost + _path(mention, predicate, chain, parse, said)


def tells_beginning(mention: Mention, predicate: Token, above: Container[int]) -> bool:
    """True for what a time counts from ("since the war began in March", "since March, when it began").

    `above` holds the predicate's token and those that govern it.
    """
    outer = mention.extra.get("inside") or mention.span
    return outer.start <= predicate.start < outer.end or mention.extra.get("clause", -1) in above


def _tells_of_it(verb: Token, parse: Parse) -> bool:
    """True for the verb of "the shells which fell on Friday", "the raid carried out on Friday": the deed's own."""
    if verb.dep == "acl":
        return verb.tag == "VBN"
    subjects = parse.children(verb, "nsubj", "nsubjpass")
    before = any(t.lower == "had" for t in parse.children(verb, "aux"))  # it put an end to what was before it
    return verb.dep == "relcl" and not before and any(t.lower in ("which", "that") for t in subjects)


def _path(mention: Mention, predicate: Token, chain: dict[int, int], parse: Parse, said: bool) -> int:
    token = parse.tokens[mention.token]
    cost = _BEFORE_NOUN.get(token.dep, 0)
    at = token
    for above in (token, *islice(parse.ancestors(token), _DEPTH)):
        at = above
        if above.i in chain:
            break
        if above.head == predicate.i and predicate.pos == "NOUN" and _tells_of_it(above, parse):
            continue
        if above.i != token.i or above.pos == "VERB":
            cost += _CROSSING.get(above.dep, 0)
            # "The girls abducted two years ago were freed": a reduced relative clause.
            cost += FAR if above.dep == "acl" and above.tag in ("VBN", "VBD") else 0
    if at.i not in chain:
        return _ELSEWHERE
    if at.i == predicate.i:
        return cost
    if is_saying(at):
        return cost + (_SAYING if said else FAR)
    return cost + 1 + min(chain[at.i], 8)
