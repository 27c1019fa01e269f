"""A penalty on the spot stays within the law: its sum, its officers, the cash that is taken, its number."""

from __future__ import annotations

from typing import Any

import pytest

from inspector_app.domain.problems import Code
from inspector_app.errors import AppError
from inspector_app.records.measures import PenaltyKind, SpotPenalty
from inspector_app.records.offices import InterestKind
from inspector_app.services import penalties, recusal
from inspector_app.services.acting import Refused
from inspector_app.services.penalties import Decided
from sync.record import new_id
from tests import factories
from tests.replica_fixtures import Laptop

FINE = {"penalty_kind": PenaltyKind.FINE, "amount_fen": 20_000}


def decide(laptop: Laptop, *, facts_clear: bool = True, demo: bool = False, **fields: Any) -> Decided:
    told = {"number": new_id(), "facts": "销售过期饼干3袋", "penalty_basis": "食品安全法第一百二十四条"}
    of_shop = {"operator_id": laptop.shop.id, "second_user_id": laptop.li.id}
    with laptop.acting() as act:
        penalty = factories.any_of(SpotPenalty, **of_shop | told | fields)
        return penalties.decide(act, penalty, facts_clear=facts_clear, demo=demo)


def test_a_warning_and_a_fine_are_decided_by_two_officers(laptop: Laptop) -> None:
    warned = decide(laptop, penalty_kind=PenaltyKind.WARNING)
    assert (warned.penalty.decided_by, warned.penalty.decided_at) == (laptop.wang.id, laptop.now)
    assert warned.hand_in is None
    fined = decide(laptop, **FINE, collected_fen=20_000, collected_reason="当事人明日离开本县")
    assert fined.hand_in is not None
    with laptop.acting() as act:
        assert (fined.hand_in.on - act.today).days == 2  # working days, of a Wednesday (APL 71)
    assert decide(laptop, **FINE | {"amount_fen": 300_000}, on_organisation=True).penalty.amount_fen == 300_000


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        (FINE | {"amount_fen": 20_001}, "fine_fen", Code.RANGE),
        (FINE | {"amount_fen": 300_001, "on_organisation": True}, "fine_fen", Code.RANGE),
        (FINE | {"amount_fen": 0}, "amount_fen", Code.REQUIRED),
        ({"penalty_kind": PenaltyKind.WARNING, "amount_fen": 1}, "amount_fen", Code.RANGE),
        (FINE | {"collected_fen": 10_000}, "collected_reason", Code.REQUIRED),
        (FINE | {"collected_fen": 20_001, "collected_reason": "将离开"}, "collected_fen", Code.RANGE),
        (FINE | {"number": " "}, "number", Code.REQUIRED),
        (FINE | {"facts": ""}, "facts", Code.REQUIRED),
        (FINE | {"facts_clear": False}, "facts_clear", Code.REQUIRED),
    ],
)
def test_what_goes_beyond_the_law_is_refused(laptop: Laptop, fields: dict[str, Any], field: str, code: Code) -> None:
    with pytest.raises(Refused) as refused:
        decide(laptop, **fields)
    assert [(each.field, each.code) for each in refused.value.problems] == [(field, code)]


def test_one_officer_or_one_without_certificate_is_not_two(laptop: Laptop) -> None:
    for second in (laptop.wang, laptop.helper):
        with pytest.raises(Refused) as refused:
            decide(laptop, **FINE, second_user_id=second.id)
        assert [each.code for each in refused.value.problems] == [Code.INSPECTORS_TOO_FEW]


def test_an_officer_with_an_interest_decides_nothing(laptop: Laptop) -> None:
    with laptop.acting(laptop.li) as act:
        recusal.declare(act, laptop.shop.id, InterestKind.FAMILY)
    with pytest.raises(Refused) as refused:
        decide(laptop, **FINE)
    assert [each.code for each in refused.value.problems] == [Code.RECUSED]


def test_a_number_is_used_once(laptop: Laptop) -> None:
    number = decide(laptop, **FINE).penalty.number
    for again in (number, f" {number} "):
        with pytest.raises(Refused) as refused:
            decide(laptop, **FINE, number=again)
        assert [(each.field, each.code) for each in refused.value.problems] == [("number", Code.ONLY_ONCE)]
    assert decide(laptop, **FINE, number=" 0002 ").penalty.number == "0002"


def test_a_colleague_who_never_signed_in_here_is_known_by_the_visit(laptop: Laptop) -> None:
    away = factories.user(username="zhao", name="赵敏", certificate_no="YL00000003")
    team = (factories.officer(laptop.wang), factories.officer(away))
    visit = factories.visit(laptop.shop, laptop.wang, laptop.device_id, inspectors=team)
    elsewhere = factories.visit(factories.operator(), laptop.wang, laptop.device_id, inspectors=team)
    laptop.receive(visit, elsewhere)
    decided = decide(laptop, **FINE, inspection_id=visit.id, second_user_id=away.id)
    assert decided.penalty.second_user_id == away.id
    for other in (None, elsewhere.id):
        with pytest.raises(AppError, match="not_here"):
            decide(laptop, **FINE, inspection_id=other, second_user_id=away.id)


def test_graver_penalties_and_those_of_a_made_up_county_are_not_decided_here(laptop: Laptop) -> None:
    with pytest.raises(AppError, match="not_allowed"):
        decide(laptop, penalty_kind=PenaltyKind.SUSPENSION)
    with pytest.raises(AppError, match="made_up_county"):
        decide(laptop, **FINE, demo=True)
    with pytest.raises(AppError, match="not_allowed"), laptop.acting(laptop.helper) as act:
        penalties.decide(act, factories.any_of(SpotPenalty), facts_clear=True, demo=False)
