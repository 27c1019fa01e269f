"""Every operator has a state of its papers, reckoned by the rules of its place; filters count what SQL counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import event, text

from inspector_app.domain.local_time import first_instant, local_date
from inspector_app.domain.papers import PapersState, Standing
from inspector_app.records.operators import LicenceState, LicenceType, Operator, OperatorKind
from inspector_app.services import licence_states
from inspector_app.services import registration as register
from inspector_app.services.registration import Registration
from sync.record import new_id
from tests import factories
from tests.replica_fixtures import Laptop

SHOP = {"uscc": None, "number_missing_reason": "未办理"}
PERMIT, BUSINESS = LicenceType.FOOD_OPERATION, LicenceType.BUSINESS
EVERY = ((BUSINESS, PERMIT), (BUSINESS,), (PERMIT,), (), ("looked",), (BUSINESS, "ended"))
STATES = {
    PapersState.COMPLETE: "h AND p AND NOT ended", PapersState.PERMIT_MISSING: "h AND NOT p",
    PapersState.REGISTRATION_MISSING: "NOT h AND p", PapersState.NEITHER: "NOT h AND NOT p AND looked",
    PapersState.EXPIRED: "h AND p AND ended", PapersState.NOT_SEEN: "NOT h AND NOT p AND NOT looked",
}  # fmt: skip
SQL = """
WITH seen AS (
    SELECT o.id, o.licence_state <> 'NOT_SEEN' AS looked,
        o.uscc IS NOT NULL AND (o.licence_state <> 'NOT_SEEN' OR count(l.id) > 0)
            OR coalesce(sum(l.licence_type = 'BUSINESS'), 0) > 0 AS h,
        coalesce(sum(l.licence_type = 'FOOD_OPERATION'), 0) > 0 AS p,
        coalesce(max(l.licence_type = 'FOOD_OPERATION' AND l.valid_until < :today), 0) AS ended
    FROM operator o LEFT JOIN licence l ON l.operator_id = o.id AND l.voided_at IS NULL
    WHERE o.division_code LIKE '990101100%' AND o.voided_at IS NULL GROUP BY o.id
) SELECT count(*) FROM seen WHERE """


def fill(laptop: Laptop) -> None:
    """Six shops of each sort, one sort with the number of its licence in the register alone."""
    for held in EVERY:
        for number in range(6):
            state = LicenceState.NONE if "looked" in held else LicenceState.NOT_SEEN
            code = {"uscc": "92990101MA00000C5L"} if number == 5 and PERMIT in held else SHOP
            shop = factories.operator(licence_state=state, division_code=f"99010110020{number}", **code)
            ended = date(2026, 1, 1) if "ended" in held else None
            kinds = [PERMIT, BUSINESS] if "ended" in held else [each for each in held if each != "looked"]
            papers = [
                factories.licence(shop.id, licence_type=each, valid_until=ended if each is PERMIT else None)
                for each in kinds
            ]
            laptop.receive(shop, *papers)
    laptop.receive(factories.operator(division_code="990101101200"))  # of another town


def test_r_2_every_operator_has_a_state_and_each_filter_counts_what_sql_counts(laptop: Laptop) -> None:
    fill(laptop)
    with laptop.sessions() as session:
        today = local_date(laptop.now)
        counts = licence_states.counts(session, "990101100", today)
        own = {
            state: session.execute(text(SQL + where), {"today": today.isoformat()}).scalar_one()
            for state, where in STATES.items()
        }
        assert dict(counts) == own
        assert min(own.values()) > 0
        assert sum(own.values()) == 37  # all, with the shop that the laptop has anyway
        for state in PapersState:
            found = licence_states.those_in(session, "990101100", state, today)
            assert len(found) == own[state]
            assert all(licence_states.papers(session, each, today).state is state for each in found)


def test_r_2_a_seller_of_farm_produce_alone_is_not_counted_without_a_permit(laptop: Laptop) -> None:
    today, place = local_date(laptop.now), "990101102200"
    state = {"licence_state": LicenceState.NONE, "division_code": place, "operator_kind": OperatorKind.FOOD_RETAILER}
    greengrocer, grocer = factories.operator(farm_produce_only=True, **state), factories.operator(**state)
    laptop.receive(greengrocer, grocer)
    with laptop.sessions() as session:
        counts = licence_states.counts(session, "990101102", today)
        assert counts == {PapersState.COMPLETE: 1, PapersState.PERMIT_MISSING: 1}
        assert licence_states.those_in(session, place, PapersState.COMPLETE, today) == [greengrocer]


def test_r_2_the_state_has_its_history(laptop: Laptop) -> None:
    day = local_date(laptop.now)
    shop = laptop.shop.changed(registered_at=first_instant(day - timedelta(days=90)))
    paper = factories.licence(
        shop.id, seen_at=first_instant(day - timedelta(days=60)), valid_until=day - timedelta(days=10)
    )
    laptop.receive(shop, paper)
    with laptop.sessions() as session:
        assert licence_states.history(session, shop, day) == [
            (day - timedelta(days=90), PapersState.NOT_SEEN),
            (day - timedelta(days=60), PapersState.COMPLETE),
            (day - timedelta(days=9), PapersState.EXPIRED),
        ]
        groups = licence_states.papers(session, shop, day).groups
    assert [each.standing for each in groups] == [Standing.VALID, Standing.EXPIRED]


@pytest.mark.parametrize(
    ("said", "until", "kept"),
    [
        (LicenceState.NOT_SEEN, None, LicenceState.VALID),
        (LicenceState.NOT_SEEN, date(2026, 1, 1), LicenceState.EXPIRED),
        (LicenceState.NONE, None, LicenceState.NONE),
        (LicenceState.SUSPENDED, None, LicenceState.SUSPENDED),
    ],
)
def test_a_registration_takes_the_state_from_its_papers_unless_a_person_says_it(
    laptop: Laptop, said: LicenceState, until: date | None, kept: LicenceState
) -> None:
    shop = factories.operator(licence_state=said)
    new = Registration(shop, factories.person(shop.id), (factories.licence(shop.id, valid_until=until),))
    with laptop.acting() as act:
        assert register.register(act, new).licence_state is kept


def test_a_paper_that_is_seen_later_changes_the_state_and_a_missing_one_is_left_to_the_person(laptop: Laptop) -> None:
    stall = factories.operator(operator_kind=OperatorKind.FOOD_STALL, **SHOP)
    new = Registration(stall, factories.person(stall.id))
    card = factories.licence(stall.id, licence_type=LicenceType.STALL_CARD, number_as_printed="云岭摊登字第00001号")
    with laptop.acting() as act:
        kept = register.register(act, replace(new, licences=()))
        assert kept.licence_state is LicenceState.NOT_SEEN
        register.add_licence(act, card)
        assert act.get(Operator, stall.id).licence_state is LicenceState.VALID
    workshop = factories.operator(operator_kind=OperatorKind.SMALL_WORKSHOP, **SHOP)
    paper = factories.licence(workshop.id, licence_type=BUSINESS, number_as_printed="92990101MA00000C5L")
    with laptop.acting() as act:
        half = register.register(act, Registration(workshop, factories.person(workshop.id), (paper,)))
    assert half.licence_state is LicenceState.NOT_SEEN


def test_what_an_officer_says_of_the_papers_stands_until_they_say_more(laptop: Laptop) -> None:
    """Her permit names no end, and he was shown that it has ended."""
    shop = factories.operator(uscc="92990101MA00000C5L")
    permit = factories.licence(shop.id, licence_type=PERMIT, number_as_printed="JY19901010000014")
    new = Registration(shop, factories.person(shop.id), (permit,))

    def state() -> LicenceState:
        with laptop.acting() as act:
            return act.get(Operator, shop.id).licence_state

    with laptop.acting() as act:
        register.register(act, new)
    assert state() is LicenceState.VALID
    with laptop.acting() as act:
        ended = replace(new, operator=act.get(Operator, shop.id).changed(licence_state=LicenceState.EXPIRED))
        register.change(act, ended)
        register.change(act, replace(ended, operator=ended.operator.changed(phone="14000000002")))
    assert state() is LicenceState.EXPIRED
    with laptop.acting() as act:
        business = {"licence_type": BUSINESS, "number_as_printed": "92990101MA00000C5L"}
        register.add_licence(act, factories.licence(shop.id, **business))
    assert state() is LicenceState.EXPIRED, "that she is registered nobody doubted"
    with laptop.acting() as act:
        renewed = permit.changed(id=new_id(), valid_until=date(2030, 1, 1))
        register.add_licence(act, renewed)
    assert state() is LicenceState.VALID


def test_a_merged_shops_papers_count_wherever_it_was_registered(laptop: Laptop) -> None:
    elsewhere = factories.operator(division_code="990101101200", **SHOP)
    papers = [factories.licence(elsewhere.id, licence_type=each) for each in (BUSINESS, PERMIT)]
    laptop.receive(elsewhere, *papers, factories.merger(elsewhere, laptop.shop))
    today = local_date(laptop.now)
    with laptop.sessions() as session:
        assert licence_states.papers(session, laptop.shop, today).state is PapersState.COMPLETE
        assert licence_states.those_in(session, factories.TOWNSHIP, PapersState.COMPLETE, today) == [laptop.shop]
        assert licence_states.counts(session, elsewhere.division_code, today).total() == 0


def test_mergers_and_kinds_cost_no_query_a_shop(laptop: Laptop) -> None:
    shops = [factories.operator(**SHOP) for _ in range(30)]
    laptop.receive(*shops, *(factories.merger(*pair) for pair in zip(shops[:10], shops[10:20], strict=True)))
    told: list[str] = []
    with laptop.sessions() as session:
        event.listen(session.connection(), "before_cursor_execute", lambda *args: told.append(args[2]))
        assert licence_states.counts(session, factories.COUNTY, local_date(laptop.now)).total() == 21
    assert len(told) == 3


def test_a_business_licence_that_was_seen_counts_before_its_number_in_the_register(laptop: Laptop) -> None:
    shop = factories.operator(uscc="92990101MA00000C5L")
    ended = factories.licence(shop.id, licence_type=BUSINESS, valid_until=date(2026, 1, 1))
    laptop.receive(shop, ended, factories.licence(shop.id, licence_type=PERMIT))
    with laptop.sessions() as session:
        assert licence_states.papers(session, shop, local_date(laptop.now)).state is PapersState.EXPIRED
        history = licence_states.history(session, shop, local_date(laptop.now))
        assert history[-1][1] is PapersState.EXPIRED
