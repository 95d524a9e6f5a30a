"""Events as JSON and back, without loss: what a store keeps of them and what leaves as `events`.

Fields that are plain (text, numbers, tuples of text) are written under their own names,
whichever they are; only those that hold other values are named here.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from .claim import ClaimKind, Harmed, Outcome
from .event import Event, Stand, Toll
from .wire import Wire, party_from_wire, party_to_wire, when_from_wire, when_to_wire, where_from_wire, where_to_wire

_OF_EVENT = ("kind", "actors", "targets", "when", "where", "tolls")
_OF_TOLL = ("outcome", "party", "stands", "superseded")
_PLAIN_OF_EVENT = tuple(f.name for f in fields(Event) if f.name not in _OF_EVENT)
_PLAIN_OF_TOLL = tuple(f.name for f in fields(Toll) if f.name not in _OF_TOLL)
_PLAIN_OF_STAND = tuple(f.name for f in fields(Stand))


def _plain_to_wire(thing: Any, names: tuple[str, ...]) -> Wire:
    values = {name: getattr(thing, name) for name in names}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def _plain_from_wire(wire: Wire, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: tuple(wire[name]) if isinstance(wire[name], list) else wire[name] for name in names if name in wire}


def _stands_to_wire(stands: tuple[Stand, ...]) -> list[Wire]:
    return [_plain_to_wire(stand, _PLAIN_OF_STAND) for stand in stands]


def _stands_from_wire(wires: list[Wire]) -> tuple[Stand, ...]:
    return tuple(Stand(**_plain_from_wire(wire, _PLAIN_OF_STAND)) for wire in wires)


def toll_to_wire(toll: Toll) -> Wire:
    """A reconciled loss with every figure that went in."""
    return {
        "outcome": toll.outcome.value,
        "party": toll.party.value,
        **_plain_to_wire(toll, _PLAIN_OF_TOLL),
        "stands": _stands_to_wire(toll.stands),
        "superseded": _stands_to_wire(toll.superseded),
    }


def toll_from_wire(wire: Wire) -> Toll:
    """The inverse of `toll_to_wire`."""
    return Toll(
        outcome=Outcome(wire["outcome"]),
        party=Harmed(wire["party"]),
        stands=_stands_from_wire(wire["stands"]),
        superseded=_stands_from_wire(wire["superseded"]),
        **_plain_from_wire(wire, _PLAIN_OF_TOLL),
    )


def event_to_wire(event: Event) -> Wire:
    """One event as a JSON object, its tolls with the figures that went in."""
    return {
        "id": event.id,
        "kind": event.kind.value,
        "type": event.type,
        "actors": [party_to_wire(p) for p in event.actors],
        "targets": [party_to_wire(p) for p in event.targets],
        "when": when_to_wire(event.when),
        "where": where_to_wire(event.where),
        "tolls": [toll_to_wire(t) for t in event.tolls],
        **_plain_to_wire(event, _PLAIN_OF_EVENT),
    }


def event_from_wire(wire: Wire) -> Event:
    """The inverse of `event_to_wire`; raises KeyError, TypeError or ValueError where the form is broken."""
    return Event(
        kind=ClaimKind(wire["kind"]),
        actors=tuple(party_from_wire(p) for p in wire["actors"]),
        targets=tuple(party_from_wire(p) for p in wire["targets"]),
        when=when_from_wire(wire["when"]),
        where=where_from_wire(wire["where"]),
        tolls=tuple(toll_from_wire(t) for t in wire["tolls"]),
        **_plain_from_wire(wire, _PLAIN_OF_EVENT),
    )
