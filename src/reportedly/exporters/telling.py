"""Events in sentences: when, where, who did what to whom, with what loss, and who says so.

Plain templates (`ontology/telling.yaml`), the same words for the same event; nothing is said more
exactly than the event holds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from ..model import Event, Harmed, Outcome, Party, Stand, Toll, When, Where
from ..ontology.load import data
from ..ports import Dossier
from .countries import country
from .parties import sides

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_SHOWN = 3  # parties named in a sentence; the others are counted


def day(value: date) -> str:
    """ "9 April 2020"."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def tell_when(when: When | None) -> str:
    """ "On 9 April 2020", "Between 24 March and 9 April 2020", "In March 2020"; "On an unknown date"."""
    first, last = (when.earliest, when.latest) if when else (None, None)
    if first is None and last is None:
        return "On an unknown date"
    if first is None and last is not None:
        return f"Not later than {day(last)}"
    assert first is not None
    if last is None:
        return f"Not earlier than {day(first)}"
    if first == last:
        return f"On {day(first)}"
    if (first.day, first.year, first.month) == (1, last.year, last.month) and _is_last_of_month(last):
        return f"In {_MONTHS[first.month - 1]} {first.year}"
    if (first.month, first.day, last.month, last.day, first.year) == (1, 1, 12, 31, last.year):
        return f"In {first.year}"
    start = day(first).removesuffix(f" {first.year}") if first.year == last.year else day(first)
    return f"Between {start} and {day(last)}"


def _is_last_of_month(value: date) -> bool:
    return value == date.max or value.fromordinal(value.toordinal() + 1).day == 1


def tell_where(where: Where | None) -> str:
    """ "near al-Sukhnah (Homs, Syria)"; "" where no place is told."""
    if where is None or not where.name.strip():
        return ""
    nation = country(where.country).name
    around = [name for name in (where.admin2, where.admin1, nation) if name and name != where.name]
    wider = f" ({', '.join(dict.fromkeys(around))})" if around else ""
    return f"{'near' if where.near else 'in'} {where.name}{wider}"


def listed(names: Sequence[str], shown: int = _SHOWN) -> str:
    """ "A", "A and B", "A, B and 2 others"."""
    known = list(dict.fromkeys(name for name in names if name.strip()))
    rest = len(known) - shown
    if rest > 0:
        known = [*known[:shown], f"{rest} other{'s' if rest > 1 else ''}"]
    return " and ".join([", ".join(known[:-1]), known[-1]]) if len(known) > 1 else "".join(known)


def tell_event(event: Event) -> str:
    """One sentence without its full stop: "On 9 April 2020, Islamic State attacked Syrian Army near al-Sukhnah"."""
    words = data("telling")
    forms = words["types"].get(event.type, words["types"]["other"])
    a, b = (_names(side) for side in sides(event))
    if a and b:
        deed = forms["both"].format(a=a, b=b)
    elif a:
        deed = forms["actor"].format(a=a)
    else:
        about = f" {forms['on']} {b}" if b else ""
        plural = forms["noun"].endswith("s") and not forms["noun"].startswith(("a ", "an "))
        deed = f"{forms['noun']}{about} {'were' if plural else 'was'} reported"
    place = tell_where(event.where)
    when = tell_when(event.when)
    before = words["status"].get(event.status, "")
    if before:
        when = before + when[:1].lower() + when[1:]
    return f"{when}, {deed}{' ' + place if place else ''}"


def _names(parties: Iterable[Party]) -> str:
    return listed([p.name.replace("{", "(").replace("}", ")") for p in parties])


def number(low: int | None, high: int | None, more: bool = False) -> str:
    """ "18", "18 to 27", "at least 18", "up to 30", "an unknown number of"; `more` says the upper end is open too."""
    if low is None and high is None:
        return "an unknown number of"
    if low is None:
        return f"up to {high:,}"
    if high is None or (low == high and more):
        return f"at least {low:,}"
    if low == high:
        return f"{low:,}"
    return f"{low:,} to {'at least ' if more else ''}{high:,}"


def toll_number(toll: Toll) -> str:
    """The range of a toll; "at least" where its highest figure is itself a lower bound."""
    live = [s for s in toll.stands if s not in toll.superseded and s.low is not None]
    more = any(s.high is None and toll.high is not None and (s.low or 0) >= toll.high for s in live)
    return number(toll.low, toll.high, more)


def tell_side(toll: Toll, dossier: Dossier) -> str:
    """Who was lost: "civilians", "members of state forces", "tanks"."""
    if toll.party is Harmed.EQUIPMENT:
        return _equipment(toll, dossier)
    one = toll.low == toll.high == 1 and toll_number(toll) == "1"
    return str(data("telling")["one" if one else "sides"][toll.party.value])


def _equipment(toll: Toll, dossier: Dossier) -> str:
    """The noun that a claim uses for what was lost; the toll itself keeps no more than its stem."""
    for stand in toll.stands:
        claim = dossier.claims.get(stand.claim)
        for harm in claim.toll if claim else ():
            last = (harm.who.text.split() or [""])[-1]
            if harm.party is Harmed.EQUIPMENT and harm.outcome is toll.outcome and last.lower().startswith(toll.who):
                return last
    return toll.who or "pieces of equipment"


def tell_toll(toll: Toll, dossier: Dossier) -> str:
    """ "18 to 27 members of state forces killed"."""
    return f"{toll_number(toll)} {tell_side(toll, dossier)} {toll.outcome.value}"


def tell_fatalities(toll: Toll, dossier: Dossier) -> str:
    """A toll as coders write it: "18 to 27 fatalities among members of state forces", "3 civilians wounded"."""
    if toll.outcome is not Outcome.KILLED or toll.party is Harmed.EQUIPMENT:
        return tell_toll(toll, dossier)
    figure = toll_number(toll)
    word = "fatality" if figure == "1" else "fatalities"
    among = "" if toll.party in (Harmed.UNKNOWN, Harmed.MIXED) else f" among {data('telling')['sides'][toll.party]}"
    return f"{figure} {word}{among}"


def tell_stands(stands: Iterable[Stand], shown: int = 8) -> str:
    """ "a monitor: 18; officials: at least 27": who says which, each once, in the order given."""
    told = list(dict.fromkeys(f"{s.source or 'unnamed source'}: {_figure(s)}" for s in stands))
    rest = len(told) - shown
    return "; ".join([*told[:shown], *([f"{rest} more"] if rest > 0 else [])])


def _figure(stand: Stand) -> str:
    return "no number" if stand.low is None and stand.high is None else number(stand.low, stand.high)
