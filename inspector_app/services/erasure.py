"""What is to be destroyed, and when: who reported, some years after the matter was closed; who fell ill, when the
response to the incident is over. Emergency Response Law art. 85; domain.md 8.4. The facts stay, without the persons.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from inspector_app.domain.complaints import ENDS
from inspector_app.domain.local_time import local_date
from inspector_app.domain.packs import NATIONAL
from inspector_app.domain.retention import Keeping, Kept, RetentionRules, Term, find_term, keep_until
from inspector_app.records.complaints import Complaint
from inspector_app.records.incidents import CaseLine, Incident, IncidentState
from inspector_app.records.operators import Operator
from inspector_app.records.oversight import Deletion, Envelope, LegalHold
from inspector_app.services import legal_holds, workflow
from inspector_app.services.acting import Acting
from inspector_app.services.rules import layers
from inspector_app.shipped import versions_of
from inspector_app.storage import erasure
from sync.record import Record

RESPONSE_OVER = frozenset({IncidentState.CONCLUDED, IncidentState.CLOSED, IncidentState.DISMISSED})
"""From the conclusion on nobody is asked or treated for the incident any more; its review is about our own work."""


@dataclass(frozen=True, slots=True)
class Ended:
    """An envelope whose matter has ended: when, where, until when it is kept, and what stops its end."""

    envelope: Envelope
    county: str
    on: date
    keeping: Keeping
    hold: LegalHold | None

    def is_due(self, today: date) -> bool:
        return self.hold is None and today > self.keeping.until


def ended(act: Acting, what: Kept) -> list[Ended]:
    """Envelopes of this rule whose matter has ended, the oldest first; those too that are kept for longer or held."""
    found = _FOUND[what](act)
    return [each for each in (_ended(act, what, envelope) for envelope in found) if each is not None]


def proposed(act: Acting) -> list[Deletion]:
    """Deletions that wait for a second person, the oldest first."""
    return erasure.proposed(act.session)


def _reporters(act: Acting) -> list[Envelope]:
    return erasure.of_ended_complaints(act.session, ENDS)


def _patients(act: Acting) -> list[Envelope]:
    return erasure.of_ended_incidents(act.session, RESPONSE_OVER)


_FOUND: Mapping[Kept, Callable[[Acting], list[Envelope]]] = {
    Kept.PATIENT_IDENTITY: _patients,
    Kept.REPORTER_IDENTITY: _reporters,
}
RULES = tuple(_FOUND)
"""The rules of retention by which something is destroyed."""


def _ended(act: Acting, what: Kept, envelope: Envelope) -> Ended | None:
    """None while a part of its matter goes on, or HQ has not heard of the step that ended it."""
    matters: list[Complaint] | list[Incident]
    if what is Kept.REPORTER_IDENTITY:
        matters = erasure.complaints_of(act.session, envelope)
        days = [_ended_on(act, each) for each in matters]
    else:
        line = act.get(CaseLine, envelope.subject_id)
        matters = [act.get(Incident, line.incident_id)]
        days = [min(filter(None, (_voided_on(line), _ended_on(act, matters[0]))), default=None)]
    if not days or None in days:
        return None
    on = max(day for day in days if day is not None)
    place = _division(act, matters[0])
    term = _term(what, on, place)
    return Ended(envelope, place[:6], on, keep_until(term, on), legal_holds.over(act, envelope, *matters))


def _ended_on(act: Acting, matter: Complaint | Incident) -> date | None:
    """The day of the first step that led to an end, or that on which it was voided before."""
    ends = ENDS if isinstance(matter, Complaint) else RESPONSE_OVER
    steps = workflow.history(act, matter) if matter.state in ends else []
    days = [local_date(step.at) for step in steps if step.after in ends]
    return min(filter(None, (_voided_on(matter), *days)), default=None)


def _voided_on(record: Record) -> date | None:
    return None if record.voided_at is None else local_date(record.voided_at)


def _term(what: Kept, on: date, place: str) -> Term:
    """That of the nearest rules which name one; where those that HQ published name none, the nation's as shipped: a
    gap in a pack keeps nobody's name for ever."""
    shipped = [each for each in versions_of(RetentionRules) if each.jurisdiction == NATIONAL]
    term = find_term((*layers(RetentionRules, on, place), *shipped), what)
    assert term is not None
    return term


def _division(act: Acting, matter: Complaint | Incident) -> str:
    shop = act.writer.find(Operator, matter.operator_id) if matter.operator_id else None
    return shop.division_code if shop else matter.division_code or ""
