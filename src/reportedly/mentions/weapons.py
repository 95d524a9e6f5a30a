"""Finds the weapons that a report names, by family: "car bomb", "barrel bomb", "mortar"."""

from __future__ import annotations

from functools import lru_cache

from ..model import Mention, MentionKind, Parse, Report, Span, Token
from ..ontology.load import data, word_set
from .wording import key_of, singular


@lru_cache(maxsize=1)
def _forms() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """The weapons' words by their first word, longest first."""
    index: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for family, entry in data("weapons").items():
        for form in entry["forms"]:
            words = tuple(singular(key_of(w)) for w in form.replace("-", " ").split())
            index.setdefault(words[0], []).append((words, family))
    return {k: tuple(sorted(set(v), key=lambda f: (-len(f[0]), f))) for k, v in index.items()}


def find_weapons(report: Report, parse: Parse) -> tuple[Mention, ...]:
    """Every weapon that the report names, in text order; kind WEAPON, value the family's name.

    `token` is the last word of the phrase. The longest form wins, and none overlap.
    """
    forms = _forms()
    words: list[Token] = []
    keys: list[str] = []
    for token in parse.tokens:
        for part in token.text.replace("–", "-").replace("‑", "-").split("-"):
            if part:
                words.append(token)
                keys.append(singular(key_of(part)))
    found: list[Mention] = []
    i = 0
    while i < len(words):
        match = next(
            ((len(f), family) for f, family in forms.get(keys[i], ()) if tuple(keys[i : i + len(f)]) == f), None
        )
        if match is None or not _is_noun(words, i, match[0]):
            i += 1
            continue
        size, family = match
        span = Span.of(report.text, words[i].start, words[i + size - 1].end)
        found.append(Mention(MentionKind.WEAPON, span, family, token=words[i + size - 1].i))
        i += size
    found += _driven(report, parse, {m.token for m in found})
    return tuple(sorted(found, key=lambda m: m.span))


def _driven(report: Report, parse: Parse, taken: set[int]) -> list[Mention]:
    """Vehicles driven into people ("drove a truck through the crowd"), and the same kind named again."""
    vehicles, verbs = word_set("weapons", "vehicle", "vehicles"), word_set("weapons", "vehicle", "verbs")
    named = [t for t in parse.tokens if t.lemma in vehicles and t.i not in taken and t.pos in ("NOUN", "PROPN")]
    rammed = {t.lemma for t in named if _into(parse, t, verbs)}
    return [
        Mention(MentionKind.WEAPON, Span.of(report.text, t.start, t.end), "vehicle", token=t.i)
        for t in named
        if t.lemma in rammed
    ]


def _into(parse: Parse, vehicle: Token, verbs: frozenset[str]) -> bool:
    above = (parse.head(vehicle),) if vehicle.dep in ("dobj", "nsubj", "nsubjpass") else ()
    # "A van ploughed into shoppers" is often read as "a van (that was) ploughed".
    for verb in (*above, *parse.children(vehicle, "acl", "relcl")):
        marks = {p.lower for p in parse.children(verb, "prep", "prt")}
        if verb.lemma in verbs and marks & {"into", "through", "at", "onto"}:
            return True
    return False


def _is_noun(words: list[Token], i: int, size: int) -> bool:
    """True unless the form is one word that is a verb ("to mine") or names a thing of peace ("gas field")."""
    token = words[i]
    if size > 1:
        return True
    if token.pos == "VERB":
        return token.tag == "VBG"
    following = words[i + 1] if i + 1 < len(words) else None
    peaceful = token.lower in ("gas", "chemical", "chemicals", "mine", "fire")
    return not (peaceful and following is not None and following.pos in ("NOUN", "PROPN"))
