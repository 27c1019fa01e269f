"""Corrections of signed visits (更正): a new version with its reason; the one before stays as it was signed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from inspector_app.domain.problems import Code, Problem
from inspector_app.domain.states import FIELD
from inspector_app.records.inspections import Inspection, InspectionState
from inspector_app.records.oversight import Access
from inspector_app.services import access_log
from inspector_app.services.acting import Acting, require
from inspector_app.services.inspections import inspector
from inspector_app.storage import corrections as stored
from inspector_app.storage import inspections, rows
from inspector_app.storage.tables import TABLES
from sync.record import Json, new_id

_VISIT = TABLES["inspection"]
_OF_THE_VERSION = frozenset(
    {"id", "author_id", "device_id", "state", "completed_at", "signed_at", "content_sha256", "supersedes",
     "amend_reason", "clock_offset_us", "answers", "voided_at", "void_reason"}
)  # fmt: skip
"""Fields that differ between any two versions; the answers are compared item by item."""


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
    """Begin a new version of a signed visit, with the acting officer as its author; it is completed and signed as any.

    What was decided on its findings stays decided. Raises Refused without a reason, for a visit that is not signed,
    whose next version exists already, or in whose place another correction stands.
    """
    act.require_role(FIELD)
    signed = act.get(Inspection, inspection_id)
    problems = [] if reason.strip() else [Problem("amend_reason", Code.REASON_NEEDED)]
    if signed.state is not InspectionState.SIGNED:
        problems.append(Problem("state", Code.STATE, facts={"state": signed.state.value}))
    elif _is_followed(act.session, signed) or stored.standing(act.session, signed.id) != signed:
        problems.append(Problem("state", Code.ONLY_ONCE))
    require(problems)
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
        )
    )
    for finding in inspections.findings_of(act.session, signed.id):
        act.save(finding.changed(id=new_id(), inspection_id=version.id))
    return version


def history(session: Session, inspection_id: str) -> list[Correction]:
    """What each correction changed of the version that it corrects, the one that counts last."""
    told = stored.versions(session, inspection_id)
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
    """By a correction that is signed, or begun on this laptop."""
    query = rows.columns(Inspection).where(_VISIT.c.supersedes == version.id, _VISIT.c.voided_at.is_(None))
    return rows.one(session, Inspection, query) is not None
