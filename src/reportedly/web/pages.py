"""The page for people: the ledger's events as map and list, and a small screen to review what is unsure."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Depends, Query, Request
from jinja2 import Environment, PackageLoader
from starlette.responses import RedirectResponse, Response

from ..config import part
from ..errors import AccessError, InvalidQuery, NotFound, ReportedlyError, UnknownKey
from ..model import Claim, Report
from ..session.keys import LONGEST, Role
from ..session.questions import question
from ..session.review import doubtful_claims, passages, unsure_pairs
from .access import COOKIE, STAY, Who, same_form
from .errors import answer, status_of
from .serving import Served
from .shapes import Asked

router = APIRouter(include_in_schema=False)

# Events on one page of the map, and things to decide on one screen.
SHOWN, TO_DECIDE = 500, 12
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_MEANT = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]*)"')
_STATIC = {"page.css": "text/css; charset=utf-8", "review.js": "text/javascript; charset=utf-8"}
_FILTERS = ("since", "until", "country", "actor", "text", "type", "at_least", "independent")


async def _form(request: Request) -> dict[str, str]:
    """The fields of a form; InvalidQuery where the body is none."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    if kind != "application/x-www-form-urlencoded":
        raise InvalidQuery("this takes a form")
    try:
        return dict(parse_qsl((await request.body()).decode(), keep_blank_values=True, max_num_fields=50))
    except ValueError as error:
        raise InvalidQuery("the form cannot be read") from error


Form = Annotated[dict[str, str], Depends(_form)]


async def _visitor(request: Request) -> Who | None:
    found: Who | None = request.app.state.server.gate.by_cookie(request)
    return found


Visitor = Annotated[Who | None, Depends(_visitor)]


@router.get("/login")
def ask_for_key() -> Response:
    """The form that takes a key."""
    return _page("login.html")


@router.post("/login")
def take_key(request: Request, server: Served, form: Form) -> Response:
    """Take a key and remember whoever gave it, in a cookie that no script can read."""
    sent = form.get("key", "").strip()
    try:
        who = server.gate.by_key(request, sent[: LONGEST + 1])
    except UnknownKey as error:
        return _page("login.html", status_of(error), fault=error.message)
    response = RedirectResponse("/", 303)
    if who.key:
        token = server.gate.sessions.open(who.key)
        secure = request.url.scheme == "https"
        response.set_cookie(COOKIE, token, max_age=STAY, httponly=True, samesite="strict", secure=secure, path="/")
    return response


@router.post("/logout")
def forget(request: Request, server: Served, who: Visitor, form: Form) -> Response:
    """Forget whoever gave a key."""
    if who:
        same_form(who, form.get("token", ""))
        server.gate.sessions.close(request.cookies.get(COOKIE, "")[:LONGEST])
    response = RedirectResponse("/login", 303)
    response.delete_cookie(COOKIE, path="/")
    return response


@router.get("/")
def events(request: Request, server: Served, who: Visitor) -> Response:
    """The page of the site format with the events that the filters mean, under a bar with the filters."""
    if who is None:
        return RedirectResponse("/login", 303)
    given = {name: value for name in _FILTERS if (value := request.query_params.get(name, "").strip())}
    fault, page = "", None
    try:
        server.refresh()
        page = server.ledger.store.events(question(**_conditions(given), newest_first=True), "", SHOWN)
    except ReportedlyError as error:
        if status_of(error) != 422:
            raise
        fault = str(error)
    shown = tuple(sorted(page.items, key=_by_day)) if page else ()
    out = BytesIO()
    part("exporter", "site")().export(server.dossier(shown), out)
    bar = _render(
        "bar.html", who=who, given=given, fault=fault, more=bool(page and page.cursor), shown=len(shown), limit=SHOWN
    )
    head, body, rest = out.getvalue().partition(b"<body>")
    meant = _MEANT.search(head.decode("utf-8", "replace"))
    policy = f"{meant[1] if meant else POLICY}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    whole = head + body + bar.encode("utf-8", "replace") + rest
    return Response(whole, media_type="text/html", headers={"Content-Security-Policy": policy})


@router.get("/review")
def review(server: Served, who: Visitor, asked: Annotated[Asked, Query()]) -> Response:
    """Pairs side by side and doubtful claims, each with the buttons to decide."""
    if who is None:
        return RedirectResponse("/login", 303)
    _check_may_review(who)
    conditions = asked.conditions()
    server.refresh()
    found = unsure_pairs(server.ledger, who.name, TO_DECIDE, **conditions)
    pairs = [
        {
            "ids": " ".join(claim.id for claim in pair.claims),
            "sides": [_side(claim, report) for claim, report in zip(pair.claims, pair.reports)],
            "probability": pair.probability,
            "joined": pair.joined,
            "reasons": pair.reasons,
        }
        for pair in found
    ]
    doubts = doubtful_claims(server.ledger, who.name, TO_DECIDE, **conditions)
    claims = [{"ids": d.claim.id, "score": d.claim.score, "side": _side(d.claim, d.report)} for d in doubts]
    back = urlencode([(n, v) for n, values in conditions.items() for v in _each(values)])
    return _page("review.html", who=who, pairs=pairs, claims=claims, back=back)


@router.post("/review")
def decide(request: Request, server: Served, who: Visitor, form: Form) -> Response:
    """Keep one decision; a script gets 204 or the error as JSON, a form is led back to the screen."""
    is_script = "application/json" in request.headers.get("accept", "")
    try:
        if who is None:
            raise UnknownKey("this needs a key")
        same_form(who, form.get("token", ""))
        _check_may_review(who)
        claims = form.get("claims", "").split()[:2]
        with server.writing:
            ledger = server.written_by(who)
            ledger.judge(form.get("verdict", ""), *claims, reason=form.get("reason", "")[:2000], author=who.name)
    except ReportedlyError as error:
        return answer(error) if is_script else _page("fault.html", status_of(error), fault=error, who=who)
    back = form.get("back", "")[:2000]
    return Response(status_code=204) if is_script else RedirectResponse(f"/review?{_query(back)}", 303)


@router.get("/static/{name}")
def static(name: str) -> Response:
    """The style and the script of these pages."""
    if name not in _STATIC:
        raise NotFound("there is no such file", subject=name[:80], hint="Go to /.")
    headers = {"Cache-Control": "max-age=3600"}
    return Response(_file(name), headers=headers, media_type=_STATIC[name])


def _check_may_review(who: Who) -> None:
    if not who.may(Role.REVIEW):
        raise AccessError("this needs a key of the role review", subject=who.role.value)


def _conditions(given: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = dict(given)
    for name in ("at_least", "independent"):
        if name in found:
            if not (found[name].isdecimal() and len(found[name]) <= 9):
                raise InvalidQuery("this is no number", subject=found[name][:40])
            found[name] = int(found[name])
    return found


def _by_day(event: Any) -> tuple[bool, str, str]:
    day = (event.when.earliest or event.when.latest) if event.when else None
    return (day is None, str(day or ""), event.id)


def _each(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list) else [value]


def _query(text: str) -> str:
    """A query taken apart and put together again, so that nothing else can hide in it."""
    try:
        return urlencode(parse_qsl(text, max_num_fields=50))
    except ValueError:
        return ""


def _side(claim: Claim, report: Report) -> dict[str, Any]:
    """What is shown of one claim."""
    when, where = claim.when, claim.where
    days = [str(day) for day in (when.earliest, when.latest) if day] if when else []
    return {
        "outlet": report.outlet or report.id,
        "published": report.published.date().isoformat() if report.published else "",
        "title": report.title,
        "url": report.url if report.url.startswith(("https://", "http://")) else "",
        "passages": passages(claim, report),
        "facts": [
            (name, value)
            for name, value in (
                ("what", f"{claim.type} ({claim.kind.value}, {claim.status.value})"),
                ("when", " to ".join(dict.fromkeys(days))),
                ("where", ", ".join(dict.fromkeys(p for p in (where.name, where.admin1, where.country) if p)))
                if where
                else ("where", ""),
                ("by", ", ".join(p.name for p in claim.actors)),
                ("against", ", ".join(p.name for p in claim.targets)),
                ("toll", "; ".join(f"{h.figure} {h.outcome.value} ({h.party.value})" for h in claim.toll)),
                ("said by", " ← ".join(link.name for link in claim.attribution.links)),
                ("not resolved", "; ".join(claim.notes)),
            )
            if value
        ],
    }


@cache
def _templates() -> Environment:
    return Environment(loader=PackageLoader("reportedly.web"), autoescape=True, trim_blocks=True, lstrip_blocks=True)


@cache
def _file(name: str) -> bytes:
    return (files(__package__) / "static" / name).read_bytes()


def _render(name: str, **values: Any) -> str:
    return _templates().get_template(name).render(**values)


def _page(name: str, status: int = 200, **values: Any) -> Response:
    whole = _render(name, **values).encode("utf-8", "replace")
    return Response(whole, status, media_type="text/html", headers={"Content-Security-Policy": POLICY})
