"""Seasons of danger (季节性风险): in which part of the year whom to visit, and of what to remind (row 11.5)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from pydantic import Field, model_validator

from inspector_app.domain.packs import Part, Version, Words
from inspector_app.records.operators import OperatorKind


class Season(Part):
    """The same days of every year, both included; it never goes over New Year."""

    id: str = Field(pattern=r"^[a-z_]+$")
    begins: str = Field(pattern=r"^\d\d-\d\d$")
    """mm-dd"""
    ends: str = Field(pattern=r"^\d\d-\d\d$")
    operator_kinds: tuple[OperatorKind, ...] = Field(min_length=1)
    visit: bool
    """Each of these operators is visited once in it."""
    title: Words
    reminder: Words

    @model_validator(mode="after")
    def _ends_later(self) -> Self:
        if self.begins >= self.ends:
            raise ValueError("a season ends after it begins, in the same year")
        self.days(2023)  # no leap year: each day is there every year
        return self

    def days(self, year: int) -> tuple[date, date]:
        return date.fromisoformat(f"{year}-{self.begins}"), date.fromisoformat(f"{year}-{self.ends}")

    def holds(self, day: date) -> bool:
        first, last = self.days(day.year)
        return first <= day <= last


class Seasons(Version):
    pack: ClassVar = "seasons"
    seasons: tuple[Season, ...] = Field(min_length=1)
    least_visits: dict[OperatorKind, int] = Field(default_factory=dict)
    """{kind: visits a year that the seasons must plan}."""

    @model_validator(mode="after")
    def _enough(self) -> Self:
        for kind, least in self.least_visits.items():
            if len(self.visits_of(kind)) < least:
                raise ValueError(f"fewer than {least} visits a year are planned for {kind}")
        return self

    def visits_of(self, kind: OperatorKind) -> list[Season]:
        """The seasons in which operators of a kind are visited."""
        return [each for each in self.seasons if each.visit and kind in each.operator_kinds]
