"""The join of rules and learned reader: agreement, parts, and what only one of them found."""

from hypothesis import given
from hypothesis import strategies as st

from reportedly.mentions.merge import Reliability, head_of, merge
from reportedly.model import Mention, MentionKind, Parse, Party, Span, Token

TEXT = "Masked gunmen killed the mayor of Rosales with rifles."
WORDS = TEXT.replace(".", " .").split()
ACTOR, WEAPON, PLACE = MentionKind.ACTOR, MentionKind.WEAPON, MentionKind.PLACE


def parsed() -> Parse:
    heads = [1, 2, 2, 4, 2, 4, 5, 2, 7, 2]
    tokens, at = [], 0
    for i, word in enumerate(WORDS):
        at = TEXT.index(word, at)
        tokens.append(Token(i, at, at + len(word), word, word.lower(), "NOUN", "NN", "dep", heads[i]))
    return Parse(tuple(tokens), ((0, len(tokens)),))


def span(words: str) -> Span:
    at = TEXT.index(words)
    return Span.of(TEXT, at, at + len(words))


def mention(words, kind=ACTOR, by="rules", score=1.0, part="actor", token=-1):
    where = span(words)
    value = Party(words, "other", where) if kind is ACTOR else words
    return Mention(kind, where, value, by, score, token, {"part": part} if by != "rules" else {})


def test_what_both_find_is_one_mention_that_names_both():
    rules = (mention("gunmen", token=1),)
    learned = (mention("Masked gunmen", by="net-1", score=0.7), mention("gunmen", by="net-1", score=0.4, part="target"))
    (joined,) = merge(rules, learned, parsed(), Reliability(both={"actor": 0.9}, alone={"actor": 0.6}))
    assert joined.span == span("gunmen")
    assert joined.found_by == "rules+net-1"
    assert joined.score == 0.9
    assert joined.extra["parts"] == {"actor": 0.7, "target": 0.4}
    assert joined.token == 1


def test_what_only_the_rules_find_keeps_its_own_reliability():
    measured = Reliability(both={"actor": 0.9}, alone={"actor": 0.6})
    (joined,) = merge((mention("gunmen"),), (), parsed(), measured)
    assert (joined.found_by, joined.score) == ("rules", 0.6)
    (joined,) = merge((mention("gunmen"),), (mention("mayor", by="n", score=0.1),), parsed(), Reliability())
    assert (joined.found_by, joined.score) == ("rules", 1.0)


def test_a_likely_learned_party_is_added_with_its_head_and_sort():
    learned = (
        mention("the mayor of Rosales", by="net-1", score=0.8, part="target"),
        mention("with", by="net-1", score=0.3),
    )
    (joined,) = merge((), learned, parsed(), Reliability(least=0.5))
    assert joined.found_by == "net-1"
    assert joined.value.sort == "civilians"
    assert joined.token == 4
    assert joined.extra["parts"] == {"target": 0.8}


def test_places_are_confirmed_and_never_added():
    learned = (mention("Rosales", PLACE, "net-1", 0.99, "place"),)
    assert merge((), learned, parsed(), Reliability()) == ()
    (joined,) = merge((mention("Rosales", PLACE),), learned, parsed(), Reliability())
    assert joined.found_by == "rules+net-1"


def test_kinds_do_not_mix():
    joined = merge((mention("rifles", WEAPON),), (mention("rifles", by="net-1", score=0.9),), parsed(), Reliability())
    assert [(m.kind, m.found_by) for m in joined] == [(ACTOR, "net-1"), (WEAPON, "rules")]


def test_the_head_of_a_span():
    assert head_of(parsed(), span("the mayor of Rosales")) == 4
    assert head_of(Parse((), ()), span("mayor")) == -1


spans = st.lists(st.tuples(st.integers(0, len(TEXT) - 2), st.integers(1, 9)), max_size=7)


@given(spans, spans)
def test_every_mention_of_the_rules_stays_and_order_is_kept(mine, theirs):
    def made(pairs, by):
        return tuple(
            Mention(
                ACTOR, Span.of(TEXT, a, min(a + n, len(TEXT))), Party("x", "other"), by, 0.9, extra={"part": "actor"}
            )
            for a, n in pairs
        )

    rules, learned = made(mine, "rules"), made(theirs, "net")
    joined = merge(rules, learned, parsed(), Reliability())
    kept = [m.span for m in joined if m.found_by != "net"]
    assert sorted(kept) == sorted(m.span for m in rules)
    for m in joined:
        met = [x for x in learned if x.span.overlaps(m.span)]
        assert (m.found_by == "rules") == (not met)
    assert list(joined) == sorted(joined, key=lambda m: (m.span.start, m.span.end))
