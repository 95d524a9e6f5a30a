"""How far an event can be believed and how clearly it was told, by rules that are written down here.

Admiralty credibility (1 confirmed to 6 cannot be judged), from who asserts and who denies:

    6  nobody asserts it (only planned or threatened), or one voice without a name or none at all
    5  more independent origins deny it than assert it
    4  it is denied, and fewer than three independent origins assert it
    3  one named origin asserts it; or several, but they dispute its figures or it is denied by some
    2  two independent origins, one of them named, without dispute
    1  three or more independent origins, two of them named, without dispute

Who only condemns what others told is not among them.

UCDP event clarity: 1 where one happening can be told apart (an incident on one day, or two, in one town or
at one site), 2 where it is a summary over days or an area.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..model import Claim, ClaimKind, PlacePrecision, Status, Toll, When, Where
from .independence import Origin

_CLEAR_DAYS = 2
_CLEAR_PLACES = (PlacePrecision.SITE, PlacePrecision.TOWN)
_CONFIRMING = 3
_DENIAL = "denial"


def credibility(claims: Iterable[Claim], origins: Mapping[str, Origin], tolls: Iterable[Toll] = ()) -> int:
    """Admiralty credibility 1-6 by the rule at the head of this file."""
    asserting, named, denying = set(), set(), set()
    for claim in claims:
        origin = origins[claim.id]
        if claim.status is Status.DENIED or claim.type == _DENIAL:
            denying.add(origin.key)
        elif claim.status is Status.ASSERTED:
            asserting.add(origin.key)
            if origin.named:
                named.add(origin.key)
    denying -= asserting
    if not asserting:
        return 5 if denying else 6
    if len(denying) > len(asserting):
        return 5
    if denying:
        return 3 if len(asserting) >= _CONFIRMING else 4
    if len(asserting) > 1:
        return _corroborated(len(asserting), len(named), any(t.disputed for t in tolls))
    return 3 if named else 6


def _corroborated(asserting: int, named: int, disputed: bool) -> int:
    if disputed or not named:
        return 3
    return 1 if asserting >= _CONFIRMING and named > 1 else 2


def clarity(kind: ClaimKind, when: When | None, where: Where | None) -> int:
    """UCDP event clarity: 1 one happening in one place, 2 a summary."""
    if kind is not ClaimKind.INCIDENT or when is None or where is None:
        return 2
    if when.earliest is None or when.latest is None or where.precision not in _CLEAR_PLACES:
        return 2
    return 1 if (when.latest - when.earliest).days < _CLEAR_DAYS else 2
