"""The packaged parser and reader, loaded once."""

from datetime import UTC, datetime

import pytest

from reportedly.config import reader_of
from reportedly.model import Report


@pytest.fixture(scope="session")
def reader():
    return reader_of(reader="rules")


@pytest.fixture(scope="session")
def parse_of(reader):
    return lambda text: next(reader.parser.parse([text]))


@pytest.fixture(scope="session")
def read(reader):
    def read(text, published="2021-03-06", outlet=""):
        day = datetime.fromisoformat(published).replace(tzinfo=UTC)
        return reader.read(Report("r", text, outlet=outlet, published=day))

    return read
