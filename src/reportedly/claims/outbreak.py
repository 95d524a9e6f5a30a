"""When the war began, from which a total of all its losses counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ..model import Mention, Parse, Span, When
from ..ontology.load import word_set
from .circumstances import carried


def beginning(parse: Parse, times: Iterable[Mention], of_war: bool = False) -> When | None:
    """The time of the first "began", "broke out" among the verbs that times date; `of_war`: only where a war did."""
    begins, wars = word_set("times", "outbreak"), word_set("times", "wars")
    for mention in times:
        verb = parse.tokens[mention.extra["verb"]] if mention.extra["verb"] >= 0 else None
        if verb is None or verb.lemma not in begins or mention.value.earliest is None:
            continue
        subjects = parse.children(verb, "nsubj", "nsubjpass")
        if verb.dep == "relcl":  # "the war, which began in 2011"
            subjects = (*subjects, parse.head(verb))
        if not of_war or any(t.lemma in wars for t in subjects):
            return mention.value
    return None


def since_outbreak(
    parse: Parse, sentence: Span, here: Iterable[Mention], told: When | None, harmed: bool, today: When | None
) -> When | None:
    """The time of a total without one: from the beginning of the war up to the report's own day.

    The beginning is what the sentence says of it (`here`: its times); else, for losses of "the war" or "the
    conflict" as a whole, what the report tells elsewhere (`told`), which then dates without words of its own.
    """
    begun = beginning(parse, here)
    if begun is None and told is not None and harmed and _of_the_war(parse, sentence):
        begun = carried(told)
    now = today.latest if today else None
    if begun is None or begun.earliest is None or now is None or begun.earliest >= now:
        return None
    return replace(begun, latest=now)


def _of_the_war(parse: Parse, sentence: Span) -> bool:
    """True where the sentence speaks of one war, not of wars or days of it, nor of a "war monitor"."""
    wars = word_set("times", "wars")
    words = parse.within(sentence.start, sentence.end)
    return any(t.lemma in wars and t.tag in ("NN", "NNP") and t.dep != "compound" for t in words)
