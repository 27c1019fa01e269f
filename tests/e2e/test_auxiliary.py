"""Auxiliary staff registers a shop on its round: headquarters takes it, and an officer verifies it."""

from __future__ import annotations

from pathlib import Path

from inspector_app.hq import users
from inspector_app.hq.office import Office
from inspector_app.records.operators import Operator, OperatorStatus, Person
from inspector_app.records.people import Role
from inspector_app.records.register import DuplicateDecision, DuplicateVerdict, Registration
from inspector_app.records.steps import Step
from inspector_app.services import duplicates, registration
from inspector_app.storage import operators, sync_state
from sync.record import new_id
from tests import factories
from tests.e2e.visit import acting, registered_shop
from tests.running_hq import PASSWORD, FieldLaptop, clock, enrolled, file_for, make_office, serving


def refused(laptop: FieldLaptop) -> list[str]:
    with acting(laptop) as act:
        return sorted(each.kind for each in sync_state.refused(act.session))


def pretends(laptop: FieldLaptop, shop: Operator, owner: Person) -> None:
    """Past the services, as a laptop that was tampered with would."""
    with acting(laptop) as act:
        act.writer.save(owner.changed(verified_at=act.now, verified_by=act.user.id))
        act.writer.save(shop.changed(status=OperatorStatus.VERIFIED, pledge_version="2026-1", pledge_signed_at=1))


def captured(office: Office, shop: Operator) -> bool:
    kept = office.one(Operator, id=shop.id)
    return kept is not None and (kept.status, kept.pledge_version) == (OperatorStatus.CAPTURED, None)


def test_headquarters_takes_what_auxiliary_staff_registers_and_no_word_of_an_officer(tmp_path: Path) -> None:
    office = make_office(tmp_path / "hq")
    sun = users.named(office, "wang").changed(
        id=new_id(), username="sun", role=Role.AUXILIARY, name="孙小梅", certificate_no=None
    )
    users.add(office, sun, PASSWORD, clock())
    with serving(office) as port:
        helper, wang = (enrolled(tmp_path / name, file_for(office, port, name), name) for name in ("sun", "wang"))
        shop = registered_shop(helper)
        with acting(helper) as act:
            registration.add_licence(act, factories.licence(shop.id))
            (owner,) = operators.persons_of(act.session, shop.id)
            alike = registration.Registration(shop.changed(id=new_id()), owner.changed(id=new_id()))
            (found,) = duplicates.find(act, alike)
            duplicates.decide(act, shop.id, found, DuplicateVerdict.DIFFERENT)
        assert helper.sync().problem is None
        assert refused(helper) == []
        assert captured(office, shop)
        assert len(office.every(DuplicateDecision, operator_id=shop.id)) == 1
        (seen,) = office.every(Registration, operator_id=shop.id)
        assert (seen.face_compared, seen.registered_by) == (False, sun.id)
        assert [(each.action, each.by) for each in office.every(Step, subject_id=shop.id)] == [("register", sun.id)]
        pretends(helper, shop, owner)
        assert helper.sync().problem is None
        assert refused(helper) == ["operator", "person"]
        assert captured(office, shop)
        assert wang.sync().problem is None
        with acting(wang) as act:
            registration.verify(act, owner.id)
        assert wang.sync().problem is None
        verified = office.one(Operator, id=shop.id)
        assert verified is not None
        assert verified.status is OperatorStatus.VERIFIED
        for laptop in (helper, wang):
            laptop.close()
    office.close()
