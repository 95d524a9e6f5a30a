"""The HTTP interface in process: what is asked and told, who may, and what is refused."""

from __future__ import annotations

import io
import json
import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import structlog
from fastapi.testclient import TestClient

from reportedly import errors
from reportedly.config import names
from reportedly.session import Ledger
from reportedly.session.keys import Keyring
from reportedly.web.access import Sessions
from reportedly.web.app import make_app
from reportedly.web.errors import STATUSES, status_of
from reportedly.web.limits import Limiter
from tests import ledgers
from tests.web.conftest import HOSTILE, bearer

GOOD = ledgers.report(900).text
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
    ("GET", "/v1/failures", "read"),
    ("GET", "/v1/diff?since=2026-01-01T00:00:00", "read"),
    ("GET", "/v1/formats", "read"),
    ("GET", "/v1/export/claims", "read"),
    ("POST", "/v1/read", "read"),
    ("GET", "/v1/review/pairs", "review"),
    ("GET", "/v1/review/claims", "review"),
    ("POST", "/v1/reports", "review"),
    ("POST", "/v1/judgements", "review"),
    ("POST", "/v1/retractions", "review"),
    ("GET", "/v1/verify", "admin"),
]


def fault(response, status, code):
    assert response.status_code == status, response.text
    body = response.json()
    assert set(body) == {"code", "message", "hint", "subject"} and body["code"] == code and body["message"]
    return body


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


def test_events_come_page_by_page_and_filtered(client, ledger):
    whole = [event.id for event in ledger.events()]
    got, cursor = [], ""
    while True:
        page = client.get("/v1/events", params={"limit": 3, "cursor": cursor}).json()
        got += [item["id"] for item in page["items"]]
        cursor = page["cursor"]
        if not cursor:
            break
    assert got == whole and len(whole) > 6
    asked = {"type": ["shelling", "bombing"], "country": "sy", "at_least": 2}
    answer = client.get("/v1/events", params=asked).json()["items"]
    assert [e["id"] for e in answer] == [e.id for e in ledger.events(**asked)]
    newest = client.get("/v1/events", params={"newest_first": True, "limit": 500}).json()["items"]
    assert {e["id"] for e in newest} == set(whole)
    box = client.get("/v1/events", params={"box": "30,30,40,40"}).json()["items"]
    assert [e["id"] for e in box] == [e.id for e in ledger.events(box="30,30,40,40")] and box


def test_one_of_each_and_the_words_behind_it(client, ledger):
    event = ledger.events()[0]
    claim = ledger.claim(event.claims[0])
    assert client.get(f"/v1/events/{event.id}").json()["claims"] == list(event.claims)
    assert client.get(f"/v1/claims/{claim.id}").json()["event"] == event.id
    report = client.get(f"/v1/reports/{claim.report}").json()
    assert report["text"] == ledger.report(claim.report).text
    why = client.get(f"/v1/why/{claim.id}").json()
    quote = why["accounts"][0]["quotes"][0]
    assert report["text"][quote["span"]["start"] : quote["span"]["end"]] == quote["span"]["text"]
    told = next(e for e in ledger.events() if e.tolls)
    assert client.get(f"/v1/why/{told.id}:killed").json()["figures"]
    fault(client.get(f"/v1/why/{told.id}:displaced"), 404, "R204")
    found = client.get("/v1/search", params={"text": "mill"}).json()
    assert found["claims"]["items"] and found["reports"]["items"] and "text" not in found["reports"]["items"][0]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("colour=red", "R106"),
        ("since=2026-13", "R104"),
        ("since=yesterday", "R106"),
        ("since=2026&until=2020", "R106"),
        ("limit=0", "R106"),
        ("limit=501", "R106"),
        ("box=1,2,3", "R106"),
        ("box=90,0,-90,0", "R106"),
        ("cursor=nonsense", "R106"),
        ("actor=" + "x" * 501, "R106"),
        ("text=a%00b", "R106"),
        ("outcome=happy", "R106"),
        ("confidence=2", "R106"),
        ("at_least=99999999999999", "R106"),
    ],
)
def test_a_query_that_means_nothing_is_refused(client, query, code):
    fault(client.get(f"/v1/events?{query}"), 422, code)


def test_reading_keeps_nothing_and_adding_keeps_under_the_holders_name(client, ledger, visitor, keys):
    count = ledger.store.head().count
    answer = client.post("/v1/read", json={"text": GOOD, "outlet": "The Courier", "published": "2026-03-01"})
    assert answer.status_code == 200 and answer.json()["published"] == "2026-03-01"
    (claim,) = answer.json()["claims"]
    assert claim["evidence"][0]["text"] in GOOD and ledger.store.head().count == count
    body = {"reports": [{"text": GOOD, "id": "new/1"}, {"text": "..."}, {"text": "This is unreadable."}]}
    added = visitor.post("/v1/reports", json=body, headers=bearer(keys["review"])).json()
    assert (added["reports"], added["claims"], added["failed"]) == (1, 1, 2)
    assert [f["code"] for f in added["failures"]] == ["R102", "R107"]
    assert client.get("/v1/reports/new/1").json()["text"] == GOOD
    assert client.post("/v1/reports", json={"reports": body["reports"][:1]}).json()["known"] == 1
    assert {e.author for _, e in ledger.store.entries(after=count)} == {"review er", "admin er"} - {"admin er"}
    assert len(client.get("/v1/failures").json()) == 2
    for report in ({"text": ""}, {"text": "..."}, {"text": GOOD, "published": "2013-02-30"}, {"words": GOOD}):
        assert client.post("/v1/read", json=report).status_code == 422


def test_decisions_are_kept_in_the_holders_name_and_can_be_taken_back(client, ledger, visitor, keys):
    one, other = (claim.id for claim in ledger.claims()[:2])
    mine = bearer(keys["review"])
    body = {"verdict": "different", "claims": [one, other], "reason": "two mills"}
    decided = visitor.post("/v1/judgements", json=body, headers=mine).json()
    assert (decided["author"], decided["claims"]) == ("review er", sorted([one, other]))
    fault(visitor.post("/v1/judgements", json={**body, "author": "Bo"}, headers=mine), 403, "R601")
    assert client.post("/v1/judgements", json={**body, "author": "Bo"}).json()["author"] == "Bo"
    amended = {"verdict": "amend", "claims": [one], "changes": {"status": "denied"}}
    assert visitor.post("/v1/judgements", json=amended, headers=mine).json()["changes"] == {"status": "denied"}
    assert client.get(f"/v1/claims/{one}").json()["status"] == "denied"
    wrong = {"verdict": "amend", "claims": [one], "changes": {"status": "perhaps"}}
    fault(client.post("/v1/judgements", json=wrong), 422, "R106")
    fault(client.post("/v1/judgements", json={"verdict": "same", "claims": [one]}), 422, "R106")
    fault(client.post("/v1/judgements", json={"verdict": "accept", "claims": ["c-none"]}), 404, "R204")
    back = {"target": decided["id"], "reason": "mistaken"}
    assert visitor.post("/v1/retractions", json=back, headers=mine).json()["author"] == "review er"
    assert decided["id"] not in {j["id"] for j in client.get("/v1/judgements").json()}
    fault(client.post("/v1/retractions", json={"target": "n-none", "reason": "x"}), 404, "R204")
    fault(client.post("/v1/retractions", json={"target": one, "reason": "  "}), 422, "R103")
    assert client.get("/v1/verify").json()["holds"]


def test_what_needs_a_decision_is_listed(client, ledger):
    doubts = client.get("/v1/review/claims", params={"most": 3}).json()["items"]
    assert 0 < len(doubts) <= 3 and all(d["claim"]["score"] < 0.5 for d in doubts)
    client.post("/v1/judgements", json={"verdict": "accept", "claims": [doubts[0]["claim"]["id"]]})
    left = client.get("/v1/review/claims", params={"most": 3}).json()["items"]
    assert doubts[0]["claim"]["id"] not in {d["claim"]["id"] for d in left}
    for pair in client.get("/v1/review/pairs").json()["items"]:
        assert len(pair["claims"]) == len(pair["reports"]) == 2 and 0 < pair["probability"] < 1


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"", "application/json", 422),
        (b"[1]", "application/json", 422),
        (b"\xff\xfe", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"text": "x", "text2": 1}', "application/json", 422),
        (b'{"text": "ten soldiers"}', "text/plain", 422),
        (b'{"text": ["x"]}', "application/json", 422),
    ],
)
def test_broken_bodies_are_refused_with_the_one_body_of_errors(client, body, kind, status):
    answer = client.post("/v1/read", content=body, headers={"Content-Type": kind})
    assert answer.status_code == status and set(answer.json()) == {"code", "message", "hint", "subject"}


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


@pytest.mark.parametrize("format", names("exporter"))
def test_every_format_is_exported_whole_or_refused_with_its_extra(client, format):
    answer = client.get(f"/v1/export/{format}", params={"country": "SY"})
    if answer.status_code == 501:
        fault(answer, 501, "R303")
        return
    assert answer.status_code == 200 and len(answer.content) == int(answer.headers["Content-Length"])
    assert f"reportedly-{format}." in answer.headers["Content-Disposition"]


def test_an_export_holds_what_the_filters_mean(client, ledger):
    fault(client.get("/v1/export/nothing"), 422, "R106")
    lines = client.get("/v1/export/claims", params={"country": "SY"}).text.splitlines()
    told = {claim["id"] for line in lines for claim in json.loads(line)["claims"]}
    assert told == {c for e in ledger.events(country="SY") for c in e.claims}


def test_an_export_that_breaks_off_is_an_error_and_no_half_file(client, monkeypatch):
    from reportedly.exporters.claims import ClaimsExporter

    def half(self, dossier, out):
        out.write(b"half")
        raise errors.ExportError("it broke")

    monkeypatch.setattr(ClaimsExporter, "export", half)
    fault(client.get("/v1/export/claims"), 500, "R501")


def test_changes_since_a_time(client, ledger):
    items = client.get("/v1/diff", params={"since": "2020-01-01T00:00:00Z"}).json()["items"]
    assert {item["kind"] for item in items} == {"new"} and len(items) == len(ledger.events())
    fault(client.get("/v1/diff", params={"since": "soon"}), 422, "R106")


def test_writers_at_once_lose_nothing(client, ledger):
    ids = [claim.id for claim in ledger.claims()]

    def write(k):
        if k % 2:
            body = {"verdict": "accept", "claims": [ids[k // 2]], "reason": f"number {k}"}
            return client.post("/v1/judgements", json=body).status_code
        report = {"id": f"many-{k}", "text": ledgers.report(k, seed=5).text}
        return client.post("/v1/reports", json={"reports": [report]}).status_code

    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(write, range(40)))
    assert set(codes) == {200}
    assert {f"many-{k}" for k in range(0, 40, 2)} <= {r.id for r in ledger.reports()}
    assert len(ledger.judgements()) == 20 and ledger.verify().holds


def test_a_locked_ledger_is_told_and_may_be_tried_again(client, ledger, monkeypatch):
    def locked(*_, **__):
        raise errors.LedgerLocked("another process is writing")

    monkeypatch.setattr(type(ledger.store), "append", locked)
    body = {"verdict": "accept", "claims": [ledger.claims()[0].id]}
    answer = client.post("/v1/judgements", json=body)
    fault(answer, 503, "R201")
    assert answer.headers["Retry-After"] == "2"


def test_a_fault_of_our_own_tells_nothing_of_itself(client, ledger, monkeypatch):
    def broken(*_, **__):
        raise RuntimeError("secret path /home/ada")

    monkeypatch.setattr(type(ledger.store), "reports", broken)
    body = fault(client.get("/v1/reports"), 500, "R000")
    assert "ada" not in json.dumps(body)


def test_the_log_holds_neither_keys_nor_what_was_searched_for(client, keys, monkeypatch):
    out = io.StringIO()
    monkeypatch.setattr(
        "reportedly.web.app._log",
        structlog.wrap_logger(
            structlog.PrintLogger(out),
            processors=[structlog.processors.JSONRenderer()],
            wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        ),
    )
    client.get("/v1/search", params={"text": "informer"})
    client.get("/v1/events/e-informer")
    client.post("/login", data={"key": keys["read"]})
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [line["route"] for line in lines[:3]] == ["/v1/search", "/v1/events/{id}", "/login"]
    secret = keys["admin"].split("_", 2)[2]
    assert "informer" not in out.getvalue() and secret not in out.getvalue()
    assert keys["read"].split("_", 2)[2] not in out.getvalue()
    assert lines[0]["key"] == keys["admin"].split("_")[1] and lines[0]["status"] == 200


def test_every_error_has_a_status_and_every_answer_the_headers(client):
    kinds = [
        kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.ReportedlyError)
    ]
    assert len(kinds) > 20 and all(400 <= status_of(kind("x")) < 600 for kind in kinds)
    assert set(STATUSES) <= set(kinds)
    for path in ("/v1/health", "/v1/events", "/nowhere", "/login"):
        headers = client.get(path).headers
        assert (
            headers["X-Content-Type-Options"] == "nosniff"
            and "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        )
    answer = client.delete("/v1/events")
    fault(answer, 405, "R106")
    assert "GET" in answer.headers["Allow"]


def test_hostile_words_stay_words(client):
    items = client.get("/v1/reports", params={"limit": 500}).json()["items"]
    assert HOSTILE in {item["outlet"] for item in items}


def test_without_keys_only_this_machine_is_served(ledger):
    app = make_app(ledger, None, rate=0)
    assert TestClient(app, base_url="http://127.0.0.1:8000").get("/v1/verify").status_code == 200
    fault(TestClient(app, base_url="http://evil.example").get("/v1/events"), 403, "R601")


def test_health_needs_no_key(visitor):
    assert visitor.get("/v1/health").json()["status"] == "ok"
    assert "/v1/events" in visitor.get("/v1/openapi.json").json()["paths"]


def test_a_ledger_that_cannot_be_read_is_no_health(ring):
    with Ledger(":memory:") as ledger:
        ledger.store.head = lambda: (_ for _ in ()).throw(errors.LedgerCorrupt("broken"))
        fault(TestClient(make_app(ledger, ring)).get("/v1/health"), 500, "R202")
