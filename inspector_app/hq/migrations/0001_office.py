"""Passwords, enrolments, escrowed database keys, settings."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "credential",
        sa.Column("user_id", sa.Text(), primary_key=True),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("locked_until", sa.BigInteger(), nullable=False, server_default="0"),
    )
    op.create_table(
        "enrolment",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("secret_sha256", sa.Text(), nullable=False, unique=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("user_ids", sa.JSON(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("device_id", sa.Text()),
        sa.Column("public_key", sa.LargeBinary()),
    )
    op.create_table(
        "escrow",
        sa.Column("device_id", sa.Text(), primary_key=True),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "setting",
        sa.Column("key", sa.Text(), primary_key=True),
        sa.Column("value", sa.JSON(), nullable=False),
    )
