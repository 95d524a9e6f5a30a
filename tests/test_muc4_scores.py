"""The MUC-4 scorers: own examples, and a second, exhaustive implementation as oracle."""

import json
import random
from itertools import permutations, product
from pathlib import Path

import pytest

from evaluation import ceaf, templates
from evaluation.muc4 import main, resampled
from evaluation.muc4_data import ROLES, MucReport, Template, merged, read_muc4, strings
from evaluation.muc4_slots import agrees, as_report, days_of, key_slots
from evaluation.templates import Filled

TINY = str(Path(__file__).parent / "extractors" / "tiny")

# -- reading keys -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ('"ARMED MEN" / "GUNMEN"', ("armed men", "gunmen")),
        ('? "A COLUMN"', ("a column",)),
        ('"THE \\"ROSA\\" FARM"', ('the "rosa" farm',)),
        ('"MAYOR": "J. PEREZ"', ("mayor",)),
        ('"RATIO 1:2"', ("ratio 1:2",)),
        ("-", ()),
        ("*", ()),
    ],
)
def test_the_wordings_of_a_filler(value, wanted):
    assert strings(value) == wanted


def test_entities_of_two_templates_are_one_where_the_wordings_nest():
    assert merged([("a", "b"), ("b",), ("c",), ("c", "d"), ("b", "e")]) == (("a", "b"), ("c",), ("b", "e"))


def line(text, *slots):
    base = {"INCIDENT: TYPE": ["ATTACK"]}
    return json.dumps({"split": "x", "docid": "X-1", "text": text, "templates": [{**base, **s} for s in slots]})


def test_only_wordings_that_stand_in_the_text_count(tmp_path):
    path = tmp_path / "x.jsonl"
    path.write_text(line("GUNMEN FIRED ON\nA BUS.", {"PERP: INDIVIDUAL ID": ['"GUNMEN"', '"BANDITS"']}), "utf-8")
    (report,) = read_muc4(path)
    assert report.entities["PerpInd"] == (("gunmen",),)
    assert report.entities["Victim"] == ()


# -- CEAF-REE ---------------------------------------------------------------------------------------


def test_articles_marks_and_case_do_not_matter():
    assert ceaf.normal('The "ROSA" farm, a  place') == "rosa farm place"
    assert ceaf.matched([("the gunmen",)], [("GUNMEN",)]) == 1


def test_an_entity_is_right_only_where_all_its_wordings_are():
    key = [("gunmen", "men"), ("police",)]
    assert ceaf.matched(key, [("gunmen", "police")]) == 0
    assert ceaf.matched(key, [("men",), ("gunmen",)]) == 1
    assert ceaf.matched(key, [("men",), ("police",)]) == 2


def oracle_matched(key, predicted):
    """All one-to-one assignments, tried one by one."""
    long = [*range(len(key)), *[None] * len(predicted)]
    best = 0
    for chosen in set(permutations(long, len(predicted))):
        hits = 0
        for p, k in zip(predicted, chosen, strict=True):
            known = {ceaf.normal(w) for w in key[k]} if k is not None else set()
            hits += k is not None and all(ceaf.normal(w) in known for w in p)
        best = max(best, hits)
    return best


def some_entities(chance, most, words="abcdef"):
    return [tuple(chance.sample(words, chance.randint(1, 3))) for _ in range(chance.randint(0, most))]


def test_matching_agrees_with_trying_everything():
    chance = random.Random(11)
    for _ in range(150):
        key, predicted = some_entities(chance, 3), [e[:2] for e in some_entities(chance, 3)]
        assert ceaf.matched(key, predicted) == oracle_matched(key, predicted)


def test_counts_are_summed_before_they_are_divided():
    rows = [{"A": (1, 2, 1), "B": (0, 0, 3)}, {"A": (1, 1, 2)}]
    assert ceaf.micro(rows) == {"A": (2, 3, 3), "B": (0, 0, 3), "all": (2, 3, 6)}
    assert ceaf.f1(2, 3, 6) == pytest.approx(4 / 9)
    assert ceaf.f1(0, 0, 0) == 0


def test_intervals_hold_the_figure_and_close_in_on_equal_reports():
    rows = [{"A": (k % 2, 1, 1)} for k in range(40)]
    low, high = ceaf.interval(rows, 400)
    assert low < 0.5 < high
    assert resampled([1.0] * 9, lambda drawn: sum(drawn) / 9, 50) == [1.0, 1.0]
    assert resampled([], len) == [0.0, 0.0]


# -- templates --------------------------------------------------------------------------------------


def filled(kind, **roles):
    return Filled(frozenset(kind.split("/")), {role: tuple(roles.get(role, ())) for role in ROLES})


def test_the_type_counts_as_a_slot_and_must_agree():
    key = [filled("BOMBING", Target=[("bus",)])]
    assert templates.best([filled("BOMBING", Target=[("bus",)])], key) == (2, 2, 2, 2)
    assert templates.best([filled("ATTACK", Target=[("bus",)])], key) == (0, 2, 0, 2)
    assert templates.best([filled("ATTACK")], [filled("ATTACK/BOMBING")]) == (1, 1, 1, 1)


def test_missing_and_spurious_templates_count_in_full():
    key = [filled("ATTACK", PerpInd=[("men",)]), filled("ATTACK", PerpInd=[("boys",)])]
    assert templates.best([], key) == (0, 0, 0, 4)
    assert templates.best(key, []) == (0, 4, 0, 0)
    assert templates.best([filled("ATTACK", PerpInd=[("boys",), ("cows",)])], key) == (2, 3, 2, 4)


def test_no_template_on_either_side_is_no_count():
    assert templates.best([], []) == (0, 0, 0, 0)
    assert templates.f1((0, 0, 0, 0)) == 0


def oracle_best(predicted, key):
    """All alignments, tried one by one, by the letter of the definition."""

    def slots(one, other):
        right = 1
        for role in ROLES:
            for e in one.roles[role]:
                right += any({ceaf.normal(w) for w in e} <= {ceaf.normal(w) for w in o} for o in other.roles[role])
        return right

    def found(known, given):
        hits = 1
        for role in ROLES:
            for k in known.roles[role]:
                hits += any({ceaf.normal(w) for w in g} <= {ceaf.normal(w) for w in k} for g in given.roles[role])
        return hits

    total, wanted = sum(t.size for t in predicted), sum(t.size for t in key)
    values = []
    for chosen in product([None, *range(len(key))], repeat=len(predicted)):
        used = [k for k in chosen if k is not None]
        if len(set(used)) < len(used):
            continue
        pairs = [(p, key[k]) for p, k in zip(predicted, chosen, strict=True) if k is not None]
        pairs = [(p, k) for p, k in pairs if p.types <= k.types]
        counts = (sum(slots(p, k) for p, k in pairs), total, sum(found(k, p) for p, k in pairs), wanted)
        values.append(templates.f1(counts))
    return max(values)


def test_the_best_alignment_agrees_with_trying_everything():
    chance = random.Random(5)

    def some(most):
        return [
            filled(
                chance.choice(("ATTACK", "BOMBING")), PerpInd=some_entities(chance, 2), Victim=some_entities(chance, 2)
            )
            for _ in range(chance.randint(0, most))
        ]

    for _ in range(120):
        predicted, key = some(3), some(3)
        assert templates.f1(templates.best(predicted, key)) == pytest.approx(oracle_best(predicted, key))


def test_templates_of_a_key_lose_repeats_and_wordings_that_do_not_stand_in_the_text():
    slots = {"INCIDENT: TYPE": ["ATTACK / BOMBING"], "PHYS TGT: ID": ['"BUS" / "COACH"', '"TRAIN"']}
    report = MucReport("x", "A BUS.", (Template("ATTACK", {}, slots), Template("ATTACK", {}, slots)))
    (key,) = templates.key_templates(report)
    assert key.types == {"ATTACK", "BOMBING"}
    assert key.roles["Target"] == (("bus",),)


# -- official slots ---------------------------------------------------------------------------------


def test_days_and_the_day_of_publication():
    assert [d.isoformat() for d in days_of("02 FEB 90 - 31 FEB 90 - 5 MARCH 1990")] == ["1990-02-02", "1990-03-05"]
    report = as_report(MucReport("x", "   LIMA, 14 JUN 89 (EFE) -- [TEXT] ON 3 MAY 89 ...", ()))
    assert report.published.date().isoformat() == "1989-06-14"
    assert as_report(MucReport("x", "no day", ())).published is None


def test_slots_of_a_key():
    slots = {
        "INCIDENT: DATE": ["- 12 JAN 90"],
        "INCIDENT: LOCATION": ["PERU: LIMA (CITY): RIMAC (NEIGHBORHOOD)"],
        "HUM TGT: NUMBER": ['3: "MEN"', 'PLURAL: "BOYS"', "-"],
        "HUM TGT: EFFECT OF INCIDENT": ['DEATH: "MEN"', 'DEATH / INJURY: "BOYS"', 'NO INJURY: "DOG"'],
    }
    key = key_slots(MucReport("x", "", (Template("ATTACK", {}, slots),)))
    assert key["human count"] == [3]
    assert key["human effect"] == ["DEATH", "INJURY"]
    assert agrees("location", "rimac", key["location"][0])
    assert not agrees("location", "cusco", key["location"][0])
    (days,) = key["date"]
    assert agrees("date", (days[1], days[1]), days)


# -- the command ------------------------------------------------------------------------------------


def test_the_last_line_is_the_score(tmp_path, capsys):
    text = "GUNMEN KILLED THE MAYOR OF ROSALES WITH RIFLES."
    (tmp_path / "other.jsonl").write_text(line(text, {"PERP: INDIVIDUAL ID": ['"GUNMEN"']}) + "\n", "utf-8")
    (tmp_path / "dev.jsonl").write_text("not read\n", "utf-8")
    model = TINY
    assert main(["--data", str(tmp_path), "--model", model, "--no-slots"]) == 0
    last = capsys.readouterr().out.rstrip("\n").splitlines()[-1]
    name, figure = last.rsplit(" ", 1)
    assert name == "CEAF-REE F1"
    assert 0.0 <= float(figure) <= 100.0
    assert len(figure.partition(".")[2]) == 2


def test_against_another_reader_the_gain_is_paired(tmp_path, capsys):
    text = "GUNMEN KILLED THE MAYOR OF ROSALES WITH RIFLES."
    (tmp_path / "one.jsonl").write_text(line(text, {"PERP: INDIVIDUAL ID": ['"GUNMEN"']}) + "\n", "utf-8")
    saved, model = tmp_path / "fillers.json", TINY
    arguments = ["--data", str(tmp_path), "--split", "one", "--model", model, "--no-slots"]
    assert main([*arguments, "--save", str(saved)]) == 0
    capsys.readouterr()
    assert main([*arguments, "--against", str(saved), "--json"]) == 0
    paired = json.loads(capsys.readouterr().out)["figures"]["paired"]
    assert paired["gain"] == 0
    assert paired["interval"] == [0, 0]


def test_no_data_is_said_and_is_no_failure(tmp_path, capsys):
    assert main(["--data", str(tmp_path)]) == 0
    assert "not measured" in capsys.readouterr().err
