"""PLOVER's records hold codes that the codebook has, and the ones that it gives for what was told."""

import io
import json

import pytest

from reportedly.config import part
from reportedly.model import Party
from reportedly.ontology.load import data
from tests.exporters.made import CIVILIANS, GUNMEN, IS, JOURNALISTS, POLICE, made


def lines(name, content):
    out = io.BytesIO()
    part("exporter", name)().export(content, out)
    return [json.loads(line) for line in out.getvalue().decode().splitlines()]


# Modes by category, as the codebook and its lists of March 2022 have them ("withhold" as the codebook spells it).
PLOVER_MODES = {
    "ACCUSE": "disapprove investigate allege",
    "ASSAULT": "abduct beat torture execute sexual assassinate destroy primitive firearms explosives suicide-attack "
    "heavy-weapons crowd-control cleansing massacre unconventional",
    "COERCE": "seize restrict ban censor curfew martial-law arrest deport withhold misinformation",
    "CONSULT": "visit third-party multilateral phone",
    "MOBILIZE": "troops weapons police militia",
    "PROTEST": "demo riot general strike hunger boycott obstruct",
    "REJECT": "assist change yield meet",
    "REQUEST": "assist change yield meet",
    "RETREAT": "withdraw release return disarm ceasefire access resign",
    "SANCTION": "convict expel withdraw discontinue",
    "THREATEN": "restrict ban arrest relations expel territory violence",
}
PLOVER_CONTEXTS = {
    "military", "intelligence", "peacekeeping", "economic", "diplomatic", "resource", "disease",
    "enviro_disaster", "migration", "humanitarian", "asylum", "legal", "human_rights", "rights_freedoms",
    "gender", "lgbt", "terrorism", "human_security", "religion_ethnicity", "executive", "election",
    "legislative", "cbrn", "cyber", "political_institutions", "corruption", "crime", "illegal_drugs",
    "historical", "future", "hypothetical", "negation",
}  # fmt: skip
PLOVER_SECTORS = {
    "GOV", "JUD", "LEG", "MIL", "COP", "OPP", "PTY", "REB", "PRM", "SPY", "UAF", "CVL", "BUS", "EDU", "MED",
    "LAB", "AGR", "JRN", "REF", "REL", "SOC", "CRM",
}  # fmt: skip
# The translation of CAMEO's codes that are given here, as published in 2021.
CAMEO = {
    "030": "AGREE", "046": "CONSULT", "050": "SUPPORT", "057": "SUPPORT", "062": "COOPERATE", "063": "COOPERATE",
    "064": "COOPERATE", "070": "AID", "072": "AID", "073": "AID", "074": "AID", "075": "AID", "080": "CONCEDE",
    "081": "CONCEDE", "082": "CONCEDE", "083": "CONCEDE", "0841": "RETREAT", "0842": "RETREAT", "085": "RETREAT",
    "086": "RETREAT", "0871": "RETREAT", "0874": "RETREAT", "090": "ACCUSE", "100": "REQUEST", "111": "ACCUSE",
    "112": "ACCUSE", "120": "REJECT", "130": "THREATEN", "138": "THREATEN", "141": "PROTEST", "145": "PROTEST",
    "150": "MOBILIZE", "154": "MOBILIZE", "166": "SANCTION", "173": "COERCE", "1711": "COERCE",
    "1712": "ASSAULT", "1722": "COERCE", "1723": "COERCE", "1724": "COERCE",
    "180": "ASSAULT", "181": "ASSAULT", "1821": "ASSAULT", "1823": "ASSAULT", "183": "ASSAULT", "186": "ASSAULT",
    "190": "ASSAULT", "191": "COERCE", "192": "COERCE", "193": "ASSAULT", "194": "ASSAULT", "195": "ASSAULT",
    "201": "ASSAULT", "2041": "ASSAULT",
    # "Impose embargo, boycott, or sanctions" and a court's finding stand under SANCTION in the codebook's own text.
    "116": "SANCTION", "163": "SANCTION",
}  # fmt: skip


def test_every_code_is_one_of_plover():
    """Every type by itself, and by each of the words that tell it apart."""
    table = data("plover")
    categories = {category for quad in table["quads"].values() for category in quad}
    assert len(categories) == 16
    cues = {
        name: [" ".join((rule["words"][0], *rule.get("beside", ())[:1])) for rule in rules]
        for name, rules in table["categories"].items()
    }
    cues_of_modes = [cue for modes in table["mode_words"].values() for words in modes.values() for cue in words]
    cues_of_contexts = [cue for words in table["context_words"].values() for cue in words]
    left_out = set()
    for name in data("event_types"):
        for words in ["", *cues.get(name, ()), *cues_of_modes, *cues_of_contexts]:
            for status in ("asserted", "threatened", "planned"):
                text = f"It was {words}, they said."
                records = lines("plover", made(name, (IS,), (CIVILIANS,), text=text, status=status))
                left_out |= set() if records else {name}
                for record in records:
                    category = record["event"]
                    assert category in categories and record["quad"], name
                    assert record["mode"] is None or record["mode"] in PLOVER_MODES.get(category, "").split(), record
                    assert set(record["context"]) <= PLOVER_CONTEXTS, name
                    assert record["cameo"] == "" or CAMEO[record["cameo"]] == category, record
    assert left_out == {"denial", "displacement", "claim of responsibility", "other"}


@pytest.mark.parametrize(
    ("type", "text", "category", "mode", "cameo"),
    [
        ("abduction", "Gunmen kidnapped nine men.", "ASSAULT", "abduct", "181"),
        ("property destruction", "Soldiers burned forty houses.", "ASSAULT", "destroy", "1712"),
        ("sexual violence", "Two women were raped.", "ASSAULT", "sexual", "1821"),
        ("chemical attack", "Chlorine was used.", "ASSAULT", "unconventional", "2041"),
        ("territory gained", "The army captured the town.", "COERCE", "seize", "192"),
        ("presence", "The town is besieged.", "COERCE", "restrict", "191"),
        ("arrest", "Police detained six men.", "COERCE", "arrest", "173"),
        ("release", "The group freed two monks.", "RETREAT", "release", "0841"),
        ("release", "The king pardoned two monks.", "CONCEDE", None, "081"),
        ("withdrawal", "The army pulled out.", "RETREAT", "withdraw", "0874"),
        ("trial", "The men went on trial.", "ACCUSE", "allege", "112"),
        ("trial", "A court sentenced the men to life.", "SANCTION", "convict", "116"),
        ("agreement", "The two sides agreed to a truce.", "AGREE", None, "030"),
        ("agreement", "The two sides signed a treaty.", "SUPPORT", None, "057"),
        ("talks", "The two spoke by telephone.", "CONSULT", "phone", "046"),
        ("denial", "The ministry refused to meet them.", "REJECT", None, "120"),
        ("displacement", "Villagers were expelled from the valley.", "ASSAULT", "cleansing", "201"),
        ("protest", "Workers held a general strike.", "PROTEST", "general", "141"),
        ("protest", "Prisoners went on hunger strike.", "PROTEST", "hunger", "141"),
        ("support", "Ships delivered food to the port.", "AID", None, "073"),
        ("sanction", "The bloc imposed an embargo.", "SANCTION", "discontinue", "163"),
        ("other", "The governor resigned.", "RETREAT", "resign", ""),
        ("agreement", "The rebels declared a truce.", "RETREAT", "ceasefire", "0871"),
        ("agreement", "The cabinet accepted the demands of the teachers.", "CONCEDE", None, "083"),
        ("agreement", "The governor allowed the march.", "CONCEDE", None, "080"),
        ("agreement", "The two sides have agreed to allow inspections.", "AGREE", None, "030"),
        ("support", "The island granted asylum to a judge.", "AID", None, "075"),
        ("support", "The kingdom sent arms to the militia.", "AID", None, "072"),
        ("support", "The two services shared intelligence.", "COOPERATE", None, "064"),
        ("support", "The president praised the reform.", "SUPPORT", None, "050"),
        ("arrest", "The island extradited a banker.", "COOPERATE", None, "063"),
        ("deployment", "The agency sent inspectors to the plant.", "ACCUSE", "investigate", "090"),
        ("deployment", "Peacekeepers landed in the capital.", "AID", None, "074"),
        ("withdrawal", "The mission withdrew its observers.", "SANCTION", "withdraw", "166"),
        ("sanction", "The cabinet banned three parties.", "COERCE", "ban", "1722"),
        ("other", "The council imposed a curfew.", "COERCE", "curfew", "1723"),
        ("other", "The council lifted the curfew.", "CONCEDE", None, "081"),
        ("other", "The army lifted the blockade.", "RETREAT", None, "085"),
        ("other", "The union called off the strike.", "CONCEDE", None, "082"),
        ("attack", "The service hacked into the computers of the bank.", "COERCE", None, ""),
    ],
)
def test_plover_codes_what_the_codebook_says(type, text, category, mode, cameo):
    (record,) = lines("plover", made(type, (IS,), (CIVILIANS,), text=text))
    assert (record["event"], record["mode"], record["cameo"]) == (category, mode, cameo)


@pytest.mark.parametrize(
    ("type", "status", "text", "category"),
    [
        ("talks", "planned", "The minister will visit the island.", "AGREE"),
        ("support", "planned", "The bank will lend 20 million euros.", "AGREE"),
        ("sanction", "planned", "The bloc is to impose an embargo.", "THREATEN"),
        ("withdrawal", "planned", "The mission will withdraw its observers.", "THREATEN"),
        ("attack", "planned", "The cell tried to attack the fair.", "ASSAULT"),
        ("talks", "denied", "The ministry would not meet them.", "REJECT"),
        ("denial", "denied", "The ministry refused to meet them.", "REJECT"),
        ("denial", "denied", "The ministry denied them entry.", "REJECT"),
    ],
)
def test_what_is_intended_or_refused_is_a_promise_a_threat_or_a_refusal(type, status, text, category):
    (record,) = lines("plover", made(type, (IS,), (CIVILIANS,), text=text, status=status))
    assert record["event"] == category


def test_what_did_not_happen_is_no_record():
    for name, text in (("talks", "No talks were held."), ("attack", "The army did not shell the town.")):
        assert lines("plover", made(name, (IS,), (CIVILIANS,), text=text, status="denied")) == []


def test_plover_sectors_are_those_of_the_codebook():
    table = data("plover")
    assert {*table["sectors"].values(), *table["sector_words"]} <= PLOVER_SECTORS
    un = Party("United Nations", "international")
    (record,) = lines("plover", made("attack", (POLICE, GUNMEN), (un, JOURNALISTS)))
    assert [(a["code"], a["sector"]) for a in record["source"] + record["target"]] == [
        ("SYR", "COP"), ("", "UAF"), ("IGO", ""), ("", "JRN"),
    ]  # fmt: skip


def test_plover_leaves_out_what_it_has_no_category_for():
    for name, text in (
        ("claim of responsibility", "The group claimed the attack."),
        ("denial", "The ministry denied the report."),
        ("displacement", "Families fled the town."),
        ("other", "Nothing else happened."),
    ):
        assert lines("plover", made(name, (IS,), (), text=text)) == []
