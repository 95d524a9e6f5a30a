"""JSONL: one report a line, with field names of whoever wrote it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import IO, Any

from ..errors import InvalidRecord, ReportedlyError, TooLarge
from ..ports import Received
from .prepare import LIMIT, prepare

# What other collections call a field of ours, first come first taken; ours always wins.
ALIASES: dict[str, tuple[str, ...]] = {
    "id": ("report", "docid", "doc_id", "uid"),
    "text": ("body", "content", "full_text"),
    "html": ("raw_html",),
    "published": (
        "date",
        "published_at",
        "publication_date",
        "date_published",
        "pub_date",
        "claimed_date",
        "timestamp",
    ),
    "outlet": ("source", "publisher", "domain", "sitename", "site"),
    "title": ("headline",),
    "url": ("link", "source_url"),
    "language": ("lang",),
}
# A line may escape each character of the text six-fold (\u0000) and holds other fields beside it.
LINE_LIMIT = 8 * LIMIT


def parse_map(option: str) -> dict[str, str]:
    """Read "published=claimed_date,outlet=source": our field name, then theirs.

    Raises InvalidRecord where the form is another or a field is not one of ours.
    """
    mapping: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in option.split(","))):
        ours, mark, theirs = (piece.strip() for piece in part.partition("="))
        if not mark or not theirs or ours not in ALIASES:
            known = ", ".join(ALIASES)
            raise InvalidRecord(
                f"the mapping {part!r} means nothing", hint=f"Write ours=theirs, with ours one of {known}."
            )
        mapping[ours] = theirs
    return mapping


def read_lines(
    stream: IO[bytes], name: str, mapping: Mapping[str, str], given: Mapping[str, Any]
) -> Iterator[Received | ReportedlyError]:
    """Each line's report in order; a line that is not one is yielded as an error that names it."""
    for number, line in _lines(stream):
        where = f"{name}:{number}"
        if line is None:
            yield TooLarge(f"line {number} is beyond the limit of {LINE_LIMIT // 10**6} MB", subject=where)
        elif line.strip():
            yield _record(line, number, where, mapping, given)


def from_record(
    record: Mapping[str, Any], where: str, mapping: Mapping[str, str], given: Mapping[str, Any]
) -> Received | ReportedlyError:
    """One record's report. Its bytes are those of its text (or page) in UTF-8."""
    fields = {**{k: v for k, v in given.items() if v}, **record_fields(record, mapping)}
    text, page = fields.pop("text", None), fields.pop("html", None)
    if text is None and page is None and record.get(mapping.get("text", "text")) == "":
        text = ""  # there, but empty: intake says so
    body, media_type = (page, "text/html") if page and not text else (text, "text/plain")
    if not isinstance(body, str):
        missing = "has neither `text` nor `html`" if body is None else f"has no text but {type(body).__name__}"
        return InvalidRecord(f"the record {missing}", subject=where)
    fields["charset"] = "utf-8"  # whatever a page in it declares: it was decoded before it became JSON
    # A half of a surrogate pair, which JSON can write and UTF-8 cannot, is replaced.
    data = body.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode("utf-8")
    return prepare(Received(data, where, media_type, fields))


def _record(
    line: bytes, number: int, where: str, mapping: Mapping[str, str], given: Mapping[str, Any]
) -> Received | ReportedlyError:
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return InvalidRecord(f"line {number} is not UTF-8 (byte {error.start})", subject=where)
    except json.JSONDecodeError as error:
        return InvalidRecord(f"line {number} is not JSON: {error.msg} at column {error.colno}", subject=where)
    except (ValueError, RecursionError) as error:
        return InvalidRecord(f"line {number} cannot be read: {error}", subject=where)
    if not isinstance(record, dict):
        return InvalidRecord(f"line {number} is a JSON {type(record).__name__}, not an object", subject=where)
    found = from_record(record, where, mapping, given)
    if isinstance(found, InvalidRecord):
        found.message = found.message.replace("the record", f"line {number}", 1)
    return found


def record_fields(record: Mapping[str, Any], mapping: Mapping[str, str]) -> dict[str, Any]:
    """A record's fields under our names, by the mapping, else by our names and their aliases."""
    fields: dict[str, Any] = {}
    for ours, aliases in ALIASES.items():
        names = (mapping[ours],) if ours in mapping else (ours, *aliases)
        value = next((record[name] for name in names if record.get(name) not in (None, "")), None)
        if value is not None:
            fields[ours] = value
    return fields


def _lines(stream: IO[bytes]) -> Iterator[tuple[int, bytes | None]]:
    """Numbered lines; None for one beyond the limit, which is read past without being kept."""
    number = 0
    while line := stream.readline(LINE_LIMIT + 1):
        number += 1
        if len(line) > LINE_LIMIT:
            while line and not line.endswith(b"\n"):
                line = stream.readline(LIMIT)
            yield number, None
        else:
            yield number, line
