"""Records are kept as long as the law of the goods and the place says, to the day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from inspector_app.domain import packs, retention
from inspector_app.domain.retention import Kept, RetentionRules

Pack = Callable[[type[Any]], tuple[Any, ...]]
FOOD, PRODUCE, PRODUCT = Kept.FOOD_RECORD, Kept.FARM_PRODUCE_PURCHASE, Kept.PRODUCT_LEDGER
VOUCHER, MADE = Kept.WORKSHOP_VOUCHER, Kept.WORKSHOP_PRODUCTION_RECORD


def keeping(shipped: Pack, what: Kept, division: str, recorded: str, expiry: str | None) -> retention.Keeping | None:
    day = date.fromisoformat(recorded)
    term = retention.find_term(packs.layers(shipped(RetentionRules), day, division), what)
    return term and retention.keep_until(term, day, date.fromisoformat(expiry) if expiry else None)


@pytest.mark.parametrize(
    ("what", "division", "recorded", "expiry", "until"),
    [
        # food: six months after the last good day, else two years
        (FOOD, "990101", "2025-01-10", "2025-12-01", "2026-06-01"),
        (FOOD, "990101", "2025-01-10", "2025-08-31", "2026-02-28"),
        (FOOD, "990101", "2023-03-01", "2023-08-31", "2024-02-29"),  # leap day
        (FOOD, "990101", "2023-09-01", "2024-02-29", "2024-08-29"),
        (FOOD, "990101", "2025-01-10", "2025-01-10", "2025-07-10"),
        (FOOD, "990101", "2025-01-10", None, "2027-01-10"),
        (FOOD, "990101", "2024-02-29", None, "2026-02-28"),
        (FOOD, "370101", "2025-01-10", "2025-12-01", "2026-06-01"),  # a province without a term of its own
        # farm produce: six months, whatever its last good day
        (PRODUCE, "990101", "2025-01-10", None, "2025-07-10"),
        (PRODUCE, "990101", "2025-01-10", "2025-01-17", "2025-07-10"),
        (PRODUCE, "990101", "2025-08-31", None, "2026-02-28"),
        (PRODUCE, "990101", "2023-08-31", None, "2024-02-29"),
        # other products, Order 503: two years
        (PRODUCT, "990101", "2025-01-10", None, "2027-01-10"),
        (PRODUCT, "990101", "2025-01-10", "2030-01-01", "2027-01-10"),
        (PRODUCT, "990101", "2024-02-29", None, "2026-02-28"),
        (Kept.PESTICIDE_LEDGER, "990101", "2025-12-31", None, "2027-12-31"),
        (Kept.FEED_LEDGER, "990101", "2022-02-28", None, "2024-02-28"),
        (Kept.TABLEWARE_CERTIFICATE, "990101", "2025-01-10", "2025-01-12", "2025-07-12"),
        (Kept.LOOSE_PHOTO, "990101", "2025-01-10", None, "2025-02-09"),
        (Kept.INSPECTION, "990101", "2024-02-29", None, "2034-02-28"),
        # provinces
        (VOUCHER, "370101", "2025-01-10", "2027-01-01", "2025-07-10"),
        (VOUCHER, "410101", "2025-01-10", "2025-12-01", "2026-06-01"),
        (VOUCHER, "410101", "2025-01-10", None, "2026-01-10"),
        (VOUCHER, "500101", "2025-01-10", None, "2027-01-10"),
        (VOUCHER, "110101", "2025-01-10", "2025-12-01", "2027-01-10"),
        (MADE, "370101", "2025-01-10", None, "2026-01-10"),
    ],
)
def test_l_8_the_day_through_which_a_record_is_kept(
    shipped: Pack, what: Kept, division: str, recorded: str, expiry: str | None, until: str
) -> None:
    found = keeping(shipped, what, division, recorded, expiry)
    assert found is not None
    assert found.until == date.fromisoformat(until)
    assert found.term.basis


def test_where_no_law_sets_a_term_there_is_none(shipped: Pack) -> None:
    assert keeping(shipped, VOUCHER, "330101", "2025-01-10", None) is None


def test_l_8_a_record_that_went_on_its_last_day_was_kept_too_short(shipped: Pack) -> None:
    found = keeping(shipped, FOOD, "990101", "2025-01-10", "2025-12-01")
    assert found is not None
    assert retention.kept_too_short(found, date(2026, 6, 1))
    assert not retention.kept_too_short(found, date(2026, 6, 2))


@pytest.mark.parametrize("fields", [{}, {"months": 6, "days": 7}])
def test_a_term_has_one_unit(fields: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="months or in days"):
        retention.Term(what=FOOD, basis="x", tag=packs.Tag.KNOWN, **fields)


def test_a_kind_of_record_has_one_term() -> None:
    term = {"what": "FOOD_RECORD", "months": 6, "basis": "x", "tag": "known"}
    version = {"source": "x", "tag": "known", "valid_from": "2025-01-01", "terms": [term, term]}
    with pytest.raises(packs.PackInvalid, match="two terms"):
        packs.parse(RetentionRules, {"pack": "retention", "title": {"zh": "x", "en": "x"}, "versions": [version]})
