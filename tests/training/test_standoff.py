"""Coded claims kept as offsets come back as they were."""

import json

from training.standoff import CODED, OWN, SETS, WRITTEN, pack, to_offsets, to_quotes, unpack

TEXT = "Rebels shelled the town of Kidal on Friday. Two guards died. On Friday night rebels left Kidal."
CLAIM = {
    "id": "c1",
    "evidence": ["Rebels shelled the town of Kidal on Friday.", "Two guards died."],
    "actors": [{"text": "Rebels", "name": "rebels", "sort": "rebel group"}],
    "targets": [],
    "when": {"text": None, "earliest": "2013-05-03", "latest": "2013-05-03"},
    "where": {"text": "Kidal", "name": "Kidal", "precision": "town"},
    "weapons": ["shelled"],
    "toll": [{"outcome": "killed", "text": "Two guards", "who": "guards", "low": 2, "high": 2}],
    "attribution": [],
}


def test_quotes_become_offsets_and_come_back():
    kept = to_offsets(CLAIM, TEXT)
    assert kept["evidence"][0] == [0, 43]
    assert kept["when"]["text"] is None
    assert "Kidal" not in json.dumps({**kept, "where": {**kept["where"], "name": ""}})
    assert to_quotes(kept, TEXT) == CLAIM


def test_a_quote_stands_behind_the_start_of_its_evidence():
    later = {**CLAIM, "evidence": ["On Friday night rebels left Kidal."], "toll": [], "weapons": []}
    later["actors"] = [{"text": "rebels", "name": "rebels", "sort": "rebel group"}]
    kept = to_offsets(later, TEXT)
    assert kept["actors"][0]["text"] == [TEXT.rindex("rebels"), TEXT.rindex("rebels") + 6]
    assert to_quotes(kept, TEXT) == later


def test_packing_finds_the_text_in_its_set(tmp_path):
    data, coded = tmp_path / "data", tmp_path / "coded"
    coded.mkdir()
    for name in SETS.values():
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_text(json.dumps({"text": "Nothing."}) + "\n" + json.dumps({"text": TEXT + " More."}) + "\n")
    (coded / "muc4-1.txt").write_text(TEXT)
    (coded / "muc4-1.meta.json").write_text(json.dumps({"published": None, "outlet": None}))
    (coded / "muc4-1.json").write_text(json.dumps({"claims": [CLAIM]}))
    (record,) = pack(data, coded)
    assert (record["set"], record["number"], record["length"]) == ("muc4", 1, len(TEXT))
    assert [to_quotes(c, TEXT) for c in record["claims"]] == [CLAIM]


def test_a_report_of_our_own_keeps_its_text_beside_its_claims(tmp_path):
    (tmp_path / "own-1.txt").write_text(TEXT)
    (tmp_path / "own-1.meta.json").write_text(json.dumps({"published": "2013-05-04", "outlet": "Sahel Wire"}))
    (tmp_path / "own-1.json").write_text(json.dumps({"claims": [CLAIM]}))
    (record,) = pack(tmp_path / "nowhere", tmp_path)
    assert (record["set"], record["text"]) == (OWN, TEXT)


def test_what_we_wrote_comes_back_without_any_data(tmp_path, capsys):
    written = [json.loads(line) for line in WRITTEN.read_text("utf-8").splitlines()]
    assert unpack(tmp_path / "nowhere", tmp_path / "out") == len(written)
    assert "left out" in capsys.readouterr().out
    for record in written:
        text = (tmp_path / "out" / f"{record['report']}.txt").read_text("utf-8")
        claims = json.loads((tmp_path / "out" / f"{record['report']}.json").read_text("utf-8"))["claims"]
        assert len(claims) == len(record["claims"])
        assert all(quote in text for claim in claims for quote in claim["evidence"])


def test_what_is_kept_holds_no_passages():
    records = [json.loads(line) for line in CODED.read_text("utf-8").splitlines()]
    assert len({r["report"] for r in records}) == len(records) == 669
    for record in records:
        assert "text" not in record
        for claim in record["claims"]:
            for start, end in claim["evidence"]:
                assert 0 <= start < end <= record["length"]
