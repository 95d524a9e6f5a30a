"""What every `Parser` must hold, run on the packaged one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.parsers.spacy import PIECE, SpacyParser
from reportedly.ports import Parser


@pytest.fixture(scope="module")
def parser():
    return SpacyParser()


def test_is_a_parser(parser):
    assert isinstance(parser, Parser)


@settings(max_examples=30, deadline=None)
@given(text=st.text(max_size=200))
def test_tokens_quote_the_text_and_trees_end(parser, text):
    (parse,) = parser.parse([text])
    assert all(text[t.start : t.end] == t.text for t in parse.tokens)
    assert [t.i for t in parse.tokens] == list(range(len(parse.tokens)))
    for token in parse.tokens:
        assert len(list(parse.ancestors(token))) < len(parse.tokens)
    assert sum(end - start for start, end in parse.sentences) == len(parse.tokens)


def test_structure_of_a_casualty_sentence(parser):
    (parse,) = parser.parse(["Nineteen soldiers were killed near the town, a monitor said."])
    killed = next(t for t in parse.tokens if t.lower == "killed")
    assert [t.text for t in parse.children(killed, "nsubjpass")] == ["soldiers"]
    assert killed.lemma == "kill"


def test_long_texts_are_parsed_in_pieces_without_loss(parser):
    text = "Two men died. " * (PIECE // 7)
    (parse,) = parser.parse([text])
    assert "".join(t.text for t in parse.tokens) == text.replace(" ", "")


def test_headings_that_lost_their_line_breaks_part_sentences(parser):
    text = "Nine people died.==Reactions==The minister condemned the attack.=== Aftermath ===Two men were held."
    (parse,) = parser.parse([text])
    told = [text[parse.tokens[a].start : parse.tokens[b - 1].end] for a, b in parse.sentences]
    assert "The minister condemned the attack." in told and "Two men were held." in told
    assert "".join(t.text for t in parse.tokens) == text.replace(" ", "")


def test_signs_of_equality_part_nothing(parser):
    (parse,) = parser.parse(["The script asks whether a == b before it starts."])
    assert len(parse.sentences) == 1
