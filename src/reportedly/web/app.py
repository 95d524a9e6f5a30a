"""The application: routes, errors, limits, the headers of every answer and a line in the log for each."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import structlog
from fastapi import FastAPI
from starlette.datastructures import MutableHeaders

from .. import __version__
from ..config import default_reader
from ..session import Ledger
from ..session.keys import Keyring
from . import asking, errors, exporting, pages, telling
from .access import Gate
from .limits import BODY_LIMIT, BodyLimit, Limiter
from .serving import Server

_log = structlog.get_logger("reportedly.web")

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}


def make_app(
    ledger: Ledger,
    keyring: Keyring | None,
    *,
    rate: float = 50.0,
    body_limit: int = BODY_LIMIT,
    make_reader: Callable[[], Any] = default_reader,
) -> FastAPI:
    """The application over one ledger. Without a keyring everybody on this machine may do all, as the ledger's author.

    `rate` is requests a second of one key (0: any number), `body_limit` bytes of one request.
    """
    app = FastAPI(
        title="Reportedly",
        version=__version__,
        description="What news reports say happened in a conflict, and who said so.",
        openapi_url="/v1/openapi.json",
        docs_url=None,  # its pages load scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.server = Server(ledger, Gate(keyring, Limiter(rate), ledger.author), make_reader)
    for each in (asking, telling, exporting, pages):
        app.include_router(each.router)
    errors.register(app)
    app.add_middleware(BodyLimit, limit=body_limit)
    app.add_middleware(Outermost)
    return app


class Outermost:
    """Sets the headers that every answer has, logs it, and answers for faults of our own.

    The log never holds what was searched for, nor a key: method, route, status, time, id of the key.
    """

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status = time.perf_counter(), 0

        async def sending(message: Any) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            await self.app(scope, receive, sending)
        except Exception as error:
            answer = errors.unforeseen(error)
            if not status:
                await answer(scope, receive, sending)
        route = scope.get("route")
        _log.info(
            "request",
            method=scope["method"],
            route=getattr(route, "path", "-"),
            status=status,
            ms=round((time.perf_counter() - began) * 1000, 1),
            key=scope.get("state", {}).get("key", ""),
        )
