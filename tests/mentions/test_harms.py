"""What a report's losses are, on labelled sentences of our own, and on any text at all."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.mentions.actors import find_actors
from reportedly.mentions.harms import find_harms
from reportedly.model import Harm, Harmed, MentionKind, Outcome, Parse, Report, Token
from reportedly.parsers.spacy import SpacyParser
from tests.mentions.harm_sentences import SENTENCES


@pytest.fixture(scope="module")
def parser():
    return SpacyParser()


def harms(parser, text, **kw):
    (parse,) = parser.parse([text])
    report = Report("r", text)
    return find_harms(report, parse, actors=find_actors(report, parse), **kw)


def told(mentions):
    """Each counted harm once, as the table writes it."""
    found = []
    for m in mentions:
        low, high = ("?" if x is None else x for x in (m.value.figure.low, m.value.figure.high))
        if m.value.figure.is_told:
            found.append(f"{m.value.outcome.value} {low}-{high} {m.value.party.value}")
    return sorted(found)


@pytest.mark.parametrize(("text", "expected"), SENTENCES, ids=[text[:60] for text, _ in SENTENCES])
def test_labelled_sentence(parser, text, expected):
    assert told(harms(parser, text)) == sorted(filter(None, expected.split("; ")))


def test_the_table_is_large_enough():
    assert len({text for text, _ in SENTENCES}) >= 150


def test_parts_point_at_their_whole(parser):
    found = harms(parser, "The attack killed 53 people, including 46 civilians and five soldiers.")
    assert [m.value.figure.low for m in found] == [53, 46, 5]
    assert [m.value.part_of for m in found] == [None, 0, 0]


def test_a_part_may_stand_before_its_whole(parser):
    found = harms(parser, "Two soldiers died. At least four children were among the 30 people killed in the raid.")
    assert all(m.value.part_of is None or m.value.part_of < len(found) for m in found)
    assert {m.value.figure.low for m in found} >= {2, 4, 30}


def test_spans_are_the_number_and_those_harmed(parser):
    (found,) = harms(parser, "At least 12 Syrian army soldiers were killed.")
    assert (found.span.text, found.value.who.text) == ("At least 12 Syrian army soldiers", "Syrian army soldiers")


def test_a_tally_names_whose_loss_it_is(parser):
    (found,) = harms(parser, "The loss of the army and its allies amounted to 401 people.")
    assert found.value.who.text == "the army and its allies"


def test_the_verb_and_the_one_who_did_it_are_told(parser):
    text = "Rebel fighters attacked the checkpoint, killing 12 soldiers."
    (parse,) = parser.parse([text])
    (found,) = find_harms(Report("r", text), parse)
    assert parse.tokens[found.extra["verb"]].text == "killing"
    assert parse.tokens[found.extra["agent"]].text == "fighters"


def test_a_passive_names_its_agent(parser):
    text = "Five villagers were shot dead by gunmen."
    (parse,) = parser.parse([text])
    (found,) = find_harms(Report("r", text), parse)
    assert parse.tokens[found.extra["agent"]].text == "gunmen"


@pytest.mark.parametrize(
    ("text", "cumulative"),
    [
        ("More than 180,000 people have been killed since the uprising began in 2011.", True),
        ("Violence has killed 300 people so far this year.", True),
        ("The war has claimed more than 191,000 lives.", True),
        ("At least 130 people died in three years of conflict.", True),
        ("A car bomb killed six people on Monday.", False),
        ("Five soldiers were killed since the bus was late.", False),
    ],
)
def test_totals_over_a_period_are_told_apart(parser, text, cumulative):
    assert [m.extra["cumulative"] for m in harms(parser, text)] == [cumulative]


def test_a_headline_takes_the_bounds_of_the_text_below_it(parser):
    found = harms(parser, "Bomb kills 30 in capital. A bomb killed at least 30 people on Monday, a monitor said.")
    assert [(m.value.figure.low, m.value.figure.high) for m in found] == [(30, None), (30, None)]
    assert found[0].extra["told"].high == 30 and "told" not in found[1].extra


def test_two_sources_with_two_figures_stay_two(parser):
    found = harms(parser, "State media said 27 people were killed. A monitor said 31 people were killed.")
    assert [m.value.figure.low for m in found] == [27, 31]


def test_the_rule_for_vague_quantities_can_be_chosen(parser):
    (found,) = harms(parser, "Dozens of people were killed.", rule="acled")
    assert (found.value.figure.low, found.value.figure.high) == (12, None)


def check(text, mentions):
    for k, m in enumerate(mentions):
        assert m.kind is MentionKind.HARM and isinstance(m.value, Harm)
        assert isinstance(m.value.outcome, Outcome) and isinstance(m.value.party, Harmed)
        for span in (m.span, m.value.span, m.value.who):
            assert text[span.start : span.end] == span.text
        low, high = m.value.figure.low, m.value.figure.high
        assert low is None or high is None or 0 <= low <= high
        assert m.value.part_of is None or (0 <= m.value.part_of < len(mentions) and m.value.part_of != k)
    assert [m.span.start for m in mentions] == sorted(m.span.start for m in mentions)


WORDS = st.sampled_from(
    [
        "killed",
        "wounded",
        "dead",
        "12",
        "1,200",
        "at",
        "least",
        "more",
        "than",
        "and",
        ",",
        "including",
        "of",
        "the",
        "a",
        "soldiers",
        "civilians",
        "people",
        "rebels",
        "were",
        "have",
        "been",
        "killing",
        "leaving",
        "others",
        "two",
        "dozens",
        "in",
        "Homs",
        "by",
        "army",
        "destroyed",
        "tanks",
        "missing",
        "toll",
        "rose",
        "to",
        "captured",
        "who",
        "among",
        "(",
        ")",
        '"',
        "-",
        ";",
        ".",
        "fled",
        "lost",
        "body",
        "both",
        "no",
        "several",
        "each",
    ]
)


@settings(max_examples=80, deadline=None)
@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_any_order_of_the_words_of_harm_is_read(parser, text):
    check(text, harms(parser, text))


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=120))
def test_any_text_is_read(parser, text):
    check(text, harms(parser, text))


def flat(words):
    """A parse as simple as can be, so that long texts cost no parsing."""
    tokens, at = [], 0
    for i, word in enumerate(words):
        pos = ("NUM", "CD") if word[:1].isdigit() else ("VERB", "VBN") if word == "killed" else ("NOUN", "NNS")
        tokens.append(Token(i, at, at + len(word), word, word.lower(), *pos, "dep", i))
        at += len(word) + 1
    return " ".join(words), Parse(tuple(tokens), ((0, len(tokens)),))


@pytest.mark.parametrize(
    "pattern",
    [["9"], ["("], ["soldiers"], ["killed"], ["12", "soldiers", "and"], ["including"], ["of", "the"], ["toll", "to"],
     ["number", "of"], ["killed", ","], ["at", "least"], ["two", "of", "them"], ["among", "dead"], ["took", "men"]],
)  # fmt: skip
def test_time_grows_with_length_alone(pattern):
    def cost(n):
        text, parse = flat((pattern * n)[:n])
        start = time.process_time()
        check(text, find_harms(Report("r", text), parse))
        return time.process_time() - start

    cost(500)
    small, large = cost(2_000), cost(16_000)
    assert large < max(5.0, 40 * small)  # eight times the length; quadratic would be 64
