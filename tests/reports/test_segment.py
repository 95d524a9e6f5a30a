"""Sentence ends told from characters alone."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.reports.segment import sentence_around, sentences


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Two men fled. Three stayed.", ["Two men fled.", "Three stayed."]),
        ("Gen. Hassan of the U.S. Army said so. He left.", ["Gen. Hassan of the U.S. Army said so.", "He left."]),
        ('"We left." He said no more.', ['"We left."', "He said no more."]),
        ("It fell at 3.5 km. from the town.", ["It fell at 3.5 km. from the town."]),
        ("A headline\nThe text begins", ["A headline", "The text begins"]),
        ("J. R. Smith fled! Did he? Yes…", ["J. R. Smith fled!", "Did he?", "Yes…"]),
    ],
)
def test_sentences(text, parts):
    assert [text[a:b] for a, b in sentences(text)] == parts


@given(st.text(alphabet='ab. \n"A1!', max_size=200), st.data())
def test_sentences_cover_all_but_blanks_in_order(text, data):
    spans = list(sentences(text))
    assert "".join(text[a:b] for a, b in spans).split() == text.split() or "".join(
        "".join(text[a:b].split()) for a, b in spans
    ) == "".join(text.split())
    assert all(a < b for a, b in spans) and all(p[1] <= q[0] for p, q in itertools.pairwise(spans))
    if spans:
        a, b = data.draw(st.sampled_from(spans))
        assert sentence_around(text, a, b) == (a, b)
