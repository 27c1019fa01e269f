"""Campaigns, the blacklist and publication: how they move, and who must not act twice (domain.md 7.13)."""

from __future__ import annotations

from inspector_app.domain.states import COUNTY, FIELD, HQ, LEAD, Machine, Move
from inspector_app.records.credit import BlacklistState
from inspector_app.records.notices import CampaignState, PublicationState, TargetState
from inspector_app.records.people import Role

CAMPAIGNS = Machine(
    CampaignState.PLANNED,
    (
        Move("begin", CampaignState.PLANNED, CampaignState.ACTIVE, COUNTY | HQ, ("scope", "ends_on")),
        Move("wind_up", CampaignState.ACTIVE, CampaignState.CLOSING, COUNTY | HQ),
        Move("close", CampaignState.CLOSING, CampaignState.CLOSED, COUNTY | HQ, ("summary",)),
    ),
)


TARGETS = Machine(
    TargetState.ASSIGNED,
    (
        Move("visit", TargetState.ASSIGNED, TargetState.VISITED, FIELD, ("inspection_id",)),
        Move("correct", TargetState.VISITED, TargetState.CORRECTED, FIELD, ("rectification_id",)),
        Move("close", TargetState.VISITED, TargetState.CLOSED, LEAD, ("conform",)),
        Move("close", TargetState.CORRECTED, TargetState.CLOSED, LEAD),
    ),
)
"""One operator of a campaign. Where the visit found nothing there is nothing to correct."""


BLACKLIST = Machine(
    BlacklistState.PROPOSED,
    (
        Move("notify", BlacklistState.PROPOSED, BlacklistState.NOTIFIED, COUNTY, ("basis", "evidence", "notified_at")),
        Move("decide", BlacklistState.NOTIFIED, BlacklistState.DECIDED, HQ, ("statement|no_statement",), "notify"),
        Move(
            "list",
            BlacklistState.DECIDED,
            BlacklistState.LISTED,
            HQ,
            ("listed_on", "term_ends_on"),
            clock="blacklist_term",
        ),
        Move("reject", BlacklistState.DECIDED, BlacklistState.REJECTED, HQ, ("reason",)),
        Move("remove", BlacklistState.LISTED, BlacklistState.REMOVED, HQ, ("reason",)),
        Move("expire", BlacklistState.LISTED, BlacklistState.EXPIRED, HQ),
    ),
)
"""The party is told and heard before the decision; the county proposes, headquarters decides (FSLR 66)."""


PUBLICATIONS = Machine(
    PublicationState.DRAFT,
    (
        Move("mask", PublicationState.DRAFT, PublicationState.MASKED, FIELD | COUNTY, ("text",)),
        Move("review", PublicationState.MASKED, PublicationState.REVIEWED, frozenset({Role.TEAM_LEAD})),
        Move("return", PublicationState.MASKED, PublicationState.DRAFT, frozenset({Role.TEAM_LEAD}), ("reason",)),
        Move("approve", PublicationState.REVIEWED, PublicationState.APPROVED, COUNTY, (), "review"),
        Move("return", PublicationState.REVIEWED, PublicationState.DRAFT, COUNTY, ("reason",)),
        Move("release", PublicationState.APPROVED, PublicationState.RELEASED, COUNTY, ("released_at",)),
        Move("withdraw", PublicationState.RELEASED, PublicationState.WITHDRAWN, COUNTY, ("reason",)),
        Move("expire", PublicationState.RELEASED, PublicationState.EXPIRED, COUNTY),
    ),
)
"""Nothing is public without the county's approval; who checked does not approve."""
