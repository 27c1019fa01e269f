"""An incident is told in six fields, offline; its clock rests on what is saved; rates come from the stored list."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from inspector_app.domain.clocks import Deadline, Standing
from inspector_app.domain.incidents import FIRST_REPORT
from inspector_app.domain.problems import Code
from inspector_app.records.evidence import DocumentType
from inspector_app.records.incidents import CaseLine, Incident, IncidentState, ReportStage
from inspector_app.records.offices import DutyShift, Office
from inspector_app.records.people import Role, User
from inspector_app.services import incidents, workflow
from inspector_app.services.acting import Acting, Refused
from inspector_app.services.envelopes import Patient
from inspector_app.services.incidents import FirstReport
from inspector_app.storage.engine import open_database
from inspector_app.storage.writes import DeviceWriter
from tests import factories
from tests.replica_fixtures import KEY, Laptop

HOUR_MIN = 60
SIX: dict[str, Any] = {
    "place": "清河镇实验小学食堂",
    "happened_at": 1,
    "ill_count": 12,
    "exposed_count": 80,
    "symptoms": "呕吐、腹泻",
    "suspected_meal": "3月17日午餐，凉拌鸡丝",
}


@pytest.fixture
def lead(laptop: Laptop) -> User:
    user = factories.user(username="lead", role=Role.TEAM_LEAD)
    laptop.receive(user)
    return user


@pytest.fixture
def county(laptop: Laptop) -> User:
    user = factories.user(username="county", role=Role.COUNTY_ADMIN, certificate_no=None)
    laptop.receive(user)
    return user


def discovered(laptop: Laptop) -> Incident:
    with laptop.acting() as act:
        return incidents.discover(act, operator_id=laptop.shop.id)


def reported(laptop: Laptop, incident: Incident, later_min: int = 0) -> FirstReport:
    with laptop.acting(later_min=later_min) as act:
        return incidents.report(act, incident.id, demo=False, told_to="县局值班室", **SIX)


def due(laptop: Laptop, incident: Incident) -> Deadline:
    with laptop.acting() as act:
        found = incidents.clock(act, act.get(Incident, incident.id))
    assert found is not None
    return found


def test_e_9_six_fields_make_the_first_report_offline(laptop: Laptop) -> None:
    """Its text for the telephone and its paper are there at once, without a network."""
    began = time.perf_counter()
    made = reported(laptop, discovered(laptop), later_min=20)
    assert time.perf_counter() - began < 10
    assert made.incident.state is IncidentState.REPORTED
    assert made.paper.document_type is DocumentType.INCIDENT_REPORT
    for fact in ("实验小学食堂", "12", "80", "呕吐、腹泻", "凉拌鸡丝", laptop.shop.name, "王建国"):
        assert fact in made.text
        assert fact in made.paper.html
    assert "<" not in made.text
    assert len(made.text) < 335  # five short messages of 67 characters


@pytest.mark.parametrize("missing", FIRST_REPORT)
def test_each_of_the_six_is_asked_for_and_nothing_else(laptop: Laptop, missing: str) -> None:
    incident = discovered(laptop)
    with pytest.raises(Refused) as refused, laptop.acting() as act:
        incidents.report(act, incident.id, demo=False, **{k: v for k, v in SIX.items() if k != missing})
    assert [(each.field, each.code) for each in refused.value.problems] == [(missing, Code.REQUIRED)]


def test_e_9_the_clock_survives_a_restart(laptop: Laptop, tmp_path: Path) -> None:
    """Two hours from the discovery, whatever happened to the program meanwhile."""
    incident = discovered(laptop)
    laptop.sessions.close()
    sessions = open_database(tmp_path / "replica" / "replica.db", KEY)
    later = laptop.now + 119 * factories.MINUTE
    with sessions.begin() as session:
        act = Acting(session, DeviceWriter(session, laptop.wang.id, later), laptop.wang, laptop.device_id, later)
        found = incidents.clock(act, act.get(Incident, incident.id))
    sessions.close()
    assert found is not None
    assert found.at == laptop.now + 120 * factories.MINUTE
    assert [found.standing(each) for each in (laptop.now, later, found.at)] == [
        Standing.RUNNING, Standing.NEAR, Standing.LATE,
    ]  # fmt: skip


def test_the_station_that_reports_does_not_say_how_grave_it_is(laptop: Laptop, lead: User) -> None:
    incident = reported(laptop, discovered(laptop)).incident
    for action, told in (("confirm", {"level": "ORDINARY"}), ("dismiss", {"reason": "不属实"})):
        with pytest.raises(Refused), laptop.acting(lead) as act:
            workflow.take(act, incident, action, told, "不属实")


def test_the_clocks_of_the_later_reports(laptop: Laptop, county: User) -> None:
    """24 hours after each report; 10 days after control for the final one; then none."""
    incident = reported(laptop, discovered(laptop)).incident
    assert due(laptop, incident).at == laptop.now + 24 * HOUR_MIN * factories.MINUTE
    with laptop.acting(later_min=5 * HOUR_MIN) as act:
        incidents.report_again(act, incident.id, ReportStage.INTERIM, "新增住院1人")
    assert due(laptop, incident).at == laptop.now + 29 * HOUR_MIN * factories.MINUTE
    with laptop.acting(county) as act:
        workflow.take(act, incident, "confirm", {"level": "ORDINARY"})
    with laptop.acting() as act:
        workflow.take(act, incident, "control", {"measures": "封存剩余食品，停止供餐"})
    assert (due(laptop, incident).on - date(2026, 3, 18)).days == 10
    with laptop.acting() as act:
        incidents.report_again(act, incident.id, ReportStage.FINAL, "病因查明")
        assert incidents.clock(act, act.get(Incident, incident.id)) is None
        steps = workflow.history(act, incident)
    assert [step.action for step in steps] == ["discover", "report", "confirm", "control"]
    assert all(step.by and step.at for step in steps)


def test_the_clock_of_the_final_report_runs_before_its_step_is_here(laptop: Laptop) -> None:
    incident = reported(laptop, discovered(laptop)).incident
    arrived = incident.changed(state=IncidentState.CONTROLLED)
    laptop.receive(arrived)
    assert (due(laptop, arrived).on - date(2026, 3, 18)).days == 10


def test_nothing_is_reported_again_before_the_first_report(laptop: Laptop) -> None:
    incident = discovered(laptop)
    with pytest.raises(Refused), laptop.acting() as act:
        incidents.report_again(act, incident.id, ReportStage.INTERIM, "情况")


def test_whom_to_call_without_a_network(laptop: Laptop) -> None:
    county = {"county_code": factories.COUNTY, "office_code": factories.COUNTY}
    shift = factories.any_of(DutyShift, **county, day="2026-03-18", phone="0999-0000001", duty="值班领导")
    office = factories.any_of(Office, name="云岭县市场监督管理局", phone="0999-0000002", code=factories.COUNTY)
    laptop.receive(
        shift, factories.any_of(DutyShift, **county, day="2026-03-19", phone="0999-0000009"), office,
        factories.any_of(Office, name="撤销的所", phone="0999-0000003", valid_to="2025-12-31"),
    )  # fmt: skip
    with laptop.acting() as act:
        assert [(each.name, each.phone) for each in incidents.calls(act)] == [
            ("值班领导", "0999-0000001"),
            ("云岭县市场监督管理局", "0999-0000002"),
        ]


def test_attack_rates_come_from_the_stored_list(laptop: Laptop) -> None:
    """Of 6 who ate the chicken 5 fell ill, of 4 others 1; a line that was struck out does not count."""
    incident = discovered(laptop)
    with laptop.acting() as act:
        for number in range(10):
            foods = ("凉拌鸡丝", "米饭") if number < 6 else ("米饭",)
            incidents.add_case(act, incident.id, str(number), None, ill=number < 5 or number == 9, foods=foods)
        wrong = incidents.add_case(act, incident.id, "11", None, ill=True, foods=("米饭",))
        act.save(wrong.changed(voided_at=act.now, void_reason="重复"))
        first, second = incidents.attack_rates(act, incident.id)
    assert (first.food, first.ate, first.ate_ill, first.others, first.others_ill) == ("凉拌鸡丝", 6, 5, 4, 1)
    assert (first.ate_permille, first.others_permille, first.ratio_percent) == (833, 250, 333)
    assert (second.food, second.ate, second.others) == ("米饭", 10, 0)


def test_a_case_is_a_number_and_never_a_name(laptop: Laptop) -> None:
    incident = discovered(laptop)
    patient = Patient(name="许病甲", phone="13900008888")
    with laptop.acting() as act:
        line = incidents.add_case(act, incident.id, "1", patient, ill=True, foods=())
        assert line.envelope_id is not None
        assert act.get(CaseLine, line.id).person == "1"
    for person, code in (("许病甲", Code.NAMES_PROTECTED), ("1", Code.ONLY_ONCE)):
        with pytest.raises(Refused) as refused, laptop.acting() as act:
            incidents.add_case(act, incident.id, person, patient, ill=True, foods=())
        assert [each.code for each in refused.value.problems] == [code]
