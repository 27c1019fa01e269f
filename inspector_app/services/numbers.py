"""Document numbers from the blocks that HQ reserved for this device (domain.md 3.12)."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.domain.identifiers import document_number
from inspector_app.records.evidence import DocumentType
from inspector_app.records.people import NumberBlock
from inspector_app.services.acting import Acting
from inspector_app.storage import people

LETTERS = {DocumentType.SITE_RECORD: "SR", DocumentType.CORRECTION_ORDER: "CO", DocumentType.RESULT_FORM: "RF"}
"""Two letters of a document type in its number; the types that take one from a block."""


@dataclass(frozen=True)
class Supply:
    """How many numbers of a type this device still has, of how many."""

    left: int
    total: int


def take(act: Acting, document_type: DocumentType) -> str | None:
    """The next number of this type, or None when no block is left: the paper is then printed "number pending"."""
    for block in _blocks(act, document_type):
        used = _used(act, block)
        for seq in range(block.first, block.last + 1):
            if (number := _number(block, seq)) not in used:
                return number
    return None


def supply(act: Acting, document_type: DocumentType) -> Supply:
    """Numbers left, for the warning at 20 %."""
    blocks = _blocks(act, document_type)
    total = sum(block.last - block.first + 1 for block in blocks)
    return Supply(total - sum(len(_used(act, block)) for block in blocks), total)


def _number(block: NumberBlock, seq: int) -> str:
    return document_number(block.office_code, block.document_type, block.year, block.block, seq)


def _used(act: Acting, block: NumberBlock) -> set[str]:
    return people.used_numbers(act.session, _number(block, 0).removesuffix("0000"))


def _blocks(act: Acting, document_type: DocumentType) -> list[NumberBlock]:
    return people.number_blocks(act.session, act.user.office_code, LETTERS[document_type], act.today.year)
