"""How many pages of 50 events a server gives: `python -m benchmarks.api [--claims 20000] [--seconds 10]`.

Fills a ledger with made-up claims, serves it by `reportedly serve` as users do (one process, with
a key and a log), and asks for pages one after the other on a few open connections: pages all
different, so that nothing that was made before can be given again. The server is held to one core
where the system can; what asks runs on another where there is one. Prints requests a second and
the median and 99th percentile of the answer's time.
"""

from __future__ import annotations

import argparse
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

from benchmarks import ledger as filler
from reportedly.ports import Filter
from reportedly.session import Ledger
from reportedly.session.keys import Keyring
from reportedly.stores.sql import SqlStore


def main() -> None:
    """Fill, serve, ask, print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--claims", type=int, default=20_000)
    options.add_argument("--seconds", type=float, default=10.0)
    options.add_argument("--connections", type=int, default=4)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        where = str(Path(folder) / "a.db")
        fill(where, given.claims)
        keys = Keyring(f"{where}.keys")
        _, secret = keys.add("bench", "read")
        keys.close()
        with Ledger(where) as opened:
            pages = cursors(opened)
        measure(where, secret, pages, given.seconds, given.connections)


def fill(where: str, claims: int) -> None:
    """The made-up ledger of the other benchmark, its events kept under the key that the server looks for."""
    store = SqlStore(where)
    filler.fill(store, filler.World(), claims)
    with Ledger(store) as opened:
        store.keep_events(opened._events_key(), filler.events(store))


def cursors(opened: Ledger) -> list[str]:
    """The cursors of all pages of 50 events."""
    found, cursor = [""], ""
    while cursor := opened.store.events(Filter(), cursor, 50).cursor:
        found.append(cursor)
    return found[:-1]


def measure(where: str, secret: str, pages: list[str], seconds: float, connections: int) -> None:
    """Ask for every page in turn until the time is over."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "reportedly.cli.main", "serve", "-l", where, "--port", str(port), "--rate", "0"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            apart(process.pid)
            wait_for(port)
            headers = {"Authorization": f"Bearer {secret}"}
            end = time.perf_counter() + seconds

            def ask(start: int) -> list[float]:
                connection, took = HTTPConnection("127.0.0.1", port), []
                at = start
                while (began := time.perf_counter()) < end:
                    connection.request("GET", f"/v1/events?cursor={quote(pages[at % len(pages)])}", headers=headers)
                    answer = connection.getresponse()
                    body = answer.read()
                    if answer.status != 200:
                        raise SystemExit(f"{answer.status}: {body[:200]!r}")
                    took.append(time.perf_counter() - began)
                    at += connections
                return took

            began = time.perf_counter()
            with ThreadPoolExecutor(connections) as pool:
                took = sorted(t for part in pool.map(ask, range(connections)) for t in part)
            wall = time.perf_counter() - began
        finally:
            process.terminate()
    print(f"{len(took) / wall:.0f} pages of 50 events a second ({len(pages)} different pages, {len(took)} requests)")
    print(f"median {statistics.median(took) * 1000:.1f} ms, 99 % within {took[int(len(took) * 0.99)] * 1000:.1f} ms")


def apart(server: int) -> None:
    """The server on one core, this process on the others."""
    if hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(server, {cores[0]})
        if len(cores) > 1:
            os.sched_setaffinity(0, set(cores[1:]))


def wait_for(port: int) -> None:
    """Until the server answers."""
    for _ in range(300):
        try:
            connection = HTTPConnection("127.0.0.1", port)
            connection.request("GET", "/v1/health")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


if __name__ == "__main__":
    main()
