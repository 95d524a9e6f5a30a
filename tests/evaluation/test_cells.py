"""Drawing pairs of claims to be judged by hand: which pairs are candidates, how they are drawn, what is kept."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from evaluation import cells
from evaluation.cells import Pair, candidates, load, nearly_agree, passage, read_verdicts, sample, spread, summary
from reportedly.events.sketch import sketch
from reportedly.model import ClaimKind, When
from tests.claims_made import claim, report, span

REPORTS = {name: report(name) for name in ("r1", "r2", "r3", "r4")}
CELLS = {"r1": "2024-03-05|qarun", "r2": "2024-03-05|qarun", "r3": "2024-03-05|qarun", "r4": "2024-03-06|qarun"}


def _claims():
    made = [
        claim("a", REPORTS["r1"]),
        claim("b", REPORTS["r2"]),
        claim("b2", REPORTS["r2"], type="air strike"),
        claim("c", REPORTS["r3"], type="protest"),
        claim("d", REPORTS["r4"]),
    ]
    return {one.id: one for one in made}


def test_only_claims_of_different_reports_of_one_cell_are_candidates():
    event_of = {"a": "e1", "b": "e1", "b2": "e2", "c": "e3", "d": "e1"}
    linked, near = candidates(_claims().values(), REPORTS, CELLS, event_of)
    assert linked == [Pair("2024-03-05|qarun", "a", "b", True)]
    assert near == [Pair("2024-03-05|qarun", "a", "b2", False)]


def test_what_is_linked_is_drawn_as_such_however_little_agrees():
    linked, near = candidates(_claims().values(), REPORTS, CELLS, {"a": "e1", "c": "e1"})
    assert [(p.one, p.other) for p in linked] == [("a", "c")]
    assert [(p.one, p.other) for p in near] == [("a", "b"), ("a", "b2")]


@pytest.mark.parametrize(
    ("other", "near"),
    [
        ({"type": "air strike"}, True),
        ({"type": "protest"}, False),
        ({"type": "talks", "kind": ClaimKind.STATEMENT}, False),
        ({"day": "2024-03-06"}, True),
        ({"day": "2024-03-07"}, False),
        ({"day": None}, False),
        ({"town": "Sabha"}, True),
        ({"town": "Marda"}, False),
        ({"town": None}, False),
    ],
)
def test_near_means_type_group_day_and_place(other, near):
    one, two = claim("a", REPORTS["r1"]), claim("b", REPORTS["r2"], **other)
    assert nearly_agree(sketch(one), sketch(two)) is near
    assert nearly_agree(sketch(two), sketch(one)) is near


def test_a_long_time_agrees_with_no_day():
    one = claim("a", REPORTS["r1"])
    week = replace(claim("b", REPORTS["r2"]), when=When(date(2024, 3, 1), date(2024, 3, 7)))
    longer = replace(week, when=When(date(2024, 3, 1), date(2024, 3, 8)))
    assert nearly_agree(sketch(one), sketch(week))
    assert not nearly_agree(sketch(one), sketch(longer))


def _pairs(linked=True, **sizes):
    return [Pair(cell, f"{cell}{k}", f"{cell}{k}x", linked) for cell, n in sizes.items() for k in range(n)]


def test_each_cell_gives_a_pair_in_turn():
    pairs = _pairs(large=50, middle=3, small=1)
    assert Counter(p.cell for p in spread(pairs, 3, 1)) == {"large": 1, "middle": 1, "small": 1}
    assert Counter(p.cell for p in spread(pairs, 10, 1)) == {"large": 6, "middle": 3, "small": 1}
    assert sorted(spread(pairs, 99, 1), key=str) == sorted(pairs, key=str)
    assert spread([], 5, 1) == []


def test_the_seed_alone_decides_what_is_drawn():
    linked, near = _pairs(a=9, b=9), _pairs(False, a=9, b=9)
    drawn = sample(linked, near, 10, 3)
    assert drawn == sample(linked[::-1], near[::-1], 10, 3)
    assert drawn != sample(linked, near, 10, 4)
    assert Counter(p.linked for p in drawn) == {True: 5, False: 5}
    assert len(set(drawn)) == 10


def test_a_passage_stands_marked_among_its_words():
    text = "Shells hit Qarun. " * 30 + "The market burned. Nobody came. The mill fell. Then it rained."
    of = report("r9", text)
    one = replace(claim("a", of), evidence=(span(of, "The mill fell."), span(of, "The market burned.")))
    shown = passage(one, text)
    assert shown.endswith("«The market burned.» Nobody came. «The mill fell.» Then it rained.")
    assert shown.startswith(" [...] ") and len(shown) < 300


def _rows():
    text = "Shells hit the mill of {} at noon and nine people were killed there, a farmer said."
    same = {"claimed_date": "2024-03-05", "location": "qarun", "source": "Valley Post"}
    first, second = {"id": 1, "text": text.format("Qarun"), **same}, {"id": 2, "text": text.format("Sabha"), **same}
    return [first, second, first, {"id": 3, "text": text.format("Marda")}, {"id": 4, "text": " ", **same}]


def test_reports_are_loaded_with_their_cells(tmp_path):
    path = tmp_path / "reports.jsonl"
    path.write_text("\n".join(map(json.dumps, _rows())) + "\n{broken\n", "utf-8")
    reports, found = load(path)
    assert sorted(reports) == ["1", "2", "3"]
    assert reports["1"].outlet == "Valley Post" and str(reports["1"].published.date()) == "2024-03-05"
    assert {key: found.get(key) for key in reports} == {"1": "2024-03-05|qarun", "2": "2024-03-05|qarun", "3": None}


class _Reader:
    """Reads one shelling in every report."""

    name = "made"

    def read_many(self, reports):
        for one in reports:
            yield (claim(f"c{one.id}", one),)


def test_a_run_shows_both_passages_and_hides_the_link_where_asked(tmp_path, capsys, monkeypatch):
    path = tmp_path / "reports.jsonl"
    path.write_text("\n".join(map(json.dumps, _rows())), "utf-8")
    monkeypatch.setattr(cells, "default_reader", _Reader)
    assert cells.main(["--data", str(path)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("made: 3 claims of 3 reports; 2 reports in 1 cells")
    assert "1 pairs linked in 1 cells, 0 not linked" in out
    assert "--- 1  2024-03-05|qarun  linked\n" in out
    assert "mill of Qarun" in out and "mill of Sabha" in out and "mill of Marda" not in out
    assert out.count("incident, shelling, asserted | by Northern Shield") == 2
    assert cells.main(["--data", str(path), "--blind"]) == 0
    assert "--- 1  2024-03-05|qarun\n" in capsys.readouterr().out


def test_verdicts_are_kept_without_text_and_agree_with_the_page(capsys):
    file = cells.Path(cells.__file__).with_name("cells.csv")
    rows = read_verdicts(file)
    assert len({(r["claim"], r["other claim"]) for r in rows}) == len(rows) == 40
    for row in rows:
        assert all(re.fullmatch(r"c-[0-9a-f]{16}", row[k]) for k in ("claim", "other claim"))
        assert all(re.fullmatch(r"\d+-\d+", row[k]) for k in ("at", "other at"))
        assert row["report"] != row["other report"]
        wrong = (row["linked"], row["verdict"]) in (("yes", "different"), ("no", "same"))
        assert bool(row["mistake"]) is wrong
    page = file.with_name("README.md").read_text("utf-8")
    for kind, counts in summary(rows).items():
        assert f"| 20 {kind} | " + " | ".join(map(str, counts.values())) + " |" in page
    assert cells.main(["--judged", str(file)]) == 0
    assert "not linked: 3 same, 15 different, 2 cannot be told" in capsys.readouterr().out


def test_a_row_that_is_no_verdict_is_named(tmp_path):
    path = tmp_path / "verdicts.csv"
    row = ["x", "1", "c", "0-1", "2", "d", "0-1", "yes", "perhaps", ""]
    path.write_text(",".join(cells.COLUMNS) + "\n" + ",".join(row) + "\n", "utf-8")
    with pytest.raises(ValueError, match=r"verdicts\.csv, row 1"):
        read_verdicts(path)
    with pytest.raises(SystemExit):
        cells.main([])
