"""A signed visit is never changed: a correction is a new version, and what differs is shown with before and after."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import DatabaseError

from inspector_app.domain.problems import Code
from inspector_app.records.inspections import Answer, AnswerCode, Inspection, InspectionState
from inspector_app.records.oversight import Access, AccessLog
from inspector_app.services import corrections, credit_files, inspections
from inspector_app.services.acting import Refused
from inspector_app.services.statistics import Period, sheet
from inspector_app.storage.rows import columns, records
from tests import factories
from tests.replica_fixtures import Laptop


def answer(code: AnswerCode, note: str = "", at: int = 1) -> Answer:
    return Answer(code=code, note=note, answered_at=at)


@pytest.fixture
def visit(laptop: Laptop) -> Inspection:
    """Signed yesterday."""
    at = laptop.now - 24 * 60 * factories.MINUTE
    answers = {"RS-A01": answer(AnswerCode.CONFORM), "RS-A02": answer(AnswerCode.CONFORM)}
    made = factories.visit(laptop.shop, laptop.wang, laptop.device_id, started_at=at, signed_at=at, answers=answers)
    laptop.receive(made)
    return made


def corrected(laptop: Laptop, visit: Inspection) -> Inspection:
    """A signed correction by the second officer."""
    with laptop.acting(laptop.li) as act:
        draft = corrections.amend(act, visit.id, "漏记一项")
    told = {"RS-A01": answer(AnswerCode.CONFORM, at=9), "RS-A02": answer(AnswerCode.NONCONFORM, "过期三袋", 9)}
    version = draft.changed(
        state=InspectionState.SIGNED, signed_at=laptop.now, answers=told, result="NONCONFORM", remark="已更正"
    )
    laptop.receive(version)
    return version


def test_b_10_a_change_of_a_signed_visit_is_shown_with_before_and_after(laptop: Laptop, visit: Inspection) -> None:
    version = corrected(laptop, visit)
    with laptop.sessions() as session:
        for named in (visit.id, version.id):
            assert corrections.versions(session, named) == [visit, version]
            (correction,) = corrections.history(session, named)
    assert (correction.version.author_id, correction.version.signed_at) == (laptop.li.id, laptop.now)
    assert correction.version.amend_reason == "漏记一项"
    changed = {each.field: (each.before, each.after) for each in correction.changes}
    assert changed.pop("inspectors")[0][0]["name"] == laptop.wang.name
    before, after = changed.pop("answers.RS-A02")
    assert (before["code"], after["code"], after["note"]) == ("CONFORM", "NONCONFORM", "过期三袋")
    assert changed == {"remark": ("", "已更正"), "result": ("CONFORM", "NONCONFORM"), "score": (100, None)}


def test_b_10_the_signed_version_stays_as_it_is(laptop: Laptop, visit: Inspection) -> None:
    corrected(laptop, visit)
    with laptop.acting() as act, pytest.raises(Refused):
        inspections.change(act, visit.id, remark="改")
    with laptop.sessions.begin() as session, pytest.raises(DatabaseError):
        session.connection().exec_driver_sql("UPDATE inspection SET remark = '改'")
    with laptop.acting() as act:
        assert act.get(Inspection, visit.id) == visit


def test_a_correction_begins_with_what_was_signed_and_is_logged(laptop: Laptop, visit: Inspection) -> None:
    with laptop.acting(laptop.li) as act:
        draft = corrections.amend(act, visit.id, " 漏记一项 ")
        (entry,) = records(act.session, AccessLog, columns(AccessLog))
    assert (draft.answers, draft.started_at, draft.state) == (
        visit.answers,
        visit.started_at,
        InspectionState.IN_PROGRESS,
    )
    assert [each.user_id for each in draft.inspectors] == [laptop.li.id, laptop.wang.id]
    assert (draft.signed_at, draft.content_sha256, draft.result) == (None, None, None)
    assert (entry.access, entry.entity_id, entry.reason) == (Access.AMEND, visit.id, "漏记一项")


def test_photos_of_the_version_before_count(laptop: Laptop, visit: Inspection) -> None:
    laptop.receive(factories.photo_of(visit.id, "RS-A01"))
    with laptop.acting() as act:
        draft = corrections.amend(act, visit.id, "漏记一项")
        assert inspections.photos_by_item(act, draft.id) == {"RS-A01": 1}


def test_a_correction_has_a_reason_and_one_follows_the_other(laptop: Laptop, visit: Inspection) -> None:
    with pytest.raises(Refused) as refused, laptop.acting() as act:
        corrections.amend(act, visit.id, "  ")
    assert [each.code for each in refused.value.problems] == [Code.REASON_NEEDED]
    version = corrected(laptop, visit)
    with pytest.raises(Refused) as refused, laptop.acting() as act:
        corrections.amend(act, visit.id, "再改")
    assert [each.code for each in refused.value.problems] == [Code.ONLY_ONCE]
    with laptop.acting() as act:
        draft = corrections.amend(act, version.id, "再改")
        assert draft.supersedes == version.id
    with pytest.raises(Refused), laptop.acting() as act:
        corrections.amend(act, draft.id, "尚未签字")


def test_of_several_versions_the_last_one_counts(laptop: Laptop, visit: Inspection) -> None:
    corrected(laptop, visit)
    with laptop.acting() as act:
        month = sheet(act.session, Period(act.today.replace(day=1), act.today, act.today))
        file = credit_files.open_file(act.session, laptop.shop.id, act.today, laptop.shop.division_code)
    assert (month.number("visits").total, month.number("visits_nonconform").total) == (1, 1)
    assert [entry.event for entry in file.entries] == ["INSPECTION_NONCONFORM"]
    assert len([each for each in file.happenings if isinstance(each.record, Inspection)]) == 2
