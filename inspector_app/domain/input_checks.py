"""Inputs of a workshop against the rules: which items of a list its own books contradict (domain.md row 6.1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from inspector_app.domain import additives, banned_substances
from inspector_app.domain.additives import AdditiveLimits
from inspector_app.domain.banned_substances import BannedSubstances
from inspector_app.domain.checklists import Item
from inspector_app.domain.packs import Part, Version
from inspector_app.domain.problems import Code, Problem
from inspector_app.records.books import AdditiveUse, ProductionRecord
from inspector_app.records.goods import Product
from sync.record import Id


class Finds(StrEnum):
    NON_FOOD = "NON_FOOD"
    ADDITIVE = "ADDITIVE"


class Forbidding(Part):
    """A clause, and what it forbids."""

    law: str
    art: int
    item: int
    finds: Finds


class InputChecks(Version):
    pack: ClassVar = "input-checks"
    days: int = Field(ge=1)
    clauses: tuple[Forbidding, ...] = Field(min_length=1)

    def looks_for(self, item: Item) -> set[Finds]:
        """What may not be in the books for an item to conform, by the clauses that it cites."""
        cited = {(basis.law, basis.art, basis.item) for basis in item.basis}
        return {each.finds for each in self.clauses if (each.law, each.art, each.item) in cited}


@dataclass(frozen=True, slots=True)
class Input:
    """Something in the books that must not be there."""

    finds: Finds
    name: str
    number: int | str
    """Of the list, or the page of the limit."""
    record_id: Id

    def problem(self, field: str) -> Problem:
        code = Code.FORBIDDEN_SUBSTANCE if self.finds is Finds.NON_FOOD else Code.NOT_PERMITTED
        return Problem(field, code, facts={"name": self.name, "number": self.number, "record": self.record_id})


def in_ingredients(made: Iterable[ProductionRecord | Product], banned: BannedSubstances) -> list[Input]:
    """Non-food substances that lists of ingredients name."""
    return [
        Input(Finds.NON_FOOD, hit.name, hit.substance.number, each.id)
        for each in made
        for hit in banned_substances.named(each.ingredients, banned)
    ]


def in_uses(uses: Iterable[AdditiveUse], banned: BannedSubstances, limits: AdditiveLimits) -> list[Input]:
    """Additives that were weighed in and are forbidden, out of scope or over their limit."""
    found = []
    for use in uses:
        found += [
            Input(Finds.NON_FOOD, hit.name, hit.substance.number, use.id)
            for hit in banned_substances.named(use.additive, banned)
        ]
        amount = use.amount_mg * 1_000_000 // use.food_g if use.food_g > 0 else None  # micrograms in a kilogram
        checked = additives.check(use.additive, use.food_class, amount, limits)
        if checked.is_finding:
            found.append(Input(Finds.ADDITIVE, use.additive, checked.limit.page if checked.limit else "", use.id))
    return found
