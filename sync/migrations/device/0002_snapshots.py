"""Where a feed was begun, and which snapshots were taken."""  # noqa: N999 - migrations are numbered

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("sub", sa.Column("began", sa.BigInteger(), nullable=False, server_default="0"))
    op.create_table(
        "snapshot_seen",
        sa.Column("feed_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("v", sa.BigInteger(), nullable=False),
    )
