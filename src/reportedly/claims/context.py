"""Who did it, where, when and how, where a sentence leaves that to what the report tells elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import takewhile

from ..model import ClaimKind, Party, Status, When
from .circumstances import carried, is_short
from .drafts import WEEK, Draft
from .ground import BLAMED
from .retellings import VAGUE, places_agree, times_agree

DAY_REACH = 5  # sentences back in which the day of "the attack" may stand
ANSWER_REACH = 3  # sentences back in which the deed stands that a denial answers
DEED_REACH = 1  # sentences back in which the deed stands whose place words about a deed share
TYPE_REACH = 4  # sentences back in which a deed says how those died of whom only the number is told
REACH = 4  # sentences back in which another happening of the type says who
# Types whose doers are told once and then left out: "air strikes also hit ...".
_SERIES = frozenset({"air strike", "shelling", "armed clash", "execution", "attack", "territory gained", "abduction"})
_SERIES |= {"chemical attack"}
_SIDES = frozenset({"armed clash", "air strike"})
_ABOUT = BLAMED | {"denial"}
# Parties that no coder takes for the doers of the deed.
_NEVER = frozenset({"civilians", "other"})


def from_context(drafts: list[Draft]) -> None:
    """Fills in, in place, what sentences leave to others: who did it, when, where and how it was.

    Types come last: who did it is looked for by what each sentence itself tells.
    """
    _by_whom(drafts)
    _dated_by_deed(drafts)
    _dated_by_telling(drafts)
    _answered_since(drafts)
    _placed_by_deed(drafts)
    _typed_by_deed(drafts)


def _before(drafts: list[Draft], k: int, reach: int) -> Iterator[Draft]:
    """What is told before draft `k`, at most so many sentences back, the nearest first."""
    earlier = (drafts[n] for n in range(k - 1, -1, -1))
    return takewhile(lambda d: _gap(drafts[k], d) <= reach, earlier)


def _around(drafts: list[Draft], k: int, reach: int) -> list[Draft]:
    """What is told at most so many sentences before or behind draft `k`, itself included, in text order."""
    behind = takewhile(lambda d: _gap(d, drafts[k]) <= reach, (drafts[n] for n in range(k, len(drafts))))
    return [*reversed([*_before(drafts, k, reach)]), *behind]


def _gap(draft: Draft, earlier: Draft) -> int:
    return draft.happening.sentence - earlier.happening.sentence


def _by_whom(drafts: list[Draft]) -> None:
    """Gives drafts without an actor the one of the nearest happening of their type, in place.

    The nearest within `REACH` sentences counts; further away only an actor who is the report's only one for
    the type. A note in the claim says so.
    """
    only = _only_actors(drafts)
    for k, draft in enumerate(drafts):
        if draft.type in _SIDES and draft.actors and not draft.targets and draft.kind is not ClaimKind.TALLY:
            _other_side(draft, _before(drafts, k, REACH))
        if draft.actors or draft.kind is ClaimKind.TALLY or draft.type not in _SERIES:
            continue
        told = (d for d in _before(drafts, k, REACH) if d.actors and _alike(draft, d) and places_agree(draft, d))
        nearest = next(told, None)
        parties = nearest.actors if nearest else only.get(draft.type, ())
        hit = {p.name for p in draft.targets}
        parties = tuple(p for p in parties if p.name not in hit)
        if parties:
            draft.actors = parties
            draft.notes.append("who did it carried over from what the report tells before")


def _other_side(draft: Draft, before: Iterator[Draft]) -> None:
    """Whom the same party fought in the nearest happening of the type, where this one does not say."""
    names = {p.name for p in draft.actors}
    fought = (d for d in before if d.type == draft.type and d.targets and names == {p.name for p in d.actors})
    nearest = next(fought, None)
    if nearest is not None:
        draft.targets = nearest.targets
        draft.notes.append("whom it was against carried over from what the report tells before")


def _placed_by_deed(drafts: list[Draft]) -> None:
    """Gives words about a deed (blame, a claim, a condemnation) the place of the deed told right before, in place."""
    last: Draft | None = None
    for draft in drafts:
        if draft.happening.group in ("violence", "custody"):
            last = draft
        if last is None or last.where is None or draft.type not in _ABOUT or draft.own_place:
            continue
        if draft.happening.sentence - last.happening.sentence > DEED_REACH:
            continue  # words about the deed that the report is about, not about one told in passing long before
        draft.where = last.where
        draft.notes.append("place of the deed that these words are about")


def _typed_by_deed(drafts: list[Draft]) -> None:
    """Gives losses of which nothing says how they came about the type of the deed told just before, in place.

    Coders hold nearly none of them for losses alone: a further toll, a second source's count, those who died later
    belong to the deed.
    """
    for k, draft in enumerate(drafts):
        if draft.type not in VAGUE or draft.kind is not ClaimKind.INCIDENT or draft.happening.triggers:
            continue
        before = (d for d in _before(drafts, k, TYPE_REACH) if _says_how(d))
        deed = next((d for d in before if places_agree(draft, d) and times_agree(draft, d)), None)
        if deed is not None:
            draft.type = deed.type


def _says_how(draft: Draft) -> bool:
    incident = draft.kind is ClaimKind.INCIDENT and draft.status is Status.ASSERTED
    return incident and draft.happening.group == "violence" and draft.type not in VAGUE


def _dated_by_deed(drafts: list[Draft]) -> None:
    """Gives "the attack", "the killings" without a day of its own the day of the deed pointed back to, in place."""
    for k, draft in enumerate(drafts):
        if draft.own_time or not draft.definite or draft.kind is ClaimKind.TALLY:
            continue
        dated = (d for d in _before(drafts, k, DAY_REACH) if d.own_time and _is_dated(d.when))
        deed = next((d for d in dated if _is_same_deed(draft, d)), None)
        if deed is not None:
            draft.when = carried(deed.when)
            draft.notes.append("day of the deed that these words point back to")


def _is_dated(when: When | None) -> bool:
    """True for a time with both ends."""
    return bool(when and when.earliest and when.latest)


def _dated_by_telling(drafts: list[Draft]) -> None:
    """Gives a deed of which only the day of the saying is told the day that a sentence close by tells of it, in
    place."""
    for k, draft in enumerate(drafts):
        if not draft.said_then or draft.kind is ClaimKind.TALLY:
            continue
        near = [d for d in _around(drafts, k, DAY_REACH) if d.own_time and not d.said_then and _is_told_of(draft, d)]
        if near:
            draft.when = carried(min(near, key=lambda d: abs(_gap(draft, d))).when)
            draft.notes.append("day that the report tells of it elsewhere")


def _is_told_of(draft: Draft, other: Draft) -> bool:
    """True where another sentence close by may tell the day of this deed: one shortly before it was spoken of."""
    said, when = draft.when, other.when
    if not (said and when and said.latest and when.earliest and when.latest):
        return False
    if draft.type != other.type or not _is_same_deed(draft, other):
        return False
    return timedelta(0) <= said.latest - when.latest <= timedelta(days=WEEK) and is_short(when)


def _answered_since(drafts: list[Draft]) -> None:
    """Lets a denial without a day reach back to the deed told just before, in place: it was spoken since then."""
    for k, draft in enumerate(drafts):
        if draft.own_time or draft.type != "denial" or not draft.when or not draft.when.latest:
            continue
        told = (d for d in _before(drafts, k, ANSWER_REACH) if d.happening.group == "violence" and d.own_time)
        deed = next((d for d in told if is_short(d.when)), None)
        if deed is None or not deed.when or not deed.when.earliest:
            continue
        if deed.when.earliest < draft.when.latest:
            draft.when = replace(draft.when, earliest=deed.when.earliest)
            draft.notes.append("since the deed that these words answer")


def _is_same_deed(draft: Draft, earlier: Draft) -> bool:
    if draft.happening.group != earlier.happening.group or earlier.kind is ClaimKind.TALLY:
        return False
    return (draft.type == earlier.type or bool(VAGUE & {draft.type, earlier.type})) and places_agree(draft, earlier)


def _alike(draft: Draft, earlier: Draft) -> bool:
    if draft.happening.group != earlier.happening.group or earlier.kind is ClaimKind.TALLY:
        return False
    return draft.type == earlier.type or (draft.definite and draft.type in VAGUE)


def _only_actors(drafts: list[Draft]) -> dict[str, tuple[Party, ...]]:
    """For each type the actors, where the whole report names the same ones for it whenever it names any."""
    found: dict[str, tuple[Party, ...]] = {}
    for draft in drafts:
        if draft.actors and not all(p.sort in _NEVER for p in draft.actors):
            held = found.setdefault(draft.type, draft.actors)
            if {p.name for p in held} != {p.name for p in draft.actors}:
                found[draft.type] = ()
    return found
