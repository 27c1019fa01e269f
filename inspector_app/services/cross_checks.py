"""The books of a seller and its buyer laid side by side, offline (goals.md L.5)."""

from __future__ import annotations

from datetime import date, timedelta

from inspector_app.domain import stock
from inspector_app.domain.cross_check import CrossCheckRules, Mismatch, compare
from inspector_app.records.ledgers import Direction, LedgerEntry
from inspector_app.records.operators import Operator
from inspector_app.services.acting import Acting
from inspector_app.services.rules import rule
from inspector_app.storage import ledgers, merges, suppliers
from sync.record import Id


def between(act: Acting, seller_id: Id, buyer_id: Id, first: date, last: date) -> list[Mismatch]:
    """Where the two books contradict each other, for what either says of the days from `first` through `last`."""
    rules = rule(CrossCheckRules, last)
    dealers = suppliers.ids_of_operator(act.session, seller_id)
    sellers, buyers = merges.family(act.session, seller_id), merges.family(act.session, buyer_id)
    selling, buying = _names(act, sellers), _names(act, buyers)
    sold = [
        line
        for line in _book(act, seller_id, Direction.OUT)
        if line.partner_operator_id in buyers or _is_called(line, buying)
    ]
    bought = [
        line
        for line in _book(act, buyer_id, Direction.IN)
        if line.partner_operator_id in sellers or line.supplier_id in dealers or _is_called(line, selling)
    ]
    # Lines beyond the ends are paired as well, so that a delivery across an end is no difference.
    reach = timedelta(days=rules.most_days)
    near = [[line for line in book if first - reach <= line.happened_on <= last + reach] for book in (sold, bought)]
    return [
        found
        for found in compare(near[0], near[1], rules)
        if any(line is not None and first <= line.happened_on <= last for line in (found.sold, found.bought))
    ]


def _book(act: Acting, operator_id: Id, direction: Direction) -> list[LedgerEntry]:
    lines = stock.standing(ledgers.all_of_operator(act.session, operator_id))
    return [line for line in lines if line.direction is direction]


def _names(act: Acting, family: list[Id]) -> set[str]:
    """What a shop is called in its registrations."""
    found = act.get(Operator, family[0]), *(act.writer.find(Operator, each) for each in family[1:])
    return {each.name for each in found if each is not None}


def _is_called(line: LedgerEntry, names: set[str]) -> bool:
    """Where a line names its partner only."""
    linked = line.partner_operator_id or line.supplier_id
    return not linked and line.partner_name.strip() in names
