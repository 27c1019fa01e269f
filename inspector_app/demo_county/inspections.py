"""Past visits of an operator: answers, findings and photos."""

from __future__ import annotations

import hashlib
import math
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from inspector_app.demo_county.chance import Chance, Choice, instant
from inspector_app.demo_county.operators import Shop
from inspector_app.demo_county.places import NORTH
from inspector_app.demo_county.rectifications import rectification
from inspector_app.demo_county.words import FailureRates, Words
from inspector_app.domain.checklists import ChecklistForm, Item, PhotoRule, parse
from inspector_app.domain.inspections import content_sha256
from inspector_app.domain.scoring import SCHEMES, ScoringRules, Tally
from inspector_app.records.evidence import EvidenceItem, EvidenceOrigin
from inspector_app.records.inspections import (
    AnswerCode,
    Finding,
    FindingAction,
    Inspection,
    InspectionState,
    InspectionType,
)
from inspector_app.records.operators import OperatorKind
from inspector_app.records.reference import Checklist
from inspector_app.shipped import versions_of
from sync.record import Wire, defaults

DAYS_BACK = 730
VARIANCE = 0.5
"""Of the operator's random effect on failures (log-normal, mean 1)."""
WORKSHOP_FACTOR = 2.0
SOON, SOON_FACTOR = 60, 0.6
"""A visit within so many days of the one before finds fewer faults."""
NOT_APPLICABLE = 0.3
"""Share of operators to whom an item that may be left out does not apply."""
PARTLY_CHECKED = 0.7
CORRECTED_ON_SITE = 0.7
SAME_REMARK = 0.02
TYPES = Choice.of(
    {
        InspectionType.DAILY: 82, InspectionType.SPOT: 6, InspectionType.FLYING: 2, InspectionType.CAMPAIGN: 7,
        InspectionType.COMPLAINT_CHECK: 3,
    }
)  # fmt: skip
MINUTE = 60_000_000

_INSPECTION, _FINDING, _EVIDENCE = defaults(Inspection), defaults(Finding), defaults(EvidenceItem)
Card = Callable[[str], bytes]
"""Bytes of the picture with that id, as image/png."""


@dataclass(frozen=True)
class _Sheet:
    """A checklist made ready for many visits."""

    record: Checklist
    form: ChecklistForm
    failure: Mapping[str, float]
    with_photo: tuple[str, ...]

    def items(self, agri_kinds: Sequence[str]) -> list[Item]:
        return [
            item
            for section in self.form.sections
            if section.applies_when is None or section.applies_when.operator_agri_kinds_has in agri_kinds
            for item in section.items
        ]


@dataclass(frozen=True)
class Inspectorate:
    seed: int
    reference_date: date
    words: Words
    rates: FailureRates
    checklists: tuple[Checklist, ...]
    card: Card | None = None
    _sheets: dict[OperatorKind, _Sheet] = field(default_factory=dict)
    _workdays: list[date] = field(default_factory=list)

    def __post_init__(self) -> None:
        for record in self.checklists:
            form = parse(record.body)
            failure = {item.id: self.rates.of(item.id, item.key) for item in form.items}
            asked = tuple(item.id for item in form.items if item.evidence.photo is PhotoRule.ALWAYS)
            sheet = _Sheet(record, form, failure, asked)
            self._sheets.update({kind: sheet for kind in OperatorKind if kind in record.applies_to})
        days = (self.reference_date - timedelta(days=back) for back in range(DAYS_BACK, 0, -1))
        self._workdays.extend(day for day in days if day.weekday() < 5)

    @property
    def kinds(self) -> frozenset[OperatorKind]:
        """The kinds of operator that there is a checklist for."""
        return frozenset(self._sheets)

    def visits(self, serial: int, shop: Shop, count: int, photos: Iterator[int]) -> Iterator[tuple[str, Wire]]:
        """`count` visits, oldest first, each followed by what belongs to it; `photos` tells how many each has."""
        chance = Chance.at(self.seed, "visits", serial)
        sheet = self._sheets[OperatorKind(shop.row["operator_kind"])]
        items = sheet.items(shop.row["agri_kinds"])
        never = {item.id for item in items if _may_be_left_out(item) and chance.happens(NOT_APPLICABLE)}
        effect = math.exp(chance.gauss(0, math.sqrt(VARIANCE)) - VARIANCE / 2)
        if shop.row["operator_kind"] == OperatorKind.SMALL_WORKSHOP:
            effect *= WORKSHOP_FACTOR
        registered = date.fromordinal(date(1970, 1, 1).toordinal() + shop.row["registered_at"] // 86_400_000_000)
        days = self._workdays[bisect_right(self._workdays, registered) :]
        before: Wire | None = None
        day_before = date.min
        for day in sorted(chance.sample(days, count)):
            soon = (day - day_before).days <= SOON
            factor = effect * (SOON_FACTOR if soon else 1)
            visit = self._visit(chance, shop, sheet, items, never, factor, day, before, soon)
            findings = list(self._findings(chance, visit, items))
            pictures = [self._photo(chance, visit, sheet) for _ in range(next(photos))]
            visit["content_sha256"] = content_sha256(
                Inspection.model_validate(visit),
                [Finding.model_validate(finding) for finding in findings],
                [EvidenceItem.model_validate(picture) for picture in pictures],
            )
            yield Inspection.kind, visit
            yield from ((Finding.kind, finding) for finding in findings)
            yield from ((EvidenceItem.kind, picture) for picture in pictures)
            yield from rectification(chance, self.words, visit, findings, shop.station.lead, self.reference_date)
            before, day_before = visit, day

    def _visit(
        self,
        chance: Chance,
        shop: Shop,
        sheet: _Sheet,
        items: list[Item],
        never: set[str],
        factor: float,
        day: date,
        before: Wire | None,
        soon: bool,
    ) -> Wire:
        started = instant(day, 540 + chance.below(420))
        step = (MINUTE * 15 + chance.below(70 * MINUTE)) // len(items)
        failed_before = _failed(before) if before else set()
        again = soon and bool(failed_before)
        visit_type = InspectionType.REINSPECTION if again else chance.draw(TYPES)
        partial = visit_type in sheet.form.partial_types
        answers: Wire = {}
        for place, item in enumerate(items, start=1):
            answer = {"code": AnswerCode.CONFORM.value, "note": "", "measures": {}, "on_site": False}
            answer["answered_at"] = started + place * step
            answers[item.id] = answer
            if item.id in never or _is_about_the_visit_before(item, before, failed_before):
                answer |= {"code": AnswerCode.NA.value, "note": item.na.when_zh}
            elif partial and not (item.key or item.id in failed_before or chance.happens(PARTLY_CHECKED)):
                answer |= {"code": AnswerCode.NOT_CHECKED.value, "note": self.words.not_checked_note}
            else:
                self._check(chance, item, answer, sheet.failure[item.id] * factor)
        completed = started + (len(items) + 1) * step
        author, second = chance.sample(shop.station.inspectors, 2)
        operator = shop.row
        near = operator["latitude"] <= NORTH + 1
        visit = _INSPECTION | {
            "id": chance.id_at(started),
            "operator_id": operator["id"],
            "author_id": author["id"],
            "device_id": shop.station.device["id"],
            "inspection_type": visit_type.value,
            "state": InspectionState.SIGNED.value,
            "subject": {
                "name": operator["name"],
                "operator_kind": operator["operator_kind"],
                "uscc": operator["uscc"],
                "licence_no": shop.licence_no,
                "address": operator["address"],
                "person_in_charge": shop.owner,
                "phone": operator["phone"],
            },
            "checklist_id": sheet.record.id,
            "checklist_sha256": sheet.record.sha256,
            "inspectors": [
                {"user_id": each["id"], "name": each["name"], "certificate_no": each["certificate_no"]}
                for each in (author, second)
            ],
            "card_shown_at": started,
            "recusal_asked": True,
            "started_at": started,
            "completed_at": completed,
            "signed_at": completed + 5 * MINUTE,
            "longitude": round(operator["longitude"] + chance.uniform(-5e-4, 5e-4), 6) if near else None,
            "latitude": round(operator["latitude"] + chance.uniform(-5e-4, 5e-4), 6) if near else None,
            "answers": answers,
            "remark": self.words.remark_same if chance.happens(SAME_REMARK) else chance.one(self.words.remark_other),
            "previous_id": before["id"] if before else None,
        }
        return visit | _result(sheet.form, items, answers)

    def _check(self, chance: Chance, item: Item, answer: Wire, failure: float) -> None:
        fails = chance.happens(min(failure, 0.9))
        if fails:
            answer["code"] = AnswerCode.NONCONFORM.value
            answer["note"] = chance.one(self.words.remark_frames).format(chance.one(self.words.remark_observations))
            may_now = any(action.do is FindingAction.ONSITE for action in item.on_nonconform)
            answer["on_site"] = may_now and chance.happens(CORRECTED_ON_SITE)
        elif item.evidence.note:
            answer["note"] = self.words.checked_note
        for measure in item.evidence.measures:
            low = measure.low_milli if measure.low_milli is not None else (measure.high_milli or 0) - 5000
            high = measure.high_milli if measure.high_milli is not None else low + 5000
            good = low + (chance.below(high - low + 1) // 100 * 100 if high > low else 0)
            out = high + 1500 if measure.high_milli is not None else low - 1500
            answer["measures"][measure.name] = out if fails else good

    def _findings(self, chance: Chance, visit: Wire, items: list[Item]) -> Iterator[Wire]:
        for item in items:
            answer = visit["answers"][item.id]
            if answer["code"] == AnswerCode.NONCONFORM:
                yield _FINDING | {
                    "id": chance.id_at(answer["answered_at"]),
                    "inspection_id": visit["id"],
                    "operator_id": visit["operator_id"],
                    "item_id": item.id,
                    "key": item.key,
                    "description": answer["note"],
                    "basis": "；".join(basis.cite_zh for basis in item.basis),
                    "actions": [action.do.value for action in item.on_nonconform],
                    "rectify_days": next((action.days for action in item.on_nonconform if action.days), None),
                }

    def _photo(self, chance: Chance, visit: Wire, sheet: _Sheet) -> Wire:
        if self.card is None:
            raise ValueError("photos need a way to make their pictures")
        taken = visit["started_at"] + chance.below(visit["completed_at"] - visit["started_at"])
        own_id = chance.id_at(taken)
        picture = self.card(own_id)
        digest = hashlib.sha256(picture).hexdigest()
        return _EVIDENCE | {
            "id": own_id,
            "inspection_id": visit["id"],
            "item_id": chance.one(sheet.with_photo or tuple(visit["answers"])),
            "sha256": digest,
            "size": len(picture),
            "mime": "image/png",
            "synced_sha256": digest,
            "synced_size": len(picture),
            "captured_at": taken,
            "received_at": taken,
            "origin": EvidenceOrigin.CAMERA.value,
            "taker_id": visit["author_id"],
            "device_id": visit["device_id"],
        }


def _failed(visit: Wire) -> set[str]:
    return {item for item, answer in visit["answers"].items() if answer["code"] == AnswerCode.NONCONFORM}


def _may_be_left_out(item: Item) -> bool:
    return item.na.allowed and "上次" not in (item.na.when_zh or "") and "首次" not in (item.na.when_zh or "")


def _is_about_the_visit_before(item: Item, before: Wire | None, failed_before: set[str]) -> bool:
    """Items that ask for the last visit's form or problems do not apply where there is none."""
    when = item.na.when_zh or ""
    return ("首次" in when and before is None) or ("上次" in when and not failed_before)


def _result(form: ChecklistForm, items: list[Item], answers: Wire) -> Wire:
    """Result and score by the list's own schemes."""
    counts = {(key, code): 0 for key in (True, False) for code in AnswerCode}
    for item in items:
        counts[item.key, answers[item.id]["code"]] += 1
    na, failed = AnswerCode.NA, AnswerCode.NONCONFORM
    asked = (AnswerCode.CONFORM, failed, na)
    tally = Tally(
        key_checked=sum(counts[True, code] for code in asked),
        key_na=counts[True, na],
        key_failed=counts[True, failed],
        general_checked=sum(counts[False, code] for code in asked),
        general_na=counts[False, na],
        general_failed=counts[False, failed],
    )
    rules: ScoringRules = versions_of(ScoringRules)[-1]
    outcomes = [SCHEMES[scheme](tally, rules) for scheme in form.scoring if scheme in SCHEMES]
    return {
        "result": next((each.result.value for each in outcomes if each.result), None),
        "score": next((each.score for each in outcomes if each.score is not None), None),
    }
