"""What is taken out of a text before it is read, and nothing else."""

from __future__ import annotations

import re

from ..text.markup import Piece

# Line ends of other systems; control characters and overrides of direction, which could make a quote show
# other words than it holds; halves of a surrogate pair, which no encoding can write.
_ODD = re.compile(
    "(?P<line>\r\n?|[\x0b\x0c\x85\u2028\u2029])"
    "|[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
REPLACED = "\ufffd"


def clean(text: str) -> tuple[str, tuple[Piece, ...]]:
    """The text with plain line ends and without what could hide its words, and where each run of it stood.

    Everything else stays, one character for one, so that offsets are those of the text received: words,
    quotes, blanks, misprints and marks of no width. Only blanks at the end go.
    """
    start, end = 0, len(text.rstrip())
    out: list[str] = []
    pieces: list[Piece] = []
    here, done = 0, start

    def keep(upto: int) -> None:
        nonlocal here
        if upto > done:
            out.append(text[done:upto])
            pieces.append((here, done, upto - done, 1))
            here += upto - done

    for found in _ODD.finditer(text, start, max(start, end)):
        keep(found.start())
        done = found.end()
        put = "\n" if found.group("line") else REPLACED
        out.append(put)
        here += len(put)
    keep(end)
    return "".join(out), tuple(pieces)
