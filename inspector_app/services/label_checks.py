"""The label of one product, step by step, as part of a visit to the shop that sells it (domain.md row 3.4, L.12).

A visit's list asks to look at labels in one item (按标签检查表抽查); what the label list finds becomes its answer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from inspector_app.documents.papers import plain_text
from inspector_app.domain import checklists as lists
from inspector_app.domain.checklists import ChecklistForm, Item
from inspector_app.domain.label_defects import Judgement, LabelLevel, LabelOutcome, Serious, label_outcome
from inspector_app.domain.labels import LabelRules, editions
from inspector_app.domain.problems import Code, Problem
from inspector_app.paths import resources
from inspector_app.records.goods import Product
from inspector_app.records.inspections import Answer, AnswerCode, Inspection
from inspector_app.services import inspections
from inspector_app.services.acting import Acting, require
from inspector_app.shipped import versions_of
from inspector_app.storage import reference
from sync.record import Id

ON_LABELS = ("FSL", 67)
"""The article on what a label has to say; the item of a visit's list that cites it takes the finding."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A product, and what its label showed."""

    product: Product
    produced: date
    answers: Mapping[str, AnswerCode]
    """{item of the label list: answer}."""
    batch_no: str = ""
    judged: Mapping[str, Judgement] | None = None
    """{failed item: whether it is a mere defect (瑕疵)}."""
    serious: Collection[Serious] = ()


def steps(act: Acting, produced: date, *, short: bool = False) -> tuple[Item, ...]:
    """The items for a pack that was made on a day, by the edition that holds for it; `short`: the key items alone."""
    edition = editions(produced, versions_of(LabelRules))[0].edition[-4:]
    return tuple(
        item for item in _label_list(act).items if item.edition in (None, "both", edition) and (item.key or not short)
    )


def judge(act: Acting, checked: Checked) -> LabelOutcome:
    """How grave it is. Raises Refused with the key items that nobody has answered."""
    asked = steps(act, checked.produced)
    require([Problem(item.id, Code.UNANSWERED) for item in asked if item.key and item.id not in checked.answers])
    failed = [item for item in asked if checked.answers.get(item.id) is AnswerCode.NONCONFORM]
    return label_outcome(failed, checked.judged or {}, checked.serious)


def write(act: Acting, inspection_id: Id, checked: Checked) -> tuple[Inspection, LabelOutcome]:
    """Take a checked label into a visit: a faulty one is the finding of the item on labels, beside those before it; one
    in order answers the item where nobody has. Raises Refused for a faulty label without a photo.
    """
    outcome = judge(act, checked)
    visit = act.get(Inspection, inspection_id)
    item = item_on_labels(inspections.form_of(act, visit))
    require([] if item else [Problem("answers", Code.NO_CHECKLIST)])
    assert item is not None
    before = visit.answers.get(item.id)
    if outcome.level is LabelLevel.COMPLIANT:
        given = before or Answer(code=AnswerCode.CONFORM, answered_at=act.now)
    else:
        has_photo = bool(inspections.photos_by_item(act, inspection_id).get(item.id))
        require([] if has_photo else [Problem(item.id, Code.PHOTO_MISSING)])
        told = before.note if before is not None and before.code is AnswerCode.NONCONFORM else ""
        note = "\n".join(filter(None, (told, _finding(act, checked))))
        given = Answer(code=AnswerCode.NONCONFORM, note=note, answered_at=act.now)
    return inspections.answer(act, inspection_id, item.id, given), outcome


def item_on_labels(form: ChecklistForm) -> Item | None:
    """The item of a visit's list that is about labels; None: its operators sell nothing that is labelled as food."""
    return next((item for item in form.items if any((b.law, b.art) == ON_LABELS for b in item.basis)), None)


def _finding(act: Acting, checked: Checked) -> str:
    """In the words of the list, for the papers of the visit."""
    failed = [item for item in steps(act, checked.produced) if checked.answers.get(item.id) is AnswerCode.NONCONFORM]
    goods = " ".join(filter(None, (checked.product.name, checked.product.specification, checked.batch_no)))
    return plain_text("label_finding", goods=goods, failed=failed, serious=sorted(checked.serious))


def _label_list(act: Acting) -> ChecklistForm:
    """As HQ has published it, else as it is shipped."""
    for each in reference.checklists(act.session, act.today):
        if lists.PRODUCT_LABEL in each.applies_to:
            return lists.parse(each.body)
    return _shipped()


@cache
def _shipped() -> ChecklistForm:
    path = resources() / "checklists" / "label-prepackaged.yaml"
    return lists.parse(lists.body_of(path.read_text("utf-8")))
