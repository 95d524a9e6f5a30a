"""Near-copies: reprints are found, other words on the same happening are not."""

import random

from hypothesis import given
from hypothesis import strategies as st

from reportedly.model import Report
from reportedly.reports.duplicates import families, near_copies, overlap, shingles

AGENCY = (
    "A car bomb exploded outside a bank in the centre of the town on Sunday morning, killing at least 14 people and "
    "wounding 40, a hospital director said. The bomb went off as public servants queued for their salaries. No group "
    "has said that it was behind the attack, but the Islamic State group has claimed several like it this year. "
    "Ambulances took the wounded to two hospitals, one of which ran out of blood by noon, the director added."
)
OTHER = (
    "Fourteen people were killed when a vehicle packed with explosives blew up near a bank on Sunday, police said. "
    "Witnesses told of a queue of civil servants that had formed before the doors opened. Forty people were hurt, "
    "according to the provincial health office, and some of them were flown to the capital in the afternoon."
)


def report(name, text):
    return Report(id=name, text=text)


def test_reprints_with_small_changes_are_one_family():
    reports = [
        report("a", AGENCY),
        report("b", AGENCY.replace(",", "").replace("'", "") + " The town lies in the south of the country."),
        report("c", "NEWS DESK. " + AGENCY[: len(AGENCY) * 3 // 4]),
        report("d", OTHER),
    ]
    assert families(reports) == (("a", "b", "c"), ("d",))
    assert all(0 <= copy.resemblance <= copy.containment <= 1 for copy in near_copies(reports))


def test_the_outcome_does_not_depend_on_case_or_lost_apostrophes():
    assert shingles("The group's men didn't leave the town.") == shingles("the groups men DIDNT leave the town")


def test_a_thousand_equal_reports_are_one_family_in_little_time():
    reports = [report(f"r{k}", AGENCY) for k in range(1000)] + [report("x", OTHER)]
    assert [len(family) for family in families(reports)] == [1000, 1]


@given(st.integers(0, 10_000))
def test_candidates_by_minhash_agree_with_comparing_all(seed):
    rng = random.Random(seed)
    words = AGENCY.split()
    reports = []
    for k in range(6):
        start = rng.randrange(0, len(words) // 3)
        reports.append(report(f"r{k}", " ".join(words[start : start + rng.randrange(30, len(words))])))
    found = {(c.first, c.second) for c in near_copies(reports)}
    for i, a in enumerate(reports):
        for b in reports[i + 1 :]:
            resemblance, _ = overlap(shingles(a.text), shingles(b.text))
            if resemblance > 0.8:  # far above the bands' threshold none is missed
                assert (a.id, b.id) in found


@given(st.text(max_size=80), st.text(max_size=80))
def test_overlap_is_symmetric_and_bounded(one, other):
    a, b = shingles(one), shingles(other)
    assert overlap(a, b) == overlap(b, a)
    assert all(0 <= share <= 1 for share in overlap(a, b))


def test_empty_reports_are_copies_of_nothing():
    assert near_copies([report("a", "..."), report("b", "...")]) == ()
    assert near_copies([]) == ()
