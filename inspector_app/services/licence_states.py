"""How it stands with the papers of operators (证照齐全, 有照无证, 有证无照, 无证无照, 过期), reckoned at each look:
those that the rules of the place and the day ask for, against those that somebody has seen (rows 2.1, 19.2).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy.orm import Session

from inspector_app.domain import papers as rules_of
from inspector_app.domain.local_time import local_date
from inspector_app.domain.papers import LICENCE_STATES, Papers, PapersState, RequiredPapers, required
from inspector_app.records.operators import Licence, LicenceState, LicenceType, Operator
from inspector_app.services import rules
from inspector_app.storage import merges, operators, rows
from inspector_app.storage.tables import TABLES

DECIDED = frozenset({LicenceState.SUSPENDED, LicenceState.REVOKED})
"""Decisions of an authority: no paper shows them, and none takes them back."""
SHOWN = frozenset({PapersState.COMPLETE, PapersState.EXPIRED})
_OPERATOR, _LICENCE = TABLES["operator"], TABLES["licence"]


def papers(session: Session, operator: Operator, on_day: date) -> Papers:
    """The papers of one operator on a day, each group that is asked for with the best paper seen."""
    return _papers(operator, operators.licences_of(session, operator.id), on_day)


def history(session: Session, operator: Operator, last: date) -> list[tuple[date, PapersState]]:
    """The states since it was registered, each with the day on which it began."""
    seen = operators.licences_of(session, operator.id)
    if seen and (number := _number_of_business(operator, seen)):
        seen = [*seen, _business_licence(operator, number, min(each.seen_at for each in seen))]
    first = min((local_date(each.seen_at) for each in seen), default=last)
    first = min(first, local_date(operator.registered_at))
    return rules_of.history(_groups(operator, last), seen, min(first, last), last)


def shown_by(operator: Operator, seen: Sequence[Licence], on_day: date) -> LicenceState:
    """What the operator's own field says after a look at these papers: that all are there, or that one has ended. Where
    one is missing, or an authority has decided, what a person said of it stands."""
    state = _papers(operator, seen, on_day).state
    is_shown = state in SHOWN and operator.licence_state not in DECIDED
    return LICENCE_STATES[state] if is_shown else operator.licence_state


def counts(session: Session, division_code: str, on_day: date) -> Counter[PapersState]:
    """How many operators of a division are in each state; those whose papers nobody has seen are one of them."""
    return Counter(state for _, state in _states(session, division_code, on_day))


def those_in(session: Session, division_code: str, state: PapersState, on_day: date) -> list[Operator]:
    """The operators of a division that are in a state, by name."""
    found = [operator for operator, each in _states(session, division_code, on_day) if each is state]
    return sorted(found, key=lambda each: (each.name, each.id))


def _states(session: Session, division_code: str, on_day: date) -> Iterator[tuple[Operator, PapersState]]:
    """Every operator that stands, with its state; one that was merged shows as the other, with the papers of both."""
    within = _OPERATOR.c.division_code.between(division_code, division_code + "~")
    query = rows.columns(Operator).where(within, _OPERATOR.c.voided_at.is_(None))
    found = rows.records(session, Operator, query)
    of_these = _OPERATOR.select().with_only_columns(_OPERATOR.c.id).where(within)
    query = rows.columns(Licence).where(_LICENCE.c.operator_id.in_(of_these), _LICENCE.c.voided_at.is_(None))
    seen: dict[str, list[Licence]] = {}
    for paper in rows.records(session, Licence, query.order_by(_LICENCE.c.id)):
        seen.setdefault(paper.operator_id, []).append(paper)
    given_up = merges.given_up(session)
    for operator in found:
        if operator.id not in given_up:
            family = merges.family(session, operator.id) if given_up else [operator.id]
            own = [paper for each in family for paper in seen.get(each, ())]
            yield operator, _papers(operator, own, on_day).state


def _papers(operator: Operator, seen: Sequence[Licence], on_day: date) -> Papers:
    """A business licence counts as seen where the register holds its number and nobody saw the paper itself, once
    anybody has asked for papers."""
    looked = operator.licence_state is not LicenceState.NOT_SEEN or bool(seen)
    number = _number_of_business(operator, seen)
    known = [*seen, _business_licence(operator, number, operator.registered_at)] if looked and number else seen
    return rules_of.compare(_groups(operator, on_day), known, on_day, looked=looked)


def _number_of_business(operator: Operator, seen: Sequence[Licence]) -> str | None:
    if any(each.licence_type is LicenceType.BUSINESS for each in seen):
        return None
    return operator.uscc or operator.reg_no


def _business_licence(operator: Operator, number: str, seen_at: int) -> Licence:
    return Licence(
        id=operator.id, operator_id=operator.id, licence_type=LicenceType.BUSINESS, number=number,
        number_as_printed=number, seen_at=seen_at, seen_by=operator.registered_by,
    )  # fmt: skip


def _groups(operator: Operator, on_day: date) -> list[rules_of.AnyOf]:
    layers = rules.layers(RequiredPapers, on_day, operator.division_code)
    return required(layers, operator.operator_kind, operator.agri_kinds)
