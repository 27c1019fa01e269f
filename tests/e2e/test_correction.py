"""Two officers correct one signed visit apart from each other: one is approved, and everywhere it is the same visit."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector_app.hq import desk, users
from inspector_app.hq.office import Office
from inspector_app.records.inspections import Amendment, FindingAction, Inspection, InspectionState
from inspector_app.records.people import Role
from inspector_app.services import corrections, inspections
from inspector_app.services.acting import Refused
from inspector_app.services.statistics import Period, sheet
from inspector_app.storage import corrections as stored
from inspector_app.storage import inspections as visits
from inspector_app.storage import sync_state
from sync.record import new_id
from tests.e2e.visit import acting, completed_visit, fail, registered_shop, seal
from tests.running_hq import PASSWORD, FieldLaptop, clock, enrolled, file_for, make_office, serving


def corrected(laptop: FieldLaptop, visit_id: str, remark: str) -> str:
    with acting(laptop) as act:
        draft = corrections.amend(act, visit_id, "记录有误")
        inspections.change(act, draft.id, remark=remark)
        inspections.complete(act, draft.id)
        return seal(act, draft.id).id


def decided(office: Office, visit_id: str, action: str, reason: str = "") -> None:
    amendment = office.one(Amendment, inspection_id=visit_id)
    assert amendment is not None
    desk.step(office, "lead", "amendment", amendment.id, action, {}, reason, clock)


def test_two_corrections_made_apart_are_one_visit_on_both_laptops(tmp_path: Path) -> None:
    office = make_office(tmp_path / "hq")
    lead = users.named(office, "wang").changed(id=new_id(), username="lead", role=Role.TEAM_LEAD)
    users.add(office, lead, PASSWORD, clock())
    with serving(office) as port:
        wang, li = (enrolled(tmp_path / name, file_for(office, port, name), name) for name in ("wang", "li"))
        shop = registered_shop(wang)
        visit_id = completed_visit(wang)
        with acting(wang) as act:
            inspections.reopen(act, visit_id)
            form = inspections.form_of(act, act.get(Inspection, visit_id))
            demanding = [each for each in form.items if FindingAction.RECTIFY in {a.do for a in each.on_nonconform}]
            fail(act, visit_id, demanding[0].id)
            inspections.complete(act, visit_id)
            first = seal(act, visit_id)
        for laptop in (wang, li):
            assert laptop.sync().problem is None
        by_wang, by_li = (corrected(each, visit_id, name) for each, name in ((wang, "王"), (li, "李")))
        for laptop in (wang, li, wang):
            assert laptop.sync().problem is None
        for laptop in (wang, li):
            with acting(laptop) as act:
                counting = visits.signed_of(act.session, shop.id)
            assert [each.id for each in counting] == [visit_id], "nobody has approved anything"
        decided(office, by_li, "approve")
        with pytest.raises(Refused):
            decided(office, by_wang, "approve")
        decided(office, by_wang, "reject", "已有更正")
        for laptop in (wang, li):
            assert laptop.sync().problem is None
        for laptop in (wang, li):
            with acting(laptop) as act:
                told = [each.id for each in stored.versions(act.session, visit_id)]
                (order,) = visits.rectifications_of(act.session, shop.id)
                month = sheet(act.session, Period(act.today, act.today, act.today))
                counting = visits.signed_of(act.session, shop.id)
                assert sync_state.refused(act.session) == []
            assert told == [by_wang, visit_id, by_li]
            assert [(each.id, each.state) for each in counting] == [(by_li, InspectionState.SIGNED)]
            assert counting[0].completed_at == first.completed_at
            assert order.inspection_id == visit_id
            assert month.number("visits").total == 1
            laptop.close()
    office.close()
