"""A served ledger of made-up reports, with a key of each role."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest
import structlog
from fastapi.testclient import TestClient

from reportedly.ledger import log
from reportedly.session import Ledger
from reportedly.session.keys import Keyring
from reportedly.web.app import make_app
from tests import ledgers

HOSTILE = '</script><img src=x onerror="alert(1)"> & "quotes"'


def fill(ledger: Ledger, number: int = 24) -> None:
    entries = []
    for k in range(number):
        report = ledgers.report(k)
        if k == 0:
            report = replace(report, outlet=HOSTILE, title=HOSTILE, url="javascript:alert(1)")
        entries += log.read_entries(report, ledgers.claims_of(report), "test-1", ledgers.START)
    ledger.store.append(entries)


@pytest.fixture(autouse=True)
def quiet():
    """No log lines on the screen; the test of the log puts its own in place."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    yield
    structlog.reset_defaults()


@pytest.fixture
def ledger(tmp_path):
    opened = Ledger(
        tmp_path / "a.db",
        author="owner",
        make_reader=ledgers.TestReader,
        link=ledgers.plain_link,
        clock=ledgers.Clock(),
    )
    with opened:
        fill(opened)
        yield opened


@pytest.fixture
def ring(tmp_path):
    ring = Keyring(tmp_path / "a.db.keys")
    yield ring
    ring.close()


@pytest.fixture
def keys(ring):
    return {role: ring.add(f"{role} er", role)[1] for role in ("read", "review", "admin")}


@pytest.fixture
def app(ledger, ring):
    return make_app(ledger, ring, rate=0, make_reader=ledgers.TestReader)


@pytest.fixture
def client(app, keys):
    """A client that asks with the key of an admin."""
    with TestClient(app, headers={"Authorization": f"Bearer {keys['admin']}"}) as client:
        yield client


@pytest.fixture
def visitor(app):
    """A client that sends no key."""
    with TestClient(app, follow_redirects=False) as client:
        yield client


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def fault(response, status, code):
    """The body of an error, which is the one that all errors have."""
    assert response.status_code == status, response.text
    body = response.json()
    assert set(body) == {"code", "message", "hint", "subject"} and body["code"] == code and body["message"]
    return body
