"""Score cards of areas; corrections of a visit are found by the visit that they replace."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_TEXTS = ("card", "first_day", "last_day", "counted_on", "numbers", "answers", "rule_version", "note", "assessed_by")


def upgrade() -> None:
    op.create_table(
        "area_score",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("voided_at", sa.BigInteger()),
        sa.Column("void_reason", sa.Text()),
        sa.Column("division_code", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in _TEXTS),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("assessed_at", sa.BigInteger(), nullable=False),
        sa.Column("feed_id", sa.BigInteger()),
        sa.Column("ver", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("ver_epoch", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("extra", sa.Text()),
    )
    op.create_index("ix_area_score_feed", "area_score", ["feed_id"])
    op.create_index("ix_area_score_division_code", "area_score", ["division_code"])
    op.create_index("ix_inspection_supersedes", "inspection", ["supersedes"])
