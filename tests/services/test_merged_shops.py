"""A shop that was registered twice and merged is one to whoever asks for it, and its past is one past."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from inspector_app.domain.cross_check import Difference
from inspector_app.domain.figures import Figures
from inspector_app.records.ledgers import Direction
from inspector_app.records.notices import Campaign, CampaignScope, CampaignTarget
from inspector_app.records.operators import LicenceType, Operator
from inspector_app.records.suppliers import Supplier
from inspector_app.services import campaigns, cross_checks, inspections, supplier_files
from inspector_app.services.acting import Refused
from inspector_app.services.rules import latest
from inspector_app.storage import figures, merges, operator_history, overview, products
from inspector_app.storage.figures import Period
from sync.record import new_id
from tests import factories
from tests.replica_fixtures import Laptop

DAY = date(2026, 3, 18)


@pytest.fixture
def earlier(laptop: Laptop) -> Operator:
    """The first registration of the laptop's shop, not merged yet."""
    made = factories.operator(name="柳树便民店", uscc=None)
    laptop.receive(made)
    return made


def merge(laptop: Laptop, earlier: Operator) -> None:
    laptop.receive(factories.merger(earlier, laptop.shop))


def test_a_draft_at_the_earlier_registration_is_gone_on_with(laptop: Laptop, earlier: Operator) -> None:
    with laptop.acting() as act:
        begun = inspections.begin(act, earlier.id)
    merge(laptop, earlier)
    with laptop.acting() as act:
        assert inspections.begin(act, laptop.shop.id) == begun


def test_a_campaign_visits_it_once(laptop: Laptop, earlier: Operator) -> None:
    campaign: Campaign = factories.any_of(Campaign)
    target = factories.any_of(CampaignTarget, campaign_id=campaign.id, operator_id=earlier.id)
    laptop.receive(campaign, target)
    merge(laptop, earlier)
    with laptop.acting() as act:
        named = campaigns.targets_in_scope(act, CampaignScope(divisions=(factories.VILLAGE,)))
        assert named == [laptop.shop.id]
        assert campaigns.add_targets(act, campaign, named) == [], "it is a target by its earlier registration"


def test_figures_count_it_once(laptop: Laptop, earlier: Operator) -> None:
    figure = next(each for each in latest(Figures).figures if each.id == "operators")

    def count() -> int:
        with laptop.sessions() as session:
            return figures.within(session, figure, Period(DAY, DAY, DAY), factories.COUNTY)

    assert count() == 2
    merge(laptop, earlier)
    assert count() == 1


def test_its_history_and_last_visit_are_those_of_both(laptop: Laptop, earlier: Operator) -> None:
    visit = factories.visit(earlier, laptop.wang, laptop.device_id, started_at=laptop.now)
    laptop.receive(visit)

    def told() -> tuple[bool, dict[str, int]]:
        with laptop.sessions() as session:
            past = operator_history.history(session, laptop.shop.id)
            return visit in [each.record for each in past], overview.last_visits(session, [laptop.shop.id])

    assert told() == (False, {})
    merge(laptop, earlier)
    assert told() == (True, {laptop.shop.id: laptop.now})


def test_its_own_code_of_goods_is_known(laptop: Laptop, earlier: Operator) -> None:
    goods = factories.product(gtin=None, store_operator_id=earlier.id, store_code="0007")
    laptop.receive(goods)
    merge(laptop, earlier)
    with laptop.sessions() as session:
        assert products.by_store_code(session, laptop.shop.id, "0007") == [goods]


def test_its_licence_is_the_dealers(laptop: Laptop, earlier: Operator) -> None:
    dealer: Supplier = factories.any_of(Supplier, operator_id=laptop.shop.id)
    licence = factories.licence(earlier.id, licence_type=LicenceType.FOOD_OPERATION)
    laptop.receive(dealer, licence)
    with pytest.raises(Refused), laptop.acting() as act:
        supplier_files.share_licence(act, dealer.id, licence.id)
    merge(laptop, earlier)
    with laptop.acting() as act:
        assert supplier_files.share_licence(act, dealer.id, licence.id).number == licence.number


def test_a_line_that_only_writes_its_earlier_name_is_in_the_books_compared(laptop: Laptop, earlier: Operator) -> None:
    seller = factories.operator(name="云岭县粮油批发部")
    sale: dict[str, Any] = {"direction": Direction.OUT, "partner_name": earlier.name, "product_name": "只在卖方"}
    laptop.receive(seller, factories.ledger_entry(seller.id, **sale))

    def differences() -> list[Difference]:
        with laptop.acting() as act:
            found = cross_checks.between(act, seller.id, laptop.shop.id, date(2026, 3, 1), date(2026, 3, 15))
        return [each.difference for each in found]

    assert differences() == []
    merge(laptop, earlier)
    assert len(differences()) == 1


def test_nobody_is_no_shop(laptop: Laptop) -> None:
    with laptop.sessions() as session:
        assert not merges.are_one(session, None, None)
        assert not merges.are_one(session, laptop.shop.id, new_id())
        assert merges.are_one(session, laptop.shop.id, laptop.shop.id)
