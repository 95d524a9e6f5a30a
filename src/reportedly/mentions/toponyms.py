"""Which names of places in a report mean places: each weighed by the words around it."""

from __future__ import annotations

from dataclasses import replace

from ..model import Mention, Parse, Report, Token
from ..ports import Gazetteer
from ..text.names import folded_key
from .place_names import Names
from .place_words import KNOWN, Toponym, is_major, is_odd, leading


class Finder:
    """One pass over a report's tokens that collects toponyms and weighs them."""

    def __init__(self, report: Report, parse: Parse, gazetteer: Gazetteer, actors: tuple[Mention, ...] = ()) -> None:
        self.names = Names(report.text, parse, gazetteer)
        self.text, self.tokens, self.words = report.text, parse.tokens, self.names.words
        self.upper, self.starts = self.names.upper, self.names.starts
        self.people: set[str] = set()
        self._blocked = _actor_tokens(parse, actors)

    def find(self) -> list[Toponym]:
        """The toponyms in text order, without overlaps."""
        found: list[Toponym] = []
        i = 0
        while i < len(self.tokens):
            toponym = self.names.at(i)
            if toponym is None:
                i += 1
                continue
            found.append(toponym)
            i = toponym.last + 1
        weighed = [self._weighed(t) for t in found if not self._is_blocked(t)]
        sure = {folded_key(t.name) for t in weighed if t.evidence >= 0.6}
        return [t for t in weighed if self._is_kept(t, folded_key(t.name), sure)]

    def _is_kept(self, t: Toponym, key: str, sure: set[str]) -> bool:
        """A name once seen with a first name is that person's elsewhere too, unless a place cue stands by it; a
        name once surely a place is one elsewhere too."""
        if key in self.people and t.evidence < 0.75:
            return False
        return t.evidence > 0.2 or (t.evidence >= 0.1 and key in sure)

    def _is_blocked(self, t: Toponym) -> bool:
        return not t.adjectival and t.first in self._blocked and (t.first, t.last) != self._blocked[t.first]

    def _weighed(self, t: Toponym) -> Toponym:
        before = self.tokens[t.first - 1] if t.first else None
        after = self.tokens[t.last + 1] if t.last + 1 < len(self.tokens) else None
        level, cue, whole_end = self._level(t, after)
        t = replace(t, level=level, cue=cue, whole_end=whole_end)
        if t.adjectival or t.unknown or t.evidence >= 0.9:
            return t
        return replace(t, evidence=self._evidence(t, before, after))

    def _level(self, t: Toponym, after: Token | None) -> tuple[str, str, int]:
        kinds = self.words["kinds"]
        cue = self._cue(t.first)
        if (
            after is not None
            and after.text in self.words["after"]
            and self.names.gap(t.last) == " "
            and self._is_kind(after)
        ):
            return kinds.get(after.lower, "district"), cue, after.end
        named = self.names.named_kind_before(t.first)
        if named:
            return named, cue, t.end
        if (
            t.first
            and self.tokens[t.first - 1].lower in kinds
            and self.tokens[t.first - 1].lower not in ("state", "area")
        ):
            return kinds[self.tokens[t.first - 1].lower], cue, t.end  # "the city Raqqa", "the capital Damascus"
        return t.level, cue, t.end

    def _is_kind(self, token: Token) -> bool:
        """False for "state television", where the kind belongs to what follows."""
        following = self.tokens[token.i + 1] if token.i + 1 < len(self.tokens) else None
        return (
            token.lower not in ("state", "region", "country")
            or following is None
            or following.pos not in ("NOUN", "PROPN")
        )

    def _cue(self, i: int) -> str:
        """The preposition that governs the name at token `i`, past article, adjectives and "city of"."""
        for k in range(i - 1, max(-1, i - 8), -1):
            token = self.tokens[k]
            if token.lower in self.words["locative"] or token.lower in self.words["weak"]:
                if token.lower == "of" and k and self.tokens[k - 1].lower in self.words["kinds"]:
                    continue
                return token.lower
            if token.pos in ("VERB", "AUX", "PUNCT") and token.text != "-":
                return ""
        return ""

    def _evidence(self, t: Toponym, before: Token | None, after: Token | None) -> float:
        """How sure a place is meant: what the neighbours settle at once, else the sum of what speaks for and against.

        The weights were set by hand on reports with annotated toponyms; above 0.2 a name is taken.
        """
        joined = self._is_joined(t, before)
        settled = self._settled(t, before, after)
        if settled is not None:
            return settled
        person = self._is_person(t, before, after, joined)
        if t.places[0].kind == "country" or (leading(t).kind == "province" and t.first != t.last):
            return 0.15 if person else 0.85
        if person:
            if t.first == t.last and not is_major(leading(t), t.name):
                self.people.add(folded_key(t.name))
            return 0.05
        return max(0.0, min(1.0, 0.3 + self._pros(t) - self._cons(t, after, joined)))

    def _is_joined(self, t: Toponym, before: Token | None) -> bool:
        """True where a capitalised word stands right before the name."""
        if before is None or self.upper:
            return False
        if self.names.gap(t.first - 1) not in (" ", "") or not before.text[:1].isupper():
            return False
        key = folded_key(before.text)  # a place itself where a comma was lost: "Douma Harasta Zamalka"
        return key in self.words["given"] or key in self.words["never"] or not self.names.lookup(before.text)

    def _settled(self, t: Toponym, before: Token | None, after: Token | None) -> float | None:
        """What the neighbours settle: "the city of X", "X Times", "University of X", "Department of X"."""
        words = self.words
        if t.level and (t.whole_end > t.end or self.names.named_kind_before(t.first)):
            return 0.95
        follows = after.lower if after is not None and self.names.gap(t.last) == " " else ""
        if follows in words["ailments"] or (after and follows in words["never_before"] and after.text[:1].isupper()):
            return 0.0
        if before is None or before.lower != "of" or t.first < 2:
            return None
        head = self.tokens[t.first - 2]
        if head.lower in words["never_after"]:
            return 0.3 if is_major(leading(t), t.name) else 0.1
        plain = (w in words["common"] or w in words["never"] for w in folded_key(t.name).split() if w != "and")
        return 0.0 if head.text[:1].isupper() and all(plain) else None

    def _pros(self, t: Toponym) -> float:
        key, place = folded_key(t.name), leading(t)
        score = 0.3 if is_major(place, t.name) else 0.1 if place.population >= KNOWN or place.kind != "town" else 0.0
        score += 0.3 if self._is_governed(t) else 0.0
        score += 0.25 if self._is_chained(t) else 0.0
        score += 0.15 if t.first != t.last else 0.0
        score += 0.15 if place.id.startswith("place:") and key not in self.words["given"] else 0.0
        return score + (0.25 if self._is_local(t) else 0.0)

    def _cons(self, t: Toponym, after: Token | None, joined: bool) -> float:
        words, key, place = self.words, folded_key(t.name), leading(t)
        single, opening = t.first == t.last, t.first in self.starts
        locative, proper = t.cue in words["locative"], self.tokens[t.first].pos == "PROPN"
        score = 0.0
        if single and key in words["common"]:
            # Capitalised in the middle of a sentence and alone, a common word is a name: Nice, Hit, Reading.
            alone = not (opening or joined or self.upper or self._is_joined_after(t))
            score += 0.2 if alone and proper else 0.45
        if single and not locative and place.population < 500_000 and key in words["given"] | words["surnames"]:
            score += 0.15
        score += 0.25 if is_odd(place, t.name) else 0.0
        score += 0.2 if joined and not locative else 0.0
        score += 0.35 if self._is_speaker(t, key) else 0.0
        score += 0.25 if self._is_inside_name(t, after) else 0.0
        score += 0.15 if len(key) < 4 else 0.0
        score += 0.2 if self.upper and not locative else 0.0
        return score + (0.2 if opening and single and not proper else 0.0)

    def _is_joined_after(self, t: Toponym) -> bool:
        after = self.text[t.end : t.end + 2]
        return len(after) == 2 and after[0] in " -" and after[1].isupper()

    def _is_local(self, t: Toponym) -> bool:
        """ "A Gainesville man", "Oakland police": the name says where somebody or something belongs."""
        k = t.last + 1
        return any(self.tokens[j].text in self.words["locals"] for j in range(k, min(k + 2, len(self.tokens))))

    def _is_speaker(self, t: Toponym, key: str) -> bool:
        """ "Anderson said": a surname that speaks is a person, whatever town bears it."""
        token = self.tokens[t.last]
        verb = self.tokens[token.head]
        speaks = token.dep == "nsubj" and verb.lemma in self.words["speaks"]
        return (
            speaks
            and t.first == t.last
            and leading(t).population < 1_000_000
            and key in self.words["surnames"] | self.words["given"]
        )

    def _is_governed(self, t: Toponym) -> bool:
        """True where the locative preposition stands right before the name (or its article, adjectives)."""
        k = t.first - 1
        while k >= 0 and (self.tokens[k].pos in ("DET", "ADJ", "PROPN") or self.tokens[k].lower in ("and", ",", "of")):
            k -= 1
            if t.first - k > 6:
                return False
        return k >= 0 and (
            self.tokens[k].lower in self.words["locative"] or self.tokens[k].lower in self.words["kinds"]
        )

    def _is_chained(self, t: Toponym) -> bool:
        """ "X, Ohio": a comma and then a country, a province or a short form."""
        k = t.last + 1
        if k + 1 >= len(self.tokens) or self.tokens[k].text != ",":
            return False
        nearby = self.tokens[k + 1]
        if nearby.text.rstrip(".") in self.words["short"]:
            return True
        return any(
            any(p.kind in ("country", "province") for p in places[:4])
            for places in (
                self.names.lookup(self.text[nearby.start : self.tokens[j].end])
                for j in list(self.names.ends(k + 1))[:3]
            )
        )

    def _is_person(self, t: Toponym, before: Token | None, after: Token | None, joined: bool) -> bool:
        words = self.words
        if self._is_titled(t):
            return True
        if before is not None and (joined or self.upper):
            if before.lower.rstrip(".") in words["titles"] and t.places[0].kind != "country":
                return before.lower.rstrip(".") not in ("president", "minister", "governor", "mayor") or not is_major(
                    leading(t), t.name
                )
            if folded_key(before.text) in words["given"] and before.lower not in words["kinds"]:
                return not self._is_place_before(t.first - 1)
            if len(before.text) == 2 and before.text.endswith(".") and before.text[0].isupper():
                return True
        if after is None or self.upper or self.names.gap(t.last) != " " or not after.text[:1].isupper():
            return False
        if folded_key(t.name) not in words["given"]:
            return False
        if len(after.text.rstrip(".")) == 1:
            return True  # "Virginia L. Lane"
        follows = after.pos == "PROPN" and not {after.lower, after.text.lower()} & (
            words["organisations"] | words["kinds"].keys() | words["after"]
        )
        if not follows or after.lower in words["never_before"]:
            return False
        famous = leading(t).kind == "country" or leading(t).population > 1_000_000
        return not famous or folded_key(after.text) in words["surnames"]

    def _is_titled(self, t: Toponym) -> bool:
        """ "The minister, Karim Lahore Aziz": part of the name that a title explains."""
        token = self.tokens[t.last]
        while token.dep == "compound" and self.tokens[token.head].pos == "PROPN":
            token = self.tokens[token.head]
        inside = any(self.tokens[i].pos == "PROPN" for i in (t.first - 1, t.last + 1) if 0 <= i < len(self.tokens))
        return inside and token.dep == "appos" and self.tokens[token.head].lower in self.words["titles"]

    def _is_place_before(self, i: int) -> bool:
        """True where the word before is itself governed like a place ("in Jordan Amman said")."""
        return (
            i > 0 and self.tokens[i - 1].lower in ("in", "at", "near") and bool(self.names.lookup(self.tokens[i].text))
        )

    def _is_inside_name(self, t: Toponym, after: Token | None) -> bool:
        """True where capitalised words that are no kind of body follow: "Victoria Beckham"."""
        if after is None or self.upper or self.names.gap(t.last) != " " or not after.text[:1].isupper():
            return False
        return (
            after.pos == "PROPN" and after.lower not in self.words["organisations"] and not is_major(leading(t), t.name)
        )


def _actor_tokens(parse: Parse, actors: tuple[Mention, ...]) -> dict[int, tuple[int, int]]:
    """Token ranges of known organisations and of the names of persons, by each of their tokens."""
    blocked: dict[int, tuple[int, int]] = {}
    for actor in actors:
        inside = parse.within(actor.span.start, actor.span.end)
        if actor.extra.get("person"):  # the name alone: the town of a mayor is a place
            names = actor.value.name.split()
            blocked |= {token.i: (-1, -1) for token in inside if token.text in names}
        elif getattr(actor.value, "actor", ""):
            blocked |= {token.i: (inside[0].i, inside[-1].i) for token in inside}
    return blocked
