"""What stands before the running text: headline, date, dateline, byline."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from ..ontology.load import data
from .dates import date_at

# The opening is sought in this many characters after the headline; datelines are shorter than a line.
WINDOW = 400
HEADLINE = 250
# Parts of an opening: headline twice, agency, date, dateline, byline, tags; more is running text.
PARTS = 9
_GAP = re.compile(r"[\s|·•]*")
_SEPARATOR = re.compile(r"[\s.,:;|·•–—-]*")
_TAG = re.compile(r"\[[A-Z][^\[\]\n]{0,60}(?:\n[^\[\]\n]{0,40})?\]")
_CLOCK = re.compile(r"\s{0,3}(?:at\s)?\d{1,2}[:.]\d{2}(?:\s?[AaPp]\.?[Mm]\.?)?(?:\s(?:GMT|UTC|[A-Z]{1,4}T)\b)?")
_CAPS = r"[A-Z][A-Z'’.-]{1,24}(?:[ /-][A-Z][A-Z'’.-]{0,24}){0,3}"
_NAME = r"[A-Z][\w'’.-]{1,24}(?:[ /-][A-Z][\w'’.-]{0,24}){0,3}"
_REGION = rf"(?:,\s{{1,2}}{_NAME}|\s\({_NAME}\))"
_AGENCY = r"\((?P<agency>[A-Z][\w .&/’'-]{1,40})\)"
_DASH = r"\s{0,2}(?:--|—|–|-)\s{0,3}"


@dataclass(frozen=True, slots=True)
class Opening:
    """Headline and dateline as they stand in the text, the day they name, where the text proper begins."""

    title: str = ""
    dateline: str = ""
    day: date | None = None
    body_start: int = 0


def find_opening(text: str, title: str = "") -> Opening:
    """Read the opening of a report; `title` is the headline where it is known from elsewhere.

    Nothing is an opening that does not look like one: then `body_start` is 0.
    """
    found = Opening(title=title)
    position = _headline_end(text, 0, title)
    if not position and not title:
        line = _headline_line(text)
        found, position = replace(found, title=line), len(line)
    found = replace(found, body_start=position)
    for _ in range(PARTS):
        at = _GAP.match(text, position)
        start = at.end() if at else position
        step = _step(text, start, found)
        if step is None:
            break
        found = step
        position = _after(text, found.body_start)
    if not found.dateline:
        late = _late_dateline().search(text, 0, HEADLINE)
        if late:
            found = _with_dateline(found, text, late.start(), late)
            found = replace(found, title=found.title or text[: late.start()].strip())
    return replace(found, body_start=_after(text, found.body_start) if found.body_start else 0)


def _step(text: str, start: int, found: Opening) -> Opening | None:
    """The next part of the opening at `start`, or None where the running text begins."""
    repeated = _headline_end(text, start, found.title)
    if repeated:
        return replace(found, body_start=repeated)
    for pattern, kind in _patterns():
        hit = pattern.match(text, start, min(len(text), start + WINDOW))
        if not hit:
            continue
        if kind == "date":
            dated = _dated(text, hit.end(), found, start)
            if dated:
                return dated
        elif kind == "dateline":
            return _with_dateline(found, text, start, hit)
        else:
            return replace(found, body_start=hit.end())
    return None


def _dated(text: str, at: int, found: Opening, start: int) -> Opening | None:
    written = date_at(text, at)
    if written is None:
        return None
    day, end = written
    clock = _CLOCK.match(text, end)
    end = clock.end() if clock else end
    following = text[end : end + 2]
    # "July 5 2015 was a dark day": a sentence that begins with its date, not a date line.
    if (following[:1] == " " and following[1:].islower()) or found.day:
        return None
    return replace(found, day=day, dateline=found.dateline or text[start:end], body_start=end)


def _with_dateline(found: Opening, text: str, start: int, hit: re.Match[str]) -> Opening:
    words = text[start : hit.end()].rstrip().rstrip("-–—:").rstrip()
    day = found.day
    for k in range(start, start + len(words)):
        if day is None and (k == start or not text[k - 1].isalnum()) and text[k].isalnum():
            written = date_at(text, k)
            day = written[0] if written and written[1] <= hit.end() else None
    return replace(found, dateline=words, day=day, body_start=hit.end())


def _headline_end(text: str, start: int, title: str) -> int:
    """Where the headline ends if it stands at `start`, punctuation and blanks apart; else 0."""
    wanted = [char for char in title.casefold() if char.isalnum()]
    if len(wanted) < 12:
        return 0
    k, at = 0, start
    while at < len(text) and k < len(wanted):
        char = text[at].casefold()
        if char.isalnum():
            if char != wanted[k]:
                break
            k += 1
        at += 1
    # Outlets add their name to the headline ("... - Region - World"): most of it must stand here.
    at_word_end = at >= len(text) or not (text[at].isalnum() and text[at - 1].isalnum())
    if k == len(wanted) and at_word_end:
        return at
    head, mark, _ = title.partition(" - ")
    return _headline_end(text, start, head) if mark else 0


def _headline_line(text: str) -> str:
    """The first line, where it stands alone as a headline does; else ""."""
    line, mark, rest = text[: HEADLINE + 1].partition("\n")
    plain = line.strip()
    if not mark or not text[len(line) :].strip() or len(plain.split()) < 3 or plain[-1] in '.;,:"”':
        return ""
    return "" if _looks_like_dateline(plain) or (not rest.strip() and len(text) <= len(line) + 1) else plain


def _looks_like_dateline(line: str) -> bool:
    return date_at(line, 0) is not None or any(p.match(line) for p, kind in _patterns() if kind != "date")


def _after(text: str, position: int) -> int:
    gap = _SEPARATOR.match(text, position)
    return min(gap.end() if gap else position, len(text))


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    opening = data("openings")
    months, weekdays = _any_of(opening["months"]), _any_of(opening["weekdays"])
    announced, byline, known = _any_of(opening["published"]), _any_of(opening["byline"]), _any_of(opening["agencies"])
    a_date = rf"(?:,?\s{{1,2}}(?i:(?:\d{{1,2}}\s(?:{months})\.?|(?:{months})\.?\s\d{{1,2}}))(?:,?\s\d{{2,4}})?,?)"
    an_agency = rf"(?:\s{{1,2}}{_AGENCY})?"
    mark = r"(?:\s?(?:--|—|–|-)\s{1,3}|:\s)"
    lines = (
        # A name in brackets is a dateline's only where it is an agency: "Islamic State (IS) militants" is none.
        (rf"{_NAME}{_REGION}{{0,2}}{a_date}?\s{{0,2}}\((?:{known})\)(?:{_DASH}|:\s|\s(?=[A-Z]))", "dateline"),
        (rf"\((?:{known})\)(?:{_DASH}|:\s|\s(?=[A-Z]))", "dateline"),
        (rf"{_CAPS}{_REGION}{{0,2}}{a_date}?{an_agency}{mark}", "dateline"),
        (rf"{_NAME}{_REGION}{{0,2}}{a_date}{an_agency}{mark}", "dateline"),
        (rf"(?:(?i:{announced})\s?:?\s{{1,3}})?", "date"),
        (rf"(?:{known})(?=\s{{0,3}}[,|:–—-]|\s{{1,3}}(?:\d|(?i:{months}|{weekdays})\b))", "agency"),
        (rf"(?i:{byline})\s[A-Z][^\n.]{{1,90}}\n", "byline"),
        (_TAG.pattern, "tag"),
    )
    return tuple((re.compile(pattern), kind) for pattern, kind in lines)


@cache
def _late_dateline() -> re.Pattern[str]:
    """A dateline behind a headline of a sentence's form, or one that lost the break before it.

    "Talks go on. GENEVA (AP) — ...", "... blasts in AfghanistanKANDAHAR, Oct. 3 (Xinhua) -- ...".
    """
    known = _any_of(data("openings")["agencies"])
    dash = r"\s{0,2}(?:--|—|–)\s{1,3}"
    return re.compile(
        rf"(?<=[a-z.!?]){_CAPS}[^()\n]{{0,40}}\((?:{known})\){dash}"
        rf"|(?:(?<=[.!?\"”] )|(?<=\n))(?:{_CAPS}|{_NAME}(?=[^()\n]{{0,40}}\())"
        rf"{_REGION}{{0,2}}(?:\s{{1,2}}\((?:{known})\))?{dash}"
    )


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))
