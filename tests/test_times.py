"""Phrases of time, with the day of publication and the days that a coder would write down."""

import time
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.mentions.times import dateline_date, day_of_news, default_when, find_times, resolve_for
from reportedly.model import Report, Span
from reportedly.parsers.spacy import SpacyParser


@pytest.fixture(scope="module")
def parser():
    return SpacyParser()


def report_of(text, published=None, **fields):
    day = datetime.fromisoformat(published).replace(tzinfo=UTC) if published else None
    return Report(id="r", text=text, published=day, **fields)


def times_of(parser, text, published=None, **fields):
    (parse,) = parser.parse([text])
    return find_times(report_of(text, published, **fields), parse), parse


# Sentence with the phrase in [brackets], publication, earliest, latest ("-" for an open end).
# 2016-03-16 is a Wednesday.
PHRASES = [
    # Full dates in every order and form.
    ("The raid took place [on 5 July 2015].", None, "2015-07-05", "2015-07-05"),
    ("The raid took place [on July 5, 2015].", None, "2015-07-05", "2015-07-05"),
    ("The raid took place [on July 5 2015] in the south.", None, "2015-07-05", "2015-07-05"),
    ("The raid took place [on July 5th, 2015].", None, "2015-07-05", "2015-07-05"),
    ("The raid took place [on the 5th of July 2015].", None, "2015-07-05", "2015-07-05"),
    ("The raid took place [on Sunday, July 5, 2015].", None, "2015-07-05", "2015-07-05"),
    ("The raid took place [on Sunday 5 July 2015].", None, "2015-07-05", "2015-07-05"),
    ("The raid took place [on 2015-07-05].", None, "2015-07-05", "2015-07-05"),
    ("The raid took place [on 05/07/2015].", None, "2015-07-05", "2015-07-05"),
    ("The raid took place [on 25/07/2015].", None, "2015-07-25", "2015-07-25"),
    ("The raid took place [on 07/25/2015].", None, "2015-07-25", "2015-07-25"),
    ("The raid took place [on 05.07.2015].", None, "2015-07-05", "2015-07-05"),
    ("Troops withdrew [on Sept. 9, 2014].", None, "2014-09-09", "2014-09-09"),
    ("The raid took place [on 07/05/2015].", "2015-07-06", "2015-07-05", "2015-07-05"),
    ("The raid took place [on 05/07/2015].", "2015-09-06", "2015-07-05", "2015-07-05"),
    # Dates without a year are the nearest past.
    ("Militants attacked a convoy [on April 9].", "2020-04-12", "2020-04-09", "2020-04-09"),
    ("Militants attacked a convoy [on 9 April].", "2020-04-12", "2020-04-09", "2020-04-09"),
    ("The shelling killed two [on Dec. 30].", "2016-01-04", "2015-12-30", "2015-12-30"),
    ("The shelling killed two [on Monday, Dec. 28].", "2016-01-04", "2015-12-28", "2015-12-28"),
    ("The shelling killed two [on the 9th].", "2016-03-16", "2016-03-09", "2016-03-09"),
    ("Voters will go to the polls [on June 3].", "2014-05-23", "2014-06-03", "2014-06-03"),
    # What points back means the nearest time of its own grain.
    ("A raid on 5 March failed after one in 2011. [That day] jets came.", "2016-03-16", "2016-03-05", "2016-03-05"),
    ("He was shot on Saturday night. He died [two days later].", "2016-03-16", "2016-03-14", "2016-03-14"),
    ("It fell in May 2013, not 2012. It burnt [the following month].", "2016-03-16", "2013-06-01", "2013-06-30"),
    # An account of an earlier year goes on in that year, a report of the day does not.
    ("The raid took place on 9 March 2012. Ten were tried [in June].", "2016-03-16", "2012-06-01", "2012-06-30"),
    ("The raid took place on 9 March 2012. Ten were tried [in June].", None, "2012-06-01", "2012-06-30"),
    ("The raid took place on 9 December 2012. Ten were tried [in January].", None, "2013-01-01", "2013-01-31"),
    ("The war began in 2011. On 9 May 2012 it spread. It ended [in June].", "2016-03-16", "2015-06-01", "2015-06-30"),
    ("Ten died on Monday, as on 9 March 2012. It was taken [in June].", "2016-03-16", "2015-06-01", "2015-06-30"),
    ("The raid took place on 9 March 2016. It was planned [in June].", "2016-03-16", "2015-06-01", "2015-06-30"),
    ("The truce broke in March 2014. [Since then] ten have died.", "2016-03-16", "2014-03-01", "2016-03-16"),
    ("They were seized in May 2014. Ten were shot [then].", "2016-03-16", "2014-05-01", "2014-05-31"),
    ("Ten have died [since the spring].", "2016-09-16", "2016-03-01", "2016-09-16"),
    ("Clashes raged [for a third day].", "2016-03-16", "2016-03-14", "2016-03-16"),
    ("Clashes raged [for the 4th straight week].", "2016-03-16", "2016-02-24", "2016-03-16"),
    ("Ten died [in the first six months of this year].", "2016-09-16", "2016-01-01", "2016-06-30"),
    ("Ten died [in the last three months of 2013].", "2016-03-16", "2013-10-01", "2013-12-31"),
    # Ranges.
    ("It lost 401 men [from March 24 to April 9].", "2020-04-12", "2020-03-24", "2020-04-09"),
    ("It lost 401 men [between 24 March and 9 April].", "2020-04-12", "2020-03-24", "2020-04-09"),
    ("It lost 401 men [between 24 and 29 March].", "2020-04-12", "2020-03-24", "2020-03-29"),
    ("It lost 401 men [from 24 to 29 March 2013].", "2020-04-12", "2013-03-24", "2013-03-29"),
    ("The siege lasted [from December 2012 to March 2013].", "2020-04-12", "2012-12-01", "2013-03-31"),
    ("The siege lasted [from November to February].", "2020-04-12", "2019-11-01", "2020-02-29"),
    ("The town was hit [on the night of 14-15 March].", "2016-03-16", "2016-03-14", "2016-03-15"),
    ("The town was hit [on March 14-15].", "2016-03-16", "2016-03-14", "2016-03-15"),
    ("The town was hit [on March 11, 12 and 14].", "2016-03-16", "2016-03-11", "2016-03-14"),
    ("Clashes raged [on Saturday and Sunday].", "2016-03-16", "2016-03-12", "2016-03-13"),
    ("Clashes raged [from Friday to Sunday].", "2016-03-16", "2016-03-11", "2016-03-13"),
    ("Clashes raged [between Thursday and Monday].", "2016-03-16", "2016-03-10", "2016-03-14"),
    ("They held the hill [from 2012 until 2014].", "2016-03-16", "2012-01-01", "2014-12-31"),
    ("Two raids were made [in March and April].", "2016-06-16", "2016-03-01", "2016-04-30"),
    # Weekdays.
    ("A bomb killed six [on Thursday].", "2016-03-16", "2016-03-10", "2016-03-10"),
    ("A bomb killed six [on Wednesday].", "2016-03-16", "2016-03-16", "2016-03-16"),
    ("A bomb killed six [on Thursday night].", "2016-03-16", "2016-03-10", "2016-03-10"),
    ("A bomb killed six [late on Thursday].", "2016-03-16", "2016-03-10", "2016-03-10"),
    ("A bomb killed six [early Thursday].", "2016-03-16", "2016-03-10", "2016-03-10"),
    ("A bomb killed six [in the early hours of Thursday].", "2016-03-16", "2016-03-10", "2016-03-10"),
    ("A bomb killed six [at dawn on Thursday].", "2016-03-16", "2016-03-10", "2016-03-10"),
    ("A bomb killed six [last Friday].", "2016-03-16", "2016-03-11", "2016-03-11"),
    ("A bomb killed six [last Wednesday].", "2016-03-16", "2016-03-09", "2016-03-09"),
    ("Talks will resume [next Friday].", "2016-03-16", "2016-03-18", "2016-03-18"),
    ("Talks will resume [on Friday].", "2016-03-16", "2016-03-18", "2016-03-18"),
    ("Talks are expected to resume [on Friday].", "2016-03-16", "2016-03-18", "2016-03-18"),
    ("[Thursdays] attack killed six.", "2016-03-16", "2016-03-10", "2016-03-10"),
    ("[Thursday's] attack killed six.", "2016-03-16", "2016-03-10", "2016-03-10"),
    ("Two men died [Monday], police said.", "2016-03-16", "2016-03-14", "2016-03-14"),
    # Days told by distance.
    ("The army advanced [today].", "2016-03-16", "2016-03-16", "2016-03-16"),
    ("The army advanced [yesterday].", "2016-03-16", "2016-03-15", "2016-03-15"),
    ("The army advanced [yesterday evening].", "2016-03-16", "2016-03-15", "2016-03-15"),
    ("The army will advance [tomorrow].", "2016-03-16", "2016-03-17", "2016-03-17"),
    ("The army advanced [the day before yesterday].", "2016-03-16", "2016-03-14", "2016-03-14"),
    ("Jets bombed the camp [overnight].", "2016-03-16", "2016-03-15", "2016-03-16"),
    ("Jets bombed the camp [last night].", "2016-03-16", "2016-03-15", "2016-03-16"),
    ("Jets bombed the camp [during the night].", "2016-03-16", "2016-03-15", "2016-03-16"),
    ("Jets bombed the camp [this morning].", "2016-03-16", "2016-03-16", "2016-03-16"),
    ("Jets bombed the camp [tonight].", "2016-03-16", "2016-03-16", "2016-03-16"),
    ("Jets bombed the camp [two days ago].", "2016-03-16", "2016-03-14", "2016-03-14"),
    ("Jets bombed the camp [three weeks ago].", "2016-03-16", "2016-02-22", "2016-02-28"),
    ("Jets bombed the camp [two months ago].", "2016-03-16", "2016-01-01", "2016-01-31"),
    ("Jets bombed the camp [two years ago].", "2016-03-16", "2014-01-01", "2014-12-31"),
    ("The truce ended [last week].", "2016-03-16", "2016-03-07", "2016-03-13"),
    ("The truce ended [last month].", "2016-03-16", "2016-02-01", "2016-02-29"),
    ("The truce ended [last year].", "2016-03-16", "2015-01-01", "2015-12-31"),
    ("The truce ended [earlier this month].", "2016-03-16", "2016-03-01", "2016-03-16"),
    ("The truce ended [earlier this year].", "2016-03-16", "2016-01-01", "2016-03-16"),
    ("The truce ended [this week].", "2016-03-16", "2016-03-14", "2016-03-16"),
    ("The truce ended [last weekend].", "2016-03-16", "2016-03-12", "2016-03-13"),
    ("The truce ended [at the weekend].", "2016-03-16", "2016-03-12", "2016-03-13"),
    ("The truce will end [next month].", "2016-03-16", "2016-04-01", "2016-04-30"),
    ("The truce ended [early last month].", "2016-03-16", "2016-02-01", "2016-02-10"),
    ("The truce ended [late last year].", "2016-03-16", "2015-10-01", "2015-12-31"),
    # Stretches of time.
    ("Raids killed ten [in the past 24 hours].", "2016-03-16", "2016-03-15", "2016-03-16"),
    ("Raids killed ten [over the past two days].", "2016-03-16", "2016-03-14", "2016-03-16"),
    ("Raids killed ten [during the last five days].", "2016-03-16", "2016-03-11", "2016-03-16"),
    ("Raids killed ten [in the last few days].", "2016-03-16", "2016-03-12", "2016-03-16"),
    ("Raids killed ten [over the past year].", "2016-03-16", "2015-03-16", "2016-03-16"),
    ("Raids killed ten [in recent days].", "2016-03-16", "2016-03-09", "2016-03-16"),
    ("Raids killed ten [in recent weeks].", "2016-03-16", "2016-02-17", "2016-03-16"),
    ("Raids killed ten [over the past months].", "2016-03-16", "2015-12-16", "2016-03-16"),
    ("Raids killed ten [in recent months].", "2016-03-16", "2015-12-16", "2016-03-16"),
    ("Raids killed ten [recently].", "2016-03-16", "2016-03-02", "2016-03-16"),
    ("The city was besieged [for two years].", "2016-03-16", "2014-03-16", "2016-03-16"),
    ("The city was besieged [for more than three months].", "2016-03-16", "2015-12-16", "2016-03-16"),
    ("He spoke of [two days] of clashes.", "2016-03-16", "2016-03-14", "2016-03-16"),
    ("Many fled [during the five-year-old conflict].", "2016-03-16", "2011-03-16", "2016-03-16"),
    # Months, seasons, years.
    ("The group killed 13 soldiers [in December].", "2016-03-16", "2015-12-01", "2015-12-31"),
    ("The group killed 13 soldiers [in early March].", "2016-03-16", "2016-03-01", "2016-03-10"),
    ("The group killed 13 soldiers [in mid-February].", "2016-03-16", "2016-02-11", "2016-02-20"),
    ("The group killed 13 soldiers [in late February].", "2016-03-16", "2016-02-21", "2016-02-29"),
    ("The group killed 13 soldiers [at the beginning of February].", "2016-03-16", "2016-02-01", "2016-02-10"),
    ("The group killed 13 soldiers [at the end of January].", "2016-03-16", "2016-01-21", "2016-01-31"),
    ("The group killed 13 soldiers [last September].", "2016-03-16", "2015-09-01", "2015-09-30"),
    ("The group killed 13 soldiers [in August last year].", "2016-03-16", "2015-08-01", "2015-08-31"),
    ("The group killed 13 soldiers [in May 2013].", "2016-03-16", "2013-05-01", "2013-05-31"),
    ("The group killed 13 soldiers [in May].", "2016-03-16", "2015-05-01", "2015-05-31"),
    ("The group killed 13 soldiers [in March].", "2016-03-16", "2016-03-01", "2016-03-31"),
    ("The group killed 13 soldiers [in 2012].", "2016-03-16", "2012-01-01", "2012-12-31"),
    ("The group killed 13 soldiers [in the 1990s].", None, "1990-01-01", "1999-12-31"),
    ("The group killed 13 soldiers [in the summer of 2014].", None, "2014-06-01", "2014-08-31"),
    ("The group killed 13 soldiers [last summer].", "2016-03-16", "2015-06-01", "2015-08-31"),
    ("The group killed 13 soldiers [in the winter of 2013].", None, "2013-12-01", "2014-02-28"),
    ("The group killed 13 soldiers [in the first half of 2014].", None, "2014-01-01", "2014-06-30"),
    ("The group killed 13 soldiers [in the first week of May 2014].", None, "2014-05-01", "2014-05-07"),
    ("The group killed 13 soldiers [in the third quarter of 2014].", None, "2014-07-01", "2014-09-30"),
    ("The group killed 13 soldiers [in early 2014].", None, "2014-01-01", "2014-03-31"),
    ("The vote is planned [for next June].", "2016-03-16", "2016-06-01", "2016-06-30"),
    # Since, until.
    ("Thousands died [since March 2011].", "2016-03-16", "2011-03-01", "2016-03-16"),
    ("Thousands died [since mid-2012].", "2016-03-16", "2012-06-01", "2016-03-16"),
    ("Thousands died [since early January].", "2016-03-16", "2016-01-01", "2016-03-16"),
    ("Thousands died [since Monday].", "2016-03-16", "2016-03-14", "2016-03-16"),
    ("Thousands died [since the start of the year].", "2016-03-16", "2016-01-01", "2016-03-16"),
    ("Thousands died [since the revolt erupted in March 2011].", "2016-03-16", "2011-03-01", "2016-03-16"),
    ("Thousands died [since 2011].", None, "2011-01-01", "-"),
    ("The corridor stays open [until Friday].", "2016-03-16", "-", "2016-03-11"),
    ("The rebels must leave [by 20 March].", "2016-03-16", "-", "2016-03-20"),
    # Feasts.
    ("The market was bombed [during Ramadan].", "2014-08-16", "2014-06-28", "2014-07-27"),
    ("The market was bombed [on the first day of Eid al-Fitr].", "2014-08-16", "2014-07-28", "2014-07-28"),
    ("The market was bombed [on Eid al-Adha].", "2015-10-16", "2015-09-24", "2015-09-27"),
    ("The market was bombed [on Christmas Eve].", "2014-12-29", "2014-12-24", "2014-12-24"),
    ("The market was bombed [on New Year's Eve].", "2015-01-02", "2014-12-31", "2014-12-31"),
    ("The soldier died [on Thanksgiving Day].", "2016-11-28", "2016-11-24", "2016-11-24"),
    ("The bomb went off [on Easter].", "2016-04-01", "2016-03-27", "2016-03-27"),
    # Tied to the time named before.
    ("The town fell on 3 May 2015. Jets hit it [the same day].", None, "2015-05-03", "2015-05-03"),
    ("The town fell on 3 May 2015. Jets hit it [that day].", None, "2015-05-03", "2015-05-03"),
    ("The town fell on 3 May 2015. Jets hit it [the day before].", None, "2015-05-02", "2015-05-02"),
    ("The town fell on 3 May 2015. Jets hit it [a day earlier].", None, "2015-05-02", "2015-05-02"),
    ("The town fell on 3 May 2015. Jets hit it [two days later].", None, "2015-05-05", "2015-05-05"),
    ("The town fell on 3 May 2015. Jets hit it [the following day].", None, "2015-05-04", "2015-05-04"),
    ("The town fell on 3 May 2015. Jets hit it [the next day].", None, "2015-05-04", "2015-05-04"),
    ("The town fell on 3 May 2015. Jets hit it [a month later].", None, "2015-06-01", "2015-06-30"),
    ("The town fell on 3 May 2015. Jets hit it [later that month].", None, "2015-05-01", "2015-05-31"),
    ("Jets hit it [two days after 21 August 2013].", None, "2013-08-23", "2013-08-23"),
    ("Jets hit it [a week before 21 August 2013].", None, "2013-08-12", "2013-08-18"),
    ("Jets hit it on 21 August 2013, [two days after] the fall of the town.", None, "2013-08-19", "2013-08-19"),
    ("The crowd was celebrating [Bastille Day].", "2016-07-15", "2016-07-14", "2016-07-14"),
    ("Police heard of it [about 15 minutes ago].", "2016-07-15", "2016-07-15", "2016-07-15"),
    ("[Last months] loss of the town hurt them.", "2016-07-15", "2016-06-01", "2016-06-30"),
    ("They emerged [in 2013] and now hold half the land.", "2016-07-15", "2013-01-01", "2013-12-31"),
    # A year alone before a happening; a year and a month that are two times, not one.
    ("He lost a son [in the 1998] embassy bombing.", "2016-07-15", "1998-01-01", "1998-12-31"),
    ("The party won [in 2012], and last month it lost the vote.", "2016-07-15", "2012-01-01", "2012-12-31"),
    ("It lost the heights in the war of [1973].", "2016-07-15", "1973-01-01", "1973-12-31"),
    # Upper case, lost marks, military.
    ("THE GUERRILLAS ATTACKED THE POST [ON 12 MAY 1989].", None, "1989-05-12", "1989-05-12"),
    ("THE GUERRILLAS ATTACKED THE POST [ON MONDAY].", "1989-05-16", "1989-05-15", "1989-05-15"),
    ("The post was hit [at 141200Z] by a rocket.", "2016-03-16", "2016-03-14", "2016-03-14"),
    # Without a publication day.
    ("The raid took place [on Thursday].", None, "-", "-"),
    ("The raid took place [last month].", None, "-", "-"),
    ("They met on 6 November 2016. The push began [on Nov. 4].", None, "2016-11-04", "2016-11-04"),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "published", "earliest", "latest"), PHRASES, ids=lambda v: str(v)[-40:])
def test_phrase(parser, marked, published, earliest, latest):
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    mentions, _ = times_of(parser, text, published)
    found = [m for m in mentions if m.span.start <= start and m.span.end >= end]
    assert found, [m.span.text for m in mentions]
    when = found[0].value
    assert [str(when.earliest or "-"), str(when.latest or "-")] == [earliest, latest], found[0].span.text
    assert found[0].span.text == text[start:end]


@pytest.mark.parametrize(
    "text",
    [
        "The M23 rebels hold the hill.",
        "He was 21 years old.",
        "A 30-year-old man was shot.",
        "Killed were 21 of 28 guards.",
        "Troops may attack the town.",
        "They march on the capital.",
        "The 17 November group said so.",
        "The March 14 alliance rejected it.",
        "Black September claimed the attack.",
        "Over 2000 people fled.",
        "They flew nearly 2000 air raids.",
        "He will send skaters to the Winter Games.",
        "The heights were lost in the Six Day War.",
        "Some 1,900 men were hurt in 1950 villages.",
        "He reads the Sun and the Mirror.",
        "The spring that feeds the well was hit, and the fall of the town followed.",
        "The ratio was 12:30 or 4.5.",
        "He pulled out at the last minute.",
        "They then shelled the town.",
    ],
)
def test_what_only_looks_like_a_time(parser, text):
    mentions, _ = times_of(parser, text, "2016-03-16")
    assert [m.span.text for m in mentions] == []


@pytest.mark.parametrize(
    ("text", "published", "outlet", "day"),
    [
        ("Raid kills ten AFP Sun 05 Jul 2015 A raid killed ten.", "2014-01-01", "", "2015-07-05"),
        ("05-07-2015 Raid kills ten. A raid killed ten.", "2014-01-01", "", "2015-07-05"),
        ("05-07-2015 Raid kills ten. A raid killed ten.", None, "cnn.com", "2015-05-07"),
        ("BEIRUT, Aug 13 (Reuters) - A raid killed ten.", "2013-08-14", "", "2013-08-13"),
        ("BOGOTA, 30 AUG 89 (RADIO) -- [TEXT] A BOMB WENT OFF.", None, "", "1989-08-30"),
        ("Tue Jul 7 2015 In an ambush ten were killed.", "2013-04-10", "", "2015-07-07"),
        ("3-09-2014 Raid kills ten.", "2014-09-23", "", "2014-09-23"),
        ("A raid on 5 July 2015 killed ten.", "2016-01-01", "", None),
        ("Jets struck the July 5, 2015, rally.", "2016-01-01", "", None),
        ("Last updated at Mar 092015 Amman A raid killed ten.", "2015-03-20", "", "2015-03-09"),
        ("No day at all.", None, "", None),
    ],
)
def test_dateline(text, published, outlet, day):
    assert dateline_date(report_of(text, published, outlet=outlet)) == (date.fromisoformat(day) if day else None)


def test_weekdays_are_read_against_the_dateline(parser):
    mentions, _ = times_of(parser, "Raid kills ten AFP Sunday 5 Jul 2015 A raid on Friday killed ten.", "2014-01-01")
    assert [(m.extra["role"], m.value.earliest) for m in mentions] == [
        ("dateline", date(2015, 7, 5)),
        ("point", date(2015, 7, 3)),
    ]


def test_default_is_the_day_of_the_report_and_the_day_before():
    when = default_when(report_of("A raid killed ten.", "2016-03-16"))
    assert (when.earliest, when.latest, when.basis, when.span) == (
        date(2016, 3, 15), date(2016, 3, 16), "publication", None,
    )  # fmt: skip
    assert default_when(report_of("A raid killed ten.")).earliest is None


@pytest.mark.parametrize(
    ("text", "published", "days"),
    [
        ("A blast on Tuesday killed ten, police said on Wednesday. The army fled.", "2016-03-16", ["2016-03-15"] * 2),
        ("Ten died, police said on Wednesday. The army fled.", "2016-03-16", ["2016-03-16"] * 2),
        ("Ten died last month. The army fled.", "2016-03-16", ["2016-03-15", "2016-03-16"]),
        ("The bombing took place on 13 September 1974. Twelve died.", None, ["1974-09-13"] * 2),
        ("Ten died on Monday.", None, ["None"] * 2),
        ("The army told of its raids over the past four days. Ten died.", "2016-03-16", ["2016-03-12", "2016-03-16"]),
        (
            "The army said on Wednesday that ten died between Friday and Monday.",
            "2016-03-16",
            ["2016-03-11", "2016-03-14"],
        ),
        ("16 March 2016\n\nJets flew six raids between 10 and 14 March.", "2016-03-16", ["2016-03-10", "2016-03-14"]),
        ("Raids between Friday and Monday killed ten. On Tuesday five died.", "2016-03-16", ["2016-03-15"] * 2),
        ("Ten died in raids over the past six months.", "2016-03-16", ["2016-03-15", "2016-03-16"]),
        ("The raid of 9 March 2012 killed ten. The army fled.", "2016-03-16", ["2012-03-09"] * 2),
        ("The war began in 2012. The army fled.", "2016-03-16", ["2016-03-15", "2016-03-16"]),
        ("Recently ten died in raids.", "2016-03-16", ["2016-03-15", "2016-03-16"]),
        ("The raids were flown on 11 and 12 May 2020. Ten died.", None, ["2020-05-11", "2020-05-12"]),
    ],
)
def test_day_of_the_news(parser, text, published, days):
    mentions, _ = times_of(parser, text, published)
    when = day_of_news(report_of(text, published), mentions)
    assert [str(when.earliest), str(when.latest)] == days
    assert when.span is None


GOVERNED = [
    ("Rebels shelled the base on Monday and jets bombed the town on Tuesday.", "bombed", "2016-03-15"),
    ("Rebels shelled the base on Monday and jets bombed the town on Tuesday.", "shelled", "2016-03-14"),
    ("Ten were killed on Sunday, the Observatory said on Tuesday.", "killed", "2016-03-13"),
    ("Ten were killed, the Observatory said on Tuesday.", "killed", "2016-03-15"),
    ("Jets bombed the town, which fell in 2012.", "bombed", None),
    ("Jets bombed the town, which fell in 2012.", "fell", "2012-01-01"),
    ("The girls who were abducted two years ago have been freed.", "freed", None),
    ("The girls who were abducted two years ago have been freed.", "abducted", "2014-01-01"),
    (
        "Rebels freed ten of the more than 60 pupils abducted two years ago, officials said Monday.",
        "freed",
        "2016-03-14",
    ),
    ("Thousands were killed since the war erupted in March 2011.", "killed", "2011-03-01"),
    ("The raid killed ten. It came on Monday.", "killed", None),
    ("It is the worst raid since August, when a bomb killed ten.", "killed", "2015-08-01"),
    ("The town was spared until 5 March, when jets bombed it.", "bombed", "2016-03-05"),
    ("He blames the army for the shells which fell on Monday.", "shells", "2016-03-14"),
    ("A raid carried out on Monday destroyed the depot.", "raid", "2016-03-14"),
    ("He repeated the demand they had made on Monday.", "demand", None),
    ("They signed a deal which had put an end to the war of 2012.", "deal", None),
    ("In eleven minutes ten were killed.", "killed", None),
    ("The town has been bombed since 5 March.", "bombed", "2016-03-05"),
]


@pytest.mark.parametrize(("text", "word", "earliest"), GOVERNED)
def test_which_time_governs(parser, text, word, earliest):
    mentions, parse = times_of(parser, text, "2016-03-16")
    token = next(t for t in parse.tokens if t.text == word)
    when = resolve_for(mentions, Span.of(text, token.start, token.end), parse)
    assert (str(when.earliest) if when else None) == earliest


def test_the_inner_time_dates_the_beginning(parser):
    text = "Thousands were killed since the war erupted in March 2011."
    mentions, parse = times_of(parser, text, "2016-03-16")
    erupted = next(t for t in parse.tokens if t.text == "erupted")
    when = resolve_for(mentions, Span.of(text, erupted.start, erupted.end), parse)
    assert when is not None and when.latest == date(2011, 3, 31)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Soldiers have guarded the town since May 2015, when rebels attacked it.", "attacked"),
        ("It is the worst raid since a fight in the hills in May 2015 left ten dead.", "left"),
        ("Soldiers have guarded the town since rebels took the port in May 2015, killing ten.", "killing"),
    ],
)
def test_what_began_then_is_of_then_and_does_not_last(parser, text, word):
    mentions, parse = times_of(parser, text, "2016-03-16")
    token = next(t for t in parse.tokens if t.text == word)
    when = resolve_for(mentions, Span.of(text, token.start, token.end), parse)
    assert when is not None and (str(when.earliest), str(when.latest)) == ("2015-05-01", "2015-05-31")


def test_a_time_of_saying_can_be_refused(parser):
    text = "Ten were killed, the Observatory said on Tuesday."
    mentions, parse = times_of(parser, text, "2016-03-16")
    assert resolve_for(mentions, Span.of(text, 9, 15), parse, said=False) is None


def test_now_and_still_date_nothing(parser):
    text = "The rebels still hold the town and now shell it."
    mentions, parse = times_of(parser, text, "2016-03-16")
    assert len(mentions) == 2
    assert resolve_for(mentions, Span.of(text, 17, 21), parse) is None


def test_roles_and_tense(parser):
    mentions, _ = times_of(parser, "It was bombed since Monday. Talks will resume on Friday.", "2016-03-16")
    assert [(m.extra["role"], m.extra["tense"]) for m in mentions] == [("since", "past"), ("point", "future")]


WORDS = """on in the 5 14-15 July 2015 March May Monday , . - – ( ) since from to and between last next week years two
days ago earlier later after before 05-07-2015 99/99/9999 0000-00-00 141200Z Eid al Fitr 31 29 February night dawn of
early mid late 1990s 2100 999999999999 A.M. 6:30 pm the same day overnight until now Ramadan 0001-01-01 31/12/9999"""
PIECES = st.sampled_from([*WORDS.split(), "\n\n"])
UNITS = ["9", "1,000,", "on Monday and ", "since the ", "5 ", "may ", "2015-", "\n \n", "two "]


@settings(max_examples=150, deadline=None)
@given(
    text=st.one_of(st.lists(PIECES, max_size=30).map(" ".join), st.text(max_size=80)),
    published=st.one_of(st.none(), st.dates()),
)
def test_any_text_gives_sound_mentions(parser, text, published):
    day = datetime(published.year, published.month, published.day, tzinfo=UTC) if published else None
    report = Report(id="r", text=text, published=day)
    (parse,) = parser.parse([text])
    mentions = find_times(report, parse)
    assert [m.span.start for m in mentions] == sorted(m.span.start for m in mentions)
    for mention in mentions:
        when = mention.value
        assert text[mention.span.start : mention.span.end] == mention.span.text
        assert when.earliest is None or when.latest is None or when.earliest <= when.latest
        if mention.token >= 0:
            resolve_for(mentions, mention.span, parse)


@pytest.mark.parametrize(
    "unit", ["9", "1,000,", "on Monday and ", "since the ", "5 ", "may ", "2015-", "\n \n", "two "]
)
def test_time_grows_with_the_text_alone(unit):
    from reportedly.mentions.time_grammar import find_atoms, join_atoms
    from reportedly.mentions.time_words import read_words

    def cost(size):
        text = unit * (size // len(unit))
        begun = time.process_time()
        words, codes = read_words(text)
        join_atoms(words, codes, find_atoms(words, codes))
        return time.process_time() - begun

    cost(1000)
    assert cost(80_000) < max(5.0, 40 * cost(8_000))  # hundredfold if quadratic; the floor is for busy machines
