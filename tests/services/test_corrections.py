"""A signed visit is never changed: a correction is a new version, and what differs is shown with before and after."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import DatabaseError

from inspector_app.domain.local_time import local_date
from inspector_app.domain.problems import Code
from inspector_app.records.credit import CreditEntry
from inspector_app.records.inspections import (
    Amendment,
    AmendmentState,
    Answer,
    AnswerCode,
    Inspection,
    InspectionState,
)
from inspector_app.records.oversight import Access, AccessLog
from inspector_app.services import corrections, credit_files, inspections
from inspector_app.services.acting import Refused
from inspector_app.services.statistics import Period, sheet
from inspector_app.storage.corrections import replaced, standing, versions
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


def corrected(laptop: Laptop, visit: Inspection, state: AmendmentState = AmendmentState.APPROVED) -> Inspection:
    """A signed correction by the second officer, and what a lead said of it."""
    with laptop.acting(laptop.li) as act:
        draft = corrections.amend(act, visit.id, "漏记一项")
    told = {"RS-A01": answer(AnswerCode.CONFORM, at=9), "RS-A02": answer(AnswerCode.NONCONFORM, "过期三袋", 9)}
    version = draft.changed(
        state=InspectionState.SIGNED, signed_at=laptop.now, answers=told, result="NONCONFORM", remark="已更正"
    )
    asked = factories.any_of(Amendment, operator_id=version.operator_id, inspection_id=version.id, state=state)
    laptop.receive(version, asked)
    return version


def test_b_10_a_change_of_a_signed_visit_is_shown_with_before_and_after(laptop: Laptop, visit: Inspection) -> None:
    version = corrected(laptop, visit)
    with laptop.sessions() as session:
        for named in (visit.id, version.id):
            assert versions(session, named) == [visit, version]
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


def test_of_two_corrections_made_out_of_reach_the_one_signed_last_counts(laptop: Laptop, visit: Inspection) -> None:
    """Also when one of them was corrected again: everybody counts one visit, and the same one."""
    month = Period(local_date(visit.started_at), local_date(laptop.now), local_date(laptop.now))

    def counting() -> tuple[str, int, list[str]]:
        with laptop.sessions() as session:
            told = versions(session, visit.id)
            file = credit_files.open_file(session, laptop.shop.id, month.today, laptop.shop.division_code)
            stands = {replaced(session)[each.id] for each in told[:-1]}
            assert stands == {told[-1].id} == {each.id for each in file.visits}
            assert [each.source_id for each in file.entries] == [told[-1].id]
            return told[-1].id, sheet(session, month).number("visits").total, [each.id for each in told]

    first, second = (factories.correction(visit, laptop.now + n) for n in (2, 1))
    laptop.receive(second, first)
    assert counting() == (first.id, 1, [visit.id, second.id, first.id])
    third = factories.correction(second, laptop.now + 3)
    laptop.receive(third)
    assert counting() == (third.id, 1, [visit.id, second.id, first.id, third.id])
    with pytest.raises(Refused) as refused, laptop.acting() as act:
        corrections.amend(act, first.id, "已被取代")
    assert [each.code for each in refused.value.problems] == [Code.ONLY_ONCE]
    with laptop.sessions() as session:
        told = corrections.history(session, visit.id)
    assert [(each.version.id, each.version.supersedes) for each in told] == [
        (second.id, visit.id), (first.id, visit.id), (third.id, second.id),
    ]  # fmt: skip


def test_a_corrected_visit_stays_in_its_month_and_on_its_day_of_credit(laptop: Laptop, visit: Inspection) -> None:
    bad = visit.changed(result="NONCONFORM")
    laptop.receive(bad)
    days = local_date(visit.started_at), local_date(laptop.now) + timedelta(days=60)
    then = Period(days[0], days[0], days[1])
    laptop.receive(factories.correction(bad, laptop.now + 60 * 24 * 60 * factories.MINUTE))
    with laptop.sessions() as session:
        assert sheet(session, then).number("visits_nonconform").total == 1
        assert sheet(session, Period(days[1], days[1], days[1])).number("visits").total == 0
        file = credit_files.open_file(session, laptop.shop.id, days[1], laptop.shop.division_code)
    assert [each.on for each in file.entries] == [days[0]]


def test_what_hq_entered_for_a_version_is_not_counted_beside_the_correction(laptop: Laptop, visit: Inspection) -> None:
    bad = visit.changed(result="NONCONFORM")
    by_hand = factories.any_of(
        CreditEntry, operator_id=laptop.shop.id, event="INSPECTION_NONCONFORM", source_id=visit.id,
        source_kind="inspection", happened_on=date(2026, 3, 1),
    )  # fmt: skip
    version = factories.correction(bad, laptop.now)
    laptop.receive(bad, by_hand, version)
    with laptop.sessions() as session:
        file = credit_files.open_file(session, laptop.shop.id, date(2026, 3, 18), laptop.shop.division_code)
    assert [(each.on, each.source_id) for each in file.entries] == [(date(2026, 3, 1), version.id)]


@pytest.mark.parametrize(
    ("state", "counting", "bad"),
    [(AmendmentState.PROPOSED, 0, 0), (AmendmentState.REJECTED, 0, 0), (AmendmentState.APPROVED, 1, 1), (None, 0, 0)],
)
def test_a_correction_counts_from_its_approval_on(
    laptop: Laptop, visit: Inspection, state: AmendmentState | None, counting: int, bad: int
) -> None:
    """Also where the approval has not arrived, or its row was voided: the one before stands meanwhile."""
    version = corrected(laptop, visit, state or AmendmentState.APPROVED)
    with laptop.sessions() as session:
        (asked,) = records(session, Amendment, columns(Amendment))
    if state is None:
        laptop.receive(asked.changed(voided_at=1, void_reason="误"))
    pair = [visit, version]
    with laptop.sessions() as session:
        day = local_date(visit.started_at)
        month = sheet(session, Period(day, day, day))
        assert standing(session, visit.id) == standing(session, version.id) == pair[counting]
        assert replaced(session) == {pair[1 - counting].id: pair[counting].id}
        assert (month.number("visits").total, month.number("visits_nonconform").total) == (1, bad)
        (told,) = corrections.history(session, visit.id)
    assert told.version == version, "what was proposed is shown all the same"


def test_after_a_refusal_another_correction_may_be_made(laptop: Laptop, visit: Inspection) -> None:
    waiting = corrected(laptop, visit, AmendmentState.PROPOSED)
    with laptop.sessions() as session:
        (asked,) = records(session, Amendment, columns(Amendment))
    with pytest.raises(Refused) as refused, laptop.acting() as act:
        corrections.amend(act, visit.id, "再改")
    assert [each.code for each in refused.value.problems] == [Code.ONLY_ONCE]
    laptop.receive(asked.changed(state=AmendmentState.REJECTED))
    second = corrected(laptop, visit)
    with laptop.sessions() as session:
        assert versions(session, visit.id) == [waiting, visit, second]
        assert [each.version.id for each in corrections.history(session, visit.id)] == [second.id, waiting.id]
