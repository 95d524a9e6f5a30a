"""The whole pipeline as two pure functions: `read` looks at one report, `link` at many claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from . import __version__
from .claims.assemble import assemble
from .claims.attribution import find_sources
from .events.link import Index, link, relink
from .mentions.actors import find_actors
from .mentions.found import Mentions
from .mentions.gate import may_hold_claims
from .mentions.harms import find_harms
from .mentions.numbers import PROJECT
from .mentions.places import find_places
from .mentions.time_anchor import day_of_news
from .mentions.times import find_times
from .mentions.told import told_in, with_told
from .mentions.triggers import find_triggers
from .mentions.weapons import find_weapons
from .model import Claim, Mention, Parse, Report
from .ports import Extractor, Gazetteer, Parser

__all__ = ["Index", "Reader", "find_mentions", "link", "read", "reader_name", "relink"]

READER = f"rules-{__version__}"
LANGUAGES = frozenset({"en"})


def reader_name(vague: str = PROJECT, trained: str = "") -> str:
    """The reader's name with its version; another rule for "dozens" or a trained reader beside the rules makes
    another reader."""
    return "+".join((READER, *([trained] if trained else []), *([] if vague == PROJECT else [vague])))


def find_mentions(
    report: Report,
    parse: Parse,
    gazetteer: Gazetteer,
    vague: str = PROJECT,
    learned: tuple[Mention, ...] | None = None,
) -> Mentions:
    """Everything that is found in one report, by kind; `vague` is the rule for "dozens" and the like.

    `learned` is what a trained reader found in it, None where there is no such reader.
    """
    actors = find_actors(report, parse)
    triggers, harms = find_triggers(report, parse), find_harms(report, parse, vague, actors)
    told = None
    if learned is not None:
        told = told_in(learned, parse)
        triggers = with_told(triggers, told, parse, (m.token for m in harms if m.token >= 0))
    return Mentions(
        actors=actors,
        places=find_places(report, parse, gazetteer, actors),
        times=find_times(report, parse),
        weapons=find_weapons(report, parse),
        harms=harms,
        triggers=triggers,
        sources=find_sources(report, parse, actors),
        told=told,
        learned=learned,
    )


def read(
    report: Report,
    parse: Parse,
    gazetteer: Gazetteer,
    vague: str = PROJECT,
    learned: tuple[Mention, ...] | None = None,
    reader: str = READER,
) -> tuple[Claim, ...]:
    """What one report says happened, and who says so; () where it tells of no such thing."""
    found = find_mentions(report, parse, gazetteer, vague, learned)
    return assemble(report, parse, found, day_of_news(report, found.times), reader)


class Reader:
    """Reads reports one by one, by rules and with a trained reader's help where one is given.

    Holds the parser, the gazetteer and the trained reader, and no state between reports.
    """

    def __init__(
        self, parser: Parser, gazetteer: Gazetteer, vague: str = PROJECT, extractor: Extractor | None = None
    ) -> None:
        self.parser, self.gazetteer, self.vague, self.extractor = parser, gazetteer, vague, extractor
        self.name = reader_name(vague, extractor.name if extractor else "")

    def read(self, report: Report) -> tuple[Claim, ...]:
        """The claims of one report, in text order."""
        return next(self.read_many([report]))

    def read_many(self, reports: Iterable[Report]) -> Iterator[tuple[Claim, ...]]:
        """The claims of each report, in the order given; reports that cannot hold any are not parsed."""
        for report in reports:
            if report.language not in LANGUAGES or not may_hold_claims(report.text):
                yield ()
                continue
            (parse,) = self.parser.parse([report.text])
            learned = self.extractor.extract([report], [parse])[0] if self.extractor else None
            yield read(report, parse, self.gazetteer, self.vague, learned, self.name)
