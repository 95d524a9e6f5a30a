"""Cues: the words that attribute, with whose words they are (source) and what is said (content)."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Token
from .frames import Place, complement, placed
from .layout import Layout
from .lexicon import VOICED, Verb
from .nominals import phrase_left, relayed_by
from .speakers import Range, after_quote, source_of

_SAID = {"said": "say", "says": "say", "added": "add", "told": "tell", "reported": "report", "stated": "state"}


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
    turn = _turn_of_blame(layout, k, lemma)
    verb = verb or turn
    if verb is None and (layout.lex.has("tallying", lemma) or layout.lex.has("counting", lemma)):
        verb = _TALLYING
    if verb is None or not (token.tag[:2] == "VB" or token.text.lower() in _SAID or ends_report(layout, k)):
        return None
    if token.dep in ("amod", "compound", "aux", "auxpass"):
        return None
    if token.tag == "VBN" and relayed_by(layout, k) and not any(layout.parse.children(token, "auxpass")):
        return None  # "a doctor, quoted by the paper, said": his verb brings the paper along
    if token.tag == "VBN" and k == layout.sentence_range(k)[0] and lemma != "ask":
        return None
    if _is_told_already(layout, k, cues):
        return None
    found = source_of(layout, k, lemma, list(cues))
    if found is None:
        return None
    source, speaker, shared = found
    place, content, listener = placed(layout, k, lemma, source)
    if listener is None and source is not None:
        listener = relayed_by(layout, source[1])
    if token.tag == "VBN" and (source is None or source[0] > k):
        place, content = _passive(layout, k, source, place, content)
    kind = "accusation" if turn else _kind(layout, k, lemma, verb, place, bool(content), source is not None)
    if kind is None:
        return None
    if kind == "denial" and place is Place.FINAL and source is not None and layout.lower[source[0] - 1] == "which":
        # "Two were hit, residents said, which the army denied": it did not say what it denies
        place, content = Place.FRONT, ((source[0] - 1, k + 1),)
    return Cue(k, cue_words(layout, k), lemma, kind, place, content, source, speaker, listener, shared=shared)


def _turn_of_blame(layout: Layout, k: int, lemma: str) -> Verb | None:
    """The frame of "pointed the finger at", "laid the blame on", "held the army responsible for"."""
    blame = layout.lex.blame.get(lemma)
    objects = layout.parse.children(layout.tokens[k], "dobj", "ccomp", "oprd", "acomp")
    near = {
        w for t in objects for w in (t.lower, *(c.lower for c in layout.parse.children(t, "oprd", "acomp", "amod")))
    }
    return _TALLYING if blame and blame & near else None


def _passive(
    layout: Layout, k: int, source: Range | None, place: Place, content: tuple[Range, ...]
) -> tuple[Place, tuple[Range, ...]]:
    """Place and content of a passive: its subject and what follows the voice, or the noun it stands beside."""
    token = layout.tokens[k]
    if token.dep == "acl" and token.head < k:  # "an attack claimed by the group"
        return Place.FINAL, ((phrase_left(layout, token.head), k),)
    if source is None:
        return place, content
    _, end = layout.sentence_range(k)
    subject = next((t.i for t in layout.parse.children(token, "nsubjpass") if t.i < k), -1)
    said = [(phrase_left(layout, subject), k)] if subject >= 0 else []
    said += [(source[1], end)] if end - source[1] > 2 else []
    return Place.PASSIVE, tuple(said)


def ends_report(layout: Layout, k: int) -> bool:
    """True for the "reports" that closes a sentence after an agency's name, whatever the parser makes of it."""
    _, end = layout.sentence_range(k)
    if layout.lower[k] not in ("reports", "claims", "reported") or end - k > 4 or k < 2:
        return False
    if "according" in layout.lower[max(0, k - 5) : k]:
        return False
    return layout.lex.role(layout.lower[k - 1]) in ("agency", "outlet") or k in layout.voice_ends


def _is_told_already(layout: Layout, k: int, cues: list[Cue]) -> bool:
    """True for the "saying" of "was quoted as saying"."""
    return bool(cues) and cues[-1].words[0] <= k < cues[-1].words[1] and cues[-1].lemma == "quote"


def _kind(
    layout: Layout, k: int, lemma: str, verb: Verb, place: Place, has_content: bool, has_source: bool
) -> str | None:
    """The kind of the frame that the verb stands in, or None where it attributes nothing here."""
    if place is Place.PASSIVE or not has_source:
        return verb.frames.get("object") or verb.frames.get("clause")
    if _is_no_speech(layout, k, lemma, place):
        return None
    frames, prepositions = complement(layout, k)
    return (
        _counted(layout, k, lemma)
        or _framed(layout, k, lemma, verb, frames)
        or _by_preposition(layout, k, verb, prepositions)
        or _by_place(layout, lemma, verb, place, has_content and "object" not in frames)
    )


def _is_no_speech(layout: Layout, k: int, lemma: str, place: Place) -> bool:
    """True for "continue" away from quotations, for what is only called something, and for "claiming two lives"."""
    if lemma == "claim" and any(t.lemma in ("life", "victim") for t in layout.parse.children(layout.tokens[k], "dobj")):
        return True
    if layout.lower[k - 3 : k] == ["that", "is", "to"]:
        return True  # "that is to say"
    if lemma == "find" and {"guilty", "innocent"} & set(layout.lower[k : k + 8]):
        return True
    if place in (Place.FINAL, Place.MID) and any(layout.parse.children(layout.tokens[k], "neg")):
        return True  # "the ministry, which has not commented"
    if lemma == "continue":
        return place is not Place.QUOTED and not after_quote(layout, k - 1) and not after_quote(layout, k)
    after = layout.lower[k + 1 : k + 2]
    named = layout.tokens[k].tag == "VBN" and not any(
        t.lemma == "have" for t in layout.parse.children(layout.tokens[k], "aux")
    )
    return lemma == "call" and (named or after in (["itself"], ["themselves"]))


def _counted(layout: Layout, k: int, lemma: str) -> str | None:
    """Speech where a number of dead or hurt follows: "counted 38 dead", "saw four bodies", "put the dead at 20"."""
    if not layout.lex.has("counting", lemma):
        return None
    _, end = layout.sentence_range(k)
    stop = next((j for j in range(k + 1, min(end, k + 10)) if layout.lower[j] in (",", ";", "that")), min(end, k + 10))
    reach = 10 if lemma == "put" else 6
    number = next((j for j in range(k + 1, min(stop, k + reach)) if layout.tokens[j].pos == "NUM"), -1)
    first = k + 1 if lemma == "put" else number + 1
    lost = number > 0 and any(layout.lex.has("losses", w) for w in layout.lower[first:stop])
    return "speech" if lost else None


def _framed(layout: Layout, k: int, lemma: str, verb: Verb, frames: tuple[str, ...]) -> str | None:
    """The kind by clause, object or infinitive."""
    for frame in frames:
        if frame in verb.frames:
            naming = lemma != "call" or any(layout.parse.children(layout.tokens[k], "oprd", "ccomp", "xcomp"))
            return verb.frames[frame] if frame != "object" or naming else "stance"
    after = layout.tokens[min(k + 1, len(layout.tokens) - 1)]
    unparsed = frames in (("clause",), ("bare",)) and after.pos in ("DET", "PROPN", "NOUN", "ADJ", "PRON")
    inside = after.i < layout.sentence_range(k)[1] and not layout.is_time(after.i)
    kind = verb.frames.get("object")
    return kind if unparsed and inside and kind != "denial" else None


def _by_preposition(layout: Layout, k: int, verb: Verb, prepositions: tuple[str, ...]) -> str | None:
    """The kind by the preposition after the verb, or by the toll it puts or gives."""
    _, end = layout.sentence_range(k)
    for word in (*prepositions, *layout.lower[k + 1 : k + 2]):
        if word in verb.prepositions:
            return verb.prepositions[word]
    if not layout.lex.has("tallying", lemma_of(layout.tokens[k])):
        return None
    return "speech" if any(layout.lex.has("tallies", w) for w in layout.lower[k + 1 : min(k + 9, end)]) else None


def _by_place(layout: Layout, lemma: str, verb: Verb, place: Place, is_plain: bool) -> str | None:
    """The kind by where the verb stands: at the end of what is said, or beside a quotation."""
    kind = verb.frames.get("clause")
    closing = place in (Place.FINAL, Place.INVERTED, Place.MID) and layout.lex.has("closing", lemma)
    if closing or place is Place.QUOTED or lemma == "say" or (is_plain and layout.lex.has("plain", lemma)):
        return kind
    return None


def cue_words(layout: Layout, k: int) -> Range:
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
