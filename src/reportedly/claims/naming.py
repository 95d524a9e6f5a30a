"""From a source's noun phrase to the links of a chain: names, bodies and their spokesmen, roles."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Link, Mention, Party, SourceRole
from .layout import NOMINAL, Layout
from .lexicon import Voice
from .name_runs import NameRuns
from .nominals import RUN

_SORTS = {
    "government": SourceRole.OFFICIAL,
    "international": SourceRole.OFFICIAL,
    "state force": SourceRole.PARTY,
    "rebel group": SourceRole.PARTY,
    "militia": SourceRole.PARTY,
    "terrorist group": SourceRole.PARTY,
}
_HUMAN = (SourceRole.OFFICIAL, SourceRole.WITNESS, SourceRole.MEDIC, SourceRole.OTHER, SourceRole.PARTY)
_ASIDE = frozenset({"in", "on", "at", "with", "to", "from", "by"})
_ANYBODY = frozenset({"some", "many", "others", "one", "another", "those", "most", "both", "several"})


def _bears_a_name(mention: Mention) -> bool:
    """True for a group that the actor table knows and the text calls by a name ("FSA", "Daesh").

    Descriptions keep their own words ("a military source", "residents"), persons their own name,
    and states the name that the report gives them: "Washington" is not put right.
    """
    party: Party = mention.value
    words = mention.span.text.split()
    return bool(party.actor) and party.sort not in ("government", "civilians", "other") and words[-1][:1].isupper()


@dataclass(frozen=True, slots=True)
class Named:
    """A source as its own words name it, before anything around them is known.

    `links` is empty for a pronoun; `noun` is the head in lower case, `words` all of them;
    `article` is "the", "a" or ""; `is_name` tells a proper name or a known voice from a description;
    `is_known` a voice of the lexicon; `can_speak` is False for things ("the blast", "initial information").
    """

    links: tuple[Link, ...]
    noun: str
    words: tuple[str, ...]
    article: str = ""
    is_name: bool = False
    is_person: bool = False
    is_plural: bool = False
    is_known: bool = False
    is_sure: bool = True  # False where only its form tells that a name is a person's
    can_speak: bool = True

    @property
    def is_pronoun(self) -> bool:
        """True for "he", "it", "who" and their like."""
        return not self.links


class Namer(NameRuns):
    """Names the sources of one report; `actors` are the mentions whose value is a `Party`."""

    def __init__(self, layout: Layout, actors: tuple[Mention, ...]) -> None:
        super().__init__(layout)
        self._actors: dict[int, Mention] = {}
        self._holders: dict[str, list[tuple[int, Link]]] | None = None
        self._in_voices = {k for a, b in layout.voices.items() for k in range(a, b)}
        for mention in actors:
            if isinstance(mention.value, Party) and _bears_a_name(mention):
                for t in layout.parse.within(mention.span.start, mention.span.end):
                    self._actors.setdefault(t.i, mention)

    def holder(self, title: str, at: int) -> Link | None:
        """Who bears a title ("secretary") where a name follows it, the last before `at` or the first after."""
        if self._holders is None:
            self._holders = {}
            for k in range(len(self.layout.tokens) - 1):
                word = self.layout.lower[k]
                if word in self.layout.lex.words["steadfast"] and self._is_name_word(k + 1):
                    runs = self._name_runs(k + 1, min(k + 7, len(self.layout.tokens)))
                    if runs and runs[0][0] == k + 1:
                        link = Link(self._span(*runs[0]).text, SourceRole.OFFICIAL, self._span(*runs[0]))
                        self._holders.setdefault(word, []).append((k, link))
        found = self._holders.get(title, [])
        before = [link for k, link in found if k < at]
        return before[-1] if before else (found[0][1] if found else None)

    def person_before(self, at: int) -> Link | None:
        """The last person named with a title within 80 tokens before `at`, who has not spoken yet."""
        for k in range(at - 1, max(-1, at - 80), -1):
            if self.layout.lex.has("honorifics", self.layout.lower[k]) and self._is_name_word(k + 1):
                runs = self._name_runs(k + 1, min(k + 7, at))
                if runs and runs[0][0] == k + 1 and not self._is_headline(k):
                    span = self._span(*runs[0])
                    return Link(" ".join(span.text.split()), SourceRole.OFFICIAL, span)
        return None

    def name(self, source: tuple[int, int], speaker: int) -> Named:
        """What the tokens [start, end) with this head call themselves."""
        start, end = self._after_credit(*source), source[1]
        t = self.layout.tokens[speaker]
        words = tuple(self.layout.lower[start:end])
        if (t.pos == "PRON" and t.tag in ("PRP", "PRP$", "WP", "WDT", "DT")) or (
            words and words[0] in ("who", "which", "that")
        ):
            return Named((), t.text.lower(), words, is_plural=t.text.lower() in ("they", "we"))
        article = {"the": "the", "a": "a", "an": "a", "this": "the", "that": "the"}.get(words[0], "")
        plural = t.tag in ("NNS", "NNPS") and not (t.tag == "NNPS" and speaker in self._in_voices)
        if any(w in ("and", "or") for w in words) and not self._in_name(start, end):
            joined = self._joined(start, end)
            if joined:
                return Named((joined,), t.text.lower(), words, is_plural=True)
        found = self._person_of_body(start, end) or self._person_after_body(start, end)
        if found:
            return Named(found, t.text.lower(), words, article, True, True)
        found = self._spokesman(start, end, speaker)
        if found:
            return Named(found, t.text.lower(), words, article)
        voice = self._voice(start, end)
        if voice and voice[0] > speaker and set(self.layout.lower[speaker : voice[0]]) & _ASIDE:
            voice = None  # "Hasan in an interview with the BBC"
        if voice and not self._officials_of(voice[2], voice[1], end):
            link = Link(voice[2].name, voice[2].role, self._span(*voice[:2]))
            return Named((link,), t.text.lower(), words, article, True, is_known=True)
        # "The government of President Hasan" is no person.
        of = next((k for k in range(speaker, end) if self.layout.lower[k] in ("of", "for", "in", "with")), end)
        person = self._person(start, of) or self._named_after(of, end, speaker)
        if person:
            return Named((person,), t.text.lower(), words, article, True, True)
        return self._described(start, end, speaker, words, article, plural)

    def _after_credit(self, start: int, end: int) -> int:
        """Where the phrase begins behind the credit of a picture: "Reuters | The Northern Front has said"."""
        stop = self.layout.voices.get(start, end)
        if stop >= end or not self.layout.tokens[stop].text[:1].isupper():
            return start
        voice, word = self._voice(start, stop), self.layout.lower[stop]
        press = voice is not None and voice[2].role in (SourceRole.OUTLET, SourceRole.AGENCY)
        lex = self.layout.lex
        titled = lex.role(word) or lex.has("staff", word) or lex.has("honorifics", word) or lex.has("speakers", word)
        return stop if press and not titled and self.layout.tokens[start - 1].text != "," else start

    def _described(
        self, start: int, end: int, speaker: int, words: tuple[str, ...], article: str, plural: bool
    ) -> Named:
        mention = self._actors.get(speaker)
        role = self._role(start, end, speaker)
        noun = self.layout.lower[speaker]
        if mention is not None and not (role and noun in ("official", "officials", "source", "sources", "residents")):
            party: Party = mention.value
            role = role if role not in (None, SourceRole.OTHER) else _SORTS.get(party.sort, SourceRole.OTHER)
            return Named((Link(party.name, role, mention.span),), noun, words, article, True, is_plural=plural)
        start, end = self._core(start, end, speaker)
        if words[0] == "the" and end - start > 1:
            start += 1
        span = self._span(start, end)
        text = " ".join(span.text.split())
        if self.layout.tokens[start].pos in ("DET", "NOUN", "NUM", "PRON") and not text[:2].isupper():
            text = text[0].lower() + text[1:]
        is_name = self.layout.tokens[speaker].pos == "PROPN"
        alone = is_name and role is None and mention is None and 1 < end - start < 6
        is_person = alone and all(self._is_name_word(k) for k in range(start, end))
        able = role is not None or is_name or noun in _ANYBODY or self.layout.lex.has("documents", noun)
        able = able and words[0] not in ("no", "nobody")
        words = words[: max(1, speaker - start + (2 if words[0] == "the" else 1))]
        return Named(
            (Link(text, role or SourceRole.OTHER, span),),
            noun,
            words,
            article,
            is_name,
            is_person,
            plural,
            is_sure=False,
            can_speak=able,
        )

    def _role(self, start: int, end: int, speaker: int) -> SourceRole | None:
        role = self.layout.lex.role(self.layout.lower[speaker])
        if role in (None, SourceRole.OTHER, SourceRole.UNNAMED):
            for k in range(start, min(end, start + 8)):
                other = self.layout.lex.role(self.layout.lower[k])
                if other in (SourceRole.MEDIC, SourceRole.WITNESS, SourceRole.MONITOR) and k < speaker:
                    return other
        return role

    def _voice(self, start: int, end: int) -> tuple[int, int, Voice] | None:
        """The last known name inside the phrase, where it stands and whose it is."""
        found = None
        for k in range(max(0, start - 4), min(end, start + 40)):
            stop = self.layout.voices.get(k)
            hyphened = stop is not None and stop + 1 < end and self.layout.lower[stop] == "-"
            if stop is not None and hyphened and self.layout.tokens[stop + 1].tag in ("VBN", "VBD", "JJ"):
                continue  # "the NATO-led force"
            if stop is not None and stop > start:
                solid = [self.layout.lower[j].strip("'’") for j in range(k, stop)]
                hit = self.layout.lex.voices.get(tuple(w for w in solid if w not in ("-", "–", "", "/", "s")))
                if hit and (found is None or hit.role not in (SourceRole.OFFICIAL,)):
                    found = (k, stop, hit)
        return found

    def _officials_of(self, voice: Voice, stop: int, end: int) -> bool:
        """True where a noun of persons follows the name: "Pentagon officials" are not the Pentagon; or one of a
        body within: "the UN migration agency"."""
        lex, words = self.layout.lex, self.layout.lower[stop:end]
        if voice.role is SourceRole.OFFICIAL and words and self.layout.tokens[stop].pos in RUN:
            return any(lex.role(w) for w in words[:4])
        return any(lex.role(w) and not lex.has("staff", w) for w in words[:2])

    def _in_name(self, start: int, end: int) -> bool:
        """True where the "and" belongs to one name: "Islamic State of Iraq and the Levant"."""
        at = next(k for k in range(start, end) if self.layout.lower[k] in ("and", "or"))
        return at in self._actors or bool({"in", "of"} & set(self.layout.lower[max(start, at - 3) : at]))

    def _joined(self, start: int, end: int) -> Link | None:
        """Two sources that say the same together, as one link with the known names written out."""
        parts: list[str] = []
        nouns, k = 0, start
        role: SourceRole | None = None
        while k < end:
            stop = self.layout.voices.get(k)
            voice = self._voice(k, stop) if stop else None
            if stop and voice:
                parts.append(voice[2].name)
                role, nouns, k = role or voice[2].role, nouns + 1, stop
                continue
            word = self.layout.lower[k]
            if self.layout.tokens[k].pos in NOMINAL:
                nouns += 1
                role = role or self.layout.lex.role(word)
            if word != "the":
                parts.append(self.layout.tokens[k].text)
            k += 1
        return Link(" ".join(parts), role or SourceRole.OTHER, self._span(start, end)) if nouns > 1 else None

    def _person_of_body(self, start: int, end: int) -> tuple[Link, ...] | None:
        """ "The Observatory's director Ali Hasan", "Ali Hasan of the X Brigade": the body, then the person."""
        lower = self.layout.lower
        office = next((k for k in range(start, min(end, start + 30)) if self.layout.lex.has("speakers", lower[k])), -1)
        of = next(
            (
                k
                for k in range(max(start, office), min(end, start + 30))
                if lower[k] in ("of", "for") and not self._in_voice(k)
            ),
            -1,
        )
        if office < 0 and (of <= start or self.layout.tokens[of - 1].pos != "PROPN" or lower[of - 1] == "member"):
            return None
        if office >= 0 and office > start and (of < 0 or of > office + 1):
            body, person = self._body(start, office, lower[office]), self._name_run(office + 1, end)
            if body is not None and person is None:  # "Ali Hasan, the Observatory's director"
                runs = self._name_runs(start, body[0])
                person = runs[0] if runs and runs[0][0] == start else None
            if body is None and person is None:
                return None
        else:
            body = self._body(of + 1, end, lower[office] if office >= 0 else "spokesman") if of >= 0 else None
            stop = body[1] if body else end
            person = self._name_run(start, office if office > start else of if of > 0 else start)
            if person is None and body and office >= 0:
                person = self._name_run(stop, end)
                if person and self.layout.lower[person[0] - 1] in _ASIDE:
                    person = None  # "a spokesman for the office in Homs"
        if body is None or person is None or person[0] in self._actors:
            return None
        role = SourceRole.OFFICIAL if body[2].role == SourceRole.OFFICIAL else body[2].role
        name = self._span(*person).text
        return body[2], Link(" ".join(name.split()), role, self._span(*person))

    def _person_after_body(self, start: int, end: int) -> tuple[Link, ...] | None:
        """ "Pentagon press secretary Ali Hasan": a known body, a title, a name."""
        first = start + (self.layout.lower[start] == "the")
        stop = self.layout.voices.get(first)
        voice = self._voice(first, stop) if stop else None
        if (
            stop is None
            or voice is None
            or voice[2].role not in (SourceRole.OFFICIAL, SourceRole.MONITOR, SourceRole.PARTY)
        ):
            return None
        k = stop
        while k < end and (
            self.layout.lex.has("honorifics", self.layout.lower[k]) or self.layout.lower[k] in ("press", ",")
        ):
            k += 1
        run = self._name_run(k, end) if k > stop else None
        if run is None or run[0] > k:
            return None
        body = Link(voice[2].name, voice[2].role, self._span(first, stop))
        return body, Link(" ".join(self._span(*run).text.split()), voice[2].role, self._span(*run))

    def _body(self, start: int, end: int, office: str) -> tuple[int, int, Link] | None:
        """The organisation in [start, end): a known voice, a party, or a noun phrase that names a body."""
        voice = self._voice(start, end) if start < end else None
        if voice:
            return voice[0], voice[1], Link(voice[2].name, voice[2].role, self._span(voice[0], voice[1]))
        first = start
        while first < end and self.layout.lower[first] in ("the", "a", "an", "its", "their"):
            first += 1
        stop = -1
        for k in range(first, min(end, first + 8)):
            role = self.layout.lex.role(self.layout.lower[k])
            if (role and role not in (SourceRole.WITNESS, SourceRole.UNNAMED)) or self._is_acronym(k):
                stop = k + 1
            elif (
                self.layout.lower[k] in (",", "of", "who")
                or (stop > 0 and not self.layout.tokens[k].text[:1].isupper())
                or stop > 0
            ):
                break
        if stop < 0 and (
            office == "commander" or self.layout.lex.has("spokesmen", office)
        ):  # "spokesman for the Taliban"
            named = first > start or start in self._actors  # "for the Taliban", not for a person
            runs = self._name_runs(first, end) if named or office == "commander" else []
            stop = runs[0][1] if runs and runs[0][0] == first else -1
        if stop < 0:
            return None
        named = any(self.layout.tokens[k].text[:1].isupper() for k in range(first, stop))
        named = named and (stop - first > 1 or self._is_acronym(first))
        if not named and not self.layout.lex.has("spokesmen", office):
            return None
        if not self.layout.lex.has("spokesmen", office) and self.layout.lower[stop - 1] in (
            "opposition",
            "rebel",
            "government",
            "police",
            "minister",
        ):
            return None
        mention = self._actors.get(stop - 1)
        if mention is not None and mention.span.end > self.layout.tokens[stop - 1].end:
            mention = None  # the person himself, with his office
        if office == "president" and mention is not None and mention.value.sort == "government":
            return None
        role = self.layout.lex.role(self.layout.lower[stop - 1]) or SourceRole.OTHER
        if mention is not None:
            return first, stop, Link(mention.value.name, _SORTS.get(mention.value.sort, role), mention.span)
        return first, stop, Link(self._span(first, stop).text, role, self._span(first, stop))

    def _spokesman(self, start: int, end: int, speaker: int) -> tuple[Link, ...] | None:
        """ "A police spokesman", "a spokesman for the ministry": the body, then its unnamed voice."""
        lower = self.layout.lower
        if not self.layout.lex.has("spokesmen", lower[speaker]) or lower[start] not in ("a", "an", "another"):
            return None
        body = None
        if lower[speaker + 1 : speaker + 2] in (["for"], ["of"]) and speaker + 2 < end:
            body = self._body(speaker + 2, end, lower[speaker])
        elif speaker > start + 1:
            body = self._body(start + 1, speaker, lower[speaker])
        if body is not None and body[0] > speaker and body[1] < end and lower[body[1]] in ("in", "at"):
            place = self._span(body[0], end)  # "a spokesman for the office in Homs"
            body = (body[0], end, Link(place.text, body[2].role, place))
        if body is None or body[1] < (end if body[0] > speaker else speaker):
            return None
        span = self._span(start, end)
        text = " ".join(span.text.split())
        text = text if text[:2].isupper() else text[0].lower() + text[1:]
        return body[2], Link(text, body[2].role, span)

    def _named_after(self, start: int, end: int, speaker: int) -> Link | None:
        """The holder of an office whose name follows its place: "the mayor of the town, Ali Hasan"."""
        comma = next((k for k in range(start, end) if self.layout.lower[k] == ","), -1)
        lex, word = self.layout.lex, self.layout.lower[speaker]
        if comma < 0 or not (lex.has("speakers", word) or lex.has("honorifics", word)):
            return None
        run = self._name_run(comma + 1, end)
        if run is None or any(not lex.has("honorifics", w) for w in self.layout.lower[comma + 1 : run[0]]):
            return None
        span = self._span(*run)
        return Link(" ".join(span.text.split()), lex.role(word) or SourceRole.OFFICIAL, span)

    def _person(self, start: int, end: int) -> Link | None:
        """A person by name, without titles: "Russian President Ivan Petrov" is Ivan Petrov."""
        lower, honorific = self.layout.lower, self.layout.lex.words["honorifics"]
        titles = [
            k
            for k in range(start, min(end, start + 20))
            if lower[k] in honorific or self.layout.lex.role(lower[k]) in _HUMAN
        ]
        if not titles:
            return None
        runs = self._name_runs(start, end)
        run = next((r for r in runs if r[0] - 1 in titles), None)
        if run is None:  # "a local member of parliament, Ali Hasan"
            run = next((r for r in runs if lower[r[0] - 1] == "," and titles[0] < r[0]), None)
        if run is None:  # "Ali Hasan, a leader of the tribe": the name stands first
            run = next(
                (r for r in runs if r[0] == start and (r[1] - r[0] > 1 or lower[r[1] : r[1] + 1] == [","])), None
            )
        if run is None:
            return None
        title = max((k for k in titles if k < run[0]), default=titles[0])
        role = self.layout.lex.role(lower[title]) or SourceRole.OFFICIAL
        span = self._span(*run)
        return Link(" ".join(span.text.split()), role, span)
