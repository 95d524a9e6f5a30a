"""ACLED's event and sub-event type of an event: by its own type, refined by parties, weapons and words.

The rules stand in `ontology/acled.yaml`; the usual types in `ontology/event_types.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from ..model import Claim, Event, Harmed, Outcome
from ..ontology.load import data
from .parties import ARMED, GROUPS, STATE, sides

BATTLES, REMOTE, CIVILIANS = "Battles", "Explosions/Remote violence", "Violence against civilians"
STRATEGIC, PROTESTS, RIOTS = "Strategic developments", "Protests", "Riots"

Coding = tuple[str, str]


def is_codable(event: Event) -> bool:
    """True for what ACLED records: happenings (and agreements) that are asserted, no totals and no mere words."""
    return event.status == "asserted" and (event.kind == "incident" or event.type in data("acled")["statements"])


def acled_type(event: Event, claims: Iterable[Claim] = ()) -> Coding:
    """Event type and sub-event type; `claims` are those of the event, whose words refine it."""
    usual = data("event_types").get(event.type, data("event_types")["other"])["acled"]
    kind, sub = str(usual[0]), str(usual[1])
    words = _words(event, claims)
    if event.type in data("acled")["vague"] and (remote := _by_weapon(event)):
        kind, sub = remote
    elif event.type in data("acled")["armed"]:
        return _by_parties(event, words, (kind, sub))
    if kind == REMOTE:
        return REMOTE, _remote(sub, words)
    if event.type == "territory gained":
        return BATTLES, _gain(event)
    if kind == PROTESTS:
        return PROTESTS, _protest(event, words)
    if kind == RIOTS:
        mob = _has(words, "mob") or not _has(words, "demonstration")
        return RIOTS, "Mob violence" if mob else "Violent demonstration"
    if event.type == "abduction" and event.targets and all(p.sort in STATE for p in event.targets):
        return STRATEGIC, "Other"  # ACLED keeps abductions to civilians
    if (kind, sub) == (STRATEGIC, "Other"):
        return STRATEGIC, _strategic(words)
    return kind, sub


def disorder_type(coding: Coding) -> str:
    """Political violence, Demonstrations or Strategic developments."""
    kind, sub = coding
    return str(data("acled")["disorder_of_sub"].get(sub) or data("acled")["disorder"][kind])


def targets_civilians(event: Event, coding: Coding) -> bool:
    """True where civilians were the main target, as ACLED's `civilian_targeting` says."""
    kind, sub = coding
    if kind == CIVILIANS or sub == "Excessive force against protesters":
        return True
    hit = [p.sort for p in event.targets]
    return kind in (REMOTE, RIOTS) and bool(hit) and all(sort == "civilians" for sort in hit)


def _words(event: Event, claims: Iterable[Claim]) -> str:
    said = (span.text for claim in claims for span in (*claim.evidence, *claim.weapons))
    return " " + " ".join((*event.weapons, *said)).casefold() + " "


def _has(words: str, name: str) -> bool:
    return any(" " + cue in words for cue in data("acled")[name])


@cache
def _families() -> dict[str, str]:
    """Each form of a weapon, in small letters, with its family."""
    return {str(form).casefold(): name for name, row in data("weapons").items() for form in row["forms"]}


def _family(weapon: str) -> str:
    form = weapon.casefold().strip()
    known = _families()
    return known.get(form) or known.get(form.removesuffix("s")) or known.get(form.removesuffix("es"), "")


def _by_weapon(event: Event) -> Coding | None:
    """The remote violence that the weapons of a vague event tell of, where they tell of one kind."""
    told = {tuple(data("acled")["families"].get(_family(w), ())) for w in event.weapons} - {()}
    if len(told) != 1:
        return None
    kind, sub = told.pop()
    return str(kind), str(sub)


def _remote(sub: str, words: str) -> str:
    if sub == "Remote explosive/landmine/IED":
        if _has(words, "suicide"):
            return "Suicide bomb"
        if _has(words, "grenade"):
            return "Grenade"
    if sub == "Shelling/artillery/missile attack" and _has(words, "drone"):
        return "Air/drone strike"
    return sub


def _by_parties(event: Event, words: str, usual: Coding) -> Coding:
    """Battle where both sides bear arms; violence against civilians where those hit do not; else what is likelier."""
    a, b = ({p.sort for p in side} for side in sides(event))
    fell = {t.party for t in event.tolls if t.outcome in (Outcome.KILLED, Outcome.WOUNDED)} - {Harmed.EQUIPMENT}
    if b & set(ARMED) or (event.type == "armed clash" and not (b and b <= {"civilians"})):
        return BATTLES, "Armed clash"
    if a and (a | b) <= {"civilians"} and _has(words, "mob"):
        return RIOTS, "Mob violence"
    if not b and fell and fell <= {Harmed.STATE_FORCE, Harmed.ARMED_GROUP}:
        return BATTLES, "Armed clash"
    if not (a or b or fell - {Harmed.UNKNOWN, Harmed.MIXED}):
        return usual
    return CIVILIANS, "Attack"


def _gain(event: Event) -> str:
    """Who gained decides: a government (or those who fight for it from outside), or anybody else."""
    actors, targets = sides(event)
    gained = next((p.sort for p in actors), "")
    if gained in (*STATE, "international"):
        return "Government regains territory"
    lost = next((p.sort for p in targets), "")
    if not gained and lost in GROUPS:
        return "Government regains territory"
    return "Non-state actor overtakes territory"


def _protest(event: Event, words: str) -> str:
    hurt = any(t.outcome in (Outcome.KILLED, Outcome.WOUNDED) and t.party is not Harmed.EQUIPMENT for t in event.tolls)
    if hurt:
        return "Excessive force against protesters"
    return "Protest with intervention" if _has(words, "intervention") else "Peaceful protest"


def _strategic(words: str) -> str:
    if _has(words, "disrupted"):
        return "Disrupted weapons use"
    return "Headquarters or base established" if _has(words, "base") else "Other"
