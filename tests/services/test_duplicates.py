"""While a shop is registered, the whole register is looked through for it, offline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from inspector_app.domain.duplicates import Relation, Shop, Sign
from inspector_app.records.operators import OperatorStatus
from inspector_app.records.register import DuplicateDecision, DuplicateVerdict
from inspector_app.services import duplicates
from inspector_app.services.registration import Registration
from inspector_app.storage.duplicates import near
from inspector_app.storage.engine import Sessions, open_database
from inspector_app.storage.upgrade import upgrade
from sync.record import new_id
from tests import factories
from tests.benchmarks import county
from tests.doubles import listed, looked_for, pairs
from tests.replica_fixtures import KEY, Laptop

OPERATORS = 1_500
SEED = 20
"""Of the pairs; the rules were found on others."""


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sessions]:
    sessions = open_database(tmp_path_factory.mktemp("register") / "replica.db", KEY)
    upgrade(sessions)
    county.fill(sessions, OPERATORS)
    yield sessions
    sessions.close()


def again(laptop: Laptop, **fields: object) -> Registration:
    """The laptop's shop written down once more."""
    shop = factories.operator(**fields)
    return Registration(shop, factories.person(shop.id, name="王建国"))


def test_r_5_of_500_labelled_pairs_doubles_are_found_and_others_are_not(register: Sessions) -> None:
    tried = pairs(listed(OPERATORS), SEED)
    found = [looked_for(register, pair) for pair in tried]
    doubles = [is_found for pair, is_found in zip(tried, found, strict=True) if pair.is_same]
    others = [is_found for pair, is_found in zip(tried, found, strict=True) if not pair.is_same]
    recall, precision = sum(doubles) / len(doubles), sum(doubles) / (sum(doubles) + sum(others))
    print(f"recall {recall:.3f}, precision {precision:.3f} on {len(tried)} pairs")
    assert len(tried) == 500
    assert recall >= 0.95
    assert precision >= 0.95


def test_r_5_a_candidate_tells_its_reasons(laptop: Laptop) -> None:
    with laptop.acting() as act:
        found = duplicates.find(act, again(laptop, name="便民小超市", uscc=None))
    assert [(each.operator.id, each.candidate.relation) for each in found] == [(laptop.shop.id, Relation.DOUBLE)]
    assert {Sign.SAME_PHONE, Sign.SAME_HOUSE, Sign.SAME_SIGN} <= {each.sign for each in found[0].candidate.reasons}
    assert found[0].is_asked


@pytest.mark.parametrize("fields", [{"voided_at": 1, "void_reason": "误录"}, {"status": OperatorStatus.DUPLICATE}])
def test_what_is_void_or_a_double_itself_is_no_candidate(laptop: Laptop, fields: dict[str, object]) -> None:
    if "status" in fields:
        fields |= {"duplicate_of": factories.operator().id}
    laptop.receive(laptop.shop.changed(**fields))
    with laptop.acting() as act:
        assert duplicates.find(act, again(laptop)) == []


def test_a_form_that_is_empty_yet_finds_nothing(laptop: Laptop) -> None:
    with laptop.acting() as act:
        assert duplicates.find(act, again(laptop, name="", address="", phone=None, uscc=None)) == []


def test_r_5_the_decision_is_stored_and_not_asked_again(laptop: Laptop) -> None:
    new = again(laptop)
    with laptop.acting() as act:
        (found,) = duplicates.find(act, new)
        made = duplicates.decide(act, new.operator.id, found, DuplicateVerdict.DIFFERENT)
        assert act.get(DuplicateDecision, made.id).reasons[0] == Sign.SAME_USCC
        assert duplicates.find(act, new) == []
        other = again(laptop)
        (found,) = duplicates.find(act, other)
        duplicates.decide(act, other.operator.id, found, DuplicateVerdict.ASK_HQ)
        assert duplicates.find(act, other) == [found], "it stays a question until somebody answers it"


def test_what_was_merged_into_another_is_no_candidate(laptop: Laptop) -> None:
    into = factories.operator(uscc=None, name="石桥面馆", address="石桥8号", phone=None)
    laptop.receive(into, factories.merger(laptop.shop, into))
    with laptop.acting() as act:
        assert duplicates.find(act, again(laptop)) == []


def test_the_owners_other_shops_are_told(laptop: Laptop) -> None:
    number = "990101199001010011"
    with laptop.acting() as act:
        first = again(laptop, uscc=None, name="河东五金店", address="河东路1号", phone=None)
        first = replace(first, owner=first.owner.changed(id_number=number))
        kept = duplicates.normalised(act, first)
        act.writer.save(kept.operator)
        act.writer.save(kept.owner)
        second = again(laptop, uscc=None, name="石桥面馆", address="石桥8号", phone=None)
        found = duplicates.find(act, replace(second, owner=second.owner.changed(id_number=number)))
    assert [(each.operator.id, each.candidate.relation) for each in found] == [(first.operator.id, Relation.SAME_OWNER)]


def test_a_neighbour_in_the_far_north_is_found_by_its_place(laptop: Laptop) -> None:
    """A degree of longitude is short there; the rule's distance is in metres."""
    there = factories.operator(name="甲", address="", uscc=None, latitude=53.4, longitude=122.3)
    laptop.receive(there)
    new = Shop(
        id=new_id(), name="乙", kind=there.operator_kind, division_code=there.division_code, address="",
        latitude=53.4, longitude=122.3 + 0.00088,
    )  # fmt: skip
    with laptop.sessions() as session:
        assert [each.id for each in near(session, new, 60).shops] == [there.id]
        assert near(session, new, 50).shops == []
