"""The situation report: ranges with who says which, a note to every sentence, pictures, and hostile words."""

import io
import re
import struct
import xml.etree.ElementTree as ET
import zlib
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest

from reportedly.exporters.sitrep import DocxSitrep, HtmlSitrep, MarkdownSitrep
from reportedly.exporters.sitrep.compose import compose
from reportedly.exporters.sitrep.document import Sentence
from reportedly.exporters.sitrep.pictures import draw_map, draw_timeline
from reportedly.exporters.sitrep.png import to_png
from reportedly.exporters.sitrep.scene import Bar, Disc, Label, Scene
from reportedly.exporters.sitrep.svg import to_svg
from reportedly.exporters.sitrep.text import marks
from reportedly.model import ClaimKind, When
from reportedly.ports import Dossier
from tests.dossiers import dossier
from tests.exporters.made import ARMY, CIVILIANS, IS, RAQQA, hostile, killed, made, toll


def written(exporter, content):
    out = io.BytesIO()
    exporter.export(content, out)
    return out.getvalue()


def joined(*parts):
    """One dossier of several, with ids of their own."""
    events, claims, reports = [], {}, {}
    for k, part in enumerate(parts):
        (event,) = part.events
        reports |= {f"{k}{name}": replace(r, id=f"{k}{name}") for name, r in part.reports.items()}
        claims |= {f"{k}{n}": replace(c, id=f"{k}{n}", report=f"{k}{c.report}") for n, c in part.claims.items()}
        tolls = tuple(
            replace(t, stands=tuple(replace(s, claim=f"{k}{s.claim}") for s in t.stands)) for t in event.tolls
        )
        events.append(
            replace(
                event,
                id=f"e-{k}",
                claims=tuple(f"{k}{c}" for c in event.claims),
                reports=tuple(f"{k}{r}" for r in event.reports),
                tolls=tolls,
            )
        )
    return Dossier(tuple(events), claims, reports)


def sentences(document, title=""):
    return [
        s for part in document.sections if part.title == title or not title for b in part.blocks for s in b.sentences
    ]


WAR = joined(
    made("attack", (IS,), (ARMY,), killed("state force", ("SOHR", 18, 18), ("officials", 27, None))),
    made(
        "air strike",
        (),
        (CIVILIANS,),
        killed("civilian", ("medics", 5, 7)),
        toll("wounded", "civilian", ("medics", 20, 20)),
        where=RAQQA,
        when=When(date(2020, 4, 11), date(2020, 4, 11)),
    ),
    made("bombing", (), (), killed("unknown", ("a witness", None, None)), where=None, when=None),
    made("casualties", (), (), killed("civilian", ("SOHR", 900, 900)), kind=ClaimKind.TALLY),
    made("threat", (IS,), (ARMY,), kind=ClaimKind.STATEMENT, status="threatened"),
)


def test_headline_figures_are_sums_of_ranges_and_say_what_they_leave_out():
    first, *_ = sentences(compose(WAR), "Headline figures")
    assert first.text == (
        "23 to at least 34 people were reported killed in 2 events (the figures of the events added up), "
        "and people in 1 more event of which no number is told."
    )
    assert len(first.notes) == 4


def test_events_that_cost_nobody_are_no_deaths():
    nobody = made("bombing", (), (), killed("unknown", ("police", 0, 0)))
    first, *_ = sentences(
        compose(joined(made("attack", (IS,), (ARMY,), killed("state force", ("SOHR", 2, 3))), nobody)),
        "Headline figures",
    )
    assert first.text == "2 to 3 people were reported killed in 1 event, and nobody in 1 more event."
    first, *_ = sentences(compose(nobody), "Headline figures")
    assert first.text == "Nobody was reported killed in 1 event."


def test_each_figure_says_who_says_which():
    told = [s.text for s in sentences(compose(WAR), "Headline figures")]
    assert (
        "18 to at least 27 members of state forces killed near al-Sukhnah (Homs, Syria), 9 April 2020 "
        "(SOHR: 18; officials: at least 27)." in told
    )
    assert "5 to 7 civilians killed in Raqqa (Syria), 11 April 2020 (medics: 5 to 7)." in told


def test_every_sentence_about_the_world_has_its_sources():
    document = compose(WAR)
    without = {"Basis", "Map and timeline", "How to read this"}
    for section in document.sections:
        for block in section.blocks:
            for sentence in block.sentences:
                assert section.title in without or sentence.notes, sentence
    used = {n for s in sentences(document) for n in s.notes}
    assert used == {note.number for note in document.notes} == set(range(1, len(document.notes) + 1))


def test_notes_give_chain_date_and_words():
    note = compose(dossier()).notes[0]
    assert (note.chain, note.published) == ("Levant Courier, citing a monitor", "10 April 2020")
    assert note.quote.startswith("Militants attacked army posts")


def test_totals_statements_and_areas_stand_apart():
    document = compose(WAR)
    titles = [s.title for s in document.sections]
    assert [t for t in titles if t.startswith("Syria")] == ["Syria: Homs", "Syria: Raqqa"]
    assert "Country not told: Province not told" in titles
    (tally, *_) = sentences(document, "Totals that sources give for a period")
    assert "casualties" in tally.text
    (threat, *_) = sentences(document, "Statements, positions, threats and denials")
    assert threat.text.startswith("It was threatened that on 9 April 2020, Islamic State threatened Syrian Army")


def test_contradictions_name_both_sides():
    (one,) = sentences(compose(WAR), "Contradictions")
    assert "(SOHR: 18; officials: at least 27)" in one.text and len(one.notes) == 2


def test_nothing_told_is_said():
    document = compose(Dossier((), {}, {}))
    assert document.scope == "No events" and document.notes == ()
    assert "No figures of people lost are told for this period and area." in [s.text for s in sentences(document)]


def test_the_same_words_whatever_the_form():
    page, text = written(HtmlSitrep(), WAR).decode(), written(MarkdownSitrep(), WAR).decode()
    for sentence in sentences(compose(WAR)):
        assert sentence.text in page and sentence.text in text


def test_markdown_footnotes_all_lead_somewhere():
    text = written(MarkdownSitrep(), WAR).decode()
    assert set(re.findall(r"\[\^(\d+)\](?!:)", text)) == set(re.findall(r"^\[\^(\d+)\]:", text, re.M))


class Page(HTMLParser):
    """What a browser would see: elements, their attributes, the ids and where links lead."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.ids, self.links = set(), set(), set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        found = dict(attrs)
        self.ids.add(found.get("id"))
        self.links.add(found.get("href"))
        assert not any(name.startswith("on") for name in found), found


@pytest.mark.parametrize("content", [WAR, hostile()], ids=["plain", "hostile"])
def test_the_page_runs_nothing_and_its_notes_lead_somewhere(content):
    text = written(HtmlSitrep("</title><script>alert(1)</script>"), content).decode()
    page = Page(text)
    assert "script" not in page.tags and "iframe" not in page.tags and "default-src 'none'" in text
    inner = {link[1:] for link in page.links if link and link.startswith("#")}
    assert inner and inner <= page.ids
    assert all(link.startswith(("#", "https://")) for link in page.links if link)


def test_hostile_words_are_text_in_markdown():
    text = written(MarkdownSitrep(), hostile()).decode()
    assert "<script" not in re.sub(r"\\<", "", text) and r"\[x\](javascript:alert(1))" in text


def test_documents_hold_text_pictures_and_notes():
    docx = pytest.importorskip("docx")
    document = docx.Document(io.BytesIO(written(DocxSitrep("Weekly", "Syria"), WAR)))
    text = "\n".join(p.text for p in document.paragraphs)
    assert text.startswith("Weekly\nSyria\n") and len(document.inline_shapes) == 2
    assert "18 to at least 27 members of state forces killed" in text and "[1] Levant Courier, citing" in text
    assert pytest.importorskip("docx") and written(DocxSitrep(), hostile())


# Pictures


def test_the_map_numbers_places_and_draws_how_far_they_may_lie():
    scene = draw_map(WAR.events)
    assert {s.text for s in scene.shapes if isinstance(s, Label)} >= {"1", "2"}
    areas = [s for s in scene.shapes if isinstance(s, Disc) and s.kind == "area"]
    assert len(areas) >= 1 and max(a.radius for a in areas) > 20
    assert draw_map([e for e in WAR.events if e.where is None]) is None


def test_the_timeline_draws_best_and_range_and_leaves_out_what_has_no_day():
    scene, out, step = draw_timeline(WAR.events[:3])
    bars = [s.height for s in scene.shapes if isinstance(s, Bar)]
    assert step == "day" and out == 1 and len(bars) == 2 and bars[0] > bars[1]


def test_long_periods_have_longer_steps():
    long = [replace(WAR.events[0], when=When(date(y, 1, 1), date(y, 1, 1))) for y in (1990, 2020)]
    assert draw_timeline(long)[2] == "365 days"
    assert draw_timeline(
        [replace(WAR.events[0], when=When(date.min, date.min)), replace(WAR.events[0], when=When(date.max, date.max))]
    )


def test_drawings_are_well_formed_and_the_same():
    scene = draw_map(WAR.events)
    assert ET.fromstring(to_svg(scene, "<&>")).find("{http://www.w3.org/2000/svg}title").text == "<&>"
    assert to_png(scene) == to_png(scene)


def test_pixels_are_where_the_shapes_are():
    png = to_png(Scene(40, 20, (Bar(10, 5, 20, 10, "bar"), Disc(35, 10, 3, "event"), Label(5, 15, "8", 10))))
    assert png.startswith(b"\x89PNG") and struct.unpack(">II", png[16:24]) == (80, 40)
    data = zlib.decompress(png[png.index(b"IDAT") + 4 : png.index(b"IEND") - 8])
    rows = [data[k * 241 + 1 : (k + 1) * 241] for k in range(40)]
    assert tuple(rows[20][3 * 40 : 3 * 40 + 3]) == (69, 117, 180) and tuple(rows[20][3 * 70 : 3 * 70 + 3]) == (
        178,
        24,
        43,
    )
    assert tuple(rows[2][:3]) == (255, 255, 255) and any(
        rows[y][3 * x] < 100 for y in range(18, 30) for x in range(5, 15)
    )


def test_runs_of_notes_are_drawn_together():
    assert marks(Sentence("", (1, 2, 3, 7, 9, 10))) == "1-3, 7, 9-10"
