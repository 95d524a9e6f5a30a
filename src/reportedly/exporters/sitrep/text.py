"""A situation report as Markdown and as HTML; words of reports are always text, never markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import escape
from urllib.parse import quote

from .document import Block, Document, Note, Section, Sentence
from .svg import to_svg

# What Markdown reads as markup anywhere, and what it does only at the beginning of a line.
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#!|~&$]|^[+=-]|^\d+(?=[.)]))")
_STYLE = (
    "body{font:16px/1.5 Georgia,serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b}"
    "h1,h2,h3,figcaption{font-family:system-ui,sans-serif}h2{border-bottom:1px solid #ccc;margin-top:2rem}"
    "figure{margin:1rem 0}svg{width:100%;height:auto;border:1px solid #ddd}figcaption{font-size:.85rem;color:#555}"
    "sup a{text-decoration:none}q{quotes:'“' '”'}.notes li{font-size:.9rem;overflow-wrap:anywhere}"
)


def plain(text: str) -> str:
    """One line of text without control characters and halves of surrogate pairs."""
    clean = "".join(c if c.isprintable() or c == " " else " " for c in text)
    return " ".join(clean.encode("utf-8", "replace").decode().split())


def to_markdown(document: Document) -> Iterable[str]:
    """Lines of Markdown with footnotes; pictures are named, since Markdown holds none."""
    yield f"# {_md(document.title)}\n\n{_md(document.scope)}\n"
    for section in document.sections:
        yield f"\n{'#' * section.level} {_md(section.title)}\n"
        for picture in section.pictures:
            yield f"\n*{_md(picture.caption)} The drawing stands in the HTML and DOCX forms.*\n"
        for block in section.blocks:
            yield ("- " if block.item else "\n") + _sentences(block, _md, _md_marks) + "\n"
    yield "\n## Sources\n"
    for note in document.notes:
        link = f" <{_href(note.url)}>" if note.url else ""
        yield f"\n[^{note.number}]: {_md(_said(note))} “{_md(note.quote)}”{link}\n"


def _md(text: str) -> str:
    return _MARKUP.sub(lambda m: m[0] + "\\" if m[0].isdigit() else "\\" + m[0], plain(text))


def _md_marks(notes: tuple[int, ...]) -> str:
    return "".join(f"[^{n}]" for n in notes)


def to_html(document: Document) -> Iterable[str]:
    """A page of its own that loads nothing: style and drawings stand in it, scripts are forbidden."""
    yield '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
    yield "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{_html(document.title)}</title><style>{_STYLE}</style></head><body>\n"
    yield f"<h1>{_html(document.title)}</h1><p>{_html(document.scope)}</p>\n"
    for section in document.sections:
        yield from _html_section(section)
    yield '<h2>Sources</h2><ol class="notes">\n'
    for note in document.notes:
        link = f' <a href="{escape(_href(note.url))}" rel="noreferrer">{_html(note.url)}</a>' if note.url else ""
        yield f'<li id="n{note.number}">{_html(_said(note))} <q>{_html(note.quote)}</q>{link}</li>\n'
    yield "</ol></body></html>\n"


def _html_section(section: Section) -> Iterable[str]:
    yield f"<h{section.level}>{_html(section.title)}</h{section.level}>\n"
    for picture in section.pictures:
        drawing = to_svg(picture.scene, plain(picture.caption))
        yield f'<figure id="{picture.name}">{drawing}<figcaption>{_html(picture.caption)}</figcaption></figure>\n'
    within = False
    for block in section.blocks:
        if block.item != within:
            yield "<ul>" if block.item else "</ul>"
            within = block.item
        tag = "li" if block.item else "p"
        yield f"<{tag}>{_sentences(block, _html, _html_marks)}</{tag}>\n"
    yield "</ul>\n" if within else ""


def _html(text: str) -> str:
    return escape(plain(text))


def _html_marks(notes: tuple[int, ...]) -> str:
    links = " ".join(f'<a href="#n{n}">{n}</a>' for n in notes)
    return f"<sup>{links}</sup>" if links else ""


def _sentences(block: Block, text: Callable[[str], str], marks: Callable[[tuple[int, ...]], str]) -> str:
    return " ".join(text(s.text) + marks(s.notes) for s in block.sentences)


def _said(note: Note) -> str:
    return f"{note.chain}, {note.published}:"


def _href(url: str) -> str:
    """An address in which no character can end the place it stands in."""
    return quote(plain(url).encode("utf-8", "replace"), safe="/:?#@!$&*+,;=%-._~[]")


def marks(sentence: Sentence) -> str:
    """Note numbers as one mark, runs drawn together: "1-3, 7"."""
    runs: list[list[int]] = []
    for n in sentence.notes:
        if runs and n == runs[-1][1] + 1:
            runs[-1][1] = n
        else:
            runs.append([n, n])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)
