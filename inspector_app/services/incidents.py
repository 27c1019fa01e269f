"""Food safety incidents (食品安全事故): six fields make the first report, its clock runs from the discovery, and the
list of eaters holds numbers, no names. Food Safety Law art. 103; domain.md 7.10, rows 11.2 to 11.4.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from inspector_app.documents.papers import plain_text
from inspector_app.domain import clocks, incidents
from inspector_app.domain.clocks import Clocks, Deadline
from inspector_app.domain.incidents import AttackRate, Eater
from inspector_app.domain.problems import Code, Problem
from inspector_app.records.evidence import Document, DocumentType
from inspector_app.records.incidents import CaseLine, Incident, IncidentReport, IncidentState, ReportStage
from inspector_app.records.operators import Operator
from inspector_app.services import envelopes, papers, workflow
from inspector_app.services.acting import Acting, require
from inspector_app.services.envelopes import Patient
from inspector_app.services.rules import calendar, layers
from inspector_app.storage import incidents as stored
from inspector_app.storage.rows import find
from sync.record import Json, new_id

_DONE = frozenset({IncidentState.CONCLUDED, IncidentState.CLOSED, IncidentState.DISMISSED})


@dataclass(frozen=True, slots=True)
class FirstReport:
    """What is sent when there is no network: read out, sent as a short message, or faxed."""

    incident: Incident
    text: str
    paper: Document


@dataclass(frozen=True, slots=True)
class Call:
    """Whom to ring."""

    name: str
    phone: str


def discover(act: Acting, **fields: Any) -> Incident:
    """Note an incident; its clock runs from now on. The fields are those of the record, as far as they are known."""
    shop = fields.get("operator_id")
    place = act.user.townships[0] if act.user.townships else act.user.office_code
    known = {"operator_id": shop, "division_code": place} | fields
    incident = Incident(id=new_id(), discovered_at=act.now, discovered_by=act.user.id, **known)
    return workflow.begin(act, incident, "discover").record


def report(act: Acting, incident_id: str, *, demo: bool, told_to: str = "", **six: Json) -> FirstReport:
    """The first report, with its six fields. Raises Refused with those that are missing; nothing else is asked for."""
    told = {name: each for name, each in six.items() if name in incidents.FIRST_REPORT}
    taken = workflow.take(act, act.get(Incident, incident_id), "report", told | {"reported_at": act.now})
    text = text_of(act, taken.record)
    _keep(act, taken.record, ReportStage.FIRST, text, told_to)
    facts = {"operator": _operator(act, taken.record), "user": act.user}
    paper = papers.write(act, DocumentType.INCIDENT_REPORT, "incident_report", taken.record, demo=demo, **facts)
    return FirstReport(taken.record, text, paper)


def report_again(act: Acting, incident_id: str, stage: ReportStage, text: str, told_to: str = "") -> IncidentReport:
    """An interim or the final report; what was reported stays as it was (FSL 103). Raises Refused before the first."""
    incident = act.get(Incident, incident_id)
    problems = [] if text.strip() else [Problem("text", Code.REQUIRED)]
    if stage is ReportStage.FIRST or incident.state is IncidentState.SUSPECTED:
        problems.append(Problem("stage", Code.STATE, facts={"state": incident.state.value}))
    require(problems)
    return _keep(act, incident, stage, text, told_to)


def text_of(act: Acting, incident: Incident) -> str:
    """A report in words for the telephone, a short message or a fax."""
    return plain_text("incident_report", incident=incident, operator=_operator(act, incident), user=act.user)


def clock(act: Acting, incident: Incident) -> Deadline | None:
    """Until when the next report is due: the first from the discovery, interim ones from the last report, the final one
    from control. It rests on what is saved alone, so it runs on whatever happens to the program. None: all is told."""
    told = stored.reports_of(act.session, incident.id)
    if incident.state in _DONE or any(each.stage is ReportStage.FINAL for each in told):
        return None
    if incident.state is IncidentState.SUSPECTED or not told:
        return _deadline(act, "incident_first_report", incident.discovered_at)
    if incident.state is IncidentState.CONTROLLED:
        controlled = [step.at for step in workflow.history(act, incident) if step.action == "control"]
        begun = controlled[-1] if controlled else told[-1].at  # the step may come in a later exchange than its row
        return _deadline(act, "incident_final_report", begun)
    return _deadline(act, "incident_interim_report", told[-1].at)


def calls(act: Acting) -> list[Call]:
    """Whom to ring now: who is on duty today, then the offices."""
    people = [Call(each.duty or each.office_code, each.phone) for each in stored.on_duty(act.session, act.today)]
    return people + [Call(each.name, each.phone) for each in stored.offices_to_call(act.session, act.today)]


def add_case(
    act: Acting,
    incident_id: str,
    person: str,
    patient: Patient | None,
    *,
    ill: bool,
    foods: Iterable[str],
    **known: Any,
) -> CaseLine:
    """One eater by a number; who it is, is sealed for HQ. Raises Refused for a number that is a name, or is taken."""
    incident = act.get(Incident, incident_id)
    texts = [("person", person), *((name, str(each)) for name, each in known.items())]
    problems = envelopes.keep_out(patient, texts) if patient else []
    if any(each.person == person for each in stored.cases_of(act.session, incident_id)):
        problems.append(Problem("person", Code.ONLY_ONCE))
    require(problems)
    line_id = new_id()
    envelope = envelopes.seal(act, (CaseLine.kind, line_id), patient) if patient else None
    return act.save(
        CaseLine(
            id=line_id,
            incident_id=incident.id,
            person=person,
            envelope_id=envelope.id if envelope else None,
            ill=ill,
            foods=tuple(foods),
            recorded_by=act.user.id,
            recorded_at=act.now,
            **known,
        )
    )


def attack_rates(act: Acting, incident_id: str) -> list[AttackRate]:
    """The rates by food from the list as it is stored, the most suspect food first."""
    cases = stored.cases_of(act.session, incident_id)
    return incidents.attack_rates(Eater(each.person, each.ill, frozenset(each.foods)) for each in cases)


def _keep(act: Acting, incident: Incident, stage: ReportStage, text: str, told_to: str) -> IncidentReport:
    return act.save(
        IncidentReport(
            id=new_id(), incident_id=incident.id, stage=stage, text=text, told_to=told_to, by=act.user.id, at=act.now
        )
    )


def _deadline(act: Acting, name: str, started: int) -> Deadline | None:
    found = clocks.find_clock(layers(Clocks, act.today, act.user.office_code), name)
    return clocks.start(found, started, calendar()) if found else None


def _operator(act: Acting, incident: Incident) -> Operator | None:
    return find(act.session, Operator, incident.operator_id) if incident.operator_id else None
