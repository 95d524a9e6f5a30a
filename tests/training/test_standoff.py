"""Coded claims kept as offsets come back as they were."""

import json

from training.standoff import CODED, SETS, pack, to_offsets, to_quotes

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


def test_what_is_kept_holds_no_passages():
    records = [json.loads(line) for line in CODED.read_text("utf-8").splitlines()]
    assert len({r["report"] for r in records}) == len(records) == 636
    for record in records:
        for claim in record["claims"]:
            for start, end in claim["evidence"]:
                assert 0 <= start < end <= record["length"]
