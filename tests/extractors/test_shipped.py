"""The model that ships: its hash, its size, its start, and that a report reads the same in any company."""

import hashlib
import json
import time

import pytest

from reportedly.extractors.learned import LearnedReader
from reportedly.extractors.shipped import CARD, MODEL, default_folder
from reportedly.model import MentionKind, Report

FOLDER = default_folder()
pytestmark = pytest.mark.skipif(not (FOLDER / MODEL).is_file(), reason="this version ships no trained model")

REPORT = (
    "Four gunmen on motorcycles shot dead the mayor of Villa Rosales, Ernesto Quiroga, outside his home on Tuesday "
    "night, police said. The National Front for Renewal claimed responsibility in a call to a radio station. "
    "A bomb destroyed a power pylon near the same town two days earlier."
)
CALM = "The museum opens a show of landscapes in May. Tickets cost six euros, and children pay nothing."


@pytest.fixture(scope="module")
def reader():
    return LearnedReader()


def test_its_files_are_those_that_its_description_names():
    card = json.loads((FOLDER / CARD).read_text("utf-8"))
    for name, known in card["files"].items():
        content = (FOLDER / name).read_bytes()
        assert len(content) == known["bytes"]
        assert hashlib.sha256(content).hexdigest() == known["sha256"]
    assert card["files"][MODEL]["bytes"] <= 30_000_000


def test_it_says_how_it_was_trained_and_measured():
    card = json.loads((FOLDER / CARD).read_text("utf-8"))
    assert card["trained"]["curve"]
    assert card["trained"]["encoder_sha256"].startswith("53aa5117")
    assert 0.4 < card["measured"]["ceaf_ree_f1_crossed"] < 1


def test_it_starts_quickly():
    began = time.process_time()
    LearnedReader()
    assert time.process_time() - began < 20  # the figure itself is measured in benchmarks


def test_who_did_what_to_whom(reader):
    fillers = reader.fillers_of(REPORT)
    assert any("gunmen" in e[0] for e in fillers["PerpInd"])
    assert any("quiroga" in e[0] for e in fillers["Victim"])
    assert any("bomb" in e[0] for e in fillers["Weapon"])


def test_calm_news_has_no_fillers(reader):
    assert not any(reader.fillers_of(CALM).values())
    assert reader.scores(CALM).relevance[0] < reader.scores(REPORT).relevance[0]


def test_capitals_make_no_difference(reader):
    assert reader.fillers_of(REPORT.upper()) == reader.fillers_of(REPORT)


def test_a_report_reads_the_same_in_any_company(reader):
    reports = [Report("a", REPORT), Report("b", CALM * 30), Report("c", ""), Report("d", REPORT * 5)]
    together = reader.extract(reports)
    assert together == [reader.extract([r])[0] for r in reports]
    assert together[2] == ()


def test_mentions_are_whole_and_scored(reader):
    (mentions,) = reader.extract([Report("a", REPORT)])
    kinds = {m.kind for m in mentions}
    assert {MentionKind.ACTOR, MentionKind.WEAPON} <= kinds
    for m in mentions:
        assert REPORT[m.span.start : m.span.end] == m.span.text
        assert 0 <= m.score <= 1
