"""What follows from an item that does not conform, and on which paper (SIR art. 32, 33; domain.md 4.4)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Consequence(StrEnum):
    INVESTIGATE = "INVESTIGATE"
    """依法调查处理"""
    CORRECTED_ON_SITE = "CORRECTED_ON_SITE"
    """当场整改, with what was done on record"""
    ORDER_CORRECTION = "ORDER_CORRECTION"
    """限期整改, demand and time limit in writing"""


class Paper(StrEnum):
    """The document that the consequence is written on; names as in the form set."""

    CASE_SOURCE = "CASE_SOURCE"
    SITE_RECORD = "SITE_RECORD"
    CORRECTION_ORDER = "CORRECTION_ORDER"


PAPERS = {
    Consequence.INVESTIGATE: Paper.CASE_SOURCE,
    Consequence.CORRECTED_ON_SITE: Paper.SITE_RECORD,
    Consequence.ORDER_CORRECTION: Paper.CORRECTION_ORDER,
}


class Basis(StrEnum):
    ART_32 = "ART_32"
    """A key item that affects food safety."""
    ART_33_1 = "ART_33_1"
    """A general item, clearly slight, without effect on food safety."""
    ART_33_3 = "ART_33_3"
    """A general item that affects food safety."""
    GAP = "GAP"
    """The measures are silent: a key item without effect, or a general one that is not slight. Our reading: corrected,
    and where it was not done on the spot ordered in writing; an officer confirms."""


@dataclass(frozen=True, slots=True)
class Following:
    consequence: Consequence
    basis: Basis

    @property
    def paper(self) -> Paper:
        return PAPERS[self.consequence]

    @property
    def confirm(self) -> bool:
        """Whether an officer has to confirm it, because no clause says it."""
        return self.basis is Basis.GAP


def following(*, key: bool, affects_safety: bool, slight: bool, corrected: bool) -> Following:
    """`corrected`: while the inspector was there. What affects safety is investigated though it was corrected."""
    if affects_safety:
        return Following(Consequence.INVESTIGATE, Basis.ART_32 if key else Basis.ART_33_3)
    done = Consequence.CORRECTED_ON_SITE if corrected else Consequence.ORDER_CORRECTION
    return Following(done, Basis.ART_33_1 if slight and not key else Basis.GAP)
