"""Result and score of a visit, in integers, with every step told.

`conformity_2016` is the legal result: the rule printed with the 2016 catering form, result names of the 2016 daily
inspection measures (art. 19); SAMR Order 49 (SIR 13, 32, 33) keeps key and general items but sets no formula.
`weighted_100` is our own (domain.md 4.6): trends and cards only, never the legal result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from inspector_app.domain import explanation
from inspector_app.domain.checklists import ChecklistForm, Item, Scheme, Section
from inspector_app.domain.explanation import half_up
from inspector_app.domain.packs import Part, Version
from inspector_app.records.inspections import Answer, AnswerCode, InspectionResult, InspectionType


class Cap(Part):
    """With so many failed key items no higher score is left; more failures count as the highest entry."""

    key_failed: int
    highest: int


class ScoringRules(Version):
    pack: ClassVar = "scoring"
    max_key_for_basic: int
    """Failed key items that still allow BASICALLY_CONFORM."""
    min_general_rate: int = Field(ge=0, le=100)
    """Per cent of general items that must conform for BASICALLY_CONFORM."""
    key_weight: int = Field(ge=1)
    caps: tuple[Cap, ...] = ()


class LineCode(StrEnum):
    """One step of the explanation; pages hold a sentence each."""

    COVERAGE = "COVERAGE"
    """type, items, checked: how much of the list the visit covered."""
    KEY_ITEMS = "KEY_ITEMS"
    """checked, failed"""
    GENERAL_ITEMS = "GENERAL_ITEMS"
    """checked, na, failed"""
    GENERAL_RATE = "GENERAL_RATE"
    """passed, counted, permille: pass rate of the general items, cut off, so that none below a limit looks like it."""
    GENERAL_RATE_EMPTY = "GENERAL_RATE_EMPTY"
    """No general item counts: taken as 100 %."""
    KEY_TOO_MANY = "KEY_TOO_MANY"
    """failed, limit"""
    RATE_TOO_LOW = "RATE_TOO_LOW"
    """permille, limit (per cent)"""
    ONE_KEY_FAILED = "ONE_KEY_FAILED"
    """All general items conform and a key item does not; the rule has a gap, we take BASICALLY_CONFORM."""
    RESULT = "RESULT"
    """result"""
    WEIGHTED = "WEIGHTED"
    """earned, possible, score"""
    CAPPED = "CAPPED"
    """failed, cap"""
    NOTHING_CHECKED = "NOTHING_CHECKED"


Line = explanation.Line[LineCode]


@dataclass(frozen=True, slots=True)
class Outcome:
    result: InspectionResult | None = None
    score: int | None = None
    explanation: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """What the answers add up to. `checked` includes the not-applicable and leaves out the unchecked."""

    key_checked: int = 0
    key_na: int = 0
    key_failed: int = 0
    general_checked: int = 0
    general_na: int = 0
    general_failed: int = 0

    @property
    def general_counted(self) -> int:
        return self.general_checked - self.general_na

    @property
    def key_counted(self) -> int:
        return self.key_checked - self.key_na


def tally(items: Iterable[Item], answers: Mapping[str, Answer]) -> Tally:
    found = [(item.key, answers[item.id].code) for item in items if item.id in answers]

    def count(key: bool, *codes: AnswerCode) -> int:
        return sum(k is key and code in codes for k, code in found)

    checked = (AnswerCode.CONFORM, AnswerCode.NONCONFORM, AnswerCode.NA)
    return Tally(
        key_checked=count(True, *checked),
        key_na=count(True, AnswerCode.NA),
        key_failed=count(True, AnswerCode.NONCONFORM),
        general_checked=count(False, *checked),
        general_na=count(False, AnswerCode.NA),
        general_failed=count(False, AnswerCode.NONCONFORM),
    )


def conformity_2016(counts: Tally, rules: ScoringRules) -> Outcome:
    """CONFORM without any failure; BASICALLY_CONFORM within both limits; else NONCONFORM. None if nothing counts."""
    if counts.key_counted + counts.general_counted == 0:
        return Outcome(explanation=(Line(LineCode.NOTHING_CHECKED, {}),))
    counted = counts.general_counted
    passed = counted - counts.general_failed
    permille = 1000 * passed // counted if counted else 1000
    lines = [
        Line(LineCode.KEY_ITEMS, {"checked": counts.key_checked, "failed": counts.key_failed}),
        Line(
            LineCode.GENERAL_ITEMS,
            {"checked": counts.general_checked, "na": counts.general_na, "failed": counts.general_failed},
        ),
        Line(LineCode.GENERAL_RATE, {"passed": passed, "counted": counted, "permille": permille})
        if counted
        else Line(LineCode.GENERAL_RATE_EMPTY, {}),
    ]
    result = InspectionResult.BASICALLY_CONFORM
    if counts.key_failed == counts.general_failed == 0:
        result = InspectionResult.CONFORM
    if counts.key_failed > rules.max_key_for_basic:
        result = InspectionResult.NONCONFORM
        lines.append(Line(LineCode.KEY_TOO_MANY, {"failed": counts.key_failed, "limit": rules.max_key_for_basic}))
    if 100 * passed < rules.min_general_rate * counted:
        result = InspectionResult.NONCONFORM
        lines.append(Line(LineCode.RATE_TOO_LOW, {"permille": permille, "limit": rules.min_general_rate}))
    if result is InspectionResult.BASICALLY_CONFORM and counts.general_failed == 0:
        lines.append(Line(LineCode.ONE_KEY_FAILED, {"failed": counts.key_failed}))
    return Outcome(result, None, (*lines, Line(LineCode.RESULT, {"result": result})))


def weighted_100(counts: Tally, rules: ScoringRules) -> Outcome:
    """Share of the weight that conforms, 0 to 100, rounded half up, capped by failed key items."""
    possible = rules.key_weight * counts.key_counted + counts.general_counted
    if possible == 0:
        return Outcome(explanation=(Line(LineCode.NOTHING_CHECKED, {}),))
    earned = possible - rules.key_weight * counts.key_failed - counts.general_failed
    score = half_up(100 * earned, possible)
    lines = [Line(LineCode.WEIGHTED, {"earned": earned, "possible": possible, "score": score})]
    cap = min((cap.highest for cap in rules.caps if counts.key_failed >= cap.key_failed), default=100)
    if score > cap:
        score = cap
        lines.append(Line(LineCode.CAPPED, {"failed": counts.key_failed, "cap": cap}))
    return Outcome(None, score, tuple(lines))


SCHEMES: Mapping[Scheme, Callable[[Tally, ScoringRules], Outcome]] = {
    Scheme.CONFORMITY_2016: conformity_2016,
    Scheme.WEIGHTED_100: weighted_100,
}


def result_of(
    form: ChecklistForm,
    sections: Iterable[Section],
    answers: Mapping[str, Answer],
    inspection_type: InspectionType,
    rules: ScoringRules,
) -> Outcome:
    """Result and score by the schemes that the list names, over the sections that apply to the operator.

    Labels and yearly grades are no result of a visit; a list that names only those leaves both None.
    """
    items = [item for section in sections for item in section.items]
    counts = tally(items, answers)
    lines = [
        Line(
            LineCode.COVERAGE,
            {"type": inspection_type, "items": len(items), "checked": counts.key_checked + counts.general_checked},
        )
    ]
    outcomes = [SCHEMES[scheme](counts, rules) for scheme in form.scoring if scheme in SCHEMES]
    for outcome in outcomes:
        lines += [line for line in outcome.explanation if line not in lines]
    return Outcome(
        next((outcome.result for outcome in outcomes if outcome.result is not None), None),
        next((outcome.score for outcome in outcomes if outcome.score is not None), None),
        tuple(lines),
    )
