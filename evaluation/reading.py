"""What the project reads from reports, in the wire form: by its own reader, or from a file of an earlier run."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from reportedly.model import Claim, Report
from reportedly.model.wire import reading_to_wire
from reportedly.pipeline import link


class NotMeasured(Exception):
    """Something that the measure needs is not there; said in one sentence, and no failure."""


def default_reader() -> Any:
    """The reader as the command line uses it."""
    try:
        from reportedly.config import default_reader as make
    except ImportError as error:
        raise NotMeasured(f"this version has no reader to measure ({error}); give --predicted FILE") from error
    return make()


def read_claims(reports: Iterable[Report], reader: Any = None) -> dict[str, dict[str, Any]]:
    """Report id -> what was read, as `reportedly read --format claims` prints it, with the event of each claim."""
    reader = reader or default_reader()
    known: dict[str, Report] = {}
    read: dict[str, tuple[Claim, ...]] = {}
    for count, report in enumerate(reports, 1):
        known[report.id], read[report.id] = report, reader.read(report)
        if sys.stderr.isatty():
            print(f"\rread {count} reports", end="", file=sys.stderr)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    events = link((claim for claims in read.values() for claim in claims), known)
    event_of = {claim: event.id for event in events for claim in event.claims}
    return {
        key: reading_to_wire(known[key], tuple(replace(c, event=event_of.get(c.id, "")) for c in claims))
        for key, claims in read.items()
    }


def load_predicted(path: Path) -> dict[str, dict[str, Any]]:
    """What an earlier run wrote: one JSON object a line, `report` and `claims`."""
    if not path.is_file():
        raise NotMeasured(f"there is no file {path}")
    read = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            body = json.loads(line)
            read[body["report"]] = body
        except (json.JSONDecodeError, KeyError, TypeError) as error:
            raise SystemExit(f"{path}, line {number}: no JSON object with `report` and `claims` ({error})") from error
    return read
