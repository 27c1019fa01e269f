"""Complaints and reports (投诉举报): a dispute of a consumer, a lead, an enquiry, or not ours (domain.md 7.9).

Provisional measures of the market supervision authority on complaints and reports: art. 3, 7, 14, 21, 23, 29, 31, 33.
"""

from __future__ import annotations

from collections.abc import Mapping

from inspector_app.domain.states import FIELD, LEAD, Machine, Move
from inspector_app.records.complaints import ComplaintKind, ComplaintSource, ComplaintState

_S = ComplaintState
EXTENSION = "lead_check_extension"
"""The clock that a lead's check is longer by, once (art. 23)."""
_CLASSIFY = Move("classify", _S.RECEIVED, _S.CLASSIFIED, FIELD | LEAD, ("complaint_kind",))

STATES: Mapping[ComplaintKind, Machine[ComplaintState]] = {
    ComplaintKind.COMPLAINT: Machine(
        _S.RECEIVED,
        (
            _CLASSIFY,
            Move("accept", _S.CLASSIFIED, _S.ACCEPTED, LEAD, clock="complaint_mediation"),
            Move("reject", _S.CLASSIFIED, _S.REJECTED, LEAD, ("reason", "answer")),
            Move("settle", _S.ACCEPTED, _S.SETTLED, FIELD | LEAD, ("agreement", "inspection_id|reason")),
            Move("end", _S.ACCEPTED, _S.ENDED, FIELD | LEAD, ("answer", "inspection_id|reason")),
        ),
    ),
    ComplaintKind.REPORT: Machine(
        _S.RECEIVED,
        (
            _CLASSIFY,
            Move("extend", _S.CLASSIFIED, _S.CLASSIFIED, LEAD, ("reason",), once=True, clock=EXTENSION),
            Move("verify", _S.CLASSIFIED, _S.VERIFIED, FIELD, ("inspection_id|reason",)),
            Move("file_case", _S.VERIFIED, _S.CASE, LEAD, ("reason",), not_by="verify", clock="report_answer"),
            Move("file_no_case", _S.VERIFIED, _S.NO_CASE, LEAD, ("reason",), not_by="verify", clock="report_answer"),
            Move("close", _S.CASE, _S.CLOSED, FIELD | LEAD, ("answered_at|anonymous",)),
            Move("close", _S.NO_CASE, _S.CLOSED, FIELD | LEAD, ("answered_at|anonymous",)),
        ),
    ),
    ComplaintKind.ENQUIRY: Machine(
        _S.RECEIVED, (_CLASSIFY, Move("answer", _S.CLASSIFIED, _S.CLOSED, FIELD | LEAD, ("answer",)))
    ),
    ComplaintKind.NOT_OURS: Machine(
        _S.RECEIVED,
        (_CLASSIFY, Move("transfer", _S.CLASSIFIED, _S.TRANSFERRED, FIELD | LEAD, ("authority|answer",))),
    ),
}
"""By kind; before it is classified a complaint has the machine of any. That who
verified does not decide on a case is our own rule."""
ENDS = frozenset(state for machine in STATES.values() for state in machine.ends)
NEEDS_PROOF = frozenset({ComplaintSource.MEDIA, ComplaintSource.RUMOUR})
"""What is said in public is answered with evidence (rows 13.4, 14.1)."""

CLOCKS: Mapping[tuple[ComplaintKind, ComplaintState], str] = {
    (ComplaintKind.COMPLAINT, _S.RECEIVED): "complaint_accept",
    (ComplaintKind.COMPLAINT, _S.CLASSIFIED): "complaint_accept",
    (ComplaintKind.COMPLAINT, _S.ACCEPTED): "complaint_mediation",
    (ComplaintKind.REPORT, _S.RECEIVED): "lead_check",
    (ComplaintKind.REPORT, _S.CLASSIFIED): "lead_check",
    (ComplaintKind.REPORT, _S.CASE): "report_answer",
    (ComplaintKind.REPORT, _S.NO_CASE): "report_answer",
}
"""The clock that runs in a state: from receipt, acceptance, or the decision on a case."""

PRINTED_AS = "监督检查"
"""What papers for the operator say of a visit, so that none tells of a report (art. 33; Food Safety Law art. 115)."""
