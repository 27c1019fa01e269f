"""Book, bill and goods on a visit: lines are drawn, counted and compared; what differs is a finding (goals.md L.4)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

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
from inspector_app.storage import corrections, ledgers, rows
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
    pictures = inspections.evidence_of(act, inspection_id)
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
    """Make findings of what differs: a record for each line, and the answer of the item that the visit looks at. What
    is looked at again is said anew, not twice.

    Raises Refused for a line that differs and has no photo of its own.
    """
    visit, counted = act.get(Inspection, inspection_id), list(counted)
    found = compare(act, inspection_id, counted)
    bare = [each.line for each in found if not each.photos]
    require([Problem(item_id, Code.PHOTO_MISSING, facts={"line": line.id}) for line in bare])
    known = _checks_of(act, visit)
    again = [known[each.line_id] for each in counted if each.line_id in known]
    _tell(act, visit, item_id, {each.note for each in again}, [_finding(each) for each in found])
    differing = {each.line.id for each in found}
    for each in again:
        if each.ledger_entry_id not in differing and each.verdict is not CheckVerdict.ACCEPTED:
            act.save(each.changed(**_said(act, CheckVerdict.ACCEPTED, (), "")))
    return [_record(act, visit, each, known.get(each.line.id)) for each in found]


def _checks_of(act: Acting, visit: Inspection) -> dict[Id, PurchaseCheck]:
    """{line: what was said of it last} on a visit, whichever version of it said so."""
    table, versions = rows.table(PurchaseCheck), [each.id for each in corrections.before(act.session, visit.id)]
    query = rows.columns(PurchaseCheck).where(
        table.c.operator_id == visit.operator_id, table.c.inspection_id.in_(versions), table.c.voided_at.is_(None)
    )
    found = rows.records(act.session, PurchaseCheck, query.order_by(table.c.recorded_at, table.c.id))
    return {each.ledger_entry_id: each for each in found if each.ledger_entry_id is not None}


def _tell(act: Acting, visit: Inspection, item_id: str, withdrawn: Collection[str], findings: list[str]) -> None:
    """In the answer of the item; where nothing is left to say of it, it is to be answered."""
    before = visit.answers.get(item_id)
    told = before.note.splitlines() if before is not None and before.code is AnswerCode.NONCONFORM else []
    notes = [*(line for line in told if line not in withdrawn), *findings]
    if notes:
        given = Answer(code=AnswerCode.NONCONFORM, note="\n".join(notes), answered_at=act.now)
        inspections.answer(act, visit.id, item_id, given)
    elif told:
        inspections.answer(act, visit.id, item_id, None)


def _record(act: Acting, visit: Inspection, found: Mismatch, known: PurchaseCheck | None) -> PurchaseCheck:
    """A row is never changed: what is said again is there, and what is said otherwise is another row."""
    verdict = CheckVerdict.MISSING_PAPERS if Differs.NO_BILL in found.differs else CheckVerdict.REFUSED
    line, missing, note = found.line, tuple(found.differs), _finding(found)
    if known is not None and (known.verdict, known.missing, known.note) == (verdict, missing, note):
        return known
    return act.save(
        PurchaseCheck(
            operator_id=visit.operator_id,
            ledger_entry_id=line.id,
            supplier_id=line.supplier_id,
            quantity_checked=True,
            inspection_id=visit.id,
            **_said(act, verdict, missing, note),
        )
    )


def _said(act: Acting, verdict: CheckVerdict, missing: tuple[str, ...], note: str) -> dict[str, Any]:
    return {
        "id": new_id(),
        "verdict": verdict,
        "missing": missing,
        "note": note,
        "checked_on": act.today,
        "recorded_by": act.user.id,
        "recorded_at": act.now,
    }


def _finding(found: Mismatch) -> str:
    line = found.line
    goods = " ".join(filter(None, (line.product_name, line.specification, line.batch_no)))
    return plain_text("stock_finding", line=line, goods=goods, differs=found.differs)


def _book(act: Acting, operator_id: Id) -> list[LedgerEntry]:
    return stock.standing(ledgers.all_of_operator(act.session, operator_id))
