"""Chains: whose words stand inside whose, and who told it to whom."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..model import Attribution, Link, Mention, SourceRole
from ..ontology.load import data
from .anaphora import Discourse, Heard
from .cues import Cue
from .frames import Place
from .layout import NOMINAL, Layout
from .naming import Named, Namer
from .nesting import is_aside, order_of, parents_of
from .nominals import phrase_left
from .referents import name_of
from .speakers import Range

# Whose words on the cue itself are the speaker's: a denial even where others tell of it, the rest where nobody does.
_DENIED = frozenset({"denial"})
_DEEDS = frozenset({"denial", "demand", "threat", "condemnation"})
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
    names = [name_of(layout, namer, cue) for cue in cues]
    ahead = [(cue.source[0], named) for cue, named in zip(cues, names) if cue.source and named and cue.is_voiced]
    ahead.sort(key=lambda pair: pair[0])
    discourse = Discourse(layout.lex, ahead, namer)
    parents = parents_of(layout, cues)
    chains: dict[int, tuple[Link, ...]] = {}
    found: list[Passage] = []
    for n in order_of(cues, parents):
        cue, named = cues[n], names[n]
        outer = chains.get(parents[n], ()) if parents[n] >= 0 else ()
        if cue.shared >= 0 and chains.get(cue.shared):
            own, whole = chains[cue.shared], chains[cue.shared]
        elif named is not None and named.is_pronoun and cue.kind == "evidence":
            chains[n] = outer  # "they found that": what somebody saw, not what a document shows
            continue
        elif (
            named is None
            or named.words[:1] in (("no",), ("nobody",), ("none",), ("neither",))
            or _is_plea(layout, cue)
            or (named.words[:1] == ("our",) and not cue.quoted)  # the outlet's own
            or not (named.can_speak or layout.lex.has("uttering", cue.lemma) or _is_cited(layout, cue, named))
        ):
            chains[n] = outer
            continue
        else:
            own, whole = _own(layout, namer, discourse, cue, named)
        if not own or not cue.is_voiced or _is_habit(layout, cue, named):
            chains[n] = outer
            continue
        chain = _without(layout, _joined(outer, whole))
        chains[n] = chain
        if named is not None and not cue.quoted:  # "'My wife says so,' he said": he is not his wife
            discourse.note(Heard(cue.head, named, own, chain))
        if not chain:
            continue
        attribution = Attribution(chain, layout.span(*cue.words))
        found += [Passage(a, b, attribution, n) for a, b in _pieces(layout, cue)]
        if cue.kind in (_DENIED if outer else _DEEDS) and cue.place is Place.FRONT:
            found.append(Passage(cue.words[0], cue.words[1], attribution, n))
    return _handed_on(cues, parents, chains, found)


def completed(layout: Layout, cues: tuple[Cue, ...], found: list[Passage]) -> list[Passage]:
    """Passages of an outlet that later says whose words they were: "the site cites a military source"."""
    told: dict[tuple[Link, ...], int] = {}  # chain -> the last cue that had it
    chains: dict[int, tuple[Link, ...]] = {}
    longer: dict[int, tuple[Link, ...]] = {}
    for passage in sorted((p for p in found if not p.continues), key=lambda p: p.cue):
        n, links = passage.cue, passage.attribution.links
        cue = cues[n]
        if cue.lemma == "citing" and cue.under >= 0 and n not in chains and _points_back(layout, cues[cue.under]):
            earlier = told.get(links[:-1])
            if earlier is not None:
                longer[earlier] = links
        chains[n] = links
        told[links] = n
    return [
        replace(p, attribution=replace(p.attribution, links=longer[p.cue]))
        if p.cue in longer and not p.continues
        else p
        for p in found
    ]


def _points_back(layout: Layout, cue: Cue) -> bool:
    """True for "the site", "it": a source named before."""
    if cue.source is None:
        return False
    first, end = cue.source
    return end - first <= 2 and layout.lower[first] in ("the", "it")


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


def _is_cited(layout: Layout, cue: Cue, named: Named) -> bool:
    """True for "according to a database": whatever thing is named there, but for a count whose counter is not told
    and for "initial information"."""
    thing = layout.tokens[cue.speaker].tag == "NN" and bool(named.article)
    return thing and cue.lemma == "according to" and not layout.lex.has("reckonings", named.noun)


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
    if (
        out
        and cue.source is not None
        and is_aside(layout, cue)
        and layout.lower[cue.source[0] - 1] in ("which", "that")
    ):
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
    outlet = _letters(known.name if known else _site(layout.report.outlet))
    return tuple(link for link in chain if not _is_outlet(_letters(link.name), outlet)) if outlet else chain


def _site(outlet: str) -> str:
    """The name in an outlet's web address: "npr" of "www.npr.org"."""
    labels = outlet.split(".")
    return max(labels[:-1], key=len) if len(labels) > 1 and " " not in outlet and labels[-1].isalpha() else outlet


def _letters(name: str) -> str:
    return "".join(c for c in name.lower() if c.isalnum())


def _is_outlet(name: str, outlet: str) -> bool:
    for ending in data("reporting")["outlet_endings"]:
        name, outlet = name.removesuffix(ending) or name, outlet.removesuffix(ending) or outlet
    return name == outlet or (len(outlet) > 3 and name in (f"al{outlet}", f"the{outlet}"))
