"""An event as flat values and words, shared by the formats that show a row an event."""

from __future__ import annotations

from ..model import Event, Outcome, Party, Toll, When, Where
from .losses import loss


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


# The columns of `flat`, in order.
COLUMNS = (
    "event", "kind", "type", "status", "earliest", "latest", "date_prec", "place", "admin1", "admin2", "country",
    "latitude", "longitude", "radius_m", "where_prec", "actors", "targets", "weapons", "killed_low", "killed_best",
    "killed_high", "wounded_low", "wounded_best", "wounded_high", "tolls", "disputed", "sources",
    "independent_sources", "reports", "claims", "credibility", "clarity", "rule", "notes",
)  # fmt: skip


def flat(event: Event) -> dict[str, object]:
    """One row: every value of the event that fits a cell. Bounds not told are None."""
    killed, wounded = loss(event.tolls), loss(event.tolls, Outcome.WOUNDED)
    when, where = event.when, event.where
    values = (
        event.id,
        event.kind.value,
        event.type,
        event.status,
        when.earliest if when else None,
        when.latest if when else None,
        int(when.precision) if when else None,
        *_place(where),
        names(event.actors),
        names(event.targets),
        "; ".join(event.weapons),
        killed.low,
        killed.best,
        killed.high,
        wounded.low,
        wounded.best,
        wounded.high,
        "; ".join(f"{describe_figure(t)} ({t.who or t.party.value})" for t in event.tolls),
        any(t.disputed for t in event.tolls),
        "; ".join(event.sources),
        event.independent_sources,
        len(event.reports),
        len(event.claims),
        event.credibility,
        event.clarity,
        event.rule,
        "; ".join(event.notes),
    )
    return dict(zip(COLUMNS, values, strict=True))


def _place(where: Where | None) -> tuple[object, ...]:
    if where is None:
        return ("", "", "", "", None, None, None, None)
    areas = (where.admin1 or "", where.admin2 or "", where.country or "")
    return (where.name, *areas, where.lat, where.lon, where.radius, where.ucdp_precision)
