"""The UCDP GED layout: columns, types of violence, deaths by side, the PRIO-GRID cell."""

import csv
import io
from datetime import date

import pytest

from reportedly.exporters.ged import COLUMNS, GedExporter, priogrid
from reportedly.model import ClaimKind, When
from tests.dossiers import dossier
from tests.exporters.made import (
    AHRAR,
    ARMY,
    CIVILIANS,
    GUNMEN,
    IS,
    POLICE,
    RAQQA,
    REBELS,
    RUSSIA,
    hostile,
    killed,
    made,
    toll,
)


def rows(content):
    out = io.BytesIO()
    GedExporter().export(content, out)
    return list(csv.DictReader(io.StringIO(out.getvalue().decode())))


def test_the_columns_are_those_of_the_codebook_in_order():
    assert (
        len(COLUMNS) == 49
        and COLUMNS[:2] == ("id", "relid")
        and COLUMNS[44:] == ("best", "high", "low", "gwnoa", "gwnob")[:5]
    )
    assert COLUMNS.index("deaths_a") == 40


def test_a_state_based_event_is_coded_throughout():
    (told,) = rows(made("attack", (IS,), (ARMY,), killed("state force", ("SOHR", 18, 18), ("officials", 27, None)),
                        killed("armed group", ("SOHR", 11, 11))))  # fmt: skip
    filled = {name: cell for name, cell in told.items() if cell}
    assert filled == {
        "id": "e-1", "year": "2020", "code_status": "Check deaths", "type_of_violence": "1",
        "conflict_name": "Government of Syria - Islamic State", "dyad_name": "Government of Syria - Islamic State",
        "side_a": "Government of Syria", "side_b": "Islamic State", "number_of_sources": "2",
        "source_article": '"Levant Courier,2020-04-10,An attack";"Levant Courier,2020-04-11,An attack"',
        "source_office": "Levant Courier;Levant Courier", "source_date": "2020-04-10;2020-04-11",
        "source_headline": "An attack;An attack", "source_original": "SOHR; officials", "where_prec": "2",
        "where_coordinates": "al-Sukhnah town", "where_description": "al-Sukhnah", "adm_1": "Homs",
        "latitude": "34.89", "longitude": "38.87", "geom_wkt": "POINT (38.870000 34.890000)",
        "priogrid_gid": "179718", "country": "Syria", "country_id": "652", "region": "Middle East",
        "event_clarity": "1", "date_prec": "1", "date_start": "2020-04-09", "date_end": "2020-04-09",
        "deaths_a": "18", "deaths_b": "11", "deaths_civilians": "0", "deaths_unknown": "0", "best": "29",
        "high": "38", "low": "29", "gwnoa": "652",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("actors", "targets", "side", "kind", "a", "b"),
    [
        ((IS,), (ARMY,), "state force", "1", "Government of Syria", "Islamic State"),
        ((ARMY,), (IS,), "armed group", "1", "Government of Syria", "Islamic State"),
        ((RUSSIA, ARMY), (IS,), "armed group", "1", "Government of Syria", "Islamic State"),
        ((RUSSIA,), (ARMY,), "state force", "1", "Government of Russia", "Government of Syria"),
        ((IS,), (AHRAR,), "armed group", "2", "Ahrar al-Sham", "Islamic State"),
        ((IS,), (CIVILIANS,), "civilian", "3", "Islamic State", "Civilians"),
        ((), (CIVILIANS,), "civilian", "3", "", "Civilians"),
        ((IS,), (ARMY, CIVILIANS), "civilian", "1", "Government of Syria", "Islamic State"),
        ((GUNMEN,), (POLICE,), "state force", "1", "Government of Syria", "gunmen"),
        ((GUNMEN,), (REBELS,), "armed group", "", "Syrian rebels", "gunmen"),
    ],
)
def test_who_fought_whom_decides_the_type_of_violence(actors, targets, side, kind, a, b):
    (told,) = rows(made("attack", actors, targets, killed(side, ("a monitor", 5, 5))))
    assert (told["type_of_violence"], told["side_a"], told["side_b"]) == (kind, a, b)


def test_a_clash_told_as_of_two_is_a_dyad():
    (told,) = rows(made("armed clash", (IS, ARMY), (), killed("unknown", ("a monitor", 5, 5))))
    assert (told["side_a"], told["side_b"], told["deaths_unknown"]) == ("Government of Syria", "Islamic State", "5")


@pytest.mark.parametrize("actors", [((RUSSIA,), (ARMY,)), ((IS,), (AHRAR,))])
def test_dead_that_may_be_of_either_side_are_of_none(actors):
    side = "state force" if actors[1] == (ARMY,) else "armed group"
    (told,) = rows(made("armed clash", *actors, killed(side, ("a monitor", 5, 5))))
    assert (told["deaths_a"], told["deaths_b"], told["deaths_unknown"], told["best"]) == ("0", "0", "5", "5")


TOLLS = [
    (killed("civilian", ("a", 46, 46)), killed("unknown", ("a", 53, 53))),
    (
        killed("civilian", ("a", 4, 9), ("b", 6, 6)),
        killed("state force", ("a", 1, None)),
        killed("mixed", ("c", 20, 30)),
    ),
    (killed("armed group", ("a", None, 30)),),
    (killed("unknown", ("a", None, None)),),
    (killed("unknown", ("a", 3, None)), toll("wounded", "unknown", ("a", 90, 90))),
]


@pytest.mark.parametrize("tolls", TOLLS)
def test_best_is_the_sum_of_its_parts_and_lies_within_the_range(tolls):
    (told,) = rows(made("bombing", (IS,), (ARMY,), *tolls))
    n = {k: int(told[k]) for k in ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low")}
    assert sum(list(n.values())[:4]) == n["best"] >= 1 and n["low"] <= n["best"] <= n["high"]


def test_a_total_holds_its_sides():
    (told,) = rows(made("bombing", (IS,), (CIVILIANS,), *TOLLS[0]))
    assert (told["deaths_civilians"], told["deaths_unknown"], told["best"]) == ("46", "7", "53")


def test_only_events_with_a_death_are_events():
    assert rows(made("attack", (IS,), (ARMY,))) == []
    assert rows(made("attack", (IS,), (ARMY,), killed("state force", ("a", 0, 0)))) == []
    assert rows(made("attack", (IS,), (ARMY,), toll("wounded", "unknown", ("a", 9, 9)))) == []
    assert rows(made("attack", (IS,), (ARMY,), killed("unknown", ("a", 5, 5)), status="planned")) == []
    assert rows(made("casualties", (), (), killed("unknown", ("a", 900, 900)), kind=ClaimKind.TALLY)) == []
    assert [r["id"] for r in rows(dossier())] == ["e-1"]


def test_precision_is_that_of_the_words():
    (told,) = rows(made("attack", (IS,), (ARMY,), killed("unknown", ("a", 5, 5)), where=RAQQA,
                        when=When(date(2020, 4, 1), date(2020, 4, 30))))  # fmt: skip
    assert (told["where_prec"], told["date_prec"], told["date_start"], told["date_end"]) == (
        "4",
        "4",
        "2020-04-01",
        "2020-04-30",
    )


@pytest.mark.parametrize(
    ("lat", "lon", "cell"),
    [(-90, -180, 1), (-89.75, -179.75, 1), (-89.75, -179.25, 2), (-89.25, -179.75, 721), (90, 180, 259200)],
)
def test_the_grid_counts_half_degrees_from_the_south_west(lat, lon, cell):
    assert priogrid(lat, lon) == cell


def test_no_cell_is_a_formula():
    for told in rows(hostile()):
        for name, cell in told.items():
            if name not in ("latitude", "longitude"):
                assert not cell.startswith(("=", "+", "-", "@")), (name, cell[:20])
