"""Names as a report's reader finds them there: the usual one, with the letters by which the report speaks of it."""

from __future__ import annotations

from dataclasses import replace

from ..model import Attribution, SourceRole

_SHORT = 2  # words of a name that stands for a longer one: "UN", "White Helmets"
_PRESS = (SourceRole.OUTLET, SourceRole.AGENCY)  # known by any of their names


class KnownBy:
    """The names of one report's sources."""

    def __init__(self, text: str) -> None:
        self._shouts = text.isupper()  # no telling a name from a noun
        self._shown: dict[str, str] = {}

    def chain(self, attribution: Attribution) -> Attribution:
        """The same chain of sources with each as the report knows it."""
        links = (
            k if k.span is None or k.role in _PRESS else replace(k, name=self.shown(k.name, k.span.text))
            for k in attribution.links
        )
        return replace(attribution, links=tuple(links))

    def shown(self, name: str, words: str) -> str:
        """The name; with the words of the report behind it where those are short and have no word of it:
        "Northern Rivers Front (NRF)". The first such words met stand for all."""
        if name not in self._shown:
            own = words.split()
            own = own[1:] if own[:1] and own[0].lower() == "the" else own
            told = {w.lower() for w in own} & {w.lower().strip("()") for w in name.split()}
            named = 0 < len(own) <= _SHORT and own[-1][:1].isupper() and name[:1].isupper() and not self._shouts
            if not named or told or name[-1:] == ")":
                return name
            self._shown[name] = f"{name} ({' '.join(own)})"
        return self._shown[name]
