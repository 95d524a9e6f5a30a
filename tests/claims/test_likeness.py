"""What speaks for two sentences telling of one happening."""

import pytest

from reportedly.claims import assemble
from reportedly.config import default_reader
from reportedly.model import Report


@pytest.fixture(scope="module")
def reader():
    return default_reader()


@pytest.fixture
def signs(reader, monkeypatch):
    """The signs of every pair of drafts that the reading of a text compared."""

    def read(text):
        seen = []
        weigh = assemble.of_retelling

        def spied(*given):
            seen.append(weigh(*given))
            return seen[-1]

        monkeypatch.setattr(assemble, "of_retelling", spied)
        reader.read(Report("r", text))
        monkeypatch.undo()
        return seen

    return read


LEAD = "A bomb killed five people in a market in Kirkuk on Monday."


@pytest.mark.parametrize(
    ("sentence", "sign"),
    [
        ("Another bomb wounded three people.", "close, noun another"),
        ("The attack wounded three bakers.", "close, noun the"),
        ("Elsewhere, a bomb exploded near a bakery and killed two people.", "close, opens apart"),
        ("Gunmen had attacked a market in Mosul.", "past perfect"),
        ("A car bomb killed six people in Mosul.", "one off the main place"),
    ],
)
def test_words_that_take_up_or_set_apart(signs, sentence, sign):
    assert any(sign in pair for pair in signs(f"{LEAD} {sentence}")), sign


def test_nothing_sets_apart_what_goes_on(signs):
    (pair, *_) = signs(f"{LEAD} Nine people were wounded in the blast.")
    assert not {"set apart", "opens apart", "noun another", "one off the main place"} & set(pair)
    assert pair["earlier in lead"] and pair["next to it"] and pair["same paragraph"]


def test_paragraphs_are_told_apart(signs):
    (pair, *_) = signs(f"{LEAD}\n\nNine people were wounded in the blast.")
    assert "same paragraph" not in pair


def test_a_report_that_speaks_of_the_attack_dwells_on_it(signs):
    told = f"{LEAD} The attack wounded nine. The attack was the worst in a year. The blast killed a child."
    assert all("close, dwelling" in pair or "apart, dwelling" in pair for pair in signs(told))
    listed = f"{LEAD} Gunmen killed two guards in Mosul. A mine killed a farmer in Tikrit."
    assert not any("close, dwelling" in pair for pair in signs(listed))


def test_what_is_told_again_is_one_claim(reader):
    told = "The attack on the market wounded nine. The bomb was hidden in a cart."
    claims = reader.read(Report("r", f"{LEAD} {told}"))
    assert len({c.happening for c in claims}) == 1


def test_words_within_words_are_one_claim(reader):
    """What one accuses the other of is told by the accusation."""
    claims = reader.read(Report("r", "Damascus accused Turkey of supporting the rebels in Idlib."))
    assert [c.type for c in claims] == ["accusation"]
