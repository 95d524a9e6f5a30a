"""The HTTP interface in process: what is asked and told, who may, and what is refused."""

from __future__ import annotations

import io
import json
import logging
from concurrent.futures import ThreadPoolExecutor

import pytest
import structlog
from fastapi.testclient import TestClient

from reportedly import errors
from reportedly.config import names
from reportedly.session import Ledger, places
from reportedly.web.app import make_app
from reportedly.web.errors import STATUSES, status_of
from tests import ledgers
from tests.web.conftest import HOSTILE, bearer, fault

GOOD = ledgers.report(900).text


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


def test_an_export_holds_the_events_of_one_moment(client, ledger, monkeypatch):
    from reportedly.exporters.claims import ClaimsExporter

    whole, times = ClaimsExporter.export, []

    def disturbed(self, dossier, out):
        times.append(len(dossier.events))
        if len(times) == 1:
            ledger.judge("reject", ledger.claims()[0].id)
            ledger.refresh()
        whole(self, dossier, out)

    monkeypatch.setattr(ClaimsExporter, "export", disturbed)
    assert client.get("/v1/export/claims").status_code == 200 and len(times) == 2
    monkeypatch.setattr(type(ledger.store), "events_key", lambda _: str(times.append(0) or len(times)))
    monkeypatch.setattr(type(ledger), "refresh", lambda _: None)
    fault(client.get("/v1/export/claims"), 503, "R201")


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


def test_health_needs_no_key(visitor):
    assert visitor.get("/v1/health").json()["status"] == "ok"
    assert "/v1/events" in visitor.get("/v1/openapi.json").json()["paths"]


def test_a_ledger_that_cannot_be_read_is_no_health(ring):
    with Ledger(":memory:") as ledger:
        ledger.store.head = lambda: (_ for _ in ()).throw(errors.LedgerCorrupt("broken"))
        fault(TestClient(make_app(ledger, ring)).get("/v1/health"), 500, "R202")


def test_within_a_place_are_the_things_whose_place_district_or_province_bears_its_name(client, ledger, monkeypatch):
    for name, title in (("events", "tal amra"), ("claims", "TAL-AMRA"), ("claims", "Homs")):
        meant = [t.id for t in getattr(ledger, name)() if t.where and t.where.name == "Tal Amra"]
        assert [item["id"] for item in client.get(f"/v1/{name}", params={"place": title}).json()["items"]] == meant
        assert meant and [t.id for t in getattr(ledger, name)(place=title)] == meant
    assert client.get("/v1/events", params={"place": "mra"}).json() == {"items": [], "cursor": "", "partial": False}
    fault(client.get("/v1/reports", params={"place": "Homs"}), 422, "R106")
    table = client.get("/v1/export/csv", params={"place": "Homs"}).text
    assert "Tal Amra" in table and "Port Selim" not in table
    titled = client.get("/v1/export/sitrep-md", params={"place": "Homs", "since": "2026", "title": "The week"}).text
    assert titled.startswith("# The week") and "Homs; since 2026" in titled
    pairs = client.get("/v1/review/claims", params={"place": "Homs", "most": 200}).json()["items"]
    assert pairs and {each["claim"]["where"]["text"] for each in pairs} == {"Tal Amra"}


def test_pages_within_a_place_hold_each_thing_once(client, ledger, monkeypatch):
    monkeypatch.setattr(places, "LOOKED_AT", 4)
    monkeypatch.setattr(places, "_STEP", 4)
    for limit in (1, 2, 50):
        got, cursor, asked = [], "", 0
        while cursor or not asked:
            page = client.get("/v1/claims", params={"place": "homs", "limit": limit, "cursor": cursor}).json()
            got, cursor, asked = got + [item["id"] for item in page["items"]], page["cursor"], asked + 1
            assert len(page["items"]) <= limit
            assert page["partial"] == (page["cursor"] != "" and len(page["items"]) < limit)
        assert got == [claim.id for claim in ledger.claims(place="Homs")] and asked > 3


def test_hand_coded_rows_are_held_against_the_ledger(client, ledger):
    table = client.get("/v1/export/acled").text.lstrip("\ufeff")
    head, first, *rest = table.splitlines()
    same = client.post("/v1/compare", json={"csv": table}).json()
    assert (same["missing"], same["extra"], same["fields"], same["faults"]) == ([], [], {}, [])
    assert len(same["matched"]) == len(rest) + 1
    broken = "\n".join([head, first.replace("2026", "20x6"), *rest]) + "\n"
    found = client.post("/v1/compare", json={"csv": broken}).json()
    assert [each["code"] for each in found["faults"]] == ["R103"]
    assert len(found["matched"]) == len(rest) and len(found["extra"]) + found["outside"] == 1
    there = client.post("/v1/compare", json={"csv": table, "place": "Homs"}).json()
    assert 0 < len(there["matched"]) < len(same["matched"])
    for body in ({"csv": "a,b\n1,2\n"}, {"csv": f"{head}\n"}, {"csv": "\n"}, {"csv": ""}, {}, {"csv": table, "x": 1}):
        fault(client.post("/v1/compare", json=body), 422, "R103")


def test_decisions_that_contradict_are_kept_and_told(client, ledger):
    one, other = (claim.id for claim in ledger.claims()[:2])
    same = client.post("/v1/judgements", json={"verdict": "same", "claims": [one, other], "author": "Ana"}).json()
    assert same["conflicts"] == []
    body = {"verdict": "different", "claims": [one, other], "author": "Ben"}
    against = client.post("/v1/judgements", json=body).json()["conflicts"]
    assert [each["code"] for each in against] == ["R401"] and same["id"] in against[0]["message"]
    assert client.get("/v1/conflicts").json() == against
    client.post("/v1/retractions", json={"target": same["id"], "reason": "Ben is right"})
    assert client.get("/v1/conflicts").json() == []
