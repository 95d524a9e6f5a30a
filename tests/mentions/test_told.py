"""What a trained reader holds a sentence to tell of, joined with the words that the rules know."""

import pytest

from reportedly.mentions.told import LEAST, told_in, with_told
from reportedly.mentions.triggers import find_triggers
from reportedly.model import Mention, MentionKind, Report, Span
from reportedly.parsers.spacy import SpacyParser

TEXT = "Gunmen attacked the village of Darna on Monday. Its elders wrote a letter to the governor. Nobody answered."


@pytest.fixture(scope="module")
def parser():
    return SpacyParser()


def learned(parse, word, kind, score):
    token = next(t for t in parse.tokens if t.text == word)
    return Mention(MentionKind.TRIGGER, Span.of(TEXT, token.start, token.end), kind, "spanreader-1", score, token.i)


def test_a_word_stands_for_a_happening_where_the_rules_know_none(parser):
    (parse,) = parser.parse([TEXT])
    rules = find_triggers(Report("r", TEXT), parse)
    assert [m.span.text for m in rules] == ["attacked"]
    told = told_in([learned(parse, "attacked", "attack", 0.9), learned(parse, "letter", "demand", 0.6)], parse)
    both = with_told(rules, told, parse)
    assert [(m.span.text, m.value.type, m.found_by) for m in both] == [
        ("attacked", "attack", "rules"),
        ("letter", "demand", "spanreader-1"),
    ]
    assert both[1].value.weak and not both[1].value.verbal


def test_what_is_unlikely_or_told_already_adds_nothing(parser):
    (parse,) = parser.parse([TEXT])
    rules = find_triggers(Report("r", TEXT), parse)
    told = told_in([learned(parse, "village", "shelling", 0.9), learned(parse, "letter", "demand", LEAST / 2)], parse)
    assert with_told(rules, told, parse) == rules
    letter = next(t.i for t in parse.tokens if t.text == "letter")
    harmed = told_in([learned(parse, "answered", "attack", 0.9)], parse)
    nobody = next(t.i for t in parse.tokens if t.text == "Nobody")
    assert with_told(rules, harmed, parse, held=(nobody,)) == rules
    assert len(with_told(rules, harmed, parse, held=(letter,))) == 2


def test_of_two_mentions_of_one_group_in_a_sentence_the_likelier_counts(parser):
    (parse,) = parser.parse([TEXT])
    told = told_in([learned(parse, "letter", "demand", 0.4), learned(parse, "wrote", "accusation", 0.7)], parse)
    assert [(m.value, m.score) for m in told.values()] == [("accusation", 0.7)]
    assert told_in([Mention(MentionKind.TRIGGER, Span.of(TEXT, 0, 6), "attack", "x", 0.9, -1)], parse) == {}


def test_a_turn_of_phrase_adds_nothing(parser):
    text = "The spokesman declined to comment on the raid."
    (parse,) = parser.parse([text])
    word = next(t for t in parse.tokens if t.text == "declined")
    mention = Mention(MentionKind.TRIGGER, Span.of(text, word.start, word.end), "denial", "spanreader-1", 0.9, word.i)
    assert with_told((), told_in([mention], parse), parse) == ()
