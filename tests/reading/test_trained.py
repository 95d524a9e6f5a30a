"""The reader as it ships: the rules with the trained reader's help."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.config import DefaultReader, reader_of
from reportedly.errors import MissingModel
from reportedly.extractors.learned import LearnedReader
from reportedly.model import Mention, MentionKind, Report, Span
from reportedly.pipeline import Reader

TEXT = (
    "Gunmen on motorcycles opened fire on a bus near Diffa on Monday, killing six passengers, the governor said. "
    "Soldiers chased the attackers into the bush. The United Nations condemned the attack."
)


@pytest.fixture(scope="module")
def both():
    return reader_of(reader="both")


def test_it_names_both_readers_and_quotes_what_it_read(both):
    assert both.name.startswith("rules-") and "+spanreader-" in both.name
    claims = both.read(Report("r", TEXT))
    assert {c.type for c in claims} >= {"shooting", "condemnation"}
    for claim in claims:
        assert claim.reader == both.name
        for span in (*claim.evidence, *(h.span for h in claim.toll), *(p.span for p in claim.actors if p.span)):
            assert TEXT[span.start : span.end] == span.text


def test_the_same_report_reads_the_same_whatever_stands_beside_it(both):
    others = [Report(str(n), TEXT.replace("six", word)) for n, word in enumerate(("two", "nine", "ten"))]
    alone = both.read(Report("r", TEXT))
    assert list(both.read_many([*others, Report("r", TEXT)]))[-1] == alone == both.read(Report("r", TEXT))


@given(st.text(max_size=300))
@settings(max_examples=40, deadline=None)
def test_no_text_breaks_it(both, text):
    report = Report("r", f"Gunmen killed two soldiers. {text} A bomb went off.")
    for claim in both.read(report):
        assert all(report.text[s.start : s.end] == s.text for s in claim.evidence)


class Told:
    """A trained reader that holds one word to stand for a demand."""

    name = "told-1"

    def extract(self, reports, parses=()):
        found = []
        for report, parse in zip(reports, parses, strict=True):
            token = next((t for t in parse.tokens if t.text == "letter"), None)
            span = Span.of(report.text, token.start, token.end) if token else None
            found.append((Mention(MentionKind.TRIGGER, span, "demand", self.name, 0.97, token.i),) if token else ())
        return found


def test_what_only_the_trained_reader_hears_becomes_a_claim(both):
    text = (
        "Rebels shelled the barracks of Kidal on Friday and killed four soldiers. "
        "The rebels wrote a letter to the Malian government about the release of 30 prisoners, officials said."
    )
    plain = Reader(both.parser, both.gazetteer).read(Report("r", text))
    heard = Reader(both.parser, both.gazetteer, extractor=Told()).read(Report("r", text))
    assert "demand" not in {c.type for c in plain}
    (demand,) = (c for c in heard if c.type == "demand")
    assert demand.evidence[0].text.startswith("The rebels wrote")
    assert demand.reader.endswith("+told-1")


def test_without_its_files_it_says_what_to_do(tmp_path):
    with pytest.raises(MissingModel) as caught:
        LearnedReader(tmp_path)
    assert "REPORTEDLY_READER=rules" in str(caught.value.hint)


def test_settings_choose_the_reader(monkeypatch):
    monkeypatch.setenv("REPORTEDLY_READER", "rules")
    assert "spanreader" not in DefaultReader().name
    monkeypatch.setenv("REPORTEDLY_READER", "both")
    assert "spanreader" in DefaultReader().name
