"""The words, goods and places that the county is made of, as resources/demo and resources/divisions hold them."""

from __future__ import annotations

import csv
from functools import cache
from typing import Annotated

import yaml
from pydantic import BeforeValidator

from inspector_app import paths
from inspector_app.records.operators import CanteenKind, OperatorKind
from sync.record import Value

Characters = Annotated[tuple[str, ...], BeforeValidator(lambda text: tuple(text.replace(" ", "")))]


class Words(Value):
    """words.yaml"""

    surnames: Characters
    given_names: Characters
    brand_heads: tuple[str, ...]
    brand_tails: tuple[str, ...]
    brand_stop: tuple[str, ...]
    shop_words: tuple[str, ...]
    shop_types: dict[OperatorKind, tuple[str, ...]]
    canteens: dict[CanteenKind, str]
    roads: tuple[str, ...]
    supplier_places: tuple[str, ...]
    supplier_types: tuple[str, ...]
    van: str
    licence_scopes: dict[str, str]
    reasons: dict[str, tuple[str, ...]]
    remark_frames: tuple[str, ...]
    remark_observations: tuple[str, ...]
    remark_same: str
    remark_other: tuple[str, ...]
    not_checked_note: str
    checked_note: str
    demand: str
    steps: dict[str, str]
    tags: tuple[str, ...]
    complaint_facts: tuple[str, ...]
    complaint_answers: tuple[str, ...]
    complaint_reason: str
    transfer_authority: str
    test_items: tuple[str, ...]
    laboratories: tuple[str, ...]
    signatory: str
    recall_reasons: tuple[str, ...]
    symptoms: tuple[str, ...]
    meals: tuple[str, ...]
    incident_measures: str
    incident_conclusion: str

    @property
    def brands(self) -> tuple[str, ...]:
        coined = (head + tail for head in self.brand_heads for tail in self.brand_tails)
        return tuple(word for word in coined if word not in self.brand_stop)


class GoodsClass(Value):
    """A class of goods and what its products have in common."""

    sc: str | None = None
    """Class digits of the maker's food production licence; None for goods that need none."""
    weight: int
    shelf: tuple[int, int, int, int]
    """Weights of the shelf-life bands: 1-45 days, 2-6, 9-12, 18-36 months."""
    unit: str
    fen: int
    """Middle price of one unit."""
    standard: str
    storage: str
    sizes: tuple[str, ...]
    names: tuple[str, ...]


class Goods(Value):
    """goods.yaml"""

    food: tuple[GoodsClass, ...]
    agri_input: tuple[GoodsClass, ...]
    consumer_goods: tuple[GoodsClass, ...]
    in_store: tuple[str, ...]
    workshop: tuple[str, ...]
    workshop_standard: str


class FailureRates(Value):
    """failure_rates.yaml, in thousandths."""

    key: int
    general: int
    items: dict[str, int]

    def of(self, item_id: str, key: bool) -> float:
        return self.items.get(item_id, self.key if key else self.general) / 1000


class Division(Value):
    """A line of the county's division file."""

    code: str
    name: str
    parent_code: str | None
    class3: str | None


def _yaml(name: str) -> object:
    return yaml.safe_load((paths.resources() / "demo" / name).read_text(encoding="utf-8"))


@cache
def words() -> Words:
    return Words.model_validate(_yaml("words.yaml"))


@cache
def goods() -> Goods:
    return Goods.model_validate(_yaml("goods.yaml"))


@cache
def failure_rates() -> FailureRates:
    return FailureRates.model_validate(_yaml("failure_rates.yaml"))


@cache
def divisions() -> tuple[Division, ...]:
    with (paths.resources() / "divisions" / "990101.csv").open(encoding="utf-8", newline="") as file:
        lines = [{key: text or None for key, text in line.items()} for line in csv.DictReader(file)]
    return tuple(Division.model_validate(line) for line in lines)
