"""Who repeats whom: families of planted reports, origins of claims, signatures."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import combinations

import pytest

from reportedly.events.family import family
from reportedly.events.independence import is_named, origins
from reportedly.events.reuse import contained, equal_share, near_copies, shingles, signature
from reportedly.model import Attribution, Claim, ClaimKind, Link, Report, SourceRole, Span, Status
from tests.planted import planted


@pytest.fixture(scope="module")
def plants():
    return planted(60)


def _by_happening(plants):
    groups = {}
    for report in plants.reports:
        groups.setdefault(plants.happening[report.id], []).append(report)
    return groups


def test_right_origin_is_found(plants):
    right = total = 0
    for reports in _by_happening(plants).values():
        for kin in family(reports):
            true = plants.origin[kin.report]
            if true:
                total += 1
                right += kin.root == true
    assert total == 240
    assert right / total >= 0.95


def test_own_accounts_stay_roots(plants):
    for reports in _by_happening(plants).values():
        for kin in family(reports):
            if not plants.origin[kin.report]:
                assert kin.parent == "", kin


def test_unrelated_reports_are_never_joined(plants):
    for k in range(0, len(plants.reports) - 30, 30):
        for kin in family(plants.reports[k : k + 30]):
            if kin.parent:
                assert plants.happening[kin.parent] == plants.happening[kin.report], kin


def test_family_does_not_depend_on_order(plants):
    reports = plants.reports[:40]
    assert family(reports) == family(tuple(reversed(reports)))


def test_origin_found_without_any_date(plants):
    """Trimmed copies point at the whole text even where nobody told when each came out."""
    for reports in list(_by_happening(plants).values())[:20]:
        undated = [replace(r, published=None) for r in reports if r.id.endswith(("-0", "-2"))]
        whole, trimmed = sorted(undated, key=lambda r: r.id[-1])
        found = {k.report: k for k in family(undated)}
        assert found[trimmed.id].parent == whole.id
        assert found[whole.id].parent == ""


def test_bands_find_near_copies_among_all(plants):
    signed = {r.id: signature(r) for r in plants.reports}
    pairs = {(a, b) for a, b, _ in near_copies(signed)}
    reprints = [(r.id, plants.origin[r.id]) for r in plants.reports if r.id.endswith("-1")]
    assert {tuple(sorted(p)) for p in reprints} <= pairs


def test_signature_of_nothing_is_empty_and_alike_to_none():
    assert signature(Report("r", "...")) == ()
    assert equal_share((), ()) == 0.0
    assert near_copies({"a": (), "b": ()}) == ()
    assert contained(shingles(""), shingles("one two three")) == 0.0


def _claim(name, report, *links, text=None):
    words = text or report.text[:120]
    start = report.text.index(words)
    chain = Attribution(tuple(Link(n, r) for n, r in links))
    span = Span.of(report.text, start, start + len(words))
    return Claim(name, report.id, ClaimKind.INCIDENT, "bombing", Status.ASSERTED, (span,), attribution=chain)


def test_twenty_reprints_are_one_origin(plants):
    base = next(r for r in plants.reports if r.id.endswith("-0"))
    reprints = [replace(base, id=f"z{k:02}", outlet=f"Outlet {k}", published=base.published) for k in range(20)]
    reports = {r.id: r for r in [base, *reprints]}
    found, tree = origins([_claim(f"c-{r.id}", r) for r in reports.values()], reports)
    assert len({o.key for o in found}) == 1
    assert sum(1 for k in tree if k.parent) == 20


def test_one_monitor_in_two_own_reports_is_one_origin():
    one = Report("a", "A market was shelled on Monday and nine people died there, a monitor said.", "Gazette")
    two = Report("b", "Nine shoppers lost their lives under fire in the old bazaar this week.", "Herald")
    long, short = "Syrian Observatory for Human Rights", "SOHR"
    claims = [_claim("c1", one, (long, SourceRole.MONITOR), text="nine people died")]
    claims.append(_claim("c2", two, (short, SourceRole.MONITOR), text="Nine shoppers"))
    found, _ = origins(claims, {"a": one, "b": two})
    assert len({o.key for o in found}) == 1


def test_unnamed_voices_of_two_own_reports_are_two():
    one = Report("a", "A market was shelled on Monday and nine people died there, officials said.", "Gazette")
    two = Report("b", "Nine shoppers lost their lives under fire in the old bazaar, officials confirmed.", "Herald")
    claims = [_claim("c1", one, ("officials", SourceRole.OFFICIAL), text="nine people died")]
    claims.append(_claim("c2", two, ("officials", SourceRole.OFFICIAL), text="Nine shoppers"))
    found, _ = origins(claims, {"a": one, "b": two})
    assert len({o.key for o in found}) == 2
    assert not any(o.named for o in found)


def test_relay_for_one_claim_and_own_voice_for_another(plants):
    base = next(r for r in plants.reports if r.id.endswith("-0"))
    extra = (
        "Our correspondent walked through the ruins on Saturday and counted eleven burnt trucks "
        "beside the customs house."
    )
    relay = replace(
        base,
        id="relay",
        outlet="Town Crier",
        text=base.text + "\n\n" + extra,
        published=datetime(2024, 12, 1, tzinfo=UTC),
    )
    reports = {base.id: base, relay.id: relay}
    claims = [_claim("c1", base), _claim("c2", relay), _claim("c3", relay, text=extra)]
    found = {o.claim: o for o in origins(claims, reports)[0]}
    assert found["c2"].relay and found["c2"].key == found["c1"].key
    assert not found["c3"].relay and found["c3"].key != found["c1"].key


def test_citing_an_outlet_of_the_event_leads_to_that_outlets_source():
    first = Report("a", "Seven guards were captured at the dam, the ministry of defence announced.", "Al-Monitor")
    second = Report("b", "According to the Al-Monitor website seven men of the guard are prisoners now.", "Gazette")
    claims = [_claim("c1", first, ("ministry of defence", SourceRole.OFFICIAL), text="Seven guards were captured")]
    claims.append(_claim("c2", second, ("the Al-Monitor website", SourceRole.OUTLET), text="seven men of the guard"))
    found, tree = origins(claims, {"a": first, "b": second})
    assert len({o.key for o in found}) == 1
    assert [k.how for k in tree if k.parent] == ["citation"]


def test_links_are_told_named_from_unnamed():
    assert is_named(Link("Reuters", SourceRole.AGENCY))
    assert is_named(Link("the Syrian Observatory", SourceRole.OTHER))
    assert not is_named(Link("a military source", SourceRole.OTHER))
    assert not is_named(Link("local activists", SourceRole.OTHER))


def test_all_pairs_of_bases_share_nothing_that_counts(plants):
    bases = [r for r in plants.reports if r.id.endswith("-0")][:25]
    for one, other in combinations(bases, 2):
        assert family((one, other))[1].parent == ""
