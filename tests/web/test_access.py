"""Who may what: roles, keys, rates, and a server without keys."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from reportedly import errors
from reportedly.session.keys import Keyring
from reportedly.web.access import Sessions
from reportedly.web.app import make_app
from reportedly.web.limits import Limiter
from tests.web.conftest import bearer, fault

# What a request of each kind needs; the paths whose things are not there answer 404 to whoever may ask.
ROLES = [
    ("GET", "/v1/events", "read"),
    ("GET", "/v1/events/e-x", "read"),
    ("GET", "/v1/claims", "read"),
    ("GET", "/v1/claims/c-x", "read"),
    ("GET", "/v1/reports", "read"),
    ("GET", "/v1/reports/r-x", "read"),
    ("GET", "/v1/search?text=mill", "read"),
    ("GET", "/v1/why/e-x", "read"),
    ("GET", "/v1/judgements", "read"),
    ("GET", "/v1/conflicts", "read"),
    ("GET", "/v1/failures", "read"),
    ("GET", "/v1/diff?since=2026-01-01T00:00:00", "read"),
    ("GET", "/v1/formats", "read"),
    ("GET", "/v1/export/claims", "read"),
    ("POST", "/v1/compare", "read"),
    ("POST", "/v1/read", "read"),
    ("GET", "/v1/review/pairs", "review"),
    ("GET", "/v1/review/claims", "review"),
    ("POST", "/v1/reports", "review"),
    ("POST", "/v1/judgements", "review"),
    ("POST", "/v1/retractions", "review"),
    ("GET", "/v1/verify", "admin"),
]


@pytest.mark.parametrize(("method", "path", "least"), ROLES)
def test_every_address_asks_for_its_role(app, visitor, keys, method, path, least):
    order = ["read", "review", "admin"]
    fault(visitor.request(method, path, json={}), 401, "R602")
    for role in order:
        answer = visitor.request(method, path, json={}, headers=bearer(keys[role]))
        if order.index(role) < order.index(least):
            fault(answer, 403, "R601")
        else:
            assert answer.status_code in (200, 404, 422), answer.text


def test_the_roles_above_name_every_address(app):
    told = app.openapi()["paths"]
    listed = {(method, path.partition("?")[0].replace("-x", "")) for method, path, _ in ROLES}
    there = set()
    for path, methods in told.items():
        for method in methods:
            plain = path.replace("{id}", path.split("/")[2][0] if "why" not in path else "e")
            there.add((method.upper(), plain.replace("{format}", "claims")))
    assert there - {("GET", "/v1/health")} == listed


def test_a_key_may_come_in_either_header_and_a_wrong_one_is_told_nothing(visitor, keys):
    assert visitor.get("/v1/events", headers={"X-API-Key": keys["read"]}).status_code == 200
    answers = set()
    for sent in ("", "rk_", "rk_1_2", "x" * 5000, f"{keys['read']}x", "é", keys["read"].replace("rk", "rq")):
        answer = visitor.get("/v1/events", headers={"Authorization": f"Bearer {sent}".encode()})
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        answers.add(fault(answer, 401, "R602")["message"])
    assert answers == {"this needs a key", "the key does not open this ledger"}


def test_keys_expire_and_are_revoked_at_once_and_are_hashed_at_rest(tmp_path, ledger):
    now = [datetime(2026, 1, 1, tzinfo=UTC)]
    ring = Keyring(tmp_path / "k", clock=lambda: now[0])
    key, secret = ring.add("Ada", "read", days=30)
    other, kept = ring.add("Bo", "review")
    assert (tmp_path / "k").stat().st_mode & 0o77 == 0
    assert secret.split("_", 2)[2].encode() not in (tmp_path / "k").read_bytes()
    client = TestClient(make_app(ledger, ring, rate=0))
    assert client.get("/v1/formats", headers=bearer(secret)).status_code == 200
    now[0] += timedelta(days=30)
    fault(client.get("/v1/formats", headers=bearer(secret)), 401, "R602")
    assert client.get("/v1/formats", headers=bearer(kept)).status_code == 200
    elsewhere = Keyring(tmp_path / "k", clock=lambda: now[0])
    elsewhere.revoke("Bo")
    fault(client.get("/v1/formats", headers=bearer(kept)), 401, "R602")
    assert [(k.name, k.revoked is not None) for k in ring.made()] == [("Ada", False), ("Bo", True)]
    with pytest.raises(errors.NotFound):
        elsewhere.revoke(other.id)
    for name, role in (("", "read"), ("x" * 101, "read"), ("a\x1b[31m", "read"), ("Cy", "king")):
        with pytest.raises(errors.InvalidQuery):
            ring.add(name, role)
    ring.add("Ada", "read")  # the expired one is no hindrance
    with pytest.raises(errors.InvalidQuery):
        ring.add("Ada", "admin")
    assert key.id in {each.id for each in ring.made()}
    ring.close()
    elsewhere.close()


def test_a_file_that_holds_no_keys_is_refused(tmp_path):
    (tmp_path / "k").write_text("no keys at all, but long enough to be looked at " * 20)
    with pytest.raises(errors.LedgerCorrupt):
        Keyring(tmp_path / "k")
    with pytest.raises(errors.LedgerError):
        Keyring(tmp_path / "none" / "k")


def test_bodies_beyond_the_limit_are_refused_declared_or_not(ledger, ring, keys):
    client = TestClient(make_app(ledger, ring, rate=0, body_limit=1000), headers=bearer(keys["review"]))
    fault(client.post("/v1/read", json={"text": "x" * 1001}), 413, "R105")
    parts = (b"x" * 400 for _ in range(5))
    fault(client.post("/v1/read", content=parts, headers={"Content-Type": "application/json"}), 413, "R105")
    assert client.post("/v1/judgements", json={"verdict": "same", "claims": ["a", "b"]}).status_code == 404


def test_each_key_has_its_own_rate_and_wrong_keys_are_slowed_by_address(ledger, ring, keys):
    client = TestClient(make_app(ledger, ring, rate=1))
    codes = [client.get("/v1/formats", headers=bearer(keys["read"])).status_code for _ in range(6)]
    assert codes[0] == 200 and codes[-1] == 429
    body = client.get("/v1/formats", headers=bearer(keys["read"]))
    fault(body, 429, "R603")
    assert int(body.headers["Retry-After"]) >= 1
    assert client.get("/v1/formats", headers=bearer(keys["review"])).status_code == 200
    assert [client.get("/v1/formats").status_code for _ in range(6)][-1] == 429


def test_a_bucket_fills_again_and_the_oldest_is_forgotten(monkeypatch):
    now = [0.0]
    limiter = Limiter(2.0, clock=lambda: now[0])
    for _ in range(8):
        limiter.take("a")
    with pytest.raises(errors.TooManyRequests) as refused:
        limiter.take("a")
    assert refused.value.seconds == 0.5
    now[0] += 0.5
    limiter.take("a")
    limiter.take("b", cost=1e9)  # a heavy request takes what there is, no more
    monkeypatch.setattr("reportedly.web.limits.REMEMBERED", 3)
    for name in "cdef":
        limiter.take(name)
    assert len(limiter._buckets) == 3


def test_sessions_end(monkeypatch):
    now = [0.0]
    sessions = Sessions(clock=lambda: now[0])
    token = sessions.open("k")
    assert sessions.find(token)[0] == "k" and sessions.find("other") is None
    now[0] += 12 * 3600 + 1
    assert sessions.find(token) is None


def test_without_keys_only_this_machine_is_served(ledger):
    app = make_app(ledger, None, rate=0)
    assert TestClient(app, base_url="http://127.0.0.1:8000").get("/v1/verify").status_code == 200
    fault(TestClient(app, base_url="http://evil.example").get("/v1/events"), 403, "R601")
