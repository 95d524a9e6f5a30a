"""Where a reporting verb stands to what is said: before it, after it, inside it."""

from __future__ import annotations

from enum import StrEnum

from .layout import Layout
from .nominals import phrase_after

Range = tuple[int, int]
_EDGE = 40  # marks at an end that are cut off
_ADJUNCT = 30  # tokens that may stand between a verb and what is said
_OPENERS = frozenset(
    {"though", "although", "while", "whereas", "but", "and", "as", "because", "when", "which", "that", ";"}
)
_PREPS = frozenset(
    {"in", "on", "at", "during", "by", "via", "through", "from", "to", "after", "with", "under", "before"}
)
_QUOTES = frozenset({'"', "“", "”", "''", "``", "‘", "«", "»"})


class Place(StrEnum):
    """Front: the source comes first. Final, inverted: last. Mid: inside. Quoted: beside a quotation.
    Passive: after "by"."""

    FRONT = "front"
    FINAL = "final"
    INVERTED = "inverted"
    MID = "mid"
    QUOTED = "quoted"
    PASSIVE = "passive"


def complement(layout: Layout, k: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(frames, prepositions) that the verb at `k` stands in, surest first, by the parse and the words after it."""
    token = layout.tokens[k]
    deps = {t.dep: t for t in layout.parse.children(token)}
    preps = tuple(t.text.lower() for t in layout.parse.children(token, "prep", "prt", "dative", "advmod"))
    _, end = layout.sentence_range(k)
    after = layout.lower[k + 1] if k + 1 < end else ""
    frames = []
    if "ccomp" in deps or after == "that" or (after in _QUOTES | {":"} and k + 2 < end):
        frames.append("clause")
    if "xcomp" in deps and deps["xcomp"].i > k:
        infinitive = any(t.text.lower() == "to" for t in layout.parse.children(deps["xcomp"], "aux"))
        frames.append("infinitive" if infinitive else "clause")
    relative = token.dep == "relcl" and any(
        t.text.lower() in ("which", "that") for t in layout.parse.children(token, "dobj")
    )
    if "dobj" in deps or relative:
        frames.append("object")
    elif not frames and layout.has_clause(k + 1, min(end, k + 14)) and after not in _OPENERS:
        frames.append("clause")
    return tuple(frames) or ("bare",), preps


def placed(layout: Layout, k: int, lemma: str, source: Range | None) -> tuple[Place, tuple[Range, ...], Range | None]:
    """(place, content, listener) of the verb at `k` with its source."""
    start, end = layout.sentence_range(k)
    after, listener = skip_adjuncts(layout, k + 1, end, lemma, source)
    if source is not None and source[0] > k:
        after, _ = skip_adjuncts(layout, source[1], end, "", None)
        content = trim(layout, start, k)
        return Place.INVERTED, pieces(content, _rest(layout, after, end)), listener
    first = source[0] if source is not None and start <= source[0] < k else k
    if _is_final(layout, k, start, first, after, end):
        content = trim(layout, start, first)
        rest = _rest(layout, after, end)
        return (Place.MID if rest else Place.FINAL), pieces(content, rest), listener
    stop = _front_end(layout, k, end)
    content = trim(layout, after, max(after, stop))
    quoted = after < end and layout.tokens[min(after, end - 1)].text in _QUOTES
    freely = _freely(layout, k, first, start)
    if content is None and first > start and not freely:
        before = trim(layout, start, first)
        if before and any(layout.tokens[j].tag[:2] in ("VB", "MD") for j in range(*before)):
            return Place.FINAL, (before,), listener
    if freely:
        return Place.FRONT, pieces(content), listener
    if content is not None and first > start and layout.tokens[content[0]].is_finite:
        before = trim(layout, start, first)  # "The camp, he said, was empty"
        return Place.MID, pieces(before, content), listener
    return (Place.QUOTED if quoted else Place.FRONT), pieces(content), listener


def _is_final(layout: Layout, k: int, start: int, first: int, after: int, end: int) -> bool:
    """True where what is said stands before the source: "19 men died, a monitor said"."""
    if layout.tokens[k].tag == "VB" and layout.lower[k - 1] == "to":
        return False  # "waits for the inspectors to report": nothing is said yet
    if _freely(layout, k, first, start):
        return False
    if any(t.i > k and layout.lower[t.i - 1] == "to" for t in layout.parse.children(layout.tokens[k], "xcomp")):
        return False  # "said that on Monday the guards had threatened to leave"
    if (after < end and layout.lower[after] == "that") or layout.lower[min(k + 1, end - 1)] == "that":
        return False
    before = trim(layout, start, first)
    if before is None:
        return False
    if layout.tokens[k].dep == "relcl" and layout.right[k] > after and layout.has_finite(after, layout.right[k] + 1):
        return False
    quote_closed = layout.tokens[first - 1].text in _QUOTES or (
        layout.tokens[first - 1].text == "," and first - 2 >= start and layout.tokens[first - 2].text in _QUOTES
    )
    if quote_closed and layout.quotation(layout.tokens[first - 1].start) is not None:
        return True
    object_after = any(t.i > k for t in layout.parse.children(layout.tokens[k], "dobj")) and not _listens(layout, k)
    if object_after and after < end - 1 and not layout.lex.has("plain", layout.tokens[k].lemma):
        return False
    ccomp = [t.i for t in layout.parse.children(layout.tokens[k], "ccomp")]
    if any(c > k for c in ccomp):
        return False
    opened = first > start and (layout.lower[first - 1] in _OPENERS)
    said_after = layout.has_clause(after, min(end, after + 25)) and layout.lower[min(after, end - 1)] not in _OPENERS
    said_before = layout.has_finite(*before)
    if any(start <= c < first for c in ccomp) and not opened:
        return True
    set_off = first > start and layout.lower[first - 1] == "," == layout.lower[min(k + 1, end - 1)]
    if set_off and said_before and layout.lex.has("plain", layout.tokens[k].lemma):
        return True  # "They agreed on the names, two officials said, in what would be the largest swap"
    if not said_before or (opened and (said_after or after < end - 1)):
        return False
    inner = layout.tokens[k].dep in ("relcl", "acl", "advcl", "xcomp", "pcomp") and layout.right[k] > after
    if inner and (layout.has_finite(after, end) or not layout.lex.has("plain", layout.tokens[k].lemma)):
        return False
    return not said_after and not (object_after and after < end - 1)


def _freely(layout: Layout, k: int, first: int, start: int) -> bool:
    """True for "what they called a rout", where the rout alone is their word; but a happening "in what they said
    was a raid" is told by them."""
    if first <= start or layout.lower[first - 1] != "what":
        return False
    return layout.lower[first - 2] != "in" or not layout.lex.has("plain", layout.tokens[k].lemma)


def _listens(layout: Layout, k: int) -> bool:
    return layout.lex.has("addressed", layout.tokens[k].lemma)


def _front_end(layout: Layout, k: int, end: int) -> int:
    """Where what is said after the verb ends: with the sentence, or with the clause that the verb is in."""
    token = layout.tokens[k]
    for other in layout.parse.children(token, "conj"):
        if other.i > k + 3 and other.is_finite and any(layout.parse.children(other, "nsubj", "nsubjpass")):
            end = min(end, max(layout.left[other.i], k + 1))  # "X called it Y, and Z condemned it"
            break
    semi = next((j for j in range(k + 3, end) if layout.lower[j] == ";" and not layout.is_quoted(j)), end)
    if layout.lower[semi + 1 : semi + 2] not in (["that"], ["and"]):
        end = semi
    inner = token
    for _ in range(6):
        if inner.dep in ("relcl", "acl") and inner.head < inner.i:
            reach = layout.right[inner.i] + 1
            return min(end, reach) if reach > k + 2 else end
        if inner.head == inner.i:
            break
        inner = layout.tokens[inner.head]
        if inner.dep in ("ccomp", "ROOT"):
            break
    return end


def skip_adjuncts(layout: Layout, at: int, end: int, lemma: str, source: Range | None) -> tuple[int, Range | None]:
    """The first token of what is said after a verb, over listeners, times and venues; and the listener."""
    limit = min(end, at + _ADJUNCT)
    k, listener = at, None
    if lemma and layout.lex.has("addressed", lemma) and k < limit:
        spoken_to = _listener(layout, k, limit)
        if spoken_to:
            listener, k = spoken_to, spoken_to[1]
    elif lemma == "speak" and k < limit and layout.lower[k] == "to":
        found = phrase_after(layout, k + 1)
        if found:
            listener, k = (found[0], found[1]), found[1]
    while k < limit:
        t = layout.tokens[k]
        word = layout.lower[k]
        if layout.is_time(k) or word in (",", ":", "-", "–", "—") or t.dep == "prt" or t.tag == "RB":
            k += 1
        elif word in _PREPS:
            past = _venue_end(layout, k, limit)
            if past < 0:
                break
            k = past
        else:
            break
    return k, listener


def _listener(layout: Layout, k: int, limit: int) -> Range | None:
    """Who is spoken to: a known agency, or a short noun phrase before what is said."""
    at = k + 1 if layout.lower[k] == "the" and k + 1 in layout.voices else k
    if at in layout.voices:
        stop = layout.voices[at]
        while stop < limit and layout.lower[stop] in ("news", "agency", "television", "tv", "reporter", "reporters"):
            stop += 1
        return k, stop
    if (
        layout.tokens[k].text in _QUOTES
        or layout.lower[k] == "that"
        or layout.tokens[k].pos in ("ADP", "SCONJ", "PUNCT")
    ):
        return None
    found = phrase_after(layout, k)
    if found and found[1] <= limit and (layout.tokens[k].pos != "NUM"):
        verb = layout.tokens[found[2]].dep
        if verb in ("nsubj", "nsubjpass") and not layout.lex.has("listeners", layout.lower[found[2]]):
            return None  # "told the army killed": the subject of what is said
        return found[0], found[1]
    return None


def _venue_end(layout: Layout, k: int, limit: int) -> int:
    """The end of a phrase such as "in a statement", "on Monday", "on condition of anonymity"; -1 for others."""
    at, past = k + 1, -1
    while at < limit and at < k + 12:
        word, t = layout.lower[at], layout.tokens[at]
        if layout.is_time(at) or layout.lex.has("venues", word) or word in ("x", "wednesdays"):
            past = at + 1
        elif at in layout.voices and past >= 0:
            past = at = layout.voices[at]
            continue
        elif (
            t.pos in ("VERB", "AUX", "SCONJ")
            or word in ("that", '"', "“", ",")
            or (
                past >= 0
                and word not in ("of", "in", "on", "to", "the", "a", "his", "its", "with", "by", "for")
                and t.pos not in ("PROPN",)
            )
        ):
            break
        at += 1
    return past


def trim(layout: Layout, start: int, end: int) -> Range | None:
    """The range without marks and bare conjunctions at its ends; None where no word is left."""
    low, high = start, end
    while start < min(end, low + _EDGE) and (not layout.is_word(start) and layout.tokens[start].text not in _QUOTES):
        start += 1
    while max(start, high - _EDGE) < end and (
        not layout.is_word(end - 1) and layout.tokens[end - 1].text not in _QUOTES
    ):
        end -= 1
    if start < end and any(layout.is_word(k) for k in range(start, min(end, start + 8))):
        return start, end
    return None


def _rest(layout: Layout, after: int, end: int) -> Range | None:
    """What stands after a source inside a sentence, where it is more than a word or two."""
    rest = trim(layout, after, end)
    if rest is None or rest[1] - rest[0] < 3:
        return None
    return rest


def pieces(*ranges: Range | None) -> tuple[Range, ...]:
    """The ranges that are there, of those that may be."""
    return tuple(r for r in ranges if r is not None)
