"""What every exporter keeps to, whichever it is: the suite of the port `Exporter`."""

import io
import tracemalloc

import pytest

from reportedly.config import names, part
from reportedly.ports import Dossier
from tests.dossiers import dossier
from tests.exporters.made import ARMY, IS, Many, hostile, killed, made

NAMES = names("exporter")
# These hold their whole content: a page or a document of one period, and claims gathered by report.
WHOLE = {"claims", "site", "sitrep", "sitrep-md", "sitrep-docx"}


class Pipe(io.RawIOBase):
    """An output that can only be written to, as a pipe or a web response."""

    def __init__(self) -> None:
        self.size = 0

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        self.size += len(data)
        return len(data)


def written(name, content):
    out = io.BytesIO()
    part("exporter", name)().export(content, out)
    assert not out.closed
    return out.getvalue()


@pytest.mark.parametrize("name", NAMES)
def test_it_goes_by_its_name_and_has_a_suffix(name):
    exporter = part("exporter", name)()
    assert exporter.name == name and exporter.suffix.startswith(".")


@pytest.mark.parametrize("name", NAMES)
def test_the_same_dossier_gives_the_same_bytes(name):
    assert written(name, dossier()) == written(name, dossier())


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_dossier_is_written(name):
    assert len(written(name, Dossier((), {}, {}))) >= 0


@pytest.mark.parametrize("name", NAMES)
def test_hostile_words_neither_break_it_nor_differ(name):
    assert written(name, hostile()) == written(name, hostile())


@pytest.mark.parametrize("name", NAMES)
def test_it_writes_where_nobody_can_go_back(name):
    pipe = Pipe()
    part("exporter", name)().export(dossier(), pipe)
    assert pipe.size > 0


@pytest.mark.parametrize("name", sorted(set(NAMES) - WHOLE))
def test_memory_does_not_grow_with_the_events(name, monkeypatch):
    monkeypatch.setattr("reportedly.exporters.parquet.BATCH", 20)
    one = made("attack", (IS,), (ARMY,), killed("state force", ("a monitor", 18, 18), ("officials", 27, None)))

    def peak(count):
        tracemalloc.start()
        try:
            part("exporter", name)().export(Many(one, count).stretched(), Pipe())
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(10)  # tables are loaded once
    few, many = peak(60), peak(460)
    assert many < few + 400 * 400, (few, many)  # an event held costs thousands of bytes
