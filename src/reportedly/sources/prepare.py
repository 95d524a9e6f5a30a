"""What every source does to what it received before it hands it on: extract pages, tell the language."""

from __future__ import annotations

import re
from dataclasses import replace

from ..errors import ReportedlyError
from ..ports import Received
from ..text.decode import decode
from .html import extract
from .language import told_language

# Bytes of one report, as in intake; a larger one is not even extracted.
LIMIT = 10_000_000
_LOOKS_LIKE_HTML = re.compile(
    rb"\s{0,200}(?:<!--.{0,400}?-->\s{0,50})?<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)


def prepare(received: Received) -> Received | ReportedlyError:
    """The same bytes with the report found in a page and the language told; a fault comes back as a value."""
    if len(received.data) > LIMIT:
        return received  # refused by intake, which says why
    try:
        if received.media_type == "text/html" or _LOOKS_LIKE_HTML.match(received.data, 0):
            received = extract(received)
        if received.fields.get("language"):
            return received
        text = received.fields.get("text")
        if text is None:
            text = decode(received.data, str(received.fields.get("charset") or "")).text
        return replace(received, fields={**received.fields, "language": told_language(str(text))})
    except ReportedlyError as error:
        error.subject = error.subject or received.name
        return error
