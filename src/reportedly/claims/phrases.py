"""Attribution without a finite verb: "according to", "citing", "a statement by", "confident that"."""

from __future__ import annotations

from .cues import Cue, cue_words, lemma_of
from .frames import Place, pieces, skip_adjuncts, trim
from .layout import NOMINAL, Layout
from .nominals import phrase_after, phrase_left, phrase_right, relayed_by
from .speakers import Range, source_of
from .surface import surface_source

_DASHES = frozenset({"―", "—", "–", "--"})


def according(layout: Layout, k: int) -> Cue | None:
    """The cue of "according to X" at token `k`; what is said stands after it, before it or around it."""
    if layout.lower[k] != "according" or k + 2 >= len(layout.tokens) or layout.lower[k + 1] != "to":
        return None
    return _prepositional(layout, k, k + 2, "according to")


def reckoned(layout: Layout, k: int) -> Cue | None:
    """The cue of "by its count", "by the ministry's tally", "by the reckoning of the clinic" at token `k`."""
    _, end = layout.sentence_range(k)
    noun = next((j for j in range(k + 1, min(end, k + 8)) if layout.lex.has("reckonings", layout.lower[j])), -1)
    if noun < 0 or any(layout.tokens[j].tag[:2] == "VB" or layout.lower[j] == "," for j in range(k + 1, noun)):
        return None
    if layout.lower[noun + 1 : noun + 2] == ["of"]:
        return _prepositional(layout, k, noun + 2, "by")
    owner = next((j for j in range(noun - 1, k, -1) if layout.tokens[j].tag in ("POS", "PRP$")), -1)
    if owner < 0:
        return None
    possessor = owner if layout.tokens[owner].tag == "PRP$" else owner - 1
    source = (phrase_left(layout, possessor) if possessor < owner else owner, possessor + 1)
    if source[0] <= k:
        return None
    return _around(layout, k, noun + 1, "by", source, possessor)


def _prepositional(layout: Layout, k: int, at: int, lemma: str) -> Cue | None:
    found = phrase_after(layout, at)
    if found is None:
        return None
    first, stop, head = found
    if at >= layout.sentence_range(k)[1] or layout.lower[at] in ("which", "whom", "what"):
        return None
    relay = relayed_by(layout, stop)
    return _around(layout, k, relay[1] if relay else stop, lemma, (first, stop), head, relay)


def _around(
    layout: Layout, k: int, stop: int, lemma: str, source: Range, head: int, relay: Range | None = None
) -> Cue | None:
    """The cue of a phrase from `k` to `stop` that names a source; what is said stands after, before or around it."""
    start, end = layout.sentence_range(k)
    words = (k, min(source[0], stop))
    before = trim(layout, start, k)
    after, _ = skip_adjuncts(layout, stop, end, "", None)
    if before is None or (not layout.has_finite(*before) and layout.has_clause(after, end)):
        return Cue(k, words, lemma, "speech", Place.FRONT, pieces(trim(layout, after, end)), source, head, relay)
    rest = trim(layout, after, end)
    if rest is None or rest[1] - rest[0] < 3:
        return Cue(k, words, lemma, "speech", Place.FINAL, (before,), source, head, relay)
    # Beside a new clause ("X, according to A, but Y") only what stands before belongs to it.
    opened = layout.lower[stop] == ";" or layout.lower[after] in ("but", "while", "whereas", "although", "though")
    content = (before,) if opened else (before, rest)
    return Cue(k, words, lemma, "speech", Place.FINAL if opened else Place.MID, content, source, head, relay)


def turn(layout: Layout, k: int) -> Cue | None:
    """The cue of a transcript's "NAME:" before what the speaker says; its end is settled with the next turn."""
    if layout.lower[k] == "]":
        return _label(layout, k)
    if layout.lower[k] != ":" or k == 0:
        return None
    first = k
    while (
        first > 0
        and k - first < 3
        and layout.tokens[first - 1].text.isupper()
        and len(layout.tokens[first - 1].text) > 2
    ):
        first -= 1
    text, at = layout.report.text, layout.tokens[first].start
    opens = first == layout.sentence_range(k)[0] or (
        text[max(0, at - 2) : at].strip() == "" and "\n" in text[max(0, at - 2) : at]
    )
    opens = opens or (layout.is_mark(first - 1) and first - 1 == layout.sentence_range(k)[0])
    if first == k or not opens or k + 1 >= len(layout.tokens):
        return None
    words = layout.lower[first:k]
    own = words[-1] == "byline" or words[-1] in layout.bylines or all(layout.lex.has("headings", w) for w in words)
    source = None if own else (first, k)
    span = (first, k + 1) if own else (k, k + 1)
    return Cue(k, span, ":", "speech", Place.QUOTED, ((k + 1, len(layout.tokens)),), source, k - 1)


def headed(layout: Layout, k: int) -> Cue | None:
    """The cue of the colon after who speaks in a headline: "Police: two killed", "Hasan: the bridge is lost"."""
    start, end = layout.sentence_range(k)
    if layout.lower[k] != ":" or start or not 0 < k < 5 or k + 3 > end:
        return None
    last = layout.tokens[k - 1]
    if any(t.pos not in NOMINAL | {"ADJ", "DET"} for t in layout.tokens[:k]) or layout.lex.has("headings", last.lower):
        return None
    if not (layout.lex.role(last.lower) or k in layout.voice_ends or last.lower in layout.spoken):
        return None
    return Cue(k, (k, k + 1), "headline", "speech", Place.FRONT, ((k + 1, end),), (0, k), k - 1)


def _label(layout: Layout, k: int) -> Cue | None:
    """The cue of a transcript's "[NAME]" at the head of a paragraph; without a source where the outlet goes on."""
    first = k
    while first > 0 and k - first < 5 and layout.tokens[first].text != "[":
        first -= 1
    words = [t.text for t in layout.tokens[first + 1 : k]]
    if layout.tokens[first].text != "[" or not words or k + 1 >= len(layout.tokens):
        return None
    if not all(w.replace("'", "").replace(".", "").isalpha() and w.isupper() for w in words):
        return None
    own = layout.lex.has("labels", words[0].lower())
    text, at = layout.report.text, layout.tokens[first].start
    above = text[max(0, at - 24) : at]
    between = above[len(above.rstrip()) :]
    opens = not above.strip() or between.count("\n") > 1 or "\n  " in between or above.rstrip()[-1:] == "]"
    if not (opens or words[0] == "END"):
        return None
    source = None if own else (first + 1, k)
    return Cue(k, (first, k + 1), ":", "speech", Place.QUOTED, ((k + 1, len(layout.tokens)),), source, k - 1)


def signed(layout: Layout, k: int) -> Cue | None:
    """The cue of the dash before the name under a quotation: "'...' — Ali Hasan"."""
    mark = layout.tokens[k]
    if mark.text.lstrip("\"”’'") not in _DASHES:
        return None
    quote = layout.quotation(mark.start + 1)
    if quote is None or quote[1] > mark.end or layout.report.text[quote[1] : mark.start].strip():
        return None
    last = k + 1
    while last < len(layout.tokens) and last < k + 6 and layout.tokens[last].pos == "PROPN":
        last += 1
    begin = layout.parse.at(quote[0])
    after = layout.tokens[last].pos if last < len(layout.tokens) else "PUNCT"
    if last == k + 1 or begin is None or after in ("VERB", "AUX"):
        return None
    return Cue(k, (k, k + 1), "―", "speech", Place.FINAL, ((begin.i, k),), (k + 1, last), last - 1)


def issued(layout: Layout, k: int) -> Cue | None:
    """The cue of "released the following statement: ..."; the quotations that follow it are what is said."""
    if not layout.lex.has("issuing", lemma_of(layout.tokens[k])) or layout.tokens[k].tag[:2] != "VB":
        return None
    _, end = layout.sentence_range(k)
    version = _version(layout, k, end)
    if version is not None:
        return version
    reach = range(k + 1, min(end, k + 16))
    named = any(layout.lex.has("documents", layout.lower[j]) or layout.lower[j] == "remarks" for j in reach)
    colon = next((j for j in range(k + 1, min(len(layout.tokens), k + 24)) if layout.lower[j] == ":"), -1)
    source = surface_source(layout, k)
    if not named or colon < 0 or source is None or colon + 1 >= len(layout.tokens):
        return None
    begin = layout.tokens[colon + 1].start
    stop = begin
    text = layout.report.text
    for a, b in layout.quotations_from(begin):
        if a - stop > 40 or text[stop:a].strip():
            break
        stop = b
    if stop == begin:
        return None
    last = layout.parse.at(stop)
    until = last.i if last is not None else len(layout.tokens)
    subject = next((t.i for t in layout.parse.children(layout.tokens[k], "nsubj") if t.i < k), source[2])
    span = (phrase_left(layout, subject), max(source[1], subject + 1))
    return Cue(k, cue_words(layout, k), "issue", "speech", Place.QUOTED, ((colon + 1, until),), span, subject)


def _version(layout: Layout, k: int, end: int) -> Cue | None:
    """The cue of "gave another account: ...": what stands after the colon is said."""
    stop = next((j for j in range(k + 1, min(end - 2, k + 10)) if layout.lower[j] == ":"), -1)
    found = source_of(layout, k, "give", []) if stop > 0 else None
    if (
        found is None
        or found[0] is None
        or not {"account", "version", "explanation", "story", "reason"} & {*layout.lower[k + 1 : stop]}
    ):
        return None
    content = pieces(trim(layout, stop + 1, end))
    return Cue(k, cue_words(layout, k), "give", "speech", Place.FRONT, content, found[0], found[1])


def citing(layout: Layout, k: int, cues: list[Cue]) -> list[Cue]:
    """The cues of "cites Y", "citing Y", "quoted Y": the one who relays, and the voice that is relayed."""
    token = layout.tokens[k]
    lemma = lemma_of(token)
    if lemma in ("report", "quote", "cite"):
        reported = _reported(layout, k)
        if reported or lemma == "report":
            return reported
    if not layout.lex.has("relaying", lemma) or token.tag[:2] != "VB" or token.dep in ("amod", "compound"):
        return []
    start, end = layout.sentence_range(k)
    if any(t.dep == "auxpass" for t in layout.parse.children(token)) or _said_of(layout, k):
        return _quoted(layout, k, start, end)
    if token.tag == "VBN" and layout.lower[k + 1 : k + 2] == ["by"]:
        return []
    voice = phrase_after(layout, k + 1)
    if voice is None or voice[0] >= end:
        return []
    if token.tag == "VBG":
        return [_participle(layout, k, lemma, voice, cues)]
    first, stop, head = voice
    relay = surface_source(layout, k)
    outer = len(cues) if relay is not None else -1
    found: list[Cue] = []
    if relay is not None:
        content, source = pieces(trim(layout, k + 1, end)), (relay[0], relay[1])
        found.append(Cue(k, cue_words(layout, k), lemma, "speech", Place.FRONT, content, source, relay[2]))
    if "as" in layout.lower[stop : stop + 2]:
        return found  # "quoted Y as saying": the participle brings Y's own cue
    content = pieces(trim(layout, stop, end) or trim(layout, first, stop))
    found.append(Cue(k, (k, k + 1), "citing", "speech", Place.FRONT, content, (first, stop), head, under=outer))
    return found


def _participle(layout: Layout, k: int, lemma: str, voice: tuple[int, int, int], cues: list[Cue]) -> Cue:
    """The cue of "citing Y": Y's is what the voice before it says, or else what stands behind or before it."""
    start, end = layout.sentence_range(k)
    words, (first, stop, head) = cue_words(layout, k), voice
    if cues and cues[-1].head >= start and cues[-1].is_voiced:
        content, under = cues[-1].content, len(cues) - 1
        return Cue(k, words, lemma, "speech", Place.MID, content, (first, stop), head, under=under)
    content = pieces(trim(layout, stop, end) if layout.has_clause(stop, end) else trim(layout, start, k))
    return Cue(k, words, lemma, "speech", Place.FRONT, content, (first, stop), head)


def _reported(layout: Layout, k: int) -> list[Cue]:
    """The two cues of "Y reported X as saying", where it follows what is said; else none."""
    start, end = layout.sentence_range(k)
    voice = phrase_after(layout, k + 1)
    if voice is None or layout.lower[voice[1] : voice[1] + 2] != ["as", "saying"] or voice[1] + 2 < end - 2:
        return []
    relay = surface_source(layout, k)
    if relay is None:
        return []
    content = pieces(trim(layout, start, relay[0]))
    words = (cue_words(layout, k)[0], voice[1] + 2)
    source, told = (voice[0], voice[1]), (relay[0], relay[1])
    return [Cue(k, words, "quote", "speech", Place.FINAL, content, source, voice[2], told)]


def _said_of(layout: Layout, k: int) -> bool:
    return layout.lower[k + 1 : k + 3] == ["as", "saying"] and layout.lower[k - 1 : k] in (["was"], ["were"], ["is"])


def _quoted(layout: Layout, k: int, start: int, end: int) -> list[Cue]:
    """ "X was quoted as saying (by Y)", "X was cited by Y": X speaks, Y relays."""
    subject = surface_source(layout, k)
    if subject is None:
        return []
    stop = k + 1
    saying = layout.lower[stop : stop + 2] == ["as", "saying"]
    stop += 2 if saying else 0
    relay: Range | None = None
    if layout.lower[stop : stop + 1] == ["by"]:
        found = phrase_after(layout, stop + 1)
        if found and found[0] < end:
            relay, stop = (found[0], found[1]), found[1]
    after, _ = skip_adjuncts(layout, stop, end, "", None)
    if layout.has_clause(after, end) or layout.lower[after : after + 1] == ["that"]:
        content, place = trim(layout, after, end), Place.FRONT
    else:
        content, place = trim(layout, start, subject[0]), Place.FINAL
    words = (cue_words(layout, k)[0], k + (3 if saying else 1))
    return [Cue(k, words, "quote", "speech", place, pieces(content), (subject[0], subject[1]), subject[2], relay)]


def nominal(layout: Layout, k: int) -> Cue | None:
    """The cue of "X's claim that", "a statement by X", "criticism of Y by X"; None where nobody is named."""
    token = layout.tokens[k]
    if token.pos != "NOUN" or not layout.lex.has("nouns", token.lemma):
        return None
    children = layout.parse.children(token)
    clause = [t for t in children if t.dep in ("acl", "ccomp") and t.i > k]
    _, end = layout.sentence_range(k)
    source: Range | None = None
    speaker = -1
    for t in children:
        if t.dep == "poss" and t.i < k:
            source, speaker = (phrase_left(layout, t.i), t.i + 1), t.i
        elif t.dep == "prep" and t.text.lower() in ("by", "from") and t.i > k:
            found = phrase_after(layout, t.i + 1)
            if found and found[0] < end:
                source, speaker = (found[0], found[1]), found[2]
    about = [
        t for t in children if t.dep == "prep" and t.text.lower() in ("of", "for", "about", "against", "to") and t.i > k
    ]
    if source is None or not (clause or about):
        return None
    said = clause[0] if clause else about[0]
    content = trim(layout, max(layout.left[said.i], k + 1), min(layout.right[said.i] + 1, end))
    return Cue(k, (k, k + 1), token.lemma, "stance", Place.FRONT, pieces(content), source, speaker)


def minded(layout: Layout, k: int) -> Cue | None:
    """The cue of an adjective of mind: "is confident that", "was reluctant to"."""
    token = layout.tokens[k]
    if token.pos != "ADJ" or not layout.lex.has("adjectives", token.lemma):
        return None
    said = layout.parse.children(token, "ccomp", "xcomp")
    subjects = layout.parse.children(layout.parse.head(token), "nsubj")
    if not said or not subjects or subjects[0].i > k:
        return None
    s = subjects[0].i
    _, end = layout.sentence_range(k)
    content = trim(layout, max(k + 1, layout.left[said[0].i]), min(end, layout.right[said[0].i] + 1))
    source = (phrase_left(layout, s), phrase_right(layout, s, k))
    return Cue(k, (k, k + 1), token.lemma, "belief", Place.FRONT, pieces(content), source, s)
