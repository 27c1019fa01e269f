"""Shops that sell farm produce and no other food."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("operator", sa.Column("farm_produce_only", sa.Boolean()))
