"""Acts with legal force: seal, spot penalty, case, transfer, service, talk (domain.md 7.12)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from inspector_app.records.homes import FOUND, LOCKED, OF_OPERATOR, OF_SUBJECT, PLACED, PRIVATE
from sync.record import Change, Id, Instant, Record, Rule, Text, Value


class SealKind(StrEnum):
    SEAL = "SEAL"
    SEIZURE = "SEIZURE"
    PRESERVATION = "PRESERVATION"
    """先行登记保存."""


class SealState(StrEnum):
    PROPOSED = "PROPOSED"
    URGENT = "URGENT"
    """Done before it was approved; reported within 24 hours."""
    APPROVED = "APPROVED"
    IN_FORCE = "IN_FORCE"
    EXTENDED = "EXTENDED"
    RELEASED = "RELEASED"
    DISPOSED = "DISPOSED"
    REFUSED = "REFUSED"


class SealedGoods(Value):
    name: Text
    specification: Text = ""
    batch_no: Text = ""
    quantity_milli: int
    unit: Text
    note: Text = ""


class Seal(Record):
    """Goods or rooms sealed, seized or kept as evidence, and until when."""

    kind = "seal"
    home = OF_OPERATOR

    operator_id: Id
    inspection_id: Annotated[Id | None, FOUND] = None
    seal_kind: SealKind
    state: Annotated[SealState, LOCKED] = SealState.PROPOSED
    goods: tuple[SealedGoods, ...] = ()
    place: Text = ""
    seal_numbers: tuple[Text, ...] = ()
    reason: Text
    basis: Text = ""
    keeper: Annotated[Text, PRIVATE] = ""
    urgent: bool = False
    testing_until: date | None = None
    """Time of testing is not counted (ACL 25)."""
    proposed_by: Id
    second_user_id: Id | None = None
    approved_by: Id | None = None
    begins_on: Annotated[date | None, Rule(unit="term")] = None
    ends_on: Annotated[date | None, Rule(unit="term", index=True)] = None
    outcome: Text = ""


class PenaltyKind(StrEnum):
    WARNING = "WARNING"
    CRITICISM = "CRITICISM"
    FINE = "FINE"
    CONFISCATION = "CONFISCATION"
    SUSPENSION = "SUSPENSION"
    REVOCATION = "REVOCATION"


class Discretion(StrEnum):
    NO_PENALTY = "NO_PENALTY"
    FIRST_OFFENCE_EXEMPT = "FIRST_OFFENCE_EXEMPT"
    MITIGATED = "MITIGATED"
    LIGHT = "LIGHT"
    ORDINARY = "ORDINARY"
    HEAVY = "HEAVY"


class SpotPenalty(Record):
    """A penalty decided on the spot (当场处罚), on a numbered form."""

    kind = "spot_penalty"
    change = Change.INSERT_ONLY
    home = OF_OPERATOR

    operator_id: Id
    inspection_id: Id | None = None
    document_id: Id | None = None
    number: Annotated[Text, FOUND]
    penalty_kind: PenaltyKind = PenaltyKind.WARNING
    amount_fen: int = 0
    on_organisation: bool = False
    facts: Text
    cause_code: Text = ""
    penalty_basis: Text
    statement: Text = ""
    """What the party said (陈述申辩)."""
    collected_fen: int = 0
    collected_reason: Text = ""
    handed_in_on: date | None = None
    decided_by: Id
    second_user_id: Id
    decided_at: Annotated[Instant, FOUND]


class CaseState(StrEnum):
    PROPOSED = "PROPOSED"
    FILED = "FILED"
    NOT_FILED = "NOT_FILED"
    NOTIFIED = "NOTIFIED"
    DECIDED = "DECIDED"
    TRANSFERRED = "TRANSFERRED"
    CLOSED = "CLOSED"


class CaseFile(Record):
    """A case under ordinary procedure: the county's, proposed from the field."""

    kind = "case_file"
    home = OF_OPERATOR

    operator_id: Id
    state: Annotated[CaseState, LOCKED] = CaseState.PROPOSED
    number: Annotated[Text | None, FOUND] = None
    inspection_id: Annotated[Id | None, FOUND] = None
    rectification_id: Id | None = None
    sample_id: Id | None = None
    complaint_id: Id | None = None
    source: Text = ""
    facts: Text
    cause_code: Text = ""
    penalty_basis: Text = ""
    discretion: Discretion | None = None
    penalty_kinds: tuple[PenaltyKind, ...] = ()
    fine_fen: int | None = None
    confiscated_fen: int | None = None
    proposed_by: Id
    proposed_at: Instant
    filed_on: date | None = None
    notified_on: date | None = None
    decided_on: Annotated[date | None, FOUND] = None
    served_on: date | None = None
    closed_on: date | None = None


class Authority(StrEnum):
    AGRICULTURE = "AGRICULTURE"
    HEALTH = "HEALTH"
    URBAN_MANAGEMENT = "URBAN_MANAGEMENT"
    POLICE = "POLICE"
    CUSTOMS = "CUSTOMS"
    EDUCATION = "EDUCATION"
    OTHER_REGION = "OTHER_REGION"
    ISSUER = "ISSUER"
    """Who issued the licence (谁发证谁监管)."""
    OTHER = "OTHER"


class TransferState(StrEnum):
    DRAFT = "DRAFT"
    APPROVED = "APPROVED"
    REFUSED = "REFUSED"
    SENT = "SENT"
    RECEIVED = "RECEIVED"
    RETURNED = "RETURNED"
    ANSWERED = "ANSWERED"


class Transfer(Record):
    """A matter handed to the authority that is competent; to the police with all that TR art. 6 asks for."""

    kind = "transfer"
    home = PLACED

    operator_id: Id | None = None
    division_code: Text | None = None
    state: Annotated[TransferState, LOCKED] = TransferState.DRAFT
    authority: Authority
    authority_name: Text = ""
    criminal: bool = False
    reason: Text
    subject_kind: Text | None = None
    subject_id: Annotated[Id | None, FOUND] = None
    """The record that is handed over: a finding, complaint, case or sample."""
    attachments: tuple[Text, ...] = ()
    """Of a criminal transfer: LETTER, REPORT, GOODS_LIST, TEST_REPORT, OTHER."""
    document_id: Id | None = None
    due_on: Annotated[date | None, FOUND] = None
    prepared_by: Id
    prepared_at: Instant
    approved_by: Id | None = None
    sent_at: Instant | None = None
    received_at: Instant | None = None
    receipt: Text = ""
    answer: Text = ""


class ServiceMethod(StrEnum):
    IN_PERSON = "IN_PERSON"
    LEFT = "LEFT"
    """留置: left with a witness when the party would not take it."""
    POST = "POST"
    ELECTRONIC = "ELECTRONIC"
    ENTRUSTED = "ENTRUSTED"
    ANNOUNCEMENT = "ANNOUNCEMENT"


class DocumentService(Record):
    """A paper handed to the party (送达回证)."""

    kind = "document_service"
    change = Change.INSERT_ONLY
    home = OF_OPERATOR

    operator_id: Id
    document_id: Annotated[Id, FOUND]
    method: ServiceMethod = ServiceMethod.IN_PERSON
    address: Annotated[Text, PRIVATE] = ""
    received_by: Annotated[Text, PRIVATE] = ""
    relation: Text = ""
    """What the receiver is to the party."""
    refused: bool = False
    witness: Annotated[Text, PRIVATE] = ""
    served_by: Id
    served_at: Instant


class Interview(Record):
    """A talk with those who answer for a business (责任约谈, FSL 114)."""

    kind = "interview"
    change = Change.INSERT_ONLY
    home = OF_OPERATOR

    operator_id: Id
    inspection_id: Id | None = None
    talked_to: Annotated[Text, PRIVATE]
    place: Text = ""
    cause: Text
    demands: Text = ""
    promises: Text = ""
    due_on: date | None = None
    document_id: Id | None = None
    by: Id
    second_user_id: Id | None = None
    at: Instant


class Disposal(Record):
    """What became of sealed or seized goods: destroyed, returned, handed over (物品处理记录)."""

    kind = "disposal"
    change = Change.INSERT_ONLY
    home = OF_SUBJECT

    subject_kind: Text
    subject_id: Id
    how: Text
    goods: tuple[SealedGoods, ...] = ()
    place: Text = ""
    witness: Annotated[Text, PRIVATE] = ""
    evidence_ids: tuple[Id, ...] = ()
    by: Id
    at: Instant
