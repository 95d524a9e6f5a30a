"""`Why` on the screen: from a number to the words, underlined in their sentence, and who said them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from .words import range_in_words

if TYPE_CHECKING:
    from rich.console import Console

_INDENT = 4


def print_why(out: Console, why: Any) -> None:
    """The headline, each figure with who says how many, the reasons, then every account with its words."""
    from rich.padding import Padding
    from rich.text import Text

    out.print(Text(why.headline, style="bold"))
    out.print(Text(why.id, style="dim"))
    for figure in why.figures:
        disputed = ", disputed" if figure.is_disputed else ""
        line = f"{range_in_words(figure.low, figure.best, figure.high)} {figure.label}"
        out.print()
        out.print(Text(f"{line}  (rule {figure.rule}{disputed})"))
        for stand in figure.stands:
            later = ", replaced by a later figure" if stand.is_superseded else ""
            out.print(
                Text(f"  {stand.figure} according to {stand.source or 'the report itself'}{later}  [{stand.claim}]")
            )
    for title, lines in (("Joined because", why.reasons), ("Judged", why.judgements), ("Notes", why.notes)):
        if lines:
            out.print()
            out.print(Text(f"{title}:", style="bold"))
            for line in lines:
                out.print(Padding(Text(line), (0, 0, 0, 2)))
    for account in why.accounts:
        out.print()
        _print_account(out, account)


def _print_account(out: Console, account: Any) -> None:
    from rich.text import Text

    named = ", ".join(filter(None, (account.outlet or account.report, account.published[:10], account.title)))
    out.print(Text(named, style="bold"))
    chain = " ← ".join(
        (account.outlet or "the report", *(f"{link.name} ({link.role.value})" for link in account.chain))
    )
    out.print(Text(f"  Said by: {chain}"))
    if account.hedges:
        out.print(Text(f"  Hedged: {', '.join(account.hedges)}"))
    if account.url:
        out.print(Text(f"  {account.url}", style="dim"))
    out.print(Text(f"  {account.claim} of {account.report}, read by {account.reader}", style="dim"))
    for start in dict.fromkeys(quote.start for quote in account.quotes):
        _print_sentence(out, [quote for quote in account.quotes if quote.start == start])


def _print_sentence(out: Console, quotes: list[Any]) -> None:
    """One sentence with all its quoted words underlined, and what each was read as."""
    from rich.text import Text

    sentence = max((quote.sentence for quote in quotes), key=len)
    read = [quote for quote in quotes if quote.field != "evidence"] or quotes
    marked = [False] * len(sentence)
    for quote in read:
        first, last = quote.underline
        marked[first:last] = [True] * (min(last, len(sentence)) - first)
    out.print()
    for start, end in broken(sentence, out.width - _INDENT):
        line = Text(" " * _INDENT)
        for mark, run in groupby(range(start, end), key=marked.__getitem__):
            words = "".join(" " if sentence[k].isspace() else sentence[k] for k in run)
            line.append(words, "underline" if mark else "")
        out.print(line)
        if not out.is_terminal and any(marked[start:end]):
            carets = "".join("^" if mark else " " for mark in marked[start:end]).rstrip()
            out.print(Text(" " * _INDENT + carets))
    for quote in read:
        if quote.field == "evidence":
            continue
        words = " ".join(quote.span.text.split())
        meaning = "" if quote.meaning == words else f" = {quote.meaning}"
        out.print(Text(f"{' ' * _INDENT}  {quote.field}: “{words}”{meaning}", style="dim"))


def broken(sentence: str, width: int) -> Iterator[tuple[int, int]]:
    """The sentence in lines of at most `width`, broken at blanks, as half-open offsets."""
    start = 0
    while len(sentence) - start > width:
        end = sentence.rfind(" ", start, start + width + 1)
        end = end if end > start else start + width
        yield start, end
        start = end + (sentence[end : end + 1] == " ")
    if start < len(sentence):
        yield start, len(sentence)
