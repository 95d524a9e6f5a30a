"""What of an HTML page is text, and where it stands in the page; in one pass, on any input."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

# (offset in the visible text, offset in the page, length in the text, page characters per text character)
Piece = tuple[int, int, int, int]

# One branch a kind of markup. An unclosed comment, script or tag runs to its own next "<" or the end:
# each branch either stops at a fixed mark or fails at once, so the scan stays linear.
_MARKUP = re.compile(
    r"<!--|<(?P<raw>script|style|noscript|template|svg)\b|<(?P<tag>/?[A-Za-z][A-Za-z0-9]*)|<[!?]|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?",
    re.IGNORECASE,
)
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)


@dataclass(frozen=True, slots=True)
class Visible:
    """The text of a page; block elements are set apart by line breaks that have no place in the page."""

    text: str
    pieces: tuple[Piece, ...]


def visible(page: str) -> Visible:
    """The words of a page as a reader would meet them, scripts and comments left out."""
    out: list[str] = []
    pieces: list[Piece] = []
    here = done = 0
    lower = _Closings(page)

    def keep(text: str, start: int, width: int) -> None:
        nonlocal here
        if text:
            pieces.append((here, start, len(text), width))
            out.append(text)
            here += len(text)

    position = 0
    while found := _MARKUP.search(page, position):
        start = found.start()
        keep(page[done:start], done, 1)
        if found.group().startswith("&"):
            char = html.unescape(found.group())
            # A legacy entity without semicolon may decode in part only; then it stands for itself.
            if len(char) == 1:
                keep(char, start, found.end() - start)
            else:
                keep(found.group(), start, 1)
            position = done = found.end()
            continue
        position = done = _end_of_markup(page, found, lower)
        tag = (found.group("tag") or "").lstrip("/").lower()
        if tag not in _INLINE and not found.group().startswith(("<!", "<?")):
            out.append("\n")
            here += 1
    keep(page[done:], done, 1)
    return Visible("".join(out), tuple(pieces))


class _Closings:
    """Where closing marks stand; once one is known to be missing it is not sought again."""

    def __init__(self, page: str) -> None:
        self._page = page
        self._lower = page.lower() if len(page.lower()) == len(page) else page
        self._missing: set[str] = set()

    def after(self, mark: str, start: int) -> int:
        """The offset after the next `mark`, or -1."""
        if mark in self._missing:
            return -1
        at = self._lower.find(mark, start)
        if at < 0:
            self._missing.add(mark)
            return -1
        return at + len(mark)


def _end_of_markup(page: str, found: re.Match[str], closings: _Closings) -> int:
    raw = found.group("raw")
    if raw:
        end = closings.after(f"</{raw.lower()}", found.end())
        closed = closings.after(">", end if end > 0 else found.end())
    elif found.group() == "<!--":
        closed = closings.after("-->", found.end())
    else:
        closed = closings.after(">", found.end())
    return closed if closed > 0 else len(page)
