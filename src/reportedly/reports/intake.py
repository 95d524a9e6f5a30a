"""From bytes received to a `Report`: decoding, cleaning, opening, publication time, language, id."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from typing import Any

from ..errors import EmptyReport, InvalidRecord, TooLarge
from ..model import OffsetMap, Report
from ..model.wire import content_id
from ..ports import Received
from ..text.decode import byte_runs, declared_in_html, decode
from ..text.markup import visible
from .clean import clean
from .dates import Published, read_published
from .offsets import align, offset_map, through
from .opening import Opening, find_opening

# Bytes of one report. A long feature is 0.1 MB, a war's chronicle 2 MB; more is a wrong file.
LIMIT = 10_000_000
# Code points kept of the fields beside the text; more is a text in the wrong field.
FIELD_LIMIT = 2_000
READ_LANGUAGES = ("en",)


@dataclass(frozen=True, slots=True)
class _Words:
    """The cleaned text with its way back and what was noted on the way."""

    text: str
    offsets: OffsetMap
    notes: tuple[str, ...]


def intake(received: Received) -> Report:
    """Make a report of what came in, or say why it cannot be one.

    `received.fields` may give id, published, outlet, title, url, language and charset; for a page
    (or a PDF file) also `text` (what an extractor kept of it) and `page_published`. What is given wins over the
    page, the page over the text's own dateline. Where no id is given it is the hash of text,
    outlet and publication time. Raises TooLarge, UnreadableInput, EmptyReport, InvalidRecord or
    InvalidDate.
    """
    if len(received.data) > LIMIT:
        size = f"{len(received.data) / 1e6:.0f} MB"
        raise TooLarge(f"a report of {size} is beyond the limit of {LIMIT // 10**6} MB", subject=received.name)
    fields = received.fields
    words = _words(received)
    if not any(char.isalnum() for char in words.text):
        raise EmptyReport("no text is left after cleaning", subject=received.name)
    opening = find_opening(words.text, _field(fields, "title"))
    published = _published(fields, opening)
    outlet, language = _field(fields, "outlet"), _language(fields, words.text)
    notes = words.notes + (published.notes if published else ()) + tuple(fields.get("notes", ()))
    if published and opening.day and abs((published.at.date() - opening.day).days) > 1:
        notes += (f"the text's own date line says {opening.day}, the publication time given {published.at.date()}",)
    if language not in READ_LANGUAGES:
        notes += (f"language {language} is not read yet: no claims were sought",)
    report = Report(
        id="",
        text=words.text,
        outlet=outlet,
        published=published.at if published else None,
        date_only=published.date_only if published else True,
        title=opening.title.strip(),
        url=_field(fields, "url"),
        language=language,
        dateline=opening.dateline,
        body_start=opening.body_start,
        sha256=hashlib.sha256(received.data).hexdigest(),
        offsets=words.offsets,
        notes=notes,
    )
    return replace(report, id=_field(fields, "id") or _content_id(report))


def _words(received: Received) -> _Words:
    if received.media_type == "text/html":
        return _page(received)
    kept = received.fields.get("text")
    if received.media_type.startswith("text/") or kept is None:
        return _plain(received)
    text, _ = clean(str(kept))
    note = f"no offsets back to the bytes: they are {received.media_type}, the text was extracted"
    return _Words(text, OffsetMap(), (note,))


def _plain(received: Received) -> _Words:
    decoded = decode(received.data, _field(received.fields, "charset"))
    text, pieces = clean(decoded.text)
    return _Words(text, offset_map(pieces, byte_runs(decoded)), decoded.notes)


def _page(received: Received) -> _Words:
    """A page: the text that an extractor kept, set against the page's own words to find its bytes."""
    decoded = decode(received.data, _field(received.fields, "charset") or declared_in_html(received.data))
    shown = visible(decoded.text)
    kept = received.fields.get("text")
    notes = decoded.notes
    if kept is None:
        kept = re.sub(r"(?<![ \t\xa0])[ \t\xa0]*\n\s*", "\n", shown.text)
        notes += ("the whole page was kept: menus and captions may be among the text",)
    text, _ = clean(str(kept).lstrip())
    pieces = through(align(text, shown.text), shown.pieces)
    return _Words(text, offset_map(pieces, byte_runs(decoded)), notes)


def _published(fields: dict[str, Any], opening: Opening) -> Published | None:
    given = fields.get("published")
    if given not in (None, ""):
        return read_published(given)
    if fields.get("page_published"):
        return read_published(fields["page_published"])
    if opening.day:
        return replace(read_published(opening.day), notes=("publication day taken from the text's own date line",))
    return None


def _language(fields: dict[str, Any], text: str) -> str:
    """ISO 639-1 where told; else English, unless most letters are of another script ("und")."""
    given = re.match(r"[a-z]{2,3}(?![a-z])", _field(fields, "language").lower())
    if given:
        return _THREE_LETTERS.get(given.group(), given.group())
    letters = [char for char in text[:4000] if char.isalpha()]
    return "en" if sum(char < "\u0250" for char in letters) * 2 >= len(letters) else "und"


_THREE_LETTERS = {
    "eng": "en",
    "ara": "ar",
    "fra": "fr",
    "fre": "fr",
    "rus": "ru",
    "ukr": "uk",
    "tur": "tr",
    "spa": "es",
}


def _field(fields: dict[str, Any], name: str) -> str:
    """A field as clean text; raises InvalidRecord where it holds something else."""
    value = fields.get(name)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise InvalidRecord(f"the field {name!r} holds {type(value).__name__}, not text")
    text, _ = clean(str(value))
    if len(text) > FIELD_LIMIT:
        raise InvalidRecord(f"the field {name!r} holds {len(text)} characters (at most {FIELD_LIMIT})")
    return " ".join(text.split())


def _content_id(report: Report) -> str:
    published = report.published.isoformat() if report.published else None
    return content_id("r", {"text": report.text, "outlet": report.outlet, "published": published})
