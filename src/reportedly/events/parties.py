"""Who did it and who suffered it, from many claims: each party once, by its closest name, on one side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ..model import Claim, Party
from .independence import Origin
from .likeness import stem_set
from .sketch import name_stems, nobody, party_keys

_STATE = ("state force", "government")

Sides = tuple[tuple[Party, ...], tuple[Party, ...]]


@dataclass(slots=True)
class _Voice:
    """One party of one side: the origins that name it, and the names it goes by."""

    origins: set[str] = field(default_factory=set)
    names: dict[str, tuple[set[str], Party]] = field(default_factory=dict)

    @property
    def shown(self) -> Party:
        """Forces before their state; of those the name that most origins use, then the longest."""

        def order(item: tuple[set[str], Party]) -> tuple[bool, int, int, str]:
            origins, party = item
            return (party.sort != "government", len(origins), len(party.name), party.name)

        return max(self.names.values(), key=order)[1]


def reconcile_parties(claims: Iterable[Claim], origin: Mapping[str, Origin], civilians: bool = True) -> Sides:
    """Actors and targets, named by most origins first, then by name.

    "Gunmen" give way to a name, a state to its own forces; whoever stands on both sides stays where
    more origins put it, of equals among the actors. Civilians stay among named targets only where
    `civilians`: where some of the losses are, or may be, theirs.
    """
    told = tuple(claims)
    actors, targets = _voices(told, origin, "actors"), _voices(told, origin, "targets")
    for key in actors.keys() & targets.keys():
        weaker = targets if len(actors[key].origins) >= len(targets[key].origins) else actors
        if len(weaker) > 1:
            del weaker[key]
    return _ordered(_named(actors)), _ordered(_named(targets, civilians))


def _voices(claims: Iterable[Claim], origin: Mapping[str, Origin], side: str) -> dict[str, _Voice]:
    found: dict[str, _Voice] = {}
    for claim in claims:
        said = origin[claim.id].key
        for party in getattr(claim, side):
            voice = found.setdefault(_key(party), _Voice())
            voice.origins.add(said)
            voice.names.setdefault(party.name, (set(), party))[0].add(said)
    return found


def _key(party: Party) -> str:
    """One key for the forces of a state at large and for that state; otherwise the party's own."""
    words = name_stems(party.name)
    if party.sort in _STATE and words & stem_set("forces"):
        return "state " + " ".join(sorted(words - stem_set("forces")))
    return next(iter(party_keys((party,))), "")


def _named(voices: dict[str, _Voice], civilians: bool = False) -> dict[str, _Voice]:
    named = {k: v for k, v in voices.items() if not _is_loose(v.shown)}
    if not named:
        return voices
    return {k: v for k, v in voices.items() if k in named or (civilians and v.shown.sort == "civilians")}


def _is_loose(party: Party) -> bool:
    """True for a name that could be anybody's: "gunmen", "unspecified militants", "state forces"."""
    return party.sort in ("unidentified", "civilians") or not name_stems(party.name) - nobody() - stem_set("loose")


def _ordered(voices: dict[str, _Voice]) -> tuple[Party, ...]:
    return tuple(voices[k].shown for k in sorted(voices, key=lambda k: (-len(voices[k].origins), k)))
