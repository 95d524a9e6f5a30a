"""Chains: whose words stand inside whose, and who told it to whom."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..model import Attribution, Link, Mention, SourceRole, Span
from .anaphora import Discourse, Heard
from .cues import Cue, Range
from .finding import size
from .frames import Place
from .layout import NOMINAL, Layout
from .naming import Named, Namer
from .nominals import phrase_left

_SAYING = frozenset({"say", "tell", "add", "state", "announce"})  # what says so can speak
_RELAYS = (SourceRole.AGENCY, SourceRole.OUTLET, SourceRole.MONITOR)


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of tokens under one chain. `cue` is the index of its cue; `continues` where it has none of its own."""

    start: int
    end: int
    attribution: Attribution
    cue: int
    continues: bool = False


def passages(layout: Layout, cues: tuple[Cue, ...], actors: tuple[Mention, ...]) -> list[Passage]:
    """One passage for each piece of content of each voiced cue, in order of the cues."""
    namer = Namer(layout, actors)
    names = [_name(layout, namer, cue) for cue in cues]
    ahead = [(cue.source[0], named) for cue, named in zip(cues, names) if cue.source and named and cue.is_voiced]
    ahead.sort(key=lambda pair: pair[0])
    discourse = Discourse(layout.lex, ahead, namer)
    parents = _parents(layout, cues)
    chains: dict[int, tuple[Link, ...]] = {}
    found: list[Passage] = []
    for n in _order(cues, parents):
        cue, named = cues[n], names[n]
        outer = chains.get(parents[n], ()) if parents[n] >= 0 else ()
        if cue.shared >= 0 and cue.shared in chains:
            own, whole = chains[cue.shared], chains[cue.shared]
        elif named is None or _is_plea(layout, cue) or not (named.can_speak or cue.lemma in _SAYING):
            chains[n] = outer
            continue
        else:
            own, whole = _own(layout, namer, discourse, cue, named)
        if not own or not cue.is_voiced or _is_habit(layout, cue, named):
            chains[n] = outer
            continue
        chain = _without(layout, _joined(outer, whole))
        chains[n] = chain
        if named is not None:
            discourse.note(Heard(cue.head, named, own, chain))
        if not chain:
            continue
        attribution = Attribution(chain, _span(layout, cue.words))
        found += [Passage(a, b, attribution, n) for a, b in _pieces(layout, cue)]
    return _handed_on(cues, parents, chains, found)


def completed(layout: Layout, cues: tuple[Cue, ...], found: list[Passage]) -> list[Passage]:
    """Passages of an outlet that later says whose words they were: "the site cites a military source"."""
    chains = {p.cue: p.attribution.links for p in found if not p.continues}
    for n, cue in enumerate(cues):
        outer = cue.under
        if cue.lemma != "citing" or outer < 0 or n not in chains or cues[outer].source is None:
            continue
        first, end = cues[outer].source or (0, 0)
        if end - first > 2 or layout.lower[first] not in ("the", "it"):
            continue
        told = [p for p in found if p.attribution.links == chains[n][:-1] and p.cue < outer and not p.continues]
        last = max((p.cue for p in told), default=-1)
        found = [
            replace(p, attribution=replace(p.attribution, links=chains[n])) if p.cue == last and p in told else p
            for p in found
        ]
    return found


def _handed_on(
    cues: tuple[Cue, ...], parents: list[int], chains: dict[int, tuple[Link, ...]], found: list[Passage]
) -> list[Passage]:
    """Passages that are nothing but somebody else's words get the longer chain: "X said that Y reported ..."."""
    longer: dict[int, int] = {}
    for n in range(len(cues) - 1, -1, -1):
        m, cue = parents[n], cues[n]
        if (
            m < 0
            or cue.source is None
            or not cue.content
            or cue.under >= 0
            or len(chains.get(n, ())) <= len(chains.get(m, ()))
        ):
            continue
        first = min(cue.source[0], cue.words[0], cue.content[0][0])
        last = max(cue.content[-1][1], cue.words[1])
        whole = cues[m].content[0] if cues[m].content else (0, 0)
        if first <= whole[0] + 3 and last >= whole[1] - 2 and cue.kind == "speech" and cue.place is Place.FRONT:
            longer[m] = longer.get(n, n)
    return [
        replace(p, attribution=replace(p.attribution, links=chains[longer[p.cue]])) if p.cue in longer else p
        for p in found
    ]


def _completed(
    layout: Layout, cues: tuple[Cue, ...], chains: dict[int, tuple[Link, ...]], found: list[Passage]
) -> list[Passage]:
    """Passages of an outlet that later says whose words they were: "the site cites a military source"."""
    for n, cue in enumerate(cues):
        outer = cue.under
        if cue.lemma != "citing" or outer < 0 or n not in chains or cues[outer].source is None:
            continue
        first, end = cues[outer].source or (0, 0)
        if end - first > 2 or layout.lower[first] not in ("the", "it"):
            continue
        told = [p for p in found if p.attribution.links == chains[outer] and p.cue < outer]
        last = max((p.cue for p in told), default=-1)
        found = [
            replace(p, attribution=replace(p.attribution, links=chains[n])) if p.cue == last and p in told else p
            for p in found
        ]
    return found


def _is_habit(layout: Layout, cue: Cue, named: Named | None) -> bool:
    """True where nobody in particular did it once: "Such groups blame their rivals" is no word of theirs."""
    return (
        cue.kind in ("accusation", "condemnation", "demand")
        and named is not None
        and named.is_plural
        and not named.is_pronoun
        and not named.article
        and not named.is_name
        and layout.tokens[cue.head].tag == "VBP"
    )


def _is_plea(layout: Layout, cue: Cue) -> bool:
    """True for "a movement demanding change": what it is for, not what it said."""
    token = layout.tokens[cue.head]
    return cue.kind == "demand" and token.tag == "VBG" and token.dep in ("acl", "relcl")


def _own(
    layout: Layout, namer: Namer, discourse: Discourse, cue: Cue, named: Named
) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
    """(links of the source itself, with those of the chain that it goes on with or was told to)."""
    at = cue.source[0] if cue.source else cue.head
    links, chain = discourse.resolve(at, named)
    whole = chain if chain is not None and links else links
    listener = cue.listener or _spoken_to(layout, cue)
    voiced = listener is not None and any(k in layout.voices for k in range(*listener))
    if listener is not None and (voiced or not layout.lex.has("listeners", layout.lower[listener[1] - 1])):
        relay = namer.name(listener, listener[1] - 1)
        if relay.links:
            relay = replace(relay, links=discourse.resolve(at, relay)[0] or relay.links)
        if relay.links and relay.links[0].role in _RELAYS and relay.links[0].name not in {k.name for k in links}:
            return links, (relay.links[0], *links)
    return links, whole


def _spoken_to(layout: Layout, cue: Cue) -> Range | None:
    """The agency in "speaking to AFP, ...", "in an interview with the BBC", near the cue and in its sentence."""
    start, end = layout.sentence_range(cue.head)
    for k in range(max(start, cue.head - 25), min(end, cue.head + 15)):
        if (layout.lower[k] == "speaking" and layout.lower[k + 1 : k + 2] == ["to"]) or (
            layout.lower[k] == "interview" and layout.lower[k + 1 : k + 2] in (["with"], ["to"], ["on"])
        ):
            at = k + 2
        else:
            continue
        for j in range(at, min(end, at + 4)):
            if j in layout.voices:
                return j, layout.voices[j]
    return None


def _name(layout: Layout, namer: Namer, cue: Cue) -> Named | None:
    if cue.source is None:
        return None
    source, speaker = cue.source, cue.speaker
    word = layout.lower[speaker]
    if word in ("who", "which", "that") and layout.tokens[speaker].pos in ("PRON", "DET", "SCONJ"):
        noun = _antecedent(layout, cue)

        if noun is None:
            return None
        source, speaker = (phrase_left(layout, noun), noun + 1), noun
    issuer = _issuer(layout, source, speaker)
    if issuer:
        source, speaker = issuer
    return namer.name(source, speaker)


def _antecedent(layout: Layout, cue: Cue) -> int | None:
    """The noun that "who" or "which" stands for."""
    token = layout.tokens[cue.head]
    while token.dep != "relcl" and token.head != token.i:
        up = layout.tokens[token.head]
        if up.i < cue.speaker:
            break
        token = up
    if token.dep == "relcl" and layout.tokens[token.head].pos in NOMINAL and token.head < cue.speaker:
        return token.head
    before = cue.speaker - 1
    while before > cue.speaker - 3 and before >= 0 and layout.tokens[before].pos not in NOMINAL:
        before -= 1
    return before if before >= 0 and layout.tokens[before].pos in NOMINAL else None


def _issuer(layout: Layout, source: Range, speaker: int) -> tuple[Range, int] | None:
    """Who stands behind a document: "videos posted by activists", "a statement by the ministry"."""
    if not layout.lex.has("documents", layout.lower[speaker].removesuffix("s")):
        return None
    from .nominals import phrase_after

    _, end = layout.sentence_range(speaker)
    for k in range(speaker + 1, min(end, speaker + 10)):
        if layout.lower[k] in ("by", "from"):
            found = phrase_after(layout, k + 1)
            return ((found[0], found[1]), found[2]) if found else None
        if layout.tokens[k].tag[:2] not in ("VB", "RB", "NN", "IN", "DT", "JJ") and layout.lower[k] not in (
            "online",
            "and",
        ):
            return None
    return None


def _parents(layout: Layout, cues: tuple[Cue, ...]) -> list[int]:
    """For each cue the innermost other cue whose content holds it, or the one it is put under; -1 for none."""
    parents = []
    for n, cue in enumerate(cues):
        if cue.under >= 0:
            parents.append(cue.under)
            continue
        if _is_aside(layout, cue):
            parents.append(-1)
            continue
        best, least = -1, 1 << 30
        start = layout.sentence[cue.head]
        for m in range(max(0, n - 6), min(len(cues), n + 7)):
            other = cues[m]
            if m == n or not other.is_voiced or layout.sentence[other.head] != start or other.under == n:
                continue
            # What follows a source in mid-sentence may be the reporter's own again.
            whole = other.content[:1] if other.place is Place.MID else other.content
            inside = any(a <= cue.head < b for a, b in whole)
            back = any(a <= other.head < b for a, b in cue.content)
            if inside and not back and size(other.content) < least and cue.shared != m and other.under != n:
                best, least = m, size(other.content)
        parents.append(best)
    return parents


def _is_aside(layout: Layout, cue: Cue) -> bool:
    """True for "arms that rights groups say kill at random": the reporter's own aside in somebody else's words."""
    token = layout.tokens[cue.head]
    if cue.source is not None and cue.content and cue.source[0] > 1 and cue.place is Place.FRONT:
        first = cue.source[0]
        gap = layout.lower[first - 1] in ("which", "that") and layout.tokens[first - 2].pos in NOMINAL
        if gap and layout.tokens[cue.content[0][0]].pos in ("VERB", "AUX"):
            return True
    return token.dep == "relcl" and cue.source is not None and layout.lower[cue.speaker] not in ("who", "which", "that")


def _order(cues: tuple[Cue, ...], parents: list[int]) -> list[int]:
    """Text order, but every cue after the one that its chain hangs on."""
    done: set[int] = set()
    order: list[int] = []
    for n in range(len(cues)):
        path = []
        m = n
        while m >= 0 and m not in done and m not in path:
            path.append(m)
            m = parents[m] if cues[m].shared < 0 else cues[m].shared
        for m in reversed(path):
            done.add(m)
            order.append(m)
    return order


def _pieces(layout: Layout, cue: Cue) -> list[Range]:
    """The cue's content with the sentences before or after it that stand in the same quotation."""
    out = []
    for a, b in cue.content:
        first, last = layout.tokens[a], layout.tokens[b - 1]
        opened = layout.quotation(first.start + 1)
        if cue.lemma == ":":
            pass
        elif opened and opened[0] < first.start < opened[1] and cue.place.value in ("final", "inverted", "mid"):
            begin = layout.parse.at(opened[0])
            a = begin.i if begin is not None else a
        runs = layout.quotation(last.end)
        if runs and runs[0] >= first.start - 2 and runs[1] > last.end and cue.place.value in ("front", "quoted"):
            stop = layout.parse.at(runs[1])
            b = stop.i if stop is not None else len(layout.tokens)
        out.append((a, max(b, a + 1)))
    if out and cue.source is not None and _is_aside(layout, cue) and layout.lower[cue.source[0] - 1] in ("which", "that"):
        noun = cue.source[0] - 2  # "arms that rights groups say kill": the arms too
        if noun >= 0 and layout.tokens[noun].pos in NOMINAL:
            out.insert(0, (phrase_left(layout, noun), noun + 1))
    return out


def _joined(outer: tuple[Link, ...], inner: tuple[Link, ...]) -> tuple[Link, ...]:
    names = {link.name.lower() for link in outer}
    return outer + tuple(link for link in inner if link.name.lower() not in names)


def _without(layout: Layout, chain: tuple[Link, ...]) -> tuple[Link, ...]:
    """The chain without the outlet that publishes the report."""
    words = tuple(layout.report.outlet.lower().split())
    known = layout.lex.voices.get(words)
    outlet = _letters(known.name if known else layout.report.outlet)
    return tuple(link for link in chain if not _is_outlet(_letters(link.name), outlet)) if outlet else chain


def _letters(name: str) -> str:
    return "".join(c for c in name.lower() if c.isalnum())


def _is_outlet(name: str, outlet: str) -> bool:
    for ending in ("com", "net", "org", "website", "correspondent", "reporter", "newsnetwork", "news", "newsagency"):
        name, outlet = name.removesuffix(ending) or name, outlet.removesuffix(ending) or outlet
    return name == outlet or (len(outlet) > 3 and name in (f"al{outlet}", f"the{outlet}"))


def _span(layout: Layout, tokens: Range) -> Span:
    return Span.of(layout.report.text, layout.tokens[tokens[0]].start, layout.tokens[tokens[1] - 1].end)
