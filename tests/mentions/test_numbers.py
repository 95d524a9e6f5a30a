"""Quantities as the coders bound them, and what is no quantity."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.errors import InvalidQuery
from reportedly.mentions.numbers import bound, find_counts, read_count, read_figure
from reportedly.model import Figure

FIGURES = [
    ("1,200", 1200, 1200),
    ("12 000", 12000, 12000),
    ("1.5 million", 1_500_000, 1_500_000),
    ("230000", 230000, 230000),
    ("3 thousand", 3000, 3000),
    ("twenty-one", 21, 21),
    ("thirty four", 34, 34),
    ("two hundred and five", 205, 205),
    ("one million two hundred thousand", 1_200_000, 1_200_000),
    ("a hundred", 100, 100),
    ("a dozen", 12, 12),
    ("half a dozen", 6, 6),
    ("two dozen", 24, 24),
    ("at least 62", 62, None),
    ("no fewer than seven", 7, None),
    ("upwards of 162000", 162000, None),
    ("20 or more", 20, None),
    ("more than ten", 11, None),
    ("over one hundred", 101, None),
    ("well over 1000", 1001, None),
    ("more than a dozen", 13, None),
    ("nearly 100", 90, 100),
    ("almost fifty", 45, 50),
    ("close to 20", 18, 20),
    ("about 50", 45, 55),
    ("around 15", 14, 16),
    ("some 191000", 171900, 210100),
    ("an estimated 1,500", 1350, 1650),
    ("roughly 40", 36, 44),
    ("up to 20", None, 20),
    ("as many as 1300", None, 1300),
    ("fewer than 20", None, 19),
    ("between 10 and 15", 10, 15),
    ("10 to 15", 10, 15),
    ("10-15", 10, 15),
    ("two or three", 2, 3),
    ("dozens", 24, None),
    ("scores", 40, None),
    ("several", 3, None),
    ("a few", 3, None),
    ("a couple", 2, 2),
    ("both", 2, 2),
    ("several dozen", 36, None),
    ("several hundred", 300, None),
    ("hundreds", 200, None),
    ("thousands", 2000, None),
    ("tens of thousands", 20000, None),
    ("hundreds of thousands", 200_000, None),
    ("millions", 2_000_000, None),
    ("no", 0, 0),
    ("zero", 0, 0),
    ("a total of 1500", 1500, 1500),
    ("another three", 3, 3),
    ("many", None, None),
    ("a large number of", None, None),
]
NOT_COUNTS = [
    "31-year-old", "aged 31", "24 August 2013", "August 24", "in 2011", "since 2011", "7:15 pm", "1615 GMT", "15 km",
    "a 60-mile road", "$5 million", "30 percent", "45 %", "14th", "AK-47", "M23", "T-72", "01.10.2014", "24-08-2013",
    "888-847-6592", "ten years", "six hours", "two weeks", "5 tonnes", "resolution 2254", "the road", "a soldier",
]  # fmt: skip


@pytest.mark.parametrize(("text", "low", "high"), FIGURES)
def test_figure(text, low, high):
    assert read_figure(f"{text} people") == Figure(low, high)


@pytest.mark.parametrize("text", NOT_COUNTS)
def test_no_count(text):
    assert find_counts(text) == ()


def test_from_to_is_two_figures():
    assert [f.low for _, f in find_counts("the toll rose from 12 to 18")] == [12, 18]


def test_vague_words_follow_the_chosen_rule():
    assert [read_figure(w, "acled").low for w in ("tens", "dozens", "hundreds")] == [10, 12, 100]
    with pytest.raises(InvalidQuery):
        read_figure("dozens", "no such rule")


def test_counts_quote_the_text():
    text = "At least 12 died, and nearly 100 were hurt."
    assert [(s.text, str(f)) for s, f in find_counts(text)] == [("At least 12", "12 or more"), ("nearly 100", "90-100")]


@given(st.integers(0, 10**9), st.sampled_from(["at_least", "more", "nearly", "about", "up_to", "fewer", ""]))
def test_bounds_are_ordered_and_hold_the_number_or_touch_it(n, op):
    figure = bound(n, op)
    assert figure.low is None or figure.high is None or figure.low <= figure.high
    assert figure.low is None or figure.low <= n + 1
    assert figure.high is None or figure.high >= n - 1


@given(st.integers(0, 999_999))
def test_digits_are_read_with_and_without_separators(n):
    if 1900 <= n <= 2099:
        return
    assert read_figure(f"{n:,} people") == read_figure(f"{n} people") == Figure(n, n)


@given(st.text(max_size=200))
def test_any_text_is_read(text):
    last = 0
    for span, figure in find_counts(text):
        assert text[span.start : span.end] == span.text and span.start >= last
        assert figure.low is None or figure.high is None or figure.low <= figure.high
        last = span.end


@given(
    st.lists(
        st.sampled_from(
            [
                "a",
                "one",
                "two",
                "hundred",
                "thousand",
                "million",
                "and",
                "-",
                ",",
                "12",
                "000",
                "at",
                "least",
                "between",
                "to",
                "or",
                "of",
                "more",
                "dozen",
            ]
        )
    )
)
def test_any_order_of_numerals_is_read(words):
    for i in range(len(words)):
        count = read_count(words, i)
        assert count is None or i < count.end <= len(words)


@pytest.mark.parametrize(
    ("piece", "size"),
    [("9", 1_000_000), ("(", 300_000), ("a", 1_000_000), *((p, 100_000) for p in ("9 ", "1,", "one ", "and ", "-"))],
)
def test_time_is_linear(piece, size):
    start = time.process_time()
    find_counts(piece * (size // len(piece)))
    assert time.process_time() - start < 30


@pytest.mark.parametrize("piece", ["at least ", "hundred ", "\u0663", "12 000 ", "between ", "two or "])
def test_repeats_of_number_words_take_linear_time(piece):
    start = time.process_time()
    find_counts(piece * (100_000 // len(piece)))
    assert time.process_time() - start < 30
