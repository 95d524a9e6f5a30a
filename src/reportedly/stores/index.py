"""Full-text tables: FTS5 in SQLite, `tsvector` with GIN in PostgreSQL, the same words and answers in both.

Both are fed the words that `words.words` found, parted by blanks, and neither stems.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, Select, column, func, select, table, text

from .schema import WORD_TABLES
from .words import phrases


def create(connection: Connection) -> None:
    """Make the word tables of a new ledger."""
    for name in WORD_TABLES:
        if connection.dialect.name == "sqlite":
            connection.execute(text(f"CREATE VIRTUAL TABLE {name} USING fts5(words, content='', tokenize='unicode61')"))
        else:
            connection.execute(text(f"CREATE TABLE {name} (seq BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)"))
            connection.execute(text(f"CREATE INDEX {name}_words ON {name} USING GIN (words)"))


def add(connection: Connection, name: str, rows: Iterable[tuple[int, str]]) -> None:
    """Take in (seq, words) of new reports or claims."""
    if connection.dialect.name == "sqlite":
        statement = text(f"INSERT INTO {name} (rowid, words) VALUES (:seq, :words)")
    else:
        statement = text(f"INSERT INTO {name} (seq, words) VALUES (:seq, to_tsvector('simple', :words))")
    values = [{"seq": seq, "words": words} for seq, words in rows]
    if values:
        connection.execute(statement, values)


def matching(dialect: str, name: str, query: str) -> Select:
    """The `seq` of every report or claim that matches the query."""
    wanted = phrases(query)
    if dialect == "sqlite":
        terms = " AND ".join(f'"{" ".join(p.words)}"' + (" *" if p.is_beginning else "") for p in wanted)
        found = table(name, column("rowid"), column(name))
        return select(found.c.rowid.label("seq")).where(found.c[name].op("MATCH")(terms))
    terms = " & ".join("(" + " <-> ".join(p.words) + (":*" if p.is_beginning else "") + ")" for p in wanted)
    found = table(name, column("seq"), column("words"))
    return select(found.c.seq).where(found.c.words.op("@@")(func.to_tsquery("simple", terms)))
