"""`reportedly review`: walk through what needs a person's eye, and write down what was decided."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import InputError
from .filters import Actor, Country, EventType, Since, Until, filters
from .judging import Author, parse_changes
from .ledger import LedgerPath, opened
from .screen import console, plural, tell

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from ..model import Claim, Report
    from ..session import Ledger
    from ..session.review import Doubt, Pair

PAIR_KEYS = {"s": "same", "d": "different", "u": "unsure"}
CLAIM_KEYS = {"a": "accept", "r": "reject", "m": "amend"}


class What(StrEnum):
    """What is walked through."""

    ALL = "all"
    PAIRS = "pairs"
    CLAIMS = "claims"


class _Enough(Exception):
    """The person has decided enough for now."""


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command("review", short_help="Decide, one after the other, what the machine is unsure of.")(review)


def review(
    ledger: LedgerPath = "",
    author: Author = "",
    what: Annotated[What, typer.Option(help="Pairs of claims, single claims, or both.")] = What.ALL,
    most: Annotated[int, typer.Option(min=1, max=1000, metavar="N", help="At most so many of each.")] = 50,
    since: Since = "",
    until: Until = "",
    country: Country = "",
    actor: Actor = "",
    type: EventType = None,
) -> None:
    """Show pairs of claims that may tell of one event, then claims of low confidence, and take decisions.

    Pairs: s same, d different, u unsure. Claims: a accept, r reject, m amend. An empty line passes
    on, q ends. Every decision is kept at once with its author and reason, and can be retracted.
    """
    from ..session.review import doubtful_claims, unsure_pairs

    asked = filters(since, until, country, actor, type)
    out = console()
    decided = 0
    with opened(ledger) as kept:
        by = author or kept.author
        pairs = unsure_pairs(kept, by, most, **asked) if what is not What.CLAIMS else ()
        doubts = doubtful_claims(kept, by, most, **asked) if what is not What.PAIRS else ()
        try:
            for number, pair in enumerate(pairs, 1):
                _show_pair(out, pair, f"Pair {number} of {len(pairs)}")
                decided += _decide_pair(kept, pair, by)
            for number, doubt in enumerate(doubts, 1):
                _show_doubt(out, doubt, f"Claim {number} of {len(doubts)}")
                decided += _decide_claim(kept, doubt.claim, by)
        except _Enough:
            pass
    if not pairs and not doubts:
        tell("Nothing needs a decision.")
    tell(f"{plural(decided, 'decision')} kept.")


def _decide_pair(kept: Ledger, pair: Pair, author: str) -> bool:
    key = _key("Same event? [s]ame, [d]ifferent, [u]nsure, [q]uit", PAIR_KEYS)
    ids = [claim.id for claim in pair.claims]
    if not key:
        return False
    _keep(lambda reason: kept.judge(PAIR_KEYS[key], *ids, reason=reason, author=author))
    for conflict in kept.conflicts(*ids):
        tell(str(conflict))
    return True


def _decide_claim(kept: Ledger, claim: Claim, author: str) -> bool:
    """Ask until a decision fits; an amendment that does not is told and asked again."""
    while key := _key("Right? [a]ccept, [r]eject, a[m]end, [q]uit", CLAIM_KEYS):
        try:
            changes = parse_changes(_changes()) if key == "m" else {}
            if key == "m" and not changes:
                continue
            verdict = CLAIM_KEYS[key]
            return _keep(
                lambda reason: kept.judge(verdict, claim.id, reason=reason, changes=changes or None, author=author)  # noqa: B023
            )
        except InputError as error:
            tell(str(error))
    return False


def _keep(judge: Callable[[str], Any]) -> bool:
    judge(_ask("Why?"))
    return True


def _changes() -> list[str]:
    tell('Fields of the wire form, one FIELD=JSON a line, as status="denied"; an empty line ends.')
    found = []
    while line := _ask("Change"):
        found.append(line)
    return found


def _key(question: str, known: dict[str, str]) -> str:
    """One of the known keys, "" to pass on; asks again for anything else."""
    while True:
        answer = _ask(question).lower()
        if answer in ("q", "quit"):
            raise _Enough
        if answer[:1] in known and answer in (answer[:1], known[answer[:1]]):
            return answer[:1]
        if not answer:
            return ""
        tell(f"There are: {', '.join(f'{key} {name}' for key, name in known.items())}; an empty line passes on.")


def _ask(question: str) -> str:
    """What was typed; the end of the input, or an interrupt, is the end of the review."""
    try:
        return str(typer.prompt(question, default="", show_default=False, err=True)).strip()
    except (typer.Abort, EOFError, KeyboardInterrupt) as end:
        raise _Enough from end


def _show_pair(out: Console, pair: Pair, title: str) -> None:
    from rich.table import Table
    from rich.text import Text

    now = "one event now" if pair.joined else "two events now"
    out.print()
    out.print(Text(f"{title}: {pair.probability:.0%} one event; {now}", style="bold"))
    sides = Table.grid(padding=(0, 2), expand=True)
    sides.add_column(ratio=1)
    sides.add_column(ratio=1)
    sides.add_row(*(_claim(claim, report) for claim, report in zip(pair.claims, pair.reports)))
    out.print(sides)
    for reason in pair.reasons:
        out.print(Text(f"  {_plain(reason)}", style="dim"))


def _show_doubt(out: Console, doubt: Doubt, title: str) -> None:
    from rich.text import Text

    out.print()
    out.print(Text(f"{title}: confidence {doubt.claim.score:.0%}", style="bold"))
    out.print(_claim(doubt.claim, doubt.report))


def _claim(claim: Claim, report: Report) -> Text:
    """Where it was published, the words in their sentence, what was read from them, and who says so."""
    from rich.text import Text

    from ..session.review import passages
    from .words import chain_in_words, harms_in_words, when_in_words, where_in_words

    day = report.published.date().isoformat() if report.published else ""
    said = Text(_plain(", ".join(filter(None, (report.outlet or report.id, day)))) + "\n", style="bold")
    for before, words, after in passages(claim, report):
        said.append(_plain(before), "not bold")
        said.append(_plain(words), "not bold underline")
        said.append(f"{_plain(after)}\n", "not bold")
    parties = " → ".join(", ".join(p.name for p in side) for side in (claim.actors, claim.targets) if side)
    read = {
        "what": f"{claim.type} ({claim.kind.value}, {claim.status.value})",
        "when": when_in_words(claim.when),
        "where": where_in_words(claim.where),
        "parties": parties,
        "toll": harms_in_words(claim.toll).replace("\n", "; "),
        "said by": chain_in_words(claim.attribution),
        "claim": claim.id,
    }
    for name, value in read.items():
        if value:
            said.append(f"{name}: {_plain(value)}\n", "not bold dim")
    return said


def _plain(text: str) -> str:
    """The text without what moves a terminal's cursor or colours it."""
    return "".join(char if char.isprintable() else " " for char in text)
