"""Which side the harmed stand on: from their noun, the words beside it, their parts, and what went before."""

from __future__ import annotations

from collections.abc import Iterable

from ..model import Harmed, Mention, Outcome
from .harm_circumstances import is_cumulative
from .harm_findings import MATERIAL, Finding
from .harm_phrases import Phrase, Text
from .harm_setting import (
    AROUND,
    COMBAT,
    NOBODY,
    ONE,
    WAR_TOTAL,
    from_charges,
    from_setting,
    is_open_arrest,
    is_sided,
    of_one_person,
    words_behind,
)
from .harm_sides import Sides
from .harm_words import grammar, singular

_CHASED = grammar("chased")
_SIDELESS = grammar("sideless")
_REBELS = grammar("rebel_voices")
_STAFF = grammar("staff")
_ATTACKERS = grammar("attackers")
_OPEN = grammar("open")
_HURT = grammar("hurt")
_BACKERS = grammar("backers")
_IRREGULARS = grammar("irregulars")
_PARTISAN = grammar("partisan")
# How far back a pronoun's noun is looked for.
BACK = 40


def parties(text: Text, found: list[Finding], actors: Iterable[Mention] = ()) -> list[Harmed]:
    """The party of each finding, in the same order; `actors` are the parties that the report names."""
    named = Sides(text, actors)
    sides = [named.of_owner(f) or _named(text, named, f, _own(text, f)) for f in found]
    _from_those_before(text, found, sides)
    _as_the_whole(text, found, sides)
    _from_parts(text, found, sides)
    _from_sums(text, found, sides)
    known = {
        (f.outcome, f.figure): s
        for f, s in zip(found, sides)
        if s is not Harmed.UNKNOWN and f.figure.is_told and (f.figure != ONE or s is Harmed.CIVILIAN)
    }
    for k, f in enumerate(found):
        if sides[k] is Harmed.UNKNOWN:
            sides[k] = known.get((f.outcome, f.figure), Harmed.UNKNOWN)
    _from_those_before(text, found, sides, COMBAT)
    for k, f in enumerate(found):
        if sides[k] is Harmed.UNKNOWN and f.figure.is_told:
            sides[k] = from_setting(text, f)
    _as_just_told(text, found, sides)
    _as_the_rest(text, found, sides)
    return [of_one_person(text, f) if s is Harmed.UNKNOWN else s for f, s in zip(found, sides)]


def _from_those_before(
    text: Text, found: list[Finding], sides: list[Harmed], only: frozenset[Harmed] = frozenset(Harmed)
) -> None:
    """Give figures without a noun of their own the side of those they stand beside, where it is one of `only`."""
    for k, f in enumerate(found):
        pronoun = f.phrase.kind == "pron" and text.words[f.phrase.head] in ("them", "they")
        bare = not f.phrase.noun or f.phrase.anaphor or pronoun or _is_other(text, f.phrase) or _of_told(text, f.phrase)
        if sides[k] is Harmed.UNKNOWN and bare:
            side = _inherited(text, found, sides, k)
            sides[k] = side if side in only else Harmed.UNKNOWN


def _as_the_whole(text: Text, found: list[Finding], sides: list[Harmed]) -> None:
    """ "90 fighters, among them 26 minors", "17 troops including a commander": a part is of the side of its whole."""
    for k, f in enumerate(found):
        sideless = f.phrase.noun and singular(text.words[f.phrase.head]) in _SIDELESS
        if sideless and f.parent >= 0 and sides[f.parent] in COMBAT and not is_sided(text, f.phrase):
            sides[k] = sides[f.parent]


def _as_just_told(text: Text, found: list[Finding], sides: list[Harmed]) -> None:
    """ "The shell killed seven people at a market. A doctor said nine had died": one crowd, told of again."""
    for k in range(1, len(found)):
        f, before = found[k], found[k - 1]
        near = f.phrase.start - before.phrase.end < 2 * AROUND and _is_open(text, f) and _is_open(text, before)
        low, last = f.figure.low or 0, before.figure.low or 0
        same = low <= WAR_TOTAL and (f.outcome is not before.outcome or low <= 3 * last) and not is_cumulative(text, f)
        if sides[k] is Harmed.UNKNOWN and f.figure.is_told and near and same and sides[k - 1] is Harmed.CIVILIAN:
            sides[k] = Harmed.CIVILIAN


def _is_open(text: Text, f: Finding) -> bool:
    """True for people of whom the words say nothing but how many they are."""
    plain = not f.phrase.noun or text.words[f.phrase.head] in _OPEN
    hurt = f.outcome in (Outcome.KILLED, Outcome.WOUNDED) and f.figure != NOBODY
    return plain and hurt and f.phrase.kind in ("count", "some")


def _as_the_rest(text: Text, found: list[Finding], sides: list[Harmed]) -> None:
    """Where nobody in the report bore arms and most were civilians, so were the people of whom it does not say."""
    told = [s for f, s in zip(found, sides) if f.figure.is_told and f.figure != NOBODY and s is not Harmed.EQUIPMENT]
    civil = told.count(Harmed.CIVILIAN)
    if COMBAT.intersection(told) or Harmed.MIXED in told or 3 * civil <= 2 * len(told) or civil < 3:
        return
    for k, f in enumerate(found):
        small = f.figure.low is None or f.figure.low <= WAR_TOTAL
        if sides[k] is Harmed.UNKNOWN and f.figure.is_told and small and f.phrase.kind in ("count", "some"):
            sides[k] = Harmed.CIVILIAN


def _own(text: Text, f: Finding) -> Harmed:
    word = text.words[f.phrase.head]
    thing = not f.phrase.noun or text.lex.person(word) is None or text.lex.is_equipment(word)
    if f.outcome in MATERIAL and thing:
        return Harmed.EQUIPMENT  # whatever their name: "two granaries"
    side = party_of(text, f.phrase, f.phrase.head)
    phrase = f.whose if f.whose is not None and side is Harmed.UNKNOWN else f.phrase
    side, last = party_of(text, phrase, phrase.head), phrase.head
    for head in phrase.more:
        side, last = joined(side, party_of(text, phrase, head, last + 1)), head
    if text.words[phrase.head] == "enemy" and not _REBELS.isdisjoint(text.words):
        return Harmed.STATE_FORCE  # in a communiqué of those who fight the state
    if f.outcome is Outcome.CAPTURED and is_open_arrest(text, f, phrase):
        return from_charges(text, f)  # "police arrested three men"
    if _on_both_sides(text, f.phrase):
        return Harmed.MIXED
    if side in (Harmed.UNKNOWN, Harmed.CIVILIAN) and _is_shot_attacker(text, f):
        return Harmed.ARMED_GROUP
    if f.phrase.kind == "the" and text.words[f.phrase.head] == "driver":
        start = max(0, f.phrase.start - AROUND)
        if not _CHASED.isdisjoint(text.words[start : f.phrase.end + AROUND]):
            return Harmed.ARMED_GROUP  # the lone driver of an attack, shot by police
    return _among(text, f) if side is Harmed.UNKNOWN and f.outcome not in MATERIAL else side


def _among(text: Text, f: Finding) -> Harmed:
    """ "Tens of casualties on the militants", "4 dead and 13 wounded among civilians"."""
    head, at = text.words[f.phrase.head], f.phrase.end
    counts = head in text.lex.counted or head == "losses"
    at += text.is_state(at)
    if text.word(at) == "and" and (joint := text.phrase(at + 1)) is not None and joint.kind == "count":
        at = joint.end + text.is_state(joint.end)
    if not (counts or not f.phrase.noun) or text.word(at) not in ("on", "upon", "among"):
        return Harmed.UNKNOWN
    below = text.phrase(at + 1)
    return party_of(text, below, below.head) if below is not None and below.noun else Harmed.UNKNOWN


def _named(text: Text, named: Sides, f: Finding, side: Harmed) -> Harmed:
    """The side of the party that is named in the phrase, where no word of it tells a side by itself."""
    phrase = f.phrase
    told = (named.conceded(f) or named.struck(f)) if side is Harmed.UNKNOWN else None
    if told is not None or not phrase.noun:
        return told or side
    head = text.words[phrase.head]
    open_head = (side is Harmed.UNKNOWN or head in ("men", "women")) and singular(head) not in _BACKERS
    if not open_head or f.outcome in MATERIAL:
        return side
    end = phrase.end + len(words_behind(text, phrase.end))
    return named.within(phrase.start, end) or side


def joined(a: Harmed, b: Harmed) -> Harmed:
    """The party of those who are partly this and partly that."""
    if a is b or b is Harmed.UNKNOWN:
        return a
    return b if a is Harmed.UNKNOWN else Harmed.MIXED


def party_of(text: Text, phrase: Phrase, head: int, start: int | None = None) -> Harmed:
    """The party that a phrase signals by itself; unknown where it does not. Modifiers count from `start`."""
    start = phrase.start if start is None else start
    if phrase.kind == "name":  # a rank or a calling before a name: "Colonel Ahmed Darwish"
        titles = [text.lex.neutral.get(w) or text.lex.person(w) for w in text.words[start : phrase.end]]
        called = next((t for t in titles if t not in (None, Harmed.UNKNOWN)), None)
        beside = text.phrase(phrase.end) if called is None and phrase.end < len(text.words) else None
        if beside is not None and beside.kind == "one" and beside.noun:  # "X a US aid worker": a comma was lost
            return party_of(text, beside, beside.head)
        return called or Harmed.UNKNOWN
    word = text.words[head]
    own = text.lex.person(word)
    if phrase.noun and own is None and text.lex.is_equipment(word):
        return Harmed.EQUIPMENT
    if not phrase.noun or phrase.kind == "pron":
        return Harmed.UNKNOWN
    base = text.lex.neutral.get(singular(word)) or text.lex.neutral.get(word)
    if base is None and own not in (None, Harmed.UNKNOWN):
        return own or Harmed.UNKNOWN
    return _beside(text, phrase, start, head) or base or own or Harmed.UNKNOWN


def _beside(text: Text, phrase: Phrase, start: int, head: int) -> Harmed | None:
    """The side told by modifiers before the head, or by "of X", "from X", "loyal to X" behind it."""
    lex, k = text.lex, phrase.end
    words = text.words[start:head]
    behind = words_behind(text, k)
    if singular(text.words[head]) in _STAFF and "security" not in words:
        return Harmed.CIVILIAN  # "state employees" bear no arms
    votes = [side for side in map(lex.sides.get, (*words, *behind)) if side is not None]
    if singular(text.words[head]) in _IRREGULARS and _PARTISAN.intersection((*words, *behind)):
        return Harmed.ARMED_GROUP  # a militia on the state's side is none of the state's forces
    if Harmed.ARMED_GROUP in votes and "loyal" not in behind:
        return Harmed.ARMED_GROUP
    if votes:
        return votes[0]
    if singular(text.words[head]) in lex.heads_of_state and lex.nationalities.intersection(words):
        return Harmed.STATE_FORCE
    return Harmed.ARMED_GROUP if "suspected" in words else None


def _on_both_sides(text: Text, phrase: Phrase) -> bool:
    return any(
        text.words[k : k + 2] in (["both", "sides"], ["two", "sides"], ["either", "side"])
        for k in range(phrase.end, phrase.end + 4)
    )


def _is_other(text: Text, phrase: Phrase) -> bool:
    return any(text.word(k) in ("other", "others", "more", "another") for k in range(phrase.start, phrase.end))


def _of_told(text: Text, phrase: Phrase) -> bool:
    """True for "four of the wounded": of those told of before."""
    return phrase.partitive and not phrase.noun and text.word(phrase.end) in _HURT


def _inherited(text: Text, found: list[Finding], sides: list[Harmed], k: int) -> Harmed:
    """The side of those before: the figure it is a part of or stands beside, or the noun that "them" stands for."""
    f = found[k]
    if f.phrase.anaphor or text.words[f.phrase.head] in ("them", "they"):
        for at in range(f.phrase.start - 1, max(-1, f.phrase.start - BACK), -1):
            side = text.lex.person(text.words[at])
            if side not in (None, Harmed.UNKNOWN) and text.parse.tokens[at].tag in ("NNS", "NNPS"):
                return side or Harmed.UNKNOWN
    if f.parent >= 0 and sides[f.parent] in COMBAT:
        return sides[f.parent]
    end = text.ends[f.phrase.start]
    for j in range(k - 1, max(-1, k - 6), -1):
        if text.ends[found[j].phrase.start] == end and found[j].phrase.start < f.phrase.start:
            if found[j].parent >= 0 and found[j].parent != f.parent:
                continue  # "nine people, among them six policemen, and 27 wounded": beside the nine, not the six
            return sides[j] if sides[j] is not Harmed.EQUIPMENT else Harmed.UNKNOWN
    if _of_told(text, f.phrase):
        told = [sides[j] for j in range(max(0, k - 6), k) if found[j].outcome is f.outcome]
        return told[-1] if told else Harmed.UNKNOWN
    return Harmed.UNKNOWN


def _from_parts(text: Text, found: list[Finding], sides: list[Harmed]) -> None:
    """People of whom some were soldiers are mixed; of whom some were women and children, civilians."""
    parts: dict[int, set[Harmed]] = {}
    said: set[int] = set()
    for f, side in zip(found, sides):
        if f.parent >= 0 and side is not Harmed.UNKNOWN:
            parts.setdefault(f.parent, set()).add(side)
            if text.words[f.phrase.head] in ("civilians", "civilian"):
                said.add(f.parent)  # "including 10 civilians": the rest were none
    for k, kinds in parts.items():
        if sides[k] is Harmed.UNKNOWN or (sides[k] is Harmed.CIVILIAN and kinds & COMBAT):
            sides[k] = Harmed.CIVILIAN if kinds == {Harmed.CIVILIAN} and k not in said else Harmed.MIXED


def _from_sums(text: Text, found: list[Finding], sides: list[Harmed]) -> None:
    """ "The bomb killed four people" and "it killed two nurses and two soldiers": the four are told of in both."""
    sums: dict[tuple[Outcome, int], Harmed] = {}
    lists: dict[tuple[Outcome, int], list[int]] = {}
    for k, f in enumerate(found):
        if f.parent < 0 and f.outcome not in MATERIAL:
            lists.setdefault((f.outcome, f.verb), []).append(k)
    for (outcome, _), ks in lists.items():
        exact = all(found[k].figure.low == found[k].figure.high is not None for k in ks)
        if len(ks) > 1 and exact and all(sides[k] not in (Harmed.UNKNOWN, Harmed.EQUIPMENT) for k in ks):
            side = sides[ks[0]]
            for k in ks[1:]:
                side = joined(side, sides[k])
            sums[outcome, sum(found[k].figure.low or 0 for k in ks)] = side
    for k, f in enumerate(found):
        if sides[k] is Harmed.UNKNOWN and f.parent < 0 and f.figure.low is not None:
            sides[k] = sums.get((f.outcome, f.figure.low), Harmed.UNKNOWN)


def _is_shot_attacker(text: Text, f: Finding) -> bool:
    """True where police kill one person near words of an attack: "he was shot dead by officers"."""
    if f.figure != ONE or f.phrase.kind not in ("pron", "name", "the") or f.outcome in MATERIAL:
        return False
    end = text.ends[f.verb]
    behind = text.words[f.verb : min(f.verb + 12, end)]
    by = any(w in _CHASED and behind[max(0, k - 3) : k].count("by") for k, w in enumerate(behind))
    fought = "police" in behind and bool({"gunfight", "shootout", "battle", "firefight"}.intersection(behind))
    return (by or fought) and not _ATTACKERS.isdisjoint(text.words[max(0, f.verb - 2 * AROUND) : end])
