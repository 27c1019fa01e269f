"""Each role writes at HQ what its services let it write on a laptop, and no more."""

from __future__ import annotations

import pytest

from inspector_app.domain.inspections import SEAL
from inspector_app.domain.states import FIELD, LEAD
from inspector_app.hq.office import Office
from inspector_app.hq.rights import DESK, RIGHTS, rights_of
from inspector_app.records import SCHEMA
from inspector_app.records.inspections import Inspection
from inspector_app.records.people import Role, User
from inspector_app.services.acting import WRITERS
from sync.record import Change, Conflict

FROM_DEVICES = {kind for kind, cls in SCHEMA.kinds.items() if cls.change is not Change.HQ_ONLY and cls is not Conflict}


def test_every_role_stands_in_the_table() -> None:
    assert RIGHTS.keys() == set(Role)


def test_officers_write_what_devices_write_but_the_desks_and_nobody_another() -> None:
    for role, rights in RIGHTS.items():
        assert rights.kinds.keys() <= FROM_DEVICES, role
        if role in FIELD:
            assert rights.kinds.keys() == FROM_DEVICES - DESK.keys(), role


@pytest.mark.parametrize("kind", sorted(DESK))
def test_the_county_alone_lays_down(kind: str) -> None:
    assert {role for role, rights in RIGHTS.items() if kind in rights.kinds} == {Role.COUNTY_ADMIN}


@pytest.mark.parametrize("kind", ["signature", "document", "spot_penalty", "seal", "case_file", "sample", "complaint"])
def test_auxiliary_staff_does_nothing_that_needs_an_officer(kind: str) -> None:
    assert kind not in RIGHTS[Role.AUXILIARY].kinds


def test_who_records_in_the_field_is_who_writes_at_hq() -> None:
    assert {role for role, rights in RIGHTS.items() if rights.kinds} == WRITERS


@pytest.mark.parametrize("role", sorted(set(Role)))
def test_officers_alone_seal_a_visit(role: Role) -> None:
    rights = RIGHTS[role].kinds
    may_seal = "inspection" in rights and not rights["inspection"]
    assert may_seal == (role in FIELD)
    assert rights.get("inspection", frozenset()) <= Inspection.units().keys() & SEAL


@pytest.mark.parametrize("role", sorted(set(Role)))
def test_leads_alone_approve_a_correction(role: Role) -> None:
    may = RIGHTS[role].moves.get(("amendment", "state")) if "amendment" in RIGHTS[role].kinds else None
    assert bool(may and may("PROPOSED", "APPROVED")) == (role in LEAD)
    assert not (may and may(None, "APPROVED") and role not in LEAD), "not at its making either"


def test_what_is_closed_is_a_unit_of_the_record() -> None:
    for rights in RIGHTS.values():
        for kind, closed in rights.kinds.items():
            assert closed <= SCHEMA.kinds[kind].units().keys()


def test_rights_follow_the_users_row(office: Office) -> None:
    wang = office.one(User, username="wang")
    assert wang is not None

    def now_may(user: User) -> bool:
        return bool(
            office.database.read(lambda conn: rights_of(conn, [user.id])).get(user.id, RIGHTS[Role.READ_ONLY]).kinds
        )

    assert now_may(wang)
    for changed in (wang.changed(role=Role.READ_ONLY), wang.changed(active=False)):
        with office.service.author("HQ", 1) as author:
            author.save(changed)
        assert not now_may(wang)
