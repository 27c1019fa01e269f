"""What became of each document number: used, discarded, spoilt on paper and void, or a gap (domain.md 3.12; APL 52)."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from inspector_app.domain.identifiers import document_number, parse_document_number
from inspector_app.domain.problems import Code, Problem
from inspector_app.domain.states import OFFICERS
from inspector_app.records.evidence import Document
from inspector_app.records.offices import VoidedNumber
from inspector_app.records.people import NumberBlock
from inspector_app.services.acting import Acting, require
from inspector_app.services.inspections import UNSEALED, own
from inspector_app.storage import numbers
from sync.record import Id, Instant, new_id


class Fate(StrEnum):
    USED = "USED"
    DISCARDED = "DISCARDED"
    """Its paper was given up, and keeps the number."""
    VOIDED = "VOIDED"
    CLOSED = "CLOSED"
    """Unused when its block was closed."""
    GAP = "GAP"
    """Passed over by a paper with a later number, and nobody has said why."""


@dataclass(frozen=True, slots=True)
class Line:
    number: str
    fate: Fate
    by: Id | None = None
    at: Instant | None = None
    reason: str = ""


def void(act: Acting, number: str, reason: str) -> VoidedNumber:
    """Tell that a number will not be used, such as that of a form spoilt in the printer. The paper of a draft that
    bears it is given up with it, and is written anew under the next number; a form for penalties on the spot has its
    number from the printing works.

    Raises Refused without a reason, for a number that is void already, of no block that is known here, or of a paper
    that stands; AppError not_allowed for who is no officer.
    """
    act.require_role(OFFICERS)
    parts = parse_document_number(number.strip())
    number = document_number(*astuple(parts)) if parts else number.strip()
    problems = [] if reason.strip() else [Problem("reason", Code.REASON_NEEDED)]
    if not number:
        problems.append(Problem("number", Code.REQUIRED))
    elif parts is not None and not _is_reserved(act.session, number):
        problems.append(Problem("number", Code.NOT_OWN))
    elif parts is None and numbers.penalty_numbered(act.session, number) is not None:
        problems.append(Problem("number", Code.STATE))
    elif numbers.is_voided(act.session, number):
        problems.append(Problem("number", Code.ONLY_ONCE))
    require(problems)
    for paper in numbers.papers_numbered(act.session, number):
        if paper.voided_at is None and paper.number == number:
            _give_up(act, paper, reason.strip())
    return act.save(
        VoidedNumber(
            id=new_id(),
            county_code=act.user.office_code[:6],
            number=number,
            reason=reason.strip(),
            voided_by=act.user.id,
            recorded_at=act.now,
        )
    )


def _give_up(act: Acting, paper: Document, reason: str) -> None:
    """Only that of a visit that its author has not sealed."""
    if paper.inspection_id is None:
        require([Problem("number", Code.STATE)])
    else:
        own(act, paper.inspection_id, *UNSEALED)
    act.save(paper.changed(voided_at=act.now, void_reason=reason))


def _is_reserved(session: Session, number: str) -> bool:
    parts = parse_document_number(number)
    blocks = numbers.blocks_of(session, parts.office, parts.document_type, parts.year) if parts else []
    return any(parts and each.block == parts.block and each.first <= parts.seq <= each.last for each in blocks)


def ledger(session: Session, office_code: str, letters: str, year: int) -> list[Line]:
    """The numbers of a series in their order, block by block, each up to the last one that a paper took; later ones
    only where they were told void. A laptop knows its own blocks, HQ those of all."""
    return [line for block in numbers.blocks_of(session, office_code, letters, year) for line in _of(session, block)]


def gaps(session: Session, office_code: str, letters: str, year: int) -> list[str]:
    """The numbers of a series that somebody has to explain."""
    return [line.number for line in ledger(session, office_code, letters, year) if line.fate is Fate.GAP]


def _of(session: Session, block: NumberBlock) -> list[Line]:
    prefix = _number(block, 0).removesuffix("0000")
    told = {each.number: _paper(each) for each in numbers.papers_numbered(session, prefix) if each.number}
    reached = max(map(_seq, told), default=0)
    told |= {
        each.number: Line(each.number, Fate.VOIDED, each.voided_by, each.recorded_at, each.reason)
        for each in numbers.voided(session, prefix)
    }
    is_closed = block.voided_at is not None
    rest = (Fate.CLOSED, None, block.voided_at, block.void_reason or "") if is_closed else (Fate.GAP,)
    passed = range(block.first, (block.last if is_closed else reached) + 1)
    every = sorted({*passed, *map(_seq, told)})
    return [told.get(number) or Line(number, *rest) for number in (_number(block, seq) for seq in every)]


def _paper(paper: Document) -> Line:
    if paper.voided_at is not None:
        return Line(paper.number or "", Fate.DISCARDED, paper.made_by, paper.voided_at, paper.void_reason or "")
    return Line(paper.number or "", Fate.USED, paper.made_by, paper.made_at)


def _number(block: NumberBlock, seq: int) -> str:
    return document_number(block.office_code, block.document_type, block.year, block.block, seq)


def _seq(number: str) -> int:
    parts = parse_document_number(number)
    return parts.seq if parts else 0
