"""Which blobs are originals, and when and at which place of the log HQ confirmed each."""  # noqa: N999 - numbered

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("blob_local", sa.Column("is_original", sa.Boolean(), nullable=False, server_default="0"))
    op.add_column("blob_local", sa.Column("confirmed_at", sa.BigInteger(), nullable=True))
    op.add_column("blob_local", sa.Column("confirmed_inc", sa.Integer(), nullable=True))
    op.add_column("blob_local", sa.Column("confirmed_n", sa.BigInteger(), nullable=True))
