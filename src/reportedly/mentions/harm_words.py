"""The words of harm, compiled from `ontology/harms.yaml` for look-up by lower-cased token."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ..model import Harmed, Outcome
from ..ontology.load import data, word_set


@cache
def grammar(name: str) -> frozenset[str]:
    """A closed class of words, by its name in `harms.yaml`."""
    return word_set("harms", "grammar", name)


@cache
def plurals() -> dict[str, str]:
    """Plurals that no rule derives, with their singulars."""
    return dict(data("harms")["plurals"])


BASE, THIRD, PAST, PART, ING = "base", "third", "past", "part", "ing"
_DOUBLED = grammar("doubled")
# Forms that are plural or collective as they stand: "20 police", "12 wounded".
COLLECTIVE = grammar("collective")


def singular(word: str) -> str:
    """The singular of a noun, well enough for look-up."""
    if word in plurals():
        return plurals()[word]
    if word.endswith("men") and len(word) > 4:
        return word[:-2] + "an"
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word


def is_plural(word: str) -> bool:
    """True where the word names more than one."""
    return word in COLLECTIVE or singular(word) != word


def inflect(entry: str) -> Iterator[tuple[str, str]]:
    """(form, kind) of a verb: "kill", or "slay/slew/slain" where it is irregular."""
    base, *rest = entry.split("/")
    stem = base[:-1] if base.endswith("e") else base + base[-1] if base in _DOUBLED else base
    yield base, BASE
    yield (
        (
            base[:-1] + "ies"
            if _consonant_y(base)
            else base + "es"
            if base.endswith(("s", "sh", "ch", "x"))
            else base + "s"
        ),
        THIRD,
    )
    yield base[:-2] + "ying" if base.endswith("ie") else (base if base in ("flee", "see", "be") else stem) + "ing", ING
    past = rest[0] if rest else base[:-1] + "ied" if _consonant_y(base) else stem + "ed"
    yield past, PAST
    yield (rest[1] if len(rest) > 1 else past), PART


def _consonant_y(base: str) -> bool:
    return base.endswith("y") and base[-2] not in "aeiou"


@dataclass(frozen=True, slots=True)
class Verb:
    """One reading of a verb form: the words that must follow it, its outcome, and what form it is."""

    rest: tuple[str, ...]
    outcome: Outcome
    kinds: frozenset[str]
    suffers: bool


@dataclass(frozen=True, slots=True)
class HarmWords:
    """Look-up tables by lower-cased word."""

    verbs: dict[str, tuple[Verb, ...]]
    states: dict[str, Outcome]
    conditions: tuple[tuple[tuple[str, ...], Outcome], ...]
    deeds: dict[str, Outcome]
    counted: dict[str, Outcome]
    persons: dict[str, Harmed]
    neutral: dict[str, Harmed]
    sides: dict[str, Harmed]
    nationalities: frozenset[str]
    heads_of_state: frozenset[str]
    civil_settings: frozenset[str]
    equipment: frozenset[str]
    not_captured: frozenset[str]
    never: frozenset[str]
    modals: frozenset[str]
    real: frozenset[str]
    negations: frozenset[str]

    def person(self, word: str) -> Harmed | None:
        """The party that a noun of persons signals by itself."""
        return self.persons.get(singular(word)) or self.persons.get(word)

    def is_equipment(self, word: str) -> bool:
        """True for a thing that is lost or destroyed: "tank", "trucks"."""
        return singular(word) in self.equipment or word in self.equipment


def _forms(words: Sequence[str]) -> set[str]:
    return {form for word in words for form, _ in inflect(word)}


def _verbs(table: dict[str, list[str]], suffers: bool) -> Iterator[tuple[str, Verb]]:
    for outcome, entries in table.items():
        for entry in entries:
            first, *rest = entry.split()
            kinds: dict[str, set[str]] = {}
            for form, kind in inflect(first):
                kinds.setdefault(form, set()).add(kind)
            for form, found in kinds.items():
                yield form, Verb(tuple(rest), Outcome(outcome), frozenset(found), suffers)


def _by_word(pairs: Iterable[tuple[str, Iterable[str]]], kind: type) -> dict:
    table: dict = {}
    for value, words in pairs:
        for word in words:
            table.setdefault(word.split()[-1], kind(value))
    return table


def _nouns(table: dict[str, list[str]]) -> dict[str, Outcome]:
    found = {}
    for outcome, words in table.items():
        for word in words:
            for form in (word, word[:-1] + "ies" if word.endswith("y") else word + "s"):
                found[form] = Outcome(outcome)
    return found


@cache
def harm_words() -> HarmWords:
    """The tables, compiled once a process."""
    table = data("harms")
    verbs: dict[str, list[Verb]] = {}
    for form, verb in (*_verbs(table["verbs"], False), *_verbs(table["suffering"], True)):
        verbs.setdefault(form, []).append(verb)
    return HarmWords(
        {form: tuple(sorted(found, key=lambda v: -len(v.rest))) for form, found in verbs.items()},
        {w: Outcome(o) for o, ws in table["states"].items() for w in ws if " " not in w},
        tuple((tuple(w.split()), Outcome(o)) for o, ws in table["states"].items() for w in ws if " " in w),
        _nouns(table["deeds"]),
        {**_nouns(table["counted_deeds"]), "lives": Outcome.KILLED, "bodies": Outcome.KILLED},
        _by_word(table["persons"].items(), Harmed),
        {word: Harmed(party) for word, party in table["neutral"].items()},
        _by_word(table["sides"].items(), Harmed),
        frozenset(table["nationalities"]),
        frozenset(table["heads_of_state"]),
        frozenset(table["civil_settings"]),
        frozenset(word.split()[-1] for word in table["equipment"]),
        frozenset(table["not_captured"]),
        frozenset(table["never"]),
        frozenset(table["modals"]),
        frozenset(_forms(table["real"])),
        frozenset(table["negations"]),
    )
