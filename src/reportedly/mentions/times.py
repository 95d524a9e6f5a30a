"""Finds the words of a report that tell a time, and the days they mean."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

from ..model import Mention, MentionKind, Parse, Report, Span, Token, When
from ..ontology.load import word_set
from .time_account import year_of_account
from .time_anchor import anchor_date, dateline, dateline_date, day_of_news, default_when, is_day_first
from .time_calendar import Days
from .time_dates import REMEMBERED, Scene
from .time_govern import compares, is_saying, resolve_for, verb_of
from .time_grammar import Atom, Join, find_atoms, join_atoms
from .time_resolve import resolve_join
from .time_words import Word, read_words
from .triggers import lexicon

__all__ = ["anchor_date", "dateline_date", "day_of_news", "default_when", "find_times", "resolve_for"]

# How surely a phrase dates a happening, by kind: "now", "recently" and parts of a day say little.
_SCORES = {"now": 0.4, "recent": 0.5, "daypart": 0.5, "clock": 0.5, "duration": 0.7, "year": 0.9}
# Words that open a phrase of time and so show that it is one.
_LEADS = {"on", "in", "since", "from", "until", "during", "by", "at", "between"}
# Words before a figure that make it a year whatever follows.
_BEFORE_YEAR = {"in", "since", "until", "from", "between", "during", "of", "to", "and", "by", "before", "after", "dash"}
# Such phrases are no time for the anaphora after them ("the same day").
_NO_ANTECEDENT = {"now", "recent", "duration", "stretch", "daypart", "clock", "nth", "then"}


def find_times(report: Report, parse: Parse) -> tuple[Mention, ...]:
    """Every phrase of time in a report, in text order, each with the days it means.

    The value is a `When`; a phrase whose days cannot be told has open ends and the basis
    "relative". In `extra`: `role` is point, since, until, duration, compared ("the first attack since
    March") or dateline; `verb` the token of
    the verb that the phrase belongs to (-1 where there is none), `tense` that verb's tense, and
    `said` whether it only says that somebody said so. "Since the war began in March" is two
    mentions, the second inside the first, whose span is its `inside`; `clause` is the verb of what
    began then (-1 where there is none).
    """
    words, codes = read_words(report.text)
    joins = join_atoms(words, codes, find_atoms(words, codes))
    head = dateline(report)
    published = report.published.date() if report.published else None
    scene = Scene(head[0] if head else published, day_first=is_day_first(report))
    context = year_of_account(joins, words, scene)
    found: list[Mention] = []
    for join in joins:
        span = _span(report.text, words, join)
        if head and head[1] and head[1].overlaps(span):
            found.append(_mention(head[1], Days(head[0], head[0]), "dateline", "stated"))
            head = (head[0], None)
            continue
        clause = _clause(join, words, parse)
        for phrase in (join, *_inside(join, clause)):
            mention = _read(phrase, words, report.text, parse, scene, context)
            if mention is None:
                continue
            outer = span if phrase is not join else None
            found.append(replace(mention, extra={**mention.extra, "inside": outer, "clause": clause}))
            if outer is None and _is_antecedent(phrase, mention):
                told = Days(mention.value.earliest, mention.value.latest)
                scene = replace(scene, told=(*scene.told[1 - REMEMBERED :], told))
    return tuple(found)


def _inside(join: Join, clause: int) -> tuple[Join, ...]:
    """The time inside "since the uprising began in March" and "since March, when it began": it dates the
    beginning, not what followed."""
    atom = join.ends[0] if join.ends else None
    if join.name not in ("since", "until") or atom is None or "d2" in atom.parts:
        return ()
    if clause < 0 and (join.name == "until" or atom.start - join.start <= 3):
        return ()
    return (Join("point", atom.start, atom.end, (atom,), {}, (atom,)),)


def _clause(join: Join, words: tuple[Word, ...], parse: Parse) -> int:
    """The verb of the clause that tells what began or ended then ("since March, when it fell"), or -1."""
    if join.name not in ("since", "until"):
        return -1
    after = next((w for w in words[join.end : join.end + 2] if "comma" not in w.values), None)
    if after and after.text.lower() == "when":
        token = parse.at(after.start)
        return parse.head(token).i if token and parse.head(token).pos in ("VERB", "AUX") else -1
    token = parse.at(words[join.start].start)
    if token and token.dep == "mark":
        return token.head
    # "Since a fight there in March left ten dead", read as two sentences by the parser.
    token = parse.at(words[join.end].start) if join.end < len(words) else None
    return token.i if token and token.tag == "VBD" and join.end - join.start > 3 else -1


def _is_antecedent(join: Join, mention: Mention) -> bool:
    """Whether "the same day" after this phrase means its day."""
    known = mention.extra["role"] == "point" and mention.value.basis != "relative"
    return known and any(a.name not in _NO_ANTECEDENT for a in join.atoms)


def _read(
    join: Join, words: tuple[Word, ...], text: str, parse: Parse, scene: Scene, context: date | None
) -> Mention | None:
    """The mention of one phrase, or None where it only looks like a time."""
    span = _span(text, words, join)
    token = parse.head_of(span.start, span.end)
    if _is_no_time(join, words, token, parse):
        return None
    verb = verb_of(parse, token)
    tense = _tense(parse, verb)
    basis = "stated"
    if context and _needs_year_alone(join):
        scene, basis = replace(scene, anchor=context, soon=0), "context"
    elif tense == "future":
        scene = replace(scene, future=True)
    days, role = resolve_join(join, scene)
    if role in ("since", "duration") and compares(parse, parse.at(span.start)):
        role = "compared"
    scores = [_score(a) for a in join.atoms]
    extra = {"role": role, "tense": tense, "verb": verb.i if verb else -1, "said": is_saying(verb)}
    mention = _mention(span, days, role, "stated" if days.year_told else basis)
    return replace(mention, token=token.i if token else -1, score=max(scores, default=1.0), extra=extra)


def _score(atom: Atom) -> float:
    if atom.name == "duration" and "n" not in atom.parts:
        return 0.5  # "for months"
    if atom.name == "duration" and atom.parts["u"]["unit"] in ("minute", "hour"):
        return 0.4  # "in eleven minutes"
    return _SCORES.get(atom.name, 1.0)


def _mention(span: Span, days: Days, role: str, basis: str) -> Mention:
    when = When(days.earliest, days.latest, span, basis if days.is_known else "relative")
    return Mention(
        MentionKind.TIME,
        span,
        when,
        extra={"role": role, "tense": "", "verb": -1, "said": False, "inside": None, "clause": -1},
    )


def _span(text: str, words: tuple[Word, ...], join: Join) -> Span:
    end = join.end
    while end > join.start + 1 and words[end - 1].values.keys() & {"dot", "comma"}:
        end -= 1
    return Span.of(text, words[join.start].start, words[end - 1].end)


def _needs_year_alone(join: Join) -> bool:
    """Whether a phrase is of days or months and names no year."""
    names = {a.name for a in join.ends}
    return names <= {"day", "month"} and not any({"rel", "y", "yy", "dy"} & a.parts.keys() for a in join.ends)


# -- what only looks like a time -----------------------------------------------------------------


def _is_no_time(join: Join, words: tuple[Word, ...], token: Token | None, parse: Parse) -> bool:
    first = join.atoms[0] if join.atoms else None
    if first is None:
        return True
    before = words[join.start - 1] if join.start else None
    after = words[join.end] if join.end < len(words) else None
    led = bool(words[join.start].values.keys() & _LEADS)
    following = after.text.lower() if after else ""
    # "17 November" and "March 14" are groups before "organisation", "forces" and the like.
    if first.name == "day" and "y" not in first.parts and not led and following in word_set("times", "organisations"):
        return True
    if first.name in ("weekday", "month", "day") and before and not led:
        return before.text.lower() in word_set("times", "names_before")
    if first.name == "year" and token is not None:
        return _is_count(join, words, parse)
    if first.name == "unit" and first.parts["u"]["unit"] == "minute":
        return True  # "at the last minute"
    if first.name == "duration":
        war = first.parts.get("war", after)
        if war and "conflict" in war.values and war.is_capitalised:
            return True  # "the Six Day War"
        return bool(after and "age" in after.values)
    return first.name == "clock" and join.name != "daypart" and len(join.atoms) == 1 and not led


def _is_count(join: Join, words: tuple[Word, ...], parse: Parse) -> bool:
    """Whether a figure that looks like a year counts something: "2000 people", but not "the 2012 attacks"."""
    first = join.atoms[0]
    figure = parse.at(words[first.end - 1].start)
    if figure is None:
        return False
    noun = parse.head(figure)
    before = figure.dep in ("nummod", "compound", "amod", "nmod") and noun.i > figure.i
    led = words[first.start - 1].values.keys() & _BEFORE_YEAR if first.start else ()
    if not led and len(first.parts) == len(join.atoms) == 1:
        return not before or noun.lemma.lower() not in _dated()
    return figure.dep == "nummod" and noun.tag in ("NNS", "NNPS")


@cache
def _dated() -> frozenset[str]:
    """The nouns that a year alone may stand before: happenings."""
    return frozenset(lexicon().nouns) | word_set("times", "dated")


def _tense(parse: Parse, verb: Token | None) -> str:
    if verb is None:
        return ""
    below = parse.children(verb, "aux", "auxpass")
    if any(t.lower in word_set("times", "future") for t in below):
        return "future"
    if any(t.lower == "to" for t in below) and verb.dep in ("xcomp", "acl", "advcl", "relcl"):
        above = parse.head(verb)
        # "was set to open", but not "was set up to count the victims of the October bombing"
        if above.lemma in word_set("times", "future_verbs") and not parse.children(above, "prt"):
            return "future"
        below, verb = parse.children(above, "aux", "auxpass"), above
    if verb.tag in ("VBD", "VBN") or any(t.tag in ("VBD", "VBN") for t in below):
        return "past"
    return "present"
