"""The measures of attribution count what they say they count."""

import json
from pathlib import Path

from evaluation import chains, polnear


def test_spans_pair_one_to_one_by_overlap():
    assert polnear.overlap_pairs([(0, 5), (10, 15)], [(4, 6), (11, 12)]) == 2
    assert polnear.overlap_pairs([(0, 5)], [(0, 2), (3, 5)]) == 1
    assert polnear.overlap_pairs([(0, 5)], [(5, 9)]) == 0


def test_f1_of_nothing_is_nothing():
    assert polnear.f1(0, 0, 0) == (0.0, 0.0, 0.0)
    assert polnear.f1(1, 2, 1) == (0.5, 1.0, 2 / 3)


def test_polnear_prints_its_table(tmp_path, capsys):
    text = "The mayor said that the road was open."
    spans = {"source": (0, 9), "cue": (10, 14), "content": (15, 37)}
    marked = {part: [{"spans": [list(span)], "text": text[slice(*span)]}] for part, span in spans.items()}
    line = json.dumps({"docid": "d", "text": text, "attributions": [marked]})
    (tmp_path / "dev.jsonl").write_text(line + "\n", "utf-8")
    assert polnear.main(["--data", str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert printed.count("precision 1.000  recall 1.000  F1 1.000") >= 3


TINY = Path(__file__).parents[1] / "extractors" / "tiny"


def test_the_trained_reader_is_measured_in_the_same_way(tmp_path, capsys):
    text = "The mayor said that the road was open."
    line = json.dumps(
        {"docid": "d", "text": text, "attributions": [{"source": [{"spans": [[0, 9]], "text": text[:9]}]}]}
    )
    (tmp_path / "dev.jsonl").write_text(line + "\n", "utf-8")
    assert polnear.main(["--data", str(tmp_path), "--trained", str(TINY)]) == 0
    assert "spanreader-" in capsys.readouterr().out
    assert polnear.main(["--data", str(tmp_path), "--trained", str(tmp_path)]) == 1
    assert str(tmp_path) in capsys.readouterr().err


def test_what_the_trained_reader_marks_are_spans_of_the_text():
    reader, text = polnear.LearnedReader(TINY), "The mayor said that the road was open."
    found = polnear.trained_spans(reader, text)
    assert set(found) == set(polnear.PARTS)
    assert all(0 <= a < b <= len(text) for spans in found.values() for a, b in spans)


def test_missing_data_is_said_clearly(tmp_path, capsys):
    assert polnear.main(["--data", str(tmp_path)]) == 2
    assert chains.main(["--data", str(tmp_path)]) == 2
    assert "dev.jsonl" in capsys.readouterr().err


def test_names_agree_by_half_of_their_words():
    assert chains.same_name("the Syrian Observatory", "Syrian Observatory for Human Rights")
    assert chains.same_name("al-Barazi", "Talal al-Barazi")
    assert not chains.same_name("Reuters", "AFP")
    assert not chains.same_name("", "AFP")


def test_chains_are_compared_claim_by_claim(tmp_path, capsys):
    text = "Nine men died, the mayor told Reuters. The road is open."
    claims = [
        {"evidence": ["Nine men died"], "attribution": ["Reuters", "the mayor"]},
        {"evidence": ["The road is open"], "attribution": []},
        {"evidence": ["Nine men died"], "attribution": ["the army"]},
    ]
    (tmp_path / "r.txt").write_text(text, "utf-8")
    (tmp_path / "r.json").write_text(json.dumps({"report": "r", "claims": claims}), "utf-8")
    assert chains.main(["--data", str(tmp_path), "--errors"]) == 0
    printed = capsys.readouterr().out
    assert "3 claims  source 0.667  chain 0.667" in printed and "the army" in printed
