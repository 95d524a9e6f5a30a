"""Noun phrases with their figures, read from the surface of a sentence.

News texts often lost their commas, and then a parser's tree cannot be trusted. So phrases are cut by
part of speech and by the words of harm alone: "at least 12 Syrian army soldiers", "two of them", "a child".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from ..model import Figure, Parse
from .harm_words import COLLECTIVE, HarmWords, grammar, harm_words, is_plural
from .numbers import PROJECT, read_count

_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ"})
_ARTICLES = grammar("articles")
_DEFINITE = grammar("definite")
_PRONOUNS = grammar("pronouns")
_SOME = grammar("some")
_MORE = grammar("more")
_LINKS = grammar("links")
# Function words and sentence adverbs: never part of a phrase, whatever a tagger makes of capitals.
_FUNCTION = grammar("function")
_GLUED = re.compile(r"(\d{1,3}(?:,\d{3})+|\d{1,9}|[A-Za-z][a-z]{2,20})(?:\.(?=[A-Z=])|(?<=\d)(?=[a-z]{4}))")
_BANDS = grammar("bands")
_TELLERS = grammar("tellers")
_PLAIN_PLURALS = frozenset({"people", "women", "men", "children", "police", "troops"})
_SO_CALLED = frozenset({"so", "called"})
MAX_RUN = 14


@dataclass(frozen=True, slots=True)
class Phrase:
    """One noun phrase over tokens [start, end).

    `kind`: count (a quantity), some, one (a/an), the, name, bare (no determiner), pron. `partitive`: "two of
    them", "13 of its fighters". `noun` is False for a count without a noun of its own. `share` is set for "most
    of ...", `anaphor` for "of them". `more` are further heads under the same number: "30 gunmen and guards";
    `whole` is the 60 of "21 of the 60 girls".
    """

    start: int
    end: int
    head: int
    kind: str
    figure: Figure | None = None
    partitive: bool = False
    noun: bool = True
    share: bool = False
    anaphor: bool = False
    more: tuple[int, ...] = ()
    whole: Figure | None = None


@dataclass(slots=True)
class Text:
    """A report's tokens with what is looked up again and again; private to one reading."""

    parse: Parse
    rule: str = PROJECT
    words: list[str] = field(default_factory=list)
    lex: HarmWords = field(default_factory=harm_words)
    ends: list[int] = field(default_factory=list)
    phrases: dict[int, Phrase | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.words = [t.lower for t in self.parse.tokens]
        for k, token in enumerate(self.parse.tokens):
            if (token.text[0].isdigit() or "." in token.text) and (glued := _GLUED.match(token.text)) is not None:
                self.words[k] = glued[1].lower()  # "260.Magistrate", "killed.The": a space was lost
            elif token.text == "IS" and not (self._is_capital(k - 1) and self._is_capital(k + 1)):
                self.words[k] = "isis"  # the group, not the verb
        for start, end in self.parse.sentences:
            self.ends.extend([end] * (end - start))

    def word(self, i: int) -> str:
        """The word at token `i` in small letters, "" outside the text."""
        return self.words[i] if 0 <= i < len(self.words) else ""

    def _is_capital(self, i: int) -> bool:
        token = self.parse.tokens[i] if 0 <= i < len(self.parse.tokens) else None
        return token is None or (token.text.isupper() and len(token.text) > 1) or not token.text.isalpha()

    def is_harm_verb(self, i: int) -> bool:
        """True where the word is a verb of harm by itself; "gas" and "murder" as nouns are not."""
        if i >= len(self.words):
            return False
        tag = self.parse.tokens[i].tag
        if tag in ("NN", "NNS") and self.words[i] in self.lex.counted:
            return False  # "4 martyrs"
        noun = tag == "NN"
        return any(not v.rest and not (noun and v.kinds == {"base"}) for v in self.lex.verbs.get(self.words[i], ()))

    def opens_verb(self, i: int) -> bool:
        """True where a verb of several words stands: "sustained injuries"."""
        verbs = self.lex.verbs.get(self.words[i], ())
        return any(v.rest and tuple(self.words[i + 1 : i + 1 + len(v.rest)]) == v.rest for v in verbs)

    def is_state(self, i: int) -> bool:
        """True for a word such as "dead" or "wounded"."""
        return self.word(i) in self.lex.states

    def phrase(self, i: int) -> Phrase | None:
        """The noun phrase that begins at token i, if one does."""
        if i not in self.phrases:
            self.phrases[i] = _phrase(self, i) if i < len(self.words) else None
        return self.phrases[i]


def _nominal(text: Text, k: int, start: int, end: int) -> bool:
    token, word = text.parse.tokens[k], text.words[k]
    if word in _LINKS:
        tokens = text.parse.tokens
        if word in ("-", "–") and k and tokens[k - 1].end != token.start:
            return False  # a dash, not a hyphen
        return k > start and k + 1 < end and (word in ("'s", "’s") or text.parse.tokens[k + 1].pos != "PUNCT")
    if (
        word in ("so", "called")
        and {text.word(k + 1), text.word(k - 1), text.word(k + 2), text.word(k - 2)} & _SO_CALLED
    ):
        return True  # "the so-called X", with or without its hyphen
    if word == "isis" or (k > start and text.words[k - 1] == "-" and token.pos != "PUNCT"):
        return True  # what a hyphen joins belongs to the phrase: "Western-armed"
    if word in _FUNCTION:
        return k > start and text.word(k - 1) == "-" and word in ("led",)
    if text.is_harm_verb(k) or text.is_state(k):
        # "wounded patients", "kidnapped girls": an adjective only right before its noun
        known = text.lex.person(text.word(k + 1)) is not None or text.lex.is_equipment(text.word(k + 1))
        return known and k == start and token.tag in ("JJ", "VBN") and text.ends[k] > k + 1
    if token.pos in _NOMINAL or word in _PLAIN_PLURALS:
        return True
    if token.pos == "NUM":
        named = token.text[:1].isalpha() and token.text[-1:].isdigit()  # "a T-72 tank"
        return named or text.word(k + 1) == "-" or (k > start and text.word(k - 1) == "-")  # "13-year-old"
    if token.tag not in ("VBN", "VBG") or k + 1 >= end or text.opens_verb(k):
        return False
    return token.dep in ("amod", "compound") or (k == start and token.tag == "VBN" and is_known(text, k + 1))


def _run(text: Text, start: int, end: int) -> int:
    """The end of the run of nominal tokens from `start`, cut where a lost comma shows."""
    k, lower_noun = start, False
    while k < end and k - start < MAX_RUN and _nominal(text, k, start, end):
        token = text.parse.tokens[k]
        if lower_noun and token.pos == "PROPN" and text.word(k - 1) not in _LINKS:
            break
        lower_noun = token.pos == "NOUN" and token.text[:1].islower()
        k += 1
    while k > start and (text.words[k - 1] in _LINKS or text.parse.tokens[k - 1].tag in ("VBN", "VBG")):
        k -= 1
    return k


def is_age(text: Text, i: int) -> bool:
    """True for the 42 of "Dayton, 42, of Woodbridge"."""
    word = text.words[i]
    if not (word.isdigit() and len(word) < 3 and text.word(i - 1) == "," and i > 1):
        return False
    before = text.parse.tokens[i - 2]
    closes = i + 1 >= len(text.words) or text.words[i + 1] in (",", ".", ";", ")")
    return closes and (before.pos == "PROPN" or text.lex.person(before.lower) is not None)


def is_known(text: Text, k: int) -> bool:
    """True for a word for people or for things that are lost."""
    return text.lex.person(text.words[k]) is not None or text.lex.is_equipment(text.words[k])


def _head(text: Text, start: int, end: int, plural: bool) -> int:
    """The head of a run: for a number above one the first plural noun that can be harmed, else the last noun."""
    if plural:
        for k in range(start, end):
            if is_known(text, k) and is_plural(text.words[k]) and text.word(k + 1) != "-":
                while k + 1 < end and is_known(text, k + 1) and is_plural(text.words[k + 1]):
                    k += 1  # "two weapons caches", "20 police officers"
                return k
        for k in range(start, end):
            if text.parse.tokens[k].tag in ("NNS", "NNPS") and text.word(k + 1) != "-":
                return k
    for k in range(start, end):  # a title before a name: "leader Hassan Aboud"
        if (
            is_known(text, k)
            and k + 1 < end
            and text.parse.tokens[k + 1].pos == "PROPN"
            and text.parse.tokens[k].text[0].islower()
            and text.parse.tokens[end - 1].pos == "PROPN"  # not "the rebel Dawn movement"
        ):
            return k
    return end - 1


def _body(text: Text, i: int, end: int, plural: bool) -> int | None:
    """The head of the noun phrase whose modifiers begin at i, after any determiner and number."""
    if i < end and text.words[i] == "(" and ")" in text.words[i + 1 : i + 4]:
        i = text.words.index(")", i + 1) + 1
    stop = _run(text, i, end)
    if stop == i:
        return None
    if stop < end - 3 and text.words[stop] == "(" and stop - i <= 3 and not is_known(text, stop - 1):
        close = next((k for k in range(stop + 1, min(stop + 5, end)) if text.words[k] == ")"), None)
        further = _run(text, close + 1, end) if close else None
        if close and further and further > close + 1:  # "ISIS (Daesh) militants"
            return _head(text, close + 1, further, plural)
    return _head(text, i, stop, plural)


def _counted(text: Text, i: int, end: int) -> Phrase | None:
    count = read_count(text.words, i, text.rule)
    if count is None or count.end > end or is_age(text, i):
        return None
    j, figure = count.end, count.figure
    plural = figure != Figure(1, 1)
    if text.word(j) in ('"', "”", "''") and text.word(j + 1) == "of":
        j += 1
    share = text.words[count.end - 1] == "most" or text.words[count.start] == "most"
    others = j
    while j < end and text.words[j] in _MORE:
        j += 1
    j += _qualified(text, j, end)
    if (j < end and text.words[j] == "of") or text.words[j - 1] == "of":
        return _of(text, i, j + (text.word(j) == "of"), end, figure, share)
    head = _body(text, j, end, plural)
    if head is None:
        return Phrase(i, j, j - 1, "count", figure, noun=j > others, share=share)
    token = text.parse.tokens[head]
    if plural and token.pos == "PROPN" and not is_known(text, head) and not is_plural(text.words[head]):
        return Phrase(i, j, j - 1, "count", figure, noun=j > others, share=share)  # "kills 15 Monitor AFP"
    if text.words[head] in _TELLERS:
        return Phrase(i, j, j - 1, "count", figure, noun=j > others, share=share)  # "wounds 50 State media"
    at_least = head + 3 if text.word(head + 1) == "at" and text.word(head + 2) == "least" else 0
    if at_least and figure.low is not None and figure.low == figure.high:
        return Phrase(i, at_least, head, "count", Figure(figure.low, None))
    return Phrase(i, head + 1, head, "count", figure, share=share)


def _qualified(text: Text, j: int, end: int) -> bool:
    """True for the adverb of "12 severely injured children", "16 highly dangerous militants"."""
    described = j + 2 < end and (text.is_state(j + 1) or text.parse.tokens[j + 1].pos == "ADJ")
    return described and text.words[j].endswith("ly") and is_known(text, j + 2)


def _of(text: Text, i: int, j: int, end: int, figure: Figure, share: bool) -> Phrase | None:
    """ "two of them", "13 of its fighters", "dozens of people", "most of the 50 fighters"."""
    word = text.word(j)
    if j >= end:
        return Phrase(i, j, j - 1, "count", figure, noun=False, share=share)
    if word in ("them", "whom", "which", "those", "these", "us"):
        head = None if word in ("those", "these") else _body(text, j + 1, end, figure != Figure(1, 1))
        if head is not None and (is_known(text, head) or text.parse.tokens[head].tag in ("NNS", "NNPS")):
            return Phrase(i, head + 1, head, "count", figure, True, share=share, anaphor=True)
        return Phrase(i, j + 1, j, "count", figure, True, noun=False, share=share, anaphor=True)
    definite = word in _DEFINITE
    inner = j + definite
    total = read_count(text.words, inner, text.rule) if inner < end else None
    whole = total.figure if total is not None else None
    if total is not None:
        inner = total.end
        if share and total.figure.low is not None:
            figure = Figure(total.figure.low // 2 + 1, total.figure.high)
            share, whole = False, None
    inner += _qualified(text, inner, end)
    head = _body(text, inner, end, True)
    if head is None:
        return Phrase(i, max(inner, j), max(inner, j) - 1, "count", figure, definite, noun=False, share=share)
    return Phrase(i, head + 1, head, "count", figure, definite, share=share, whole=whole)


def _spared(text: Text, i: int, end: int) -> Phrase | None:
    """ "without casualties", "without causing any deaths": a figure of nought."""
    at = i + 1
    while at < end and at - i < 4 and text.words[at] in ("any", "causing", "further", "more"):
        at += 1
    spared = at < end and text.words[at] in text.lex.counted and is_plural(text.words[at]) and text.word(i - 1) != "not"
    return Phrase(i, at + 1, at, "count", Figure(0, 0)) if spared else None


def _phrase(text: Text, i: int) -> Phrase | None:
    end, word = text.ends[i], text.words[i]
    counted = _counted(text, i, end)
    if counted is not None:
        return counted
    if word in _ARTICLES:
        head = _body(text, i + 1, end, False)
        if head is not None and text.words[head] in _BANDS and text.word(head + 1) == "of":
            inner = text.phrase(head + 2) if head + 2 < end else None
            if inner is not None and inner.kind == "count":  # "a family of 10 people"
                return Phrase(i, inner.end, inner.head, "count", inner.figure, noun=inner.noun)
        if head is None:
            return Phrase(i, i + 1, i, "one", Figure(1, 1), noun=False) if word == "another" else None
        figure = None if is_plural(text.words[head]) and text.words[head] not in COLLECTIVE else Figure(1, 1)
        return Phrase(i, head + 1, head, "one", figure)
    if word == "that" and i + 1 < end and read_count(text.words, i + 1, text.rule) is not None:
        return None  # "said that scores of people": a conjunction
    if word in _DEFINITE and text.word(i + 1) not in _MORE:
        head = _body(text, i + 1, end, True)
        if head is not None:
            return Phrase(i, head + 1, head, "the")
        counted = _counted(text, i + 1, end) if i + 1 < end and word != "that" else None
        if counted is not None:  # "the three", "the 130 injured"
            return replace(counted, start=i)
    if word == "without" and (spared := _spared(text, i, end)) is not None:
        return spared
    if word in _PRONOUNS:
        return Phrase(i, i + 1, i, "pron")
    if word == "any" and text.word(i + 1) == "of":
        return None  # "any of the 200 girls taken": those taken are read on their own
    if word in _SOME:
        head = _body(text, i + 1, end, True)
        return Phrase(i, (head if head is not None else i) + 1, head if head is not None else i, "some", Figure())
    if word in ("others", "dozens", "scores"):
        return Phrase(i, i + 1, i, "some", Figure())
    head = _body(text, i, end, True)
    if head is None:
        return None
    named = text.parse.tokens[head].pos == "PROPN" and not is_known(text, head)
    stop = head + 1
    if (
        is_known(text, head)
        and text.parse.tokens[min(stop, len(text.words) - 1)].pos == "PROPN"
        and stop < end
        and not is_plural(text.words[head])
    ):
        stop, named = _run(text, head + 1, end), True
        stop = max(stop, head + 1)
    return Phrase(i, stop, head, "name" if named else "bare")
