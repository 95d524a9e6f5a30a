"""What changed in the events between two times, or between two readers.

Pure. Events keep no name of their own through time, so they are matched: first by the claims
they share, then, since a newer reader makes new claims, by the reports and the kind of happening.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from reportedly.model import Event
from reportedly.model.wire_event import event_to_wire

# What is compared; ids, sources' order and reasons follow from these.
FIELDS = ("type", "kind", "status", "when", "where", "actors", "targets", "weapons", "tolls", "sources")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of an event before and after, in wire form."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one event: new where `before` is None, gone where `after` is None, else changed."""

    before: Event | None
    after: Event | None
    fields: tuple[FieldChange, ...] = ()
    claims_added: tuple[str, ...] = ()
    claims_removed: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """`new`, `gone` or `changed`."""
        if self.before is None:
            return "new"
        return "gone" if self.after is None else "changed"

    def __str__(self) -> str:
        event = self.after or self.before
        assert event is not None
        names = ", ".join(change.name for change in self.fields)
        return f"{self.kind} {event.id} {event.type}" + (f": {names}" if names else "")


def compare(before: Sequence[Event], after: Sequence[Event]) -> tuple[Change, ...]:
    """Every event that is new, gone or changed, in the order of `after`, then the gone in that of `before`."""
    pairs = _match(before, after)
    changes = [_change(pairs.get(event.id), event) for event in after]
    matched = {event.id for event in pairs.values()}
    changes += [Change(event, None, (), (), event.claims) for event in before if event.id not in matched]
    return tuple(change for change in changes if change is not None)


def _change(before: Event | None, after: Event) -> Change | None:
    if before is None:
        return Change(None, after, (), after.claims)
    old, new = event_to_wire(before), event_to_wire(after)
    fields = tuple(FieldChange(n, old[n], new[n]) for n in FIELDS if old[n] != new[n])
    added = tuple(c for c in after.claims if c not in before.claims)
    removed = tuple(c for c in before.claims if c not in after.claims)
    return Change(before, after, fields, added, removed) if fields or added or removed else None


def _match(before: Sequence[Event], after: Sequence[Event]) -> dict[str, Event]:
    """The event before for each id after: most shared claims first, then same reports, type and days."""
    found: dict[str, Event] = {}
    taken: set[str] = set()
    for key in (_claims, _circumstances):
        places: dict[Any, list[Event]] = {}
        for event in before:
            if event.id not in taken:
                for each in key(event):
                    places.setdefault(each, []).append(event)
        scored = []
        for event in after:
            if event.id in found:
                continue
            shared: dict[str, int] = {}
            names = {old.id: old for each in key(event) for old in places.get(each, ())}
            for each in key(event):
                for old in places.get(each, ()):
                    shared[old.id] = shared.get(old.id, 0) + 1
            scored += [(-count, old, event.id, names[old]) for old, count in shared.items()]
        for _, old_id, new_id, old_event in sorted(scored, key=lambda s: s[:3]):
            if old_id not in taken and new_id not in found:
                found[new_id] = old_event
                taken.add(old_id)
    return found


def _claims(event: Event) -> Iterable[Any]:
    return event.claims


def _circumstances(event: Event) -> Iterable[Any]:
    day = event.when.earliest if event.when else None
    return [(report, event.type, day) for report in event.reports]
