"""A campaign's targets follow from its scope; its numbers are counts of visits, and townships add up to the county."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from inspector_app.domain.problems import Code
from inspector_app.records.inspections import Inspection, InspectionType, RectificationState
from inspector_app.records.inspections import Rectification as Order
from inspector_app.records.notices import Campaign, CampaignScope, CampaignState, CampaignTarget, TargetState
from inspector_app.records.operators import Operator, OperatorKind
from inspector_app.records.people import Role, User
from inspector_app.services import campaigns
from inspector_app.services.acting import Refused
from inspector_app.storage import campaigns as stored
from inspector_app.storage.tables import TABLES
from sync.record import new_id
from tests import factories
from tests.replica_fixtures import Laptop

TOWNS = ("990101100", "990101101")
DAY = 24 * 60 * factories.MINUTE


@pytest.fixture
def county(laptop: Laptop) -> User:
    user = factories.user(username="county", role=Role.COUNTY_ADMIN)
    laptop.receive(user)
    return user


@pytest.fixture
def shops(laptop: Laptop) -> list[Operator]:
    """Three workshops in one township, two in another, and the store that is no workshop."""
    kind = OperatorKind.SMALL_WORKSHOP
    made = [
        factories.operator(name=f"作坊{n}", operator_kind=kind, uscc=None, division_code=f"{TOWNS[n // 3]}200")
        for n in range(5)
    ]
    laptop.receive(*made, factories.operator(operator_kind=kind, status="CLOSED", uscc=None))
    return made


def planned(laptop: Laptop, county: User, **scope: Any) -> Campaign:
    asked = CampaignScope.model_validate({"operator_kinds": ("SMALL_WORKSHOP",)} | scope)
    with laptop.acting(county) as act:
        return campaigns.plan(act, "ZX-2026-1", "小作坊整治", asked, date(2026, 6, 30), quota=5)


def begun(laptop: Laptop, county: User, **scope: Any) -> tuple[Campaign, dict[str, CampaignTarget]]:
    campaign = planned(laptop, county, **scope)
    with laptop.acting(county) as act:
        campaign = campaigns.begin(act, campaign.id).record
        return campaign, {each.operator_id: each for each in stored.targets_of(act.session, campaign.id)}


def visited(laptop: Laptop, campaign: Campaign, shop: Operator, day: int = 0, **fields: Any) -> Inspection:
    at = laptop.now + day * DAY
    given = {"campaign_id": campaign.id, "started_at": at, "signed_at": at, "inspection_type": InspectionType.CAMPAIGN}
    visit = factories.visit(shop, laptop.wang, laptop.device_id, **given | fields)
    laptop.receive(visit)
    return visit


def test_targets_follow_from_the_scope(laptop: Laptop, county: User, shops: list[Operator]) -> None:
    """By kind, place and field of goods; who has closed down is none, and nobody is one twice."""
    campaign, targets = begun(laptop, county)
    assert campaign.state is CampaignState.ACTIVE
    assert sorted(targets) == sorted(each.id for each in shops)
    assert {each.due_on for each in targets.values()} == {date(2026, 6, 30)}
    with laptop.acting(county) as act:
        assert campaigns.add_targets(act, campaign, list(targets)) == []
        one_town = campaigns.targets_in_scope(act, CampaignScope(divisions=(TOWNS[1],)))
        assert sorted(one_town) == sorted(each.id for each in shops[3:])
        food = campaigns.targets_in_scope(act, CampaignScope(product_fields=("FOOD",)))
        assert sorted(food) == sorted([*targets, laptop.shop.id])
        assert campaigns.targets_in_scope(act, CampaignScope(product_fields=("AGRI_INPUT",))) == []


def test_a_target_that_two_laptops_add_is_one(laptop: Laptop, county: User, shops: list[Operator]) -> None:
    campaign, _ = begun(laptop, county)
    late = factories.operator()
    laptop.receive(late)
    added = []
    for _ in range(2):
        with suppress(InterruptedError), laptop.acting(county) as act:
            added += campaigns.add_targets(act, campaign, [late.id, *(shop.id for shop in shops)])
            raise InterruptedError  # as if it were on another laptop
    first, second = added
    assert first == second
    assert first.operator_id == late.id


def test_a_scope_that_names_nobody_begins_nothing(laptop: Laptop, county: User) -> None:
    campaign = planned(laptop, county, divisions=("990102",))
    with pytest.raises(Refused) as refused, laptop.acting(county) as act:
        campaigns.begin(act, campaign.id)
    assert [each.field for each in refused.value.problems] == ["scope"]


def test_only_the_county_plans_campaigns(laptop: Laptop) -> None:
    with pytest.raises(Exception, match="not_allowed"), laptop.acting() as act:
        campaigns.plan(act, "1", "整治", CampaignScope(), date(2026, 6, 30))


def test_e_10_progress_is_the_count_of_completed_linked_visits(
    laptop: Laptop, county: User, shops: list[Operator]
) -> None:
    """Each number leads to its visits, and the townships add up to the county, as another query counts it."""
    campaign, targets = begun(laptop, county)
    done = [visited(laptop, campaign, shop) for shop in (shops[0], shops[1], shops[3], shops[0])]
    visited(laptop, campaign, shops[2], signed_at=None, state="IN_PROGRESS")
    visited(laptop, campaign, shops[2], campaign_id=None)
    visited(laptop, campaign, shops[4], campaign_id=new_id())
    about = {"operator_id": shops[0].id, "inspection_id": done[0].id}
    laptop.receive(
        factories.any_of(Order, **about, state=RectificationState.OPEN),
        factories.any_of(Order, **about, state=RectificationState.CLOSED),
    )
    with laptop.acting() as act:
        progress = campaigns.progress(act, campaign.id)
        behind = {town.code: campaigns.behind(act, campaign.id, town.code) for town in progress.towns}
        table = TABLES["inspection"].c
        query = select(func.count()).where(table.campaign_id == campaign.id, table.signed_at.is_not(None))
        assert progress.total("visits") == act.session.scalars(query).one() == len(done)
        assert sorted(campaigns.behind(act, campaign.id)) == sorted(each.id for each in done)
    shown = [(town.code, town.targets, town.visits, town.orders, town.settled) for town in progress.towns]
    assert shown == [(TOWNS[0], 3, 3, 2, 1), (TOWNS[1], 2, 1, 0, 0)]
    assert {code: len(ids) for code, ids in behind.items()} == {TOWNS[0]: 3, TOWNS[1]: 1}
    assert progress.total("targets") == len(targets)


def test_a_target_is_settled_by_its_own_campaigns_signed_visit(
    laptop: Laptop, county: User, shops: list[Operator]
) -> None:
    campaign, targets = begun(laptop, county)
    target = targets[shops[0].id]
    for wrong in ({"signed_at": None, "state": "IN_PROGRESS"}, {"campaign_id": new_id()}):
        visit = visited(laptop, campaign, shops[0], **wrong)
        with pytest.raises(Refused) as refused, laptop.acting() as act:
            campaigns.settle(act, target.id, visit.id)
        assert [each.code for each in refused.value.problems] == [Code.OTHER_SUBJECT]
    visit = visited(laptop, campaign, shops[0])
    with laptop.acting() as act:
        assert campaigns.settle(act, target.id, visit.id).record.state is TargetState.VISITED
        assert target.id not in [each.id for each in campaigns.open_targets(act, campaign.id)]


def test_the_visit_of_a_target_counts_for_its_campaign(laptop: Laptop, county: User, shops: list[Operator]) -> None:
    campaign, targets = begun(laptop, county)
    with laptop.acting() as act:
        visit = campaigns.visit(act, targets[shops[0].id].id)
    assert (visit.campaign_id, visit.inspection_type) == (campaign.id, InspectionType.CAMPAIGN)


def test_the_bulletin_of_a_week_is_one_step(laptop: Laptop, county: User, shops: list[Operator]) -> None:
    """Of the week 19 to 25 March: three visits; one more of the day before, and one of the day after."""
    campaign, _ = begun(laptop, county)
    for shop, day in ((shops[0], 0), (shops[1], 1), (shops[2], 7), (shops[3], 7), (shops[4], 8)):
        visited(laptop, campaign, shop, day)
    with laptop.acting(county, 9 * 24 * 60) as act:
        bulletin = campaigns.bulletin(act, campaign.id, date(2026, 3, 25), demo=False)
    rows = [line.replace('" class="centre"', '"') for line in bulletin.html.splitlines() if line.startswith("<tr><td")]
    numbers = [[cell.split("<")[0] for cell in row.split('">')[2:]] for row in rows if 'width="28%"' in row]
    assert numbers == [["3", "2", "3", "0", "0"], ["2", "1", "2", "0", "0"], ["5", "3", "5", "0", "0"]]
    assert "清河镇" in bulletin.html
    assert "2026年3月19日至2026年3月25日" in bulletin.html
    assert "目标任务5户次，已完成5户次" in bulletin.html


def test_a_corrected_visit_is_one_visit_of_its_week_and_its_order_is_counted(
    laptop: Laptop, county: User, shops: list[Operator]
) -> None:
    campaign, _ = begun(laptop, county)
    made = visited(laptop, campaign, shops[0], 1)
    order = factories.any_of(Order, operator_id=shops[0].id, inspection_id=made.id, finding_ids=())
    version = factories.correction(made, laptop.now + 30 * DAY)
    laptop.receive(order, version)
    with laptop.acting(county) as act:
        counted = campaigns.progress(act, campaign.id)
        assert stored.visit_counts(act.session, campaign.id, laptop.now, laptop.now + 7 * DAY) == {TOWNS[0]: 1}
        assert stored.visit_counts(act.session, campaign.id, laptop.now + 7 * DAY) == {}
        assert campaigns.behind(act, campaign.id) == [version.id]
    assert (counted.total("visits"), counted.total("orders")) == (1, 1)
