"""Places in sentences shaped like reports: what is found, where it lies, how closely it is told."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.gazetteers.bundled import BundledGazetteer
from reportedly.mentions.geography import distance, moved
from reportedly.mentions.places import find_places
from reportedly.model import Mention, MentionKind, Party, Report, Span
from reportedly.parsers.spacy import SpacyParser


@pytest.fixture(scope="module")
def read():
    parser, gazetteer = SpacyParser(), BundledGazetteer()

    def places(text, actors=(), **fields):
        (parse,) = parser.parse([text])
        return find_places(Report(id="r", text=text, **fields), parse, gazetteer, actors)

    return places


def named(mentions):
    return [m.value.name for m in mentions if not m.extra["adjectival"] and not m.extra["anaphor"]]


def one(mentions, name):
    return next(m for m in mentions if m.value.name == name)


def test_town_province_and_country_in_a_chain(read):
    found = read("Rebels shelled an army post in Saraqib, Idlib province, Syria, on Monday.")
    town, province, country = found
    assert [m.value.precision.value for m in found] == ["town", "province", "country"]
    assert (town.value.admin1, town.value.country) == ("Idlib", "SY")
    assert town.extra["within"].text == "Idlib" and not town.extra["container"]
    assert province.extra["container"] and province.value.span.text == "Idlib province"
    assert country.value.ucdp_precision == 6


def test_spellings_lead_to_usual_names(read):
    text = "Air raids hit Dayr az Zawr, Raqa and Hims in Syria, and the city of Hassakeh."
    assert {"Deir ez-Zor", "Raqqa", "Homs", "Hasakah"} <= set(named(read(text)))


def test_distance_and_direction_move_the_point(read):
    place = one(read("The convoy was hit 15 km east of Raqqa in Syria."), "Raqqa").value
    assert place.span.text == "15 km east of Raqqa"
    assert place.near and place.ucdp_precision == 2
    assert 12_000 < distance((35.95, 39.01), (place.lat, place.lon)) < 18_000
    assert place.lon > 39.1


def test_miles_and_number_words(read):
    place = one(read("Troops clashed twenty miles north of Mosul in Iraq."), "Mosul").value
    assert 30_000 < distance((36.34, 43.13), (place.lat, place.lon)) < 35_000


def test_near_widens(read):
    place = one(read("A mine went off near Palmyra in central Syria."), "Palmyra").value
    assert place.near and place.radius >= 10_000


def test_parts_of_places(read):
    names = named(read("Shells fell on southern Damascus and on northern Syria."))
    assert "southern Damascus" in names and "northern Syria" in names


def test_border_has_no_invented_point(read):
    found = read("Three smugglers were shot in Idlib in Syria near the Turkish border.")
    border = next(m.value for m in found if "border" in m.value.name)
    assert border.country == "SY" and border.precision.value == "country" and "border" in border.reason


def test_road_between_two_places(read):
    found = read("A bus was attacked on the road between Ariha and Saraqib in Idlib province.")
    road = next(m.value for m in found if m.value.name.startswith("between"))
    assert road.admin1 == "Idlib" and road.near and 5_000 < road.radius < 20_000


def test_province_or_town_as_the_words_tell(read):
    found = read("Fighting in the province of Homs went on. The city of Homs was calm, in Syria.")
    assert [m.value.precision.value for m in found if m.value.name == "Homs"] == ["province", "town"]


def test_anaphors_point_back(read):
    found = read("Clashes broke out in Kirkuk province. The town of Hawija was shelled. The province has seen raids.")
    back = next(m for m in found if m.extra["anaphor"])
    assert back.span.text == "The province" and back.value.name == "Kirkuk" and back.value.precision == "province"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Troops shelled Taftanaz after talks in Damascus, Syria. The village was empty.", "Taftanaz"),
        ("Troops left Aleppo for Taftanaz in Syria. The city was quiet.", "Aleppo"),
        ("Rebels fled Ansongo, Mali, and a man from Leeds was seized. Police searched the town.", "Ansongo"),
        ("Rebels overran Hama province in Syria and the provincial capital.", "Hama"),
        ("Troops hold Aleppo, Syria. Jets came to the target area.", None),
        ("Troops hold Hama province, Syria. Many work for the state.", None),
        ("Troops hold Hama province, Syria. The Syrian state denies it.", None),
    ],
)
def test_anaphors_mean_a_place_of_their_size_at_home(read, text, name):
    backs = [m.value.name for m in read(text) if m.extra["anaphor"]]
    assert backs == ([name] if name else [])


def test_the_province_after_a_town_alone(read):
    found = read("A bomb killed two in Fallujah, Iraq. Attacks in the province are frequent.")
    back = next(m for m in found if m.extra["anaphor"])
    assert back.value.name == "Anbar" and "Fallujah" in back.value.reason


def test_the_capital(read):
    found = read("In the Syrian capital, a car bomb exploded. Residents of the city fled.")
    backs = [m.value.name for m in found if m.extra["anaphor"]]
    assert backs == ["Damascus", "Damascus"]


def test_unknown_village_falls_back_to_its_area(read):
    found = read("Jets struck the village of Tal Qzubba in Hama province, Syria.")
    place = one(found, "Tal Qzubba").value
    assert place.admin1 == "Hama" and place.radius > 50_000 and "no gazetteer" in place.reason
    assert place.precision == "town"


def test_namesakes_are_told_apart_by_company(read):
    at_home = read("Police in Paris, Texas, said a Lamar County man was held. Paris lies near Bonham.")
    assert all(m.value.country == "US" for m in at_home if m.value.name == "Paris")
    abroad = read("The president left Paris for Marseille and Lyon in France.")
    assert one(abroad, "Paris").value.country == "FR"
    kentucky = read("A Richmond man was arrested in Madison County, Kentucky, and taken to Berea.")
    assert one(kentucky, "Richmond").value.admin1 == "Kentucky"


def test_outlet_domain_gives_a_country(read):
    text = "Fire crews were called to a house in Mansfield on Tuesday."
    assert one(read(text, url="https://news.example.co.uk/a"), "Mansfield").value.country == "GB"


def test_metonyms_and_adjectives_are_marked(read):
    found = read("Damascus rejects the plan. Iraqi forces entered Mosul. The Syrian city of Homs was shelled.")
    marks = {m.span.text: m.extra for m in found}
    assert marks["Damascus"]["metonym"]
    assert marks["Iraqi"]["metonym"] and marks["Iraqi"]["adjectival"]
    assert not marks["Mosul"]["metonym"]
    assert marks["Syrian"]["adjectival"] and not marks["Syrian"]["metonym"]


def test_words_and_people_are_no_places(read):
    text = (
        "In March the police said that Paris Hilton and Capt. Mark Lancaster were seen. Wounded men were taken away. "
        "Mobile phones were found on Sunday. President Bashar al-Assads army denied it."
    )
    assert named(read(text)) == []


def test_places_inside_names_of_known_bodies_are_passed_over(read):
    text = "The Aleppo Media Center said that a market in Idlib, Syria, was hit."
    span = Span.of(text, 4, 23)
    actor = Mention(MentionKind.ACTOR, span, Party("Aleppo Media Center", "other", span, "amc"))
    assert "Aleppo" not in named(read(text, actors=(actor,)))
    assert "Idlib" in named(read(text, actors=(actor,)))


def test_capitals_and_lost_marks(read):
    upper = read("GUERRILLAS BLEW UP A BRIDGE NEAR SAN MIGUEL, EL SALVADOR. IN BOGOTA THE ARMY WAS ON ALERT.")
    assert {"San Miguel", "El Salvador"} <= set(named(upper)) and "Bogotá" in named(upper)
    lost = read("Syrias army shelled Aleppos eastern districts in Syria the monitor said.")
    assert {"Syria", "Aleppo"} <= set(named(lost))


def test_a_namesake_abroad_is_not_taken_for_a_village(read):
    text = "In Syria rebels took the village of Front near Idlib, Hama and Aleppo."
    assert all(m.value.country == "SY" for m in read(text) if m.value.country)


def test_sovereignty_follows_iso_3166(read):
    assert one(read("Sevastopol in Crimea was hit by drones."), "Sevastopol").value.country == "UA"


def test_moving_a_point():
    assert moved((0.0, 0.0), 111_195, 0) == pytest.approx((1.0, 0.0), abs=0.01)
    assert moved((0.0, 179.9), 40_000, 90)[1] < 0


PIECES = (
    "in near the of Homs Idlib province , . and Syria Syrian city 15 km east Tal al-Bab between road Paris County U.S. "
    "capital village area border Assad's said (Reuters) - NORTH Ж 北京 '"
)
WORDS = st.sampled_from([*PIECES.split(), "\n\n"])


@settings(max_examples=80, deadline=None)
@given(words=st.lists(WORDS, max_size=40))
def test_any_text_gives_true_spans_and_bounds(read, words):
    text = " ".join(words)
    found = read(text)
    assert found == read(text)
    assert [m.span.start for m in found] == sorted(m.span.start for m in found)
    for mention in found:
        where = mention.value
        assert text[mention.span.start : mention.span.end] == mention.span.text
        assert text[where.span.start : where.span.end] == where.span.text
        assert mention.kind == MentionKind.PLACE and 0 <= mention.score <= 1
        assert (where.lat is None) == (where.lon is None)
        assert where.lat is None or (-90 <= where.lat <= 90 and -180 <= where.lon <= 180 and where.radius > 0)


@settings(max_examples=40, deadline=None)
@given(text=st.text(max_size=150))
def test_no_text_raises(read, text):
    for mention in read(text):
        assert text[mention.span.start : mention.span.end] == mention.span.text


def test_time_grows_with_the_text_and_no_faster(read):
    parser, gazetteer = SpacyParser(), BundledGazetteer()
    unit = "Rebels shelled Saraqib, Idlib province, near Aleppo. The area was calm. Springfield police said so. "
    spent = []
    for times in (20, 160):
        text = unit * times
        (parse,) = parser.parse([text])
        report = Report(id="r", text=text)
        find_places(report, parse, gazetteer)
        start = time.process_time()
        find_places(report, parse, gazetteer)
        spent.append(time.process_time() - start)
    assert spent[1] < max(5.0, 8 * 4 * spent[0])


def test_names_end_where_the_sentence_goes_on(read):
    found = read("Two men died in the village of Qalbarun the monitor said in a report on Idlib in Syria.")
    assert "Qalbarun" in named(found)


def test_lists_without_commas(read):
    found = read("In Syria the army bombed the towns of Douma Harasta Zamalka and Arbin near Damascus.")
    assert {"Douma", "Harasta", "Zamalka", "Arbin"} <= set(named(found))


def test_a_name_in_two_parts_is_not_its_second_part(read):
    assert "Luz" not in named(read("Shells hit Karam al-Luz in Homs, Syria, and Adnan al-Dibs was held."))


def test_small_words_in_capitals_are_no_states(read):
    found = read("THE CAR BOMB WENT OFF IN OR NEAR THE MARKET, IN SOUTHERN PERU, WHERE ME AND HE LIVED.")
    assert set(named(found)) == {"southern Peru"}


def test_names_of_persons_are_no_places(read):
    found = read("The army spokesman, Karim Lahore Aziz, told reporters in Multan, Pakistan, that 14 were dead.")
    assert named(found) == ["Multan", "Pakistan"]


def test_a_village_lies_where_it_is_said_to_lie(read):
    text = "Jets struck near Tunga Sousse, Bama district, in Nigeria. Earlier they struck Maiduguri, Konduga and Gwoza."
    assert {m.value.country for m in read(text)} == {"NG"}
    text = "The rebels hold Idlib, Aleppo and Hama in Syria, and left the villages of Kafr Blob and Thanarak on Monday."
    assert {m.value.country for m in read(text)} == {"SY"}


def test_a_small_town_abroad_gives_way_to_a_spelling_at_home(read):
    text = "Troops hold Bamako, Mopti and Gao in Mali. Rebels shelled a post near Sigou with mortars made in China."
    assert one(read(text), "Ségou").value.country == "ML"


def test_a_dateline_holds_no_village(read):
    found = read("ANKARA (AP) - Troops shelled the village of Blobkoy on Monday, after a week of calm in Turkey.")
    assert one(found, "Blobkoy").value.reason.endswith("Turkey, the country of the report")


def test_the_state_is_no_province_unless_one_was_named(read):
    found = read("The state-owned radio in Tarija said that the miners and the state had agreed on a wage.")
    assert [m.value.name for m in found] == ["Tarija"]
    assert "the state" in [m.value.span.text for m in read("Raids hit Borno state. Twelve died in the state.")]


def test_a_border_named_after_a_country_is_no_scene_in_that_country(read):
    found = read("Soldiers of Niger found the lorries near Diffa, a town by the Chad border.")
    assert "TD" not in {m.value.country for m in found}


def test_a_romance_name_is_not_its_first_part(read):
    assert named(read("Troops of Peru left San Luis del Blobaza for Lima on Monday.")) == ["Peru", "Lima"]
    assert "Rio de Janeiro" in named(read("Police in Rio de Janeiro, Brazil, shot two men."))


def test_the_capital_of_a_country_named_as_its_owner(read):
    found = read("Two banks were robbed in Kenya's capital, said a clerk who had worked in Kisumu and Mombasa.")
    assert one(found, "Nairobi").extra["anaphor"]
