"""Samples (抽检) on their way: taken, handed on, tested; what relied on a withdrawn report (domain.md 7.11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from inspector_app.domain import identifiers
from inspector_app.domain.batches import batch_key
from inspector_app.domain.declared_values import Compared, compare
from inspector_app.domain.likeness import contradict, names_contradict
from inspector_app.domain.local_time import local_date
from inspector_app.domain.problems import Code, Problem
from inspector_app.domain.samples import seals_agree
from inspector_app.domain.states import OFFICERS
from inspector_app.records.goods import Product
from inspector_app.records.people import User
from inspector_app.records.sampling import Laboratory, ReportVerdict, Sample, SampleState, TestReport
from inspector_app.records.suppliers import SupplierFile
from inspector_app.services import custody, laboratories, workflow
from inspector_app.services.acting import Acting, Refused, require
from inspector_app.services.workflow import Taken
from inspector_app.storage import custody as stored
from inspector_app.storage import merges, suppliers
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
    taker = act.writer.find(User, sample.taken_by) if sample.taken_by else None
    if taker is not None and sample.taken_at is not None and not custody.chain(act, sample):
        custody.begin(act, sample, taker.name, sample.taken_at, sample.place)  # taken where no chain was kept
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
    problems += laboratories.approval(laboratory, report.reported_on)
    if report.reported_on > act.today:
        problems.append(Problem("reported_on", Code.DATE_FUTURE))
    sealed = (*sample.seal_numbers, sample.backup_seal_number)
    if not seals_agree(filter(None, sealed), report.seal_numbers):
        problems.append(Problem("seal_numbers", Code.SEAL_DIFFERS))
    if not custody.chain(act, sample) or custody.gaps(act, sample):
        problems.append(Problem("custody", Code.CUSTODY_GAP))
    return problems


def withdraw_report(act: Acting, report_id: Id, reason: str) -> None:
    """Write down that the laboratory, or the county, has taken a report back; the report itself stays as it came.

    The suppliers' papers that are this report are marked too: they are the county's, and reach laptops that do not hold
    the sample.
    """
    act.require_role(OFFICERS)
    report = act.get(TestReport, report_id)
    if not reason.strip():
        raise Refused([Problem("void_reason", Code.REASON_NEEDED)])
    if report in withdrawn(act):
        raise Refused([Problem("state", Code.ONLY_ONCE)])
    for each in (report, *_papers_of(act, report)):
        workflow.note(act, each, WITHDRAW, "WITHDRAWN", reason=reason)


def withdrawn(act: Acting) -> list[TestReport]:
    """The reports here that were taken back."""
    return stored.reports_with(act.session, WITHDRAW)


def withdrawn_papers(act: Acting) -> list[SupplierFile]:
    """The papers of suppliers that are reports which were taken back, also where the report itself is not here."""
    found = {paper.id: paper for paper in suppliers.papers_with(act.session, WITHDRAW)}
    found |= {paper.id: paper for report in withdrawn(act) for paper in _papers_of(act, report)}
    return list(found.values())


def _papers_of(act: Acting, report: TestReport) -> list[SupplierFile]:
    """The papers of suppliers that are this report: of its number, and not another laboratory's of another batch.

    Names of laboratories are shortened in ways that nobody foresees: one that differs proves nothing by itself.
    """
    laboratory = act.writer.find(Laboratory, report.laboratory_id)
    sample = act.writer.find(Sample, report.sample_id)
    papers = suppliers.papers_numbered(act.session, report.number, identifiers.normalise(report.number))
    if laboratory is None or sample is None:
        return papers
    batch = batch_key(sample.batch_no)
    return [
        paper
        for paper in papers
        if not (names_contradict(paper.issuer, laboratory.name) and contradict(batch_key(paper.batch_no), batch))
    ]


@dataclass(frozen=True, slots=True)
class Relied:
    """Something that a withdrawn report proved."""

    kind: str
    id: Id
    operator_id: Id
    product_id: Id | None
    batch_no: str
    problem: Problem


def relied_on(act: Acting, report: TestReport) -> list[Relied]:
    """The sample of a report, and the lines of goods that were proven by it in the files of suppliers."""
    return [_own(act, report), *(each for paper in _papers_of(act, report) for each in _lines(act, paper))]


def flags_at(act: Acting, operator_id: Id) -> list[Relied]:
    """What of a shop relied on reports that were withdrawn since."""
    found = [_own(act, report) for report in withdrawn(act)]
    found += [each for paper in withdrawn_papers(act) for each in _lines(act, paper)]
    shops = merges.family(act.session, operator_id)
    return list({each.id: each for each in found if each.operator_id in shops}.values())


def _own(act: Acting, report: TestReport) -> Relied:
    sample = act.get(Sample, report.sample_id)
    flag = _flag(report.number)
    return Relied(Sample.kind, sample.id, sample.operator_id, sample.product_id, sample.batch_no, flag)


def _lines(act: Acting, paper: SupplierFile) -> list[Relied]:
    flag = _flag(paper.number)
    return [
        Relied(line.kind, line.id, line.operator_id, line.product_id, line.batch_no, flag)
        for line in suppliers.lines_under(act.session, paper)
    ]


def _flag(number: str) -> Problem:
    return Problem("report_number", Code.REPORT_WITHDRAWN, facts={"name": number})


def against_declared(act: Acting, report_id: Id) -> list[Compared]:
    """What the maker declares of the product beside what the laboratory measured; a value that fails is a finding of
    its own, whatever the verdict by the national standard (FSLR 74)."""
    report = act.get(TestReport, report_id)
    sample = act.get(Sample, report.sample_id)
    product = act.writer.find(Product, sample.product_id) if sample.product_id else None
    return compare(product.declared_values, report.values) if product is not None else []
