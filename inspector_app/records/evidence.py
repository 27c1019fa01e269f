"""Photos, documents and signatures: what proves a visit (domain.md 7.3, 8.6)."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from sync.record import Change, Degrees, Id, Instant, Personal, Record, Rule, Sha256, Text, WithParent


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
    home = (WithParent("inspection", "inspection_id"), WithParent("operator", "operator_id"))
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


class DocumentType(StrEnum):
    SITE_RECORD = "SITE_RECORD"
    CORRECTION_ORDER = "CORRECTION_ORDER"
    RESULT_FORM = "RESULT_FORM"


class Document(Record):
    """A printed form. `html` is what was shown and signed, to the byte; the PDF is made from it."""

    kind = "document"
    change = Change.SEALED
    home = (WithParent("inspection", "inspection_id"), WithParent("operator", "operator_id"))
    aggregate = "inspection_id"

    inspection_id: Id | None = None
    operator_id: Annotated[Id, Rule(index=True)]
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
    home = (WithParent("inspection", "inspection_id"), WithParent("operator", "operator_id"))
    aggregate = "inspection_id"

    inspection_id: Id | None = None
    operator_id: Id | None = None
    document_id: Id | None = None
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
