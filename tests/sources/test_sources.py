"""Sources: files, folders, JSONL, pages, feeds, archives; each fault named, the rest goes on."""

import gzip
import json
import os
import sys

import pytest

from reportedly.errors import InvalidRecord, MissingExtra, ReportedlyError, TooLarge, UnreadableInput
from reportedly.ports import Received, Source
from reportedly.reports.intake import intake
from reportedly.sources.files import FilesSource, files
from reportedly.sources.html import extract
from reportedly.sources.jsonl import parse_map
from reportedly.sources.language import told_language
from reportedly.sources.pdf import join_lines

TEXT = (
    "Gunmen attacked a checkpoint near the village of Tell Arn on Monday, killing at least 12 soldiers, a monitor "
    "said. The army said that three of its men were wounded. No group has said that it was behind the attack."
)
PAGE = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Gunmen kill 12 - The Daily</title>
<meta property="og:site_name" content="The Daily"><meta property="og:title" content="Gunmen kill 12">
<script type="application/ld+json">
{{"@graph": [{{"@type": "NewsArticle", "datePublished": "2013-05-14T23:30:00-05:00"}}]}}
</script></head><body><nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>
<article><h1>Gunmen kill 12</h1><p>{TEXT}</p><p>The minister&rsquo;s office told a radio station that it had sent
<b>reinforcements</b> to the district and closed the road to the north until further notice.</p></article>
<footer>Copyright The Daily. Sign up for our newsletter.</footer></body></html>"""


def received(*paths, **given):
    mapping = given.pop("mapping", None)
    return list(files(paths, mapping, **given).receive())


def texts(found):
    return [item if isinstance(item, ReportedlyError) else intake(item).text for item in found]


def test_a_files_source_is_a_source():
    assert isinstance(FilesSource(()), Source)


def test_a_folder_is_walked_in_sorted_order_without_what_is_hidden(tmp_path):
    for name in ("b.txt", "a.txt", ".hidden.txt", "c.exe", "sub/z.txt", "sub/y.jsonl"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps({"text": name}) if name.endswith("jsonl") else name)
    assert texts(received(tmp_path)) == ["a.txt", "b.txt", "sub/y.jsonl", "sub/z.txt"]


def test_faulty_files_are_told_and_the_rest_goes_on(tmp_path):
    good = tmp_path / "good.txt"
    good.write_text(TEXT)
    junk = tmp_path / "junk.txt"
    junk.write_bytes(os.urandom(4000) + bytes(1000))
    locked = tmp_path / "locked.txt"
    locked.write_text(TEXT)
    locked.chmod(0)
    missing, first, second, last = received(tmp_path / "none.txt", junk, locked, good)
    assert isinstance(missing, UnreadableInput) and "no such file" in str(missing)
    assert isinstance(first, UnreadableInput) and "junk.txt" in str(first)
    if os.geteuid():
        assert isinstance(second, UnreadableInput) and "permission" in str(second).lower()
    assert intake(last).text == TEXT


def test_broken_lines_are_named_and_the_rest_goes_on(tmp_path):
    path = tmp_path / "r.jsonl"
    lines = [
        b'\xef\xbb\xbf{"text": "one is here", "id": 1}',
        b"{broken",
        b"",
        b'["a list"]',
        b'{"title": "no text"}',
        b'{"text": 5}',
        b'{"text": "\xff\xfe"}',
        b'{"text": "' + b"[" * 10 + b'", "x": ' + b"[" * 100_000 + b"}",
        b'{"text": "half a pair \\ud800 here"}',
        b'{"text": "nine is here", "id": "nine"}',
    ]
    path.write_bytes(b"\n".join(lines))
    found = received(path)
    numbers = [item.subject.rsplit(":", 1)[1] for item in found if isinstance(item, InvalidRecord)]
    assert numbers == ["2", "4", "5", "6", "7", "8"]
    assert all("line " in str(item) for item in found if isinstance(item, InvalidRecord))
    assert [t for t in texts(found) if isinstance(t, str)] == ["one is here", "half a pair \ufffd here", "nine is here"]


def test_field_names_of_others_are_mapped(tmp_path):
    path = tmp_path / "r.jsonl"
    path.write_text(
        json.dumps({"id": 7, "text": TEXT, "source": "daily", "claimed_date": "2013-05-14", "when": "2012-01-01"})
    )
    plain = intake(received(path)[0])
    assert (plain.id, plain.outlet, plain.published.date().isoformat()) == ("7", "daily", "2013-05-14")
    mapped = intake(received(path, mapping=parse_map("published=when, id=source"))[0])
    assert (mapped.id, mapped.published.date().isoformat()) == ("daily", "2012-01-01")


@pytest.mark.parametrize("option", ["published", "published=", "=x", "colour=blue"])
def test_a_senseless_mapping_is_refused(option):
    with pytest.raises(InvalidRecord, match="means nothing"):
        parse_map(option)


def test_given_fields_fill_what_a_record_does_not_say(tmp_path):
    path = tmp_path / "r.jsonl"
    path.write_text('{"text": "one is here", "outlet": "A"}\n{"text": "two are here"}')
    assert [intake(item).outlet for item in received(path, outlet="B")] == ["A", "B"]


def test_a_line_of_fifty_megabytes_is_refused_and_the_next_is_read(tmp_path):
    path = tmp_path / "r.jsonl"
    with path.open("wb") as out:
        out.write(b'{"text": "' + b"x " * 45_000_000 + b'"}\n{"text": "two are here"}\n')
    found = received(path)
    assert isinstance(found[0], TooLarge) and ":1" in found[0].subject
    assert intake(found[1]).text == "two are here"


def test_a_file_of_fifty_megabytes_is_refused(tmp_path):
    path = tmp_path / "r.txt"
    path.write_bytes(b"Gunmen fled. " * 4_000_000)
    (found,) = received(path)
    assert isinstance(found, TooLarge) and "10 MB" in str(found)


def test_packed_files_are_unpacked_and_broken_packing_is_told(tmp_path):
    good, cut = tmp_path / "r.jsonl.gz", tmp_path / "cut.txt.gz"
    good.write_bytes(gzip.compress(b'{"text": "one is here"}\n'))
    cut.write_bytes(gzip.compress(TEXT.encode() * 100)[:60])
    broken, one = received(tmp_path)
    assert isinstance(broken, UnreadableInput) and intake(one).text == "one is here"


def test_a_bomb_of_packed_zeros_is_refused_before_it_is_unpacked(tmp_path):
    path = tmp_path / "bomb.txt.gz"
    path.write_bytes(gzip.compress(bytes(200_000_000), 1))
    (found,) = received(path)
    assert isinstance(found, TooLarge)


def test_a_file_beside_a_text_gives_its_fields(tmp_path):
    (tmp_path / "r.txt").write_text(TEXT)
    beside = tmp_path / "r.meta.json"
    beside.write_text(json.dumps({"report": "r-7", "published": "2013-05-14", "outlet": "A", "title": None}))
    report = intake(received(tmp_path)[0])
    assert (report.id, report.outlet, report.published.day) == ("r-7", "A", 14)
    assert intake(received(tmp_path / "r.txt", outlet="B")[0]).outlet == "B"
    beside.write_text("{")
    (found,) = received(tmp_path)
    assert isinstance(found, InvalidRecord) and "r.meta.json" in str(found)


def test_a_json_file_holds_one_record_or_a_list(tmp_path):
    one, many = tmp_path / "one.json", tmp_path / "many.json"
    one.write_text('{"text": "one is here"}')
    many.write_text('[{"text": "two are here"}, 3]')
    assert texts(received(one)) == ["one is here"]
    two, fault = received(many)
    assert intake(two).text == "two are here" and isinstance(fault, InvalidRecord)


def test_a_page_gives_its_report_its_time_zone_and_the_way_back():
    data = PAGE.encode()
    report = intake(extract(Received(data, "p", "text/html")))
    assert "newsletter" not in report.text and "Home" not in report.text
    assert report.outlet == "The Daily" and report.title == "Gunmen kill 12"
    assert report.published.isoformat() == "2013-05-15T04:30:00+00:00" and not report.date_only
    start = report.text.index("The minister")
    low, high = report.offsets.to_bytes(start, start + len("The minister’s office"))
    assert data[low:high] == b"The minister&rsquo;s office"


def test_a_page_is_known_by_its_look(tmp_path):
    path = tmp_path / "page.txt"
    path.write_text(PAGE)
    assert "<p>" not in intake(received(path)[0]).text


def test_given_metadata_wins_over_the_page():
    report = intake(extract(Received(PAGE.encode(), "p", "text/html", {"outlet": "B", "published": "2001-01-01"})))
    assert report.outlet == "B" and report.published.year == 2001


@pytest.mark.parametrize(
    "page", ["<html>", "<html><body><p>Two men fled.", "<html>" + "<div>" * 3000 + "Two men fled."]
)
def test_poor_pages_are_taken_or_refused_by_name(page, tmp_path):
    path = tmp_path / "p.html"
    path.write_text(page)
    (found,) = received(path)
    try:
        assert "Two men fled" in intake(found).text
    except ReportedlyError as error:
        assert error.code == "R102"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (TEXT, "en"),
        (TEXT.upper(), "en"),
        ("Bomb kills 3.", "en"),
        ("Внаслідок нічного удару по місту загинули щонайменше дванадцять людей, повідомила обласна влада.", "uk"),
        ("Gece boyunca süren çatışmalarda en az on iki askerin öldüğü, onlarca kişinin yaralandığı bildirildi.", "tr"),
    ],
)
def test_languages_are_told(text, language):
    assert told_language(text) == language


def test_another_language_is_kept_with_a_note(tmp_path):
    path = tmp_path / "r.txt"
    path.write_text("قال المرصد إن اثني عشر جنديا على الأقل قتلوا في هجوم على حاجز قرب القرية يوم الاثنين.")
    report = intake(received(path)[0])
    assert report.language == "ar" and any("not read yet" in note for note in report.notes)


def test_a_feed_gives_its_entries(tmp_path):
    pytest.importorskip("feedparser")
    path = tmp_path / "f.rss"
    path.write_text(
        f"""<?xml version="1.0"?><rss version="2.0"><channel><title>The Daily</title>
        <item><title>Gunmen kill 12</title><link>http://a.example/1</link><description>&lt;p&gt;{TEXT}&lt;/p&gt;</description>
        <pubDate>Tue, 14 May 2013 23:30:00 -0500</pubDate></item>
        <item><title>Only a link</title><link>http://a.example/2</link></item></channel></rss>"""
    )
    one, two = received(path)
    report = intake(one)
    assert (report.outlet, report.url) == ("The Daily", "http://a.example/1") and report.text.startswith(
        "Gunmen attacked"
    )
    assert report.published.isoformat() == "2013-05-15T04:30:00+00:00"
    assert isinstance(two, UnreadableInput)
    path.write_text("no feed at all")
    assert isinstance(received(path)[0], UnreadableInput)


def test_an_archive_gives_its_pages(tmp_path):
    pytest.importorskip("fastwarc")
    answers = (
        ("http://a.example/1", "200 OK", "text/html; charset=utf-8", PAGE),
        ("http://a.example/2", "404 Not Found", "text/html", PAGE),
        ("http://a.example/3", "200 OK", "image/png", "no"),
    )
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"".join(gzip.compress(_warc_record(*answer)) for answer in answers))
    (one,) = received(path)
    report = intake(one)
    assert report.url == "http://a.example/1" and "Tell Arn" in report.text


def test_a_pdf_gives_its_text_layer(tmp_path):
    pytest.importorskip("pypdfium2")
    path = tmp_path / "r.pdf"
    path.write_bytes(_pdf("Gunmen killed twelve soldiers near Tell Arn."))
    report = intake(received(path)[0])
    assert report.text == "Gunmen killed twelve soldiers near Tell Arn." and report.notes
    path.write_bytes(b"%PDF-1.4 broken")
    assert isinstance(received(path)[0], UnreadableInput)


def test_lines_of_a_set_page_become_paragraphs():
    page = (
        "Gunmen killed at least twelve sol-\ndiers near the village of Tell Arn on\nMonday.\n"
        "The army said that three of its men\nwere hurt."
    )
    assert join_lines(page) == (
        "Gunmen killed at least twelve soldiers near the village of Tell Arn on Monday.\n"
        "The army said that three of its men were hurt."
    )


def test_a_missing_extra_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "feedparser", None)
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    monkeypatch.setitem(sys.modules, "fastwarc.warc", None)
    for name in ("a.rss", "b.pdf", "c.warc"):
        (tmp_path / name).write_text("x")
    found = received(tmp_path)
    assert len(found) == 3 and all(isinstance(item, MissingExtra) and "feeds" in item.hint for item in found)


def _warc_record(url, status, kind, body):
    payload = body.encode()
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(payload)}\r\n\r\n".encode() + payload
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2013-05-15T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-00000000000{url[-1]}>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def _pdf(line):
    stream = f"BT /F1 12 Tf 72 720 Td ({line}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for k, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (k, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 6\n0000000000 65535 f \n%strailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(out),
    )
