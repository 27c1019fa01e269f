"""Food safety incidents (食品安全事故): reports, and the list of cases without names (domain.md 7.10)."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from inspector_app.records.homes import FOUND, LOCKED, PLACED
from sync.record import Change, Degrees, Id, Instant, Record, Rule, Text, WithParent


class IncidentState(StrEnum):
    SUSPECTED = "SUSPECTED"
    REPORTED = "REPORTED"
    RESPONDING = "RESPONDING"
    CONTROLLED = "CONTROLLED"
    CONCLUDED = "CONCLUDED"
    CLOSED = "CLOSED"
    DISMISSED = "DISMISSED"


class IncidentLevel(StrEnum):
    """特别重大, 重大, 较大, 一般; set by headquarters."""

    EXTREMELY_SERIOUS = "EXTREMELY_SERIOUS"
    SERIOUS = "SERIOUS"
    MAJOR = "MAJOR"
    ORDINARY = "ORDINARY"


class Incident(Record):
    """Six fields are enough for the first report."""

    kind = "incident"
    home = PLACED

    operator_id: Id | None = None
    division_code: Text | None = None
    number: Annotated[Text | None, FOUND] = None
    state: Annotated[IncidentState, LOCKED] = IncidentState.SUSPECTED
    place: Text = ""
    happened_at: Instant | None = None
    ill_count: Annotated[int | None, Rule(unit="counts")] = None
    exposed_count: Annotated[int | None, Rule(unit="counts")] = None
    in_hospital: Annotated[int | None, Rule(unit="counts")] = None
    dead: Annotated[int | None, Rule(unit="counts")] = None
    symptoms: Text = ""
    suspected_meal: Text = ""
    discovered_at: Annotated[Instant, FOUND]
    """Its clock runs from here."""
    discovered_by: Id
    reported_at: Instant | None = None
    level: IncidentLevel | None = None
    measures: Text = ""
    conclusion: Text = ""
    review: Text = ""
    latitude: Annotated[Degrees | None, Rule(unit="position")] = None
    longitude: Annotated[Degrees | None, Rule(unit="position")] = None


class ReportStage(StrEnum):
    FIRST = "FIRST"
    INTERIM = "INTERIM"
    FINAL = "FINAL"


class IncidentReport(Record):
    """One report as it was sent: nothing is taken back (FSL 103)."""

    kind = "incident_report"
    change = Change.INSERT_ONLY
    home = (WithParent("incident", "incident_id"),)

    incident_id: Id
    stage: ReportStage
    text: Text
    told_to: Text = ""
    told_by_phone_at: Instant | None = None
    by: Id
    at: Instant


class CaseLine(Record):
    """One eater, by a number: who it is lies in an envelope. Destroyed with the response (ERL 85)."""

    kind = "case_line"
    home = (WithParent("incident", "incident_id"),)

    incident_id: Id
    person: Text
    """A number on the list, never a name."""
    envelope_id: Id | None = None
    age_group: Text = ""
    ill: bool = False
    onset_at: Instant | None = None
    symptoms: tuple[Text, ...] = ()
    foods: tuple[Text, ...] = ()
    meal_at: Instant | None = None
    in_hospital: bool = False
    recorded_by: Id
    recorded_at: Instant
