"""Passages that run on: sentences without a cue that still tell somebody else's account."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .chains import Passage
from .cues import Cue
from .layout import Layout

_WE = frozenset({"we", "our", "We", "Our"})  # not "us", which may be a country
# A lead is told again below where this share of its words of content comes back (tried on gold reports).
_AGAIN = 0.6
_TITLE = 0.3  # the same for a title, which says it in other words
_AHEAD = 8  # passages after a lead in which it may be told again
_LONGEST = 80  # tokens of a passage that are compared


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence that no passage touches, and the passages of the sentences around it."""

    start: int
    end: int
    after: tuple[Passage, ...]


def run_on(layout: Layout, found: list[Passage]) -> list[Passage]:
    """The passages with those that go on from them, or that tell beforehand what they tell."""
    spoken: dict[int, Passage] = {}
    for passage in sorted(found, key=lambda p: (p.start, -(p.end - p.start))):
        for k in range(layout.sentence[passage.start], layout.sentence[passage.end - 1] + 1):
            if k not in spoken or passage.start > spoken[k].start:
                spoken[k] = passage
    ahead = sorted(found, key=lambda p: p.start)
    out = list(found)
    before: Passage | None = None
    position = 0
    for k, (start, end) in enumerate(layout.sentences):
        while position < len(ahead) and ahead[position].start < end:
            position += 1
        if k in spoken:
            before = spoken[k]
            continue
        unit = Unit(start, end, tuple(ahead[position : position + _AHEAD]))
        source = _told_again(layout, unit) or _goes_on(layout, unit, before) or _led_to(layout, unit)
        if source is not None:
            run = replace(source, start=start, end=end, continues=True)
            out.append(run)
            before = run if source is before else before
        else:
            before = None
    return out


def handed_on(layout: Layout, cues: tuple[Cue, ...], found: list[Passage]) -> list[Passage]:
    """The passages with those of a communiqué: every sentence below its lead that nobody else speaks in, but for
    the background that the outlet adds."""
    lead = next((p for p in found if cues[p.cue].lemma == "announced"), None)
    if lead is None:
        return found
    spoken = {layout.sentence[k] for p in found for k in range(p.start, p.end)}
    first = layout.sentence[lead.end - 1] + 1
    out = list(found)
    for n, (start, end) in enumerate(layout.sentences):
        bag = set(layout.lower[start:end])
        if n >= first and n not in spoken and not bag & layout.lex.words["background"]:
            out.append(replace(lead, start=start, end=end, continues=True))
    return out


def _goes_on(layout: Layout, unit: Unit, before: Passage | None) -> Passage | None:
    """The passage before, where the sentence plainly is the same account."""
    if before is None:
        return None
    words = layout.lower[unit.start : unit.end]
    tokens = layout.tokens[unit.start : unit.end]
    if layout.is_quoted(min(unit.start + 1, unit.end - 1)):
        return before
    if _WE & {t.text for t in tokens}:
        return before
    above = layout.report.text[layout.tokens[unit.start - 1].end : layout.tokens[unit.start].start]
    if above.count("\n") > 1:
        return None  # a paragraph of its own begins anew
    bag = set(words)
    if layout.lex.has("turns", words[0]) or bag & layout.lex.words["background"]:
        return None
    root = next((t for t in tokens if t.dep == "ROOT"), tokens[0])
    helpers = {t.text.lower() for t in layout.parse.children(root, "aux", "auxpass")} | {root.text.lower()}
    if helpers & {"has", "have"}:
        return None
    if words[0] == "in" and words[1:2] and words[1] in ("response", "retaliation", "return", "reply"):
        return before
    past = root.tag == "VBD" or bool(helpers & {"was", "were", "had", "did"})
    if not past or bag & layout.lex.words["hedges"]:
        return None
    if bag & layout.lex.words["goes_on"]:
        return before
    origin = before.attribution.links[-1]
    same = bool(unit.after) and unit.after[0].attribution.links[-1].name == origin.name
    return before if same else None


def _led_to(layout: Layout, unit: Unit) -> Passage | None:
    """The passage of the next sentence, where that one goes on from this with "they" or "it" and ends in its source."""
    if not unit.after or unit.after[0].start != unit.end or layout.lower[unit.end] not in ("they", "it", "he", "she"):
        return None
    passage = unit.after[0]
    between = layout.report.text[layout.tokens[unit.end - 1].end : layout.tokens[unit.end].start]
    cue = passage.attribution.cue
    last = cue is not None and cue.start > layout.tokens[passage.end - 1].start
    return passage if last and "\n" not in between else None


def _told_again(layout: Layout, unit: Unit) -> Passage | None:
    """The passage below that tells the same as an unsourced lead or title."""
    mine = _stems(layout, unit.start, unit.end)
    if len(mine) < 4:
        return None
    titled = unit.start == 0 and unit.end - unit.start < 30 and _is_title(layout, unit)
    if titled and unit.after:
        lead = unit.after[0]
        first, last = layout.sentence_range(lead.start)
        if first == unit.end and lead.end - lead.start > 0.6 * (last - first):
            return lead
    best, most = None, _TITLE if titled else _AGAIN
    for passage in unit.after:
        share = len(mine & _stems(layout, passage.start, passage.end)) / len(mine)
        if share > most:
            best, most = passage, share
    return best


def _is_title(layout: Layout, unit: Unit) -> bool:
    """True where most words of the report's title stand in the sentence."""
    title = {w.strip(".,:;'\"") for w in layout.report.title.lower().split()}
    return bool(title) and len(title & set(layout.lower[unit.start : unit.end])) >= 0.5 * len(title)


def _stems(layout: Layout, start: int, end: int) -> set[str]:
    return {t.lemma for t in layout.tokens[start : min(end, start + _LONGEST)] if t.is_content}
