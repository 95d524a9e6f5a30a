"""Intake: bytes to reports, with the way back, and every fault named."""

import contextlib
import html
import itertools
import random
import time
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.errors import EmptyReport, InvalidDate, InvalidRecord, ReportedlyError, TooLarge, UnreadableInput
from reportedly.ports import Received
from reportedly.reports.dates import read_published
from reportedly.reports.intake import LIMIT, intake
from reportedly.reports.offsets import align
from reportedly.reports.opening import find_opening
from reportedly.text.decode import byte_runs, decode
from reportedly.text.markup import visible

SENTENCE = "Gunmen killed “at least 12” soldiers near the village of Tell Arn, a monitor said."


def report_of(data, media_type="text/plain", **fields):
    if isinstance(data, str):
        data = data.encode()
    return intake(Received(data, "test", media_type, fields))


def bytes_of(report, data, words):
    start = report.text.index(words)
    low, high = report.offsets.to_bytes(start, start + len(words))
    return data[low:high]


# --- encodings ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-8", ""), ("utf-8-sig", ""), ("utf-16", ""), ("utf-16-le", ""), ("cp1252", "windows-1252"), ("utf-32", "")],
)
def test_each_encoding_gives_the_same_text_and_leads_back_to_its_bytes(encoding, declared):
    data = SENTENCE.encode(encoding)
    report = report_of(data, charset=declared)
    assert report.text == SENTENCE
    found = bytes_of(report, data, "“at least 12”")
    assert found.decode("utf-16-le" if encoding == "utf-16" else "utf-32-le" if encoding == "utf-32" else encoding) == (
        "“at least 12”"
    )


def test_an_undeclared_western_encoding_is_read_with_a_note():
    report = report_of(SENTENCE.encode("cp1252"))
    assert report.text == SENTENCE
    assert any("Windows-1252" in note for note in report.notes)


def test_a_wrongly_declared_encoding_is_noted_and_utf8_wins():
    for declared in ("iso-8859-1", "windows-1251", "ascii"):
        report = report_of(SENTENCE, charset=declared)
        assert report.text == SENTENCE and any("but UTF-8" in note for note in report.notes)
    report = report_of("Убиты 12 человек под Харьковом.".encode("cp1251"), charset="cp1251")
    assert report.text == "Убиты 12 человек под Харьковом." and not any("UTF-8" in note for note in report.notes)
    report = report_of(SENTENCE.encode("cp1252"), charset="utf-8")
    assert report.text == SENTENCE and any("Windows-1252" in note for note in report.notes)


@pytest.mark.parametrize("declared", ["no-such-charset", "unicode_escape", "hex", "idna", "\x00"])
def test_a_senseless_charset_does_not_harm(declared):
    assert report_of(SENTENCE, charset=declared).text == SENTENCE


@pytest.mark.parametrize(
    "junk",
    [
        random.Random(1).randbytes(5000),
        b"\x89PNG\r\n\x1a\n" + bytes(100),
        b"%PDF-1.7 etc",
        b"PK\x03\x04 office",
        bytes(1000),
        b"\x7fELF" + bytes(50),
    ],
)
def test_binary_junk_is_refused(junk):
    with pytest.raises(UnreadableInput) as caught:
        report_of(junk)
    assert caught.value.code == "R101" and caught.value.hint


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", b"\xef\xbb\xbf", b"--- ...", "\u200b\u200e".encode()])
def test_an_empty_report_is_refused(data):
    with pytest.raises(EmptyReport) as caught:
        report_of(data)
    assert caught.value.code == "R102"


def test_fifty_megabytes_are_refused_with_the_limit_stated():
    with pytest.raises(TooLarge, match="10 MB") as caught:
        report_of(b"People fled. " * 4_000_000)
    assert caught.value.code == "R105"


def test_the_limit_itself_is_read():
    assert len(report_of(b"a " * (LIMIT // 2)).text) == LIMIT - 1


# --- cleaning and offsets -------------------------------------------------------------------


def test_cleaning_keeps_every_character_in_its_place_but_those_that_could_hide_words():
    report = report_of(" One\r\ntwo\rthree \u200bfo\u00adur\x00 \u202efive\u2028six \n")
    assert report.text == " One\ntwo\nthree \u200bfo\u00adur\ufffd \ufffdfive\nsix"


@given(st.text(max_size=300))
def test_every_text_is_taken_in_or_refused_by_name_and_its_offsets_hold(text):
    data = text.encode("utf-8", "replace")
    try:
        report = report_of(data)
    except ReportedlyError:
        return
    for start, byte, length, width in report.offsets.runs:
        assert data[byte : byte + length * width].decode(decode(data).encoding) == report.text[start : start + length]
    runs = report.offsets.runs
    assert all(a[0] + a[2] <= b[0] for a, b in itertools.pairwise(runs))
    assert 0 <= report.body_start <= len(report.text)


@given(st.binary(max_size=300), st.sampled_from(["text/plain", "text/html"]))
def test_no_bytes_raise_anything_but_our_own_errors(data, media_type):
    try:
        report = report_of(data, media_type)
    except ReportedlyError:
        return
    assert report.text and report.id


_inline = st.sampled_from(
    ["", "<b>", "</b>", "<a href='x>y'>", "<!-- no -->", "\n", "  ", "<script>if (a<b) {}</script>"]
)
_words = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "Gunmen",
                "killed",
                "at",
                "least",
                "12",
                "soldiers",
                "&",
                "“one”",
                "café",
                "near",
                "<Tell>",
                "Arn",
                "5",
                ">",
                "4",
                "said",
            ]
        ),
        _inline,
    ),
    min_size=1,
    max_size=60,
)


@given(_words, st.sampled_from(["utf-8", "cp1252"]), st.data())
def test_the_text_of_a_page_leads_back_to_the_bytes_of_the_page(words, encoding, chosen):
    words = [("Gunmen", ""), *words, ("fled", "")]
    page = "<html><body><p>" + " ".join(html.escape(w) + m for w, m in words) + "</p></body></html>"
    data = page.encode(encoding)
    first = chosen.draw(st.integers(0, len(words) - 1))
    kept = " ".join(w for w, _ in words[first:])
    report = report_of(data, "text/html", text=kept, charset=encoding)
    assert report.text == kept.strip()
    for start, byte, length, width in report.offsets.runs:
        raw = data[byte : byte + length * width].decode(encoding)
        assert html.unescape(raw) == report.text[start : start + length]


def test_a_page_with_entities_and_scripts_is_aligned_wholly():
    page = (
        "<html><head><title>x</title><script>var a = 'Gunmen killed';</script></head><body><nav>Home Gunmen</nav>"
        "<p>Gunmen killed &quot;at least 12&quot; <b>soldiers</b> near&nbsp;Tell&#32;Arn.</p><!-- Gunmen killed -->"
        "<p>R&eacute;union said so &amp; more.</p></body></html>"
    )
    data = page.encode()
    report = report_of(
        data, "text/html", text='Gunmen killed "at least 12" soldiers near\xa0Tell Arn.\nRéunion said so & more.'
    )
    assert bytes_of(report, data, '"at least 12" soldiers') == b"&quot;at least 12&quot; <b>soldiers"
    assert bytes_of(report, data, "Réunion") == b"R&eacute;union"
    assert bytes_of(report, data, "& more") == b"&amp; more"
    assert data.index(bytes_of(report, data, "Gunmen killed")) < page.index("<p>")  # the script's words read the same
    start = report.offsets.to_bytes(0, 13)[0]
    assert start > page.index("<nav>")


@given(
    st.lists(st.sampled_from(["a", "b", "c", "dd", "."]), max_size=60),
    st.lists(st.sampled_from(["a", "b", "c", "."]), max_size=60),
)
def test_alignment_is_exact_and_in_order(ours, theirs):
    text, page = " ".join(ours), "  ".join(theirs)
    pieces = align(text, page)
    assert all(text[a : a + n] == page[b : b + n] for a, b, n, _ in pieces)
    assert all(p[0] + p[2] <= q[0] and p[1] + p[2] <= q[1] for p, q in itertools.pairwise(pieces))


@pytest.mark.parametrize(
    "page", ["<" * 200_000, "<!--" * 50_000, "<script" * 30_000, "&amp" * 50_000, "<a " * 60_000, "a b " * 90_000]
)
def test_hostile_pages_take_linear_time(page):
    seen = visible(page)
    for a, b, n, w in seen.pieces[:200]:
        assert w > 1 or seen.text[a : a + n] == page[b : b + n]
    align("a b c d " * 20_000, seen.text)


def test_broken_utf16_keeps_no_offsets_rather_than_wrong_ones():
    decoded = decode(b"\xff\xfe" + "Gunmen fled.".encode("utf-16-le") + b"\x00\xd8A\x00")
    assert byte_runs(decoded) == () and decoded.notes


# --- openings -------------------------------------------------------------------------------

OPENINGS = [
    ("BEIRUT (Reuters) - Rockets hit a market.", "BEIRUT (Reuters)", None, "Rockets"),
    ("KABUL, Oct. 3, 2012 (Xinhua) -- Two bombs went off.", "KABUL, Oct. 3, 2012 (Xinhua)", date(2012, 10, 3), "Two"),
    ("Aden, Yemen (AP) — Troops withdrew.", "Aden, Yemen (AP)", None, "Troops"),
    ("(CNN) Troops withdrew.", "(CNN)", None, "Troops"),
    ("BAMAKO: Troops withdrew.", "BAMAKO", None, "Troops"),
    ("Tue 14 May 2013 Eight shells fell on a school.", "Tue 14 May 2013", date(2013, 5, 14), "Eight"),
    ("May 14 2013 Eight shells fell.", "May 14 2013", date(2013, 5, 14), "Eight"),
    ("14-05-2013 Eight shells fell.", "14-05-2013", date(2013, 5, 14), "Eight"),
    ("14.05.2013 Eight shells fell.", "14.05.2013", date(2013, 5, 14), "Eight"),
    ("Published May 14 2013 Eight shells fell.", "Published May 14 2013", date(2013, 5, 14), "Eight"),
    ("Tuesday 14 May 2013 19:14 Eight shells fell.", "Tuesday 14 May 2013 19:14", date(2013, 5, 14), "Eight"),
    (
        "SAN PEDRO, 3 JAN 89 (RADIO SOL) -- [TEXT] FOUR MEN FLED.",
        "SAN PEDRO, 3 JAN 89 (RADIO SOL)",
        date(1989, 1, 3),
        "FOUR",
    ),
    ("Shells hit school in Homs.\n\nDAMASCUS (AP) — Eight shells fell.", "DAMASCUS (AP)", None, "Eight"),
    ("Shells hit school in HomsDAMASCUS, May 3 (Xinhua) -- Eight fell.", "DAMASCUS, May 3 (Xinhua)", None, "Eight"),
    # no openings
    ("Islamic State (IS) militants attacked a post.", "", None, "Islamic"),
    ("The Syrian Democratic Forces (SDF) - a Kurdish-led group - withdrew.", "", None, "The Syrian"),
    ("On May 14, 2013 in Homs, eight shells fell.", "", None, "On May"),
    ("14 May 2013 was a black day for the town.", "", None, "14 May"),
    ("AFP reported that eight shells fell.", "", None, "AFP"),
    ("U.S. Central Command said it struck a camp.", "", None, "U.S."),
]


@pytest.mark.parametrize(("text", "dateline", "day", "body"), OPENINGS)
def test_openings(text, dateline, day, body):
    found = find_opening(text)
    assert (found.dateline, found.day) == (dateline, day)
    assert text[found.body_start :].startswith(body)


def test_a_headline_is_passed_over_also_where_it_stands_twice():
    text = "Shells hit a school in Homs\n\nShells hit a school in Homs\n\nEight shells fell on Monday."
    found = find_opening(text)
    assert found.title == "Shells hit a school in Homs"
    assert text[found.body_start :] == "Eight shells fell on Monday."


def test_a_headline_known_from_elsewhere_is_found_without_its_punctuation():
    text = "Shells hit school in Homs monitor AFP Friday 3 May 2013 Eight shells fell."
    found = find_opening(text, "Shells hit school in Homs: monitor - World - The Daily")
    assert (found.dateline, found.day) == ("Friday 3 May 2013", date(2013, 5, 3))
    assert text[found.body_start :] == "Eight shells fell."


@pytest.mark.parametrize(
    "text",
    [
        "A" * 50_000,
        "AB " * 20_000,
        "Ab-" * 20_000,
        "(" * 50_000,
        "KABUL, " * 10_000,
        "Kabul (Kabul " * 10_000,
        "[TEXT] " * 10_000,
        "May 14 " * 10_000,
        " \n" * 30_000 + "x",
        "By A" * 20_000,
    ],
)
def test_hostile_openings_take_little_time(text):
    began = time.process_time()
    found = find_opening(text, text[:60])
    assert 0 <= found.body_start <= len(text)
    assert time.process_time() - began < 20


@given(st.text(alphabet="AbK(), -—.:\n14May[]|", max_size=80), st.text(alphabet="AbK May14", max_size=30))
def test_an_opening_is_part_of_the_text(text, title):
    found = find_opening(text, title)
    assert 0 <= found.body_start <= len(text) and found.dateline in text


# --- publication time -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given_time", "at", "date_only"),
    [
        ("2020-04-12", datetime(2020, 4, 12, tzinfo=UTC), True),
        ("2020-04-12T01:30:00+03:00", datetime(2020, 4, 11, 22, 30, tzinfo=UTC), False),
        ("2020-04-12T00:00:00", datetime(2020, 4, 12, tzinfo=UTC), True),
        ("2009-03-20 12:24:52.002364-05", datetime(2009, 3, 20, 17, 24, 52, 2364, tzinfo=UTC), False),
        ("Sun, 12 Apr 2020 10:00:00 +0200", datetime(2020, 4, 12, 8, tzinfo=UTC), False),
        ("12 April 2020", datetime(2020, 4, 12, tzinfo=UTC), True),
        ("April 12, 2020", datetime(2020, 4, 12, tzinfo=UTC), True),
        ("12.04.2020", datetime(2020, 4, 12, tzinfo=UTC), True),
        (date(2020, 4, 12), datetime(2020, 4, 12, tzinfo=UTC), True),
    ],
)
def test_publication_times(given_time, at, date_only):
    found = read_published(given_time)
    assert (found.at, found.date_only) == (at, date_only)


@pytest.mark.parametrize(
    "given_time",
    ["2020-02-30", "31.04.2020", "soon", "2020-04", "0001-01-01", "99999", "2020-13-01T00:00:00Z", "a" * 5000],
)
def test_dates_that_do_not_exist(given_time):
    with pytest.raises(InvalidDate) as caught:
        report_of(SENTENCE, published=given_time)
    assert caught.value.code == "R104" and len(str(caught.value)) < 300


@given(st.text(max_size=40))
def test_no_string_breaks_the_reading_of_dates(text):
    with contextlib.suppress(InvalidDate):
        assert read_published(text).at.tzinfo is UTC


def test_what_is_given_wins_over_the_page_and_the_page_over_the_text():
    text = "Tue 14 May 2013 Eight shells fell on a school."
    assert report_of(text).published.date() == date(2013, 5, 14)
    assert report_of(text, page_published="2013-05-15").published.date() == date(2013, 5, 15)
    given_too = report_of(text, page_published="2013-05-15", published="2013-05-16")
    assert given_too.published.date() == date(2013, 5, 16)
    assert any("2013-05-14" in note for note in given_too.notes)  # the disagreement is told


# --- fields ---------------------------------------------------------------------------------


def test_the_id_is_the_one_given_else_a_hash_of_text_outlet_and_time():
    assert report_of(SENTENCE, id=1914947537).id == "1914947537"
    one, same = report_of(SENTENCE), report_of(SENTENCE + "\r\n")
    assert one.id == same.id and one.id.startswith("r-")
    assert len({one.id, report_of(SENTENCE, outlet="A").id, report_of(SENTENCE, published="2020-01-01").id}) == 3


@pytest.mark.parametrize("value", [["a"], {"a": 1}, True, "x" * 5000])
def test_a_field_of_another_kind_is_refused_by_name(value):
    with pytest.raises(InvalidRecord, match="outlet"):
        report_of(SENTENCE, outlet=value)


@pytest.mark.parametrize(
    ("told", "language"), [("en-GB", "en"), ("English", "en"), ("ENG", "en"), ("ar", "ar"), ("", "en")]
)
def test_languages(told, language):
    assert report_of(SENTENCE, language=told).language == language


def test_a_report_in_another_language_is_kept_with_a_note():
    report = report_of("Уночі під Харковом загинули дванадцять людей.")
    assert report.language == "und" and any("not read yet" in note for note in report.notes)


def test_a_page_without_an_extractor_is_kept_whole():
    report = report_of("<p>Eight shells fell.</p><p>Nobody was hurt.</p>", "text/html")
    assert report.text == "Eight shells fell.\nNobody was hurt." and report.notes


def test_long_runs_of_blanks_in_a_page_take_linear_time():
    page = b"<p>Two soldiers died.</p>" + b" \t" * 100_000 + b"<p>Four were hurt.</p>"
    began = time.process_time()
    report = intake(Received(page, "page", "text/html"))
    assert time.process_time() - began < 20  # minutes, where each blank looks at all those behind it
    assert "died." in report.text and "hurt." in report.text
