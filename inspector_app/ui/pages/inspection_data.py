"""Everything that the page of one visit shows, read in one go."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QLocale

from inspector_app.domain.checklists import ChecklistForm, Choice, Item, Section, applicable_sections
from inspector_app.domain.clock import Marks
from inspector_app.records.evidence import EvidenceItem
from inspector_app.records.inspections import AnswerCode, Inspection, InspectionType
from inspector_app.records.operators import Operator
from inspector_app.records.people import User
from inspector_app.services import inspections as visits
from inspector_app.services.acting import Acting
from inspector_app.storage import people, sync_state


@dataclass(frozen=True)
class VisitData:
    inspection: Inspection
    form: ChecklistForm
    operator: Operator
    previous: Inspection | None
    photos: tuple[EvidenceItem, ...]
    """A correction's with those of the versions before it."""
    colleagues: tuple[User, ...]
    """Certified colleagues whom this laptop knows."""
    is_mine: bool
    clock: Marks

    @property
    def sections(self) -> tuple[Section, ...]:
        return applicable_sections(self.form, self.operator)


def load(act: Acting, inspection_id: str) -> VisitData:
    inspection = act.get(Inspection, inspection_id)
    return VisitData(
        inspection=inspection,
        form=visits.form_of(act, inspection),
        operator=act.get(Operator, inspection.operator_id),
        previous=visits.previous(act, inspection),
        photos=tuple(visits.evidence_of(act, inspection_id)),
        colleagues=tuple(user for user in people.certified(act.session) if user.id != inspection.author_id),
        is_mine=inspection.author_id == act.user.id,
        clock=sync_state.clock_marks(act.session),
    )


def is_chinese() -> bool:
    """Whether the window speaks Chinese; checklists carry their own words in both languages."""
    return QLocale().language() == QLocale.Language.Chinese


def item_text(item: Item) -> str:
    return item.zh if is_chinese() else item.en


def section_title(section: Section) -> str:
    return section.title.zh if is_chinese() else section.title.en


def na_suggestion(item: Item) -> str:
    """When the list itself says that the item does not apply. Printed, so always Chinese."""
    return item.na.when_zh or ""


def number(item: Item) -> str:
    """`A01` of `RS-A01`: what people call the item within its list."""
    return item.id.rpartition("-")[2]


def choices(form: ChecklistForm, item: Item, inspection_type: InspectionType) -> tuple[Choice, ...]:
    """The answers that this visit may give to this item, in the list's own order."""
    return tuple(
        choice
        for choice in form.answers
        if (choice.code != AnswerCode.NA or item.na.allowed)
        and (not choice.only_for_types or inspection_type in choice.only_for_types)
    )


def choice_text(choice: Choice) -> str:
    return choice.zh if is_chinese() else choice.en
