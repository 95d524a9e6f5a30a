"""The measure of linking: B-cubed on known cases, hand-coded claims read with their spans, a whole run."""

from __future__ import annotations

import json

import pytest

from evaluation.coded import load_coded
from evaluation.linking import bcubed, main, measure_claims

TEXT = "Shells hit Qarun on Monday, killing 12, the Valley Monitor said. The army put the dead at 7."


def _coded(folder):
    shelling = {
        "event": "qarun", "kind": "incident", "type": "shelling", "status": "asserted", "actors": [], "targets": [],
        "when": {"text": "on Monday", "earliest": "2024-03-04", "latest": "2024-03-04"}, "weapons": [],
        "where": {"text": "Qarun", "name": "Qarun", "country": "SY", "lat": 35.1, "lon": 36.2, "precision": "town"},
    }  # fmt: skip
    toll = {"outcome": "killed", "text": "12", "who": "12", "party": "unknown", "low": 12, "high": 12, "part_of": None}
    first = {"id": "c1", "evidence": [TEXT[:64]], "toll": [toll], "attribution": ["Valley Monitor"], **shelling}
    second = {"id": "c2", "evidence": [TEXT[65:]], "toll": [], "attribution": ["army"], **shelling}
    folder.mkdir(parents=True)
    (folder / "r1.txt").write_text(TEXT, "utf-8")
    body = {"report": "r1", "published": "2024-03-05", "claims": [first, second]}
    (folder / "r1.json").write_text(json.dumps(body), "utf-8")


def test_bcubed_of_known_groupings():
    gold = {"a": 1, "b": 1, "c": 2}
    assert bcubed(gold, gold) == pytest.approx((1, 1, 1))
    assert bcubed({"a": 1, "b": 2, "c": 3}, gold) == pytest.approx((1, 2 / 3, 0.8))
    assert bcubed({"a": 1, "b": 1, "c": 1}, gold)[:2] == pytest.approx((5 / 9, 1))


def test_coded_claims_carry_spans_of_their_report(tmp_path):
    _coded(tmp_path / "dev")
    (one,) = load_coded(tmp_path / "dev")
    assert one.events == {"r1/c1": "qarun", "r1/c2": "qarun"}
    for claim in one.claims:
        assert all(TEXT[s.start : s.end] == s.text for s in claim.evidence)
    assert one.claims[0].toll[0].figure.low == 12
    assert measure_claims(tmp_path / "dev") == ((1.0, 1.0, 1.0), 2)


def test_the_measure_runs_on_what_is_there(tmp_path, capsys):
    _coded(tmp_path / "gold" / "dev")
    clusters = tmp_path / "data" / "news_clusters"
    clusters.mkdir(parents=True)
    rows = [
        {"event": e, "title": t, "text": t * 3} for e, t in (("x", "Bridge at Marda falls."), ("y", "Wheat dearer."))
    ]
    (clusters / "visible.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    assert main(["--data", str(tmp_path), "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["figures"]["claims of gold/dev"]["f1"] == 1.0
    assert shown["figures"]["reports of news_clusters"]["of"] == 2
    assert main(["--data", str(tmp_path / "nothing")]) == 1
