"""Goods that are not to be sold: held, and released by another row (domain.md 7.7)."""

from __future__ import annotations

from inspector_app.domain.problems import Code, Problem
from inspector_app.domain.states import OFFICERS
from inspector_app.records.recalls import Hold
from inspector_app.services.acting import Acting, Refused, require
from inspector_app.storage import holds
from sync.record import Id, new_id


def hold(act: Acting, goods: Hold) -> Hold:
    """Hold goods of a ledger line, or of a batch. Raises Refused where neither is named."""
    act.require_role(OFFICERS)
    if goods.releases is not None:
        raise Refused([Problem("releases", Code.STATE)])
    require([] if goods.ledger_entry_id or goods.product_id or goods.note else [Problem("note", Code.REQUIRED)])
    return act.save(goods.changed(by=act.user.id, at=act.now))


def release(act: Acting, hold_id: Id, reason: str) -> Hold:
    """End a hold, with the reason. A hold is released once."""
    act.require_role(OFFICERS)
    held = act.get(Hold, hold_id)
    problems = [] if reason.strip() else [Problem("note", Code.REASON_NEEDED)]
    if held.releases is not None or held not in holds.standing(act.session, held.operator_id):
        problems.append(Problem("state", Code.ONLY_ONCE))
    require(problems)
    return act.save(held.changed(id=new_id(), releases=held.id, note=reason.strip(), by=act.user.id, at=act.now))


def standing(act: Acting, operator_id: Id) -> list[Hold]:
    """The holds at a shop that nobody has released."""
    return holds.standing(act.session, operator_id)
