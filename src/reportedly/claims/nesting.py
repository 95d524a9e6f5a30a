"""Whose words stand inside whose: the cue that each cue's chain hangs on."""

from __future__ import annotations

from .cues import Cue
from .finding import size
from .frames import Place
from .layout import NOMINAL, Layout


def parents_of(layout: Layout, cues: tuple[Cue, ...]) -> list[int]:
    """For each cue the innermost other cue whose content holds it, or the one it is put under; -1 for none."""
    parents = []
    for n, cue in enumerate(cues):
        if cue.under >= 0:
            parents.append(cue.under)
            continue
        if is_aside(layout, cue):
            parents.append(-1)
            continue
        best, least = -1, 1 << 30
        start = layout.sentence[cue.head]
        for m in range(max(0, n - 6), min(len(cues), n + 7)):
            other = cues[m]
            if m == n or not other.is_voiced or layout.sentence[other.head] != start or other.under == n:
                continue
            # What follows a source in mid-sentence may be the reporter's own again.
            whole = other.content[:1] if other.place is Place.MID else other.content
            inside = any(a <= cue.head < b for a, b in whole)
            back = any(a <= other.head < b for a, b in cue.content)
            if inside and not back and size(other.content) < least and cue.shared != m and other.under != n:
                best, least = m, size(other.content)
        parents.append(best)
    return parents


def is_aside(layout: Layout, cue: Cue) -> bool:
    """True for "arms that rights groups say kill at random": the reporter's own aside in somebody else's words."""
    token = layout.tokens[cue.head]
    if cue.kind == "denial" and cue.source is not None and layout.lower[cue.source[0] - 1] == "which":
        return True  # "..., residents said, which the army denied"
    if cue.source is not None and cue.content and cue.source[0] > 1 and cue.place is Place.FRONT:
        first = cue.source[0]
        gap = layout.lower[first - 1] in ("which", "that") and layout.tokens[first - 2].pos in NOMINAL
        if gap and layout.tokens[cue.content[0][0]].pos in ("VERB", "AUX"):
            return True
    return token.dep == "relcl" and cue.source is not None and layout.lower[cue.speaker] not in ("who", "which", "that")


def order_of(cues: tuple[Cue, ...], parents: list[int]) -> list[int]:
    """Text order, but every cue after the one that its chain hangs on."""
    done: set[int] = set()
    order: list[int] = []
    for n in range(len(cues)):
        path = []
        m = n
        while m >= 0 and m not in done and m not in path:
            path.append(m)
            m = parents[m] if cues[m].shared < 0 else cues[m].shared
        for m in reversed(path):
            done.add(m)
            order.append(m)
    return order
