"""A device's own tables."""  # noqa: N999 - migrations are numbered

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("row_id", sa.Text(), nullable=False),
        sa.Column("k", sa.Text(), nullable=False),
        sa.Column("base_epoch", sa.Integer(), nullable=False),
        sa.Column("base_ver", sa.BigInteger(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("grp", sa.Text(), nullable=False),
        sa.Column("wall", sa.BigInteger(), nullable=False),
        sa.Column("off", sa.BigInteger()),
        sa.Column("mono", sa.BigInteger(), nullable=False),
        sa.Column("resolves", sa.Text()),
        sa.Column("replaces", sa.Text()),
        sa.Column("inc", sa.Integer()),
        sa.Column("n", sa.BigInteger()),
        sa.Column("core", sa.LargeBinary()),
        sa.Column("chain", sa.LargeBinary()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("code", sa.Text()),
        sa.Column("unit", sa.Text()),
        sa.Column("detail", sa.Text(), nullable=False, server_default=""),
        sa.Column("waits", sa.Text()),
        sa.Column("conflicts", sa.JSON(), nullable=False),
        sa.Column("ver_epoch", sa.Integer()),
        sa.Column("ver", sa.BigInteger()),
        sa.Column("landed", sa.Boolean(), nullable=False, server_default="0"),
        sa.Column("settled_at", sa.BigInteger()),
        sa.Column("durable", sa.Boolean(), nullable=False, server_default="0"),
    )
    op.create_index("ix_outbox_number", "outbox", ["inc", "n"], unique=True)
    op.create_index("ix_outbox_row", "outbox", ["kind", "row_id"])
    op.create_index("ix_outbox_state", "outbox", ["state", "landed", "mono"])
    op.create_table(
        "dirty_shadow",
        sa.Column("kind", sa.Text(), primary_key=True),
        sa.Column("row_id", sa.Text(), primary_key=True),
        sa.Column("body", sa.JSON(), nullable=False),
    )
    op.create_table(
        "sub",
        sa.Column("feed_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("cursor", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
    )
    op.create_table(
        "sync_meta",
        sa.Column("key", sa.Text(), primary_key=True),
        sa.Column("value", sa.JSON()),
    )
    op.create_table(
        "counter",
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("value", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "held_rows",
        sa.Column("kind", sa.Text(), primary_key=True),
        sa.Column("row_id", sa.Text(), primary_key=True),
        sa.Column("feed_id", sa.BigInteger(), nullable=False),
        sa.Column("ver_epoch", sa.Integer(), nullable=False),
        sa.Column("ver", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
    )
    op.create_table(
        "blob_local",
        sa.Column("sha256", sa.Text(), primary_key=True),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
    )
    op.create_index("ix_blob_local_state", "blob_local", ["state", "added_at"])
