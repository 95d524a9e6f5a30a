"""The ACLED layout: columns, types, actors, the conservative count of deaths, notes."""

import csv
import io
from datetime import date

import pytest

from reportedly.exporters.acled import COLUMNS, AcledExporter, acled_row, fatalities
from reportedly.exporters.acled_types import acled_type
from reportedly.model import ClaimKind, Party, When, Where
from reportedly.ontology.load import data
from tests.exporters.made import (
    AHRAR,
    ARMY,
    CIVILIANS,
    GUNMEN,
    IS,
    JOURNALISTS,
    PALMYRA,
    POLICE,
    PROTESTERS,
    RAQQA,
    REBELS,
    RUSSIA,
    hostile,
    killed,
    made,
    toll,
)


def row(dossier):
    (event,) = dossier.events
    return dict(zip(COLUMNS, acled_row(event, dossier), strict=True))


def coded(dossier):
    (event,) = dossier.events
    return acled_type(event, dossier.claims.values())


def sheet(dossier):
    out = io.BytesIO()
    AcledExporter().export(dossier, out)
    return list(csv.DictReader(io.StringIO(out.getvalue().decode())))


def test_the_columns_are_those_of_the_codebook_in_order():
    assert len(COLUMNS) == 31 and COLUMNS[0] == "event_id_cnty" and COLUMNS[-1] == "timestamp"
    assert COLUMNS[7:14] == ("actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction")


def test_a_battle_is_coded_throughout():
    battle = made("attack", (IS,), (ARMY,), killed("state force", ("SOHR", 18, 18), ("officials", 27, None)))
    assert row(battle) == {
        "event_id_cnty": "SY1",
        "event_date": date(2020, 4, 9),
        "year": 2020,
        "time_precision": 1,
        "disorder_type": "Political violence",
        "event_type": "Battles",
        "sub_event_type": "Armed clash",
        "actor1": "Islamic State",
        "assoc_actor_1": "",
        "inter1": 2,
        "actor2": "Military Forces of Syria",
        "assoc_actor_2": "",
        "inter2": 1,
        "interaction": "12",
        "civilian_targeting": "",
        "iso": 760,
        "region": "Middle East",
        "country": "Syria",
        "admin1": "Homs",
        "admin2": None,
        "admin3": "",
        "location": "al-Sukhnah",
        "latitude": 34.89,
        "longitude": 38.87,
        "geo_precision": 2,
        "source": "Levant Courier",
        "source_scale": "",
        "notes": "On 9 April 2020, Islamic State attacked Syrian Army near al-Sukhnah (Homs, Syria). "
        "18 to at least 27 fatalities among members of state forces (SOHR: 18; officials: at least 27).",
        "fatalities": 18,
        "tags": "ledger=e-1; independent sources=2; credibility=2; disputed figures; highest reported fatalities=27",
        "timestamp": 1586584800,
    }


CASES = [
    (("attack", (IS,), (CIVILIANS,)), "Violence against civilians", "Attack"),
    (("attack", (), (ARMY,)), "Battles", "Armed clash"),
    (("shooting", (GUNMEN,), (JOURNALISTS,)), "Violence against civilians", "Attack"),
    (("execution", (IS,), (ARMY,)), "Battles", "Armed clash"),
    (("armed clash", (IS, ARMY), ()), "Battles", "Armed clash"),
    (("armed clash", (ARMY,), (CIVILIANS,)), "Violence against civilians", "Attack"),
    (("air strike", (RUSSIA,), (IS,)), "Explosions/Remote violence", "Air/drone strike"),
    (("shelling", (ARMY,), (CIVILIANS,)), "Explosions/Remote violence", "Shelling/artillery/missile attack"),
    (("chemical attack", (), (CIVILIANS,)), "Explosions/Remote violence", "Chemical weapon"),
    (("bombing", (), (CIVILIANS,)), "Explosions/Remote violence", "Remote explosive/landmine/IED"),
    (("territory gained", (ARMY,), (IS,)), "Battles", "Government regains territory"),
    (("territory gained", (IS,), (ARMY,)), "Battles", "Non-state actor overtakes territory"),
    (("territory gained", (REBELS,), ()), "Battles", "Non-state actor overtakes territory"),
    (("abduction", (IS,), (CIVILIANS,)), "Violence against civilians", "Abduction/forced disappearance"),
    (("abduction", (IS,), (ARMY,)), "Strategic developments", "Other"),
    (("arrest", (POLICE,), (CIVILIANS,)), "Strategic developments", "Arrests"),
    (("sexual violence", (), (CIVILIANS,)), "Violence against civilians", "Sexual violence"),
    (("protest", (PROTESTERS,), ()), "Protests", "Peaceful protest"),
    (("riot", (CIVILIANS,), ()), "Riots", "Mob violence"),
    (("withdrawal", (ARMY,), ()), "Strategic developments", "Non-violent transfer of territory"),
    (("property destruction", (IS,), ()), "Strategic developments", "Looting/property destruction"),
    (("agreement", (ARMY,), (REBELS,)), "Strategic developments", "Agreement"),
]


@pytest.mark.parametrize(("event", "kind", "sub"), CASES)
def test_who_met_whom_decides_the_type(event, kind, sub):
    assert coded(made(*event)) == (kind, sub)


WORDS = [
    ("bombing", "A suicide bomber blew himself up at the gate.", "Suicide bomb"),
    ("bombing", "Two men threw a grenade into the shop.", "Grenade"),
    ("shelling", "A drone dropped shells on the post.", "Air/drone strike"),
    ("protest", "Police fired tear gas at the march.", "Protest with intervention"),
    ("riot", "The protest turned violent.", "Violent demonstration"),
    ("deployment", "The army set up a base on the hill.", "Headquarters or base established"),
    ("other", "Sappers defused a car bomb.", "Disrupted weapons use"),
]


@pytest.mark.parametrize(("type", "text", "sub"), WORDS)
def test_the_words_refine_the_type(type, text, sub):
    assert coded(made(type, (), (), text=text))[1] == sub


@pytest.mark.parametrize(
    ("weapon", "sub"),
    [
        ("drones", "Air/drone strike"),
        ("mortar shells", "Shelling/artillery/missile attack"),
        ("car bomb", "Remote explosive/landmine/IED"),
    ],
)
def test_the_weapon_decides_where_the_type_is_vague(weapon, sub):
    assert coded(made("attack", (IS,), (ARMY,), weapons=(weapon,))) == ("Explosions/Remote violence", sub)


def test_dead_protesters_are_excessive_force_against_civilians():
    shot = row(made("protest", (PROTESTERS,), (), killed("civilian", ("a witness", 2, 2))))
    assert shot["sub_event_type"] == "Excessive force against protesters"
    assert shot["disorder_type"] == "Political violence; Demonstrations"
    assert (shot["civilian_targeting"], shot["actor1"], shot["inter1"]) == (
        "Civilian targeting",
        "Protesters (Syria)",
        6,
    )


def test_every_type_of_the_ontology_is_coded_within_the_codebook():
    subs = {
        "Battles": {"Government regains territory", "Non-state actor overtakes territory", "Armed clash"},
        "Explosions/Remote violence": {
            "Chemical weapon", "Air/drone strike", "Suicide bomb", "Shelling/artillery/missile attack",
            "Remote explosive/landmine/IED", "Grenade",
        },
        "Violence against civilians": {"Sexual violence", "Attack", "Abduction/forced disappearance"},
        "Protests": {"Excessive force against protesters", "Protest with intervention", "Peaceful protest"},
        "Riots": {"Violent demonstration", "Mob violence"},
        "Strategic developments": {
            "Agreement", "Arrests", "Change to group/activity", "Disrupted weapons use",
            "Headquarters or base established", "Looting/property destruction", "Non-violent transfer of territory",
            "Other",
        },
    }  # fmt: skip
    for name in data("event_types"):
        for sides in ((), ((IS,), (ARMY,)), ((IS,), (CIVILIANS,)), ((ARMY,), (REBELS,)), ((), (CIVILIANS,))):
            kind, sub = coded(made(name, *sides))
            assert sub in subs[kind], (name, kind, sub)


def test_actors_are_named_and_numbered_as_acled_has_them():
    told = row(made("air strike", (RUSSIA, ARMY), (JOURNALISTS, CIVILIANS), where=PALMYRA))
    assert (told["actor1"], told["assoc_actor_1"], told["inter1"]) == (
        "Military Forces of Russia",
        "Military Forces of Syria",
        8,
    )
    assert (told["actor2"], told["assoc_actor_2"], told["inter2"]) == ("Civilians (Syria)", "Journalists (Syria)", 7)
    assert (told["interaction"], told["civilian_targeting"]) == ("78", "Civilian targeting")


def test_nobody_attacks_himself():
    told = row(made("attack", (ARMY,), (ARMY,), killed("state force", ("a monitor", 3, 3))))
    assert (told["actor1"], told["actor2"], told["interaction"]) == ("", "Military Forces of Syria", "10")


def test_an_unknown_attacker_of_civilians_is_an_unidentified_group():
    told = row(made("shooting", (), (CIVILIANS,)))
    assert (told["actor1"], told["inter1"], told["interaction"]) == ("Unidentified Armed Group (Syria)", 3, "37")


@pytest.mark.parametrize(
    ("number", "low", "wanted"),
    [
        ("dozens of people", 24, 12),
        ("tens of people", 20, 10),
        ("hundreds of people", 200, 100),
        ("several people", 3, 3),
        ("24 people", 24, 24),
    ],
)
def test_vague_numbers_count_as_the_codebook_says(number, low, wanted):
    text = f"The blast killed {number}."
    assert (
        row(made("bombing", (), (), killed("civilian", ("a medic", low, None)), text=text, number=number))["fatalities"]
        == wanted
    )


def test_deaths_without_a_number_are_marked():
    told = row(made("attack", (IS,), (ARMY,), killed("state force", ("a monitor", None, None))))
    assert told["fatalities"] == 3 and "Number of fatalities not told: coded as 3." in told["notes"]


def test_a_total_is_not_added_to_its_sides():
    tolls = (killed("civilian", ("a", 46, 46)), killed("unknown", ("a", 53, 53), ("b", 50, 50)))
    dossier = made("bombing", (), (CIVILIANS,), *tolls)
    assert fatalities(dossier.events[0], list(dossier.claims.values())) == (50, "")


def test_the_wounded_are_told_and_not_counted():
    told = row(made("attack", (IS,), (ARMY,), toll("wounded", "state force", ("a monitor", 9, 9))))
    assert told["fatalities"] == 0 and "9 members of state forces wounded (a monitor: 9)." in told["notes"]


@pytest.mark.parametrize(
    ("when", "day", "precision"),
    [
        (When(date(2020, 4, 6), date(2020, 4, 12)), "2020-04-09", "2"),
        (When(date(2020, 4, 1), date(2020, 4, 30)), "2020-04-15", "3"),
        (When(None, date(2020, 4, 9)), "2020-04-09", "3"),
        (None, "", ""),
    ],
)
def test_a_range_of_days_is_coded_by_its_middle(when, day, precision):
    (told,) = sheet(made("attack", (IS,), (ARMY,), when=when))
    assert (told["event_date"], told["time_precision"]) == (day, precision)


def test_a_province_stays_rough_and_a_bare_name_has_no_point():
    assert row(made(where=RAQQA))["geo_precision"] == 3
    bare = row(made(where=Where("Tell Nowhere", reason="in no gazetteer")))
    assert (bare["location"], bare["latitude"], bare["geo_precision"], bare["country"]) == (
        "Tell Nowhere",
        None,
        "",
        "",
    )


def test_what_acled_does_not_record_is_left_out():
    assert sheet(made("threat", (IS,), kind=ClaimKind.STATEMENT)) == []
    assert sheet(made("casualties", kind=ClaimKind.TALLY)) == []
    assert sheet(made("attack", (IS,), (ARMY,), status="denied")) == []
    assert len(sheet(made("agreement", (ARMY,), (REBELS,), kind=ClaimKind.STATEMENT))) == 1


def test_source_scale_follows_what_is_known_of_the_outlet():
    assert row(made(outlet="Reuters"))["source_scale"] == "International"
    assert row(made(outlet="SANA"))["source_scale"] in ("National", "International")
    assert row(made(outlet="The Unheard-of Post"))["source_scale"] == ""


def test_no_cell_is_a_formula_and_no_cell_is_beyond_a_spreadsheet():
    for told in sheet(hostile()):
        for name, cell in told.items():
            if name not in ("latitude", "longitude"):
                assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")), (name, cell[:20])
        assert len(told["notes"]) <= 4000


def test_two_groups_that_share_no_table_entry_keep_their_names():
    told = row(made("armed clash", (AHRAR,), (Party("Jaysh al-Nowhere", "rebel group"),)))
    assert (told["actor1"], told["actor2"], told["interaction"]) == ("Ahrar al-Sham", "Jaysh al-Nowhere", "22")
