"""The first tables of a ledger.

Revision ID: 0001
"""

import sqlalchemy as sa
from alembic import op

from reportedly.model.journal import GENESIS, Root
from reportedly.stores import index

revision = "0001"
down_revision = None

PLAIN = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _plain(*names):
    return [sa.Column(name, PLAIN, nullable=False) for name in names]


def _table(name, *columns, indexes=(), unique=()):
    op.create_table(name, *columns)
    for suffix, on in indexes:
        op.create_index(f"{name}_{suffix}", name, on)
    for suffix, on in unique:
        op.create_index(f"{name}_{suffix}", name, on, unique=True)


def _seq():
    return sa.Column("seq", NUMBER, primary_key=True, autoincrement=False)


def _stands():
    return sa.Column("stands", sa.Boolean, nullable=False)


def _sorted_by():
    return [
        *_plain("id", "kind", "type", "status", "first", "last"),
        sa.Column("score", sa.Float(53), nullable=False),
        *(sa.Column(name, sa.Float(53)) for name in ("lat", "lon", "x", "y", "z")),
        sa.Column("cell", sa.Integer),
        *_plain("country", "admin1", "admin2"),
    ]


BY_ORDER = [
    ("first", ["first", "id", "last"]),
    *((name, [name, "first", "id", "last"]) for name in ("type", "country", "admin1", "admin2")),
    ("cell", ["cell"]),
    ("score", ["score"]),
]


def upgrade():
    _table(
        "entries",
        _seq(),
        *_plain("id", "kind"),
        sa.Column("body", sa.Text, nullable=False),
        *_plain("at"),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        *_plain("hash", "chain"),
        indexes=[("id", ["id"]), ("kind", ["kind", "seq"])],
        unique=[("hash", ["hash"])],
    )
    _table(
        "head",
        sa.Column("one", sa.SmallInteger, primary_key=True, autoincrement=False),
        sa.Column("count", NUMBER, nullable=False),
        *_plain("chain", "root", "events_key"),
    )
    _projected()
    for owner in ("claim", "event"):
        _children(owner)
    index.create(op.get_bind())
    head = sa.table("head", *(sa.column(n) for n in ("one", "count", "chain", "root", "events_key")))
    op.bulk_insert(head, [{"one": 1, "count": 0, "chain": GENESIS, "root": Root().state, "events_key": ""}])


def _projected():
    _table(
        "reports",
        _seq(),
        *_plain("entry", "at"),
        _stands(),
        *_plain("id", "outlet", "first", "last", "language", "url"),
        indexes=[("id", ["id"]), ("first", ["first", "id"]), ("outlet", ["outlet"])],
        unique=[("entry", ["entry"])],
    )
    _table(
        "readings",
        _seq(),
        *_plain("entry", "at"),
        _stands(),
        *_plain("report", "version", "reader"),
        indexes=[("report", ["report"])],
        unique=[("entry", ["entry"])],
    )
    _table(
        "claims",
        _seq(),
        *_plain("entry"),
        _stands(),
        *_plain("report"),
        *_sorted_by(),
        indexes=[("id", ["id"]), ("report", ["report"]), *BY_ORDER],
        unique=[("entry", ["entry"])],
    )
    _table(
        "events",
        _seq(),
        *_sorted_by(),
        sa.Column("independent", sa.Integer, nullable=False),
        sa.Column("credibility", sa.Integer, nullable=False),
        *_plain("digest"),
        sa.Column("body", sa.Text, nullable=False),
        indexes=[*BY_ORDER, ("independent", ["independent"]), ("credibility", ["credibility"])],
        unique=[("id", ["id"])],
    )
    _table(
        "event_claims",
        sa.Column("event", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("claim", PLAIN, primary_key=True),
        indexes=[("claim", ["claim"])],
    )


def _children(owner):
    number = ("owner", ["owner"])
    _table(
        f"{owner}_parties",
        sa.Column("owner", NUMBER, nullable=False),
        *_plain("name", "actor"),
        indexes=[number, ("name", ["name", "owner"]), ("actor", ["actor", "owner"])],
    )
    _table(
        f"{owner}_voices",
        sa.Column("owner", NUMBER, nullable=False),
        *_plain("name"),
        indexes=[number, ("name", ["name", "owner"])],
    )
    _table(
        f"{owner}_losses",
        sa.Column("owner", NUMBER, nullable=False),
        *_plain("outcome"),
        *(sa.Column(name, NUMBER) for name in ("low", "best", "high")),
        indexes=[number, ("outcome", ["outcome", "best", "owner"])],
    )
