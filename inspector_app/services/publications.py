"""What the public is told (信息公示): queued within its days, masked, checked by one and approved by another, withdrawn
with its reason. SIR art. 39; domain.md 7.13, rows 9.1, 13.1 to 13.3.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from inspector_app.documents.forms import Form
from inspector_app.documents.papers import paper, plain_text
from inspector_app.domain import clocks
from inspector_app.domain.clocks import Clocks, Deadline, Standing
from inspector_app.domain.masking import mask_text
from inspector_app.domain.problems import Code, Problem
from inspector_app.domain.states import FIELD, LEAD
from inspector_app.records.inspections import Inspection
from inspector_app.records.notices import Publication, PublicationKind, PublicationState, VerifiedFact
from inspector_app.records.operators import Operator
from inspector_app.records.people import User
from inspector_app.services import workflow
from inspector_app.services.acting import Acting, require
from inspector_app.services.rules import calendar, layers
from inspector_app.services.workflow import Taken
from inspector_app.storage import corrections, inspections, operators
from inspector_app.storage import publications as stored
from sync.record import Json, new_id

CLOCK = "publish_result"


class Tone(StrEnum):
    CALM = "CALM"
    WARNING = "WARNING"
    RED = "RED"


@dataclass(frozen=True, slots=True)
class Queued:
    """A result that is not public yet."""

    visit: Inspection
    publication: Publication | None
    """None: nobody has begun to write it."""
    due: Deadline

    def tone(self, now: int, today: date) -> Tone:
        """The last day itself is red: when it is over, the law is broken."""
        if today >= self.due.on:
            return Tone.RED
        return Tone.CALM if self.due.standing(now) is Standing.RUNNING else Tone.WARNING


def queue(act: Acting, limit: int = 200) -> list[Queued]:
    """Signed visits whose result is not public, the first signed first. A visit enters as it is signed: nobody has to
    think of it."""
    visits = stored.visits_to_publish(act.session, limit)
    begun = {each.subject_id: each for each in stored.of_subjects(act.session, [visit.id for visit in visits])}
    return [Queued(visit, begun.get(visit.id), _due(act, visit)) for visit in visits]


def draft(act: Acting, visit_id: str) -> Publication:
    """Begin the text of a visit's result, from its record. Raises Refused for a visit that is not signed, or was
    corrected since."""
    act.require_role(FIELD | LEAD)
    visit = act.get(Inspection, visit_id)
    if visit.signed_at is None:
        require([Problem("subject_id", Code.STATE, facts={"state": visit.state.value})])
    require(_overtaken(act, visit.id))
    findings = inspections.findings_of(act.session, visit.id)
    text = plain_text("result_publication", visit=visit, findings=findings)
    return write(
        act, PublicationKind.INSPECTION_RESULT, visit, f"{visit.subject.name}监督检查结果", text, _due(act, visit).on
    )


def write(
    act: Acting,
    kind: PublicationKind,
    subject: Inspection | Publication | Operator,
    title: str,
    text: str,
    due_on: date | None = None,
) -> Publication:
    """Begin a text of another kind, such as a correction or a clarification."""
    operator_id = subject.id if isinstance(subject, Operator) else subject.operator_id
    publication = Publication(
        id=new_id(),
        operator_id=operator_id,
        division_code=act.user.office_code,
        publication_kind=kind,
        subject_kind=subject.kind,
        subject_id=subject.id,
        title=title,
        text=text,
        due_on=due_on,
        made_by=act.user.id,
        made_at=act.now,
    )
    return workflow.begin(act, publication).record


def reword(act: Acting, publication_id: str, title: str, text: str) -> Publication:
    """Write a draft anew. Raises Refused once it is masked: it then goes back to be a draft first."""
    known = act.get(Publication, publication_id)
    if known.state is not PublicationState.DRAFT:
        require([Problem("text", Code.STATE, facts={"state": known.state.value})])
    return act.save(known.changed(title=title, text=text))


def verify_fact(act: Acting, publication_id: str, fact: str) -> Publication:
    """Say that one has verified a fact of it; people in it are masked. Raises Refused for an empty one, or once the
    whole was reviewed."""
    known = act.get(Publication, publication_id)
    problems = [] if fact.strip() else [Problem("facts", Code.REQUIRED)]
    if known.state not in (PublicationState.DRAFT, PublicationState.MASKED):
        problems.append(Problem("facts", Code.STATE, facts={"state": known.state.value}))
    require(problems)
    verified = VerifiedFact(fact=_masked(act, known, fact.strip()), verified_by=act.user.id, verified_at=act.now)
    return act.save(known.changed(facts=(*known.facts, verified)))


def mask(act: Acting, publication_id: str) -> Taken[Publication]:
    """Hide names of people and their numbers in it; names of businesses stay as registered."""
    known = act.get(Publication, publication_id)
    return _take(act, known, "mask", text=_masked(act, known, known.text), title=_masked(act, known, known.title))


def review(act: Acting, publication_id: str) -> Taken[Publication]:
    """Check it: a team lead's act, who does not approve it then. Raises Refused while it names a person, for a visit
    that was corrected since, and a clarification of which nobody has verified a fact."""
    known = act.get(Publication, publication_id)
    shown = [("title", known.title), ("text", known.text), *(("facts", each.fact) for each in known.facts)]
    problems = [Problem(name, Code.NOT_MASKED) for name, text in shown if _masked(act, known, text) != text]
    if known.publication_kind is PublicationKind.CLARIFICATION and not known.facts:
        problems.append(Problem("facts", Code.REQUIRED))
    require(problems + _overtaken(act, known.subject_id))
    return _take(act, known, "review", text_sha256=_digest(known))


def approve(act: Acting, publication_id: str) -> Taken[Publication]:
    """The county's word. Raises Refused for a text that is not the one that was checked."""
    return _take(act, _unchanged(act, publication_id), "approve")


def release(act: Acting, publication_id: str, place: str, shown_until: date | None = None) -> Taken[Publication]:
    """Say that it is public now, and where."""
    known = _unchanged(act, publication_id)
    require([] if place.strip() else [Problem("place", Code.REQUIRED)])
    until = shown_until.isoformat() if shown_until else None
    return _take(act, known, "release", released_at=act.now, place=place.strip(), shown_until=until)


def take(
    act: Acting, publication_id: str, action: str, given: Mapping[str, Json], reason: str = ""
) -> Taken[Publication]:
    """Any step of it by its name, with all that the step has to check."""
    match action:
        case "mask":
            return mask(act, publication_id)
        case "review":
            return review(act, publication_id)
        case "approve":
            return approve(act, publication_id)
        case "release":
            until = given.get("shown_until")
            return release(act, publication_id, str(given.get("place") or ""), until and date.fromisoformat(until))
        case _:
            return workflow.take(act, act.get(Publication, publication_id), action, reason=reason)


def withdraw(act: Acting, publication_id: str, reason: str) -> Taken[Publication]:
    """Take it back from the public; its text and the reason stay."""
    return workflow.take(act, act.get(Publication, publication_id), "withdraw", reason=reason)


def sheet(act: Acting, publication_id: str, *, demo: bool) -> Form:
    """The release on A4: its text, and who verified which fact."""
    known = act.get(Publication, publication_id)
    people = {each.verified_by: act.writer.find(User, each.verified_by) for each in known.facts}
    names = {user_id: user.name if user else user_id for user_id, user in people.items()}
    return paper("publication", act.user, None, demo=demo, publication=known, names=names)


def fact_sheet(act: Acting, operator_id: str, *, demo: bool) -> Form:
    """What is public of a business now, and no more, in both languages: for who speaks for it abroad."""
    operator = act.get(Operator, operator_id)
    shown = [
        each
        for each in stored.released_of(act.session, operator_id)
        if each.shown_until is None or each.shown_until >= act.today
    ]
    return paper("fact_sheet", act.user, None, demo=demo, operator=operator, publications=shown, made_at=act.now)


def _take(act: Acting, known: Publication, action: str, **given: Json) -> Taken[Publication]:
    return workflow.take(act, known, action, {name: each for name, each in given.items() if each is not None})


def _unchanged(act: Acting, publication_id: str) -> Publication:
    known = act.get(Publication, publication_id)
    if known.text_sha256 != _digest(known):
        require([Problem("text", Code.CHANGED_SINCE)])
    require(_overtaken(act, known.subject_id))
    return known


def overtaken(act: Acting) -> list[Publication]:
    """What is public of visits that were corrected since: it is withdrawn, and what stands is published."""
    found = stored.of_subjects(act.session, corrections.replaced(act.session))
    return [each for each in found if each.state is PublicationState.RELEASED]


def _overtaken(act: Acting, subject_id: str) -> list[Problem]:
    stands = corrections.standing(act.session, subject_id)
    return [Problem("subject_id", Code.CHANGED_SINCE)] if stands is not None and stands.id != subject_id else []


def _digest(publication: Publication) -> str:
    """Of all that is shown."""
    parts = (publication.title, publication.text, *(each.fact for each in publication.facts))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _masked(act: Acting, publication: Publication, text: str) -> str:
    if publication.operator_id is None:
        return mask_text(text, ())
    operator = act.writer.find(Operator, publication.operator_id)
    people = [each.name for each in operators.persons_of(act.session, publication.operator_id)]
    visit = act.writer.find(Inspection, publication.subject_id)
    businesses = [operator.name] if operator else []
    if visit is not None:
        people.append(visit.subject.person_in_charge)
        businesses.append(visit.subject.name)
    return mask_text(text, people, businesses)


def _due(act: Acting, visit: Inspection) -> Deadline:
    clock = clocks.find_clock(layers(Clocks, act.today, act.user.office_code), CLOCK)
    assert clock is not None, "the nation's pack has it"
    return clocks.start(clock, _since(act, visit), calendar())


def _since(act: Acting, visit: Inspection) -> int:
    """A correction of what was not public yet wins no time."""
    versions = corrections.before(act.session, visit.id) if visit.supersedes else [visit]
    told = stored.of_subjects(act.session, [each.id for each in versions])
    counts = visit if any(each.state in stored.OUT for each in told) else versions[-1]
    return counts.signed_at or counts.started_at
