"""A first report asks for six things, and the list of eaters shows the suspect food."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain import incidents
from inspector_app.domain.incidents import Eater
from inspector_app.domain.problems import Code
from inspector_app.records.incidents import IncidentState
from inspector_app.records.people import Role

S = IncidentState


@pytest.mark.parametrize("missing", incidents.FIRST_REPORT)
def test_e_9_a_first_report_asks_for_six_things_and_no_more(missing: str) -> None:
    assert len(incidents.FIRST_REPORT) == 6
    everything = set(incidents.FIRST_REPORT)
    assert incidents.STATES.problems(S.SUSPECTED, "report", Role.INSPECTOR, everything) == []
    (problem,) = incidents.STATES.problems(S.SUSPECTED, "report", Role.INSPECTOR, everything - {missing})
    assert (problem.field, problem.code) == (missing, Code.REQUIRED)


def test_only_a_report_that_was_made_can_be_dismissed() -> None:
    assert incidents.STATES.may(S.REPORTED, S.DISMISSED, Role.COUNTY_ADMIN)
    assert not incidents.STATES.may(S.SUSPECTED, S.DISMISSED)
    assert not incidents.STATES.may(S.REPORTED, S.DISMISSED, Role.INSPECTOR)


def test_the_food_whose_eaters_fell_ill_stands_first() -> None:
    eaters = [
        *(Eater(f"i{n}", True, frozenset({"凉拌菜", "米饭"})) for n in range(18)),
        *(Eater(f"h{n}", False, frozenset({"凉拌菜", "米饭"})) for n in range(2)),
        *(Eater(f"r{n}", False, frozenset({"米饭", "红烧肉"})) for n in range(9)),
        Eater("x", True, frozenset({"米饭", "红烧肉"})),
    ]
    first, second, third = incidents.attack_rates(eaters)
    assert [each.food for each in (first, second, third)] == ["凉拌菜", "米饭", "红烧肉"]
    assert (first.ate, first.ate_ill, first.others, first.others_ill) == (20, 18, 10, 1)
    assert (first.ate_permille, first.others_permille, first.ratio_percent) == (900, 100, 900)
    assert (second.others, second.others_permille, second.ratio_percent) == (0, None, None)


def test_where_no_other_fell_ill_there_is_no_ratio() -> None:
    eaters = [Eater("1", True, frozenset({"豆角"})), Eater("2", False, frozenset())]
    (rate,) = incidents.attack_rates(eaters)
    assert (rate.ate_permille, rate.others_permille, rate.ratio_percent) == (1000, 0, None)


@given(st.lists(st.tuples(st.booleans(), st.frozensets(st.sampled_from("甲乙丙"))), max_size=30))
def test_every_eater_is_counted_once_for_every_food(rows: list[tuple[bool, frozenset[str]]]) -> None:
    eaters = [Eater(str(number), ill, foods) for number, (ill, foods) in enumerate(rows)]
    for rate in incidents.attack_rates(eaters):
        assert rate.ate + rate.others == len(eaters)
        assert rate.ate_ill + rate.others_ill == sum(ill for ill, _ in rows)
