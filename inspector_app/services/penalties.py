"""Penalties on the spot (当场处罚): within the law's sums, by two officers, on a form with a number (domain.md 7.12).

Administrative Penalty Law art. 51, 52, 68, 71.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from inspector_app.domain import clocks, powers
from inspector_app.domain.clocks import Clocks, Deadline
from inspector_app.domain.officers import team_problems
from inspector_app.domain.powers import Powers
from inspector_app.domain.problems import Code, Problem
from inspector_app.domain.states import FIELD
from inspector_app.errors import AppError
from inspector_app.records.measures import PenaltyKind, SpotPenalty
from inspector_app.records.operators import Operator
from inspector_app.records.people import User
from inspector_app.services import recusal
from inspector_app.services.acting import Acting, require
from inspector_app.services.inspections import inspector
from inspector_app.services.rules import calendar, layers, rule
from inspector_app.storage.tables import TABLES

ON_THE_SPOT = frozenset({PenaltyKind.WARNING, PenaltyKind.FINE})
_PENALTY = TABLES["spot_penalty"]
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
    and for any in a made-up county, whose numbered forms must not exist.
    """
    act.require_role(FIELD)
    if demo or penalty.penalty_kind not in ON_THE_SPOT:
        raise AppError("not_allowed")
    act.get(Operator, penalty.operator_id)
    team = [inspector(act.user), inspector(act.get(User, penalty.second_user_id))]
    team = team if penalty.second_user_id != act.user.id else team[:1]
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


def _is_used(act: Acting, number: str) -> bool:
    query = select(_PENALTY.c.id).where(_PENALTY.c.number == number.strip()).limit(1)
    return act.session.scalars(query).first() is not None


def _fits(penalty: SpotPenalty) -> list[Problem]:
    """A warning takes no money, a fine takes some."""
    if penalty.penalty_kind is PenaltyKind.FINE:
        return [] if penalty.amount_fen else [Problem("amount_fen", Code.REQUIRED)]
    return [Problem("amount_fen", Code.RANGE, facts={"least": 0, "most": 0})] if penalty.amount_fen else []


def _cash(penalty: SpotPenalty, rules: Powers) -> list[Problem]:
    """What is collected at once: a small fine, or one that could not be collected later, and that is said."""
    if not penalty.collected_fen:
        return []
    may = powers.may_collect(penalty.amount_fen, bool(penalty.collected_reason.strip()), rules)
    if not may or not 0 <= penalty.collected_fen <= penalty.amount_fen:
        most = min(penalty.amount_fen, rules.cash_fen) if may else rules.cash_fen
        return [Problem("collected_fen", Code.RANGE, facts={"least": 0, "most": most})]
    return []
