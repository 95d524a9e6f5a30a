"""Which stretches of a report are names in the gazetteer, or could be names of places it lacks."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Parse
from ..ports import Gazetteer, Place
from ..text.names import ARTICLES, folded_key, without_article
from .place_words import LARGE, Toponym, is_major, is_upper, lexicon

LONGEST = 6  # tokens in a name; hyphens count as one
_CONNECTORS = frozenset(
    [
        "of",
        "the",
        "and",
        "de",
        "del",
        "la",
        "le",
        "les",
        "du",
        "des",
        "da",
        "do",
        "dos",
        "das",
        "di",
        "en",
        "sur",
        "an",
        "der",
        "a",
        "e",
        "y",
        "upon",
        "-",
        "'",
        "'s",
        "’",
        "’s",
        "–",
        ".",
    ]
)
# "San Juan de los Lagos": the words between the parts of a Romance name.
_OF = frozenset(["de", "del", "do", "da", "dos", "das", "la", "las", "los"])
# Articles that may begin a name in lower case: with a hyphen any, with a blank only these.
_SPACED = frozenset(["al", "el", "ar", "ash", "az", "ad"])


class Names:
    """A report's tokens as seen by someone who looks for names."""

    def __init__(self, text: str, parse: Parse, gazetteer: Gazetteer) -> None:
        self.text = text
        self.tokens = parse.tokens
        self.parse = parse
        self.gazetteer = gazetteer
        self.words = lexicon()
        self.upper = is_upper(text)
        self.starts = {start for start, _ in parse.sentences}

    def at(self, i: int) -> Toponym | None:
        """The toponym that begins at token `i`, or None."""
        token = self.tokens[i]
        if not self._may_start(i):
            return None
        adjective = self._adjective(i)
        best: Toponym | None = None
        for j in self.ends(i):
            start, end = token.start, self.tokens[j].end
            name = self.text[start:end]
            places = self.lookup(name)
            if places and not (self.is_never(name) and (" " not in without_article(name) or name[0].isupper())):
                best = Toponym(start, end, i, j, name, places)
        if best is not None and self._goes_on(best.last):
            best = None
        if best is not None and (last := self._tail(best.last)) > best.last:
            return Toponym(best.start, self.tokens[last].end, i, last, self._words(i, last), (), unknown=True)
        if best is None or best.last == i or (adjective and adjective.last >= best.last):
            best = adjective or self._short(i) or best or self._possessive(i)
        if best is None or self._is_longer(best):
            return self._unlisted(i) or best
        return best

    def _is_longer(self, t: Toponym) -> bool:
        """ "The village of Tal Xyz" is not in Tal: a little-known name, and the name told goes on."""
        if t.first != t.last or t.adjectival or not self.named_kind_before(t.first):
            return False
        if max((p.population for p in t.places if p.kind == "town"), default=0) > LARGE:
            return False
        last = self._run_end(t.first)
        if last == t.last or self.is_never(self.tokens[last].text) or self.tokens[last].text.isupper():
            return False
        rest = self.tokens[t.last + 1]  # "the towns of Misraba Ayn Tarma Arbin": lost commas, each a name
        return not any(self.lookup(self.text[rest.start : self.tokens[j].end]) for j in self.ends(rest.i))

    def _goes_on(self, last: int) -> bool:
        """True where an article follows in the same name: "Tal" in "Tal al-Jabiyeh" is not the town Tal."""
        following = self.tokens[last + 1] if last + 1 < len(self.tokens) else None
        return following is not None and following.lower in ARTICLES and self._glued(last + 1) and self.gap(last) == " "

    def _tail(self, last: int) -> int:
        """The last token of a Romance name that goes on: "San Luis de la Loma" is not the town San Luis."""
        j = last + 1
        while j < len(self.tokens) and self.tokens[j].lower in _OF and j - last < 3:
            j += 1
        if j == last + 1 or j >= len(self.tokens) or not self.tokens[j].text[:1].isupper():
            return last
        return last if j in self.starts else j

    def _words(self, first: int, last: int) -> str:
        return self.text[self.tokens[first].start : self.tokens[last].end]

    def _may_start(self, i: int) -> bool:
        token = self.tokens[i]
        if self.upper:
            if token.lower in ARTICLES and token.lower not in _SPACED | {"la", "las", "los"}:
                return False
            return token.text[:1].isalpha() and token.pos not in ("DET", "AUX", "PRON", "CCONJ")
        if token.lower in ARTICLES:
            # "Karam al-Luz", "Adnan al-Dibs": the article goes on with a name that began before it.
            goes_on = (
                i > 0 and token.text[0].islower() and self.tokens[i - 1].text[:1].isupper() and self.gap(i - 1) == " "
            )
            return i + 1 < len(self.tokens) and self._glued(i) and not goes_on
        return token.text[:1].isupper()

    def _glued(self, i: int) -> bool:
        """True where the article at `i` belongs to the name after it: "al-Bab", not "an Alexandria man"."""
        token = self.tokens[i]
        after = self.text[token.end : token.end + 2]
        if len(after) < 2 or not after[1].isalpha():
            return False
        return after[0] == "-" or (
            after[0] == " "
            and after[1].isupper()
            and token.lower in _SPACED | {"as", "at"}
            and (token.lower in _SPACED or (token.text[0].isupper() and i not in self.starts))
        )

    def ends(self, i: int) -> Iterator[int]:
        """Token indices at which a name that starts at `i` may end, nearest first."""
        for j in range(i, min(i + LONGEST, len(self.tokens))):
            token = self.tokens[j]
            if j > i:
                gap = self.text[self.tokens[j - 1].end : token.start]
                if "\n" in gap or (j in self.starts and not self.upper and not self._is_dotted(j - 1)):
                    return
                if not (token.text[:1].isalnum() or token.text in ("-", "'", "'s", "’", "’s", "–", ".")):
                    return
            if (
                token.text[:1].isupper()
                or (self.upper and token.text[:1].isalpha())
                or (token.text[:1].isalpha() and j > i and self.text[token.start - 1] == "-")
            ):
                if j == i or not self.upper or token.lower not in self.words["small"]:
                    yield j
            elif token.lower not in _CONNECTORS | ARTICLES and not (j > i and self.tokens[j - 1].text == "-"):
                return

    def _is_dotted(self, i: int) -> bool:
        return self.tokens[i].text in ("St.", "Ft.", "Mt.", "D.C.", "U.S.")

    def lookup(self, name: str) -> tuple[Place, ...]:
        """The places of a name; none for common words in a text that is all in capitals."""
        if len(name) < 2:
            return ()
        if self.upper and all(w in self.words["common"] or w in self.words["never"] for w in folded_key(name).split()):
            return ()
        return self.gazetteer.lookup(name, alike=False)

    def is_never(self, name: str) -> bool:
        """True for a name that is never meant as a place, also with an article or a plural "s"."""
        if name in ("US", "U.S.", "U.S"):
            return False
        key, never = folded_key(name), self.words["never"]
        bare = without_article(name)
        return key in never or bare in never or (bare[-1:] == "s" and bare[:-1] in never)

    def _adjective(self, i: int) -> Toponym | None:
        """ "Syrian", "Sri Lankan"."""
        for last in (i + 1, i):
            if last >= len(self.tokens) or not self.tokens[last].text[:1].isupper():
                continue
            start, end = self.tokens[i].start, self.tokens[last].end
            code = self.words["adjectives"].get(folded_key(self.text[start:end])) if end - start < 30 else None
            country = self.gazetteer.country(code) if code else None
            if country is not None:
                return Toponym(start, end, i, last, self.text[start:end], (country,), adjectival=True, evidence=0.9)
        return None

    def _short(self, i: int) -> Toponym | None:
        """ "Calif.", "W.Va.", and after a comma "GA": short forms of states."""
        token = self.tokens[i]
        bare = token.text.rstrip(".")
        known = self.words["short"].get(bare)
        if self.upper and not token.text.endswith("."):
            return None
        dotted = token.text.endswith(".") or self.text[token.end : token.end + 1] == "."
        after_comma = i > 0 and self.tokens[i - 1].text == ","
        long = len(bare) > 2 and bare.isupper() and not self.upper
        if not known or not (after_comma or long or ("." in bare and dotted)) or not (dotted or bare.isupper()):
            return None
        country, name = known
        places = tuple(
            p for p in self.gazetteer.lookup(name, alike=False) if (p.country, p.kind) == (country, "province")
        )
        end = token.end + (1 if dotted and not token.text.endswith(".") else 0)
        return Toponym(token.start, end, i, i, name, places, evidence=0.95) if places else None

    def _possessive(self, i: int) -> Toponym | None:
        """ "Syrias president": a name whose apostrophe was lost."""
        token = self.tokens[i]
        if len(token.text) < 5 or not token.text.endswith(("s", "S")) or self.is_never(token.text):
            return None
        name = token.text[:-1]
        places = () if self.is_never(name) else self.lookup(name)
        if not places or not is_major(places[0], name):
            return None
        return Toponym(token.start, token.end - 1, i, i, name, places)

    # -- names that no gazetteer has, behind a strong cue

    def _unlisted(self, i: int) -> Toponym | None:
        if self.upper or self.is_never(self.tokens[i].text) or self.tokens[i].pos not in ("PROPN", "NOUN", "X"):
            return None
        if self.tokens[i].lower in self.words["titles"]:
            return None
        last = self._run_end(i)
        name = self.text[self.tokens[i].start : self.tokens[last].end]
        kind = self.named_kind_before(i) or self._kind_after(last)
        placed = i > 0 and self.tokens[i - 1].lower in ("in", "at", "near", "around", "outside", "inside")
        if not (kind or placed) or folded_key(name) in self.words["common"]:
            return None
        found = tuple(p for p in self.gazetteer.lookup(name) if p.kind != "country")
        if not kind and (
            not found or len(folded_key(name)) < 5 or folded_key(self.tokens[i].text) in self.words["given"]
        ):
            return None
        return Toponym(
            self.tokens[i].start, self.tokens[last].end, i, last, name, found, level=kind, evidence=0.8, unknown=True
        )

    def _run_end(self, i: int) -> int:
        """The last token of the capitalised words from `i`; articles and hyphens may stand between, "and" may not."""
        last = i
        for j in self.ends(i):
            token = self.tokens[j]
            if j > i and (token.lower in self.words["after"] or token.lower in self.words["kinds"]):
                break
            if any(t.text.isalpha() and t.lower not in ARTICLES for t in self.tokens[last + 1 : j]):
                break
            last = j
        return last

    def named_kind_before(self, i: int) -> str:
        """ "the village of X": the kind, "" where no such words stand before."""
        if i >= 2 and self.tokens[i - 1].lower == "of" and self.tokens[i - 2].lower in self.words["kinds"]:
            return self.words["kinds"][self.tokens[i - 2].lower]
        return ""

    def _kind_after(self, last: int) -> str:
        if last + 1 < len(self.tokens) and self.tokens[last + 1].text in self.words["unnamed_after"]:
            return self.words["kinds"][self.tokens[last + 1].lower]
        return ""

    def gap(self, last: int) -> str:
        """The text between a token and the next."""
        return self.text[self.tokens[last].end : self.tokens[last + 1].start] if last + 1 < len(self.tokens) else ""
