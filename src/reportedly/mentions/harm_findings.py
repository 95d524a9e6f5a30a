"""Findings: harms as the sentence frames give them, kept with their figures and of what they are a part."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..model import Figure, Harmed, Outcome
from .harm_lists import Listed
from .harm_phrases import Phrase, Text
from .harm_predicates import Group
from .harm_words import grammar, singular

MATERIAL = frozenset({Outcome.DESTROYED, Outcome.DAMAGED, Outcome.SHOT_DOWN})
_SHARES = grammar("shares")
_MASS = grammar("mass")
_TELLING = grammar("telling")
_HEDGES = frozenset({"least", "more", "over"})
_GROUPS = grammar("groups")
_BE = grammar("auxiliary")
_LEFT = grammar("left")
_ARRESTS = grammar("arrests")
_FOUND = grammar("found")
MOVES = grammar("moves")
_ARRIVALS = grammar("arrivals")
_UPROOTED = grammar("uprooted")
_HELD = grammar("held")
_SEIZING = grammar("seizing")
# From how many on those who go away are displaced, and from how many on "refugees" alone tells it.
MANY, MASS = 10, 100
_REMAINS = grammar("remains")
_DIES = frozenset({"died", "dies", "drowned", "perished"})
_HOSTAGES = frozenset({"hostage", "hostages"})
_RUINED = {"damaged": Outcome.DAMAGED, "destroyed": Outcome.DESTROYED, "wrecked": Outcome.DESTROYED}
# How many findings back, and how many tokens, the whole of a part is looked for.
_BACK, _NEAR = 12, 80


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


class Findings:
    """What one report's frames have given so far, in the order in which they were read."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.found: list[Finding] = []
        self.used: set[int] = set()
        self.governed: set[int] = set()

    def add(self, outcome: Outcome, phrase: Phrase, verb: int, frame: str, whose: Phrase | None = None) -> None:
        """Record a whole figure."""
        k = self._record(outcome, phrase, verb, frame, -1, False)
        if whose is not None:
            self.found[k] = replace(self.found[k], whose=whose)

    def add_part(self, phrase: Phrase, frame: str) -> None:
        """Record a part of the last figure."""
        parent = self._last(phrase.start)
        if parent is None:
            return
        last = self.found[parent]
        if self._fits(phrase, last.outcome):
            self._record(last.outcome, phrase, last.verb, frame, parent, False)

    def last_outcome(self, token: int) -> Outcome | None:
        """The outcome of the last figure near this token."""
        k = self._last(token)
        return self.found[k].outcome if k is not None else None

    def main_outcome(self, token: int) -> Outcome | None:
        """The outcome that a bare figure near this token counts: the dead where dead were just told, else the last."""
        last = self._last(token)
        near = () if last is None else self.found[max(0, last - 2) : last + 1]
        return Outcome.KILLED if any(f.outcome is Outcome.KILLED for f in near) else self.last_outcome(token)

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
                verb = self.text.words[group.first.start]
                personal = verb in _ARRESTS
                if verb in _FOUND and not self.text.lex.is_equipment(self.text.words[phrase.head]):
                    if phrase.kind == "count" and self.text.words[phrase.head] in _REMAINS:
                        self._record(Outcome.KILLED, phrase, group.first.start, "noun", -1, False)
                    continue  # arms are recovered as booty, persons are saved
                if predicate_outcome is Outcome.DISPLACED and verb in MOVES and not self._flees(phrase, verb):
                    continue
                if not self._fits(phrase, predicate_outcome, n == 0 or main >= 0, personal):
                    continue
                own = self._own_outcome(phrase, frame)
                if own not in (None, predicate_outcome) and not subset:
                    self._record(own, phrase, group.first.start, "noun", -1, False)
                    continue
                if phrase.whole is not None and frame == "passive" and not group.be:
                    whole_of = replace(phrase, figure=phrase.whole)  # "21 of the 60 girls kidnapped": 60 were
                    if self.text.word(phrase.start - 1) in _BE and phrase.figure == Figure(1, 1):
                        # "he was one of four men killed": four, and he
                        inner = replace(whole_of, start=phrase.start + 2)
                        main = self._record(predicate_outcome, inner, group.first.start, frame, -1, joint)
                        self._record(predicate_outcome, phrase, group.first.start, "subset", main, joint)
                        continue
                    phrase = whole_of
                whole = phrase.anaphor and self.text.words[phrase.head] == "those"
                if subset and main >= 0:
                    self._record(predicate_outcome, phrase, group.first.start, "subset", main, joint)
                elif part or whole or (phrase.share and not phrase.noun):
                    self._record(
                        predicate_outcome, phrase, group.first.start, frame, self._parent(predicate_outcome), joint
                    )
                else:
                    main = self._record(predicate_outcome, phrase, group.first.start, frame, -1, joint)

    def _flees(self, phrase: Phrase, verb: str) -> bool:
        """True for many civilians: "6,000 workers left the city" tells of flight, "40 soldiers" or "a man" do not."""
        word, figure = self.text.words[phrase.head], phrase.figure or Figure()
        if max(figure.low or 0, figure.high or 0) < (MANY if phrase.noun else MASS):
            return False
        if not phrase.noun or word in _UPROOTED:
            return phrase.noun or verb not in _ARRIVALS
        side = self.text.lex.person(word)
        return side in (Harmed.CIVILIAN, Harmed.UNKNOWN) and word not in _HELD and verb not in _ARRIVALS

    def _adjective(self, phrase: Phrase) -> Outcome | None:
        """ "20 wounded soldiers", "1,000 displaced people"."""
        if phrase.kind != "count" or not phrase.noun or phrase.partitive:
            return None
        before = self.text.words[phrase.head - 1] if phrase.head - 1 > phrase.start else ""
        if self.text.lex.is_equipment(self.text.words[phrase.head]):
            return _RUINED.get(before)  # "several damaged buildings"
        return self.text.lex.states.get(before)

    def _own_outcome(self, phrase: Phrase, frame: str) -> Outcome | None:
        """The outcome that a noun tells by itself: "4 martyrs", "the bodies of two and several injured civilians"."""
        if phrase.kind != "count" or not phrase.noun:
            return None
        word = self.text.words[phrase.head]
        if word in _TELLING:
            return self.text.lex.counted[word]
        return self._adjective(phrase) if frame == "deed" else None

    def _summed(self, listed: Listed, size: int, group: Group, frame: str) -> list[tuple[Phrase, bool]]:
        """The list's items; named or possessed single persons side by side are one figure: "X and his wife"; and
        what adds up to the first figure is a part of it: "12 people, seven women and five men"."""
        items = list(zip(listed.items, listed.subset))[:size]
        verb = group.first.start
        kin = len(items) > 1 and self.text.words[items[1][0].start] in ("his", "her")
        kinds = ("name", "the", "bare", *(("one",) if kin else ()))  # "a nurse and her son"
        singles = [p for p, part in items if not part and p.kind in kinds and p.noun]
        alone = bool(singles) and singles[0].kind != "bare" and all(self._is_single(p) for p in singles)
        if len(singles) == len(items) > 1 and alone:
            whole = replace(singles[0], end=singles[-1].end, kind="count", figure=Figure(len(singles), len(singles)))
            return [(whole, False)] if verb >= 0 else items
        items = self._hedged_together(items)
        rest = [
            p.figure.low
            for p, _ in items[1:]
            if p.kind == "count" and p.figure is not None and p.figure.low is not None
        ]
        first = items[0][0].figure if items else None
        if len(rest) == len(items) - 1 > 1 and first is not None and first.low == sum(rest):
            return [items[0], *((p, True) for p, _ in items[1:])]
        return items

    def _hedged_together(self, items: list[tuple[Phrase, bool]]) -> list[tuple[Phrase, bool]]:
        """ "At least three nurses and four guards": the hedge holds for both, as the coders read it."""
        if len(items) < 2:
            return items
        first = items[0][0]
        hedge = set(self.text.words[first.start : first.head])
        if first.figure is None or first.figure.low is None or first.figure.high is not None or not hedge & _HEDGES:
            return items
        more = 0 if "least" in hedge else 1
        spread = [items[0]]
        for phrase, part in items[1:]:
            exact = phrase.kind == "count" and phrase.figure is not None and phrase.figure.low == phrase.figure.high
            if exact and not part and phrase.figure is not None and self.text.word(phrase.start - 1) == "and":
                phrase = replace(phrase, figure=Figure((phrase.figure.low or 0) + more, None))
            spread.append((phrase, part))
        return spread

    def _fits(self, phrase: Phrase, outcome: Outcome, first: bool = True, personal: bool = False) -> bool:
        """True where a phrase can suffer the outcome: persons die, gear is destroyed; only persons are jailed."""
        text, word = self.text, self.text.words[phrase.head]
        if phrase.kind == "pron":
            return word in ("he", "she", "him", "her", "who", "they", "them", "those", "all", "everyone")
        if not phrase.noun:
            return True
        if outcome is Outcome.ABDUCTED and (word in _REMAINS or word in text.lex.states):
            return False  # the dead and the wounded are carried away
        if word in text.lex.never or singular(word) in text.lex.never:
            return False
        person, gear = text.lex.person(word) is not None, text.lex.is_equipment(word)
        if phrase.figure == Figure(0, 0) and not person:
            return False  # "no immediate details of those killed"
        if (
            not person
            and not gear
            and phrase.kind in ("the", "bare", "one", "some")
            and text.parse.tokens[phrase.head].pos != "PROPN"
        ):
            return False
        if not person and not gear and phrase.kind in ("the", "one") and not word.endswith(("s", "i", "n", "e")):
            return False  # "the Observatory"; a demonym that is in no list ends otherwise
        if outcome in MATERIAL:
            same = (
                word == "others" and self.last_outcome(phrase.start) in MATERIAL
            )  # "wrecked nine and damaged two others"
            return gear or same or (first and outcome is Outcome.DESTROYED and phrase.kind == "count" and not person)
        if outcome is Outcome.CAPTURED:
            titled = text.lex.person(text.words[phrase.start]) is not None
            named = (personal or titled) and phrase.kind == "name" and phrase.end - phrase.start > 1
            return (
                person
                or named
                or (gear and word not in text.lex.not_captured and singular(word) not in text.lex.not_captured)
            )
        return person or not gear

    def _last(self, token: int) -> int | None:
        """The last whole figure before this token, in the same sentence or the one before it."""
        for k in range(len(self.found) - 1, max(-1, len(self.found) - _BACK), -1):
            if self.found[k].parent < 0:
                near = self.found[k].verb
                same = self.text.ends[near] == self.text.ends[token]
                return k if same or self.text.ends[token] - near < _NEAR else None
        return None

    def _parent(self, outcome: Outcome) -> int:
        for k in range(len(self.found) - 1, max(-1, len(self.found) - _BACK), -1):
            if self.found[k].parent < 0 and self.found[k].outcome is outcome:
                return k
        return -1

    def _record(self, outcome: Outcome, phrase: Phrase, verb: int, frame: str, parent: int, joint: bool) -> int:
        joint = joint and phrase.figure != Figure(0, 0)  # "nobody was killed or wounded" tells of both
        figure = Figure() if joint else self._figure(phrase, verb, frame, outcome)
        word = self.text.words[phrase.head]
        if phrase.share:
            # "Most were shot" counts them; "most of them women" only says who they were.
            counted = phrase.end - phrase.start < 2
            whole = self.found[parent].figure if parent >= 0 and counted else Figure()
            figure = Figure() if whole.low is None else Figure(whole.low // 2 + 1, whole.high)
        elif word == "them" and phrase.kind == "pron" and not joint:
            figure = self._of_them(phrase, outcome)
        if outcome is Outcome.CAPTURED and phrase.noun and word in _HOSTAGES:
            outcome = Outcome.ABDUCTED
        if outcome is Outcome.CAPTURED and self._carried_off(phrase, verb):
            outcome = Outcome.ABDUCTED
        if outcome is Outcome.DISPLACED and (figure == Figure(1, 1) or phrase.kind == "pron"):
            figure = Figure()  # one man who runs away is not displaced
        if (
            outcome in MATERIAL
            and phrase.noun
            and word != "others"
            and self.text.lex.person(word)
            and not self.text.lex.is_equipment(word)
        ):
            outcome = Outcome.KILLED
        self.found.append(Finding(outcome, figure, phrase, verb, frame, parent))
        return len(self.found) - 1

    def _carried_off(self, phrase: Phrase, verb: int) -> bool:
        """True for civilians seized, and for abducted ones still held."""
        word = self.text.words[verb]
        if word == "held":
            return self.last_outcome(phrase.start) is Outcome.ABDUCTED
        civilians = phrase.noun and self.text.lex.person(self.text.words[phrase.head]) is Harmed.CIVILIAN
        return civilians and phrase.kind == "count" and word in _SEIZING

    def _figure(self, phrase: Phrase, verb: int, frame: str, outcome: Outcome | None = None) -> Figure:
        """The phrase's figure; a single definite or named person is one, a plural without number is open."""
        if phrase.figure is not None:
            return phrase.figure
        text, token = self.text, self.text.parse.tokens[phrase.head]
        word = token.lower
        if phrase.kind == "pron":
            return Figure(1, 1) if word in ("he", "she", "him", "her") else Figure()
        if phrase.kind == "the" and outcome in MATERIAL and text.lex.is_equipment(word) and word not in _MASS:
            share = text.word(phrase.start - 1) == "of" and text.word(phrase.start - 2) in _SHARES
            return Figure(1, 1) if token.tag in ("NN", "NNP") and not share else Figure()
        if phrase.kind == "the":
            single = token.tag in ("NN", "NNP") and text.lex.person(word) is not None and word not in text.lex.counted
            return Figure(1, 1) if single and word not in _GROUPS else Figure()
        if phrase.kind == "name":
            return Figure(1, 1) if self._is_one_person(phrase, verb, frame) else Figure()
        single = token.tag == "NN" and text.lex.person(word) is not None and word not in _GROUPS and frame == "passive"
        single = single and (phrase.start == 0 or text.ends[phrase.start - 1] != text.ends[phrase.start])
        return Figure(1, 1) if single and text.lex.counted.get(word) is None else Figure()

    def _of_them(self, phrase: Phrase, outcome: Outcome) -> Figure:
        """The number of those just told of: "rounded up 200 men and executed them"."""
        last = self.found[-1] if self.found else None
        if last is None or last.parent >= 0 or last.outcome is outcome or outcome in MATERIAL:
            return Figure()
        near = self.text.ends[last.phrase.start] == self.text.ends[phrase.start] and phrase.start - last.phrase.end < 8
        counted = last.phrase.kind == "count" and last.phrase.noun and last.phrase.start < phrase.start
        return last.figure if near and counted else Figure()

    def _is_single(self, phrase: Phrase) -> bool:
        """True for one named or possessed person: "his wife", "Hassan Aboud", and after these "13-year-old son"."""
        tag = self.text.parse.tokens[phrase.head].tag
        if phrase.kind == "bare":
            return tag == "NN" and self.text.lex.person(self.text.words[phrase.head]) is not None
        return self._figure(phrase, phrase.end + 1, "single").low == 1

    def _is_one_person(self, phrase: Phrase, verb: int, frame: str) -> bool:
        text = self.text
        last = text.words[phrase.end - 1]
        if (
            text.parse.tokens[phrase.end - 1].tag == "NNPS"
            or last in text.lex.sides
            or last in _GROUPS
            or (last.endswith("s") and phrase.end - phrase.start == 1)
        ):
            return False
        tokens = text.parse.tokens[phrase.start : phrase.end]
        titled = any(text.lex.person(t.lower) is not None for t in tokens)
        if not titled and not all(t.pos in ("PROPN", "PUNCT", "PART") for t in tokens):
            return False
        if text.word(phrase.start - 1) in _LEFT and phrase.end - phrase.start > 1:
            return True  # "left John Marston and two others dead"
        if text.word(verb) in _DIES and frame == "passive" and "have" not in text.words[phrase.end : verb]:
            return True
        between = text.words[phrase.end : verb]
        if phrase.end - phrase.start < 2 and (frame != "passive" or last in text.lex.nationalities):
            return False
        if frame == "passive":
            return (
                any(w in ("was", "is", "been") for w in between[-4:])
                and "were" not in between
                and "have" not in between[-4:]
            )
        return True
