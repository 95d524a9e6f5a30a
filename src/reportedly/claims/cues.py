"""Cues: the words that attribute, with whose words they are (source) and what is said (content)."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Token
from .frames import Place, complement, placed
from .layout import NOMINAL, Layout
from .lexicon import VOICED, Verb
from .nominals import apposed, before_verb, phrase_after, phrase_left, phrase_right, surface_source

Range = tuple[int, int]
_SAID = {"said": "say", "says": "say", "added": "add", "told": "tell", "reported": "report", "stated": "state"}
_PARTICIPLES = frozenset({"VBG", "VBN"})


_TALLYING = Verb({}, {})


@dataclass(frozen=True, slots=True)
class Cue:
    """One attribution as the words have it; ranges are half-open token ranges.

    `words` are the cue itself, `head` its verb or noun, `source` the noun phrase (or "who") whose
    words they are with its `speaker` token, `content` what is said, in one or two pieces.
    `listener` is the agency that was told; `under` the cue whose content this one shares
    ("reported, citing"); `shared` the earlier cue whose source this one goes on with ("adding");
    `quoted` tells that the cue itself stands inside a quotation (hearsay).
    """

    head: int
    words: Range
    lemma: str
    kind: str
    place: Place
    content: tuple[Range, ...]
    source: Range | None = None
    speaker: int = -1
    listener: Range | None = None
    under: int = -1
    shared: int = -1
    quoted: bool = False

    @property
    def is_voiced(self) -> bool:
        """True where the source speaks, and does not only think, want or seem."""
        return self.kind in VOICED


def lemma_of(token: Token) -> str:
    """The lemma, where the parser's rules fail mended ("hoped" is not from "hop")."""
    word = token.text.lower()
    if token.lemma == "hop" and word[:4] in ("hope", "hopi"):
        return "hope"
    return _SAID.get(word, token.lemma)


def verb_cue(layout: Layout, k: int, cues: list[Cue]) -> Cue | None:
    """The cue whose verb is token `k`, or None; `cues` are those found before it."""
    token = layout.tokens[k]
    lemma = lemma_of(token)
    verb = layout.lex.verbs.get(lemma)
    if verb is None and layout.lex.has("tallying", lemma):
        verb = _TALLYING
    if verb is None or not (token.tag[:2] == "VB" or token.text.lower() in _SAID or _ends_report(layout, k)):
        return None
    if token.dep in ("amod", "compound", "aux", "auxpass"):
        return None
    if token.tag == "VBN" and k == layout.sentence_range(k)[0] and lemma != "ask":
        return None
    if _is_told_already(layout, k, cues):
        return None
    found = _source(layout, k, lemma, cues)
    if found is None:
        return None
    source, speaker, shared = found
    place, content, listener = placed(layout, k, lemma, source)
    if token.tag == "VBN" and source is not None and source[0] > k and token.dep != "acl":
        start, end = layout.sentence_range(k)
        subjects = [t.i for t in layout.parse.children(token, "nsubjpass")]
        pieces = [(phrase_left(layout, subjects[0]), k)] if subjects and subjects[0] < k else []
        pieces += [(source[1], end)] if end - source[1] > 2 else []
        place, content = Place.PASSIVE, tuple(pieces)
    if (
        token.tag == "VBN" and token.dep == "acl" and token.head < k and (source is None or source[0] > k)
    ):  # "an attack claimed by the group"
        place, content = Place.FINAL, ((phrase_left(layout, token.head), k),)
    kind = _kind(layout, k, lemma, verb, place, bool(content), source is not None)
    if kind is None:
        return None
    return Cue(k, _words(layout, k), lemma, kind, place, content, source, speaker, listener, shared=shared)


def _ends_report(layout: Layout, k: int) -> bool:
    """True for the "reports" that closes a sentence after an agency's name, whatever the parser makes of it."""
    _, end = layout.sentence_range(k)
    if layout.lower[k] not in ("reports", "claims", "reported") or end - k > 4 or k < 2:
        return False
    return layout.lex.role(layout.lower[k - 1]) in ("agency", "outlet") or k in layout.voices.values()


def _is_told_already(layout: Layout, k: int, cues: list[Cue]) -> bool:
    """True for the "saying" of "was quoted as saying"."""
    return bool(cues) and cues[-1].words[0] <= k < cues[-1].words[1] and cues[-1].lemma == "quote"


def _kind(
    layout: Layout, k: int, lemma: str, verb: Verb, place: Place, has_content: bool, has_source: bool
) -> str | None:
    """The kind of the frame that the verb stands in, or None where it attributes nothing here."""
    frames, prepositions = complement(layout, k)
    if (
        lemma == "continue"
        and place is not Place.QUOTED
        and not _after_quote(layout, k - 1)
        and not _after_quote(layout, k)
    ):
        return None
    if place is Place.PASSIVE or not has_source:
        return verb.frames.get("object") or verb.frames.get("clause")
    if lemma == "call" and (
        layout.tokens[k].tag == "VBN" or layout.lower[k + 1 : k + 2] in (["itself"], ["themselves"])
    ):
        return None
    for frame in frames:
        if frame in verb.frames:
            return verb.frames[frame]
    after = layout.tokens[min(k + 1, len(layout.tokens) - 1)]
    if (
        "object" in verb.frames
        and frames in (("clause",), ("bare",))
        and after.pos in ("DET", "PROPN", "NOUN", "ADJ", "PRON")
    ):
        if after.i < layout.sentence_range(k)[1] and not layout.is_time(after.i) and verb.frames["object"] != "denial":
            return verb.frames["object"]
    for word in (*prepositions, layout.lower[after.i]):
        if word in verb.prepositions:
            return verb.prepositions[word]
    if layout.lex.has("tallying", lemma) and any(
        layout.lex.has("tallies", w) for w in layout.lower[k + 1 : min(k + 9, layout.sentence_range(k)[1])]
    ):
        return "speech"
    if (
        "clause" in verb.frames
        and place in (Place.FINAL, Place.INVERTED, Place.MID)
        and layout.lex.has("closing", lemma)
    ):
        return verb.frames["clause"]
    if "clause" in verb.frames and place is Place.QUOTED:
        return verb.frames["clause"]
    if lemma == "say" or (layout.lex.has("plain", lemma) and has_content and "object" not in frames):
        return verb.frames.get("clause")
    return None


def _words(layout: Layout, k: int) -> Range:
    """The verb with its auxiliaries and negation before it and its particle after it."""
    start, _ = layout.sentence_range(k)
    first = k
    while first - 1 >= start and first > k - 6:
        t = layout.tokens[first - 1]
        if (t.dep in ("aux", "auxpass", "neg") and t.head == k) or (
            t.pos == "ADV" and first - 2 >= start and layout.tokens[first - 2].dep in ("aux", "auxpass", "neg")
        ):
            first -= 1
        else:
            break
    end = k + 1
    if end < len(layout.tokens) and layout.tokens[end].dep == "prt":
        end += 1
    return first, end


def _source(layout: Layout, k: int, lemma: str, cues: list[Cue]) -> tuple[Range | None, int, int] | None:
    """(source, speaker, shared cue) of the verb at `k`; None where nobody speaks."""
    token = layout.tokens[k]
    start, end = layout.sentence_range(k)
    children = layout.parse.children(token)
    if any(t.dep in ("auxpass", "nsubjpass") for t in children) or (
        token.tag == "VBN" and layout.lower[k + 1 : k + 2] == ["by"] and not any(t.dep == "aux" for t in children)
    ):
        return _passive_source(layout, k, lemma)
    if lemma == "ask" and token.tag == "VBN" and (token.dep == "advcl" or k == start):
        return None, -1, -1  # "Asked about the raid, she said"
    subjects = [t.i for t in layout.parse.children(token, "nsubj") if start <= t.i < k]
    surface = surface_source(layout, k)
    inverted = _inverted(layout, k, lemma)
    adjacent = surface is not None and surface[2] >= before_verb(layout, k) and not _in_phrase(layout, surface)
    if inverted and not (adjacent and _stands_alone(layout, surface)):
        if not (subjects and _beside(layout, subjects[-1], k)) or _ends(layout, inverted[0][1]):
            return inverted
    if subjects and token.tag == "VBG" and not _speaks(layout, subjects[-1]):
        inherited = _inherited(layout, k, cues)
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
        inherited = _inherited(layout, k, cues)
        if inherited is not None:
            return inherited
    if surface and _speaks(layout, surface[2]):
        return _plain(surface)
    if token.dep in ("conj", "xcomp"):
        return _inherited(layout, k, cues)
    return None


def _in_phrase(layout: Layout, surface: tuple[int, int, int]) -> bool:
    """True where the phrase hangs on a preposition: "near the embassy said the group"."""
    first = surface[0]
    start, _ = layout.sentence_range(first)
    return first > start and layout.lower[first - 1] in (
        "near",
        "in",
        "of",
        "at",
        "on",
        "outside",
        "to",
        "from",
        "by",
        "with",
    )


def _is_surer(layout: Layout, surface: tuple[int, int, int], subject: int) -> bool:
    """True where the words right before the verb name a voice and the parser's subject, farther off, does not."""
    first, end, head = surface
    if end <= subject and layout.lower[end : end + 1] in (["who"], ["which"], ["whose"]):
        return True
    if subject >= first or layout.tokens[subject].pos in ("PROPN", "PRON"):
        return False
    if layout.lex.has("bearers", layout.lower[subject]):
        return False
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
    first, end, head = surface
    if layout.tokens[head].pos == "PRON":
        return True
    known = first in layout.voices or (first + 1) in layout.voices
    return known or (layout.lex.role(layout.lower[head]) is not None and layout.tokens[first].pos == "DET")


def _plain(surface: tuple[int, int, int]) -> tuple[Range, int, int]:
    return (surface[0], surface[1]), surface[2], -1


def _speaks(layout: Layout, k: int) -> bool:
    """True where the noun at `k` can speak: a name, a pronoun, a source noun."""
    t = layout.tokens[k]
    if t.pos == "PRON":
        return t.tag == "PRP" or t.text.lower() in ("who", "some", "many", "others")
    return t.pos == "PROPN" or layout.lex.role(layout.lower[k]) is not None or t.text[:1].isupper()


def _passive_source(layout: Layout, k: int, lemma: str) -> tuple[Range | None, int, int] | None:
    """The voice after "by"; the subject where it is quoted ("was quoted as saying", "is expected to")."""
    token = layout.tokens[k]
    for agent in layout.parse.children(token, "agent"):
        found = phrase_after(layout, agent.i + 1)
        if found and agent.i < k + 12:
            return (found[0], found[1]), found[2], -1
    if layout.lex.has("hedged_passives", lemma):
        return None, -1, -1
    return None


def _inherited(layout: Layout, k: int, cues: list[Cue]) -> tuple[Range | None, int, int] | None:
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
    if cues and cues[-1].head >= start and (token.tag == "VBG" or token.head == cues[-1].head):
        last = cues[-1]
        return last.source, last.speaker, len(cues) - 1
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


def _quoted_object(layout: Layout, verb: int) -> tuple[Range, int, int] | None:
    """Who is quoted: "quoted Ali Hasan as saying" has an object, "was quoted as saying" a subject."""
    for dep in ("dobj", "nsubjpass", "nsubj"):
        for t in layout.parse.children(layout.tokens[verb], dep):
            end = phrase_right(layout, t.i, layout.sentence_range(verb)[1])
            return (phrase_left(layout, t.i), end), t.i, -1
    return None


def _inverted(layout: Layout, k: int, lemma: str) -> tuple[Range, int, int] | None:
    """The source after the verb: "said the Observatory", "learned the paper"."""
    if not layout.lex.has("closing", lemma) or layout.lex.has("addressed", lemma) or layout.tokens[k].tag == "VBG":
        return None
    start, _ = layout.sentence_range(k)
    if k == start or (not layout.has_finite(start, k) and not _after_quote(layout, k)):
        return None
    found = phrase_after(layout, k + 1)
    if found is None or layout.is_time(k + 1) or not (_speaks(layout, found[2]) or _after_quote(layout, k)):
        return None
    first, end, head = found
    child = [t for t in layout.parse.children(layout.tokens[k], "nsubj") if t.i > k]
    if child and first <= child[0].i:
        end = max(end, phrase_right(layout, child[0].i, layout.sentence_range(k)[1])) if child[0].i < end + 3 else end
    if layout.has_finite(end, min(end + 3, layout.sentence_range(k)[1])) and not _relative(layout, end):
        return None
    return (first, end), head, -1


def _relative(layout: Layout, k: int) -> bool:
    return k < len(layout.tokens) and layout.lower[k] in (
        "who",
        "which",
        "whose",
        "that",
        ",",
        "as",
        "when",
        "while",
        "after",
    )


def _after_quote(layout: Layout, k: int) -> bool:
    return k > 0 and layout.tokens[k - 1].text in ('"', "”", "''", ",", "»")
