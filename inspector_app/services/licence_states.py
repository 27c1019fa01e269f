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
    return _papers(operator, operators.licences_of(session, operator.id), _groups(operator, on_day), on_day)


def history(session: Session, operator: Operator, last: date) -> list[tuple[date, PapersState]]:
    """The states since it was registered, each with the day on which it began."""
    seen = operators.licences_of(session, operator.id)
    if seen and (number := _number_of_business(operator, seen)):
        seen = [*seen, _business_licence(operator, number, min(each.seen_at for each in seen))]
    first = min((local_date(each.seen_at) for each in seen), default=last)
    first = min(first, local_date(operator.registered_at))
    return rules_of.history(_groups(operator, last), seen, min(first, last), last)


def shown_by(operator: Operator, before: Sequence[Licence], seen: Sequence[Licence], on_day: date) -> LicenceState:
    """What the operator's own field says after a look at these papers: that all are there, or that one has ended. Where
    one is missing, or an authority has decided, what a person said of it stands; and so it does while the papers say no
    more than those `before`."""
    is_news = operator.licence_state is LicenceState.NOT_SEEN
    is_news = is_news or _told(operator, before, on_day) != _told(operator, seen, on_day)
    state = _papers(operator, seen, _groups(operator, on_day), on_day).state
    is_shown = is_news and state in SHOWN and operator.licence_state not in DECIDED
    return LICENCE_STATES[state] if is_shown else operator.licence_state


def _told(operator: Operator, seen: Sequence[Licence], on_day: date) -> tuple[PapersState, set[object]]:
    """How it stands by these papers, and the permits (证) among them with their days: a renewed one is another."""
    groups = _groups(operator, on_day)
    asked = {each for group in groups for each in group} - {LicenceType.BUSINESS}
    permits = [each for each in seen if each.licence_type in asked and each.voided_at is None]
    days: set[object] = {(each.licence_type, each.number, each.valid_from, each.valid_until) for each in permits}
    return _papers(operator, seen, groups, on_day).state, days


def counts(session: Session, division_code: str, on_day: date) -> Counter[PapersState]:
    """How many operators of a division are in each state; those whose papers nobody has seen are one of them."""
    return Counter(state for _, state in _states(session, division_code, on_day))


def those_in(session: Session, division_code: str, state: PapersState, on_day: date) -> list[Operator]:
    """The operators of a division that are in a state, by name."""
    found = [operator for operator, each in _states(session, division_code, on_day) if each is state]
    return sorted(found, key=lambda each: (each.name, each.id))


def _states(session: Session, division_code: str, on_day: date) -> Iterator[tuple[Operator, PapersState]]:
    """Every operator that stands, with its state; with the papers of those that were merged into it."""
    within = _OPERATOR.c.division_code.between(division_code, division_code + "~")
    query = rows.columns(Operator).where(within, _OPERATOR.c.voided_at.is_(None), ~merges.is_given_up(_OPERATOR.c.id))
    found = rows.records(session, Operator, query)
    owner = _LICENCE.c.operator_id
    of_these = owner.in_(_OPERATOR.select().with_only_columns(_OPERATOR.c.id).where(within)) | merges.is_given_up(owner)
    query = rows.columns(Licence).where(of_these, _LICENCE.c.voided_at.is_(None))
    seen: dict[str, list[Licence]] = {}
    for paper in rows.records(session, Licence, query.order_by(_LICENCE.c.id)):
        seen.setdefault(paper.operator_id, []).append(paper)
    merged = merges.absorbed(session)
    asked: dict[object, list[rules_of.AnyOf]] = {}
    for operator in found:
        sort = operator.operator_kind, operator.agri_kinds, operator.farm_produce_only, operator.division_code
        if sort not in asked:
            asked[sort] = _groups(operator, on_day)
        own = [paper for each in (operator.id, *merged.get(operator.id, ())) for paper in seen.get(each, ())]
        yield operator, _papers(operator, own, asked[sort], on_day).state


def _papers(operator: Operator, seen: Sequence[Licence], groups: Sequence[rules_of.AnyOf], on_day: date) -> Papers:
    """A business licence counts as seen where the register holds its number and nobody saw the paper itself, once
    anybody has asked for papers."""
    looked = operator.licence_state is not LicenceState.NOT_SEEN or bool(seen)
    number = _number_of_business(operator, seen)
    known = [*seen, _business_licence(operator, number, operator.registered_at)] if looked and number else seen
    return rules_of.compare(groups, known, on_day, looked=looked)


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
    only = bool(operator.farm_produce_only)
    return required(layers, operator.operator_kind, operator.agri_kinds, farm_produce_only=only)
