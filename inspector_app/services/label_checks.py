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
from inspector_app.domain.goods_codes import qs_allowed
from inspector_app.domain.identifiers import food_production_licence
from inspector_app.domain.label_defects import Judgement, LabelLevel, LabelOutcome, Serious, label_outcome
from inspector_app.domain.labels import (
    LabelRules,
    PlainLabel,
    PlainLabels,
    editions,
    least_net_content_height,
    least_text_height,
    missing_on,
    plain_label,
)
from inspector_app.domain.problems import Code, Problem
from inspector_app.paths import resources
from inspector_app.records.goods import Product
from inspector_app.records.inspections import Answer, AnswerCode, Inspection
from inspector_app.services import inspections, rules
from inspector_app.services.acting import Acting, require
from inspector_app.storage import reference
from sync.record import Id

DATED, LICENSED = "LB-E01", "LB-D02"
"""The items of the label list on the date of production and on the maker's licence."""
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
    edition: str = ""
    """Of GB 7718, where the pack says that it follows another one than that in force on its day."""
    judged: Mapping[str, Judgement] | None = None
    """{failed item: whether it is a mere defect (瑕疵)}."""
    serious: Collection[Serious] = ()


def accepted(act: Acting, produced: date) -> list[str]:
    """The editions that a pack made on a day may follow, the one in force first; before all, the first one."""
    known = rules.versions(LabelRules, act.today)
    found = editions(produced, known) or [min(known, key=lambda each: each.valid_from)]
    return [each.edition for each in found]


def steps(act: Acting, produced: date, edition: str = "", *, short: bool = False) -> tuple[Item, ...]:
    """The items for a pack that was made on a day, by this edition, else by the one in force then; `short`: the key
    items alone. Raises Refused for an edition that it may not follow.
    """
    possible = accepted(act, produced)
    require([Problem("edition", Code.OTHER_SUBJECT)] if edition and edition not in possible else [])
    year = (edition or possible[0])[-4:]
    return tuple(
        item for item in _label_list(act).items if item.edition in (None, "both", year) and (item.key or not short)
    )


@dataclass(frozen=True, slots=True)
class LeastSizes:
    """Tenths of a millimetre that letters and the digits of the net content are high at least; None: no size is set."""

    letters: int | None
    net_content: int | None


def least_sizes(act: Acting, produced: date, surface_cm2: int, content: int, edition: str = "") -> LeastSizes:
    """By the edition that the pack follows: its largest surface, and its net content in grams or millilitres.

    Raises Refused for an edition that it may not follow.
    """
    possible = accepted(act, produced)
    require([Problem("edition", Code.OTHER_SUBJECT)] if edition and edition not in possible else [])
    wanted = edition or possible[0]
    known = next(each for each in rules.versions(LabelRules, act.today) if each.edition == wanted)
    return LeastSizes(least_text_height(surface_cm2, known), least_net_content_height(content, known))


def missing_on_plain(act: Acting, kind: PlainLabel, shown: Collection[str], text: str = "") -> tuple[str, ...]:
    """What the container of bulk food, or the label of a workshop's goods, has to say here and does not.

    `shown` are the elements that are there, by their names in the pack; `text` is what stands on it.
    """
    found = plain_label(rules.layers(PlainLabels, act.today, act.user.office_code), kind)
    return () if found is None else tuple(missing_on(found, shown, text))


def judge(act: Acting, checked: Checked) -> LabelOutcome:
    """How grave it is. Raises Refused with the key items that nobody has answered, and those called in order that what
    the pack says contradicts."""
    asked = steps(act, checked.produced, checked.edition)
    require([Problem(item.id, Code.UNANSWERED) for item in asked if item.key and item.id not in checked.answers])
    require(_contradictions(act, checked))
    failed = [item for item in asked if checked.answers.get(item.id) is AnswerCode.NONCONFORM]
    return label_outcome(failed, checked.judged or {}, checked.serious)


def write(act: Acting, inspection_id: Id, checked: Checked) -> tuple[Inspection, LabelOutcome]:
    """Take a checked label into a visit: a faulty one is the finding of the item on labels, beside those of other
    goods; one in order answers the item where nobody has. What was said of the same goods before is said anew.

    Raises Refused for a faulty label without a photo.
    """
    outcome = judge(act, checked)
    visit = act.get(Inspection, inspection_id)
    item = item_on_labels(inspections.form_of(act, visit))
    require([] if item else [Problem("answers", Code.NO_CHECKLIST)])
    assert item is not None
    before = visit.answers.get(item.id)
    failed_before = before is not None and before.code is AnswerCode.NONCONFORM
    told = before.note.splitlines() if before is not None and failed_before else []
    notes = [line for line in told if not line.startswith(_beginning(checked))]
    if outcome.level is not LabelLevel.COMPLIANT:
        has_photo = bool(inspections.photos_by_item(act, inspection_id).get(item.id))
        require([] if has_photo else [Problem(item.id, Code.PHOTO_MISSING)])
        notes.append(_finding(act, checked))
    if notes == told and before is not None:
        return visit, outcome
    code = AnswerCode.NONCONFORM if notes else AnswerCode.CONFORM
    given = Answer(code=code, note="\n".join(notes), answered_at=act.now)
    return inspections.answer(act, inspection_id, item.id, given), outcome


def _contradictions(act: Acting, checked: Checked) -> list[Problem]:
    """A date of production that is still to come (提前标注), and a QS number on goods that may bear none any more."""
    found = []
    if checked.produced > act.today and Serious.FALSE_DATE not in checked.serious:
        found.append(Problem(DATED, Code.DATE_FUTURE))
    maker = food_production_licence(checked.product.licence_no or "")
    if Code.OLD_QS in maker.codes and not qs_allowed(checked.produced):
        found.append(Problem(LICENSED, Code.OLD_QS))
    return [each for each in found if checked.answers.get(each.field) is AnswerCode.CONFORM]


def item_on_labels(form: ChecklistForm) -> Item | None:
    """The item of a visit's list that is about labels; None: its operators sell nothing that is labelled as food."""
    return next((item for item in form.items if any((b.law, b.art) == ON_LABELS for b in item.basis)), None)


def _finding(act: Acting, checked: Checked) -> str:
    """In the words of the list, for the papers of the visit."""
    asked = steps(act, checked.produced, checked.edition)
    failed = [item for item in asked if checked.answers.get(item.id) is AnswerCode.NONCONFORM]
    return plain_text("label_finding", goods=_goods(checked), failed=failed, serious=sorted(checked.serious))


def _beginning(checked: Checked) -> str:
    """Of whatever finding on these goods."""
    return plain_text("label_finding", goods=_goods(checked), failed=(), serious=()).rstrip("。")


def _goods(checked: Checked) -> str:
    return " ".join(filter(None, (checked.product.name, checked.product.specification, checked.batch_no)))


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
