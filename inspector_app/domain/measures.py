"""Seals, cases, transfers and objections: how they move, and who approves (domain.md 7.11, 7.12).

Administrative Coercion Law 18, 19, 24; Administrative Penalty Law 54 to 61; rules on transfer of crime, art. 5, 6, 12.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from inspector_app.domain.states import COUNTY, FIELD, LEAD, Machine, Move
from inspector_app.records.evidence import DocumentType
from inspector_app.records.measures import CaseState, SealKind, SealState, TransferState
from inspector_app.records.people import Role
from inspector_app.records.sampling import ObjectionState

BEGIN = "begin"
"""The first step of every record that has states."""
_S, _C, _T, _O = SealState, CaseState, TransferState, ObjectionState
_TERM = ("begins_on", "ends_on")


def _seals(
    heads: Collection[Role], decision: DocumentType, release: DocumentType, clock: str, *, urgent: bool
) -> Machine[SealState]:
    done = (*_TERM, "goods", "second_user_id", "document_id")
    papers = (decision, DocumentType.GOODS_LIST, DocumentType.SERVICE_RECEIPT)
    first = (
        Move("act_first", _S.PROPOSED, _S.URGENT, FIELD, (*done, "urgent", "reason"), None, False, papers,
             "urgent_seal_report", term=clock),
        Move("approve", _S.URGENT, _S.IN_FORCE, heads, (), BEGIN, clock=clock),
        Move("refuse", _S.URGENT, _S.RELEASED, heads, ("reason",), papers=(release,)),
    )  # fmt: skip
    return Machine(
        _S.PROPOSED,
        (
            Move("approve", _S.PROPOSED, _S.APPROVED, heads, (), BEGIN),
            Move("refuse", _S.PROPOSED, _S.REFUSED, heads, ("reason",)),
            *(first if urgent else ()),
            Move("carry_out", _S.APPROVED, _S.IN_FORCE, FIELD, done, papers=papers, clock=clock, term=clock),
            *(
                (Move("extend", _S.IN_FORCE, _S.EXTENDED, heads, ("reason", "ends_on"), term="seal_extension"),)
                if urgent
                else ()
            ),
            *(
                move
                for state in ((_S.IN_FORCE, _S.EXTENDED) if urgent else (_S.IN_FORCE,))
                for move in (
                    Move("release", state, _S.RELEASED, FIELD | LEAD, ("reason",), papers=(release,)),
                    Move("dispose", state, _S.DISPOSED, FIELD | LEAD, ("disposal_id|outcome",)),
                )
            ),
        ),
    )


_SEAL = _seals(COUNTY, DocumentType.SEAL_DECISION, DocumentType.SEAL_RELEASE, "seal", urgent=True)
SEALS: Mapping[SealKind, Machine[SealState]] = {
    SealKind.SEAL: _SEAL,
    SealKind.SEIZURE: _SEAL,
    SealKind.PRESERVATION: _seals(
        LEAD, DocumentType.EVIDENCE_PRESERVATION, DocumentType.PRESERVATION_RELEASE, "preservation_decision",
        urgent=False,
    ),
}  # fmt: skip
"""Who proposed does not approve. Preservation may be approved by a team lead, where that is delegated."""

CASES = Machine(
    _C.PROPOSED,
    (
        Move("file", _C.PROPOSED, _C.FILED, COUNTY, ("filed_on",), BEGIN, papers=(DocumentType.FILING_APPROVAL,),
             clock="penalty_decision"),
        Move("decline", _C.PROPOSED, _C.NOT_FILED, COUNTY, ("reason",), papers=(DocumentType.FILING_APPROVAL,)),
        Move("notify", _C.FILED, _C.NOTIFIED, COUNTY, ("notified_on", "penalty_basis"),
             papers=(DocumentType.PENALTY_NOTICE,)),
        Move("decide", _C.NOTIFIED, _C.DECIDED, COUNTY, ("decided_on", "discretion", "statement|no_statement"),
             papers=(DocumentType.PENALTY_DECISION,), clock="penalty_service"),
        Move("transfer", _C.FILED, _C.TRANSFERRED, COUNTY, ("transfer_id",)),
        Move("close", _C.FILED, _C.CLOSED, COUNTY, ("reason", "closed_on")),
        Move("close", _C.DECIDED, _C.CLOSED, COUNTY, ("served_on", "closed_on")),
    ),
)  # fmt: skip
"""The party is told and heard before the decision."""

CRIMINAL_ATTACHMENTS = ("LETTER", "REPORT", "GOODS_LIST", "TEST_REPORT", "OTHER")
"""All that a transfer to the police needs (art. 6)."""


def _transfers(attachments: tuple[str, ...], letter: DocumentType, decision: str | None) -> Machine[TransferState]:
    needs = ("sent_at", "document_id", *(f"attachments.{each}" for each in attachments))
    return Machine(
        _T.DRAFT,
        (
            Move("approve", _T.DRAFT, _T.APPROVED, COUNTY, (), BEGIN, clock=decision),
            Move("refuse", _T.DRAFT, _T.REFUSED, COUNTY, ("reason",)),
            Move("send", _T.APPROVED, _T.SENT, FIELD | COUNTY, needs, papers=(letter,)),
            Move("receive", _T.SENT, _T.RECEIVED, FIELD | COUNTY, ("received_at", "receipt")),
            Move("return", _T.SENT, _T.RETURNED, FIELD | COUNTY, ("reason",)),
            Move("answer", _T.RECEIVED, _T.ANSWERED, FIELD | COUNTY, ("answer",)),
        ),
    )


TRANSFERS: Mapping[bool, Machine[TransferState]] = {
    False: _transfers((), DocumentType.CASE_TRANSFER_LETTER, None),
    True: _transfers(CRIMINAL_ATTACHMENTS, DocumentType.CRIMINAL_TRANSFER, "transfer_hand_over"),
}
"""By whether a crime is suspected."""

OBJECTIONS = Machine(
    _O.REQUESTED,
    (
        Move("accept", _O.REQUESTED, _O.ACCEPTED, LEAD, ("retestable|laboratory_id|reason",)),
        Move("refuse", _O.REQUESTED, _O.REFUSED, LEAD, ("answer",)),
        Move("uphold", _O.ACCEPTED, _O.UPHELD, LEAD, ("answer",)),
        Move("reject", _O.ACCEPTED, _O.REJECTED, LEAD, ("answer",)),
    ),
)
