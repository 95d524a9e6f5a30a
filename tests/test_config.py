"""Settings and plugged-in parts: what is set, what is refused, what is told."""

from __future__ import annotations

import pickle

import pytest

from reportedly import config
from reportedly.errors import InvalidQuery, MissingExtra
from reportedly.session import Ledger
from reportedly.stores.memory import MemoryStore
from reportedly.stores.sql import SqlStore


@pytest.fixture(autouse=True)
def bare(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    for name in config.Settings.model_fields:
        monkeypatch.delenv(f"REPORTEDLY_{name.upper()}", raising=False)


def test_the_environment_sets_and_arguments_win(monkeypatch):
    assert config.settings().ledger == "reportedly.db"
    monkeypatch.setenv("REPORTEDLY_LEDGER", "a.db")
    monkeypatch.setenv("REPORTEDLY_HIERARCHY", '["Valley Monitor"]')
    assert config.settings().ledger == "a.db"
    assert config.settings().hierarchy == ("Valley Monitor",)
    assert config.settings(ledger="b.db", jobs=None).ledger == "b.db"


def test_a_file_beside_the_work_sets_too(tmp_path):
    (tmp_path / ".env").write_text("REPORTEDLY_AUTHOR=Amal\nOTHER=1\n")
    assert config.settings().author == "Amal"


@pytest.mark.parametrize(("name", "value"), [("JOBS", "0"), ("JOBS", "many"), ("RULE", "best"), ("PATIENCE", "-1")])
def test_a_setting_that_does_not_fit_is_named(monkeypatch, name, value):
    monkeypatch.setenv(f"REPORTEDLY_{name}", value)
    with pytest.raises(InvalidQuery) as told:
        config.settings()
    assert f"REPORTEDLY_{name}" in str(told.value)


def test_the_ledger_of_the_settings_is_opened(monkeypatch, tmp_path):
    monkeypatch.setenv("REPORTEDLY_LEDGER", str(tmp_path / "set.db"))
    with Ledger() as ledger:
        assert isinstance(ledger.store, SqlStore)
    assert (tmp_path / "set.db").exists()
    with Ledger(":memory:") as ledger:
        assert isinstance(ledger.store, MemoryStore)


class Point:
    """An entry point."""

    name = "mine"

    def load(self):
        return lambda where: MemoryStore()


def test_parts_are_found_by_name(monkeypatch):
    monkeypatch.setattr(config, "_points", lambda port: iter([Point()] if port == "store" else []))
    assert config.part("store", "memory") is MemoryStore
    assert isinstance(config.open_store("mine://anything", 1), MemoryStore)
    assert set(config.names("store")) == {"memory", "mine", "sql"}
    with pytest.raises(InvalidQuery, match="memory, mine, sql"):
        config.part("store", "yours")


def test_a_part_whose_package_is_missing_says_which(monkeypatch):
    monkeypatch.setitem(config.BUILT_IN["store"], "broken", "no_such_package_at_all:Store")
    with pytest.raises(MissingExtra, match="no_such_package_at_all"):
        config.part("store", "broken")


def test_every_part_that_comes_with_the_package_is_there():
    for port, parts in config.BUILT_IN.items():
        for name in parts:
            if port in ("store", "exporter"):
                assert callable(config.part(port, name))


def test_the_reader_travels_to_other_processes_unloaded():
    assert isinstance(pickle.loads(pickle.dumps(config.default_reader)), config.DefaultReader)
