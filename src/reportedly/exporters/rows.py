"""An event as flat values and words, shared by the formats that show a row an event."""

from __future__ import annotations

from ..model import Event, Party, Toll, When
from ..ports import Dossier


def describe_figure(toll: Toll) -> str:
    """ "18-27 killed", "at least 20 wounded": the range with its outcome."""
    low, high = toll.low, toll.high
    if low is None and high is None:
        number = "some"
    elif low is None:
        number = f"up to {high:,}"
    elif high is None:
        number = f"at least {low:,}"
    else:
        number = f"{low:,}" if low == high else f"{low:,}-{high:,}"
    return f"{number} {toll.outcome.value}"


def describe_when(when: When | None) -> str:
    """ "2020-04-09" or "2020-03-24 to 2020-04-09"; "" where it is not told."""
    if when is None or (when.earliest is None and when.latest is None):
        return ""
    if when.earliest == when.latest:
        return str(when.earliest)
    return f"{when.earliest or '...'} to {when.latest or '...'}"


def names(parties: tuple[Party, ...]) -> str:
    """The parties' names, semicolon between them, as ACLED joins associated actors."""
    return "; ".join(p.name for p in parties)


def headline(event: Event) -> str:
    """One line that says what the event is: "Islamic State: attack on Syrian Army, al-Sukhnah"."""
    what = event.type if event.type != "casualties" else "deaths and injuries"
    actor = names(event.actors[:2])
    target = names(event.targets[:2])
    line = f"{actor}: {what}" if actor else what.capitalize()
    if target:
        line += f" on {target}" if event.type in ("attack", "air strike") else f" ({target})"
    return f"{line}, {event.where.name}" if event.where else line


def flat(event: Event, dossier: Dossier) -> dict[str, object]:
    """One row: every value of the event that fits a cell. Bounds not told are empty."""
    where, when = event.where, event.when
    row: dict[str, object] = {
        "event": event.id,
        "kind": event.kind.value,
        "type": event.type,
        "status": event.status,
        "earliest": when.earliest if when else None,
        "latest": when.latest if when else None,
        "date_prec": int(when.precision) if when else None,
        "place": where.name if where else "",
        "admin1": where.admin1 if where else "",
        "country": where.country if where else "",
        "latitude": where.lat if where else None,
        "longitude": where.lon if where else None,
        "radius_m": where.radius if where else None,
        "where_prec": where.ucdp_precision if where else None,
        "actors": names(event.actors),
        "targets": names(event.targets),
        "weapons": "; ".join(event.weapons),
    }
    for outcome in ("killed", "wounded"):
        tolls = [t for t in event.tolls if t.outcome == outcome]
        row[f"{outcome}_low"] = _sum([t.low for t in tolls])
        row[f"{outcome}_best"] = _sum([t.best for t in tolls])
        row[f"{outcome}_high"] = _sum([t.high for t in tolls], every=True)
    row |= {
        "tolls": "; ".join(f"{describe_figure(t)} ({t.party.value})" for t in event.tolls),
        "disputed": any(t.disputed for t in event.tolls),
        "sources": "; ".join(event.sources),
        "independent_sources": event.independent_sources,
        "reports": len(event.reports),
        "credibility": event.credibility,
        "rule": event.rule,
        "notes": "; ".join(event.notes),
    }
    return row


def _sum(bounds: list[int | None], every: bool = False) -> int | None:
    """The sum of the bounds told; None where none is, or with `every` where one is open."""
    told = [b for b in bounds if b is not None]
    if not told or (every and len(told) < len(bounds)):
        return None
    return sum(told)
