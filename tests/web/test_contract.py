"""The description under /v1/openapi.json is kept: schemathesis asks every address, in process, for a bounded time."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode, checks

from reportedly.session import Ledger
from reportedly.session.keys import Keyring
from reportedly.web.app import make_app
from tests import ledgers
from tests.web.conftest import fill


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A served ledger in memory that all requests of this file share."""
    ring = Keyring(tmp_path_factory.mktemp("keys") / "k")
    where = tmp_path_factory.mktemp("ledger") / "a.db"
    with Ledger(where, make_reader=ledgers.TestReader, link=ledgers.plain_link, clock=ledgers.Clock()) as ledger:
        fill(ledger, 12)
        app = make_app(ledger, ring, rate=0, make_reader=ledgers.TestReader)
        yield app, ring.add("tester", "admin")[1]
        assert ledger.verify().holds
    ring.close()


def operations() -> list[tuple[str, str]]:
    """Every method and address that is described."""
    with Ledger(":memory:") as ledger:
        paths = make_app(ledger, None).openapi()["paths"]
    return [(method, path) for path, methods in paths.items() for method in methods]


@pytest.fixture(scope="module")
def schema(served):
    return schemathesis.openapi.from_asgi("/v1/openapi.json", served[0])


# Not asked: that all that fits the description is taken. A day may be well written and not exist
# (2026-02-30), a filter well formed and mean nothing; the answer is then 422, as described.
NOT_ASKED = ("positive_data_acceptance",)
EXAMPLES = {GenerationMode.POSITIVE: 10, GenerationMode.NEGATIVE: 6}


@pytest.mark.parametrize("mode", EXAMPLES, ids=lambda mode: mode.value)
@pytest.mark.parametrize(("method", "path"), operations())
def test_every_address_keeps_what_is_described(schema, served, method, path, mode):
    excluded = [check for check in checks.CHECKS.get_all() if check.__name__ in NOT_ASKED]
    operation = schema[path][method]
    if mode is GenerationMode.NEGATIVE and not can_be_wrong(operation):
        return

    @settings(
        max_examples=EXAMPLES[mode], deadline=None, derandomize=True, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case):
        answer = case.call_and_validate(headers={"Authorization": f"Bearer {served[1]}"}, excluded_checks=excluded)
        if answer.status_code >= 400:
            assert set(answer.json()) == {"code", "message", "hint", "subject"}
        assert answer.status_code < 500 or answer.status_code == 501

    ask()


def can_be_wrong(operation) -> bool:
    """True where something is taken that can be misshapen."""
    return bool(operation.query or operation.body or operation.path_parameters)
