"""Weighs whether two sentences of a report tell of one happening: what they share, how far apart they stand, and
whether the report is about one happening or lists many.

A logistic model over signs that can be read aloud, as in `weighing`; its weights are `retelling` in
`ontology/weights.yaml`. Signs named "close, ..." count for drafts one to three sentences apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ..model import Parse, Report, Token
from ..ontology.load import data
from .drafts import Draft
from .retellings import VAGUE, metres, places_agree, times_agree
from .weighing import Features

NEAR = 30_000  # metres between two places that one report may name for one happening
LEAD = 2  # sentences that tell what a report is about
OPENING = 4  # words at the start of a sentence that set it apart from what was told before
DWELLING = 0.3  # share of drafts that speak of "the attack", from which a report is about one
# What says something else of two happenings of one sentence than of two that stand apart.
_BY_DISTANCE = ("same type", "one vague", "definite", "other type", "same place", "same trigger", "no place of its own")


@dataclass(frozen=True, slots=True)
class Telling:
    """A draft with what the other drafts of its report and the words of its sentence say of it."""

    draft: Draft
    place: int  # among the drafts of the report
    before: int  # the place of the draft of its group before it; -1 for the first of them
    alike: int  # the place of the last draft of its type before it, or -1
    lemmas: frozenset[str]  # content words of its sentence
    signs: frozenset[str]  # how its own word stands there
    paragraph: int
    lead: bool
    away: bool | None  # at another place than most of its group; None where it names no place
    dwelling: bool  # its group mostly speaks of "the attack"
    scattered: bool  # its group names several places

    @property
    def sentence(self) -> int:
        return self.draft.happening.sentence


def tellings(report: Report, parse: Parse, drafts: Sequence[Draft]) -> list[Telling]:
    """The drafts of one report, in text order, each with what the others say of it."""
    groups: dict[str, list[Draft]] = {}
    for draft in drafts:
        groups.setdefault(draft.happening.group, []).append(draft)
    places = {g: Counter(d.where.name for d in held if d.where and d.own_place) for g, held in groups.items()}
    dwelling = {g: sum(d.definite for d in held) > DWELLING * len(held) for g, held in groups.items()}
    last: dict[str, int] = {}  # group or type -> place of the last draft of it
    paragraph, at = 0, 0
    found = []
    for k, draft in enumerate(drafts):
        group = draft.happening.group
        start = draft.sentence.start
        if start > at:
            paragraph, at = paragraph + report.text.count("\n", at, start), start
        named = draft.where.name if draft.where and draft.own_place else None
        main = next(iter(places[group].most_common(1)), (None, 0))[0]
        found.append(
            Telling(
                draft,
                k,
                last.get(group, -1),
                last.get(f"type {draft.type}", -1),
                _content_lemmas(draft, parse),
                _signs(draft, parse),
                paragraph,
                draft.happening.sentence < LEAD,
                None if named is None else named != main,
                dwelling[group],
                len(places[group]) > 1,
            )
        )
        last[group] = last[f"type {draft.type}"] = k
    return found


def _content_lemmas(draft: Draft, parse: Parse) -> frozenset[str]:
    return frozenset(t.lemma for t in parse.sentence(draft.happening.sentence) if t.is_content)


def _signs(draft: Draft, parse: Parse) -> frozenset[str]:
    """How the draft's word stands: set apart from what came before, new ("a blast", "another") or known ("the")."""
    token = parse.tokens[draft.happening.token]
    words = [t.lower for t in parse.sentence(draft.happening.sentence)]
    apart = data("modality")["set_apart"]
    kinds = _determiners(parse, token)
    bare = token.tag == "NNS" and not kinds
    found = {
        "opens apart": not set(apart["openings"]).isdisjoint(words[:OPENING]),
        "set apart": not set(apart["anywhere"]).isdisjoint(words),
        "noun another": not kinds.isdisjoint(apart["before_nouns"]),
        "noun a": not kinds.isdisjoint({"a", "an"}),
        "noun the": not kinds.isdisjoint({"the", "this", "that", "these", "those"}),
        "noun bare plural": bare,
        "noun told plural": token.tag == "NNS" and not bare and "the" not in kinds,
    }
    return frozenset(name for name, true in found.items() if true)


def _determiners(parse: Parse, token: Token) -> frozenset[str]:
    return frozenset(c.lower for c in parse.children(token, "det", "amod", "nummod"))


def of_retelling(later: Telling, earlier: Telling, parse: Parse) -> Features:
    """What speaks for and against the later draft telling of the same happening as the earlier one."""
    draft, other = later.draft, earlier.draft
    gap = later.sentence - earlier.sentence
    near = "same sentence" if gap == 0 else "close" if gap < 4 else "apart"
    union = later.lemmas | earlier.lemmas
    likeness = len(later.lemmas & earlier.lemmas) / len(union) if union else 0.0
    found = {
        **_deeds(draft, other),
        **_sides(draft, other, near),
        **_circumstances(draft, other),
        **(_within(draft, other) if gap == 0 else {}),
        **_standing(later, earlier, parse, near),
        "same sentence": gap == 0,
        "next sentence": gap == 1,
        "near": 1 < gap < 4,
        "far": gap > 7,
    }
    for name in _BY_DISTANCE:
        found[f"{near}, {name}"] = found[name]
    values = {name: float(value) for name, value in found.items() if value}
    return values | {"likeness": likeness, f"{near}, likeness": likeness}


def _deeds(draft: Draft, earlier: Draft) -> dict[str, bool]:
    """What sort of happening the two tell, and with what losses."""
    figures, told = draft.figures, earlier.figures
    words, before = ({m.value.lemma for m in d.happening.triggers} for d in (draft, earlier))
    return {
        "same type": draft.type == earlier.type,
        "one vague": (draft.type in VAGUE) != (earlier.type in VAGUE),
        "both vague": draft.type in VAGUE and earlier.type in VAGUE,
        "other type": draft.type != earlier.type and not {draft.type, earlier.type} & VAGUE,
        "other kind": draft.kind is not earlier.kind,
        "other status": draft.status is not earlier.status,
        f"group {draft.happening.group}": True,
        f"kind {draft.kind.value}": True,
        "shared figure": bool(figures & told),
        "other figure": bool(figures and told and not figures & told),
        "same trigger": bool(words & before),
        "definite": draft.definite,
        "definite, same type": draft.definite and draft.type == earlier.type,
        "connected": draft.connected,
        "harm only": not draft.happening.triggers,
        "earlier in title": earlier.happening.sentence == 0,
    }


def _sides(draft: Draft, earlier: Draft, near: str) -> dict[str, bool]:
    """Who did it, to whom, and who says so."""
    actors, before = {p.name for p in draft.actors}, {p.name for p in earlier.actors}
    targets, hit = {p.name for p in draft.targets}, {p.name for p in earlier.targets}
    origin, other = draft.attribution.origin, earlier.attribution.origin
    alike = origin is not None and other is not None and origin.name == other.name
    unlike = origin is not None and other is not None and not alike
    return {
        "shared actor": bool(actors & before),
        "other actor": bool(actors and before and not actors & before),
        "shared target": bool(targets & hit),
        "other target": bool(targets and hit and not targets & hit),
        "sides reversed": bool(actors & hit or targets & before),
        f"{near}, shared parties": bool(actors & before and targets & hit),
        f"{near}, no parties": not (actors or targets) or not (before or hit),
        "both sourced alike": alike,
        "sourced unlike": unlike,
        f"{near}, sources alike": alike,
        f"{near}, sources unlike": unlike,
        f"{near}, one sourced": (origin is None) != (other is None),
        f"{near}, unsourced": origin is None and other is None,
    }


def _standing(later: Telling, earlier: Telling, parse: Parse, near: str) -> dict[str, bool]:
    """Where the two stand in the report, and how their words take up what was told or begin anew."""
    same = later.draft.type == earlier.draft.type
    next_to = later.before == earlier.place
    paragraph = later.paragraph == earlier.paragraph
    token, other = (parse.tokens[t.draft.happening.token] for t in (later, earlier))
    course = f"{_class(other)} then {_class(token)}"
    helpers, held = ({c.lower for c in parse.children(t, "aux", "auxpass")} for t in (token, other))
    return {
        "earlier in lead": earlier.lead,
        "earlier in lead, same type": earlier.lead and same,
        "earlier is first": earlier.before < 0,
        f"{near}, earlier in lead": earlier.lead,
        f"{near}, dwelling": later.dwelling,
        "definite, earlier in lead": later.draft.definite and earlier.lead,
        "both at the main place": False in (later.away, earlier.away) and not (later.away or earlier.away),
        "one off the main place": later.scattered and bool(later.away) != bool(earlier.away),
        **{name: True for sign in later.signs for name in (sign, f"{near}, {sign}")},
        "past perfect": "had" in helpers,
        "past perfect before": "had" in held,
        "perfects differ": ("had" in helpers) != ("had" in held),
        "perfect": bool(helpers & {"has", "have"}),
        "same paragraph": paragraph,
        f"{near}, same paragraph": paragraph,
        course: True,
        f"{near}, {course}": True,
        f"tag {token.tag}": True,
        "next to it": next_to,
        f"{near}, next to it": next_to,
        "same type between": later.alike > earlier.place,
    }


def _class(token: Token) -> str:
    return "verb" if token.tag.startswith("V") else "noun"


def _within(draft: Draft, earlier: Draft) -> dict[str, bool]:
    """How two happenings of one sentence hang together."""
    word, other = draft.happening.token, earlier.happening.token
    governed = word in earlier.above or other in draft.above
    return {
        "one governs the other": governed,
        "siblings": not governed and bool(draft.above & earlier.above),
        "unrelated": not governed and not draft.above & earlier.above,
        "only one has harms": bool(draft.harms) != bool(earlier.harms),
        "both have harms": bool(draft.harms) and bool(earlier.harms),
        "close by": abs(word - other) < 6,
    }


def _circumstances(draft: Draft, earlier: Draft) -> dict[str, bool]:
    """Where and when, as far as their own words say."""
    x, y = draft.where, earlier.where
    both = draft.own_place and earlier.own_place
    agree = places_agree(draft, earlier)
    same = both and x is not None and y is not None and x.name == y.name
    near = both and x is not None and y is not None and metres(x, y) < NEAR
    times = draft.own_time and earlier.own_time
    return {
        "same place": same,
        "near place": near and not same,
        "compatible place": both and agree and not near and not same,
        "other place": both and not agree and not near,
        "no place of its own": not draft.own_place,
        "same time": times and times_agree(draft, earlier) and draft.when == earlier.when,
        "compatible time": times and times_agree(draft, earlier) and draft.when != earlier.when,
        "other time": times and not times_agree(draft, earlier),
        "no time of its own": not draft.own_time,
    }
