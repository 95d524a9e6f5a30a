"""Hand-coded tables in the layouts of ACLED and UCDP GED, also broken and hostile ones."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.errors import InvalidRecord, ReportedlyError, TooLarge, UnreadableInput
from reportedly.exporters import acled, ged
from reportedly.sources.tables import from_cells, read_rows, read_table
from tests.exporters.made import ARMY, IS, hostile, killed, made

HEADER = (
    "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,actor2,country,location,latitude,"
    "longitude,geo_precision,fatalities,notes"
)
ROW = (
    "SYR1,09 April 2020,1,Battles,Armed clash,Islamic State,Military Forces of Syria,Syria,Sukhnah,34.89,38.87,2,18,"
    '"On 9 April, a ""clash"".\nMore."'
)


def read(text):
    return list(read_rows(io.StringIO(text, newline=""), "table.csv"))


def test_an_acled_row_is_read_by_its_names():
    (row,) = read(f"{HEADER}\n{ROW}\n")
    assert (row.layout, row.id, row.earliest, row.latest) == ("acled", "SYR1", date(2020, 4, 9), date(2020, 4, 9))
    assert (row.kind, row.sides) == ("Battles / Armed clash", ("Islamic State", "Military Forces of Syria"))
    assert (row.low, row.best, row.high, row.lat, row.place_precision) == (18, 18, 18, 34.89, 2)
    assert row.notes == 'On 9 April, a "clash".\nMore.'


@pytest.mark.parametrize(
    "day", ["2020-04-09", "09 April 2020", "9 Apr 2020", "09-April-2020", "09/04/2020", "2020-04-09T00:00:00"]
)
def test_dates_are_read_in_the_forms_of_releases(day):
    (row,) = read(f"{HEADER}\n{ROW.replace('09 April 2020', day)}\n")
    assert row.earliest == date(2020, 4, 9)


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters_are_seen(delimiter):
    table = io.StringIO()
    csv.writer(table, delimiter=delimiter).writerows(csv.reader(io.StringIO(f"{HEADER}\n{ROW}\n", newline="")))
    (row,) = read(table.getvalue())
    assert row.best == 18 and row.country == "Syria"


@pytest.mark.parametrize("module", [acled, ged])
@pytest.mark.parametrize("header", [True, False])
def test_what_is_exported_is_read_back(module, header, tmp_path):
    battle = made("attack", (IS,), (ARMY,), killed("state force", ("SOHR", 18, 18), ("officials", 27, None)))
    exporter = acled.AcledExporter() if module is acled else ged.GedExporter()
    out = io.BytesIO()
    exporter.export(battle, out)
    data = out.getvalue() if header else out.getvalue().split(b"\n", 1)[1]
    (tmp_path / "t.csv").write_bytes(data)
    if module is acled and not header:
        with pytest.raises(InvalidRecord):
            list(read_table(tmp_path / "t.csv"))
        return
    (row,) = read_table(tmp_path / "t.csv")
    assert (row.place, row.earliest, row.best) in (
        ("al-Sukhnah", date(2020, 4, 9), 18),
        ("al-Sukhnah town", date(2020, 4, 9), 18),
    )
    rows = (module.acled_rows if module is acled else module.ged_rows)(battle)
    (own,) = (from_cells(row.layout, module.COLUMNS, cells, row.line) for cells in rows)
    assert own == row


def test_hostile_exports_are_read_back_with_their_words():
    out = io.BytesIO()
    acled.AcledExporter().export(hostile(), out)
    rows = read(out.getvalue().decode())
    assert not any(isinstance(row, ReportedlyError) for row in rows)
    assert rows[0].place.startswith("=HYPERLINK(")


@pytest.mark.parametrize(
    ("cell", "wrong", "said"),
    [
        ("09 April 2020", "31 April 2020", "event_date is no date"),
        ("34.89", "134.89", "latitude lies beyond 90 degrees"),
        (",18,", ",many,", "fatalities is no number"),
        (",18,", ",-4,", "fatalities is no whole number"),
        (",18,", ",1e999,", "fatalities is no number"),
        ("38.87", "nan(1)", "longitude is no number"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named_and_the_rest_goes_on(cell, wrong, said):
    good, bad = read(f"{HEADER}\n{ROW}\n{ROW.replace(cell, wrong)}\n")
    assert good.best == 18 and isinstance(bad, InvalidRecord) and said in str(bad) and "table.csv:" in str(bad)


def test_rows_of_other_lengths_are_named():
    found = read(f"{HEADER}\nSYR2,2020\n{ROW}\n{ROW},more,and,more\n")
    assert [isinstance(item, InvalidRecord) for item in found] == [True, False, True]


@pytest.mark.parametrize("text", ["", "\n", "a,b,c\n1,2,3\n", "{}\n", "\0\0\0"])
def test_what_is_no_such_table_is_refused(text):
    with pytest.raises(InvalidRecord):
        read(text)


def test_a_cell_of_any_length_ends():
    long, good = read(f'{HEADER}\n"{"x" * 2_000_000}\n{ROW}\n')
    assert isinstance(long, TooLarge) and good.best == 18


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(UnreadableInput, match=r"none\.csv"):
        list(read_table(tmp_path / "none.csv"))


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading(text):
    for item in read(f"{HEADER}\n{ROW}\n{text}\n")[1:]:
        assert item is not None
