"""The tables of a ledger, the same in SQLite and PostgreSQL.

`entries` is the ledger; `head` its one line of totals. Everything else is made from entries
(or, for events, handed in) and can be made again. A `seq` ties a projected row to its entry.
Text columns compare by code point in every database, so that pages come in the same order.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Float, Index, Integer, MetaData, SmallInteger, Table, Text

metadata = MetaData()

# The newest migration, and all that this version can read (checked against the migrations by test).
HEAD_REVISION = "0003"
KNOWN_REVISIONS = ("0001", "0002", "0003")

Plain = Text().with_variant(Text(collation="C"), "postgresql")
Number = BigInteger().with_variant(Integer, "sqlite")

entries = Table(
    "entries",
    metadata,
    Column("seq", Number, primary_key=True, autoincrement=False),
    Column("id", Plain, nullable=False),
    Column("kind", Plain, nullable=False),
    Column("body", Text, nullable=False),
    Column("at", Plain, nullable=False),
    Column("author", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("hash", Plain, nullable=False),
    Column("chain", Plain, nullable=False),
    Index("entries_id", "id"),
    Index("entries_hash", "hash", unique=True),
    Index("entries_kind", "kind", "seq"),
)

head = Table(
    "head",
    metadata,
    Column("one", SmallInteger, primary_key=True, autoincrement=False),
    Column("count", Number, nullable=False),
    Column("chain", Plain, nullable=False),
    Column("root", Plain, nullable=False),
    Column("events_key", Plain, nullable=False),
    Column("linked", Number, nullable=False, server_default="-1"),  # lines that `link_*` were made from
)

reports = Table(
    "reports",
    metadata,
    Column("seq", Number, primary_key=True, autoincrement=False),
    Column("entry", Plain, nullable=False),
    Column("at", Plain, nullable=False),
    Column("stands", Boolean, nullable=False),
    Column("id", Plain, nullable=False),
    Column("outlet", Plain, nullable=False),
    Column("first", Plain, nullable=False),
    Column("last", Plain, nullable=False),
    Column("language", Plain, nullable=False),
    Column("url", Plain, nullable=False),
    Index("reports_entry", "entry", unique=True),
    Index("reports_id", "id"),
    Index("reports_first", "first", "id"),
    Index("reports_outlet", "outlet"),
)

readings = Table(
    "readings",
    metadata,
    Column("seq", Number, primary_key=True, autoincrement=False),
    Column("entry", Plain, nullable=False),
    Column("at", Plain, nullable=False),
    Column("stands", Boolean, nullable=False),
    Column("report", Plain, nullable=False),
    Column("version", Plain, nullable=False),
    Column("reader", Plain, nullable=False),
    Index("readings_entry", "entry", unique=True),
    Index("readings_report", "report"),
)


def _sorted_by() -> tuple[Column, ...]:
    """The columns that claims and events are both asked for by."""
    return (
        Column("id", Plain, nullable=False),
        Column("kind", Plain, nullable=False),
        Column("type", Plain, nullable=False),
        Column("status", Plain, nullable=False),
        Column("first", Plain, nullable=False),
        Column("last", Plain, nullable=False),
        Column("score", Float(53), nullable=False),
        Column("lat", Float(53)),
        Column("lon", Float(53)),
        Column("x", Float(53)),
        Column("y", Float(53)),
        Column("z", Float(53)),
        Column("cell", Integer),
        Column("country", Plain, nullable=False),
        Column("admin1", Plain, nullable=False),
        Column("admin2", Plain, nullable=False),
    )


def _indexed(name: str) -> tuple[Index, ...]:
    return (
        # `last` stands at the end so that a range of days is decided without a look at the row.
        Index(f"{name}_first", "first", "id", "last"),
        Index(f"{name}_type", "type", "first", "id", "last"),
        Index(f"{name}_country", "country", "first", "id", "last"),
        Index(f"{name}_admin1", "admin1", "first", "id", "last"),
        Index(f"{name}_admin2", "admin2", "first", "id", "last"),
        Index(f"{name}_cell", "cell"),
        Index(f"{name}_score", "score"),
        Index(f"{name}_kind", "kind"),
        Index(f"{name}_status", "status"),
    )


claims = Table(
    "claims",
    metadata,
    Column("seq", Number, primary_key=True, autoincrement=False),
    Column("entry", Plain, nullable=False),
    Column("stands", Boolean, nullable=False),
    Column("report", Plain, nullable=False),
    *_sorted_by(),
    Index("claims_entry", "entry", unique=True),
    Index("claims_id", "id"),
    Index("claims_report", "report"),
    *_indexed("claims"),
)

events = Table(
    "events",
    metadata,
    Column("seq", Number, primary_key=True, autoincrement=False),
    *_sorted_by(),
    Column("independent", Integer, nullable=False),
    Column("credibility", Integer, nullable=False),
    Column("digest", Plain, nullable=False),
    Column("body", Text, nullable=False),
    Index("events_id", "id", unique=True),
    Index("events_independent", "independent"),
    Index("events_credibility", "credibility"),
    *_indexed("events"),
)

event_claims = Table(
    "event_claims",
    metadata,
    Column("event", Number, primary_key=True, autoincrement=False),
    Column("claim", Plain, primary_key=True),
    Index("event_claims_claim", "claim", "event"),  # so that from a claim to its event one look is enough
)


# What linking keeps for its next run; it means nothing without the linking that wrote it.
link_claims = Table(
    "link_claims",
    metadata,
    Column("claim", Plain, primary_key=True),
    Column("report", Plain, nullable=False),
    Column("entry", Plain, nullable=False),
    Column("version", Plain, nullable=False),
    Column("sketch", Text, nullable=False),
    Index("link_claims_report", "report"),
)
link_blocks = Table(
    "link_blocks",
    metadata,
    *(Column(name, Plain, primary_key=True) for name in ("block", "rank", "claim")),
    sqlite_with_rowid=False,
)
link_pairs = Table(
    "link_pairs",
    metadata,
    Column("one", Plain, primary_key=True),
    Column("other", Plain, primary_key=True),
    Column("score", Float(53), nullable=False),
    sqlite_with_rowid=False,
)


def _parties(name: str) -> Table:
    return Table(
        name,
        metadata,
        Column("owner", Number, nullable=False),
        Column("name", Plain, nullable=False),
        Column("actor", Plain, nullable=False),
        Index(f"{name}_owner", "owner"),
        Index(f"{name}_name", "name", "owner"),
        Index(f"{name}_actor", "actor", "owner"),
    )


def _voices(name: str) -> Table:
    return Table(
        name,
        metadata,
        Column("owner", Number, nullable=False),
        Column("name", Plain, nullable=False),
        Index(f"{name}_owner", "owner"),
        Index(f"{name}_name", "name", "owner"),
    )


def _losses(name: str) -> Table:
    return Table(
        name,
        metadata,
        Column("owner", Number, nullable=False),
        Column("outcome", Plain, nullable=False),
        Column("low", Number),
        Column("best", Number),
        Column("high", Number),
        Index(f"{name}_owner", "owner"),
        Index(f"{name}_outcome", "outcome", "best", "owner"),
    )


claim_parties, event_parties = _parties("claim_parties"), _parties("event_parties")
claim_voices, event_voices = _voices("claim_voices"), _voices("event_voices")
claim_losses, event_losses = _losses("claim_losses"), _losses("event_losses")

# Words live outside the metadata: SQLite's FTS5 and PostgreSQL's tsvector have no common form.
WORD_TABLES = ("report_words", "claim_words")
