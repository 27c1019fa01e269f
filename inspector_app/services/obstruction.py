"""A visit that is refused or hindered (拒绝、阻挠检查): written into it with form, time and proof (SIR art. 49)."""

from __future__ import annotations

from collections.abc import Sequence

from inspector_app.domain.obstruction import ObstructionForms, obstruction_problems
from inspector_app.domain.problems import Code, Problem
from inspector_app.records.inspections import Inspection, Obstruction, ObstructionForm
from inspector_app.services import inspections
from inspector_app.services.acting import Acting, require
from inspector_app.services.rules import rule


def write_down(
    act: Acting,
    inspection_id: str,
    form: ObstructionForm | None,
    at: int | None,
    description: str = "",
    witnesses: Sequence[str] = (),
    evidence_ids: Sequence[str] = (),
) -> Inspection:
    """Write an obstruction into one's own draft. Raises Refused without form, time, and a piece of evidence of this
    visit or a witness."""
    visit = inspections.own(act, inspection_id, *inspections.BEGUN)
    named = [each.strip() for each in witnesses if each.strip()]
    problems = obstruction_problems(form, at, len(evidence_ids), len(named))
    known = {each.id for each in inspections.evidence_of(act, visit.id)}
    problems += [Problem("refusal.evidence", Code.OTHER_SUBJECT) for each in evidence_ids if each not in known]
    require(problems)
    assert form is not None
    assert at is not None
    told = Obstruction(
        form=form, at=at, description=description.strip(), witnesses=tuple(named), evidence_ids=tuple(evidence_ids)
    )
    return act.save(visit.changed(obstruction=told.model_dump()))


def take_back(act: Acting, inspection_id: str) -> Inspection:
    """Strike it out of a draft: it was no obstruction after all."""
    return act.save(inspections.own(act, inspection_id, *inspections.BEGUN).changed(obstruction=None))


def goes_to_police(act: Acting, visit: Inspection) -> bool:
    """Whether it may be an offence against public order, or a crime: then it is handed to the police (art. 50)."""
    return visit.obstruction is not None and rule(ObstructionForms, act.today).text(visit.obstruction.form).police
