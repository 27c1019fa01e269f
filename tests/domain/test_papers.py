"""Papers required by kind and province against papers seen: every operator has a state, and the state says why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain import packs, papers
from inspector_app.domain.papers import PapersState, RequiredPapers, Standing
from inspector_app.records.operators import AgriKind, Licence, LicenceState, LicenceType, OperatorKind
from sync.record import new_id

Pack = Callable[[type[Any]], tuple[Any, ...]]
TODAY = date(2025, 6, 15)
DAY_US = 86_400_000_000
SEEN_AT = 1_735_689_600_000_000
"""2025-01-01 08:00 in China."""
COMPLETE, NO_PERMIT, NO_REGISTRATION, NEITHER, EXPIRED, NOT_SEEN = PapersState
K, T = OperatorKind, LicenceType
OLD = date(2025, 6, 14)


def paper(licence_type: LicenceType, until: date | None = None, since: date | None = None, **fields: Any) -> Licence:
    values = {"id": new_id(), "operator_id": new_id(), "number": "1", "number_as_printed": "1", "seen_by": new_id()}
    dates = {"valid_until": until, "valid_from": since, "seen_at": SEEN_AT}
    return Licence.model_validate(values | dates | {"licence_type": licence_type} | fields)


def state_of(
    shipped: Pack, division: str, kind: OperatorKind, seen: list[Licence], agri: tuple[AgriKind, ...] = ()
) -> papers.Papers:
    groups = papers.required(packs.layers(shipped(RequiredPapers), TODAY, division), kind, agri)
    return papers.compare(groups, seen, TODAY)


CASES: list[tuple[str, OperatorKind, list[tuple[LicenceType, date | None]], PapersState]] = [
    # the nation's rules
    ("990101", K.RURAL_STORE, [(T.BUSINESS, None), (T.FOOD_OPERATION, None)], COMPLETE),
    ("990101", K.RURAL_STORE, [(T.BUSINESS, None), (T.PREPACKED_FILING, None)], COMPLETE),
    ("990101", K.RURAL_STORE, [(T.BUSINESS, None)], NO_PERMIT),
    ("990101", K.RURAL_STORE, [(T.FOOD_OPERATION, None)], NO_REGISTRATION),
    ("990101", K.RURAL_STORE, [], NEITHER),
    ("990101", K.RURAL_STORE, [(T.BUSINESS, None), (T.FOOD_OPERATION, OLD)], EXPIRED),
    ("990101", K.RURAL_STORE, [(T.BUSINESS, None), (T.FOOD_OPERATION, TODAY)], COMPLETE),
    ("990101", K.RURAL_STORE, [(T.BUSINESS, None), (T.SMALL_SHOP_REGISTRATION, None)], NO_PERMIT),
    ("990101", K.CATERING, [(T.BUSINESS, None), (T.PREPACKED_FILING, None)], NO_PERMIT),
    ("990101", K.CATERING, [(T.BUSINESS, OLD), (T.FOOD_OPERATION, OLD)], EXPIRED),
    ("990101", K.FOOD_PRODUCER, [(T.BUSINESS, None), (T.FOOD_PRODUCTION, TODAY)], COMPLETE),
    ("990101", K.FOOD_PRODUCER, [(T.BUSINESS, None), (T.FOOD_OPERATION, None)], NO_PERMIT),
    ("990101", K.COLLECTIVE_CANTEEN, [(T.FOOD_OPERATION, None)], COMPLETE),
    ("990101", K.COLLECTIVE_CANTEEN, [(T.BUSINESS, None)], NO_PERMIT),
    ("990101", K.CONSUMER_GOODS_SHOP, [(T.BUSINESS, None)], COMPLETE),
    ("990101", K.CONSUMER_GOODS_SHOP, [], NEITHER),
    ("990101", K.FOOD_STALL, [], NEITHER),
    # provinces
    ("330102", K.RURAL_STORE, [(T.BUSINESS, None), (T.SMALL_SHOP_REGISTRATION, None)], COMPLETE),
    ("330102", K.SMALL_CATERING, [(T.BUSINESS, None), (T.SMALL_SHOP_REGISTRATION, OLD)], EXPIRED),
    ("370102", K.SMALL_CATERING, [(T.BUSINESS, None), (T.SMALL_SHOP_REGISTRATION, None)], COMPLETE),
    ("370102", K.RURAL_STORE, [(T.BUSINESS, None), (T.SMALL_SHOP_REGISTRATION, None)], NO_PERMIT),
    ("410102", K.SMALL_WORKSHOP, [(T.WORKSHOP_REGISTRATION, None)], NO_REGISTRATION),
    ("410102", K.SMALL_WORKSHOP, [(T.BUSINESS, None), (T.FOOD_PRODUCTION, None)], COMPLETE),
    ("500101", K.SMALL_CATERING, [(T.BUSINESS, None), (T.SMALL_SHOP_REGISTRATION, None)], NO_PERMIT),
    ("110101", K.FOOD_STALL, [(T.STALL_CARD, TODAY)], COMPLETE),
    ("110101", K.SMALL_WORKSHOP, [(T.BUSINESS, None), (T.WORKSHOP_REGISTRATION, OLD)], EXPIRED),
]


@pytest.mark.parametrize(("division", "kind", "seen", "state"), CASES)
def test_r_2_papers_required_against_papers_seen(
    shipped: Pack,
    division: str,
    kind: OperatorKind,
    seen: list[tuple[LicenceType, date | None]],
    state: PapersState,
) -> None:
    assert state_of(shipped, division, kind, [paper(each, until) for each, until in seen]).state is state


@pytest.mark.parametrize(
    ("agri", "seen", "state"),
    [
        ((AgriKind.FERTILISER,), [T.BUSINESS], COMPLETE),
        ((AgriKind.PESTICIDE,), [T.BUSINESS], NO_PERMIT),
        ((AgriKind.PESTICIDE,), [T.BUSINESS, T.PESTICIDE], COMPLETE),
        ((AgriKind.PESTICIDE, AgriKind.SEED), [T.BUSINESS, T.PESTICIDE], NO_PERMIT),
        ((AgriKind.PESTICIDE, AgriKind.SEED), [T.BUSINESS, T.PESTICIDE, T.SEED_FILING], COMPLETE),
        ((AgriKind.VETERINARY_DRUG,), [T.VETERINARY_DRUG], NO_REGISTRATION),
    ],
)
def test_a_shop_of_farm_supplies_needs_a_paper_for_each_kind_of_goods(
    shipped: Pack, agri: tuple[AgriKind, ...], seen: list[LicenceType], state: PapersState
) -> None:
    found = state_of(shipped, "990101", K.AGRI_INPUT_SHOP, [paper(each) for each in seen], agri)
    assert found.state is state


@pytest.mark.parametrize("kind", [K.RURAL_STORE, K.FOOD_RETAILER, K.FOOD_WHOLESALER])
@pytest.mark.parametrize("division", ["990101", "330102"])
def test_r_2_who_sells_farm_produce_alone_needs_no_permit(shipped: Pack, division: str, kind: OperatorKind) -> None:
    """Food Safety Law art. 35, whatever a province asks of small shops."""
    layers = packs.layers(shipped(RequiredPapers), TODAY, division)
    groups = papers.required(layers, kind, farm_produce_only=True)
    assert papers.compare(groups, [paper(T.BUSINESS)], TODAY).state is COMPLETE
    assert papers.compare(groups, [], TODAY).state is NEITHER
    assert state_of(shipped, division, kind, [paper(T.BUSINESS)]).state is NO_PERMIT


def test_what_sells_no_food_on_shelves_needs_its_papers_all_the_same(shipped: Pack) -> None:
    layers = packs.layers(shipped(RequiredPapers), TODAY, "990101")
    for kind in (K.CATERING, K.SMALL_WORKSHOP, K.AGRI_INPUT_SHOP):
        assert papers.required(layers, kind, farm_produce_only=True) == papers.required(layers, kind)


def test_the_state_names_the_paper_that_lacks_or_has_expired(shipped: Pack) -> None:
    old, new = paper(T.FOOD_OPERATION, date(2020, 1, 1)), paper(T.FOOD_OPERATION, OLD)
    found = state_of(shipped, "990101", K.RURAL_STORE, [old, new])
    assert [(each.standing, each.paper) for each in found.groups] == [
        (Standing.MISSING, None),
        (Standing.EXPIRED, new),
    ]


def test_a_paper_that_begins_later_or_was_voided_is_none(shipped: Pack) -> None:
    later = paper(T.FOOD_OPERATION, since=TODAY + timedelta(days=1))
    void = paper(T.BUSINESS, voided_at=SEEN_AT, void_reason="误录")
    assert state_of(shipped, "990101", K.RURAL_STORE, [later, paper(T.BUSINESS)]).state is NO_PERMIT
    assert state_of(shipped, "990101", K.RURAL_STORE, [void, paper(T.FOOD_OPERATION)]).state is NO_REGISTRATION


def test_papers_that_nobody_asked_for_are_not_seen(shipped: Pack) -> None:
    groups = papers.required(shipped(RequiredPapers), K.RURAL_STORE)
    assert papers.compare(groups, [], TODAY, looked=False).state is NOT_SEEN
    assert papers.compare(groups, [], TODAY, looked=True).state is NEITHER
    assert papers.compare(groups, [paper(T.BUSINESS)], TODAY, looked=False).state is NO_PERMIT


@pytest.mark.parametrize("kind", OperatorKind)
@pytest.mark.parametrize("division", ["990101", "330102", "370102", "410102", "500101", "110101"])
def test_every_kind_of_operator_needs_a_paper_everywhere(shipped: Pack, kind: OperatorKind, division: str) -> None:
    groups = papers.required(packs.layers(shipped(RequiredPapers), TODAY, division), kind)
    assert groups
    assert papers.compare(groups, [paper(group[0]) for group in groups], TODAY).state is COMPLETE
    assert papers.compare(groups, [], TODAY).state is NEITHER


@given(st.lists(st.tuples(st.sampled_from(LicenceType), st.none() | st.dates(date(2024, 1, 1), date(2027, 1, 1)))))
def test_another_valid_paper_never_makes_it_worse(seen: list[tuple[LicenceType, date | None]]) -> None:
    groups = [(T.BUSINESS,), (T.FOOD_OPERATION, T.PREPACKED_FILING)]
    licences = [paper(each, until) for each, until in seen]
    before = papers.compare(groups, licences, TODAY).state
    after = papers.compare(groups, [*licences, paper(T.FOOD_OPERATION)], TODAY).state
    assert (before, after) in {
        (COMPLETE, COMPLETE),
        (NO_PERMIT, COMPLETE),
        (NO_PERMIT, EXPIRED),  # of the business licence
        (EXPIRED, COMPLETE),
        (EXPIRED, EXPIRED),
        (NEITHER, NO_REGISTRATION),
        (NO_REGISTRATION, NO_REGISTRATION),
    }


def test_every_state_of_the_papers_is_one_of_the_operator() -> None:
    assert set(papers.LICENCE_STATES) == set(PapersState)
    assert set(LicenceState) - set(papers.LICENCE_STATES.values()) == {LicenceState.SUSPENDED, LicenceState.REVOKED}


def test_the_history_tells_what_was_known_on_each_day() -> None:
    groups = [(T.BUSINESS,), (T.FOOD_OPERATION,)]
    business = paper(T.BUSINESS)
    first = paper(T.FOOD_OPERATION, date(2025, 3, 31), seen_at=SEEN_AT + 10 * DAY_US)
    second = paper(T.FOOD_OPERATION, date(2030, 4, 19), date(2025, 4, 20), seen_at=SEEN_AT + 120 * DAY_US)
    assert papers.history(groups, [business, first, second], date(2024, 12, 1), TODAY) == [
        (date(2024, 12, 1), NOT_SEEN),
        (date(2025, 1, 1), NO_PERMIT),
        (date(2025, 1, 11), COMPLETE),
        (date(2025, 4, 1), EXPIRED),
        (date(2025, 5, 1), COMPLETE),
    ]


def test_r_10_each_warning_of_the_end_appears_once_on_its_day(shipped: Pack) -> None:
    (nation, *_) = shipped(RequiredPapers)
    until, shown, warned = date(2025, 12, 31), None, []
    for number in range(100):
        today = date(2025, 10, 1) + timedelta(days=number)
        days = papers.warnings_since(until, shown, today, nation.warn_days)
        if days is not None:
            warned.append((today, days))
        shown = today
    assert warned == [(date(2025, 11, 1), 60), (date(2025, 12, 1), 30), (date(2025, 12, 24), 7)]
    assert papers.warnings_since(until, None, date(2025, 12, 30), nation.warn_days) == 7
    assert papers.warnings_since(until, date(2025, 10, 1), date(2026, 1, 1), nation.warn_days) is None
