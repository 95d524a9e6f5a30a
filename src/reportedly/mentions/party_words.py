"""The words that signal a party: heads ("soldiers"), sides ("government") and titles ("General")."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from ..model import Token
from ..ontology.load import data
from .wording import key_of, singular

# Sorts of those who bear arms and are no state's forces.
GROUPS = frozenset({"rebel group", "militia", "terrorist group"})


@dataclass(frozen=True, slots=True)
class Word:
    """What a word says of a party: its sort, and its name where the phrase gives none.

    `name` may hold "{adj}" for the country's adjective. A `firm` word keeps its sort whatever
    modifies it; a `generic` one takes that of its modifiers; one that is not `bare` is no party
    without them. `place` words take the report's country where the phrase names none; what
    a `vague` one means the report tells elsewhere. `rank` orders the sides of one phrase, lowest first.
    """

    sort: str
    name: str
    firm: bool = False
    generic: bool = False
    bare: bool = True
    place: bool = False
    vague: bool = False
    rank: int = 0


@dataclass(frozen=True, slots=True)
class PartyWords:
    """The lexicon of `sorts.yaml`, indexed by word."""

    heads: dict[str, Word]
    sides: dict[str, Word]
    pairs: dict[tuple[str, str], Word]
    titles: dict[str, str]
    bodies: frozenset[str]
    control: frozenset[str]
    links: frozenset[str]
    metonym_verbs: frozenset[str]
    held: frozenset[str]
    named_bodies: dict[str, str]
    speech: frozenset[str]
    anaphors: frozenset[str]
    fillers: frozenset[str]
    light: frozenset[str]
    lower_bodies: frozenset[str]
    voices: frozenset[str]

    def head(self, token: Token) -> Word | None:
        """What this noun says of a party, None where it is none of theirs."""
        return next((self.heads[k] for k in forms(token) if k in self.heads), None)

    def side(self, token: Token) -> Word | None:
        """Which side this modifier puts a party on."""
        return next((self.sides[k] for k in forms(token) if k in self.sides), None)

    def pair(self, left: Token, right: Token) -> Word | None:
        """What two words say together ("air force")."""
        return self.pairs.get((key_of(left.text), key_of(right.text)))


def forms(token: Token) -> tuple[str, ...]:
    """The forms under which a token may stand in the lexicon."""
    lower = token.lower
    plural = lower[:-3] + "man" if lower.endswith("men") else singular(lower)
    return (token.lemma, lower, plural)


@lru_cache(maxsize=1)
def party_words() -> PartyWords:
    """The packaged lexicon, compiled once a process."""
    source = data("sorts")
    heads = {w.lower(): _word(row) for row in source["heads"] for w in row["words"]}
    sides = {w: _word(row, rank) for rank, row in enumerate(source["sides"]) for w in row["words"]}
    pairs = {}
    for row in source["pairs"]:
        for phrase in row["words"]:
            left, right = phrase.split()
            pairs[left, right] = _word(row)
    return PartyWords(
        heads,
        sides,
        pairs,
        {w: sort for sort, words in source["titles"].items() for w in words},
        frozenset(source["bodies"]),
        frozenset(source["control"]),
        frozenset(source["links"]),
        frozenset(source["metonym_verbs"]),
        frozenset(source["held"]),
        {w: sort for sort, words in source["named_bodies"].items() for w in words},
        frozenset(source["speech"]),
        frozenset(source["anaphors"]),
        frozenset(source["anaphor_fillers"]),
        frozenset(source["light"]),
        frozenset(source["lower_bodies"]),
        frozenset(source["voices"]),
    )


def _word(row: dict, rank: int = 0) -> Word:
    return Word(
        row["sort"],
        row["name"],
        row.get("firm", False),
        row.get("generic", False),
        row.get("bare", True),
        row.get("place", False),
        row.get("vague", False),
        rank,
    )
