"""Corrections that a team lead approves; the head office of a chain."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("inspection", sa.Column("needs_approval", sa.Boolean()))
    op.add_column("trade_link", sa.Column("head_office", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("trade_link") as batch:  # of the rows that are there; later ones bring their own
        batch.alter_column("head_office", server_default=None)
    op.create_table(
        "amendment",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("voided_at", sa.BigInteger()),
        sa.Column("void_reason", sa.Text()),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("operator_id", "inspection_id", "state")),
        sa.Column("feed_id", sa.BigInteger()),
        sa.Column("ver", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("ver_epoch", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("extra", sa.Text()),
    )
    op.create_index("ix_amendment_feed", "amendment", ["feed_id"])
    for name in ("operator_id", "inspection_id", "state"):
        op.create_index(f"ix_amendment_{name}", "amendment", [name])
