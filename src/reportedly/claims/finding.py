"""Every attribution of a report, in text order, with overlaps of their contents settled."""

from __future__ import annotations

from dataclasses import replace

from .communiques import announced
from .cues import Cue, ends_report, verb_cue
from .frames import Place
from .layout import Layout
from .phrases import according, citing, headed, issued, minded, nominal, reckoned, signed, turn
from .speakers import Range

# Words that begin another voice's clause: what the first one said ends there.
_TURNS = frozenset({"but", "while", "whereas", "although", "though", "and", ";", "however"})


def find_cues(layout: Layout) -> tuple[Cue, ...]:
    """The cues in order of their heads; `under` and `shared` are indexes into the tuple."""
    cues: list[Cue] = []
    for k, token in enumerate(layout.tokens):
        if layout.lower[k] == "according":
            found = according(layout, k)
            cues += [found] if found else []
            continue
        if layout.lower[k] == "by":
            found = reckoned(layout, k)
        elif (mark := signed(layout, k)) is not None:
            found = mark
        elif layout.lower[k] in (":", "]"):
            found = turn(layout, k) or headed(layout, k)
        elif token.pos == "NOUN" and token.tag[:2] != "VB":
            found = verb_cue(layout, k, cues) if ends_report(layout, k) else nominal(layout, k)
        elif token.pos == "ADJ":
            found = minded(layout, k)
        else:
            told = announced(layout, k) or issued(layout, k)
            relayed = [told] if told else citing(layout, k, cues)
            if relayed:
                cues += relayed
                continue
            found = verb_cue(layout, k, cues)
        cues += [found] if found else []
    return tuple(_settled(layout, cues))


def _settled(layout: Layout, cues: list[Cue]) -> list[Cue]:
    """Front contents end where another voice takes the turn; final ones begin after the turn before."""
    out = [replace(cue, quoted=layout.is_quoted(cue.head)) for cue in cues]
    stop = len(layout.tokens)
    turns = [n for n, cue in enumerate(out) if cue.lemma == ":" and layout.lower[cue.head] == ":"]
    labels = {tuple(layout.lower[slice(*(out[n].source or (0, 0)))]) for n in turns}
    if len(labels) == len(turns):  # nobody speaks twice: no transcript, but headings ("HOMS: ...", "READ MORE: ...")
        for n in turns:
            out[n] = replace(out[n], source=None)
    for n in range(len(out) - 1, -1, -1):
        if out[n].lemma == ":" and out[n].source is None:
            stop = out[n].words[0]
        elif out[n].lemma == ":" and out[n].source is not None:
            out[n] = replace(out[n], content=((out[n].words[1], max(stop, out[n].words[1] + 1)),))
            stop = min(out[n].words[0], out[n].source[0])  # type: ignore[index]
    out = _without_labels(out)
    for n, cue in enumerate(out):
        out[n] = _led_by(layout, out, n) if cue.lemma in ("cite", "quote") and cue.under < 0 else cue
    for n in range(len(out)):
        for m in range(n + 1, min(len(out), n + 5)):
            out[n] = _clipped(layout, out[n], out[m])
    for n in range(len(out) - 1):
        out[n] = _handed_over(layout, out[n], out[n + 1])
    return out


def _without_labels(cues: list[Cue]) -> list[Cue]:
    """The cues but for bare labels, which have ended what was said before them; indexes go on meaning the same cue."""
    place: dict[int, int] = {}
    for n, cue in enumerate(cues):
        if cue.lemma != ":" or cue.source is not None:
            place[n] = len(place)
    return [replace(cues[n], under=place.get(cues[n].under, -1), shared=place.get(cues[n].shared, -1)) for n in place]


def _led_by(layout: Layout, cues: list[Cue], n: int) -> Cue:
    """ "Citing Y, X said ...", "X, citing Y, said ...": the relay comes after the voice, and what it says is Y's."""
    cue = cues[n]
    start, _ = layout.sentence_range(cue.head)
    if layout.tokens[cue.head].tag != "VBG" or n + 1 >= len(cues):
        return cue
    after = cues[n + 1]
    inserted = after.source is not None and start <= after.source[0] and after.source[1] in (cue.head, cue.head - 1)
    if cue.head != start and not inserted:
        return cue
    if (
        layout.sentence[after.head] != layout.sentence[cue.head]
        or after.place is not Place.FRONT
        or not after.is_voiced
    ):
        return cue
    return replace(cue, under=n + 1, content=after.content)


def _handed_over(layout: Layout, cue: Cue, after: Cue) -> Cue:
    """A front content up to where the next voice takes its turn: "X said ... while Y said ..."."""
    if not cue.content or cue.source is None or after.source is None or after.shared >= 0 or after.under >= 0:
        return cue
    fronts = (Place.FRONT, Place.QUOTED)
    if layout.sentence[cue.head] != layout.sentence[after.head] or not (cue.is_voiced and after.is_voiced):
        return cue
    turn = after.source[0] - 1
    first, last = cue.content[-1]
    ordered = cue.source[0] < after.source[0] and first < turn < last
    if ordered and cue.place in fronts and after.place in fronts and _turns(layout, turn, cue, after):
        return replace(cue, content=(*cue.content[:-1], (first, turn)))
    return cue


def _clipped(layout: Layout, cue: Cue, outer: Cue) -> Cue:
    """A front content without the one who relays the whole at its end: "X said ..., Y reported"."""
    relays = outer.lemma == "according to" and cue.place in (Place.MID, Place.INVERTED) and len(cue.content) == 2
    if relays and cue.content[1][0] == outer.words[0] and outer.place is Place.FINAL:
        return replace(cue, content=cue.content[:1], place=Place.FINAL)  # "Hasan said, according to the paper"
    if outer.place not in (Place.FINAL, Place.INVERTED, Place.MID) or not outer.is_voiced or outer.source is None:
        return cue
    if not cue.content or cue.place not in (Place.FRONT, Place.QUOTED) or not covers(outer, cue.head):
        return cue
    cut = min(outer.words[0], outer.source[0])
    first, last = cue.content[-1]
    if first < cut < last and outer.shared < 0 and outer.under < 0:
        return replace(cue, content=(*cue.content[:-1], (first, cut)))
    return cue


def _turns(layout: Layout, turn: int, cue: Cue, after: Cue) -> bool:
    """True where the word before the next source hands over to it; a comma does where two clauses only meet."""
    if layout.lower[turn] in _TURNS:
        return True
    if layout.lower[turn] != ",":
        return False
    token = layout.tokens[after.head]
    for _ in range(12):
        if token.head == cue.head or token.head == token.i:
            return token.head == token.i or token.dep in ("parataxis", "conj")
        token = layout.tokens[token.head]
    return False


def covers(cue: Cue, k: int) -> bool:
    """True where token `k` stands inside what the cue's source says."""
    return any(a <= k < b for a, b in cue.content)


def size(ranges: tuple[Range, ...]) -> int:
    """How many tokens the ranges hold."""
    return sum(b - a for a, b in ranges)
