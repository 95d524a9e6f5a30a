"""The shapes of queries, bodies and answers, as the description under /v1/openapi.json tells them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ..model import ClaimKind, Outcome, Status, Verdict

_TEXT = r"^[^\x00]*$"  # no database keeps NUL
Short = Annotated[str, Field(max_length=500, pattern=_TEXT)]
Long = Annotated[str, Field(max_length=2000, pattern=_TEXT)]
Id = Annotated[str, Field(min_length=1, max_length=500, pattern=_TEXT)]
Day = Annotated[str, Field(pattern=r"^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$", description="YYYY-MM-DD, YYYY-MM or YYYY")]
Count = Annotated[int | None, Field(ge=0, le=10**12)]
_NUMBERS = r"^(-?[0-9]{{1,9}}(\.[0-9]{{1,12}})?(,-?[0-9]{{1,9}}(\.[0-9]{{1,12}})?){{{more}}})?$"


class Conditions(BaseModel):
    """Which reports, claims or events are meant; every condition that is set must hold."""

    model_config = ConfigDict(extra="forbid")

    ids: list[Id] = Field([], max_length=100)
    since: Day = ""
    until: Day = ""
    box: str = Field("", pattern=_NUMBERS.format(more=3), description="south,west,north,east in degrees")
    near: str = Field("", pattern=_NUMBERS.format(more=2), description="latitude,longitude,metres")
    country: str = Field("", pattern=r"^([A-Za-z]{2})?$", description="ISO 3166-1, two letters")
    admin1: Short = ""
    admin2: Short = ""
    actor: Short = Field("", description="an id, or the first words of a name")
    type: list[Short] = Field([], max_length=50)
    kind: list[ClaimKind] = Field([], max_length=4)
    status: Status | Literal[""] = ""
    outcome: Outcome | Literal[""] = ""
    at_least: Count = Field(None, description="persons of the outcome, killed where none is set")
    at_most: Count = None
    source: Short = ""
    outlet: Short = ""
    report: Short = ""
    event: Short = ""
    independent: int = Field(0, ge=0, le=100_000, description="independent sources, at least")
    confidence: float = Field(0.0, ge=0, le=1)
    credibility: int = Field(6, ge=1, le=6, description="the worst Admiralty figure still meant")
    text: Short = Field("", description='words that must all occur, "phrases in quotes", beginnings with a star*')
    newest_first: bool = False

    def conditions(self) -> dict[str, Any]:
        """The conditions by the names that the ledger knows."""
        fields = Conditions.model_fields.items()
        return {name: value for name, field in fields if (value := getattr(self, name)) != field.default}


class Asked(Conditions):
    """Which claims or events are meant; every condition that is set must hold."""

    place: Short = Field("", description="the name of a site, town, district or province that it is within")

    def conditions(self) -> dict[str, Any]:
        """The conditions by the names that the ledger knows."""
        return {**super().conditions(), **({"place": self.place} if self.place else {})}


class AskedReports(Conditions):
    """Which reports are meant, a page at a time: give the `cursor` of one page to get the next."""

    cursor: Annotated[str, Field(max_length=2000, pattern=_TEXT)] = ""
    limit: int = Field(50, ge=1, le=500)


class AskedPage(Asked):
    """The same, a page at a time: give the `cursor` of one page to get the next.

    With a `place` a page may hold fewer than `limit` and still name the next.
    """

    cursor: Annotated[str, Field(max_length=2000, pattern=_TEXT)] = ""
    limit: int = Field(50, ge=1, le=500)


class AskedExport(Asked):
    """Which events are to leave; `title` stands at the head of a situation report."""

    title: Annotated[str, Field(max_length=200, pattern=_TEXT)] = ""


class AskedMost(Asked):
    """The same, at most so many."""

    most: int = Field(50, ge=1, le=200)


class AskedWords(BaseModel):
    """What is looked for in the words of reports and claims."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, Field(min_length=1, max_length=500, pattern=_TEXT)]
    limit: int = Field(20, ge=1, le=100)


class AskedTimes(BaseModel):
    """Two points in time; those without a zone are UTC, and the later is now where it is not given."""

    model_config = ConfigDict(extra="forbid")

    since: datetime
    until: datetime | None = None


class AskedRoot(BaseModel):
    """A root hash that was written down elsewhere."""

    model_config = ConfigDict(extra="forbid")

    root: str = Field("", max_length=64, pattern=r"^[0-9a-f]*$")


class GivenReport(BaseModel):
    """One report: its text or its page, and what is known of it."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field("", max_length=5_000_000)
    html: str = Field("", max_length=5_000_000)
    id: Short = ""
    published: Annotated[str, Field(max_length=100, pattern=_TEXT)] = ""
    outlet: Long = ""
    title: Long = ""
    url: Long = ""
    language: Annotated[str, Field(max_length=20, pattern=r"^[A-Za-z-]*$")] = ""

    @model_validator(mode="after")
    def _has_words(self) -> GivenReport:
        if not self.text and not self.html:
            raise ValueError("a report has `text` or `html`")
        return self


class GivenReports(BaseModel):
    """Reports to be read into the ledger."""

    model_config = ConfigDict(extra="forbid")

    reports: list[GivenReport] = Field(min_length=1, max_length=100)


class GivenJudgement(BaseModel):
    """One decision; `changes` are fields of the wire form, for `amend` alone. Only an admin may name another author."""

    model_config = ConfigDict(extra="forbid")

    verdict: Verdict
    claims: list[Id] = Field(min_length=1, max_length=2)
    reason: Long = ""
    changes: dict[str, Any] = {}
    author: Annotated[str, Field(max_length=200, pattern=_TEXT)] = ""


class GivenTable(Asked):
    """Hand-coded rows, as CSV in the layout of ACLED or UCDP GED, and which events they are held against."""

    csv: str = Field(min_length=1, max_length=5_000_000, description="the table as text, with its header")


class GivenRetraction(BaseModel):
    """Something to be taken back, and why."""

    model_config = ConfigDict(extra="forbid")

    target: Id
    reason: Annotated[str, Field(min_length=1, max_length=2000, pattern=r"^[^\x00]*[^\x00\s][^\x00]*$")]


class Fault(BaseModel):
    """The body of every error: what happened, to what, and what to do."""

    code: str
    message: str
    hint: str
    subject: str


class Thing(BaseModel):
    """Something of the ledger in its wire form."""

    model_config = ConfigDict(extra="allow")

    id: str


class ThingPage(BaseModel):
    """Some of what was asked for, in order; `cursor` brings the next, "" at the end.

    `partial` stands where a `place` was asked for: true where the page ended before it was full,
    since it had looked at 5,000 things. What it did not come to, the next page does.
    """

    items: list[Thing]
    cursor: str
    partial: bool = False


class Found(BaseModel):
    """The first claims and reports that hold the words."""

    claims: ThingPage
    reports: ThingPage


class Reading(BaseModel):
    """What one report says, in the wire form of claims."""

    model_config = ConfigDict(extra="allow")

    report: str
    published: str | None
    claims: list[Thing]


class Outcomes(BaseModel):
    """What became of the reports given."""

    reports: int
    claims: int
    known: int
    failed: int
    failures: list[Fault]


class Compared(BaseModel):
    """Rows and events that tell of one thing, rows that the ledger lacks, events that the table lacks.

    `extra` are only events within the table's period and countries; `outside` counts the others,
    `fields` in how many pairs each field differs; `faults` are the rows that could not be read.
    """

    matched: list[dict[str, Any]]
    missing: list[dict[str, Any]]
    extra: list[dict[str, Any]]
    outside: int
    fields: dict[str, int]
    faults: list[Fault]


class Proof(BaseModel):
    """Whether the ledger holds: entries, root hash, and what is wrong where something is."""

    holds: bool
    count: int
    root: str
    faults: list[str]


class Health(BaseModel):
    """That the server answers and its ledger opens."""

    status: str
    version: str
