"""Indexes by which few among a million are found: of a rare kind or status, and the event of each of many claims.

Revision ID: 0003
"""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade():
    for name in ("claims", "events"):
        op.create_index(f"{name}_kind", name, ["kind"])
        op.create_index(f"{name}_status", name, ["status"])
    op.drop_index("event_claims_claim", "event_claims")
    op.create_index("event_claims_claim", "event_claims", ["claim", "event"])
