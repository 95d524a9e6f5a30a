"""The packaged gazetteer knows the world's places, and those of conflicts by their usual English names."""

import subprocess
import sys
from pathlib import Path

import pytest

from reportedly.gazetteers.bundled import DATA, BundledGazetteer
from reportedly.ontology.load import data


@pytest.fixture(scope="module")
def gazetteer():
    return BundledGazetteer()


@pytest.mark.parametrize(
    ("spelling", "name", "country"),
    [
        ("Dir al-Zur", "Deir ez-Zor", "SY"),
        ("Deir Ezzor", "Deir ez-Zor", "SY"),
        ("Raqa", "Raqqa", "SY"),
        ("Ar Raqqah", "Raqqa", "SY"),
        ("Hims", "Homs", "SY"),
        ("Hamah", "Hama", "SY"),
        ("Ninewa", "Nineveh", "IQ"),
        ("Salahuddin", "Salah al-Din", "IQ"),
        ("Kharkov", "Kharkiv", "UA"),
        ("Eastern Ghouta", "Eastern Ghouta", "SY"),
        ("Golan Heights", "Golan Heights", "SY"),
        ("Gaza Strip", "Gaza Strip", "PS"),
        ("Donbass", "Donbas", "UA"),
        ("Crimea", "Crimea", "UA"),
        ("Sevastopol", "Sevastopol", "UA"),
        ("Chiboke", "Chibok", "NG"),
    ],
)
def test_spellings_lead_to_the_usual_name(gazetteer, spelling, name, country):
    assert (name, country) in {(p.name, p.country) for p in gazetteer.lookup(spelling)}


def test_confusable_names_stay_apart(gazetteer):
    assert not {p.id for p in gazetteer.lookup("Hama")} & {p.id for p in gazetteer.lookup("Homs")}
    assert not {p.id for p in gazetteer.lookup("Hamas")} & {p.id for p in gazetteer.lookup("Hama")}


def test_a_name_may_mean_the_town_and_its_province(gazetteer):
    assert {"town", "province"} <= {p.kind for p in gazetteer.lookup("Idlib")}
    assert gazetteer.lookup("Rapides Parish")[0].admin1 == "Louisiana"


def test_every_row_of_the_project_s_own_lists_is_found(gazetteer):
    rows = [*data("regions"), *data("places_extra")]
    assert len(data("regions")) > 150 and len(data("places_extra")) > 300
    for row in rows:
        assert any(p.kind == (row[5] if len(row) > 5 else "town") for p in gazetteer.lookup(row[0])), row


def test_every_country_has_a_place(gazetteer):
    for code, row in data("countries").items():
        place = gazetteer.country(code)
        assert place is not None and place.name == row["name"], code


def test_the_files_stay_small():
    sizes = [path.stat().st_size for path in DATA.iterdir() if path.is_file()]
    assert sum(sizes) < 20_000_000 and max(sizes) < 8_000_000


def test_loading_is_cheap():
    status = Path("/proc/self/status")
    if not status.exists():
        pytest.skip("needs the process status of Linux")
    code = (
        "import re, pathlib, reportedly.gazetteers.bundled as b; g = b.BundledGazetteer(); g.lookup('Homs');"
        "print(re.search(r'VmHWM:\\s+(\\d+)', pathlib.Path('/proc/self/status').read_text())[1])"
    )
    used = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(used.stdout) < 60_000  # kilobytes, the interpreter's own included
