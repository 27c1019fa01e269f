"""What the label of a food must show, by the edition of GB 7718 that fits its production date (domain.md 5.1, 5.5)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar, Self

from pydantic import Field, model_validator

from inspector_app.domain.packs import Part, Tag, Version

BATCH = "BATCH"
"""A batch number, which some goods may show instead of a production date."""


class Goods(StrEnum):
    """What a product is, as far as its label depends on it."""

    VINEGAR = "VINEGAR"
    SALT = "SALT"
    SOLID_SUGAR = "SOLID_SUGAR"
    MSG = "MSG"
    WINE = "WINE"
    RAW = "RAW"
    PACKAGED_WATER = "PACKAGED_WATER"
    TINY_AMOUNT = "TINY_AMOUNT"
    """Eaten at 10 g or mL a day, or less."""
    MADE_ON_SITE = "MADE_ON_SITE"
    SOLD_BY_MEASURE = "SOLD_BY_MEASURE"
    IMPORTED = "IMPORTED"
    GRADED = "GRADED"
    """Its standard sets quality grades."""
    IRRADIATED = "IRRADIATED"
    GENETICALLY_MODIFIED = "GENETICALLY_MODIFIED"
    NEEDS_WARNING = "NEEDS_WARNING"


@dataclass(frozen=True, slots=True)
class LabelFacts:
    """What is known of a pack; None is unknown, and exempts from nothing."""

    goods: frozenset[Goods] = frozenset()
    shelf_months: int | None = None
    alcohol_permille: int | None = None
    surface_cm2: int | None = None
    """The largest surface."""
    total_surface_cm2: int | None = None


class Condition(Part):
    """Holds when everything that stands in it does."""

    goods: tuple[Goods, ...] = ()
    """Any of them."""
    shelf_months_at_least: int | None = None
    alcohol_at_least_permille: int | None = None
    surface_below_cm2: int | None = None
    surface_at_most_cm2: int | None = None
    total_surface_at_most_cm2: int | None = None
    shows: tuple[str, ...] = ()
    """All of these elements."""
    lacks: tuple[str, ...] = ()
    """None of these elements."""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self == Condition.model_construct():
            raise ValueError("an empty condition holds always")
        return self

    def holds(self, facts: LabelFacts, shown: Collection[str]) -> bool:
        return all(
            (
                not self.goods or bool(facts.goods.intersection(self.goods)),
                _at_least(facts.shelf_months, self.shelf_months_at_least),
                _at_least(facts.alcohol_permille, self.alcohol_at_least_permille),
                _at_most(facts.surface_cm2, self.surface_at_most_cm2),
                _at_most(facts.surface_cm2, None if self.surface_below_cm2 is None else self.surface_below_cm2 - 1),
                _at_most(facts.total_surface_cm2, self.total_surface_at_most_cm2),
                set(self.shows) <= set(shown),
                not set(self.lacks) & set(shown),
            )
        )


def _at_least(value: int | None, limit: int | None) -> bool:
    return limit is None or (value is not None and value >= limit)


def _at_most(value: int | None, limit: int | None) -> bool:
    return limit is None or (value is not None and value <= limit)


class Element(Part):
    id: str = Field(pattern=r"^L\d{2}$")
    zh: str
    en: str
    clause: str
    recommended: bool = False
    unless: tuple[Condition, ...] = ()
    when: tuple[Condition, ...] = ()
    look: tuple[Condition, ...] = ()


class TextHeight(Part):
    above_cm2: int
    least_tenths_mm: int


class NetContentHeight(Part):
    to: int | None = None
    """Up to so many grams or millilitres; None: beyond."""
    least_tenths_mm: int


class LabelRules(Version):
    pack: ClassVar = "labels"
    edition: str
    accepted_from: date
    """From when goods may follow it of their own accord."""
    elements: tuple[Element, ...] = Field(min_length=1)
    text_height: tuple[TextHeight, ...] = ()
    net_content_height: tuple[NetContentHeight, ...] = ()

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        if len({element.id for element in self.elements}) < len(self.elements):
            raise ValueError("an element is there twice")
        return self


def editions(produced: date, versions: Iterable[LabelRules]) -> list[LabelRules]:
    """The editions that goods made on a day may follow, the one in force first; goods are sold out under theirs."""
    accepted = [
        each
        for each in versions
        if each.accepted_from <= produced and (each.valid_to is None or produced <= each.valid_to)
    ]
    return sorted(accepted, key=lambda each: each.valid_from)


class Need(StrEnum):
    REQUIRED = "REQUIRED"
    RECOMMENDED = "RECOMMENDED"
    LOOK = "LOOK"
    """The standard may allow less here: look at the clause."""
    EXEMPT = "EXEMPT"


@dataclass(frozen=True, slots=True)
class ElementCheck:
    element: Element
    need: Need
    shown: bool

    @property
    def missing(self) -> bool:
        return self.need is Need.REQUIRED and not self.shown


def check(facts: LabelFacts, shown: Collection[str], rules: LabelRules) -> list[ElementCheck]:
    """Every element of an edition: whether it is asked for, and whether it is there. `shown` holds ids, and BATCH."""
    return [ElementCheck(each, _need(each, facts, shown), each.id in shown) for each in rules.elements]


def _need(element: Element, facts: LabelFacts, shown: Collection[str]) -> Need:
    def any_of(conditions: Iterable[Condition]) -> bool:
        return any(each.holds(facts, shown) for each in conditions)

    if any_of(element.unless) or (element.when and not any_of(element.when)):
        return Need.EXEMPT
    if element.recommended:
        return Need.RECOMMENDED
    return Need.LOOK if any_of(element.look) else Need.REQUIRED


def least_text_height(surface_cm2: int, rules: LabelRules) -> int | None:
    """Tenths of a millimetre that letters are high at least; None: the edition sets no size."""
    heights = [each.least_tenths_mm for each in rules.text_height if surface_cm2 > each.above_cm2]
    return max(heights, default=None)


def least_net_content_height(content: int, rules: LabelRules) -> int | None:
    """As above, of the digits of a net content in grams or millilitres."""
    heights = [each.least_tenths_mm for each in rules.net_content_height if each.to is None or content <= each.to]
    return min(heights, default=None)


class PlainLabel(StrEnum):
    BULK_SALE = "BULK_SALE"
    BULK_STORAGE = "BULK_STORAGE"
    WORKSHOP = "WORKSHOP"


class PlainLabelRule(Part):
    kind: PlainLabel
    elements: tuple[str, ...] = Field(min_length=1)
    words: tuple[str, ...] = ()
    """Words that have to stand on it."""
    basis: str
    tag: Tag


class PlainLabels(Version):
    pack: ClassVar = "plain-labels"
    labels: tuple[PlainLabelRule, ...]


def plain_label(layers: Iterable[PlainLabels], kind: PlainLabel) -> PlainLabelRule | None:
    """The rule of the nearest layer that has one."""
    return next((rule for layer in layers for rule in layer.labels if rule.kind is kind), None)


def missing_on(rule: PlainLabelRule, shown: Collection[str], text: str = "") -> list[str]:
    """The elements that are not shown, and the words that the text does not hold."""
    absent = [each for each in rule.elements if not {*each.split("|")} & {*shown}]
    return absent + [word for word in rule.words if word not in text]
