"""A sample moves by its form, is in somebody's hands all the time, and its report names its seal."""

from __future__ import annotations

from datetime import date

import pytest

from inspector_app.domain import samples
from inspector_app.domain.problems import Code
from inspector_app.domain.samples import Held
from inspector_app.records.people import Role
from inspector_app.records.sampling import Assay, QuickResult, SampleState

S = SampleState
INSPECTOR = Role.INSPECTOR
TAKEN = {"product_name", "specification", "batch_no", "quantity_milli", "price_fen", "place", "maker_name"}
TAKEN |= {"seal_numbers", "second_user_id", "signatures", "no_backup_reason"}


def test_a_sample_is_taken_by_two_bought_and_sealed() -> None:
    assert samples.STATES.problems(S.PLANNED, "take", INSPECTOR, TAKEN) == []
    for missing in ("second_user_id", "price_fen", "seal_numbers"):
        (problem,) = samples.STATES.problems(S.PLANNED, "take", INSPECTOR, TAKEN - {missing})
        assert (problem.field, problem.code) == (missing, Code.REQUIRED)


def test_a_report_without_the_laboratorys_approval_does_not_enter() -> None:
    report = {"report_number", "signatory"}
    (problem,) = samples.STATES.problems(S.TESTING, "fail", INSPECTOR, report)
    assert problem.field == "laboratory_approval"


@pytest.mark.parametrize(
    ("assay", "quick", "again", "may"),
    [
        (Assay.CHEMICAL, False, False, True),
        (Assay.MICROBIOLOGICAL, False, False, False),
        (Assay.CHEMICAL, True, False, True),
        (Assay.CHEMICAL, True, True, False),
    ],
)
def test_what_may_be_tested_again(assay: Assay, quick: bool, again: bool, may: bool) -> None:
    assert samples.retestable(assay, quick, again) is may


def test_only_a_positive_quick_test_takes_a_sample() -> None:
    assert [result for result in QuickResult if samples.takes_sample(result)] == [QuickResult.POSITIVE]


def test_a_backup_sample_is_kept_no_longer_than_it_keeps() -> None:
    assert samples.backup_until(date(2025, 8, 31), 6, None) == date(2026, 2, 28)
    assert samples.backup_until(date(2025, 8, 31), 6, date(2025, 12, 1)) == date(2025, 12, 1)
    assert samples.backup_until(date(2025, 8, 31), 3, date(2027, 1, 1)) == date(2025, 11, 30)


@pytest.mark.parametrize(
    ("chain", "gaps"),
    [
        ([], []),
        ([Held("王", 0, 10), Held("车", 10, 20), Held("所", 20, None)], []),
        ([Held("王", 0, 10), Held("所", 12, None)], [(10, 12)]),
        ([Held("所", 12, None), Held("王", 0, 10)], [(10, 12)]),
        ([Held("王", 0, 30), Held("车", 10, 20), Held("所", 30, 40)], []),
        ([Held("王", 0, 10), Held("车", 11, 20), Held("所", 22, 30)], [(10, 11), (20, 22)]),
    ],
)
def test_c_12_the_chain_of_a_sample_has_no_gap(chain: list[Held], gaps: list[tuple[int, int]]) -> None:
    assert samples.gaps(chain) == gaps


def test_c_12_a_report_names_one_of_the_seals() -> None:
    assert samples.seals_agree(["F 0001", "F0002"], ["f0002"])
    assert not samples.seals_agree(["F0001"], ["F0003"])
    assert not samples.seals_agree(["F0001"], [])
