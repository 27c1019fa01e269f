"""The papers of a completed visit, the signatures on them, and the seal (domain.md 7.2-7.6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from inspector_app.documents.forms import Form, Visit, correction_order, result_form, site_record
from inspector_app.domain import inspections as rules
from inspector_app.domain.local_time import local_date
from inspector_app.domain.problems import Code, Problem
from inspector_app.domain.rectification import due_on
from inspector_app.errors import AppError
from inspector_app.records.evidence import Document, DocumentType, Signature, SignerRole
from inspector_app.records.inspections import (
    Amendment,
    AmendmentState,
    Finding,
    FindingAction,
    Inspection,
    InspectionState,
    Rectification,
)
from inspector_app.records.operators import Operator
from inspector_app.records.reference import Checklist
from inspector_app.services import numbers, recusal, transfers, workflow
from inspector_app.services.acting import Acting, Refused, require
from inspector_app.services.inspections import evidence_of, failed_before, form_of, own, photos_by_item, undecided
from inspector_app.storage import corrections, evidence, inspections, rows
from sync.record import id_for, new_id


@dataclass(frozen=True)
class Papers:
    """What is laid before the party: the papers, and the hash that every signature is bound to."""

    documents: tuple[Document, ...]
    content_sha256: str


def prepare(act: Acting, inspection_id: str, *, demo: bool) -> Papers:
    """Write the papers of a completed visit: site record, result form, and a correction order where one is due.

    A paper that was written before keeps its number. Signatures given to other content are voided. Raises Refused
    while a finding is undecided.
    """
    inspection = own(act, inspection_id, InspectionState.COMPLETED)
    require(undecided(act, inspection_id))
    if inspection.supersedes:  # one that was begun before approval was asked for
        inspection = act.save(inspection.changed(needs_approval=True))
    found = inspections.findings_of(act.session, inspection_id)
    known = {d.document_type: d for d in evidence.documents_of(act.session, inspection_id)}
    visit = _visit(act, inspection, found, act.today, demo=demo)
    wanted = _wanted(visit)
    documents = tuple(_document(act, visit, kind, known.get(kind)) for kind in wanted)
    for kind, document in known.items():
        if kind not in wanted:
            act.save(document.changed(voided_at=act.now, void_reason="no longer due"))
    papers = Papers(documents, shown_sha256(act, inspection))
    for signature in evidence.signatures_of(act.session, inspection_id):
        if signature.content_sha256 != papers.content_sha256:
            act.save(signature.changed(voided_at=act.now, void_reason="content changed"))
    return papers


def sign(act: Acting, inspection_id: str, signature: Signature, instead_of: str | None = None) -> Signature:
    """Keep one signature (or refusal) on the papers as prepared. A new one of the same signer replaces the old.

    There may be several witnesses: another name is another witness, unless it is given in place of the signature
    `instead_of`. Raises Refused when the papers have changed since they were shown.
    """
    inspection = own(act, inspection_id, InspectionState.COMPLETED)
    if signature.content_sha256 != shown_sha256(act, inspection) or not _papers_stand(act, inspection):
        raise Refused([Problem("signatures", Code.SIGNATURE_STALE, facts={"name": signature.name})])
    for other in evidence.signatures_of(act.session, inspection_id):
        if other.id == instead_of or _signer(other) == _signer(signature):
            act.save(other.changed(voided_at=act.now, void_reason="signed again"))
    return act.save(signature.changed(inspection_id=inspection_id, signed_at=act.now))


def _signer(signature: Signature) -> tuple[str, ...]:
    """Who signs: officers by their id, the party is one, witnesses go by their names."""
    role = signature.signer_role
    if role is SignerRole.WITNESS:
        return role, signature.name.strip()
    return role, signature.signer_user_id or ""


def missing(act: Acting, inspection_id: str) -> list[Problem]:
    """What stands between the papers and the seal."""
    inspection = act.get(Inspection, inspection_id)
    kept_away = recusal.problems(act, inspection.operator_id, inspection.inspectors)
    other = _rivals(act, inspection)
    return (
        undecided(act, inspection_id)
        + kept_away
        + [Problem("supersedes", Code.ONLY_ONCE) for _ in other[:1]]
        + rules.signing_problems(
            inspection,
            form_of(act, inspection),
            act.get(Operator, inspection.operator_id),
            photos_by_item(act, inspection_id),
            evidence.signatures_of(act.session, inspection_id),
            recordings=rules.recordings_of(evidence_of(act, inspection_id)),
            content_hash=shown_sha256(act, inspection) if _papers_stand(act, inspection) else "",
            failed_before=failed_before(act, inspection),
        )
    )


def _rivals(act: Acting, inspection: Inspection) -> list[Inspection]:
    """Other signed corrections of the same version that nobody refused."""
    found = corrections.after(act.session, inspection.supersedes) if inspection.supersedes else []
    state = corrections.approvals(act.session, [each.id for each in found])
    return [each for each in found if each.id != inspection.id and state.get(each.id) is not AmendmentState.REJECTED]


def seal(act: Acting, inspection_id: str) -> Inspection:
    """Seal the visit: it can never be changed again, and moves to the operator's file. What follows from it begins; of
    a correction, which is laid before a team lead, it begins with the approval.

    Raises Refused with everything that is missing, AppError not_allowed for a role that may not sign.
    """
    inspection = own(act, inspection_id, InspectionState.COMPLETED)
    if not rules.may_move(inspection.state, InspectionState.SIGNED, act.user.role):
        raise AppError("not_allowed")
    require(missing(act, inspection_id))
    sealed = act.save(
        inspection.changed(
            state=InspectionState.SIGNED,
            signed_at=act.now,
            content_sha256=shown_sha256(act, inspection),
        )
    )
    if sealed.supersedes:
        asked = Amendment.of(sealed.id, sealed.operator_id)
        workflow.begin(act, asked, reason=sealed.amend_reason or "")
    else:
        follow_up(act, sealed)
    return sealed


def follow_up(act: Acting, visit: Inspection) -> None:
    """What follows from a signed visit that counts: orders to correct begin, and who issued the operator's licences is
    to be told of what was found; what a correction says again is neither ordered nor told twice. Its terms run from
    today, when it was approved. Two leads who approve it apart make the same rows."""
    found = inspections.findings_of(act.session, visit.id)
    known = [each for each in inspections.rectifications_ordered_by(act.session, visit.id) if each.voided_at is None]
    for paper in evidence.documents_of(act.session, visit.id):
        if paper.document_type == DocumentType.CORRECTION_ORDER and not known:
            begins = act.today if visit.supersedes else local_date(paper.made_at)
            _issue(act, _order(act, visit, found, begins), paper)
    transfers.tell_issuers(act, visit, found)


def _issue(act: Acting, order: Rectification | None, paper: Document) -> None:
    if order is None:
        return
    workflow.begin(act, order.changed(document_id=paper.id), "issue")


def _order(act: Acting, inspection: Inspection, found: Iterable[Finding], issued: date) -> Rectification | None:
    """The order to correct that the findings call for: due when the longest of their terms ends. None: none does.

    What another version of the visit has ordered stays with that order.
    """
    ordered = {each for order in _ordered_before(act, inspection) for each in order.finding_ids}
    items = {each.item_id for each in rows.find_all(act.session, Finding, ordered).values()}
    demanded = [f for f in found if FindingAction.RECTIFY in f.actions and f.rectify_days and f.item_id not in items]
    if not demanded:
        return None
    return Rectification(
        id=id_for(Rectification.kind, inspection.id),
        operator_id=inspection.operator_id,
        inspection_id=inspection.id,
        finding_ids=tuple(f.id for f in demanded),
        demand="\n".join(f.description for f in demanded),
        issued_on=issued,
        due_on=due_on(issued, max(f.rectify_days or 0 for f in demanded)),
    )


def _ordered_before(act: Acting, inspection: Inspection) -> list[Rectification]:
    """The orders of the other versions of a visit."""
    versions = {each.id for each in corrections.versions(act.session, inspection.id)} - {inspection.id}
    found = inspections.rectifications_ordered_by(act.session, *versions)
    return [order for order in found if order.voided_at is None]


def _papers_stand(act: Acting, inspection: Inspection) -> bool:
    """Whether all papers are written, and say what the records say now: nobody signs what is no longer so."""
    known = {d.document_type: d for d in evidence.documents_of(act.session, inspection.id)}
    order = known.get(DocumentType.CORRECTION_ORDER)
    issued = local_date(order.made_at) if order else act.today
    found = inspections.findings_of(act.session, inspection.id)

    def stand(visit: Visit) -> bool:
        return known.keys() == set(_wanted(visit)) and all(
            _form(visit, kind, paper.number).html == paper.html for kind, paper in known.items()
        )

    return any(stand(_visit(act, inspection, found, issued, demo=demo)) for demo in (False, True))


def _wanted(visit: Visit) -> list[DocumentType]:
    """The papers of a visit, in the order in which they are read."""
    ordered = [DocumentType.CORRECTION_ORDER] if visit.rectification is not None else []
    return [DocumentType.SITE_RECORD, *ordered, DocumentType.RESULT_FORM]


def _visit(act: Acting, inspection: Inspection, found: list[Finding], issued: date, *, demo: bool) -> Visit:
    return Visit(
        inspection=inspection,
        checklist=act.get(Checklist, inspection.checklist_id),
        author=act.user,
        findings=tuple(found),
        rectification=_order(act, inspection, found, issued),
        ordered_before=tuple(_ordered_before(act, inspection)),
        evidence=tuple(evidence_of(act, inspection.id)),
        demo_data=demo,
    )


def _document(act: Acting, visit: Visit, kind: DocumentType, known: Document | None) -> Document:
    number = (known.number if known else None) or numbers.take(act, kind)
    form = _form(visit, kind, number)
    if known is not None and known.html == form.html:
        return known
    fields: dict[str, Any] = {
        "number": number,
        "title": form.title,
        "html": form.html,
        "html_sha256": form.sha256,
        "made_at": act.now,
        "made_by": act.user.id,
    }
    if known is not None:
        return act.save(known.changed(**fields))
    inspection = visit.inspection
    return act.save(
        Document(
            id=new_id(),
            inspection_id=inspection.id,
            operator_id=inspection.operator_id,
            document_type=kind,
            **fields,
        )
    )


def _form(visit: Visit, kind: DocumentType, number: str | None) -> Form:
    if kind == DocumentType.CORRECTION_ORDER and visit.rectification is not None:
        return correction_order(visit, visit.rectification, number)
    return result_form(visit, number) if kind == DocumentType.RESULT_FORM else site_record(visit, number)


def shown_sha256(act: Acting, inspection: Inspection) -> str:
    """Hash of the visit with its findings, photos and papers as they stand: what a signature is bound to."""
    return rules.content_sha256(
        inspection,
        inspections.findings_of(act.session, inspection.id),
        evidence_of(act, inspection.id),
        [document.html_sha256 for document in evidence.documents_of(act.session, inspection.id)],
    )
