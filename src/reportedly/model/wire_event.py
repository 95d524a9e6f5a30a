"""Events as JSON and back, without loss: what a store keeps of them and what leaves as `events`."""

from __future__ import annotations

from typing import Any

from .claim import ClaimKind, Harmed, Outcome
from .event import Event, Stand, Toll
from .wire import Wire, party_from_wire, party_to_wire, when_from_wire, when_to_wire, where_from_wire, where_to_wire

_PLAIN = ("independent_sources", "credibility", "clarity", "status", "rule")
_NAMES = ("claims", "reports", "weapons", "sources", "reasons", "notes")


def _stand_to_wire(stand: Stand) -> Wire:
    return {"source": stand.source, "low": stand.low, "high": stand.high, "claim": stand.claim}


def toll_to_wire(toll: Toll) -> Wire:
    """A reconciled loss with every figure that went in."""
    return {
        "outcome": toll.outcome.value,
        "party": toll.party.value,
        "low": toll.low,
        "best": toll.best,
        "high": toll.high,
        "stands": [_stand_to_wire(s) for s in toll.stands],
        "superseded": [_stand_to_wire(s) for s in toll.superseded],
        "disputed": toll.disputed,
        "rule": toll.rule,
    }


def toll_from_wire(wire: Wire) -> Toll:
    """The inverse of `toll_to_wire`."""
    return Toll(
        Outcome(wire["outcome"]),
        Harmed(wire["party"]),
        wire["low"],
        wire["best"],
        wire["high"],
        tuple(Stand(**s) for s in wire["stands"]),
        tuple(Stand(**s) for s in wire["superseded"]),
        wire["disputed"],
        wire["rule"],
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
        **{name: list(getattr(event, name)) for name in _NAMES},
        **{name: getattr(event, name) for name in _PLAIN},
    }


def event_from_wire(wire: Wire) -> Event:
    """The inverse of `event_to_wire`; raises KeyError or ValueError where the form is broken."""
    same: dict[str, Any] = {name: wire[name] for name in _PLAIN} | {name: tuple(wire[name]) for name in _NAMES}
    return Event(
        id=wire["id"],
        kind=ClaimKind(wire["kind"]),
        type=wire["type"],
        actors=tuple(party_from_wire(p) for p in wire["actors"]),
        targets=tuple(party_from_wire(p) for p in wire["targets"]),
        when=when_from_wire(wire["when"]),
        where=where_from_wire(wire["where"]),
        tolls=tuple(toll_from_wire(t) for t in wire["tolls"]),
        **same,
    )
