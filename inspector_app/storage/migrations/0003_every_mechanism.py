"""Tables of all mechanisms, and what the first ones lacked. Any record's steps stand in one table."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_TYPES: Mapping[str, Any] = {"": sa.Text(), "int": sa.BigInteger(), "bool": sa.Boolean(), "real": sa.Float(53)}

_NEW = {
    "staff_member": """
        *operator_id! name! id_number *id_hmac duty! phone health_certificate_no! *health_valid_until
        health_issuer! trained_on training_result! since left_on
    """,
    "registration": """
        *operator_id! person_id method! id_seen!:bool face_compared!:bool licence_seen!:bool longitude:real
        latitude:real position_note! evidence_ids! document_id note! registered_by! registered_at!:int
    """,
    "pledge": """
        *operator_id! text_version! text_sha256! document_id signature_id inspection_id signed_at!:int
    """,
    "shop_code": "*operator_id! *code! printed_at:int put_up_on issued_by!",
    "coverage_door": "*division_code! street! door! name! state! *operator_id note! seen_at:int seen_by",
    "duplicate_decision": "*operator_id! *other_id! verdict! reasons! note! decided_by! decided_at!:int",
    "operator_merge": """
        county_code! *operator_id! *into_id! reason! merged_by! merged_at!:int undone_by undone_at:int
        undo_reason!
    """,
    "import_batch": """
        county_code! file_name! file_sha256! target_kind! columns! rows_read!:int rows_made!:int rows_changed!:int
        rows_refused!:int row_ids! imported_by! *imported_at!:int undone_at:int undone_by undo_reason!
    """,
    "banquet_report": """
        division_code! occasion! host_name! host_phone! place! *held_on! tables:int guests!:int cook_name!
        cook_phone! cook_health_certificate_no! menu! guided_by guidance! reported_at!:int
    """,
    "office": """
        county_code! *code! name! office_level! acting_authority! townships! address! phone! valid_from! valid_to
    """,
    "post": "user_id! *office_code! townships! title! valid_from! valid_to",
    "responsibility": """
        county_code! *operator_id *division_code operator_kinds! office_code! *user_id user_name! valid_from!
        valid_to reason!
    """,
    "grid": "division_code! *code! name! keeper_name! keeper_phone! user_id",
    "duty_shift": "county_code! office_code! *user_id! *day! begins! ends! duty! phone!",
    "conflict_of_interest": "*operator_id! *user_id! interest_kind! note! declared_at!:int ended_on",
    "voided_number": "county_code! *number! reason! voided_by! recorded_at!:int",
    "step": "subject_kind! *subject_id! action! before after! reason! given! by! at!:int",
    "supplier": """
        county_code! *name! *uscc licence_no licence_state! channel! *operator_id division_code! address!
        contact_name! phone! vehicle_plate! route! first_seen_on remark!
    """,
    "supplier_file": """
        *supplier_id! paper! *number! product_id batch_no! issuer! valid_from *valid_until scan_sha256 evidence_id
        seen_by! seen_at!:int
    """,
    "trade_link": "*operator_id! *supplier_id *buyer_id goods! since until first_visit_flag!:bool",
    "certificate": """
        *product_id! certificate_kind! *number! holder! issuer! scope! *valid_until evidence_id seen_by!
        seen_at!:int
    """,
    "purchase_check": """
        *operator_id! *ledger_entry_id supplier_id licence_seen!:bool proof_seen!:bool label_seen!:bool
        quantity_checked!:bool verdict! missing! note! inspection_id checked_on! recorded_by! recorded_at!:int
    """,
    "production_record": """
        *operator_id! *product_id product_name! *batch_no! made_on! quantity_milli:int unit! ingredients!
        process_values! gate! exit_test! signed_by! recorded_by! recorded_at!:int
    """,
    "additive_use": """
        *operator_id! *production_record_id additive! additive_batch_no! product_name! food_class! amount_mg!:int
        food_g!:int weighed_by! used_on! recorded_by! recorded_at!:int
    """,
    "retained_sample": """
        *operator_id! dish! meal! weight_g!:int kept_at!:int temperature_milli:int discarded_at:int keeper!
        inspection_id recorded_by! recorded_at!:int
    """,
    "input_use": """
        *operator_id! input_name! registration_no! crop! dose! used_on! harvest_after recorded_by!
        recorded_at!:int
    """,
    "self_check": """
        *operator_id! period! covers_from! covers_to! signatory! findings! measures! evidence_id recorded_by!
        recorded_at!:int
    """,
    "sample": """
        *operator_id! *state! *number purpose! assay! items! *inspection_id campaign_id quick_test_id product_id
        product_name! brand! specification! gtin batch_no! production_date shelf_life:int shelf_life_unit
        maker_name! maker_address! quantity_milli:int stock_milli:int unit! price_fen:int place! latitude:real
        longitude:real seal_numbers! backup_seal_number! no_backup_reason! backup_until planned_by! taken_by
        second_user_id taken_at:int *laboratory_id handed_over_at:int receipt_number! seals_intact:bool
        report_number! notified_at:int not_tested_reason!
    """,
    "custody_step": """
        subject_kind! *subject_id! holder! place! since!:int until:int temperature_milli:int seals_intact:bool
        recorded_by!
    """,
    "quick_test": """
        *operator_id! *inspection_id test_kind! product_id product_name! batch_no! origin! substance! method! kit!
        kit_batch_no! kit_expires_on equipment_id detection_limit! value! *result! evidence_ids! sample_id
        tested_by! *tested_at!:int
    """,
    "laboratory": """
        county_code! *name! approval_number! approval_until scope! price_note! distance_km:int turnaround_days:int
        address! contact_name! phone! active!:bool
    """,
    "test_report": """
        *sample_id! *laboratory_id! *number! laboratory_approval! signatory! seal_numbers! received_on
        reported_on! verdict! failed_items! values! methods! retest!:bool file_sha256! entered_by! entered_at!:int
    """,
    "objection": """
        *sample_id! objection_kind! state! by_whom! grounds! requested_at!:int laboratory_id answer!
        answered_at:int
    """,
    "recall_notice": """
        published_in! *number! title! level! product_name! *gtin maker_name! licence_no batches! produced_from
        produced_to reason! label_only!:bool demand! issuer! known_at!:int published_at!:int cancelled_at:int
        cancel_reason!
    """,
    "recall_task": """
        *operator_id! *recall_notice_id! *state! match! ledger_entry_ids! estimate_milli:int unit!
        bought_milli:int sold_milli:int found_milli:int buyers! stopped_at:int disposal_notified_at:int
        returned_milli:int *assigned_to
    """,
    "hold": """
        *operator_id! *ledger_entry_id product_id batch_no! quantity_milli:int unit! hold_reason! note!
        with_consent!:bool recall_task_id sample_id *releases by! at!:int
    """,
    "withdrawal": """
        *operator_id! *recall_task_id sample_id inspection_id ledger_entry_ids! product_id product_name! batch_no!
        unit! found_milli!:int sealed_milli!:int returned_milli!:int destroyed_milli!:int remaining_milli!:int
        returned_to! destroyed_how! witness! *replaces evidence_ids! by! at!:int
    """,
    "seal": """
        *operator_id! *inspection_id seal_kind! *state! goods! place! seal_numbers! reason! basis! keeper!
        urgent!:bool testing_until proposed_by! second_user_id approved_by begins_on *ends_on outcome!
    """,
    "spot_penalty": """
        *operator_id! inspection_id document_id *number! penalty_kind! amount_fen!:int on_organisation!:bool
        facts! cause_code! penalty_basis! statement! collected_fen!:int collected_reason! handed_in_on decided_by!
        second_user_id! *decided_at!:int
    """,
    "case_file": """
        *operator_id! *state! *number *inspection_id rectification_id sample_id complaint_id source! facts!
        cause_code! penalty_basis! discretion penalty_kinds! fine_fen:int confiscated_fen:int proposed_by!
        proposed_at!:int filed_on notified_on *decided_on served_on closed_on
    """,
    "transfer": """
        *operator_id division_code *state! authority! authority_name! criminal!:bool reason! subject_kind
        *subject_id attachments! document_id *due_on prepared_by! prepared_at!:int approved_by sent_at:int
        received_at:int receipt! answer!
    """,
    "document_service": """
        *operator_id! *document_id! method! address! received_by! relation! refused!:bool witness! served_by!
        served_at!:int
    """,
    "interview": """
        *operator_id! inspection_id talked_to! place! cause! demands! promises! due_on document_id by!
        second_user_id at!:int
    """,
    "disposal": "subject_kind! *subject_id! how! goods! place! witness! evidence_ids! by! at!:int",
    "complaint": """
        *operator_id division_code *number *complaint_kind *state! source! is_real_name!:bool anonymous!:bool
        envelope_id accused! facts! demand! product_name! amount_fen:int *received_at!:int received_by!
        *assigned_to *due_on inspection_id answer! agreement! answered_at:int authority! *split_from
        false_information!:bool
    """,
    "incident": """
        *operator_id division_code *number *state! place! happened_at:int ill_count:int exposed_count:int
        in_hospital:int dead:int symptoms! suspected_meal! *discovered_at!:int discovered_by! reported_at:int
        level measures! conclusion! review! latitude:real longitude:real
    """,
    "incident_report": "*incident_id! stage! text! told_to! told_by_phone_at:int by! at!:int",
    "case_line": """
        *incident_id! person! envelope_id age_group! ill!:bool onset_at:int symptoms! foods! meal_at:int
        in_hospital!:bool recorded_by! recorded_at!:int
    """,
    "alert": """
        published_in! *number! alert_kind! level! title! text! divisions! operator_kinds! product_name! *gtin
        origin! action! *issued_at!:int expires_on cancelled_at:int
    """,
    "alert_receipt": "user_id! *alert_id! device_id! read_at!:int done!",
    "campaign": """
        county_code! *code! title! *state! scope! checklist_code! quota:int begins_on ends_on demand! summary!
        created_by!
    """,
    "campaign_target": """
        *operator_id! *campaign_id! *state! *assigned_to due_on inspection_id rectification_id
    """,
    "publication": """
        *operator_id division_code publication_kind! *state! subject_kind! *subject_id! title! text! text_sha256
        facts! *due_on released_at:int shown_until place! made_by! made_at!:int
    """,
    "credit_entry": "*operator_id! event! happened_on! source_kind! *source_id! note! entered_at!:int",
    "grade": """
        *operator_id! grade_kind! grade! score:int parts! inspection_ids! rule_version! year:int valid_from!
        *next_visit_by placard_put_up_on given_by! given_at!:int
    """,
    "blacklist_entry": """
        published_in! *operator_id *state! party_name! *uscc *id_hmac basis! evidence! case_id proposed_by!
        proposed_at!:int notified_at:int statement! listed_on term_ends_on removed_on reason!
    """,
    "equipment": """
        county_code! office_code! equipment_kind! name! model! *serial_no! state! holder_id calibrated_on
        *calibrated_until calibration_no! stock:int expires_on bought_on note!
    """,
    "training_event": """
        county_code! training_kind! title! *held_on! place! hours_milli:int trainer! material_version! people:int
        summary! organised_by!
    """,
    "attendance": """
        *operator_id! *training_event_id! staff_member_id name! score:int passed:bool recorded_by!
    """,
    "support_pair": "*operator_id! *mentor_id mentor_name! plan! since! until result!",
    "support_visit": "*support_pair_id! visited_on! done! by_whom! recorded_by! recorded_at!:int",
    "random_draw": """
        county_code! title! seed! pool! officers! drawn! pairs! excluded! drawn_by! *drawn_at!:int
    """,
    "review": "subject_kind! *subject_id! verdict! text! flags! due_on *answers by! at!:int",
    "improvement_report": """
        county_code! report_subject! title! text! reference! proposal! answer! answered_at:int written_by!
        *written_at!:int
    """,
    "envelope": """
        device_id! purpose! subject_kind! *subject_id! key_sha256! sealed! sealed_by_user! sealed_at!:int
    """,
    "access_log": """
        device_id! seq!:int *at!:int user_id role! access! entity! entity_id! field! reason! previous_hash! hash!
    """,
    "legal_hold": """
        subject_kind! *subject_id! reason! set_by! set_at!:int lifted_by lifted_at:int lift_reason!
    """,
    "deletion": "county_code! what! kinds! proposed_by! approved_by done_at:int certificate_sha256",
    "rule_pack": """
        *pack! version! jurisdiction! source! tag! body! sha256! valid_from! valid_to effective_at:int demo!:bool
        published_at!:int
    """,
    "standard": """
        published_in! *number! edition! title_zh! title_en! food_classes! clauses! replaces! valid_from! valid_to
        published_at!:int
    """,
}
"""{table: its own columns}: `!` never null, `*` with an index, and what it holds where that is no text."""

_MORE = {
    "operator": "former_names! stage grid_code export_base!:bool export_base_no association association_contact",
    "licence": "issuing_office business_form licensed_items!",
    "product": "origin! importer! food_class! ccc_class! ingredients! trademark_no! reference_sha256 declared_values!",
    "ledger_entry": "supplier_id partner_operator_id",
    "inspection": "obstruction campaign_id random_draw_id",
    "evidence_item": "subject_kind *subject_id original_carrier! transcript! parent_sha256",
    "signature": "subject_kind *subject_id",
    "document": "subject_kind *subject_id",
}
_FILLED = {"export_base": "0", "former_names": "[]", "licensed_items": "[]", "declared_values": "{}"}
"""What rows that are there already get; other texts are empty."""


def _columns(text: str) -> tuple[list[sa.Column[Any]], list[str]]:
    """The columns that a line names, and those of them with an index."""
    columns, indexed = [], []
    for word in text.split():
        name, _, kind = word.lstrip("*").partition(":")
        columns.append(sa.Column(name.rstrip("!"), _TYPES[kind], nullable=not name.endswith("!")))
        if word.startswith("*"):
            indexed.append(columns[-1].name)
    return columns, indexed


def _index(table: str, names: list[str]) -> None:
    for name in names:
        op.create_index(f"ix_{table}_{name}", table, [name])


def _create(table: str, text: str) -> None:
    columns, indexed = _columns(text)
    op.create_table(
        table,
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("voided_at", sa.BigInteger()),
        sa.Column("void_reason", sa.Text()),
        *columns,
        sa.Column("feed_id", sa.BigInteger()),
        sa.Column("ver", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("ver_epoch", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("extra", sa.Text()),
    )
    op.create_index(f"ix_{table}_feed", table, ["feed_id"])
    _index(table, indexed)


def _widen(table: str, text: str) -> None:
    """A column that is never null gets its value in the rows that are there; later ones bring their own."""
    columns, indexed = _columns(text)
    for column in columns:
        column.server_default = None if column.nullable else sa.DefaultClause(_FILLED.get(column.name, ""))
        op.add_column(table, column)
    filled = [column.name for column in columns if not column.nullable]
    if filled or table == "document":
        with op.batch_alter_table(table) as batch:
            for name in filled:
                batch.alter_column(name, server_default=None)
            if table == "document":
                batch.alter_column("operator_id", nullable=True)
    _index(table, indexed)


def upgrade() -> None:
    for table, text in _NEW.items():
        _create(table, text)
    for table, text in _MORE.items():
        _widen(table, text)
    _index("operator", ["latitude"])
    op.drop_table("rectification_step")  # of no release: its rows were those of trials
