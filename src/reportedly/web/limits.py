"""What one client may ask for: requests a second, and bytes a request."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any

from ..errors import TooLarge, TooManyRequests
from .errors import answer

# Bytes of one request: some hundred long reports.
BODY_LIMIT = 5_000_000
# Seconds' worth of requests that a client may save up.
BURST = 4.0
# Clients remembered; the one unseen for longest is forgotten, which only ever favours it.
REMEMBERED = 10_000


class Limiter:
    """A bucket for each client: `rate` requests a second flow in, up to `BURST` seconds' worth; 0 sets no limit."""

    def __init__(self, rate: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.rate, self.full, self._clock = rate, max(1.0, rate * BURST), clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def take(self, client: str, cost: float = 1.0) -> None:
        """Let one request through, or raise TooManyRequests, which knows the `seconds` to wait."""
        if not self.rate:
            return
        with self._lock:
            now = self._clock()
            level, at = self._buckets.pop(client, (self.full, now))
            level = min(self.full, level + (now - at) * self.rate)
            cost = min(cost, self.full)
            allowed = level >= cost
            self._buckets[client] = (level - cost if allowed else level, now)
            if len(self._buckets) > REMEMBERED:
                self._buckets.popitem(last=False)
        if not allowed:
            error = TooManyRequests(f"more than {self.rate:g} requests a second")
            error.seconds = (cost - level) / self.rate  # type: ignore[attr-defined]
            raise error


class BodyLimit:
    """Takes a request's whole body before anything looks at it, and refuses one beyond the limit."""

    def __init__(self, app: Any, limit: int = BODY_LIMIT) -> None:
        self.app, self.limit = app, limit

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self.app(scope, receive, send)
            return
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        body = None if declared.isdigit() and int(declared[:20]) > self.limit else await self._whole(receive)
        if body is None:
            error = TooLarge(f"the body is beyond the limit of {self.limit:,} bytes", hint="Send it in parts.")
            await answer(error)(scope, receive, send)
            return
        sent = False

        async def replay() -> dict[str, Any]:
            nonlocal sent
            if sent:
                return await receive()
            sent = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self.app(scope, replay, send)

    async def _whole(self, receive: Any) -> bytes | None:
        parts, size, more = [], 0, True
        while more:
            message = await receive()
            if message["type"] != "http.request":
                break
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            more = message.get("more_body", False)
            if size > self.limit:
                return None
        return b"".join(parts)
