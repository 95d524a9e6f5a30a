"""Noun phrases that may be a source: where they begin and end."""

from __future__ import annotations

from .layout import NOMINAL, Layout

_ADVERBS = frozenset({"RB", "RBR", "RBS", "MD"})
_AUX = frozenset(
    {"have", "has", "had", "was", "were", "is", "are", "been", "be", "'ve", "'s", "do", "does", "did", "not", "n't"}
)
_REACH = 40  # tokens; no source stands farther from its verb
LINKS = frozenset({"of", "for", "in", "at", "from", "with", "to", "on", "close"})
RUN = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "X"})


def is_abbreviation(layout: Layout, k: int) -> bool:
    """True for the group "IS", which a parser takes for the verb, in a text that is not all in capitals."""
    following = layout.tokens[k + 1].text if k + 1 < len(layout.tokens) else ""
    return layout.tokens[k].text == "IS" and following.islower()


def before_verb(layout: Layout, verb: int) -> int:
    """The last token before the verb, over its auxiliaries, adverbs and words of time; -1 where none."""
    start, _ = layout.sentence_range(verb)
    k = verb - 1
    while k >= start and k > verb - 12:
        t = layout.tokens[k]
        if t.text == ")":  # over "(SOHR)"
            opened = next((j for j in range(k - 1, max(start, k - 8), -1) if layout.tokens[j].text == "("), -1)
            if opened <= start:
                return -1
            k = opened - 1
        elif (
            t.tag in _ADVERBS
            or (t.text.lower() in _AUX and not is_abbreviation(layout, k))
            or t.text == ","
            or layout.is_time(k)
            or layout.lower[k] in ("himself", "herself", "itself", "themselves")
            or (layout.lower[k] in ("on", "in") and k + 1 < verb and layout.is_time(k + 1))
        ):
            k -= 1
        else:
            return k
    return k if k >= start and k > verb - 12 else -1


def phrase_left(layout: Layout, head: int) -> int:
    """Where the noun phrase of `head` begins: its own modifiers, and no clause before them."""
    start, _ = layout.sentence_range(head)
    if layout.tokens[head].tag in ("PRP", "WP", "WDT"):
        return head
    known = voice_over(layout, head)
    k = first = known if known >= 0 else head
    while k - 1 >= start and k > head - _REACH:
        t = layout.tokens[k - 1]
        word = layout.lower[k - 1]
        if t.pos == "DET" and word in ("a", "an") and layout.tokens[head].tag == "NNS" and k < head + 1:
            return _joined_left(layout, head, start)  # "in a village residents said"
        over = voice_over(layout, k - 1)
        if (over >= start and over < k - 1) or (over == k - 1 and known < 0):
            known = k = first = over
            continue
        if layout.tokens[head].pos == "PROPN" and t.pos == "NOUN" and not _qualifies(layout, k - 1):
            break  # "condemn this move Petrov said"
        if k == head and layout.tokens[head].pos == "PROPN" and t.tag == "NNS" and _ends_before(layout, k, known):
            break  # "committed by rebels Petrov said"
        if t.pos == "DET" or t.tag in ("PRP$", "POS", "DT", "WP$"):
            if t.tag == "POS" or t.text in ("'s", "’s"):
                k = first = k - 1
                continue
            past = _past_place(layout, k - 1, head, start)
            return past if past > k else _joined_left(layout, k - 1, start)
        if t.text == "." and k - 2 >= start and layout.lex.has("honorifics", layout.lower[k - 2] + "."):
            k -= 2  # "Capt . Hasan"
            first = k
        elif t.text in ("-", "–", "/") and k - 2 >= start and layout.tokens[k - 2].end == t.start:
            k -= 2
            first = k
        elif (t.pos in RUN and not layout.is_time(k - 1)) and (t.pos != "NUM" or word in ("one", "two", "three")):
            if layout.lower[k] == "state" and t.pos == "NOUN":
                break  # "in the city state television said"
            inside = layout.lex.has("plural_modifiers", word)
            if t.tag == "NNS" and not inside and (known >= 0 or not layout.lex.role(word)):
                break  # a plural noun without role belongs to what was said: "attacks SANA blamed"
            k = first = k - 1
        elif t.tag in ("VBG", "VBN") and t.head < head + 1 and t.dep in ("amod", "compound"):
            k = first = k - 1
        else:
            break
    return _joined_left(layout, _past_place(layout, first, head, start), start)


def _past_place(layout: Layout, first: int, head: int, start: int) -> int:
    """Where the phrase begins behind a name that ends what was said: "in Homs | residents said",
    "the commander Ali Hasan | well-informed sources said"."""
    placed = first > start and layout.lower[first - 1] in ("in", "at", "near", "outside", "around")
    common = layout.tokens[head].tag == "NNS" and layout.lex.role(layout.lower[head]) is not None
    k = first
    while common and k < head and not (layout.tokens[k].pos == "PROPN" and _closes_person(layout, first, k)):
        k += 1
    if common and k < head:
        return k + 1
    if not (placed and common) or layout.tokens[first].pos != "PROPN" or first in layout.voices:
        return first
    k = first
    while k < head and layout.tokens[k].pos == "PROPN":
        k += 1
    return k


def _ends_before(layout: Layout, k: int, known: int) -> bool:
    """True where the plural voice before token `k` ends what was said, and is no title of the name at `k`."""
    word = layout.lower[k - 1]
    plural = layout.lex.role(word) is not None and not layout.lex.has("plural_modifiers", word)
    return known < 0 and plural and k not in layout.voice_ends


def _qualifies(layout: Layout, k: int) -> bool:
    """True for a noun that may stand before a name: a title, a kind of source."""
    word, token = layout.lower[k], layout.tokens[k]
    office = token.dep == "compound" and k < token.head < k + 4 and layout.lex.has("speakers", layout.lower[token.head])
    return office or _titled(layout, k) or word in ("news", "state", "rights", "group", "media")


def _joined_left(layout: Layout, first: int, start: int) -> int:
    """The start with a source noun joined by "and" before it: "state media and a monitoring group"."""
    if first - 2 < start or layout.lower[first - 1] != "and":
        return first
    noun = first - 2
    if not (layout.lex.role(layout.lower[noun]) or voice_over(layout, noun) >= 0 or layout.tokens[noun].pos == "PROPN"):
        return first
    known = voice_over(layout, noun)
    k = known if known >= 0 else noun
    while k - 1 >= start and k > noun - 4:
        t = layout.tokens[k - 1]
        if t.pos == "DET":
            return k - 1
        if t.pos in ("ADJ", "PROPN") or layout.lower[k - 1] in ("state", "news", "media", "rights", "opposition"):
            k -= 1
        else:
            break
    return k


def _closes_person(layout: Layout, first: int, k: int) -> bool:
    """True where the name of a person with a title ends at `k`, and a new phrase begins."""
    opens = layout.lower[k + 1] in ("well", "informed", "local", "sources", "activists", "residents", "witnesses")
    if not opens or k + 1 in layout.voices or k in layout.voice_ends:
        return False
    name = k
    while name > first and layout.tokens[name - 1].pos in ("PROPN", "PUNCT") and k - name < 6:
        name -= 1
    words = layout.lower[max(0, name - 1) : k]
    return any(layout.lex.has("honorifics", w) for w in words)


def voice_over(layout: Layout, k: int) -> int:
    """The start of the known name that covers token `k`, or -1."""
    for start in range(k, max(-1, k - 9), -1):
        end = layout.voices.get(start)
        if end is not None:
            return start if end > k else -1
    return -1


def phrase_right(layout: Layout, head: int, limit: int) -> int:
    """Where the noun phrase of `head` ends (half-open), with its prepositional phrases and names in apposition."""
    end = layout.voices.get(voice_over(layout, head), head + 1)
    limit = min(limit, head + _REACH, layout.sentence_range(head)[1])
    # "The paper, quoting the mayor, Ali Hasan, put ...": what is quoted is no part of who quotes.
    limit = next((j for j in range(end, limit) if layout.lower[j] in ("quoting", "citing")), limit)
    joined = any(layout.tokens[t.i].text.lower() == "and" for t in layout.parse.children(layout.tokens[head], "cc"))
    for child in layout.parse.children(layout.tokens[head]):
        if joined and child.dep == "conj" and child.pos in NOMINAL and layout.right[child.i] + 1 == limit:
            end = limit
        if child.dep == "prep" and child.i + 1 < limit and layout.is_time(child.i + 1):
            continue  # "the command on Monday issued"
        if child.i >= end and child.i < limit and child.dep in ("prep", "appos", "flat", "compound", "nummod", "amod"):
            reach = layout.right[child.i] + 1
            if child.dep == "appos" and layout.tokens[child.i].pos == "PROPN":
                # "the head of the army, General Ali Hasan, who ...": the name without what is told of him
                reach = next((j for j in range(child.i, reach) if layout.lower[j] in (",", "who")), reach)
            if reach <= limit and not layout.has_clause(child.i, reach):
                end = max(end, reach)
    while end > head + 1 and not layout.is_word(end - 1):
        end -= 1
    return min(max(end, head + 1), max(limit, head + 1))


def relayed_by(layout: Layout, at: int) -> tuple[int, int] | None:
    """The outlet after "quoted by", "interviewed by" at `at` (a comma before it is passed over)."""
    at += layout.lower[at : at + 1] == [","]
    if layout.lower[at + 1 : at + 2] != ["by"] or not layout.lex.has("relayed", layout.lower[at]):
        return None
    found = phrase_after(layout, at + 2)
    if found is None or (found[1] - found[0] == 1 and layout.tokens[found[0]].text.islower()):
        return None  # "reached by telephone"
    return found[0], found[1]


def phrase_after(layout: Layout, at: int) -> tuple[int, int, int] | None:
    """(start, end, head) of the noun phrase that begins at `at`: after "according to", "said", "by"."""
    if at >= len(layout.tokens):
        return None
    limit = min(layout.sentence_range(at)[1], at + _REACH)
    k = at
    while k < limit and (layout.tokens[k].pos == "DET" or layout.tokens[k].tag in ("PRP$", "CC")) and k < at + 2:
        k += 1
    while k < limit and (layout.tokens[k].pos in RUN | NOMINAL | {"PART", "DET"} or _participle(layout, k, limit)):
        known = layout.voices.get(k)
        if known is not None:
            if known >= limit or not _titled(layout, known):
                return at, _with_name(layout, _with_tail(layout, known, limit), known - 1, limit), known - 1
            k = known
        t = layout.tokens[k]
        following = layout.tokens[k + 1] if k + 1 < limit else None
        if t.pos == "PRON":
            return at, k + 1, k
        if following is None or following.pos not in RUN | {"PART"} or _closes(layout, k, following.i):
            if following is not None and (
                t.text in ("-", "–") or (following.text in ("-", "–") and following.start == t.end)
            ):
                k += 2 if t.text in ("-", "–") else 3
                continue
            if t.pos not in NOMINAL | {"X", "NUM", "ADJ"}:
                return None
            return at, _with_name(layout, _with_tail(layout, k + 1, limit), k, limit), k
        k += 1
    return None


def _with_name(layout: Layout, end: int, head: int, limit: int) -> int:
    """The end with the name of who holds an office: "the mayor of the town, Ali Hasan,"."""
    titled = layout.lex.has("speakers", layout.lower[head]) or layout.lex.has("honorifics", layout.lower[head])
    if not titled or layout.tokens[head].tag != "NN" or layout.lower[end : end + 1] != [","]:
        return end
    k = end + 1
    while k < limit and layout.tokens[k].pos == "PROPN" and not layout.is_time(k):
        k += 1
    named = k - end > 2 and k - end < 6
    return k if named and (k >= limit or layout.lower[k] in (",", ".", ";", ")")) else end


def _participle(layout: Layout, k: int, limit: int) -> bool:
    """True for the "opposing" of "the opposing Observatory"."""
    if layout.tokens[k].tag not in ("VBG", "VBN") or k + 1 >= limit:
        return False
    return layout.tokens[k + 1].pos in ("PROPN", "ADJ", "NOUN", "PUNCT") and layout.tokens[k - 1].pos in (
        "DET",
        "ADJ",
        "PUNCT",
        "PROPN",
    )


def _titled(layout: Layout, k: int) -> bool:
    """True where a noun of office or kind goes on with a known name: "Observatory director", "Reuters news agency"."""
    word = layout.lower[k]
    return layout.lex.has("honorifics", word) or layout.lex.has("speakers", word) or layout.lex.role(word) is not None


def _closes(layout: Layout, k: int, following: int) -> bool:
    """True where a source noun ends its phrase: what follows is a number, a time or a plural of its own."""
    t = layout.tokens[following]
    if layout.lower[following] == "close" and layout.lower[following + 1 : following + 2] == ["to"]:
        return True
    if layout.lower[k - 1] == "the" and layout.lower[k] in layout.lex.anaphors and t.pos == "NOUN":
        return not layout.lex.role(layout.lower[following])
    if not layout.lex.role(layout.lower[k]):
        return layout.is_time(following) or (t.pos == "NUM" and layout.tokens[k].pos == "NOUN")
    return (
        t.pos == "NUM"
        or layout.is_time(following)
        or (layout.tokens[k].tag == "NNS" and not layout.lex.role(layout.lower[following]) and t.pos != "PART")
    )


def _with_tail(layout: Layout, end: int, limit: int) -> int:
    """The end with a short prepositional phrase: "in the city", "of the brigade", "close to the regime"."""
    while end < limit and layout.lower[end] in LINKS and end + 1 < limit:
        k = end + 1
        if layout.is_time(k) or layout.lower[end] == "with":
            break
        if layout.lower[end] == "close" and layout.lower[k] == "to":
            k += 1
        first = k
        while k < limit and (
            layout.tokens[k].pos in RUN
            or layout.tokens[k].pos == "DET"
            or layout.tokens[k].tag == "POS"
            or layout.tokens[k].text in "-–"
        ):
            if layout.tokens[k].pos == "NUM" or layout.is_time(k):
                return end
            k += 1
        if k == first or layout.has_clause(first, k):
            break
        end = k
    return end
