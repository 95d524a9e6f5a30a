"""Events whole, as Parquet and GeoParquet, and in the vocabularies of others: PLOVER, HXL, PROV, FollowTheMoney."""

import csv
import hashlib
import io
import json
import struct
import sys
from dataclasses import replace

import pytest

from reportedly.config import part
from reportedly.errors import MissingExtra
from reportedly.model.wire import claim_from_wire
from reportedly.model.wire_event import event_from_wire
from tests.dossiers import dossier
from tests.exporters.made import ARMY, CIVILIANS, IS, hostile, killed, made, toll


def written(name, content):
    out = io.BytesIO()
    part("exporter", name)().export(content, out)
    return out.getvalue()


def lines(name, content):
    return [json.loads(line) for line in written(name, content).decode().splitlines()]


@pytest.mark.parametrize("content", [dossier(), hostile()], ids=["plain", "hostile"])
def test_events_come_back_whole(content):
    assert tuple(event_from_wire(line) for line in lines("events", content)) == content.events


def test_claims_come_back_whole_from_hostile_reports():
    found = {c["id"]: claim_from_wire(c) for line in lines("claims", hostile()) for c in line["claims"]}
    assert found == {k: replace(c, event=c.id.replace("c", "e")) for k, c in hostile().claims.items()}


# Parquet


def table(name, content):
    parquet = pytest.importorskip("pyarrow.parquet")
    return parquet.ParquetFile(io.BytesIO(written(name, content)))


@pytest.mark.parametrize("content", [dossier(), hostile()], ids=["plain", "hostile"])
def test_parquet_holds_every_event_whole(content):
    read = table("parquet", content).read()
    assert tuple(event_from_wire(json.loads(wire)) for wire in read["wire"].to_pylist()) == content.events


def test_parquet_is_typed_and_nested():
    first, second = table("parquet", dossier()).read().to_pylist()
    assert (first["killed_low"], first["killed_best"], first["killed_high"]) == (18, 18, 27)
    assert first["earliest"].isoformat() == "2020-04-09" and second["earliest"] is None and second["killed_low"] is None
    (told,) = first["toll_list"]
    assert [(s["source"], s["low"], s["high"], s["superseded"]) for s in told["stands"]] == [
        ("a monitor", 18, 18, False),
        ("officials", 27, None, False),
    ]
    assert first["claims_list"] == ["c-1", "c-2"] and first["actors_list"][0]["actor"] == "islamic-state"


def test_parquet_is_written_in_row_groups(monkeypatch):
    monkeypatch.setattr("reportedly.exporters.parquet.BATCH", 2)
    assert table("parquet", hostile()).num_row_groups == 3


def test_geoparquet_has_points_and_says_what_they_are():
    file = table("geoparquet", dossier())
    geo = json.loads(file.metadata.metadata[b"geo"])
    assert geo["version"] == "1.1.0" and geo["primary_column"] == "geometry"
    assert geo["columns"]["geometry"] == {
        "encoding": "WKB",
        "geometry_types": ["Point"],
        "bbox": [38.87, 34.89, 38.87, 34.89],
    }
    first, second = file.read(["geometry", "radius_m"]).to_pylist()
    assert struct.unpack("<BIdd", first["geometry"]) == (1, 1, 38.87, 34.89) and first["radius_m"] == 8000
    assert second["geometry"] is None


@pytest.mark.parametrize(
    ("name", "module"), [("parquet", "pyarrow"), ("geoparquet", "pyarrow"), ("sitrep-docx", "docx")]
)
def test_a_part_that_is_not_installed_is_named(name, module, monkeypatch):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtra, match=r"reportedly\[tables\]"):
        written(name, dossier())


# HXL


def test_hxl_tags_stand_in_the_second_row():
    header, tags, first, second = csv.reader(io.StringIO(written("hxl", dossier()).decode()))
    assert len(header) == len(tags) == len(first) == len(second)
    assert all(tag.startswith("#") and tag == tag.lower() for tag in tags) and len(set(tags)) == len(tags)
    row = dict(zip(tags, first, strict=True))
    assert (
        row["#event+description"]
        == "On 9 April 2020, Islamic State attacked Syrian Army near al-Sukhnah (Homs, Syria)."
    )
    assert (row["#affected+killed+min"], row["#affected+killed+max"], row["#country+name"]) == ("18", "27", "Syria")
    assert row["#geo+radius+m"] == "8000"


# PLOVER


def test_plover_has_root_mode_context_and_both_sides():
    text = "A suicide bomber blew himself up, a monitor said."
    (record,) = lines("plover", made("bombing", (IS,), (ARMY,), killed("state force", ("a monitor", 8, 9)), text=text))
    assert (record["event"], record["mode"], record["quad"], record["cameo"]) == (
        "ASSAULT", "suicide-attack", "MATERIAL CONFLICT", "183",
    )  # fmt: skip
    assert record["source"] == [
        {"actorText": "Islamic State", "actorName": "Islamic State", "code": "SYR", "sector": "REB"}
    ]
    assert record["target"][0]["code"] == "SYR" and record["target"][0]["sector"] == "MIL"
    assert (record["date"], record["dead"], record["injured"]) == ("2020-04-09", {"low": 8, "best": 8, "high": 9}, None)
    assert record["eventLoc"]["radius"] == 8000 and record["textInfo"][0]["attribution"] == ["a monitor"]


def test_plover_keeps_what_did_not_happen_apart():
    assert lines("plover", made("attack", (IS,), (ARMY,), status="denied")) == []
    (threat,) = lines("plover", made("attack", (IS,), (ARMY,), status="threatened"))
    assert (threat["event"], threat["mode"], threat["cameo"]) == ("THREATEN", "violence", "138")
    assert "future" not in threat["context"]  # a threat is a category, not another one that is to come
    (plan,) = lines("plover", made("talks", (IS,), (ARMY,), status="planned"))
    assert (plan["event"], plan["mode"]) == ("AGREE", None) and "future" in plan["context"]
    (plan,) = lines("plover", made("attack", (IS,), (ARMY,), status="planned"))
    assert (plan["event"], plan["mode"]) == ("ASSAULT", None) and "future" in plan["context"]


# PROV


def graph(content):
    document = json.loads(written("prov", content))
    assert document["@context"]["prov"] == "http://www.w3.org/ns/prov#"
    return document["@graph"]


@pytest.mark.parametrize("content", [dossier(), hostile()], ids=["plain", "hostile"])
def test_every_thing_that_prov_names_is_described(content):
    nodes = graph(content)
    known = {node["@id"] for node in nodes}
    for node in nodes:
        assert all(" " not in name and "<" not in name and '"' not in name for name in (node["@id"],))
        for relation in ("prov:wasDerivedFrom", "prov:wasQuotedFrom", "prov:wasGeneratedBy", "prov:used",
                         "prov:wasAssociatedWith", "prov:wasAttributedTo"):  # fmt: skip
            wanted = node.get(relation, [])
            for name in [wanted] if isinstance(wanted, str) else wanted:
                assert name in known, (node["@id"], relation, name)


def test_prov_leads_from_the_event_to_the_words_and_who_said_them():
    nodes = {node["@id"]: node for node in graph(dossier())}
    event = nodes["urn:reportedly:event:e-1"]
    claim = nodes[event["prov:wasDerivedFrom"][0]]
    assert claim["prov:value"][0].startswith("Militants attacked")
    assert claim["prov:wasAttributedTo"] == ["urn:reportedly:agent:a%20monitor"]
    assert nodes[claim["prov:wasAttributedTo"][0]]["rep:role"] == "monitor"
    assert nodes[nodes[claim["prov:wasQuotedFrom"]]["prov:wasAttributedTo"][0]]["rdfs:label"] == "Levant Courier"
    linking = nodes[event["prov:wasGeneratedBy"]]
    assert linking["rep:reason"] == ["same town and day"] and linking["rep:rule"] == "range"


# FollowTheMoney


def test_ftm_entities_are_the_sum_of_their_statements():
    for entity in lines("ftm", dossier()):
        told: dict[str, list[str]] = {}
        for statement in entity["statements"]:
            assert (statement["entity_id"], statement["schema"]) == (entity["id"], entity["schema"])
            key = f"reportedly.{entity['id']}.{statement['prop']}.{statement['value']}"
            assert statement["id"] == hashlib.sha1(key.encode()).hexdigest()
            told.setdefault(statement["prop"], []).append(statement["value"])
        assert told == entity["properties"] and all(told.values())


def test_ftm_names_the_kinds_and_points_at_what_it_wrote():
    entities = {entity["id"]: entity for entity in lines("ftm", dossier())}
    kinds = {e["caption"]: e["schema"] for e in entities.values()}
    assert kinds["Islamic State"] == "Organization" and kinds["Syrian Army"] == "PublicBody"
    event = entities["reportedly-e-1"]
    assert event["schema"] == "Event" and event["properties"]["startDate"] == ["2020-04-09"]
    assert {entities[name]["caption"] for name in event["properties"]["involved"]} == {"Islamic State", "Syrian Army"}
    assert [entities[name]["schema"] for name in event["properties"]["proof"]] == ["Article", "Article"]
    (said,) = [s for s in event["statements"] if s["prop"] == "description" and s["origin"] == "c-1"]
    assert (
        said["value"].startswith("Levant Courier, citing a monitor: “Militants")
        and said["first_seen"] == "2020-04-10T00:00:00+00:00"
    )


def test_ftm_takes_no_address_that_runs_code():
    assert all("sourceUrl" not in e["properties"] for e in lines("ftm", hostile()))


def test_a_row_adds_nobody_twice():
    content = made("bombing", (), (CIVILIANS,), killed("civilian", ("a", 46, 46)), killed("unknown", ("a", 53, 53)),
                   toll("wounded", "unknown", ("a", 90, None)))  # fmt: skip
    (row,) = csv.DictReader(io.StringIO(written("csv", content).decode("utf-8-sig")))
    assert (row["killed_low"], row["killed_best"], row["killed_high"], row["wounded_low"]) == ("53", "53", "53", "90")
