"""The ground a report stands on: the country it tells of, and where words and deeds without a place belong."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

from ..mentions.actor_table import table
from ..mentions.datelines import in_one_paragraph, is_heading, opens_paragraph
from ..model import Mention, Parse, Party, PlacePrecision, Report, Where
from ..ontology.load import data
from .circumstances import by_sentence, is_dateline, where_of
from .quotes import quotations

# How much a mention says of whose ground it is: a town, a country, an adjective or a government, a party.
_TOWN, _COUNTRY, _LOOSE, _PARTY = 4, 3, 2, 1
_STATES = frozenset({"government", "state force"})
# A country with this share of all mentions is the report's; below it, words stay with the country of the speaker.
CLEAR = 0.6
# Words for which people meet: they are said at a place, mostly where the report sets out.
MET = frozenset({"talks", "agreement", "demand"})
BESIDE = 3  # a country named a third as often as the report's own is part of its ground
# Words about a deed, which are told where the deed was.
BLAMED = frozenset({"accusation", "claim of responsibility", "condemnation"})
LABEL = 30  # words of a sentence without a verb that heads a paragraph
# Words that coders place where the report is set, whoever speaks them from wherever.
SCENIC = BLAMED | {"denial", "threat", "support"}
_NARROW = frozenset({PlacePrecision.SITE, PlacePrecision.TOWN, PlacePrecision.DISTRICT})
AHEAD = 3  # sentences further on in which the place of a lead may stand


class Ground:
    """Where a report's happenings took place as far as their own sentences do not say."""

    def __init__(
        self,
        report: Report,
        parse: Parse,
        places: tuple[Mention, ...],
        scenes: tuple[Mention, ...],
        actors: tuple[Mention, ...],
    ) -> None:
        self._report, self._parse, self._places, self._scenes, self._actors = report, parse, places, scenes, actors

    @cached_property
    def _votes(self) -> Counter[str]:
        votes: Counter[str] = Counter()
        for mention in self._places:
            where: Where = mention.value
            if where.country:
                loose = mention.extra.get("adjectival") or mention.extra.get("metonym")
                whole = where.precision is PlacePrecision.COUNTRY
                votes[where.country] += _LOOSE if loose else _COUNTRY if whole else _TOWN
        for mention in self._actors:
            if mention.value.sort in _STATES and (code := _country_of(mention.value)):
                votes[code] += _PARTY
        return votes

    @cached_property
    def home(self) -> str:
        """The country that most of the report's places and parties belong to; "" where it names none."""
        return max(self._votes, key=lambda code: (self._votes[code], code)) if self._votes else ""

    @cached_property
    def _clear(self) -> bool:
        return self._votes[self.home] >= CLEAR * sum(self._votes.values())

    def is_home(self, where: Where) -> bool:
        """False for a sea, and for a place in a country that the report names little beside its own."""
        return bool(where.country) and self._votes[where.country or ""] * BESIDE >= self._votes[self.home]

    def country(self, code: str) -> Where | None:
        """A whole country as a place, with its point where the report names it; None for "" and unknown codes."""
        row = data("countries").get(code)
        if row is None:
            return None
        whole = (m.value for m in self._places if m.value.country == code)
        named = (w for w in whole if w.name == row["name"] and w.precision is PlacePrecision.COUNTRY)
        where: Where | None = next(named, None)
        return (
            replace(where, span=None) if where else Where(row["name"], country=code, precision=PlacePrecision.COUNTRY)
        )

    def headed(self, offset: int) -> Where | None:
        """The place at the head of the paragraph in which this offset of the text stands: "KIDAL: "; that of a label
        ("Feb. 12, near Oslo, via radio. A strike ...") until the paragraph names another."""
        before = [m for m in self._headings if m.span.start <= offset]
        if before and in_one_paragraph(self._report, before[-1].span.end, offset):
            where: Where = before[-1].value
            return where
        at = bisect_left(self._scenes, offset, key=lambda m: m.span.start)
        label = self._scenes[at - 1] if at else None
        if label is not None and self._is_label(label) and in_one_paragraph(self._report, label.span.end, offset):
            return where_of(tuple(self._by_sentence[self._parse.sentence_of(label.token)]))
        return None

    @cached_property
    def _by_sentence(self) -> dict[int, list[Mention]]:
        return by_sentence(self._parse, self._scenes)

    @cached_property
    def _headings(self) -> list[Mention]:
        loose = ("adjectival", "metonym", "anaphor")
        named = (m for m in self._places if not any(m.extra.get(k) for k in loose))
        return [m for m in named if is_heading(self._report, m.span.start, m.span.end)]

    def _is_label(self, mention: Mention) -> bool:
        """True for a place that is told in a sentence without a verb at the head of a paragraph."""
        tokens = self._parse.sentence(self._parse.sentence_of(mention.token))
        if len(tokens) > LABEL or any(t.pos in ("VERB", "AUX") for t in tokens):
            return False
        return opens_paragraph(self._report, tokens[0].start)

    def of_words(self, kind: str, speakers: Iterable[Party], others: Iterable[Party]) -> Where | None:
        """Where words were spoken that name no place: blame, threats and support where the report first sets foot;
        others where it was filed, if that is on its own ground or called "here"; talks where it first sets foot; else
        on that ground or in the speaker's country.

        Support goes to the country of those who receive it, where the report sets foot nowhere.
        """
        if kind in SCENIC and self._lead is not None:
            return self._lead
        if kind == "support":
            return self.country(_first(others) or self.home)
        if self._filed is not None and (self._filed.country == self.home or self._is_here):
            return self._filed
        if kind in MET and self._lead is not None:
            return self._lead
        spoken = "" if self._clear else _first(speakers)
        return self.country(spoken or self.home)

    @cached_property
    def _filed(self) -> Where | None:
        """The place of the dateline: the first of them that lies on the report's own ground, else the first."""
        lines = [m.value for m in self._places if is_dateline(self._report, m)]
        return next((w for w in lines if w.country == self.home), lines[0] if lines else None)

    @cached_property
    def _is_here(self) -> bool:
        """True where the report itself says "here", outside what it quotes: of the place where it was filed."""
        said = quotations(self._report.text)
        heres = (t for t in self._parse.tokens if t.lower == "here" and t.dep == "advmod")
        return any(not any(start <= t.start < end for start, end in said) for t in heres)

    @cached_property
    def _lead(self) -> Where | None:
        """The first place on the report's own ground at which it says that something happened."""
        told = (m.value for m in self._scenes if m.value.precision is not PlacePrecision.COUNTRY)
        return next((w for w in told if w.country == self.home), None)

    @cached_property
    def main(self) -> Where | None:
        """The place on the report's own ground at which it says most often that something happened, of equals the
        first: where it is set."""
        told = [m.value for m in self._scenes if m.value.precision in _NARROW and m.value.country == self.home]
        often = Counter((w.name, w.lat, w.lon) for w in told)
        return max(told, key=lambda w: often[w.name, w.lat, w.lon], default=None)

    def of_deed(self, sentence: int) -> tuple[Where | None, str]:
        """Where a deed was of which nothing before says it, with the reason: the place told next in the lead,
        that of the dateline where it lies in the report's country, else that country."""
        begin = self._parse.tokens[self._parse.sentences[sentence][0]].start
        last = min(sentence + AHEAD, len(self._parse.sentences) - 1)
        end = self._parse.tokens[self._parse.sentences[last][1] - 1].end
        ahead = [m for m in self._scenes if begin <= m.span.start < end]
        if sentence <= AHEAD and ahead:
            first = self._parse.sentence_of(ahead[0].token)
            return where_of(
                tuple(m for m in ahead if self._parse.sentence_of(m.token) == first)
            ), "place told further on"
        if self._filed is not None and self._filed.country == self.home:
            return self._filed, "place of the dateline"
        return self.country(self.home), "country of the report"


def _country_of(party: Party) -> str:
    actor = table().by_id.get(party.actor)
    return actor.country if actor else ""


def _first(parties: Iterable[Party]) -> str:
    return next((code for p in parties if (code := _country_of(p))), "")
