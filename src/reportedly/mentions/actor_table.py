"""The actor table: states, forces, armed groups, monitors, agencies and outlets, by their names.

Packaged as `ontology/actors/*.yaml`, compiled once a process. Names are compared by their words
without accents, articles, apostrophes and plural endings; transliterated names of two words and
more also by their consonants.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from ..ontology.load import data, files_in, word_set
from .wording import Word, keys_of, singular, skeleton, words_of

# How the text must write a one-word name for it to count: as in the table's own spelling.
ANY, TITLE, UPPER = "any", "title", "upper"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody whom reports name: `sort` as in the ontology, `country` ISO 3166-1 alpha-2 or "".

    `role` says what kind of voice it is: "party", "state", "monitor", "agency", "outlet",
    "organisation" or "official" (a person). `since` and `until` are years of activity, None where
    not known.
    """

    id: str
    name: str
    sort: str
    country: str = ""
    role: str = "party"
    aliases: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class State:
    """A state as an actor: its adjective ("Syrian") and the words for its people and its seat.

    `label` is the form that names of its forces begin with ("Syrian Army", "US forces").
    """

    actor: Actor
    label: str
    adjective: str
    people: tuple[str, ...]
    seats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One name in the index. `kind`: "name", "adjective", "people", "seat" or "venue" (a place)."""

    words: tuple[str, ...]
    actor: Actor
    kind: str
    case: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A name found in a text: the words [first, last) and what they name."""

    first: int
    last: int
    entry: Entry


class ActorTable:
    """The compiled table: find names in a text, or the actor of one name."""

    def __init__(self, actors: Iterable[Actor], states: Iterable[State], venues: dict[str, list[str]]) -> None:
        self.states = {s.actor.country: s for s in states}
        self.actors = (*(s.actor for s in self.states.values()), *actors)
        self.by_id = {a.id: a for a in self.actors}
        self._common = word_set("sorts", "common_in_capitals")
        first: dict[str, list[Entry]] = {}
        self._skeletons: dict[tuple[str, ...], Entry] = {}
        self._names: dict[tuple[str, ...], Actor] = {}
        for entry in self._entries(venues):
            first.setdefault(entry.words[0], []).append(entry)
            if entry.kind in ("name", "people"):
                self._names.setdefault(entry.words, entry.actor)
            if entry.kind == "name" and len(entry.words) == 2:
                bones = tuple(map(skeleton, entry.words))
                if all(len(b) > 1 for b in bones):
                    self._skeletons.setdefault(bones, entry)
        self._first = {k: tuple(sorted(v, key=lambda e: -len(e.words))) for k, v in first.items()}

    def _entries(self, venues: dict[str, list[str]]) -> Iterator[Entry]:
        for actor in self.actors:
            for alias in (actor.name, *actor.aliases):
                yield Entry(keys_of(alias.partition(" (")[0]), actor, "name", _case(alias))
        for state in self.states.values():
            if state.adjective:
                yield Entry(keys_of(state.adjective), state.actor, "adjective", TITLE)
            for kind, words in (("people", state.people), ("seat", state.seats)):
                for word in words:
                    yield Entry(keys_of(word), state.actor, kind, TITLE)
        for country, places in venues.items():
            for place in places:
                yield Entry(keys_of(place), self.states[country].actor, "venue", TITLE)

    def resolve(self, name: str) -> Actor | None:
        """The actor of this name, in any spelling that the table knows; None where it has none."""
        words = keys_of(name.partition(" (")[0])
        if not words:
            return None
        found = self._names.get(words) or self._names.get((*words[:-1], singular(words[-1])))
        if found is None and len(words) == 2 and all(w.capital or w.article for w in words_of(name)):
            entry = self._skeletons.get(tuple(map(skeleton, words)))
            found = entry.actor if entry else None
        return found

    def label(self, country: str) -> str:
        """What the names of a country's forces begin with, "Syrian" for SY; "" where it is not known."""
        state = self.states.get(country)
        return state.label if state else ""

    def find(self, words: tuple[Word, ...], capitals: bool = False) -> tuple[Hit, ...]:
        """Every name in the words, the longest at each place, none overlapping. Linear."""
        hits: list[Hit] = []
        i = 0
        while i < len(words):
            hit = self._at(words, i, capitals)
            if hit is None:
                i += 1
            else:
                hits.append(hit)
                i = hit.last
        return tuple(hits)

    def _at(self, words: tuple[Word, ...], i: int, capitals: bool) -> Hit | None:
        start = i
        while words[i].article and i + 1 < len(words) and i - start < 2:
            i += 1
        word = words[i]
        for key in dict.fromkeys((word.key, singular(word.key))):
            for entry in self._first.get(key, ()):
                last = _rest(words, i, entry.words)
                if last and self._written(word, entry, capitals):
                    return Hit(start, last, entry)
        return self._by_bones(words, start, i, capitals)

    def _written(self, word: Word, entry: Entry, capitals: bool) -> bool:
        if capitals:
            return len(entry.words) > 1 or word.dotted or entry.words[0] not in self._common
        if entry.case == UPPER:
            return word.upper
        return entry.case == ANY or word.capital

    def _by_bones(self, words: tuple[Word, ...], start: int, i: int, capitals: bool) -> Hit | None:
        if capitals or not words[i].capital:
            return None
        j = i + 1
        while j < len(words) and words[j].article and j - i < 3:
            j += 1
        if j >= len(words) or not words[j].capital or (j == i + 1 and not words[i].article and start == i):
            return None
        entry = self._skeletons.get((skeleton(words[i].key), skeleton(singular(words[j].key))))
        return Hit(start, j + 1, entry) if entry else None


def _case(alias: str) -> str:
    bare = alias.removeprefix("al-").removeprefix("Al-")
    if not any(c.isupper() for c in bare):
        return ANY
    return UPPER if " " not in bare and bare.isupper() and len(bare) <= 6 else TITLE


def _rest(words: tuple[Word, ...], i: int, wanted: tuple[str, ...]) -> int | None:
    """The index behind the match, where the words from `i` on are those wanted."""
    for n, key in enumerate(wanted):
        while n and i < len(words) and (words[i].article or words[i].key == "the") and words[i].key != key:
            i += 1
        if i >= len(words):
            return None
        if words[i].key != key and (n < len(wanted) - 1 or singular(words[i].key) != key):
            return None
        i += 1
    return i


def _actor(row: dict) -> Actor:
    return Actor(
        row["id"],
        row["name"],
        row["sort"],
        row.get("country", ""),
        row.get("role", "party"),
        tuple(row.get("aliases", ())),
        row.get("since"),
        row.get("until"),
    )


def _state(row: dict) -> State:
    iso = row["iso"]
    actor = Actor(iso.lower(), row["name"], "government", iso, "state", tuple(row.get("aliases", ())))
    adjective = row.get("adjective", "")
    plural = [] if adjective.endswith(("ese", "sh", "ch", "ss", "s")) or not adjective else [adjective + "s"]
    label = row.get("label", adjective or row["name"])
    return State(actor, label, adjective, tuple(row.get("people", plural)), tuple(row.get("seats", ())))


@lru_cache(maxsize=1)
def table() -> ActorTable:
    """The packaged actor table, compiled once a process."""
    actors: list[Actor] = []
    states: list[State] = []
    venues: dict[str, list[str]] = {}
    for name in files_in("actors"):
        for row in data(name):
            if "iso" in row:
                states.append(_state(row))
            elif "venue" in row:
                venues.setdefault(row["venue"], []).extend(row["places"])
            else:
                actors.append(_actor(row))
    return ActorTable(actors, states, venues)
