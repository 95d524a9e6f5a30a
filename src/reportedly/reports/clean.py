"""What is taken out of a text before it is read, and nothing else."""

from __future__ import annotations

import re

from ..text.markup import Piece

# Line ends of other systems; marks that no reader sees (soft hyphen, zero width, direction); control
# characters; halves of a surrogate pair, which no encoding can write.
_ODD = re.compile(
    "(?P<line>\r\n?|[\x0b\x0c\x85\u2028\u2029])|(?P<half>[\ud800-\udfff])"
    "|[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]+"
)


def clean(text: str) -> tuple[str, tuple[Piece, ...]]:
    """The text with plain line ends and without unseen characters, and where each run of it stood.

    Words, quotes, spaces and misprints stay as they are: claims quote them. Blanks at both ends go.
    """
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
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
        put = "\n" if found.group("line") else "\ufffd" if found.group("half") else ""
        out.append(put)
        here += len(put)
    keep(end)
    return "".join(out), tuple(pieces)
