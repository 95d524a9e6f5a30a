"""What happened, who did it and who suffered it, on sentences of our own."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.mentions.arguments import agents, patients
from reportedly.mentions.triggers import find_triggers, lexicon
from reportedly.model import Report

# (sentence, type of the trigger looked for, heads of those who did it, heads of those who suffered it)
CASES = [
    ("Gunmen attacked a police station on Monday.", "attack", ["Gunmen"], ["station"]),
    ("The base was attacked by insurgents.", "attack", ["insurgents"], ["base"]),
    ("An attack by insurgents on the base left two dead.", "attack", ["insurgents"], ["base"]),
    ("Rebels carried out an attack on the airport.", "attack", ["Rebels"], ["airport"]),
    ("Israeli raids hit the port.", "air strike", ["Israeli"], ["port"]),
    ("The army shelled the suburb overnight.", "shelling", ["army"], ["suburb"]),
    ("The army fired surface-to-surface missiles at the suburb.", "shelling", ["army"], ["suburb"]),
    ("Rebels lobbed mortars at the market on Friday.", "shelling", ["Rebels"], ["market"]),
    ("Clashes between soldiers and militiamen broke out.", "armed clash", ["soldiers"], ["militiamen"]),
    ("Fighting erupted between the army and rebels.", "armed clash", ["army"], ["rebels"]),
    ("A series of strikes by the coalition destroyed the depot.", "air strike", ["coalition"], []),
    ("Police arrested three men in the market.", "arrest", ["Police"], ["men"]),
    ("Militants who kidnapped the engineers fled.", "abduction", ["Militants"], ["engineers"]),
    ("The minister accused the rebels of looting.", "accusation", ["minister"], ["rebels"]),
    ("Villagers blamed the raid on bandits.", "accusation", ["Villagers"], ["bandits"]),
    ("The town is a stronghold of the insurgents.", "presence", ["insurgents"], []),
    ("Iran, a strong backer of the government, objected.", "support", ["Iran"], ["government"]),
    ("Jihadists seized the town, killing two guards.", "territory gained", ["Jihadists"], ["town"]),
    ("The gunman opened fire in a mosque.", "shooting", ["gunman"], []),
    ("Government troops withdrew from the valley.", "withdrawal", ["troops"], []),
    ("A travel ban was imposed by the governor on Sunday.", "sanction", ["governor"], []),
    ("Rockets were fired at the base by militiamen.", "shelling", ["militiamen"], []),
    ("The council imposed a travel ban and an arms embargo on the rebels.", "sanction", ["council"], []),
]


@pytest.mark.parametrize(("sentence", "kind", "did", "suffered"), CASES, ids=lambda v: v if isinstance(v, str) else "")
def test_who_did_what_to_whom(parse_of, sentence, kind, did, suffered):
    parse = parse_of(sentence)
    found = [m for m in find_triggers(Report("r", sentence), parse) if m.value.type == kind]
    assert found, [m.value.type for m in find_triggers(Report("r", sentence), parse)]
    token = parse.tokens[found[0].token]
    assert [t.text for t in agents(parse, token)] == did
    if suffered:
        assert suffered[0] in [t.text for t in patients(parse, token)]


def test_longer_phrases_win_over_single_words(parse_of):
    text = "A suicide car bomb exploded."
    kinds = [m.value.type for m in find_triggers(Report("r", text), parse_of(text))]
    assert set(kinds) == {"bombing"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Relatives staged a sit-in outside the ministry.", "protest"),
        ("The cease-fire held for a day.", "agreement"),
        ("They asked for a no-fly zone.", "sanction"),
    ],
)
def test_words_with_a_hyphen_are_found(parse_of, text, kind):
    assert kind in {m.value.type for m in find_triggers(Report("r", text), parse_of(text))}


@pytest.mark.parametrize(
    ("text", "kind", "other"),
    [
        ("Rival clans exchanged fire across the river.", "armed clash", "shooting"),
        ("Saboteurs dynamited a bridge on the coast road.", "bombing", "property destruction"),
        ("The embassy offered help with the inquiry.", "support", "agreement"),
        ("The union pledged six million euros to the refugees.", "support", "threat"),
        ("The rebels offered a truce.", "agreement", "support"),
        ("The rebels pledged to fight on.", "threat", "support"),
        ("Youths pelted officers with stones near the bridge.", "riot", "execution"),
        ("A strike by hospital doctors entered its third day.", "protest", "air strike"),
        ("The report that the bridge fell is a lie.", "denial", "accusation"),
        ("A shepherd was taken away by men in masks.", "abduction", "territory gained"),
        ("Four brothers are still held without charge.", "arrest", "presence"),
        ("The boy was hit in the neck from ten metres.", "shooting", "armed clash"),
        ("Two strikes were executed before dawn.", "attack", "execution"),
        ("A curfew was imposed on the port.", "other", "sanction"),
        ("Sappers defused a second device.", "other", "bombing"),
        ("Thirty fighters laid down their arms.", "other", "agreement"),
        ("An investigation was launched by prosecutors.", "other", "bombing"),
        ("The bank halted all aid to the island.", "sanction", "support"),
        ("Visas for the islanders were cancelled.", "sanction", "denial"),
        ("The island expelled two observers.", "sanction", "territory gained"),
        ("Ships delivered forty tons of food to the port.", "support", "deployment"),
        ("The envoy arrived in the capital late on Monday on a private visit.", "talks", "deployment"),
        ("Students blocked the old bridge for an hour.", "protest", "attack"),
        ("The governor lifted the ban on fishing.", "other", "denial"),
        ("The union called off a three-day strike.", "other", "air strike"),
    ],
)
def test_a_phrase_says_more_closely_what_its_verb_leaves_open(parse_of, text, kind, other):
    kinds = {m.value.type for m in find_triggers(Report("r", text), parse_of(text))}
    assert kind in kinds
    assert other not in kinds


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The wounded were lying in the road.", "denial"),
        ("The pilot took the ball away.", "riot"),
        ("The strike by the coalition hit a depot.", "protest"),
        ("The navy denied the smugglers access to the bay.", "denial"),
        ("The minister declined to comment on the raid.", "denial"),
        ("The plan was executed in May.", "execution"),
        ("The men gave up their weapons.", "support"),
    ],
)
def test_words_that_only_look_like_a_phrase_are_none(parse_of, text, kind):
    assert kind not in {m.value.type for m in find_triggers(Report("r", text), parse_of(text))}


def test_words_parted_by_more_than_a_verb_and_its_object_are_no_phrase(parse_of):
    text = "The rebels imposed their will while the curfew was lifted."
    assert "sanction" not in {m.value.type for m in find_triggers(Report("r", text), parse_of(text))}


def test_a_refusal_is_told_by_the_verb_that_refuses(parse_of):
    text = "The island has refused to deploy soldiers."
    parse = parse_of(text)
    (denial,) = [m for m in find_triggers(Report("r", text), parse) if m.value.type == "denial"]
    assert parse.tokens[denial.token].text == "refused"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Gunmen took nine worshippers from the chapel.", "arrest"),
        ("Her nephew was seized at a checkpoint in May.", "arrest"),
        ("The rebels still hold dozens of nuns.", "arrest"),
        ("Police picked up two students at the gate.", "arrest"),
        ("Rumours of the seizure of two pilots spread.", "arrest"),
        ("The column took the village at dawn.", "territory gained"),
        ("The militia still holds the hill.", "presence"),
        ("The rebels seized a number of buildings.", "territory gained"),
    ],
)
def test_places_are_taken_and_persons_are_held(parse_of, text, kind):
    assert [m.value.type for m in find_triggers(Report("r", text), parse_of(text))] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "A lorry took the pilots to the hospital.",
        "They hold the governor and his guards in the capital responsible.",
        "The soldiers held the crowd back.",
    ],
)
def test_who_is_cared_for_or_blamed_is_no_captive(parse_of, text):
    assert "arrest" not in {m.value.type for m in find_triggers(Report("r", text), parse_of(text))}


def test_words_about_a_deed_leave_the_deed(parse_of):
    text = "The bombing claimed by the group killed two soldiers."
    found = find_triggers(Report("r", text), parse_of(text))
    assert {m.value.type for m in found} == {"bombing", "claim of responsibility"}


def test_every_type_is_reachable_and_coded():
    words = lexicon()
    reachable = {kind for found in words.phrases.values() for _, kind in found}
    reachable |= {kind for table in (words.verbs, words.nouns) for found in table.values() for kind, _ in found}
    assert set(words.rank) - reachable == {"casualties"}  # a harm without a trigger


@settings(max_examples=40, deadline=None)
@given(text=st.text(alphabet="attack killed bomb,. \n\"'A-9\u00e9", max_size=120))
def test_triggers_quote_any_text(parse_of, text):
    for mention in find_triggers(Report("r", text), parse_of(text)):
        assert text[mention.span.start : mention.span.end] == mention.span.text


def test_a_phrase_stands_where_its_first_verb_does(parse_of):
    text = "The governor refused to step down."
    (found,) = find_triggers(Report("r", text), parse_of(text))
    assert parse_of(text).tokens[found.token].text == "refused"
