"""The page on formats tells of every format that is there, and of none that is not."""

import re
from pathlib import Path

import pytest

from reportedly.config import names, part

PAGE = (Path(__file__).parents[1] / "docs" / "formats.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^## ([\w-]+)\n(.*?)(?=^#|\Z)", PAGE, re.M | re.S))
ROWS = {
    cells[0].strip("` "): cells[1].strip()
    for line in PAGE.splitlines()
    if line.startswith("| `")
    for cells in [line.strip("|").split("|")]
}


def test_every_format_has_a_section_and_a_row():
    assert set(SECTIONS) == set(ROWS) == set(names("exporter"))


@pytest.mark.parametrize("name", names("exporter"))
def test_each_says_what_is_lost_and_has_its_suffix(name):
    assert "Lost" in SECTIONS[name]
    assert ROWS[name] == part("exporter", name).suffix


@pytest.mark.parametrize("name", ["acled", "ged"])
def test_what_is_left_empty_is_named(name):
    assert "Left" in SECTIONS[name] and len(SECTIONS[name].split()) > 100
