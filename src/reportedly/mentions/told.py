"""What the trained reader holds a sentence to tell of, beside the words that the rules know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ..model import Mention, MentionKind, Parse
from .triggers import Trigger, idioms, lexicon

# Who reads for the trained reader alone: from this probability on its word stands for a happening where
# no word that the rules know does. Below a half, since the weighing of drafts decides in the end.
LEAST = 0.2

# By sentence and group of claims.
Told = Mapping[tuple[int, str], Mention]


def told_in(learned: Iterable[Mention], parse: Parse) -> Told:
    """What each sentence tells of according to a trained reader's mentions."""
    found: dict[tuple[int, str], Mention] = {}
    for mention in learned:
        if mention.kind is not MentionKind.TRIGGER or not 0 <= mention.token < len(parse.tokens):
            continue
        key = (parse.sentence_of(mention.token), lexicon().group[mention.value])
        if key not in found or mention.score > found[key].score:
            found[key] = mention
    return found


def with_told(triggers: tuple[Mention, ...], told: Told, parse: Parse, held: Iterable[int] = ()) -> tuple[Mention, ...]:
    """The rules' triggers and, for what a sentence tells without any of them, the trained reader's word.

    `held` are words that stand for harms: there violence is told already.
    """
    known = {(parse.sentence_of(m.token), m.value.group) for m in triggers}
    known |= {(parse.sentence_of(t), "violence") for t in held}
    taken = {t for m in triggers for t in m.value.tokens} | idioms(parse)
    added = [
        _trigger(mention, parse)
        for key, mention in told.items()
        if mention.score >= LEAST and key not in known and mention.token not in taken
    ]
    return tuple(sorted((*triggers, *added), key=lambda m: m.span))


def _trigger(mention: Mention, parse: Parse) -> Mention:
    token = parse.tokens[mention.token]
    kind = mention.value
    verbal = token.pos in ("VERB", "AUX")
    return replace(mention, value=Trigger(kind, lexicon().group[kind], True, verbal, token.lemma, (token.i,)))
