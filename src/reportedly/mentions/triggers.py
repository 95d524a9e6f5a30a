"""Finds the words that say that something happened, and of which type.

The lexicon is `ontology/event_types.yaml`; phrases win over single words, longer over shorter.
A weak trigger ("hit", "take", "support") counts only where the assembly finds an armed party, a
state or a place among its arguments.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, product

from ..model import Mention, MentionKind, Parse, Report, Span, Token
from ..ontology.load import data
from .captives import takes_person

# Between two words of a phrase up to this many determiners, possessives, adjectives or adverbs may stand.
SLACK = 3
CHAIN = 8  # objects of one verb that are looked at
GAP = 3  # words that `_` in a phrase may stand for
IDIOM = ""  # the type of a phrase that says nothing happened ("took part in")
_SKIPPED = frozenset({"DET", "ADJ", "ADV", "PUNCT", "NUM", "PART"})

_Match = tuple[tuple[int, ...], str, int]  # words of a phrase, its type, and the word that stands for it


@dataclass(frozen=True, slots=True)
class Trigger:
    """What a span says happened: `type` and `group` of the ontology; weak ones need an argument."""

    type: str
    group: str
    weak: bool
    verbal: bool
    lemma: str
    tokens: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The event types' words, indexed: phrases by their first lemma, words by lemma and kind."""

    phrases: dict[str, tuple[tuple[tuple[str, ...], str], ...]]
    verbs: dict[str, tuple[tuple[str, bool], ...]]
    nouns: dict[str, tuple[tuple[str, bool], ...]]
    rank: dict[str, int]
    group: dict[str, str]
    kind: dict[str, str]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The packaged lexicon, compiled once a process."""
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    verbs: dict[str, list[tuple[str, bool]]] = {}
    nouns: dict[str, list[tuple[str, bool]]] = {}
    types = data("event_types")

    def add_phrase(phrase: str, name: str) -> None:
        words = tuple(phrase.replace("-", " - ").split())  # as the parser parts them: "sit-in" is three words
        phrases.setdefault(words[0], []).append((words, name))

    for idiom in data("modality")["idioms"]:
        add_phrase(idiom, IDIOM)
    for name, entry in types.items():
        for phrase in (*entry.get("phrases", ()), *(w for w in entry.get("nouns", ()) if "-" in w)):
            add_phrase(phrase, name)
        for pair in entry.get("pairs", ()):
            for verb, noun in product(pair["verbs"], pair["objects"]):
                add_phrase(f"{verb} {noun}", name)
        for key, table, weak in (
            ("verbs", verbs, False),
            ("weak_verbs", verbs, True),
            ("nouns", nouns, False),
            ("weak_nouns", nouns, True),
        ):
            for lemma in entry.get(key, ()):
                table.setdefault(lemma, []).append((name, weak))
    return Lexicon(
        {k: tuple(sorted(v, key=lambda p: -len(p[0]))) for k, v in phrases.items()},
        {k: tuple(v) for k, v in verbs.items()},
        {k: tuple(v) for k, v in nouns.items()},
        {k: v["rank"] for k, v in types.items()},
        {k: v["group"] for k, v in types.items()},
        {k: v["kind"] for k, v in types.items()},
    )


def find_triggers(report: Report, parse: Parse) -> tuple[Mention, ...]:
    """Every word or phrase of the report that can say that something happened, in text order."""
    words = lexicon()
    found: list[Mention] = []
    for start, end in parse.sentences:
        taken: set[int] = set()
        turned = (_by_structure(parse, i, words, taken) for i in range(start, end))
        in_order = (_phrase_at(parse, i, end, words) if i not in taken else None for i in range(start, end))
        for match in filter(None, chain(turned, in_order)):
            tokens, kind, at = match
            taken.update(t for t in tokens if t >= at or not _tells_more(parse.tokens[t], kind, words))
            if kind != IDIOM:
                found.append(_mention(report, parse, match, False, words))
        for i in range(start, end):
            if i in taken:
                continue
            token = parse.tokens[i]
            if takes_person(parse, token):
                found.append(_mention(report, parse, ((i,), "arrest", i), True, words))
            elif single := _single(token, words):  # a type for which the word is strong before one for which it is weak
                kind, weak = min(single, key=lambda entry: entry[1])
                found.append(_mention(report, parse, ((i,), kind, i), weak, words))
    return tuple(sorted(found, key=lambda m: m.span))


def idioms(parse: Parse) -> frozenset[int]:
    """The words of turns of phrase that say nothing happened: "took part", "declined to comment"."""
    words = lexicon()
    found = (_phrase_at(parse, i, end, words) for start, end in parse.sentences for i in range(start, end))
    return frozenset(t for match in found if match and match[1] == IDIOM for t in match[0])


def _forms(token: Token) -> tuple[str, ...]:
    """What a phrase's word may meet: the lemma and, for participles and plurals, the bare form."""
    lower = token.lower
    return (token.lemma, lower, lower[:-1]) if lower.endswith("s") else (token.lemma, lower)


def _phrase_at(parse: Parse, i: int, end: int, words: Lexicon) -> _Match | None:
    token = parse.tokens[i]
    for form in dict.fromkeys(_forms(token)):
        for phrase, kind in words.phrases.get(form, ()):
            tokens = _rest(parse, i, end, phrase)
            if tokens:
                heads = (t for t in tokens if parse.tokens[t].head == t or parse.tokens[t].head not in tokens)
                return tokens, kind, next(heads, i)
    return None


def _rest(parse: Parse, i: int, end: int, phrase: tuple[str, ...]) -> tuple[int, ...] | None:
    tokens, at, slack = [i], i + 1, 0
    owned = parse.tokens[i].pos == "VERB"  # "lay down their arms"; "under its control" is only said in passing
    for word in phrase[1:]:
        if word == "_":
            slack = GAP
            continue
        left = slack or SLACK
        free = bool(slack)
        while at < end and word not in _forms(parse.tokens[at]):
            if "-" in (parse.tokens[at].text, parse.tokens[at - 1].text):  # "surface-to-surface" is one word
                at += 1
                continue
            if left == 0 or not (
                free or parse.tokens[at].pos in _SKIPPED or (owned and parse.tokens[at].tag == "PRP$")
            ):
                return None
            at, left = at + 1, left - 1
        if at >= end:
            return None
        tokens.append(at)
        at, slack = at + 1, 0
    return tuple(tokens)


def _by_structure(parse: Parse, i: int, words: Lexicon, taken: set[int]) -> _Match | None:
    """A phrase of a verb and its object whose words the sentence turns or parts: "a curfew was imposed"."""
    verb = parse.tokens[i]
    phrases = [(p, kind) for p, kind in words.phrases.get(verb.lemma, ()) if len(p) - p.count("_") == 2]
    if verb.pos != "VERB" or not phrases or any(c.lower in ("up", "off", "in") for c in parse.children(verb, "prt")):
        return None  # "gave up their weapons" gives nobody any, "called off a strike" calls none
    for noun in _objects(parse, verb):
        for phrase, kind in phrases:
            if phrase[-1] in _forms(noun) and noun.i not in taken:
                return (min(i, noun.i), max(i, noun.i)), kind, i
    return None


def _tells_more(token: Token, kind: str, words: Lexicon) -> bool:
    """True for the deed before words about it: "the bombing claimed by the group" tells of a bombing too."""
    kinds = words.nouns.get(token.lemma, ()) if words.group.get(kind) == "words" else ()
    return token.pos == "NOUN" and any(not weak and words.group[k] != "words" for k, weak in kinds)


def _objects(parse: Parse, verb: Token) -> list[Token]:
    """What the verb is done to, active or passive, with all that "and" joins to it; else what one goes for."""
    found = list(parse.children(verb, "dobj", "nsubjpass"))
    if verb.dep == "acl" and verb.tag == "VBN":  # "the curfew imposed on the town"
        found.append(parse.head(verb))
    if not found:  # "arrived on a visit", "left for talks"
        found += [
            n for c in parse.children(verb, "prep") if c.lower in ("on", "for") for n in parse.children(c, "pobj")
        ]
    for noun in found[:CHAIN]:
        found += parse.children(noun, "conj")
        if noun.lemma in data("modality")["measures"]:  # "tons of food aid"
            found += [n for c in parse.children(noun, "prep") if c.lower == "of" for n in parse.children(c, "pobj")]
    return [n for n in found if n.pos in ("NOUN", "PROPN")]


def _single(token: Token, words: Lexicon) -> tuple[tuple[str, bool], ...]:
    if token.pos in ("VERB", "AUX"):
        found = words.verbs.get(token.lemma, ())
        # "the bombing of", tagged as a verb
        return found or (words.nouns.get(token.lower, ()) if token.tag == "VBG" else ())
    if token.pos in ("NOUN", "PROPN", "ADJ"):
        return words.nouns.get(token.lemma, ()) or words.nouns.get(token.lower, ())
    return ()


def _mention(report: Report, parse: Parse, match: _Match, weak: bool, words: Lexicon) -> Mention:
    tokens, kind, at = match
    first, last, head = parse.tokens[tokens[0]], parse.tokens[tokens[-1]], parse.tokens[at]
    trigger = Trigger(kind, words.group[kind], weak, head.pos in ("VERB", "AUX"), head.lemma, tokens)
    span = Span.of(report.text, first.start, last.end)
    return Mention(MentionKind.TRIGGER, span, trigger, token=at)
