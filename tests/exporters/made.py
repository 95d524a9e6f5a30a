"""Events made by hand for the tests of exporters: a few words give an event with its claims and reports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime

from reportedly.model import (
    Attribution,
    Claim,
    ClaimKind,
    Event,
    Figure,
    Harm,
    Harmed,
    Link,
    Outcome,
    Party,
    PlacePrecision,
    Report,
    SourceRole,
    Span,
    Stand,
    Status,
    Toll,
    When,
    Where,
)
from reportedly.ports import Dossier

IS = Party("Islamic State", "terrorist group", actor="islamic-state")
ARMY = Party("Syrian Army", "state force", actor="syrian-arab-army")
RUSSIA = Party("Russian Air Force", "state force")
REBELS = Party("Syrian rebels", "rebel group")
AHRAR = Party("Ahrar al-Sham", "rebel group", actor="ahrar-al-sham")
CIVILIANS = Party("civilians", "civilians")
JOURNALISTS = Party("journalists", "civilians")
GUNMEN = Party("gunmen", "unidentified")
PROTESTERS = Party("protesters", "civilians")
POLICE = Party("Syrian police", "state force")

DAY = date(2020, 4, 9)
THAT_DAY = When(DAY, DAY)
SUKHNAH = Where("al-Sukhnah", None, 34.89, 38.87, 8000, "Homs", None, "SY", near=True)
PALMYRA = Where("Palmyra", None, 34.56, 38.27, 5000, "Homs", None, "SY")
RAQQA = Where("Raqqa", None, 35.9, 38.9, 90_000, "Raqqa", None, "SY", PlacePrecision.PROVINCE)

# A loss as (outcome, side, then for each stand: source, low, high)
Said = tuple[str, int | None, int | None]


def killed(side: str, *stands: Said, **more) -> Toll:
    return toll("killed", side, *stands, **more)


def toll(outcome: str, side: str, *stands: Said, **more) -> Toll:
    """A toll by the rule `range` from what each source says."""
    points = sorted(low if low is not None else high for _, low, high in stands if (low, high) != (None, None))
    ends = [high if high is not None else low for _, low, high in stands if (low, high) != (None, None)]
    told = tuple(Stand(source, low, high, f"c-{k}") for k, (source, low, high) in enumerate(stands, 1))
    bounds = (points[0], points[0], max(ends)) if points else (None, None, None)
    return Toll(Outcome(outcome), Harmed(side), *bounds, told, disputed=len(set(points)) > 1, **more)


def made(
    type: str = "attack",
    actors: tuple[Party, ...] = (),
    targets: tuple[Party, ...] = (),
    *tolls: Toll,
    text: str = "It happened, a monitor said.",
    number: str = "",
    where: Where | None = SUKHNAH,
    when: When | None = THAT_DAY,
    kind: ClaimKind = ClaimKind.INCIDENT,
    status: str = "asserted",
    weapons: tuple[str, ...] = (),
    outlet: str = "Levant Courier",
    id: str = "e-1",
) -> Dossier:
    """A dossier of one event; each stand of each toll is a claim of its own report, all of the same text.

    `number` are the words of the text that hold the figure of the first claim's harm.
    """
    sources = {s.claim: s for t in tolls for s in t.stands} or {"c-1": Stand("a monitor", None, None, "c-1")}
    reports, claims = {}, {}
    for k, (name, stand) in enumerate(sorted(sources.items()), 1):
        at = datetime(2020, 4, 9 + k, 6, tzinfo=UTC)
        reports[f"r-{k}"] = Report(
            f"r-{k}", text, outlet=outlet, published=at, title="An attack", url="https://a.example/"
        )
        span = Span.of(text, 0, len(text))
        words = Span.of(text, text.index(number), text.index(number) + len(number)) if number else span
        harms = [
            Harm(t.outcome, Figure(s.low, s.high), words, span, t.party)
            for t in tolls
            for s in t.stands
            if s.claim == name
        ]
        claims[name] = Claim(
            name, f"r-{k}", kind, type, Status(status), (span,), actors, targets, when, where,
            toll=tuple(harms), attribution=Attribution((Link(stand.source, SourceRole.MONITOR),)), reader="rules-1",
        )  # fmt: skip
    event = Event(
        id, kind, type, tuple(claims), tuple(reports), actors, targets, when, where, weapons, tolls,
        tuple(sorted({s.source for s in sources.values()})), len(sources), 2, 1, status,
    )  # fmt: skip
    return Dossier((event,), claims, reports)


HOSTILE = (
    '=HYPERLINK("http://evil.example";"x")',
    "</script><script>alert(1)</script>",
    "]]> <!-- & \" ' ` | * _ [x](javascript:alert(1)) # {0} {a}",
    "\x00\x07\u202e\u2028\ud800 \r\n+1+1\t",
    "x" * 40_000,
)


def hostile() -> Dossier:
    """Events all of whose words are an attack on whoever reads them."""
    events, claims, reports = [], {}, {}
    for k, words in enumerate(HOSTILE):
        span = Span.of(words, 0, len(words))
        party = Party(words, "state force", span)
        where = Where(words, span, -90.0, 180.0, 1, words, words, "SY")
        reports[f"r-{k}"] = Report(
            f"r-{k}", words, outlet=words, title=words, url="javascript:alert(1)", language=words[:2]
        )
        links = (Link(words, SourceRole.OTHER, span),)
        claims[f"c-{k}"] = Claim(
            f"c-{k}", f"r-{k}", ClaimKind.INCIDENT, words, Status.ASSERTED, (span,), (party,), (party,), None, where,
            (span,), (Harm(Outcome.KILLED, Figure(1, None), span, span, Harmed.EQUIPMENT),), Attribution(links),
        )  # fmt: skip
        told = Toll(
            Outcome.KILLED, Harmed.UNKNOWN, 1, 1, 10**9, (Stand(words, 1, None, f"c-{k}"),), disputed=True, who=words
        )
        events.append(
            Event(
                f"e-{k}",
                ClaimKind.INCIDENT,
                words,
                (f"c-{k}",),
                (f"r-{k}",),
                (party,),
                (party,),
                When(date.min, date.max),
                where,
                (words,),
                (told,),
                (words,),
                1,
                notes=(words,),
                reasons=(words,),
            )
        )
    return Dossier(tuple(events), claims, reports)


class Many:
    """A long dossier that is made as it is read: `count` copies of one event, none of them held."""

    def __init__(self, dossier: Dossier, count: int) -> None:
        (self.event,), self.dossier, self.count = dossier.events, dossier, count

    def __len__(self) -> int:
        return self.count

    def __contains__(self, event: object) -> bool:
        return event == self.event

    def __iter__(self) -> Iterator[Event]:
        for k in range(self.count):
            yield Event(**{n: getattr(self.event, n) for n in self.event.__slots__} | {"id": f"e-{k}"})

    def stretched(self) -> Dossier:
        return Dossier(self, self.dossier.claims, Once(self.dossier.reports))


class Once(Mapping):
    """A mapping that is no dict, as a fetched one is none."""

    def __init__(self, items) -> None:
        self._items = items

    def __getitem__(self, key):
        return self._items[key]

    def __iter__(self):
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)
