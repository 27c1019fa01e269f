"""In the terms of which version of the records the rows of each feed were told."""  # noqa: N999 - migrations are numbered

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("sub", sa.Column("form", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("sub", sa.Column("again_at", sa.BigInteger(), nullable=False, server_default="0"))
