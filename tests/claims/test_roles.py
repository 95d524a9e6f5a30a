"""Who did it and who suffered it, weighed among all whom a report names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.claims.assemble import structured
from reportedly.claims.roles import ACTOR, FIRST, NEXT, TARGET, Scene, cast_parts, of_part, settled, share_words
from reportedly.config import reader_of
from reportedly.model import Mention, MentionKind, Party, Report, Span
from reportedly.pipeline import find_mentions

TEXT = (
    "Islamist rebels attacked a barracks of the Malian army near Gao on Monday, killing four soldiers. "
    "The attackers then fled towards the north."
)


@pytest.fixture(scope="module")
def reader():
    return reader_of(reader="rules")


def drafts_of(reader, text, learned=None):
    (parse,) = reader.parser.parse([text])
    report = Report("r", text)
    found = find_mentions(report, parse, reader.gazetteer, learned=learned)
    return (*structured(report, parse, found, None), parse)


def party(name, sort="unidentified"):
    return Party(name, sort, Span(0, len(name), name))


def test_everybody_of_the_sentence_is_a_candidate_with_what_the_structure_says(reader):
    drafts, roles, parse = drafts_of(reader, TEXT)
    attack = next(d for d in drafts if d.happening.group == "violence")
    found = {c.party.name: c for c in roles.candidates(attack)}
    (did,) = (c for c in found.values() if ACTOR in c.structure)
    (suffered,) = (c for c in found.values() if TARGET in c.structure)
    assert "rebels" in did.party.name.lower() or "militants" in did.party.name.lower()
    assert "Mali" in suffered.party.name and suffered.harmed
    features = of_part(did, ACTOR, Scene.of(attack, parse), parse, roles.read)
    assert features["structure"] == features["structure, first"] == 1.0
    assert "structure" not in of_part(did, TARGET, Scene.of(attack, parse), parse, roles.read)
    assert not any("read" in name.split(", ") for name in features)


def test_a_trained_reader_names_those_whom_the_rules_do_not_know(reader):
    text = "Hooded men smashed the windows of a bakery in Lugano on Friday, and the attack hurt two bakers."
    at = text.index("a bakery")
    learned = (
        Mention(
            MentionKind.ACTOR, Span.of(text, at, at + 8), None, "spanreader-1", 0.8, extra={"part": TARGET, "label": ""}
        ),
    )
    drafts, roles, parse = drafts_of(reader, text, learned)
    attack = next(d for d in drafts if d.happening.group == "violence")
    (bakery,) = (c for c in roles.candidates(attack) if c.party.name == "bakery")
    assert bakery.read == {TARGET: 0.8}
    assert bakery.party.span.text == "a bakery"
    features = of_part(bakery, TARGET, Scene.of(attack, parse), parse, roles.read)
    assert features["read"] > 0 > of_part(bakery, ACTOR, Scene.of(attack, parse), parse, roles.read)["read"]


def test_parties_told_elsewhere_are_noted(reader):
    drafts, roles, _ = drafts_of(reader, TEXT)
    later = drafts[-1]

    def all_but(features, model):
        return 0.9 if model == ACTOR and features.get("sentences away 1") else 0.1

    cast_parts(roles, drafts, all_but)
    if later.actors:
        assert any("elsewhere" in note for note in later.notes)
    assert all(len({p.name for p in (*d.actors, *d.targets)}) == len((*d.actors, *d.targets)) for d in drafts)


def test_what_a_party_lost_stays_with_it(reader):
    drafts, roles, _ = drafts_of(reader, "Chad lost 41 soldiers killed near the border in January.")
    (lost,) = (d for d in drafts if d.lost)
    before = lost.targets
    cast_parts(roles, drafts, lambda features, model: 0.0)
    assert lost.targets == before != ()


def test_the_likeliest_part_wins_and_further_parties_must_be_likelier():
    weighed = [(party("A group"), 0.8, 0.6), (party("B army"), FIRST, 0.7), (party("C police"), 0.2, NEXT - 0.01)]
    assert {k: [p.name for p in v] for k, v in settled(weighed).items()} == {ACTOR: ["A group"], TARGET: ["B army"]}
    assert settled([(party("A"), FIRST - 0.01, 0.0)]) == {ACTOR: (), TARGET: ()}


def test_one_party_under_two_wordings_counts_once():
    weighed = [(party("Syrian Army"), 0.9, 0.0), (party("army"), 0.8, 0.0), (party("Kurdish fighters"), 0.6, 0.0)]
    assert [p.name for p in settled(weighed)[ACTOR]] == ["Syrian Army", "Kurdish fighters"]
    assert share_words("the Army of Syria", "army") and not share_words("Syria", "Syrian Army")


@given(
    st.lists(
        st.tuples(st.sampled_from("abcdefg"), st.floats(0, 1), st.floats(0, 1)), max_size=7, unique_by=lambda x: x[0]
    )
)
def test_order_of_candidates_changes_nothing(weighed):
    parties = [(party(name), did, suffered) for name, did, suffered in weighed]
    assert settled(parties) == settled(parties[::-1])


def test_who_only_speaks_of_violence_or_governs_did_not_do_it(reader):
    text = "President Idriss Deby said an attack in Bol on Monday had killed nine soldiers."
    drafts, roles, _ = drafts_of(reader, text)
    attack = next(d for d in drafts if d.happening.group == "violence")
    cast_parts(roles, drafts, lambda features, model: 0.9 if model == ACTOR else 0.1)
    assert not any("Deby" in p.name for p in attack.actors)


def test_other_bounds_may_hold_for_a_part():
    weighed = [(party("A group"), 0.4, 0.0), (party("B army"), 0.0, 0.27)]
    found = settled(weighed, {ACTOR: (0.5, 0.7), TARGET: (0.25, 0.5)})
    assert found[ACTOR] == () and [p.name for p in found[TARGET]] == ["B army"]


def test_a_denial_has_nobody_who_suffers_it(reader):
    drafts, roles, _ = drafts_of(reader, "Sudan denied on Monday that its army had shelled a camp of Darfur rebels.")
    cast_parts(roles, drafts, lambda features, model: 0.9 if model == TARGET else 0.1)
    denial = next(d for d in drafts if d.type == "denial")
    shelling = next(d for d in drafts if d.type == "shelling")
    assert denial.targets == () != shelling.targets


LIST = (
    "The Kenyan Air Force carried out three air strikes in Jubaland on Friday. "
    "Near Afmadow, one air strike destroyed a lorry. Near Badade, two air strikes hit a camp. "
    "Near Dif, one air strike hit a bridge. {}Near Gedo, one air strike hit a depot."
)


@pytest.mark.parametrize(("between", "reached"), [("", True), ("It rained. " * 5, False)])
def test_who_stands_above_a_list_may_have_done_what_each_entry_tells(reader, between, reached):
    drafts, roles, _ = drafts_of(reader, LIST.format(between))
    strikes = [d for d in drafts if d.type == "air strike"]
    assert not strikes[-1].actors and not strikes[-2].actors
    assert any("Kenya" in c.party.name for c in roles.candidates(strikes[-1])) == reached


def test_both_who_sign_an_accord_do_it_and_nobody_suffers_it(reader):
    for text in (
        "Sudan signed an accord with the Justice and Equality Movement on Monday.",
        "Talks between Sudan and the Justice and Equality Movement began on Monday.",
    ):
        drafts, _, _ = drafts_of(reader, text)
        (met,) = (d for d in drafts if d.type in ("agreement", "talks"))
        assert {p.name for p in met.actors} == {"Sudan", "Justice and Equality Movement"} and not met.targets
    (support,) = (d for d in drafts_of(reader, "Chad supports Sudan.")[0] if d.type == "support")
    assert [p.name for p in support.targets] == ["Sudan"]


def test_nobody_hurt_is_nobody_who_suffered_it(reader):
    drafts, _, _ = drafts_of(reader, "A bomb exploded in Lima on Monday and nobody was hurt.")
    assert all(not d.targets for d in drafts)
    drafts, _, _ = drafts_of(reader, "A bomb exploded in Lima on Monday and two women were hurt.")
    assert any(d.targets for d in drafts)
