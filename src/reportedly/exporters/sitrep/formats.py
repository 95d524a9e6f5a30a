"""The situation report as exporters: HTML, Markdown and DOCX."""

from __future__ import annotations

import io
import zipfile
from typing import IO, Any

from ...errors import MissingExtra
from ...ports import Dossier
from .compose import compose
from .document import Document
from .png import to_png
from .text import marks, plain, to_html, to_markdown


class _Sitrep:
    """`title` heads the document; `scope` names period and area where they were asked for."""

    def __init__(self, title: str = "Situation report", scope: str = "") -> None:
        self._title, self._scope = title, scope

    def _document(self, dossier: Dossier) -> Document:
        return compose(dossier, self._title, self._scope)


class HtmlSitrep(_Sitrep):
    """A page with map and timeline drawn in it, and notes to every sentence."""

    name = "sitrep"
    suffix = ".html"

    def export(self, dossier: Dossier, out: IO[bytes]) -> None:
        """Write the page, UTF-8; it loads nothing and runs no script."""
        for part in to_html(self._document(dossier)):
            out.write(part.encode())


class MarkdownSitrep(_Sitrep):
    """Markdown with footnotes; without the pictures."""

    name = "sitrep-md"
    suffix = ".md"

    def export(self, dossier: Dossier, out: IO[bytes]) -> None:
        """Write the text, UTF-8."""
        for part in to_markdown(self._document(dossier)):
            out.write(part.encode())


class DocxSitrep(_Sitrep):
    """A document for word processors with the pictures and numbered notes (extra `tables`)."""

    name = "sitrep-docx"
    suffix = ".docx"

    def export(self, dossier: Dossier, out: IO[bytes]) -> None:
        """Write the document; MissingExtra where python-docx is not installed."""
        try:
            import docx
        except ModuleNotFoundError as error:
            raise MissingExtra(
                "DOCX needs python-docx, which is not installed", subject="docx", hint="Install `reportedly[tables]`."
            ) from error
        document = docx.Document()
        _write(document, self._document(dossier))
        held = io.BytesIO()
        document.save(held)
        out.write(_without_times(held.getvalue()))


def _write(into: Any, document: Document) -> None:
    from docx.shared import Inches

    into.core_properties.title = plain(document.title)[:255]
    into.core_properties.author = ""
    into.add_heading(plain(document.title), 0)
    into.add_paragraph(plain(document.scope))
    for section in document.sections:
        into.add_heading(plain(section.title), section.level - 1)
        for picture in section.pictures:
            into.add_picture(io.BytesIO(to_png(picture.scene)), width=Inches(6))
            into.add_paragraph(plain(picture.caption), style="Caption")
        for block in section.blocks:
            paragraph = into.add_paragraph(style="List Bullet" if block.item else None)
            for sentence in block.sentences:
                paragraph.add_run(plain(sentence.text))
                if sentence.notes:
                    paragraph.add_run(f"[{marks(sentence)}]").font.superscript = True
                paragraph.add_run(" ")
    into.add_heading("Sources", 1)
    for note in document.notes:
        url = f" {plain(note.url)}" if note.url else ""
        into.add_paragraph(f"[{note.number}] {plain(note.chain)}, {note.published}: “{plain(note.quote)}”{url}")


def _without_times(packed: bytes) -> bytes:
    """The same archive with one fixed time on each part, so that equal documents are equal bytes."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), old.read(name), zipfile.ZIP_DEFLATED)
    return held.getvalue()
