"""Every kind of rule pack by its id: what checks a file before it is published or used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from inspector_app.domain import packs
from inspector_app.domain.additives import AdditiveLimits
from inspector_app.domain.areas import AreaCards
from inspector_app.domain.banned_substances import BannedSubstances
from inspector_app.domain.clocks import Clocks
from inspector_app.domain.credit import CreditRules
from inspector_app.domain.cross_check import CrossCheckRules
from inspector_app.domain.duplicates import DuplicateRules
from inspector_app.domain.figures import Figures
from inspector_app.domain.goods_codes import CodeForms
from inspector_app.domain.grading import GradingRules
from inspector_app.domain.input_checks import InputChecks
from inspector_app.domain.inspections import FlagLimits
from inspector_app.domain.labels import LabelRules, PlainLabels
from inspector_app.domain.market_entry import MarketEntry
from inspector_app.domain.obstruction import ObstructionForms
from inspector_app.domain.outreach import Outreach
from inspector_app.domain.packs import PackInvalid, Version
from inspector_app.domain.papers import RequiredPapers
from inspector_app.domain.pledge import PledgeText
from inspector_app.domain.powers import Powers
from inspector_app.domain.quality import QualityIndex
from inspector_app.domain.retention import RetentionRules
from inspector_app.domain.risk import RiskRules
from inspector_app.domain.scoring import ScoringRules
from inspector_app.domain.seasons import Seasons
from inspector_app.domain.shelf_life import NearExpiryScale
from inspector_app.domain.supplier_papers import SupplierPapers

_CLASSES: tuple[type[Version], ...] = (
    AdditiveLimits,
    AreaCards,
    BannedSubstances,
    Clocks,
    CodeForms,
    CreditRules,
    CrossCheckRules,
    DuplicateRules,
    Figures,
    FlagLimits,
    GradingRules,
    InputChecks,
    LabelRules,
    MarketEntry,
    NearExpiryScale,
    ObstructionForms,
    Outreach,
    PlainLabels,
    PledgeText,
    Powers,
    QualityIndex,
    RequiredPapers,
    RetentionRules,
    RiskRules,
    ScoringRules,
    Seasons,
    SupplierPapers,
)
PACKS: Mapping[str, type[Version]] = {cls.pack: cls for cls in _CLASSES}


def check(body: Any) -> tuple[Version, ...]:
    """The versions of a pack of any kind. Raises PackInvalid naming the place of the first thing wrong."""
    if not isinstance(body, dict) or body.get("pack") not in PACKS:
        raise PackInvalid("pack", "no such pack")
    return packs.parse(PACKS[body["pack"]], body)
