"""Products (产品) as the county knows them (domain.md 2.5, 3.7)."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from sync.record import FeedKind, Id, InDivision, Policy, Record, Rule, Sha256, Text


class ProductField(StrEnum):
    FOOD = "FOOD"
    AGRI_INPUT = "AGRI_INPUT"
    CONSUMER_GOODS = "CONSUMER_GOODS"


class PackForm(StrEnum):
    PREPACKED = "PREPACKED"
    BULK = "BULK"
    MADE_ON_SITE = "MADE_ON_SITE"


class ShelfLifeUnit(StrEnum):
    HOUR = "HOUR"
    DAY = "DAY"
    WEEK = "WEEK"
    MONTH = "MONTH"
    YEAR = "YEAR"


class Product(Record):
    kind = "product"
    home = (InDivision("county_code", FeedKind.COUNTY),)

    county_code: Text
    name: Text
    gtin: Annotated[Text | None, Rule(unit="code", index=True)] = None
    """GTIN-14, zero-padded. An in-store code is not a GTIN: it stands in `store_code` with its shop."""
    store_code: Annotated[Text | None, Rule(unit="code")] = None
    store_operator_id: Annotated[Id | None, Rule(unit="code")] = None
    brand: Text = ""
    specification: Text = ""
    unit: Text = ""
    field: ProductField = ProductField.FOOD
    pack_form: PackForm = PackForm.PREPACKED
    maker_name: Annotated[Text, Rule(unit="maker")] = ""
    maker_address: Annotated[Text, Rule(unit="maker")] = ""
    licence_no: Annotated[Text | None, Rule(unit="maker")] = None
    standard_no: Text = ""
    shelf_life: Annotated[int | None, Rule(Policy.LATEST_OBSERVATION, unit="shelf_life")] = None
    shelf_life_unit: Annotated[ShelfLifeUnit | None, Rule(Policy.LATEST_OBSERVATION, unit="shelf_life")] = None
    storage: Text = ""
    customs_no: Text = ""
    """Customs declaration of an imported product (domain.md 1, row 4.1)."""
    origin: Text = ""
    """Country or region it was made in."""
    importer: Text = ""
    """Agent (代理商) of imported goods; without one they are flagged."""
    food_class: Text = ""
    """Class number of GB 2760."""
    ccc_class: Text = ""
    """Class of goods that need a CCC certificate; empty: none."""
    ingredients: Text = ""
    trademark_no: Text = ""
    reference_sha256: Sha256 | None = None
    """Picture of the genuine goods."""
    declared_values: dict[str, Text] = {}
    """{measure: what the maker's own standard promises} (FSLR 74)."""
