"""Every attribution of a report, in text order, with overlaps of their contents settled."""

from __future__ import annotations

from dataclasses import replace

from .cues import Cue, Range, verb_cue
from .frames import Place
from .layout import Layout
from .phrases import according, citing, minded, nominal

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
        if token.pos == "NOUN" and token.tag[:2] != "VB":
            found = nominal(layout, k)
        elif token.pos == "ADJ":
            found = minded(layout, k)
        else:
            relayed = citing(layout, k, cues)
            if relayed:
                cues += relayed
                continue
            found = verb_cue(layout, k, cues)
        cues += [found] if found else []
    return tuple(_settled(layout, cues))


def _settled(layout: Layout, cues: list[Cue]) -> list[Cue]:
    """Front contents end where another voice takes the turn; final ones begin after the turn before."""
    out = [replace(cue, quoted=layout.is_quoted(cue.head)) for cue in cues]
    for n, after in enumerate(out[1:]):
        cue = out[n]
        if not cue.content or after.source is None or after.shared >= 0 or after.under >= 0:
            continue
        if layout.sentence[cue.head] != layout.sentence[after.head] or not (cue.is_voiced and after.is_voiced):
            continue
        turn = after.source[0] - 1
        first, last = cue.content[-1]
        if cue.place in (Place.FRONT, Place.QUOTED) and first < turn < last and layout.lower[turn] in _TURNS:
            if after.place in (Place.FRONT, Place.QUOTED) and cue.source is not None and cue.source[0] < after.source[0]:
                out[n] = replace(cue, content=(*cue.content[:-1], (first, turn)))
    return out


def covers(cue: Cue, k: int) -> bool:
    """True where token `k` stands inside what the cue's source says."""
    return any(a <= k < b for a, b in cue.content)


def size(ranges: tuple[Range, ...]) -> int:
    """How many tokens the ranges hold."""
    return sum(b - a for a, b in ranges)
