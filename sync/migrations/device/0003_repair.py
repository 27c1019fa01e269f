"""What a device compares its feeds with HQ by."""  # noqa: N999 - migrations are numbered

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("sub", sa.Column("epoch", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("sub", sa.Column("sum", sa.BigInteger(), nullable=True))
    op.add_column("sub", sa.Column("checked_at", sa.BigInteger(), nullable=True))
    op.add_column("sub", sa.Column("repaired_at", sa.BigInteger(), nullable=True))
    op.add_column("sub", sa.Column("is_damaged", sa.Boolean(), nullable=False, server_default="0"))
    heard = "SELECT CAST(value AS INTEGER) FROM sync_meta WHERE key = 'epoch'"
    op.execute(f"UPDATE sub SET epoch = COALESCE(({heard}), 1)")
