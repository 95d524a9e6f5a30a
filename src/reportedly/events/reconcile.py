"""One event from its claims: time, place, parties and type, each the most specific that the claims support."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from ..model import Claim, ClaimKind, Event, Harmed, Report, Status, Toll, When, Where
from ..model.wire import content_id
from ..ontology.load import data
from .compare import kilometres
from .grade import clarity, credibility
from .independence import Origin, origins
from .parties import reconcile_parties
from .sketch import Sketch, sketch, type_traits
from .tolls import reconcile_tolls

_KINDS = (ClaimKind.INCIDENT, ClaimKind.TALLY, ClaimKind.POSTURE, ClaimKind.STATEMENT)
_FINE = {"site": 0, "town": 1, "district": 2, "province": 3, "country": 4}
_MAX_NOTES = 50


def event_id(claims: Iterable[str]) -> str:
    """The id of an event: the hash of its smallest claim id.

    It stays while that claim stays in the event, whatever else joins or leaves; a claim with a
    smaller id that joins later gives it a new one. The claims themselves always find their event.
    """
    return content_id("e", min(claims))


def reconcile(
    claims: Iterable[Claim],
    reports: Mapping[str, Report],
    rule: str = "range",
    ranking: Sequence[str] = (),
    reasons: tuple[str, ...] = (),
    notes: tuple[str, ...] = (),
    sketches: Mapping[str, Sketch] | None = None,
) -> Event:
    """The event that these claims tell of; `claims` must not be empty, their order does not matter.

    `sketches` are those of the claims, where the caller has them already.
    """
    ordered = sorted(claims, key=lambda c: c.id)
    found, tree = origins(ordered, reports)
    origin = {o.claim: o for o in found}
    told = [c for c in ordered if c.status is Status.ASSERTED and c.type != "denial"] or ordered
    kind, kind_type = _kind_and_type(told, origin)
    core = [c for c in told if c.kind is kind] or told
    tolls = reconcile_tolls(ordered, origin, reports, rule, ranking)
    when, where = reconcile_when(core, origin), reconcile_where(core, origin, sketches)
    civilians = any(t.party in (Harmed.CIVILIAN, Harmed.UNKNOWN, Harmed.MIXED) for t in tolls)
    actors, targets = reconcile_parties(core, origin, civilians)
    voices = [c for c in ordered if c.kind is kind or c.type not in data("linking")["reactions"]] or ordered
    relays = tuple(f"{k.report} repeats {k.parent} ({k.how}, {k.share:.2f})" for k in tree if k.parent)
    return Event(
        id=event_id(c.id for c in ordered),
        kind=kind,
        type=kind_type,
        claims=tuple(c.id for c in ordered),
        reports=tuple(sorted({c.report for c in ordered})),
        actors=actors,
        targets=targets,
        when=when,
        where=where,
        weapons=tuple(sorted({s.text.lower() for c in ordered for s in c.weapons})),
        tolls=tolls,
        sources=_names(found),
        independent_sources=len({origin[c.id].key for c in voices}),
        credibility=credibility(voices, origin, tolls),
        clarity=clarity(kind, when, where),
        status=_status(ordered, origin),
        rule=rule,
        reasons=reasons,
        notes=(*notes, *contradictions(tolls), *_type_notes(core, kind_type), *relays)[:_MAX_NOTES],
    )


def _names(found: Iterable[Origin]) -> tuple[str, ...]:
    """One name an origin, the longest by which it goes; sorted."""
    by: dict[str, str] = {}
    for origin in found:
        by[origin.key] = max(by.get(origin.key, ""), origin.name, key=lambda n: (len(n), n))
    return tuple(sorted(by.values()))


def _support(claims: Iterable[Claim], origin: Mapping[str, Origin]) -> int:
    return len({origin[c.id].key for c in claims})


def _kind_and_type(claims: list[Claim], origin: Mapping[str, Origin]) -> tuple[ClaimKind, str]:
    kinds = {k: _support((c for c in claims if c.kind is k), origin) for k in _KINDS}
    kind = ClaimKind.INCIDENT if kinds[ClaimKind.INCIDENT] else max(_KINDS, key=lambda k: kinds[k])
    names = sorted({c.type for c in claims if c.kind is kind})
    votes = {t: _support((c for c in claims if c.type == t), origin) for t in names}
    # "attack" and "casualties" give way to a type that says what happened, but not to a lone voice against many.
    close = [t for t in names if not type_traits(t).vague and 2 * votes[t] >= votes.get("attack", 0)] or names
    return kind, max(close, key=lambda t: votes[t])


def _type_notes(claims: list[Claim], chosen: str) -> tuple[str, ...]:
    others = sorted({c.type for c in claims} - {chosen})
    return (f"also told as {', '.join(others)}",) if others else ()


def _status(claims: list[Claim], origin: Mapping[str, Origin]) -> str:
    votes = {s: _support((c for c in claims if c.status is s), origin) for s in Status}
    return Status.ASSERTED.value if votes[Status.ASSERTED] else max(Status, key=lambda s: votes[s]).value


def reconcile_when(claims: Iterable[Claim], origin: Mapping[str, Origin]) -> When | None:
    """The time that most origins allow; of equals one said in words before one inferred, then the narrowest."""
    backing: dict[tuple[date | None, date | None, str], set[str]] = {}
    shown: dict[tuple[date | None, date | None, str], When] = {}
    for claim in claims:
        if claim.when and (claim.when.earliest or claim.when.latest):
            key = (claim.when.earliest, claim.when.latest, claim.when.basis)
            backing.setdefault(key, set()).add(origin[claim.id].key)
            shown.setdefault(key, claim.when)
    if not shown:
        return None

    def order(when: When) -> tuple[object, ...]:
        allowing = set().union(*(backing[key] for key, other in shown.items() if _holds(other, when)))
        length = (when.latest - when.earliest).days if when.earliest and when.latest else 10**6
        return (-len(allowing), when.basis != "stated", length, str(when.earliest), str(when.latest))

    return min(shown.values(), key=order)


def _holds(outer: When, inner: When) -> bool:
    early = outer.earliest is None or (inner.earliest is not None and outer.earliest <= inner.earliest)
    late = outer.latest is None or (inner.latest is not None and inner.latest <= outer.latest)
    return early and late


def reconcile_where(
    claims: Iterable[Claim], origin: Mapping[str, Origin], sketches: Mapping[str, Sketch] | None = None
) -> Where | None:
    """The place that most origins allow; of equals the closest told, one on the map before a bare name."""
    placed = [c for c in claims if c.where]
    if len(placed) < 2:
        return placed[0].where if placed else None
    told: dict[tuple[object, ...], tuple[Where, Sketch]] = {}
    backing: dict[tuple[object, ...], set[str]] = {}
    for claim in placed:
        where = claim.where
        assert where is not None
        key = (where.name, where.precision, where.lat, where.lon, where.radius, where.admin1, where.country)
        told.setdefault(key, (where, sketches[claim.id] if sketches else sketch(claim)))
        backing.setdefault(key, set()).add(origin[claim.id].key)

    def order(item: tuple[Where, Sketch]) -> tuple[object, ...]:
        where, seen = item
        allowing = set().union(*(backing[key] for key, (_, other) in told.items() if _covers(other, seen)))
        return (-len(allowing), _FINE[where.precision], where.lat is None, seen.reach, where.name, seen.id)

    return min(told.values(), key=order)[0]


def _covers(outer: Sketch, inner: Sketch) -> bool:
    """True where what one says of the place leaves room for the other."""
    if outer.place and outer.place == inner.place:
        return True
    far = kilometres(outer, inner)
    if far is not None:
        return far <= outer.reach and outer.level >= inner.level
    if outer.admin and outer.level == 3:
        return bool(outer.admin & inner.admin)
    return outer.level == 4 and bool(outer.country) and outer.country == inner.country


def contradictions(tolls: Iterable[Toll]) -> tuple[str, ...]:
    """Each disputed loss in words, with who stands on which side."""
    lines = []
    for toll in tolls:
        if toll.disputed:
            by: dict[str, set[str]] = {}
            for stand in toll.stands:
                if stand not in toll.superseded and (stand.low, stand.high) != (None, None):
                    by.setdefault(_says(stand.low, stand.high), set()).add(stand.source)
            said = "; ".join(f"{', '.join(sorted(by[figure]))}: {figure}" for figure in sorted(by))
            lines.append(f"{toll.outcome.value}, {toll.who or toll.party.value}, disputed: {said}")
    return tuple(lines)


def _says(low: int | None, high: int | None) -> str:
    if low == high:
        return "some" if low is None else str(low)
    return f"up to {high}" if low is None else f"{low} or more" if high is None else f"{low} to {high}"
