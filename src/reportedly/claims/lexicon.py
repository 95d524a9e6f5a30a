"""The words that attribute and the voices that are known, read from `ontology/reporting.yaml`."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ..model import SourceRole
from ..ontology.load import data

# Kinds whose source is a voice of the chain; belief, intention and the rest only tell whose thought it is.
VOICED = frozenset({"speech", "announcement", "accusation", "denial", "demand", "threat", "condemnation", "evidence"})
# Those who only tell of what happened are not among those to whom it happened.
OBSERVERS = frozenset({SourceRole.OUTLET, SourceRole.AGENCY, SourceRole.MONITOR})


@dataclass(frozen=True, slots=True)
class Verb:
    """What a verb takes when it attributes: frame -> kind, and kinds by preposition."""

    frames: dict[str, str]
    prepositions: dict[str, str]


@dataclass(frozen=True, slots=True)
class Voice:
    """A source known by name."""

    name: str
    role: SourceRole


@dataclass(frozen=True)
class Lexicon:
    """`reporting.yaml` in the form that the rules look things up in."""

    verbs: dict[str, Verb]
    voices: dict[tuple[str, ...], Voice]
    roles: dict[str, SourceRole]
    anaphors: dict[str, frozenset[str]]
    veiled: dict[tuple[str, ...], SourceRole]
    blame: dict[str, frozenset[str]]
    words: dict[str, frozenset[str]] = field(default_factory=dict)
    longest: int = 1

    def has(self, group: str, word: str) -> bool:
        """True where the word stands in this group of the file (`times`, `venues`, ...)."""
        return word in self.words[group]

    def role(self, word: str) -> SourceRole | None:
        """What kind of voice a noun (lemma or plural) names; None where it names none."""
        return self.roles.get(word) or self.roles.get(word.removesuffix("s")) or self.roles.get(word.removesuffix("es"))

    def voice_at(self, words: list[str], k: int) -> tuple[int, Voice] | None:
        """The longest known name that begins at `words[k]` (lower case), and where it ends."""
        for n in range(min(self.longest, len(words) - k), 0, -1):
            voice = self.voices.get(tuple(words[k : k + n]))
            if voice:
                return k + n, voice
        return None


@cache
def lexicon() -> Lexicon:
    """The packaged lexicon, built once a process."""
    raw = data("reporting")
    voices = _voices(raw["voices"])
    veiled = {
        tuple(sorted(phrase.lower().replace("-", " ").split())): SourceRole(role)
        for role, phrases in raw["veiled"].items()
        for phrase in phrases
    }
    return Lexicon(
        verbs=_verbs(raw["verbs"]),
        voices=voices,
        roles={noun: SourceRole(role) for role, nouns in reversed(raw["roles"].items()) for noun in nouns},
        anaphors=_anaphors(raw["anaphors"]),
        veiled=veiled,
        blame={lemma: frozenset(objects) for lemma, objects in raw["blame"].items()},
        words={name: frozenset(map(str, group)) for name, group in raw.items() if _is_group(group)},
        longest=max(map(len, voices)),
    )


def _is_group(entry: Any) -> bool:
    """True for a plain list of words; the other entries of the file are tables."""
    return isinstance(entry, list) and not isinstance(entry[0], dict)


def _verbs(raw: dict[str, Any]) -> dict[str, Verb]:
    verbs: dict[str, Verb] = {}
    for kind, frames in raw.items():
        for frame in ("clause", "object", "infinitive"):
            for lemma in frames[frame]:
                verbs.setdefault(lemma, Verb({}, {})).frames.setdefault(frame, kind)
        for lemma, preps in frames["prepositions"].items():
            verbs.setdefault(lemma, Verb({}, {})).prepositions.update(dict.fromkeys(preps, kind))
    return verbs


def name_words(name: str) -> tuple[str, ...]:
    """A name as the words of a parse: hyphens and apostrophes stand alone there, and are left out."""
    text = name.lower()
    for mark in "-–'’/":
        text = text.replace(mark, " ")
    return tuple(text.split())


def _voices(raw: list[dict[str, Any]]) -> dict[tuple[str, ...], Voice]:
    voices = {}
    for entry in raw:
        voice = Voice(entry["name"], SourceRole(entry["role"]))
        for name in (entry["name"], *entry.get("also", ())):
            words = name_words(name)
            voices[words] = voice
            voices.setdefault((*words[:-1], words[-1] + "s"), voice)  # "the Observatorys director": apostrophe lost
    return voices


def _anaphors(raw: dict[str, list[str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for role, nouns in raw.items():
        for noun in nouns:
            found.setdefault(noun, set()).add(role)
    return {noun: frozenset(roles) for noun, roles in found.items()}
