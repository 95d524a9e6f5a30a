"""PDF files: their text layer, lines joined to paragraphs; needs the extra `feeds`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..errors import EmptyReport, MissingExtra, ReportedlyError, UnreadableInput
from ..ports import Received
from .prepare import prepare

# A line shorter than this share of the page's longest ends its paragraph.
SHORT_LINE = 0.65


def from_pdf(data: bytes, name: str, given: Mapping[str, Any]) -> Received | ReportedlyError:
    """The text layer of a PDF file as one report; a scan without one is EmptyReport."""
    try:
        import pypdfium2
    except ImportError:
        return MissingExtra("PDF files need the extra `feeds`", hint="pip install 'reportedly[feeds]'", subject=name)
    try:
        document = pypdfium2.PdfDocument(data)
        try:
            pages = [_page_text(page) for page in document]
        finally:
            document.close()
    except pypdfium2.PdfiumError as error:
        return UnreadableInput(f"the PDF file cannot be opened ({error})", subject=name, hint="Check that it is whole.")
    text = "\n\n".join(filter(None, pages))
    if not text:
        hint = "It may be a scan: run a text recognition over it first."
        return EmptyReport("the PDF file has no text layer", subject=name, hint=hint)
    return prepare(Received(data, name, "application/pdf", {**given, "text": text}))


def _page_text(page: Any) -> str:
    words = page.get_textpage()
    try:
        return join_lines(str(words.get_text_range()))
    finally:
        words.close()
        page.close()


def join_lines(text: str) -> str:
    """Lines of a set page as paragraphs: a full line goes on in the next, a hyphen at its end is taken out."""
    lines = [line.strip() for line in text.replace("\r\n", "\n").replace("\x02", "-").split("\n")]
    longest = max(map(len, lines), default=0)
    out: list[str] = []
    full = False  # whether the line before was set to the full width
    for line in lines:
        goes_on, full = full and bool(line), len(line) >= SHORT_LINE * longest > 0
        if goes_on and re.search(r"[a-z]-$", out[-1]) and line[:1].islower():
            out[-1] = out[-1][:-1] + line
        elif goes_on:
            out[-1] = f"{out[-1]} {line}"
        else:
            out.append(line)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(out)).strip()
