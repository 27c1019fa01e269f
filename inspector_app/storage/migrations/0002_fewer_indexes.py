"""Indexes that no query uses: lists are filtered by the search index, and every write paid for them."""

from alembic import op

revision = "0002"
down_revision = "0001"

_UNUSED = {
    "operator": ("division_code", "licence_state", "operator_kind", "risk_grade", "status"),
    "product": ("county_code", "licence_no", "name"),
    "ledger_entry": ("batch_no",),
    "inspection": ("state",),
    "evidence_item": ("item_id",),
    "checklist": ("jurisdiction",),
    "region": ("published_in",),
}


def upgrade() -> None:
    for kind, fields in _UNUSED.items():
        for field in fields:
            # If_exists: a first replica that was killed may have lifted it.
            op.drop_index(f"ix_{kind}_{field}", kind, if_exists=True)
