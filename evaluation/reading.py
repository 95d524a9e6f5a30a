"""What the project reads from reports, in the wire form: by its own reader, or from a file of an earlier run."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from reportedly.model import Claim, Report
from reportedly.model.wire import reading_to_wire


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
    """Report id -> what was read, as `reportedly read --format claims` prints it."""
    reader = reader or default_reader()
    read: dict[str, dict[str, Any]] = {}
    for count, report in enumerate(reports, 1):
        claims: tuple[Claim, ...] = reader.read(report)
        read[report.id] = reading_to_wire(report, claims)
        if sys.stderr.isatty():
            print(f"\rread {count} reports", end="", file=sys.stderr)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    return read


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
