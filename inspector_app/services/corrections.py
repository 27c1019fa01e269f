"""Corrections of signed visits (更正): a new version with its reason; the one before stays as it was signed, and counts
until a team lead has approved the new one (domain.md 7.4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from inspector_app.domain.problems import Code, Problem
from inspector_app.domain.states import FIELD, LEAD
from inspector_app.records.inspections import Amendment, AmendmentState, Inspection, InspectionState
from inspector_app.records.oversight import Access
from inspector_app.services import access_log, recusal, signing, workflow
from inspector_app.services.acting import Acting, require
from inspector_app.services.inspections import inspector
from inspector_app.services.workflow import Taken
from inspector_app.storage import corrections as stored
from inspector_app.storage import inspections, rows
from inspector_app.storage.tables import TABLES
from sync.record import Json, new_id

_VISIT = TABLES["inspection"]
_OF_THE_VERSION = frozenset(
    {"id", "author_id", "device_id", "state", "completed_at", "signed_at", "content_sha256", "supersedes",
     "amend_reason", "needs_approval", "clock_offset_us", "answers", "voided_at", "void_reason"}
)  # fmt: skip
"""Fields that differ between any two versions; the answers are compared item by item."""
APPROVE = "approve"


@dataclass(frozen=True, slots=True)
class Change:
    """What one version says and the next one says instead; `field` is `answers.<item>` for an item of the list."""

    field: str
    before: Json
    after: Json


@dataclass(frozen=True, slots=True)
class Correction:
    """One step from a version to the next."""

    version: Inspection
    """Whose `author_id`, `signed_at` and `amend_reason` say who, when and why."""
    changes: tuple[Change, ...]


def amend(act: Acting, inspection_id: str, reason: str) -> Inspection:
    """Begin a new version of a signed visit, with the acting officer as its author; it is completed and signed as any,
    and then waits for a team lead.

    What was decided on its findings stays decided. Raises Refused without a reason, for a visit that is not signed,
    whose next version exists already and was not refused, or in whose place another correction stands.
    """
    act.require_role(FIELD)
    signed = act.get(Inspection, inspection_id)
    problems = [] if reason.strip() else [Problem("amend_reason", Code.REASON_NEEDED)]
    if signed.state is not InspectionState.SIGNED:
        problems.append(Problem("state", Code.STATE, facts={"state": signed.state.value}))
    elif _is_followed(act.session, signed) or stored.standing(act.session, signed.id) != signed:
        problems.append(Problem("state", Code.ONLY_ONCE))
    require([*problems, *recusal.problems(act, signed.operator_id, [inspector(act.user)])])
    others = [each for each in signed.inspectors if each.user_id != act.user.id]
    access_log.note(act, Access.AMEND, signed.kind, entity_id=signed.id, reason=reason.strip())
    version = act.save(
        signed.changed(
            id=new_id(),
            author_id=act.user.id,
            device_id=act.device_id,
            state=InspectionState.IN_PROGRESS,
            inspectors=(inspector(act.user), *others),
            completed_at=None,
            signed_at=None,
            result=None,
            score=None,
            content_sha256=None,
            clock_offset_us=None,
            supersedes=signed.id,
            amend_reason=reason.strip(),
            needs_approval=True,
        )
    )
    for finding in inspections.findings_of(act.session, signed.id):
        act.save(finding.changed(id=new_id(), inspection_id=version.id))
    return version


def to_approve(act: Acting) -> list[Correction]:
    """What waits for a lead of this laptop's area, the first proposed first, with what each would change.

    Raises AppError not_allowed for who leads nobody.
    """
    act.require_role(LEAD)
    waiting = [act.writer.find(Inspection, each.inspection_id) for each in stored.to_approve(act.session)]
    pairs = ((act.writer.find(Inspection, each.supersedes or ""), each) for each in waiting if each is not None)
    return [Correction(after, tuple(_changes(before, after))) for before, after in pairs if before is not None]


def take(
    act: Acting, amendment_id: str, action: str, given: Mapping[str, Json] | None = None, reason: str = ""
) -> Taken[Amendment]:
    """Approve a correction, or reject it with a reason. From an approval on the version counts: its orders begin, and
    who issued the operator's licences is to be told.

    Raises Refused for a move that the table forbids, for one's own correction, for who has declared an interest in the
    operator, and where another version stands since.
    """
    amendment = act.get(Amendment, amendment_id)
    version = act.get(Inspection, amendment.inspection_id)
    if action == APPROVE:
        standing = stored.standing(act.session, version.id)
        is_next = standing is not None and standing.id == version.supersedes
        overtaken = [] if is_next else [Problem("inspection_id", Code.CHANGED_SINCE)]
        require([*overtaken, *recusal.problems(act, version.operator_id, [inspector(act.user)])])
    taken = workflow.take(act, amendment, action, given, reason)
    if taken.record.state is AmendmentState.APPROVED:
        signing.follow_up(act, version)
    return taken


def history(session: Session, inspection_id: str) -> list[Correction]:
    """What each correction changed of the version that it corrects: the one that counts last, but for those that wait
    for approval or were refused it."""
    told = stored.versions(session, inspection_id)
    state = stored.approvals(session, [each.id for each in told])
    told.sort(key=lambda each: not stored.may_count(each, state))
    by_id = {each.id: each for each in told}
    pairs = ((by_id.get(each.supersedes or ""), each) for each in told)
    return [Correction(after, tuple(_changes(before, after))) for before, after in pairs if before is not None]


def _changes(before: Inspection, after: Inspection) -> Iterable[Change]:
    old, new = before.wire(), after.wire()
    for name in old:
        if name not in _OF_THE_VERSION and old[name] != new[name]:
            yield Change(name, old[name], new[name])
    for item in sorted(before.answers.keys() | after.answers.keys()):
        one, other = (_said(each, item) for each in (before, after))
        if one != other:
            yield Change(f"answers.{item}", one, other)


def _said(version: Inspection, item: str) -> Json:
    """An answer without the instant at which it was given."""
    answer = version.answers.get(item)
    return None if answer is None else answer.model_dump(mode="json", exclude={"answered_at"})


def _is_followed(session: Session, version: Inspection) -> bool:
    """By a correction that is signed and was not refused, or is begun on this laptop."""
    query = rows.columns(Inspection).where(_VISIT.c.supersedes == version.id, _VISIT.c.voided_at.is_(None))
    found = [each.id for each in rows.records(session, Inspection, query)]
    state = stored.approvals(session, found)
    return any(state.get(each) is not AmendmentState.REJECTED for each in found)
