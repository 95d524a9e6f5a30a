"""RSS and Atom feeds: each entry with a text as a report; needs the extra `feeds`."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from ..errors import MissingExtra, ReportedlyError, UnreadableInput
from ..ports import Received
from .prepare import prepare


def from_feed(data: bytes, name: str, given: Mapping[str, Any]) -> Iterator[Received | ReportedlyError]:
    """The entries of a feed in its own order, with title, link, publication time and the feed's name as outlet."""
    try:
        import feedparser
    except ImportError:
        yield MissingExtra("feeds need the extra `feeds`", hint="pip install 'reportedly[feeds]'", subject=name)
        return
    feed = feedparser.parse(io.BytesIO(data))
    if not feed.entries:
        why = feed.get("bozo_exception") or "no entries"
        yield UnreadableInput(f"this is no feed that can be read ({why})", subject=name)
        return
    outlet = feed.feed.get("title", "")
    for number, entry in enumerate(feed.entries, 1):
        found = _entry(entry, f"{name}:{number}", outlet, given)
        yield prepare(found) if isinstance(found, Received) else found


def _entry(entry: Any, where: str, outlet: str, given: Mapping[str, Any]) -> Received | ReportedlyError:
    contents = [part.get("value", "") for part in entry.get("content", ())] or [entry.get("summary", "")]
    page = max(contents, key=len)
    if not page.strip():
        return UnreadableInput("the entry has no text, only a link", subject=where, hint="Fetch the page it links to.")
    moment = entry.get("published_parsed") or entry.get("updated_parsed")
    fields: dict[str, Any] = {
        **given,
        "title": entry.get("title", ""),
        "url": entry.get("link", ""),
        "published": datetime(*moment[:6]).replace(tzinfo=UTC).isoformat() if moment else given.get("published", ""),
        "outlet": given.get("outlet") or outlet,
        "charset": "utf-8",
    }
    return Received(f"<body>{page}</body>".encode(), where, "text/html", fields)
