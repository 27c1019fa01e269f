"""Checklists in form `checklist/1` (domain.md 4.2): read, choose, and check answers against them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from inspector_app.domain import yaml_files
from inspector_app.domain.problems import Code, Problem, Severity
from inspector_app.records.inspections import Answer, AnswerCode, FindingAction, Inspection, InspectionType
from inspector_app.records.operators import AgriKind, Operator, OperatorKind
from inspector_app.records.reference import Checklist
from sync.record import canonical

PRODUCT_LABEL = "PRODUCT_LABEL"
NATIONAL = "CN"
SHORTEST_REMARK = 5
"""Characters that a remark on a non-conformity takes (domain.md 4.2)."""
MIN_KEY = 3
MIN_GENERAL = 7
"""Items of a partial visit, by the explanation of the 2016 catering form; a full visit covers all (SIR 27)."""


class ChecklistInvalid(ValueError):
    """A checklist breaks its form. `place` leads to the part, as in `sections.0.items.3.basis`."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason


def _thousandths(value: Any) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool):
        milli = round(value * 1000)
        if abs(milli - value * 1000) > 1e-6:
            raise ValueError("a bound has at most three decimals")
        return milli
    return value


Milli = Annotated[int, BeforeValidator(_thousandths)]


class _Part(BaseModel):
    """Read from JSON, strictly: "yes" is no bool and "7" no number."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Words(_Part):
    zh: str
    en: str


class Law(Words):
    kind: str
    text_status: str
    """verified, known or overlay: how far the text was read when the list was written."""


class Choice(_Part):
    code: AnswerCode
    zh: str
    en: str
    needs_reason: bool = False
    only_for_types: tuple[InspectionType, ...] = ()
    """The visits that may give this answer; empty for all."""
    retired: bool = False
    """No longer offered. The code stays, so that its old answers keep their meaning."""


class Basis(_Part):
    law: str
    art: int | None = None
    para: int | None = None
    item: int | None = None
    clause: str | None = None
    topic: str | None = None
    """Topic of a provincial rule, for `LOCAL`."""
    cite_zh: str


class Measure(_Part):
    """A value to read from an instrument. Bounds are in thousandths of `unit`; None is no bound."""

    name: str
    unit: str
    low_milli: Milli | None = Field(alias="min")
    high_milli: Milli | None = Field(alias="max")

    def allows(self, value_milli: int) -> bool:
        above = self.low_milli is None or value_milli >= self.low_milli
        return above and (self.high_milli is None or value_milli <= self.high_milli)


class PhotoRule(StrEnum):
    NONE = "none"
    ON_NONCONFORM = "on_nonconform"
    ALWAYS = "always"


class Evidence(_Part):
    """What the item asks to be kept: photos and notes are enforced, the rest is shown to the inspector."""

    photo: PhotoRule = PhotoRule.NONE
    note: Literal["always"] | None = None
    docs: tuple[str, ...] = ()
    ledgers: tuple[str, ...] = ()
    scan: bool = False
    sample_size: int | None = None
    quick_tests: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = ()


class SuggestedAction(_Part):
    do: FindingAction
    days: int | None = Field(default=None, ge=1)
    to: str | None = None
    """The authority that a transfer goes to."""


class NaRule(_Part):
    allowed: bool
    when_zh: str | None = None
    when_en: str | None = None


class Item(_Part):
    id: str = Field(min_length=1)
    key: bool
    """A key item (重点项目), printed with *."""
    zh: str
    en: str
    basis: tuple[Basis, ...] = Field(min_length=1)
    evidence: Evidence
    on_nonconform: tuple[SuggestedAction, ...]
    na: NaRule
    fail_class: Literal["VIOLATION", "DEFECT_OR_VIOLATION"] | None = None
    edition: Literal["both", "2011", "2025"] | None = None
    partial_types: tuple[InspectionType, ...] = ()
    """The visits that may leave the item unchecked; `parse` takes them from the list's answers."""


class Condition(_Part):
    operator_agri_kinds_has: AgriKind


class Section(_Part):
    code: str
    title: Words
    applies_when: Condition | None = None
    items: tuple[Item, ...] = Field(min_length=1)


class Counts(_Part):
    items: int
    key: int
    general: int


class Scheme(StrEnum):
    CONFORMITY_2016 = "conformity_2016"
    QUANTIFIED_GRADE = "quantified_grade"
    WEIGHTED_100 = "weighted_100"
    LABEL_DEFECT = "label_defect"


class ChecklistForm(_Part):
    form: Literal["checklist/1"] = Field(alias="schema")
    id: str = Field(pattern=r"^[a-z0-9-]{3,40}$")
    version: str = Field(pattern=r"^\d+(\.\d+){0,2}$")
    status: Literal["draft", "published", "retired"]
    title: Words
    note: Words
    origin: Literal["own_draft_on_published_law", "published"]
    applies_to: tuple[OperatorKind | Literal["PRODUCT_LABEL"], ...] = Field(min_length=1)
    jurisdiction: str = Field(pattern=r"^(CN|\d{2,12})$")
    languages: tuple[str, ...]
    answers: tuple[Choice, ...]
    scoring: tuple[Scheme, ...] = Field(min_length=1)
    """The first is the legal result."""
    counts: Counts
    laws: dict[str, Law]
    sections: tuple[Section, ...] = Field(min_length=1)

    @property
    def partial_types(self) -> tuple[InspectionType, ...]:
        """The visits that may leave items unchecked."""
        return next((choice.only_for_types for choice in self.answers if choice.code is AnswerCode.NOT_CHECKED), ())

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for section in self.sections for item in section.items)

    def item(self, item_id: str) -> Item | None:
        return next((item for item in self.items if item.id == item_id), None)


def body_of(yaml_text: str) -> dict[str, Any]:
    """The body of a checklist file. Raises ChecklistInvalid when it is no YAML mapping, or not fit for JSON."""
    try:
        body = yaml_files.read(yaml_text)
    except yaml_files.Unreadable as error:
        raise ChecklistInvalid("file", str(error)) from error
    if not isinstance(body, dict):
        raise ChecklistInvalid("file", "not a mapping")
    as_json(body)
    return body


def as_json(body: Mapping[str, Any]) -> bytes:
    """Canonical JSON of a body. Raises ChecklistInvalid when JSON cannot hold it."""
    if not _has_text_keys(body):
        raise ChecklistInvalid("file", "not fit for JSON: a name is no text")
    try:
        return canonical(dict(body))
    except (ValueError, TypeError, AttributeError) as error:
        raise ChecklistInvalid("file", f"not fit for JSON: {error}") from error


def _has_text_keys(value: Any) -> bool:
    """JSON would make text of other names, and another hash than that of the file."""
    if isinstance(value, Mapping):
        return all(isinstance(key, str) and _has_text_keys(entry) for key, entry in value.items())
    return not isinstance(value, list) or all(map(_has_text_keys, value))


def sha256_of(body: Mapping[str, Any]) -> str:
    """Hash that inspections name: of the body's canonical JSON."""
    return hashlib.sha256(as_json(body)).hexdigest()


def parse(body: Mapping[str, Any]) -> ChecklistForm:
    """The typed list. Raises ChecklistInvalid naming the place of the first thing wrong."""
    try:
        form = ChecklistForm.model_validate_json(as_json(body))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise ChecklistInvalid(".".join(map(str, first["loc"])) or "file", first["msg"]) from error
    _check_ids(form)
    _check_laws(form)
    _check_counts(form)
    partial = {"partial_types": form.partial_types}
    return form.model_copy(
        update={
            "sections": tuple(
                section.model_copy(update={"items": tuple(item.model_copy(update=partial) for item in section.items)})
                for section in form.sections
            )
        }
    )


def _check_ids(form: ChecklistForm) -> None:
    for place, ids in (
        ("sections", [section.code for section in form.sections]),
        ("items", [item.id for item in form.items]),
    ):
        for each, times in Counter(ids).items():
            if times > 1:
                raise ChecklistInvalid(f"{place}.{each}", "is there twice")


def _check_laws(form: ChecklistForm) -> None:
    for item in form.items:
        for basis in item.basis:
            if basis.law not in form.laws:
                raise ChecklistInvalid(f"items.{item.id}.basis", f"law {basis.law} is not among the laws")


def _check_counts(form: ChecklistForm) -> None:
    key = sum(item.key for item in form.items)
    found = Counts(items=len(form.items), key=key, general=len(form.items) - key)
    if found != form.counts:
        raise ChecklistInvalid("counts", f"the list holds {found}")


def choose(checklists: Iterable[Checklist], operator: Operator, today: date) -> Checklist | None:
    """The list for an operator: nearest jurisdiction first, then the highest version. None: the kind has no list."""
    fitting = [
        each
        for each in checklists
        if each.voided_at is None
        and each.valid_from <= today
        and operator.operator_kind in each.applies_to
        and (each.jurisdiction == NATIONAL or operator.division_code.startswith(each.jurisdiction))
    ]
    return max(fitting, key=_rank, default=None)


def _rank(checklist: Checklist) -> tuple[int, tuple[int, ...], date, str]:
    near = 0 if checklist.jurisdiction == NATIONAL else len(checklist.jurisdiction)
    version = tuple(int(part) for part in checklist.version.split(".") if part.isdecimal())
    return near, version, checklist.valid_from, checklist.id


def applicable_sections(form: ChecklistForm, operator: Operator) -> tuple[Section, ...]:
    """The sections whose condition the operator meets."""
    return tuple(
        section
        for section in form.sections
        if section.applies_when is None or section.applies_when.operator_agri_kinds_has in operator.agri_kinds
    )


def preselected(item: Item, measures: Mapping[str, int]) -> AnswerCode | None:
    """NONCONFORM when a measured value is out of its bounds; the inspector may answer otherwise, with a remark."""
    out = any(each.name in measures and not each.allows(measures[each.name]) for each in item.evidence.measures)
    return AnswerCode.NONCONFORM if out else None


def answer_problems(item: Item, answer: Answer, photos: int, inspection_type: InspectionType) -> list[Problem]:
    """What an answer lacks (law of answers, domain.md 4.2). `photos` counts those taken of this item."""
    note = answer.note.strip()
    match answer.code:
        case AnswerCode.NA:
            if not item.na.allowed:
                return [Problem(item.id, Code.NA_NOT_ALLOWED)]
            return [] if note else [Problem(item.id, Code.NA_REASON)]
        case AnswerCode.NOT_CHECKED:
            return [] if inspection_type in item.partial_types else [Problem(item.id, Code.NOT_CHECKED_NOT_ALLOWED)]
    nonconform = answer.code is AnswerCode.NONCONFORM
    problems = []
    if nonconform and len(note) < SHORTEST_REMARK:
        problems.append(Problem(item.id, Code.REMARK_SHORT, facts={"shortest": SHORTEST_REMARK}))
    elif not nonconform and preselected(item, answer.measures) and len(note) < SHORTEST_REMARK:
        problems.append(Problem(item.id, Code.MEASURE_OVERRIDDEN, facts={"shortest": SHORTEST_REMARK}))
    elif item.evidence.note == "always" and not note:
        problems.append(Problem(item.id, Code.REMARK_NEEDED))
    rule = item.evidence.photo
    if not photos and (rule is PhotoRule.ALWAYS or (rule is PhotoRule.ON_NONCONFORM and nonconform)):
        problems.append(Problem(item.id, Code.PHOTO_MISSING))
    problems += [
        Problem(item.id, Code.MEASURE_MISSING, Severity.WARN, {"measure": each.name})
        for each in item.evidence.measures
        if each.name not in answer.measures
    ]
    return problems


def unfinished(
    form: ChecklistForm,
    operator: Operator,
    inspection: Inspection,
    photos: Mapping[str, int],
    failed_before: Collection[str] = (),
) -> list[Problem]:
    """What is missing before a visit is complete, in the order of the list.

    `photos` is {item id: count}; `failed_before` names the items that failed at the visit before. A visit that may
    cover part of the list need not answer every item, but MIN_KEY and MIN_GENERAL of them, and those that failed.
    """
    items = [item for section in applicable_sections(form, operator) for item in section.items]
    partial = inspection.inspection_type in form.partial_types
    problems: list[Problem] = []
    checked: list[Item] = []
    for item in items:
        answer = inspection.answers.get(item.id)
        if answer is not None:
            problems += answer_problems(item, answer, photos.get(item.id, 0), inspection.inspection_type)
        elif not partial:
            problems.append(Problem(item.id, Code.UNANSWERED))
        if answer is not None and answer.code is not AnswerCode.NOT_CHECKED:
            checked.append(item)
        elif partial and item.id in failed_before:
            problems.append(Problem(item.id, Code.FAILED_BEFORE))
    return problems + _too_few(items, checked) if partial else problems


def _too_few(items: Sequence[Item], checked: Sequence[Item]) -> list[Problem]:
    """A list that holds fewer items than the least asks for no more than it holds."""
    problems = []
    for code, least, key in ((Code.TOO_FEW_KEY, MIN_KEY, True), (Code.TOO_FEW_GENERAL, MIN_GENERAL, False)):
        needed = min(least, sum(item.key is key for item in items))
        done = sum(item.key is key for item in checked)
        if done < needed:
            problems.append(Problem("answers", code, facts={"needed": needed, "done": done}))
    return problems
