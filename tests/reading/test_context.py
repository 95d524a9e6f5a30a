"""What a sentence leaves to the report around it: who did it, where, who speaks; and what is no claim at all."""

import pytest

from reportedly.model import Report, Status


def of_type(claims, kind):
    return [c for c in claims if c.type == kind]


def test_doer_told_once_is_carried_to_the_strikes_that_follow(read):
    claims = read(
        "Saudi warplanes bombed a weapons depot near Saada on Monday, killing six Houthi fighters, residents said. "
        "On Tuesday air strikes also hit the port of Hodeidah and killed two guards."
    )
    later = next(c for c in claims if "Hodeidah" in c.evidence[0].text)
    assert [p.name for p in later.actors] == [p.name for p in claims[0].actors] != []
    assert any("carried over" in note for note in later.notes)


def test_second_toll_is_that_of_the_deed(read):
    claims = read(
        "A car bomb exploded in a market in Baidoa on Sunday, killing nine people, police said. "
        "A nurse at the hospital said fourteen people had been killed."
    )
    assert {c.type for c in claims} == {"bombing"}


def test_a_verb_that_says_how_is_more_than_a_loss(read):
    assert [c.type for c in read("A trader was hacked to death in Jos on Monday, residents said.")] == ["attack"]
    assert [c.type for c in read("A trader was wounded in Jos on Monday, residents said.")] == ["casualties"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The rebels have killed 400 people in attacks since 2018.", "attack"),
        ("More than 90 people have died in clashes between herders since 2018.", "armed clash"),
        ("In April the rebels murdered eighteen villagers in Jos.", "attack"),
        ("More than 4,000 people have been killed since 2018.", "casualties"),
        ("Violence has claimed the lives of over 4,000 people since 2018.", "casualties"),
    ],
)
def test_a_total_is_of_the_kind_that_its_words_say(read, text, kind):
    assert [c.type for c in read(text)] == [kind]


def test_a_massacre_says_little_of_how(read):
    assert [c.type for c in read("Rebels massacred 60 villagers near Jos on Monday.")] == ["attack"]
    assert [c.type for c in read("The air force committed a massacre near Jos with barrel bombs on Monday.")] == [
        "air strike"
    ]
    assert [c.type for c in read("Rebels beheaded nine villagers near Jos on Monday.")] == ["execution"]


def test_burning_in_which_people_were_killed_is_an_attack(read):
    assert [c.type for c in read("Raiders burnt forty houses in Jos on Monday and killed nine villagers.")] == [
        "attack"
    ]
    assert [c.type for c in read("Raiders burnt forty houses in Jos on Monday.")] == ["property destruction"]
    assert [c.type for c in read("Raiders burnt forty houses in Jos on Monday but nobody was hurt.")] == [
        "property destruction"
    ]


def test_an_air_force_strikes_from_the_air(read):
    told = "Nine villagers were killed on Monday when the president's {} pounded the town of Saada."
    assert [c.type for c in read(told.format("air force"))] == ["air strike"]
    assert [c.type for c in read(told.format("army"))] == ["shelling"]


def test_soldiers_who_cross_a_border_are_sent_and_villagers_flee(read):
    assert [c.type for c in read("Some 3,000 villagers crossed into Chad on Monday, officials said.")] == [
        "displacement"
    ]
    assert [c.type for c in read("Chadian soldiers crossed into Sudan on Monday, officials said.")] == ["deployment"]
    (claim,) = read("Some 3,000 villagers crossed into Chad from Sudan on Monday, officials said.")
    assert claim.where.country == "TD"


def test_tear_gas_is_no_chemical_attack(read):
    told = "Police fired tear gas at a crowd in Jos on Monday. Nine people were hurt by tear gas, a doctor said."
    assert not of_type(read(told), "chemical attack")
    assert of_type(read("Nine people were killed by poison gas in Jos on Monday, a doctor said."), "chemical attack")


def test_a_list_of_losses_is_one_claim(read):
    (claim,) = read("Forty rebels were killed and six captured in Jos on Monday, the army said.")
    assert [h.outcome for h in claim.toll] == ["killed", "captured"]
    (claim,) = read("The war has killed 9,000 people and displaced a million.")
    assert [h.outcome for h in claim.toll] == ["killed", "displaced"]
    (claim,) = read("Police arrested 48 suspects and seized nine rifles in Jos on Monday.")
    assert [h.outcome for h in claim.toll] == ["captured", "captured"]


def test_those_hurt_on_one_side_and_those_taken_on_the_other_are_two_claims(read):
    claims = read("Two policemen were wounded and eleven persons detained in Jos on Monday.")
    assert [c.type for c in claims] == ["casualties", "arrest"]
    claims = read("Nine people were killed in Jos on Monday and thousands fled to Chad.")
    assert of_type(claims, "displacement")


def test_losses_elsewhere_are_not_those_of_the_deed(read):
    claims = read(
        "A car bomb killed nine people in a market in Baidoa on Sunday, police said. "
        "Two herders died in Kismayo on 3 May, elders said."
    )
    assert "Kismayo" not in {c.where.name for c in of_type(claims, "bombing") if c.where}


def test_condemnation_has_the_place_of_the_deed(read):
    claims = read(
        "A car bomb killed nine people in a market in Baidoa on Sunday, police said. "
        "The African Union condemned the attack."
    )
    (condemnation,) = of_type(claims, "condemnation")
    assert condemnation.where.name == "Baidoa"
    assert any("deed" in note for note in condemnation.notes)


def test_condemnation_has_the_place_of_the_deed_that_it_names(read):
    claims = read("The African Union condemned the attack on a market in Baidoa, Somalia, on Sunday.")
    assert {c.where.name for c in of_type(claims, "condemnation")} == {"Baidoa"}


def test_nobody_claims_nothing(read):
    for told in (
        "No group has claimed responsibility.",
        "Nobody has claimed the blast.",
        "No group claimed the attack.",
    ):
        claims = read(f"A mine killed three soldiers near Mopti on Friday. {told}")
        found = of_type(claims, "claim of responsibility")
        assert all(c.status is Status.DENIED and not c.actors for c in found), told


def test_taking_part_takes_no_town(read):
    claims = read("Rebels shelled Kidal on Friday. Hundreds of people took part in a funeral in the town.")
    assert not of_type(claims, "territory gained")


def test_who_flees_suffers_it(read):
    claims = read("Thousands of villagers fled their homes near Bunia after militiamen attacked the area on Monday.")
    (displacement,) = of_type(claims, "displacement")
    assert "civilians" not in [p.sort for p in displacement.actors]
    assert [p.sort for p in displacement.targets] == ["civilians"]


def test_lone_driver_is_no_civilian(read):
    claims = read("A man drove a van into pedestrians in Antwerp on Saturday, killing two people and injuring nine.")
    (attack,) = of_type(claims, "vehicle attack")
    assert [p.sort for p in attack.actors] == ["unidentified"]


def test_bombs_that_planes_drop_are_air_strikes(read):
    for told in (
        "Planes are dropping 250-kilogram bombs on the port of Massawa, residents said.",
        "A bomb was dropped on a school near Taiz on Monday, killing five children.",
    ):
        assert [c.type for c in read(told)] == ["air strike"], told
    for told in (
        "A bomb exploded on a plane over the Sahara on Monday, killing 170 people.",
        "A suicide bomber attacked a police post near Quetta on Monday, killing nine officers.",
    ):
        assert [c.type for c in read(told)] == ["bombing"], told


def test_one_killed_in_a_month_is_no_total(read):
    (one,) = read("The army killed the leader of the rebels in March, a spokesman said.")
    assert (one.kind.value, one.type) == ("incident", "armed clash")
    (many,) = read("The army killed 140 rebels in March, a spokesman said.")
    assert many.kind.value == "tally"


def test_use_of_force_is_a_threat(read):
    threats = of_type(read("Serbia warned on Monday that it would use force if NATO troops entered Kosovo."), "threat")
    assert [p.name for p in threats[0].actors] == ["Serbia"]


def test_what_one_sentence_tells_keeps_its_order(read):
    claims = read("The rebels rejected the offer on Monday and then shelled the town of Gondar, killing two people.")
    assert [c.type for c in claims] == ["denial", "shelling"]


def test_subject_of_an_active_verb_was_not_captured(read):
    claims = read("Rebel soldiers seized the television station in Bangui early on Tuesday.")
    assert all(not c.toll for c in claims)


def test_accuser_speaks_and_not_the_accused(read):
    claims = read("Eritrea accused Ethiopia on Monday of shelling its border posts; Ethiopia denied the charge.")
    (accusation,) = of_type(claims, "accusation")
    assert [p.name for p in accusation.actors] == ["Eritrea"]
    assert str(accusation.attribution) == "Eritrea"


def test_record_of_one_sentence_is_read(read):
    (agreement,) = of_type(
        read("Bulgaria and Romania have agreed to build a second bridge over the Danube, officials said on Friday."),
        "agreement",
    )
    assert {p.name for p in agreement.actors} >= {"Bulgaria"}
    (refusal,) = read("Mongolia refused on Thursday to let the inspectors enter its northern provinces.")
    assert (refusal.type, refusal.status) == ("denial", Status.DENIED)


def test_prisoners_freed_are_a_release(read):
    claims = read(
        "The rebels of the Karen National Union released eleven soldiers on Wednesday, the Red Cross said.\n"
        "They had been captured in March."
    )
    assert of_type(claims, "release")


def test_title_is_one_claim_with_the_sentence_that_repeats_it(read):
    claims = read(
        "Gunmen kill five police in Mombasa\n\n"
        "Gunmen killed five police officers in an attack on a checkpoint in Mombasa on Monday, officials said. "
        "The attackers fled on motorcycles. An inquiry has begun. The town was quiet in the evening."
    )
    killed = [c for c in claims if c.toll]
    assert len(killed) == 1
    assert len(killed[0].evidence) == 2


def test_words_without_a_place_belong_to_the_country_of_the_report(read):
    claims = read(
        "A bomb killed four people in Kano on Monday. Gunmen attacked a village near Maiduguri in Nigeria on Tuesday. "
        "The president of France condemned the violence in a speech. The governor demanded that the army act."
    )
    (demand,) = of_type(claims, "demand")
    assert demand.where.country == "NG"


def test_words_stay_with_the_speaker_where_the_report_has_no_ground_of_its_own(read):
    claims = read(
        "Japan demanded that North Korea halt its missile tests. South Korea, China and Russia have held talks with "
        "Pyongyang, and the United States has sent envoys to Beijing."
    )
    demand = of_type(claims, "demand")[0]
    assert demand.where.country == "JP"


def test_lead_takes_the_place_told_next(read):
    claims = read("Gunmen killed three traders on Friday, police said. The attack happened in the town of Gao.")
    assert claims[0].where.name == "Gao"


def test_words_are_spoken_where_the_report_was_filed(read):
    claims = read("NAIROBI, Kenya (AP) - Kenya and Uganda opened talks on Monday. Kenya demanded a ceasefire.")
    assert {c.where.name for c in claims if c.kind == "statement"} == {"Nairobi"}
    claims = read("OSLO (AP) - Mali and the rebels of northern Mali signed a ceasefire agreement here on Monday.")
    assert [c.where.name for c in of_type(claims, "agreement")] == ["Oslo"]
    claims = read("OSLO (AP) - Mali and the rebels of northern Mali signed a ceasefire agreement on Monday.")
    assert [c.where.country for c in of_type(claims, "agreement")] == ["ML"]


def test_words_share_the_place_where_people_met(read):
    claims = read("Envoys of Chad, meeting in Khartoum on Saturday, agreed that their troops would be withdrawn.")
    assert {c.where.name for c in claims if c.type in ("talks", "agreement")} == {"Khartoum"}
    claims = read("The army of Chad shelled Faya on Monday, days after a meeting that was held in Tripoli.")
    assert {(c.type, c.where.country) for c in claims} >= {("shelling", "TD"), ("talks", "LY")}


def test_the_place_at_the_head_of_a_paragraph_holds_for_all_of_it(read):
    claims = read(
        "* GAO, northern Mali: Soldiers shot two traders. Five boys were arrested.\n\n"
        "KIDAL. The army shelled the market on Friday.\n\nRebels shelled a post near Menaka. Two boys were shot dead."
    )
    assert [c.where.name for c in claims] == ["Gao", "Gao", "Kidal", "Ménaka", "Ménaka"]
    claims = read("Gao is quiet. The army shelled Kidal on Friday. Two boys were shot dead.")
    assert {c.where.name for c in claims} == {"Kidal"}


def test_a_label_without_a_verb_places_its_paragraph(read):
    text = "Rebels in Mali killed two men at Mopti.\n\n1. Feb. 12, near Gao, by radio. Rebels killed nine traders.{}"
    assert read(text.format(""))[-1].where.name == "Gao"
    assert read(text.format(" They also shelled Kidal. Two boys died there."))[-1].where.name == "Kidal"
    assert read(text.format("\n\nThe army killed six rebels."))[-1].where.name != "Mopti"


def test_a_protest_without_a_place_is_where_the_last_deed_was(read):
    claims = read("Police in Mali shot dead two students in Gao on Monday. Hundreds of people protested on Tuesday.")
    assert of_type(claims, "protest")[0].where.name == "Gao"


def test_a_named_place_is_told_before_one_pointed_back_to(read):
    claims = read("Gao in Mali was calm. Near the town, rebels shelled Menaka and killed two men.")
    assert {c.where.name for c in claims} == {"Ménaka"}


def test_a_new_paragraph_returns_to_where_the_report_is_set(read):
    told = "Rebels hold Gao in Mali. A bomb killed 9 in Gao. Soldiers shot two men in Kidal.{}Police arrested six men."
    assert read(told.format("\n\n"))[-1].where.name == "Gao"
    assert read(told.format(" "))[-1].where.name == "Kidal"


def test_words_about_the_deed_of_the_report_are_not_placed_by_one_told_in_passing(read):
    told = (
        "A bomb killed nine people in Gao, Mali. Last year rebels killed three men in Kidal.{} The ministry denied it."
    )
    assert of_type(read(told.format(" The rain came. Shops were shut.")), "denial")[0].where.name == "Gao"
    assert of_type(read(told.format("")), "denial")[0].where.name == "Kidal"


def test_a_deed_without_a_place_is_where_the_last_scene_at_home_was(read):
    told = "Rebels shelled Gao in northern Mali on Monday. The army of Mali sent troops to Kidal and Timbuktu. "
    claims = read(told + "The war in Mali has killed 900 people. Two boys were shot dead on Tuesday.")
    assert claims[-1].where.name == claims[1].where.name != "Mali"
    claims = read(told + "A third man was arrested in Marseille. Two boys were shot dead on Tuesday.")
    assert [c.where.country for c in claims][-2:] == ["FR", "ML"]


def test_dateline_places_the_deed_in_the_country_of_the_report(read):
    claims = read("NAIROBI (Reuters) - Gunmen killed three traders on Friday, Kenyan police said.")
    assert (claims[0].where.name, claims[0].where.country) == ("Nairobi", "KE")
    assert "place of the dateline" in claims[0].notes


def test_place_of_the_telephone_is_not_that_of_the_deed(read):
    claims = read("Rebels shelled Taiz on Monday and killed five people. The dead were all farmers, he said from Oslo.")
    assert all(c.where.name != "Oslo" for c in claims)


def test_the_attack_told_again_has_the_day_of_the_attack(read):
    claims = read(
        "Militants attacked a barracks near Timbuktu on 3 May, killing six soldiers. Residents were afraid. "
        "Officials visited the town on Sunday. The attack wounded four medics, a doctor said."
    )
    for claim in claims:
        if any("medics" in e.text for e in claim.evidence):
            assert str(claim.when.earliest)[5:] == "05-03"


def test_total_of_a_war_counts_from_its_outbreak(read):
    claims = read("A total of 400 people have been killed so far in the war, which began in 2009, a monitor said.")
    assert claims[0].when.earliest.year == 2009
    assert claims[0].when.latest > claims[0].when.earliest.replace(month=12, day=31)


def test_total_of_a_war_counts_from_the_outbreak_told_elsewhere(read):
    claims = read(
        "Shells hit a market in Taiz on Friday and killed two people. The war began in September 2014. "
        "The conflict has killed more than 10,000 people, the United Nations says."
    )
    (total,) = (c for c in claims if c.toll and c.toll[0].figure.low > 10_000)
    assert (str(total.when.earliest), total.when.latest.year) == ("2014-09-01", 2021)
    assert total.when.span is None  # its own sentence does not say when


def test_war_monitor_is_not_the_war(read):
    claims = read(
        "The war began in September 2014. At least 320 civilians have been killed in Taiz so far, "
        "the Britain-based war monitor said."
    )
    (total,) = (c for c in claims if c.toll)
    assert total.when is None or total.when.earliest.year != 2014


def test_who_takes_part_in_talks_is_not_their_source(read):
    talks = of_type(read("Serbian and Kosovar negotiators held peace talks in Geneva on Thursday."), "talks")
    demand = of_type(read("Serbia demanded on Thursday that NATO stop the bombing of Nis."), "demand")
    assert [str(c.attribution) for c in talks] == [""]
    assert [str(c.attribution) for c in demand] == ["Serbia"]


def test_losses_of_both_sides_are_not_those_of_the_answer(read):
    claims = read(
        "Al-Shabaab fighters attacked an army base near Dinsor on Monday. In response, they were bombed by Kenyan "
        "warplanes. Fourteen soldiers and nine insurgents were killed, residents said."
    )
    (told,) = (c for c in claims if c.toll)
    assert sorted(h.figure.low for h in told.toll) == [9, 14]
    assert "Kenyan Air Force" not in {p.name for p in told.actors}


def test_words_are_of_the_report_where_its_news_is_of_a_period(read):
    claims = read(
        "The army published the results of its raids in the Sahel over the past four days. "
        "Soldiers killed nine gunmen near Gao. The government denied the killing of any civilians.",
        "2021-03-06",
    )
    days = {c.kind.value: (str(c.when.earliest), str(c.when.latest)) for c in claims}
    assert days == {"incident": ("2021-03-02", "2021-03-06"), "statement": ("2021-03-05", "2021-03-06")}


def test_what_lasts_since_then_lasts_to_the_report(reader):
    text = "The market of Bamba was bombed on 3 May 2012. Rebels have controlled the town since 2009."
    claims = reader.read(Report("r", text))
    (presence,) = of_type(claims, "presence")
    assert (str(presence.when.earliest), str(presence.when.latest)) == ("2009-01-01", "2012-05-03")


def test_where_those_who_speak_are_is_not_the_scene_once_one_is_told(read):
    told = "A bomb killed four people in Kano, northern Nigeria, on Monday. "
    for who in (
        "A spokesman in Abuja said that nine people were killed in all.",
        "Nine people were killed in all, according to the ministry in Abuja.",
        "The ministry in Abuja put the number of dead at nine.",
    ):
        assert {c.where.name for c in read(told + who)} == {"Kano"}, who
    (claim,) = read("Doctors in Kano, Nigeria, said that four people were killed by a bomb on Monday.")
    assert claim.where.name == "Kano"


def test_a_story_goes_on_on_its_day(read):
    told = "Gunmen raided the post of Bamba on 1 March. {} The army buried its dead on Friday."
    days = {
        "Two guards were killed by a mine.": "2021-03-01",
        "Soldiers are arresting herders at the bridge.": "2021-03-05",
        "A bomb killed two guards in Gao.": "2021-03-05",
    }
    for sentence, day in days.items():
        claims = read(told.format(sentence), "2021-03-05")
        claim = next(c for c in claims if sentence in [e.text for e in c.evidence])
        assert str(claim.when.latest) == day, sentence


def test_where_planes_come_from_is_not_the_scene(read):
    told = "Air strikes hit Saada in Yemen on Monday. "
    claims = read(told + "On Tuesday strikes by aircraft from Saudi Arabia killed nine people.")
    assert {c.where.country for c in claims} == {"YE"}


def _day(claims, words):
    when = next(c.when for c in claims if any(words in e.text for e in c.evidence))
    return (str(when.earliest), str(when.latest))


def test_what_is_now_has_not_the_day_of_what_was(read):
    claims = read("The militia seized Gao in 2019. The militia now controls most of the north of Mali.", "2021-03-06")
    assert [str(c.when.latest) for c in claims if c.kind == "posture"] == ["2021-03-06"]
    claims = read("The militia has held Gao since 2019 and controls the roads of the north.", "2021-03-06")
    assert str(claims[0].when.earliest) == "2019-01-01"


def test_words_have_not_the_time_of_what_they_are_about(read):
    for told in (
        "The minister urged both sides to respect the 2015 resolution.",
        "The minister urged both sides to respect the resolution of 2015.",
        "The minister demanded that the rebels leave Gao by 3 April.",
        "The rebels threatened to attack Gao within ten days.",
        "The minister blamed the rebels for the attack in Gao last June.",
    ):
        (claim,) = (c for c in read(told, "2021-03-06") if c.kind == "statement")
        assert str(claim.when.latest) == "2021-03-06", told
    for told in (
        "The minister demanded on 3 March that rebels leave Gao.",
        "The rebels of Gao signed a truce on 3 March.",
    ):
        assert _day(read(told, "2021-03-06"), "Gao")[1] == "2021-03-03", told


def test_a_comparison_dates_nothing(read):
    for told in (
        "Gunmen burned two houses in Gao, for the third time since spring.",
        "Gunmen killed five guards in Gao, in the deadliest attack in the region since 2016.",
        "Gunmen burned two houses in Gao, the third attack in a week.",
    ):
        assert _day(read(told, "2021-03-06"), "Gao") == ("2021-03-05", "2021-03-06"), told
    assert _day(read("Rebels have held most of the city of Gao since 2016.", "2021-03-06"), "Gao")[0] == "2016-01-01"


def test_a_deed_spoken_of_later_has_the_day_told_of_it_elsewhere(read):
    claims = read(
        "Rebels have released forty captives, a spokesman said on Friday. "
        "The rebels released the captives near Gao on Wednesday.",
        "2021-03-06",
    )
    assert {str(c.when.latest) for c in of_type(claims, "release")} == {"2021-03-03"}


def test_total_counts_from_the_time_it_tells(read):
    told = "A monitor put the number of traders killed in the country since 2018 at 126."
    assert _day(read(told, "2021-03-06"), "traders") == ("2018-01-01", "2021-03-06")
    told = "More than 9,000 people have been killed in the conflict, which broke out in March 2018."
    assert _day(read(told, "2021-03-06"), "conflict") == ("2018-03-01", "2021-03-06")
    told = "Mali has been gripped by a civil war since 2018. The war has killed more than 900 people so far."
    assert _day(read(told, "2021-03-06"), "900") == ("2018-01-01", "2021-03-06")
    told = "Mali has been patient since 2018. The war has killed more than 900 people so far."
    assert not any(c.when and str(c.when.earliest)[:4] == "2018" and c.toll for c in read(told, "2021-03-06"))


def test_a_denial_was_spoken_since_the_deed(read):
    told = "A bomb killed nine traders in Gao on 27 February. {}The militia {} any part in the bombing."
    far = "Markets closed. Schools closed. Shops closed. Roads closed. "
    for between, verb, days in (
        ("", "has denied", ("2021-02-27", "2021-03-06")),
        ("", "on Friday denied", ("2021-03-05", "2021-03-05")),
        (far, "has denied", ("2021-03-05", "2021-03-06")),
    ):
        claims = of_type(read(told.format(between, verb), "2021-03-06"), "denial")
        assert _day(claims, "any part") == days, verb


def test_words_in_an_account_of_what_is_long_past_came_after_the_day(read):
    told = "The Gao bombing took place on 3 May 1994. A bomb killed nine traders at the market. {}"
    claims = read(told.format("The African Union condemned the attack."), "2021-03-06")
    assert _day(claims, "condemned") == ("1994-05-03", "1994-12-31")
    claims = read(told.format("The African Union condemned the attack on 5 May."), "2021-03-06")
    assert _day(claims, "condemned") == ("1994-05-05", "1994-05-05")


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("France urged Syria on Monday to allow inspectors to visit the site.", ["demand"]),
        ("Syria accused Turkey on Monday of supporting the rebels.", ["accusation"]),
        ("Chad denied allegations that its army had looted the town.", ["denial", "property destruction"]),
        ("President Deby condemned the attack during a visit to Niger on Monday.", ["condemnation"]),
        ("Chad told a peace conference in Paris on Monday that it would leave.", []),
        ("The army violated the truce on Monday.", []),
        ("An envoy flew to Chad on Monday to confer with the rebels.", []),
        ("A court sentenced two rebels to life imprisonment on Monday.", ["trial"]),
        ("The army tried to retake Faya on Monday.", []),
        ("The United States and its allies left Faya in March.", []),
    ],
)
def test_what_is_only_named_in_passing_is_no_claim(read, text, types):
    assert [c.type for c in read(text)] == types


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("The rebels condemned the raid, calling on the army to withdraw.", ["condemnation", "demand"]),
        ("The rebels and the government held talks in Geneva on Monday.", ["talks"]),
        ("The rebels and the army signed a truce in Geneva on Monday.", ["agreement"]),
        ("Chad made allegations against Sudan on Monday.", ["accusation"]),
        ("The army managed to retake Faya on Monday.", ["territory gained"]),
        ("Libya is an ally of the rebels.", ["support"]),
    ],
)
def test_words_that_are_spoken_are_claims(read, text, types):
    assert [c.type for c in read(text)] == types


def test_a_story_goes_on_for_more_than_one_sentence(read):
    told = "A bomb hit a market in Gao on 27 February. Nine traders were killed. {} looted the shops."
    assert _day(read(told.format("Masked men"), "2021-03-06"), "looted") == ("2021-02-27", "2021-02-27")
    assert _day(read(told.format("On Friday masked men"), "2021-03-06"), "looted") == ("2021-03-05", "2021-03-05")


def test_items_of_a_list_are_of_the_day_above_it(read):
    claims = read(
        "The task force flew these missions.\n\nOn 1 March:\n- Near Gao, jets bombed a depot of the rebels.\n\n"
        "On 3 March:\n- Near Kidal, jets bombed a camp of the rebels.\n- Near Bamba, jets bombed a bridge.\n\n"
        "Jets bombed a ferry near Mopti.",
        "2021-03-06",
    )
    days = [str(c.when.latest) for c in claims if "bombed" in c.evidence[0].text]
    assert days == ["2021-03-01", "2021-03-03", "2021-03-03", "2021-03-06"]


def test_a_day_at_the_head_dates_what_stands_under_it(read):
    claims = read(
        "The week in Gao.\n\nMonday. Gunmen shot a trader. The army arrested two boys.\n\n"
        "Masked men burned a school.\n\nWednesday: Gunmen abducted a nurse near Kidal.",
        "2021-03-06",
    )
    assert [str(c.when.latest) for c in claims] == ["2021-03-01"] * 3 + ["2021-03-03"]
    claims = read(
        "The week.\n\nMonday was quiet in Gao.\n\nMasked gunmen killed nine traders near Kidal.", "2021-03-06"
    )
    assert [str(c.when.latest) for c in claims] == ["2021-03-06"]
