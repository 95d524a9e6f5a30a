"""The formats that every ledger can be written in: what is in them, and what hostile text cannot do."""

import csv
import io
import json
import re

import pytest

from reportedly.exporters.claims import ClaimsExporter
from reportedly.exporters.csv import CsvExporter, safe_cell
from reportedly.exporters.geojson import GeojsonExporter
from reportedly.exporters.site import SiteExporter
from reportedly.model.wire import claim_from_wire
from reportedly.ports import Dossier
from tests.dossiers import dossier

EXPORTERS = [ClaimsExporter(), CsvExporter(), GeojsonExporter(), SiteExporter()]


def written(exporter, content=None):
    out = io.BytesIO()
    exporter.export(content or dossier(), out)
    return out.getvalue()


@pytest.mark.parametrize("exporter", EXPORTERS, ids=lambda e: e.name)
def test_same_dossier_same_bytes(exporter):
    assert written(exporter) == written(exporter)


@pytest.mark.parametrize("exporter", EXPORTERS, ids=lambda e: e.name)
def test_empty_dossier_is_written(exporter):
    assert written(exporter, Dossier((), {}, {})) is not None


def test_claims_come_back_whole_with_their_event():
    lines = [json.loads(line) for line in written(ClaimsExporter()).decode().splitlines()]
    claims = [claim_from_wire(c) for line in lines for c in line["claims"]]
    assert {c.id: c.event for c in claims} == {"c-1": "e-1", "c-2": "e-1", "c-3": "e-2"}
    assert claims[0].toll == dossier().claims["c-1"].toll


def test_csv_has_a_row_an_event_with_the_range():
    rows = list(csv.DictReader(io.StringIO(written(CsvExporter()).decode("utf-8-sig"))))
    assert [(r["event"], r["killed_low"], r["killed_best"], r["killed_high"]) for r in rows] == [
        ("e-1", "18", "18", "27"),
        ("e-2", "", "", ""),
    ]
    assert rows[0]["where_prec"] == "2"


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-2", "@SUM(A1)", "\tx"])
def test_formulas_are_disarmed(text):
    assert safe_cell(text) == "'" + text


def test_geojson_places_what_has_a_place():
    features = json.loads(written(GeojsonExporter()))["features"]
    assert features[0]["geometry"] == {"type": "Point", "coordinates": [38.87, 34.89]}
    assert features[1]["geometry"] is None


def test_page_keeps_hostile_text_as_data():
    page = written(SiteExporter()).decode()
    assert page.count("</script>") == 3
    data = json.loads(re.search(r'id="data">(.*?)</script>', page, re.S)[1])
    assert data["events"][0]["claims"][1]["outlet"] == "=Orient </script><b>Wire"


def test_page_asks_nothing_of_a_network():
    page = written(SiteExporter()).decode()
    assert "default-src 'none'" in page
    assert not re.search(r"<(?:script|img|link|iframe)[^>]+(?:src|href)=", page)


def test_page_quotes_every_word_of_the_evidence():
    page = written(SiteExporter()).decode()
    data = json.loads(re.search(r'id="data">(.*?)</script>', page, re.S)[1])
    for event in data["events"]:
        for claim in event["claims"]:
            quoted = ["".join(words for words, _ in quote) for quote in claim["quotes"]]
            assert quoted == [s.text for s in dossier().claims[claim["id"]].evidence]
