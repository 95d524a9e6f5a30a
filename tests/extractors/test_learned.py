"""The learned reader on a tiny untrained model: windows, batches, hashes, and texts of every kind."""

import hashlib
import json
import pickle
import random
import shutil
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from reportedly.errors import MissingModel, TamperedModel
from reportedly.extractors.learned import LearnedReader
from reportedly.extractors.shipped import CARD, MODEL, TOKENIZER
from reportedly.extractors.spans import candidates, pooled, runs, span_scores
from reportedly.extractors.windows import cut_windows, cut_words
from reportedly.model import MentionKind, Report
from reportedly.parsers.spacy import SpacyParser
from reportedly.ports import Extractor

TINY = Path(__file__).parent / "tiny"
TEXT = (
    'Gunmen killed two soldiers near Hama on Monday, the army said. "It was a bomb," a medic told reporters.\n\n'
    "Six people were hurt when a shell fell on the market of Idlib, according to the observatory."
)


@pytest.fixture(scope="module")
def reader():
    return LearnedReader(TINY, threads=1)


@pytest.fixture(scope="module")
def parser():
    return SpacyParser()


def made_up(words: int, seed: int = 3) -> str:
    chance = random.Random(seed)
    return " ".join(
        "".join(chance.choices("abcdefgh", k=chance.randint(1, 9))) + chance.choice(("", "", "", ",", ". "))
        for _ in range(words)
    )


def report(text: str, name: str = "r") -> Report:
    return Report(name, text)


def test_it_is_an_extractor(reader):
    assert isinstance(reader, Extractor)
    assert reader.name.startswith("spanreader-")


def test_mentions_hold_their_words_and_say_what_found_them(reader):
    (mentions,) = reader.extract([report(TEXT)])
    assert {m.kind for m in mentions} >= {MentionKind.ACTOR, MentionKind.PLACE, MentionKind.HARM, MentionKind.WEAPON}
    for mention in mentions:
        assert TEXT[mention.span.start : mention.span.end] == mention.span.text
        assert any(c.isalnum() for c in mention.span.text)
        assert mention.found_by == reader.name
        assert 0.0 <= mention.score <= 1.0
    assert [m.span.start for m in mentions] == sorted(m.span.start for m in mentions)


def test_of_one_part_no_two_mentions_overlap(reader):
    (mentions,) = reader.extract([report(TEXT)])
    for kind in (MentionKind.ACTOR, MentionKind.WEAPON, MentionKind.PLACE, MentionKind.HARM):
        for part in {m.extra["part"] for m in mentions if m.kind is kind}:
            spans = sorted(m.span for m in mentions if m.kind is kind and m.extra["part"] == part)
            assert all(a.end <= b.start for a, b in pairwise(spans))


def test_a_text_reads_the_same_whatever_the_batch(reader):
    texts = [TEXT, made_up(40), made_up(600), "Bomb.", "", made_up(300, 8)]
    together = reader.extract([report(t) for t in texts])
    alone = [reader.extract([report(t)])[0] for t in texts]
    assert together == alone
    assert reader.extract([report(t) for t in reversed(texts)])[::-1] == together


@pytest.mark.parametrize(
    "text", ["", " \n\t ", "...", "a", "\ufeff", "🚁" * 300, "x" * 5000, "ق" * 50, "\x00\x01", "'", "a\ud83db \ude00"]
)
def test_odd_texts_are_read_without_fault(reader, text):
    (mentions,) = reader.extract([report(text)])
    assert all(text[m.span.start : m.span.end] == m.span.text for m in mentions)
    assert set(reader.fillers_of(text)) == set(reader.shipped.heads.roles)


def test_every_word_of_a_long_text_is_answered_for_once(reader):
    text = made_up(1500)
    words = cut_words(text, reader.tokenizer)
    windows = cut_windows(words)
    assert [w.low for w in windows] == [0, *(w.high for w in windows[:-1])]
    assert windows[-1].high == len(words.spans)
    assert all(w.end - w.start <= 254 and w.start <= words.first[w.low] for w in windows)
    scores = reader.scores(text)
    assert (scores.inside > 0).all(axis=1).all()
    assert max(c.last for c in scores.candidates) > len(words.spans) - 20


def test_spans_over_the_border_of_two_windows_are_scored(reader):
    text = made_up(600).replace(".", "").replace(",", "")
    borders = [w.low for w in cut_windows(cut_words(text, reader.tokenizer))[1:]]
    found = reader.scores(text).candidates
    assert borders
    for border in borders:
        assert any(c.first < border <= c.last for c in found)


def test_a_megabyte_is_read_in_bounded_memory(reader, monkeypatch):
    text = ("взрыв в городе, gunmen killed two " * 30_000)[:1_000_000]
    largest = 0
    blocks = LearnedReader._blocks

    def watched(self, words):
        nonlocal largest
        for low, count, features in blocks(self, words):
            largest = max(largest, features.nbytes)
            yield low, count, features

    monkeypatch.setattr(LearnedReader, "_blocks", watched)
    monkeypatch.setattr("reportedly.extractors.learned.FLOOR", 0.9)
    scores = reader.scores(text)
    assert len(scores.words.spans) > 100_000
    assert largest < 2_000_000


def test_fillers_are_wordings_of_the_text(reader):
    for found in reader.fillers_of(TEXT).values():
        for (wording,) in found:
            assert wording in " ".join(TEXT.lower().split())


def test_a_reader_can_be_sent_to_another_process(reader):
    other = pickle.loads(pickle.dumps(reader))
    assert other.extract([report(TEXT)]) == reader.extract([report(TEXT)])


# -- the files --------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(TINY, tmp_path / "model"))


@pytest.mark.parametrize("name", [CARD, MODEL, TOKENIZER])
def test_a_missing_file_is_named_with_its_cure(folder, name):
    (folder / name).unlink()
    with pytest.raises(MissingModel) as caught:
        LearnedReader(folder)
    assert name in str(caught.value)
    assert "make setup" in caught.value.hint


@pytest.mark.parametrize("name", [CARD, MODEL, TOKENIZER])
def test_a_file_cut_short_is_named(folder, name):
    content = (folder / name).read_bytes()
    (folder / name).write_bytes(content[: len(content) // 2])
    with pytest.raises(TamperedModel) as caught:
        LearnedReader(folder)
    assert name in str(caught.value)
    assert "cut short" in str(caught.value)


@pytest.mark.parametrize("name", [MODEL, TOKENIZER])
def test_one_changed_byte_is_noticed(folder, name):
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(bytes(content))
    with pytest.raises(TamperedModel, match="was changed") as caught:
        LearnedReader(folder)
    assert name in str(caught.value)


@pytest.mark.parametrize("change", [{"format": 9}, {"roles": None}, {"files": {}}, {"widths": "x"}, {"rank": []}])
def test_a_description_that_does_not_fit_is_refused(folder, change):
    card = json.loads((folder / CARD).read_text("utf-8"))
    (folder / CARD).write_text(json.dumps({**card, **change}), "utf-8")
    with pytest.raises(TamperedModel) as caught:
        LearnedReader(folder)
    assert CARD in str(caught.value) or MODEL in str(caught.value)


def test_a_file_that_is_no_model_is_refused_though_its_hash_fits(folder):
    (folder / MODEL).write_bytes(b"no model at all")
    card = json.loads((folder / CARD).read_text("utf-8"))
    card["files"][MODEL] = {"bytes": 15, "sha256": hashlib.sha256(b"no model at all").hexdigest()}
    (folder / CARD).write_text(json.dumps(card), "utf-8")
    with pytest.raises(TamperedModel):
        LearnedReader(folder)


# -- arithmetic -------------------------------------------------------------------------------------


def test_span_scores_are_the_sums_that_the_model_states(reader):
    heads = reader.shipped.heads
    features = np.random.default_rng(5).normal(size=(30, sum(heads.sizes))).astype(np.float32)
    left, right, start, end, mean = heads.split(features)[:5]
    scores = span_scores(features, heads, 21)
    assert scores.shape == (len(heads.roles), 21, heads.widest)
    for role, first, width in ((0, 0, 0), (3, 20, 9), (4, 11, 4), (1, 7, 1)):
        last, part = first + width, slice(role * heads.rank, (role + 1) * heads.rank)
        wanted = (
            left[first, part] @ right[last, part]
            + start[first, role]
            + end[last, role]
            + mean[first : last + 1, role].mean()
            + heads.widths[role, width]
            + heads.bias[role]
        )
        assert scores[role, first, width] == pytest.approx(wanted, abs=1e-3)


def test_candidates_keep_to_one_sentence_and_shed_articles():
    words = ["the", "army", "of", "syria", ".", '"gunmen"', "of", "the", "-", "end"]
    allowed = candidates(words, 5)
    assert not allowed[0].any()  # "the ..."
    assert allowed[1].tolist() == [True, False, True, False, False]  # "army", "army of syria"
    assert not allowed[4].any()
    assert not candidates([], 5).size


def test_runs_are_cut_at_beginnings_and_at_gaps():
    inside = np.array([0.9, 0.8, 0.1, 0.7, 0.9, 0.9])
    begins = np.array([0.8, 0.1, 0.0, 0.6, 0.1, 0.8])
    assert runs(inside, begins, 0.5) == [(0, 1), (3, 4), (5, 5)]
    assert runs(inside, begins, 0.95) == []


def test_relevance_is_pooled_over_all_words():
    assert pooled(np.zeros((0, 3))).tolist() == [0, 0, 0]
    assert pooled(np.full((4, 1), 2.0))[0] == pytest.approx(1 / (1 + np.exp(-2)))
    assert pooled(np.array([[1000.0], [-1000.0]]))[0] == pytest.approx(1.0)


def test_sentences_tell_of_kinds_of_claim_where_the_parse_is_given(reader, parser):
    (parse,) = parser.parse([TEXT])
    (mentions,) = reader.extract([report(TEXT)], [parse])
    told = [m for m in mentions if m.kind is MentionKind.TRIGGER]
    assert told and [m for m in mentions if m not in told] == list(reader.extract([report(TEXT)])[0])
    for mention in told:
        token = parse.tokens[mention.token]
        assert (mention.span.start, mention.span.end) == (token.start, token.end)
        assert mention.value in reader.shipped.heads.kinds
        assert mention.extra["group"] in reader.shipped.heads.groups
        assert token.pos in ("VERB", "NOUN", "PROPN", "ADJ", "AUX")
    keys = [(parse.sentence_of(m.token), m.extra["group"]) for m in told]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("text", ["", "...", "!", "\x00\x01 .", "🚁" * 300])
def test_odd_texts_with_their_parses_are_read_without_fault(reader, parser, text):
    (parse,) = parser.parse([text])
    (mentions,) = reader.extract([report(text)], [parse])
    assert all(text[m.span.start : m.span.end] == m.span.text for m in mentions)
