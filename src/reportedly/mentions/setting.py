"""Whose war a report tells of: the country that "the army" and "the rebels" belong to.

Every name of a country, its people, its groups and the towns of its war counts; the great powers,
which speak in every war, count little. Where the report names none, its outlet's country is taken.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ..model import Report
from ..ontology.load import data
from .actor_table import ActorTable, Hit

# A country counts as the report's where it has this many times the weight of the next.
CLEAR = 1.5


@dataclass(frozen=True, slots=True)
class Setting:
    """The report's country ("" where unknown) and where each country is named, in text order."""

    country: str
    weights: dict[str, float]
    named: tuple[tuple[int, str], ...]
    clear: bool = True

    def at(self, offset: int) -> str:
        """The country that an army without a name belongs to at this place of the text."""
        if self.clear:
            return self.country
        strong = [(abs(offset - at), iso) for at, iso in self.named if self.weights[iso] * CLEAR * 2 >= self._top]
        return min(strong)[1] if strong else self.country

    @property
    def _top(self) -> float:
        return max(self.weights.values(), default=0.0)


def setting_of(report: Report, hits: tuple[Hit, ...], starts: tuple[int, ...], table: ActorTable) -> Setting:
    """The setting of a report, from the names found in it; `starts` are their offsets."""
    powers = data("settings")
    weak, kinds = frozenset(powers["powers"]), powers["weights"]
    weights: Counter[str] = Counter()
    named: list[tuple[int, str]] = []
    for hit, start in zip(hits, starts):
        country = hit.entry.actor.country
        if not country or hit.entry.actor.role in ("agency", "outlet", "organisation"):
            continue
        weight = kinds[hit.entry.kind if hit.entry.actor.role != "party" else "group"]
        weights[country] += weight * (powers["power_weight"] if country in weak else 1.0)
        named.append((start, country))
    outlet = table.resolve(report.outlet) if report.outlet else None
    if outlet and outlet.country:
        weights[outlet.country] += powers["outlet_weight"]
    best = sorted(weights.items(), key=lambda kv: (-kv[1], kv[0]))
    if not best:
        return Setting("", {}, ())
    clear = len(best) == 1 or best[0][1] >= CLEAR * best[1][1]
    return Setting(best[0][0], dict(weights), tuple(named), clear)
