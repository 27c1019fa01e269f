"""Who stands behind a shop: the blacklist is asked offline, and a business is known by the name it had."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from inspector_app.records.credit import BlacklistEntry, BlacklistState
from inspector_app.records.operators import Operator
from inspector_app.services import registration, relations
from inspector_app.services.registration import Registration, person_hmac
from sync.record import new_id
from tests import factories
from tests.replica_fixtures import KEY, Laptop

NUMBER = "990101198002291233"


def entry(**fields: Any) -> BlacklistEntry:
    values = {
        "id": new_id(),
        "published_in": "990101",
        "state": BlacklistState.LISTED,
        "party_name": "李某",
        "basis": "《食品安全法》第一百三十五条",
        "listed_on": date(2026, 1, 5),
        "proposed_by": new_id(),
        "proposed_at": 1,
    }
    return BlacklistEntry.model_validate(values | fields)


def of(number: str | None, uscc: str | None = None) -> Registration:
    shop = factories.operator(uscc=uscc)
    return Registration(shop, factories.person(shop.id, id_number=number))


def test_r_13_a_blacklisted_owner_is_known_by_the_number_in_any_writing(laptop: Laptop) -> None:
    listed = entry(id_hmac=person_hmac(NUMBER, KEY))
    laptop.receive(listed)
    with laptop.acting() as act:
        assert relations.listed(act, of(f" {NUMBER} ")) == [listed]
        assert relations.listed(act, of("990102200001010088")) == []
        assert relations.listed(act, of(None)) == []


def test_r_13_a_blacklisted_business_is_known_by_its_credit_code(laptop: Laptop) -> None:
    listed = entry(uscc="92990101MA00000C5L")
    laptop.receive(listed)
    with laptop.acting() as act:
        assert relations.listed(act, of(None, uscc="92990101ma00000c5l")) == [listed]


@pytest.mark.parametrize(
    "fields",
    [
        {"state": BlacklistState.PROPOSED},
        {"state": BlacklistState.REMOVED},
        {"term_ends_on": date(2026, 3, 17)},
        {"voided_at": 1, "void_reason": "误录"},
    ],
)
def test_an_entry_that_is_not_in_force_is_none(laptop: Laptop, fields: dict[str, Any]) -> None:
    laptop.receive(entry(id_hmac=person_hmac(NUMBER, KEY), **fields))
    with laptop.acting() as act:
        assert relations.listed(act, of(NUMBER)) == []


def test_r_13_a_business_keeps_the_names_it_had(laptop: Laptop) -> None:
    shop = laptop.shop
    owner = factories.person(shop.id)
    for name in ("兴旺食杂店", "兴旺食杂店", "吉祥食杂店", shop.name):
        with laptop.acting() as act:
            now = act.get(Operator, shop.id)
            registration.change(act, replace(Registration(now, owner), operator=now.changed(name=name)))
    with laptop.acting() as act:
        assert act.get(Operator, shop.id).former_names == (shop.name, "兴旺食杂店", "吉祥食杂店")
