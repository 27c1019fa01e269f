"""Samples (抽检) from the plan to what follows a failure, and quick tests (快检) (domain.md 7.11).

FSL 87, 88, 112; measures on sampling inspection, art. 19 to 25.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from inspector_app.domain.deadlines import months_later
from inspector_app.domain.states import FIELD, LEAD, Machine, Move
from inspector_app.records.evidence import DocumentType
from inspector_app.records.sampling import Assay, QuickResult, SampleState

FORM = (
    "product_name", "specification", "batch_no|production_date", "quantity_milli", "price_fen", "place", "maker_name",
    "seal_numbers", "second_user_id", "signatures",
)  # fmt: skip
"""What a sampling form says at least. Samples are bought: the price stands on it."""
_S = SampleState
STATES = Machine(
    _S.PLANNED,
    (
        Move(
            "take",
            _S.PLANNED,
            _S.TAKEN,
            FIELD,
            (*FORM, "backup_seal_number|no_backup_reason"),
            papers=(DocumentType.SAMPLING_FORM, DocumentType.SEAL_LABEL),
            clock="sample_hand_over",
        ),
        Move("hand_over", _S.TAKEN, _S.SUBMITTED, FIELD, ("laboratory_id", "handed_over_at")),
        Move(
            "receive", _S.SUBMITTED, _S.TESTING, FIELD | LEAD, ("receipt_number", "seals_intact"), clock="test_report"
        ),
        Move("pass", _S.TESTING, _S.PASS, FIELD | LEAD, ("report_number", "laboratory_approval", "signatory")),
        Move("fail", _S.TESTING, _S.FAIL, FIELD | LEAD, ("report_number", "laboratory_approval", "signatory")),
        Move(
            "notify",
            _S.FAIL,
            _S.NOTIFIED,
            FIELD,
            ("notified_at",),
            papers=(DocumentType.TEST_RESULT_NOTICE, DocumentType.SERVICE_RECEIPT),
            clock="retest_request",
        ),
        Move("request_retest", _S.NOTIFIED, _S.RETEST, FIELD | LEAD, ("requested_at", "retestable", "laboratory_id")),
        Move("confirm", _S.NOTIFIED, _S.CONFIRMED_FAIL, LEAD, ("no_request",)),
        Move("confirm", _S.RETEST, _S.CONFIRMED_FAIL, LEAD, ("report_number",)),
        Move("overturn", _S.RETEST, _S.OVERTURNED, LEAD, ("report_number",)),
        Move("dispose", _S.CONFIRMED_FAIL, _S.DISPOSITION, FIELD | LEAD, ("withdrawal_id|reason",)),
        Move("close", _S.DISPOSITION, _S.CLOSED, LEAD, ("case_id|reason",)),
    ),
)
"""A report without the laboratory's approval number (CMA) and signatory does not enter."""


def retestable(assay: Assay, quick: bool, quick_again: bool = False) -> bool:
    """Microbiological results are not tested again; a quick test is not checked by another quick one."""
    return assay is not Assay.MICROBIOLOGICAL and not (quick and quick_again)


def takes_sample(result: QuickResult) -> bool:
    """A positive quick test is preliminary: a formal sample follows (FSL 112)."""
    return result is QuickResult.POSITIVE


def backup_until(made: date, months: int, last_good_day: date | None) -> date:
    """Day through which the backup sample is kept: the months of the rule, or the end of shelf life if sooner."""
    end = months_later(made, months)
    return end if last_good_day is None else min(end, last_good_day)


@dataclass(frozen=True, slots=True)
class Held:
    """Who had a sample, from one instant to another; None: still has it."""

    holder: str
    since: int
    until: int | None


def chain_of(parts: Iterable[Held]) -> list[Held]:
    """The parts in the order of time. Rows are inserted only: the one that ends a part stands for the one that began
    it."""
    latest: dict[tuple[str, int], Held] = {}
    for part in parts:
        before = latest.get((part.holder, part.since))
        if before is None or before.until is None:
            latest[part.holder, part.since] = part
    return sorted(latest.values(), key=lambda each: (each.since, each.until is None, each.until or 0))


def gaps(chain: Iterable[Held]) -> list[tuple[int, int]]:
    """Times in which nobody had the sample; a later part that overlaps an earlier one leaves none."""
    found: list[tuple[int, int]] = []
    held_to: int | None = None
    for part in sorted(chain, key=lambda each: each.since):
        if held_to is not None and part.since > held_to:
            found.append((held_to, part.since))
        if part.until is None:
            break
        held_to = part.until if held_to is None else max(held_to, part.until)
    return found


def seals_agree(on_form: Iterable[str], on_report: Iterable[str]) -> bool:
    """A report speaks of the sample only when it names one of the seals on the form."""
    normal = {"".join(number.split()).upper() for number in on_form}
    return any("".join(number.split()).upper() in normal for number in on_report)
