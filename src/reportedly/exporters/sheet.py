"""Tables as CSV: rows written one by one, and cells that no spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import IO

# A cell that begins so is run as a formula by spreadsheets, the wide forms too in some of them;
# OWASP advises a quote before it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Characters that a file of text should not hold; they stay visible as U+FFFD.
_CONTROL = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127), "�")


def safe_cell(value: object) -> object:
    """Text that a spreadsheet would take for a formula, disarmed with a leading apostrophe; "" for None."""
    if value is None:
        return ""
    if isinstance(value, str):
        text = value.translate(_CONTROL)
        return "'" + text if text.startswith(_FORMULA) else text
    return value


def write_sheet(
    out: IO[bytes],
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    second: Sequence[str] = (),
    mark: bool = False,
) -> None:
    """Header, `second` where given (HXL tags; written as it is), then each row, UTF-8.

    With `mark` a byte order mark comes first, by which spreadsheets know the encoding.
    """
    text = io.TextIOWrapper(out, "utf-8-sig" if mark else "utf-8", errors="replace", newline="", write_through=True)
    try:
        writer = csv.writer(text)
        writer.writerow(columns)
        if second:
            writer.writerow(second)
        for row in rows:
            writer.writerow([safe_cell(value) for value in row])
        text.flush()
    finally:
        text.detach()  # the stream is the caller's to close
