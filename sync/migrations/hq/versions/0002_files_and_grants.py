"""Snapshots and segments, grants, and when a row left its feed."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def _big(name: str, *, key: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), primary_key=key, autoincrement=False, nullable=False)


def _text(name: str, *, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), primary_key=key, nullable=False)


def upgrade() -> None:
    op.add_column("feed_entry", sa.Column("left_at", sa.BigInteger(), nullable=True))
    op.create_index("ix_feed_entry_left", "feed_entry", ["left_at"])
    op.create_index("ix_feed_successor", "feed", ["successor_id"])
    op.create_table(
        "feed_file",
        _text("sha256", key=True),
        _text("purpose"),
        _big("feed_id"),
        _big("epoch"),
        _big("bytes"),
        _big("made_at"),
        sa.Column("replaced_at", sa.BigInteger(), nullable=True),
    )
    op.create_index("ix_feed_file_feed", "feed_file", ["feed_id"])
    op.create_table(
        "snapshot",
        _big("feed_id", key=True),
        _big("epoch", key=True),
        _big("v", key=True),
        _big("seq"),
        _big("expires_at"),
        _text("body"),
        _text("sig"),
    )
    op.create_table(
        "segment",
        _big("feed_id", key=True),
        _big("epoch", key=True),
        _big("from_seq", key=True),
        _big("to_seq"),
        _text("sha256"),
        _big("bytes"),
        _big("made_at"),
    )
    op.create_table(
        "feed_grant",
        _text("id", key=True),
        _text("holder"),
        _text("kind"),
        _text("code"),
        _text("reason"),
        _text("granted_by"),
        _big("granted_at"),
        _big("expires_at"),
    )
    op.create_index("ix_feed_grant_holder", "feed_grant", ["holder"])
