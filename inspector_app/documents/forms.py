"""Papers of a visit: records in, the HTML that people read and sign out; the same records give the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from inspector_app.documents.pictures import Picture
from inspector_app.documents.templates import environment
from inspector_app.domain.checklists import ChecklistForm, parse
from inspector_app.domain.inspections import certified
from inspector_app.records.evidence import EvidenceItem
from inspector_app.records.inspections import Answer, AnswerCode, Finding, Inspection, Rectification
from inspector_app.records.operators import OperatorKind
from inspector_app.records.people import User
from inspector_app.records.reference import Checklist

_NOT_FOOD = {OperatorKind.AGRI_INPUT_SHOP, OperatorKind.CONSUMER_GOODS_SHOP}


@dataclass(frozen=True)
class Form:
    """A paper before anybody signed it. `sha256` is of the UTF-8 bytes of `html`: what signatures are bound to."""

    title: str
    number: str | None
    html: str

    @property
    def sha256(self) -> str:
        return digest(self.html)


def digest(html: str) -> str:
    return hashlib.sha256(html.encode()).hexdigest()


@dataclass(frozen=True)
class Line:
    """A checklist item and what was answered."""

    id: str
    key: bool
    text: str
    answer: Answer


@dataclass(frozen=True)
class Section:
    code: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Problem:
    """A finding beside the words of its checklist item."""

    finding: Finding
    text: str
    on_site: bool


@dataclass(frozen=True)
class Tally:
    total: int
    conform: int
    nonconform: int
    key_nonconform: int
    na: int
    not_checked: int


@dataclass(frozen=True)
class Visit:
    """What the papers of one visit are made of. `author` names the office and the authority it acts for."""

    inspection: Inspection
    checklist: Checklist
    author: User
    findings: tuple[Finding, ...] = ()
    rectification: Rectification | None = None
    evidence: tuple[EvidenceItem, ...] = ()
    demo_data: bool = False
    """The database holds a synthetic county."""
    ordered_before: tuple[Rectification, ...] = ()
    """Of a correction: what other versions of the visit ordered, which stands."""

    def __post_init__(self) -> None:
        if self.checklist.id != self.inspection.checklist_id:
            raise ValueError(f"inspection {self.inspection.id} was not made with checklist {self.checklist.id}")
        if unknown := self.inspection.answers.keys() - self._texts.keys():
            raise ValueError(f"answers to items that the checklist does not have: {sorted(unknown)}")

    @property
    def demo(self) -> bool:
        return self.demo_data or self.checklist.demo

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The answered items in the order of the checklist; sections without an answer are left out."""
        answers = self.inspection.answers
        sections = (
            Section(
                code=section.code,
                title=section.title.zh,
                lines=tuple(
                    Line(item.id, item.key, item.zh, answers[item.id]) for item in section.items if item.id in answers
                ),
            )
            for section in self._form.sections
        )
        return tuple(section for section in sections if section.lines)

    @cached_property
    def tally(self) -> Tally:
        lines = [line for section in self.sections for line in section.lines]
        codes = [line.answer.code for line in lines]
        return Tally(
            total=len(codes),
            conform=codes.count(AnswerCode.CONFORM),
            nonconform=codes.count(AnswerCode.NONCONFORM),
            key_nonconform=sum(line.key and line.answer.code is AnswerCode.NONCONFORM for line in lines),
            na=codes.count(AnswerCode.NA),
            not_checked=codes.count(AnswerCode.NOT_CHECKED),
        )

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """The findings in the order of the checklist, whatever order the query gave."""
        findings = (finding for finding in self.findings if finding.voided_at is None)
        order = {item_id: place for place, item_id in enumerate(self._texts)}
        answers = self.inspection.answers
        return tuple(
            Problem(
                finding, self._texts[finding.item_id], finding.item_id in answers and answers[finding.item_id].on_site
            )
            for finding in sorted(findings, key=lambda finding: (order[finding.item_id], finding.id))
        )

    @property
    def photos(self) -> list[EvidenceItem]:
        """The evidence that counts, in the order of its taking."""
        valid = (item for item in self.evidence if item.voided_at is None)
        return sorted(valid, key=lambda item: (item.captured_at, item.id))

    @cached_property
    def _texts(self) -> dict[str, str]:
        return {item.id: item.zh for item in self._form.items}

    @cached_property
    def _form(self) -> ChecklistForm:
        return parse(self.checklist.body)


def site_record(visit: Visit, number: str | None) -> Form:
    """现场检查笔录: what was found at the site, with every answer in an annex."""
    return _form("site_record", visit, number)


def correction_order(visit: Visit, rectification: Rectification, number: str | None) -> Form:
    """责令改正通知书: the findings that `rectification` names, the demand and the date."""
    problems = tuple(problem for problem in visit.problems if problem.finding.id in rectification.finding_ids)
    if not problems:
        raise ValueError(f"rectification {rectification.id} names no finding of inspection {visit.inspection.id}")
    return _form("correction_order", visit, number, problems=problems, rectification=rectification)


def result_form(visit: Visit, number: str | None) -> Form:
    """监督检查结果记录表, which the operator posts on the wall (SIR 39)."""
    return _form("result_form", visit, number)


def photo_sheet(visit: Visit, pictures: Mapping[str, Picture], number: str | None) -> Form:
    """The photos of a visit, as an annex to the site record; `pictures` by id of the evidence item."""
    return _form("photo_sheet", visit, number, pictures=pictures)


def _form(name: str, visit: Visit, number: str | None, **more: object) -> Form:
    template = environment().get_template(f"{name}.html.j2")
    inspection = visit.inspection
    officers = certified(inspection.inspectors)
    facts: dict[str, object] = {
        "inspection": inspection,
        "officers": officers,
        "helpers": [each for each in inspection.inspectors if each not in officers],
        "subject": inspection.subject,
        "checklist": visit.checklist,
        "author": visit.author,
        "rectification": visit.rectification,
        "ordered_before": visit.ordered_before,
        "photos": visit.photos,
        "people": {officer.user_id: officer.name for officer in inspection.inspectors}
        | {visit.author.id: visit.author.name},
        "sections": visit.sections,
        "problems": visit.problems,
        "tally": visit.tally,
        "food": inspection.subject.operator_kind not in _NOT_FOOD,
        "demo": visit.demo,
        "number": number,
    }
    paper = template.make_module(facts | more)
    return Form(str(getattr(paper, "title")), number, str(paper))  # noqa: B009
