"""Countries in the codes of other data sets: numbers of the state system, ISO codes, regions."""

import pytest

from reportedly.exporters.countries import code_of, country
from reportedly.ontology.load import data


@pytest.mark.parametrize(
    ("code", "number"),
    [
        ("US", 2), ("MX", 70), ("CO", 100), ("GB", 200), ("DE", 260), ("RS", 340), ("ME", 341), ("XK", 347),
        ("RU", 365), ("UA", 369), ("ML", 432), ("NG", 475), ("CD", 490), ("CG", 484), ("SO", 520), ("ET", 530),
        ("SD", 625), ("SS", 626), ("IR", 630), ("TR", 640), ("IQ", 645), ("EG", 651), ("SY", 652), ("IL", 666),
        ("YE", 678), ("AF", 700), ("PK", 770), ("MM", 775), ("VN", 816), ("PH", 840), ("TL", 860), ("GD", 55),
        ("LI", 223), ("ST", 403), ("SC", 591), ("VU", 935), ("WS", 990),
    ],
)  # fmt: skip
def test_states_have_the_number_of_gleditsch_and_ward(code, number):
    assert country(code).gw == number


def test_territories_that_the_state_list_does_not_have_have_none():
    for code in ("PS", "EH", "HK", "PR", "GL", "VA"):
        assert country(code).gw is None and country(code).alpha3


def test_no_code_is_given_twice():
    rows = [row for region in data("country_codes") for row in region["countries"].items()]
    for column in range(3):
        told = [row[column] for _, row in rows if row[column] is not None]
        assert len(told) == len(set(told))
    assert len({code for code, _ in rows}) == len(rows)
    # What has no number: territories, the Holy See and Palestine.
    without = {code for code, row in rows if row[2] is None}
    assert without == {
        "BM", "EH", "FK", "GF", "GI", "GL", "GP", "GU", "HK", "KY", "MO", "MQ", "NC", "PF", "PR", "PS", "RE", "VA",
        "VI",
    }  # fmt: skip


def test_names_lead_to_codes():
    assert (code_of("Syria"), code_of("Syrian"), code_of("nowhere")) == ("SY", "SY", "")
