"""`sitrep` and `compare` on the command line, on a ledger that is really there."""

import json

import pytest
from typer.testing import CliRunner

from reportedly.cli.main import app
from reportedly.session import Ledger
from tests import ledgers


@pytest.fixture
def ledger(tmp_path):
    path, reader = tmp_path / "l.db", ledgers.TestReader()
    with Ledger(path, make_reader=lambda: reader, clock=ledgers.Clock()) as kept:
        kept.add([ledgers.report(k) for k in range(30)], engine=ledgers.Here())
    return path


def run(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.mark.parametrize("suffix", [".html", ".md", ".docx"])
def test_a_situation_report_takes_the_form_of_its_suffix(ledger, tmp_path, suffix):
    out = tmp_path / f"report{suffix}"
    done = run("sitrep", out, "--ledger", ledger, "--country", "SY", "--since", "2026-01", "--title", "Weekly")
    assert done.exit_code == 0, done.output
    data = out.read_bytes()
    assert data.startswith(b"PK") if suffix == ".docx" else b"Weekly" in data and b"SY; since 2026-01" in data


def test_an_unknown_suffix_is_refused_before_anything_is_done(tmp_path):
    done = run("sitrep", tmp_path / "report.odt", "--ledger", tmp_path / "none.db")
    assert done.exit_code == 1 and ".docx" in str(done.exception) and not (tmp_path / "report.odt").exists()


@pytest.mark.parametrize("layout", ["acled", "ged"])
def test_a_ledger_is_the_same_as_its_own_export(ledger, tmp_path, layout):
    table = tmp_path / "table.csv"
    done = run("export", layout, table, "--ledger", ledger)
    assert done.exit_code == 0 and "; only those" in " ".join(done.stderr.split())
    done = run("compare", table, "--ledger", ledger, "--format", "json")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert found["missing"] == [] and found["extra"] == [] and len(found["matched"]) > 3
    assert all(m["coded"]["id"] == m["own"]["id"] and m["differences"] == [] for m in found["matched"])


def test_differences_are_shown_and_broken_rows_named(ledger, tmp_path):
    table = tmp_path / "table.csv"
    run("export", "acled", table, "--ledger", ledger)
    head, first, *rest = table.read_text().splitlines()
    table.write_text("\n".join([head, first.replace("2026", "20x6"), *rest[1:]]) + "\n")
    done = run("compare", table, "--ledger", ledger)
    assert done.exit_code == 0 and "R103" in done.stderr and "extra" in done.stdout
    assert "matched" in done.stdout


def test_a_table_of_another_kind_is_refused(ledger, tmp_path):
    (tmp_path / "t.csv").write_text("a,b\n1,2\n")
    done = run("compare", tmp_path / "t.csv", "--ledger", ledger)
    assert done.exit_code == 1 and "R103" in str(done.exception)


def test_a_decision_that_contradicts_another_is_kept_and_told(ledger):
    with Ledger(ledger) as kept:
        one, other = (claim.id for claim in kept.claims()[:2])
    assert run("judge", "same", one, other, "--author", "Ana", "--ledger", ledger).stderr == ""
    done = run("judge", "different", one, other, "--author", "Ben", "--ledger", ledger)
    assert done.exit_code == 0 and "R401" in done.stderr and "Ana" in done.stderr and "retract" in done.stderr
    listed = run("conflicts", "--ledger", ledger)
    assert "R401" in listed.stdout and "1 conflict." in listed.stderr
