"""What a faulty label is: in order, a defect (瑕疵), an offence, or a serious one (domain.md 4.7; FSL 125; SIR 37)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from inspector_app.domain.checklists import Item
from inspector_app.domain.explanation import Line


class LabelLevel(StrEnum):
    COMPLIANT = "COMPLIANT"
    DEFECT = "DEFECT"
    """Does not touch safety and misleads nobody: ordered to be corrected (FSL 125 para 2)."""
    VIOLATION = "VIOLATION"
    """FSL 125 para 1."""
    SERIOUS = "SERIOUS"
    """FSL 34 items 10 and 11, 124, 125."""


class Serious(StrEnum):
    NO_LABEL = "NO_LABEL"
    FALSE_DATE = "FALSE_DATE"
    EXPIRED = "EXPIRED"


class DefectReason(StrEnum):
    """The six cases of SIR art. 37."""

    TYPE = "TYPE"
    """(一) size, font, height of letters; misprints, traditional characters, translation."""
    NET_CONTENT_OR_STORAGE = "NET_CONTENT_OR_STORAGE"
    """(二) form of net content and specification; no storage note where none is special."""
    INFORMAL_NAME = "INFORMAL_NAME"
    """(三) colloquial or short names of food, additives and ingredients."""
    TABLE_FORM = "TABLE_FORM"
    """(四) order, values, units and rounding in the tables."""
    NOT_ADDED_WITHOUT_CONTENT = "NOT_ADDED_WITHOUT_CONTENT"
    """(五) "not added", proven to be true, without the content."""
    OTHER = "OTHER"
    """(六) other slight cases that the national authority has named."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """An inspector's answers on one fault. A defect needs one of the six reasons and three times no."""

    reason: DefectReason | None
    touches_safety: bool
    at_fault: bool
    """Meant, or known and left so."""
    misleads: bool

    @property
    def is_defect(self) -> bool:
        return self.reason is not None and not (self.touches_safety or self.at_fault or self.misleads)


class DefectLine(StrEnum):
    """One step; pages hold a sentence each."""

    SERIOUS = "SERIOUS"
    """what"""
    NOT_JUDGED = "NOT_JUDGED"
    """item: might be a defect, nobody has judged it yet; taken as an offence"""
    NO_DEFECT = "NO_DEFECT"
    """item: of the items that can only be offences"""
    NO_REASON = "NO_REASON"
    """item: none of the six cases"""
    TOUCHES_SAFETY = "TOUCHES_SAFETY"
    AT_FAULT = "AT_FAULT"
    MISLEADS = "MISLEADS"
    DEFECT = "DEFECT"
    """item, reason"""
    LEVEL = "LEVEL"
    """level"""


@dataclass(frozen=True, slots=True)
class LabelOutcome:
    level: LabelLevel
    explanation: tuple[Line[DefectLine], ...]


def label_outcome(
    failed: Collection[Item], judged: Mapping[str, Judgement], serious: Collection[Serious] = ()
) -> LabelOutcome:
    """`judged` is {item id: judgement} of the failed items; the gravest of them counts."""
    lines = [Line(DefectLine.SERIOUS, {"what": each}) for each in sorted(serious)]
    level = LabelLevel.SERIOUS if serious else LabelLevel.COMPLIANT
    for item in failed:
        found = _lines(item, judged.get(item.id))
        own = LabelLevel.DEFECT if found[0].code is DefectLine.DEFECT else LabelLevel.VIOLATION
        level = max(level, own, key=list(LabelLevel).index)
        lines += found
    return LabelOutcome(level, (*lines, Line(DefectLine.LEVEL, {"level": level})))


def _lines(item: Item, judgement: Judgement | None) -> list[Line[DefectLine]]:
    facts: dict[str, str | int] = {"item": item.id}
    if item.fail_class != "DEFECT_OR_VIOLATION":
        return [Line(DefectLine.NO_DEFECT, facts)]
    if judgement is None:
        return [Line(DefectLine.NOT_JUDGED, facts)]
    if judgement.is_defect:
        return [Line(DefectLine.DEFECT, facts | {"reason": str(judgement.reason)})]
    against = (
        (DefectLine.NO_REASON, judgement.reason is None),
        (DefectLine.TOUCHES_SAFETY, judgement.touches_safety),
        (DefectLine.AT_FAULT, judgement.at_fault),
        (DefectLine.MISLEADS, judgement.misleads),
    )
    return [Line(code, facts) for code, holds in against if holds]
