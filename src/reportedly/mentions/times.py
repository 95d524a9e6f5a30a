"""Finds the words of a report that tell a time, and the days they mean."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from datetime import date
from functools import cache

from ..model import Mention, MentionKind, Parse, Report, Span, Token, When
from ..ontology.load import data
from .time_anchor import anchor_date, dateline, dateline_date, default_when, is_day_first
from .time_calendar import UNKNOWN, Days
from .time_grammar import Join, find_atoms, join_atoms
from .time_resolve import Scene, resolve, resolve_join
from .time_words import Word, read_words

__all__ = ["anchor_date", "dateline_date", "default_when", "find_times", "resolve_for"]

# How surely a phrase dates a happening, by kind: "now", "recently" and parts of a day say little.
_SCORES = {"now": 0.4, "recent": 0.5, "daypart": 0.5, "clock": 0.5, "duration": 0.7, "year": 0.9}
# Such phrases are no time for the anaphora after them ("the same day").
_NO_ANTECEDENT = {"now", "recent", "duration", "stretch", "daypart", "clock"}


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(data("times")[name])


def find_times(report: Report, parse: Parse) -> tuple[Mention, ...]:
    """Every phrase of time in a report, in text order, each with the days it means.

    The value is a `When`; `extra["role"]` is point, since, until, duration or dateline;
    `extra["tense"]` that of the verb it belongs to, or "" where there is none; `extra["verb"]`
    that verb's token. "Since the war began in March" is two mentions, the second inside the first.
    A phrase whose days cannot be told has open ends and the basis "relative".
    """
    words, codes = read_words(report.text)
    joins = join_atoms(words, codes, find_atoms(words, codes))
    head = dateline(report)
    published = report.published.date() if report.published else None
    scene = Scene(head[0] if head else published, day_first=is_day_first(report))
    context = None if scene.anchor else _latest_day_told(joins, scene)
    found: list[Mention] = []
    for join in joins:
        span = _span(report.text, words, join)
        if head and head[1] and head[1].overlaps(span):
            found.append(_mention(head[1], Days(head[0], head[0]), "dateline", "stated"))
            head = (head[0], None)
            continue
        for phrase in (join, *_inside(join)):
            mention = _read(phrase, words, report.text, parse, scene, context)
            if mention is None:
                continue
            found.append(mention)
            if _is_antecedent(phrase, mention):
                scene = replace(scene, previous=Days(mention.value.earliest, mention.value.latest))
    return tuple(found)


def _inside(join: Join) -> tuple[Join, ...]:
    """The time inside "since the uprising began in March": it dates the beginning, not what followed."""
    atom = join.ends[0] if join.ends else None
    if join.name != "since" or atom is None or atom.start - join.start <= 3:
        return ()
    return (Join("point", atom.start, atom.end, (atom,), {}, (atom,)),)


def _is_antecedent(join: Join, mention: Mention) -> bool:
    """Whether "the same day" after this phrase means its day."""
    known = mention.extra["role"] == "point" and mention.value.basis != "relative"
    return known and not _NO_ANTECEDENT & {a.name for a in join.atoms}


def _read(
    join: Join, words: tuple[Word, ...], text: str, parse: Parse, scene: Scene, context: date | None
) -> Mention | None:
    """The mention of one phrase, or None where it only looks like a time."""
    span = _span(text, words, join)
    token = _head_token(parse, span)
    if _is_no_time(join, words, token, parse):
        return None
    verb = _verb(parse, token)
    tense = _tense(parse, verb)
    basis = "stated"
    if scene.anchor is None and context and _needs_year_alone(join):
        scene, basis = replace(scene, anchor=context), "context"
    elif tense == "future":
        scene = replace(scene, future=True)
    days, role = resolve_join(join, scene)
    scores = [_SCORES.get(a.name, 1.0) for a in join.atoms]
    extra = {"role": role, "tense": tense, "verb": verb.i if verb else -1}
    mention = _mention(span, days, role, "stated" if days.year_told else basis)
    return replace(mention, token=token.i if token else -1, score=max(scores, default=1.0), extra=extra)


def _mention(span: Span, days: Days, role: str, basis: str) -> Mention:
    when = When(days.earliest, days.latest, span, basis if days.is_known else "relative")
    return Mention(MentionKind.TIME, span, when, extra={"role": role, "tense": "", "verb": -1})


def _span(text: str, words: tuple[Word, ...], join: Join) -> Span:
    end = join.end
    while end > join.start + 1 and words[end - 1].values.keys() & {"dot", "comma"}:
        end -= 1
    return Span.of(text, words[join.start].start, words[end - 1].end)


def _needs_year_alone(join: Join) -> bool:
    return all(atom.name in ("day", "month") and "rel" not in atom.parts for atom in join.ends)


def _latest_day_told(joins: tuple[Join, ...], scene: Scene) -> date | None:
    """The latest full date in the text: what a report without a publication date offers for a year."""
    told = [resolve(a, scene) for j in joins for a in j.ends if a.name in ("day", "numeric", "military")]
    return max((d.latest for d in told if d.year_told and d.latest), default=None)


# -- what only looks like a time -----------------------------------------------------------------


def _is_no_time(join: Join, words: tuple[Word, ...], token: Token | None, parse: Parse) -> bool:
    first = join.atoms[0] if join.atoms else None
    if first is None:
        return True
    before = words[join.start - 1] if join.start else None
    after = words[join.end] if join.end < len(words) else None
    led = bool(words[join.start].values.keys() & {"on", "in", "since", "from", "until", "during", "by", "at", "between"})
    if first.name == "day" and "y" not in first.parts and not led and after:
        # "17 November" and "March 14" are groups before "organisation", "forces" and the like.
        if after.text.lower() in _words("organisations"):
            return True
    if first.name in ("weekday", "month", "day") and before and not led:
        return before.text.lower() in _words("names_before")
    if first.name == "year" and token is not None:
        figure = parse.at(words[first.end - 1].start)
        return figure is not None and figure.dep == "nummod" and parse.head(figure).tag in ("NNS", "NNPS")
    if first.name == "duration":
        return bool(after and "age" in after.values)
    return first.name == "clock" and join.name != "daypart" and len(join.atoms) == 1 and not led


def _head_token(parse: Parse, span: Span) -> Token | None:
    inside = parse.within(span.start, span.end)
    if not inside:
        return None
    low, high = inside[0].i, inside[-1].i
    return next((t for t in inside if t.head == t.i or not low <= t.head <= high), inside[0])


def _verb(parse: Parse, token: Token | None) -> Token | None:
    """The verb of the clause to which the phrase belongs."""
    if token is None:
        return None
    if token.pos in ("VERB", "AUX"):
        return token
    return next((t for t in parse.ancestors(token) if t.pos in ("VERB", "AUX")), None)


def _tense(parse: Parse, verb: Token | None) -> str:
    if verb is None:
        return ""
    below = parse.children(verb, "aux", "auxpass")
    if any(t.lower in _words("future") for t in below):
        return "future"
    if any(t.lower == "to" for t in below) and verb.dep in ("xcomp", "acl", "advcl", "relcl"):
        return "future" if parse.head(verb).lemma in _words("future_verbs") else _tense(parse, parse.head(verb))
    if verb.tag in ("VBD", "VBN") or any(t.tag in ("VBD", "VBN") for t in below):
        return "past"
    return "present"


# -- which time governs a predicate --------------------------------------------------------------


def resolve_for(times: tuple[Mention, ...], span: Span, parse: Parse, token: int = -1) -> When | None:
    """The time that governs what a span tells, or None where its sentence names none.

    `token` is the predicate's token, by default the head of the span. A time of the predicate's
    own clause comes before one of a clause above or below it, and that before any other of the
    sentence; points come before durations, and times that could not be resolved come last.
    """
    predicate = parse.tokens[token] if 0 <= token < len(parse.tokens) else _head_token(parse, span)
    if predicate is None:
        return None
    k = parse.sentence_of(predicate.i)
    if k >= len(parse.sentences):
        return None
    first, last = parse.sentences[k]
    low = min(parse.tokens[first].start, span.start)
    high = max(parse.tokens[last - 1].end, span.end)
    begin = bisect_right(times, low, key=lambda m: m.span.end)
    best: tuple[tuple[int, ...], When] | None = None
    chain = _chain(parse, predicate)
    for mention in times[begin:]:
        if mention.span.start >= high:
            break
        if mention.extra.get("role") == "dateline":
            continue
        rank = _rank(mention, predicate, chain, parse)
        if best is None or rank < best[0]:
            best = rank, mention.value
    return best[1] if best else None


def _chain(parse: Parse, predicate: Token) -> list[int]:
    """The predicate and the tokens above it, nearest first."""
    return [predicate.i, *(t.i for t in parse.ancestors(predicate))]


def _rank(mention: Mention, predicate: Token, chain: list[int], parse: Parse) -> tuple[int, ...]:
    """How far a time is from a predicate: in the tree first, in the text last; the smaller, the better."""
    verb = mention.extra.get("verb", -1)
    below = [mention.token, *(t.i for t in parse.ancestors(parse.tokens[mention.token]))] if mention.token >= 0 else []
    if predicate.i in below:
        clause = 0 if verb == predicate.i or predicate.pos not in ("VERB", "AUX") else 1
    elif verb in chain:
        clause = 2 + min(chain.index(verb), 20)
    else:
        clause = 30
    unresolved = int(mention.value.basis == "relative")
    vague = {"point": 0, "duration": 1}.get(mention.extra.get("role", ""), 1) + int(mention.score < 0.6)
    distance = abs(mention.token - predicate.i)
    return unresolved, min(vague, 1) * 25 + clause, distance
