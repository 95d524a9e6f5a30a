"""`reportedly review` through the runner: what is shown, what is kept, what is not asked again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from typer.testing import CliRunner

from reportedly.cli import main
from reportedly.events.judge import threshold
from reportedly.session import Ledger, review
from tests import claims_made, ledgers

RUNNER = CliRunner()
LEFT = "Shells fell on Qarun on Tuesday and killed three, neighbours told a radio."
RIGHT = "Officials spoke of four dead at \x1b[31mQarun after guns opened up before dawn."


def told(score=1.0, reader="test-1"):
    """Two reports, a claim each, that may or may not tell of one shelling."""
    one = claims_made.report("r-left", LEFT, "2024-03-06", "The Courier")
    other = claims_made.report("r-right", RIGHT, "2024-03-06", "Evening Post")
    left = claims_made.claim("c-left", one, source="neighbours", killed=(3, 3), words="Shells fell on Qarun on Tuesday")
    right = claims_made.claim("c-right", other, source="officials", killed=(4, 4), type="attack", actors=())
    return [(one, replace(left, score=score, reader=reader)), (other, replace(right, reader=reader))]


@pytest.fixture
def path(tmp_path, monkeypatch):
    """A ledger whose one pair is unsure, whatever the weights of the day say of it."""
    monkeypatch.setattr(review, "probability", lambda one, other: threshold() + 0.05)
    where = str(tmp_path / "a.db")
    keep(where, *told())
    return where


def keep(where, *items):
    with Ledger(where) as ledger:
        for report, claim in items:
            ledger.record(report, (claim,), claim.reader)


def run(where, typed, *options):
    return RUNNER.invoke(main.app, ["review", "--ledger", where, "--author", "Ada", *options], input=typed)


def judgements(where):
    with Ledger(where) as ledger:
        return [(j.verdict.value, j.claims, j.author, j.reason, dict(j.changes)) for j in ledger.judgements()]


def test_a_pair_is_shown_side_by_side_and_kept_with_author_and_reason(path):
    done = run(path, "s\nthe same street\n")
    assert done.exit_code == 0, done.output
    for words in ("Pair 1 of 1", "The Courier", "Evening Post", "neighbours", "officials", "time:", "1 decision kept"):
        assert words in done.output
    assert any("Shells fell" in line and "Officials spoke" in line for line in done.output.splitlines())
    assert "\x1b[31m" not in done.output
    assert judgements(path) == [("same", ("c-left", "c-right"), "Ada", "the same street", {})]


def test_what_is_decided_is_not_asked_again_even_after_another_reading(path):
    run(path, "d\n\n")
    keep(path, *told(reader="test-2"))
    done = run(path, "")
    assert "Nothing needs a decision" in done.output
    with Ledger(path) as ledger:
        assert {c.reader for c in ledger.claims()} == {"test-2"}
        assert len(ledger.events()) == 2
    assert [j[0] for j in judgements(path)] == ["different"]


def test_unsure_is_asked_of_others_but_not_of_its_author(path):
    assert "1 decision" in run(path, "u\nno dates\n").output
    assert "Nothing needs" in run(path, "").output
    again = RUNNER.invoke(main.app, ["review", "--ledger", path, "--author", "Bo"], input="q\n")
    assert "Pair 1 of 1" in again.output and "0 decisions" in again.output


@pytest.mark.parametrize("typed", ["", "q\n", "\n", "x\nq\n", "s\n"])
def test_passing_on_quitting_and_the_end_of_the_input_keep_nothing(path, typed):
    done = run(path, typed)
    assert done.exit_code == 0 and "0 decisions kept" in done.output and judgements(path) == []
    assert ("There are: s same" in done.output) == typed.startswith("x")


@pytest.fixture
def doubtful(tmp_path):
    where = str(tmp_path / "b.db")
    keep(where, told(score=0.21)[0])
    return where


@pytest.mark.parametrize(("key", "verdict"), [("a", "accept"), ("reject", "reject")])
def test_a_claim_of_low_confidence_is_accepted_or_rejected(doubtful, key, verdict):
    done = run(doubtful, f"{key}\nread it myself\n", "--what", "claims")
    assert "confidence 21%" in done.output and "Shells fell on Qarun" in done.output
    assert judgements(doubtful) == [(verdict, ("c-left",), "Ada", "read it myself", {})]
    assert "Nothing needs" in run(doubtful, "").output


def test_an_amendment_that_does_not_fit_is_told_and_asked_again(doubtful):
    done = run(doubtful, 'm\nstatus="perhaps"\n\nwhy not\nm\n\nm\nnonsense\n\nm\nstatus="denied"\n\nthey deny it\n')
    assert done.exit_code == 0 and done.output.count("R106") == 2, done.output
    assert judgements(doubtful) == [("amend", ("c-left",), "Ada", "they deny it", {"status": "denied"})]
    with Ledger(doubtful) as ledger:
        assert ledger.claim("c-left").status == "denied"


def test_filters_narrow_what_is_asked(path):
    assert "Nothing needs" in run(path, "", "--country", "UA").output
    assert "Pair 1 of 1" in run(path, "q\n", "--country", "SY").output
    assert "Nothing needs" in run(path, "", "--what", "claims").output


def test_a_rejected_claim_makes_no_pair(path):
    with Ledger(path, author="Cy") as ledger:
        ledger.judge("reject", "c-left")
    assert "Nothing needs" in run(path, "").output


def test_the_real_weights_are_asked_about_a_large_set(tmp_path):
    with Ledger(tmp_path / "c.db", clock=ledgers.Clock()) as ledger:
        for k in range(120):
            report = ledgers.report(k)
            ledger.record(report, ledgers.claims_of(report), "test-1")
        pairs = review.unsure_pairs(ledger, most=20)
        assert 0 < len(pairs) <= 20
        gaps = [abs(p.probability - threshold()) for p in pairs]
        assert gaps == sorted(gaps) and gaps[-1] <= review.MARGIN and all(p.reasons for p in pairs)
        doubts = review.doubtful_claims(ledger, most=5)
        assert [d.claim.score for d in doubts] == sorted(c.score for c in ledger.claims())[:5]
