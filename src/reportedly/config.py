"""Settings, and which parts are plugged in: sources, stores, exporters, the reader.

Every setting can be given in the environment with the prefix `REPORTEDLY_` (for example
`REPORTEDLY_LEDGER=events.db`) or in a file `.env` in the folder of work.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any, Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from .errors import InvalidQuery, MissingExtra
from .ports import Store


class Settings(BaseSettings):
    """What can be set. Times are in seconds."""

    model_config = SettingsConfigDict(env_prefix="REPORTEDLY_", env_file=".env", extra="ignore", frozen=True)

    ledger: str = Field("reportedly.db", description="The ledger: a file, or postgresql://user@host/name.")
    jobs: int | None = Field(None, ge=1, description="How many processes read; all cores where not set.")
    author: str = Field("", max_length=200, description="Who writes into the ledger; the system's user where not set.")
    reader: Literal["both", "rules"] = Field("both", description="Read by rules and the trained reader, or by rules.")
    vague: Literal["project", "acled"] = Field("project", description='What "dozens" and the like are counted as.')
    rule: Literal["range", "conservative", "majority", "latest", "hierarchy"] = Field(
        "range", description="How the figures of different sources are reconciled."
    )
    hierarchy: tuple[str, ...] = Field((), description="Sources by rank, best first, for the rule `hierarchy`.")
    patience: float = Field(10.0, ge=0, le=600, description="How long to wait for another writer.")
    keys: str = Field("", description="The file of the server's keys; beside the ledger where not set.")


def settings(**given: Any) -> Settings:
    """The settings of the environment, with those given in place of them; InvalidQuery names what does not fit."""
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        raise InvalidQuery(
            f"the setting {name} does not fit: {first['msg']}",
            subject=f"REPORTEDLY_{name}",
            hint="Correct the variable in the environment, or take it out.",
        ) from error


# What comes with the package, by port and name: where it is found. Others register by entry points.
BUILT_IN: dict[str, dict[str, str]] = {
    "store": {
        "memory": "reportedly.stores.memory:MemoryStore",
        "sql": "reportedly.stores.sql:SqlStore",
    },
    "source": {"files": "reportedly.sources.files:FilesSource"},
    "server": {"http": "reportedly.web.serve:serve"},
    "engine": {"local": "reportedly.engines.local:engine"},
    "exporter": {
        "acled": "reportedly.exporters.acled:AcledExporter",
        "claims": "reportedly.exporters.claims:ClaimsExporter",
        "csv": "reportedly.exporters.csv:CsvExporter",
        "events": "reportedly.exporters.events:EventsExporter",
        "ftm": "reportedly.exporters.ftm:FtmExporter",
        "ged": "reportedly.exporters.ged:GedExporter",
        "geojson": "reportedly.exporters.geojson:GeojsonExporter",
        "geoparquet": "reportedly.exporters.parquet:GeoparquetExporter",
        "hxl": "reportedly.exporters.hxl:HxlExporter",
        "parquet": "reportedly.exporters.parquet:ParquetExporter",
        "plover": "reportedly.exporters.plover:PloverExporter",
        "prov": "reportedly.exporters.prov:ProvExporter",
        "site": "reportedly.exporters.site:SiteExporter",
        "sitrep": "reportedly.exporters.sitrep:HtmlSitrep",
        "sitrep-docx": "reportedly.exporters.sitrep:DocxSitrep",
        "sitrep-md": "reportedly.exporters.sitrep:MarkdownSitrep",
    },
}


def names(port: str) -> tuple[str, ...]:
    """The names that are plugged into a port, in order."""
    return tuple(sorted({*BUILT_IN.get(port, ()), *(point.name for point in _points(port))}))


def part(port: str, name: str) -> Any:
    """What is plugged into a port under this name; InvalidQuery where nothing is.

    A part that comes with the package cannot be replaced by an entry point of the same name.
    """
    own = BUILT_IN.get(port, {}).get(name)
    try:
        if own:
            module, _, attribute = own.partition(":")
            return getattr(import_module(module), attribute)
        for point in _points(port):
            if point.name == name:
                return point.load()
    except ModuleNotFoundError as error:
        raise MissingExtra(
            f"{name} needs the package {error.name}, which is not installed", subject=name, hint="Install the extra."
        ) from error
    known = ", ".join(names(port)) or "none"
    raise InvalidQuery(f"there is no {port} of the name {name!r}", subject=name, hint=f"There are: {known}.")


def _points(port: str) -> Iterator[Any]:
    yield from entry_points(group=f"reportedly.{port}")


def open_store(where: str, patience: float) -> Store:
    """The store that an address means: `:memory:`, the scheme of a plugged-in store, a database, or a file."""
    if where == ":memory:":
        return _store(part("store", "memory")())
    scheme = where.partition("://")[0] if "://" in where else ""
    if scheme and any(point.name == scheme for point in _points("store")):
        return _store(part("store", scheme)(where))
    return _store(part("store", "sql")(where, patience))


def _store(opened: Store) -> Store:
    return opened


class DefaultReader:
    """Makes the reader of the package: the rules with the parser, the gazetteer and the trained reader; once a process.

    It travels to worker processes as it is, and knows the reader's name without loading it.
    """

    @property
    def name(self) -> str:
        """The reader's name with its version."""
        from .extractors.shipped import name_of
        from .pipeline import reader_name

        chosen = settings()
        return reader_name(chosen.vague, name_of() if chosen.reader == "both" else "")

    def __call__(self) -> Any:
        """The reader, loaded at the first call; MissingModel, TamperedModel and MissingExtra say what it lacks."""
        chosen = settings()
        return reader_of(chosen.vague, chosen.reader)


default_reader = DefaultReader()


@cache
def reader_of(vague: str = "project", reader: str = "both") -> Any:
    """The package's reader with these settings (see `Settings`)."""
    from .gazetteers.bundled import BundledGazetteer
    from .parsers.spacy import SpacyParser
    from .pipeline import Reader

    extractor = None
    if reader == "both":
        from .extractors.learned import LearnedReader

        extractor = LearnedReader(threads=1)  # workers take the cores
    return Reader(SpacyParser(), BundledGazetteer(), vague, extractor)
