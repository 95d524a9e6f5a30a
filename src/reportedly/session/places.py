"""Which events and claims are within a place of a name: a site, town, district or province, spelled alike."""

from __future__ import annotations

from collections.abc import Callable

from anyascii import anyascii

from reportedly.model import Claim, Event, Where
from reportedly.ports import Filter, Page

# Things that one page looks at: some half a second. What it did not come to, the next page does.
LOOKED_AT = 5000
_STEP = 500


def is_at(place: str) -> Callable[[Event | Claim], bool]:
    """Says of an event or claim whether its place, district or province bears this name, or holds it as whole words.

    Case, accents and punctuation do not count. True of all for "".
    """
    wanted = _plain(place)
    if not wanted.strip():
        return lambda _: not place
    return lambda thing: thing.where is not None and any(wanted in name for name in _names(thing.where))


def page_at(
    fetch: Callable[[Filter, str, int], Page], place: str, wanted: Filter, cursor: str = "", limit: int = 50
) -> Page:
    """A page of what `fetch` finds that is at this place.

    Where things there are rare, a page may hold fewer than `limit`, even none, and still name the
    next: it has then looked at the first `LOOKED_AT` of all that the filter finds.
    """
    if not place:
        return fetch(wanted, cursor, limit)
    there, found, seen = is_at(place), [], 0
    while True:
        page = fetch(wanted, cursor, _STEP)
        for number, thing in enumerate(page.items, 1):
            if there(thing):
                found.append(thing)
                if len(found) == limit:  # the cursor after this one, and not after the whole step
                    return Page(tuple(found), fetch(wanted, cursor, number).cursor)
        seen, cursor = seen + len(page.items), page.cursor
        if not cursor or seen >= LOOKED_AT:
            return Page(tuple(found), cursor)


def _names(where: Where) -> list[str]:
    return [_plain(name) for name in (where.name, where.admin1, where.admin2) if name]


def _plain(name: str) -> str:
    """A name without case, accents and punctuation, padded so that whole words match."""
    letters = "".join(char if char.isalnum() else " " for char in anyascii(name).casefold())
    return f" {' '.join(letters.split())} "
