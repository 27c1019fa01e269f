"""Labels are looked at item by item; what is wrong with two products is one finding of the visit, with its photo."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from inspector_app.domain.label_defects import DefectReason, Judgement, LabelLevel, Serious
from inspector_app.domain.labels import LabelRules, PlainLabel
from inspector_app.domain.problems import Code
from inspector_app.records.inspections import AnswerCode, Inspection
from inspector_app.services import inspections, label_checks, rules
from inspector_app.services.acting import Refused
from inspector_app.services.label_checks import Checked
from tests import factories
from tests.replica_fixtures import Laptop

ITEM = "RS-E05"
SLIGHT = Judgement(DefectReason.TYPE, touches_safety=False, at_fault=False, misleads=False)


class Shelf:
    """A visit to a village store."""

    def __init__(self, laptop: Laptop) -> None:
        self.laptop = laptop
        with laptop.acting() as act:
            self.visit: Inspection = inspections.start(act, laptop.shop.id)
            self.short = label_checks.steps(act, date(2026, 3, 1), short=True)

    def checked(self, name: str, *failed: str, **fields: Any) -> Checked:
        answers = {item.id: AnswerCode.CONFORM for item in self.short} | dict.fromkeys(failed, AnswerCode.NONCONFORM)
        return Checked(factories.product(name=name), date(2026, 3, 1), answers, **fields)

    def write(self, checked: Checked) -> LabelLevel:
        with self.laptop.acting() as act:
            _, outcome = label_checks.write(act, self.visit.id, checked)
        return outcome.level

    def photographed(self) -> None:
        self.laptop.receive(factories.photo_of(self.visit.id, ITEM, device_id=self.laptop.device_id))

    def answer(self) -> tuple[AnswerCode, list[str]] | None:
        with self.laptop.acting() as act:
            given = act.get(Inspection, self.visit.id).answers.get(ITEM)
        return None if given is None else (given.code, given.note.splitlines())


@pytest.fixture
def shelf(laptop: Laptop) -> Shelf:
    return Shelf(laptop)


def test_l_12_two_products_become_one_finding_with_photos(shelf: Shelf) -> None:
    assert len(shelf.short) <= 13  # a dozen answers a product
    with pytest.raises(Refused) as refused:
        shelf.write(shelf.checked("云露酸奶", "LB-E01"))
    assert [(each.field, each.code) for each in refused.value.problems] == [(ITEM, Code.PHOTO_MISSING)]
    shelf.photographed()
    assert shelf.write(shelf.checked("云露酸奶", "LB-E01", "LB-D01", batch_no="20260301")) is LabelLevel.VIOLATION
    assert shelf.write(shelf.checked("清河挂面", "LB-E02", serious=[Serious.EXPIRED])) is LabelLevel.SERIOUS
    given = shelf.answer()
    assert given is not None
    code, notes = given
    assert (code, len(notes)) == (AnswerCode.NONCONFORM, 2)
    assert all(word in notes[0] for word in ("云露酸奶", "20260301", "LB-E01", "LB-D01", "生产日期"))
    assert "清河挂面" in notes[1]
    with shelf.laptop.acting() as act:
        inspections.conform_all_but_answered(act, shelf.visit.id)
        missing = {each.field for each in inspections.unfinished(act, act.get(Inspection, shelf.visit.id))}
    assert ITEM not in missing  # remark and photo are there


def test_a_label_in_order_answers_the_item_and_takes_back_nothing(shelf: Shelf) -> None:
    assert shelf.write(shelf.checked("清河挂面")) is LabelLevel.COMPLIANT
    assert shelf.answer() == (AnswerCode.CONFORM, [])
    shelf.photographed()
    shelf.write(shelf.checked("云露酸奶", "LB-E01"))
    shelf.write(shelf.checked("清河挂面"))
    given = shelf.answer()
    assert given is not None
    assert given[0] is AnswerCode.NONCONFORM


def test_a_slight_fault_is_a_defect_only_when_somebody_judged_it(shelf: Shelf) -> None:
    shelf.photographed()
    assert shelf.write(shelf.checked("云露酸奶", "LB-A02")) is LabelLevel.VIOLATION
    assert shelf.write(shelf.checked("云露酸奶", "LB-A02", judged={"LB-A02": SLIGHT})) is LabelLevel.DEFECT


def test_a_key_item_that_nobody_looked_at_stops_the_judgement(shelf: Shelf) -> None:
    checked = Checked(factories.product(), date(2026, 3, 1), {"LB-A01": AnswerCode.CONFORM})
    with pytest.raises(Refused) as refused:
        shelf.write(checked)
    assert {each.code for each in refused.value.problems} == {Code.UNANSWERED}
    assert len(refused.value.problems) == len(shelf.short) - 1


def test_the_steps_are_those_of_the_edition_of_the_day(laptop: Laptop) -> None:
    with laptop.acting() as act:
        old, new = (
            {item.id for item in label_checks.steps(act, day)} for day in (date(2027, 3, 15), date(2027, 3, 16))
        )
    assert old - new == {"LB-A04", "LB-C02"}  # type sizes of 2011


def test_a_pack_that_follows_the_new_edition_early_is_judged_by_it(laptop: Laptop) -> None:
    early, new = date(2026, 3, 1), "GB 7718-2025"
    with laptop.acting() as act:
        assert label_checks.accepted(act, early) == ["GB 7718-2011", new]
        by_2025 = {item.id for item in label_checks.steps(act, early, new)}
        assert by_2025 == {item.id for item in label_checks.steps(act, date(2027, 3, 16))}
        answers = {item.id: AnswerCode.CONFORM for item in label_checks.steps(act, early, new)}
        checked = Checked(factories.product(), early, answers, edition=new)
        assert label_checks.judge(act, checked).level is LabelLevel.COMPLIANT
        with pytest.raises(Refused) as refused:
            label_checks.judge(act, replace(checked, produced=date(2025, 3, 15)))
    assert [(each.field, each.code) for each in refused.value.problems] == [("edition", Code.OTHER_SUBJECT)]


def test_goods_of_before_the_first_edition_are_judged_by_that(laptop: Laptop) -> None:
    with laptop.acting() as act:
        assert label_checks.steps(act, date(2010, 1, 1)) == label_checks.steps(act, date(2024, 1, 1))


def test_an_edition_that_hq_publishes_holds_from_its_day(laptop: Laptop, publish: Any) -> None:
    """HQ puts the day off from which goods may follow the new edition."""
    new = rules.latest(LabelRules)
    publish(new, accepted_from=date(2026, 6, 1))
    with laptop.acting() as act:
        assert label_checks.accepted(act, date(2026, 3, 1)) == ["GB 7718-2011"]
        assert label_checks.accepted(act, date(2026, 6, 1)) == ["GB 7718-2011", new.edition]


def test_what_is_checked_again_is_said_anew_and_not_twice(shelf: Shelf) -> None:
    shelf.photographed()
    other = shelf.checked("云露酸奶饮料", "LB-E02")
    for checked in (other, shelf.checked("云露酸奶", "LB-E01"), shelf.checked("云露酸奶", "LB-E01"), other):
        shelf.write(checked)
    given = shelf.answer()
    assert given is not None
    assert len(given[1]) == 2
    shelf.write(shelf.checked("云露酸奶", "LB-E02"))
    given = shelf.answer()
    assert given is not None
    assert ["LB-E01" in line for line in given[1]] == [False, False]
    shelf.write(shelf.checked("云露酸奶"))
    shelf.write(shelf.checked("云露酸奶饮料"))
    assert shelf.answer() == (AnswerCode.CONFORM, [])


def test_a_list_without_an_item_on_labels_takes_no_label(laptop: Laptop) -> None:
    canteen = factories.checklist("small-catering")
    form = inspections.lists.parse(canteen.body)
    assert label_checks.item_on_labels(form) is None


def test_a_date_still_to_come_and_an_old_qs_number_are_not_called_in_order(shelf: Shelf) -> None:
    def contradicted(checked: Checked) -> list[tuple[str, Code]]:
        with pytest.raises(Refused) as refused:
            shelf.write(checked)
        return [(each.field, each.code) for each in refused.value.problems]

    to_come = date(2026, 3, 19)
    fine = shelf.checked("云露酸奶")
    assert contradicted(replace(fine, produced=to_come)) == [("LB-E01", Code.DATE_FUTURE)]
    old = replace(fine, product=fine.product.changed(licence_no="QS990101010001"))
    assert contradicted(old) == [("LB-D02", Code.OLD_QS)]
    shelf.photographed()
    assert shelf.write(replace(fine, produced=to_come, serious=[Serious.FALSE_DATE])) is LabelLevel.SERIOUS
    failed = {**old.answers, "LB-D02": AnswerCode.NONCONFORM}
    assert shelf.write(replace(old, answers=failed)) is LabelLevel.VIOLATION


def test_sizes_follow_the_edition_of_the_pack(laptop: Laptop) -> None:
    with laptop.acting() as act:
        first, second = label_checks.accepted(act, date(2026, 3, 1))
        sizes = label_checks.least_sizes(act, date(2026, 3, 1), 36, 500, first)
        assert (sizes.letters, sizes.net_content) == (18, 40)
        assert label_checks.least_sizes(act, date(2026, 3, 1), 35, 500).letters is None
        assert label_checks.least_sizes(act, date(2026, 3, 1), 36, 500, second).letters is None
        with pytest.raises(Refused):
            label_checks.least_sizes(act, date(2026, 3, 1), 36, 500, "GB 7718-1994")


def test_containers_of_bulk_food_and_labels_of_workshops_have_rules_of_their_own(laptop: Laptop) -> None:
    shown = {"name", "batch_no", "shelf_life", "operator_name"}
    with laptop.acting() as act:
        assert label_checks.missing_on_plain(act, PlainLabel.BULK_SALE, shown) == (
            "operator_address", "operator_contact",
        )  # fmt: skip
        assert "registration_number" in label_checks.missing_on_plain(act, PlainLabel.WORKSHOP, shown)
