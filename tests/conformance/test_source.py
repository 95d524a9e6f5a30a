"""What every implementation of the `Source` port must do: run over each kind of file."""

import gzip
import json

import pytest

from reportedly.errors import ReportedlyError
from reportedly.ports import Received, Source
from reportedly.reports.intake import intake
from reportedly.sources.files import files
from reportedly.sources.warc import WarcSource

TEXT = "Gunmen killed 12 soldiers near the village of Tell Arn on Monday, a monitor said. Nobody claimed the attack."
JUNK = bytes(range(256)) * 20


def texts(folder):
    (folder / "a.txt").write_text(TEXT)
    (folder / "b.txt").write_bytes(JUNK)
    (folder / "c.html").write_text(f"<html><body><p>{TEXT}</p></body></html>")
    return files([folder, folder / "gone.txt"])


def lines(folder):
    path = folder / "a.jsonl"
    path.write_bytes(
        json.dumps({"text": TEXT, "id": 1}).encode() + b"\n{broken\n\xff\xfe\n" + b'{"html": "<p>x</p>"}\n'
    )
    return files([path])


def packed(folder):
    path = folder / "a.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps({"text": TEXT}).encode() + b"\n{}") + JUNK)
    return files([path])


def archive(folder):
    body = f"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n{TEXT}".encode()
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/1\r\nWARC-Date: 2013-05-15T00:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    path = folder / "a.warc"
    path.write_bytes(head.encode() + body + b"\r\n\r\n" + JUNK)
    return WarcSource(path)


@pytest.fixture(params=[texts, lines, packed, archive], ids=lambda make: make.__name__)
def source(request, tmp_path):
    """A source of each kind, with something good and something broken in it."""
    return request.param(tmp_path)


def test_it_is_a_source(source):
    assert isinstance(source, Source)


def test_faults_are_yielded_with_their_subject_and_what_is_good_comes_through(source):
    found = list(source.receive())
    good = [item for item in found if isinstance(item, Received)]
    assert all(item.subject for item in found if isinstance(item, ReportedlyError))
    assert len(good) + sum(isinstance(item, ReportedlyError) for item in found) == len(found)
    assert any(intake(item).text == TEXT for item in good)


def test_what_is_received_has_a_name_and_plain_fields(source):
    for item in source.receive():
        if isinstance(item, Received):
            assert item.name and isinstance(item.data, bytes)
            json.dumps(item.fields)


def test_it_gives_the_same_in_the_same_order_again(source):
    def told():
        return [str(item) if isinstance(item, ReportedlyError) else item for item in source.receive()]

    assert told() == told()
