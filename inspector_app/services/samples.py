"""Samples (抽检) on their way: taken, handed on, tested; what relied on a withdrawn report (domain.md 7.11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from inspector_app.domain import identifiers
from inspector_app.domain.declared_values import Compared, compare
from inspector_app.domain.local_time import local_date
from inspector_app.domain.problems import Code, Problem
from inspector_app.domain.samples import seals_agree
from inspector_app.domain.states import OFFICERS
from inspector_app.records.goods import Product
from inspector_app.records.operators import Operator
from inspector_app.records.sampling import Laboratory, ReportVerdict, Sample, SampleState, TestReport
from inspector_app.records.suppliers import SupplierFile
from inspector_app.services import custody, laboratories, workflow
from inspector_app.services.acting import Acting, Refused, require
from inspector_app.services.workflow import Taken
from inspector_app.storage import custody as stored
from inspector_app.storage import suppliers
from sync.record import Id, Instant, Json

WITHDRAW = "withdraw"
AFTER = {
    (SampleState.TESTING, ReportVerdict.CONFORM): "pass",
    (SampleState.TESTING, ReportVerdict.NONCONFORM): "fail",
    (SampleState.RETEST, ReportVerdict.CONFORM): "overturn",
    (SampleState.RETEST, ReportVerdict.NONCONFORM): "confirm",
}
"""What a report does to its sample; one without a verdict leaves it where it is."""


def take(act: Acting, sample_id: str, given: Mapping[str, Json]) -> Taken[Sample]:
    """Take a planned sample, with what its form says; the chain of custody begins with who takes it."""
    told = {"taken_by": act.user.id, "taken_at": act.now} | dict(given)
    taken = workflow.take(act, act.get(Sample, sample_id), "take", told)
    custody.begin(act, taken.record, act.user.name, taken.record.taken_at or act.now, taken.record.place)
    return taken


def hand_over(act: Acting, sample_id: str, laboratory_id: str, at: Instant) -> Taken[Sample]:
    """Hand a sample to a laboratory. Raises Refused where that has no scope for all it is to be tested for."""
    sample, laboratory = act.get(Sample, sample_id), act.get(Laboratory, laboratory_id)
    require(laboratories.problems(laboratory, sample.items, local_date(at)))
    taken = workflow.take(act, sample, "hand_over", {"laboratory_id": laboratory.id, "handed_over_at": at})
    custody.hand_on(act, taken.record, laboratory.name, at, place=laboratory.address)
    return taken


def enter_report(act: Acting, report: TestReport) -> tuple[TestReport, Taken[Sample] | None]:
    """Enter a laboratory's report and move its sample by the verdict.

    Raises Refused for a report of another laboratory or other seals, one without approval, and while the chain of
    custody has a gap.
    """
    act.require_role(OFFICERS)
    sample = act.get(Sample, report.sample_id)
    laboratory = act.get(Laboratory, report.laboratory_id)
    if sample.state not in (SampleState.TESTING, SampleState.RETEST):
        raise Refused([Problem("state", Code.MOVE_NOT_ALLOWED, facts={"from": sample.state, "to": SampleState.PASS})])
    report = report.changed(retest=sample.state is SampleState.RETEST, entered_by=act.user.id, entered_at=act.now)
    require(_report_problems(act, report, sample, laboratory))
    report = act.save(report)
    if (action := AFTER.get((sample.state, report.verdict))) is None:
        return report, None
    given = {
        "report_number": report.number,
        "laboratory_approval": report.laboratory_approval,
        "signatory": report.signatory,
    }
    return report, workflow.take(act, sample, action, given)


def _report_problems(act: Acting, report: TestReport, sample: Sample, laboratory: Laboratory) -> list[Problem]:
    needed = ("number", "laboratory_approval", "signatory")
    problems = [Problem(name, Code.REQUIRED) for name in needed if not getattr(report, name).strip()]
    if sample.laboratory_id != laboratory.id:
        problems.append(Problem("laboratory_id", Code.LABORATORY_SCOPE, facts={"name": sample.product_name}))
    problems += laboratories.problems(laboratory, (), report.reported_on)
    if report.reported_on > act.today:
        problems.append(Problem("reported_on", Code.DATE_FUTURE))
    sealed = (*sample.seal_numbers, sample.backup_seal_number)
    if not seals_agree(filter(None, sealed), report.seal_numbers):
        problems.append(Problem("seal_numbers", Code.SEAL_DIFFERS))
    if not custody.chain(act, sample) or custody.gaps(act, sample):
        problems.append(Problem("custody", Code.CUSTODY_GAP))
    return problems


def withdraw_report(act: Acting, report_id: str, reason: str) -> None:
    """Write down that the laboratory, or the county, has taken a report back; the report itself stays as it came."""
    act.require_role(OFFICERS)
    report = act.get(TestReport, report_id)
    if not reason.strip():
        raise Refused([Problem("void_reason", Code.REASON_NEEDED)])
    if report in withdrawn(act):
        raise Refused([Problem("state", Code.ONLY_ONCE)])
    workflow.note(act, report, WITHDRAW, "WITHDRAWN", reason=reason)


def withdrawn(act: Acting) -> list[TestReport]:
    """The reports that were taken back."""
    return stored.reports_with(act.session, WITHDRAW)


@dataclass(frozen=True, slots=True)
class Relied:
    """Something that a withdrawn report proved."""

    kind: str
    id: Id
    operator_id: Id | None
    """The shop; None for a supplier's paper, which is of many."""
    product_id: Id | None
    batch_no: str
    problem: Problem


def relied_on(act: Acting, report: TestReport) -> list[Relied]:
    """The sample of a report, the suppliers' papers that are this report, and the lines of goods they cover."""
    flag = Problem("report_number", Code.REPORT_WITHDRAWN, facts={"name": report.number})
    sample = act.get(Sample, report.sample_id)
    found = [Relied(Sample.kind, sample.id, sample.operator_id, sample.product_id, sample.batch_no, flag)]
    for paper in suppliers.papers_numbered(act.session, report.number, identifiers.normalise(report.number)):
        found.append(Relied(SupplierFile.kind, paper.id, None, paper.product_id, paper.batch_no, flag))
        for line in suppliers.lines_under(act.session, paper):
            found.append(Relied(line.kind, line.id, line.operator_id, line.product_id, line.batch_no, flag))
    return found


def flags_at(act: Acting, operator_id: Id) -> list[Relied]:
    """What of a shop relied on reports that were withdrawn since."""
    shop = act.get(Operator, operator_id).id
    return [each for report in withdrawn(act) for each in relied_on(act, report) if each.operator_id == shop]


def against_declared(act: Acting, report_id: Id) -> list[Compared]:
    """What the maker declares of the product beside what the laboratory measured; a value that fails is a finding of
    its own, whatever the verdict by the national standard (FSLR 74)."""
    report = act.get(TestReport, report_id)
    sample = act.get(Sample, report.sample_id)
    product = act.writer.find(Product, sample.product_id) if sample.product_id else None
    return compare(product.declared_values, report.values) if product is not None else []
