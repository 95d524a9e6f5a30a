"""When the war began, from which a total of all its losses counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ..model import Mention, Parse, Span, Token, When
from ..ontology.load import data, word_set
from .circumstances import carried
from .happenings import Happening

MONTH = 31  # days


def beginning(parse: Parse, times: Iterable[Mention], of_war: bool = False) -> When | None:
    """The time of the first "began", "broke out" among the verbs that times date; `of_war`: only where a war did."""
    begins, wars = word_set("times", "outbreak"), word_set("times", "wars")
    for mention in times:
        verb = parse.tokens[mention.extra["verb"]] if mention.extra["verb"] >= 0 else None
        if verb is None or mention.value.earliest is None:
            continue
        if of_war and mention.extra["role"] == "since" and _lasts(parse, verb):
            return mention.value
        if verb.lemma not in begins:
            continue
        subjects = parse.children(verb, "nsubj", "nsubjpass")
        if verb.dep == "relcl":  # "the war, which began in 2011"
            subjects = (*subjects, parse.head(verb))
        if not of_war or any(t.lemma in wars for t in subjects):
            return mention.value
    return None


def _lasts(parse: Parse, verb: Token) -> bool:
    """True for the verb of "has been gripped by war since 2011", "a conflict has raged since then"."""
    perfect = any(t.lower in ("has", "have") for t in parse.children(verb, "aux"))
    around = parse.children(verb, "nsubj", "dobj", "agent", "prep") if perfect else ()
    named = (t for a in around for t in (a, *parse.children(a, "pobj")))
    return any(t.lemma in data("times")["wars"] for t in named)


def since_outbreak(
    parse: Parse,
    sentence: Span,
    times: Iterable[Mention],
    begun: Iterable[Mention],
    told: When | None,
    harmed: bool,
    today: When | None,
) -> When | None:
    """The time of a total that names none for itself: from the beginning up to the report's own day.

    The beginning is what a "since" of the sentence says (`times`: its times), or what it says to have begun (`begun`:
    the times of its verbs); else, for losses of "the war" or "the conflict" as a whole, what the report tells elsewhere
    (`told`), which then dates without words of its own.
    """
    since: When | None = next((m.value for m in times if m.extra["role"] == "since" and m.value.earliest), None)
    if since is not None:
        return since
    start = beginning(parse, begun)
    if start is None and told is not None and harmed and _of_the_war(parse, sentence):
        start = carried(told)
    now = today.latest if today else None
    if start is None or start.earliest is None or now is None or start.earliest >= now:
        return None
    return replace(start, latest=now)


def until_now(parse: Parse, when: When, happening: Happening, today: When | None) -> When:
    """A total "has been" counted from the time told up to the report's own day."""
    if today is None or today.latest is None or when.earliest is None or when.latest is None:
        return when
    verbs = {happening.token, *(m.extra.get("verb", -1) for _, m in happening.harms)} - {-1}
    helpers = (c.lower for k in verbs for c in parse.children(parse.tokens[k], "aux"))
    if not {"have", "has"}.isdisjoint(helpers) and (today.latest - when.latest).days > MONTH:
        return replace(when, latest=today.latest)
    return when


def _of_the_war(parse: Parse, sentence: Span) -> bool:
    """True where the sentence speaks of one war, not of wars or days of it, nor of a "war monitor"."""
    wars = word_set("times", "wars")
    words = parse.within(sentence.start, sentence.end)
    return any(t.lemma in wars and t.tag in ("NN", "NNP") and t.dep != "compound" for t in words)
