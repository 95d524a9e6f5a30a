"""The sentence frames in which news tells of harm: who was harmed by which predicate, and how many."""

from __future__ import annotations

from dataclasses import replace

from ..model import Outcome
from .harm_findings import MOVES, Finding
from .harm_governed import governing
from .harm_lists import Listed, phrase_list, skip_modifiers
from .harm_parts import PartFrames
from .harm_phrases import Text
from .harm_predicates import (
    Group,
    Predicate,
    is_passive,
    is_real,
    object_start,
    predicate_after,
    predicate_at,
    split_verb,
    stands_in_passive,
)
from .harm_tallies import TALLIES, tally_at
from .harm_words import ING, PART, grammar

_FORCE = grammar("force")
_BE = grammar("be")
_INCLUDING = grammar("including")
_FREED = grammar("freed")
_PLACED = frozenset({"in", "at", "near"})
_ARRESTS = grammar("arrests")
_KIN = grammar("kin")
_WHO = grammar("who")
_BEFORE_ADJECTIVE = grammar("before_adjective")


def find_frames(text: Text) -> list[Finding]:
    """Every harm told by a verb, a state, a noun or a tally, in the order in which it was read."""
    return Frames(text).read()


class Frames(PartFrames):
    """Reads one report from left to right, sentence by sentence."""

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
        size = self._own_items(listed, end)
        if group.outcomes == (Outcome.DAMAGED,) and self.text.word(listed.items[0].end) == "into":
            return listed.tail  # "smashed a car into the gate": the means
        following = predicate_after(self.text, listed.after, end)
        self._emit(listed, size, group, "active")
        reduced = size == 1 and following is not None and not following.be and not following.first.suffers
        if reduced and following is not None and following.outcomes[0] not in group.outcomes:
            # "massacred 250 soldiers taken prisoner"
            self._emit(listed, int(is_passive(self.text, following, end)), following, "reduced")
        if size < len(listed.items):
            return listed.items[size].start
        return self._trailing(listed.tail, end)

    # -- phrases with a predicate after them -----------------------------------------------

    def _phrases(self, i: int, end: int) -> int | None:
        """A list of phrases at token i with what is said of it after: "12 people and a child were killed"."""
        text = self.text
        if text.words[i] == "among":
            listing = text.word(i + 1) in ("them", "whom")
            return self._including(i + 1, end) if listing else self._among(i, end)
        if text.words[i] in _INCLUDING and (done := self._including(i, end)):
            return done
        listed = phrase_list(text, i)
        if listed is None or text.words[listed.items[0].head] in TALLIES:
            return None
        if text.words[listed.items[0].head] in text.lex.deeds and text.word(listed.items[0].end) == "of":
            return None
        if (inner := self._relatives_of(listed)) is not None:
            return inner
        group = predicate_after(text, listed.after, end)
        if group is None and listed.after > listed.tail:
            group = predicate_after(text, listed.tail, end)
        if group is None:
            group = self._past_participle(listed.after, end)
        if group is not None and listed.items[0].partitive and not listed.items[0].anaphor:
            group = self._beyond_state(group, end)
            if group is None:
                return listed.after
        if group is not None and group.first.start in self.governed:
            return None  # its subject stood further left
        if group is not None and self._does_harm(listed, group, end):
            return None
        if group is not None and is_passive(self.text, group, end) and self._may_suffer(listed, group):
            self.used.update(p.start for p in group.parts)
            first = self._subject_start(listed)
            if listed.items[0].whole is None and self._is_freed(group, i, end):
                return group.end
            if len(listed.items) == 1 and listed.items[0].kind == "name" and text.word(i - 1) in _PLACED:
                return group.end  # "a factory in Homs was destroyed"
            if group.negated or (group.unreal and not self._forced(i)):
                return group.end
            self._emit(
                replace(listed, items=listed.items[first:], subset=listed.subset[first:]),
                len(listed.items) - first,
                group,
                "passive",
            )
            self._named_after(group.end, end)
            return self._trailing(group.end, end)
        return self._governed(listed, end) or self._alone(listed, end)

    def _beyond_state(self, group: Group, end: int) -> Group | None:
        """What befell some of those told of before: the death in "two of the wounded died"; None where no harm did."""
        text = self.text
        if (
            group.be
            or text.words[group.first.start] not in text.lex.states
            or "the" not in text.words[group.first.start - 3 : group.first.start]
        ):
            return group
        further = predicate_after(text, group.end, end)
        if further is not None and is_passive(text, further, end):
            return further
        stays = text.word(group.end) in _BE and group.end + 1 < end and text.parse.tokens[group.end + 1].tag != "VBN"
        return group if stays else None

    def _governed(self, listed: Listed, end: int) -> int | None:
        """Give the list to the verb far behind it whose subject it is; what stands between is read next."""
        group = governing(self.text, listed.items[0], listed.after, end)
        if group is None or not self._may_suffer(listed, group):
            return None
        self.governed.add(group.first.start)
        if group.negated or (group.unreal and not self._forced(listed.items[0].start)):
            return None
        self._emit(listed, len(listed.items), group, "passive")
        return listed.tail

    def _does_harm(self, listed: Listed, group: Group, end: int) -> bool:
        """True where one named person killed another: "X shot and killed Y"."""
        if group.be or group.first.state or group.first.suffers:
            return False
        if listed.items[-1].kind not in ("name", "the", "bare", "one"):
            return False
        target = self.text.phrase(group.end) if group.end < end else None
        return target is not None and target.kind == "name" and target.end - target.start > 1

    def _relatives_of(self, listed: Listed) -> int | None:
        """Where "nine people who were killed" begins in "the families of the nine people who were killed"."""
        text, first = self.text, listed.items[0]
        if len(listed.items) > 1 or first.kind not in ("the", "bare") or text.word(first.end) not in ("of", "for"):
            return None
        inner = text.phrase(first.end + 1) if first.end + 1 < text.ends[first.start] else None
        if inner is None or inner.kind not in ("count", "the") or not inner.noun or inner.end >= text.ends[inner.start]:
            return None
        counted = inner.kind == "count" or text.lex.person(text.words[inner.head]) is not None
        killed = predicate_at(text, inner.end, text.ends[inner.start])
        stated = text.words[inner.end] in _WHO or (killed is not None and PART in killed.kinds)
        return inner.start if counted and stated and text.words[first.head] in _KIN else None

    def _past_participle(self, i: int, end: int) -> Group | None:
        """The predicate past a reduced relative: "two cars parked nearby were destroyed"."""
        text = self.text
        if i >= end or text.parse.tokens[i].tag not in ("VBN", "VBG") or predicate_at(text, i, end) is not None:
            return None
        at = skip_modifiers(text, i + 1, end)
        while (
            at < end
            and at - i < 6
            and text.words[at] not in _BE
            and text.parse.tokens[at].pos in ("ADV", "NOUN", "ADP")
        ):
            at += 1
        return predicate_after(text, at, end) if text.word(at) in _BE and at < end else None

    def _is_freed(self, group: Group, i: int, end: int) -> bool:
        """True where captives are named only to say that they are free: "21 girls abducted in 2014 were freed"."""
        if group.outcomes[0] not in (Outcome.ABDUCTED, Outcome.CAPTURED):
            return False
        if group.be:
            return self.text.word(i - 1) in _FREED
        if "any" in self.text.words[max(0, i - 3) : i]:
            return False  # "the first release of any of the 200 girls kidnapped": of all that were taken
        start = max(0, i - 12)
        return not _FREED.isdisjoint(self.text.words[start : min(end, i + 40)])

    def _forced(self, i: int) -> bool:
        return self.text.word(i - 1) in _FORCE

    def _may_suffer(self, listed: Listed, group: Group) -> bool:
        verb = self.text.words[group.first.start]
        if verb in MOVES and not any(self._flees(p, verb) for p in listed.items):
            return False
        return any(self._fits(p, group.outcomes[0], True, verb in _ARRESTS) for p in listed.items)

    def _subject_start(self, listed: Listed) -> int:
        """Behind a preposition only what a conjunction adds can be the subject: "on Aleppo and 12 people were"."""
        before = self.text.word(listed.items[0].start - 1)
        if before in ("in", "on", "at", "near", "against", "by", "from", "to", "for") and len(listed.items) > 1:
            return 1
        return 0
