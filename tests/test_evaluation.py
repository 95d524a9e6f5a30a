"""The measures themselves: small coded reports of our own, with figures worked out by hand."""

import importlib.util
import json
import os
import random
from pathlib import Path

import pytest

from evaluation import floors, plover
from evaluation.__main__ import TASKS, main
from evaluation.agreement import close_figures, pair_figures, same_name, same_place, same_time
from evaluation.gold import digest_of, load_coded, report_from
from evaluation.score import b_cubed, score

TEXT = "At least 12 rebels died on Monday in Talbiseh, a monitor said.\nThe army arrested two men in Homs.\n"


def claim(**fields):
    body = {
        "id": "c1",
        "event": "e1",
        "kind": "incident",
        "type": "attack",
        "status": "asserted",
        "evidence": ["At least 12 rebels died on Monday in Talbiseh"],
        "actors": [],
        "targets": [{"text": "rebels", "name": "rebels", "sort": "rebel group"}],
        "when": {"text": "on Monday", "earliest": "2016-03-14", "latest": "2016-03-14"},
        "where": {
            "text": "Talbiseh", "name": "Talbiseh", "admin1": "Homs", "country": "SY", "lat": 34.84, "lon": 36.73,
            "precision": "town",
        },
        "weapons": [],
        "toll": [
            {"outcome": "killed", "text": "At least 12 rebels", "who": "rebels", "party": "armed group", "low": 12,
             "high": None, "part_of": None},
        ],
        "attribution": ["a monitor"],
    }  # fmt: skip
    return body | fields


ARREST = {
    "id": "c2", "event": "e2", "type": "arrest", "evidence": ["The army arrested two men in Homs"], "targets": [],
    "when": None, "where": None, "toll": [], "attribution": [],
}  # fmt: skip


@pytest.fixture
def gold(tmp_path):
    folder = tmp_path / "gold"
    folder.mkdir()
    body = {"report": "r1", "published": "2016-03-16", "claims": [claim(), claim(**ARREST)]}
    (folder / "r1.json").write_text(json.dumps(body), "utf-8")
    (folder / "r1.txt").write_text(TEXT, "utf-8")
    meta = {"report": "r1", "published": None, "published_assumed": "2016-03-16", "outlet": "News", "title": "T"}
    (folder / "r1.meta.json").write_text(json.dumps(meta), "utf-8")
    return folder


def figures_of(folder, *claims):
    return score(load_coded(folder), {"r1": {"report": "r1", "claims": list(claims)}}).figures()


def test_reports_are_taken_as_they_are(gold):
    (coded,) = load_coded(gold)
    assert coded.report.text == TEXT
    assert str(coded.report.published) == "2016-03-16 00:00:00+00:00"
    assert (coded.report.outlet, coded.report.title, len(coded.claims)) == ("News", "T", 2)
    assert report_from("r", "x", {}).published is None


def test_the_same_claims_score_full(gold):
    figures = figures_of(gold, claim(), claim(**ARREST))
    assert {v["f1"] for v in figures.values() if "f1" in v and v["gold"]} == {1.0}
    assert {v["share"] for v in figures.values() if "share" in v} == {1.0}
    assert figures["linking"] == {"b3_f1": 1.0, "of": 2}


def test_nothing_read_scores_nothing(gold):
    figures = score(load_coded(gold), {}).figures()
    assert figures["claims"] == {"p": 0.0, "r": 0.0, "f1": 0.0, "gold": 2}
    assert figures["toll"] == {"p": 0.0, "r": 0.0, "f1": 0.0, "gold": 1}
    assert "type" not in figures


def test_each_field_is_scored_apart(gold):
    read = claim(
        type="shelling",
        when={"earliest": "2016-03-15", "latest": "2016-03-15"},
        where={"name": "Hama", "lat": 35.13, "lon": 36.75, "precision": "town"},
        attribution=["the Observatory", "a monitor"],
        toll=[{"outcome": "killed", "low": 12, "high": None, "party": "civilian"}],
        targets=[{"text": "the army", "name": "Syrian Army"}],
        evidence=[{"start": 0, "end": 20, "text": TEXT[:20]}],
    )
    figures = figures_of(gold, read)
    assert figures["claims"] == {"p": 1.0, "r": 0.5, "f1": 0.6667, "gold": 2}
    assert [figures[k]["share"] for k in ("type", "status", "when", "day", "where", "source", "chain")] == [
        0.0, 1.0, 1.0, 0.0, 1.0, 1.0, 0.0,
    ]  # fmt: skip
    assert [figures[k]["f1"] for k in ("toll", "toll+party", "toll+source", "targets")] == [1.0, 0.0, 1.0, 0.0]


def test_a_claim_of_another_group_or_place_in_the_text_is_not_found(gold):
    assert figures_of(gold, claim(type="talks"))["claims"]["f1"] == 0.0
    assert figures_of(gold, claim(evidence=["a monitor said"]))["claims"]["f1"] == 0.0


def test_of_two_claims_the_one_with_the_agreeing_figure_is_met(gold):
    outcome = score(load_coded(gold), {"r1": {"claims": [claim(toll=[]), claim()]}}).outcomes[0]
    assert outcome.pairs == [(0, 1)]
    assert outcome.faults == 2


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("the Syrian Army", "Syrian army", True),
        ("Deir al-Zor", "Deir Zor", True),
        ("Islamic State", "Taliban", False),
        ("rebels", "rebel", True),
        ("", "", False),
        (None, "x", False),
    ],
)
def test_names(a, b, same):
    assert same_name(a, b) is same


def test_figures_agree_within_bounds():
    assert close_figures(("killed", 100, 100), ("killed", 102, 99))
    assert not close_figures(("killed", 5, 5), ("killed", 6, 5))
    assert not close_figures(("killed", 100, None), ("killed", 100, 100))
    assert pair_figures([("k", 10, 10), ("k", 11, 11)], [("k", 11, 11), ("k", 10, 10)]) == [
        (("k", 10, 10), ("k", 10, 10)),
        (("k", 11, 11), ("k", 11, 11)),
    ]


def test_times_and_places():
    day = {"earliest": "2016-03-14", "latest": "2016-03-15"}
    assert same_time(day, {"earliest": "2016-03-13", "latest": "2016-03-16"})
    assert not same_time(day, {"earliest": "2016-03-13", "latest": None})
    assert not same_time(day, None)
    town = {"name": "Homs", "lat": 34.73, "lon": 36.72, "precision": "town"}
    assert same_place(town, {"lat": 34.9, "lon": 36.7}) and not same_place(town, {"lat": 36.2, "lon": 37.1})
    province = {"name": "Homs province", "admin1": "Homs", "country": "SY", "precision": "province"}
    assert same_place(province, {"admin1": "Homs"}) and not same_place(province, {"admin1": "Hama"})
    country = {"name": "Syria", "country": "SY", "precision": "country"}
    assert same_place(country, {"country": "SY"}) and not same_place(country, None)


def test_b_cubed():
    assert b_cubed([("a", 1), ("a", 1), ("b", 2)]) == 1.0
    # All in one: precision (2/3 + 2/3 + 1/3) / 3 = 5/9, recall 1.
    assert b_cubed([("a", 1), ("a", 1), ("b", 1)]) == round(2 * (5 / 9) / (5 / 9 + 1), 4)
    assert b_cubed([]) == 0.0


def test_the_command_scores_a_file_and_shows_errors(gold, tmp_path, capsys):
    predicted = tmp_path / "read.jsonl"
    predicted.write_text(json.dumps({"report": "r1", "claims": [claim()]}) + "\n\n", "utf-8")
    common = ["claims", "--data", str(gold), "--predicted", str(predicted)]
    assert main([*common, "--json"]) == 0
    body = json.loads(capsys.readouterr().out)
    assert body["figures"]["claims"]["r"] == 0.5
    assert body["digest"] == digest_of(gold)
    assert main([*common, "--errors", "1"]) == 0
    out = capsys.readouterr().out
    assert "NOT FOUND" in out and "The army arrested two men in Homs." in out


def test_what_is_not_there_is_said_and_no_failure(tmp_path, capsys):
    for task in TASKS:
        assert main([task, "--data", str(tmp_path / "none")]) == 0
        assert "not measured" in capsys.readouterr().err
    assert main(["claims", "--data", str(tmp_path)]) == 0
    assert "no coded reports" in capsys.readouterr().err
    assert main(["nothing"]) == 2
    assert main([]) == 0


def test_a_broken_line_is_named(gold, tmp_path):
    predicted = tmp_path / "read.jsonl"
    predicted.write_text('{"report": "r1", "claims": []}\n{"claims": 3}\n', "utf-8")
    with pytest.raises(SystemExit, match="line 2"):
        main(["claims", "--data", str(gold), "--predicted", str(predicted)])


def test_times_are_measured_where_coders_quoted_them(gold, capsys):
    assert main(["times", "--data", str(gold), "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)["figures"]
    assert figures == {name: {"share": 1.0, "of": 1} for name in ("found", "when", "when, dated report", "day")}


def test_plover_roots():
    claims = [{"type": "talks", "score": 0.5}, {"type": "attack", "score": 0.9}]
    assert plover.first_root(claims) == "CONSULT"
    assert plover.first_root([]) == ""
    lifted = [{"type": "other", "status": "asserted", "evidence": [{"text": "The council lifted the curfew."}]}]
    assert plover.first_root(lifted) == "CONCEDE"
    figures = plover.figures_of([("ASSAULT", "ASSAULT"), ("AGREE", "CONSULT"), ("AGREE", "")])
    assert figures["root"] == {"share": 0.3333, "of": 3}
    assert figures["root, where read"] == {"share": 0.5, "of": 2}


def test_floors_rise_and_fall_only_with_a_reason(gold, tmp_path, capsys):
    file = tmp_path / "floors.json"
    file.write_text(json.dumps({"times": {"data": "gold"}}), "utf-8")
    common = ["check", "--data", str(tmp_path), "--floors", str(file)]
    assert main(common) == 0
    assert "no floors yet" in capsys.readouterr().out
    assert main([*common, "--raise"]) == 0
    entry = json.loads(file.read_text("utf-8"))["times"]
    assert entry["floors"]["when.share"] == 1.0 and entry["digest"] == digest_of(gold)
    assert main(common) == 0

    entry["floors"]["when.share"] = 1.5
    file.write_text(json.dumps({"times": entry}), "utf-8")
    assert main(common) == 1
    assert main([*common, "--raise"]) == 1
    assert "below its floor" in capsys.readouterr().err
    assert main([*common, "--lower", "the coders changed their mind"]) == 0
    entry = json.loads(file.read_text("utf-8"))["times"]
    assert entry["lowered"] == [
        {"figure": "when.share", "from": 1.5, "to": 1.0, "reason": "the coders changed their mind"}
    ]

    entry["floors"]["when.share"] = 1.5
    file.write_text(json.dumps({"times": entry}), "utf-8")
    (gold / "r1.txt").write_text(TEXT + "More.\n", "utf-8")
    assert main(common) == 0
    assert "not the data" in capsys.readouterr().err


def test_a_figure_that_is_gone_is_below_its_floor():
    assert floors.below({"when.share": 0.5}, {}) == ["when.share is no longer measured; its floor is 0.500"]
    assert floors.below({"when.share": 0.5}, {"when.share": 0.496}) == []


def test_the_packaged_floors_name_known_tasks():
    packaged = json.loads(floors.FILE.read_text("utf-8"))
    assert set(packaged) <= set(TASKS)
    assert all(
        {"data"} <= set(entry) <= {"data", "parts", "digest", "floors", "lowered"} for entry in packaged.values()
    )


# With REPORTEDLY_GOLD (coded reports) and REPORTEDLY_SCORER (another scorer of the same figures, with
# `score(folder, predicted)`), both scorers must agree on every figure, whatever was read.


def spoiled(claims, rng):
    """The coded claims as a faulty reader might give them."""
    out = []
    for body in json.loads(json.dumps(list(claims))):
        if rng.random() < 0.15:
            continue
        if rng.random() < 0.3:
            body["type"] = rng.choice(["attack", "bombing", "talks", "other", "unheard of"])
        for harm in body["toll"]:
            if harm["low"] and rng.random() < 0.3:
                harm["low"] += rng.choice([-1, 1, 2])
            harm["party"] = rng.choice([harm["party"], "civilian"])
        if rng.random() < 0.3:
            body["attribution"] = [*body["attribution"][1:], "the Observatory"]
        if body["when"] and rng.random() < 0.2:
            body["when"]["latest"] = None
        if body["where"] and rng.random() < 0.3:
            body["where"] |= {"lat": rng.choice([None, 35.0]), "admin1": None}
        if rng.random() < 0.3:
            body["event"] = rng.choice(["e1", "e2", None])
            body["actors"] = [*body["actors"][::-1], {"text": "rebels", "name": None}]
            body["evidence"] = [{"text": quote} for quote in body["evidence"]]
            body["weapons"] = [{"text": weapon} for weapon in body["weapons"]]
        out.append(body)
    rng.shuffle(out)
    return out


@pytest.mark.skipif(
    not {"REPORTEDLY_GOLD", "REPORTEDLY_SCORER"} <= os.environ.keys(), reason="no other scorer and data are given"
)
@pytest.mark.parametrize("seed", range(4))
def test_another_scorer_agrees_on_every_figure(seed):
    spec = importlib.util.spec_from_file_location("other", os.environ["REPORTEDLY_SCORER"])
    other = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(other)
    folder, rng = Path(os.environ["REPORTEDLY_GOLD"]), random.Random(seed)
    gold = load_coded(folder)
    read = {c.report.id: {"claims": spoiled(c.claims, rng)} for c in gold if rng.random() < 0.95}
    assert score(gold, read).figures() == other.score(folder, read)[0]
