"""The sign and the grade of a year follow from stored answers: reckoned again they are what was printed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtGui import QTextDocument

from inspector_app.documents.faces import face
from inspector_app.domain.checklists import parse
from inspector_app.domain.grading import GradingRules, VisitGrade
from inspector_app.domain.local_time import CHINA, instant
from inspector_app.domain.problems import Code
from inspector_app.domain.scoring import ScoringRules
from inspector_app.records.credit import Grade, GradeKind
from inspector_app.records.inspections import Answer, AnswerCode, Inspection, InspectionType
from inspector_app.records.measures import PenaltyKind, SpotPenalty
from inspector_app.records.notices import Publication, PublicationKind, PublicationState
from inspector_app.records.operators import LicenceType, Operator, OperatorKind
from inspector_app.records.reference import Checklist
from inspector_app.services import catering_grades
from inspector_app.services.acting import Refused
from inspector_app.services.rules import rule
from tests import factories
from tests.replica_fixtures import Laptop

TODAY = date(2026, 3, 18)


@pytest.fixture
def diner(laptop: Laptop) -> Operator:
    """A small restaurant, licensed for years."""
    made = factories.operator(name="石桥小饭馆", operator_kind=OperatorKind.SMALL_CATERING)
    laptop.receive(
        made,
        factories.licence(made.id, licence_type=LicenceType.FOOD_OPERATION, valid_from=date(2022, 1, 1)),
    )
    return made


@pytest.fixture
def checklist(laptop: Laptop) -> Checklist:
    made = factories.checklist("small-catering")
    laptop.receive(made)
    return made


def visit(
    laptop: Laptop, shop: Operator, listed: Checklist, on: date, failed: int, keys: int = 0, **fields: Any
) -> Inspection:
    """A signed visit in which so many general items failed, and so many key ones."""
    items = parse(listed.body).items
    bad = {item.id for item in [i for i in items if not i.key][:failed]} | {
        i.id for i in [i for i in items if i.key][:keys]
    }
    at = instant(datetime(on.year, on.month, on.day, 10, tzinfo=CHINA))
    answers = {
        item.id: Answer(
            code=AnswerCode.NONCONFORM if item.id in bad else AnswerCode.CONFORM, note="不符合", answered_at=at
        )
        for item in items
    }
    values = {"started_at": at, "signed_at": at, "answers": answers, "score": None} | fields
    made = factories.visit(
        shop, laptop.wang, laptop.device_id, checklist_id=listed.id, checklist_sha256=listed.sha256, **values
    )
    laptop.receive(made)
    return made


def graded(laptop: Laptop, seen: Inspection) -> Grade:
    with laptop.acting() as act:
        return catering_grades.grade_visit(act, seen.id)


def yearly(laptop: Laptop, shop: Operator) -> Grade:
    with laptop.acting() as act:
        return catering_grades.grade_year(act, shop.id)


def words(html: str) -> str:
    document = QTextDocument()
    document.setHtml(html)
    return "".join(document.toPlainText().split())


def test_b_5_a_history_of_twelve_months_gives_the_expected_grade(
    laptop: Laptop, diner: Operator, checklist: Checklist
) -> None:
    """The visit of fourteen months ago, the spot check and the replaced version do not count."""
    visit(laptop, diner, checklist, date(2025, 1, 10), 30)
    good = visit(laptop, diner, checklist, date(2025, 6, 2), 0)
    visit(laptop, diner, checklist, date(2025, 9, 1), 30, inspection_type=InspectionType.SPOT)
    wrong = visit(laptop, diner, checklist, date(2025, 12, 1), 30)
    middling = visit(laptop, diner, checklist, date(2025, 12, 1), 10, supersedes=wrong.id)
    given = yearly(laptop, diner)
    scores = [facts["score"] for code, facts in given.parts["lines"] if code == "VISIT"]
    assert len(scores) == 2
    assert scores[0] == 100
    assert given.score == (sum(scores) + 1) // 2
    assert given.inspection_ids == (good.id, middling.id)
    assert (given.grade, given.year) == ("A" if (given.score or 0) >= 90 else "B", 2026)


@pytest.mark.parametrize(("failed", "keys"), [(0, 0), (3, 0), (8, 1), (0, 2), (25, 3)])
def test_the_printed_grade_is_reproduced_from_the_stored_answers(
    laptop: Laptop, diner: Operator, checklist: Checklist, failed: int, keys: int
) -> None:
    seen = visit(laptop, diner, checklist, TODAY - timedelta(days=1), failed, keys)
    given = graded(laptop, seen)
    year = yearly(laptop, diner)
    with laptop.acting() as act:
        assert catering_grades.again(act, act.get(Grade, given.id)) == given.grade
        assert catering_grades.again(act, act.get(Grade, year.id)) == year.grade
    assert (given.grade == catering_grades.NONE) == (keys >= 2)
    if not failed + keys:
        assert (given.grade, given.score, year.grade) == ("EXCELLENT", 100, "A")


def test_a_grade_is_reckoned_again_by_the_rules_that_gave_it(
    laptop: Laptop, diner: Operator, checklist: Checklist, publish: Any
) -> None:
    """HQ publishes another scoring of the same day since: one failed key item leaves ten points."""
    seen = visit(laptop, diner, checklist, TODAY - timedelta(days=1), 8, 1)
    given, year = graded(laptop, seen), yearly(laptop, diner)
    scoring = rule(ScoringRules, TODAY)
    publish(scoring, caps=(scoring.caps[0].model_copy(update={"key_failed": 1, "highest": 10}),))
    publish(rule(GradingRules, TODAY, diner.division_code), source="另一版")
    assert graded(laptop, seen).score == 10
    assert given.score != 10
    with laptop.acting() as act:
        assert catering_grades.again(act, given) == given.grade
        assert catering_grades.again(act, year) == year.grade


def test_a_visit_that_was_corrected_since_leads_to_no_sign(
    laptop: Laptop, diner: Operator, checklist: Checklist
) -> None:
    seen = visit(laptop, diner, checklist, TODAY, 0)
    version = factories.correction(seen, laptop.now + 1)
    laptop.receive(version)
    with pytest.raises(Refused) as refused:
        graded(laptop, seen)
    assert [each.code for each in refused.value.problems] == [Code.CHANGED_SINCE]
    assert graded(laptop, version).inspection_ids == (version.id,)


def test_other_answers_give_another_grade(laptop: Laptop, diner: Operator, checklist: Checklist) -> None:
    seen = visit(laptop, diner, checklist, TODAY, 0)
    given = graded(laptop, seen)
    answers = {item: each.model_copy(update={"code": AnswerCode.NONCONFORM}) for item, each in seen.answers.items()}
    laptop.receive(seen.changed(answers=answers))
    with laptop.acting() as act:
        assert catering_grades.again(act, given) == catering_grades.NONE != given.grade


def test_what_happened_since_does_not_change_a_grade_that_was_given(
    laptop: Laptop, diner: Operator, checklist: Checklist
) -> None:
    seen = visit(laptop, diner, checklist, TODAY, 0)
    given = graded(laptop, seen)
    fine = {"operator_id": diner.id, "penalty_kind": PenaltyKind.FINE, "decided_at": laptop.now - 60_000_000}
    laptop.receive(factories.any_of(SpotPenalty, **fine))
    with laptop.acting() as act:
        assert catering_grades.again(act, given) == given.grade == "EXCELLENT"
    assert graded(laptop, seen).grade == catering_grades.NONE, "graded anew, the penalty pauses it"


def test_the_sign_shows_the_face_of_the_last_visit_and_the_grade_of_the_year(
    laptop: Laptop, diner: Operator, checklist: Checklist, qapp: object
) -> None:
    def sign() -> str:
        with laptop.acting() as act:
            return catering_grades.sign(act, diner.id, demo=False).html

    assert "尚未评定" in words(sign())
    graded(laptop, visit(laptop, diner, checklist, TODAY - timedelta(days=30), 0))
    yearly(laptop, diner)
    shown = sign()
    assert "石桥小饭馆" in words(shown)
    assert "动态等级：优秀（大笑）年度等级：A级" in words(shown)
    assert face(VisitGrade.EXCELLENT).url in shown
    graded(laptop, visit(laptop, diner, checklist, TODAY, 0, 2))
    assert "整改中年度等级：A级" in words(sign())


def test_the_faces_differ_without_their_colours(qapp: object) -> None:
    from PySide6.QtGui import QImage

    def ink(grade: VisitGrade | None) -> list[bool]:
        import base64

        image = QImage.fromData(base64.b64decode(face(grade).url.partition(",")[2]))
        return [image.pixelColor(x, y).lightness() < 100 for x in range(100, 500, 10) for y in range(150, 560, 10)]

    drawn = [ink(grade) for grade in (*VisitGrade, None)]
    assert all(one != other for n, one in enumerate(drawn) for other in drawn[n + 1 :])


def test_only_caterers_are_graded_so_and_only_by_whole_signed_visits(
    laptop: Laptop, diner: Operator, checklist: Checklist
) -> None:
    store = visit(laptop, laptop.shop, checklist, TODAY, 0)
    with pytest.raises(Refused) as refused:
        graded(laptop, store)
    assert [each.code for each in refused.value.problems] == [Code.NOT_GRADED]
    for fields in ({"inspection_type": InspectionType.SPOT}, {"signed_at": None, "state": "COMPLETED"}):
        with pytest.raises(Refused):
            graded(laptop, visit(laptop, diner, checklist, TODAY, 0, **fields))


def test_the_list_of_the_well_rated_uses_published_grades_only(laptop: Laptop, diner: Operator) -> None:
    def grade(shop: Operator, value: str, on: date) -> Grade:
        fields = {"operator_id": shop.id, "grade_kind": GradeKind.ANNUAL, "grade": value, "valid_from": on}
        return factories.any_of(Grade, **fields)

    def published(of: Grade, state: PublicationState = PublicationState.RELEASED, **fields: Any) -> Publication:
        values = {"operator_id": of.operator_id, "subject_kind": "grade", "subject_id": of.id, "state": state}
        return factories.any_of(Publication, publication_kind=PublicationKind.GRADE, **values | fields)

    def listed(on: date = TODAY, division: str = factories.COUNTY) -> list[tuple[str, str]]:
        with laptop.sessions() as session:
            return [(shop.name, each.grade) for shop, each in catering_grades.well_rated(session, division, on)]

    quiet, fallen = factories.operator(name="甲饭店"), factories.operator(name="乙饭店")
    first, better = grade(diner, "A", date(2026, 1, 1)), grade(quiet, "A", date(2026, 1, 1))
    up, down = grade(fallen, "A", date(2025, 1, 1)), grade(fallen, "B", date(2026, 1, 1))
    laptop.receive(quiet, fallen, first, better, up, down)
    assert listed() == []
    laptop.receive(published(first, shown_until=TODAY), published(better, PublicationState.APPROVED), published(up))
    assert sorted(listed()) == [("乙饭店", "A"), ("石桥小饭馆", "A")]
    laptop.receive(published(down), published(better, PublicationState.WITHDRAWN))
    assert listed() == [("石桥小饭馆", "A")]
    assert listed(TODAY + timedelta(days=1)) == []
    assert listed(division="990102") == []
