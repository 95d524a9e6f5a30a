"""A PostgreSQL of the tests' own: a fresh cluster in a temporary folder, on a loopback port, without privileges."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

NUMBERS = count()
BINARIES = ("initdb", "postgres")


def missing() -> str:
    """Why no cluster can be started; "" where one can."""
    gone = [name for name in BINARIES if _binary(name) is None]
    return f"PostgreSQL is not installed ({', '.join(gone)} not found)" if gone else ""


def _binary(name: str) -> str | None:
    found = shutil.which(name)
    if found:
        return found
    newest = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda p: int(p.parts[4]))
    return str(newest[-1]) if newest else None


def _unprivileged() -> dict[str, object]:
    """PostgreSQL refuses to run as root: then it runs as `postgres`, or as `nobody`."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise RuntimeError("no unprivileged user to run PostgreSQL as")


@contextmanager
def cluster() -> Iterator[str]:
    """The address of a server that runs until the end of the block (without the name of a database)."""
    folder = Path(tempfile.mkdtemp(prefix="reportedly-pg-"))
    who = _unprivileged()
    if who:
        os.chown(folder, who["user"], who["group"])
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
    try:
        start = [_binary("initdb"), "-D", str(folder / "data"), "-U", "ledger", "-A", "trust", "-E", "UTF8", "-N"]
        subprocess.run(start, check=True, capture_output=True, cwd=folder, env=environment, **who)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        options = ["-p", str(port), "-h", "127.0.0.1", "-k", str(folder), "-c", "fsync=off", "-c", "max_connections=40"]
        with (folder / "log").open("wb") as log:
            command = [_binary("postgres"), "-D", str(folder / "data"), *options]
            server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, env=environment, **who)
        try:
            _wait(port, server, folder / "log")
            yield f"postgresql://ledger@127.0.0.1:{port}"
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=20)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait(port: int, server: subprocess.Popen, log: Path) -> None:
    import psycopg

    for _ in range(200):
        if server.poll() is not None:
            break
        try:
            psycopg.connect(f"postgresql://ledger@127.0.0.1:{port}/postgres", connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL did not start: {log.read_text(errors='replace')[-2000:]}")


def database(address: str) -> str:
    """The address of a new, empty database on this server."""
    import psycopg

    name = f"ledger{next(NUMBERS)}"
    with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{address}/{name}"
