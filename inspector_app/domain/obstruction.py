"""Refusing, hindering or meddling with an inspection: the eight forms of SIR art. 49, and what proves one."""

from __future__ import annotations

from typing import ClassVar, Self

from pydantic import Field, model_validator

from inspector_app.domain.packs import Part, Version
from inspector_app.domain.problems import Code, Problem
from inspector_app.records.inspections import ObstructionForm


class FormText(Part):
    form: ObstructionForm
    item: int
    """Number of the item in the article."""
    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)
    police: bool = False
    """Handed to the police where it is an offence against public order, or a crime (art. 50)."""


class ObstructionForms(Version):
    pack: ClassVar = "obstruction"
    forms: tuple[FormText, ...]
    penalty_basis: str

    @model_validator(mode="after")
    def _all_forms(self) -> Self:
        if sorted(each.form for each in self.forms) != sorted(ObstructionForm):
            raise ValueError("each form has one text")
        return self

    def text(self, form: ObstructionForm) -> FormText:
        return next(each for each in self.forms if each.form is form)


def obstruction_problems(form: ObstructionForm | None, at: int | None, evidence: int, witnesses: int) -> list[Problem]:
    """What an obstruction lacks before it is saved: its form, its time, and one piece of evidence or one witness."""
    problems = []
    if form is None:
        problems.append(Problem("refusal.form", Code.REQUIRED))
    if at is None:
        problems.append(Problem("refusal.at", Code.REQUIRED))
    if not evidence and not witnesses:
        problems.append(Problem("refusal.evidence|refusal.witness", Code.REQUIRED))
    return problems
