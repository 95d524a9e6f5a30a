"""The voice before a verb, found by the words alone where the parse is lost."""

from __future__ import annotations

from .layout import NOMINAL, Layout
from .lexicon import OBSERVERS
from .nominals import LINKS, RUN, before_verb, is_abbreviation, phrase_left, relayed_by, voice_over

_OF = frozenset({"of", "to", "than"})


def surface_source(layout: Layout, verb: int) -> tuple[int, int, int] | None:
    """(start, end, head) of the noun phrase that stands right before the verb, by its words alone."""
    k = before_verb(layout, verb)
    if k < 0:
        return None
    start, _ = layout.sentence_range(verb)
    interviewed = _before_interview(layout, start, k)
    if interviewed is not None:
        return interviewed
    k = _before_relay(layout, start, _before_aside(layout, start, k))
    end = k + 1
    known = voice_over(layout, k)
    if known >= 0:
        return phrase_left(layout, known), end, k
    t = layout.tokens[k]
    if is_abbreviation(layout, k):
        return k, end, k
    if t.pos not in NOMINAL or layout.tokens[k].tag in ("WDT", "EX"):
        return None
    relative = _before_relative(layout, start, verb, k)
    if relative is not None:
        return relative
    first = phrase_left(layout, k)
    named = apposed(layout, first, start)
    if named is not None:
        return named[0], end, named[1]
    if layout.lex.role(layout.lower[k]) in OBSERVERS:
        return first, end, k
    watching = next((j for j in (first - 1, first) if layout.lex.has("watching", layout.lower[j])), -1)
    if watching > start and layout.lex.has("bearers", layout.lower[watching - 1]):
        return phrase_left(layout, watching - 1), watching + 1, watching - 1  # "a group monitoring the war said"
    # "an activist in Deir ez-Zor said": the voice is the noun before the preposition.
    at = first - 1
    while at > start and at > verb - 14 and layout.lower[at] in LINKS and layout.tokens[at - 1].pos in RUN | {"ADV"}:
        noun = at - 1
        if layout.lower[at] == "to" and layout.lower[noun] == "close":
            noun -= 1
        if noun >= start and (layout.lex.has("bearers", layout.lower[noun]) or voice_over(layout, noun) >= 0):
            return phrase_left(layout, noun), end, noun
        at = phrase_left(layout, noun) - 1
    return first, end, k


def _is_titled_name(layout: Layout, k: int) -> bool:
    """True where the name that ends at `k` follows a title or is known: no relative clause ends there."""
    if voice_over(layout, k) >= 0:
        return True
    first = k
    while first > 0 and layout.tokens[first].pos == "PROPN" and k - first < 5:
        first -= 1
    words = layout.lower[max(0, first) : k]
    return layout.tokens[k].pos == "PROPN" and any(
        layout.lex.has("honorifics", w) or layout.lex.has("speakers", w) for w in words
    )


def _before_interview(layout: Layout, start: int, k: int) -> tuple[int, int, int] | None:
    """The one interviewed, where the interview stands between name and verb: "Hasan in an interview with X said"."""
    for at in range(k, max(start + 2, k - 10), -1):
        if layout.lower[at] == "interview":
            noun = at - 1
            while noun > start and layout.lower[noun] in (
                "an",
                "a",
                "the",
                "his",
                "her",
                "recent",
                "exclusive",
                ",",
                "in",
                "tv",
            ):
                noun -= 1
            if layout.lower[noun + 1] in ("in", ",") and layout.tokens[noun].pos in ("PROPN", "NOUN"):
                return phrase_left(layout, noun), noun + 1, noun
    return None


def _before_aside(layout: Layout, start: int, k: int) -> int:
    """The last token of the voice before an aside of place or manner between commas: "the envoy, in Geneva, urged"."""
    if layout.lower[k + 1] != ",":
        return k
    opened = next((j for j in range(k - 1, max(start, k - 14), -1) if layout.lower[j] == ","), -1)
    first = layout.tokens[opened + 1]
    opens = (first.pos == "ADP" and first.lower not in _OF) or first.tag in ("VBG", "VBN")
    if opened <= start or not opens or layout.lex.has("relaying", first.lemma):
        return k
    if layout.has_clause(opened, k) or layout.tokens[opened - 1].pos not in NOMINAL:
        return k
    return opened - 1


def _before_relay(layout: Layout, start: int, k: int) -> int:
    """The last token of the voice, where another that it quotes or that quotes it stands between it and its verb:
    "the paper, citing a doctor, said", "a doctor, quoted by the paper, said"."""
    for at in range(k - 1, max(start + 1, k - 14), -1):
        if layout.tokens[at].tag in ("VBD", "VBZ", "MD"):
            break
        relays = layout.tokens[at].tag == "VBG" and layout.lex.has("relaying", layout.tokens[at].lemma)
        viewed = layout.lex.has("viewed", layout.lower[at]) and layout.lower[at + 1] == "by"
        if relays or viewed or relayed_by(layout, at) is not None:
            before = at - 2 if layout.lower[at - 1] == "," else at - 1
            return before if before >= start and layout.tokens[before].pos in NOMINAL | {"PUNCT"} else k
    return k


def apposed(layout: Layout, first: int, start: int) -> tuple[int, int] | None:
    """(start, head) of the name to which "a monitoring group" is put in apposition without a comma."""
    if first - 1 < start or layout.lower[first] not in ("a", "an", "the"):
        return None
    last = first - 1 if layout.is_word(first - 1) else first - 2
    known = voice_over(layout, last) if last >= start else -1
    if known >= 0:
        return phrase_left(layout, known), layout.voices[known] - 1
    k = last
    while k > start and layout.tokens[k - 1].pos == "PROPN" and not layout.is_time(k - 1):
        k -= 1
    comma = last < first - 1
    titled = any(layout.lex.has("speakers", w) for w in layout.lower[first : first + 6])
    if (
        (layout.lower[first] != "the" or (titled and (comma or k == start)))
        and last - k >= 1
        and layout.tokens[last].pos == "PROPN"
    ):
        if comma and k > start and layout.tokens[k - 1].pos != "ADP":
            return k, last
        if k == start or (layout.tokens[k - 1].pos != "ADP" and layout.is_time(k - 1)):
            return k, last
    return None


def _before_relative(layout: Layout, start: int, verb: int, k: int) -> tuple[int, int, int] | None:
    """The voice before a relative clause that ends at the verb: "the group, which has a network there, said"."""
    if layout.tokens[k].pos == "PRON" or _is_titled_name(layout, k):
        return None
    if layout.lex.has("bearers", layout.lower[k]) and layout.tokens[k - 1].pos == "DET":
        return None
    for w in range(k - 1, max(start, k - 30), -1):
        if layout.tokens[w].tag in ("VBD", "VBZ") and layout.lex.has("plain", layout.tokens[w].lemma):
            return None  # "the group, which is there, said sources reported": two voices
        if layout.lower[w] in ("who", "which", "whose"):
            noun = w - 1 if layout.is_word(w - 1) else w - 2
            if noun < start or not layout.has_finite(w, verb):
                return None
            known = voice_over(layout, noun)
            if known < 0 and not layout.lex.role(layout.lower[noun]) and layout.tokens[noun].pos != "PROPN":
                return None
            left, end = phrase_left(layout, noun), noun + 1
            found = layout.lower[left - 1 : left]
            outer = left - 2
            linked = known < 0 and outer >= start and bool(found) and found[0] in LINKS
            named = linked and found[0] == "of" and layout.tokens[outer].pos == "PROPN"
            if linked and (named or layout.lex.has("bearers", layout.lower[outer])):
                return phrase_left(layout, outer), end, outer
            return left, end, noun
    return None
