"""Hand-coded rows against the ledger's own: planted pairs are found, others are not, and differences are named."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from reportedly.events.compare_rows import compare_rows, differences, distance, likeness
from reportedly.model.coded import CodedRow

ROW = CodedRow(
    "ged", 2, "1", date(2020, 4, 9), date(2020, 4, 9), "Syria", "Homs governorate", "Sukhnah town", 34.89, 38.87, 1, 1,
    "1", ("Government of Syria", "Islamic State"), 18, 18, 27,
)  # fmt: skip


def moved(**changes):
    return replace(ROW, **changes)


def test_a_row_matches_itself_without_differences():
    found = compare_rows([ROW], [ROW])
    assert len(found.matched) == 1 and found.matched[0].score == 1 and found.matched[0].differences == ()
    assert (found.missing, found.extra, found.fields) == ((), (), {})


@pytest.mark.parametrize(
    "other",
    [
        moved(earliest=date(2020, 4, 20), latest=date(2020, 4, 20)),
        moved(lat=33.5, lon=36.3, admin1="Damascus"),
        moved(country="Iraq", lat=None, lon=None),
        moved(earliest=None, latest=None),
        moved(lat=None, lon=None, admin1="Aleppo"),
    ],
)
def test_another_time_or_place_is_another_event(other):
    assert likeness(ROW, other) == 0 and compare_rows([ROW], [replace(other, id="2")]).matched == ()


@pytest.mark.parametrize(
    "other",
    [
        moved(earliest=date(2020, 4, 11), latest=date(2020, 4, 12)),
        moved(lat=35.1, lon=38.9),
        moved(lat=None, lon=None, admin1="Hims"),
        moved(lat=34.0, lon=37.0, place_precision=4),
        moved(sides=("IS",), best=90, low=90, high=90),
        moved(earliest=date(2020, 4, 1), latest=date(2020, 4, 30)),
    ],
)
def test_reports_may_differ_about_one_event(other):
    assert likeness(ROW, other) > 0 and len(compare_rows([ROW], [replace(other, id="2")]).matched) == 1


def test_a_row_that_was_exported_and_corrected_comes_back_to_its_event():
    corrected = moved(
        earliest=date(2019, 1, 1), latest=date(2019, 1, 1), country="Iraq", admin1="Anbar", lat=33.0, lon=43.0
    )
    (match,) = compare_rows([corrected], [ROW, moved(id="2")]).matched
    assert match.own is ROW and {"date", "country", "admin1", "distance_km"} <= {d.field for d in match.differences}


def test_differences_are_named_field_by_field():
    other = moved(
        place="Palmyra", best=27, high=30, kind="3", lat=34.9, lon=38.9, country="Syrian Arab Republic", sides=("IS",)
    )
    found = {d.field: (d.coded, d.own) for d in differences(ROW, other)}
    assert found["best"] == ("18", "27") and found["high"] == ("27", "30") and found["type"] == ("1", "3")
    assert found["place"] == ("Sukhnah town", "Palmyra") and found["distance_km"] == ("0", "3")
    assert "low" not in found and "date" not in found and "admin1" not in found


def test_spelling_is_no_difference():
    other = moved(admin1="Hims", place="Al Sukhnah", sides=("Islamic State (IS)", "Government of Syria"))
    assert {d.field for d in differences(ROW, other)} == set()


def test_the_nearer_of_two_is_taken_and_each_only_once():
    near, far = moved(id="near", lat=34.9), moved(id="far", lat=35.2)
    found = compare_rows([ROW], [far, near])
    assert [m.own.id for m in found.matched] == ["near"] and [r.id for r in found.extra] == ["far"]


def test_only_what_the_file_covers_is_extra():
    own = [
        moved(id="x", country="Mali", lat=15.0, lon=0.0),
        moved(id="y", earliest=date(1999, 1, 1), latest=date(1999, 1, 1)),
        moved(id="z", lat=36.0, admin1="Raqqa"),
    ]
    found = compare_rows([ROW], own)
    assert [r.id for r in found.extra] == ["z"] and found.outside == 2 and found.missing == (ROW,)


def test_across_the_date_line_is_near():
    one, other = moved(lat=-16.4, lon=179.95), moved(lat=-16.4, lon=-179.95)
    assert distance(one, other) < 12 and len(compare_rows([one], [replace(other, id="2")]).matched) == 1


def test_planted_pairs_are_found_whatever_the_order():
    dice = random.Random(3)
    coded = []
    for k in range(400):
        day = date(2020, 1, 1) + timedelta(dice.randint(0, 360))
        spot = {"lat": dice.uniform(33, 37), "lon": dice.uniform(36, 41), "admin1": f"Area {k % 9}"}
        sides = (f"Group {dice.choice('ABCDEFGH')} of the {k % 7} Hills", "Government of Syria")
        coded.append(moved(id=str(k), earliest=day, latest=day, best=dice.randint(1, 50), sides=sides, **spot))
    own = [
        replace(row, id=f"own {row.id}", earliest=row.earliest + timedelta(dice.randint(0, 1)),
                latest=row.latest + timedelta(1), lat=row.lat + dice.gauss(0, 0.05), line=0)
        for row in coded if int(row.id) % 5
    ]  # fmt: skip
    found = compare_rows(coded, own)
    right = sum(m.own.id == f"own {m.coded.id}" for m in found.matched)
    assert right >= 0.95 * len(own) and len(found.matched) + len(found.missing) == len(coded)
    dice.shuffle(own)
    dice.shuffle(coded)
    assert compare_rows(coded, own) == found
