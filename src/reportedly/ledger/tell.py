"""`Why` as plain text: every quoted word underlined in its sentence."""

from __future__ import annotations

from .explain import Account, Quote, Why


def lines(why: Why) -> list[str]:
    """The whole as plain text, the quoted words underlined with carets."""
    found = [f"{why.id}  {why.headline}"]
    for figure in why.figures:
        bounds = f"low {_or(figure.low)}, best {_or(figure.best)}, high {_or(figure.high)}"
        found += ["", f"  {figure.label}: {bounds}, rule {figure.rule}{', disputed' if figure.is_disputed else ''}"]
        for stand in figure.stands:
            old = ", replaced by a later figure" if stand.is_superseded else ""
            found.append(f"    {stand.figure} says {stand.source or 'the report itself'} [{stand.claim}]{old}")
    found += [f"  joined: {reason}" for reason in why.reasons]
    found += [f"  judged: {told}" for told in why.judgements]
    found += [f"  note: {note}" for note in why.notes]
    for each in why.accounts:
        found += ["", *account_lines(each)]
    return found


def _or(value: int | None) -> str:
    return "?" if value is None else str(value)


def account_lines(each: Account) -> list[str]:
    """One account as plain text: its report, its chain, its sentences with the words underlined."""
    place = ", ".join(filter(None, (each.outlet or each.report, each.published, each.title)))
    chain = " <- ".join((each.outlet or "the report", *(link.name for link in each.chain)))
    found = [f"  {each.claim}  {place}", f"    who says so: {chain}"]
    found += [f"    {each.url}"] if each.url else []
    found += [f"    hedged: {', '.join(each.hedges)}"] if each.hedges else []
    for start in dict.fromkeys(q.start for q in each.quotes):
        found += _underlined([q for q in each.quotes if q.start == start])
    return found


def _underlined(quotes: list[Quote]) -> list[str]:
    """A sentence, a line of carets under all its quotes, and what each was read as."""
    sentence = max((q.sentence for q in quotes), key=len)
    marks = [" "] * len(sentence)
    for each in quotes:
        if each.field != "evidence" or len(quotes) == 1:
            marks[slice(*each.underline)] = "^" * (each.underline[1] - each.underline[0])
    flat = "".join(" " if c.isspace() else c for c in sentence)
    found = [f"    | {flat}", f"    | {''.join(marks).rstrip()}"]
    for each in quotes:
        if each.field != "evidence":
            where = f"{each.span.start}-{each.span.end}"
            found.append(f"      {each.field}: {' '.join(each.span.text.split())} = {each.meaning} [{where}]")
    return found
