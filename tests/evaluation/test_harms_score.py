"""The project's own matching of figures: what counts as the same figure, and each is used once."""

import json

from evaluation.harms import main, near, pair


def test_bounds_agree_within_one_above_five_or_two_percent():
    assert near(20, 21) and near(1000, 1019) and near(None, None)
    assert not near(5, 6) and not near(1000, 1030) and not near(None, 0)


def test_each_figure_is_paired_once_and_exact_ones_first():
    gold = {("killed", 20, 20): {"civilian"}, ("killed", 21, 21): {"unknown"}}
    predicted = {("killed", 21, 21): {"civilian"}, ("killed", 22, 22): {"civilian"}}
    assert pair(gold, predicted) == [
        (("killed", 21, 21), ("killed", 21, 21)),
    ]
    assert pair({("killed", 20, 20): set()}, predicted) == [(("killed", 20, 20), ("killed", 21, 21))]


def test_the_table_is_printed_for_a_folder(tmp_path, capsys):
    (tmp_path / "r.txt").write_text("A bomb killed 12 soldiers.", "utf-8")
    item = {"outcome": "killed", "low": 12, "high": 12, "party": "state force"}
    (tmp_path / "r.json").write_text(json.dumps({"report": "r", "claims": [{"toll": [item]}]}), "utf-8")
    assert main(["--data", str(tmp_path), "--out", str(tmp_path / "out.jsonl")]) == 0
    printed = capsys.readouterr().out
    assert "toll         p 1.000  r 1.000" in printed and "toll+party   p 1.000" in printed
    assert json.loads((tmp_path / "out.jsonl").read_text())["claims"][0]["toll"][0]["low"] == 12
    assert main(["--data", str(tmp_path), "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)["figures"]
    assert figures["toll+party"] == {"p": 1.0, "r": 1.0, "f1": 1.0}


def test_missing_data_is_said_not_raised(tmp_path, capsys):
    assert main(["--data", str(tmp_path)]) == 2
    assert "no coded reports" in capsys.readouterr().err
