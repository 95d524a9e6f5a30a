"""Reports that hand on a communiqué: a lead that says who issued it, and the text that follows."""

from __future__ import annotations

from .cues import Cue, cue_words, lemma_of
from .frames import Place, pieces, trim
from .layout import Layout
from .nominals import phrase_after, phrase_left, phrase_right

_LEADS = 2  # sentences at the top of a report in which a communiqué is announced


def announced(layout: Layout, k: int) -> Cue | None:
    """The cue of "issued communiqué no. 5 on ...", "the following statement was issued by X:" at the verb `k`,
    where it opens a report that is nothing but the communiqué: a colon ends the lead, or the title names it."""
    token = layout.tokens[k]
    if layout.sentence[k] >= _LEADS or token.tag[:2] != "VB" or not layout.lex.has("issuing", lemma_of(token)):
        return None
    start, end = layout.sentence_range(k)
    papers = [j for j in range(start, end) if layout.lex.has("papers", layout.lower[j])]
    paper = next((j for j in papers if layout.tokens[j].dep in ("dobj", "nsubjpass", "appos", "compound", "nmod")), -1)
    titled = any(layout.lower[j] in layout.report.title.lower() for j in papers)
    if paper < 0 or not (titled or layout.lower[end - 1] == ":"):
        return None
    if any(layout.parse.children(token, "nsubjpass")):
        by = next((j for j in range(k + 1, end) if layout.lower[j] == "by"), -1)
        found = phrase_after(layout, by + 1) if by > 0 else None
        source = (found[0], found[1], found[2]) if found else None
    else:
        subject = next((t.i for t in layout.parse.children(token, "nsubj") if t.i < k), -1)
        source = (phrase_left(layout, subject), phrase_right(layout, subject, k), subject) if subject >= 0 else None
    if source is None:
        return None
    said = pieces(trim(layout, max(paper + 1, source[1]), end)) or ((k, end),)
    return Cue(k, cue_words(layout, k), "announced", "speech", Place.FRONT, said, source[:2], source[2])
