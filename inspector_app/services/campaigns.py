"""Campaigns (专项整治): targets from a scope, progress counted from their visits, and a bulletin in one step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from inspector_app.documents.forms import Form
from inspector_app.documents.papers import paper
from inspector_app.domain.local_time import CHINA, instant
from inspector_app.domain.problems import Code, Problem
from inspector_app.domain.states import COUNTY, FIELD, HQ
from inspector_app.records.goods import ProductField
from inspector_app.records.inspections import Inspection, InspectionType
from inspector_app.records.notices import Campaign, CampaignScope, CampaignTarget, TargetState
from inspector_app.records.operators import OperatorKind
from inspector_app.services import inspections, workflow
from inspector_app.services.acting import Acting, require
from inspector_app.services.workflow import Taken
from inspector_app.storage import campaigns as stored
from inspector_app.storage import merges, reference
from sync.record import Id, id_for, new_id

WEEK = timedelta(days=7)
FIELDS: Mapping[OperatorKind, ProductField] = {
    OperatorKind.AGRI_INPUT_SHOP: ProductField.AGRI_INPUT,
    OperatorKind.CONSUMER_GOODS_SHOP: ProductField.CONSUMER_GOODS,
}
"""Of kinds that do not deal in food."""


@dataclass(frozen=True, slots=True)
class Town:
    """How far one township is: `visits` are signed ones, `orders` what they ordered, `settled` those that are done."""

    code: str
    targets: int
    visits: int
    orders: int
    settled: int


@dataclass(frozen=True, slots=True)
class Progress:
    towns: tuple[Town, ...]
    quota: int | None

    def total(self, name: str) -> int:
        """Of the county: the sum of its townships."""
        return sum(getattr(town, name) for town in self.towns)


def plan(act: Acting, code: str, title: str, scope: CampaignScope, ends_on: date, **fields: Any) -> Campaign:
    """Plan a campaign: the county's or HQ's. Raises AppError not_allowed, Refused without its words."""
    act.require_role(COUNTY | HQ)
    given = {"code": code, "title": title}
    require([Problem(name, Code.REQUIRED) for name, value in given.items() if not value.strip()])
    campaign = Campaign(
        id=new_id(), county_code=act.user.office_code, scope=scope, ends_on=ends_on, created_by=act.user.id,
        **given, **fields,
    )  # fmt: skip
    return workflow.begin(act, campaign).record


def begin(act: Acting, campaign_id: str) -> Taken[Campaign]:
    """Begin it: every operator of the scope becomes a target. Raises Refused for a scope that names nobody."""
    campaign = act.get(Campaign, campaign_id)
    named = targets_in_scope(act, campaign.scope)
    require([] if named else [Problem("scope", Code.REQUIRED)])
    told = {"scope": campaign.scope.model_dump(mode="json"), "ends_on": campaign.wire()["ends_on"]}
    taken = workflow.take(act, campaign, "begin", told)
    add_targets(act, taken.record, named)
    return taken


def targets_in_scope(act: Acting, scope: CampaignScope) -> list[Id]:
    wanted = {ProductField(each) for each in scope.product_fields}
    kinds = [each for each in OperatorKind if FIELDS.get(each, ProductField.FOOD) in wanted]
    return stored.in_scope(act.session, scope, kinds)


def add_targets(act: Acting, campaign: Campaign, operator_ids: list[Id]) -> list[CampaignTarget]:
    """Make operators targets that are none yet: new shops come in while it runs. A target has one id everywhere."""
    targets = stored.targets_of(act.session, campaign.id)
    known = {*merges.now_of(act.session, {each.operator_id for each in targets}).values()}
    new = [each for each in operator_ids if each not in known]
    fields = {"campaign_id": campaign.id, "due_on": campaign.ends_on}
    added = (
        CampaignTarget(id=id_for(CampaignTarget.kind, campaign.id, operator_id), operator_id=operator_id, **fields)
        for operator_id in new
    )
    return [workflow.begin(act, each).record for each in added]


def visit(act: Acting, target_id: str) -> Inspection:
    """Begin the visit of a target, which counts for the campaign. Raises what a new visit does."""
    act.require_role(FIELD)
    target = act.get(CampaignTarget, target_id)
    begun = inspections.start(act, target.operator_id, InspectionType.CAMPAIGN)
    return act.save(begun.changed(campaign_id=target.campaign_id))


def settle(act: Acting, target_id: str, visit_id: str) -> Taken[CampaignTarget]:
    """Note that a target was visited. Raises Refused for a visit that is not signed, or not this campaign's."""
    target, done = act.get(CampaignTarget, target_id), act.get(Inspection, visit_id)
    if done.signed_at is None or done.campaign_id != target.campaign_id:
        require([Problem("inspection_id", Code.OTHER_SUBJECT)])
    return workflow.take(act, target, "visit", {"inspection_id": visit_id})


def open_targets(act: Acting, campaign_id: str) -> list[CampaignTarget]:
    return [each for each in stored.targets_of(act.session, campaign_id) if each.state is TargetState.ASSIGNED]


def progress(act: Acting, campaign_id: str) -> Progress:
    """Counted from the records as they stand; nothing of it is stored."""
    campaign = act.get(Campaign, campaign_id)
    targets = stored.target_counts(act.session, campaign_id)
    visits = stored.visit_counts(act.session, campaign_id)
    orders = stored.order_counts(act.session, campaign_id, closed=False)
    settled = stored.order_counts(act.session, campaign_id, closed=True)
    towns = (
        Town(code, *(each.get(code, 0) for each in (targets, visits, orders, settled)))
        for code in sorted({*targets, *visits})
    )
    return Progress(tuple(towns), campaign.quota)


def behind(act: Acting, campaign_id: str, township: str | None = None) -> list[Id]:
    """The visits that a number counts."""
    return stored.visits_behind(act.session, campaign_id, township)


def bulletin(act: Acting, campaign_id: str, last_day: date, *, demo: bool) -> Form:
    """The paper of the week that ends with a day: its visits and those so far, by township and in sum."""
    campaign = act.get(Campaign, campaign_id)
    since, until = (instant(datetime.combine(day, time(), CHINA)) for day in (last_day - WEEK, last_day))
    day = 86_400_000_000
    week = stored.visit_counts(act.session, campaign_id, since + day, until + day)
    so_far = progress(act, campaign_id)
    regions = {town.code: reference.region(act.session, town.code, last_day) for town in so_far.towns}
    names = {code: region.name if region else code for code, region in regions.items()}
    return paper(
        "campaign_bulletin", act.user, None, demo=demo, campaign=campaign, progress=so_far, week=week, names=names,
        first_day=last_day - WEEK + timedelta(days=1), last_day=last_day,
    )  # fmt: skip
