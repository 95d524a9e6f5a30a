"""JSON lines that stay one line each, whatever the reader takes for the end of a line."""

from __future__ import annotations

import json
from typing import Any

# Ends of line to some readers, and none to JSON, which may hold them as they are.
_ENDS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def json_line(value: Any) -> bytes:
    """One value as UTF-8 with a line feed at its end; days as ISO 8601, halves of surrogate pairs as escapes."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    try:
        return text.translate(_ENDS).encode() + b"\n"
    except UnicodeEncodeError:
        return json.dumps(value, default=str).encode() + b"\n"
