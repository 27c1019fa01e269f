"""What a workshop's own books show of its inputs, against what a visit answers (domain.md row 6.1)."""

from __future__ import annotations

from datetime import timedelta

from inspector_app.domain import input_checks
from inspector_app.domain.additives import AdditiveLimits
from inspector_app.domain.banned_substances import BannedSubstances
from inspector_app.domain.checklists import ChecklistForm
from inspector_app.domain.input_checks import Input, InputChecks
from inspector_app.domain.local_time import local_date
from inspector_app.domain.problems import Problem
from inspector_app.records.books import ProductionRecord
from inspector_app.records.goods import Product
from inspector_app.records.inspections import AnswerCode, Inspection
from inspector_app.services.acting import Acting
from inspector_app.services.rules import rule
from inspector_app.storage import books


def forbidden(act: Acting, inspection: Inspection) -> list[Input]:
    """What the books of an operator show that must not be in food, for the time before a visit."""
    day = local_date(inspection.started_at)
    first = day - timedelta(days=rule(InputChecks, day).days)
    shop, banned = inspection.operator_id, rule(BannedSubstances, day)
    made: list[ProductionRecord | Product] = [
        *books.made(act.session, shop, first, day),
        *books.own_products(act.session, shop),
    ]
    uses = books.used(act.session, shop, first, day)
    return [
        *input_checks.in_ingredients(made, banned),
        *input_checks.in_uses(uses, banned, rule(AdditiveLimits, day)),
    ]


def contradictions(act: Acting, inspection: Inspection, form: ChecklistForm) -> list[Problem]:
    """Items that were answered 符合 and that the operator's own books contradict: they stop the visit's completion."""
    conform = {item for item, answer in inspection.answers.items() if answer.code is AnswerCode.CONFORM}
    rules = rule(InputChecks, local_date(inspection.started_at))
    asked = [(item.id, rules.looks_for(item)) for item in form.items if item.id in conform]
    if not any(finds for _, finds in asked):
        return []
    found = forbidden(act, inspection)
    return [each.problem(item_id) for item_id, finds in asked for each in found if each.finds in finds]
