"""Every error as an HTTP status and one JSON body; nowhere else is a status chosen.

The body always holds `code`, `message`, `hint` and `subject`, as `reportedly.errors` has them.
"""

from __future__ import annotations

import math
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from .. import errors

# The nearest class in the tree counts.
STATUSES: dict[type[errors.ReportedlyError], int] = {
    errors.ReportedlyError: 500,
    errors.InputError: 422,
    errors.UnreadableInput: 400,
    errors.TooLarge: 413,
    errors.ReadingFailed: 500,
    errors.LedgerError: 500,
    errors.LedgerLocked: 503,
    errors.NotFound: 404,
    errors.LedgerFull: 507,
    errors.MissingExtra: 501,
    errors.JudgementConflict: 409,
    errors.AccessError: 403,
    errors.UnknownKey: 401,
    errors.TooManyRequests: 429,
}
_OWN_WORDS = {404: "there is nothing at this address", 405: "this cannot be done at this address"}
# Seconds after which a client may try again where another process is writing.
LOCKED_FOR = 2
_log = structlog.get_logger("reportedly.web")


def status_of(error: errors.ReportedlyError) -> int:
    """The status of an error: that of its class, or of the nearest class above it."""
    return next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)


def body_of(error: errors.ReportedlyError) -> dict[str, str]:
    """The body that every error has."""
    return {"code": error.code, "message": error.message, "hint": error.hint, "subject": error.subject}


def answer(error: errors.ReportedlyError, status: int = 0, headers: dict[str, str] | None = None) -> Response:
    """The response to an error."""
    found = dict(headers or {})
    if isinstance(error, errors.UnknownKey):
        found["WWW-Authenticate"] = "Bearer"
    if isinstance(error, errors.LedgerLocked):
        found["Retry-After"] = str(LOCKED_FOR)
    if isinstance(error, errors.TooManyRequests):
        found["Retry-After"] = str(max(1, math.ceil(getattr(error, "seconds", 1))))
    return JSONResponse(body_of(error), status or status_of(error), found)


def register(app: FastAPI) -> None:
    """Turn whatever goes wrong into the body above."""
    app.add_exception_handler(errors.ReportedlyError, _own)
    app.add_exception_handler(RequestValidationError, _misshapen)
    app.add_exception_handler(HTTPException, _of_framework)


async def _own(_: Request, error: Any) -> Response:
    return answer(error)


async def _misshapen(_: Request, error: Any) -> Response:
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])[:200]
    if first["type"] == "json_invalid":
        told: errors.InputError = errors.InvalidRecord(
            "the body is not JSON", subject=place, hint="Send one JSON object with Content-Type: application/json."
        )
        return answer(told, 400)
    kind = errors.InvalidRecord if str(first["loc"][0]) == "body" else errors.InvalidQuery
    message = "; ".join(f"{'.'.join(map(str, e['loc']))[:100]}: {e['msg']}" for e in error.errors()[:5])
    hint = "The description under /v1/openapi.json says what is taken."
    return answer(kind(_printable(message[:600]), subject=_printable(place), hint=hint))


async def _of_framework(_: Request, error: Any) -> Response:
    message = _OWN_WORDS.get(error.status_code, "the request cannot be taken")
    told = errors.InvalidQuery(message, hint="The description under /v1/openapi.json says what there is.")
    if error.status_code == 404:
        told.code = errors.NotFound.code
    return answer(told, error.status_code, dict(error.headers or {}))


def unforeseen(error: Exception) -> Response:
    """A fault of our own: the log has what happened, the answer has none of it."""
    _log.error("fault", kind=type(error).__name__, exc_info=error)
    told = errors.ReportedlyError("the server broke off on this request", hint="The server's log says why.")
    return answer(told, 500)


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else "?" for char in text)
