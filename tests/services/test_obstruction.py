"""An obstruction is not saved without its form, its time, and evidence or a witness (row 1.3)."""

from __future__ import annotations

from typing import Any

import pytest

from inspector_app.domain.problems import Code
from inspector_app.records.inspections import Inspection, InspectionState, ObstructionForm
from inspector_app.services import inspections, obstruction
from inspector_app.services.acting import Refused
from tests import factories
from tests.replica_fixtures import Laptop

FULL = {"form": ObstructionForm.ENTRY, "at": 5, "description": "锁门拒绝进入"}


@pytest.fixture
def visit(laptop: Laptop) -> Inspection:
    with laptop.acting() as act:
        return inspections.start(act, laptop.shop.id)


def written(laptop: Laptop, visit: Inspection, **told: Any) -> Inspection:
    with laptop.acting() as act:
        return obstruction.write_down(act, visit.id, **FULL | told)


@pytest.mark.parametrize("form", ObstructionForm)
def test_an_obstruction_takes_form_time_and_proof(laptop: Laptop, visit: Inspection, form: ObstructionForm) -> None:
    photo = factories.photo_of(visit.id)
    laptop.receive(photo)
    for proof in ({"witnesses": ["村支书 王某"]}, {"evidence_ids": [photo.id]}):
        kept = written(laptop, visit, form=form, **proof).obstruction
        assert kept is not None
        assert (kept.form, kept.at) == (form, 5)


@pytest.mark.parametrize(
    ("told", "fields"),
    [
        ({"form": None, "witnesses": ["王某"]}, ["refusal.form"]),
        ({"at": None, "witnesses": ["王某"]}, ["refusal.at"]),
        ({}, ["refusal.evidence|refusal.witness"]),
        ({"witnesses": ["  "]}, ["refusal.evidence|refusal.witness"]),
    ],
)
def test_what_it_lacks_is_told_and_nothing_is_saved(
    laptop: Laptop, visit: Inspection, told: dict[str, Any], fields: list[str]
) -> None:
    with pytest.raises(Refused) as refused:
        written(laptop, visit, **told)
    assert [each.field for each in refused.value.problems] == fields
    with laptop.acting() as act:
        assert act.get(Inspection, visit.id).obstruction is None


def test_another_visits_photo_proves_nothing(laptop: Laptop, visit: Inspection) -> None:
    other = factories.visit(laptop.shop, laptop.wang, laptop.device_id)
    photo = factories.photo_of(other.id)
    laptop.receive(other, photo)
    with pytest.raises(Refused) as refused:
        written(laptop, visit, evidence_ids=[photo.id])
    assert [each.code for each in refused.value.problems] == [Code.OTHER_SUBJECT]


def test_it_is_the_authors_and_a_drafts_alone(laptop: Laptop, visit: Inspection) -> None:
    with pytest.raises(Refused), laptop.acting(laptop.li) as act:
        obstruction.write_down(act, visit.id, ObstructionForm.ENTRY, 5, witnesses=["王某"])
    signed = factories.visit(laptop.shop, laptop.wang, laptop.device_id, state=InspectionState.SIGNED)
    laptop.receive(signed)
    with pytest.raises(Refused):
        written(laptop, signed, witnesses=["王某"])


def test_violence_goes_to_the_police_and_it_can_be_struck_out(laptop: Laptop, visit: Inspection) -> None:
    violent = written(laptop, visit, form=ObstructionForm.VIOLENCE, witnesses=["王某"])
    with laptop.acting() as act:
        assert obstruction.goes_to_police(act, violent)
        assert not obstruction.goes_to_police(act, obstruction.take_back(act, visit.id))
