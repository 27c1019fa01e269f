"""The record tables, the same on a device and at HQ."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _create_table(name: str, *columns: sa.Column[Any]) -> None:
    """A table with what every record has before its own columns, and behind them what sync keeps beside it."""
    op.create_table(
        name,
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("voided_at", sa.BigInteger()),
        sa.Column("void_reason", sa.Text()),
        *columns,
        sa.Column("feed_id", sa.BigInteger()),
        sa.Column("ver", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("ver_epoch", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("extra", sa.Text()),
    )


def upgrade() -> None:
    _create_table(
        "operator",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("operator_kind", sa.Text(), nullable=False),
        sa.Column("canteen_kind", sa.Text()),
        sa.Column("agri_kinds", sa.Text(), nullable=False),
        sa.Column("uscc", sa.Text()),
        sa.Column("reg_no", sa.Text()),
        sa.Column("number_missing_reason", sa.Text()),
        sa.Column("division_code", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("longitude", sa.Float(53)),
        sa.Column("latitude", sa.Float(53)),
        sa.Column("phone", sa.Text()),
        sa.Column("phone_missing_reason", sa.Text()),
        sa.Column("staff_count", sa.BigInteger()),
        sa.Column("floor_area_m2", sa.BigInteger()),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("status_reason", sa.Text()),
        sa.Column("duplicate_of", sa.Text()),
        sa.Column("licence_state", sa.Text(), nullable=False),
        sa.Column("risk_grade", sa.Text()),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("pledge_version", sa.Text()),
        sa.Column("pledge_signed_at", sa.BigInteger()),
        sa.Column("responsible_office", sa.Text()),
        sa.Column("responsible_user_id", sa.Text()),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("registered_at", sa.BigInteger(), nullable=False),
        sa.Column("registered_by", sa.Text(), nullable=False),
    )
    op.create_index("ix_operator_division_code", "operator", ["division_code"])
    op.create_index("ix_operator_feed", "operator", ["feed_id"])
    op.create_index("ix_operator_licence_state", "operator", ["licence_state"])
    op.create_index("ix_operator_name", "operator", ["name"])
    op.create_index("ix_operator_operator_kind", "operator", ["operator_kind"])
    op.create_index("ix_operator_reg_no", "operator", ["reg_no"])
    op.create_index("ix_operator_risk_grade", "operator", ["risk_grade"])
    op.create_index("ix_operator_status", "operator", ["status"])
    op.create_index("ix_operator_uscc", "operator", ["uscc"])
    _create_table(
        "person",
        sa.Column("operator_id", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("id_number", sa.Text()),
        sa.Column("id_hmac", sa.Text()),
        sa.Column("id_missing_reason", sa.Text()),
        sa.Column("phone", sa.Text()),
        sa.Column("home_address", sa.Text()),
        sa.Column("verified_at", sa.BigInteger()),
        sa.Column("verified_by", sa.Text()),
    )
    op.create_index("ix_person_feed", "person", ["feed_id"])
    op.create_index("ix_person_id_hmac", "person", ["id_hmac"])
    op.create_index("ix_person_operator_id", "person", ["operator_id"])
    _create_table(
        "licence",
        sa.Column("operator_id", sa.Text(), nullable=False),
        sa.Column("licence_type", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("number_as_printed", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Text()),
        sa.Column("valid_until", sa.Text()),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_by", sa.Text(), nullable=False),
    )
    op.create_index("ix_licence_feed", "licence", ["feed_id"])
    op.create_index("ix_licence_number", "licence", ["number"])
    op.create_index("ix_licence_operator_id", "licence", ["operator_id"])
    op.create_index("ix_licence_valid_until", "licence", ["valid_until"])
    _create_table(
        "product",
        sa.Column("county_code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("gtin", sa.Text()),
        sa.Column("store_code", sa.Text()),
        sa.Column("store_operator_id", sa.Text()),
        sa.Column("brand", sa.Text(), nullable=False),
        sa.Column("specification", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("pack_form", sa.Text(), nullable=False),
        sa.Column("maker_name", sa.Text(), nullable=False),
        sa.Column("maker_address", sa.Text(), nullable=False),
        sa.Column("licence_no", sa.Text()),
        sa.Column("standard_no", sa.Text(), nullable=False),
        sa.Column("shelf_life", sa.BigInteger()),
        sa.Column("shelf_life_unit", sa.Text()),
        sa.Column("storage", sa.Text(), nullable=False),
        sa.Column("customs_no", sa.Text(), nullable=False),
    )
    op.create_index("ix_product_county_code", "product", ["county_code"])
    op.create_index("ix_product_feed", "product", ["feed_id"])
    op.create_index("ix_product_gtin", "product", ["gtin"])
    op.create_index("ix_product_licence_no", "product", ["licence_no"])
    op.create_index("ix_product_name", "product", ["name"])
    _create_table(
        "ledger_entry",
        sa.Column("operator_id", sa.Text(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("product_id", sa.Text()),
        sa.Column("product_name", sa.Text(), nullable=False),
        sa.Column("gtin", sa.Text()),
        sa.Column("specification", sa.Text(), nullable=False),
        sa.Column("quantity_milli", sa.BigInteger(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("price_fen", sa.BigInteger()),
        sa.Column("batch_no", sa.Text(), nullable=False),
        sa.Column("production_date", sa.Text()),
        sa.Column("shelf_life", sa.BigInteger()),
        sa.Column("shelf_life_unit", sa.Text()),
        sa.Column("expiry_date", sa.Text()),
        sa.Column("partner_name", sa.Text(), nullable=False),
        sa.Column("partner_address", sa.Text(), nullable=False),
        sa.Column("partner_phone", sa.Text(), nullable=False),
        sa.Column("voucher_no", sa.Text(), nullable=False),
        sa.Column("missing_reason", sa.Text(), nullable=False),
        sa.Column("happened_on", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("sampled", sa.Boolean(), nullable=False),
        sa.Column("reverses", sa.Text()),
        sa.Column("reverse_reason", sa.Text(), nullable=False),
        sa.Column("stock_reason", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.BigInteger(), nullable=False),
    )
    op.create_index("ix_ledger_entry_batch_no", "ledger_entry", ["batch_no"])
    op.create_index("ix_ledger_entry_expiry_date", "ledger_entry", ["expiry_date"])
    op.create_index("ix_ledger_entry_feed", "ledger_entry", ["feed_id"])
    op.create_index("ix_ledger_entry_gtin", "ledger_entry", ["gtin"])
    op.create_index("ix_ledger_entry_happened_on", "ledger_entry", ["happened_on"])
    op.create_index("ix_ledger_entry_operator_id", "ledger_entry", ["operator_id"])
    op.create_index("ix_ledger_entry_product_id", "ledger_entry", ["product_id"])
    op.create_index("ix_ledger_entry_reverses", "ledger_entry", ["reverses"])
    _create_table(
        "inspection",
        sa.Column("operator_id", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Text(), nullable=False),
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("inspection_type", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("checklist_id", sa.Text(), nullable=False),
        sa.Column("checklist_sha256", sa.Text(), nullable=False),
        sa.Column("inspectors", sa.Text(), nullable=False),
        sa.Column("card_shown_at", sa.BigInteger()),
        sa.Column("recusal_asked", sa.Boolean(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("completed_at", sa.BigInteger()),
        sa.Column("signed_at", sa.BigInteger()),
        sa.Column("latitude", sa.Float(53)),
        sa.Column("longitude", sa.Float(53)),
        sa.Column("position_note", sa.Text(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("result", sa.Text()),
        sa.Column("score", sa.BigInteger()),
        sa.Column("previous_id", sa.Text()),
        sa.Column("supersedes", sa.Text()),
        sa.Column("amend_reason", sa.Text()),
        sa.Column("content_sha256", sa.Text()),
        sa.Column("clock_offset_us", sa.BigInteger()),
    )
    op.create_index("ix_inspection_author_id", "inspection", ["author_id"])
    op.create_index("ix_inspection_feed", "inspection", ["feed_id"])
    op.create_index("ix_inspection_operator_id", "inspection", ["operator_id"])
    op.create_index("ix_inspection_signed_at", "inspection", ["signed_at"])
    op.create_index("ix_inspection_started_at", "inspection", ["started_at"])
    op.create_index("ix_inspection_state", "inspection", ["state"])
    _create_table(
        "finding",
        sa.Column("inspection_id", sa.Text(), nullable=False),
        sa.Column("operator_id", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Boolean(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("actions", sa.Text(), nullable=False),
        sa.Column("rectify_days", sa.BigInteger()),
    )
    op.create_index("ix_finding_feed", "finding", ["feed_id"])
    op.create_index("ix_finding_inspection_id", "finding", ["inspection_id"])
    op.create_index("ix_finding_operator_id", "finding", ["operator_id"])
    _create_table(
        "rectification",
        sa.Column("operator_id", sa.Text(), nullable=False),
        sa.Column("inspection_id", sa.Text(), nullable=False),
        sa.Column("finding_ids", sa.Text(), nullable=False),
        sa.Column("demand", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text()),
    )
    op.create_index("ix_rectification_due_on", "rectification", ["due_on"])
    op.create_index("ix_rectification_feed", "rectification", ["feed_id"])
    op.create_index("ix_rectification_inspection_id", "rectification", ["inspection_id"])
    op.create_index("ix_rectification_operator_id", "rectification", ["operator_id"])
    op.create_index("ix_rectification_state", "rectification", ["state"])
    _create_table(
        "rectification_step",
        sa.Column("rectification_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    op.create_index("ix_rectification_step_feed", "rectification_step", ["feed_id"])
    op.create_index("ix_rectification_step_rectification_id", "rectification_step", ["rectification_id"])
    _create_table(
        "evidence_item",
        sa.Column("inspection_id", sa.Text()),
        sa.Column("operator_id", sa.Text()),
        sa.Column("item_id", sa.Text()),
        sa.Column("evidence_kind", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("mime", sa.Text(), nullable=False),
        sa.Column("width", sa.BigInteger()),
        sa.Column("height", sa.BigInteger()),
        sa.Column("synced_sha256", sa.Text(), nullable=False),
        sa.Column("synced_size", sa.BigInteger(), nullable=False),
        sa.Column("captured_at", sa.BigInteger(), nullable=False),
        sa.Column("captured_at_source", sa.Text(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("taker_id", sa.Text(), nullable=False),
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("caption", sa.Text(), nullable=False),
        sa.Column("proves", sa.Text(), nullable=False),
        sa.Column("latitude", sa.Float(53)),
        sa.Column("longitude", sa.Float(53)),
    )
    op.create_index("ix_evidence_item_feed", "evidence_item", ["feed_id"])
    op.create_index("ix_evidence_item_inspection_id", "evidence_item", ["inspection_id"])
    op.create_index("ix_evidence_item_item_id", "evidence_item", ["item_id"])
    op.create_index("ix_evidence_item_operator_id", "evidence_item", ["operator_id"])
    op.create_index("ix_evidence_item_sha256", "evidence_item", ["sha256"])
    op.create_index("ix_evidence_item_synced_sha256", "evidence_item", ["synced_sha256"])
    _create_table(
        "signature",
        sa.Column("inspection_id", sa.Text()),
        sa.Column("operator_id", sa.Text()),
        sa.Column("document_id", sa.Text()),
        sa.Column("signer_role", sa.Text(), nullable=False),
        sa.Column("signer_user_id", sa.Text()),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("strokes", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("signed_at", sa.BigInteger(), nullable=False),
        sa.Column("content_sha256", sa.Text(), nullable=False),
    )
    op.create_index("ix_signature_feed", "signature", ["feed_id"])
    op.create_index("ix_signature_inspection_id", "signature", ["inspection_id"])
    op.create_index("ix_signature_operator_id", "signature", ["operator_id"])
    _create_table(
        "document",
        sa.Column("inspection_id", sa.Text()),
        sa.Column("operator_id", sa.Text(), nullable=False),
        sa.Column("document_type", sa.Text(), nullable=False),
        sa.Column("number", sa.Text()),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("html_sha256", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
    )
    op.create_index("ix_document_feed", "document", ["feed_id"])
    op.create_index("ix_document_inspection_id", "document", ["inspection_id"])
    op.create_index("ix_document_number", "document", ["number"])
    op.create_index("ix_document_operator_id", "document", ["operator_id"])
    _create_table(
        "checklist",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("title_zh", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("applies_to", sa.Text(), nullable=False),
        sa.Column("jurisdiction", sa.Text(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Text(), nullable=False),
        sa.Column("published_at", sa.BigInteger(), nullable=False),
    )
    op.create_index("ix_checklist_code", "checklist", ["code"])
    op.create_index("ix_checklist_feed", "checklist", ["feed_id"])
    op.create_index("ix_checklist_jurisdiction", "checklist", ["jurisdiction"])
    _create_table(
        "region",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("parent_code", sa.Text()),
        sa.Column("class3", sa.Text()),
        sa.Column("valid_from", sa.Text(), nullable=False),
        sa.Column("valid_to", sa.Text()),
        sa.Column("published_in", sa.Text(), nullable=False),
    )
    op.create_index("ix_region_code", "region", ["code"])
    op.create_index("ix_region_feed", "region", ["feed_id"])
    op.create_index("ix_region_parent_code", "region", ["parent_code"])
    op.create_index("ix_region_published_in", "region", ["published_in"])
    _create_table(
        "user",
        sa.Column("username", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("certificate_no", sa.Text()),
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("office_name", sa.Text(), nullable=False),
        sa.Column("acting_authority", sa.Text(), nullable=False),
        sa.Column("townships", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_user_feed", "user", ["feed_id"])
    op.create_index("ix_user_username", "user", ["username"])
    _create_table(
        "device",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("user_ids", sa.Text(), nullable=False),
        sa.Column("lease_days", sa.BigInteger(), nullable=False),
        sa.Column("enrolled_at", sa.BigInteger(), nullable=False),
    )
    op.create_index("ix_device_feed", "device", ["feed_id"])
    _create_table(
        "number_block",
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("incarnation", sa.BigInteger(), nullable=False),
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("document_type", sa.Text(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("block", sa.Text(), nullable=False),
        sa.Column("first", sa.BigInteger(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("reserved_at", sa.BigInteger(), nullable=False),
    )
    op.create_index("ix_number_block_device_id", "number_block", ["device_id"])
    op.create_index("ix_number_block_feed", "number_block", ["feed_id"])
    _create_table(
        "conflict",
        sa.Column("row_kind", sa.Text(), nullable=False),
        sa.Column("row_id", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("base", sa.Text()),
        sa.Column("winner", sa.Text()),
        sa.Column("loser", sa.Text()),
        sa.Column("policy", sa.Text(), nullable=False),
        sa.Column("winner_by", sa.Text()),
        sa.Column("loser_op", sa.Text(), nullable=False),
        sa.Column("loser_by", sa.Text(), nullable=False),
        sa.Column("loser_at", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("resolved_by", sa.Text()),
        sa.Column("resolved_at", sa.BigInteger()),
    )
    op.create_index("ix_conflict_feed", "conflict", ["feed_id"])
    op.create_index("ix_conflict_row_id", "conflict", ["row_id"])
    op.create_index("ix_conflict_row_kind", "conflict", ["row_kind"])
