"""Who says so: the passages of a report that stand under somebody's words, each with its chain of sources."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate

from ..model import Attribution, Mention, MentionKind, Parse, Report, Span
from .chains import completed, passages
from .cues import Cue
from .finding import covers, find_cues
from .layout import Layout
from .lexicon import lexicon
from .running import handed_on, run_on


def find_sources(report: Report, parse: Parse, actors: tuple[Mention, ...] = ()) -> tuple[Mention, ...]:
    """Every passage that is somebody's words, with the chain of sources behind it.

    `span` is the passage; where the cue interrupts it there is one mention a piece. The value's
    links run from the outlet to the origin. `extra` holds `cue` and `source` (spans or None),
    `verb` (lemma), `continues` (a passage that runs on without a cue of its own) and `quoted`.
    Sorted by start, longer first. `actors` are mentions whose value is a `Party`; they give names.
    """
    layout = Layout(report, parse, lexicon())
    cues = find_cues(layout)
    found = []
    for passage in completed(layout, cues, run_on(layout, handed_on(layout, cues, passages(layout, cues, actors)))):
        cue = cues[passage.cue]
        extra = {
            "cue": passage.attribution.cue,
            "source": layout.span(*cue.source) if cue.source else None,
            "verb": cue.lemma,
            "continues": passage.continues,
            "kind": cue.kind,
            "quoted": cue.quoted,
        }
        span = layout.span(passage.start, passage.end)
        found.append(Mention(MentionKind.SOURCE, span, passage.attribution, token=cue.head, extra=extra))
    return tuple(sorted(found, key=lambda m: (m.span.start, -m.span.end, len(m.value.links))))


class Voices:
    """Under whose words each span of a report stands, by the passages that `find_sources` gave.

    A look-up goes through the passages around the span alone, so that a long report takes no longer a span.
    """

    def __init__(self, sources: tuple[Mention, ...]) -> None:
        self._sources = sources
        self._starts = [m.span.start for m in sources]
        # The furthest end up to each passage: those before the first that reaches a span end before it.
        self._ends = list(accumulate((m.span.end for m in sources), max))

    def at(self, span: Span) -> Attribution:
        """The chain of the most specific passage that holds most of the span; an empty one where none does."""
        shares: dict[Attribution, tuple[float, int]] = {}
        for n in range(bisect_right(self._ends, span.start), bisect_left(self._starts, span.end)):
            mention = self._sources[n]
            shared = min(mention.span.end, span.end) - max(mention.span.start, span.start)
            if shared > 0 and not _presupposed(mention, span):
                before, size = shares.get(mention.value, (0.0, 0))
                share = before + shared / (span.end - span.start)
                shares[mention.value] = share, size + mention.span.end - mention.span.start
        best: tuple[tuple[float, ...], Attribution] | None = None
        for value, (share, size) in shares.items():
            rank = (share >= 0.35, -size if share >= 0.35 else share, len(value.links))
            if best is None or rank > best[0]:
                best = rank, value
        return best[1] if best else Attribution()


def attribution_at(sources: tuple[Mention, ...], span: Span) -> Attribution:
    """Under whose words one span stands; `Voices` where many are asked for."""
    return Voices(sources).at(span)


def _presupposed(mention: Mention, span: Span) -> bool:
    """True where what is condemned or welcomed is a fact to the reporter: "X condemned the raid" owns no raid."""
    cue = mention.extra["cue"]
    return mention.extra["kind"] == "condemnation" and cue is not None and not cue.overlaps(span)


def attributions(report: Report, parse: Parse) -> tuple[tuple[Span, Span | None, tuple[Span, ...]], ...]:
    """(cue, source, content) of everything said, thought or wanted by somebody.

    Left out are cues inside quotations, those of the writer ("I", "we"), and thoughts that stand
    inside what somebody else says: there they are what is said, and nothing that is attributed.
    """
    layout = Layout(report, parse, lexicon())
    found = []
    cues = find_cues(layout)
    for n, cue in enumerate(cues):
        mine = cue.source is not None and layout.lower[cue.speaker] in ("i", "we", "you")
        thought = not cue.is_voiced or cue.kind == "evidence" or layout.tokens[cue.head].tag == "VB"
        aside = cue.quoted and cue.lemma != ":"  # a turn of a transcript that stands in quotation marks
        if aside or mine or (thought and _is_nested(cues, n)):
            continue
        source = layout.span(*cue.source) if cue.source else None
        found.append((layout.span(*cue.words), source, tuple(layout.span(*r) for r in cue.content)))
    return tuple(found)


def _is_nested(cues: tuple[Cue, ...], n: int) -> bool:
    """True where another source's content holds the cue."""
    near = cues[max(0, n - 8) : n] + cues[n + 1 : n + 9]
    return any(other.is_voiced and covers(other, cues[n].head) for other in near)
