"""How many independent voices stand behind an event: origins are counted, not reports.

Each claim goes back to one origin: the last named voice of its chain of sources; or, where the
voice has no name or none is given, the root of the report's family. Twenty reprints of one agency
line are one origin. A report may repeat another in one claim and speak for itself in the next, so
the passage behind each claim is looked at, not the report alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from ..model import Claim, Link, Report, SourceRole
from ..ontology.load import data
from .family import Kin, family, name_key
from .likeness import stem_set, stems
from .reuse import contained, report_shingles, shingles

_PASSAGE_RUNS = 6  # shingles: a passage of ten words or more can be told to be copied
_PASSAGE_COPIED = 0.5
_EARLIEST = 40  # reports of an event that are searched for a claim's passage
_NO_LINKS = frozenset(("on", "of", "and", "for", "the", "in"))


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a claim comes from: `key` counts voices, `name` is for people, `report` is where it first stood.

    `named` is False for voices without a name; `relay` is True where the claim's passage repeats
    another report.
    """

    claim: str
    key: str
    name: str
    report: str
    named: bool
    relay: bool = False


def origins(claims: Iterable[Claim], reports: Mapping[str, Report]) -> tuple[tuple[Origin, ...], tuple[Kin, ...]]:
    """The origin of each claim of an event, in order of claim ids, and the family tree of its reports."""
    ordered = sorted(claims, key=lambda c: c.id)
    known = {c.report: reports[c.report] for c in ordered if c.report in reports}
    tree = family(known.values(), _cited(ordered)) if len(known) > 1 else tuple(Kin(r, root=r) for r in sorted(known))
    kin = {k.report: k for k in tree}
    names = _same_names([link.name for c in ordered if (link := c.attribution.origin)])
    found = [_origin(c, kin, known, names) for c in ordered]
    return tuple(_follow(found, ordered, known)), tree


def _cited(claims: Iterable[Claim]) -> dict[str, frozenset[str]]:
    cited: dict[str, set[str]] = {}
    for claim in claims:
        cited.setdefault(claim.report, set()).update(name_key(link.name) for link in claim.attribution.links)
    return {report: frozenset(keys - {""}) for report, keys in cited.items()}


def _origin(claim: Claim, kin: Mapping[str, Kin], reports: Mapping[str, Report], names: Mapping[str, str]) -> Origin:
    stands, relay = _stands_in(claim, kin, reports)
    link = claim.attribution.origin
    if link is None:
        report = reports.get(stands)
        outlet = _credit(report) if report else ""
        # a report without a known outlet is a voice of its own
        return Origin(claim.id, name_key(outlet) or stands, outlet or stands, stands, bool(outlet), relay)
    if is_named(link):
        return Origin(claim.id, names.get(link.name) or link.name.lower(), link.name, stands, True, relay)
    return Origin(claim.id, f"{name_key(link.name)}@{stands}", link.name, stands, False, relay)


def _stands_in(claim: Claim, kin: Mapping[str, Kin], reports: Mapping[str, Report]) -> tuple[str, bool]:
    """The report in which the claim's passage first stood, and whether that is another one."""
    own = kin.get(claim.report)
    if own is None or len(kin) == 1:
        return claim.report, False
    passage = shingles(" ".join(s.text for s in claim.evidence))
    if own.parent and own.how == "retelling":
        return own.root, True
    if len(passage) < _PASSAGE_RUNS:
        return (own.root, True) if own.parent and own.how == "copy" else (claim.report, False)
    if own.parent and own.root in reports and contained(passage, report_shingles(reports[own.root])) >= _PASSAGE_COPIED:
        return own.root, True
    for other in islice(kin.values(), _EARLIEST):  # in order of publication: the first that has the passage
        if other.report == claim.report:
            break
        if contained(passage, report_shingles(reports[other.report])) >= _PASSAGE_COPIED:
            return other.root, True
    if own.parent and contained(passage, report_shingles(reports[own.parent])) >= _PASSAGE_COPIED:
        return own.root, True
    return claim.report, False


def _follow(found: list[Origin], claims: list[Claim], reports: Mapping[str, Report]) -> list[Origin]:
    """Where a claim names the outlet of another report of the event, its origin is that report's own."""
    by_outlet: dict[str, set[str]] = {}
    for origin, claim in zip(found, claims):
        report = reports.get(claim.report)
        if report and report.outlet:
            by_outlet.setdefault(name_key(report.outlet), set()).add(origin.key)
    step = {k: next(iter(v)) for k, v in by_outlet.items() if len(v) == 1 and k}
    label = {o.key: o.name for o in reversed(found)}
    out = []
    for origin in found:
        key, seen = origin.key, {origin.key}
        while key in step and step[key] not in seen:
            key = step[key]
            seen.add(key)
        if key != origin.key:
            origin = Origin(origin.claim, key, label.get(key, origin.name), origin.report, origin.named, origin.relay)
        out.append(origin)
    return out


def is_named(link: Link) -> bool:
    """True for a voice that can be held to its word: a person, body or outlet by name."""
    if link.role in (SourceRole.UNNAMED, SourceRole.WITNESS):
        return False
    words = link.name.split()
    if any(w[0].isupper() for w in words[1:]):
        return True
    heads = stems(link.name)
    return bool(heads) and heads[-1] not in stem_set("unnamed_heads")


def _credit(report: Report) -> str:
    """The agency that a report's head credits, or else its outlet."""
    head = report.text[: max(report.body_start, 0) + 160]
    for agency in data("linking")["agencies"]:
        if f"({agency})" in head or f"{agency} -" in head or f"{agency} –" in head or f"Source: {agency}" in head:
            return agency
    return report.outlet


def _same_names(names: list[str]) -> dict[str, str]:
    """One key for the names of one source: abbreviations and shortened names go with the full one."""
    keys = {n: name_key(n) for n in sorted(set(names))}
    full = sorted(set(keys.values()), key=lambda k: (-len(k.split()), k))
    initials = {_initials(n): keys[n] for n in sorted(keys, reverse=True) if len(n.split()) > 2}
    chosen: dict[str, str] = {}
    for name, key in keys.items():
        words = set(key.split())
        longer = [k for k in full if len(words) > 1 and words < set(k.split())]
        if name.isupper() and 2 < len(name) <= 8 and name in initials:
            chosen[name] = initials[name]
        else:
            chosen[name] = longer[0] if longer else key
    return chosen


def _initials(name: str) -> str:
    return "".join(w[0] for w in name.replace("-", " ").split() if w.lower() not in _NO_LINKS).upper()
