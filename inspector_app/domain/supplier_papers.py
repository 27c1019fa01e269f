"""Papers that a buyer asks of a supplier (索证索票): which are needed, which of those seen hold on a day (FSL 53)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from inspector_app.domain.batches import batch_key
from inspector_app.domain.packs import Part, Tag, Version, Words
from inspector_app.records.suppliers import SupplierFile, SupplierPaper, SupplyChannel


class Of(StrEnum):
    """What a paper speaks of."""

    SUPPLIER = "SUPPLIER"
    GOODS = "GOODS"
    """A product, or one batch of it."""


class Need(Part):
    """A group of papers of which a buyer has to see one."""

    id: str = Field(pattern=r"^[a-z_]+$")
    title: Words
    of: Of
    any_of: tuple[SupplierPaper, ...] = Field(min_length=1)
    channels: tuple[SupplyChannel, ...] = ()
    """Of these suppliers; none named: of all."""
    except_channels: tuple[SupplyChannel, ...] = ()
    by_head_office: bool = False
    """The head office of a chain may look at it for all of its shops."""
    basis: str = Field(min_length=1)
    tag: Tag

    def asked_of(self, channel: SupplyChannel) -> bool:
        return (not self.channels or channel in self.channels) and channel not in self.except_channels


class SupplierPapers(Version):
    pack: ClassVar = "supplier-papers"
    needs: tuple[Need, ...] = Field(min_length=1)
    of_batch: tuple[SupplierPaper, ...] = ()
    """Papers that prove one batch alone, and name it."""
    unlicensed: tuple[SupplyChannel, ...] = ()
    """Suppliers that may deliver without a licence, such as growers."""


def holds_on(paper: SupplierFile, day: date) -> bool:
    """Whether a paper was valid on a day. One without dates holds always."""
    begun = paper.valid_from is None or paper.valid_from <= day
    return paper.voided_at is None and begun and (paper.valid_until is None or day <= paper.valid_until)


def speaks_of(paper: SupplierFile, product_id: str | None, batch_no: str) -> bool:
    """Whether a paper is of these goods; one that names no product is of all that the supplier sells."""
    if paper.product_id is not None and paper.product_id != product_id:
        return False
    return not paper.batch_no.strip() or batch_key(paper.batch_no) == batch_key(batch_no)


def missing(
    rules: SupplierPapers,
    channel: SupplyChannel,
    papers: Iterable[SupplierFile],
    day: date,
    product_id: str | None,
    batch_no: str,
    checked: Iterable[SupplierFile] = (),
) -> list[Need]:
    """The needs that no paper of the supplier met on the day of purchase, nor one that the head office of the buyer's
    chain has `checked` for it."""
    own, others = ([paper for paper in each if holds_on(paper, day)] for each in (papers, checked))

    def met(need: Need) -> bool:
        valid = [*own, *others] if need.by_head_office else own
        of_kind = (paper for paper in valid if paper.paper in need.any_of)
        return any(need.of is Of.SUPPLIER or speaks_of(paper, product_id, batch_no) for paper in of_kind)

    return [need for need in rules.needs if need.asked_of(channel) and not met(need)]
