"""How far a feed had come when content of it was last erased."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("feed", sa.Column("erased", sa.BigInteger(), nullable=True))
