"""Claims as JSONL: one report a line in the wire form, each claim with the id of its event."""

from __future__ import annotations

from dataclasses import replace
from typing import IO

from ..model import Claim
from ..model.wire import reading_to_wire
from ..ports import Dossier
from .lines import json_line


class ClaimsExporter:
    """Every claim with its words, offsets and chain of sources; nothing is lost."""

    name = "claims"
    suffix = ".jsonl"

    def export(self, dossier: Dossier, out: IO[bytes]) -> None:
        """One JSON object a report, sorted by report id, UTF-8."""
        event_of = {claim: event.id for event in dossier.events for claim in event.claims}
        by_report: dict[str, list[Claim]] = {key: [] for key in dossier.reports}
        for claim in dossier.claims.values():
            by_report[claim.report].append(replace(claim, event=event_of.get(claim.id, "")))
        for key in sorted(by_report):
            claims = sorted(by_report[key], key=lambda c: (c.evidence[0], c.id))
            wire = reading_to_wire(dossier.reports[key], tuple(claims))
            out.write(json_line(wire))
