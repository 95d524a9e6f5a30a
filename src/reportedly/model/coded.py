"""`CodedRow`: one event as a coder wrote it into a row of another data set's layout."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CodedRow:
    """One hand-coded event. `layout` is "acled" or "ged", `line` where the row stands in its file.

    `low`, `best` and `high` count the dead; ACLED has one figure, which is all three. `kind` is the
    layout's own type: ACLED's event type and sub-event type with a stroke between, GED's type of
    violence. `country` is a name as written, `sides` the actors as written. None is not told.
    """

    layout: str
    line: int
    id: str
    earliest: date | None = None
    latest: date | None = None
    country: str = ""
    admin1: str = ""
    place: str = ""
    lat: float | None = None
    lon: float | None = None
    place_precision: int | None = None
    date_precision: int | None = None
    kind: str = ""
    sides: tuple[str, ...] = ()
    low: int | None = None
    best: int | None = None
    high: int | None = None
    notes: str = ""
