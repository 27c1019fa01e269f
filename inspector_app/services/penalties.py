"""Penalties on the spot (当场处罚): within the law's sums, by two officers, on a form with a number (domain.md 7.12).

Administrative Penalty Law art. 51, 52, 68, 71.
"""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.domain import clocks, powers
from inspector_app.domain.clocks import Clocks, Deadline
from inspector_app.domain.officers import team_problems
from inspector_app.domain.powers import Powers
from inspector_app.domain.problems import Code, Problem
from inspector_app.domain.states import FIELD
from inspector_app.errors import AppError
from inspector_app.records.inspections import Inspection, Inspector
from inspector_app.records.measures import PenaltyKind, SpotPenalty
from inspector_app.records.operators import Operator
from inspector_app.records.people import User
from inspector_app.services import recusal
from inspector_app.services.acting import Acting, require
from inspector_app.services.inspections import inspector
from inspector_app.services.rules import calendar, layers, rule
from inspector_app.storage import merges, numbers

ON_THE_SPOT = frozenset({PenaltyKind.WARNING, PenaltyKind.FINE})
_TOLD = ("facts", "penalty_basis", "number")


@dataclass(frozen=True, slots=True)
class Decided:
    penalty: SpotPenalty
    hand_in: Deadline | None
    """Until when what was collected is handed in; None: nothing was."""


def decide(act: Acting, penalty: SpotPenalty, *, facts_clear: bool, demo: bool) -> Decided:
    """Keep a penalty that was decided at the shop by the acting officer and a second one.

    Raises Refused for a sum beyond the law, facts that are not clear, officers without certificate or with an interest,
    cash that may not be taken, a number used twice; AppError not_allowed for a graver penalty, which is the county's,
    and made_up_county for any in such a one, whose numbered forms must not exist.
    """
    act.require_role(FIELD)
    if demo:
        raise AppError("made_up_county")
    if penalty.penalty_kind not in ON_THE_SPOT:
        raise AppError("not_allowed")
    act.get(Operator, penalty.operator_id)
    penalty = penalty.changed(number=penalty.number.strip())
    team = [inspector(act.user)]
    if penalty.second_user_id != act.user.id:
        team.append(_second(act, penalty))
    rules = rule(Powers, act.today, act.user.office_code)
    require(
        [
            *(Problem(name, Code.REQUIRED) for name in _TOLD if not str(getattr(penalty, name)).strip()),
            *([Problem("number", Code.ONLY_ONCE)] if _is_used(act, penalty.number) else []),
            *_fits(penalty),
            *powers.spot_penalty_problems(penalty.amount_fen, penalty.on_organisation, facts_clear, rules),
            *_cash(penalty, rules),
            *team_problems(team, ()),
            *recusal.problems(act, penalty.operator_id, team),
        ]
    )
    kept = act.save(penalty.changed(decided_by=act.user.id, decided_at=act.now))
    clock = clocks.find_clock(layers(Clocks, act.today, act.user.office_code), "fine_hand_in")
    due = clocks.start(clock, act.now, calendar()) if clock and kept.collected_fen else None
    return Decided(kept, due)


def _second(act: Acting, penalty: SpotPenalty) -> Inspector:
    """The second officer; who never signed in on this laptop is known by the visit that the penalty came of."""
    if (user := act.writer.find(User, penalty.second_user_id)) is not None:
        return inspector(user)
    visit = act.writer.find(Inspection, penalty.inspection_id) if penalty.inspection_id else None
    if visit is not None and merges.are_one(act.session, visit.operator_id, penalty.operator_id):
        for officer in visit.inspectors:
            if officer.user_id == penalty.second_user_id:
                return officer
    return inspector(act.get(User, penalty.second_user_id))


def _is_used(act: Acting, number: str) -> bool:
    """By another penalty, or spoilt."""
    return numbers.penalty_numbered(act.session, number) is not None or numbers.is_voided(act.session, number)


def _fits(penalty: SpotPenalty) -> list[Problem]:
    """A warning takes no money, a fine takes some."""
    if penalty.penalty_kind is PenaltyKind.FINE:
        return [] if penalty.amount_fen else [Problem("amount_fen", Code.REQUIRED)]
    return [Problem("amount_fen", Code.RANGE, facts={"least": 0, "most": 0})] if penalty.amount_fen else []


def _cash(penalty: SpotPenalty, rules: Powers) -> list[Problem]:
    """What is collected at once: a small fine, or one that could not be collected later, and that is said."""
    if not penalty.collected_fen:
        return []
    if not 0 <= penalty.collected_fen <= penalty.amount_fen:
        return [Problem("collected_fen", Code.RANGE, facts={"least": 0, "most": penalty.amount_fen})]
    has_reason = bool(penalty.collected_reason.strip())
    may = powers.may_collect(penalty.amount_fen, has_reason, rules)
    return [] if may else [Problem("collected_reason", Code.REQUIRED)]
