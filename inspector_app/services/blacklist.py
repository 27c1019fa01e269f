"""The list of the gravely dishonest (严重违法失信名单), at HQ alone: proposed with basis and evidence, the party heard,
decided by a second person, in force for its term, taken off on the day when that ends. FSLR art. 66; domain.md 7.13.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import select

from inspector_app.domain import clocks
from inspector_app.domain.clocks import Clocks
from inspector_app.domain.problems import Code, Problem
from inspector_app.domain.states import COUNTY, HQ
from inspector_app.errors import AppError
from inspector_app.records.credit import BlacklistEntry, BlacklistState
from inspector_app.records.operators import Operator
from inspector_app.services import workflow
from inspector_app.services.acting import Acting, require
from inspector_app.services.rules import calendar, layers
from inspector_app.services.workflow import Taken
from inspector_app.storage import merges, operators, rows
from inspector_app.storage.tables import TABLES
from sync.record import Json, new_id

_ENTRY = TABLES[BlacklistEntry.kind]
TERM, EARLIEST = "blacklist_term", "blacklist_early_removal"


def propose(
    act: Acting, operator_id: str, basis: str, evidence: Collection[str], case_id: str | None = None
) -> BlacklistEntry:
    """The county proposes an operator. Raises Refused without a basis or evidence, AppError not_allowed."""
    _require_hq(act)
    act.require_role(COUNTY | HQ)
    operator = act.get(Operator, operator_id)
    problems = [] if basis.strip() else [Problem("basis", Code.REQUIRED)]
    require([*problems, *([] if evidence else [Problem("evidence", Code.REQUIRED)])])
    owners = [each for each in operators.persons_of(act.session, operator.id) if each.id_hmac]
    entry = BlacklistEntry(
        id=new_id(),
        published_in=operator.division_code[:6],
        operator_id=operator.id,
        party_name=operator.name,
        uscc=operator.uscc,
        id_hmac=owners[0].id_hmac if owners else None,
        basis=basis.strip(),
        evidence=tuple(evidence),
        case_id=case_id,
        proposed_by=act.user.id,
        proposed_at=act.now,
    )
    return workflow.begin(act, entry).record


def take(
    act: Acting, entry_id: str, action: str, given: Mapping[str, Json] | None = None, reason: str = ""
) -> Taken[BlacklistEntry]:
    """The next step; what the law sets is filled in: the day of listing and of removal, and the term's last day.

    Raises Refused also for a removal before the earliest day, and an expiry before the last.
    """
    _require_hq(act)
    entry = act.get(BlacklistEntry, entry_id)
    told: dict[str, Json] = {}
    if action == "notify":
        told["notified_at"] = act.now
    if action == "list":
        ends = _ends(act, TERM, act.now)
        told = {"listed_on": act.today.isoformat(), "term_ends_on": ends.isoformat() if ends else None}
    told |= given or {}
    if action in ("remove", "expire"):
        require(_too_early(act, entry, action))
        told["removed_on"] = act.today.isoformat()
    return workflow.take(act, entry, action, told, reason)


def over(act: Acting) -> list[str]:
    """Ids of entries whose term ends today or has ended."""
    query = select(_ENTRY.c.id).where(
        _ENTRY.c.state == BlacklistState.LISTED,
        _ENTRY.c.voided_at.is_(None),
        _ENTRY.c.term_ends_on <= act.today.isoformat(),
    )
    return list(act.session.scalars(query.order_by(_ENTRY.c.id)))


def of_operator(act: Acting, operator_id: str) -> list[BlacklistEntry]:
    """Every entry that an operator ever had, the first first: what was removed stays on record."""
    query = rows.columns(BlacklistEntry).where(merges.of_shop(act.session, _ENTRY.c.operator_id, operator_id))
    return rows.records(act.session, BlacklistEntry, query.order_by(_ENTRY.c.proposed_at, _ENTRY.c.id))


def _require_hq(act: Acting) -> None:
    """Raises AppError not_allowed on a laptop, whatever the role: nothing of the list is written there."""
    if not act.is_at_hq:
        raise AppError("not_allowed")


def _too_early(act: Acting, entry: BlacklistEntry, action: str) -> list[Problem]:
    if entry.listed_on is None:
        return []
    day = entry.term_ends_on
    if action == "remove":
        listed = [step.at for step in workflow.history(act, entry) if step.action == "list"]
        day = _ends(act, EARLIEST, listed[-1]) if listed else None
    if day is None or act.today >= day:
        return []
    return [Problem("removed_on", Code.NOT_DUE, facts={"day": day.isoformat()})]


def _ends(act: Acting, name: str, started: int) -> date | None:
    clock = clocks.find_clock(layers(Clocks, act.today, act.user.office_code), name)
    return clocks.start(clock, started, calendar()).on if clock else None
