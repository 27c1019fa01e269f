"""A visit from draft to seal (domain.md 7.2 to 7.4): moves, what stops the signing, what is sealed, what is flagged."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from math import asin, cos, radians, sin, sqrt
from typing import Any, ClassVar

from inspector_app.domain.checklists import ChecklistForm, unfinished
from inspector_app.domain.measures import BEGIN
from inspector_app.domain.packs import Version
from inspector_app.domain.problems import Code, Problem, Severity
from inspector_app.domain.states import DRAFTERS, FIELD, LEAD, Machine, Move
from inspector_app.domain.strokes import is_signature
from inspector_app.records.evidence import (
    EvidenceItem,
    EvidenceKind,
    Signature,
    SignatureMethod,
    SignatureState,
    SignerRole,
)
from inspector_app.records.inspections import AmendmentState, Finding, Inspection, InspectionState, Inspector
from inspector_app.records.operators import Operator
from sync.record import Record, canonical

CERTIFIED_NEEDED = 2
"""Officers with a certificate who sign (SIR art. 23; Administrative Penalty Law art. 42)."""
EARTH_RADIUS_M = 6_371_000
SEAL = frozenset({"state", "signed_at", "content_sha256"})
"""Fields that the signing itself writes: they are no part of what is signed."""

STATES = Machine(
    InspectionState.DRAFT,
    (
        Move("start", InspectionState.DRAFT, InspectionState.IN_PROGRESS, DRAFTERS, ("inspectors",)),
        Move("void", InspectionState.DRAFT, InspectionState.VOID, FIELD, ("void_reason",)),
        Move("complete", InspectionState.IN_PROGRESS, InspectionState.COMPLETED, DRAFTERS, ("answers",)),
        Move("void", InspectionState.IN_PROGRESS, InspectionState.VOID, FIELD, ("void_reason",)),
        Move("reopen", InspectionState.COMPLETED, InspectionState.IN_PROGRESS, DRAFTERS),
        Move("sign", InspectionState.COMPLETED, InspectionState.SIGNED, FIELD, ("signatures",)),
    ),
)
"""What an answer, a signature and a party must be like is told by the functions below."""
may_move = STATES.may
AMENDMENTS = Machine(
    AmendmentState.PROPOSED,
    (
        Move("approve", AmendmentState.PROPOSED, AmendmentState.APPROVED, LEAD, (), BEGIN),
        Move("reject", AmendmentState.PROPOSED, AmendmentState.REJECTED, LEAD, ("reason",)),
    ),
)
"""A correction of a signed visit (domain.md 7.4). Who proposed it does not approve it, whatever the role."""


class FlagLimits(Version):
    """From where a visit is looked at again (domain.md 7.4)."""

    pack: ClassVar = "visit-flags"
    far_m: int
    least_photos: int
    least_minutes: int
    same_remark_visits: int
    fastest_km_h: int = 120
    """From one visit to the next as the crow flies."""


def certified(inspectors: Iterable[Inspector]) -> list[Inspector]:
    """The officers whose signature counts, each person and each certificate once."""
    found: dict[str, Inspector] = {}
    certificates: set[str] = set()
    for inspector in inspectors:
        number = (inspector.certificate_no or "").strip()
        if number and number not in certificates and inspector.user_id not in found:
            found[inspector.user_id] = inspector
            certificates.add(number)
    return list(found.values())


def completing_problems(
    inspection: Inspection,
    form: ChecklistForm,
    operator: Operator,
    photos: Mapping[str, int],
    failed_before: Collection[str] = (),
) -> list[Problem]:
    """What stops a visit from being completed."""
    if not may_move(inspection.state, InspectionState.COMPLETED):
        return [Problem("state", Code.STATE, facts={"state": inspection.state})]
    return unfinished(form, operator, inspection, photos, failed_before)


def signing_problems(
    inspection: Inspection,
    form: ChecklistForm,
    operator: Operator,
    photos: Mapping[str, int],
    signatures: Sequence[Signature],
    recordings: int = 0,
    content_hash: str | None = None,
    failed_before: Collection[str] = (),
) -> list[Problem]:
    """What stops a completed visit from being signed.

    `photos` is {item id: count}; `recordings` counts sound and video of the visit. With `content_hash` a signature on
    other content does not count (domain.md 7.3).
    """
    problems = []
    if not may_move(inspection.state, InspectionState.SIGNED):
        problems.append(Problem("state", Code.STATE, facts={"state": inspection.state}))
    problems += unfinished(form, operator, inspection, photos, failed_before)
    officers = certified(inspection.inspectors)
    if len(officers) < CERTIFIED_NEEDED:
        facts: dict[str, str | int] = {"needed": CERTIFIED_NEEDED, "present": len(officers)}
        problems.append(Problem("inspectors", Code.INSPECTORS_TOO_FEW, facts=facts))
    if inspection.card_shown_at is None:
        problems.append(Problem("card_shown_at", Code.CARD_NOT_SHOWN))
    if not inspection.recusal_asked:
        problems.append(Problem("recusal_asked", Code.RECUSAL_NOT_ASKED))
    counting = [each for each in signatures if each.voided_at is None]
    if content_hash is not None:
        stale = [each for each in counting if each.content_sha256 != content_hash]
        problems += [Problem("signatures", Code.SIGNATURE_STALE, facts={"name": each.name}) for each in stale]
        counting = [each for each in counting if each not in stale]
    problems += _empty(counting)
    problems += _officers(officers, counting)
    return problems + _party(inspection, counting, recordings)


def _signed(signatures: Iterable[Signature], role: SignerRole) -> list[Signature]:
    return [each for each in signatures if each.signer_role is role and each.state is SignatureState.SIGNED]


def _empty(signatures: Iterable[Signature]) -> list[Problem]:
    """A signature drawn on the pad is more than a dot."""
    return [
        Problem("signatures", Code.SIGNATURE_EMPTY, facts={"name": each.name})
        for each in signatures
        if each.state is SignatureState.SIGNED and each.method is SignatureMethod.PAD and not is_signature(each.strokes)
    ]


def _officers(officers: Sequence[Inspector], signatures: Sequence[Signature]) -> list[Problem]:
    signed = {each.signer_user_id for each in _signed(signatures, SignerRole.INSPECTOR)}
    return [
        Problem("signatures", Code.INSPECTOR_SIGNATURE_MISSING, facts={"name": officer.name})
        for officer in officers[:CERTIFIED_NEEDED]
        if officer.user_id not in signed
    ]


def _party(inspection: Inspection, signatures: Sequence[Signature], recordings: int) -> list[Problem]:
    """The party signs, or the paper says why not. A refusal is proven by a witness, a recording, or the statement of
    the second officer, which is the reason on that officer's own signature (SIR art. 34)."""
    party = next((each for each in reversed(signatures) if each.signer_role is SignerRole.PARTY), None)
    if party is None:
        return [Problem("signatures", Code.PARTY_SIGNATURE_MISSING)]
    if party.state is SignatureState.SIGNED:
        return []
    problems = []
    if not party.reason.strip():
        problems.append(Problem("signatures", Code.PARTY_REASON_MISSING, facts={"state": party.state}))
    statements = [
        each
        for each in _signed(signatures, SignerRole.INSPECTOR)
        if each.signer_user_id != inspection.author_id and each.reason.strip()
    ]
    if not (_signed(signatures, SignerRole.WITNESS) or recordings or statements):
        severity = Severity.ERROR if party.state is SignatureState.REFUSED else Severity.WARN
        problems.append(Problem("signatures", Code.REFUSAL_UNPROVEN, severity, {"state": party.state}))
    return problems


def recordings_of(evidence: Iterable[EvidenceItem]) -> int:
    """Sound and video among the evidence."""
    return sum(each.evidence_kind in (EvidenceKind.AUDIO, EvidenceKind.VIDEO) for each in evidence)


def content(
    inspection: Inspection, findings: Iterable[Finding], evidence: Iterable[EvidenceItem], papers: Iterable[str] = ()
) -> dict[str, Any]:
    """What is signed: the visit without its seal, its findings, the hashes of its evidence and of the papers shown.

    Values equal to their default are left out: a field that a later version adds does not change an old seal.
    """
    return {
        "inspection": {name: value for name, value in _plain(inspection).items() if name not in SEAL},
        "findings": [_plain(each) for each in _in_order(findings)],
        "evidence": [
            {"id": each.id, "sha256": each.sha256, "size": each.size, "captured_at": each.captured_at}
            for each in _in_order(evidence)
        ],
        "papers": sorted(papers),
    }


def content_sha256(
    inspection: Inspection, findings: Iterable[Finding], evidence: Iterable[EvidenceItem], papers: Iterable[str] = ()
) -> str:
    """Hash of the content's canonical JSON; signatures are bound to it. `papers` are the hashes of the documents."""
    return hashlib.sha256(canonical(content(inspection, findings, evidence, papers))).hexdigest()


def _plain(record: Record) -> dict[str, Any]:
    return record.model_dump(mode="json", exclude_defaults=True)


def _in_order(records: Iterable[Any]) -> list[Any]:
    return sorted((each for each in records if each.voided_at is None), key=lambda each: each.id)


def review_flags(
    inspection: Inspection,
    operator: Operator,
    photos: int,
    limits: FlagLimits,
    remarks_of_day: Sequence[str] = (),
) -> list[Problem]:
    """What a reviewer should look at. Clocks jump and positions drift, so none of it ever blocks.

    `remarks_of_day` holds the remarks of the author's other visits of that day.
    """
    flags = [*_times(inspection, limits), *_position(inspection, operator, limits)]
    if photos < limits.least_photos:
        flags.append(_flag("photos", Code.FEW_PHOTOS, least=limits.least_photos, photos=photos))
    remark = inspection.remark.strip()
    same = 1 + sum(other.strip() == remark for other in remarks_of_day)
    if remark and same > limits.same_remark_visits:
        flags.append(_flag("remark", Code.SAME_REMARK, visits=same))
    return flags


def _times(inspection: Inspection, limits: FlagLimits) -> list[Problem]:
    end = inspection.completed_at
    answered = [answer.answered_at for answer in inspection.answers.values()]
    if inspection.supersedes is not None and end is not None:  # what was put right later was not answered at the visit
        answered = [each for each in answered if each <= end]
    latest = max(answered, default=inspection.started_at)
    flags = []
    in_order = inspection.started_at <= min(answered, default=inspection.started_at)
    if not in_order or (end is not None and end < max(latest, inspection.started_at)):
        flags.append(_flag("started_at", Code.TIME_ORDER))
    elif end is not None and end - inspection.started_at < limits.least_minutes * 60_000_000:
        minutes = (end - inspection.started_at) // 60_000_000
        flags.append(_flag("completed_at", Code.SHORT_VISIT, minutes=minutes, least=limits.least_minutes))
    return flags


def _position(inspection: Inspection, operator: Operator, limits: FlagLimits) -> list[Problem]:
    if inspection.position_note.strip():
        return []
    if inspection.latitude is None or inspection.longitude is None:
        return [_flag("latitude", Code.POSITION_MISSING)]
    if operator.latitude is None or operator.longitude is None:
        return []
    away = distance_m(inspection.latitude, inspection.longitude, operator.latitude, operator.longitude)
    return [_flag("latitude", Code.POSITION_FAR, metres=away, limit=limits.far_m)] if away > limits.far_m else []


def distance_m(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> int:
    """Great-circle distance in metres (haversine)."""
    north, east = radians(other_latitude - latitude), radians(other_longitude - longitude)
    half = sin(north / 2) ** 2 + cos(radians(latitude)) * cos(radians(other_latitude)) * sin(east / 2) ** 2
    return round(2 * EARTH_RADIUS_M * asin(sqrt(min(1.0, half))))


def _flag(field: str, code: Code, **facts: str | int) -> Problem:
    return Problem(field, code, Severity.WARN, facts)
