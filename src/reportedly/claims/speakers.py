"""Who speaks: the subject of a reporting verb, in every frame, also where the parse has lost it."""

from __future__ import annotations

from typing import Protocol

from .layout import NOMINAL, Layout
from .nominals import before_verb, is_abbreviation, phrase_after, phrase_left, phrase_right
from .surface import apposed, surface_source

Range = tuple[int, int]
Found = tuple[Range | None, int, int]  # (source, its speaker, index of the earlier cue it goes on with or -1)
_PARTICIPLES = frozenset({"VBG", "VBN"})
_BEFORE = frozenset({"near", "in", "of", "at", "on", "outside", "to", "from", "by", "with"})
_CLAUSES = frozenset({"who", "which", "whose", "that", ",", "as", "when", "while", "after"})


class Earlier(Protocol):
    """What is asked of the cues found before: where they stand and whose they are."""

    @property
    def head(self) -> int: ...
    @property
    def source(self) -> Range | None: ...
    @property
    def speaker(self) -> int: ...


def source_of(layout: Layout, k: int, lemma: str, earlier: list[Earlier]) -> Found | None:
    """(source, speaker, shared cue) of the verb at `k`; None where nobody speaks."""
    token = layout.tokens[k]
    start, _ = layout.sentence_range(k)
    if k > start and is_abbreviation(layout, k - 1):
        return (k - 1, k), k - 1, -1
    if _is_passive(layout, k):
        return _passive_source(layout, k, lemma)
    if lemma == "ask" and token.tag == "VBN" and (token.dep == "advcl" or k == start):
        return None, -1, -1  # "Asked about the raid, she said"
    if lemma == "know" and token.tag == "VBN" and layout.lower[k + 1 : k + 2] == ["as"]:
        return None, -1, -1
    subjects = [t.i for t in layout.parse.children(token, "nsubj") if start <= t.i < k]
    surface = surface_source(layout, k)
    inverted = _inverted(layout, k, lemma)
    adjacent = surface is not None and surface[2] >= before_verb(layout, k) and not _in_phrase(layout, surface)
    if inverted and inverted[0] and not (adjacent and _stands_alone(layout, surface)):
        beside = bool(subjects) and _beside(layout, subjects[-1], k)
        if not beside or _ends(layout, inverted[0][1]):
            return inverted
    if subjects and token.tag == "VBG" and not _speaks(layout, subjects[-1]):
        inherited = _inherited(layout, k, earlier)
        if inherited is not None:
            return inherited
    if subjects and not (surface and _is_surer(layout, surface, subjects[-1])):
        head = subjects[-1]
        left, right = phrase_left(layout, head), phrase_right(layout, head, k)
        named = apposed(layout, left, start)
        parsed = ((named[0], right), named[1], -1) if named else ((left, right), head, -1)
        if _beside(layout, head, k) or surface is None or not _speaks(layout, surface[2]):
            return parsed
        if layout.right[head] >= surface[2] and _speaks(layout, head) and not _stands_alone(layout, surface):
            return parsed
    if (token.tag in _PARTICIPLES and token.dep in ("acl", "advcl", "pcomp", "xcomp", "conj")) or token.tag == "VBG":
        inherited = _inherited(layout, k, earlier)
        if inherited is not None:
            return inherited
    beyond = surface is not None and layout.tokens[surface[2]].dep in ("dobj", "pobj")
    if beyond and token.dep == "conj" and layout.lower[k - 1] == "," and layout.tokens[token.head].is_finite:
        return _inherited(layout, k, earlier)  # "they took the men to the field, asked for the nurse"
    if surface and _speaks(layout, surface[2]):
        return _plain(surface)
    if token.dep in ("conj", "xcomp"):
        return _inherited(layout, k, earlier)
    return None


def _is_passive(layout: Layout, k: int) -> bool:
    """True for "was told by", "told by the ministry"; not for "reached by telephone"."""
    children = layout.parse.children(layout.tokens[k])
    if any(t.dep in ("auxpass", "nsubjpass") for t in children):
        return True
    if layout.tokens[k].tag != "VBN" or layout.lower[k + 1 : k + 2] != ["by"] or any(t.dep == "aux" for t in children):
        return False
    return not layout.lex.has("venues", layout.lower[k + 2] if k + 2 < len(layout.tokens) else "")


def _in_phrase(layout: Layout, surface: tuple[int, int, int]) -> bool:
    """True where the phrase hangs on a preposition: "near the embassy said the group"."""
    first = surface[0]
    start, _ = layout.sentence_range(first)
    return first > start and layout.lower[first - 1] in _BEFORE


def _is_surer(layout: Layout, surface: tuple[int, int, int], subject: int) -> bool:
    """True where the words right before the verb name a voice and the parser's subject, farther off, does not."""
    first, end, head = surface
    if end <= subject and layout.lower[end : end + 1] in (["who"], ["which"], ["whose"]):
        return True
    named = layout.tokens[head].pos == "PROPN" and end - first < 4
    if named and layout.right[subject] < first and layout.has_clause(layout.right[subject] + 1, first):
        return True  # "Mostly farmers live where it fell Hasan said"
    if subject >= first or layout.tokens[subject].pos in ("PROPN", "PRON"):
        return False
    if layout.lex.has("bearers", layout.lower[subject]):
        return False
    ours = layout.lower[subject - 1] == "our"  # "our team at the clinic counted ..."
    if (ours or layout.tokens[subject].text[:1].isupper()) and layout.right[subject] >= end - 1:
        return False  # "the Northern Front, the political face of the fighters, denies"
    known = first in layout.voices or first + 1 in layout.voices or layout.tokens[head].tag == "PRP"
    role = layout.lex.role(layout.lower[head])
    return known or (role is not None and role not in ("other",))


def _ends(layout: Layout, k: int) -> bool:
    """True where the sentence is over after token `k`, but for a few words without a verb."""
    _, end = layout.sentence_range(k - 1)
    return end - k < 10 and not layout.has_finite(k, end)


def _beside(layout: Layout, head: int, k: int) -> bool:
    """True where the subject ends at the verb, or only a phrase set off by marks stands between."""
    right = phrase_right(layout, head, k)
    gap = before_verb(layout, k)
    return gap < right or (layout.tokens[right].text in (",", "(", "-", "–", "—") and layout.right[head] >= gap)


def _stands_alone(layout: Layout, surface: tuple[int, int, int] | None) -> bool:
    """True where the phrase before the verb is surely its subject: a pronoun, a known name, "the source"."""
    if surface is None:
        return False
    first, _, head = surface
    if layout.tokens[head].pos == "PRON":
        return True
    known = first in layout.voices or (first + 1) in layout.voices
    return known or (layout.lex.role(layout.lower[head]) is not None and layout.tokens[first].pos == "DET")


def _plain(surface: tuple[int, int, int]) -> Found:
    return (surface[0], surface[1]), surface[2], -1


def _speaks(layout: Layout, k: int) -> bool:
    """True where the noun at `k` can speak: a name, a pronoun, a source noun."""
    t = layout.tokens[k]
    if t.pos == "PRON":
        return t.tag == "PRP" or t.text.lower() in ("who", "some", "many", "others")
    return t.pos == "PROPN" or layout.lex.role(layout.lower[k]) is not None or t.text[:1].isupper()


def _passive_source(layout: Layout, k: int, lemma: str) -> Found | None:
    """The voice after "by"; the subject where it is quoted ("was quoted as saying", "is expected to")."""
    token = layout.tokens[k]
    for agent in layout.parse.children(token, "agent"):
        found = phrase_after(layout, agent.i + 1)
        if found and agent.i < k + 12:
            return (found[0], found[1]), found[2], -1
    if layout.lex.has("hedged_passives", lemma):
        return None, -1, -1
    return None


def _inherited(layout: Layout, k: int, earlier: list[Earlier]) -> Found | None:
    """The source of a participle or of a second verb: its noun, or that of the verb it goes with."""
    token = layout.tokens[k]
    head = layout.tokens[token.head]
    if token.dep == "acl" and head.pos in NOMINAL and head.i < k:
        near = not layout.has_finite(head.i, k) and k - head.i < 4
        if near and (layout.lex.role(head.text.lower()) or layout.lex.has("documents", head.text.lower())):
            return (phrase_left(layout, head.i), head.i + 1), head.i, -1
    start, end = layout.sentence_range(k)
    if token.dep == "pcomp" and head.text.lower() == "as":
        quoted = _quoted_object(layout, head.head)
        if quoted:
            return quoted
    if earlier and earlier[-1].head >= start and (token.tag == "VBG" or token.head == earlier[-1].head):
        last = earlier[-1]
        return last.source, last.speaker, len(earlier) - 1
    at = token
    for _ in range(4):
        if at.head == at.i:
            break
        at = layout.tokens[at.head]
        subjects = [t for t in layout.parse.children(at, "nsubj", "nsubjpass") if start <= t.i < max(k, at.i)]
        if subjects:
            s = subjects[-1].i
            return (phrase_left(layout, s), phrase_right(layout, s, at.i if at.i > s else end)), s, -1
    return None


def _quoted_object(layout: Layout, verb: int) -> Found | None:
    """Who is quoted: "quoted Ali Hasan as saying" has an object, "was quoted as saying" a subject."""
    for dep in ("dobj", "nsubjpass", "nsubj"):
        for t in layout.parse.children(layout.tokens[verb], dep):
            end = phrase_right(layout, t.i, layout.sentence_range(verb)[1])
            return (phrase_left(layout, t.i), end), t.i, -1
    return None


def _inverted(layout: Layout, k: int, lemma: str) -> Found | None:
    """The source after the verb: "said the Observatory", "learned the paper"."""
    if not layout.lex.has("closing", lemma) or layout.lex.has("addressed", lemma) or layout.tokens[k].tag == "VBG":
        return None
    start, _ = layout.sentence_range(k)
    if layout.lower[k - 1] in ("and", "but", "or"):
        return None  # a second verb: "It rejected the report and said officials ..."
    if layout.is_quoted(k) or any(layout.parse.children(layout.tokens[k], "aux")):
        return None
    if k == start or (not layout.has_finite(start, k) and not after_quote(layout, k)):
        return None
    found = phrase_after(layout, k + 1)
    beside = after_quote(layout, k) and (layout.lower[k - 1] != "," or layout.lex.has("bare", lemma))
    if found is None or layout.is_time(k + 1) or not (_speaks(layout, found[2]) or beside):
        return None  # "the spokesman, Ali Hasan, confirmed the incident"
    first, end, head = found
    child = [t for t in layout.parse.children(layout.tokens[k], "nsubj") if t.i > k]
    if child and first <= child[0].i:
        end = max(end, phrase_right(layout, child[0].i, layout.sentence_range(k)[1])) if child[0].i < end + 3 else end
    if layout.has_finite(end, min(end + 3, layout.sentence_range(k)[1])) and not _relative(layout, end):
        return None
    return (first, end), head, -1


def _relative(layout: Layout, k: int) -> bool:
    """True where a clause begins at token `k` that belongs to the noun or verb before it."""
    return k < len(layout.tokens) and layout.lower[k] in _CLAUSES


def after_quote(layout: Layout, k: int) -> bool:
    """True where a quotation or a comma ends right before token `k`."""
    if k > 1 and layout.tokens[k - 1].text in ("'", "’") and layout.tokens[k - 2].text in (",", ".", "!", "?"):
        return True  # single marks
    return k > 0 and layout.tokens[k - 1].text in ('"', "”", "''", ",", "»")
