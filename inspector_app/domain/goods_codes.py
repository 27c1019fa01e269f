"""Numbers on goods without a public check digit (domain.md 3.9, 3.10), and the food class in a production licence.

Their forms are only partly published: they are reference data, and a number that does not fit is a hint, no error.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import ClassVar, Self

from pydantic import Field, model_validator

from inspector_app.domain.identifiers import food_production_licence, normalise
from inspector_app.domain.packs import Part, Tag, Version, Words

OLD_QS_ENDS = date(2018, 10, 1)
"""Goods made from this day on bear an SC number, no QS (licensing measure of 2015, art. 60 para 2)."""


class GoodsCode(StrEnum):
    E_SUPERVISION = "E_SUPERVISION"
    """产品质量电子监管码"""
    PESTICIDE_REGISTRATION = "PESTICIDE_REGISTRATION"
    """农药登记证号"""
    PESTICIDE_TRACE = "PESTICIDE_TRACE"
    """农药追溯码"""
    VETERINARY_TRACE = "VETERINARY_TRACE"
    """兽药追溯码"""
    VETERINARY_APPROVAL = "VETERINARY_APPROVAL"
    """兽药批准文号"""
    FEED_LICENCE = "FEED_LICENCE"
    """饲料许可证"""


class CodeForm(Part):
    """The form of one code. The pattern fits the whole normal form: upper case, half-width, no spaces."""

    code: GoodsCode
    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)
    pattern: str
    in_address: str | None = None
    """Where the code stands in the address of a QR code: its first group is the code."""
    note: Words | None = None
    """What the inspector has to know of every such number."""
    basis: str = Field(min_length=1)
    tag: Tag

    @model_validator(mode="after")
    def _patterns_can_be_read(self) -> Self:
        try:
            re.compile(self.pattern)
            groups = re.compile(self.in_address or "()").groups
        except re.error as error:
            raise ValueError(f"no pattern: {error}") from error
        if groups != 1:
            raise ValueError("the address has one group, the code")
        return self

    def fits(self, text: str) -> bool:
        return re.fullmatch(self.pattern, normal(text)) is not None


class CodeForms(Version):
    pack: ClassVar = "goods-codes"
    forms: tuple[CodeForm, ...] = Field(min_length=1)
    food_classes: dict[str, Words]
    """{the three digits after SC: name of the class}"""

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        if len({form.code for form in self.forms}) < len(self.forms):
            raise ValueError("a code has two forms")
        return self

    def form(self, code: GoodsCode) -> CodeForm | None:
        return next((form for form in self.forms if form.code is code), None)


def normal(text: str) -> str:
    """The form that is stored and compared. Hyphens belong to some of these numbers: a PD number has one."""
    parts = [normalise(part) for part in re.split(r"[-‐‑‒–—−]", text)]
    return "-".join(parts).replace("〔", "(").replace("〕", ")")


def recognise(text: str, forms: CodeForms) -> list[tuple[CodeForm, str]]:
    """The codes that a scanned text may be, with their normal form. The address of a QR code is read, never opened."""
    found = []
    for form in forms.forms:
        inside = re.search(form.in_address, text) if form.in_address and "://" in text else None
        candidate = normal(inside[1] if inside else text)
        if form.fits(candidate):
            found.append((form, candidate))
    return found


def licence_class(number: str) -> str | None:
    """The three digits of the class in a production licence (`101` is grain products); None of an SC that is none."""
    verdict = food_production_licence(number)
    return verdict.normal[2:5] if verdict.ok and verdict.normal.startswith("SC") else None


def covers(number: str, food_class: str) -> bool | None:
    """Whether a production licence is of the class of the product; None when the number tells no class."""
    found = licence_class(number)
    return None if found is None else found == food_class


def qs_allowed(produced: date) -> bool:
    """Whether goods made on that day may still bear a QS number."""
    return produced < OLD_QS_ENDS
