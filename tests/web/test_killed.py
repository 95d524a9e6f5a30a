"""A whole server, killed with SIGKILL while clients write through it: nothing acknowledged is lost, all seals hold."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import httpx
import pytest

from reportedly.session import Ledger
from reportedly.session.keys import Keyring
from tests import ledgers
from tests.test_keeping import environment

SERVER = """
import sys, socket, uvicorn
from reportedly.session import Ledger
from reportedly.session.keys import Keyring
from reportedly.web.app import make_app
from tests import ledgers

ledger = Ledger(sys.argv[1], make_reader=ledgers.TestReader)
app = make_app(ledger, Keyring(sys.argv[1] + ".keys"), rate=0, make_reader=ledgers.TestReader)
listening = socket.create_server(("127.0.0.1", 0))
print(listening.getsockname()[1], flush=True)
uvicorn.Server(uvicorn.Config(app, access_log=False, log_level="error")).run([listening])
"""
CLIENTS = 4


class Wrote:
    """What the server acknowledged: ids of reports, judgements and retractions."""

    def __init__(self) -> None:
        self.reports: set[str] = set()
        self.judgements: set[str] = set()
        self.retractions: set[str] = set()


def write(base: str, secret: str, client: int, start: int, wrote: Wrote) -> None:
    """Add, judge, take back and ask, until the server is gone."""
    dice, mine = random.Random(client + start), []
    with httpx.Client(base_url=base, headers={"X-API-Key": secret}, timeout=20) as ask:
        for number in range(start + client, start + 100_000, CLIENTS):
            report = ledgers.report(number)
            body = {"id": report.id, "text": report.text, "published": "2026-03-01", "outlet": report.outlet}
            try:
                answer = ask.post("/v1/reports", json={"reports": [body]})
                assert answer.status_code == 200 and answer.json()["reports"] == 1, answer.text
                wrote.reports.add(report.id)
                page = ask.get("/v1/claims", params={"report": report.id})  # its events are linked and kept on the way
                if page.status_code == 503:  # others were writing for as long as a writer waits
                    continue
                mine += [claim["id"] for claim in page.json()["items"]]
                if len(mine) < 2:
                    continue
                told = {"verdict": dice.choice(("same", "different")), "claims": dice.sample(mine, 2)}
                decided = ask.post("/v1/judgements", json={**told, "reason": str(number)}).json()["id"]
                wrote.judgements.add(decided)
                if dice.random() < 0.3:
                    wrote.retractions.add(
                        ask.post("/v1/retractions", json={"target": decided, "reason": "a test"}).json()["id"]
                    )
            except httpx.TransportError:
                return


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "a.db"
    with Ledger(path, author="owner") as ledger:
        ledger.refresh()
    return path


def test_a_server_killed_while_writing_leaves_a_ledger_that_verifies(path):
    with closing(Keyring(f"{path}.keys")) as ring:
        secret = ring.add("Ada", "review")[1]
    wrote, dice = Wrote(), random.Random(3)
    for turn in range(2):
        command = [sys.executable, "-c", SERVER, str(path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment()) as server:
            base = f"http://127.0.0.1:{int(server.stdout.readline())}"
            before = len(wrote.reports)
            with ThreadPoolExecutor(CLIENTS) as pool:
                done = [pool.submit(write, base, secret, k, 10_000 * turn, wrote) for k in range(CLIENTS)]
                try:
                    end = time.monotonic() + 30
                    while len(wrote.reports) < before + 8 and time.monotonic() < end:
                        time.sleep(0.01)
                    time.sleep(dice.uniform(0, 0.2))
                finally:
                    server.send_signal(signal.SIGKILL)
                for each in done:
                    each.result()
            assert server.wait() == -signal.SIGKILL
        assert len(wrote.reports) >= before + 8
        with Ledger(path, author="owner") as ledger:
            assert ledger.verify().holds
            assert wrote.reports <= {report.id for report in ledger.reports()}
            entries = [entry for _, entry in ledger.store.entries()]
            assert wrote.judgements <= {e.body["id"] for e in entries if e.kind == "judgement"}
            assert wrote.retractions <= {e.id for e in entries if e.kind == "retraction"}
            assert {c for e in ledger.events() for c in e.claims} == {claim.id for claim in ledger.claims()}
            assert ledger.verify().holds  # of the events too, which are in step now
