"""HQ's own tables, first form."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "server_epoch",
        sa.Column("epoch", sa.BigInteger(), primary_key=True, autoincrement=False, nullable=False),
        sa.Column("dataset", sa.Text(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
    )
    op.create_table(
        "feed",
        sa.Column("id", sa.BigInteger(), primary_key=True, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("head", sa.BigInteger(), nullable=False),
        sa.Column("floor", sa.BigInteger(), nullable=False),
        sa.Column("dig", sa.BigInteger(), nullable=False),
        sa.Column("n_rows", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("successor_id", sa.BigInteger(), nullable=True),
        sa.UniqueConstraint("kind", "code", name="uq_feed_kind"),
    )
    op.create_table(
        "division_feed",
        sa.Column("code", sa.Text(), primary_key=True, nullable=False),
        sa.Column("valid_from", sa.Text(), primary_key=True, nullable=False),
        sa.Column("valid_to", sa.Text(), nullable=True),
        sa.Column("feed_id", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "feed_entry",
        sa.Column("feed_id", sa.BigInteger(), primary_key=True, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), primary_key=True, nullable=False),
        sa.Column("row_id", sa.Text(), primary_key=True, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("ver_epoch", sa.BigInteger(), nullable=False),
        sa.Column("ver", sa.BigInteger(), nullable=False),
        sa.UniqueConstraint("feed_id", "seq", name="uq_feed_entry_seq"),
    )
    op.create_table(
        "op_result",
        sa.Column("dev", sa.Text(), primary_key=True, nullable=False),
        sa.Column("inc", sa.BigInteger(), primary_key=True, autoincrement=False, nullable=False),
        sa.Column("n", sa.BigInteger(), primary_key=True, autoincrement=False, nullable=False),
        sa.Column("op_id", sa.Text(), nullable=False),
        sa.Column("core", sa.LargeBinary(), nullable=False),
        sa.Column("chain", sa.LargeBinary(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    op.create_index("ix_op_result_op_id", "op_result", ["op_id"])
    op.create_table(
        "row_history",
        sa.Column("kind", sa.Text(), primary_key=True, nullable=False),
        sa.Column("row_id", sa.Text(), primary_key=True, nullable=False),
        sa.Column("ver_epoch", sa.BigInteger(), primary_key=True, autoincrement=False, nullable=False),
        sa.Column("ver", sa.BigInteger(), primary_key=True, autoincrement=False, nullable=False),
        sa.Column("op_id", sa.Text(), nullable=False),
        sa.Column("dev", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=True),
        sa.Column("units", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "parked_op",
        sa.Column("dev", sa.Text(), primary_key=True, nullable=False),
        sa.Column("inc", sa.BigInteger(), primary_key=True, autoincrement=False, nullable=False),
        sa.Column("n", sa.BigInteger(), primary_key=True, autoincrement=False, nullable=False),
        sa.Column("waits", sa.Text(), nullable=False),
        sa.Column("grp", sa.Text(), nullable=False),
    )
    op.create_index("ix_parked_op_waits", "parked_op", ["waits"])
    op.create_table(
        "quarantine",
        sa.Column("dev", sa.Text(), primary_key=True, nullable=False),
        sa.Column("inc", sa.BigInteger(), primary_key=True, autoincrement=False, nullable=False),
        sa.Column("n", sa.BigInteger(), primary_key=True, autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("reviewed_by", sa.Text(), nullable=True),
        sa.Column("reviewed_at", sa.BigInteger(), nullable=True),
    )
    op.create_table(
        "device_key",
        sa.Column("id", sa.Text(), primary_key=True, nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("counter", sa.BigInteger(), nullable=False),
        sa.Column("counter_seen", sa.BigInteger(), nullable=False),
        sa.Column("registered_at", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "device_log",
        sa.Column("dev", sa.Text(), primary_key=True, nullable=False),
        sa.Column("inc", sa.BigInteger(), primary_key=True, autoincrement=False, nullable=False),
        sa.Column("last_n", sa.BigInteger(), nullable=False),
        sa.Column("chain", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "push_signature",
        sa.Column("dev", sa.Text(), primary_key=True, nullable=False),
        sa.Column("inc", sa.BigInteger(), primary_key=True, autoincrement=False, nullable=False),
        sa.Column("last", sa.BigInteger(), primary_key=True, autoincrement=False, nullable=False),
        sa.Column("chain", sa.LargeBinary(), nullable=False),
        sa.Column("sig", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "blob",
        sa.Column("sha256", sa.Text(), primary_key=True, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("announced_by", sa.Text(), nullable=False),
        sa.Column("announced_at", sa.BigInteger(), nullable=False),
    )
    op.create_index("ix_blob_announced", "blob", ["announced_by", "announced_at"])
    op.create_table(
        "blob_part",
        sa.Column("sha256", sa.Text(), primary_key=True, nullable=False),
        sa.Column("i", sa.BigInteger(), primary_key=True, autoincrement=False, nullable=False),
    )
    op.create_table(
        "durable_log",
        sa.Column("dev", sa.Text(), primary_key=True, nullable=False),
        sa.Column("inc", sa.BigInteger(), primary_key=True, autoincrement=False, nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
    )
