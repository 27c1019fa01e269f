"""How long records must be kept (domain.md 5.6, 8.4): by whom, from when, until which day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import ClassVar, NamedTuple, Self

from pydantic import Field, model_validator

from inspector_app.domain.deadlines import months_later
from inspector_app.domain.packs import Part, Tag, Version


class Kept(StrEnum):
    """What is kept. The first group are the operator's books, the second our own records."""

    FOOD_RECORD = "FOOD_RECORD"
    """Purchase, sales and factory records of food (购销台账, 出厂检验记录)."""
    FARM_PRODUCE_PURCHASE = "FARM_PRODUCE_PURCHASE"
    PRODUCT_LEDGER = "PRODUCT_LEDGER"
    """Products other than food, under State Council Order 503."""
    PESTICIDE_LEDGER = "PESTICIDE_LEDGER"
    FEED_LEDGER = "FEED_LEDGER"
    TABLEWARE_CERTIFICATE = "TABLEWARE_CERTIFICATE"
    FARM_PRODUCTION_RECORD = "FARM_PRODUCTION_RECORD"
    WORKSHOP_VOUCHER = "WORKSHOP_VOUCHER"
    """Vouchers of workshops, small shops and stalls, where a province sets a term of its own."""
    WORKSHOP_PRODUCTION_RECORD = "WORKSHOP_PRODUCTION_RECORD"
    SAMPLING_DOCUMENT = "SAMPLING_DOCUMENT"

    INSPECTION = "INSPECTION"
    CASE_FILE = "CASE_FILE"
    REPORTER_IDENTITY = "REPORTER_IDENTITY"
    """Deleted when the time is over; the facts stay."""
    PATIENT_IDENTITY = "PATIENT_IDENTITY"
    """Who fell ill; deleted when the response to the incident is over."""
    ACCESS_LOG = "ACCESS_LOG"
    REVEAL_LOG = "REVEAL_LOG"
    LOOSE_PHOTO = "LOOSE_PHOTO"
    """A photo that no record names."""


class Term(Part):
    """A term in months or days from the record's own day; with `after_expiry_months` from the goods' last good day."""

    what: Kept
    months: int | None = Field(default=None, ge=1)
    days: int | None = Field(default=None, ge=0)
    after_expiry_months: int | None = Field(default=None, ge=0)
    basis: str = Field(min_length=1)
    tag: Tag

    @model_validator(mode="after")
    def _one_unit(self) -> Self:
        if (self.months is None) is (self.days is None):
            raise ValueError("a term is in months or in days")
        return self


class RetentionRules(Version):
    pack: ClassVar = "retention"
    terms: tuple[Term, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _one_term_each(self) -> Self:
        if len({term.what for term in self.terms}) < len(self.terms):
            raise ValueError("one kind of record has two terms")
        return self

    def term(self, what: Kept) -> Term | None:
        return next((term for term in self.terms if term.what is what), None)


class Keeping(NamedTuple):
    """The day through which a record must be kept, and the term that says so."""

    until: date
    term: Term


def keep_until(term: Term, recorded: date, expiry: date | None = None) -> Keeping:
    """`expiry` is the last good day of the goods; without one the term runs from the record's day."""
    if term.after_expiry_months is not None and expiry is not None:
        return Keeping(months_later(expiry, term.after_expiry_months), term)
    if term.months is not None:
        return Keeping(months_later(recorded, term.months), term)
    return Keeping(recorded + timedelta(days=term.days or 0), term)


def find_term(layers: Iterable[RetentionRules], what: Kept) -> Term | None:
    """The term of the nearest layer that sets one; None: the law sets none here."""
    return next((term for version in layers if (term := version.term(what)) is not None), None)


def kept_too_short(keeping: Keeping, gone_on: date) -> bool:
    """Whether a record that was no longer there on a day should still have been (保存期限不足)."""
    return gone_on <= keeping.until
