"""The lines of a supplier are found by it: which shops it serves, and what was bought on a paper of its file."""

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    # If_not_exists: a first replica that was killed may have put back what was lifted.
    op.create_index("ix_ledger_entry_supplier_id", "ledger_entry", ["supplier_id"], if_not_exists=True)
