"""Book, bill and goods on a visit: lines are drawn, counted and compared; what differs is a finding (goals.md L.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from inspector_app.documents.papers import plain_text
from inspector_app.domain import stock, stock_check
from inspector_app.domain.problems import Code, Problem
from inspector_app.domain.stock import StockKey
from inspector_app.domain.stock_check import OF_GOODS, Counted, Differs
from inspector_app.records.books import CheckVerdict, PurchaseCheck
from inspector_app.records.evidence import EvidenceItem
from inspector_app.records.inspections import Answer, AnswerCode, Inspection
from inspector_app.records.ledgers import Direction, LedgerEntry
from inspector_app.services import inspections
from inspector_app.services.acting import Acting, require
from inspector_app.storage import evidence, ledgers
from sync.record import Id, new_id


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A line whose book, bill and goods differ, with the photos of it."""

    line: LedgerEntry
    differs: tuple[Differs, ...]
    photos: tuple[EvidenceItem, ...]


def draw(act: Acting, operator_id: Id, number: int, seed: str) -> list[LedgerEntry]:
    """Purchases of a shop to be looked at, drawn so that anybody can draw them again."""
    return stock_check.draw([line for line in _book(act, operator_id) if line.direction is Direction.IN], number, seed)


def compare(act: Acting, inspection_id: Id, counted: Iterable[Counted]) -> list[Mismatch]:
    """The lines that differ, in the order of their days; where several are of one batch, the first of them tells that
    its goods do. Raises Refused for a line that was taken back meanwhile."""
    visit = act.get(Inspection, inspection_id)
    book = _book(act, visit.operator_id)
    lines = {line.id: line for line in book}
    pictures = evidence.of_inspection(act.session, inspection_id)
    counted, found = list(counted), []
    gone = [each.line_id for each in counted if each.line_id not in lines]
    require([Problem("line_id", Code.OTHER_SUBJECT, facts={"line": line_id}) for line_id in gone])
    told: set[StockKey] = set()
    for each in sorted(counted, key=lambda each: (lines[each.line_id].happened_on, each.line_id)):
        line = lines[each.line_id]
        batch = stock_check.batch_of(line)
        differs = stock_check.differences(line, each, stock_check.left_of(book, line))
        differs = [one for one in differs if batch not in told or one not in OF_GOODS]
        if OF_GOODS.intersection(differs):
            told.add(batch)
        if differs:
            about = tuple(item for item in pictures if item.subject_id == line.id)
            found.append(Mismatch(line, tuple(differs), about))
    return found


def write(act: Acting, inspection_id: Id, item_id: str, counted: Iterable[Counted]) -> list[PurchaseCheck]:
    """Make findings of what differs: a record for each line, and the answer of the item that the visit looks at.

    Raises Refused for a line that differs and has no photo of its own.
    """
    visit = act.get(Inspection, inspection_id)
    found = compare(act, inspection_id, counted)
    bare = [each.line for each in found if not each.photos]
    require([Problem(item_id, Code.PHOTO_MISSING, facts={"line": line.id}) for line in bare])
    if found:
        before = visit.answers.get(item_id)
        told = [before.note] if before is not None and before.code is AnswerCode.NONCONFORM else []
        note = "\n".join([*told, *map(_finding, found)])
        given = Answer(code=AnswerCode.NONCONFORM, note=note, answered_at=act.now)
        inspections.answer(act, inspection_id, item_id, given)
    return [act.save(_record(act, visit, each)) for each in found]


def _record(act: Acting, visit: Inspection, found: Mismatch) -> PurchaseCheck:
    return PurchaseCheck(
        id=new_id(),
        operator_id=visit.operator_id,
        ledger_entry_id=found.line.id,
        supplier_id=found.line.supplier_id,
        quantity_checked=True,
        verdict=CheckVerdict.MISSING_PAPERS if Differs.NO_BILL in found.differs else CheckVerdict.REFUSED,
        missing=tuple(found.differs),
        note=_finding(found),
        inspection_id=visit.id,
        checked_on=act.today,
        recorded_by=act.user.id,
        recorded_at=act.now,
    )


def _finding(found: Mismatch) -> str:
    line = found.line
    goods = " ".join(filter(None, (line.product_name, line.specification, line.batch_no)))
    return plain_text("stock_finding", line=line, goods=goods, differs=found.differs)


def _book(act: Acting, operator_id: Id) -> list[LedgerEntry]:
    return stock.standing(ledgers.all_of_operator(act.session, operator_id))
