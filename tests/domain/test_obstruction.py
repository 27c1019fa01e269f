"""An obstruction has one of eight forms, a time, and evidence or a witness."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from inspector_app.domain import obstruction
from inspector_app.domain.obstruction import ObstructionForms
from inspector_app.records.inspections import ObstructionForm


@pytest.mark.parametrize(
    ("form", "at", "evidence", "witnesses", "fields"),
    [
        (ObstructionForm.ENTRY, 1, 1, 0, []),
        (ObstructionForm.ENTRY, 1, 0, 1, []),
        (ObstructionForm.ENTRY, 1, 0, 0, ["refusal.evidence|refusal.witness"]),
        (None, 1, 1, 0, ["refusal.form"]),
        (ObstructionForm.OTHER, None, 1, 1, ["refusal.at"]),
        (None, None, 0, 0, ["refusal.form", "refusal.at", "refusal.evidence|refusal.witness"]),
    ],
)
def test_what_an_obstruction_lacks(
    form: ObstructionForm | None, at: int | None, evidence: int, witnesses: int, fields: list[str]
) -> None:
    found = obstruction.obstruction_problems(form, at, evidence, witnesses)
    assert [problem.field for problem in found] == fields


def test_the_eight_forms_are_those_of_the_article(shipped: Callable[[type[Any]], tuple[Any, ...]]) -> None:
    (forms,) = shipped(ObstructionForms)
    assert [each.item for each in forms.forms] == list(range(1, 9))
    assert forms.text(ObstructionForm.EVASION).item == 4
    assert {each.form for each in forms.forms if each.police} == {
        ObstructionForm.VIOLENCE,
        ObstructionForm.SEIZED_GOODS,
        ObstructionForm.FORGERY,
    }
