"""What linking keeps between two runs, so that an addition is linked without looking at all claims.

Revision ID: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

PLAIN = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _plain(*names, key=False):
    return [sa.Column(name, PLAIN, nullable=False, primary_key=key) for name in names]


def upgrade():
    op.add_column("head", sa.Column("linked", NUMBER, nullable=False, server_default="-1"))
    op.create_table(
        "link_claims",
        *_plain("claim", key=True),
        *_plain("report", "entry", "version"),
        sa.Column("sketch", sa.Text, nullable=False),
    )
    op.create_index("link_claims_report", "link_claims", ["report"])
    op.create_table("link_blocks", *_plain("block", "rank", "claim", key=True), sqlite_with_rowid=False)
    op.create_table(
        "link_pairs",
        *_plain("one", "other", key=True),
        sa.Column("score", sa.Float(53), nullable=False),
        sqlite_with_rowid=False,
    )
