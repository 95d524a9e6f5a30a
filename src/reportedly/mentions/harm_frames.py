"""The sentence frames in which news tells of harm: who was harmed by which predicate, and how many."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..model import Figure, Outcome
from .harm_phrases import Listed, Phrase, Text, phrase_list, skip_modifiers
from .harm_predicates import (
    ING,
    PART,
    Group,
    Predicate,
    has_perfect,
    is_real,
    object_start,
    predicate_after,
    predicate_at,
    split_verb,
    stands_in_passive,
)
from .harm_tallies import TALLIES, tally_at
from .harm_words import BASE

_PERSONAL = frozenset({Outcome.KILLED, Outcome.WOUNDED, Outcome.ABDUCTED, Outcome.MISSING, Outcome.DISPLACED})
_MATERIAL = frozenset({Outcome.DESTROYED, Outcome.DAMAGED, Outcome.SHOT_DOWN})
_FORCE = frozenset("force forces forced forcing prompt prompted prompting cause caused causing send sent sending".split())
_HURT = frozenset("dead killed wounded injured victims victim casualties slain murdered executed captured abducted "
                  "kidnapped missing fatalities martyrs".split())  # fmt: skip
_BE = frozenset("be is are was were been being".split())


@dataclass(frozen=True, slots=True)
class Finding:
    """One harm as found: `parent` is the index of the finding of which it is a part, -1 where of none.

    `whose` names those harmed where the number stands apart from them: "the loss of the army amounted to 401".
    """

    outcome: Outcome
    figure: Figure
    phrase: Phrase
    verb: int
    frame: str
    parent: int = -1
    whose: Phrase | None = None


class Frames:
    """Reads one report from left to right; each sentence's frames feed `found`."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.found: list[Finding] = []
        self.used: set[int] = set()

    def read(self) -> list[Finding]:
        """All findings in the order of the text."""
        for start, end in self.text.parse.sentences:
            self._sentence(start, end)
        return self.found

    def _sentence(self, i: int, end: int) -> None:
        while i < end:
            step = tally_at(self, i, end) or self._predicate(i, end) or self._phrases(i, end)
            i = max(step or 0, i + 1)

    # -- verbs with an object --------------------------------------------------------------

    def _predicate(self, i: int, end: int) -> int | None:
        """A predicate at token i with its object: "killed 12 people and a child"."""
        if i in self.used:
            return None
        text = self.text
        if text.word(i + 1) in ("of", "to") and (done := self._deed(i, end)):
            return done
        split = split_verb(text, i, end)
        found = predicate_at(text, i, end)
        if split is not None and (found is None or found.end == i + 1):
            done = self._split_object(split[1], split[0], end)
            if done:
                return done
        if found is None:
            return self._deed(i, end)
        if found.suffers or found.state:
            return self._deed(i, end)
        if text.word(found.end) == "of" and ING in found.kinds:
            return self._deed(i, end)
        group = [found]
        k = found.end
        while len(group) < 6 and text.word(k) in ("and", "or", ",", "/", "&"):
            further = predicate_at(text, k + 1, end)
            if further is None or further.suffers or further.kinds.isdisjoint(found.kinds):
                break
            group.append(further)
            k = further.end
        self.used.update(p.start for p in group)
        if self.text.word(i - 1) in _BEFORE_ADJECTIVE and ING not in found.kinds:
            return k
        if stands_in_passive(text, i) and ING not in found.kinds:
            return k
        listed = phrase_list(text, object_start(text, k, end))
        if listed is None or not is_real(text, i):
            return k
        return self._take_object(Group(tuple(group)), listed, end)

    def _split_object(self, found: Predicate, rest: tuple[str, ...], end: int) -> int | None:
        listed = phrase_list(self.text, object_start(self.text, found.end, end))
        if listed is None or stands_in_passive(self.text, found.start) or not is_real(self.text, found.start):
            return None
        for at in range(listed.tail, min(listed.tail + 12, end)):
            if tuple(self.text.words[at : at + len(rest)]) == rest:
                self.used.add(found.start)
                self._emit(listed, len(listed.items), Group((found,)), "active")
                return at + len(rest)
        return None

    def _take_object(self, group: Group, listed: Listed, end: int) -> int:
        """Give the list to the verb before it; its last item may be the subject of what follows."""
        size = len(listed.items)
        following = predicate_after(self.text, listed.after, end)
        if size > 1 and following is not None and self._is_passive(following, end):
            last = listed.items[-1]
            joint = self.text.word(last.start - 1)
            if joint in ("and", ",", ";", "while") or not last.noun:
                size -= 1
        self._emit(listed, size, group, "active")
        if size == 1 and following is not None and not following.be and self._is_passive(following, end):
            if following.outcomes[0] not in group.outcomes and not following.first.suffers:
                self._emit(listed, 1, following, "reduced")  # "massacred 250 soldiers taken prisoner"
        if size < len(listed.items):
            return listed.items[size].start
        return self._trailing(listed.tail, end)

    # -- phrases with a predicate after them -----------------------------------------------

    def _phrases(self, i: int, end: int) -> int | None:
        """A list of phrases at token i with what is said of it after: "12 people and a child were killed"."""
        text = self.text
        if text.words[i] == "among":
            return self._among(i, end)
        if text.words[i] in _INCLUDING and (done := self._including(i, end)):
            return done
        listed = phrase_list(text, i)
        if listed is None or text.words[listed.items[0].head] in TALLIES:
            return None
        group = predicate_after(text, listed.after, end)
        if group is None and listed.after > listed.tail:
            group = predicate_after(text, listed.tail, end)
        if group is None:
            group = self._past_participle(listed.after, end)
        if group is not None and self._is_passive(group, end) and self._may_suffer(listed, group):
            self.used.update(p.start for p in group.parts)
            first = self._subject_start(listed)
            if self._is_freed(group, i, end):
                return group.end
            if group.negated or group.unreal and not self._forced(i):
                return group.end
            self._emit(replace(listed, items=listed.items[first:], subset=listed.subset[first:]), len(listed.items) - first, group, "passive")
            return self._trailing(group.end, end)
        return self._alone(listed, end)

    def _past_participle(self, i: int, end: int) -> Group | None:
        """The predicate past a reduced relative: "two cars parked nearby were destroyed"."""
        text = self.text
        if i >= end or text.parse.tokens[i].tag not in ("VBN", "VBG") or predicate_at(text, i, end) is not None:
            return None
        at = skip_modifiers(text, i + 1, end)
        while at < end and at - i < 6 and text.words[at] not in _BE and text.parse.tokens[at].pos in ("ADV", "NOUN", "ADP"):
            at += 1
        return predicate_after(text, at, end) if text.word(at) in _BE and at < end else None

    def _is_passive(self, group: Group, end: int) -> bool:
        """True where the group's subject is the one harmed."""
        first = group.first
        if first.state or first.suffers:
            return not (first.suffers and first.kinds == {BASE} and group.be)
        if PART not in first.kinds:
            return False
        if group.be:
            return True
        return not group.have and not self._has_object(group.end, end)

    def _has_object(self, i: int, end: int) -> bool:
        """True where an object follows: "killed 12", but not "40 killed 50 wounded" nor "killed Monday"."""
        at = object_start(self.text, i, end)
        phrase = self.text.phrase(at) if at < end else None
        if phrase is None or phrase.kind == "pron" and self.text.words[at] not in ("them", "him", "her"):
            return False
        if phrase.kind == "count":
            if phrase.anaphor:
                return False
            following = predicate_after(self.text, phrase.end, end)
            return following is None or following.have or PART not in following.first.kinds
        known = self.text.lex.person(self.text.words[phrase.head]) is not None
        return known or self.text.lex.is_equipment(self.text.words[phrase.head]) or phrase.kind in ("one", "pron")

    def _is_freed(self, group: Group, i: int, end: int) -> bool:
        """True where captives are named as such only to say that they are free: "21 girls abducted in 2014 were freed"."""
        if group.be or group.outcomes[0] not in (Outcome.ABDUCTED, Outcome.CAPTURED):
            return False
        start = max(0, i - 12)
        return not _FREED.isdisjoint(self.text.words[start : min(end, i + 40)])

    def _forced(self, i: int) -> bool:
        return self.text.word(i - 1) in _FORCE

    def _may_suffer(self, listed: Listed, group: Group) -> bool:
        return any(self._fits(p, group.outcomes[0]) for p in listed.items)

    def _subject_start(self, listed: Listed) -> int:
        """Behind a preposition only what a conjunction adds can be the subject: "on Aleppo and 12 people were"."""
        before = self.text.word(listed.items[0].start - 1)
        if before in ("in", "on", "at", "near", "against", "by", "from", "to") and len(listed.items) > 1:
            return 1
        return 0

    # -- nouns of harm -----------------------------------------------------------------------

    def _deed(self, i: int, end: int) -> int | None:
        """"the deaths of 12 people", "the killing of X"."""
        text, word = self.text, self.text.words[i]
        outcome = text.lex.deeds.get(word) or text.lex.counted.get(word)
        link = "to" if word in ("damage", "damages") else "of"
        if outcome is None or text.word(i + 1) != link or word == "dead":
            return None
        listed = phrase_list(text, i + 2)
        if listed is None or not is_real(text, i):
            return None
        self.used.add(i)
        self._emit(listed, len(listed.items), Group((Predicate(i, i + 1, outcome, frozenset()),)), "deed")
        return self._trailing(listed.tail, end)

    def _including(self, i: int, end: int) -> int | None:
        """"..., a monitor said, including 180 soldiers"; "the dead included three children": parts of the last figure."""
        text = self.text
        if text.words[i] in ("were", "are") and text.word(i - 1) not in ("victims", "dead", "fatalities", "casualties"):
            return None
        if text.words[i] != "including" and text.lex.person(text.word(i - 1)) is None:
            return None
        last = self._last(i) if i + 1 < end else None
        listed = phrase_list(text, i + 1) if i + 1 < end else None
        if last is None and text.words[i] in ("were", "are", "included") and listed is not None and listed.items[0].kind != "pron":
            self._emit(listed, len(listed.items), Group((Predicate(i - 1, i, Outcome.KILLED, frozenset()),)), "victims")
            return listed.tail
        if last is None or text.ends[self.found[last].verb] != end and text.words[i] == "including":
            return None
        if listed is None or listed.items[0].kind == "pron":
            return None
        return self._parts(listed, end)

    def _parts(self, listed: Listed, end: int) -> int:
        """Record the list as parts of the last figure, but for a last item that has a predicate of its own."""
        size = len(listed.items)
        following = predicate_after(self.text, listed.after, end)
        if following is not None and self._is_passive(following, end) and size > 1:
            size -= 1
        for item in listed.items[:size]:
            self._add_part(item, "subset")
        return listed.items[size - 1].end

    def _among(self, i: int, end: int) -> int | None:
        """"Among the dead were three children", "among those killed was a child"."""
        text = self.text
        k = i + 1
        for _ in range(4):
            if text.word(k) in _HURT or k >= end:
                break
            phrase = text.phrase(k)
            k = phrase.end if phrase is not None and phrase.kind in ("count", "pron", "the") and text.word(k) not in _HURT else k + 1
        hurt = k if text.word(k) in _HURT else k - 1
        if text.word(hurt) not in _HURT or hurt <= i:
            return None
        at = skip_modifiers(text, hurt + 1, end)
        while at < end and text.words[at] in _BE:
            at += 1
        listed = phrase_list(text, at) if at < end and text.word(at - 1) in _BE else None
        outcome = _outcome_of(text, hurt)
        if listed is None or outcome is None:
            return None
        self._emit(listed, len(listed.items), Group((Predicate(hurt, hurt + 1, outcome, frozenset()),)), "among", part=True)
        return listed.tail

    def _alone(self, listed: Listed, end: int) -> int | None:
        """Phrases without a predicate of their own: "12 deaths", "no casualties", "three of them women"."""
        text, first = self.text, listed.items[0]
        k = listed.after
        hurt = self._made_up(k, end) if first.kind != "pron" else None
        if hurt is not None:
            outcome = _outcome_of(text, hurt)
            if outcome is not None:
                self._emit(listed, len(listed.items), Group((Predicate(hurt, hurt + 1, outcome, frozenset()),)), "among", part=True)
                return listed.after + 1
        word = text.words[first.head]
        adjective = self._adjective(first)
        if adjective is not None:
            self.add(adjective, first, first.head, "adjective")
            return first.end
        none_of = text.words[first.start] == "none"
        if first.kind == "count" and first.noun and word in text.lex.counted and word not in text.lex.verbs and not none_of:
            self.add(text.lex.counted[word], first, first.head, "noun")
            return first.end
        if first.kind == "count" and first.anaphor and first.noun and self._last(first.start) is not None:
            self._add_part(first, "anaphor")
            return first.end
        if first.kind == "count" and not first.noun and text.word(first.end) in _BE and self._last(first.start) is not None:
            return self._identified(first, end)
        return max(first.head, first.start + 1) if first.kind == "count" else None

    def _adjective(self, phrase: Phrase) -> Outcome | None:
        """"20 wounded soldiers", "1,000 displaced people"."""
        if phrase.kind != "count" or not phrase.noun or phrase.partitive:
            return None
        before = self.text.words[phrase.head - 1] if phrase.head - 1 > phrase.start else ""
        return self.text.lex.states.get(before)

    def _identified(self, first: Phrase, end: int) -> int | None:
        """"... while four were foreign volunteers", after figures of which these are a part."""
        last = self.found[-1]
        at = first.end + 1
        while at < end and self.text.words[at] in ("believed", "thought", "said", "to", "be", "identified", "as", "all"):
            at += 1
        phrase = self.text.phrase(at) if at < end else None
        if phrase is None or not phrase.noun or self.text.lex.person(self.text.words[phrase.head]) is None:
            return None
        if predicate_after(self.text, phrase.end, end) is not None or phrase.kind not in ("bare", "some"):
            return None
        if last.parent < 0 and not last.phrase.anaphor and self.text.word(last.phrase.start - 1) != "of":
            return None
        named = replace(first, end=phrase.end, head=phrase.head, noun=True)
        self._record(last.outcome, named, last.verb, "identified", last.parent if last.parent >= 0 else len(self.found) - 1, False)
        return phrase.end

    def _made_up(self, i: int, end: int) -> int | None:
        """Where "... were among the dead", "made up the rest of the dead" names the dead."""
        text, k = self.text, i
        while k < end and k - i < 4 and (text.words[k] in _BE or text.parse.tokens[k].pos == "ADV"):
            k += 1
        if text.word(k) == "among":
            for j in range(k + 1, min(k + 4, end)):
                if text.words[j] in _HURT:
                    return j
            phrase = text.phrase(k + 1) if k + 1 < end else None
            group = predicate_after(text, phrase.end, end) if phrase is not None and phrase.kind == "count" else None
            return group.first.start if group is not None and self._is_passive(group, end) else None
        if text.words[k : k + 2] == ["made", "up"] or text.words[k : k + 2] == ["accounted", "for"]:
            for j in range(k + 2, min(k + 8, end)):
                if text.words[j] in _HURT:
                    return j
        return None

    def _trailing(self, i: int, end: int) -> int:
        """Subsets after the predicate: "... were killed, including three children", "three of them women"."""
        text, k = self.text, i
        if not self.found:
            return i
        at = skip_modifiers(text, k, end)
        while text.word(at) in (",", "-", "–", "(") and at < end:
            at += 1
        word = text.word(at)
        if at < end and word in ("along", "together") and text.word(at + 1) == "with":
            listed = phrase_list(text, at + 2) if at + 2 < end else None
            if listed is not None and listed.items[0].kind in ("count", "one", "the"):
                last = self.found[-1]
                self._emit(listed, 1, Group((Predicate(last.verb, last.verb + 1, last.outcome, frozenset()),)), "along")
                return listed.items[0].end
        if at < end and (word in ("including", "inculding", "mostly", "mainly") or (word == "among" and text.word(at + 1) == "them")):
            start = at + 1 + (word == "among")
            listed = phrase_list(text, start) if start < end else None
            if listed is not None and listed.items[0].kind != "pron":
                return self._parts(listed, end)
        return i

    # -- keeping -----------------------------------------------------------------------------

    def _fits(self, phrase: Phrase, outcome: Outcome, first: bool = True) -> bool:
        """True where a phrase can suffer the outcome: persons die, gear is destroyed."""
        text, word = self.text, self.text.words[phrase.head]
        if phrase.kind == "pron":
            return word in ("he", "she", "him", "her", "who", "they", "them", "those", "all", "everyone")
        if not phrase.noun:
            return True
        if word in text.lex.never:
            return False
        person, gear = text.lex.person(word) is not None, text.lex.is_equipment(word)
        if not person and not gear and phrase.kind in ("the", "bare", "one", "some") and text.parse.tokens[phrase.head].pos != "PROPN":
            return False
        if not person and not gear and phrase.kind in ("the", "one") and not word.endswith(("s", "i", "n", "e")):
            return False  # "the Observatory"; a demonym that is in no list ends otherwise
        if outcome in _MATERIAL:
            return gear or (first and outcome is Outcome.DESTROYED and phrase.kind == "count" and not person)
        if outcome is Outcome.CAPTURED:
            return person or (gear and word not in text.lex.not_captured and _singular(word) not in text.lex.not_captured)
        return person or not gear

    def _emit(self, listed: Listed, size: int, group: Group, frame: str, part: bool = False) -> None:
        """Record the first `size` items for every outcome of the group."""
        outcomes = group.outcomes
        if Outcome.KILLED in outcomes and outcomes[0] is Outcome.CAPTURED:
            outcomes = (Outcome.KILLED,)  # "rounded up and executed": all met the last
        for predicate_outcome in outcomes:
            joint = len(outcomes) > 1
            main = -1
            items = self._summed(listed, size, group, frame)
            for n, (phrase, subset) in enumerate(items):
                if not self._fits(phrase, predicate_outcome, n == 0 or main >= 0):
                    continue
                if phrase.whole is not None and frame == "passive" and not group.be:
                    phrase = replace(phrase, figure=phrase.whole)  # "21 of the 60 girls kidnapped": 60 were
                whole = phrase.anaphor and self.text.words[phrase.head] == "those"
                if subset and main >= 0:
                    self._record(predicate_outcome, phrase, group.first.start, "subset", main, joint)
                elif part or whole or (phrase.share and not phrase.noun):
                    self._record(predicate_outcome, phrase, group.first.start, frame, self._parent(predicate_outcome), joint)
                else:
                    main = self._record(predicate_outcome, phrase, group.first.start, frame, -1, joint)

    def _add_part(self, phrase: Phrase, frame: str) -> None:
        parent = self._last(phrase.start)
        if parent is None:
            return
        last = self.found[parent]
        if self._fits(phrase, last.outcome):
            self._record(last.outcome, phrase, last.verb, frame, parent, False)

    def _summed(self, listed: Listed, size: int, group: Group, frame: str) -> list[tuple[Phrase, bool]]:
        """The list's items; named or possessed single persons side by side are one figure: "X and his wife"; and
        what adds up to the first figure is a part of it: "12 people, seven women and five men"."""
        items = list(zip(listed.items, listed.subset))[:size]
        verb = group.first.start
        singles = [p for p, part in items if not part and p.kind in ("name", "the", "bare") and p.noun]
        alone = bool(singles) and singles[0].kind != "bare" and all(self._is_single(p) for p in singles)
        if len(singles) == len(items) > 1 and alone:
            whole = replace(singles[0], end=singles[-1].end, kind="count", figure=Figure(len(singles), len(singles)))
            return [(whole, False)] if verb >= 0 else items
        rest = [p.figure.low for p, _ in items[1:] if p.kind == "count" and p.figure is not None and p.figure.low is not None]
        first = items[0][0].figure if items else None
        if len(rest) == len(items) - 1 > 1 and first is not None and first.low == sum(rest):
            return [items[0], *((p, True) for p, _ in items[1:])]
        return items

    def add(self, outcome: Outcome, phrase: Phrase, verb: int, frame: str, whose: Phrase | None = None) -> None:
        """Record a whole figure."""
        k = self._record(outcome, phrase, verb, frame, -1, False)
        if whose is not None:
            self.found[k] = replace(self.found[k], whose=whose)

    def last_outcome(self, token: int) -> Outcome | None:
        """The outcome of the last figure near this token."""
        k = self._last(token)
        return self.found[k].outcome if k is not None else None

    def _last(self, token: int) -> int | None:
        """The last whole figure before this token, in the same sentence or the one before it."""
        for k in range(len(self.found) - 1, max(-1, len(self.found) - 12), -1):
            if self.found[k].parent < 0:
                near = self.found[k].verb
                same = self.text.ends[near] == self.text.ends[token]
                return k if same or self.text.ends[token] - near < 80 else None
        return None

    def _parent(self, outcome: Outcome) -> int:
        for k in range(len(self.found) - 1, max(-1, len(self.found) - 12), -1):
            if self.found[k].parent < 0 and self.found[k].outcome is outcome:
                return k
        return -1

    def _record(self, outcome: Outcome, phrase: Phrase, verb: int, frame: str, parent: int, joint: bool) -> int:
        figure = Figure() if joint else self._figure(phrase, verb, frame)
        if phrase.share:
            whole = self.found[parent].figure if parent >= 0 else Figure()
            figure = Figure() if whole.low is None else Figure(whole.low // 2 + 1, whole.high)
        word = self.text.words[phrase.head]
        if outcome is Outcome.DISPLACED and (figure == Figure(1, 1) or phrase.kind == "pron"):
            figure = Figure()  # one man who runs away is not displaced
        if figure == Figure(0, 0) and self.text.words[phrase.head] in ("casualties", "casualty"):
            outcome = Outcome.KILLED
        if outcome in _MATERIAL and phrase.noun and self.text.lex.person(word) and not self.text.lex.is_equipment(word):
            outcome = Outcome.KILLED
        self.found.append(Finding(outcome, figure, phrase, verb, frame, parent))
        return len(self.found) - 1

    def _figure(self, phrase: Phrase, verb: int, frame: str) -> Figure:
        """The phrase's figure; a single definite or named person is one, a plural without number is open."""
        if phrase.figure is not None:
            return phrase.figure
        text, token = self.text, self.text.parse.tokens[phrase.head]
        word = token.lower
        if phrase.kind == "pron":
            return Figure(1, 1) if word in ("he", "she", "him", "her") else Figure()
        if phrase.kind == "the":
            single = token.tag in ("NN", "NNP") and text.lex.person(word) is not None and word not in text.lex.counted
            return Figure(1, 1) if single and word not in _GROUPS else Figure()
        if phrase.kind == "name":
            return Figure(1, 1) if self._is_one_person(phrase, verb, frame) else Figure()
        single = token.tag == "NN" and text.lex.person(word) is not None and word not in _GROUPS and frame == "passive"
        single = single and (phrase.start == 0 or text.ends[phrase.start - 1] != text.ends[phrase.start])
        return Figure(1, 1) if single and text.lex.counted.get(word) is None else Figure()

    def _is_single(self, phrase: Phrase) -> bool:
        """True for one named or possessed person: "his wife", "Hassan Aboud", and after these "13-year-old son"."""
        tag = self.text.parse.tokens[phrase.head].tag
        if phrase.kind == "bare":
            return tag == "NN" and self.text.lex.person(self.text.words[phrase.head]) is not None
        return self._figure(phrase, phrase.end + 1, "single").low == 1

    def _is_one_person(self, phrase: Phrase, verb: int, frame: str) -> bool:
        text = self.text
        last = text.words[phrase.end - 1]
        if text.parse.tokens[phrase.end - 1].tag == "NNPS" or last in text.lex.sides or last in _GROUPS or last.endswith("s"):
            return False
        between = text.words[phrase.end : verb]
        if phrase.end - phrase.start < 2 and (frame != "passive" or last in text.lex.nationalities):
            return False
        if frame == "passive":
            return any(w in ("was", "is", "been") for w in between[-4:]) and "were" not in between and "have" not in between[-4:]
        return True


_INCLUDING = frozenset({"including", "inculding", "included", "include", "includes", "were", "are"})
_FREED = frozenset("freed free frees freeing released release releases releasing rescued rescue rescues rescuing swapped "
                   "exchange exchanged escaped recovered reunited".split())  # fmt: skip
_BEFORE_ADJECTIVE = frozenset("for of the those in by with from its their our against some among".split())
_GROUPS = frozenset("people police staff crew army military personnel family militia couple population public crowd "
                    "community tribe group organisation organization force team".split())  # fmt: skip


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") else word


def _outcome_of(text: Text, i: int) -> Outcome | None:
    found = predicate_at(text, i, i + 1)
    if found is not None:
        return found.outcome
    return text.lex.counted.get(text.words[i]) or (Outcome.KILLED if text.words[i] in ("victims", "victim") else None)


def find_frames(text: Text) -> list[Finding]:
    """Every harm told by a verb, a state or a noun of harm, in text order."""
    return Frames(text).read()


def is_personal(outcome: Outcome) -> bool:
    return outcome in _PERSONAL


def main_findings(found: list[Finding]) -> Iterator[Finding]:
    """Those that are part of no other."""
    return (f for f in found if f.parent < 0)
