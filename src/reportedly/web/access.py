"""Who asks, and whether they may: keys in a header for programs, a cookie for people at the page."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.security import HTTPBearer

from ..errors import AccessError, UnknownKey
from ..session.keys import LONGEST, Keyring, Role
from .limits import Limiter

COOKIE = "reportedly"
# Seconds that a person stays known after giving the key.
STAY = 12 * 3600
_MOST_SESSIONS = 10_000
# Names under which this machine alone is reached; another means that a foreign page was made to point here.
LOOPBACK = ("127.0.0.1", "localhost", "[::1]", "::1")

bearer = HTTPBearer(auto_error=False, description="A key made by `reportedly key add`.")


@dataclass(frozen=True, slots=True)
class Who:
    """Whoever asks: the name that decisions are written in, the role, the id of the key."""

    name: str
    role: Role
    key: str = ""
    token: str = ""  # that a form of theirs must carry

    def may(self, wanted: Role) -> bool:
        """True where their role covers this one."""
        return self.role.covers(wanted)


class Sessions:
    """Who has given a key at the page, by a token of which only the hash is kept, in memory alone."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, Lock()
        self._known: OrderedDict[str, tuple[str, str, float]] = OrderedDict()

    def open(self, key: str) -> str:
        """Remember that whoever holds the token returned has given this key."""
        token = secrets.token_urlsafe(32)
        with self._lock:
            self._known[_digest(token)] = (key, secrets.token_urlsafe(16), self._clock() + STAY)
            if len(self._known) > _MOST_SESSIONS:
                self._known.popitem(last=False)
        return token

    def find(self, token: str) -> tuple[str, str] | None:
        """The id of the key and the token of forms; None where the token is unknown or too old."""
        with self._lock:
            found = self._known.get(_digest(token))
            if found and found[2] < self._clock():
                del self._known[_digest(token)]
                return None
        return found[:2] if found else None

    def close(self, token: str) -> None:
        """Forget the token."""
        with self._lock:
            self._known.pop(_digest(token), None)


class Gate:
    """Lets requests in. Without a keyring (only for a server that this machine alone reaches) all are the `owner`."""

    def __init__(self, keyring: Keyring | None, limiter: Limiter, owner: str = "") -> None:
        self.keyring, self.limiter, self.owner = keyring, limiter, owner
        self.sessions = Sessions()
        self._own_token = secrets.token_urlsafe(16)

    def by_header(self, request: Request) -> Who:
        """Who sent the key in `Authorization: Bearer` or `X-API-Key`; UnknownKey where it opens nothing."""
        if self.keyring is None:
            return self._everybody(request)
        scheme, _, sent = request.headers.get("authorization", "").partition(" ")
        sent = sent.strip() if scheme.lower() == "bearer" else request.headers.get("x-api-key", "")
        return self.by_key(request, sent)

    def by_key(self, request: Request, sent: str) -> Who:
        """Who holds this key. Those who send wrong ones are held to the same rate, by their address."""
        if self.keyring is None:
            return self._everybody(request)
        try:
            if not sent:
                raise UnknownKey("this needs a key")
            key = self.keyring.check(sent)
        except UnknownKey:
            self.limiter.take(f"address {address(request)}")
            raise
        self.limiter.take(key.id)
        request.state.key = key.id
        return Who(key.name, key.role, key.id)

    def by_cookie(self, request: Request) -> Who | None:
        """Who gave a key at the page before; None where nobody, or where the key stands no more."""
        if self.keyring is None:
            return self._everybody(request)
        token = request.cookies.get(COOKIE, "")
        found = self.sessions.find(token) if 0 < len(token) <= LONGEST else None
        if found is None:
            return None
        try:
            key = self.keyring.standing(found[0])
        except UnknownKey:
            self.sessions.close(token)
            return None
        self.limiter.take(key.id)
        request.state.key = key.id
        return Who(key.name, key.role, key.id, found[1])

    def _everybody(self, request: Request) -> Who:
        if (request.url.hostname or "") not in LOOPBACK:
            raise AccessError("without keys only this machine is served", hint="Use http://127.0.0.1.")
        self.limiter.take("everybody")
        return Who(self.owner, Role.ADMIN, "", self._own_token)


def needs(role: Role) -> Any:
    """A dependency: whoever asks, where they may do what this role may; UnknownKey or AccessError where not."""

    async def check(request: Request, _: Annotated[Any, Depends(bearer)] = None) -> Who:
        who = request.app.state.server.gate.by_header(request)
        if not who.may(role):
            raise AccessError(f"this needs a key of the role {role.value}", subject=who.role.value)
        return who

    return Depends(check)


def same_form(who: Who, sent: str) -> None:
    """Refuse a form that was not on a page of ours."""
    if not who.token or not hmac.compare_digest(who.token.encode(), sent.encode()):
        raise AccessError("the form is not from this page", hint="Load the page again and send the form from there.")


def address(request: Request) -> str:
    """Where the request came from."""
    return request.client.host if request.client else "nowhere"


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


Reader = Annotated[Who, needs(Role.READ)]
Reviewer = Annotated[Who, needs(Role.REVIEW)]
Admin = Annotated[Who, needs(Role.ADMIN)]
