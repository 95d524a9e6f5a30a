"""Whether one item answers a filter: the meaning of `Filter` in plain Python, which SQL must equal."""

from __future__ import annotations

from reportedly.ports import Filter

from .rows import Item, around, checked_box, chord2, vector
from .words import holds, key, phrases


def is_named(name: str, wanted: str) -> bool:
    """True where a folded name is, or begins with, the wanted words."""
    return name == wanted or name.startswith(f"{wanted} ")


def is_in_box(item: Item, box: tuple[float, float, float, float]) -> bool:
    """True where the point lies in the box; west may exceed east across the date line."""
    south, west, north, east = box
    lat, lon = item.columns["lat"], item.columns["lon"]
    if lat is None or not south <= lat <= north:
        return False
    return west <= lon <= east if west <= east else (lon >= west or lon <= east)


def is_near(item: Item, near: tuple[float, float, float]) -> bool:
    """True where the point lies within so many metres."""
    if not is_in_box(item, around(near)):
        return False
    point = (item.columns["x"], item.columns["y"], item.columns["z"])
    return sum((a - b) ** 2 for a, b in zip(point, vector(*near[:2]))) <= chord2(near[2])


def _in_time(item: Item, wanted: Filter) -> bool:
    first, last = item.columns["first"], item.columns["last"]
    after = wanted.since is None or last >= wanted.since.isoformat()
    return after and (wanted.until is None or first <= f"{wanted.until.isoformat()}~")


def _in_place(item: Item, wanted: Filter) -> bool:
    row = item.columns
    if wanted.box and not is_in_box(item, checked_box(wanted.box)):
        return False
    if wanted.near and not is_near(item, wanted.near):
        return False
    return (
        (not wanted.country or row["country"] == wanted.country)
        and (not wanted.admin1 or row["admin1"] == key(wanted.admin1))
        and (not wanted.admin2 or row["admin2"] == key(wanted.admin2))
    )


def _by_whom(item: Item, wanted: Filter) -> bool:
    actor = key(wanted.actor)
    named = not wanted.actor or any(is_named(n, actor) or (a and a == wanted.actor) for n, a in item.parties)
    return named and (not wanted.source or any(is_named(v, key(wanted.source)) for v in item.voices))


def _with_loss(item: Item, wanted: Filter) -> bool:
    if not wanted.outcome and wanted.at_least is None and wanted.at_most is None:
        return True
    outcome = wanted.outcome or "killed"
    for loss in item.losses:
        if loss.outcome != outcome:
            continue
        if wanted.at_least is not None and (loss.best is None or loss.best < wanted.at_least):
            continue
        if wanted.at_most is None or (loss.best is not None and loss.best <= wanted.at_most):
            return True
    return False


def _of_sort(item: Item, wanted: Filter) -> bool:
    row = item.columns
    return (
        (not wanted.ids or row["id"] in wanted.ids)
        and (not wanted.type or row["type"] in wanted.type)
        and (not wanted.kind or row["kind"] in wanted.kind)
        and (not wanted.status or row["status"] == wanted.status)
        and row.get("score", 1.0) >= wanted.confidence
        and row.get("independent", 0) >= wanted.independent
        and row.get("credibility", 1) <= wanted.credibility
    )


def is_wanted(item: Item, wanted: Filter) -> bool:
    """True where a claim or event answers every condition but `text`, `outlet`, `report` and `event`."""
    return (
        _of_sort(item, wanted)
        and _in_time(item, wanted)
        and _in_place(item, wanted)
        and _by_whom(item, wanted)
        and _with_loss(item, wanted)
    )


def is_wanted_report(item: Item, wanted: Filter) -> bool:
    """True where a report answers the filter: its id, outlet, time and words."""
    row = item.columns
    if wanted.report and row["id"] != wanted.report:
        return False
    return (
        (not wanted.ids or row["id"] in wanted.ids)
        and _in_time(item, wanted)
        and (not wanted.outlet or is_named(row["outlet"], key(wanted.outlet)))
        and has_words(item, wanted)
    )


def has_words(item: Item, wanted: Filter) -> bool:
    """True where the item's words hold the text that is searched for."""
    return not wanted.text or holds(item.words.split(), phrases(wanted.text))
