"""Bytes to text: which encoding, and where each character stood in the bytes."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from ..errors import UnreadableInput

# (char offset, byte offset, length in characters, bytes per character)
ByteRun = tuple[int, int, int, int]

_HALVES = re.compile("[\ud800-\udfff]")

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF-", "a PDF file", "Install reportedly[feeds] and give it with the suffix .pdf."),
    (b"PK\x03\x04", "a ZIP or office file", "Save it as plain text or HTML first."),
    (b"\x89PNG", "an image", "Give the text of the report, not a picture of it."),
    (b"\xff\xd8\xff", "an image", "Give the text of the report, not a picture of it."),
    (b"GIF8", "an image", "Give the text of the report, not a picture of it."),
    (b"\x7fELF", "a program", ""),
    (b"SQLite format 3\x00", "a database", "A ledger is given with --ledger."),
    (b"\x1f\x8b", "a gzip file", "Give it with the suffix .gz so that it is unpacked."),
)
# A text holds next to no control characters; random bytes hold one in nine. A few are a slip of a copier.
JUNK_SHARE, JUNK_LEAST = 0.02, 4
_CONTROL = bytes(c for c in range(32) if c not in b"\t\n\v\f\r\x1b") + b"\x7f"
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
# Encodings in which a character has a width of its own, whatever stands before it.
_WIDTHS = re.compile(r"[\x00-\x7f]+|[\x80-\u07ff]+|[\u0800-\uffff]+|[\U00010000-\U0010ffff]+")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with the encoding it was in; `skip` bytes (a byte order mark) stood before it."""

    text: str
    encoding: str
    skip: int = 0
    notes: tuple[str, ...] = ()


def decode(data: bytes, declared: str = "") -> Decoded:
    """The text of these bytes: by byte order mark, as declared, as UTF-8, at last as Windows-1252.

    The last is a guess and leaves a note. Raises UnreadableInput where the bytes are no text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _marked(data, encoding, len(mark))
    wide = _unmarked_utf16(data)
    if wide:
        return wide
    _refuse_junk(data)
    notes: tuple[str, ...] = ()
    told = _known(declared)
    if told in _NARROW and _is_utf8_beyond_ascii(data):
        # Templates declare a Western charset and serve UTF-8; by accident no such text is valid UTF-8.
        told, notes = "utf-8", (f"declared as {told} but UTF-8",)
    for encoding in dict.fromkeys((told, "utf-8")):
        if encoding:
            try:
                return Decoded(data.decode(encoding), encoding, notes=notes)
            except UnicodeError:
                notes += (f"the bytes are not valid {encoding}",) if encoding != "utf-8" else ()
    notes += ("encoding not told and not UTF-8: read as Windows-1252",)
    return Decoded(data.decode("cp1252", "replace"), "cp1252", notes=notes)


def declared_in_html(data: bytes) -> str:
    """The charset that a page names in its head, or ""."""
    found = _META_CHARSET.search(data, 0, 4096)
    return found.group(1).decode("ascii") if found else ""


def byte_runs(decoded: Decoded) -> tuple[ByteRun, ...]:
    """Where each run of equally wide characters stood in the bytes; () where that cannot be told."""
    text, encoding, skip = decoded.text, decoded.encoding, decoded.skip
    if not text:
        return ()
    if encoding in _NARROW:
        return ((0, skip, len(text), 1),)
    widths = _VARIABLE.get(encoding)
    if widths is None:
        return ()
    runs: list[ByteRun] = []
    byte = skip
    for found in _WIDTHS.finditer(text):
        start, end = found.span()
        width = widths[_rank(text[start])]
        if runs and runs[-1][3] == width:
            last = runs[-1]
            runs[-1] = (last[0], last[1], last[2] + end - start, width)
        else:
            runs.append((start, byte, end - start, width))
        byte += (end - start) * width
    return tuple(runs)


_NARROW = {"ascii", "cp1250", "cp1251", "cp1252", "cp1254", "cp1256", "koi8-r", "koi8-u", "mac-roman"} | {
    f"iso8859-{n}" for n in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16)
}
_VARIABLE = {
    "utf-8": (1, 2, 3, 4),
    "utf-16-le": (2, 2, 2, 4),
    "utf-16-be": (2, 2, 2, 4),
    "utf-32-le": (4, 4, 4, 4),
    "utf-32-be": (4, 4, 4, 4),
}


def _rank(char: str) -> int:
    code = ord(char)
    return 0 if code < 0x80 else 1 if code < 0x800 else 2 if code < 0x10000 else 3


def _marked(data: bytes, encoding: str, skip: int) -> Decoded:
    text = data[skip:].decode(encoding, "replace")
    if "\ufffd" not in text or data[skip:] == text.encode(encoding):
        return Decoded(text, encoding, skip)
    # Offsets would drift after a broken sequence: they are left out by naming no known encoding.
    note = f"broken {encoding.upper()} sequences were replaced; offsets back to the bytes are not kept"
    return Decoded(text, f"{encoding} (repaired)", skip, (note,))


def _unmarked_utf16(data: bytes) -> Decoded | None:
    """Latin text in UTF-16 without a byte order mark has a zero in every second byte."""
    head = data[:2000]
    if len(head) < 8 or len(data) % 2:
        return None
    for encoding, zeros, letters in (("utf-16-le", head[1::2], head[::2]), ("utf-16-be", head[::2], head[1::2])):
        if zeros.count(0) > 0.8 * len(zeros) and not letters.count(0):
            try:
                return Decoded(data.decode(encoding), encoding, notes=(f"read as {encoding.upper()} without a mark",))
            except UnicodeError:
                return None
    return None


def _refuse_junk(data: bytes) -> None:
    for magic, what, hint in _MAGIC:
        if data.startswith(magic):
            raise UnreadableInput(f"this is {what}, not text", hint=hint)
    controls = len(data) - len(data.translate(None, _CONTROL))
    if controls > max(JUNK_LEAST, JUNK_SHARE * len(data)):
        raise UnreadableInput("the bytes are not text (too many control characters)")


def _is_utf8_beyond_ascii(data: bytes) -> bool:
    if data.isascii():
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _known(declared: str) -> str:
    """Python's name of a declared charset; browsers, too, read Latin-1 as Windows-1252. "" if unknown."""
    try:
        info = codecs.lookup(declared.strip()) if declared.strip() else None
    except (LookupError, ValueError):
        return ""
    if info is None or not getattr(info, "_is_text_encoding", True) or info.name in _UNSAFE:
        return ""
    return "cp1252" if info.name in ("iso8859-1", "ascii") else info.name


# Not encodings of pages, although Python knows them as codecs of text.
_UNSAFE = {
    "unicode_escape",
    "raw_unicode_escape",
    "unicode-escape",
    "raw-unicode-escape",
    "idna",
    "punycode",
    "undefined",
    "utf-7",
    "mbcs",
    "oem",
}


def writable(text: str) -> str:
    """The text, of the same length, with U+FFFD for halves of surrogate pairs, which no encoding can write."""
    return _HALVES.sub("\ufffd", text)
