"""Events as JSONL: one event a line with its tolls, every figure behind them and the reasons."""

from __future__ import annotations

from typing import IO

from ..model.wire_event import event_to_wire
from ..ports import Dossier
from .lines import json_line


class EventsExporter:
    """Every event whole, with the ids of its claims and reports; nothing of an event is lost."""

    name = "events"
    suffix = ".jsonl"

    def export(self, dossier: Dossier, out: IO[bytes]) -> None:
        """One JSON object an event in the dossier's order, UTF-8; `event_from_wire` reads it back."""
        for event in dossier.events:
            out.write(json_line(event_to_wire(event)))
