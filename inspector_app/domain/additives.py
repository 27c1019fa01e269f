"""Limits of food additives (GB 2760): look-up by food class, and the rule of the sum (domain.md 6.1, 6.2).

A hint for the field, never a verdict: use is judged by laboratory results and production records.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar, Self

from pydantic import Field, model_validator

from inspector_app.domain.packs import Part, Tag, Version, Words

PER_KG = {"g/kg": 1_000_000, "mg/kg": 1_000, "µg/kg": 1, "ug/kg": 1, "g/L": 1_000_000, "mg/L": 1_000, "%": 10_000_000}
"""Micrograms in a kilogram, of one unit; a litre is taken as a kilogram."""


class Additive(Part):
    zh: str
    en: str
    ins: tuple[str, ...] = ()
    functions: tuple[str, ...] = Field(min_length=1)
    aliases: tuple[str, ...] = ()


class Limit(Part):
    """The most of an additive in a class of food; without a number as much as the process needs (GMP)."""

    additive: str
    food_class: str = Field(pattern=r"^\d{2}(\.\d{1,2})*$")
    food: str
    max_mg_kg: int | None = Field(default=None, ge=1)
    residue_mg_kg: int | None = None
    basis: str = ""
    """What the amount is expressed as."""
    except_classes: tuple[str, ...] = Field(default=(), alias="except")
    only: str = ""
    """The one food of the class that is meant."""
    page: int


class NotPermitted(Part):
    """Often found, and not allowed in these classes; in none at all where no class is named."""

    name: str
    aliases: tuple[str, ...] = ()
    food_classes: tuple[str, ...] = ()
    note: Words
    tag: Tag


class AdditiveLimits(Version):
    pack: ClassVar = "additives"
    edition: str
    complete: bool
    """Whether the table holds every permitted use; of an excerpt a missing one says nothing."""
    summed: tuple[str, ...]
    sum_basis: str
    additives: tuple[Additive, ...]
    limits: tuple[Limit, ...]
    not_permitted: tuple[NotPermitted, ...] = ()
    catering_ban: tuple[NotPermitted, ...] = ()

    @model_validator(mode="after")
    def _limits_name_additives(self) -> Self:
        known = {additive.zh for additive in self.additives}
        if missing := {limit.additive for limit in self.limits} - known:
            raise ValueError(f"no such additive: {sorted(missing)}")
        keys = [(limit.additive, limit.food_class) for limit in self.limits]
        if len(set(keys)) < len(keys):
            raise ValueError("an additive has two limits in one class")
        return self

    def find(self, name: str) -> Additive | None:
        """By any of its names or its INS number."""
        wanted = _plain(name)
        return next((each for each in self.additives if wanted and wanted in _names(each)), None)


def _names(additive: Additive) -> set[str]:
    return {_plain(name) for name in (additive.zh, additive.en, *additive.aliases, *additive.ins)}


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


class Use(StrEnum):
    WITHIN = "WITHIN"
    OVER = "OVER"
    AS_NEEDED = "AS_NEEDED"
    """按生产需要适量使用; a residue limit may still apply."""
    NOT_PERMITTED = "NOT_PERMITTED"
    OUT_OF_SCOPE = "OUT_OF_SCOPE"
    """The whole table has no such use."""
    NOT_LISTED = "NOT_LISTED"
    """The excerpt has no such use: look into the standard."""
    UNKNOWN = "UNKNOWN"
    """No additive of this name is known here."""


@dataclass(frozen=True, slots=True)
class Checked:
    use: Use
    additive: Additive | None = None
    limit: Limit | None = None
    ban: NotPermitted | None = None
    carried_over: bool = False
    """It may have come with an ingredient (带入原则): a warning, no finding."""

    @property
    def is_finding(self) -> bool:
        return self.use in (Use.OVER, Use.NOT_PERMITTED, Use.OUT_OF_SCOPE) and not self.carried_over


def amount_ug_kg(text: str, unit: str) -> int | None:
    """A typed amount in micrograms per kilogram; None when it is no such amount."""
    try:
        amount = Decimal(unicodedata.normalize("NFKC", text).strip()) * PER_KG[unit]
    except (InvalidOperation, KeyError):
        return None
    return int(amount) if amount.is_finite() and amount >= 0 and amount == amount.to_integral_value() else None


def find_limit(additive: str, food_class: str, limits: Iterable[Limit]) -> Limit | None:
    """The limit of the longest class that the food belongs to: a class of its own goes before the one above (A.3)."""
    food = _path(food_class)
    fitting = [
        each
        for each in limits
        if each.additive == additive
        and _belongs(food, each.food_class)
        and not any(_belongs(food, other) for other in each.except_classes)
    ]
    return max(fitting, key=lambda each: len(_path(each.food_class)), default=None)


def _belongs(food: tuple[str, ...], food_class: str) -> bool:
    path = _path(food_class)
    return food[: len(path)] == path


def _path(food_class: str) -> tuple[str, ...]:
    """`07.0` is the whole of 07."""
    parts = tuple(food_class.split("."))
    return parts[:-1] if len(parts) > 1 and parts[-1] == "0" else parts


def check(
    name: str,
    food_class: str,
    amount: int | None,
    rules: AdditiveLimits,
    *,
    catering: bool = False,
    carried_over: bool = False,
) -> Checked:
    """How a use stands. `amount` is in micrograms per kilogram, expressed as the limit's basis; None: not measured."""
    additive = rules.find(name)
    if catering and (ban := _ban(name, additive, (), rules.catering_ban)):
        return Checked(Use.NOT_PERMITTED, additive, ban=ban)
    if ban := _ban(name, additive, _path(food_class), rules.not_permitted):
        return Checked(Use.NOT_PERMITTED, additive, ban=ban, carried_over=carried_over)
    if additive is None:
        return Checked(Use.UNKNOWN)
    limit = find_limit(additive.zh, food_class, rules.limits)
    if limit is None:
        missing = Use.OUT_OF_SCOPE if rules.complete else Use.NOT_LISTED
        return Checked(missing, additive, carried_over=carried_over)
    if limit.max_mg_kg is None:
        return Checked(Use.AS_NEEDED, additive, limit)
    over = amount is not None and amount > 1000 * limit.max_mg_kg
    return Checked(Use.OVER if over else Use.WITHIN, additive, limit, carried_over=carried_over)


def _ban(
    name: str, additive: Additive | None, food: tuple[str, ...], bans: Iterable[NotPermitted]
) -> NotPermitted | None:
    for ban in bans:
        named = _plain(name) in {_plain(each) for each in (ban.name, *ban.aliases)}
        if (named or (additive is not None and additive.zh == ban.name)) and (
            not ban.food_classes or any(_belongs(food, each) for each in ban.food_classes)
        ):
            return ban
    return None


@dataclass(frozen=True, slots=True)
class Summed:
    """Additives of one function in one food: their shares of their limits add up to 1 at most (A.4)."""

    function: str
    parts: tuple[tuple[Additive, Fraction], ...]
    basis: str

    @property
    def total(self) -> Fraction:
        return sum((share for _, share in self.parts), Fraction())

    @property
    def over(self) -> bool:
        return self.total > 1


def sums(uses: Sequence[tuple[str, int]], food_class: str, rules: AdditiveLimits) -> list[Summed]:
    """The sums over the uses of one food, (name, micrograms per kilogram), where two or more share a function."""
    shares: dict[str, list[tuple[Additive, Fraction]]] = {}
    for name, amount in uses:
        additive = rules.find(name)
        limit = find_limit(additive.zh, food_class, rules.limits) if additive else None
        if additive is None or limit is None or limit.max_mg_kg is None:
            continue
        for function in additive.functions:
            if function in rules.summed:
                shares.setdefault(function, []).append((additive, Fraction(amount, 1000 * limit.max_mg_kg)))
    return [Summed(function, tuple(parts), rules.sum_basis) for function, parts in shares.items() if len(parts) > 1]
