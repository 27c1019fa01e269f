"""A masked value is shown whole to who may see it, gives a reason, and stands in the log for it."""

from __future__ import annotations

import pytest

from inspector_app.domain.problems import Code
from inspector_app.errors import AppError
from inspector_app.records.oversight import Access, AccessLog
from inspector_app.records.people import Role
from inspector_app.services import access_log, revealing
from inspector_app.services.acting import Refused
from inspector_app.storage.rows import columns, records
from tests import factories
from tests.replica_fixtures import Laptop


def logged(laptop: Laptop) -> list[AccessLog]:
    with laptop.sessions() as session:
        return records(session, AccessLog, columns(AccessLog))


def test_r_4_a_number_is_revealed_with_a_reason_and_logged(laptop: Laptop) -> None:
    owner = factories.person(laptop.shop.id)
    laptop.receive(owner)
    with laptop.acting() as act:
        assert revealing.reveal(act, owner, "id_number", " 核对身份 ") == owner.id_number
    (entry,) = logged(laptop)
    assert (entry.access, entry.entity, entry.entity_id, entry.field) == (
        Access.REVEAL, "person", owner.id, "id_number",
    )  # fmt: skip
    assert (entry.user_id, entry.reason, entry.at) == (laptop.wang.id, "核对身份", laptop.now)
    with laptop.acting() as act:
        assert access_log.first_broken(act, laptop.device_id) is None


def test_r_4_nothing_is_revealed_without_a_reason_nor_to_who_only_reads(laptop: Laptop) -> None:
    owner = factories.person(laptop.shop.id)
    reader = factories.user(username="reader", role=Role.READ_ONLY)
    laptop.receive(owner, reader)
    with pytest.raises(Refused) as refused, laptop.acting() as act:
        revealing.reveal(act, owner, "id_number", "  ")
    assert [(each.field, each.code) for each in refused.value.problems] == [("id_number", Code.REASON_NEEDED)]
    with pytest.raises(AppError, match="not_allowed"), laptop.acting(reader) as act:
        revealing.reveal(act, owner, "id_number", "想看")
    assert logged(laptop) == []


def test_what_everybody_sees_is_not_logged(laptop: Laptop) -> None:
    with laptop.acting() as act:
        assert revealing.reveal(act, laptop.shop, "name", "") == laptop.shop.name
    assert logged(laptop) == []
