"""Claims and events in the few words that fit a table."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence

from ..model import Attribution, Claim, Figure, Harm, Harmed, Outcome, Party, Toll, When, Where

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def when_in_words(when: When | None) -> str:
    """ "2020-04-09", "9-11 Apr 2020", "Feb 2020", "since 2020-02-01"; "?" where it is not told.

    In brackets where the text does not say and the day follows from the publication.
    """
    told = _days_in_words(when)
    return f"({told})" if when is not None and when.basis == "publication" and told != "?" else told


def _days_in_words(when: When | None) -> str:
    if when is None or (when.earliest is None and when.latest is None):
        return "?"
    first, last = when.earliest, when.latest
    if first is None or last is None:
        return f"since {first}" if first else f"until {last}"
    if first == last:
        return first.isoformat()
    if first.year == last.year and first.month == last.month:
        whole = first.day == 1 and last.day == monthrange(last.year, last.month)[1]
        month = f"{_MONTHS[first.month - 1]} {first.year}"
        return month if whole else f"{first.day}-{last.day} {month}"
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return str(first.year) if first.year == last.year else f"{first.year}-{last.year}"
    return f"{first} to {last}"


def where_in_words(where: Where | None) -> str:
    """The place with its province and country; "near" where it is told so; "?" where it is not told."""
    if where is None:
        return "?"
    parts = [f"near {where.name}" if where.near else where.name]
    if where.admin1 and where.admin1.casefold() not in where.name.casefold():
        parts.append(where.admin1)
    if where.country and where.precision != "country":
        parts.append(where.country)
    return ", ".join(parts)


def parties_in_words(actors: Sequence[Party], targets: Sequence[Party]) -> str:
    """Who to whom; "?" for a side that is not told, nothing where neither is."""
    if not actors and not targets:
        return "?"
    return f"{_names(actors)} → {_names(targets)}" if targets else _names(actors)


def _names(parties: Iterable[Party]) -> str:
    return ", ".join(dict.fromkeys(party.name for party in parties)) or "?"


# What is destroyed, damaged or shot down is equipment: that needs no saying.
_SIDES = {
    "civilian": " (civilian)",
    "state force": " (state)",
    "armed group": " (fighters)",
    "equipment": " (equipment)",
}
_OF_THINGS = (Outcome.DESTROYED, Outcome.DAMAGED, Outcome.SHOT_DOWN)


def side_in_words(outcome: Outcome, party: Harmed) -> str:
    """Whose loss it is, where that says something."""
    return "" if outcome in _OF_THINGS and party == Harmed.EQUIPMENT else _SIDES.get(party.value, "")


def harms_in_words(toll: Sequence[Harm]) -> str:
    """Each figure on a line, the parts of another after it: "22+ killed", "incl. 6 (civilian)"."""
    lines = []
    for harm in toll:
        whole = toll[harm.part_of] if harm.part_of is not None and harm.part_of < len(toll) else None
        outcome = "" if whole and whole.outcome == harm.outcome else f" {harm.outcome.value}"
        lead = "incl. " if whole else ""
        side = side_in_words(harm.outcome, harm.party)
        if not outcome:
            side = side.replace("(", "").replace(")", "")
        lines.append(f"{lead}{figure_in_words(harm.figure)}{outcome}{side}")
    return "\n".join(lines)


def figure_in_words(figure: Figure) -> str:
    """ "19", "62+", "90-100", "up to 20", "some"."""
    return range_in_words(figure.low, None, figure.high)


def toll_in_words(tolls: Sequence[Toll], most: int = 4) -> str:
    """Each reconciled loss on a line: "18-27 killed (best 19) state force", "!" where disputed."""
    lines = [_one_toll(toll) for toll in tolls]
    more = len(lines) - most
    return "\n".join(lines[:most] + ([f"and {more} more"] if more > 0 else []))


def _one_toll(toll: Toll) -> str:
    side = side_in_words(toll.outcome, toll.party)
    mark = " !" if toll.disputed else ""
    return f"{range_in_words(toll.low, toll.best, toll.high)} {toll.outcome.value}{side}{mark}"


def range_in_words(low: int | None, best: int | None, high: int | None) -> str:
    """ "19", "18-27 (19)", "62+", "up to 20", "some", "1,200-1,400"."""
    if low is not None and low == high:
        return f"{low:,}"
    if low is None and high is None:
        return "some" if best is None else f"about {best:,}"
    if high is None:
        return f"{low:,}+" + (f" ({best:,})" if best is not None and best != low else "")
    span = f"up to {high:,}" if low is None else f"{low:,}-{high:,}"
    return f"{span} ({best:,})" if best is not None else span


def chain_in_words(attribution: Attribution) -> str:
    """The chain from the outlet's side to the origin; "-" where the report names nobody."""
    return " ← ".join(link.name for link in attribution.links) or "-"


def quote_of(claim: Claim, most: int = 180) -> str:
    """The claim's words, cut at a blank where they are long."""
    words = " … ".join(" ".join(span.text.split()) for span in claim.evidence)
    if len(words) <= most:
        return words
    return words[:most].rsplit(" ", 1)[0].rstrip(",;: ") + " …"
