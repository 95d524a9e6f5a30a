"""From a report's words to its claims, on reports of our own."""

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.claims import assemble
from reportedly.claims.modality import status_of
from reportedly.config import default_reader
from reportedly.mentions.gate import may_hold_claims
from reportedly.mentions.triggers import find_triggers
from reportedly.model import Harmed, Outcome, Report, Status

# A report with the structure of a real one: relays, hedges, a region told two sentences earlier, losses on
# both sides from another source, totals over a period, statements.
REPORT = """Boko Haram steps up its attacks in Nigeria

The Boko Haram militant group used the election campaign, which has tied down the Nigerian army, to step up its \
attacks against the security forces.

Despite claims that the insurgents were beaten, the Boko Haram fighters kept their presence in the marshes of \
the north-east, mainly in Borno State. They also operate in the south of Yobe State.

According to the HumAngle website, on March 3, the fighters attacked a convoy and two checkpoints in the state. \
In response, they were bombed by the Nigerian Air Force. According to Amnesty International, 17 soldiers and nine \
insurgents were killed.

From February 10 to March 3, the losses of the Nigerian army at the hands of Boko Haram amounted to 212 people.

In January, Chad lost at least 41 soldiers killed in Nigeria, nearly 50 troops were wounded, dozens of Chadian \
vehicles were destroyed and more than five drones were shot down. Abuja has repeatedly accused Niamey of sheltering \
the rebels, Niger rejects these allegations.

In early February, the governments of Nigeria and Cameroon signed an agreement on a ceasefire.

Government forces recaptured half of the Sambisa Forest.
"""


@pytest.fixture(scope="module")
def claims(read):
    return read(REPORT)


def one(claims, **wanted):
    found = [c for c in claims if all(getattr(c, k) == v for k, v in wanted.items())]
    assert found, [(c.type, c.kind) for c in claims]
    return found[0]


def test_attack_has_its_day_its_side_and_its_source(claims):
    attack = next(c for c in claims if "convoy" in c.evidence[0].text)
    assert [p.name for p in attack.actors] == ["Boko Haram"]
    assert attack.when.earliest == attack.when.latest == date(2021, 3, 3)
    assert attack.where.admin1 == "Yobe"
    assert str(attack.attribution).startswith("HumAngle")


def test_answer_of_the_other_side_is_another_claim_of_the_same_day(claims):
    strike = next(c for c in claims if "bombed" in c.evidence[0].text)
    assert strike.type == "air strike"
    assert [p.name for p in strike.actors] == ["Nigerian Air Force"]
    assert [p.name for p in strike.targets] == ["Boko Haram"]
    assert strike.when.earliest == date(2021, 3, 3)
    assert strike.when.basis == "context"


def test_losses_on_both_sides_go_back_to_their_own_source(claims):
    toll = next(c for c in claims if "nine insurgents" in c.evidence[0].text)
    assert [(h.outcome, h.figure.low, h.figure.high, h.party.value) for h in toll.toll] == [
        (Outcome.KILLED, 17, 17, "state force"),
        (Outcome.KILLED, 9, 9, "armed group"),
    ]
    assert str(toll.attribution) == "Amnesty International"


def test_total_over_a_period_is_a_tally(claims):
    tally = next(c for c in claims if c.toll and c.toll[0].figure.low == 212)
    assert (tally.kind, tally.type) == ("tally", "casualties")
    assert (tally.when.earliest, tally.when.latest) == (date(2021, 2, 10), date(2021, 3, 3))
    assert [p.name for p in tally.actors] == ["Boko Haram"]


def test_losses_stay_with_the_one_who_lost(claims):
    lost = next(c for c in claims if c.toll and c.toll[0].figure.low == 41)
    figures = [(h.outcome.value, h.figure.low, h.figure.high) for h in lost.toll]
    assert figures == [("killed", 41, None), ("wounded", 45, 50), ("destroyed", 24, None), ("shot down", 6, None)]
    assert [p.name for p in lost.targets] == ["Chad"]
    assert lost.weapons == ()


def test_the_men_of_a_warlord_are_no_civilians(read):
    (raid,) = read(
        "The rebel leader was not hurt when a government helicopter struck the camp, killing two of his men."
    )
    assert raid.toll[0].party is Harmed.ARMED_GROUP
    assert not [p for p in raid.targets if p.sort == "civilians"]


def test_those_fired_on_are_the_target(read):
    (attack,) = read("Gunmen opened fire on a bus carrying soldiers on Monday, wounding five.")
    assert attack.toll[0].party is Harmed.STATE_FORCE
    assert [p.sort for p in attack.targets] == ["state force"]


def test_accusation_and_denial_are_apart(claims):
    accusation, denial = one(claims, type="accusation"), one(claims, type="denial")
    assert [p.name for p in accusation.actors] == ["Nigeria"]
    assert [p.name for p in denial.actors] == ["Niger"]
    assert denial.status is Status.DENIED
    assert accusation.status is Status.ASSERTED


def test_gains_and_presence(claims):
    gain = one(claims, type="territory gained")
    assert gain.where.name == "Sambisa Forest"
    assert one(claims, type="presence").where.admin1 == "Borno"


def test_every_field_quotes_the_report(claims):
    for claim in claims:
        spans = [*claim.evidence, *claim.weapons, *(h.span for h in claim.toll), *(h.who for h in claim.toll)]
        spans += [p.span for p in (*claim.actors, *claim.targets) if p.span]
        spans += [k.span for k in claim.attribution.links if k.span]
        spans += [f.span for f in (claim.when, claim.where) if f and f.span]
        assert all(REPORT[s.start : s.end] == s.text for s in spans)


def test_ids_are_unique_and_parts_point_at_figures(claims):
    assert len({c.id for c in claims}) == len(claims)
    for claim in claims:
        for k, harm in enumerate(claim.toll):
            assert harm.part_of is None or (harm.part_of != k and 0 <= harm.part_of < len(claim.toll))


def test_same_report_same_claims(read, claims):
    assert read(REPORT) == claims


def test_two_sources_with_two_tolls_are_two_claims_of_one_happening(read):
    text = (
        "A car bomb exploded in a market in Kirkuk on Friday, killing 12 people, police said. "
        "A hospital official said 15 people were killed in the blast."
    )
    found = [c for c in read(text) if c.toll]
    assert sorted(c.toll[0].figure.low for c in found) == [12, 15]
    assert len({c.happening for c in found}) == 1
    assert {c.type for c in found} == {"bombing"}


def test_dateline_is_not_the_scene(read):
    text = "BEIRUT (Reuters) - Rebels attacked an army post near Idlib on Thursday, killing four men, a monitor said."
    (claim,) = [c for c in read(text) if c.toll]
    assert claim.where.name == "Idlib"


def test_unresolved_report_without_date_keeps_what_it_allows(reader):
    claims = reader.read(Report("r", "Gunmen killed six farmers in the village on Thursday."))
    assert claims
    assert claims[0].toll[0].figure.low == 6
    assert claims[0].when is None or claims[0].when.earliest is None


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Rebels attacked the base.", Status.ASSERTED),
        ("The army denied attacking the base.", Status.DENIED),
        ("The group plans to attack the base.", Status.PLANNED),
        ("The coalition will attack the base.", Status.PLANNED),
        ("The group threatened to attack the base.", Status.THREATENED),
        ("The rebels did not attack the base.", Status.DENIED),
        ("The rebels did not carry out the attack.", Status.DENIED),
        ("The group has not claimed responsibility for the attack.", Status.ASSERTED),
    ],
)
def test_status_follows_the_words(parse_of, text, status):
    parse = parse_of(text)
    token = next(t for t in parse.tokens if t.lemma in ("attack", "attacking") or t.lower.startswith("attack"))
    assert status_of(parse, token, "attack") is status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("No group has claimed the raid.", Status.DENIED),
        ("Nobody has said it was behind the raid.", Status.DENIED),
        ("The group claimed the raid.", Status.ASSERTED),
        ("The group that had no bases claimed the raid.", Status.ASSERTED),
    ],
)
def test_a_claim_of_nobody_is_denied(parse_of, text, status):
    parse = parse_of(text)
    (trigger,) = [m for m in find_triggers(Report("r", text), parse) if m.value.type == "claim of responsibility"]
    assert status_of(parse, parse.tokens[trigger.token], "claim of responsibility") is status


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("Two soldiers were killed in an ambush.", True),
        ("REBELS SHELLED THE TOWN.", True),
        ("The choir sang on Sunday and the bakery opened a second shop.", False),
        ("The council will impose restrictions on lorries.", True),
        ("", False),
    ],
)
def test_gate_passes_what_can_hold_claims(text, passes):
    assert may_hold_claims(text) is passes


@settings(max_examples=25, deadline=None)
@given(text=st.text(alphabet=st.sampled_from(list("killed attack 12 in. \n\"'(—)ÀΩ中\u202e\x00,Mali")), max_size=200))
def test_no_text_breaks_the_reader(reader, text):
    for claim in reader.read(Report("r", "Troops killed. " + text)):
        assert all(("Troops killed. " + text)[s.start : s.end] == s.text for s in claim.evidence)


@pytest.mark.parametrize(
    "junk",
    ["9" * 200_000, "(" * 15_000, "killed " * 4_000, "\x00\u202e" * 30_000],
    ids=["digits", "brackets", "one word", "controls"],
)
def test_long_junk_is_read_in_bounded_time(reader, junk):
    began = time.process_time()
    reader.read(Report("r", "Two soldiers were killed. " + junk))
    assert time.process_time() - began < 120


def test_halves_of_surrogate_pairs_are_read_over(reader):
    text = "Gunmen in \ud83dMopti killed two soldiers\ude00, Reu\ud800ters said."
    (claim,) = reader.read(Report("r", text))
    assert claim.toll and claim.evidence[0].text == text


def test_a_report_told_over_and_over_is_compared_in_linear_steps(reader, monkeypatch):
    steps = []
    weigh = assemble.of_retelling
    monkeypatch.setattr(assemble, "of_retelling", lambda *given: steps.append(1) or weigh(*given))
    counts = []
    for times in (100, 200, 400):
        steps.clear()
        reader.read(Report("r", "According to Reuters, two soldiers were killed. " * times))
        counts.append(len(steps))
    assert counts[2] - counts[1] < 2.2 * (counts[1] - counts[0])


def test_day_of_the_words_is_not_the_day_of_the_deed(read):
    found = read("The group claimed responsibility on Thursday for the attack on the army base at Diffa.", "2019-12-13")
    assert {c.type for c in found} >= {"claim of responsibility"}
    assert all(c.when is None or c.when.span is None for c in found if c.type != "claim of responsibility")


def test_rule_for_vague_figures_is_the_users_choice(reader, monkeypatch):
    report = Report("r", "Dozens of people were killed in an air strike on Idlib.")
    assert reader.read(report)[0].toll[0].figure.low == 24
    monkeypatch.setenv("REPORTEDLY_VAGUE", "acled")
    other = default_reader()
    assert other.read(report)[0].toll[0].figure.low == 12
    assert other.name != reader.name


def test_figure_goes_back_to_whoever_gave_it_and_not_to_who_is_named_next(read):
    text = (
        "A committee on the bombing in Mogadishu said on Saturday that 512 people had been killed. "
        "Al-Shabaab has not claimed responsibility for the bombing."
    )
    (claim,) = [c for c in read(text, "2017-12-02") if c.toll]
    assert "committee" in str(claim.attribution).lower()


def test_a_claim_with_figures_goes_to_the_spokesman_who_repeats_them():
    text = (
        "A car bomb killed at least 14 people in Homs on Thursday, the Syrian Observatory for Human Rights said.\n\n"
        '"At least 14 people were killed in the blast," said Observatory director Rami Abdel Rahman.'
    )
    told = [c for c in default_reader().read(Report("spokesman", text)) if c.toll]
    assert [[k.name for k in c.attribution.links][-1] for c in told] == ["Rami Abdel Rahman"]


def test_a_figure_is_not_given_to_one_who_only_speaks_of_the_attack():
    text = (
        "A car bomb killed 14 people and wounded 30 others at a market in Homs on Thursday.\n\n"
        "The mayor said the bombing was an attack on the whole city."
    )
    told = [c for c in default_reader().read(Report("mayor", text)) if c.toll]
    assert told and all(not c.attribution.links for c in told)


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("Niger, an ally of Chad in the war on the rebels, has refused to send troops.", ["denial"]),
        ("Chad lifted the curfew in Bol, where soldiers killed nine people last month.", ["other", "attack"]),
        ("Police in Niamey said that Chad deported six traders on Monday after clashes in Bol.", ["arrest"]),
        ("Chad decided to allow the return of Nigerien traders.", ["agreement"]),
        ("The baker of Bol, whom a court fined last year, sold two loaves on Monday.", []),
    ],
)
def test_a_text_of_one_sentence_is_there_for_what_its_main_clause_tells(read, text, types):
    assert [c.type for c in read(text)][: max(1, len(types))] == types


def test_persons_whom_rebels_take_are_abducted(read):
    kinds = {c.type for c in read("Rebels took twelve students from a hostel in Kaduna on Monday.")}
    assert kinds == {"abduction"}


def test_each_source_of_a_sentence_keeps_its_own_figures(read):
    text = "The army said 40 rebels were killed near Goma, while the United Nations said 11 civilians had died there."
    told = {c.attribution.origin.name: [h.figure.low for h in c.toll] for c in read(text)}
    assert sorted(told.values()) == [[11], [40]]


def test_one_source_tells_all_its_figures_together(read):
    (claim,) = read("The army said 40 rebels and 11 civilians were killed near Goma.")
    assert sorted(h.figure.low for h in claim.toll) == [11, 40]
