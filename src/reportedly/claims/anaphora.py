"""Who "he", "it", "the group", "a monitor" are: sources named elsewhere in the same report."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace

from ..model import Link, SourceRole
from .lexicon import OBSERVERS, Lexicon
from .naming import Named, Namer
from .nominals import phrase_left, phrase_right

Links = tuple[Link, ...]
_VOICES = 60  # sources ahead that are looked at
_DISTANCE = 400  # tokens over which a veiled source may be named, or a pronoun may reach back


@dataclass(frozen=True, slots=True)
class Heard:
    """A source that has spoken: where, with which links of its own, and the whole chain it spoke in."""

    at: int
    named: Named
    links: Links
    chain: Links


class Discourse:
    """The sources of one report in text order; `named` is every cue's position and own name."""

    def __init__(self, lex: Lexicon, ahead: list[tuple[int, Named]], namer: Namer) -> None:
        self._namer = namer
        self.lex, self._ahead = lex, ahead
        self._heard: list[Heard] = []
        self._names: dict[str, Heard] = {}
        self._stood_for: Heard | None = None  # by the last pronoun or surname

    def note(self, heard: Heard) -> None:
        """Remember a source that has spoken; "he" and a surname as whom they stand for, so that the next finds him."""
        stood_for = self._stood_for
        if stood_for is not None and stood_for.links == heard.links:
            heard = replace(heard, named=stood_for.named)
        self._heard.append(heard)
        if heard.named.is_person and heard.links:
            self._names[_surname(heard.links[-1])] = heard

    def resolve(self, at: int, named: Named) -> tuple[Links, Links | None]:
        """(links, chain): its links; and the whole chain where it goes on with one that has spoken."""
        self._stood_for = None
        if named.is_pronoun:
            heard = self._stood_for = self._pronoun(at, named.noun)
            if heard is None and named.noun in ("he", "she"):
                person = self._namer.person_before(at)
                return ((person,) if person else ()), None
            return (heard.links, heard.chain) if heard else ((), None)
        veiled = self._veiled_role(named)
        single = not named.is_name and not named.is_plural and named.words[:1] in (("a",), ("an",), ("his",), ("her",))
        if single and self.lex.has("introduced", named.noun):
            return self._titled_ahead(at, named.noun) or named.links, None
        if named.article == "a" and self.lex.has("mouthpieces", named.noun):
            return self._titled_ahead(at, named.noun) or named.links, None
        if veiled and named.article != "the":
            return self._named_ahead(at, veiled) or self._last(at, {veiled}) or named.links, None
        if named.is_person and len(named.links) == 2:
            return (*self._body(at, named.links[0]), named.links[1]), None
        if named.is_person or named.is_name:
            earlier = self._names.get(_surname(named.links[-1]))
            if earlier is not None and len(named.links) == 1 and named.is_person | (len(named.words) <= 3):
                self._stood_for = earlier
                return earlier.links, None
            if not self._is_generic(named):
                return named.links, None
        if self._is_generic(named):
            heard = self._definite(at, named)
            if heard is not None:
                return heard.links, heard.chain
            holder = self._namer.holder(named.noun, at)
            if holder is not None:
                return (holder,), None
            titled = self._titled_ahead(at, named.noun)
            if titled:
                return titled, None
        if veiled:
            return self._named_ahead(at, veiled) or self._last(at, {veiled}) or named.links, None
        if not named.is_name and named.noun in self.lex.words["steadfast"] and not named.is_plural:
            return self._titled_ahead(at, named.noun) or named.links, None
        return named.links, None

    def _body(self, at: int, body: Link) -> Links:
        """The body of a spokesman, where it is only "the group": the one that has spoken or is named soon."""
        noun = body.name.lower().split()[-1].removesuffix("'s").removesuffix("’s")
        if (noun not in self.lex.anaphors and noun.removesuffix("s") not in self.lex.anaphors) or (
            body.name[:1].isupper() and noun not in body.name.lower().split()[:1] and "-based" not in body.name
        ):
            return (body,)
        if noun in self.lex.words["steadfast"] and not body.name[:1].isupper():
            return (body,)
        roles = {SourceRole(r) for r in self.lex.anaphors.get(noun) or self.lex.anaphors[noun.removesuffix("s")]}
        return self._last(at, roles) or (body,)

    def _is_generic(self, named: Named) -> bool:
        """True for "the group", "the Britain-based monitor", "the source": a noun that points back."""
        if named.is_known or named.article != "the":
            return False
        if named.is_name and sum(w[:1].isupper() for w in named.links[0].name.split()) > 2:
            return False  # "the Organization for the Defence of Rivers"
        if self.lex.has("documents", named.noun):
            return not self.lex.has("writings", named.noun)
        own = [
            w
            for w in named.words[1:-1]
            if w not in ("-", "based", "britain", "uk", "london", "monitoring", "rights", "same")
        ]
        if len(own) > 1 or (own and own[0] in ("state", "official")):
            return False
        if named.noun.removesuffix("s") not in self.lex.anaphors and named.noun not in self.lex.anaphors:
            return False
        return not (named.is_name and len(named.words) > 2 and named.links[0].name[:1].isupper())

    def _pronoun(self, at: int, word: str) -> Heard | None:
        topic = self._topic(at, word)
        if topic is not None:
            return topic
        for heard in reversed(self._heard[-8:]):
            if at - heard.at > _DISTANCE:
                return None
            person = heard.named.is_person or (heard.links[-1:] and self._is_human(heard))
            if (
                word in ("he", "she", "him", "her", "his", "i", "himself", "herself")
                and person
                and not heard.named.is_plural
            ):
                return heard
            if word in ("it", "its") and self.lex.has("humans", heard.named.noun) and not heard.named.is_name:
                if len(heard.links) > 1:  # "a ministry spokesman said ... It said": the ministry
                    return Heard(heard.at, heard.named, heard.links[:1], heard.links[:1])
                continue
            if (
                word in ("it", "its")
                and not (heard.named.is_person and heard.named.is_sure)
                and not heard.named.is_plural
                and not self._is_somebody(heard)
            ):
                return heard
            if word in ("they", "their") and (heard.named.is_plural or not person):
                return heard
            if word in ("we", "our"):
                return heard
        return None

    def _topic(self, at: int, word: str) -> Heard | None:
        """What the sentence before is about, where it has not spoken yet: "State television had another story. It"."""
        topic = _topic_before(self._namer, at) if word in ("he", "she", "it", "him", "her") else None
        if topic is None or not topic[1].links or (self._heard and topic[0] < self._heard[-1].at):
            return None
        where, named = topic
        person = word != "it" and (named.is_person or (self.lex.has("humans", named.noun) and not named.is_plural))
        if not person and not (word == "it" and not named.is_plural and named.links[-1].role in OBSERVERS):
            return None
        links, chain = self.resolve(where, named)
        return Heard(where, named, links, chain or links)

    def _is_human(self, heard: Heard) -> bool:
        role = heard.links[-1].role
        noun = heard.named.noun
        if role in (SourceRole.WITNESS, SourceRole.MEDIC, SourceRole.UNNAMED) or self.lex.has("humans", noun):
            return True
        return heard.named.is_name and role == SourceRole.OTHER

    def _is_somebody(self, heard: Heard) -> bool:
        """True for "his uncle", "a resident": one who is no body that "it" stands for."""
        return not heard.named.is_name and heard.links[-1].role in (SourceRole.WITNESS, SourceRole.UNNAMED)

    def _definite(self, at: int, named: Named) -> Heard | None:
        noun = named.noun
        recent = [h for h in reversed(self._heard[-12:]) if at - h.at <= 2 * _DISTANCE]
        for heard in recent:
            words = {w.removesuffix("s") for w in heard.named.words}
            names = {w.removesuffix("s") for link in heard.links for w in link.name.lower().split()}
            if (
                self.lex.has("serving", heard.named.noun)
                and noun != heard.named.noun
                and noun in ("government", "army", "military")
            ):
                continue  # an official of the government is not the government
            if noun.removesuffix("s") in words | names and heard.named.is_plural == named.is_plural:
                return heard
        if self.lex.has("documents", noun):
            return next(
                (h for h in recent if any(self.lex.has("documents", w) for w in h.named.words)),
                recent[0] if recent else None,
            )
        if noun in self.lex.words["steadfast"]:
            return None
        if named.is_plural:  # "the rebels" are no one guard, but may be a group by its name
            recent = [h for h in recent if h.named.is_plural or h.named.is_name]
        wanted = self.lex.anaphors.get(noun) or self.lex.anaphors.get(noun.removesuffix("s")) or frozenset()
        for heard in recent:
            if heard.links and any(link.role.value in wanted for link in heard.links[-1:]):
                return heard
            if noun == "officer" and heard.named.is_person and heard.links[-1].role is SourceRole.PARTY:
                return heard  # a commander who has spoken
        for heard in recent:
            if heard.links and heard.links[0].role.value in wanted:
                return Heard(heard.at, heard.named, heard.links[:1], heard.links[:1])
        return None

    def _veiled_role(self, named: Named) -> SourceRole | None:
        words = tuple(sorted(w for w in named.words if w not in ("a", "an", "the", "-", "'s")))
        role = self.lex.veiled.get(words)
        if named.noun in ("agency", "media") and {"state", "official"} & set(words) and not named.is_known:
            return SourceRole.AGENCY
        if words == ("group",) and named.article == "a":
            return SourceRole.MONITOR
        described = named.links and not named.is_name and not named.is_plural
        if (
            role is None
            and described
            and named.links[-1].role == SourceRole.MONITOR
            and named.noun in self.lex.anaphors
        ):
            return SourceRole.MONITOR
        return role

    def _after(self, at: int) -> list[tuple[int, Named]]:
        first = bisect_right(self._ahead, at, key=lambda pair: pair[0])
        return self._ahead[first : first + _VOICES]

    def _named_ahead(self, at: int, role: SourceRole) -> Links | None:
        """The next known voice of this role, named within reach after `at`."""
        for where, named in self._after(at):
            if where - at > _DISTANCE:
                break
            if named.is_name and named.links and named.links[0].role == role and not self._veiled_role(named):
                return named.links[:1]
        return None

    def _titled_ahead(self, at: int, noun: str) -> Links | None:
        """The person who bears the title soon after: "the governor said ... Governor Ali Hasan"."""
        for where, named in self._after(at):
            if where > at + 120:
                break
            if named.is_person and noun in named.words:
                return named.links
        return None

    def _last(self, at: int, roles: set[SourceRole]) -> Links | None:
        for heard in reversed(self._heard[-12:]):
            if heard.links and heard.links[0].role in roles and heard.named.is_name:
                return heard.links[:1]
        return None


def _topic_before(namer: Namer, at: int) -> tuple[int, Named] | None:
    """The subject of the sentence before that of `at`, over those of a quotation, and where it stands."""
    layout = namer.layout
    n = layout.sentence[at] - 1
    while n > 0 and layout.is_quoted(min(layout.sentences[n][0] + 1, layout.sentences[n][1] - 1)):
        n -= 1
    start, end = layout.sentences[n] if n >= 0 else (0, 0)
    subjects = (
        t.i
        for t in layout.tokens[start:end]
        if t.dep in ("nsubj", "nsubjpass") and layout.tokens[t.head].dep in ("ROOT", "ccomp")
    )
    head = next(subjects, -1)
    if head < 0 or layout.tokens[head].pos == "PRON" or layout.is_quoted(head):
        return None
    return head, namer.name((phrase_left(layout, head), phrase_right(layout, head, end)), head)


def _surname(link: Link) -> str:
    words = link.name.lower().replace("-", " ").split()
    return words[-1] if words else ""
