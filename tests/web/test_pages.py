"""The page for people: giving a key, looking, deciding; and that nothing of a report becomes markup."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from reportedly.session import review
from reportedly.web import pages
from reportedly.web.access import COOKIE
from reportedly.web.app import make_app
from tests.web.conftest import HOSTILE

ESCAPED = "&lt;/script&gt;&lt;img src=x"


def enter(visitor, secret):
    answer = visitor.post("/login", data={"key": secret})
    assert (answer.status_code, answer.headers["location"]) == (303, "/"), answer.text
    return answer


def token_of(page):
    return re.search(r'name="token" value="([^"]+)"', page.text)[1]


@pytest.fixture
def reviewer(visitor, keys, monkeypatch):
    """A person with a key to review, who is shown every claim as doubtful and likely pairs as unsure."""
    monkeypatch.setattr(review, "DOUBTFUL", 1.1)
    monkeypatch.setattr(review, "MARGIN", 0.5)
    monkeypatch.setattr(pages, "TO_DECIDE", 30)
    enter(visitor, keys["review"])
    return visitor


def test_without_a_key_one_is_led_to_the_form(visitor, keys):
    for path in ("/", "/review"):
        answer = visitor.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    assert 'type="password"' in visitor.get("/login").text
    wrong = visitor.post("/login", data={"key": "rk_no_key"})
    assert wrong.status_code == 401 and "set-cookie" not in wrong.headers and "does not open" in wrong.text
    assert visitor.post("/login", content=b"key=x", headers={"Content-Type": "text/plain"}).status_code == 422
    assert visitor.post("/review", data={"verdict": "same"}).status_code == 401


def test_the_cookie_is_for_this_page_alone_and_holds_no_key(visitor, keys):
    cookie = enter(visitor, keys["read"]).headers["set-cookie"]
    for word in ("HttpOnly", "SameSite=strict", "Max-Age="):
        assert word in cookie
    assert keys["read"].split("_", 2)[2] not in cookie
    page = visitor.get("/")
    assert page.status_code == 200
    assert visitor.get("/v1/events").status_code == 401  # the interface for programs takes no cookie
    visitor.post("/logout", data={"token": token_of(page)})
    assert visitor.get("/").status_code == 303


def test_a_revoked_key_ends_the_visit(visitor, keys, ring):
    enter(visitor, keys["read"])
    assert visitor.get("/").status_code == 200
    ring.revoke("read er")
    assert visitor.get("/").status_code == 303
    assert visitor.cookies[COOKIE]


def test_the_page_holds_the_events_that_the_filters_mean(visitor, keys, ledger):
    enter(visitor, keys["read"])
    page = visitor.get("/", params={"country": "SY", "at_least": "1", "text": ""})
    wanted = {e.id for e in ledger.events(country="SY", at_least=1)}
    assert wanted and wanted == {i for i in (e.id for e in ledger.events()) if i in page.text}
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "'sha256-" in policy and "form-action 'self'" in policy
    assert "script-src" in policy and "'unsafe-inline'" not in policy.partition("script-src")[2].partition(";")[0]
    assert "/review" not in page.text.partition("<main>")[0]  # a key to read shows no way to decide
    for wrong in ({"since": "soon"}, {"at_least": "many"}, {"text": '"><script>alert(1)</script>'}):
        answer = visitor.get("/", params=wrong)
        assert answer.status_code == 200 and "<script>alert" not in answer.text
    assert 'role="alert"' in visitor.get("/", params={"since": "soon"}).text


def test_more_events_than_a_page_holds_are_told(visitor, keys, monkeypatch):
    monkeypatch.setattr(pages, "SHOWN", 3)
    enter(visitor, keys["read"])
    assert "The latest 3 events are shown" in visitor.get("/").text


def test_hostile_words_are_never_markup(reviewer):
    for path in ("/", "/review"):
        page = reviewer.get(path).text
        assert HOSTILE not in page and "<img src=x" not in page
    assert ESCAPED in page and "javascript:" not in page


def test_pairs_and_claims_are_shown_and_decided(reviewer, ledger):
    page = reviewer.get("/review")
    assert page.text.count('value="same"') == page.text.count('class="sides"') > 0
    assert page.headers["Content-Security-Policy"] == pages.POLICY and "style=" not in page.text
    pair = re.search(r'name="claims" value="(c-\w+ c-\w+)"', page.text)[1]
    single = re.search(r'name="claims" value="(c-\w+)"', page.text)[1]
    form = {
        "token": token_of(page),
        "claims": pair,
        "verdict": "different",
        "reason": "two mills",
        "back": "country=SY",
    }
    answer = reviewer.post("/review", data={**form, "verdict": "different"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/review?country=SY")
    quick = {"Accept": "application/json"}
    assert (
        reviewer.post("/review", data={**form, "claims": single, "verdict": "accept"}, headers=quick).status_code == 204
    )
    kept = {(j.verdict.value, " ".join(j.claims), j.author, j.reason) for j in ledger.judgements()}
    assert kept == {("different", pair, "review er", "two mills"), ("accept", single, "review er", "two mills")}
    again = reviewer.get("/review").text
    assert f'value="{pair}"' not in again and f'value="{single}"' not in again


def test_a_form_from_elsewhere_keeps_nothing(reviewer, visitor, ledger, keys):
    page = reviewer.get("/review")
    single = re.search(r'name="claims" value="(c-\w+)"', page.text)[1]
    for token in ("", "x", "é"):
        answer = reviewer.post("/review", data={"token": token, "claims": single, "verdict": "accept"})
        assert answer.status_code == 403 and "Not kept" in answer.text
    wrong = {"token": token_of(page), "claims": single, "verdict": "perhaps"}
    answer = reviewer.post("/review", data=wrong, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (422, "R106")
    back = {"token": token_of(page), "claims": single, "verdict": "accept", "back": "//evil.example/\r\nX: y"}
    assert reviewer.post("/review", data=back).headers["location"].startswith("/review?")
    enter(visitor, keys["read"])
    assert visitor.get("/review").status_code == 403
    assert len(ledger.judgements()) == 1


def test_without_keys_forms_still_carry_their_token(ledger):
    with TestClient(make_app(ledger, None, rate=0), base_url="http://localhost:8000") as client:
        claim = ledger.claims()[0].id
        assert client.post("/review", data={"claims": claim, "verdict": "accept"}).status_code == 403
        page = client.get("/review")
        form = {"token": token_of(page), "claims": claim, "verdict": "accept"}
        assert client.post("/review", data=form, headers={"Accept": "application/json"}).status_code == 204
        assert ledger.judgements()[0].author == "owner"


def test_style_and_script_are_the_packages_own(visitor):
    assert visitor.get("/static/page.css").headers["content-type"].startswith("text/css")
    assert "innerHTML" not in visitor.get("/static/review.js").text
    for name in ("nothing.js", "..%2fapp.py", "%00"):
        assert visitor.get(f"/static/{name}").status_code == 404
