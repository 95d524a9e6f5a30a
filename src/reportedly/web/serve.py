"""Starts the server; what `reportedly serve` calls, by the name under which it is plugged in."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import closing
from typing import Any

from ..errors import AccessError, InvalidQuery, MissingExtra

LOOPBACK = ("127.0.0.1", "::1", "localhost")


def serve(
    ledger: str,
    keys: str,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    no_keys: bool = False,
    rate: float = 50.0,
    tell: Callable[[str], None] = print,
) -> None:
    """Serve a ledger until interrupted. MissingExtra where the extra `web` is not installed."""
    if no_keys and host not in LOOPBACK:
        raise AccessError("without keys only this machine is served", subject=host, hint="Leave out --no-keys.")
    try:
        import uvicorn

        from .app import make_app
    except ModuleNotFoundError as error:
        raise missing(error) from error
    from ..session import Ledger
    from ..session.keys import Keyring

    log_plainly()
    with Ledger(ledger) as opened:
        if no_keys:
            tell(f"http://{host}:{port} serves everybody on this machine, as {opened.author}.")
            uvicorn.run(make_app(opened, None, rate=rate), **_options(host, port))
            return
        with closing(Keyring(keys)) as ring:
            if not ring.made():
                tell("There are no keys yet: `reportedly key add NAME --role review` makes one.")
            tell(f"http://{host}:{port} serves whoever has a key.")
            try:
                uvicorn.run(make_app(opened, ring, rate=rate), **_options(host, port))
            except OSError as error:
                raise InvalidQuery(f"the server cannot listen ({error.strerror})", subject=f"{host}:{port}") from error


def missing(error: ModuleNotFoundError) -> MissingExtra:
    """The error that names the extra."""
    return MissingExtra(
        f"the server needs the package {error.name}, which is not installed",
        subject=error.name or "",
        hint="Install the extra: `pip install reportedly[web]`.",
    )


def log_plainly(level: int = logging.INFO) -> None:
    """One JSON line a request on standard error, with its time."""
    import sys

    import structlog

    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def _options(host: str, port: int) -> dict[str, Any]:
    # Uvicorn's own lines would show whole addresses, and with them what was searched for.
    return {"host": host, "port": port, "access_log": False, "log_level": "warning", "server_header": False}
