"""Hand-coded tables in the layouts of ACLED and UCDP GED, row by row.

Columns are found by name in whatever order; a GED release without a header is known by its 49
columns. A row that cannot be read is yielded as an error that names its line.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ..errors import InvalidRecord, ReportedlyError, TooLarge, UnreadableInput
from ..model.coded import CodedRow
from ..ports import PathLike

FIELD = 1_000_000  # characters a cell may hold
# What tells the layouts apart, in small letters.
_NEEDED = {
    "acled": {"event_date", "event_type", "actor1", "fatalities"},
    "ged": {"type_of_violence", "date_start", "best", "side_a"},
}
# The columns of a GED release, for one that comes without a header.
GED = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id",
    "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
    "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office",
    "source_date", "source_headline", "source_original", "where_prec", "where_coordinates", "where_description",
    "adm_1", "adm_2", "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region",
    "event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians",
    "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
)  # fmt: skip
_DATES = ("%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d-%B-%Y", "%d-%b-%Y", "%d/%m/%Y", "%Y/%m/%d", "%d.%m.%Y")

Row = Mapping[str, str]


def read_table(path: PathLike) -> Iterator[CodedRow | ReportedlyError]:
    """Each row in order; raises UnreadableInput or InvalidRecord where the file as a whole is no such table."""
    try:
        with Path(path).open("r", encoding="utf-8-sig", errors="replace", newline="") as stream:
            yield from read_rows(stream, str(path))
    except OSError as error:
        raise UnreadableInput(f"the table cannot be opened ({error.strerror or error})", subject=str(path)) from error


def read_rows(lines: Any, name: str) -> Iterator[CodedRow | ReportedlyError]:
    """The rows of an open table; `lines` are its lines of text, `name` is said in errors."""
    lines = iter(lines)
    first = next(lines, "")
    if not first.strip():
        raise InvalidRecord("the table is empty", subject=name, hint="Give a CSV in the layout of ACLED or UCDP GED.")
    delimiter = max(",;\t", key=first.count)
    limit = csv.field_size_limit(FIELD)
    try:
        reader = csv.reader(_joined(first, lines), delimiter=delimiter)
        yield from _rows(reader, name)
    finally:
        csv.field_size_limit(limit)


def _joined(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first.replace("\0", "\ufffd")
    for line in rest:
        yield line.replace("\0", "\ufffd")


def _rows(reader: Any, name: str) -> Iterator[CodedRow | ReportedlyError]:
    layout = ""
    columns: Sequence[str] = ()
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield TooLarge(f"line {reader.line_num} is no row: {error}", subject=f"{name}:{reader.line_num}")
            continue
        if not layout:
            layout, columns = _layout(cells, name)
            if columns is not GED or cells[0].strip().lower() == "id":
                continue
        if any(cell.strip() for cell in cells):
            yield _row(layout, columns, cells, reader.line_num, name)


def _layout(cells: list[str], name: str) -> tuple[str, Sequence[str]]:
    header = [cell.strip().strip("'").lower() for cell in cells]
    for layout, needed in _NEEDED.items():
        if needed <= set(header):
            return layout, tuple(header) if tuple(header) != GED else GED
    if len(cells) == len(GED) and cells[5].strip()[:1] in ("1", "2", "3"):
        return "ged", GED
    raise InvalidRecord(
        "the table has neither the columns of ACLED nor those of UCDP GED",
        subject=name,
        hint="It needs event_date, event_type, actor1, fatalities; or type_of_violence, date_start, best, side_a.",
    )


def _row(layout: str, columns: Sequence[str], cells: list[str], line: int, name: str) -> CodedRow | ReportedlyError:
    if len(cells) < len(columns) // 2 or len(cells) > len(columns):
        return InvalidRecord(
            f"line {line} has {len(cells)} cells, the header {len(columns)}",
            subject=f"{name}:{line}",
            hint="Look for a quote that is not closed.",
        )
    row = dict(zip(columns, (cell.strip() for cell in cells), strict=False))
    try:
        return _READERS[layout](row, line)
    except ValueError as error:
        return InvalidRecord(f"line {line}: {error}", subject=f"{name}:{line}", hint="Correct the cell.")


def acled_row(row: Row, line: int) -> CodedRow:
    """One row in ACLED's columns; ValueError names the cell that cannot be read."""
    first = _date(row, "event_date")
    dead = _whole(row, "fatalities")
    parts = (row.get("event_type", ""), row.get("sub_event_type", ""))
    precision = _whole(row, "time_precision")
    return CodedRow(
        layout="acled",
        line=line,
        id=row.get("event_id_cnty", "") or row.get("data_id", ""),
        earliest=first,
        latest=first,
        country=_text(row, "country"),
        admin1=_text(row, "admin1"),
        place=_text(row, "location"),
        lat=_degrees(row, "latitude", 90),
        lon=_degrees(row, "longitude", 180),
        place_precision=_whole(row, "geo_precision"),
        date_precision=precision,
        kind=" / ".join(part for part in parts if part),
        sides=tuple(_text(row, name) for name in ("actor1", "actor2") if _text(row, name)),
        low=dead,
        best=dead,
        high=dead,
        notes=_text(row, "notes"),
    )


def ged_row(row: Row, line: int) -> CodedRow:
    """One row in GED's columns; ValueError names the cell that cannot be read."""
    first = _date(row, "date_start")
    last = _date(row, "date_end") or first
    if first and last and first > last:
        raise ValueError(f"date_start {first} is later than date_end {last}")
    kind = _whole(row, "type_of_violence")
    return CodedRow(
        layout="ged",
        line=line,
        id=_text(row, "id").removesuffix(".0"),
        earliest=first,
        latest=last,
        country=_text(row, "country"),
        admin1=_text(row, "adm_1"),
        place=_text(row, "where_coordinates"),
        lat=_degrees(row, "latitude", 90),
        lon=_degrees(row, "longitude", 180),
        place_precision=_whole(row, "where_prec"),
        date_precision=_whole(row, "date_prec"),
        kind="" if kind is None else str(kind),
        sides=tuple(_text(row, name) for name in ("side_a", "side_b") if _text(row, name)),
        low=_whole(row, "low"),
        best=_whole(row, "best"),
        high=_whole(row, "high"),
        notes=_text(row, "source_headline"),
    )


_READERS: dict[str, Callable[[Row, int], CodedRow]] = {"acled": acled_row, "ged": ged_row}


def from_cells(layout: str, columns: Sequence[str], cells: Sequence[object], line: int = 0) -> CodedRow:
    """A row that is in memory already, as an exporter makes it, in the layout's columns."""
    texts = ("" if cell is None else str(cell) for cell in cells)
    return _READERS[layout](dict(zip(columns, texts, strict=True)), line)


def _text(row: Row, name: str) -> str:
    """A cell, without the apostrophe that disarms formulas."""
    value = row.get(name, "")
    return value[1:] if value[:1] == "'" and value[1:2] in tuple("=+-@") else value


def _date(row: Row, name: str) -> date | None:
    value = row.get(name, "")
    if not value or value in ("NA", "nan"):
        return None
    for form in _DATES:
        try:
            return datetime.strptime(value[:10] if form == "%Y-%m-%d" else value, form).date()
        except ValueError:
            continue
    raise ValueError(f"{name} is no date: {value[:40]!r}")


def _number(row: Row, name: str) -> float | None:
    value = row.get(name, "")
    if not value or value in ("NA", "nan"):
        return None
    try:
        found = float(value)
    except ValueError:
        raise ValueError(f"{name} is no number: {value[:40]!r}") from None
    if not math.isfinite(found):
        raise ValueError(f"{name} is no number: {value[:40]!r}")
    return found


def _whole(row: Row, name: str) -> int | None:
    found = _number(row, name)
    if found is not None and (found < 0 or found != int(found)):
        raise ValueError(f"{name} is no whole number from 0: {row[name][:40]!r}")
    return None if found is None else int(found)


def _degrees(row: Row, name: str, most: int) -> float | None:
    found = _number(row, name)
    if found is not None and abs(found) > most:
        raise ValueError(f"{name} lies beyond {most} degrees: {row[name][:40]!r}")
    return found
