"""Wiping, sizes of blobs told by each device, blobs that HQ wants, limits of a day, refused requests."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("device_key", sa.Column("wipe", sa.Text(), nullable=True))
    op.add_column("device_key", sa.Column("wiped_at", sa.BigInteger(), nullable=True))
    op.create_table(
        "blob_claim",
        sa.Column("sha256", sa.Text(), primary_key=True, nullable=False),
        sa.Column("dev", sa.Text(), primary_key=True, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    op.create_index("ix_blob_claim_dev", "blob_claim", ["dev", "at"])
    op.execute(
        "INSERT INTO blob_claim SELECT sha256, announced_by, size, 1 = 1, announced_at FROM blob"
        " WHERE state = 'incomplete' AND announced_by <> ''"
    )
    op.drop_index("ix_blob_announced", "blob")
    with op.batch_alter_table("blob") as blob:
        blob.drop_column("announced_by")
    op.create_index("ix_blob_state", "blob", ["state", "announced_at"])
    op.drop_table("blob_part")  # parts are kept under other names now; those on their way are sent once more
    op.create_table(
        "blob_part",
        sa.Column("sha256", sa.Text(), primary_key=True, nullable=False),
        sa.Column("size", sa.BigInteger(), primary_key=True, autoincrement=False, nullable=False),
        sa.Column("i", sa.BigInteger(), primary_key=True, autoincrement=False, nullable=False),
    )
    op.create_table(
        "blob_wanted",
        sa.Column("dev", sa.Text(), primary_key=True, nullable=False),
        sa.Column("sha256", sa.Text(), primary_key=True, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "device_day",
        sa.Column("dev", sa.Text(), primary_key=True, nullable=False),
        sa.Column("day", sa.Text(), primary_key=True, nullable=False),
        sa.Column("parts", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "refused_request",
        sa.Column("day", sa.Text(), primary_key=True, nullable=False),
        sa.Column("dev", sa.Text(), primary_key=True, nullable=False),
        sa.Column("endpoint", sa.Text(), primary_key=True, nullable=False),
        sa.Column("fault", sa.Text(), primary_key=True, nullable=False),
        sa.Column("times", sa.BigInteger(), nullable=False),
        sa.Column("first_at", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
    )
