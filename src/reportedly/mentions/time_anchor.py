"""The day against which a report's times are read: its own dateline, else its publication."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ..model import Mention, Report, Span, When
from ..ontology.load import word_set
from .time_calendar import shift
from .time_dates import Scene
from .time_grammar import Atom, find_atoms
from .time_resolve import resolve
from .time_words import Word, read_words

# A dateline stands in the head of the text: after a title and a byline, not deeper. In code points.
HEAD = 400
# How far the opening of a report reaches that says of which day it tells. In code points.
LEAD = 800
# A report looks back on so many days at most, which end so few days before its own. In days.
PERIOD, PERIOD_END = 10, 3
# How sure a phrase must be that such days are told by it ("over the past four days", not "recently").
SURE = 1.0
# A report is an account of an earlier time where its opening dates what it tells so many days before publication.
LONG_PAST = 300
# A dateline without a year is of the year of publication that puts it within so many days of it.
NEAR = 40


def is_day_first(report: Report) -> bool:
    """Whether 05-07-2015 is 5 July in this report: everywhere but in outlets of the United States."""
    outlet = f" {report.outlet} {report.url}".lower()
    return not any(mark in outlet for mark in word_set("times", "month_first"))


def dateline_date(report: Report) -> date | None:
    """The day that the report's own dateline gives ("AFP Sun 05 Jul 2015"), or None where it has none.

    Looks at `Report.dateline`, then at the head of the text. A day inside a sentence ("on 5 July
    2015 a bomb") is no dateline.
    """
    found = dateline(report)
    return found[0] if found else None


def dateline(report: Report) -> tuple[date, Span | None] | None:
    """The day of the dateline and where it stands in the text (None: in the metadata alone)."""
    published = report.published.date() if report.published else None
    scene = Scene(published, day_first=is_day_first(report))
    for text, in_text in ((report.dateline, False), (report.text[:HEAD], True)):
        words, codes = read_words(text)
        for atom in find_atoms(words, codes):
            day = _day_of(atom, words, scene)
            if day is None or not (_stands_apart(atom, words) or not in_text):
                continue
            if published and _is_cut_short(text[words[atom.start].start : words[atom.end - 1].end], published):
                day = published
            return day, Span.of(text, words[atom.start].start, words[atom.end - 1].end) if in_text else None
    return None


def _day_of(atom: Atom, words: tuple[Word, ...], scene: Scene) -> date | None:
    if atom.name not in ("day", "numeric"):
        return None
    days = resolve(atom, scene)
    if days.earliest is None or days.earliest != days.latest:
        return None
    if not days.year_told:
        if scene.anchor is None or not _is_byline(atom, words):
            return None
        near = (days.earliest, _years_later(days.earliest))
        return next((d for d in near if d and abs((d - scene.anchor).days) <= NEAR), None)
    return days.earliest


def _years_later(day: date) -> date | None:
    return day.replace(year=day.year + 1) if (day.month, day.day) != (2, 29) and day.year < 9999 else None


def _stands_apart(atom: Atom, words: tuple[Word, ...]) -> bool:
    """Whether the date stands as a dateline does: first, in figures, with its weekday, or by an agency."""
    before = words[atom.start - 1] if atom.start else None
    if before and before.values.keys() & {"on", "in", "since", "of", "until", "by", "from", "to", "and", "before",
                                          "after", "between", "for", "during", "over"}:  # fmt: skip
        return False
    if before and "at" in before.values:
        return _is_byline(atom, words)  # "Last updated at July 5, 2015"
    # "(July 5, 2015)" and a line of its own are datelines; "the July 5, 2015, attack" is none.
    if before and before.values.keys() & {"the", "article"}:
        return False
    return (
        atom.start == 0
        or atom.name == "numeric"
        or "hw" in atom.parts
        or _is_byline(atom, words)
        or (before is not None and bool(before.values.keys() & {"gap", "paren", "dash", "mark"}))
    )


def _is_byline(atom: Atom, words: tuple[Word, ...]) -> bool:
    """Whether an agency or a place stands beside the date: "BEIRUT, Aug 13 (Reuters) -", "AFP 5 July"."""
    before, after = words[max(0, atom.start - 3) : atom.start], words[atom.end : atom.end + 4]
    if any(w.text.lower() in word_set("times", "agencies") for w in before[-2:]):
        return True
    dashed = any(w.values.keys() & {"paren", "dash"} for w in after[:1]) or any(w.text == "[" for w in after[:1])
    return bool(before) and dashed and "comma" in before[-1].values and before[0].text.isupper()


def _is_cut_short(text: str, published: date) -> bool:
    """Whether the date lost its first digit: "6-09-2013" in a report published on 16-09-2013."""
    return text[1:2] in "-./" and f"{published:%d-%m-%Y}"[1:] == text.replace(".", "-")


def anchor_date(report: Report) -> date | None:
    """The day against which "on Thursday" is read: the dateline's, else that of publication."""
    published = report.published.date() if report.published else None
    return dateline_date(report) or published


def default_when(report: Report) -> When:
    """When a happening took place of which nothing is said: the day of the report or the day before."""
    day = anchor_date(report)
    if day is None:
        return When(None, None, None, "publication")
    return When(shift(day, -1), day, None, "publication")


def day_of_news(report: Report, times: tuple[Mention, ...]) -> When:
    """When the day's news of a report took place, for happenings of which nothing is said.

    The day that the opening names, where it is that of the report or the day before ("on Thursday"
    in a report of Friday), with the basis "context"; else the days that it reports on ("over the
    past four days"), else both days, as `default_when`. Where the day of the report is not known,
    the first full date of its opening; so too where the opening tells only of what is long past.
    """
    both = default_when(report)
    opening = [m for m in times if m.span.start <= LEAD and m.value.earliest]
    dated = [m for m in opening if m.extra["role"] == "point"]
    if both.latest and dated and all(_is_long_past(m, both.latest) for m in dated):
        # No news, but an account of what is long past, if that is told to the day or nearly so.
        both = replace(both, earliest=None, latest=None) if _is_short(dated[0].value) else both
    told = [(rank, m.value) for m in opening if (rank := _news_rank(m, both)) is not None]
    _, days = min(told, key=lambda t: t[0], default=(0, both))
    return When(days.earliest, days.latest, None, "context") if days is not both else both


def _news_rank(mention: Mention, both: When) -> int | None:
    """How far a time of the opening is from being that of the news; None where it cannot be.

    The day of a deed comes first, then days that the report covers; "said on Friday" and a date that
    stands in no sentence give way to both.
    """
    first, last = mention.value.earliest, mention.value.latest
    if first is None or last is None or mention.extra["role"] not in ("point", "duration") or mention.extra["inside"]:
        return None
    if first != last and not (mention.score >= SURE and _covers(first, last, both)):
        return None
    if first == last and (mention.extra["role"] != "point" or not _is_new(first, both)):
        return None
    if mention.extra["said"] or (both.latest is not None and mention.extra["verb"] < 0):
        return 2
    return 1 if first != last and both.latest is not None else 0


def _is_long_past(mention: Mention, day: date) -> bool:
    return mention.value.latest is not None and (day - mention.value.latest).days >= LONG_PAST


def _is_short(when: When) -> bool:
    return when.earliest is not None and when.latest is not None and (when.latest - when.earliest).days <= PERIOD


def _is_new(day: date, both: When) -> bool:
    return both.latest is None or (both.earliest is not None and both.earliest <= day <= both.latest)


def _covers(first: date, last: date, both: When) -> bool:
    """Whether days are those that a report looks back on: not many, and up to its own day or nearly so."""
    if (last - first).days > PERIOD:
        return False
    return both.latest is None or 0 <= (both.latest - last).days <= PERIOD_END
