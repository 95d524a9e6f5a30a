"""The PostgreSQL server that the conformance suites share: one cluster a session."""

import os

import pytest

from tests import postgres


@pytest.fixture(scope="session")
def server():
    """The address of a running server; skipped where PostgreSQL is not installed, except under CI."""
    reason = postgres.missing()
    if reason and not os.environ.get("CI"):
        pytest.skip(reason)
    with postgres.cluster() as address:
        yield address
