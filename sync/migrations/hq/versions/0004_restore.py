"""The server that an epoch began on; backups that were restored and found whole."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("server_epoch", sa.Column("pg_system_id", sa.Text(), nullable=True))
    op.add_column("server_epoch", sa.Column("pg_timeline", sa.BigInteger(), nullable=True))
    op.create_table(
        "backup_verified",
        sa.Column("at", sa.BigInteger(), primary_key=True, autoincrement=False, nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
    )
