"""The wire form keeps its JSON Schema, and the schema keeps to the ontology."""

import json
from pathlib import Path

import jsonschema
import pytest

from reportedly.model import Report
from reportedly.model.wire import reading_to_wire
from reportedly.ontology.load import data

SCHEMA = json.loads((Path(__file__).parents[2] / "schema/claims.schema.json").read_text("utf-8"))
EXAMPLES = Path(__file__).parents[2] / "examples/reports.jsonl"


def test_every_type_of_the_ontology_is_in_the_schema():
    assert set(SCHEMA["$defs"]["claim"]["properties"]["type"]["enum"]) == set(data("event_types"))


def test_what_is_read_from_the_examples_fits(reader):
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    validator = jsonschema.Draft202012Validator(SCHEMA)
    claims = 0
    for line in EXAMPLES.read_text("utf-8").splitlines():
        raw = json.loads(line)
        report = Report(raw["id"], raw["text"], outlet=raw["outlet"])
        wire = json.loads(json.dumps(reading_to_wire(report, reader.read(report))))
        validator.validate(wire)
        claims += len(wire["claims"])
    assert claims > 20


@pytest.mark.parametrize("broken", [{"type": "explosion"}, {"status": "maybe"}, {"evidence": []}, {"kind": None}])
def test_what_does_not_fit_is_refused(reader, broken):
    report = Report("r", "Gunmen killed two soldiers near Mopti.")
    (claim, *_) = reading_to_wire(report, reader.read(report))["claims"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"report": "r", "published": None, "claims": [{**claim, **broken}]}, SCHEMA)
