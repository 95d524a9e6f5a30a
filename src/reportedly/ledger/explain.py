"""From any number back to the words, and to who said them.

Pure: given an event or a claim with its claims and reports, it lays out the reasons, the quoted
words in their sentence, the chain of sources, and the report with its address and bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reportedly.model import Claim, Event, Harm, Judgement, Link, Report, Span, Toll

# Code points of context on either side of a quote where no sentence ends before that.
REACH = 300
_ENDS = ".!?\n"
_CLOSERS = "\"'”’)]"


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a report in their sentence. `field` says what was read from them, `meaning` what they were read as.

    `sentence` is the text from `start` on; the words stand in it at `underline` (half-open, in
    code points of `sentence`). `bytes` is where they stand in the bytes received, None where
    cleaning put them together.
    """

    field: str
    meaning: str
    span: Span
    sentence: str
    start: int
    underline: tuple[int, int]
    bytes: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Account:
    """One claim as evidence: where it was published, who says so, in which words; quotes in text order."""

    claim: str
    report: str
    outlet: str
    published: str
    title: str
    url: str
    chain: tuple[Link, ...]
    quotes: tuple[Quote, ...]
    hedges: tuple[str, ...]
    notes: tuple[str, ...]
    reader: str


@dataclass(frozen=True, slots=True)
class FigureStand:
    """What one origin says of a figure, and in which claim."""

    source: str
    figure: str
    claim: str
    is_superseded: bool


@dataclass(frozen=True, slots=True)
class FigureReasons:
    """A reconciled figure, the rule that made it, and every figure that went in."""

    label: str
    low: int | None
    best: int | None
    high: int | None
    rule: str
    is_disputed: bool
    stands: tuple[FigureStand, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """Everything that stands behind an event, a figure of it, or a claim.

    `reasons` say why claims were joined, one line a join; `judgements` what people decided;
    `accounts` in order of publication, then of the claim's id.
    """

    id: str
    headline: str
    reasons: tuple[str, ...]
    figures: tuple[FigureReasons, ...]
    accounts: tuple[Account, ...]
    judgements: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        from .tell import lines  # `tell` knows this module

        return "\n".join(lines(self))


def why_event(
    event: Event,
    claims: Mapping[str, Claim],
    reports: Mapping[str, Report],
    judgements: tuple[Judgement, ...] = (),
    outcome: str = "",
    party: str = "",
) -> Why:
    """Why an event is told as it is; with `outcome` (and `party`), why one figure of it is what it is."""
    tolls = tuple(t for t in event.tolls if (not outcome or t.outcome == outcome) and (not party or t.party == party))
    own = [claims[c] for c in event.claims if c in claims]
    if outcome:
        behind = {s.claim for t in tolls for s in (*t.stands, *t.superseded)}
        own = [claim for claim in own if claim.id in behind]
    told = sorted(own, key=lambda c: (_published(reports.get(c.report)), c.id))
    accounts = tuple(account(c, reports[c.report], outcome, party) for c in told if c.report in reports)
    suffix = ":".join(filter(None, (outcome, party)))
    return Why(
        id=f"{event.id}:{suffix}" if suffix else event.id,
        headline=headline(event),
        reasons=event.reasons,
        figures=tuple(map(_figure, tolls)),
        accounts=accounts,
        judgements=tuple(_told(j) for j in judgements if set(j.claims) & set(event.claims)),
        notes=event.notes,
    )


def why_claim(claim: Claim, report: Report, judgements: tuple[Judgement, ...] = ()) -> Why:
    """Why a claim says what it says."""
    return Why(
        id=claim.id,
        headline=_sentence_of(claim.type, claim.when, claim.where, claim.status.value),
        reasons=(),
        figures=(),
        accounts=(account(claim, report),),
        judgements=tuple(_told(j) for j in judgements if claim.id in j.claims),
        notes=claim.notes,
    )


def account(claim: Claim, report: Report, outcome: str = "", party: str = "") -> Account:
    """One claim as evidence; with `outcome`, only the words of its figures of that outcome and of its sources."""
    return Account(
        claim=claim.id,
        report=report.id,
        outlet=report.outlet,
        published=_published(report),
        title=report.title,
        url=report.url,
        chain=claim.attribution.links,
        quotes=tuple(quote(report, *each) for each in _quoted(claim, outcome, party)),
        hedges=tuple(span.text for span in claim.hedges),
        notes=claim.notes,
        reader=claim.reader,
    )


def quote(report: Report, field: str, meaning: str, span: Span) -> Quote:
    """Words in their sentence, with their place in the bytes received."""
    start, end = sentence_around(report.text, span.start, span.end)
    return Quote(
        field,
        meaning,
        span,
        report.text[start:end],
        start,
        (span.start - start, span.end - start),
        report.offsets.to_bytes(span.start, span.end),
    )


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The bounds of the sentence that holds text[start:end], no further than REACH away on either side."""
    floor, ceiling = max(0, start - REACH), min(len(text), end + REACH)
    left = start
    while left > floor and not _is_break(text, left):
        left -= 1
    right = end
    while right < ceiling and not (right > end and _is_break(text, right)) and text[right - 1 : right] != "\n":
        right += 1
    while left < start and text[left].isspace():
        left += 1
    while right > end and text[right - 1].isspace():
        right -= 1
    return left, right


def _is_break(text: str, at: int) -> bool:
    """True where a sentence ends before `at`: at a line's end, or at a blank after a mark of ending."""
    if text[at - 1] == "\n":
        return True
    if not text[at - 1].isspace():
        return False
    k = at - 2
    while k >= 0 and at - k < 5 and text[k] in _CLOSERS:
        k -= 1
    if k < 0 or text[k] not in _ENDS:
        return False
    following = text[at : at + 1]
    return not following.islower() and not _is_initial(text, k)


def _is_initial(text: str, dot: int) -> bool:
    """True for the full stop of a single capital ("J. Smith")."""
    return text[dot] == "." and text[dot - 1 : dot].isupper() and not text[dot - 2 : dot - 1].isalnum()


def _quoted(claim: Claim, outcome: str, party: str) -> list[tuple[str, str, Span]]:
    """(field, meaning, span) of every word that the claim stands on, in text order."""
    found = [("toll", _harm(h), h.span) for h in claim.toll if _is_of(h, outcome, party)]
    found += [
        ("source", f"{link.name} ({link.role.value})", link.span) for link in claim.attribution.links if link.span
    ]
    if not outcome:
        found += [("evidence", claim.type, span) for span in claim.evidence]
        found += [("actor", p.name, p.span) for p in claim.actors if p.span]
        found += [("target", p.name, p.span) for p in claim.targets if p.span]
        found += [("weapon", span.text, span) for span in claim.weapons]
        found += [("hedge", span.text, span) for span in claim.hedges]
        if claim.when and claim.when.span:
            found.append(("when", days_told(claim), claim.when.span))
        if claim.where and claim.where.span:
            found.append(("where", _place(claim), claim.where.span))
    return sorted(found, key=lambda each: (each[2], each[0]))


def _is_of(harm: Harm, outcome: str, party: str) -> bool:
    return (not outcome or harm.outcome == outcome) and (not party or harm.party == party)


def _harm(harm: Harm) -> str:
    part = "" if harm.part_of is None else ", part of another figure"
    return f"{harm.figure} {harm.outcome.value} ({harm.party.value}{part})"


def days_told(thing: Claim | Event) -> str:
    """The time of a claim or event in ISO 8601, a range with a slash; "" where it is not told."""
    if thing.when is None or (thing.when.earliest is None and thing.when.latest is None):
        return ""
    first = thing.when.earliest.isoformat() if thing.when.earliest else ".."
    last = thing.when.latest.isoformat() if thing.when.latest else ".."
    return first if first == last else f"{first}/{last}"


def _place(claim: Claim) -> str:
    assert claim.where is not None
    parts = (claim.where.name, claim.where.admin1, claim.where.country)
    return ", ".join(dict.fromkeys(filter(None, parts)))


def headline(event: Event) -> str:
    """An event in one line: type, day, place, losses."""
    losses = "; ".join(f"{_range(t)} {t.outcome.value} ({t.party.value})" for t in event.tolls)
    line = _sentence_of(event.type, event.when, event.where, event.status)
    return f"{line}: {losses}" if losses else line


def _sentence_of(kind: str, when: object, where: object, status: str) -> str:
    days = ""
    if when is not None:
        first, last = getattr(when, "earliest", None), getattr(when, "latest", None)
        days = str(first or last or "") if first == last or not (first and last) else f"{first} to {last}"
    parts = [kind if status == "asserted" else f"{kind} ({status})"]
    parts += [days] if days else []
    parts += [getattr(where, "name", "")] if where is not None else []
    return ", ".join(parts)


def _range(toll: Toll) -> str:
    if toll.low is None and toll.high is None:
        return "some" if toll.best is None else str(toll.best)
    if toll.low == toll.high:
        return str(toll.low)
    return f"{'?' if toll.low is None else toll.low}-{'?' if toll.high is None else toll.high}"


def _figure(toll: Toll) -> FigureReasons:
    stands = [FigureStand(s.source, _bounds(s.low, s.high), s.claim, False) for s in toll.stands]
    stands += [FigureStand(s.source, _bounds(s.low, s.high), s.claim, True) for s in toll.superseded]
    label = f"{toll.outcome.value} ({toll.party.value})"
    return FigureReasons(label, toll.low, toll.best, toll.high, toll.rule, toll.disputed, tuple(stands))


def _bounds(low: int | None, high: int | None) -> str:
    if low is None:
        return "some" if high is None else f"up to {high}"
    if high is None:
        return f"{low} or more"
    return str(low) if low == high else f"{low}-{high}"


def _published(report: Report | None) -> str:
    if report is None or report.published is None:
        return ""
    return (
        report.published.date().isoformat()
        if report.date_only
        else report.published.isoformat(timespec="minutes").replace("+00:00", "Z")
    )


def _told(decided: Judgement) -> str:
    changes = ", ".join(f"{name} to {value!r}" for name, value in decided.changes)
    what = f"{decided.author or 'somebody'}: {decided.verdict.value} {' '.join(decided.claims)}"
    return what + (f" ({changes})" if changes else "") + (f": {decided.reason}" if decided.reason else "")
