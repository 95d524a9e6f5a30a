"""`reportedly key` and `reportedly serve`: keys made, listed and revoked; a server that answers and ends."""

from __future__ import annotations

import socket
import subprocess
import sys
import time

import httpx
import pytest
from typer.testing import CliRunner

from reportedly.cli import main
from reportedly.errors import AccessError, MissingExtra, NotFound
from reportedly.session import Ledger
from reportedly.session.keys import Keyring, keys_beside
from tests import ledgers

RUNNER = CliRunner()


@pytest.fixture
def path(tmp_path):
    with Ledger(tmp_path / "a.db", clock=ledgers.Clock()) as ledger:
        ledger.record(ledgers.report(1), ledgers.claims_of(ledgers.report(1)), "test-1")
    return str(tmp_path / "a.db")


def run(path, *words):
    return RUNNER.invoke(main.app, [*words, "--ledger", path])


def test_a_key_is_shown_once_and_kept_beside_the_ledger(path):
    made = run(path, "key", "add", "Ada", "--role", "review", "--days", "30")
    secret = made.stdout.strip()
    assert made.exit_code == 0 and "Ada may review until" in made.stderr
    ring = Keyring(f"{path}.keys")
    assert ring.check(secret).name == "Ada"
    listed = run(path, "key", "list")
    assert "Ada" in listed.stdout and "review" in listed.stdout and secret.split("_", 2)[2] not in listed.output
    assert run(path, "key", "revoke", "Ada").exit_code == 0
    assert "revoked" in run(path, "key", "list").stdout
    assert isinstance(run(path, "key", "revoke", "Ada").exception, NotFound)
    assert isinstance(run(path, "key", "add", "Bo", "--role", "king").exception, Exception)
    ring.close()


def test_where_keys_are(tmp_path):
    assert str(keys_beside("a/b.db")) == "a/b.db.keys"
    assert str(keys_beside("postgresql://x@y/z")) == "reportedly.keys"
    assert str(keys_beside("a.db", "k")) == "k"


def test_the_missing_extra_is_named(path, monkeypatch):
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    found = run(path, "serve").exception
    assert isinstance(found, MissingExtra) and "reportedly[web]" in str(found)


def test_without_keys_no_other_machine_is_served(path):
    assert isinstance(run(path, "serve", "--no-keys", "--host", "0.0.0.0").exception, AccessError)
    assert isinstance(run(f"{path}x", "serve").exception, NotFound)


def test_a_server_answers_logs_plainly_and_ends_with_the_ledger_whole(path):
    secret = run(path, "key", "add", "Ada").stdout.strip()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "reportedly.cli.main", "serve", "--ledger", path, "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        try:
            url = f"http://127.0.0.1:{port}/v1"
            for _ in range(200):
                try:
                    httpx.get(f"{url}/health")
                    break
                except httpx.TransportError:
                    time.sleep(0.1)
            answer = httpx.get(f"{url}/events?text=mill", headers={"X-API-Key": secret}, timeout=20)
        finally:
            process.terminate()
        log = process.stderr.read()
    assert answer.status_code == 200 and len(answer.json()["items"]) == 1, answer.text
    assert '"route": "/v1/events"' in log and "mill" not in log and secret.split("_", 2)[2] not in log
    with Ledger(path) as ledger:
        assert ledger.verify().holds
