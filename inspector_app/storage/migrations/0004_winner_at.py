"""A conflict tells when the value that stands was observed."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("conflict", sa.Column("winner_at", sa.BigInteger()))
