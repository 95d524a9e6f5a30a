"""Who says so: passages with the chains a careful coder would write, and what holds for any text."""

from pathlib import Path
from time import process_time

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reportedly.claims.attribution import Voices, attribution_at, attributions, find_sources
from reportedly.claims.known_by import KnownBy
from reportedly.claims.lexicon import lexicon
from reportedly.claims.quotes import quotations
from reportedly.model import Attribution, Mention, MentionKind, Party, Report, SourceRole, Span
from reportedly.parsers.spacy import SpacyParser

CASES = yaml.safe_load(Path(__file__).with_name("chains.yaml").read_text("utf-8"))
CHECKS = [
    pytest.param(case["text"], case.get("outlet", ""), words, chain, id=f"{n}-{words[:30]}")
    for n, case in enumerate(CASES)
    for words, chain in case["says"].items()
]


@pytest.fixture(scope="module")
def parser():
    return SpacyParser()


@pytest.fixture(scope="module")
def read(parser):
    def read(text, outlet="", actors=()):
        (parse,) = parser.parse([text])
        return find_sources(Report("r", text, outlet=outlet), parse, actors)

    return read


def chain_at(text, sources, words):
    start = text.index(words)
    return [link.name for link in attribution_at(sources, Span.of(text, start, start + len(words))).links]


def test_the_table_is_large_enough():
    assert len(CASES) >= 100 and len(CHECKS) >= 100


@pytest.mark.parametrize(("text", "outlet", "words", "chain"), CHECKS)
def test_chain(read, text, outlet, words, chain):
    found = chain_at(text, read(text, outlet), words)
    assert [name.lower() for name in found] == [name.lower() for name in chain]


def test_roles_tell_the_voices_apart(read):
    cases = {
        "The Observatory said two died.": SourceRole.MONITOR,
        "Reuters said two died.": SourceRole.AGENCY,
        "State television said two died.": SourceRole.OUTLET,
        "The ministry said two died.": SourceRole.OFFICIAL,
        "The rebels said two died.": SourceRole.PARTY,
        "A doctor said two died.": SourceRole.MEDIC,
        "Residents said two died.": SourceRole.WITNESS,
        "A source said two died.": SourceRole.UNNAMED,
        "An expert said two died.": SourceRole.OTHER,
    }
    for text, role in cases.items():
        (found,) = {m.value.links[-1].role for m in read(text)}
        assert found == role, text


def test_a_source_carries_its_words(read):
    text = "Nine men were shot, the governor told Reuters."
    (source,) = read(text)
    assert source.kind is MentionKind.SOURCE
    assert source.span.text == "Nine men were shot"
    assert source.extra["cue"].text == "told" and source.extra["source"].text == "the governor"
    assert source.extra["verb"] == "tell" and source.extra["continues"] is False
    assert [link.span.text for link in source.value.links] == ["Reuters", "governor"]


def test_a_passage_that_runs_on_says_so(read):
    text = "The Observatory said nine men were shot. Another man was shot in the camp."
    assert [m.extra["continues"] for m in read(text)] == [False, True]


def test_what_the_cue_interrupts_is_one_attribution(read):
    first, second = read("The camp, the mayor said, was empty when the convoy came.")
    assert first.value is second.value or first.value == second.value
    assert (first.span.text, second.span.text) == ("The camp", "was empty when the convoy came")


def test_actors_give_their_canonical_names(read):
    text = "Daesh claimed it had shot nine men. The group said they were spies."
    daesh = Mention(
        MentionKind.ACTOR, Span.of(text, 0, 5), Party("Islamic State", "terrorist group", actor="islamic-state")
    )
    sources = read(text, actors=(daesh,))
    assert chain_at(text, sources, "shot nine men") == ["Islamic State"]
    assert chain_at(text, sources, "they were spies") == ["Islamic State"]
    assert {link.role for m in sources for link in m.value.links} == {SourceRole.PARTY}


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("The NRF said so.", "The NRF", "Northern Rivers Front (NRF)"),
        ("The Northern Rivers Front (NRF) said so.", "NRF", "Northern Rivers Front (NRF)"),
        ("The rivers front said so.", "the rivers front", "Northern Rivers Front"),
        ("The rebels said so.", "The rebels", "Northern Rivers Front"),
        ("THE REBELS SAID SO.", "THE REBELS", "Northern Rivers Front"),
    ],
)
def test_letters_stand_behind_the_name_that_they_are_short_for(text, words, shown):
    assert KnownBy(text).shown("Northern Rivers Front", words) == shown


def test_nothing_stands_under_nobodys_words():
    assert attribution_at((), Span(0, 3, "abc")) == Attribution()


def test_a_span_is_looked_up_among_the_passages_around_it(read):
    text = 'Ali said: "Two died." ' + "Omar told Reuters that three fled. " * 20 + "The army denied it."
    sources = read(text)
    voices = Voices(sources)
    for start in range(0, len(text) - 8, 3):
        span = Span.of(text, start, start + 8)
        around = tuple(m for m in sources if m.span.overlaps(span))
        assert voices.at(span) == attribution_at(around, span)
    assert chain_at(text, sources, "three fled") == ["Reuters", "Omar"]


def test_thoughts_make_no_links_but_are_attributed(parser):
    text = "The minister fears that the truce will fail."
    (parse,) = parser.parse([text])
    report = Report("r", text)
    assert find_sources(report, parse) == ()
    ((cue, source, content),) = attributions(report, parse)
    assert (cue.text, source.text, content[0].text) == ("fears", "The minister", "that the truce will fail")


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('He said "we won" and left.', ['"we won"']),
        ("“One. Two,” he said. “Three.”", ["“One. Two,”", "“Three.”"]),
        ('"One. Two" he said. "Three', ['"One. Two"', '"Three']),
        ("''We won,'' he said.", ["''We won,''"]),
        ("«Ils sont partis», dit-il.", ["«Ils sont partis»"]),
        ("the rebels' own men don't say 'no'", []),
        ('5" guns and 3" guns', []),
    ],
)
def test_quotations(text, quoted):
    assert [text[a:b] for a, b in quotations(text)] == quoted


def test_the_lexicon_is_whole():
    lex = lexicon()
    assert lex.verbs["say"].frames["clause"] == "speech"
    assert lex.verbs["accuse"].frames["object"] == "accusation" and lex.verbs["deny"].frames["object"] == "denial"
    assert lex.role("spokesman") is SourceRole.OFFICIAL and lex.role("residents") is SourceRole.WITNESS
    assert {"reportedly", "allegedly"} <= lex.words["hedges"]


WORDS = st.sampled_from(
    [
        "the",
        "a",
        "monitor",
        "said",
        "told",
        "AFP",
        "Reuters",
        "that",
        '"',
        "“",
        "”",
        ",",
        ".",
        ":",
        ";",
        "(",
        ")",
        "according",
        "to",
        "citing",
        "he",
        "it",
        "who",
        "which",
        "and",
        "but",
        "rebels",
        "killed",
        "Observatory",
        "source",
        "added",
        "quoted",
        "as",
        "saying",
        "was",
        "by",
        "12",
        "\n",
        "Ali",
        "Hasan",
        "reported",
        "-",
        "'s",
        "in",
        "of",
        "statement",
    ]
)
TEXTS = st.one_of(st.text(max_size=120), st.lists(WORDS, max_size=60).map(" ".join))


@settings(max_examples=150, deadline=None)
@given(text=TEXTS)
@example("said said said said")
@example('" " " " said "')
@example("according to")
@example("was quoted as saying by")
@example("citing citing he said, he said")
def test_any_text_is_read_and_every_span_quotes_it(parser, text):
    (parse,) = parser.parse([text])
    report = Report("r", text, outlet="Reuters")
    sources = find_sources(report, parse)
    spans = [m.span for m in sources] + [m.extra["cue"] for m in sources]
    spans += [link.span for m in sources for link in m.value.links if link.span]
    spans += [s for cue, source, content in attributions(report, parse) for s in (cue, source, *content) if s]
    assert all(text[s.start : s.end] == s.text for s in spans)
    assert all(m.value.links for m in sources)
    assert list(sources) == sorted(sources, key=lambda m: (m.span.start, -m.span.end, len(m.value.links)))
    assert all(attribution_at(sources, m.span).links for m in sources)


@pytest.mark.parametrize(
    "piece",
    [
        "said ",
        'he said "',
        "according to the ",
        "who said which ",
        "and ",
        '" ',
        "Ali said that ",
        "The group said two died. ",
    ],
)
def test_time_grows_with_the_text_and_no_faster(parser, piece):
    def cost(n):
        text = piece * (n // len(piece))
        (parse,) = parser.parse([text])
        times = []
        for _ in range(2):
            start = process_time()
            find_sources(Report("r", text), parse)
            times.append(process_time() - start)
        return min(times)

    small, large = cost(3000), cost(12000)
    assert large < max(5.0, 10 * small)
