"""Whether the shop that is being registered is here already: candidates with their reasons, and what a person says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy.orm import Session

from inspector_app.domain import doubles
from inspector_app.domain import duplicates as rules_of
from inspector_app.domain.doubles import Pair
from inspector_app.domain.duplicates import ASKED, Candidate, DuplicateRules, Known, Shop
from inspector_app.records.operators import Operator
from inspector_app.records.register import DuplicateDecision, DuplicateVerdict
from inspector_app.services import rules
from inspector_app.services.acting import Acting
from inspector_app.services.registration import Registration, normalised
from inspector_app.storage import duplicates, index_text, rows
from sync.record import new_id


@dataclass(frozen=True, slots=True)
class Found:
    """An operator that is here, and what connects it with the one that is being registered."""

    operator: Operator
    candidate: Candidate

    @property
    def is_asked(self) -> bool:
        return self.candidate.relation in ASKED


def find(act: Acting, registration: Registration) -> list[Found]:
    """Operators that may be the same business, the likeliest first, then others of its owner and of its premises."""
    new = _shop(act, normalised(act, registration))
    known = rules.rule(DuplicateRules, act.today, new.division_code)
    near = duplicates.near(act.session, new, known.near_m, known.sorts)
    apart = duplicates.told_apart(act.session, new.id)
    others = [each for each in near.shops if each.id not in apart]
    told = rules_of.candidates(new, others, Known(known, index_text.sounds, near.holders))
    operators = rows.find_all(act.session, Operator, (each.id for each in told))
    return [Found(operators[each.id], each) for each in told]


def of_register(session: Session, day: date, report: Callable[[int, int], None]) -> list[Pair]:
    """Pairs of the whole register that may be one business and that nobody has told apart, the likeliest first."""
    rules.use(session)
    told = duplicates.all_told_apart(session)
    rules_for = cache(lambda county: rules.rule(DuplicateRules, day, county))
    found = doubles.pairs(duplicates.every(session), lambda code: rules_for(code[:6]), index_text.sounds, report)
    return [each for each in found if each.ids not in told]


def decide(act: Acting, operator_id: str, found: Found, verdict: DuplicateVerdict) -> DuplicateDecision:
    """Note what a person says of a candidate; one that is told apart is not asked about again."""
    return act.save(
        DuplicateDecision(
            id=new_id(),
            operator_id=operator_id,
            other_id=found.operator.id,
            verdict=verdict,
            reasons=tuple(each.sign.value for each in found.candidate.reasons),
            decided_by=act.user.id,
            decided_at=act.now,
        )
    )


def _shop(act: Acting, registration: Registration) -> Shop:
    operator, owner = registration.operator, registration.owner
    code = operator.division_code
    return Shop(
        id=operator.id,
        name=operator.name,
        kind=operator.operator_kind,
        division_code=code,
        address=operator.address,
        places=duplicates.place_names(act.session, [code])[code],
        uscc=operator.uscc,
        reg_no=operator.reg_no,
        phones=frozenset(filter(None, (operator.phone, owner.phone))),
        owners=(owner.name,) if owner.name else (),
        id_hmacs=frozenset(filter(None, (owner.id_hmac,))),
        latitude=operator.latitude,
        longitude=operator.longitude,
    )
