"""A recall finds the goods it names, and closes only when everything is accounted for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain import recalls
from inspector_app.domain.recalls import Balance, Recalled
from inspector_app.records.people import Role
from inspector_app.records.recalls import RecallLevel, RecallMatch, RecallState

GTIN = "09521234543213"
EXACT, PROBABLE, POSSIBLE = RecallMatch


@dataclass(frozen=True)
class Line:
    product_name: str = "云露原味酸奶"
    gtin: str | None = GTIN
    batch_no: str = "L2511A"
    production_date: date | None = date(2025, 5, 20)


NOTICE = Recalled(
    "云露原味酸奶",
    "云露乳业有限公司",
    GTIN,
    "SC10599010100019",
    frozenset({"L2511A", "L2511B"}),
    date(2025, 5, 1),
    date(2025, 5, 31),
)


@pytest.mark.parametrize(
    ("goods", "match"),
    [
        (Line(), EXACT),
        (Line(batch_no=" l2511a "), EXACT),
        (Line(product_name="酸奶"), EXACT),
        (Line(batch_no="L2512A"), None),  # another batch, whatever its date
        (Line(batch_no=""), PROBABLE),
        (Line(batch_no="", production_date=date(2025, 6, 1)), None),
        (Line(batch_no="", production_date=date(2025, 5, 31)), PROBABLE),
        (Line(batch_no="", production_date=None), PROBABLE),
        (Line(gtin="06901234567892"), None),
        (Line(gtin=None), POSSIBLE),
        (Line(gtin=None, product_name="云露 原味酸奶 180g"), POSSIBLE),
        (Line(gtin=None, batch_no="L9"), None),
        (Line(gtin=None, production_date=date(2025, 4, 30)), None),
        (Line(gtin=None, product_name="云露鲜奶"), None),
    ],
)
def test_goods_match_a_notice_by_code_and_batch_or_by_name_and_maker(goods: Line, match: RecallMatch | None) -> None:
    assert recalls.match(NOTICE, goods, "云露乳业") is match


def test_without_a_code_the_maker_or_the_licence_has_to_agree() -> None:
    goods = Line(gtin=None)
    assert recalls.match(NOTICE, goods) is None
    assert recalls.match(NOTICE, goods, "石桥乳品厂") is None
    assert recalls.match(NOTICE, goods, licence_no="SC10599010100019") is POSSIBLE


def test_a_notice_without_batches_recalls_by_date() -> None:
    notice = Recalled("云露原味酸奶", gtin=GTIN, produced_from=date(2025, 5, 1))
    assert recalls.match(notice, Line()) is PROBABLE
    assert recalls.match(notice, Line(production_date=date(2025, 4, 30))) is None


@given(st.lists(st.integers(0, 10_000), min_size=4, max_size=4), st.integers(-50, 50))
def test_l_7_the_balance_names_what_is_unaccounted_for(parts: list[int], lost: int) -> None:
    sealed, returned, destroyed, remaining = parts
    balance = Balance(sum(parts) + lost, sealed, returned, destroyed, remaining)
    assert balance.difference == lost
    assert recalls.may_close([RecallState.VERIFIED], [balance]) is (lost == 0)


@pytest.mark.parametrize("state", RecallState)
def test_l_7_a_recall_with_an_open_holder_does_not_close(state: RecallState) -> None:
    done = {RecallState.PUBLISHED, RecallState.VERIFIED, RecallState.CLOSED, RecallState.CANCELLED}
    assert recalls.may_close([RecallState.VERIFIED, state], [Balance(0)]) is (state in done)


def test_l_7_destruction_is_announced_before_it_happens() -> None:
    machine = recalls.STATES
    assert machine.problems(RecallState.WITHDRAWN, "dispose", Role.INSPECTOR)
    assert not machine.problems(RecallState.WITHDRAWN, "dispose", Role.INSPECTOR, {"disposal_notified_at"})


def test_every_level_has_its_clocks() -> None:
    assert [level.start_clock for level in RecallLevel] == ["recall_start_i", "recall_start_ii", "recall_start_iii"]
    assert RecallLevel.II.end_clock == "recall_end_ii"
