"""Parties in text: named, described, unnamed, persons, and what stands for them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.mentions.actors import find_actors
from reportedly.model import Mention, Parse, Report, Token
from reportedly.parsers.spacy import SpacyParser


@pytest.fixture(scope="module")
def parser() -> SpacyParser:
    return SpacyParser()


@pytest.fixture(scope="module")
def read(parser):
    def _read(text: str, outlet: str = "") -> dict[str, Mention]:
        report = Report(id="r", text=text, outlet=outlet)
        (parse,) = parser.parse([text])
        found = find_actors(report, parse)
        assert all(m.span.text == text[m.span.start : m.span.end] for m in found)
        assert all(m.value.span == m.span for m in found)
        return {m.span.text: m for m in found}

    return _read


def who(mention: Mention) -> tuple[str, str]:
    return mention.value.name, mention.value.sort


def test_named_groups_take_their_noun_and_their_usual_name(read):
    found = read("On Monday ISIL militants shelled the village, and fighters from the Nusra Front fled to Idlib.")
    assert who(found["ISIL militants"]) == ("Islamic State", "terrorist group")
    assert found["ISIL militants"].value.actor == "islamic-state"
    assert any(who(m) == ("Al-Nusra Front", "terrorist group") for m in found.values())


def test_lost_apostrophes_do_not_hide_a_name(read):
    found = read("Syrias army attacked Ahrar al-Shams positions near Hama before the governments forces withdrew.")
    assert any(who(m) == ("Ahrar al-Sham", "rebel group") for m in found.values())
    assert any(who(m) == ("Syrian Army", "state force") for m in found.values())


def test_spellings_of_one_name_are_one_actor(read):
    for spelling in ("Jaish al-Islam", "Jeish al-Islam", "Jaysh al-Islam", "Jaysh Al Islam"):
        found = read(f"{spelling} fighters seized two checkpoints in Douma on Friday.")
        assert "jaysh-al-islam" in {m.value.actor for m in found.values()}, spelling


def test_reports_in_capitals(read):
    found = read(
        "SAN SALVADOR, 3 MAR. FMLN GUERRILLAS ATTACKED A TREASURY POLICE POST. IT IS NOT KNOWN WHO FIRED ON US."
    )
    names = {m.value.name for m in found.values()}
    assert "Farabundo Marti National Liberation Front (FMLN)" in names
    assert not {"Islamic State", "United States", "World Health Organization"} & names


def test_short_abbreviations_need_their_capitals(read):
    names = {m.value.name for m in read("It is said that the town is near us, and who fired is unclear.").values()}
    assert not {"Islamic State", "United States", "World Health Organization"} & names


def test_described_parties_belong_to_the_country_of_the_report(read):
    found = read(
        "Rebels in Syria shelled Aleppo. Government forces answered with artillery, and regime warplanes struck Idlib. "
        "Army soldiers and opposition fighters died near Homs."
    )
    sorts = {text: who(m) for text, m in found.items()}
    assert sorts["Government forces"] == ("Syrian government forces", "state force")
    assert sorts["Army soldiers"] == ("Syrian Army", "state force")
    assert sorts["opposition fighters"] == ("Syrian opposition fighters", "rebel group")
    assert any(name == "Syrian Air Force" or name == "Syrian government forces" for name, _ in sorts.values())


def test_whose_army_follows_the_report(read):
    text = "Boko Haram attacked a village in Borno. The army said that its soldiers repelled the attack near Maiduguri."
    assert who(read(text)["The army"]) == ("Nigerian Army", "state force")


def test_supporters_of_a_ruler_are_his_forces_and_the_regime_his_government(read):
    found = read("At least 19 supporters of Bashar al-Assad were killed, activists said. The Assad regime denied it.")
    assert who(found["supporters of Bashar al-Assad"]) == ("Syrian government forces", "state force")
    assert who(found["The Assad regime"]) == ("Syrian government", "government")


def test_a_part_is_named_for_its_whole(read):
    found = read("Members of the Iraqi security forces and a group of rebels clashed in Mosul.")
    assert any(who(m) == ("Iraqi Security Forces", "state force") for m in found.values())
    assert who(found["a group of rebels"]) == ("Iraqi rebels", "rebel group")


def test_backed_and_linked_are_not_the_backer(read):
    found = read("Al-Qaeda-linked militants attacked US-backed forces in Syria on Sunday.")
    names = {m.value.name for m in found.values()}
    assert "Al-Qaeda-linked militants" in names
    assert "United States" not in names and "Al-Qaeda" not in names


def test_an_abbreviation_that_the_report_explains_is_known_from_then_on(read):
    found = read("Jaish-e-Mohammed (JeM) claimed the attack in Srinagar. Police said JeM gunmen had crossed over.")
    assert who(found["JeM gunmen"]) == ("Jaish-e-Mohammed", "terrorist group")


def test_adjectives_of_control_are_no_parties(read):
    found = read("Shells fell on the rebel-held town of Douma and on a regime-controlled district.")
    assert not found


def test_unnamed_and_civilians(read):
    found = read("Three masked gunmen killed two villagers. A suicide bomber wounded ten people and a priest.")
    assert found["masked gunmen"].value.sort == "unidentified"
    assert who(found["A suicide bomber"]) == ("suicide bomber", "unidentified")
    assert who(found["people"]) == ("civilians", "civilians")
    assert who(found["a priest"]) == ("priest", "civilians")


def test_a_bare_place_is_no_party(read):
    names = {m.value.name for m in read("The convoy crossed from Jordan into Syria and stopped in Damascus.").values()}
    assert not {"Jordan", "Syria"} & names


def test_capitals_speak_for_governments(read):
    found = read("Damascus rejects the accusation, and Ankara condemned the raid. Shells fell on Damascus.")
    assert who(found["Damascus"]) in {("Syria", "government"), ("Syrian government", "government")}
    assert who(found["Ankara"]) == ("Turkey", "government")


def test_a_state_that_strikes_is_a_state_force(read):
    found = read("Israeli air strikes hit the airport. Turkey shelled Kurdish fighters, then Turkey denied the report.")
    assert who(found["Israeli"]) == ("Israeli Air Force", "state force")
    sorts = [m.value.sort for m in found.values() if m.value.actor == "tr"]
    assert sorts == ["government"] or "state force" in sorts


def test_persons_take_the_sort_of_their_title_and_keep_their_surname(read):
    found = read(
        "Russian Foreign Minister Sergei Lavrov met Lt. Gen. John Harper on Monday. Lawyer Karim Nasr was arrested. "
        "Harper said that Nasr had been beaten."
    )
    assert who(found["Russian Foreign Minister Sergei Lavrov"]) == ("Sergey Lavrov", "government")
    assert who(found["Lt. Gen. John Harper"]) == ("John Harper", "state force")
    assert who(found["Lawyer Karim Nasr"]) == ("Karim Nasr", "civilians")
    assert found["Harper"].value.name == "John Harper"
    assert found["Nasr"].extra["person"]


def test_the_group_is_the_group_named_before(read):
    found = read("Boko Haram raided Chibok in April. The group abducted 200 girls, and the militants burned houses.")
    assert who(found["The group"]) == ("Boko Haram", "terrorist group")
    assert found["The group"].extra["anaphor"]
    assert who(found["the militants"]) == ("Boko Haram", "terrorist group")


def test_the_group_that_says_is_the_monitor(read):
    found = read(
        "Islamic State fighters took the town, the Syrian Observatory for Human Rights said. "
        "The group said that 12 soldiers were killed."
    )
    assert found["The group"].value.actor == "sohr"


def test_pronouns_stand_for_the_subject_before(read):
    found = read("Taliban fighters stormed a police post in Kunduz. They killed six officers before dawn.")
    assert found["They"].value.actor == "taliban"
    assert found["They"].extra["anaphor"]


def test_a_body_that_the_table_does_not_know_keeps_its_name(read):
    found = read("The Homs Lions Brigade attacked a checkpoint near Damascus in Syria.")
    assert any("Brigade" in m.value.name and m.value.sort == "rebel group" for m in found.values())


WORDS = st.sampled_from(
    ["ISIL", "the", "of", "-", "Syrian", "army", "al", "rebels", "US", "'s", "forces", "loyal", "to", "Assad", "\n"]
) | st.sampled_from(["President", "Gen.", "they", "group", "said", "(", ")", "held", "backed", ",", ".", "…", "🙂"])
TOKENS = st.tuples(WORDS, st.integers(0, 30), st.sampled_from(["NOUN", "PROPN", "ADJ", "PRON", "DET"]))


@settings(max_examples=40, deadline=None)
@given(st.lists(WORDS, max_size=30).map(" ".join))
def test_no_text_raises_and_every_span_holds(parser, text):
    (parse,) = parser.parse([text])
    found = find_actors(Report(id="r", text=text), parse)
    assert all(text[m.span.start : m.span.end] == m.span.text for m in found)
    assert all(0 <= m.token < len(parse.tokens) for m in found)
    assert list(found) == sorted(found, key=lambda m: m.span)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(WORDS, st.integers(0, 30), st.sampled_from(["NOUN", "PROPN", "ADJ", "PRON", "DET"])), max_size=25
    )
)
def test_any_parse_is_read(items):
    """Wrong trees, loops among heads included, neither raise nor hang."""
    text = " ".join(word for word, _, _ in items)
    tokens, at = [], 0
    for i, (word, head, pos) in enumerate(items):
        tokens.append(Token(i, at, at + len(word), word, word.lower(), pos, "NN", "nmod", head % len(items)))
        at += len(word) + 1
    parse = Parse(tuple(tokens), ((0, len(tokens)),) if tokens else ())
    find_actors(Report(id="r", text=text), parse)


def test_reading_grows_in_line_with_the_text(parser):
    piece = "ISIL terrorists attacked Syrian army soldiers and members of the group said they fled from the rebels. "
    taken = []
    for size in (20, 80):
        report = Report(id="r", text=piece * size)
        (parse,) = parser.parse([report.text])
        find_actors(report, parse)
        start = time.process_time()
        find_actors(report, parse)
        taken.append(time.process_time() - start)
    assert taken[1] < max(5.0, 12 * taken[0])


def test_an_army_without_a_name_is_not_that_of_a_land_without_one(read):
    found = read("Palestinian officials in Ramallah said the army shot two Palestinians and police arrested a third.")
    assert who(found["the army"]) == ("Israeli Army", "state force")
    assert who(found["police"]) == ("Palestinian police", "state force")
    found = read("Lebanese officials in Beirut said the army shot two Lebanese.")
    assert who(found["the army"])[0].startswith("Leban")
