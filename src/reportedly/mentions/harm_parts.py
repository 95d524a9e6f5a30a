"""Frames of nouns and of parts: "the deaths of 12", "among the dead were", "including three children"."""

from __future__ import annotations

from dataclasses import replace

from ..model import Outcome
from .harm_findings import MASS, Findings
from .harm_lists import Listed, phrase_list, skip_modifiers
from .harm_phrases import Phrase, Text
from .harm_predicates import Group, Predicate, is_passive, is_real, predicate_after, predicate_at
from .harm_words import grammar
from .numbers import MAX_COUNT

_HURT = grammar("hurt")
_BE = grammar("be")
_TAKEN_FOR = grammar("taken_for")
_TAKING = grammar("taking")
_AT = grammar("at")
_INCLUDE = frozenset({"include", "included", "includes"})
_SPARED = grammar("spared")
_UPROOTED = grammar("uprooted")


class PartFrames(Findings):
    """The frames around a noun of harm, and those that name a part of a figure told before."""

    def _deed(self, i: int, end: int) -> int | None:
        """ "the deaths of 12 people", "the killing of X"."""
        text, word = self.text, self.text.words[i]
        outcome = text.lex.deeds.get(word) or text.lex.counted.get(word)
        link = "to" if word in ("damage", "damages") else "of"
        if outcome is None or text.word(i + 1) != link or word == "dead":
            return None
        listed = phrase_list(text, i + 2)
        if listed is None or not is_real(text, i):
            return None
        if word == "death" and "anniversary" in text.words[max(0, i - 4) : i]:
            return None  # remembered, not told
        if word in ("life", "lives") and _SPARED.intersection(text.words[max(0, i - 3) : i]):
            return None  # "put the lives of thousands at risk"
        self.used.add(i)
        size = self._own_items(listed, end)
        joint = self._joined_deed(i, outcome)
        self._emit(listed, size, Group((*joint, Predicate(i, i + 1, outcome))), "deed")
        return listed.items[size].start if size < len(listed.items) else self._trailing(listed.tail, end)

    def _joined_deed(self, i: int, outcome: Outcome) -> tuple[Predicate, ...]:
        """The deed before "or": "the killing or wounding of several" tells of both and the number of neither."""
        before = self.text.lex.deeds.get(self.text.word(i - 2)) if self.text.word(i - 1) in ("and", "or", "/") else None
        return (Predicate(i - 2, i - 1, before),) if before not in (None, outcome) else ()

    def _own_items(self, listed: Listed, end: int) -> int:
        """How many items belong to what stands before: the last may be the subject of what follows."""
        size = len(listed.items)
        following = predicate_after(self.text, listed.after, end)
        if size > 1 and following is not None and is_passive(self.text, following, end):
            last = listed.items[-1]
            return size - (self.text.word(last.start - 1) in ("and", ",", ";", "while") or not last.noun)
        return size

    def _among(self, i: int, end: int) -> int | None:
        """ "Among the dead were three children", "among those killed was a child"."""
        text = self.text
        k = i + 1
        for _ in range(4):
            if text.word(k) in _HURT or k >= end:
                break
            phrase = text.phrase(k)
            k = (
                phrase.end
                if phrase is not None and phrase.kind in ("count", "pron", "the") and text.word(k) not in _HURT
                else k + 1
            )
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
        self._emit(listed, len(listed.items), Group.at(hurt, outcome), "among", part=True)
        return listed.tail

    def _including(self, i: int, end: int) -> int | None:
        """Parts of the last figure: "..., a monitor said, including 180 soldiers"; "the dead included a child"."""
        text = self.text
        if text.words[i] in ("were", "are") and text.word(i - 1) not in ("victims", "dead", "fatalities", "casualties"):
            return None
        listing = text.words[i] in ("including", "them", "whom")
        they = text.words[i] in _INCLUDE and "they" in text.words[max(0, i - 2) : i]
        they = they and text.ends[max(0, i - 3)] != end
        they = they or (text.words[i] in _INCLUDE and "who" in text.words[max(0, i - 2) : i])
        if not (listing or they) and text.word(i - 1) not in _HURT and text.lex.person(text.word(i - 1)) is None:
            return None
        last = self._last(i) if i + 1 < end else None
        listed = phrase_list(text, i + 1) if i + 1 < end else None
        if (
            last is None
            and text.words[i] in ("were", "are", "included")
            and listed is not None
            and listed.items[0].kind != "pron"
        ):
            self._emit(listed, len(listed.items), Group.at(i - 1, Outcome.KILLED), "victims")
            return listed.tail
        if last is None or (text.ends[self.found[last].verb] != end and text.words[i] == "including"):
            return None
        if listed is None or listed.items[0].kind == "pron":
            return None
        return self._parts(listed, end)

    def _parts(self, listed: Listed, end: int) -> int:
        """Record the list as parts of the last figure, but for a last item that has a predicate of its own."""
        size = len(listed.items)
        following = predicate_after(self.text, listed.after, end)
        if following is not None and is_passive(self.text, following, end) and size > 1:
            size -= 1
        for item in listed.items[:size]:
            self.add_part(item, "subset")
        return listed.items[size - 1].end

    def _alone(self, listed: Listed, end: int) -> int | None:
        """Phrases without a predicate of their own: "12 deaths", "no casualties", "three of them women"."""
        first = listed.items[0]
        if first.kind != "pron" and self._told_as_part(listed, end):
            return listed.after + 1
        if self._tells_by_noun(first, end):
            return first.end
        if first.kind == "count" and self._last(first.start) is not None:
            if first.anaphor and first.noun:
                self.add_part(first, "anaphor")
                return first.end
            if not first.noun and self.text.word(first.end) in _BE:
                return self._identified(first, end)
        return max(first.head, first.start + 1) if first.kind == "count" else None

    def _told_as_part(self, listed: Listed, end: int) -> bool:
        """Record the list where it is a part of what follows it: "ten children were among the dead"."""
        hurt = self._made_up(listed.after, end)
        outcome = _outcome_of(self.text, hurt) if hurt is not None else None
        if hurt is None or outcome is None:
            return False
        self._whole_after(listed.after, hurt, outcome)
        self._emit(listed, len(listed.items), Group.at(hurt, outcome), "among", part=True)
        return True

    def _tells_by_noun(self, phrase: Phrase, end: int) -> bool:
        """Record a phrase whose own words say what those counted met with: "12 hostages", "no wounded soldiers"."""
        text, word = self.text, self.text.words[phrase.head]
        hostages = word in ("hostages", "hostage", "captives") and phrase.kind in ("count", "one")
        if hostages and self._is_taken(phrase, end):
            self.add(Outcome.ABDUCTED, phrase, phrase.head, "hostages")
            return True
        adjective = self._adjective(phrase)
        if adjective is not None:
            self.add(adjective, phrase, phrase.head, "adjective")
            return True
        counted = phrase.kind == "count" and phrase.noun and word in text.lex.counted
        as_noun = word not in text.lex.verbs or text.parse.tokens[phrase.head].tag in ("NN", "NNS")
        if not counted or not as_noun or text.words[phrase.start] == "none":
            return False
        if word in _UPROOTED and not _is_mass(phrase):
            return False
        self.add(text.lex.counted[word], phrase, phrase.head, "noun")
        return True

    def _whole_after(self, i: int, hurt: int, outcome: Outcome) -> None:
        """The whole before its parts: "ten children were among 48 people killed"."""
        text = self.text
        at = next((k + 1 for k in range(i, hurt) if text.words[k] == "among"), hurt)
        whole = text.phrase(at) if at < hurt else None
        if whole is not None and whole.kind == "count" and whole.noun and not whole.anaphor:
            self.add(outcome, whole, hurt, "passive")

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
            return group.first.start if group is not None and is_passive(self.text, group, end) else None
        if text.words[k : k + 2] == ["made", "up"] or text.words[k : k + 2] == ["accounted", "for"]:
            for j in range(k + 2, min(k + 8, end)):
                if text.words[j] in _HURT:
                    return j
        return None

    def _is_taken(self, phrase: Phrase, end: int) -> bool:
        """True for "took 12 hostages", "350 hostages have been taken"."""
        near = (
            *self.text.words[max(0, phrase.start - 2) : phrase.start],
            *self.text.words[phrase.end : min(phrase.end + 4, end)],
        )
        return not _TAKING.isdisjoint(near)

    def _identified(self, first: Phrase, end: int) -> int | None:
        """ "... while four were foreign volunteers", after figures of which these are a part."""
        last = self.found[-1]
        at = first.end + 1
        while at < end and self.text.words[at] in _TAKEN_FOR:
            at += 1
        phrase = self.text.phrase(at) if at < end else None
        if phrase is None or not phrase.noun or self.text.lex.person(self.text.words[phrase.head]) is None:
            return None
        if predicate_after(self.text, phrase.end, end) is not None or phrase.kind not in ("bare", "some"):
            return None
        if (
            last.parent < 0
            and not last.phrase.anaphor
            and not first.anaphor
            and self.text.word(last.phrase.start - 1) != "of"
        ):
            return None
        named = replace(first, end=phrase.end, head=phrase.head, noun=True)
        self._record(
            last.outcome,
            named,
            last.verb,
            "identified",
            last.parent if last.parent >= 0 else len(self.found) - 1,
            False,
        )
        return phrase.end

    def _named_after(self, i: int, end: int) -> None:
        """ "Six of those killed were rebel fighters": what follows says who they were."""
        last = self.found[-1] if self.found else None
        if last is None or not last.phrase.anaphor or self.text.word(i) not in _BE:
            return
        at = i + 1
        while at < end and self.text.words[at] in _TAKEN_FOR:
            at += 1
        phrase = self.text.phrase(at) if at < end else None
        if phrase is not None and phrase.noun and self.text.lex.person(self.text.words[phrase.head]) is not None:
            self.found[-1] = replace(last, whose=phrase)

    def _trailing(self, i: int, end: int) -> int:
        """Subsets after the predicate: "... were killed, including three children", "three of them women"."""
        text, k = self.text, i
        if not self.found:
            return i
        at = k if text.word(k) == "(" else skip_modifiers(text, k, end)
        while text.word(at) in (",", "-", "–", "(") and at < end:
            at += 1
        word = text.word(at)
        if (part := self._part_of_them(at, end)) is not None:
            return part
        further = text.phrase(at + 1) if word in ("and", "while") and at + 1 < end else None
        if further is not None and further.kind == "count" and not further.noun and text.word(further.end) in _AT:
            last = self.found[-1]  # "30 were killed around the town and another five outside it"
            self.add(last.outcome, further, last.verb, "gap")
            return further.end
        if at < end and word in ("along", "together") and text.word(at + 1) == "with":
            listed = phrase_list(text, at + 2) if at + 2 < end else None
            if listed is not None and listed.items[0].kind in ("count", "one", "the"):
                last = self.found[-1]
                self._emit(listed, 1, Group.at(last.verb, last.outcome), "along")
                return listed.items[0].end
        if at < end and (
            word in ("including", "inculding", "mostly", "mainly") or (word == "among" and text.word(at + 1) == "them")
        ):
            start = at + 1 + (word == "among")
            listed = phrase_list(text, start) if start < end else None
            if listed is not None and listed.items[0].kind != "pron":
                return self._parts(listed, end)
        return i

    def _part_of_them(self, i: int, end: int) -> int | None:
        """ "... were hurt, one of them seriously", "... were killed, nine of them by police"."""
        phrase = self.text.phrase(i) if i < end else None
        if phrase is None or phrase.kind != "count" or not phrase.anaphor or phrase.noun or phrase.share:
            return None
        told = phrase.end < end and self.text.parse.tokens[phrase.end].is_finite
        if told or predicate_after(self.text, phrase.end, end) is not None:
            return None  # what they did or suffered is read on its own
        self.add_part(phrase, "subset")
        return phrase.end


def _outcome_of(text: Text, i: int) -> Outcome | None:
    found = predicate_at(text, i, i + 1)
    if found is not None:
        return found.outcome
    return text.lex.counted.get(text.words[i]) or (Outcome.KILLED if text.words[i] in ("victims", "victim") else None)


def _is_mass(item: Phrase) -> bool:
    """True for a number of people that only flight brings together."""
    low = item.figure.low if item.figure else None
    return low is not None and MASS <= low < MAX_COUNT
