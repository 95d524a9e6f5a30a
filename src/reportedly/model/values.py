"""The four values that every claim is made of: `Span`, `Figure`, `When`, `Where`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Words of a report and where they stand.

    `start` and `end` are half-open offsets in Unicode code points of `Report.text`;
    `report.text[span.start:span.end] == span.text` always.
    """

    start: int
    end: int
    text: str = field(compare=False)

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end or self.end - self.start != len(self.text):
            raise ValueError(f"span {self.start}:{self.end} does not fit its text of {len(self.text)}")

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Span:
        """The span of `text[start:end]`, which must not be empty."""
        return cls(start, end, text[start:end])

    def overlaps(self, other: Span) -> bool:
        """True where the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: Span) -> bool:
        """True where `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Figure:
    """How many, as a range: "at least 62" is 62 to open, "nearly 100" is 90 to 100.

    Counts persons (or pieces of equipment). `None` is an open end; both open means
    "some, number not told". Where both are given, `low <= high`.
    """

    low: int | None = None
    high: int | None = None

    def __post_init__(self) -> None:
        if (self.low is not None and self.low < 0) or (self.high is not None and self.high < 0):
            raise ValueError("a figure cannot be negative")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"a figure from {self.low} to {self.high} is upside down")

    @property
    def is_told(self) -> bool:
        """True where at least one end is known."""
        return self.low is not None or self.high is not None

    def __str__(self) -> str:
        if self.low is not None and self.low == self.high:
            return str(self.low)
        if self.low is None:
            return "some" if self.high is None else f"up to {self.high}"
        return f"{self.low} or more" if self.high is None else f"{self.low}-{self.high}"


class DatePrecision(IntEnum):
    """UCDP `date_prec`: 1 exact day, 2 two to six days, 3 a week, 4 a month, 5 up to a year."""

    DAY = 1
    DAYS = 2
    WEEK = 3
    MONTH = 4
    YEAR = 5


@dataclass(frozen=True, slots=True)
class When:
    """The time of a happening as a closed range of days, with the words it was read from.

    `span` is None where the text does not say and the day follows from the publication
    (`basis` "publication") or from a neighbouring claim (`basis` "context").
    `earliest` or `latest` is None where that end is not told.
    """

    earliest: date | None
    latest: date | None
    span: Span | None = None
    basis: str = "stated"  # stated | publication | context | relative

    def __post_init__(self) -> None:
        if self.earliest and self.latest and self.earliest > self.latest:
            raise ValueError(f"a time from {self.earliest} to {self.latest} runs backwards")

    @property
    def precision(self) -> DatePrecision:
        """UCDP date precision, from the length of the range alone."""
        if self.earliest is None or self.latest is None:
            return DatePrecision.YEAR
        days = (self.latest - self.earliest).days + 1
        for limit, code in ((1, DatePrecision.DAY), (6, DatePrecision.DAYS), (7, DatePrecision.WEEK)):
            if days <= limit:
                return code
        return DatePrecision.MONTH if days <= 31 else DatePrecision.YEAR

    @property
    def acled_precision(self) -> int:
        """ACLED `time_precision`: 1 the day, 2 within about a week, 3 within a month or more."""
        return {1: 1, 2: 2, 3: 2}.get(int(self.precision), 3)


class PlacePrecision(StrEnum):
    """How closely a place is told; never closer than the words allow."""

    SITE = "site"
    TOWN = "town"
    DISTRICT = "district"
    PROVINCE = "province"
    COUNTRY = "country"


# UCDP `where_prec` and ACLED `geo_precision` for each (FORMATS of the two codebooks).
UCDP_WHERE = {"site": 1, "town": 1, "district": 3, "province": 4, "country": 6}
ACLED_GEO = {"site": 1, "town": 1, "district": 2, "province": 3, "country": 3}


@dataclass(frozen=True, slots=True)
class Where:
    """The place of a happening: a point with the radius within which it may lie.

    WGS 84 degrees, `radius` in metres. `lat` and `lon` are None together where the place
    has a name but is in no gazetteer; `reason` then says so. `near` marks "near X", "15 km
    east of X": UCDP precision 2, not 1.
    """

    name: str
    span: Span | None = None
    lat: float | None = None
    lon: float | None = None
    radius: int | None = None
    admin1: str | None = None
    admin2: str | None = None
    country: str | None = None  # ISO 3166-1 alpha-2
    precision: PlacePrecision = PlacePrecision.TOWN
    near: bool = False
    reason: str = ""

    @property
    def ucdp_precision(self) -> int:
        """UCDP `where_prec` 1-7."""
        return 2 if self.near and self.precision in ("site", "town") else UCDP_WHERE[self.precision]

    @property
    def acled_precision(self) -> int:
        """ACLED `geo_precision` 1-3."""
        return 2 if self.near and self.precision in ("site", "town") else ACLED_GEO[self.precision]
