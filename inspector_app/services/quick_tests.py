"""Quick tests on the spot (快检): what one has to say, and what follows a positive one (FSL 112, domain.md 7.11)."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.domain import clocks
from inspector_app.domain.clocks import Clocks, Deadline
from inspector_app.domain.local_time import local_date
from inspector_app.domain.problems import Code, Problem, Severity
from inspector_app.domain.samples import takes_sample
from inspector_app.domain.states import OFFICERS
from inspector_app.records.operators import Operator
from inspector_app.records.recalls import Hold, HoldReason
from inspector_app.records.sampling import QuickTest, Sample
from inspector_app.services import equipment, holds, rules, workflow
from inspector_app.services.acting import Acting, require
from sync.record import new_id

NEEDED = ("product_name", "substance", "method", "kit", "kit_batch_no", "detection_limit")
"""Without these a result proves nothing."""


@dataclass(frozen=True)
class Recorded:
    """A quick test, and what it brought about."""

    test: QuickTest
    marks: tuple[Problem, ...]
    """Warnings that stay with the result."""
    sample: Sample | None = None
    """The formal sample that a positive test asks for: planned, to be taken."""
    hold: Hold | None = None
    dispute: Deadline | None = None
    """Until when the party may dispute a positive result."""


def check(act: Acting, test: QuickTest) -> list[Problem]:
    """What a test lacks, and the marks of its kit and device on the day; of a stored test the marks alone are left."""
    day = local_date(test.tested_at)
    problems = [Problem(name, Code.REQUIRED) for name in NEEDED if not getattr(test, name).strip()]
    if test.tested_at > act.now:
        problems.append(Problem("tested_at", Code.DATE_FUTURE))
    if test.kit_expires_on is not None and test.kit_expires_on < day:
        facts: dict[str, str | int] = {"expiry": test.kit_expires_on.isoformat()}
        problems.append(Problem("kit_expires_on", Code.EXPIRED, Severity.WARN, facts))
    return problems + equipment.marks(act, test.equipment_id, day)


def record(
    act: Acting, test: QuickTest, *, consent: bool = False, quantity_milli: int | None = None, unit: str = ""
) -> Recorded:
    """Save a test. A positive one plans a formal sample, and holds the goods where the party consents: without consent
    they are preserved or sealed by a decision.

    Raises Refused with what it lacks, AppError not_allowed for who is no officer.
    """
    act.require_role(OFFICERS)
    act.get(Operator, test.operator_id)
    problems = check(act, test)
    require(problems)
    positive = takes_sample(test.result)
    test = act.save(test.changed(tested_by=act.user.id, sample_id=new_id() if positive else None))
    marks = tuple(problems)
    if not positive:
        return Recorded(test, marks)
    sample = workflow.begin(act, _sample(act, test), reason=test.substance).record
    hold = holds.hold(act, _hold(act, test, quantity_milli, unit)) if consent else None
    clock = clocks.find_clock(rules.layers(Clocks, act.today, act.user.office_code), "quick_test_dispute")
    dispute = clocks.start(clock, test.tested_at, rules.calendar()) if clock else None
    return Recorded(test, marks, sample, hold, dispute)


def _sample(act: Acting, test: QuickTest) -> Sample:
    assert test.sample_id is not None
    return Sample(
        id=test.sample_id,
        operator_id=test.operator_id,
        items=(test.substance,),
        inspection_id=test.inspection_id,
        quick_test_id=test.id,
        product_id=test.product_id,
        product_name=test.product_name,
        batch_no=test.batch_no,
        planned_by=act.user.id,
    )


def _hold(act: Acting, test: QuickTest, quantity_milli: int | None, unit: str) -> Hold:
    return Hold(
        id=new_id(),
        operator_id=test.operator_id,
        product_id=test.product_id,
        batch_no=test.batch_no,
        quantity_milli=quantity_milli,
        unit=unit,
        hold_reason=HoldReason.QUICK_TEST,
        note=test.product_name,
        with_consent=True,
        sample_id=test.sample_id,
        by=act.user.id,
        at=act.now,
    )
