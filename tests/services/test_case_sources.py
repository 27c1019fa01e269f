"""What is to be investigated becomes a proposed case, on the form of its source; who complained stands nowhere."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from inspector_app.domain.problems import Code
from inspector_app.errors import AppError
from inspector_app.records.complaints import Complaint
from inspector_app.records.evidence import Document, DocumentType
from inspector_app.records.inspections import Inspection
from inspector_app.records.measures import CaseFile, CaseState
from inspector_app.records.people import Role
from inspector_app.records.sampling import Sample
from inspector_app.services import case_sources, consequences
from inspector_app.services.acting import Refused
from inspector_app.storage.tables import TABLES
from sync.record import Record
from tests import factories
from tests.replica_fixtures import Laptop
from tests.services.test_consequences import finding
from tests.signed_visits import completed, prepared, sealed, signed


def investigated(laptop: Laptop, *, affects_safety: bool = True) -> Inspection:
    """A signed visit that found what is to be investigated."""
    visit = completed(laptop)
    with laptop.acting(later_min=41) as act:
        known = finding(laptop, visit)
        act.save(known.changed(rectify_days=5))
        consequences.follow(act, known.id, affects_safety=affects_safety, slight=False)
    if not affects_safety:
        with laptop.acting(later_min=41) as act:
            act.save(finding(laptop, visit).changed(rectify_days=5))
    signed(laptop, visit, prepared(laptop, visit, 42))
    return sealed(laptop, visit)


def registered(laptop: Laptop, subject: Record, facts: str = "") -> Document:
    with laptop.acting(later_min=60) as act:
        return case_sources.register(act, subject, facts, demo=False)  # type: ignore[arg-type]


def case_of(laptop: Laptop, form: Document) -> CaseFile:
    with laptop.acting() as act:
        return act.get(CaseFile, form.subject_id or "")


def refused(laptop: Laptop, subject: Record) -> list[Code]:
    with pytest.raises(Refused) as raised:
        registered(laptop, subject)
    return [each.code for each in raised.value.problems]


def test_b_15_what_is_investigated_has_the_form_of_a_cases_source(laptop: Laptop) -> None:
    visit = investigated(laptop)
    form = registered(laptop, visit)
    case = case_of(laptop, form)
    assert (form.document_type, form.operator_id, form.title) == (
        DocumentType.CASE_SOURCE, laptop.shop.id, "案件来源登记表",
    )  # fmt: skip
    assert (case.state, case.inspection_id, case.proposed_by) == (CaseState.PROPOSED, visit.id, laptop.wang.id)
    told = finding(laptop, visit.id)
    assert told.description in case.facts
    for words in (told.description, laptop.shop.name, laptop.wang.name, "■监督检查", "□抽样检验", "核查期限"):
        assert words in form.html
    assert refused(laptop, visit) == [Code.ONLY_ONCE]


def test_a_visit_without_anything_to_investigate_or_without_signatures_begins_no_case(laptop: Laptop) -> None:
    assert refused(laptop, investigated(laptop, affects_safety=False)) == [Code.REQUIRED]
    with laptop.acting() as act:
        drafted = act.get(Inspection, completed(laptop))
    assert Code.REQUIRED in refused(laptop, drafted)
    with laptop.sessions() as session:
        assert session.execute(select(TABLES["case_file"])).all() == []


def test_samples_and_complaints_are_sources_too(laptop: Laptop) -> None:
    sample = factories.any_of(Sample, operator_id=laptop.shop.id, product_name="散装饼干", report_number="R-1")
    complaint = factories.any_of(
        Complaint, operator_id=laptop.shop.id, division_code=None, facts="销售过期奶粉", received_at=laptop.now
    )
    nobodys = complaint.changed(id=factories.any_of(Complaint).id, operator_id=None, division_code=factories.TOWNSHIP)
    laptop.receive(sample, complaint, nobodys)
    assert "散装饼干" in registered(laptop, sample).html
    form = registered(laptop, complaint)
    assert "■投诉、举报" in form.html
    assert case_of(laptop, form).facts == "销售过期奶粉"
    assert refused(laptop, nobodys) == [Code.REQUIRED]


def test_who_may_only_read_begins_no_case(laptop: Laptop) -> None:
    visit = investigated(laptop)
    reader = factories.user(username="reader", role=Role.READ_ONLY)
    laptop.receive(reader)
    with pytest.raises(AppError, match="not_allowed"), laptop.acting(reader) as act:
        case_sources.register(act, visit, demo=False)
