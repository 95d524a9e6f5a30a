"""Events as CSV with HXL tags in the second row, for humanitarian data sets."""

from __future__ import annotations

from typing import IO

from ..model import Event
from ..ports import Dossier
from .countries import country
from .rows import flat
from .sheet import write_sheet
from .telling import tell_event

# Our column, HXL tag (HXL 1.1 hashtags and attributes).
TAGS = (
    ("event", "#event+id"),
    ("description", "#event+description"),
    ("type", "#event+type"),
    ("status", "#status"),
    ("earliest", "#date+start"),
    ("latest", "#date+end"),
    ("date_prec", "#date+precision+v_ucdp"),
    ("country", "#country+code+v_iso2"),
    ("country_name", "#country+name"),
    ("admin1", "#adm1+name"),
    ("admin2", "#adm2+name"),
    ("place", "#loc+name"),
    ("latitude", "#geo+lat"),
    ("longitude", "#geo+lon"),
    ("radius_m", "#geo+radius+m"),
    ("where_prec", "#geo+precision+v_ucdp"),
    ("actors", "#org+actor+name+list"),
    ("targets", "#org+target+name+list"),
    ("killed_low", "#affected+killed+min"),
    ("killed_best", "#affected+killed"),
    ("killed_high", "#affected+killed+max"),
    ("wounded_low", "#affected+injured+min"),
    ("wounded_best", "#affected+injured"),
    ("wounded_high", "#affected+injured+max"),
    ("tolls", "#affected+description"),
    ("disputed", "#indicator+disputed+bool"),
    ("sources", "#meta+source+list"),
    ("independent_sources", "#meta+source+num"),
    ("reports", "#meta+report+num"),
    ("credibility", "#meta+credibility+v_admiralty"),
    ("rule", "#meta+rule"),
    ("notes", "#meta+notes"),
)


class HxlExporter:
    """One row an event, column names in the first row and HXL tags in the second."""

    name = "hxl"
    suffix = ".hxl.csv"

    def export(self, dossier: Dossier, out: IO[bytes]) -> None:
        """Header and tags, then the events in the dossier's order, UTF-8."""
        rows = (_row(event) for event in dossier.events)
        write_sheet(out, [name for name, _ in TAGS], rows, second=[tag for _, tag in TAGS])


def _row(event: Event) -> tuple[object, ...]:
    values = flat(event)
    values["description"] = f"{tell_event(event)}."
    values["country_name"] = country(event.where.country if event.where else "").name
    return tuple(values[name] for name, _ in TAGS)
