"""The operator's signed pledge (企业主体责任): its text by version, the signature bound to what was shown.

What was signed on paper is noted with the text that is in force.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from inspector_app.documents.forms import Form
from inspector_app.documents.papers import paper
from inspector_app.domain.pledge import PledgeText
from inspector_app.domain.problems import Code, Problem
from inspector_app.domain.states import FIELD
from inspector_app.domain.strokes import is_signature
from inspector_app.records.evidence import (
    Document,
    DocumentType,
    Signature,
    SignatureMethod,
    SignatureState,
    SignerRole,
)
from inspector_app.records.operators import Operator
from inspector_app.records.register import Pledge
from inspector_app.services import registration
from inspector_app.services.acting import Acting, require
from inspector_app.services.rules import rule
from inspector_app.storage import merges, rows
from inspector_app.storage.tables import TABLES
from sync.record import Id, Instant, new_id

_PLEDGE = TABLES["pledge"]


@dataclass(frozen=True, slots=True)
class Shown:
    """What is laid before an operator. The signature's `content_sha256` is the hash of `form`."""

    operator_id: Id
    text: PledgeText
    form: Form


def show(act: Acting, operator_id: Id, *, demo: bool) -> Shown:
    """Today's text, with the operator's name in it."""
    operator = act.get(Operator, operator_id)
    text = _in_force(act, operator)
    return Shown(operator.id, text, paper("pledge", act.user, None, demo=demo, operator=operator, text=text))


def sign(act: Acting, shown: Shown, signature: Signature, inspection_id: Id | None = None) -> Pledge:
    """Keep the pledge of whom it was shown to, with the paper and the signature; a verified operator becomes active.

    Raises Refused for a signature that is no signature, or was given to something else than what was shown.
    """
    act.require_role(FIELD)
    operator_id, problems = shown.operator_id, []
    if signature.signer_role is not SignerRole.PARTY or signature.state is not SignatureState.SIGNED:
        problems.append(Problem("signatures", Code.PARTY_SIGNATURE_MISSING))
    elif signature.method is SignatureMethod.PAD and not is_signature(signature.strokes):
        problems.append(Problem("signatures", Code.SIGNATURE_EMPTY, facts={"name": signature.name}))
    if signature.content_sha256 != shown.form.sha256:
        problems.append(Problem("signatures", Code.SIGNATURE_STALE, facts={"name": signature.name}))
    require(problems)
    paper_shown = act.save(
        Document(
            id=new_id(),
            operator_id=operator_id,
            document_type=DocumentType.PLEDGE,
            title=shown.form.title,
            html=shown.form.html,
            html_sha256=shown.form.sha256,
            made_at=act.now,
            made_by=act.user.id,
        )
    )
    signed = act.save(signature.changed(operator_id=operator_id, document_id=paper_shown.id, signed_at=act.now))
    pledge = _pledge(operator_id, shown.text, act.now)
    return _keep(act, pledge.changed(document_id=paper_shown.id, signature_id=signed.id, inspection_id=inspection_id))


def note_paper(act: Acting, operator_id: Id, signed_at: Instant) -> Pledge:
    """Note that an operator has signed today's text on paper; a verified operator becomes active."""
    text = _in_force(act, act.get(Operator, operator_id))
    return _keep(act, _pledge(operator_id, text, signed_at))


def _in_force(act: Acting, operator: Operator) -> PledgeText:
    return rule(PledgeText, act.today, operator.division_code)


def _pledge(operator_id: Id, text: PledgeText, signed_at: Instant) -> Pledge:
    return Pledge(
        id=new_id(),
        operator_id=operator_id,
        text_version=text.version,
        text_sha256=text.sha256,
        signed_at=signed_at,
    )


def _keep(act: Acting, pledge: Pledge) -> Pledge:
    registration.pledge(act, pledge.operator_id, pledge.text_version, pledge.signed_at)
    return act.save(pledge)


def of_operator(session: Session, operator_id: str) -> list[Pledge]:
    """Every pledge, the last one first."""
    of_shop = merges.of_shop(session, _PLEDGE.c.operator_id, operator_id)
    query = rows.columns(Pledge).where(of_shop, _PLEDGE.c.voided_at.is_(None))
    return rows.records(session, Pledge, query.order_by(_PLEDGE.c.signed_at.desc(), _PLEDGE.c.id))
