"""What every `Gazetteer` must hold, run over all implementations."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.errors import InvalidRecord, MissingModel, UnreadableInput
from reportedly.gazetteers.bundled import BundledGazetteer
from reportedly.gazetteers.geonames import GeoNamesGazetteer, compile_dump, read_dump
from reportedly.gazetteers.index import Named, PlaceIndex, write_index
from reportedly.gazetteers.table import TableGazetteer, from_rows
from reportedly.ports import Gazetteer, Place

KINDS = {"site", "town", "district", "province", "country"}


def dump_line(number, name, others, lat, lon, kind, code, country, admin1, people):
    fields = [str(number), name, name, ",".join(others), str(lat), str(lon), kind, code, country, "", admin1]
    return "\t".join([*fields, "", "", "", str(people), "", "", "Asia/Damascus", "2024-01-01"]) + "\n"


DUMP = [
    dump_line(1, "Ar Raqqah", ["Raqqa", "Rakka"], 35.95, 39.01, "P", "PPLA", "SY", "04", 220000),
    dump_line(2, "Dayr az Zawr", ["Deir ez-Zor"], 35.34, 40.14, "P", "PPLA", "SY", "07", 240000),
    dump_line(3, "Syria", ["Syrian Arab Republic"], 35.0, 38.0, "A", "PCLI", "SY", "00", 16900000),
    dump_line(4, "Muhafazat ar Raqqah", ["Raqqa"], 36.0, 39.0, "A", "ADM1", "SY", "04", 900000),
    dump_line(5, "Tall as Samn", [], 36.2, 38.96, "P", "PPL", "SY", "04", 0),
    dump_line(6, "A road", [], 36.2, 38.96, "R", "RD", "SY", "04", 0),
]
ROWS = [
    ["Raqqa", 35.95, 39.01, "SY", "Raqqa", "town", 7, ["Ar Raqqah"]],
    ["Deir ez-Zor", 35.34, 40.14, "SY", "Deir ez-Zor"],
]


@pytest.fixture(scope="module")
def dump(tmp_path_factory):
    path = tmp_path_factory.mktemp("dump") / "SY.txt"
    path.write_text("".join(DUMP), "utf-8")
    return path


@pytest.fixture(scope="module", params=["bundled", "geonames", "geonames over table", "table"])
def gazetteer(request, dump, tmp_path_factory):
    country = Named(Place("country:SY", "Syria", "country", 35.0, 38.0, 400_000, "SY"), ("Syrian Arab Republic",))
    table = TableGazetteer([*from_rows(ROWS, "place"), country])
    if request.param == "bundled":
        return BundledGazetteer()
    if request.param == "table":
        return table
    folder = tmp_path_factory.mktemp("index")
    compile_dump([dump], folder)
    return GeoNamesGazetteer(folder, table if "over" in request.param else None)


def test_keeps_the_port(gazetteer):
    assert isinstance(gazetteer, Gazetteer)
    assert gazetteer.name


def test_exact_names_whatever_case_and_marks(gazetteer):
    for name in ("Ar Raqqah", "ar-raqqah", "AR RAQQAH", "Deir ez-Zor", "DEIR EZ ZOR"):
        assert gazetteer.lookup(name, alike=False), name


def test_other_spellings_are_found_only_if_asked_for(gazetteer):
    (first, *_) = gazetteer.lookup("Dir al-Zuur")
    assert abs(first.lat - 35.2) < 0.4
    assert gazetteer.lookup("Dir al-Zuur", alike=False) == ()


def test_unknown_names_give_nothing(gazetteer):
    assert gazetteer.lookup("Xqzvbnmwrtpk") == ()
    assert gazetteer.lookup("") == ()
    assert gazetteer.lookup("'-.") == ()


def test_countries_by_code(gazetteer):
    country = gazetteer.country("SY")
    assert country is not None and country.kind == "country" and country.name == "Syria"
    assert gazetteer.country("QQ") is None
    assert gazetteer.lookup("Syria")[0].kind == "country"


@settings(max_examples=60, deadline=None)
@given(name=st.text(max_size=40) | st.text(string.ascii_letters + " -'", max_size=20))
def test_any_text_may_be_looked_up(gazetteer, name):
    for place in gazetteer.lookup(name):
        assert place.kind in KINDS
        assert -90 <= place.lat <= 90 and -180 <= place.lon <= 180
        assert place.radius > 0 and place.population >= 0 and place.name
    assert gazetteer.lookup(name) == gazetteer.lookup(name)
    assert not gazetteer.lookup(name, alike=False) or gazetteer.lookup(name)


def test_a_dump_names_its_faults(tmp_path):
    broken = tmp_path / "XX.txt"
    broken.write_text("1\tonly two\n", "utf-8")
    with pytest.raises(InvalidRecord, match="line 1"):
        list(read_dump([broken]))
    with pytest.raises(UnreadableInput):
        list(read_dump([tmp_path / "none.txt"]))
    (tmp_path / "bad.zip").write_bytes(b"not a zip")
    with pytest.raises(UnreadableInput):
        list(read_dump([tmp_path / "bad.zip"]))


def test_a_dump_can_be_limited_to_countries(dump):
    assert list(read_dump([dump], countries=["IQ"])) == []
    kept = [n.place for n in read_dump([dump], countries=["sy"])]
    assert "A road" not in {p.name for p in kept}
    assert next(p for p in kept if p.name == "Ar Raqqah").admin1 == "Raqqa"


def test_an_index_that_is_not_there_is_a_clear_error(tmp_path):
    with pytest.raises(MissingModel):
        PlaceIndex(tmp_path)
    write_index([Named(Place("x:1", "Somewhere", "town", 1.0, 2.0, 2000, "SY"))], tmp_path)
    (tmp_path / "places.bin").write_bytes(b"garbage of some length")
    with pytest.raises(MissingModel):
        PlaceIndex(tmp_path)


def test_an_index_gives_back_what_was_written(tmp_path):
    place = Place("x:1", "Qal‘at Ṣāliḥ", "town", -1.25, 179.5, 2100, "SY", "Homs", "Tadmur", 12)
    write_index([Named(place, ("Old Fort",))], tmp_path)
    index = PlaceIndex(tmp_path)
    assert len(index) == 1
    assert index.exact("old fort") == (place,)
    assert index.exact("qalat salih") == (place,)
