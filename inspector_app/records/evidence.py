"""Photos, documents and signatures: what proves a visit (domain.md 7.3, 8.6)."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from sync.record import Change, Degrees, Id, Instant, Personal, Record, Rule, Sha256, Text, WithParent, WithRow

OF_VISIT = (
    WithParent("inspection", "inspection_id"),
    WithParent("operator", "operator_id"),
    WithRow("subject_kind", "subject_id"),
)
"""With the visit that it was made on; else with the operator, else with the record that it is about."""


class EvidenceKind(StrEnum):
    PHOTO = "PHOTO"
    SCAN = "SCAN"
    AUDIO = "AUDIO"
    VIDEO = "VIDEO"


class TimeSource(StrEnum):
    EXIF = "EXIF"
    DEVICE = "DEVICE"
    MANUAL = "MANUAL"


class EvidenceOrigin(StrEnum):
    CAMERA = "CAMERA"
    FILE = "FILE"
    DROP = "DROP"
    FOLDER = "FOLDER"


class EvidenceItem(Record):
    """A photo or file. Names and hashes are of the plain bytes; the bytes travel as parts of their own."""

    kind = "evidence_item"
    change = Change.SEALED
    home = OF_VISIT
    aggregate = "inspection_id"

    inspection_id: Id | None = None
    operator_id: Id | None = None
    item_id: Text | None = None
    """Checklist item that the photo belongs to."""
    evidence_kind: EvidenceKind = EvidenceKind.PHOTO
    sha256: Annotated[Sha256, Rule(index=True)]
    """Of the original, which is never changed."""
    size: int
    mime: Text
    width: int | None = None
    height: int | None = None
    synced_sha256: Annotated[Sha256, Rule(index=True)]
    """Of the reduced copy that HQ gets first; the original itself where it is small enough."""
    synced_size: int
    captured_at: Instant
    captured_at_source: TimeSource = TimeSource.DEVICE
    received_at: Instant
    """When this device took it in, by its own clock."""
    origin: EvidenceOrigin = EvidenceOrigin.FILE
    taker_id: Id
    device_id: Id
    caption: Text = ""
    proves: Text = ""
    latitude: Degrees | None = None
    longitude: Degrees | None = None
    subject_kind: Text | None = None
    subject_id: Id | None = None
    """The sample, complaint or other record that it belongs to, where that is no visit."""
    original_carrier: Text = ""
    """Where the original of a copy or recording is kept (EVID 12)."""
    transcript: Text = ""
    parent_sha256: Sha256 | None = None
    """Of a derived picture: the original."""


class DocumentType(StrEnum):
    SITE_RECORD = "SITE_RECORD"
    CORRECTION_ORDER = "CORRECTION_ORDER"
    RESULT_FORM = "RESULT_FORM"
    CASE_SOURCE = "CASE_SOURCE"
    FILING_APPROVAL = "FILING_APPROVAL"
    INTERVIEW_NOTICE = "INTERVIEW_NOTICE"
    INTERVIEW_RECORD = "INTERVIEW_RECORD"
    EVIDENCE_EXTRACT = "EVIDENCE_EXTRACT"
    ELECTRONIC_EVIDENCE_RECORD = "ELECTRONIC_EVIDENCE_RECORD"
    SERVICE_ADDRESS = "SERVICE_ADDRESS"
    MATERIAL_DEMAND = "MATERIAL_DEMAND"
    EVIDENCE_PRESERVATION = "EVIDENCE_PRESERVATION"
    PRESERVATION_RELEASE = "PRESERVATION_RELEASE"
    SEAL_DECISION = "SEAL_DECISION"
    GOODS_LIST = "GOODS_LIST"
    SEAL_RELEASE = "SEAL_RELEASE"
    SPOT_PENALTY = "SPOT_PENALTY"
    PENALTY_NOTICE = "PENALTY_NOTICE"
    PENALTY_DECISION = "PENALTY_DECISION"
    SAMPLING_FORM = "SAMPLING_FORM"
    SEAL_LABEL = "SEAL_LABEL"
    TEST_RESULT_NOTICE = "TEST_RESULT_NOTICE"
    SERVICE_RECEIPT = "SERVICE_RECEIPT"
    CASE_TRANSFER_LETTER = "CASE_TRANSFER_LETTER"
    CRIMINAL_TRANSFER = "CRIMINAL_TRANSFER"
    SEIZED_GOODS_TRANSFER = "SEIZED_GOODS_TRANSFER"
    INTERVIEW_TALK = "INTERVIEW_TALK"
    RECALL_ORDER = "RECALL_ORDER"
    PLEDGE = "PLEDGE"
    INCIDENT_REPORT = "INCIDENT_REPORT"


class Document(Record):
    """A printed form. `html` is what was shown and signed, to the byte; the PDF is made from it."""

    kind = "document"
    change = Change.SEALED
    home = OF_VISIT
    aggregate = "inspection_id"

    inspection_id: Id | None = None
    operator_id: Annotated[Id | None, Rule(index=True)] = None
    subject_kind: Text | None = None
    subject_id: Annotated[Id | None, Rule(index=True)] = None
    """The seal, sample, case or other record that the paper is about."""
    document_type: DocumentType
    number: Annotated[Text | None, Rule(index=True)] = None
    """{office6}-{type2}-{yyyy}-{block4}-{seq4}; None while no number block is left ("number pending")."""
    title: Text
    html: Text
    html_sha256: Sha256
    made_at: Instant
    made_by: Id


class SignerRole(StrEnum):
    INSPECTOR = "INSPECTOR"
    PARTY = "PARTY"
    WITNESS = "WITNESS"


class SignatureMethod(StrEnum):
    PAD = "PAD"
    PAPER = "PAPER"
    SEAL = "SEAL"
    FINGERPRINT_PAPER = "FINGERPRINT_PAPER"


class SignatureState(StrEnum):
    SIGNED = "SIGNED"
    REFUSED = "REFUSED"
    ABSENT = "ABSENT"


class Signature(Record):
    """Who signed what was shown, or refused to; bound to the hash of the content."""

    kind = "signature"
    change = Change.SEALED
    home = OF_VISIT
    aggregate = "inspection_id"

    inspection_id: Id | None = None
    operator_id: Id | None = None
    document_id: Id | None = None
    subject_kind: Text | None = None
    subject_id: Id | None = None
    signer_role: SignerRole
    signer_user_id: Id | None = None
    name: Annotated[Text, Rule(personal=Personal.P1)]
    method: SignatureMethod = SignatureMethod.PAD
    state: SignatureState = SignatureState.SIGNED
    strokes: Annotated[tuple[tuple[tuple[int, int], ...], ...], Rule(personal=Personal.P1)] = ()
    """Pen strokes as points in thousandths of the pad's width, origin top left."""
    reason: Text = ""
    """Why the party refused or was absent."""
    signed_at: Instant
    content_sha256: Sha256
    """Hash of what was shown; another hash in the inspection makes the signature invalid."""
